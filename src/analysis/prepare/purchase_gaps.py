"""Gaps between purchase days, the silence each customer is in, and who came back out of it."""

import pandas as pd

from analysis.prepare.purchase_days import has_rows, query_purchases
from analysis.store import Tables

N_BUCKETS = 100
SILENCE_BAND_DAYS = 30
MOST_SILENCE_BANDS = 16  # more than that cannot be read in one chart
WATCH_PERIODS = (365, 180, 90, 30)  # days
GAP_COLUMNS = ("bucket", "gap", "n_completed", "n_open")
SILENCE_COLUMNS = (
    "watch_days", "silence_from", "silence_to", "n_watched", "n_returned", "n_now",
)  # fmt: skip

# Buckets are dealt out in the order of the customers table, which no pseudonym key changes.
_GAPS = f"""
WITH buckets AS (
    SELECT customer_id, (row_number() OVER () - 1) % {N_BUCKETS} AS bucket FROM customers
),
visits AS (
    SELECT
        customer_id,
        day,
        lead(day) OVER (PARTITION BY customer_id ORDER BY day) AS next_day
    FROM purchase_days
)
SELECT
    bucket::INTEGER AS bucket,
    (coalesce(next_day, $as_of) - day)::INTEGER AS gap,
    count(next_day) AS n_completed,
    count(*) - count(next_day) AS n_open
FROM visits
JOIN buckets USING (customer_id)
WHERE coalesce(next_day, $as_of) > day
GROUP BY ALL
ORDER BY bucket, gap
"""

_SILENCES = """
WITH then_ AS (
    SELECT
        $as_of - $watch - max(day) FILTER (WHERE day <= $as_of - $watch) AS silence,
        bool_or(day > $as_of - $watch) AS returned
    FROM purchase_days
    GROUP BY customer_id
    HAVING min(day) <= $as_of - $watch
),
now_ AS (
    SELECT $as_of - max(day) AS silence FROM purchase_days GROUP BY customer_id
),
watched AS (
    SELECT
        silence // $band AS number, count(*) AS n_watched, count(*) FILTER (returned) AS n_returned
    FROM then_
    GROUP BY number
),
present AS (
    SELECT silence // $band AS number, count(*) AS n_now FROM now_ GROUP BY number
)
SELECT
    $watch::INTEGER AS watch_days,
    (number * $band)::INTEGER AS silence_from,
    ((number + 1) * $band - 1)::INTEGER AS silence_to,
    coalesce(n_watched, 0) AS n_watched,
    coalesce(n_returned, 0) AS n_returned,
    coalesce(n_now, 0) AS n_now
FROM watched
FULL JOIN present USING (number)
ORDER BY silence_from
"""

_REPEATS = """
WITH firsts AS (
    SELECT customer_id, min(day) AS first_day FROM purchase_days GROUP BY customer_id
)
SELECT count(*) AS n_watched, coalesce(sum(bought_again::INTEGER), 0) AS n_returned
FROM (
    SELECT
        customer_id,
        bool_or(day > first_day AND day <= first_day + $watch) AS bought_again
    FROM purchase_days
    JOIN firsts USING (customer_id)
    WHERE first_day <= $as_of - $watch
    GROUP BY customer_id
)
"""


def count_purchase_gaps(tables: Tables) -> pd.DataFrame:
    """Gaps in days from each purchase day to the next, by bucket of customers.

    Columns ``bucket`` (0 to 99, the unit that is drawn again in a bootstrap: a customer's gaps stay
    together), ``gap``, ``n_completed`` (a purchase ended it), ``n_open`` (still open at the as-of
    date). No rows without transactions.
    """
    if not has_rows(tables, "transactions"):
        return pd.DataFrame(columns=list(GAP_COLUMNS))
    return query_purchases(tables, _GAPS)


def choose_watch_days(tables: Tables, *, share_of_span: float) -> int | None:
    """The longest of 365, 180, 90 and 30 days that fits in a share of the time on record.

    None when not even 30 days do, or there are no transactions.
    """
    if not has_rows(tables, "transactions"):
        return None
    span = _count_span(tables)
    return next((days for days in WATCH_PERIODS if days <= share_of_span * span), None)


def _count_span(tables: Tables) -> int:
    """Days from the first purchase on record to the as-of date."""
    sql = "SELECT $as_of - min(day) AS span FROM purchase_days"
    return int(query_purchases(tables, sql)["span"].iloc[0])


def count_silences(tables: Tables, *, watch_days: int | None) -> pd.DataFrame:
    """Customers by the length of their silence ``watch_days`` before the as-of date, and today.

    Columns ``watch_days``, ``silence_from``, ``silence_to`` (bands of 30 days, or a
    multiple where more than 16 would be needed), ``n_watched``
    (customers with that silence on the earlier day), ``n_returned`` (of these, bought in the
    ``watch_days`` after it), ``n_now`` (customers with that silence on the as-of date). Each
    customer is counted once a column, with what was known on the day. No rows when ``watch_days``
    is None.
    """
    if watch_days is None:
        return pd.DataFrame(columns=list(SILENCE_COLUMNS))
    longest = _count_span(tables) - watch_days
    band = SILENCE_BAND_DAYS * (1 + longest // (SILENCE_BAND_DAYS * MOST_SILENCE_BANDS))
    return query_purchases(tables, _SILENCES, {"watch": watch_days, "band": band})


def count_second_purchases(tables: Tables, *, watch_days: int | None) -> pd.DataFrame:
    """One row: customers watched for ``watch_days`` after the first purchase (``n_watched``), and
    those who bought on another day within it (``n_returned``). No rows when it is None."""
    if watch_days is None:
        return pd.DataFrame(columns=["watch_days", "n_watched", "n_returned"])
    counts = query_purchases(tables, _REPEATS, {"watch": watch_days})
    return counts.assign(watch_days=watch_days).astype("int64")
