"""Events and exposure of stage histories by the study's first segment."""

import pandas as pd

from analysis.prepare.durations import build_durations
from analysis.prepare.purchase_days import column_names
from analysis.prepare.stage_counts import count_exposure
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables, quote_name
from analysis.study import Study

_MOST_LEVELS = 6


def count_segment_exposure(tables: Tables, study: Study, history: StageHistory) -> pd.DataFrame:
    """Rows of ``stage_counts.count_exposure`` with ``segment``, the value of the study's first.

    The last horizon on the calendar clock, everything on the tenure clock. At most six values, the
    largest; none when the study has no segment. The largest comes first.
    """
    group = _find_groups(tables, study)
    if group is None:
        return pd.DataFrame()
    spells = history.spells.assign(segment=history.spells["customer"].map(group))
    sizes = group.value_counts()
    levels = sizes[sizes >= study.minimum_cell].index[:_MOST_LEVELS]
    begin = history.end - history.horizon if history.clock == "calendar" else history.begin
    parts = [
        count_exposure(
            spells[spells["segment"] == level],
            states=history.stages,
            band_days=(0,),
            period_days=(begin, (begin + history.end) // 2, history.end + 1),
        ).assign(segment=str(level))
        for level in levels
    ]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else pd.DataFrame()


def _find_groups(tables: Tables, study: Study) -> pd.Series | None:
    """The first segment's value by the customer's row in the customers table."""
    if not study.segments:
        return None
    column = study.segments[0]
    for table in ("customers", "contracts"):
        if table in tables.names and column in column_names(tables, table):
            values = tables.query(f"SELECT customer_id, {quote_name(column)} FROM {table}")
            break
    else:
        if tables.capabilities.get("durations", "missing"):
            return None
        values = build_durations(tables, study)
    by_customer = values.drop_duplicates("customer_id").set_index("customer_id")[column]
    customers = tables.query("SELECT customer_id FROM customers")["customer_id"]
    return customers.map(by_customer).dropna().astype(str)
