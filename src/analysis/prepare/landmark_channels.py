"""Whether a customer has begun to buy elsewhere: purchases outside the own main channel.

The main channel at a purchase is the one of most purchase days before it. Where purchases carry no
channel, contacts do.
"""

import numpy as np

from analysis.prepare.landmark_timeline import Marks, Timeline, query_events
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.store import Tables
from analysis.study import Study

_BOUGHT = "SELECT customer_id, day, channel FROM transactions WHERE channel IS NOT NULL"
_CONTACTED = """
SELECT customer_id, day, channel FROM interactions
WHERE channel IS NOT NULL AND NOT list_contains($others, type)"""

# The running number of days in a channel, with the channel's code behind it: the largest so far
# names the main channel. Of several channels on a day the first by name counts.
_SWITCHES = """,
touches AS (
    SELECT customer, day, min(channel) AS channel
    FROM ({source})
    JOIN numbered USING (customer_id)
    WHERE day <= $as_of
    GROUP BY customer, day
),
codes AS (
    SELECT channel, row_number() OVER (ORDER BY channel) AS code
    FROM (SELECT DISTINCT channel FROM touches)
),
counted AS (
    SELECT customer, day, code,
        {most} * row_number() OVER (PARTITION BY customer, code ORDER BY day) + code AS standing
    FROM touches
    JOIN codes USING (channel)
)
SELECT
    customer,
    day,
    (row_number() OVER visit)::INTEGER AS n,
    coalesce(code <> max(standing) OVER earlier % {most}, false)::TINYINT AS off
FROM counted
WINDOW
    visit AS (PARTITION BY customer ORDER BY day),
    earlier AS (
        PARTITION BY customer ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
ORDER BY customer, day
"""
_MOST_CHANNELS = 1_000_000


def tell_channels(tables: Tables, study: Study, marks: Marks) -> dict[str, np.ndarray]:
    """``off_channel_recent`` and ``off_channel_before``: shares of the last few purchases, and of
    those before them, outside the main channel; missing while there are too few to compare."""
    source = _find_source(tables)
    if not source:
        return {}
    others = [*study.warning.leaving_sources, *study.warning.company_sources]
    bound: dict[str, object] = {"others": others} if "$others" in source else {}
    sql = _SWITCHES.format(source=source, most=_MOST_CHANNELS)
    touches = Timeline(query_events(tables, sql, bound))
    place = touches.find_last(marks)
    recent, before = _share_off(touches, study.warning.signs.last_purchases)
    return {
        "off_channel_recent": np.append(recent, np.nan)[place].astype(np.float32),
        "off_channel_before": np.append(before, np.nan)[place].astype(np.float32),
    }


def _find_source(tables: Tables) -> str:
    for name, sql in (("transactions", _BOUGHT), ("interactions", _CONTACTED)):
        if has_rows(tables, name) and "channel" in column_names(tables, name):
            return sql
    return ""


def _share_off(touches: Timeline, last: int) -> tuple[np.ndarray, np.ndarray]:
    """At every touch: shares outside the main channel of the last ones, and of those before. The
    very first has no main channel to be outside of."""
    n = touches.column("n").astype(np.int64)
    here = np.arange(len(n)) + 1
    enough = n >= max(2 * last, last + 2)
    back = np.where(enough, here - last, here)
    recent = touches.sum_between("off", back, here) / last
    before = touches.sum_between("off", here - n, back) / np.where(enough, n - last - 1, 1)
    return np.where(enough, recent, np.nan), np.where(enough, before, np.nan)
