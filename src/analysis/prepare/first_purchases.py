"""From the first purchase to the second, or from the end of the first contract to the next: counts
for a survival function."""

import pandas as pd

from analysis.prepare.silence import day_number
from analysis.prepare.stage_events import build_purchase_days
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables

_COLUMNS = ["stratum", "time", "n_entered", "n_events", "n_censored"]

# A contract that runs on beyond the end of the first one renews it on the first day: there is no
# time 0 to be watched.
_RENEWALS = """
WITH running AS (
    SELECT
        customer_id,
        start_day,
        CASE WHEN end_day <= $as_of THEN end_day ELSE $as_of + 1 END AS end_day,
        row_number() OVER (PARTITION BY customer_id ORDER BY start_day, end_day) AS rank
    FROM contracts
    WHERE start_day < $as_of AND coalesce(end_day, $as_of) > start_day
),
ended AS (
    SELECT customer_id, end_day AS day FROM running WHERE rank = 1 AND end_day < $as_of
)
SELECT
    (CASE
        WHEN min(start_day) IS NULL THEN $as_of - any_value(day)
        ELSE greatest(min(start_day) - any_value(day), 1)
    END)::BIGINT AS time,
    min(start_day) IS NOT NULL AS again
FROM ended
LEFT JOIN running ON running.customer_id = ended.customer_id AND rank > 1 AND end_day > day
GROUP BY ended.customer_id
"""


def count_first_gaps(tables: Tables, history: StageHistory) -> pd.DataFrame:
    """Days from the first purchase to the second, one stratum ``first_purchase``; where stages are
    told from contracts with dates, from the end of the first contract to the next, one stratum
    ``first_contract``.

    Rows (stratum, time, n_entered, n_events, n_censored); customers without a second are censored
    at the as-of date, those whose time begins on that date are left out. A contract that was
    renewed before its end counts as renewed on the first day. None on the tenure clock.
    """
    if not history.dated:
        return pd.DataFrame(columns=_COLUMNS)
    if history.source == "contracts":
        days = {"as_of": day_number(tables.as_of)}
        return _count(tables.query(_RENEWALS, days), "first_contract")
    return _count(_list_purchase_gaps(tables), "first_purchase")


def _list_purchase_gaps(tables: Tables) -> pd.DataFrame:
    end = day_number(tables.as_of)
    purchases = build_purchase_days(tables, None)
    order = purchases.groupby("customer", sort=False)["day"].cumcount()
    first = purchases[order == 0].set_index("customer")["day"]
    second = purchases[order == 1].set_index("customer")["day"].reindex(first.index)
    gaps = pd.DataFrame({"time": second.fillna(end) - first, "again": second.notna()})
    return gaps[gaps["time"] > 0].astype({"time": "int64"})


def _count(gaps: pd.DataFrame, stratum: str) -> pd.DataFrame:
    """``gaps`` (time, again) as counts of those who entered, came again or were censored."""
    if gaps.empty:
        return pd.DataFrame(columns=_COLUMNS)
    ends = gaps.groupby("time")["again"].agg(n_events="sum", n="count").reset_index()
    begin = pd.DataFrame({"time": [0], "n_entered": [len(gaps)], "n_events": [0], "n": [0]})
    stacked = pd.concat([begin, ends], ignore_index=True).fillna({"n_entered": 0})
    counts = stacked.assign(
        stratum=stratum, n_censored=stacked["n"] - stacked["n_events"].astype("int64")
    )
    return counts[_COLUMNS].astype(dict.fromkeys(_COLUMNS[1:], "int64"))
