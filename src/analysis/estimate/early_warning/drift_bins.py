"""Values of a feature in bins that training months filled evenly, and how customers fill them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_BINS = 10
_HALF = 0.5  # added to every bin's rows, so that an empty one has a logarithm


@dataclass(frozen=True)
class Binned:
    """``base`` and ``now``: the bin of every row, shapes (n,) and (m,); ``n_bins`` there are;
    ``share_outside``: of the rows now that lie beyond all values of the base."""

    base: np.ndarray
    now: np.ndarray
    n_bins: int
    share_outside: float


def bin_values(base: pd.Series, now: pd.Series) -> Binned:
    """Numbers by the tenths of ``base`` (fewer where values repeat), all else by value, pooled
    where ``base`` has under 1 % of its rows; a missing value is a bin of its own."""
    if _is_number(base) and _is_number(now):
        return _bin_numbers(*(side.to_numpy(np.float64, na_value=np.nan) for side in (base, now)))
    return _bin_levels(*(side.astype(object).where(side.notna(), None) for side in (base, now)))


def _is_number(values: pd.Series) -> bool:
    numeric = pd.api.types.is_numeric_dtype(values)
    return bool(numeric and not pd.api.types.is_bool_dtype(values))


def _bin_numbers(base: np.ndarray, now: np.ndarray) -> Binned:
    known = base[~np.isnan(base)]
    inner = np.arange(1, MOST_BINS) / MOST_BINS
    edges = np.unique(np.quantile(known, inner)) if len(known) else np.zeros(0)
    n_bins = len(edges) + 2  # above the last edge, and missing
    codes = [
        np.where(np.isnan(side), n_bins - 1, np.searchsorted(edges, side, side="left"))
        for side in (base, now)
    ]
    known_now = now[~np.isnan(now)]
    limits = (known.min(), known.max()) if len(known) else (np.inf, -np.inf)
    outside = (known_now < limits[0]) | (known_now > limits[1])
    return _without_empty(codes[0], codes[1], outside.sum() / max(len(now), 1))


def _bin_levels(base: pd.Series, now: pd.Series) -> Binned:
    counts = base.value_counts(dropna=True)
    kept = [str(level) for level in counts.index[counts >= 0.01 * len(base)]]
    places = {level: code for code, level in enumerate(kept)}
    other, missing = len(kept), len(kept) + 1
    codes = [
        np.array(
            [missing if v is None else places.get(str(v), other) for v in levels], dtype=np.int64
        )[row]
        for row, levels in (_list_levels(side) for side in (base, now))
    ]
    unseen = ~now.isin(counts.index) & now.notna()
    return _without_empty(codes[0], codes[1], float(unseen.mean()))


def _list_levels(values: pd.Series) -> tuple[np.ndarray, list[object]]:
    row, levels = pd.factorize(values)
    return row, [*levels, None]  # the code of a missing value, -1, is the last


def _without_empty(base: np.ndarray, now: np.ndarray, outside: float) -> Binned:
    """Bins that nobody fills are none."""
    used, codes = np.unique(np.concatenate([base, now]), return_inverse=True)
    return Binned(codes[: len(base)], codes[len(base) :], len(used), float(outside))


@dataclass(frozen=True)
class Customers:
    """Who the rows belong to: numbers from 0 on, the same for the same customer in both."""

    base: np.ndarray
    now: np.ndarray
    n: int


def number_customers(base: pd.DataFrame, now: pd.DataFrame) -> Customers:
    """Numbers for the customers of both frames."""
    ids = pd.concat([base["customer_id"].astype(str), now["customer_id"].astype(str)])
    codes = pd.factorize(ids)[0]
    return Customers(codes[: len(base)], codes[len(base) :], int(codes.max(initial=-1)) + 1)


def share_in_bins(codes: np.ndarray, n_bins: int) -> np.ndarray:
    """Shares of rows by bin, shape (n_bins,), none of them zero."""
    counts = np.bincount(codes, minlength=n_bins) + _HALF
    return np.asarray(counts / counts.sum())


def estimate_share_covariance(binned: Binned, customers: Customers) -> np.ndarray:
    """Covariance, shape (n_bins, n_bins), of the difference between the shares of base and now.

    A customer's rows are one draw (months of one customer are alike, and the same customers stand
    on both sides): sums of u u' over customers, where u is what the customer adds to the
    difference of the shares.
    """
    parts = []
    for codes, who in ((binned.base, customers.base), (binned.now, customers.now)):
        size = max(len(codes), 1)
        place = who.astype(np.int64) * binned.n_bins + codes
        cells = np.bincount(place, minlength=customers.n * binned.n_bins)
        counts = cells.reshape(customers.n, binned.n_bins)
        share = counts.sum(axis=0) / size
        parts.append((counts - counts.sum(axis=1)[:, None] * share) / size)
    added = parts[0] - parts[1]
    return np.asarray(added.T @ added)
