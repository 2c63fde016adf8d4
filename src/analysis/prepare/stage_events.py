"""What stage histories are made of: purchase days with the rhythm of the base, contacts, first
days.

Customers are numbered in the order of the customers table, which no pseudonym key changes. Types
of interactions named as ``leaving``, such as exit interviews, exist because a customer has left:
they are no contacts, or a stage would tell what it is to foretell.
"""

from collections.abc import Sequence

import pandas as pd

from analysis.prepare.purchase_days import column_names, has_rows
from analysis.prepare.silence import day_number
from analysis.store import Tables, quote_name

CONTACT_WINDOW_DAYS = 90  # contacts of this many days are compared with as many days before
FEWEST_CONTACTS = 3  # fewer contacts before are too few to fall from

_NUMBERED = """
numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer, {segment} AS segment
    FROM customers
)"""

# The base's rhythm on a day: gaps of the segment completed on earlier days.
_PURCHASE_DAYS = """
purchases AS (
    SELECT customer, any_value(segment) AS segment, day, sum(amount_cents)::BIGINT AS amount
    FROM transactions
    JOIN numbered USING (customer_id)
    WHERE day <= $as_of
    GROUP BY customer, day
),
visits AS (
    SELECT *, day - lag(day) OVER (PARTITION BY customer ORDER BY day) AS gap FROM purchases
),
base AS (
    SELECT
        segment,
        day,
        coalesce(sum(count(gap)) OVER earlier, 0)::BIGINT AS base_gaps,
        coalesce(sum(sum(gap)) OVER earlier, 0)::BIGINT AS base_days
    FROM visits
    GROUP BY segment, day
    WINDOW earlier AS (
        PARTITION BY segment ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)"""

_CONTACTS = """
contacts AS (
    SELECT customer, day
    FROM interactions
    JOIN numbered USING (customer_id)
    WHERE day <= $as_of AND NOT list_contains($leaving, type)
),
marks AS (
    SELECT customer, day, 0 AS contact, 1 AS purchase FROM purchases
    UNION ALL
    SELECT customer, day, 1 AS contact, 0 AS purchase FROM contacts
),
windows AS (
    SELECT
        customer,
        day,
        purchase,
        sum(contact) OVER (
            PARTITION BY customer ORDER BY day
            RANGE BETWEEN {window} - 1 PRECEDING AND CURRENT ROW
        ) AS recent,
        sum(contact) OVER (
            PARTITION BY customer ORDER BY day
            RANGE BETWEEN 2 * {window} - 1 PRECEDING AND {window} PRECEDING
        ) AS earlier
    FROM marks
),
falls AS (
    SELECT
        customer,
        day,
        coalesce(earlier >= {fewest} AND 2 * recent < earlier, false)::TINYINT AS contacts_fell
    FROM windows
    WHERE purchase = 1
)"""

_OWN_CONTACTS = "SELECT customer_id, day FROM interactions WHERE NOT list_contains($leaving, type)"
_JOIN_FALLS = "JOIN falls ON falls.customer = v.customer AND falls.day = v.day"

_FIRST_DAYS = """
SELECT customer, min(day)::INTEGER AS first_day
FROM ({sources}) JOIN numbered USING (customer_id)
WHERE day <= $as_of
GROUP BY customer
ORDER BY customer
"""


def build_purchase_days(
    tables: Tables, segment: str | None, leaving: Sequence[str] = ()
) -> pd.DataFrame:
    """One row per customer and day with a purchase, in order of customer and day.

    Columns ``customer``, ``day``, ``amount`` (cents), ``base_gaps`` and ``base_days`` (number and
    sum of the gaps completed on earlier days by customers of the same ``segment``, a column of the
    customers table; everyone when None), ``contacts_fell`` (1 where contacts of the last 90 days
    are less than half of those of the 90 days before; no contact is of a type in ``leaving``).
    """
    with_contacts = has_rows(tables, "interactions")
    steps = [_number_customers(segment), _PURCHASE_DAYS]
    if with_contacts:
        steps.append(_CONTACTS.format(window=CONTACT_WINDOW_DAYS, fewest=FEWEST_CONTACTS))
    fell = "contacts_fell" if with_contacts else "0::TINYINT AS contacts_fell"
    falls = _JOIN_FALLS if with_contacts else ""
    return _query(
        tables,
        steps,
        f"""
        SELECT v.customer, v.day, amount, base_gaps, base_days, {fell}
        FROM visits AS v
        JOIN base ON base.day = v.day AND base.segment IS NOT DISTINCT FROM v.segment
        {falls}
        ORDER BY v.customer, v.day
        """,
        {"leaving": list(leaving)} if with_contacts else {},
    )


def list_first_days(tables: Tables, leaving: Sequence[str] = ()) -> pd.DataFrame:
    """The day each customer was first known: joined, in contact (but for types in ``leaving``) or
    offered something.

    Columns ``customer``, ``first_day``; no rows where only purchases are recorded.
    """
    with_contacts = has_rows(tables, "interactions")
    sources = [_OWN_CONTACTS] if with_contacts else []
    if has_rows(tables, "treatments"):
        sources.append("SELECT customer_id, day FROM treatments")
    if "joined_day" in column_names(tables, "customers"):
        sources.append("SELECT customer_id, joined_day AS day FROM customers")
    if not sources:
        return pd.DataFrame(columns=["customer", "first_day"], dtype="int32")
    return _query(
        tables,
        [_number_customers(None)],
        _FIRST_DAYS.format(sources=" UNION ALL ".join(sources)),
        {"leaving": list(leaving)} if with_contacts else {},
    )


def list_contacts(tables: Tables, leaving: Sequence[str] = ()) -> pd.DataFrame:
    """Columns ``customer``, ``day``: one row per recorded contact whose type is not in ``leaving``,
    in order."""
    if not has_rows(tables, "interactions"):
        return pd.DataFrame(columns=["customer", "day"], dtype="int32")
    sql = f"""
        SELECT customer, day FROM ({_OWN_CONTACTS}) JOIN numbered USING (customer_id)
        WHERE day <= $as_of ORDER BY customer, day
    """
    return _query(tables, [_number_customers(None)], sql, {"leaving": list(leaving)})


def _number_customers(segment: str | None) -> str:
    return _NUMBERED.format(segment=quote_name(segment) if segment else "NULL")


def _query(
    tables: Tables, steps: list[str], select: str, bound: dict[str, object] | None = None
) -> pd.DataFrame:
    parameters = {"as_of": day_number(tables.as_of), **(bound or {})}
    return tables.query(f"WITH {','.join(steps)}{select}", parameters)
