"""Whose outcome is known, and for how many others each of them stands."""

import numpy as np
import pandas as pd

from analysis.estimate.censoring import weigh_known
from analysis.estimate.early_warning.plan import WarningPlan, read_outcome

YEAR_DAYS = 360  # landmarks of one year of tenure share their weights


def weigh_outcomes(rows: pd.DataFrame, plan: WarningPlan) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes (1 lost, 0 not, 0 where unknown) and weights (0 where unknown) of landmark rows.

    Where landmarks are dates everybody is followed for as long, and the weights are 1. On the
    tenure clock customers who left are always known and those who stayed are not, so that the known
    ones are weighted by one over the probability of being followed, within years of tenure.
    """
    outcome = read_outcome(rows, plan)
    known = ~np.isnan(outcome)
    if plan.clock == "calendar":
        return np.where(known, outcome, 0.0), known.astype(float)
    wait = rows["days_to_loss"].to_numpy(dtype=float, na_value=np.inf)
    followed = rows["days_followed"].to_numpy(float)
    weights = weigh_known(
        np.full(len(rows), -1.0),  # there before the first day, also who is followed for none
        np.minimum(wait, followed),
        wait <= followed,
        times=np.array([float(plan.horizon)]),
        group=rows["day"].to_numpy() // YEAR_DAYS,
    )
    return np.where(known, outcome, 0.0), weights[:, 0] * known
