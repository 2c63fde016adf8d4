"""Money by customer, and customers by how lately, how often and for how much they bought."""

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows, query_purchases
from analysis.store import Tables

N_SCORES = 5
SPENDING_COLUMNS = ("cents", "n_customers")
SCORE_COLUMNS = (
    "recency_days", "frequency_score", "money_score", "n_customers", "n_purchase_days", "cents",
)  # fmt: skip

_NET_MONEY = """
moves AS (
    SELECT customer_id, amount_cents FROM transactions WHERE day <= $as_of
    UNION ALL
    SELECT customer_id, amount_cents FROM refunds WHERE day <= $as_of
),
money AS (
    SELECT customer_id, sum(amount_cents)::BIGINT AS cents FROM moves GROUP BY customer_id
)"""

_SPENDING = f"""
WITH {_NET_MONEY},
buyers AS (SELECT DISTINCT customer_id FROM purchase_days)
SELECT cents, count(*) AS n_customers
FROM buyers
JOIN money USING (customer_id)
GROUP BY cents
ORDER BY cents
"""

_CHARGES = """
SELECT cents, count(*) AS n_customers
FROM (
    SELECT sum(amount_cents)::BIGINT AS cents
    FROM contracts
    WHERE NOT ended AND amount_cents IS NOT NULL
    GROUP BY customer_id
)
GROUP BY cents
ORDER BY cents
"""

# A score counts the fifths of customers who are strictly below, so equal customers score alike.
_SCORES = f"""
WITH {_NET_MONEY},
buyers AS (
    SELECT customer_id, $as_of - max(day) AS recency_days, count(*) AS n_purchase_days
    FROM purchase_days
    GROUP BY customer_id
),
placed AS (
    SELECT
        *,
        rank() OVER (ORDER BY n_purchase_days) - 1 AS less_often,
        rank() OVER (ORDER BY cents) - 1 AS less_money,
        count(*) OVER () AS n
    FROM buyers
    JOIN money USING (customer_id)
)
SELECT
    recency_days::INTEGER AS recency_days,
    (1 + {N_SCORES} * less_often // n)::INTEGER AS frequency_score,
    (1 + {N_SCORES} * less_money // n)::INTEGER AS money_score,
    count(*) AS n_customers,
    sum(n_purchase_days)::BIGINT AS n_purchase_days,
    sum(cents)::BIGINT AS cents
FROM placed
GROUP BY ALL
ORDER BY ALL
"""


def count_spending(tables: Tables) -> pd.DataFrame:
    """Customers by their money: ``cents`` (hundredths of the currency) and ``n_customers``.

    With transactions, what a customer paid so far less refunds; with contracts only, the monthly
    charge of the contracts that run. No rows when the study has no money.
    """
    if has_rows(tables, "transactions"):
        return query_purchases(tables, _SPENDING)
    if "amount_cents" in column_names(tables, "contracts"):
        return tables.query(_CHARGES)
    return pd.DataFrame(columns=list(SPENDING_COLUMNS))


def count_recency_frequency_money(tables: Tables) -> pd.DataFrame:
    """Customers by days since the last purchase and by fifths of frequency and of money.

    Columns ``recency_days``, ``frequency_score`` and ``money_score`` (1 lowest to 5), and for each
    combination ``n_customers``, ``n_purchase_days``, ``cents`` (net of refunds). No rows without
    transactions.
    """
    if not has_rows(tables, "transactions"):
        return pd.DataFrame(columns=list(SCORE_COLUMNS))
    return query_purchases(tables, _SCORES)
