"""Counts at chosen days of stage histories: where customers stood, moved and what they spent."""

import numpy as np
import pandas as pd

from analysis.prepare.charges import count_charges, has_charges
from analysis.prepare.purchase_days import has_rows
from analysis.prepare.stage_counts import (
    count_exposure,
    count_moves_between,
    count_stages,
)
from analysis.prepare.stage_events import build_purchase_days
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables, query_source

_MOST_ORIGINS = 6
_YEAR = 365
_BANDS = {"day": (0, 30, 90, 180, 365), "month": (0, 3, 6, 12, 24)}

_LAST_STAGES = """
SELECT coalesce(to_state, from_state) AS state, count(*) AS n,
    sum(CASE WHEN to_state IS NULL THEN stop - start END) AS days_so_far
FROM source AS s
WHERE stop = (SELECT max(stop) FROM source AS o WHERE o.customer = s.customer)
GROUP BY ALL
ORDER BY ALL
"""

_STANDING = "SELECT customer, from_state AS state FROM source WHERE start < $day AND stop >= $day"

_MOVES_IN = """
SELECT from_state, to_state, count(*) AS n
FROM source
WHERE to_state IS NOT NULL AND stop > $start AND stop <= $stop
GROUP BY ALL
ORDER BY ALL
"""


def count_stages_today(tables: Tables, history: StageHistory) -> pd.DataFrame:
    """Rows (state, n, days_so_far, amount_cents): where every customer is at the end.

    ``days_so_far`` sums the time in the stage up to now, ``amount_cents`` what these customers
    spent, or were charged, in the ``money_days`` days before (at most a year; missing on the tenure
    clock).
    """
    if history.clock == "tenure":
        return query_source(_LAST_STAGES, history.spells).assign(amount_cents=np.nan, money_days=0)
    days = min(_YEAR, history.end - history.begin)
    spent = _spend_by_stage(tables, history, at=history.end, start=history.end - days)
    standing = query_source(_STANDING, history.spells, {"day": history.end})
    begun = history.spells.loc[
        (history.spells["start"] < history.end) & (history.spells["stop"] >= history.end)
    ]
    so_far = (history.end - begun["start"]).groupby(begun["from_state"]).sum()
    counts = standing.groupby("state").size().rename("n").to_frame()
    counts["days_so_far"] = so_far
    counts["amount_cents"] = spent["amount_cents"]
    return counts.reset_index().fillna({"amount_cents": 0}).assign(money_days=days)


def count_spend_after(tables: Tables, history: StageHistory) -> pd.DataFrame:
    """Rows (state, n, amount_cents, amount_squared): what customers spent, or were charged, in the
    last ``horizon`` days, by the stage they were in when these days began; none without money."""
    if not (history.dated and _has_money(tables, history)):
        return pd.DataFrame(columns=["state", "n", "amount_cents", "amount_squared"])
    start = history.end - history.horizon
    return _spend_by_stage(tables, history, at=start, start=start).reset_index()


def _has_money(tables: Tables, history: StageHistory) -> bool:
    if history.source == "contracts":
        return has_charges(tables)
    return has_rows(tables, "transactions")


def _spend_by_stage(tables: Tables, history: StageHistory, *, at: int, start: int) -> pd.DataFrame:
    """By stage on day ``at``: n, sum and sum of squares of the money of (start, end]."""
    standing = query_source(_STANDING, history.spells, {"day": at})
    if history.source == "contracts":
        spans = standing.assign(start=start, stop=history.end)
        amount = pd.Series(count_charges(tables, spans).astype(float), standing.index)
    else:
        purchases = build_purchase_days(tables, None)
        within = purchases[(purchases["day"] > start) & (purchases["day"] <= history.end)]
        spent = within.groupby("customer")["amount"].sum()
        amount = standing["customer"].map(spent).fillna(0.0)
    rows = standing.assign(amount_cents=amount, amount_squared=amount**2, n=1)
    return rows.groupby("state")[["n", "amount_cents", "amount_squared"]].sum()


def count_moves_in_period(history: StageHistory) -> pd.DataFrame:
    """Rows (from_state, to_state, n): moves made in the last period, each one counted."""
    if history.clock == "tenure":
        return pd.DataFrame(columns=["from_state", "to_state", "n"])
    limits = {"start": history.end - history.period, "stop": history.end}
    return query_source(_MOVES_IN, history.spells, limits)


def count_period_flows(history: StageHistory, *, periods_ago: int = 0) -> pd.DataFrame:
    """Rows (from_state, to_state, n): stage at the start and at the end of a period.

    0 is the last period, 1 the one before; ``from_state`` is empty for newcomers. None on the
    tenure clock, which has no periods.
    """
    if history.clock == "tenure":
        return pd.DataFrame(columns=["from_state", "to_state", "n"])
    stop = history.end - periods_ago * history.period
    return count_moves_between(history.spells, start=stop - history.period, stop=stop)


def count_past_bases(history: StageHistory, *, minimum: int) -> pd.DataFrame:
    """Rows (lead, origin, from_state, to_state, n): what became of the base of past days.

    ``origin`` is the day a forecast could have been made on, from the ``lead`` days before it, for
    the ``lead`` days after it; customers who came later are left out. A day can be an origin when
    every stage that holds ``minimum`` customers today held as many ``lead`` days before it:
    earlier, the histories were too young to learn from. ``lead`` is the horizon or, without such a
    day, half or a quarter of it.
    """
    columns = ["lead", "origin", "from_state", "to_state", "n"]
    if history.clock == "tenure":
        return pd.DataFrame(columns=columns)
    wanted = _stages_held(history, history.end, minimum)
    for part in (1, 2, 4):
        lead = max(history.horizon // part, 1)
        days = range(history.end - lead, history.begin + lead, -max(lead // 2, 1))[:_MOST_ORIGINS]
        origins = [day for day in days if wanted <= _stages_held(history, day - lead, minimum)]
        if origins:
            moves = [
                count_moves_between(history.spells, start=day, stop=day + lead).assign(
                    origin=day, lead=lead
                )
                for day in origins
            ]
            stacked = pd.concat(moves, ignore_index=True)
            return stacked.loc[stacked["from_state"] != "", columns].reset_index(drop=True)
    return pd.DataFrame(columns=columns)


def _stages_held(history: StageHistory, day: int, minimum: int) -> set[str]:
    counts = count_stages(history.spells, day=day)
    return set(counts.loc[counts["n"] >= minimum, "state"])


def count_recent_exposure(history: StageHistory) -> pd.DataFrame:
    """``stage_counts.count_exposure`` over the last horizon, in two halves; over everything on the
    tenure clock, in one piece. Bands of time since entry: at 30, 90, 180 and 365 days, or at 3, 6,
    12 and 24 months."""
    begin = history.end - history.horizon
    halves = (begin, (begin + history.end) // 2, history.end + 1)
    return count_exposure(
        history.spells,
        states=history.stages,
        band_days=_BANDS[history.unit],
        period_days=halves if history.dated else (history.begin, history.end + 1),
    )
