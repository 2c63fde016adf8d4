"""Means and shares of weighted respondents, with the variance that weighting costs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.proportions import wilson_interval

ALL = "all"


@dataclass(frozen=True)
class Respondents:
    """How respondents are weighted and divided: ``weights`` is a column of positive numbers (such
    as those for nonresponse), ``segment`` a column of text; None for neither. Cells of fewer than
    ``minimum_cell`` respondents are suppressed."""

    frame: pd.DataFrame
    confidence_level: float
    minimum_cell: int = 1
    weights: str | None = None
    segment: str | None = None

    def __post_init__(self) -> None:
        for column in (self.weights, self.segment):
            if column is not None and column not in self.frame.columns:
                raise EstimationError(f"column {column!r} is not among those of the respondents")
        if self.weights is not None and bool((self.frame[self.weights] < 0).any()):
            raise EstimationError(f"column {self.weights!r} holds negative weights")

    @property
    def weight(self) -> np.ndarray:
        """The weights (n,); one each when there are none, 0 where missing."""
        if self.weights is None:
            return np.ones(len(self.frame))
        return self.frame[self.weights].to_numpy(dtype=float, na_value=0.0)

    def answers(self, item: str) -> np.ndarray:
        """The answers to ``item`` (n,), missing where there is none; EstimationError when the
        column is not there."""
        if item not in self.frame.columns:
            raise EstimationError(f"item {item!r} is not among the columns of the respondents")
        return self.frame[item].to_numpy(dtype=float, na_value=np.nan)

    def strata(self) -> Iterator[tuple[str, np.ndarray]]:
        """Everybody, then every segment: its name and who is in it (n,)."""
        yield ALL, np.ones(len(self.frame), dtype=bool)
        if self.segment is not None:
            column = self.frame[self.segment]
            for name in sorted(column.dropna().unique(), key=str):
                yield f"{self.segment}={name}", (column == name).to_numpy(bool)


@dataclass(frozen=True)
class WeightedMean:
    """``mean`` of ``n`` answers, its ``variance`` and the size of an unweighted sample as precise
    (``n_effective``)."""

    mean: float
    variance: float
    n: int
    n_effective: float


def weigh(values: np.ndarray, weights: np.ndarray) -> WeightedMean:
    """The weighted mean of ``values`` (n,), missing ones left out.

    Variance by linearisation, n / (n - 1) times the sum of squared w (y - mean) over the squared
    sum of w (Sarndal, Swensson and Wretman 1992, 5.7): that of the ratio of two totals. Without
    weights it is s2 / n. ``n_effective`` is Kish's (1965) squared sum over sum of squares of w.
    """
    kept = np.isfinite(values) & (weights > 0)
    y, w = values[kept], weights[kept]
    n = len(y)
    if n == 0:
        return WeightedMean(np.nan, np.nan, 0, 0.0)
    total = w.sum()
    mean = float(w @ y / total)
    spread = float(((w * (y - mean)) ** 2).sum() / total**2)
    variance = spread * n / (n - 1) if n > 1 else np.nan
    return WeightedMean(mean, variance, n, float(total**2 / (w @ w)))


def estimate_mean(values: np.ndarray, weights: np.ndarray, *, level: float) -> dict[str, object]:
    """``estimate, std_error, conf_low, conf_high, n, n_effective`` of a weighted mean; Student's t
    on ``n_effective`` - 1 degrees of freedom."""
    found = weigh(values, weights)
    error = float(np.sqrt(found.variance))
    degrees = max(found.n_effective - 1, 1.0)
    reach = float(stats.t.ppf((1 + level) / 2, degrees)) * error
    return {
        "estimate": found.mean,
        "std_error": error,
        "conf_low": found.mean - reach,
        "conf_high": found.mean + reach,
        "n": found.n,
        "n_effective": found.n_effective,
        "method": "linearised",
    }


def estimate_share(
    hits: np.ndarray, values: np.ndarray, weights: np.ndarray, *, level: float
) -> dict[str, object]:
    """As ``estimate_mean``, of the share of ``hits`` (n, bool) among those who answered.

    Wilson's interval on the size of an unweighted sample as precise: p (1 - p) over the linearised
    variance (Korn and Graubard 1998; Kish's where the share is 0 or 1).
    """
    answered = np.isfinite(values)
    found = weigh(np.where(answered, hits.astype(float), np.nan), weights)
    share = found.mean
    n = found.n_effective
    if 0 < share < 1 and found.n > 1:
        n = share * (1 - share) / (found.variance * (found.n - 1) / found.n)
    low, high = wilson_interval(share * n, n, confidence_level=level)
    return {
        "estimate": share,
        "std_error": float(np.sqrt(share * (1 - share) / n)) if n > 0 else np.nan,
        "conf_low": float(low),
        "conf_high": float(high),
        "n": found.n,
        "n_effective": n,
        "method": "wilson",
    }


def hide_small_cells(rows: pd.DataFrame, *, minimum_cell: int) -> pd.DataFrame:
    """``rows`` with ``suppressed``; without the numbers of fewer than ``minimum_cell`` people."""
    hidden = rows["n"] < minimum_cell
    numbers = ["estimate", "std_error", "conf_low", "conf_high", "n", "n_effective"]
    shown = rows.assign(suppressed=hidden).astype({"n": "Int64"})
    shown.loc[hidden, numbers] = pd.NA
    return shown
