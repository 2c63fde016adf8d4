"""Concordance: how often the customer with the higher predicted risk leaves first."""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.pair_counts import (
    count_for_leaving,
    count_for_staying,
    rank_values,
    sort_codes,
)
from analysis.estimate.risk_sums import number_times


@dataclass(frozen=True)
class Pairs:
    """For every row, the comparable pairs it takes part in and the part of them ordered rightly
    (a tie in risk counts half)."""

    n_pairs: np.ndarray
    n_right: np.ndarray

    def estimate(self) -> float:
        """Harrell's concordance index; missing when no pair can be compared."""
        total = float(self.n_pairs.sum())
        return float(self.n_right.sum()) / total if total else float("nan")

    def std_error(self) -> float:
        """Infinitesimal jackknife standard error, as in R's ``concordance``."""
        total = float(self.n_pairs.sum()) / 2
        if not total:
            return float("nan")
        influence = (self.n_right - self.estimate() * self.n_pairs) / total
        return float(np.sqrt((influence**2).sum()))


def compare_pairs(
    risk: np.ndarray,
    *,
    start: np.ndarray,
    stop: np.ndarray,
    event: np.ndarray,
    group: np.ndarray,
    weight: np.ndarray | None = None,
) -> Pairs:
    """Compare everyone who leaves with everyone of the same ``group`` at risk then and staying on.

    A pair is comparable when one has an event at t and the other has ``start < t`` and is still
    there after t (censored at t counts as still there); it counts with the product of the two
    ``weight`` (none: 1). Harrell, Lee and Mark (1996).
    """
    n_pairs, n_right = np.zeros(len(risk)), np.zeros(len(risk))
    weight = np.ones(len(risk)) if weight is None else np.asarray(weight, dtype=float)
    for code in np.unique(group):
        rows = np.flatnonzero(group == code)
        own = (values[rows] for values in (start, stop, event, weight))
        n_pairs[rows], n_right[rows] = _compare_group(risk[rows], *own)
    return Pairs(n_pairs, n_right)


def _compare_group(
    risk: np.ndarray, start: np.ndarray, stop: np.ndarray, event: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """As above within one group. Those who leave look up those who stay, times descending; those
    who stay look up those who leave while they are there, times ascending."""
    rank = rank_values(risk, np.argsort(risk))
    times = np.unique(stop[event])
    first = number_times(times, start)  # the first event time with the row there
    last = number_times(times, stop) - event  # past the last it stays through
    order, begins = sort_codes(last)
    pairs, right = np.zeros(len(risk)), np.zeros(len(risk))
    first, event, rank, own = first[order], event[order], rank[order], weight[order]
    count_for_leaving(begins, first, event, rank, own, pairs, right)
    count_for_staying(begins, first, event, rank, own, pairs, right)
    in_place = np.empty((2, len(risk)))
    in_place[:, order] = pairs, right
    return in_place[0] * weight, in_place[1] * weight
