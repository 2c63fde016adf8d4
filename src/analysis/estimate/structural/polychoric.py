"""Thresholds and polychoric correlations of ordinal items, every pair of items at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.errors import EstimationError
from analysis.estimate.structural.bivariate_normal import (
    bivariate_normal_cdf,
    bivariate_normal_density,
)

Array = NDArray[np.float64]

LEAST_ANSWERS = 5  # a category with fewer answers says nothing about its threshold
MOST_ANSWERS = 20  # more than these are measurements, not categories
LIMIT = 0.999  # a correlation beyond it cannot be told from one
_SMALLEST = float(np.finfo(float).eps)  # a cell's probability is a difference of numbers near 1
_ROUNDS = 200
_SETTLED = 1e-12
_BLOCK = 2_000_000  # indicators held at once


@dataclass(frozen=True)
class OrdinalItems:
    """Answers to ordinal items as response patterns, each with the number of its respondents.

    ``codes`` (patterns, items) counts an item's categories from 0; -1 is a missing answer.
    ``levels[item]`` is the lowest answer in each of its categories. ``merged`` holds item and
    words for each answer that was too rare to be a category of its own. ``n`` counts the
    respondents with at least one answer.
    """

    names: tuple[str, ...]
    levels: tuple[Array, ...]
    codes: NDArray[np.int64]
    counts: Array
    merged: tuple[tuple[str, str], ...]

    @property
    def n(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class PolychoricMoments:
    """Thresholds and polychoric correlations, in units of the standard normal responses.

    ``grid`` (items, most categories + 1) holds each item's thresholds between -inf and inf, the
    items with fewer categories filled up with inf; ``tables`` (pairs, categories, categories)
    counts the respondents by their answers to both items of a pair; ``correlation`` (items,
    items).
    """

    names: tuple[str, ...]
    grid: Array
    tables: Array
    correlation: Array
    n: int

    @property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and second item of each pair: the lower triangle, row by row."""
        first, second = np.tril_indices(len(self.names), -1)
        return first, second

    @property
    def thresholds(self) -> tuple[Array, ...]:
        """The thresholds of each item, rising, one fewer than it has categories."""
        return tuple(row[np.isfinite(row)] for row in self.grid)


def code_ordinal_items(
    frame: pd.DataFrame, items: Sequence[str], *, least_answers: int = LEAST_ANSWERS
) -> OrdinalItems:
    """Response patterns of the numeric columns ``items`` of ``frame`` (NaN: no answer).

    Each answer that occurs is a category, so scales of 2 to 11 points and points nobody chose
    need no care. A category with fewer than ``least_answers`` answers is merged with the
    smaller of its neighbours until none is left or two categories remain. Respondents without
    any answer are left out. Raises EstimationError for items all of whose answers are the same,
    or that are not ordinal: more than ``MOST_ANSWERS`` different answers.
    """
    _refuse_measurements(frame, items)
    coded = [_code_item(frame[item], least_answers) for item in items]
    merged = [
        (item, text) for item, (*_, texts) in zip(items, coded, strict=True) for text in texts
    ]
    codes, counts = _count_patterns(np.column_stack([code for code, _, _ in coded]))
    levels = tuple(levels for _, levels, _ in coded)
    return OrdinalItems(tuple(items), levels, codes, counts, tuple(merged))


def estimate_polychoric(items: OrdinalItems) -> PolychoricMoments:
    """Two-step maximum likelihood (Olsson 1979, Psychometrika 44, 443-460).

    Thresholds come from everybody who answered the item, each correlation from everybody who
    answered both items, given the thresholds. One empty cell of a two by two table is given half
    an answer with its margins kept, as lavaan and Mplus do. Raises EstimationError naming pairs
    that nobody answered, or whose answers agree so well that their correlation is 1 or -1.
    """
    crossed = _cross_tables(items)
    first, second = np.tril_indices(len(items.names), -1)
    tables = crossed[first, second]
    _refuse_unanswered(items, tables)
    grid = _thresholds(np.einsum("iiaa->ia", crossed))
    start = _pearson(tables)
    rho = _maximise(_without_empty_corner(tables), grid[first], grid[second], start)
    _refuse_identical(items, rho)
    correlation = np.eye(len(items.names))
    correlation[first, second] = correlation[second, first] = rho
    return PolychoricMoments(items.names, grid, tables, correlation, items.n)


def cell_probabilities(h: Array, k: Array, rho: Array) -> Array:
    """Probability of each cell of the two-way tables (pairs, categories, categories).

    ``h`` and ``k`` (pairs, categories + 1) are the grids of the two items.
    """
    grid = bivariate_normal_cdf(h[:, :, None], k[:, None, :], rho[:, None, None])
    return np.maximum(_rectangles(grid), _SMALLEST)


def cell_slopes(h: Array, k: Array, rho: Array) -> Array:
    """Derivative of the probability of each cell by the correlation; shapes as above."""
    return _rectangles(bivariate_normal_density(h[:, :, None], k[:, None, :], rho[:, None, None]))


def _rectangles(grid: Array) -> Array:
    return np.asarray(np.diff(np.diff(grid, axis=-1), axis=-2))


def _refuse_measurements(frame: pd.DataFrame, items: Sequence[str]) -> None:
    different = {item: frame[item].nunique() for item in items}
    constant = [item for item, count in different.items() if count < 2]
    if constant:
        raise EstimationError(
            f"every answer to {', '.join(constant)} is the same (of {len(frame)} respondents): "
            "leave it out of the model, nothing can be learnt from an item that does not vary"
        )
    many = [f"{item} ({count})" for item, count in different.items() if count > MOST_ANSWERS]
    if many:
        raise EstimationError(
            f"too many different answers for an ordinal item: {', '.join(many)}; "
            "use robust maximum likelihood for a model with measured quantities"
        )


def _code_item(column: pd.Series, least: int) -> tuple[NDArray[np.int64], Array, list[str]]:
    """Codes, lowest answer per category, and what was merged."""
    codes, answers = pd.factorize(column.to_numpy(float, na_value=np.nan), sort=True)
    counts = np.bincount(codes[codes >= 0], minlength=len(answers)).tolist()
    groups = [[position] for position in range(len(answers))]
    texts = []
    while len(groups) > 2 and min(counts) < least:
        rare = counts.index(min(counts))
        neighbours = [at for at in (rare - 1, rare + 1) if 0 <= at < len(groups)]
        into = min(neighbours, key=counts.__getitem__)
        texts.append(_merge_text(answers, groups[rare], groups[into], counts[rare]))
        low, high = sorted((rare, into))
        groups[low : high + 1] = [groups[low] + groups[high]]
        counts[low : high + 1] = [counts[low] + counts[high]]
    place = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    coded = np.where(codes >= 0, np.append(place, -1)[codes], -1)
    return coded, answers[[group[0] for group in groups]], texts


def _merge_text(answers: Array, rare: list[int], into: list[int], count: int) -> str:
    named = [
        " to ".join(dict.fromkeys(f"{answers[at]:g}" for at in (group[0], group[-1])))
        for group in (rare, into)
    ]
    return f"answer {named[0]} ({count} times) merged with {named[1]}"


def _count_patterns(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], Array]:
    """The different rows of ``codes`` with any answer, and how often each occurs."""
    codes = codes[(codes >= 0).any(axis=1)]
    key = np.zeros(len(codes), dtype=np.int64)
    for column in codes.T:  # renumbered after each item, so that the key cannot overflow
        key, _ = pd.factorize(key * (column.max() + 2) + column + 1)
    first = ~pd.Series(key).duplicated().to_numpy()
    return codes[first], np.bincount(key).astype(float)


def _cross_tables(items: OrdinalItems) -> Array:
    """Respondents by their answers to every two items (items, items, categories, categories).

    One matrix product of indicators, one column per item and category, in blocks of patterns.
    """
    p, most = len(items.names), max(len(levels) for levels in items.levels)
    total = np.zeros((p * most, p * most))
    rows = max(1, _BLOCK // len(total))
    for start in range(0, len(items.codes), rows):
        block = items.codes[start : start + rows, :, None]
        shown = (block == np.arange(most)).astype(float).reshape(len(block), -1)
        total += shown.T @ (shown * items.counts[start : start + rows, None])
    return total.reshape(p, most, p, most).transpose(0, 2, 1, 3)


def _thresholds(counts: Array) -> Array:
    """Normal quantiles of the cumulative shares, with -inf before and inf after."""
    total = counts.sum(axis=1, keepdims=True)
    below = np.cumsum(counts, axis=1)
    inner = np.where(below < total, special.ndtri(np.minimum(below / total, 1)), np.inf)
    return np.hstack([np.full((len(counts), 1), -np.inf), inner])


def _pearson(tables: Array) -> Array:
    """Correlation of the category numbers in each table, kept away from one."""
    total = tables.sum((1, 2))
    scores = np.arange(tables.shape[1])
    rows, columns = tables.sum(2), tables.sum(1)
    mean_row, mean_column = rows @ scores / total, columns @ scores / total
    both = np.einsum("qab,a,b->q", tables, scores, scores) / total - mean_row * mean_column
    spread = (rows @ scores**2 / total - mean_row**2) * (
        columns @ scores**2 / total - mean_column**2
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        found = both / np.sqrt(spread)
    return np.asarray(np.clip(np.where(np.isfinite(found), found, 0), -0.9, 0.9))


def _without_empty_corner(tables: Array) -> Array:
    """Two by two tables with one empty cell get half an answer there, margins kept."""
    used = (tables.sum(2) > 0).sum(1) * (tables.sum(1) > 0).sum(1) == 4
    corner = tables[:, :2, :2]
    short = used & (tables.sum((1, 2)) == corner.sum((1, 2))) & ((corner == 0).sum((1, 2)) == 1)
    diagonal = np.einsum("qaa->qa", corner)
    sign = np.where((diagonal == 0).any(axis=1), 0.5, -0.5) * short
    changed = tables.copy()
    changed[:, :2, :2] += sign[:, None, None] * np.array([[1, -1], [-1, 1]])
    return changed


def _maximise(tables: Array, h: Array, k: Array, start: Array) -> Array:
    """The correlation of each pair by Fisher scoring on Fisher's z scale, all pairs at once."""
    rho, todo = start.copy(), np.arange(len(start))
    for _ in range(_ROUNDS):
        r, n = rho[todo], tables[todo].sum((1, 2))
        cell = cell_probabilities(h[todo], k[todo], r)
        slope = cell_slopes(h[todo], k[todo], r)
        gain = (tables[todo] * slope / cell).sum((1, 2)) / n
        step = gain / (slope**2 / cell).sum((1, 2))
        # a step on the z scale cannot leave (-1, 1); its length is held where it may overshoot
        step_z = np.clip(step / (1 - r**2), -0.5, 0.5)
        rho[todo] = np.clip(np.tanh(np.arctanh(r) + step_z), -LIMIT, LIMIT)
        todo = todo[np.abs(rho[todo] - r) > _SETTLED]
        if not len(todo):
            break
    return rho


def _refuse_unanswered(items: OrdinalItems, tables: Array) -> None:
    pairs = _name_pairs(items, tables.sum((1, 2)) == 0)
    if pairs:
        raise EstimationError(
            f"none of {items.n} respondents answered both {pairs}: "
            "leave one item of each pair out of the model"
        )


def _refuse_identical(items: OrdinalItems, rho: Array) -> None:
    pairs = _name_pairs(items, np.abs(rho) >= LIMIT)
    if pairs:
        raise EstimationError(
            f"the answers of {items.n} respondents to {pairs} follow each other exactly "
            "(polychoric correlation 1 or -1): keep one item of each pair"
        )


def _name_pairs(items: OrdinalItems, chosen: NDArray[np.bool_]) -> str:
    first, second = np.tril_indices(len(items.names), -1)
    return ", ".join(
        f"{items.names[second[q]]} and {items.names[first[q]]}" for q in np.flatnonzero(chosen)
    )
