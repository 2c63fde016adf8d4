"""What the causes of leaving are explained by: few features, as columns of one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.study import Study

# Besides the study's satisfaction, market and segments. Few, for the causes are stated by few.
_CANDIDATES = (
    "last_rating",
    "n_complaints_last_year",
    "n_open_complaints",
    "spend_last_year_cents",
    "charge_cents",
    "charge_ratio",
    "tenure_days",
)
_MARKET = "market_"
# Two columns this close tell the same, and their effects could not be kept apart.
_SAME = 0.8
_MOST_MISSING = 0.9
_FEWEST_IN_LEVEL = 20
_SKEWED = 2.0


def choose_cause_features(landmarks: pd.DataFrame, study: Study) -> list[str]:
    """Features that may tell one cause from another, of those the landmarks have.

    Satisfaction, complaints, money, tenure, the market and the segments; how long the customer has
    been silent is left out, for it tells that somebody leaves and not why.
    """
    role = study.survey.roles.satisfaction if study.survey else None
    satisfaction = [f"score_{role}"] if role else []
    market = sorted(str(name) for name in landmarks if str(name).startswith(_MARKET))
    wanted = [*satisfaction, *_CANDIDATES, *market, *study.segments]
    return [name for name in dict.fromkeys(wanted) if name in landmarks]


@dataclass(frozen=True)
class _Column:
    """One column: a number in standard deviations, or one ``level`` of a category."""

    feature: str
    level: str
    centre: float = 0.0
    spread: float = 1.0
    logged: bool = False
    is_share: bool = False  # between 0 and 1, such as a flag

    def encode(self, frame: pd.DataFrame) -> np.ndarray:
        if self.level:
            return (_as_levels(frame[self.feature]) == self.level).to_numpy(float)
        values = _as_numbers(frame[self.feature], self.logged)
        return np.nan_to_num((values - self.centre) / self.spread)


@dataclass(frozen=True)
class CauseDesign:
    """The columns learnt; missing numbers count as usual ones and have a column of their own."""

    columns: tuple[_Column, ...]
    unknown: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many columns there are, the constant among them."""
        return 1 + len(self.columns) + len(self.unknown)

    @property
    def terms(self) -> tuple[str, ...]:
        """``feature``, per standard deviation, or ``feature=level``, against the commonest."""
        return tuple(f"{c.feature}={c.level}" if c.level else c.feature for c in self.columns)

    @property
    def spreads(self) -> tuple[float, ...]:
        """Standard deviation behind each term in its feature's unit; missing of levels, of shares
        and of numbers taken as logarithms."""
        plain = (not (column.level or column.logged or column.is_share) for column in self.columns)
        return tuple(
            column.spread if shown else float("nan")
            for column, shown in zip(self.columns, plain, strict=True)
        )

    def encode(self, frame: pd.DataFrame) -> np.ndarray:
        """The design (n, width), ones first."""
        parts = [np.ones(len(frame)), *(column.encode(frame) for column in self.columns)]
        parts += [frame[name].isna().to_numpy(float) for name in self.unknown]
        return np.column_stack(parts)

    def contrast(self, design: np.ndarray, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Two copies of ``design``: half a standard deviation above and below for a number, 1 and 0
        for a share or flag, the level and the commonest level for a level."""
        place = self.terms.index(term)
        column, high, low = self.columns[place], design.copy(), design.copy()
        if column.is_share:
            high[:, 1 + place] = (1 - column.centre) / column.spread
            low[:, 1 + place] = -column.centre / column.spread
            return high, low
        if not column.level:
            high[:, 1 + place] += 0.5
            low[:, 1 + place] -= 0.5
            return high, low
        own = [1 + p for p, other in enumerate(self.columns) if other.feature == column.feature]
        high[:, own], low[:, own] = 0.0, 0.0
        high[:, 1 + place] = 1.0
        return high, low


def learn_cause_design(frame: pd.DataFrame, features: Sequence[str]) -> CauseDesign:
    """Columns for ``features`` from the rows the causes are explained in.

    Features that hardly vary, or are hardly known, or repeat one before, are left out. Raises
    EstimationError when none remains.
    """
    columns: list[_Column] = []
    unknown: list[str] = []
    for name in features:
        values = frame[name]
        if values.isna().mean() > _MOST_MISSING:
            continue
        if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
            columns += _learn_levels(values)
            continue
        found = _learn_number(values)
        if found is None or _repeats(found, columns, frame):
            continue
        columns.append(found)
        if values.isna().sum() >= _FEWEST_IN_LEVEL:
            unknown.append(name)
    if not columns:
        raise EstimationError(
            f"none of {', '.join(features) or 'no feature'} varies among {len(frame):,} customers "
            "who said why they left; record more of them, or leave the causes out"
        )
    return CauseDesign(tuple(columns), _drop_same(unknown, frame))


def _learn_levels(values: pd.Series) -> list[_Column]:
    counts = _as_levels(values).value_counts().sort_index().sort_values(ascending=False)
    kept = counts[counts >= _FEWEST_IN_LEVEL]
    return [_Column(str(values.name), str(level)) for level in sorted(kept.index[1:])]


def _learn_number(values: pd.Series) -> _Column | None:
    numbers = _as_numbers(values, logged=False)
    known = numbers[np.isfinite(numbers)]
    is_share = bool(len(known) and known.min() >= 0 and known.max() <= 1)
    is_skewed = bool(len(known) and known.min() >= 0 and float(stats.skew(known)) > _SKEWED)
    logged = is_skewed and not is_share
    known = np.log1p(known) if logged else known
    if not len(known) or not known.std() > 0:
        return None
    return _Column(str(values.name), "", float(known.mean()), float(known.std()), logged, is_share)


def _repeats(column: _Column, others: list[_Column], frame: pd.DataFrame) -> bool:
    own = column.encode(frame)
    numbers = [other.encode(frame) for other in others if not other.level]
    return any(abs(np.corrcoef(own, other)[0, 1]) > _SAME for other in numbers)


def _drop_same(unknown: list[str], frame: pd.DataFrame) -> tuple[str, ...]:
    """Of features missing for (nearly) the same customers one tells it."""
    kept: list[str] = []
    for name in unknown:
        own = frame[name].isna().to_numpy(float)
        if all(abs(np.corrcoef(own, frame[k].isna())[0, 1]) <= _SAME for k in kept):
            kept.append(name)
    return tuple(kept)


def _as_numbers(values: pd.Series, logged: bool) -> np.ndarray:
    numbers = values.astype("float64").to_numpy(float, na_value=np.nan)
    return np.log1p(np.maximum(numbers, 0)) if logged else numbers


def _as_levels(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), "(unknown)").map(str)
