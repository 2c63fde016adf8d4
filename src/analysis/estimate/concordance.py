"""Concordance: how often the customer with the higher predicted risk leaves first."""

from dataclasses import dataclass

import numpy as np


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
) -> Pairs:
    """Compare everyone who leaves with everyone of the same ``group`` at risk then and staying on.

    A pair is comparable when one has an event at t and the other has ``start < t`` and is still
    there after t (censored at t counts as still there). Harrell, Lee and Mark (1996).
    """
    n_pairs, n_right = np.zeros(len(risk)), np.zeros(len(risk))
    for code in np.unique(group):
        rows = np.flatnonzero(group == code)
        rows = rows[np.argsort(risk[rows], kind="stable")]
        pairs, right = _compare_group(risk[rows], start[rows], stop[rows], event[rows])
        n_pairs[rows], n_right[rows] = pairs, right
    return Pairs(n_pairs, n_right)


def _compare_group(
    risk: np.ndarray, start: np.ndarray, stop: np.ndarray, event: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """As above within one group, its rows sorted by risk."""
    lower = np.searchsorted(risk, risk, side="left")  # rows with less risk
    upper = np.searchsorted(risk, risk, side="right")  # rows with no more risk
    n_pairs, n_right = np.zeros(len(risk)), np.zeros(len(risk))
    for time in np.unique(stop[event]):
        leaving = event & (stop == time)
        staying = (start < time) & (stop >= time) & ~leaving
        stays_below = np.concatenate([[0], np.cumsum(staying)])
        below, up_to = stays_below[lower[leaving]], stays_below[upper[leaving]]
        n_pairs[leaving] += stays_below[-1]
        n_right[leaving] += (below + up_to) / 2
        leaves_below = np.concatenate([[0], np.cumsum(leaving)])
        below, up_to = leaves_below[lower[staying]], leaves_below[upper[staying]]
        n_pairs[staying] += leaves_below[-1]
        n_right[staying] += leaves_below[-1] - (below + up_to) / 2
    return n_pairs, n_right
