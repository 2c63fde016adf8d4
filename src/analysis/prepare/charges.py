"""Money charged under contracts with dates: the monthly charge, by the day.

What a contract has charged by a day is the monthly charge times the days it has run, rounded down
to whole cents. The charge of a span of days is the difference of two such sums, so that the charges
of the parts of a span add up to that of the whole.
"""

import numpy as np
import pandas as pd

from analysis.prepare.purchase_days import column_names
from analysis.prepare.silence import day_number
from analysis.store import Tables

# A month of 30.4375 days (365.25 / 12) in whole numbers.
_MONTH_PARTS, _DAY_PARTS = 487, 16

_CONTRACTS = """
WITH numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer FROM customers
)
SELECT
    customer,
    start_day::BIGINT AS first,
    least(coalesce(end_day, $as_of), $as_of)::BIGINT AS last,
    amount_cents::BIGINT AS monthly
FROM contracts
JOIN numbered USING (customer_id)
WHERE start_day < $as_of AND coalesce(end_day, $as_of) > start_day AND amount_cents IS NOT NULL
ORDER BY customer, first, last, monthly
"""


def has_charges(tables: Tables) -> bool:
    """Whether any contract with dates says what it charges a month."""
    columns = column_names(tables, "contracts")
    if "start_day" not in columns or "amount_cents" not in columns:
        return False
    return bool(tables.query("SELECT count(amount_cents) > 0 AS found FROM contracts")["found"][0])


def count_charges(tables: Tables, spans: pd.DataFrame) -> np.ndarray:
    """Cents charged in each of ``spans`` (columns customer, start, stop: days after start up to and
    including stop); zeros where contracts do not say what they charge. Shape (n,), whole.
    """
    if not has_charges(tables):
        return np.zeros(len(spans), np.int64)
    contracts = tables.query(_CONTRACTS, {"as_of": day_number(tables.as_of)})
    places = spans[["customer", "start", "stop"]].assign(place=np.arange(len(spans)))
    pairs = places.merge(contracts, on="customer")
    charged = _charged_by(pairs, "stop") - _charged_by(pairs, "start")
    total = np.zeros(len(spans), np.int64)
    np.add.at(total, pairs["place"].to_numpy(), charged)
    return total


def _charged_by(pairs: pd.DataFrame, day: str) -> np.ndarray:
    first, last = pairs["first"].to_numpy(), pairs["last"].to_numpy()
    days = np.clip(pairs[day].to_numpy(np.int64), first, last) - first
    return pairs["monthly"].to_numpy() * days * _DAY_PARTS // _MONTH_PARTS
