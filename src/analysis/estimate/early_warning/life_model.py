"""Remaining life as a fitted model, and what it foretells for customers: survival, median, mean.

Survival ``t`` days after a landmark: 1 before the deadline, then (1 - p(x)) exp(-exp(x'b) (L(t) -
L(deadline))), with p the chance of being lost at the deadline, b log hazard ratios and L the
cumulative baseline hazard, carried at knots. Intervals by the delta method over all three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.design import LinearDesign
from analysis.estimate.early_warning.life_stretches import read_clocks
from analysis.estimate.survival import normal_quantile

_GRID_DAYS = 5.0
_N_ERRORS = 24  # times at which standard errors are worked out
_CHUNK = 20_000


@dataclass(frozen=True)
class RemainingLife:
    """A fitted model of remaining life. Parameters in the order: logistic, Cox, hazard at knots.

    ``covariance`` is theirs, by customer. ``knots`` (k,) are days on the clock and ``hazard`` (k,)
    the cumulative baseline hazard there, 0 at the first; ``last`` is the last day that can be told.
    """

    clock: str
    design: LinearDesign
    deadline_odds: np.ndarray
    log_ratios: np.ndarray
    knots: np.ndarray
    hazard: np.ndarray
    covariance: np.ndarray
    last: float
    n_customers: int
    n_losses: int

    def predict(
        self, customers: pd.DataFrame, *, horizon_days: float, confidence_level: float = 0.95
    ) -> pd.DataFrame:
        """Remaining life of landmark rows, in days, same index: ``customer_id``, ``day``,
        ``median_days``, ``median_low``, ``median_high`` (missing where half have not left by the
        last day that can be told), ``mean_days``, ``mean_low``, ``mean_high``: the mean stay
        within the next ``horizon_days``. Intervals are for the mean of customers like this one.
        """
        parts = [
            self._predict(customers.iloc[start : start + _CHUNK], horizon_days, confidence_level)
            for start in range(0, len(customers), _CHUNK)
        ]
        numbers = np.vstack(parts) if parts else np.empty((0, 6))
        names = ["median_days", "median_low", "median_high", "mean_days", "mean_low", "mean_high"]
        return customers[["customer_id", "day"]].assign(
            **{name: numbers[:, place] for place, name in enumerate(names)}
        )

    def predict_survival(self, customers: pd.DataFrame, times: Sequence[float]) -> np.ndarray:
        """Probability (n, times) of being there so many days after the landmark; missing where
        that is beyond the last day that can be told."""
        state = _State.read(self, customers)
        return np.column_stack([np.exp(-state.cumulate(float(time))) for time in times])

    def _predict(self, rows: pd.DataFrame, horizon: float, level: float) -> np.ndarray:
        state, z = _State.read(self, rows), normal_quantile(level)
        mean, slope = state.restricted_mean(horizon)
        error = np.sqrt(np.maximum(_quadratic(slope, self.covariance), 0.0))
        low, high = _within(mean, error, horizon, z)
        grid = np.arange(0.0, self.last + _GRID_DAYS, _GRID_DAYS)
        grid = grid[grid <= self.last]
        hazards = np.column_stack([state.cumulate(time) for time in grid])
        errors = self._errors_on(state, grid)
        ratio = np.exp(z * errors)
        medians = [_cross_half(hazards * factor, grid) for factor in (1.0, ratio, 1 / ratio)]
        return np.column_stack([*medians, mean, low, high])

    def _errors_on(self, state: "_State", grid: np.ndarray) -> np.ndarray:
        """Standard errors of the log of the cumulative hazards (n, grid), from a few times."""
        coarse = np.unique(np.linspace(0, len(grid) - 1, _N_ERRORS).astype(int))
        found = np.empty((len(state.origin), len(coarse)))
        for place, at in enumerate(coarse):
            slope, value = state.slope(float(grid[at])), state.cumulate(float(grid[at]))
            error = np.sqrt(np.maximum(_quadratic(slope, self.covariance), 0.0))
            found[:, place] = np.where(value > 0, error / np.maximum(value, 1e-12), 0.0)
        nearest = np.minimum(np.searchsorted(coarse, np.arange(len(grid))), len(coarse) - 1)
        return np.asarray(np.nan_to_num(found[:, nearest]))


@dataclass(frozen=True)
class _State:
    """Customers to be predicted: their clocks, chances and columns; shapes (n,) and (n, p)."""

    model: RemainingLife
    matrix: np.ndarray
    origin: np.ndarray
    deadline: np.ndarray
    chance: np.ndarray
    ratio: np.ndarray

    @classmethod
    def read(cls, model: RemainingLife, rows: pd.DataFrame) -> "_State":
        origin, deadline = read_clocks(rows, model.clock)
        matrix = model.design.transform(model.design.coding.encode(rows))
        chance = np.zeros(len(rows))
        if len(model.deadline_odds):
            odds = model.deadline_odds[0] + matrix @ model.deadline_odds[1:]
            chance = 1 / (1 + np.exp(-odds))
        return cls(model, matrix, origin, deadline, chance, np.exp(matrix @ model.log_ratios))

    def _baseline(self, days: np.ndarray) -> np.ndarray:
        return np.interp(days, self.model.knots, self.model.hazard)

    def _gained(self, time: float) -> np.ndarray:
        """Baseline hazard gathered from the deadline to ``time``; missing beyond the last day."""
        later = self._baseline(self.origin + np.maximum(time, self.deadline))
        gained = later - self._baseline(self.origin + self.deadline)
        return np.where(self.origin + time <= self.model.last, gained, np.nan)

    def cumulate(self, time: float) -> np.ndarray:
        """Cumulative hazard (n,) by ``time`` days after the landmark."""
        total = -np.log1p(-np.minimum(self.chance, 1 - 1e-12)) + self.ratio * self._gained(time)
        return np.where(time >= self.deadline, total, 0.0) if len(total) else total

    def slope(self, time: float) -> np.ndarray:
        """Derivatives (n, parameters) of ``cumulate`` by the parameters."""
        due = (time >= self.deadline).astype(float)
        odds = due * self.chance
        parts = []
        if len(self.model.deadline_odds):
            parts = [odds[:, None], odds[:, None] * self.matrix]
        gained = due * self.ratio * np.nan_to_num(self._gained(time))
        parts.append(gained[:, None] * self.matrix)
        till = _hat(self.origin + np.maximum(time, self.deadline), self.model.knots)
        since = _hat(self.origin + self.deadline, self.model.knots)
        parts.append((due * self.ratio)[:, None] * (till - since)[:, 1:])
        return np.hstack(parts)

    def restricted_mean(self, horizon: float) -> tuple[np.ndarray, np.ndarray]:
        """Mean stay (n,) within ``horizon`` days and its derivatives by the parameters. Beyond the
        last day that can be told the hazard goes on at the pace of the later half of the knots."""
        edges = np.append(np.arange(0.0, horizon, _GRID_DAYS), horizon)
        mean, slope = np.zeros(len(self.origin)), 0.0
        for start, stop in pairwise(edges):
            # The deadline may lie within the step: until then nobody has left.
            free = np.clip(self.deadline - start, 0.0, stop - start)
            middle = (start + stop) / 2
            time = np.maximum(middle, np.minimum(self.deadline, stop))
            hazard, gradient = self._at(time)
            left = (stop - start - free) * np.exp(-hazard)
            mean += free + left
            slope = slope - left[:, None] * gradient
        return mean, np.asarray(slope)

    def _at(self, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        model = self.model
        since, till = self.origin + self.deadline, self.origin + time
        half = len(model.knots) // 2
        beyond = np.maximum(till - model.last, 0.0) / (model.last - model.knots[half])
        gained = self._baseline(till) - self._baseline(since)
        gained = gained + beyond * (model.hazard[-1] - model.hazard[half])
        hazard = -np.log1p(-np.minimum(self.chance, 1 - 1e-12)) + self.ratio * gained
        parts = []
        if len(model.deadline_odds):
            parts = [self.chance[:, None], self.chance[:, None] * self.matrix]
        parts.append((self.ratio * gained)[:, None] * self.matrix)
        step = _hat(till, model.knots) - _hat(since, model.knots)
        step[:, -1] += beyond
        step[:, half] -= beyond
        parts.append(self.ratio[:, None] * step[:, 1:])
        return hazard, np.hstack(parts)


def _hat(days: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Weights (n, k) of linear interpolation between ``knots``."""
    place = np.clip(np.searchsorted(knots, days, side="right") - 1, 0, len(knots) - 2)
    share = np.clip((days - knots[place]) / (knots[place + 1] - knots[place]), 0.0, 1.0)
    weights = np.zeros((len(days), len(knots)))
    every = np.arange(len(days))
    weights[every, place], weights[every, place + 1] = 1 - share, share
    return weights


def _quadratic(slope: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("ij,ij->i", slope @ covariance, slope))


def _within(
    mean: np.ndarray, error: np.ndarray, top: float, z: float
) -> tuple[np.ndarray, np.ndarray]:
    """An interval of a mean between 0 and ``top``, on the logit scale."""
    share = np.clip(mean / top, 1e-6, 1 - 1e-6)
    centre, spread = np.log(share / (1 - share)), z * error / top / (share * (1 - share))
    return top / (1 + np.exp(spread - centre)), top / (1 + np.exp(-spread - centre))


def _cross_half(hazards: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """The first of ``grid`` by which half have left, missing where they never have."""
    reached = hazards >= np.log(2)
    first = grid[reached.argmax(axis=1)]
    return np.where(reached.any(axis=1), first, np.nan)
