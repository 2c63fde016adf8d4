"""What a structural model needs of the data: how many, means, covariances, and how these vary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

CHUNK_ROWS = 50_000


@dataclass(frozen=True, eq=False)
class SampleMoments:
    """Moments of ``n`` complete answers to the items ``observed``.

    ``covariance`` has divisor n. ``gamma`` (p*, p*), where robust errors are wanted, is the
    covariance of the products of deviations (asymptotic, of the lower triangle of the
    covariance matrix row by row: the order of ``np.tril_indices``), divisor n. ``rows`` (n, p) are
    kept when the moments came from answers.
    """

    observed: tuple[str, ...]
    n: int
    means: np.ndarray
    covariance: np.ndarray
    gamma: np.ndarray | None = None
    rows: np.ndarray | None = None


def moments_of_frame(
    frame: pd.DataFrame, observed: Sequence[str], *, robust: bool = True
) -> SampleMoments:
    """Moments of the rows of ``frame`` that answer all of ``observed``; others are left out."""
    rows = frame[list(observed)].dropna().to_numpy(float)
    means = rows.mean(axis=0)
    covariance = np.cov(rows.T, bias=True).reshape(len(observed), len(observed))
    gamma = covariance_of_products(rows, covariance) if robust else None
    return SampleMoments(tuple(observed), len(rows), means, covariance, gamma, rows)


def moments_of_sums(
    observed: Sequence[str], n: int, sums: np.ndarray, products: np.ndarray
) -> SampleMoments:
    """Moments from sums (p,) and sums of products (p, p) of ``n`` complete answers."""
    means = np.asarray(sums, dtype=float) / n
    covariance = np.asarray(products, dtype=float) / n - np.outer(means, means)
    return SampleMoments(tuple(observed), int(n), means, covariance)


def covariance_of_products(rows: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Covariance (divisor n) of the products of deviations of two items, lower triangle."""
    low = np.tril_indices(rows.shape[1])
    total = np.zeros((len(low[0]), len(low[0])))
    for products in deviation_products(rows, low):
        total += products.T @ products
    mean = covariance[low]
    return total / len(rows) - np.outer(mean, mean)


def deviation_products(
    rows: np.ndarray, low: tuple[np.ndarray, np.ndarray], *, chunk: int = CHUNK_ROWS
) -> Iterator[np.ndarray]:
    """Products of deviations, respondents x pairs, a chunk of respondents at a time."""
    centre = rows.mean(axis=0)
    for start in range(0, len(rows), chunk):
        part = rows[start : start + chunk] - centre
        yield part[:, low[0]] * part[:, low[1]]
