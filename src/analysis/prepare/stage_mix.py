"""Where every customer is in the lifecycle on the as-of date."""

import pandas as pd

from analysis.prepare.dated_contracts import has_dated_contracts
from analysis.prepare.purchase_days import has_rows
from analysis.prepare.stage_history import build_stage_history
from analysis.prepare.stage_landmarks import count_stages_today
from analysis.store import Tables
from analysis.study import Study

MIX_COLUMNS = ("state", "n", "amount_cents", "money_days")


def count_stage_mix(tables: Tables, study: Study, returns: pd.DataFrame) -> pd.DataFrame:
    """Customers by stage, in the order of the taxonomy, and what they spent lately.

    ``returns`` as for ``build_stage_history``. Columns of ``MIX_COLUMNS``: ``amount_cents`` is what
    the stage's customers spent, or were charged, in the ``money_days`` before. No rows without
    purchases or contracts with dates: there is no today on the clock of tenure.
    """
    if not (has_rows(tables, "transactions") or has_dated_contracts(tables)):
        return pd.DataFrame(columns=list(MIX_COLUMNS))
    history = build_stage_history(tables, study, returns)
    counts = count_stages_today(tables, history).set_index("state")
    present = [stage for stage in history.stages if stage in counts.index]
    return counts.loc[present].reset_index()[list(MIX_COLUMNS)]
