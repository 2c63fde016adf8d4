"""Small numerical pieces that every likelihood here needs: one thread, Newton steps, rank."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
from scipy import linalg
from threadpoolctl import ThreadpoolController

RANK_TOLERANCE = 1e-9
DIVERGING_REACH = 10.0


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Linear algebra in one thread: on matrices this small, more threads are slower."""
    with _controller().limit(limits=1, user_api="blas"):
        yield


def find_dependent_columns(
    information: np.ndarray, scale: np.ndarray
) -> list[tuple[int, list[int]]]:
    """Columns of a design that others determine, from its information (cross-product) matrix.

    ``scale`` is the size the root of each diagonal element would have if the column varied freely.
    Each column comes with those that determine it; none for a column that does not vary.
    """
    size = np.sqrt(np.maximum(np.diag(information), 0.0))
    flat = size <= 1e-6 * scale
    found: list[tuple[int, list[int]]] = [(int(j), []) for j in np.flatnonzero(flat)]
    kept = np.flatnonzero(~flat)
    if not len(kept):
        return found
    scaled = information[np.ix_(kept, kept)] / np.outer(size[kept], size[kept])
    values, vectors = linalg.eigh(scaled)
    roots = np.sqrt(np.maximum(values, 0))[:, None] * vectors.T  # a square root of the matrix
    _, triangle, pivot = linalg.qr(roots, mode="economic", pivoting=True)
    diagonal = np.abs(np.diag(triangle))
    rank = int((diagonal > np.sqrt(RANK_TOLERANCE)).sum())
    weights = linalg.solve_triangular(triangle[:rank, :rank], triangle[:rank, rank:])
    for k, column in enumerate(pivot[rank:]):
        partners = pivot[:rank][np.abs(weights[:, k]) > 1e-4]
        found.append((int(kept[column]), sorted(int(kept[j]) for j in partners)))
    return found


def has_run_away(
    coefficients: np.ndarray, std_errors: np.ndarray, spreads: np.ndarray
) -> np.ndarray:
    """Which coefficients a search has let grow without end, as under perfect separation: beyond
    e^10 over the column's range, with a standard error a hundred times larger still."""
    far = np.abs(coefficients) * spreads > DIVERGING_REACH
    lost = ~(std_errors * spreads < 100 * DIVERGING_REACH)
    return np.asarray(far & lost & ~(np.abs(coefficients) > 0.1 * std_errors))


def linear_predictor(design: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """``design @ coefficients``, column by column: rows that are equal get values that are exactly
    equal and tie, which the blocks of a linear algebra library do not promise."""
    total = np.zeros(len(design))
    for column, coefficient in zip(design.T, coefficients, strict=True):
        total += coefficient * column
    return total


def newton_step(information: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Solve a positive definite system; LinAlgError when it is not."""
    factor = linalg.cho_factor(information, check_finite=True)
    return np.asarray(linalg.cho_solve(factor, score))
