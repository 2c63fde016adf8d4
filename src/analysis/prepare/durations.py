"""How long each customer stayed, and whether the end was seen: what survival analysis starts from.

One row per customer: ``(entry, tenure]`` is the time under observation on the customer's own clock,
``event_observed`` says whether it ended with a loss. A customer who was already there when records
began enters late (left truncation): had the customer left earlier, we would not know of it.
"""

import pandas as pd

from analysis.errors import DataError
from analysis.prepare.contract_stays import list_stays
from analysis.prepare.silence import day_number, find_losses
from analysis.schema import CENTS
from analysis.store import Tables, quote_name
from analysis.study import SilenceRule, Study

_JOINED_MONTH = "%Y-%m"
_BANDS = ["low", "middle", "high"]
OTHER = "(other)"  # groups too small to be shown, together
UNKNOWN = "(unknown)"  # customers whose group the data do not say

_CONTRACT_TENURES = """
SELECT
    customer_id,
    0 AS entry,
    max(tenure)::INTEGER AS tenure,
    bool_and(ended) AS event_observed
FROM contracts
GROUP BY customer_id
ORDER BY customer_id
"""


def build_durations(tables: Tables, study: Study, rule: SilenceRule | None = None) -> pd.DataFrame:
    """One row per customer: ``entry``, ``tenure`` (time units of the study; days from dates),
    ``event_observed``, then the study's segments (text) and drivers (category text, number float,
    flag boolean).

    ``rule`` replaces the study's own definition of a loss by silence. Customers never at risk
    (tenure not after entry) are left out; ``attrs["left_out"]`` counts them. Drivers of a purchase
    log that come with every log (``schema.DERIVED_COLUMNS``) are known on the day of the first
    purchase. Raises DataError when nobody is left.
    """
    # In the order of the customers table: it does not depend on the key of the pseudonyms.
    observed = _observe(tables, study, rule)
    durations = tables.read("customers")[["customer_id"]].merge(observed, on="customer_id")
    at_risk = durations["tenure"] > durations["entry"]
    durations = durations[at_risk].reset_index(drop=True)
    if durations.empty:
        raise DataError(
            f"study {study.name}: no customer was observed for any time after joining; "
            "check the dates, tenure and as_of in study.yml."
        )
    durations = _add_columns(durations, tables, study)
    durations.attrs["left_out"] = int((~at_risk).sum())
    return durations


def build_silence_durations(tables: Tables, study: Study) -> dict[str, pd.DataFrame]:
    """Durations under every definition of a loss by silence, the study's own first, by its name.

    Empty where churn is the end of a contract: that is recorded, not defined.
    """
    churn = study.churn
    if churn is None or churn.kind != "silence" or churn.definition is None:
        return {}
    rules = (churn.definition, *churn.alternatives)
    return {rule.name: build_durations(tables, study, rule) for rule in rules}


def _observe(tables: Tables, study: Study, rule: SilenceRule | None) -> pd.DataFrame:
    if study.churn is not None and study.churn.kind == "silence":
        chosen = rule or study.churn.definition
        assert chosen is not None  # Churn holds a definition whenever its kind is silence
        losses = find_losses(tables, chosen)
        joined = pd.to_datetime(losses["first_day"], unit="D")
        return _count_days(losses, tables, study).assign(
            first_amount=losses["first_amount_cents"] / CENTS,
            first_amount_band=_band(losses["first_amount_cents"]),
            first_quantity=losses["first_quantity"],
            joined_month=joined.dt.strftime(_JOINED_MONTH),
            silence_allowed=losses["first_threshold"],
        )
    if "start_day" in _columns(tables, "contracts"):
        return _count_days(_list_first_stays(tables, study), tables, study)
    return tables.query(_CONTRACT_TENURES)


def _list_first_stays(tables: Tables, study: Study) -> pd.DataFrame:
    """``customer_id``, ``first_day``, ``lost_day`` of everybody's first stay; what came after it is
    a win-back."""
    stays = list_stays(tables, renewal_days=study.stages.renewal_days)
    first = stays[stays["stay"] == 0]
    customers = tables.query("SELECT customer_id FROM customers")["customer_id"]
    return first.assign(
        customer_id=customers.to_numpy()[first["customer"]],
        lost_day=first["lost_day"].where(first["lost_day"] <= day_number(tables.as_of)),
    )


def _band(amounts: pd.Series) -> pd.Series:
    """low, middle or high: thirds of ``amounts``; equal amounts share a band."""
    return pd.cut(amounts.rank(method="max", pct=True), [0, 1 / 3, 2 / 3, 1], labels=_BANDS)


def _count_days(stays: pd.DataFrame, tables: Tables, study: Study) -> pd.DataFrame:
    """Days since the first day: late entry when records began later, censoring at the as-of."""
    lost = stays["lost_day"].notna()
    last_day = stays["lost_day"].fillna(day_number(tables.as_of)).astype("int64")
    entry = pd.Series(0, index=stays.index, dtype="int64")
    if study.records_begin is not None:
        entry = (day_number(study.records_begin) - stays["first_day"]).clip(lower=0)
    return pd.DataFrame(
        {
            "customer_id": stays["customer_id"],
            "entry": entry.astype("int64"),
            "tenure": last_day - stays["first_day"].astype("int64"),
            "event_observed": lost,
        }
    )


def _add_columns(durations: pd.DataFrame, tables: Tables, study: Study) -> pd.DataFrame:
    """``durations`` with the study's segments and drivers, one type per kind."""
    wanted = list(dict.fromkeys([*study.segments, *(driver.column for driver in study.drivers)]))
    joined = durations
    for name in ("customers", "contracts"):
        missing = [column for column in wanted if column not in joined]
        found = [column for column in missing if column in _columns(tables, name)]
        if found:
            rows = tables.read(name).drop_duplicates("customer_id")[["customer_id", *found]]
            joined = joined.merge(rows, on="customer_id", how="left", validate="one_to_one")
    absent = [column for column in wanted if column not in joined]
    if absent:
        raise DataError(
            f"study {study.name}: no table has the column {', '.join(absent)} "
            "named under segments or drivers in study.yml."
        )
    return _as_kinds(joined, study)


def _as_kinds(durations: pd.DataFrame, study: Study) -> pd.DataFrame:
    kinds: dict[str, str] = dict.fromkeys(study.segments, "category")
    kinds |= {driver.column: driver.kind for driver in study.drivers}
    kept = {driver.column: driver.reference for driver in study.drivers}
    typed = durations.copy()
    for column, kind in kinds.items():
        if kind == "category":
            typed[column] = _pool_small_groups(
                typed[column].astype("string").fillna(UNKNOWN).astype(object),
                minimum=study.minimum_cell,
                keep=kept.get(column),
            )
        else:
            typed[column] = typed[column].astype("float64" if kind == "number" else "boolean")
    return typed


def _pool_small_groups(values: pd.Series, *, minimum: int, keep: str | None) -> pd.Series:
    """``values`` with groups of fewer than ``minimum`` customers made one, called ``OTHER``.

    Where that rest is itself too small the smallest other group joins it, so that no group's
    size follows from the others'. ``keep`` (a driver's reference) stays if it is large enough.
    """
    sizes = values.value_counts().sort_index(ascending=False).sort_values(kind="stable")
    pooled = set(sizes.index[sizes < minimum])
    if pooled and sizes[list(pooled)].sum() < minimum:
        larger = [name for name in sizes.index if name not in pooled]
        pooled |= set(([name for name in larger if name != keep] or larger)[:1])
    return values.where(~values.isin(pooled), OTHER)


def _columns(tables: Tables, name: str) -> set[str]:
    if name not in tables.names:
        return set()
    return set(tables.query(f"SELECT * FROM {quote_name(name)} LIMIT 0").columns)


def count_durations(durations: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """What estimators need: ``stratum``, ``time``, ``n_entered``, ``n_events``, ``n_censored``.

    One row per (stratum, time) at which anything happens. A customer is at risk at t when
    entry < t <= tenure; ``n_entered`` at t counts entry == t. ``by`` names the column to stratify
    by; None puts everyone in the stratum ``all``. Rows without a stratum are left out.
    """
    stratum = pd.Series("all", index=durations.index) if by is None else durations[by]
    ended = durations["event_observed"].astype(bool)
    moves = pd.concat(
        [
            pd.DataFrame({"stratum": stratum, "time": durations["entry"], "n_entered": 1}),
            pd.DataFrame(
                {
                    "stratum": stratum,
                    "time": durations["tenure"],
                    "n_events": ended.astype("int64"),
                    "n_censored": (~ended).astype("int64"),
                }
            ),
        ]
    )
    counts = moves.groupby(["stratum", "time"], sort=True).sum().astype("int64").reset_index()
    counts["stratum"] = counts["stratum"].astype(str)
    return counts[["stratum", "time", "n_entered", "n_events", "n_censored"]]
