"""Maximum likelihood from covariances alone: discrepancy, its slope, and the search.

Bollen (1989), Structural Equations with Latent Variables, chapter 4. The discrepancy is
F = log|Sigma| - log|S| - p + tr(S Sigma^-1); n F is the likelihood-ratio chi-square.
"""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.covariance_change import CovarianceChange
from analysis.estimate.structural.optimise import complex_jacobian, minimise, polish
from analysis.estimate.structural.ram import RamModel

ROUGH_TOLERANCE = 1e-2


def discrepancy(model: RamModel, theta: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """F (...) of ``covariance`` (..., p, p); infinite where the implied one is impossible."""
    sigma = model.implied_covariance(theta)
    covariance = np.broadcast_to(covariance, sigma.shape)
    try:
        half = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError:  # one bad member spoils the stack
        return _discrepancy_of_possible(model, theta, sigma, covariance)
    determinant = 2 * np.log(np.einsum("...ii->...i", half)).sum(axis=-1)
    trace = np.einsum("...ii->...", np.linalg.solve(sigma, covariance))
    saturated = np.linalg.slogdet(covariance)[1] + sigma.shape[-1]
    return np.asarray(determinant + trace - saturated)


def _discrepancy_of_possible(
    model: RamModel, theta: np.ndarray, sigma: np.ndarray, covariance: np.ndarray
) -> np.ndarray:
    possible = np.asarray(np.isfinite(sigma).all(axis=(-1, -2)))
    smallest = np.linalg.eigvalsh(np.where(possible[..., None, None], sigma, 0.0))[..., 0]
    # Cholesky fails at rounding before the smallest eigenvalue reaches zero
    size = np.abs(np.einsum("...ii->...", sigma))
    possible &= smallest > 1e-13 * np.where(possible, size, 1.0)
    value = np.full(possible.shape, np.inf)
    if possible.any():
        value[possible] = discrepancy(model, theta[possible], covariance[possible])
    return value


def slopes(model: RamModel, theta: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Gradient of F (..., q): -tr[W (S - Sigma) W dSigma] with W = Sigma^-1; complex-safe."""
    change = model.change_covariance(theta)
    return _slopes(change, np.linalg.inv(change.sigma), covariance)


def scores(
    model: RamModel, theta: np.ndarray, covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient (..., q) and expected second derivatives (..., q, q) of F: tr[W dSigma W dSigma'].

    Both are sums over products of a few columns: see ``covariance_change``.
    """
    change = model.change_covariance(theta)
    weight = np.linalg.inv(change.sigma)
    return _slopes(change, weight, covariance), change.products(weight)


def _slopes(change: CovarianceChange, weight: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    return -change.traces(weight @ (covariance - change.sigma) @ weight)


def expected_information(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """Expected information of one respondent (..., q, q)."""
    change = model.change_covariance(theta)
    return change.products(np.linalg.inv(change.sigma)) / 2


def observed_information(model: RamModel, theta: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Half the second derivatives of F at ``theta`` (q,), by complex steps of its gradient."""
    hessian = complex_jacobian(lambda at: slopes(model, at, covariance), theta)
    return (hessian + hessian.T) / 4


@dataclass(frozen=True, eq=False)
class CovarianceObjective:
    """F for a stack of covariance matrices (b, p, p), for ``optimise.minimise``."""

    model: RamModel
    covariances: np.ndarray

    def value(self, theta: np.ndarray, members: np.ndarray) -> np.ndarray:
        return discrepancy(self.model, theta, self.covariances[members])

    def scores(self, theta: np.ndarray, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return scores(self.model, theta, self.covariances[members])


def maximise_likelihood(model: RamModel, covariance: np.ndarray) -> tuple[np.ndarray, float, bool]:
    """The parameters (q,) that fit ``covariance`` best, F there, and whether the search settled."""
    objective = CovarianceObjective(model, np.asarray(covariance, dtype=float)[None])
    with one_blas_thread():
        rough = minimise(objective, model.start(covariance)[None], tolerance=ROUGH_TOLERANCE)
        theta = rough.theta[0]
        theta = polish(objective, theta, 2 * observed_information(model, theta, covariance))
        search = minimise(objective, theta[None])
    return search.theta[0], float(search.value[0]), bool(search.converged[0])
