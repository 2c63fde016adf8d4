"""Standard errors of a Cox model that hold when rows of one cluster depend on each other."""

import numpy as np

from analysis.estimate.partial_likelihood import Evaluation, PartialLikelihood


def estimate_score_residuals(likelihood: PartialLikelihood, at: Evaluation) -> np.ndarray:
    """Each row's contribution to the score (rows x columns), its weight included, ties shared as
    Efron's method does. As R's ``residuals(fit, type = "score", weighted = TRUE)``."""
    sums, design = at.sums, likelihood.design
    pulls = at.total * sums.square[:, None] - at.tied * sums.square_f[:, None]
    held = design * likelihood.accumulate(sums.inverse)[:, None] - likelihood.accumulate(pulls)
    residuals: np.ndarray = -at.risk[:, None] * held
    rows, times = likelihood.event_rows, likelihood.event_time
    tied_pulls = at.total * sums.square_f[:, None] - at.tied * sums.square_ff[:, None]
    shared = design[rows] * sums.inverse_f[times][:, None] - tied_pulls[times]
    mean = at.total * sums.inverse[:, None] - at.tied * sums.inverse_f[:, None]
    mean = mean / likelihood.weight_of_events[:, None]
    residuals[rows] += design[rows] - mean[times] + at.risk[rows][:, None] * shared
    return residuals if likelihood.weight is None else residuals * likelihood.weight[:, None]


def sum_by_code(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Rows of ``values`` (rows x columns) added up within ``codes`` 0.. (codes x columns)."""
    return np.column_stack([np.bincount(codes, column) for column in values.T])


def estimate_robust_covariance(
    likelihood: PartialLikelihood, at: Evaluation, covariance: np.ndarray, *, cluster: np.ndarray
) -> np.ndarray:
    """Sandwich of the inverse information ``covariance`` and the score residuals summed by
    ``cluster`` (codes 0.. of the rows). Lin and Wei (1989); equals R's ``coxph(..., cluster)``,
    which makes no correction for few clusters."""
    residuals = estimate_score_residuals(likelihood, at)
    changes = sum_by_code(residuals, cluster) @ covariance
    return np.asarray(changes.T @ changes)
