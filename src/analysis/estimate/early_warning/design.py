"""Features as numbers: as they are for trees, and completed and scaled for linear models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.splines import place_knots, restricted_cubic_spline

CURVED = (  # clocks and habits, whose effect on leaving is seldom a straight line
    "tenure_days",
    "days_since_purchase",
    "recency_ratio",
    "silence_left",
    "n_purchases",
    "charge_cents",
    "contract_days",
)
FEWEST_ROWS = 20  # a level, or a missing value, of fewer rows has no effect of its own
MOST_LEVELS = 30
FEWEST_VALUES = 12  # distinct values a curve needs
LIMITS = (0.005, 0.995)  # values beyond these quantiles count as the quantile, in linear models
OWN_SHARE = 0.005  # a column with less variance of its own is told from the others by chance only
SKEWED = 5.0  # mean over median from which amounts and counts are taken as logarithms


def leave_out_signs(features: Sequence[str], reasons: Mapping[str, Sequence[str]]) -> list[str]:
    """``features`` without the signs of decline of which a column they are made of is there:
    a sign would say the same again, more coarsely."""
    known = set(features)
    return [name for name in features if not known & set(reasons.get(name, ()))]


@dataclass(frozen=True)
class Coding:
    """Features as float32 columns; levels of a category as whole numbers from 0.

    ``levels`` are those learnt, empty for numbers; values never seen are missing.
    """

    features: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]

    @classmethod
    def learn(cls, rows: pd.DataFrame, features: Sequence[str]) -> "Coding":
        """From training rows; features that do not vary there are left out."""
        kept, levels = [], []
        for name in features:
            found = _list_levels(rows[name])
            if rows[name].nunique(dropna=False) > 1 and found != ("",):
                kept.append(name)
                levels.append(found)
        return cls(tuple(kept), tuple(levels))

    @property
    def categories(self) -> list[bool]:
        """Whether each column is a category."""
        return [bool(found) for found in self.levels]

    def encode(self, rows: pd.DataFrame) -> np.ndarray:
        """Rows x features, column by column in memory."""
        matrix = np.empty((len(rows), len(self.features)), dtype=np.float32, order="F")
        for place, (name, found) in enumerate(zip(self.features, self.levels, strict=True)):
            matrix[:, place] = _encode(rows[name], found)
        return matrix


def _list_levels(values: pd.Series) -> tuple[str, ...]:
    """The levels of a category with enough rows, the most frequent first; ("",) when none has."""
    if not isinstance(values.dtype, pd.CategoricalDtype) and values.dtype != object:
        return ()
    counts = values.value_counts()
    frequent = counts[counts >= FEWEST_ROWS].index.astype(str)[:MOST_LEVELS]
    return tuple(frequent) or ("",)


def _encode(values: pd.Series, levels: tuple[str, ...]) -> np.ndarray:
    if not levels:
        return values.to_numpy(dtype=np.float32, na_value=np.nan)
    codes = pd.Categorical(values.astype("category").cat.rename_categories(str), categories=levels)
    return np.where(codes.codes < 0, np.nan, codes.codes).astype(np.float32)


@dataclass(frozen=True)
class _Number:
    """How one number enters: on which scale, within which limits, with what for missing."""

    place: int
    logarithm: bool
    low: float
    high: float
    typical: float
    centre: float
    scale: float
    knots: tuple[float, ...]
    missing: bool

    def columns(self, values: np.ndarray) -> list[np.ndarray]:
        absent = np.isnan(values)
        scaled = self._scale(np.where(absent, self.typical, values))
        columns = [scaled]
        if self.knots:
            columns.extend(restricted_cubic_spline(scaled, self.knots).T)
        if self.missing:
            columns.append(absent.astype(float))
        return columns

    def _scale(self, values: np.ndarray) -> np.ndarray:
        inside = np.clip(values, self.low, self.high).astype(float)
        if self.logarithm:
            inside = np.log1p(inside)
        return (inside - self.centre) / self.scale


@dataclass(frozen=True)
class LinearDesign:
    """Columns of a linear model, learnt from training rows.

    Numbers are cut at extreme quantiles, skewed ones taken as logarithms, all put on one scale; the
    clocks as restricted cubic splines. A missing value is the training rows' median, with a column
    that says it was missing. Categories have a column for each level but the most frequent; levels
    never seen count as that.
    """

    coding: Coding
    numbers: tuple[_Number, ...]
    kept: np.ndarray

    @classmethod
    def learn(cls, coding: Coding, matrix: np.ndarray) -> "LinearDesign":
        """From the encoded training rows; columns told by others are left out."""
        numbers = []
        for place, is_category in enumerate(coding.categories):
            if not is_category:
                learnt = _learn(place, matrix[:, place], coding.features[place] in CURVED)
                numbers.extend([] if learnt is None else [learnt])
        raw = cls(coding, tuple(numbers), np.empty(0, dtype=int))
        return cls(coding, raw.numbers, _find_independent(raw._lay_out(matrix)))

    def transform(self, matrix: np.ndarray) -> np.ndarray:
        """Encoded rows as rows x columns of the model."""
        return np.asfortranarray(self._lay_out(matrix)[:, self.kept])

    @property
    def terms(self) -> tuple[str, ...]:
        """The feature each column belongs to."""
        names = [name for name, _ in self._name_columns()]
        return tuple(names[place] for place in self.kept)

    @property
    def details(self) -> tuple[str, ...]:
        """What each column is of its feature: "" the number (per standard deviation), "curve",
        "missing", or a level."""
        details = [detail for _, detail in self._name_columns()]
        return tuple(details[place] for place in self.kept)

    def _name_columns(self) -> list[tuple[str, str]]:
        names = []
        for number in self.numbers:
            own = self.coding.features[number.place]
            names += [(own, "")] + [(own, "curve")] * max(0, len(number.knots) - 2)
            names += [(own, "missing")] * number.missing
        for name, levels in zip(self.coding.features, self.coding.levels, strict=True):
            names += [(name, level) for level in levels[1:]]
        return names

    def _lay_out(self, matrix: np.ndarray) -> np.ndarray:
        columns = [c for number in self.numbers for c in number.columns(matrix[:, number.place])]
        for place, levels in enumerate(self.coding.levels):
            columns += [matrix[:, place] == code for code in range(1, len(levels))]
        return (
            np.column_stack(columns).astype(np.float64) if columns else np.empty((len(matrix), 0))
        )


def _learn(place: int, values: np.ndarray, curved: bool) -> _Number | None:
    known = values[~np.isnan(values)].astype(float)
    if len(known) < FEWEST_ROWS:
        return None
    low, typical, high = np.quantile(known, [LIMITS[0], 0.5, LIMITS[1]])
    if low == high:  # rare events: the extreme values are all there is
        low, high = known.min(), known.max()
    inside = np.clip(known, low, high)
    logarithm = bool(low >= 0 and inside.mean() > 0 and (high > SKEWED * max(typical, 1e-9)))
    if logarithm:
        inside = np.log1p(inside)
    scale = float(inside.std())
    n_missing = len(values) - len(known)
    missing = n_missing >= FEWEST_ROWS
    if scale == 0 and not missing:
        return None
    centre, scale = float(inside.mean()), scale or 1.0
    bends = curved and len(np.unique(known)) >= FEWEST_VALUES
    knots = place_knots((inside - centre) / scale) if bends else ()
    return _Number(
        place, logarithm, float(low), float(high), float(typical), centre, scale, knots, missing
    )


def _find_independent(columns: np.ndarray) -> np.ndarray:
    """Positions of columns that vary and are not told by others before them."""
    scale = columns.std(axis=0)
    varies = np.flatnonzero(scale > 1e-6)
    if not len(varies):
        return varies
    scaled = (columns[:, varies] - columns[:, varies].mean(axis=0)) / scale[varies]
    with one_blas_thread():
        gram = scaled.T @ scaled / len(scaled)
    kept: list[int] = []
    for place in range(len(varies)):
        others = gram[np.ix_(kept, kept)]
        share = gram[place, kept]
        left = gram[place, place] - share @ np.linalg.solve(others, share) if kept else 1.0
        if left > OWN_SHARE:
            kept.append(place)
    return varies[kept]
