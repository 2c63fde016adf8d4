"""Cohorts: customers who began in the same calendar period, and how many are still there later."""

from datetime import date

import pandas as pd

from analysis.prepare.purchase_days import PURCHASE_DAYS, column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.store import Tables

GRAINS = ("month", "quarter", "year")
MOST_PERIODS = 24  # more than that cannot be read in one chart
COHORT_COLUMNS = ("grain", "cohort_day", "offset", "n_customers", "n_active")

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {grain: 30.4375 * months for grain, months in _MONTHS.items()}

# A period's number: whole periods since the year 0.
_DATE = "(DATE '1970-01-01' + {day}::INTEGER)"
_PERIOD = f"((year({_DATE}) * 12 + month({_DATE}) - 1) // $months)"

_PERIODS = """
periods AS (
    SELECT
        period,
        make_date(period * $months // 12, period * $months % 12 + 1, 1) - DATE '1970-01-01'
            AS first_day,
        make_date((period + 1) * $months // 12, (period + 1) * $months % 12 + 1, 1)
            - DATE '1970-01-01' - 1 AS last_day
    FROM range(1900 * 12 // $months, 2200 * 12 // $months) AS numbers(period)
)"""

_GRID = """
sizes AS (
    SELECT cohort, count(*) AS n_customers FROM joined GROUP BY cohort
),
grid AS (
    SELECT
        sizes.cohort,
        cohorts.first_day AS cohort_day,
        later.period AS period,
        later.period - sizes.cohort AS offset_,
        later.last_day AS last_day,
        sizes.n_customers
    FROM sizes
    JOIN periods AS cohorts ON cohorts.period = sizes.cohort
    JOIN periods AS later ON later.period >= sizes.cohort AND later.last_day <= $as_of
    WHERE cohorts.first_day >= $records_begin
)"""

_BOUGHT = f"""{_PERIODS},
bought AS (
    SELECT DISTINCT customer_id, {_PERIOD.format(day="day")} AS period
    FROM purchase_days
),
joined AS (
    SELECT customer_id, min(period) AS cohort FROM bought GROUP BY customer_id
),
{_GRID},
active AS (
    SELECT cohort, period, count(*) AS n_active
    FROM bought
    JOIN joined USING (customer_id)
    GROUP BY cohort, period
)
SELECT
    $grain AS grain,
    cohort_day,
    offset_ AS "offset",
    n_customers,
    coalesce(n_active, 0) AS n_active
FROM grid
LEFT JOIN active USING (cohort, period)
ORDER BY cohort_day, offset_
"""

_RUNNING = f"""{_PERIODS},
stays AS (
    SELECT customer_id, start_day, coalesce(end_day, $as_of + 1) AS end_day
    FROM contracts
    WHERE start_day <= $as_of
),
starts AS (
    SELECT customer_id, min(start_day) AS first_day FROM stays GROUP BY customer_id
),
joined AS (
    SELECT customer_id, {_PERIOD.format(day="first_day")} AS cohort
    FROM starts
),
{_GRID},
active AS (
    SELECT grid.cohort, grid.period, count(DISTINCT stays.customer_id) AS n_active
    FROM grid
    JOIN joined ON joined.cohort = grid.cohort
    JOIN stays
        ON stays.customer_id = joined.customer_id
        AND stays.start_day <= grid.last_day
        AND stays.end_day > grid.last_day
    GROUP BY grid.cohort, grid.period
)
SELECT
    $grain AS grain,
    cohort_day,
    offset_ AS "offset",
    n_customers,
    CASE WHEN offset_ = 0 THEN n_customers ELSE coalesce(n_active, 0) END AS n_active
FROM grid
LEFT JOIN active USING (cohort, period)
ORDER BY cohort_day, offset_
"""


def choose_grain(first_day: int, last_day: int) -> str:
    """Month, quarter or year: the finest of which the span has no more than can be shown."""
    span = last_day - first_day + 1
    fitting = [grain for grain in GRAINS if span <= MOST_PERIODS * _DAYS[grain]]
    return fitting[0] if fitting else GRAINS[-1]


def count_cohorts(tables: Tables, *, records_begin: date | None = None) -> pd.DataFrame:
    """Customers by the calendar period they began in, and how many were active later.

    Columns ``grain`` (month, quarter or year, chosen from the span), ``cohort_day`` (its first day,
    days since 1970-01-01), ``offset`` (periods since; 0 is the period they began in),
    ``n_customers``, ``n_active``. With transactions a customer begins with the first purchase and
    is active in a period with a purchase; with contracts a customer begins with the first start
    date and is active when a contract still runs on the period's last day. Only periods that had
    ended by the as-of date are counted. Cohorts from before ``records_begin`` hold survivors only
    and are left out. No rows when no table has dates to count by.
    """
    parameters: dict[str, object] = {
        "as_of": day_number(tables.as_of),
        "records_begin": day_number(records_begin) if records_begin else -(2**31),
    }
    if has_rows(tables, "transactions"):
        sql, column, table = f"WITH {PURCHASE_DAYS},{_BOUGHT}", "day", "transactions"
    elif "start_day" in column_names(tables, "contracts"):
        sql, column, table = f"WITH {_RUNNING}", "start_day", "contracts"
    else:
        return pd.DataFrame(columns=list(COHORT_COLUMNS))
    begins = tables.query(f"SELECT min({column}) AS day FROM {table}")["day"].iloc[0]
    grain = choose_grain(int(begins), day_number(tables.as_of))
    counts = tables.query(sql, {"grain": grain, "months": _MONTHS[grain], **parameters})
    return counts.astype(dict.fromkeys(COHORT_COLUMNS[1:], "int64"))
