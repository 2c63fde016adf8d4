"""The times at which the findings are stated."""

import numpy as np
import pandas as pd

from analysis.errors import ParameterError
from analysis.schema import DAYS_PER_MONTH
from analysis.study import Study

_DEFAULT_MONTHS = (12, 24)
_MOST_TICKS = 7
_MOST_BINS = 72
_STEPS = {
    "day": (1, 7, 15, 30, 90, 180, 365, 730, 1461, 3652),
    "month": (1, 3, 6, 12, 24, 60, 120, 240),
}


def choose_horizons(study: Study, durations: pd.DataFrame, horizon: int = 0) -> tuple[int, ...]:
    """The horizons findings are stated for, ascending, in time units; all within the data.

    Within: the study's ``minimum_cell`` customers are still at risk then.
    ``horizon`` above 0 replaces the study's first; horizons of the study not after it are dropped.
    A study without horizons gets one and two years. Where the data reach none of them, their
    middle is taken. Raises ParameterError for a ``horizon`` after the last time observed.
    """
    last = _last_time_told(study, durations)
    if horizon > last:
        raise ParameterError(
            f"horizon {horizon} is after the last time enough customers were observed, "
            f"{last} ({study.time_unit}s); "
            f"choose 1 to {last}, or 0 for the study's own"
        )
    scale = 1.0 if study.time_unit == "month" else DAYS_PER_MONTH
    wanted = study.horizons or tuple(int(months * scale) for months in _DEFAULT_MONTHS)
    if horizon > 0:
        wanted = (horizon, *(time for time in wanted if time > horizon))
    within = tuple(sorted({time for time in wanted if time <= last}))
    return within or (max(last // 2, 1),)


def _last_time_told(study: Study, durations: pd.DataFrame) -> int:
    """The last time to which ``minimum_cell`` customers were followed."""
    tenures = durations["tenure"].sort_values(ascending=False)
    return int(tenures.iloc[min(study.minimum_cell, len(tenures)) - 1])


def list_times(study: Study, durations: pd.DataFrame, horizons: tuple[int, ...]) -> list[float]:
    """Times for tables and for the numbers at risk: even steps from 0, the horizons, the last."""
    last = int(durations["tenure"].max())
    steps = _STEPS[study.time_unit]
    step = next((step for step in steps if last / step < _MOST_TICKS), steps[-1])
    return [float(time) for time in np.unique([*range(0, last + 1, step), *horizons, last])]


def choose_hazard_width(study: Study, durations: pd.DataFrame) -> int:
    """Width of the bins of tenure in which the hazard is counted: a month, or half a year.

    In time units of the study; thirty days stand for a month. Half years where six years of
    months would be too many bins.
    """
    month = 1 if study.time_unit == "month" else 30
    return month if durations["tenure"].max() / month <= _MOST_BINS else 6 * month
