"""Rows reduced to one count, mean and covariance for each pattern of missing answers.

For normal answers these are sufficient: complete rows are the special case of one pattern.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import DataError

_ELEMENTS_AT_ONCE = 20_000_000  # doubles in one stack of matrices: 160 MB


@dataclass(frozen=True)
class MissingPatterns:
    """K patterns of p items; ``means`` and ``covariances`` are zero where nothing was answered.

    ``seen`` (K, p), ``counts`` (K,), ``means`` (K, p), ``covariances`` (K, p, p, divisor the
    count). ``rows`` (n, p), sorted by ``member`` (their pattern), is only needed for the robust
    standard errors.
    """

    names: tuple[str, ...]
    seen: np.ndarray
    counts: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    rows: np.ndarray | None = None
    member: np.ndarray | None = None

    @property
    def n(self) -> int:
        """Rows with at least one answer."""
        return int(self.counts.sum())

    @property
    def answers(self) -> np.ndarray:
        """Answers to each item (p,)."""
        return np.asarray(self.counts @ self.seen)

    def item_moments(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance (divisor n) of the answers to each item (p,), items taken singly."""
        means = self.counts @ self.means / self.answers
        variances = np.einsum("kii->ki", self.covariances)
        around = variances + np.where(self.seen, self.means - means, 0.0) ** 2
        return means, self.counts @ around / self.answers

    def parts(self) -> Iterator["MissingPatterns"]:
        """The patterns in parts whose stacks of matrices fit into memory."""
        size = max(1, _ELEMENTS_AT_ONCE // max(1, self.seen.shape[1] ** 2))
        for start in range(0, len(self.counts), size):
            cut = slice(start, start + size)
            yield MissingPatterns(
                self.names, self.seen[cut], self.counts[cut], self.means[cut], self.covariances[cut]
            )


def as_complete(
    names: tuple[str, ...], n: int, mean: np.ndarray, covariance: np.ndarray
) -> MissingPatterns:
    """``n`` complete rows known by their ``mean`` (p,) and ``covariance`` (p, p, divisor n)."""
    seen = np.ones((1, len(names)), dtype=bool)
    return MissingPatterns(names, seen, np.array([n]), mean[None], covariance[None])


def collect_patterns(frame: pd.DataFrame, names: tuple[str, ...]) -> MissingPatterns:
    """The patterns of the columns ``names`` of ``frame``; rows without any answer are left out.

    Raises DataError for a missing column, an item nobody answered or one without variance.
    """
    absent = [name for name in names if name not in frame.columns]
    if absent:
        raise DataError(
            f"the answers have no column {', '.join(absent)}: correct the model's items"
        )
    values = frame.loc[:, list(names)].to_numpy(float, na_value=np.nan)
    patterns = _reduce(values[~np.isnan(values).all(axis=1)], names)
    if not patterns.n:
        raise DataError(f"nobody answered any of {', '.join(names)}")
    _check_items(patterns)
    return patterns


def _reduce(values: np.ndarray, names: tuple[str, ...]) -> MissingPatterns:
    seen, member, counts = np.unique(
        ~np.isnan(values), axis=0, return_inverse=True, return_counts=True
    )
    order = np.argsort(member.ravel(), kind="stable")
    filled = np.nan_to_num(values[order])
    starts = np.cumsum(counts) - counts
    means = np.add.reduceat(filled, starts, axis=0) / counts[:, None] if len(values) else filled
    covariances = np.zeros((*seen.shape, len(names)))
    for k in np.flatnonzero(counts > 1):
        centred = filled[starts[k] : starts[k] + counts[k]] - means[k]
        covariances[k] = centred.T @ centred / counts[k]
    return MissingPatterns(
        names, seen, counts, means, covariances, values[order], member.ravel()[order]
    )


def _check_items(patterns: MissingPatterns) -> None:
    silent = [name for name, n in zip(patterns.names, patterns.answers, strict=True) if not n]
    if silent:
        raise DataError(f"nobody answered {', '.join(silent)}: leave the item out of the model")
    mean, variance = patterns.item_moments()
    flat = [
        name
        for name, level, spread in zip(patterns.names, mean, variance, strict=True)
        if spread <= 1e-12 * max(1.0, level**2)
    ]
    if flat:
        raise DataError(
            f"{', '.join(flat)} has the same value in all {patterns.n} rows: an item without "
            "variance measures nothing; leave it out of the model"
        )
