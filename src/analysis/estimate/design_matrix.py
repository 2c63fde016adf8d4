"""Drivers as columns of numbers, the same way for fitting, checking and predicting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.splines import place_knots, restricted_cubic_spline

YES, NO = "Yes", "No"
OTHER_LEVEL = "(other)"
MINIMUM_LEVEL_EVENTS = 10


class DriverInfo(Protocol):
    """What a study says about a driver."""

    @property
    def column(self) -> str: ...
    @property
    def kind(self) -> str: ...  # category, number or flag
    @property
    def reference(self) -> str | None: ...
    @property
    def per(self) -> float | None: ...


@dataclass(frozen=True)
class DriverColumns:
    """One driver in a design: its levels against a reference, or its number per ``per`` units.

    ``levels`` has one entry per column ("" for a number); ``knots`` is empty for a straight line.
    """

    driver: str
    kind: str
    levels: tuple[str, ...]
    reference: str
    per: float
    knots: tuple[float, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the columns: ``driver=level``, ``driver``, or ``driver (curve 2)``."""
        if self.kind != "number":
            return tuple(f"{self.driver}={level}" for level in self.levels)
        curves = (f"{self.driver} (curve {k})" for k in range(2, len(self.levels) + 1))
        return (self.driver, *curves)

    def encode(self, values: pd.Series) -> np.ndarray:
        """Columns (n, levels) for the driver's ``values``; raises on missing or unknown ones."""
        if values.isna().any():
            raise EstimationError(
                f"driver {self.driver!r} is missing in {int(values.isna().sum()):,} rows"
            )
        if self.kind == "number":
            steps = values.to_numpy(float)[:, None] / self.per
            if not self.knots:
                return steps
            return np.hstack([steps, restricted_cubic_spline(steps[:, 0], self.knots)])
        texts = level_texts(values, self.kind)
        unknown = sorted(set(texts.unique()) - {self.reference, *self.levels})
        if unknown:
            raise EstimationError(
                f"driver {self.driver!r} has a level the model has not seen: {unknown[0]!r}"
            )
        return np.column_stack([(texts == level).to_numpy(float) for level in self.levels])


@dataclass(frozen=True)
class Design:
    """All drivers of a model and the mean of each column, about which columns are centred."""

    drivers: tuple[DriverColumns, ...]
    centre: np.ndarray

    @property
    def terms(self) -> tuple[str, ...]:
        """The name of every column, such as ``contract=One year``."""
        return tuple(term for driver in self.drivers for term in driver.terms)

    @property
    def owners(self) -> tuple[str, ...]:
        """The driver each column belongs to."""
        return tuple(part.driver for part in self.drivers for _ in part.levels)

    def columns_of(self, driver: str) -> np.ndarray:
        """Positions of the columns that belong to ``driver``."""
        return np.flatnonzero(np.array(self.owners) == driver)

    def part(self, driver: str) -> DriverColumns:
        """The columns of ``driver``; it must be in the design."""
        return next(part for part in self.drivers if part.driver == driver)

    def encode(self, frame: pd.DataFrame) -> np.ndarray:
        """The centred design matrix of ``frame``, customers x columns."""
        if not self.drivers:
            return np.zeros((len(frame), 0))
        matrix = np.empty((len(frame), len(self.terms)), order="F")  # column by column is fast
        for part in self.drivers:
            matrix[:, self.columns_of(part.driver)] = part.encode(frame[part.driver])
        matrix -= self.centre
        return matrix


def build_design(
    frame: pd.DataFrame,
    drivers: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    *,
    curved: Sequence[str] = (),
) -> Design:
    """Learn levels, references, scales and knots of ``drivers`` from complete rows of ``frame``.

    The reference is the study's, or the most frequent level. Numbers in ``curved`` enter as a
    restricted cubic spline. Raises EstimationError for a driver the study does not describe, a
    constant one, an absent reference or an infinite number.
    """
    known = {info.column: info for info in drivers_info}
    undescribed = [name for name in drivers if name not in known]
    if undescribed:
        raise EstimationError(
            f"driver {undescribed[0]!r} is not described among the study's drivers"
        )
    parts = tuple(_learn(frame[name], known[name], name in curved) for name in drivers)
    raw = Design(parts, np.zeros(sum(len(part.levels) for part in parts)))
    return replace(raw, centre=raw.encode(frame).mean(axis=0))


def _learn(values: pd.Series, info: DriverInfo, curved: bool) -> DriverColumns:
    name = info.column
    constant = values.min() == values.max() if info.kind == "number" else values.nunique() < 2
    if constant:
        raise EstimationError(
            f"driver {name!r} has one level only among {len(values):,} customers, so it explains "
            "nothing; leave it out of the drivers"
        )
    if info.kind == "number":
        numbers = values.to_numpy(float)
        if not np.isfinite(numbers).all():
            raise EstimationError(f"driver {name!r} holds infinite numbers; mend the column")
        per = float(info.per or 1.0)
        knots = place_knots(numbers / per) if curved else ()
        return DriverColumns(name, "number", ("",) * max(1, len(knots) - 1), "", per, knots)
    texts = level_texts(values, info.kind)
    if info.kind == "flag":
        return DriverColumns(name, "flag", (YES,), NO, 1.0)
    frequency = texts.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    reference = info.reference or str(frequency.index[0])
    if reference not in frequency.index:
        raise EstimationError(
            f"driver {name!r}: no customer has the reference level {reference!r}; it has "
            + ", ".join(repr(level) for level in sorted(frequency.index)[:8])
        )
    levels = tuple(str(level) for level in sorted(frequency.index) if level != reference)
    return DriverColumns(name, "category", levels, reference, 1.0)


def level_texts(values: pd.Series, kind: str) -> pd.Series:
    """Levels as plain text; true is "Yes" for a flag."""
    if kind == "flag":
        return pd.Series(np.where(values.astype(float) > 0, YES, NO), index=values.index)
    return values.astype(object).map(str)


def complete_cases(frame: pd.DataFrame, columns: Sequence[str]) -> tuple[pd.DataFrame, int]:
    """Rows without a missing value in ``columns``, and how many were left out.

    Raises EstimationError for an absent column, or one missing in more than half of the rows.
    """
    wanted = list(dict.fromkeys(columns))
    absent = [name for name in wanted if name not in frame]
    if absent:
        raise EstimationError(f"durations lack the driver column {absent[0]!r}")
    missing = frame[wanted].isna()
    share = missing.mean()
    if wanted and share.max() > 0.5:
        raise EstimationError(
            f"driver {share.idxmax()!r} is missing for {share.max():.0%} of the customers; "
            "leave it out of the drivers"
        )
    if not missing.any(axis=None):
        return frame, 0
    complete = ~missing.any(axis=1)
    return frame[complete], int((~complete).sum())


def merge_rare_levels(
    durations: pd.DataFrame,
    drivers_info: Sequence[DriverInfo],
    *,
    minimum_events: int = MINIMUM_LEVEL_EVENTS,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Categories with fewer than ``minimum_events`` losses become one level, "(other)".

    When that is still too rare it joins the most frequent level. Returns the durations and a
    table ``driver, level, n, n_events, merged_into`` of what was done. The reference is never
    merged away: an absent or rare reference stays for ``build_design`` to complain about.
    """
    durations = durations.copy()
    done = []
    event = durations["event_observed"].astype(int)
    for info in (info for info in drivers_info if info.kind == "category"):
        values = durations[info.column].astype(object)
        tally = event.groupby(values).agg(n="size", n_events="sum")
        rare = tally[(tally["n_events"] < minimum_events) & (tally.index != info.reference)]
        frequent = tally.drop(rare.index)
        if rare.empty or frequent.empty:
            continue
        enough = rare["n_events"].sum() >= minimum_events
        target = OTHER_LEVEL if enough else str(frequent["n"].idxmax())
        durations[info.column] = values.where(~values.isin(rare.index), target)
        done.append(
            rare.rename_axis("level").reset_index().assign(driver=info.column, merged_into=target)
        )
    columns = ["driver", "level", "n", "n_events", "merged_into"]
    return durations, (pd.concat(done)[columns] if done else pd.DataFrame(columns=columns))
