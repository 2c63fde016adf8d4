"""Sampling covariance of thresholds and polychoric correlations, from the response patterns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from analysis.estimate.structural.polychoric import (
    OrdinalItems,
    PolychoricMoments,
    cell_probabilities,
    cell_slopes,
)

Array = NDArray[np.float64]

_BLOCK = 2_000_000  # scores held at once


@dataclass(frozen=True)
class _ScoreTables:
    """What one answer (or pair of answers) adds to each score, and the mean derivatives.

    ``threshold`` (items, categories + 1, thresholds) and ``pair`` (pairs, categories + 1,
    categories + 1): their last category stands for a missing answer and holds zeros.
    ``free`` (items, thresholds) marks the thresholds an item has. ``cross`` (pairs, 2,
    thresholds) sums the products of a pair's score with its scores for either item's thresholds.
    """

    threshold: Array
    pair: Array
    free: NDArray[np.bool_]
    cross: Array


def estimate_asymptotic_covariance(items: OrdinalItems, moments: PolychoricMoments) -> Array:
    """n times the covariance of (thresholds item by item, correlations in ``moments.pairs``).

    The sandwich of Muthen (1984, Psychometrika 49, 115-132): scores of the univariate
    likelihoods for the thresholds, of the bivariate ones for the correlations, the latter
    corrected for thresholds that were estimated. A missing answer scores zero, so that the
    result also holds when each pair has its own respondents. ``items`` are those of ``moments``.
    """
    tables = _score_tables(items, moments)
    meat = _cross_products(items, moments, tables)
    inverse = _inverse_bread(items, moments, tables)
    return np.asarray(items.n * inverse @ meat @ inverse.T)


def _score_tables(items: OrdinalItems, moments: PolychoricMoments) -> _ScoreTables:
    first, second = moments.pairs
    rho = moments.correlation[first, second]
    h, k = moments.grid[first], moments.grid[second]
    cell = cell_probabilities(h, k, rho)
    score = cell_slopes(h, k, rho) / cell
    weight = moments.tables * score / cell
    strips = _strip_probabilities(h, k, rho), _strip_probabilities(k, h, rho)
    cross = np.stack(
        [
            -(strips[0] * np.diff(weight, axis=1)).sum(2),
            -(strips[1] * np.diff(weight.swapaxes(1, 2), axis=1)).sum(2),
        ],
        axis=1,
    )
    padded = np.pad(score, ((0, 0), (0, 1), (0, 1)))
    return _ScoreTables(
        _threshold_scores(moments.grid), padded, np.isfinite(moments.grid[:, 1:-1]), cross
    )


def _strip_probabilities(own: Array, other: Array, rho: Array) -> Array:
    """Derivative of the cells by the thresholds of ``own`` (pairs, thresholds, categories)."""
    inner = own[:, 1:-1, None]
    free = np.isfinite(inner)
    at = np.where(free, inner, 0.0)
    spread = np.sqrt(1 - rho**2)[:, None, None]
    conditional = special.ndtr((other[:, None, :] - rho[:, None, None] * at) / spread)
    return np.asarray(np.where(free, _density(at) * np.diff(conditional, axis=2), 0.0))


def _threshold_scores(grid: Array) -> Array:
    """Score of each answer for each threshold of its own item (items, categories + 1, ...)."""
    inner = grid[:, 1:-1]
    density = np.where(np.isfinite(inner), _density(np.where(np.isfinite(inner), inner, 0.0)), 0.0)
    share = np.diff(special.ndtr(grid), axis=1)
    categories, thresholds = share.shape[1], inner.shape[1]
    # a threshold raises the share of the category below it and lowers that of the one above
    sides = np.eye(categories, thresholds) - np.eye(categories, thresholds, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.where(share > 0, 1 / share, 0.0)[:, :, None] * density[:, None, :] * sides
    return np.pad(scores, ((0, 0), (0, 1), (0, 0)))


def _density(x: Array) -> Array:
    return np.asarray(np.exp(-x * x / 2) / np.sqrt(2 * np.pi))


def _cross_products(items: OrdinalItems, moments: PolychoricMoments, tables: _ScoreTables) -> Array:
    """Sum of the outer products of every respondent's scores, in blocks of patterns."""
    first, second = moments.pairs
    p, width = len(items.names), tables.pair.shape[1]
    size = int(tables.free.sum()) + len(first)
    codes = np.where(items.codes < 0, width - 1, items.codes)
    offset = np.arange(len(first)) * width**2
    flat = tables.pair.ravel()
    total = np.zeros((size, size))
    rows = max(1, _BLOCK // size)
    for start in range(0, len(codes), rows):
        block = codes[start : start + rows]
        own = tables.threshold[np.arange(p), block][:, tables.free]
        pair = flat[block[:, first] * width + block[:, second] + offset]
        scores = np.hstack([own, pair])
        total += scores.T @ (scores * items.counts[start : start + rows, None])
    return total


def _inverse_bread(items: OrdinalItems, moments: PolychoricMoments, tables: _ScoreTables) -> Array:
    """Inverse of the block-triangular matrix of mean derivatives (by outer products)."""
    first, second = moments.pairs
    place = np.cumsum(tables.free.ravel()).reshape(tables.free.shape) - 1
    t, q = int(tables.free.sum()), len(first)
    inverse = np.zeros((t + q, t + q))
    answers = np.stack(
        [np.bincount(c[c >= 0], items.counts[c >= 0], tables.pair.shape[1]) for c in items.codes.T]
    )
    for item, free in enumerate(tables.free):
        score = tables.threshold[item][:, free]
        own = np.ix_(place[item, free], place[item, free])
        inverse[own] = np.linalg.inv(score.T @ (score * answers[item][:, None]))
    lower = np.zeros((q, t))
    for side, member in enumerate((first, second)):
        pair, level = np.nonzero(tables.free[member])
        lower[pair, place[member[pair], level]] = tables.cross[pair, side, level]
    own = 1 / (moments.tables * tables.pair[:, :-1, :-1] ** 2).sum((1, 2))
    inverse[t:, :t] = -own[:, None] * (lower @ inverse[:t, :t])
    inverse[t + np.arange(q), t + np.arange(q)] = own
    return inverse
