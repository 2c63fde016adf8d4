"""Errors and tests that do not need normally distributed answers.

Two established forms: ``MLM`` (Satorra and Bentler 1994: expected information, chi-square divided
by its mean) and ``MLR`` (Huber and White errors from the observed information; Yuan and Bentler
2000 in the asymptotically equal form of Mplus). Both need the covariance of the products of
deviations (``SampleMoments.gamma``).
"""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.identification import degrees_of_freedom
from analysis.estimate.structural.maximum_likelihood import (
    expected_information,
    observed_information,
)
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.ram import RamModel


@dataclass(frozen=True)
class Correction:
    """``vcov`` (q, q) of the parameters, and ``scaling`` that divides the chi-square."""

    vcov: np.ndarray
    scaling: float


def correct_satorra_bentler(
    model: RamModel, theta: np.ndarray, moments: SampleMoments
) -> Correction:
    """Sandwich around the expected information and the mean scaling, as lavaan's ``MLM``.

    ``moments.gamma`` must be there. The scaling is 1 for a saturated model.
    """
    bread = np.linalg.inv(expected_information(model, theta))
    weight, pulled = _weighted_derivatives(model, theta)
    meat = pulled.T @ moments.gamma @ pulled
    spare = degrees_of_freedom(model)
    # trace of the residual weight matrix times gamma
    total = np.sum(weight * moments.gamma) - np.sum(bread * meat)
    return Correction(bread @ meat @ bread / moments.n, total / spare if spare else 1.0)


def correct_huber_white(model: RamModel, theta: np.ndarray, moments: SampleMoments) -> Correction:
    """Sandwich around the observed information and the Yuan-Bentler scaling, as lavaan's ``MLR``.

    ``moments.gamma`` must be there. The scaling is 1 for a saturated model.
    """
    bread = np.linalg.inv(observed_information(model, theta, moments.covariance))
    _, pulled = _weighted_derivatives(model, theta)
    meat = pulled.T @ moments.gamma @ pulled
    spare = degrees_of_freedom(model)
    saturated = np.sum(normal_weight(np.linalg.inv(moments.covariance)) * moments.gamma)
    total = saturated - np.sum(bread * meat)
    return Correction(bread @ meat @ bread / moments.n, total / spare if spare else 1.0)


def normal_weight(inverse: np.ndarray) -> np.ndarray:
    """Information of one respondent on the lower triangle of a covariance matrix, from its
    ``inverse`` (p, p), under normality: (p*, p*)."""
    i, j = np.tril_indices(len(inverse))
    products = inverse[np.ix_(i, i)] * inverse[np.ix_(j, j)]
    products += inverse[np.ix_(i, j)] * inverse[np.ix_(j, i)]
    times = np.where(i == j, 1, 2)
    return products * np.outer(times, times) / 4


def _weighted_derivatives(model: RamModel, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sigma, change = model.covariance_derivatives(theta)
    low = np.tril_indices(len(sigma))
    weight = normal_weight(np.linalg.inv(sigma))
    return weight, weight @ change[:, low[0], low[1]].T
