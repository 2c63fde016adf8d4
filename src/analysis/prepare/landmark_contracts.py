"""What was known of a customer's contracts: how many, since when, at what price.

The end of a contract is known once it has come, not before.
"""

import numpy as np

from analysis.prepare.dated_contracts import has_dated_contracts
from analysis.prepare.landmark_timeline import Marks, Timeline, query_events
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.store import Tables

_BEGUN = """
SELECT customer, start_day AS day, {amount} AS amount_cents,
    row_number() OVER (PARTITION BY customer ORDER BY start_day, {order}) AS n
FROM contracts
JOIN numbered USING (customer_id)
WHERE start_day <= $as_of
ORDER BY customer, n
"""

_CHANGES = """
SELECT customer, day, sum(change)::INTEGER AS change, sum(change * cents)::BIGINT AS cents
FROM (
    SELECT customer_id, start_day AS day, 1 AS change, coalesce({amount}, 0) AS cents FROM contracts
    UNION ALL
    SELECT customer_id, end_day AS day, -1 AS change, coalesce({amount}, 0) AS cents FROM contracts
    WHERE end_day IS NOT NULL
)
JOIN numbered USING (customer_id)
WHERE day <= $as_of
GROUP BY customer, day
ORDER BY customer, day
"""

_UNDATED = """
SELECT customer, 0 AS day, sum(amount_cents)::DOUBLE AS amount_cents
FROM contracts
JOIN numbered USING (customer_id)
GROUP BY customer
ORDER BY customer
"""


def tell_contracts(tables: Tables, marks: Marks) -> dict[str, np.ndarray]:
    """Features from contracts; of contracts without dates only the charge, as on the day they were
    looked at."""
    if not has_rows(tables, "contracts"):
        return {}
    charged = "amount_cents" in column_names(tables, "contracts")
    if has_dated_contracts(tables):
        return _tell_dated(tables, marks, charged=charged)
    if not charged:
        return {}
    rows = Timeline(query_events(tables, _UNDATED))
    return {"charge_cents": rows.take("amount_cents", rows.find_last(marks))}


def _tell_dated(tables: Tables, marks: Marks, *, charged: bool) -> dict[str, np.ndarray]:
    amount = "amount_cents" if charged else "NULL::BIGINT"
    sql = _BEGUN.format(amount=amount, order=order_contracts(tables))
    begun = Timeline(query_events(tables, sql))
    place = begun.find_last(marks)
    changes = Timeline(query_events(tables, _CHANGES.format(amount=amount)))
    start = np.searchsorted(changes.customer, marks.customer)
    upto = changes.count_by(marks)
    n_so_far = begun.take("n", place)
    features = {
        "contract_days": begun.days_since(marks, place),
        "n_contracts_so_far": n_so_far,
        "n_contracts_running": changes.sum_between("change", start, upto).astype(np.int32),
    }
    if charged:
        earlier = begun.take("amount_cents", np.where(n_so_far > 1, place - 1, -1))
        features["charge_cents"] = changes.sum_between("cents", start, upto)
        features["charge_ratio"] = begun.take("amount_cents", place) / np.where(
            earlier > 0, earlier, np.nan
        ).astype(np.float32)
    return features


def order_contracts(tables: Tables) -> str:
    """What contracts of one first day are ordered by, so that no order of rows matters: only by
    what is known on that day, which their ends are not."""
    known = column_names(tables, "contracts")
    return ", ".join(name for name in ("amount_cents", "contract_id") if name in known) or "1"
