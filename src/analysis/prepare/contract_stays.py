"""Stays of customers whose contracts have dates: contracts that overlap, and those that follow one
another closely enough to be renewals, are one stay.

A customer is lost when no contract has run for ``renewal_days``. Until then the last contract may
yet be renewed, so the stay goes on: what is known on a day is never undone by a later renewal. The
end of a contract that lies after the as-of date is not known yet.
"""

import pandas as pd

from analysis.prepare.silence import day_number
from analysis.store import Tables

_FOREVER = 2**30

_STAYS = """
WITH numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer FROM customers
),
running AS (
    SELECT
        customer,
        start_day,
        CASE WHEN end_day <= $as_of THEN end_day + $renewal ELSE $forever END AS lapse_day
    FROM contracts
    JOIN numbered USING (customer_id)
    WHERE start_day < $as_of AND coalesce(end_day, $forever) > start_day
),
reached AS (
    SELECT
        *,
        coalesce(
            start_day > max(lapse_day) OVER (
                PARTITION BY customer ORDER BY start_day, lapse_day
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            false
        ) AS begins_again
    FROM running
),
counted AS (
    SELECT
        *,
        sum(begins_again::INTEGER) OVER (
            PARTITION BY customer ORDER BY start_day, lapse_day ROWS UNBOUNDED PRECEDING
        )::INTEGER AS stay
    FROM reached
)
SELECT
    customer,
    stay,
    min(start_day)::INTEGER AS first_day,
    nullif(max(lapse_day), $forever)::INTEGER AS lost_day
FROM counted
GROUP BY customer, stay
ORDER BY customer, stay
"""


def list_stays(tables: Tables, *, renewal_days: int) -> pd.DataFrame:
    """One row per customer and stay: ``customer`` (its row in the customers table), ``stay`` (from
    0), ``first_day``, ``lost_day`` (days since 1970-01-01).

    ``lost_day`` is the day on which ``renewal_days`` have passed since the last contract ended,
    without another; it may lie after the as-of date, and is missing while a contract runs.
    Contracts that begin on the as-of date have not lasted yet and are left out.
    """
    days = {"as_of": day_number(tables.as_of), "renewal": renewal_days, "forever": _FOREVER}
    return tables.query(_STAYS, days).astype({"lost_day": "Int32"})
