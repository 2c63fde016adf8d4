"""What each table must satisfy before anything is computed, and what is done where it does not."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.prepare.drafts import Draft, Mask
from analysis.schema import CENTS, TABLES
from analysis.study import Study


def check_rows(draft: Draft, study: Study, as_of: int) -> None:
    """Set aside, repair or note the rows of ``draft``; ``as_of`` is a day since 1970-01-01."""
    if draft.has("customer_id"):
        draft.quarantine(draft.frame["customer_id"].to_numpy() < 0, "id_missing", "customer_id")
    check = _CHECKS.get(draft.name)
    if check is not None:
        check(draft, study, as_of)
    _check_required(draft)
    _check_ranges(draft)
    _note_missing_attributes(draft)


def _missing(draft: Draft, column: str) -> Mask:
    return np.asarray(draft.frame[column].isna(), dtype=bool)


def _repeats(draft: Draft, columns: list[str]) -> Mask:
    """Kept rows that equal an earlier kept row in ``columns``."""
    kept = draft.kept
    repeats = np.zeros(len(draft.frame), dtype=bool)
    repeats[kept] = draft.frame.loc[kept, columns].duplicated().to_numpy()
    return repeats


def _content(draft: Draft) -> list[str]:
    return [str(column) for column in draft.frame if column != "row"]


def _check_required(draft: Draft) -> None:
    for column in TABLES[draft.name].columns:
        if column.required and column.type != "id" and draft.has(column.name):
            check = "text_missing" if column.type == "text" else "missing_values"
            draft.quarantine(_missing(draft, column.name), check, column.source_name)


def _check_ranges(draft: Draft) -> None:
    for column in TABLES[draft.name].columns:
        if not draft.has(column.name) or (column.low is None and column.high is None):
            continue
        values = draft.frame[column.name].to_numpy()
        low = -np.inf if column.low is None else column.low
        high = np.inf if column.high is None else column.high
        draft.quarantine(
            (values < low) | (values > high), "number_out_of_range", column.source_name
        )


def _note_missing_attributes(draft: Draft) -> None:
    own = {column.name for column in TABLES[draft.name].columns}
    for column in _content(draft):
        if column not in own:
            missing = _missing(draft, column)
            draft.note(
                missing, "missing_values", column, f"{int(missing.sum())} rows have no value"
            )


def _check_future(draft: Draft, as_of: int) -> None:
    """Dates after the as-of date are errors; the end of a contract may lie ahead."""
    for column in TABLES[draft.name].columns:
        if column.type == "day" and column.name != "end_day" and draft.has(column.name):
            after = draft.frame[column.name].to_numpy() > as_of
            draft.quarantine(after, "date_future", column.source_name)


def _check_customers(draft: Draft, study: Study, as_of: int) -> None:
    _check_future(draft, as_of)
    draft.quarantine(_repeats(draft, ["customer_id"]), "customers_repeated", "customer_id")


def _check_transactions(draft: Draft, study: Study, as_of: int) -> None:
    frame = draft.frame
    if draft.has("unit_price"):
        if not draft.has("amount_cents"):
            frame["amount_cents"] = np.round(frame["unit_price"] * frame["quantity"] * CENTS)
        draft.frame = frame.drop(columns="unit_price")
    if not draft.has("quantity"):
        draft.frame["quantity"] = np.nan
    _check_future(draft, as_of)
    _check_required(draft)
    _check_transaction_keys(draft)
    amount = draft.frame["amount_cents"].to_numpy()
    draft.note(amount == 0, "zero_amounts", "amount")
    draft.note(
        amount < 0,
        "refunds",
        "amount",
        f"{int((draft.kept & (amount < 0)).sum())} amounts below zero were set apart as refunds:"
        " they reduce money and never count as purchases",
    )


def _check_transaction_keys(draft: Draft) -> None:
    """With a transaction id the same row twice is an error; without one it may be a second buy."""
    if not draft.has("transaction_id"):
        repeats = _repeats(draft, _content(draft))
        draft.note(repeats, "rows_repeated", "", _repeat_detail(repeats))
        return
    known = draft.frame["transaction_id"].to_numpy() >= 0
    draft.quarantine(
        _repeats(draft, _content(draft)) & known, "transaction_repeated", "transaction_id"
    )
    first = draft.frame[draft.kept & known].groupby("transaction_id")["customer_id"].first()
    owner = draft.frame["transaction_id"].map(first)
    other = (owner != draft.frame["customer_id"]) & known & draft.kept
    draft.quarantine(
        other.to_numpy(),
        "transaction_repeated",
        "transaction_id",
        "one transaction id belongs to two customers; the first is kept",
    )
    draft.note(_repeats(draft, ["transaction_id"]) & known, "order_lines", "transaction_id")


def _repeat_detail(repeats: Mask) -> str:
    return f"{int(repeats.sum())} rows equal an earlier one; kept, as there is no transaction id"


def _check_contracts(draft: Draft, study: Study, as_of: int) -> None:
    if draft.has("start_day"):
        _observe_contracts(draft, as_of)
    else:
        _check_given_tenure(draft)
    _check_contract_keys(draft)


def _check_given_tenure(draft: Draft) -> None:
    draft.quarantine(_missing(draft, "tenure"), "missing_values", "tenure")
    draft.quarantine(_missing(draft, "ended"), "missing_values", "ended")
    tenure = draft.frame["tenure"].to_numpy()
    draft.quarantine(tenure < 0, "tenure_negative", "tenure")
    whole = np.floor(tenure)
    draft.repair(whole != tenure, "tenure_fraction", "tenure", "tenures were rounded down")
    draft.frame["tenure"] = whole
    draft.quarantine(whole == 0, "tenure_zero", "tenure")


def _observe_contracts(draft: Draft, as_of: int) -> None:
    """Tenure and end from the dates, as known on the as-of date."""
    frame = draft.frame
    draft.quarantine(_missing(draft, "start_day"), "missing_values", "start_date")
    _check_future(draft, as_of)
    start = frame["start_day"].to_numpy()
    end = frame["end_day"].to_numpy() if draft.has("end_day") else np.full(len(frame), np.nan)
    draft.quarantine(end < start, "end_before_start", "end_date")
    ahead = end > as_of
    draft.note(ahead, "end_after_as_of", "end_date")
    end = np.where(ahead, np.nan, end)
    if draft.has("ended"):
        _compare_ended(draft, end, ahead)
    frame["end_day"] = end
    frame["ended"] = (~np.isnan(end)).astype(float)
    frame["tenure"] = np.where(np.isnan(end), as_of, end) - start
    draft.quarantine(frame["tenure"].to_numpy() == 0, "tenure_zero", "start_date")


def _compare_ended(draft: Draft, end: npt.NDArray[np.float64], ahead: Mask) -> None:
    said = draft.frame["ended"].to_numpy()
    draft.quarantine(
        (said == 1) & np.isnan(end) & ~ahead,
        "ended_contradicted",
        "ended",
        "the contract is said to have ended, and no end date says when",
    )
    draft.repair(
        (said == 0) & ~np.isnan(end),
        "ended_contradicted",
        "ended",
        "the contract is said to run, and its end date is past: the date counts",
    )


def _check_contract_keys(draft: Draft) -> None:
    if draft.has("contract_id"):
        known = draft.frame["contract_id"].to_numpy() >= 0
        repeats = _repeats(draft, ["contract_id"]) & known
        draft.quarantine(repeats, "contract_repeated", "contract_id")
    elif draft.has("start_day"):
        repeats = _repeats(draft, ["customer_id", "start_day"])
        draft.quarantine(repeats, "contract_repeated", "customer_id")
    else:
        repeats = _repeats(draft, ["customer_id"])
        draft.quarantine(repeats, "contract_repeated", "customer_id")


def _check_dated(draft: Draft, study: Study, as_of: int) -> None:
    _check_future(draft, as_of)
    repeats = _repeats(draft, _content(draft))
    draft.note(repeats, "rows_repeated", "", f"{int(repeats.sum())} rows equal an earlier one")


def _check_snapshots(draft: Draft, study: Study, as_of: int) -> None:
    """A stage of the taxonomy, once per customer and day; which of two is right nobody can tell,
    so the first is kept."""
    _check_future(draft, as_of)
    _check_required(draft)
    stages = study.stages.taxonomy.stage_ids
    unknown = ~draft.frame["stage"].astype(object).isin(stages).to_numpy() & draft.kept
    draft.quarantine(
        unknown,
        "stage_unknown",
        "stage",
        f"{int(unknown.sum())} rows hold a stage that is none of {', '.join(stages)}; map it under"
        " tables.snapshots.values.stage in study.yml",
    )
    draft.quarantine(_repeats(draft, ["customer_id", "day"]), "snapshot_repeated", "date")


def _check_market(draft: Draft, study: Study, as_of: int) -> None:
    """A calendar may look ahead; a day may be there once."""
    draft.quarantine(_repeats(draft, ["day"]), "rows_repeated", "date")


def _check_answers(draft: Draft, study: Study, as_of: int) -> None:
    """Long answers: on their scale, and each item answered once per customer and day."""
    _check_future(draft, as_of)
    groups = study.tables["surveys"].items
    bounds = {name: (group.low, group.high) for group in groups for name in group.names}
    items = draft.frame["item"].astype(object)
    draft.quarantine(~items.isin(list(bounds)).to_numpy(), "text_missing", "item", _UNKNOWN_ITEM)
    low = items.map({name: pair[0] for name, pair in bounds.items()}).to_numpy(dtype=float)
    high = items.map({name: pair[1] for name, pair in bounds.items()}).to_numpy(dtype=float)
    answer = draft.frame["answer"].to_numpy()
    off = (answer < low) | (answer > high)
    draft.repair(
        off,
        "answer_off_scale",
        "answer",
        f"{int((off & draft.kept).sum())} answers off their item's scale were made missing",
    )
    draft.frame["answer"] = np.where(off, np.nan, answer)
    key = [column for column in ("customer_id", "day", "item") if draft.has(column)]
    draft.quarantine(_repeats(draft, key), "answer_repeated", "item")


_UNKNOWN_ITEM = "the item is none of those listed under items: in study.yml"
_CHECKS: dict[str, Callable[[Draft, Study, int], None]] = {
    "customers": _check_customers,
    "transactions": _check_transactions,
    "contracts": _check_contracts,
    "interactions": _check_dated,
    "treatments": _check_dated,
    "feedback": _check_dated,
    "surveys": _check_answers,
    "market": _check_market,
    "snapshots": _check_snapshots,
}


def latest_day(drafts: list[Draft], today: int) -> int | None:
    """The last day in any dated table but the market's, not after ``today``."""
    latest: list[float] = []
    for draft in drafts:
        if draft.name == "market":
            continue
        for column in TABLES[draft.name].columns:
            if column.type == "day" and draft.has(column.name):
                days = draft.frame[column.name].to_numpy()
                days = days[(days <= today) & draft.kept]
                latest += [float(days.max())] if len(days) else []
    return int(max(latest)) if latest else None


def widen_to_long(draft: Draft, study: Study) -> Draft:
    """Answers with one column per item as one row per customer and item, in the items' order."""
    key = [column for column in ("row", "customer_id", "day") if draft.has(column)]
    draft.quarantine(draft.frame["customer_id"].to_numpy() < 0, "id_missing", "customer_id")
    names = [name for group in study.tables["surveys"].items for name in group.names]
    kept = draft.frame[draft.kept]
    answers = kept[names].to_numpy(dtype=float)
    long = kept[key].loc[kept.index.repeat(len(names))].reset_index(drop=True)
    codes = np.tile(np.arange(len(names)), len(kept))
    long["item"] = pd.Categorical.from_codes(codes, categories=pd.Index(names))
    long["answer"] = answers.ravel()
    return Draft("surveys", long, draft.record)
