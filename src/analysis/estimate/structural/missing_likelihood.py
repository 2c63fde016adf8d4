"""The normal likelihood of incomplete rows as a function of means and covariances.

Everything is summed over the patterns in the space of the moments, once, so that thousands of
patterns cost little more than one; a model's derivatives are contracted with the sums afterwards.
Writing W for the inverse covariance of the answered items (zero elsewhere), d for observed less
implied means and V for W (S + dd') W, the log likelihood of a pattern of n rows has

    gradient        n W d                        in the means
                    n (V - W) / 2                in the covariance
    information     n W                          means and means
                    n dm' W dC W d               means and covariance
                    n tr[(V - W / 2) dC W dC']   covariance and covariance

(Magnus and Neudecker 1999, chapter 15; Savalei 2010 for incomplete data).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.missing_patterns import MissingPatterns

_FEW_PATTERNS = 8
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class MomentScores:
    """The log likelihood and its gradient in the means (p,) and the covariance (p, p): a change
    dC of the covariance changes it by ``sum(covariance * dC)``."""

    log_likelihood: float
    mean: np.ndarray
    covariance: np.ndarray


def lower_triangle(p: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and weight of each covariance of p items, the order of all that follows: one off
    the diagonal counts for both of its places in the matrix."""
    row, column = np.tril_indices(p)
    return row, column, np.where(row == column, 1.0, 2.0)


def stack_derivatives(means: np.ndarray, covariances: np.ndarray) -> np.ndarray:
    """Derivatives (q, p) of the means and (q, p, p) of the covariance side by side, the latter
    by their lower triangle (q, p + p (p + 1) / 2)."""
    row, column, _ = lower_triangle(means.shape[1])
    return np.hstack([means, covariances[:, row, column]])


def score_moments(
    patterns: MissingPatterns, mean: np.ndarray, covariance: np.ndarray
) -> MomentScores:
    """Log likelihood and gradient at ``mean`` (p,) and ``covariance`` (p, p).

    The log likelihood is minus infinity where the covariance is not positive definite.
    """
    p = len(mean)
    total, in_mean, in_covariance = 0.0, np.zeros(p), np.zeros((p, p))
    if not is_positive_definite(covariance):
        return MomentScores(-np.inf, in_mean, in_covariance)
    for part, sums in _pattern_sums(patterns, mean, covariance):
        n, several = part.counts, sums.several
        spread = np.einsum("kij,kij->k", sums.inverse[several], part.covariances[several])
        distance = np.einsum("ki,ki->k", sums.gap, sums.weighted)
        constant = part.seen.sum(axis=1) * np.log(2 * np.pi)
        total -= (n @ (constant + sums.log_determinant + distance) + n[several] @ spread) / 2
        in_mean += n @ sums.weighted
        in_covariance += (n[:, None] * sums.weighted).T @ sums.weighted / 2
        in_covariance += np.tensordot(n[several], sums.spread, 1) / 2
        in_covariance -= np.tensordot(n, sums.inverse, 1) / 2
    return MomentScores(float(total), in_mean, in_covariance)


def inform_moments(
    patterns: MissingPatterns,
    mean: np.ndarray,
    covariance: np.ndarray,
    *,
    expected: bool = False,
) -> np.ndarray:
    """Observed information on the means and the lower triangle of the covariance (p + p (p + 1) / 2
    square) at ``mean`` (p,) and a positive definite ``covariance`` (p, p); or that ``expected`` of
    respondents with the same patterns: V is then W, and d zero, on average."""
    p = len(mean)
    row, column, weight = lower_triangle(p)
    in_mean, cross = np.zeros((p, p)), np.zeros((len(row), p))
    products = np.zeros((len(row), len(row)))
    for part, sums in _pattern_sums(patterns, mean, covariance):
        n = part.counts[:, None]
        inverse = sums.inverse[:, row, column]
        in_mean += np.tensordot(part.counts, sums.inverse, 1)
        left = inverse / 2
        if not expected:
            cross += inverse.T @ (n * sums.weighted)
            left = sums.weighted[:, row] * sums.weighted[:, column] - left
            left[sums.several] += sums.spread[:, row, column]
        products += (n * left).T @ inverse
    at = _places(p)
    mixed = (cross[at[:, row], column] + cross[at[:, column], row]) * weight / 2
    whole = np.block([[in_mean, mixed], [mixed.T, _cross_products(products, at)]])
    return np.asarray((whole + whole.T) / 2)


def inform_parameters(
    patterns: MissingPatterns,
    moments: tuple[np.ndarray, np.ndarray],
    derivatives: tuple[np.ndarray, np.ndarray],
    *,
    expected: bool = False,
) -> np.ndarray:
    """Information (q, q) on parameters that move the ``moments`` (mean, covariance) with
    ``derivatives`` (q, p) and (q, p, p); the second derivatives of the moments are left out.

    Few patterns are contracted one by one, many by way of their sum.
    """
    change = stack_derivatives(*derivatives)
    if len(patterns.counts) > _FEW_PATTERNS:
        return np.asarray(change @ inform_moments(patterns, *moments, expected=expected) @ change.T)
    in_mean, in_covariance = derivatives
    q = len(in_mean)
    total = np.zeros((q, q))
    for part, sums in _pattern_sums(patterns, *moments):
        several = np.cumsum(sums.several) - 1
        for k, n in enumerate(part.counts):
            inverse, weighted = sums.inverse[k], sums.weighted[k]
            left = inverse / 2
            if not expected:
                left = np.outer(weighted, weighted) - left
                left += sums.spread[several[k]] if sums.several[k] else 0.0
                mixed = in_mean @ inverse @ (in_covariance @ weighted).T
                total += n * (mixed + mixed.T)
            outer = (in_covariance @ left).reshape(q, -1)
            inner = (inverse @ in_covariance).reshape(q, -1)
            total += n * (in_mean @ inverse @ in_mean.T + outer @ inner.T)
    return (total + total.T) / 2


def sum_score_products(
    patterns: MissingPatterns, mean: np.ndarray, covariance: np.ndarray
) -> np.ndarray:
    """Sum over rows of the products of each row's gradient with itself, in the means and the lower
    triangle of the covariance (p + p (p + 1) / 2 square); the patterns must hold their rows."""
    if patterns.rows is None or patterns.member is None:
        raise ValueError("the rows themselves are needed, not their moments by pattern")
    row, column, weight = lower_triangle(len(mean))
    total = np.zeros((len(mean) + len(row),) * 2)
    for start in range(0, len(patterns.rows), _ROWS_AT_ONCE):
        part = patterns.rows[start : start + _ROWS_AT_ONCE]
        kinds, member = np.unique(
            patterns.member[start : start + _ROWS_AT_ONCE], return_inverse=True
        )
        inverse, _ = _invert(patterns.seen[kinds], covariance)
        gap = np.nan_to_num(part - mean)
        weighted = (inverse[member] @ gap[:, :, None])[:, :, 0]
        spread = weighted[:, row] * weighted[:, column] - inverse[:, row, column][member]
        scores = np.hstack([weighted, spread * weight / 2])
        total += scores.T @ scores
    return total


def is_positive_definite(matrix: np.ndarray) -> bool:
    """Whether the symmetric ``matrix`` has a Cholesky factor."""
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return bool(np.isfinite(matrix).all())


@dataclass(frozen=True)
class _Sums:
    """Of each pattern: W, log determinant, d and Wd; and W S W of the ``several`` that have more
    than one row, as a single row has no covariance."""

    inverse: np.ndarray
    log_determinant: np.ndarray
    gap: np.ndarray
    weighted: np.ndarray
    several: np.ndarray
    spread: np.ndarray


def _pattern_sums(
    patterns: MissingPatterns, mean: np.ndarray, covariance: np.ndarray
) -> Iterator[tuple[MissingPatterns, _Sums]]:
    for part in patterns.parts():
        inverse, log_determinant = _invert(part.seen, covariance)
        gap = np.where(part.seen, part.means - mean, 0.0)
        weighted = (inverse @ gap[:, :, None])[:, :, 0]
        several = part.counts > 1
        spread = inverse[several] @ part.covariances[several] @ inverse[several]
        yield part, _Sums(inverse, log_determinant, gap, weighted, several, spread)


def _places(p: int) -> np.ndarray:
    """Where each cell of a symmetric matrix (p, p) is in its lower triangle."""
    row, column, _ = lower_triangle(p)
    at = np.zeros((p, p), int)
    at[row, column] = at[column, row] = np.arange(len(row))
    return at


def _cross_products(products: np.ndarray, at: np.ndarray) -> np.ndarray:
    """tr[U dC W dC'] for unit changes of two covariances, from the sums ``products`` of U[i, j]
    W[k, l]: each change has two places in the matrix, or twice the one on the diagonal."""
    row, column, weight = lower_triangle(len(at))
    half = weight / 2
    total = np.zeros_like(products)
    for a, b in ((row, column), (column, row)):
        for c, d in ((row, column), (column, row)):
            total += products[at[np.ix_(a, d)], at[np.ix_(b, c)]]
    return np.asarray(total * half[:, None] * half)


def _invert(seen: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Inverse covariances of the answered items (K, p, p), zero elsewhere, and their log
    determinants (K,), by taking the missing items out of the inverse of all."""
    whole = np.linalg.inv(covariance)
    whole = (whole + whole.T) / 2
    inverse = np.empty((*seen.shape, len(covariance)))
    log_determinant = np.full(len(seen), np.linalg.slogdet(covariance)[1])
    missing = (~seen).sum(axis=1)
    for m in np.unique(missing):
        at = np.flatnonzero(missing == m)
        out = np.nonzero(~seen[at])[1].reshape(len(at), m)
        rows = whole[out]
        block = whole[out[:, :, None], out[:, None, :]]
        inverse[at] = whole - np.swapaxes(rows, 1, 2) @ np.linalg.solve(block, rows)
        log_determinant[at] += np.linalg.slogdet(block)[1]
    inverse *= seen[:, :, None] & seen[:, None, :]
    return inverse, log_determinant
