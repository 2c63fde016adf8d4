"""What the two halves of the bridge share: their methods, and a log ratio as a row."""

import numpy as np
from scipy import stats

# Corrected for measurement error; and the two usual ways that are not.
CORRECTED, REGRESSION, SUMS = "corrected", "regression_scores", "sum_scores"


def describe_ratio(coefficient: float, std_error: float, z: float) -> dict[str, float]:
    """A log ratio and its standard error as a ratio: ``estimate``, ``std_error`` (delta method),
    ``conf_low`` and ``conf_high`` (``z`` standard errors on the log scale), with ``coefficient``,
    ``coefficient_std_error``, and Wald's ``statistic`` and ``p_value``."""
    ratio, statistic = np.exp(coefficient), coefficient / std_error
    return {
        "estimate": ratio,
        "std_error": ratio * std_error,
        "conf_low": np.exp(coefficient - z * std_error),
        "conf_high": np.exp(coefficient + z * std_error),
        "coefficient": coefficient,
        "coefficient_std_error": std_error,
        "statistic": statistic,
        "p_value": 2 * stats.norm.sf(abs(statistic)),
    }
