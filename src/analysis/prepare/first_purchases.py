"""From the first purchase to the second: counts for a survival function."""

import pandas as pd

from analysis.prepare.purchase_days import has_rows
from analysis.prepare.silence import day_number
from analysis.prepare.stage_events import build_purchase_days
from analysis.store import Tables

_COLUMNS = ["stratum", "time", "n_entered", "n_events", "n_censored"]


def count_first_gaps(tables: Tables) -> pd.DataFrame:
    """Days from the first purchase to the second, one stratum ``first_purchase``.

    Rows (stratum, time, n_entered, n_events, n_censored); customers with one purchase are censored
    at the as-of date, those who first bought on that date are left out. None without purchases.
    """
    if not has_rows(tables, "transactions"):
        return pd.DataFrame(columns=_COLUMNS)
    end = day_number(tables.as_of)
    purchases = build_purchase_days(tables, None)
    order = purchases.groupby("customer", sort=False)["day"].cumcount()
    first = purchases[order == 0].set_index("customer")["day"]
    second = purchases[order == 1].set_index("customer")["day"].reindex(first.index)
    gaps = pd.DataFrame({"time": second.fillna(end) - first, "again": second.notna()})
    gaps = gaps[gaps["time"] > 0].astype({"time": "int64"})
    ends = gaps.groupby("time")["again"].agg(n_events="sum", n="count").reset_index()
    begin = pd.DataFrame({"time": [0], "n_entered": [len(gaps)], "n_events": [0], "n": [0]})
    stacked = pd.concat([begin, ends], ignore_index=True).fillna({"n_entered": 0})
    counts = stacked.assign(
        stratum="first_purchase", n_censored=stacked["n"] - stacked["n_events"].astype("int64")
    )
    return counts[_COLUMNS].astype(dict.fromkeys(_COLUMNS[1:], "int64"))
