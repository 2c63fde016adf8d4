"""The split of the change between periods, where there are periods."""

import pandas as pd

from analysis.estimate.stage_change import estimate_stage_change

CHANGE_COLUMNS = [
    "state", "term", "estimate", "std_error", "conf_low", "conf_high", "unit",
]  # fmt: skip


def estimate_change_of_periods(
    earlier: pd.DataFrame,
    later: pd.DataFrame,
    states: tuple[str, ...],
    *,
    confidence_level: float,
) -> pd.DataFrame:
    """``estimate_stage_change``, without rows where histories have no periods to compare."""
    if earlier.empty or later.empty:
        return pd.DataFrame(columns=CHANGE_COLUMNS)
    return estimate_stage_change(earlier, later, states, confidence_level=confidence_level)
