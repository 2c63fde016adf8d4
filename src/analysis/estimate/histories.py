"""Rows of durations as stretches of customers' histories: their weights, clusters and order."""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError

CUSTOMER = "customer_id"


def read_weights(frame: pd.DataFrame, column: str | None) -> np.ndarray | None:
    """Case weights in ``column``; EstimationError unless all are positive and finite."""
    if column is None:
        return None
    weights = frame[column].to_numpy(float)
    faulty = ~(np.isfinite(weights) & (weights > 0))
    if faulty.any():
        raise EstimationError(
            f"weight {column!r} is not a positive number in {int(faulty.sum()):,} rows; "
            "drop those rows, or mend the column"
        )
    return weights


def number_clusters(
    frame: pd.DataFrame, column: str, stratum: np.ndarray, n_coefficients: int
) -> np.ndarray:
    """Codes 0.. of the values of ``column``; ``stratum`` are codes of the rows.

    Raises EstimationError when there are no more than ``n_coefficients`` (their covariance would
    be singular), or when rows of one ``customer_id`` overlap within a stratum, so that the
    customer would be at risk twice at once.
    """
    codes, values = pd.factorize(frame[column])
    if len(values) <= n_coefficients:
        raise EstimationError(
            f"cluster {column!r} has {len(values)} values for {n_coefficients} coefficients, and "
            "errors by cluster need more clusters than coefficients (30 is a usual least); name a "
            "finer column"
        )
    if column == CUSTOMER:
        _check_overlap(frame, codes, stratum)
    return np.asarray(codes)


def _check_overlap(frame: pd.DataFrame, customer: np.ndarray, stratum: np.ndarray) -> None:
    entry, tenure = frame["entry"].to_numpy(float), frame["tenure"].to_numpy(float)
    order = np.lexsort((entry, stratum, customer))
    same = (np.diff(customer[order]) == 0) & (np.diff(stratum[order]) == 0)
    overlapping = same & (entry[order[1:]] < tenure[order[:-1]])
    if overlapping.any():
        worst = frame[CUSTOMER].iloc[order[1:][overlapping][0]]
        raise EstimationError(
            f"column 'entry' is before the 'tenure' of the row that precedes it in "
            f"{int(overlapping.sum()):,} rows of durations, so customers would be at risk twice at "
            f"once (first: customer_id {worst!r}); cut their histories into stretches that follow "
            "one another"
        )
