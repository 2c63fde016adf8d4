"""Diagonally weighted least squares on polychoric correlations, and its robust test."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimate.structural.delta_parametrisation import CorrelationModel
from analysis.estimate.structural.fit_measures import (
    TestStatistic,
    comparative_fit,
    rmsea_interval,
    root_mean_square_error,
    standardised_residual,
    tucker_lewis,
)
from analysis.estimate.structural.identification import find_flat_directions
from analysis.estimate.structural.optimise import minimise

Array = NDArray[np.float64]


@dataclass(frozen=True)
class CorrelationSample:
    """Correlations (pairs), n times their covariance (pairs, pairs), and n."""

    rho: Array
    gamma: Array
    n: int

    @property
    def weight(self) -> Array:
        """Of each squared residual: one over the variance of its correlation."""
        return 1 / np.diag(self.gamma)


@dataclass(frozen=True)
class LeastSquaresFit:
    """Where the search ended. ``theta`` and ``vcov`` hold the implied variances too.

    ``flat`` (k, parameters) are directions about which the correlations say nothing; ``scaled``
    is ``chi_square`` adjusted so that it has a chi-square distribution.
    """

    theta: Array
    vcov: Array
    rho: Array
    converged: bool
    flat: Array
    chi_square: float
    scaled: float
    degrees_of_freedom: int


@dataclass(frozen=True)
class _WeightedSquares:
    """The sum of weighted squared residuals, as ``optimise`` wants it."""

    model: CorrelationModel
    sample: CorrelationSample

    def value(self, theta: Array, members: NDArray[np.int64]) -> Array:
        complete = self.model.complete(theta)
        first, second = self.model.pairs
        gap = self.sample.rho - self.model.model.implied_covariance(complete)[:, first, second]
        total = np.asarray(gap**2 @ self.sample.weight)
        return np.where(np.isfinite(total), total, np.inf)

    def scores(self, theta: Array, members: NDArray[np.int64]) -> tuple[Array, Array]:
        rho, slopes, _ = self.model.derivatives(self.model.complete(theta))
        weighted = slopes * self.sample.weight
        gradient = -2 * (weighted @ (self.sample.rho - rho)[..., None])[..., 0]
        return gradient, 2 * weighted @ np.swapaxes(slopes, -1, -2)


def fit_correlations(
    model: CorrelationModel, sample: CorrelationSample, start: Array
) -> LeastSquaresFit:
    """Least squares from ``start`` (free), robust covariance and adjusted test.

    Covariance and chi-square use n - 1 as lavaan does; sandwich of Browne (1984), test adjusted
    in mean and variance by Asparouhov and Muthen (2010, Simple second order chi-square
    correction).
    """
    search = minimise(_WeightedSquares(model, sample), start[None])
    theta = model.complete(search.theta)[0]
    rho, slopes, by_variance = model.derivatives(theta)
    chi_square = (sample.n - 1) * float(search.value[0])
    df = len(sample.rho) - len(model.free)
    weighted = slopes * sample.weight
    information = weighted @ slopes.T
    bread = _invert(information)
    vcov = bread @ weighted @ sample.gamma @ weighted.T @ bread / (sample.n - 1)
    spread = np.zeros((len(theta), len(model.free)))
    spread[model.free] = np.eye(len(model.free))
    spread[model.implied] = by_variance.T
    residual = np.diag(sample.weight) - weighted.T @ bread @ weighted
    return LeastSquaresFit(
        theta=theta,
        vcov=spread @ vcov @ spread.T,
        rho=rho,
        converged=bool(search.converged[0]),
        flat=find_flat_directions(information) @ spread.T,
        chi_square=chi_square,
        scaled=scale_and_shift(chi_square, df, residual @ sample.gamma),
        degrees_of_freedom=df,
    )


def scale_and_shift(chi_square: float, degrees_of_freedom: int, weighted: Array) -> float:
    """``chi_square`` turned so that its mean and variance are those of the distribution.

    ``weighted`` is U Gamma, the residual weight matrix times the asymptotic covariance.
    """
    if degrees_of_freedom == 0:
        return 0.0
    df, mean = degrees_of_freedom, float(np.trace(weighted))
    spread = float((weighted * weighted.T).sum())
    scale = np.sqrt(df / spread)
    return float(scale * chi_square + df - scale * mean)


def measure_ordinal_fit(fit: LeastSquaresFit, sample: CorrelationSample) -> dict[str, float]:
    """Fit indices, from the plain and (``scaled_``) from the adjusted chi-square.

    The baseline model has no correlations: U is then the weight matrix itself. The plain ones
    are descriptive only: the plain chi-square has no chi-square distribution.
    """
    n_pairs = len(sample.rho)
    baseline = (sample.n - 1) * float(sample.rho**2 @ sample.weight)
    scaled_baseline = scale_and_shift(baseline, n_pairs, sample.weight[:, None] * sample.gamma)
    df = fit.degrees_of_freedom
    target = TestStatistic(fit.chi_square, df), TestStatistic(baseline, n_pairs)
    scaled = TestStatistic(fit.scaled, df), TestStatistic(scaled_baseline, n_pairs)
    return {
        **_indices(*target, sample.n),
        "degrees_of_freedom": float(df),
        "srmr": standardised_residual(_correlation(sample.rho), _correlation(fit.rho)),
        "baseline_degrees_of_freedom": float(n_pairs),
        **{f"scaled_{name}": value for name, value in _indices(*scaled, sample.n).items()},
    }


def _invert(information: Array) -> Array:
    """Inverse in units of each parameter's own precision; generalised where it is singular."""
    size = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
    scale = np.outer(size, size)
    return np.asarray(np.linalg.pinv(information / scale, hermitian=True) / scale)


def _indices(target: TestStatistic, baseline: TestStatistic, n: int) -> dict[str, float]:
    low, high = rmsea_interval(target.chi_square, target.degrees_of_freedom, n - 1)
    return {
        "chi_square": target.chi_square,
        "p_value": target.p_value if target.degrees_of_freedom else np.nan,
        "cfi": comparative_fit(target, baseline),
        "tli": tucker_lewis(target, baseline),
        "rmsea": root_mean_square_error(target, n - 1),
        "rmsea_low": low,
        "rmsea_high": high,
        "baseline_chi_square": baseline.chi_square,
    }


def _correlation(rho: Array) -> Array:
    """The matrix of the correlations of its lower triangle, taken row by row."""
    size = math.isqrt(2 * len(rho)) + 1
    matrix = np.eye(size)
    first, second = np.tril_indices(size, -1)
    matrix[first, second] = matrix[second, first] = rho
    return matrix
