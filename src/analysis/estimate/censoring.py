"""Inverse probability of censoring weights: customers seen stand for those lost to view."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Censoring:
    """Kaplan-Meier estimate of remaining uncensored: it steps down after each of ``times``."""

    times: np.ndarray
    remaining: np.ndarray

    @classmethod
    def estimate(cls, entry: np.ndarray, tenure: np.ndarray, event: np.ndarray) -> "Censoring":
        """Events come before censorings at the same time; late entry through the risk sets."""
        times, n_censored = np.unique(tenure[~event], return_counts=True)
        entered = np.searchsorted(np.sort(entry), times, side="left")
        left = np.searchsorted(np.sort(tenure), times, side="left")
        lost_now = np.searchsorted(np.sort(tenure[event]), times, side="right")
        lost_now = lost_now - np.searchsorted(np.sort(tenure[event]), times, side="left")
        at_risk = entered - left - lost_now
        return cls(times, np.cumprod(1 - n_censored / at_risk))

    def followed_to(self, moments: np.ndarray) -> np.ndarray:
        """Probability of being followed up to and including each moment."""
        steps = np.append(1.0, self.remaining)
        return np.asarray(steps[np.searchsorted(self.times, moments, side="left")])

    def followed_beyond(self, moments: np.ndarray) -> np.ndarray:
        """Probability of being followed beyond each moment."""
        steps = np.append(1.0, self.remaining)
        return np.asarray(steps[np.searchsorted(self.times, moments, side="right")])


def weigh_known(
    entry: np.ndarray,
    tenure: np.ndarray,
    event: np.ndarray,
    *,
    times: np.ndarray,
    group: np.ndarray,
) -> np.ndarray:
    """Weights (customers x times) of customers whose fate at each time is known; 0 for others.

    Known: left by then, or followed to then. The weight is one over the probability of that, given
    entry and ``group``; customers not yet entered have 0. Censoring may differ between groups:
    where it goes with the risk of leaving, as when newer customers are another kind, groups of
    like risk keep the weights honest. Graf et al. (1999), with status at the time of censoring
    itself counted as known; Gerds and Schumacher (2006).
    """
    weights = np.zeros((len(entry), len(times)))
    for code in np.unique(group):
        own = group == code
        weights[own] = _weigh_group(entry[own], tenure[own], event[own], times)
    return weights


def _weigh_group(
    entry: np.ndarray, tenure: np.ndarray, event: np.ndarray, times: np.ndarray
) -> np.ndarray:
    censoring = Censoring.estimate(entry, tenure, event)
    left = event[:, None] & (tenure[:, None] <= times)
    followed = ~left & (tenure[:, None] >= times)
    chance = np.where(left, censoring.followed_to(tenure)[:, None], censoring.followed_to(times))
    chance = chance / censoring.followed_beyond(np.where(entry > 0, entry, -1.0))[:, None]
    present = entry[:, None] < times
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((left | followed) & present, 1 / chance, 0.0)
