"""Errors and a test that do not need normal answers, when some of them are missing.

Huber and White's errors around the observed information, and the chi-square of Yuan and Bentler
(2000) in the form of Mplus: lavaan's ``MLR`` with ``missing = "ml"``.
"""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.group_likelihood import GroupLikelihood, Maximum
from analysis.estimate.structural.missing_baseline import Baseline
from analysis.estimate.structural.missing_likelihood import (
    inform_moments,
    lower_triangle,
    stack_derivatives,
    sum_score_products,
)
from analysis.estimate.structural.missing_moments import SaturatedMoments


@dataclass(frozen=True, eq=False)
class MissingCorrection:
    """``vcov`` (q, q) of the parameters; ``scaling`` and ``baseline_scaling`` divide the two
    chi-squares."""

    vcov: np.ndarray
    scaling: float
    baseline_scaling: float


def correct_missing(
    likelihood: GroupLikelihood, maximum: Maximum, saturated: SaturatedMoments, baseline: Baseline
) -> MissingCorrection:
    """The corrections for one group, whose patterns must hold their rows."""
    (patterns,), model = likelihood.patterns, likelihood.model
    own = model.of_group(maximum.theta, 0)
    mean, in_mean = model.ram.mean_derivatives(own)
    covariance, in_covariance = model.ram.covariance_derivatives(own)
    change = model.spread(0).T @ stack_derivatives(in_mean, in_covariance)
    meat = change @ sum_score_products(patterns, mean, covariance) @ change.T
    bread = np.linalg.inv(maximum.information)
    p = len(mean)
    n_moments = p + p * (p + 1) // 2
    whole = _trace(
        sum_score_products(patterns, saturated.mean, saturated.covariance),
        inform_moments(patterns, saturated.mean, saturated.covariance),
    )
    spare = n_moments - model.n_parameters
    base = _free_moments(baseline)
    alone = _trace(
        sum_score_products(patterns, baseline.mean, baseline.covariance)[base],
        inform_moments(patterns, baseline.mean, baseline.covariance)[base],
    )
    base_spare = n_moments - baseline.n_parameters
    return MissingCorrection(
        bread @ meat @ bread,
        (whole - float(np.sum(bread * meat))) / spare if spare else 1.0,
        (whole - alone) / base_spare if base_spare else 1.0,
    )


def _trace(products: np.ndarray, information: np.ndarray) -> float:
    return float(np.trace(np.linalg.solve(information, products)))


def _free_moments(baseline: Baseline) -> tuple[np.ndarray, ...]:
    row, column, _ = lower_triangle(len(baseline.mean))
    free = np.concatenate([np.ones(len(baseline.mean), bool), baseline.free[row, column]])
    kept = np.flatnonzero(free)
    return np.ix_(kept, kept)
