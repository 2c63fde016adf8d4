"""Thousands of refits at once: respondents drawn again, models fitted as one stack.

Each draw is a set of counts on respondents, so its covariance matrix is a weighted sum; with many
respondents the counts fall on buckets of them instead (moments per bucket are all that is needed,
so an engine can make them in one scan).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.maximum_likelihood import CovarianceObjective
from analysis.estimate.structural.optimise import minimise

TOLERANCE = 1e-5  # far below the spread of the draws
ROUNDS = 100
STACK_NUMBERS = 200_000  # of the curvatures held at once: the cache keeps them
MOST_ROWS, BUCKETS = 10_000, 1_000
LEAST_CONVERGED = 0.9


@dataclass(frozen=True, eq=False)
class BucketMoments:
    """Respondents in buckets made at random: how many (b,), sums (b, p), sums of products
    (b, p, p) of ``observed``, in that order."""

    observed: tuple[str, ...]
    n: np.ndarray
    sums: np.ndarray
    products: np.ndarray


@dataclass(frozen=True, eq=False)
class BootstrapDraws:
    """``theta`` (draws that can be used, q), how many of all cannot, and how they were made."""

    theta: np.ndarray
    n_failed: int
    method: str = "bootstrap"


def bootstrap_fit(
    fit: StructuralFit,
    *,
    draws: int,
    rng: np.random.Generator,
    buckets: BucketMoments | None = None,
) -> BootstrapDraws:
    """Refit the model of ``fit`` to ``draws`` samples drawn from its respondents with replacement.

    ``buckets`` stands for the respondents where their answers were never in memory. Raises
    EstimationError for a fit that may not be read, was not made from complete answers, or when more
    than a tenth of the refits do not converge.
    """
    fit.require_usable()
    if draws < 1:
        raise ParameterError(f"bootstrap draws must be at least 1, not {draws}")
    counts, centred = _unit_sums(fit, buckets, rng)
    with one_blas_thread():
        parts = [
            _refit(fit, covariances)
            for covariances in _resample(counts, centred, draws, _chunk(fit), rng)
        ]
    theta = np.concatenate(parts)
    if len(theta) < LEAST_CONVERGED * draws:
        raise EstimationError(
            f"only {len(theta)} of {draws} bootstrap refits converged: the model is too large for "
            f"{fit.n} respondents; simplify it"
        )
    return BootstrapDraws(theta, draws - len(theta))


def draw_parameters(fit: StructuralFit, *, draws: int, rng: np.random.Generator) -> BootstrapDraws:
    """Parameters drawn around their estimates as their joint precision says (the Monte Carlo
    method of MacKinnon, Lockwood and Williams 2004): for answers with gaps or categories, where
    refitting is slow; products of coefficients keep their skewness."""
    fit.require_usable()
    values, vectors = np.linalg.eigh(fit.vcov)
    root = vectors * np.sqrt(np.maximum(values, 0))
    noise = rng.standard_normal((draws, len(fit.theta)))
    return BootstrapDraws(fit.theta + noise @ root.T, 0, "Monte Carlo")


def bucket_rows(
    observed: tuple[str, ...], rows: np.ndarray, buckets: int, rng: np.random.Generator
) -> BucketMoments:
    """``rows`` (n, p) dealt at random into ``buckets``."""
    order = rng.permutation(len(rows))
    parts = [rows[part] for part in np.array_split(order, buckets)]
    return BucketMoments(
        observed,
        np.array([len(part) for part in parts]),
        np.array([part.sum(axis=0) for part in parts]),
        np.array([part.T @ part for part in parts]),
    )


def _chunk(fit: StructuralFit) -> int:
    return max(1, STACK_NUMBERS // fit.model.n_parameters**2)


def _refit(fit: StructuralFit, covariances: np.ndarray) -> np.ndarray:
    objective = CovarianceObjective(fit.model, covariances)
    start = np.broadcast_to(fit.theta, (len(covariances), len(fit.theta)))
    search = minimise(objective, start, tolerance=TOLERANCE, rounds=ROUNDS)
    return search.theta[search.converged]


def _unit_sums(
    fit: StructuralFit, buckets: BucketMoments | None, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Size (units,) of each unit that is drawn, and its sums: p of deviations, then the products
    of the lower triangle. Deviations from the mean keep the digits."""
    moments = fit.moments
    if moments is None or (moments.rows is None and buckets is None):
        raise EstimationError(
            f"the bootstrap needs complete answers: not available for {fit.estimator} from "
            "these data; use the delta method"
        )
    low = np.tril_indices(len(moments.observed))
    if buckets is None:
        assert moments.rows is not None
        rows = moments.rows - moments.means
        if len(rows) <= MOST_ROWS:
            return np.ones(len(rows)), np.hstack([rows, rows[:, low[0]] * rows[:, low[1]]])
        dealt = bucket_rows(moments.observed, rows, BUCKETS, rng)
        return dealt.n.astype(float), np.hstack([dealt.sums, dealt.products[:, low[0], low[1]]])
    at = np.array([buckets.observed.index(name) for name in moments.observed])
    sizes, sums = buckets.n.astype(float), buckets.sums[:, at]
    products = buckets.products[:, at[:, None], at]
    mean = moments.means
    products = products - sums[:, :, None] * mean - mean[:, None] * sums[:, None, :]
    products = products + sizes[:, None, None] * np.outer(mean, mean)
    return sizes, np.hstack([sums - sizes[:, None] * mean, products[:, low[0], low[1]]])


def _resample(
    sizes: np.ndarray, sums: np.ndarray, draws: int, chunk: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Covariance matrices (k, p, p) of samples of as many units as there are, k at a time."""
    units = len(sizes)
    p = int((np.sqrt(8 * sums.shape[1] + 9) - 3) / 2)  # sums holds p + p (p + 1) / 2
    low = np.tril_indices(p)
    for start in range(0, draws, chunk):
        size = min(chunk, draws - start)
        drawn = rng.integers(units, size=(size, units)) + units * np.arange(size)[:, None]
        weight = np.bincount(drawn.ravel(), minlength=size * units).reshape(size, units)
        mean = weight @ sums / (weight @ sizes)[:, None]
        covariance = np.empty((size, p, p))
        covariance[:, low[0], low[1]] = mean[:, p:]
        covariance[:, low[1], low[0]] = mean[:, p:]
        yield covariance - mean[:, :p, None] * mean[:, None, :p]


def percentile_interval(
    values: np.ndarray, confidence_level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Bounds (k,) that hold the middle ``confidence_level`` of ``values`` (draws, k)."""
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(values, [tail, 1 - tail], axis=0)
    return low, high
