"""Who answered among those asked, and what was known of them that may be held alike."""

from collections.abc import Sequence

import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.nonresponse import ResponseModel, estimate_response, without_invitations
from analysis.study import Driver

KNOWN = (
    Driver(column="tenure_days", kind="number", per=365),
    Driver(column="days_since_purchase", kind="number", per=30),
    Driver(column="n_purchases_last_year", kind="number"),
    Driver(column="rhythm_days", kind="number", per=30),
)
MOST_LEVELS = 12
LEAST_KNOWN = 0.8


def weigh_responses(
    invitations: pd.DataFrame,
    respondents: pd.DataFrame,
    *,
    segments: Sequence[str],
    confidence_level: float,
) -> ResponseModel:
    """Propensity to answer among those invited whose time to answer had passed, by what was known
    of them; weights of one where nobody recorded who was asked, or too few answered."""
    if invitations.empty:
        return without_invitations(respondents)
    asked = invitations[invitations["observed"].astype(bool)]
    drivers = choose_adjustments(asked, segments)
    columns = [driver.column for driver in drivers]
    try:
        return estimate_response(
            asked.dropna(subset=columns),
            columns,
            drivers_info=drivers,
            confidence_level=confidence_level,
        )
    except EstimationError:
        return without_invitations(respondents)


def choose_adjustments(frame: pd.DataFrame, segments: Sequence[str]) -> tuple[Driver, ...]:
    """What was known on the day and varies: habits, then segments of at most a dozen groups."""
    habits = [
        driver
        for driver in KNOWN
        if driver.column in frame
        and frame[driver.column].notna().mean() >= LEAST_KNOWN
        and frame[driver.column].nunique() > 1
    ]
    groups = [
        Driver(column=segment, kind="category")
        for segment in segments
        if 1 < frame[segment].nunique() <= MOST_LEVELS
    ]
    return (*habits, *groups)
