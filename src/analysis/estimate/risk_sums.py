"""Compiled sums over risk sets: one pass over the rows each, however many rows share a time."""

import numba
import numpy as np

_BLOCK = 1024  # rows whose products stay in the processor's cache
_REORDER = {"reassoc", "contract"}  # sums in any order, so that several are added at once


@numba.njit(cache=True)
def sum_by_time(
    columns: np.ndarray,
    risk: np.ndarray,
    event: np.ndarray,
    leaves: np.ndarray,
    waits: np.ndarray,
    totals: np.ndarray,
    tied: np.ndarray,
) -> None:
    """Add ``risk`` and ``risk`` x ``columns`` (columns x rows) to ``totals``, (times, 1 + columns).

    A row is added at ``leaves``, the last event time at which it is at risk (-1: at none), and
    taken off at ``waits``, the last one before it comes (-1: it is there from the first), so that
    sums from the last time back are sums over risk sets. ``tied`` is the same over the rows whose
    ``event`` ends them.
    """
    n_columns, n_rows = columns.shape
    for i in range(n_rows):
        k = leaves[i]
        if k < 0:
            continue
        value = risk[i]
        totals[k, 0] += value
        for j in range(n_columns):
            totals[k, j + 1] += value * columns[j, i]
        if event[i]:
            tied[k, 0] += value
            for j in range(n_columns):
                tied[k, j + 1] += value * columns[j, i]
        k = waits[i]
        if k >= 0:
            totals[k, 0] -= value
            for j in range(n_columns):
                totals[k, j + 1] -= value * columns[j, i]


@numba.njit(cache=True, fastmath=_REORDER)
def cross_products(columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """X'WX for ``columns`` (columns x rows) of X and the diagonal ``weights`` of W."""
    n_columns, n_rows = columns.shape
    products = np.zeros((n_columns, n_columns))
    weighted = np.empty(_BLOCK)
    for begin in range(0, n_rows, _BLOCK):
        block = weights[begin : begin + _BLOCK]
        for j in range(n_columns):
            own = columns[j, begin : begin + _BLOCK]
            for i in range(len(block)):
                weighted[i] = own[i] * block[i]
            for k in range(j + 1):
                other = columns[k, begin : begin + _BLOCK]
                total = 0.0
                for i in range(len(block)):
                    total += weighted[i] * other[i]
                products[j, k] += total
    for j in range(n_columns):
        for k in range(j):
            products[k, j] = products[j, k]
    return products


def number_times(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """How many of the ascending ``times`` are not after each of ``values``. Whole numbers such as
    days, when they are not too far apart, are looked up in a table, which beats a search."""
    span = values.max() - values.min()
    if not len(times) or span > len(values) or (values != np.floor(values)).any():
        return np.searchsorted(times, values, side="right")
    table = np.searchsorted(times, np.arange(values.min(), values.max() + 1), side="right")
    return np.asarray(table[(values - values.min()).astype(np.int64)])
