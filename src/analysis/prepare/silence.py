"""When a customer without a contract is lost: the day a silence has lasted too long.

A customer's clock starts with the first purchase. At every purchase a threshold is set from what is
known on that day; the customer is lost on the first day on which the silence since the last
purchase reaches the threshold. A purchase on that very day breaks the silence. Purchases after a
loss are win-backs: they never undo it. Refunds (negative amounts) are not purchases, and purchases
of one day are one purchase. Everything is counted in whole numbers, so no tie depends on rounding.
"""

from datetime import date

import pandas as pd

from analysis.store import Tables
from analysis.study import SilenceRule

# A multiple and a weight are read to the hundredth.
_SCALE = 100
_DAY_ZERO = date(1970, 1, 1)

_PURCHASES = """
purchases AS (
    SELECT customer_id, day, sum(amount_cents) AS amount_cents, {quantity} AS quantity
    FROM transactions
    WHERE amount_cents >= 0 AND day <= $as_of
    GROUP BY customer_id, day
),
visits AS (
    SELECT
        customer_id,
        day,
        amount_cents,
        quantity,
        day - lag(day) OVER visit AS gap,
        lead(day) OVER visit AS next_day,
        first_value(day) OVER visit AS first_day,
        row_number() OVER visit - 1 AS n_gaps
    FROM purchases
    WINDOW visit AS (PARTITION BY customer_id ORDER BY day)
)"""

# Gaps of the whole base completed on earlier days, for every day with a purchase.
_BASE = """
base AS (
    SELECT
        day,
        coalesce(sum(count(gap)) OVER earlier, 0)::HUGEINT AS n,
        coalesce(sum(sum(gap)) OVER earlier, 0)::HUGEINT AS days
    FROM visits
    GROUP BY day
    WINDOW earlier AS (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
rhythms AS (
    SELECT
        visits.*,
        $multiple * ($scale * (visits.day - first_day) * base.n + $weight * base.days)
            AS numerator,
        $scale * base.n * ($scale * n_gaps + $weight) AS denominator
    FROM visits
    JOIN base USING (day)
)"""

# The quotient is rounded up: the first whole day on which the silence is long enough. Before any
# gap is known, the middle of the permitted range stands in.
_OWN_RHYTHM = """
thresholds AS (
    SELECT
        *,
        CASE
            WHEN denominator = 0 THEN ($minimum + $maximum) // 2
            ELSE least($maximum, greatest($minimum, (numerator + denominator - 1) // denominator))
        END::INTEGER AS threshold
    FROM rhythms
)"""

_FIXED_DAYS = "thresholds AS (SELECT *, $days::INTEGER AS threshold FROM visits)"

_LOSSES = """
SELECT
    customer_id,
    min(first_day)::INTEGER AS first_day,
    (min(day + threshold) FILTER (
        WHERE day + threshold <= $as_of AND coalesce(next_day - day > threshold, true)
    ))::INTEGER AS lost_day,
    min(threshold) FILTER (WHERE day = first_day) AS first_threshold,
    (min(amount_cents) FILTER (WHERE day = first_day))::BIGINT AS first_amount_cents,
    (min(quantity) FILTER (WHERE day = first_day))::DOUBLE AS first_quantity
FROM thresholds
GROUP BY customer_id
ORDER BY customer_id
"""


def find_losses(tables: Tables, rule: SilenceRule) -> pd.DataFrame:
    """One row per customer with a purchase: when the clock started and when the customer was lost.

    Columns: ``customer_id``, ``first_day``, ``lost_day`` (days since 1970-01-01; missing while the
    customer is not lost by the as-of date), ``first_threshold`` (days of silence allowed after the
    first purchase), ``first_amount_cents``, ``first_quantity``. Nothing dated t depends on a
    purchase after t.
    """
    steps, parameters = build_threshold_steps(tables, rule)
    return tables.query(f"WITH {','.join(steps)}{_LOSSES}", parameters)


def build_threshold_steps(tables: Tables, rule: SilenceRule) -> tuple[list[str], dict[str, object]]:
    """Steps to be put after WITH, and their parameters (``as_of`` among them).

    They make ``purchases`` (customer_id, day, amount_cents, quantity), ``visits`` (those with gap,
    next_day, first_day, n_gaps) and ``thresholds`` (those with ``threshold``: the days of silence
    allowed after the visit, from what was known on its day).
    """
    known = tables.query("SELECT * FROM transactions LIMIT 0").columns
    quantity = "sum(quantity)" if "quantity" in known else "NULL"
    steps = [_PURCHASES.format(quantity=quantity)]
    parameters: dict[str, object] = {"as_of": day_number(tables.as_of)}
    if rule.rule == "fixed_days":
        return [*steps, _FIXED_DAYS], {**parameters, "days": rule.days}
    return [*steps, _BASE, _OWN_RHYTHM], {
        **parameters,
        "scale": _SCALE,
        "multiple": round((rule.multiple or 0) * _SCALE),
        "weight": round(rule.shrinkage * _SCALE),
        "minimum": rule.minimum_days,
        "maximum": rule.maximum_days,
    }


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _DAY_ZERO).days
