"""Purchases until an unseen end: the BG/NBD model of purchase logs without contracts.

A customer buys at random at a rate of their own (gamma: ``r``, ``alpha``) and after every repeat
purchase drops out with a probability of their own (beta: ``a``, ``b``). Fader, Hardie and Lee
(2005), "Counting your customers" the easy way, Marketing Science 24(2).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from analysis.errors import EstimationError
from analysis.results import as_estimates

PARAMETERS = ("r", "alpha", "a", "b")
SUMMARY = ("n_repeats", "recency", "age")
_METHOD = "Fader, Hardie and Lee 2005"
_START = np.log([0.5, 0.5, 0.5, 2.0])  # times in units of the mean age
_FARTHEST = 12.0  # logs beyond which a parameter has run away
_STEP = 1e-5
_NEAR_ONE = 1e-5


@dataclass(frozen=True)
class BgNbdFit:
    """A fitted model; ``alpha`` in the time unit of the summary, the others without one.

    ``covariance`` (4, 4) is of the logs of r, alpha, a, b. ``estimates`` has the columns of
    ``ESTIMATE_COLUMNS``; intervals are those of the logs.
    """

    r: float
    alpha: float
    a: float
    b: float
    covariance: np.ndarray
    log_likelihood: float
    n: int
    estimates: pd.DataFrame

    def probability_alive(
        self, n_repeats: np.ndarray, recency: np.ndarray, age: np.ndarray
    ) -> np.ndarray:
        """Probability (n,) of not having dropped out by ``age``; 1 without a repeat purchase, as
        the model lets nobody drop out before one. Equation of section 4 of the note
        "Computing P(alive) using the BG/NBD model" (Fader, Hardie and Lee 2008)."""
        count, last, now = (np.asarray(part, float) for part in (n_repeats, recency, age))
        place = np.maximum(self.b + count - 1, 1e-300)
        odds = np.log(self.a / place) + (self.r + count) * (
            np.log(self.alpha + now) - np.log(self.alpha + last)
        )
        return np.where(count > 0, special.expit(-odds), 1.0)

    def probability_silent(
        self, n_repeats: np.ndarray, recency: np.ndarray, age: np.ndarray, days: np.ndarray | float
    ) -> np.ndarray:
        """Probability (n,) of no purchase within the next ``days`` after ``age``: dropped out, or
        alive and silent at a rate that is gamma with shape r + n_repeats, rate alpha + age."""
        count, now = np.asarray(n_repeats, float), np.asarray(age, float)
        alive = self.probability_alive(n_repeats, recency, age)
        wait = np.log(self.alpha + now) - np.log(self.alpha + now + np.asarray(days, float))
        return 1 + alive * np.expm1((self.r + count) * wait)

    def expected_purchases(
        self, n_repeats: np.ndarray, recency: np.ndarray, age: np.ndarray, days: np.ndarray | float
    ) -> np.ndarray:
        """Mean number (n,) of purchases within the next ``days``; equation 10 of the paper."""
        count, now = np.asarray(n_repeats, float), np.asarray(age, float)
        alive = self.probability_alive(n_repeats, recency, age)
        ahead = np.asarray(days, float)
        if abs(self.a - 1) >= _NEAR_ONE:
            return alive * self._purchases_if_alive(count, now, ahead, self.a)
        # the formula is 0 / 0 at a = 1, where its limits from both sides agree
        below, above = (
            self._purchases_if_alive(count, now, ahead, 1 + shift * _NEAR_ONE) for shift in (-1, 1)
        )
        return alive * (below + above) / 2

    def _purchases_if_alive(
        self, count: np.ndarray, now: np.ndarray, ahead: np.ndarray, a: float
    ) -> np.ndarray:
        shape, place = self.r + count, self.b + count
        end = self.alpha + now + ahead
        series = special.hyp2f1(shape, place, a + place - 1, ahead / end)
        none = np.exp(shape * (np.log(self.alpha + now) - np.log(end))) * series
        return (a + place - 1) / (a - 1) * (1 - none)


class _Likelihood:
    """The log likelihood of the logs of r, alpha, a, b, with its gradient; rows have counts."""

    def __init__(self, summary: pd.DataFrame, counts: np.ndarray, unit: float) -> None:
        self.counts = counts
        self.repeats, self.place = np.unique(summary["n_repeats"].to_numpy(), return_inverse=True)
        self.by_repeats = np.bincount(self.place, counts)
        self.count = self.repeats.astype(float)[self.place]
        self.recency = summary["recency"].to_numpy(float) / unit
        self.age = summary["age"].to_numpy(float) / unit
        self.again = self.count > 0

    def evaluate(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log likelihood, in times of the unit, and its gradient."""
        r, alpha, a, b = np.exp(theta)
        value, slope = self._count_part(r, a, b)
        n = self.counts.sum()
        shape = r + self.count
        now, last = np.log(alpha + self.age), np.log(alpha + self.recency)
        alive = -shape * now
        gone = np.full(len(alive), -np.inf)
        place = b + self.count[self.again] - 1
        gone[self.again] = np.log(a / place) - shape[self.again] * last[self.again]
        total = np.logaddexp(alive, gone)
        share = np.exp(gone - total) * self.counts
        stays = self.counts - share
        value += n * r * theta[1] + self.counts @ total
        lost = share.sum()
        slope[0] += n * theta[1] - stays @ now - share @ last
        slope_alpha = n * r / alpha - (shape * stays) @ (1 / (alpha + self.age))
        slope_alpha -= (shape * share) @ (1 / (alpha + self.recency))
        slope[1] += slope_alpha
        slope[2] += lost / a
        slope[3] -= share[self.again] @ (1 / place)
        return -float(value), -slope * np.exp(theta)

    def _count_part(self, r: float, a: float, b: float) -> tuple[float, np.ndarray]:
        """What depends on the number of repeats alone, by their distinct values."""
        x, n = self.repeats, self.by_repeats
        value = special.gammaln(r + x) - special.gammaln(r)
        value += special.betaln(a, b + x) - special.betaln(a, b)
        both = special.digamma(a + b) - special.digamma(a + b + x)
        slope = np.array(
            [
                n @ (special.digamma(r + x) - special.digamma(r)),
                0.0,
                n @ both,
                n @ (both + special.digamma(b + x) - special.digamma(b)),
            ]
        )
        return float(n @ value), slope

    def curve(self, theta: np.ndarray) -> np.ndarray:
        """Information (4, 4) at ``theta``: differences of the exact gradient."""
        moved = [
            (self.evaluate(theta + step)[1] - self.evaluate(theta - step)[1]) / (2 * _STEP)
            for step in np.eye(len(theta)) * _STEP
        ]
        return (np.array(moved) + np.array(moved).T) / 2


def estimate_bgnbd(
    summary: pd.DataFrame, *, confidence_level: float = 0.95, weight: str | None = None
) -> BgNbdFit:
    """The model by maximum likelihood.

    ``summary`` has one row per customer, or per group of equal ones with their number in the
    column ``weight``: ``n_repeats`` days with a purchase after the first, ``recency`` time from
    the first purchase to the last (0 without a repeat), ``age`` time from the first purchase to
    the end of the records. Everybody who ever bought belongs in it, also who is gone.

    Raises EstimationError for a summary that cannot be, without repeat purchases, or when the
    records cannot tell a parameter.
    """
    counts = np.ones(len(summary)) if weight is None else summary[weight].to_numpy(float)
    _check_summary(summary, counts)
    unit = float(np.average(summary["age"], weights=counts))
    likelihood = _Likelihood(summary, counts, unit)
    found = optimize.minimize(
        likelihood.evaluate,
        _START,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_FARTHEST, _FARTHEST)] * len(PARAMETERS),
        options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-6 * counts.sum()},
    )
    theta, covariance = _finish(likelihood, found.x)
    repeats = counts @ summary["n_repeats"].to_numpy(float)
    theta = theta + np.array([0.0, np.log(unit), 0.0, 0.0])
    n = int(counts.sum())
    r, alpha, a, b = (float(value) for value in np.exp(theta))
    # a purchase on a day has a density per unit of time
    log_likelihood = -likelihood.evaluate(theta - [0, np.log(unit), 0, 0])[0]
    log_likelihood -= repeats * np.log(unit)
    estimates = _tidy(theta, covariance, n=n, n_repeats=int(repeats), level=confidence_level)
    return BgNbdFit(r, alpha, a, b, covariance, float(log_likelihood), n, estimates)


def _check_summary(summary: pd.DataFrame, counts: np.ndarray) -> None:
    missing = [name for name in SUMMARY if name not in summary]
    if missing:
        raise EstimationError(
            f"the summary of purchases has no column {', '.join(missing)}; it needs"
            f" {', '.join(SUMMARY)}"
        )
    repeats, recency, age = (summary[name].to_numpy(float) for name in SUMMARY)
    fine = (repeats >= 0) & (recency >= 0) & (recency <= age) & ((recency > 0) == (repeats > 0))
    if not fine.all():
        raise EstimationError(
            f"{int((~fine).sum()):,} rows of the summary of purchases cannot be: n_repeats, recency"
            " and age must not be below 0, recency not beyond age, and above 0 exactly where there"
            " is a repeat; count purchase days, not receipts"
        )
    if not counts @ repeats or not age.any():
        raise EstimationError(
            "no customer bought on a second day, so BG/NBD cannot be estimated; choose a later day"
        )


def _finish(likelihood: _Likelihood, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's last steps and the covariance of the logs; refuses what the records cannot tell."""
    for _ in range(8):
        information = likelihood.curve(theta)
        if np.abs(theta).max() >= _FARTHEST - 1e-6 or np.linalg.eigvalsh(information)[0] <= 0:
            break
        value, slope = likelihood.evaluate(theta)
        step = -np.linalg.solve(information, slope)
        decrement = float(-step @ slope)
        if decrement < 1e-10:
            return theta, np.linalg.inv(information)
        if likelihood.evaluate(theta + step)[0] > value:
            break
        theta = theta + step
    worst = PARAMETERS[int(np.abs(theta).argmax())]
    raise EstimationError(
        f"BG/NBD did not converge: the records cannot tell {worst!r}, as when nobody drops out or"
        " all customers are alike; leave the model out for this study"
    )


def _tidy(
    theta: np.ndarray, covariance: np.ndarray, *, n: int, n_repeats: int, level: float
) -> pd.DataFrame:
    error = np.sqrt(np.diag(covariance))
    reach = stats.norm.ppf((1 + level) / 2) * error
    columns: dict[str, Any] = {
        "term": list(PARAMETERS),
        "estimate": np.exp(theta),
        "std_error": np.exp(theta) * error,
        "conf_low": np.exp(theta - reach),
        "conf_high": np.exp(theta + reach),
        "unit": ["1", "time", "1", "1"],
    }
    return as_estimates(
        pd.DataFrame(columns),
        analysis="bgnbd",
        stratum="all",
        conf_level=level,
        n=n,
        n_events=n_repeats,
        method=_METHOD,
    )
