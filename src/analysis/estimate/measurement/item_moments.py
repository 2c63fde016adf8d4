"""Correlations and covariances of survey items, with answers missing, and their bootstrap."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.measurement.item_answers import ItemAnswers

_ROWS_AT_ONCE = 4096
_CELLS_AT_ONCE = 4_000_000
_LEAST_EIGENVALUE = 1e-6
_LEAST_SPREAD = 1e-12  # of an item's sum of squares; what is less is rounding


def correlate_items(answers: ItemAnswers) -> pd.DataFrame:
    """The correlation matrix of the items.

    ``pairwise``: each correlation from the respondents who answered both; ``mean``: missing
    answers replaced by the item's mean, which pulls correlations towards zero. Raises
    EstimationError for an item that all who answered another answered alike.
    """
    ones = np.ones((1, answers.n))
    (matrix,) = _correlations(answers, ones)
    _check_known(answers, matrix)
    return pd.DataFrame(matrix, index=list(answers.names), columns=list(answers.names))


def resample_correlations(
    answers: ItemAnswers, *, n_draws: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Correlation matrices of ``n_draws`` bootstrap samples of respondents, in batches (b, p, p).

    Missing (NaN) where an item has no variance in the sample. The same correlations as
    ``correlate_items``; Efron and Tibshirani (1993), An Introduction to the Bootstrap.
    """
    return _resample(answers, _correlations, n_draws, rng)


def covary_items(answers: ItemAnswers) -> np.ndarray:
    """Covariances (p, p) of the items (divisor n), each from the respondents who answered both."""
    return np.asarray(_covariances(answers, np.ones((1, answers.n)))[0])


def resample_covariances(
    answers: ItemAnswers, *, n_draws: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Covariances of ``n_draws`` bootstrap samples of respondents, in batches (b, p, p)."""
    return _resample(answers, _covariances, n_draws, rng)


def smooth_correlations(correlations: np.ndarray) -> np.ndarray:
    """Correlation matrices (…, p, p) made positive definite where they are not.

    Eigenvalues below 1e-6 are raised to it and the diagonal is brought back to one, as pairwise
    correlations need not be those of any sample (Knol and ten Berge 1989 for the background).
    Matrices with missing values stay as they are.
    """
    usable = np.isfinite(correlations).all(axis=(-1, -2), keepdims=True)
    filled = np.where(usable, correlations, np.eye(correlations.shape[-1]))
    values, vectors = np.linalg.eigh(filled)
    raised = (vectors * np.maximum(values, _LEAST_EIGENVALUE)[..., None, :]) @ vectors.swapaxes(
        -1, -2
    )
    scale = np.sqrt(np.diagonal(raised, axis1=-2, axis2=-1))
    smoothed = raised / (scale[..., :, None] * scale[..., None, :])
    low = values[..., :1, None] < _LEAST_EIGENVALUE
    return np.where(usable & low, smoothed, correlations)


def _check_known(answers: ItemAnswers, matrix: np.ndarray) -> None:
    unknown = np.argwhere(~np.isfinite(matrix))
    if not len(unknown):
        return
    pair = unknown[0]
    both = answers.given[:, pair].all(axis=1)
    spread = np.ptp(answers.values[both][:, pair], axis=0)
    alike, other = (answers.names[k] for k in pair[np.argsort(spread)])
    raise EstimationError(
        f"items {alike!r} and {other!r} have no correlation: all {int(both.sum())} respondents who "
        f"answered both gave {alike!r} the same answer; leave {alike!r} or {other!r} out of the "
        "model"
    )


def _resample(
    answers: ItemAnswers,
    statistic: Callable[[ItemAnswers, np.ndarray], np.ndarray],
    n_draws: int,
    rng: np.random.Generator,
) -> Iterator[np.ndarray]:
    size = max(1, min(n_draws, 256, _CELLS_AT_ONCE // answers.n))
    for first in range(0, n_draws, size):
        batch = min(size, n_draws - first)
        yield statistic(answers, _draw_counts(answers.n, batch, rng))


def _draw_counts(n: int, batch: int, rng: np.random.Generator) -> np.ndarray:
    """How often each of ``n`` respondents is drawn in each of ``batch`` samples."""
    drawn = rng.integers(0, n, size=(batch, n)) + n * np.arange(batch)[:, None]
    return np.bincount(drawn.ravel(), minlength=batch * n).reshape(batch, n).astype(float)


def _correlations(answers: ItemAnswers, counts: np.ndarray) -> np.ndarray:
    """Correlations (b, p, p) under respondent counts (b, n)."""
    if answers.complete:
        return _scale(_complete_products(answers.values, counts))
    sums = _pair_sums(answers, counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        if answers.missing == "pairwise":
            return _pairwise(*sums)
        return _mean_replaced(*sums)


def _covariances(answers: ItemAnswers, counts: np.ndarray) -> np.ndarray:
    """Covariances (b, p, p) under respondent counts (b, n)."""
    if answers.complete:
        products = _complete_products(answers.values, counts)
        return np.asarray(products / counts.sum(axis=1)[:, None, None])
    cross, total, _, both = _pair_sums(answers, counts)
    together = np.where(both > 0, both, np.nan)
    return np.asarray((cross - total * total.swapaxes(-1, -2) / together) / together)


def _complete_products(values: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Centred cross products (b, p, p) under respondent counts (b, n)."""
    p = values.shape[1]
    rows, columns = np.triu_indices(p)
    products = np.zeros((len(counts), len(rows)))
    totals = np.zeros((len(counts), p))
    for first in range(0, len(values), _ROWS_AT_ONCE):
        part = values[first : first + _ROWS_AT_ONCE]
        weight = counts[:, first : first + _ROWS_AT_ONCE]
        products += weight @ (part[:, rows] * part[:, columns])
        totals += weight @ part
    n = counts.sum(axis=1)[:, None, None]
    cross = np.empty((len(counts), p, p))
    cross[:, rows, columns] = cross[:, columns, rows] = products
    return np.asarray(cross - totals[:, :, None] * totals[:, None, :] / n)


def _pair_sums(
    answers: ItemAnswers, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Sums over respondents who answered both: x_j x_k, x_j, x_j squared, and how many."""
    p = answers.values.shape[1]
    sums = np.zeros((4, len(counts), p * p))
    for first in range(0, answers.n, _ROWS_AT_ONCE):
        part = answers.values[first : first + _ROWS_AT_ONCE]
        seen = answers.given[first : first + _ROWS_AT_ONCE].astype(float)
        weight = counts[:, first : first + _ROWS_AT_ONCE]
        for k, (left, right) in enumerate(
            ((part, part), (part, seen), (part**2, seen), (seen, seen))
        ):
            sums[k] += weight @ (left[:, :, None] * right[:, None, :]).reshape(len(part), -1)
    cross, total, square, both = sums.reshape(4, len(counts), p, p)
    return cross, total, square, both


def _pairwise(
    cross: np.ndarray, total: np.ndarray, square: np.ndarray, both: np.ndarray
) -> np.ndarray:
    spread = both * square - total**2
    moment = both * cross - total * total.swapaxes(-1, -2)
    spread = np.where(spread > _LEAST_SPREAD * both * square, spread, 0.0)
    scale = np.sqrt(spread * spread.swapaxes(-1, -2))
    found = np.clip(moment / np.where(scale > 0, scale, np.nan), -1, 1)
    return _with_unit_diagonal(found)


def _mean_replaced(
    cross: np.ndarray, total: np.ndarray, square: np.ndarray, both: np.ndarray
) -> np.ndarray:
    own = np.diagonal(both, axis1=-2, axis2=-1)
    mean = np.diagonal(total, axis1=-2, axis2=-1) / np.where(own > 0, own, np.nan)
    left, right = mean[..., :, None], mean[..., None, :]
    covariance = cross - right * total - left * total.swapaxes(-1, -2) + left * right * both
    return _scale(covariance)


def _scale(cross: np.ndarray) -> np.ndarray:
    variance = np.diagonal(cross, axis1=-2, axis2=-1)
    size = np.abs(variance).max(axis=-1, keepdims=True)
    deviation = np.sqrt(np.where(variance > 1e-12 * size, variance, np.nan))
    return _with_unit_diagonal(cross / (deviation[..., :, None] * deviation[..., None, :]))


def _with_unit_diagonal(matrices: np.ndarray) -> np.ndarray:
    index = np.arange(matrices.shape[-1])
    diagonal = matrices[..., index, index]
    matrices[..., index, index] = np.where(np.isfinite(diagonal), 1.0, np.nan)
    return matrices
