"""Compiled counts behind the concordance: comparable pairs in n log n steps instead of n squared.

Times are numbered 0..; a row is there at the times ``first`` <= k < ``last``, and a row that leaves
does so at its ``last``. Rows come in the order of ``last``: reading memory in turn is what makes
this fast. Weights are summed in a tree over the ranks of risk (Fenwick 1994).
"""

import numba
import numpy as np


@numba.njit(cache=True)
def rank_values(values: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Ranks 0.. of ``values`` that ``order`` sorts; equal values share a rank."""
    ranks = np.empty(len(values), np.int32)
    rank = 0
    for k in range(len(order)):
        if k > 0 and values[order[k]] != values[order[k - 1]]:
            rank += 1
        ranks[order[k]] = rank
    return ranks


@numba.njit(cache=True)
def sort_codes(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows in the order of their ``codes`` 0.., and where each code begins (and the last ends)."""
    begins = np.zeros(codes.max() + 2, np.int64)
    for code in codes:
        begins[code + 1] += 1
    begins = np.cumsum(begins)
    free, rows = begins.copy(), np.empty(len(codes), np.int32)
    for row in range(len(codes)):
        rows[free[codes[row]]] = row
        free[codes[row]] += 1
    return rows, begins


@numba.njit(cache=True)
def _add(tree: np.ndarray, here: np.ndarray, rank: int, weight: float) -> None:
    """Add to the ``tree``, and to the weight ``here`` at each rank."""
    here[rank] += weight
    position = rank + 1
    while position < len(tree):
        tree[position] += weight
        position += position & -position


@numba.njit(cache=True)
def _sum_up_to(tree: np.ndarray, here: np.ndarray, rank: int) -> float:
    """Weight at ranks lower than ``rank``, and half of that at ``rank`` itself."""
    total = here[rank] / 2
    position = rank
    while position > 0:
        total += tree[position]
        position -= position & -position
    return total


@numba.njit(cache=True)
def count_for_leaving(
    begins: np.ndarray,
    first: np.ndarray,
    event: np.ndarray,
    rank: np.ndarray,
    weight: np.ndarray,
    pairs: np.ndarray,
    right: np.ndarray,
) -> None:
    """Give every row that leaves, in ``pairs``, the weight of those who stay on then, and in
    ``right`` that of those with less risk (half with the same); from the last time back.
    ``begins`` is where the rows of each ``last`` begin."""
    n_times, n_ranks = len(begins) - 1, rank.max() + 1
    by_first, first_begins = sort_codes(first)
    tree, here, total = np.zeros(n_ranks + 1), np.zeros(n_ranks), 0.0
    for time in range(n_times - 1, -1, -1):
        for i in range(begins[time], begins[time + 1]):
            if event[i]:
                pairs[i] += total
                right[i] += _sum_up_to(tree, here, rank[i])
        for i in range(begins[time], begins[time + 1]):
            if first[i] < time:
                _add(tree, here, rank[i], weight[i])
                total += weight[i]
        if 0 < time < len(first_begins) - 1:
            for i in by_first[first_begins[time] : first_begins[time + 1]]:
                if i >= begins[time + 1]:  # it has been added, at its last time
                    _add(tree, here, rank[i], -weight[i])
                    total -= weight[i]


@numba.njit(cache=True)
def count_for_staying(
    begins: np.ndarray,
    first: np.ndarray,
    event: np.ndarray,
    rank: np.ndarray,
    weight: np.ndarray,
    pairs: np.ndarray,
    right: np.ndarray,
) -> None:
    """Give every row, in ``pairs``, the weight of those who leave while it stays on, and in
    ``right`` that of those with more risk (half with the same); from the first time on.
    ``begins`` is where the rows of each ``last`` begin."""
    n_times, n_ranks = len(begins) - 1, rank.max() + 1
    by_first, first_begins = sort_codes(first)
    tree, here, total = np.zeros(n_ranks + 1), np.zeros(n_ranks), 0.0
    for time in range(n_times):
        for i in range(begins[time], begins[time + 1]):
            pairs[i] += total
            right[i] += total - _sum_up_to(tree, here, rank[i])
        if 0 < time < len(first_begins) - 1:
            for i in by_first[first_begins[time] : first_begins[time + 1]]:
                pairs[i] -= total
                right[i] -= total - _sum_up_to(tree, here, rank[i])
        for i in range(begins[time], begins[time + 1]):
            if event[i]:
                _add(tree, here, rank[i], weight[i])
                total += weight[i]
