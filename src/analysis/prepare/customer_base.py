"""The customer base in counts: how many, since when, in which segments."""

from collections.abc import Sequence

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows, query_purchases
from analysis.store import Tables, quote_name

SEGMENT_COLUMNS = ("column", "level", "n_customers", "n_active", "cents")

_CUSTOMERS = "SELECT count(*) AS n_customers FROM customers"

_PURCHASES = """
SELECT
    count(*) AS n_purchases,
    count(DISTINCT customer_id) AS n_buyers,
    min(day) AS first_day,
    max(day) AS last_day,
    sum(amount_cents)::BIGINT AS cents
FROM transactions
WHERE day <= $as_of
"""

_OCCASIONS = """
SELECT sum(n)::BIGINT AS n_purchase_days, count(*) FILTER (n = 1) AS n_once
FROM (SELECT count(*) AS n FROM purchase_days GROUP BY customer_id)
"""

_REFUNDS = """
SELECT count(*) AS n_refunds, coalesce(sum(amount_cents), 0)::BIGINT AS refunded_cents
FROM refunds
WHERE day <= $as_of
"""

_SURVEYS = """
SELECT
    count(DISTINCT customer_id) AS n_respondents,
    count(DISTINCT item) AS n_items,
    count(*) AS n_questions,
    count(answer) AS n_answers
FROM surveys
"""

# A customer is active while any contract runs.
_STATUSES = """
statuses AS (
    SELECT
        customer_id,
        bool_or(NOT ended) AS active,
        sum({amount}) FILTER (NOT ended)::BIGINT AS cents
    FROM contracts
    GROUP BY customer_id
)"""
_NO_STATUSES = """
statuses AS (
    SELECT customer_id, NULL::BOOLEAN AS active, NULL::BIGINT AS cents FROM customers
)"""

_LEVELS = """
SELECT
    $column AS "column",
    coalesce(level, '') AS level,
    count(*) AS n_customers,
    count(*) FILTER (active) AS n_active,
    coalesce(sum(cents), 0)::BIGINT AS cents
FROM statuses
LEFT JOIN ({levels}) USING (customer_id)
GROUP BY ALL
ORDER BY n_customers DESC, level
"""


def summarise_base(tables: Tables) -> dict[str, int]:
    """Counts of the whole base: only those that the study's tables allow.

    Always ``n_customers``. With transactions ``n_purchases`` (rows), ``n_purchase_days``,
    ``n_buyers``, ``n_once`` (customers with one purchase day), ``first_day``, ``last_day`` (days
    since 1970-01-01), ``cents`` (net of refunds), ``n_refunds``, ``refunded_cents``. With contracts
    ``n_contract_customers``, ``n_active``, ``monthly_cents``. With surveys ``n_respondents``,
    ``n_items``, ``n_questions`` (put, over all respondents), ``n_answers``.
    """
    found = tables.query(_CUSTOMERS).iloc[0].to_dict()
    if has_rows(tables, "transactions"):
        for sql in (_PURCHASES, _OCCASIONS, _REFUNDS):
            found |= query_purchases(tables, sql).iloc[0].to_dict()
        found["cents"] += found["refunded_cents"]
    if has_rows(tables, "contracts"):
        status = count_segments(tables, []).iloc[0]
        found |= {
            "n_contract_customers": status["n_customers"],
            "n_active": status["n_active"],
            "monthly_cents": status["cents"],
        }
    if has_rows(tables, "surveys"):
        found |= tables.query(_SURVEYS).iloc[0].to_dict()
    return {str(name): int(value) for name, value in found.items()}


def count_segments(tables: Tables, columns: Sequence[str]) -> pd.DataFrame:
    """Customers by the levels of each of ``columns``, after one row for all of them.

    Columns ``column``, ``level`` (both empty in the first row; an empty level is a missing value),
    ``n_customers``, ``n_active`` and ``cents`` (customers whose contract runs and their charge per
    month; 0 without contracts). A column that neither customers nor contracts have is left out.
    """
    amount = "amount_cents" if "amount_cents" in column_names(tables, "contracts") else "NULL"
    known = has_rows(tables, "contracts")
    statuses = _STATUSES.format(amount=amount) if known else _NO_STATUSES
    everyone = "SELECT customer_id, '' AS level FROM statuses"
    frames = [_count_levels(tables, statuses, "", everyone)]
    for column in columns:
        levels = _find_levels(tables, column)
        if levels:
            frames.append(_count_levels(tables, statuses, column, levels))
    return pd.concat(frames, ignore_index=True)


def _count_levels(tables: Tables, statuses: str, column: str, levels: str) -> pd.DataFrame:
    sql = f"WITH {statuses}{_LEVELS.format(levels=levels)}"
    return tables.query(sql, {"column": column})


def _find_levels(tables: Tables, column: str) -> str:
    """A SELECT of each customer's level of ``column``; empty when no table has it."""
    name = quote_name(column)
    for table in ("customers", "contracts"):
        if column in column_names(tables, table):
            return (
                f"SELECT customer_id, min_by({name}::VARCHAR, position) AS level FROM ("
                f"SELECT *, row_number() OVER () AS position FROM {table}) GROUP BY customer_id"
            )
    return ""
