"""Coefficients that change at given times: customers split into episodes, columns into periods."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.design_matrix import Design, DriverColumns, level_texts

PERIOD_MINIMUM_EVENTS = 5


@dataclass(frozen=True)
class Episodes:
    """Stretches ``(start, stop]`` of customers: ``row`` is the customer's position, ``period`` the
    number of change points before the stretch, ``event`` whether it ended with a loss."""

    row: np.ndarray
    period: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    event: np.ndarray


def split_episodes(
    entry: np.ndarray, tenure: np.ndarray, event: np.ndarray, change_points: tuple[float, ...]
) -> Episodes:
    """Every customer's time under observation, cut at ``change_points``; an event at a change
    point belongs to the period that ends there."""
    edges = np.array([-np.inf, *change_points, np.inf])
    parts = []
    for period in range(len(edges) - 1):
        start = np.maximum(entry, edges[period])
        stop = np.minimum(tenure, edges[period + 1])
        row = np.flatnonzero(stop > start)
        ended = event[row] & (tenure[row] <= edges[period + 1])
        parts.append((row, np.full(len(row), period), start[row], stop[row], ended))
    return Episodes(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@dataclass(frozen=True)
class Coefficient:
    """A design column's coefficient during ``(begins, ends]``; 0 to infinity when constant."""

    column: int
    begins: float
    ends: float

    @property
    def period(self) -> str:
        """The period in figures; empty when the coefficient is constant."""
        if np.isinf(self.ends):
            return f">{self.begins:g}" if self.begins else ""
        return f"{self.begins:g}–{self.ends:g}"


@dataclass(frozen=True)
class Layout:
    """When the coefficients of a design change: for each column the times, none when it is
    constant."""

    cuts: tuple[tuple[float, ...], ...]

    @property
    def change_points(self) -> tuple[float, ...]:
        """All times at which some coefficient changes, ascending."""
        return tuple(sorted({point for cuts in self.cuts for point in cuts}))

    @property
    def n_periods(self) -> int:
        """How many stretches of tenure have coefficients of their own."""
        return len(self.change_points) + 1

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """The coefficients in order: by column, then by period."""
        return tuple(
            Coefficient(column, begins, ends)
            for column, cuts in enumerate(self.cuts)
            for begins, ends in zip((0.0, *cuts), (*cuts, np.inf), strict=True)
        )

    def loadings(self, period: int) -> np.ndarray:
        """Matrix (columns x coefficients), 1 where a coefficient acts between the change points
        numbered ``period - 1`` and ``period``."""
        begins = (0.0, *self.change_points)[period]
        matrix = np.zeros((len(self.cuts), len(self.coefficients)))
        for k, coefficient in enumerate(self.coefficients):
            if coefficient.begins <= begins < coefficient.ends:
                matrix[coefficient.column, k] = 1.0
        return matrix

    def terms(self, design: Design) -> tuple[str, ...]:
        """Names of the coefficients, with the period where they have one."""
        return tuple(
            f"{design.terms[one.column]} ({one.period})" if one.period else design.terms[one.column]
            for one in self.coefficients
        )

    def owners(self, design: Design) -> np.ndarray:
        """The driver each coefficient belongs to."""
        return np.array([design.owners[one.column] for one in self.coefficients])

    def expand(self, base: np.ndarray, episodes: Episodes) -> np.ndarray:
        """Design of the episodes (episodes x coefficients) from that of the customers."""
        if self.n_periods == 1:
            return base
        expanded = np.empty((len(episodes.row), len(self.coefficients)))
        for period in range(self.n_periods):
            here = episodes.period == period
            expanded[here] = base[episodes.row[here]] @ self.loadings(period)
        return expanded


def find_change_point(durations: pd.DataFrame, driver: DriverColumns) -> float:
    """The time nearest the median loss at which the driver's coefficients can be parted: each of
    its levels keeps at least five losses, or half of its losses, on both sides where possible."""
    lost = durations[durations["event_observed"].astype(bool)]
    times = np.sort(lost["tenure"].to_numpy(float))
    low, high = times[0], times[times < times[-1]][-1]
    middle = min(times[(len(times) - 1) // 2], high)
    if driver.kind != "number":
        for _, own in lost["tenure"].groupby(level_texts(lost[driver.driver], driver.kind)):
            ordered = np.sort(own.to_numpy(float))
            needed = min(PERIOD_MINIMUM_EVENTS, len(ordered) // 2)
            earlier = times[times < ordered[-needed]] if needed else times[:0]
            if len(earlier):
                low, high = max(low, ordered[needed - 1]), min(high, earlier[-1])
    return float(np.clip(middle, low, high)) if low <= high else float(middle)
