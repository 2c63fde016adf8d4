"""From checked drafts to the tables that are written: customers, refunds, items, pseudonyms."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.prepare.drafts import Draft, Positions, Registry
from analysis.prepare.faults import FaultRecord
from analysis.prepare.pseudonyms import Kind, make_pseudonyms
from analysis.schema import CHECKS, TABLES, Column
from analysis.study import Study

_ID_KINDS: dict[str, Kind] = {
    "customer_id": "customer",
    "transaction_id": "transaction",
    "contract_id": "contract",
}


def build_frames(drafts: list[Draft], study: Study, record: FaultRecord) -> dict[str, pd.DataFrame]:
    """The kept rows of every table, with the tables that are made here.

    Ids are still positions. Customers come first; they are complete: everyone whom any table names.
    """
    frames: dict[str, pd.DataFrame] = {"customers": pd.DataFrame()}
    for draft in drafts:
        frame = draft.kept_frame()
        if frame.empty:
            record.stop(draft.name, "empty_table", detail=_why_empty(draft))
        frames[draft.name] = frame
    if "transactions" in frames:
        frames |= _split_refunds(frames["transactions"])
        if frames["transactions"].empty and not frames["refunds"].empty:
            record.stop("transactions", "empty_table", detail="all amounts are below zero: refunds")
    if "surveys" in frames:
        frames["survey_items"] = _describe_items(study)
    frames["customers"] = _complete_customers(frames, record)
    return frames


def _why_empty(draft: Draft) -> str:
    counts = pd.Series(draft.reason).value_counts()
    told = "; ".join(f"{CHECKS[str(check)]} ({rows} rows)" for check, rows in counts.items())
    return f"no row is left of {len(draft.frame)}: {told}"


def _split_refunds(transactions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    refunded = transactions["amount_cents"] < 0
    columns = [column.name for column in TABLES["refunds"].columns if column.name in transactions]
    return {
        "transactions": transactions[~refunded].reset_index(drop=True),
        "refunds": transactions.loc[refunded, columns].reset_index(drop=True),
    }


def _describe_items(study: Study) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "item": name,
                "low": group.low,
                "high": group.high,
                "label_en": study.label(name, "en"),
                "label_zh": study.label(name, "zh"),
            }
            for group in study.tables["surveys"].items
            for name in group.names
        ]
    )


def _complete_customers(frames: dict[str, pd.DataFrame], record: FaultRecord) -> pd.DataFrame:
    named = [frame["customer_id"].to_numpy() for frame in frames.values() if "customer_id" in frame]
    everyone = np.unique(np.concatenate(named)) if named else np.empty(0, dtype=np.int64)
    given = frames["customers"]
    if given.empty:
        return pd.DataFrame({"customer_id": everyone})
    added = np.setdiff1d(everyone, given["customer_id"].to_numpy())
    if len(added):
        detail = f"{len(added)} customers of other tables were added, without attributes"
        record.note(
            "customers",
            "customers_added",
            "customer_id",
            rows=added,
            customers=added,
            n_total=len(everyone),
            detail=detail,
        )
    if "transactions" in frames:
        bought = frames["transactions"]["customer_id"].to_numpy()
        never = np.setdiff1d(given["customer_id"].to_numpy(), bought)
        _note_never_bought(never, len(everyone), record)
    return given.set_index("customer_id").reindex(everyone).reset_index()


def _note_never_bought(never: Positions, n_customers: int, record: FaultRecord) -> None:
    if len(never):
        record.note(
            "customers",
            "customers_without_purchases",
            "customer_id",
            rows=never,
            customers=never,
            n_total=n_customers,
            detail=f"{len(never)} customers never bought",
        )


def check_customers(frames: dict[str, pd.DataFrame], study: Study, record: FaultRecord) -> None:
    """Stop where there are too few customers to say anything without pointing at one."""
    n_customers = len(frames["customers"])
    if n_customers < study.minimum_cell:
        record.stop(
            "customers",
            "customers_too_few",
            detail=f"there {'is' if n_customers == 1 else 'are'} {n_customers}"
            f" customer{'s' if n_customers != 1 else ''}, and nothing may be shown of fewer than"
            f" minimum_cell: {study.minimum_cell}",
        )


def check_references(frames: dict[str, pd.DataFrame], study: Study, record: FaultRecord) -> None:
    """Stop where a driver is compared with a level that nobody has."""
    for driver in study.drivers:
        if driver.kind != "category" or driver.reference is None:
            continue
        for name in ("customers", "contracts"):
            frame = frames.get(name, pd.DataFrame())
            if driver.column in frame and not (frame[driver.column] == driver.reference).any():
                n_levels = frame[driver.column].nunique()
                record.stop(
                    name,
                    "reference_missing",
                    driver.column,
                    detail=f"the reference {driver.reference!r} in study.yml is not among its"
                    f" {n_levels} values",
                )


def build_pseudonyms(
    registries: dict[str, Registry], key: bytes, study_name: str
) -> dict[str, npt.NDArray[np.object_]]:
    """For each column of ids, the pseudonym of every position of its registry."""
    return {
        column: make_pseudonyms(list(registries[kind].places), key, kind, study_name)
        for column, kind in _ID_KINDS.items()
    }


def finish_frame(
    table: str,
    frame: pd.DataFrame,
    pseudonyms: dict[str, npt.NDArray[np.object_]],
    flags: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """``frame`` as it is written: pseudonyms for positions, each column in its type.

    ``flags`` are the attributes that are yes or no.
    """
    known = {name: Column(name, "flag", "") for name in flags}
    known |= {column.name: column for column in TABLES[table].columns}
    finished = {
        name: _finish_column(values, known.get(str(name)), pseudonyms)
        for name, values in frame.items()
    }
    return pd.DataFrame(finished)


def _finish_column(
    values: pd.Series, column: Column | None, pseudonyms: dict[str, npt.NDArray[np.object_]]
) -> pd.Series:
    if column is not None and column.type == "id":
        positions = values.to_numpy(dtype=np.int64)
        used, codes = np.unique(positions, return_inverse=True)
        codes = codes - int((used < 0).sum())
        names = pseudonyms[column.name][used[used >= 0]]
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object)))
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.remove_unused_categories()
    if column is None or column.type in {"number", "text"}:
        return values
    if column.type == "flag":
        return values.astype("boolean") if values.isna().any() else values.astype(bool)
    if column.type == "money":
        return values.astype("Int64") if values.isna().any() else values.astype("int64")
    return values.astype("Int32") if values.isna().any() else values.astype("int32")
