"""The distribution of every feature among the customers scored, kept for the run that comes after.

Counts of customers by bin and no customer: small bins are joined with their neighbour.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

N_BINS = 10
MISSING, OTHER = "missing", "other"
COLUMNS = ["feature", "bin", "lower", "upper", "count", "n"]


def count_profile(
    scored: pd.DataFrame, features: Sequence[str], *, minimum_cell: int, n_bins: int = N_BINS
) -> pd.DataFrame:
    """Customers in every bin of every one of ``features``, columns as ``archive.PROFILE_COLUMNS``.

    Numbers are cut at their own quantiles into at most ``n_bins`` bins (lower, upper]; the first
    has no lower limit and the last no upper. Everything else is counted by value, the rare ones
    together as ``other``. Missing values are a bin of their own. No bin holds fewer than
    ``minimum_cell`` customers, unless nobody.
    """
    parts = [_count_feature(scored[name], name, minimum_cell, n_bins) for name in features]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _count_feature(values: pd.Series, name: str, minimum_cell: int, n_bins: int) -> pd.DataFrame:
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        bins = _count_numbers(values.to_numpy(dtype=float, na_value=np.nan), minimum_cell, n_bins)
    else:
        bins = _count_values(values, minimum_cell)
    if (bins["count"] < minimum_cell).any():  # few on one side of the missing: not told apart
        bins = _add_bin(bins.head(0), OTHER, len(values), minimum_cell).reindex(
            columns=bins.columns
        )
    return bins.assign(feature=name, n=len(values))[COLUMNS]


def _count_numbers(values: np.ndarray, minimum_cell: int, n_bins: int) -> pd.DataFrame:
    known = values[np.isfinite(values)]
    limits = np.array([-np.inf, np.inf] if len(known) else [])
    if len(known):
        shares = np.arange(1, n_bins) / n_bins
        edges = np.unique(np.quantile(known, shares, method="inverted_cdf"))
        limits = np.insert(limits, 1, edges)
    limits, counts = _join_small(limits, _count_between(known, limits), minimum_cell)
    bins = pd.DataFrame(
        {
            "bin": [str(number + 1) for number in range(len(counts))],
            "lower": limits[:-1],
            "upper": limits[1:],
            "count": counts,
        }
    )
    n_missing = len(values) - len(known)
    return _add_missing(bins, n_missing, minimum_cell)


def _count_between(known: np.ndarray, limits: np.ndarray) -> np.ndarray:
    place = np.searchsorted(limits, known, side="left") - 1
    return np.bincount(place, minlength=max(len(limits) - 1, 0))


def _join_small(
    limits: np.ndarray, counts: np.ndarray, minimum_cell: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bins joined with the one before (the first with the next) until none is small."""
    edges, sizes = list(limits), list(counts)
    while len(sizes) > 1 and min(sizes) < minimum_cell:
        place = int(np.argmin(sizes))
        other = place - 1 if place else 1
        sizes[other] += sizes[place]
        del sizes[place], edges[max(place, other)]
    return np.array(edges), np.array(sizes, dtype=np.int64)


def _count_values(values: pd.Series, minimum_cell: int) -> pd.DataFrame:
    counts = values.dropna().astype(str).value_counts()
    kept = counts[counts >= minimum_cell].sort_index()
    bins = pd.DataFrame({"bin": kept.index.astype(str), "count": kept.to_numpy(np.int64)})
    n_rare = int(counts.sum() - kept.sum())
    bins = _add_bin(bins, OTHER, n_rare, minimum_cell)
    return _add_missing(bins, int(values.isna().sum()), minimum_cell)


def _add_missing(bins: pd.DataFrame, n_missing: int, minimum_cell: int) -> pd.DataFrame:
    return _add_bin(bins, MISSING, n_missing, minimum_cell).reindex(
        columns=["bin", "lower", "upper", "count"]
    )


def _add_bin(bins: pd.DataFrame, name: str, count: int, minimum_cell: int) -> pd.DataFrame:
    """``bins`` with ``count`` customers more: in a bin of their own, or, when few, in the last."""
    if not count:
        return bins
    if count >= minimum_cell or not len(bins):
        return pd.concat([bins, pd.DataFrame({"bin": [name], "count": [count]})], ignore_index=True)
    last = bins.index == len(bins) - 1
    return bins.assign(count=bins["count"] + np.where(last, count, 0))
