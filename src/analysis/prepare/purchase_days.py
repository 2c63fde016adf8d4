"""Days on which a customer bought: what cohorts, gaps and recency are counted from.

Several rows of one customer and day are one purchase day; refunds are in a table of their own and
are never purchases.
"""

import pandas as pd

from analysis.prepare.silence import day_number
from analysis.store import Tables

# To be put after WITH; needs the parameter as_of (days since 1970-01-01).
PURCHASE_DAYS = """
purchase_days AS (
    SELECT customer_id, day
    FROM transactions
    WHERE day <= $as_of
    GROUP BY customer_id, day
)"""


def query_purchases(
    tables: Tables, sql: str, parameters: dict[str, object] | None = None
) -> pd.DataFrame:
    """The result of ``sql`` (a SELECT, with its own WITH or without), which may read
    ``purchase_days`` and the parameter ``$as_of``."""
    text = sql.strip()
    rest = f",{text[4:]}" if text.startswith("WITH") else f"\n{text}"
    bound = {"as_of": day_number(tables.as_of), **(parameters or {})}
    return tables.query(f"WITH {PURCHASE_DAYS}{rest}", bound)


def has_rows(tables: Tables, name: str) -> bool:
    """Whether the study has the table ``name`` with something in it."""
    return name in tables.names and bool(
        tables.query(f"SELECT count(*) > 0 AS found FROM {name}")["found"].iloc[0]
    )


def column_names(tables: Tables, name: str) -> tuple[str, ...]:
    """The columns of table ``name``; none when the study has no such table."""
    if name not in tables.names:
        return ()
    return tuple(tables.query(f"DESCRIBE {name}")["column_name"])
