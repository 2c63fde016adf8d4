"""Means of constructs compared between groups, only where the measurement allows it."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.measurement.invariance import MeasurementInvariance
from analysis.estimate.structural.specification import INTERCEPT


def compare_construct_means(invariance: MeasurementInvariance) -> pd.DataFrame:
    """How far each group's mean of each construct is from that of the first (largest) group, in
    standard deviations of the construct in the first group.

    A row per construct and other group: ``term, stratum, estimate, std_error, conf_low, conf_high,
    conf_level, statistic, p_value, n, unit``. Raises EstimationError, with the reason, where scalar
    invariance does not hold even in part.
    """
    fit = invariance.fit
    if fit is None or not invariance.means_comparable:
        raise EstimationError(
            f"means of constructs may not be compared between the values of {invariance.group}: "
            f"{invariance.failure or 'scalar invariance was not tested'}"
        )
    table = fit.parameters[fit.parameters["kind"] == "means"]
    table = table[table["operator"].eq(INTERCEPT) & table["group"].ne(fit.groups[0])]
    z = stats.norm.ppf((1 + invariance.confidence_level) / 2)
    estimate, error = table["estimate"].to_numpy(float), table["std_error"].to_numpy(float)
    return pd.DataFrame(
        {
            "term": table["left"].to_numpy(),
            "stratum": table["group"].to_numpy(),
            "estimate": estimate,
            "std_error": error,
            "conf_low": estimate - z * error,
            "conf_high": estimate + z * error,
            "conf_level": invariance.confidence_level,
            "statistic": estimate / error,
            "p_value": 2 * stats.norm.sf(np.abs(estimate / error)),
            "n": table["group"].map(fit.n).to_numpy(int),
            "unit": f"standard deviations of {fit.groups[0]}",
        }
    )
