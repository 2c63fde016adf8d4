"""Calibration curve: of the customers given a risk of 30 %, how many were lost?"""

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.judged import Judged, estimate_mean, read_judged, tell_share

N_BINS = 10


def estimate_calibration_curve(
    predictions: pd.DataFrame, *, confidence_level: float, n_bins: int = N_BINS
) -> pd.DataFrame:
    """Predicted against observed share lost, by bins of equally many customer-months.

    ``predictions``: those of one model. Equal risks stay together, so there may be fewer bins.
    Columns ``group`` (1 the least risk), ``predicted`` (mean risk), ``estimate`` (observed share,
    weighted for censoring), Wilson limits for customers, ``n`` customers, ``n_events`` of them
    lost, ``n_rows`` customer-months. Raises EstimationError when nothing can be judged.
    """
    judged = read_judged(predictions)
    group = bin_risks(judged, n_bins)
    rows = []
    for number in range(int(group.max()) + 1):
        own = judged.take(group == number)
        predicted, _ = estimate_mean(own.risk, own.weight)
        observed, influence = estimate_mean(own.left, own.weight)
        row = tell_share(own, "observed", observed, influence, confidence_level=confidence_level)
        rows.append(row | {"group": number + 1, "predicted": predicted, "n_rows": len(own.risk)})
    return pd.DataFrame(rows)


def bin_risks(judged: Judged, n_bins: int) -> np.ndarray:
    """The bin of each row, from 0 for the least risk."""
    edges = np.unique(np.quantile(judged.risk, np.linspace(0, 1, n_bins + 1)[1:-1]))
    place = np.searchsorted(edges, judged.risk, side="left")
    return np.asarray(np.unique(place, return_inverse=True)[1])
