"""Shares of customers, with Wilson intervals."""

import numpy as np
import pandas as pd
from scipy import stats


def wilson_interval(
    n_events: np.ndarray | float, n: np.ndarray | float, *, confidence_level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of the share ``n_events / n`` (missing where n is 0).

    Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    events = np.asarray(n_events, dtype=float)
    size = np.where(np.asarray(n, dtype=float) > 0, n, np.nan).astype(float)
    z = stats.norm.ppf((1 + confidence_level) / 2)
    share = events / size
    centre = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * np.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    # At the ends of the scale the limit is the end itself, not a rounding error beside it.
    low = np.where(events == 0, 0.0, np.clip(centre - half, 0, 1))
    high = np.where(events == size, 1.0, np.clip(centre + half, 0, 1))
    return np.where(np.isnan(size), np.nan, low), np.where(np.isnan(size), np.nan, high)


def estimate_proportions(
    counts: pd.DataFrame, *, n_events: str, n: str, confidence_level: float
) -> pd.DataFrame:
    """``counts`` with ``estimate, conf_low, conf_high, conf_level, n, n_events, unit, method``.

    ``n_events`` and ``n`` name the columns that hold the customers with the trait and all
    customers. Unit: probability (0 to 1).
    """
    events = counts[n_events].astype("int64")
    size = counts[n].astype("int64")
    low, high = wilson_interval(
        events.to_numpy(), size.to_numpy(), confidence_level=confidence_level
    )
    return counts.assign(
        estimate=(events / size.where(size > 0)).astype(float),
        conf_low=low,
        conf_high=high,
        conf_level=confidence_level,
        n=size,
        n_events=events,
        unit="probability",
        method="wilson",
    )
