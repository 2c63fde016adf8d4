"""Stage histories of contracts that carry no dates: on each customer's own clock.

Such a table shows how long a customer stayed and whether the contract ended, not when: there are no
flows of a calendar period, only of tenure. A customer is new for the first ``NEW_FOR`` time units,
mature after that, and churned when the contract ends.
"""

import pandas as pd

from analysis.errors import DataError
from analysis.prepare.stage_visits import SPELL_COLUMNS
from analysis.store import Tables
from analysis.study import Study

NEW_FOR = {"month": 3, "day": 90}

_TENURES = """
WITH numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer FROM customers
)
SELECT customer, max(tenure)::INTEGER AS tenure, bool_and(ended) AS ended
FROM contracts
JOIN numbered USING (customer_id)
GROUP BY customer
ORDER BY customer
"""


def build_tenure_spells(tables: Tables, study: Study) -> pd.DataFrame:
    """One row per customer and stage (new, mature), columns of ``stage_visits.SPELL_COLUMNS``.

    ``start`` and ``stop`` count the study's time units since the customer joined; ``amount_cents``
    is zero. Raises DataError when there are no contracts.
    """
    if "contracts" not in tables.names:
        raise DataError(f"study {study.name}: there are no contracts to build stages from.")
    rows = tables.query(_TENURES)
    settled = NEW_FOR[study.time_unit]
    stays = rows["tenure"] > settled
    after = pd.Series(["churned" if ended else None for ended in rows["ended"]], rows.index)
    first = rows.assign(
        start=0,
        stop=rows["tenure"].clip(upper=settled),
        from_state="new",
        to_state=after.where(~stays, "mature"),
        previous_state=None,
    )
    second = rows.assign(
        start=settled,
        stop=rows["tenure"],
        from_state="mature",
        to_state=after,
        previous_state="new",
    )[stays]
    spells = pd.concat([first, second]).sort_values(["customer", "start"], ignore_index=True)
    return spells.assign(amount_cents=0)[list(SPELL_COLUMNS)]
