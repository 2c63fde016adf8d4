"""Whether customers today are like those the warning was learnt from, by feature and by risk.

The population stability index of shares p (training months) and q (now) over bins is
sum (p - q) ln(p / q). Without any drift it is not zero: its mean is the trace of D V and its
variance twice the trace of (D V)^2, with V the covariance of p - q and D the inverse of the mean
shares on the diagonal (with independent rows it is (1/n + 1/m) chi-squared on the bins less one:
Yurdakul and Naranjo 2020, Journal of Risk Model Validation 14(4)). Rows of one customer are not
independent, so V is clustered by customer and the index is compared with the chi-squared that has
that mean and variance (Rao and Scott 1984, Annals of Statistics 12).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2
from statsmodels.stats.multitest import multipletests

from analysis.estimate.early_warning.drift_bins import (
    Binned,
    Customers,
    bin_values,
    estimate_share_covariance,
    number_customers,
    share_in_bins,
)
from analysis.results import as_estimates

MATERIAL = 0.10  # the index above its chance level from which a shift matters; usual in banking
LARGE = 0.25
# Of features that move by nature: so many customers beyond all that was seen are too many.
OUTSIDE = 0.25
# Share of simulated companies without drift in which anything was flagged: 23 of 500 (12 or 20
# features, 13 months) with 150 customers, and none of 400 with 1,500.
FALSE_ALARMS = 0.05
_YEAR_OF_MONTHS = 12
_FEWEST_MONTHS = 3
_MOST_ROWS = 200_000
DRIFT_COLUMNS = (
    "feature",
    "moving",
    "n_bins",
    "psi",
    "by_chance",
    "chance_high",
    "usual_high",
    "p_value",
    "p_adjusted",
    "share_outside",
    "flagged",
    "large",
)


@dataclass(frozen=True)
class Drift:
    """One row per feature in ``table``, largest index first.

    ``moving``: why it moves with time by its nature, or nothing; ``psi``; ``by_chance``: the mean
    of the index without drift; ``chance_high``: what it exceeds in ``level`` of all cases without;
    ``usual_high``: the largest index of a month of the base against the others, missing with fewer
    than three; ``p_value``, ``p_adjusted`` (Holm over the features that do not move by nature,
    missing for the others); ``share_outside``: rows now beyond every value of the base;
    ``flagged``; ``large``. ``n_base`` rows of ``n_months`` days, ``n_now`` rows. ``reason`` is why
    nothing can be told (tenure, no_months, nobody), or nothing.
    """

    table: pd.DataFrame
    n_base: int
    n_now: int
    n_months: int
    reason: str = ""

    @property
    def judged(self) -> pd.DataFrame:
        """The features that do not move by nature."""
        return self.table[self.table["moving"] == ""]

    @property
    def flagged(self) -> list[str]:
        """Features that drifted, the largest first."""
        return [str(name) for name in self.table.loc[self.table["flagged"], "feature"]]

    @property
    def false_alarms(self) -> float:
        """Share of simulated companies without drift in which something was flagged."""
        return FALSE_ALARMS

    @property
    def estimates(self) -> pd.DataFrame:
        """The indices in ``results.ESTIMATE_COLUMNS``; ``passed``: not flagged."""
        frame = self.table.rename(columns={"feature": "term", "psi": "estimate"})
        frame = frame.assign(passed=~frame["flagged"].astype(bool), p_value=frame["p_adjusted"])
        return as_estimates(
            frame,
            analysis="warning_drift",
            unit="population stability index",
            n=self.n_now,
            method="population stability index, clustered by customer, Holm",
        )


def measure_feature_drift(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    *,
    horizon: int,
    clock: str,
    moving: Mapping[str, str] | None = None,
    level: float = 0.05,
) -> Drift:
    """Open rows of the last landmark day against those of the last year of month-ends whose
    outcome within ``horizon`` days is known: every season once, and near.

    On the clock of tenure the records are of one day, and nothing can be told.
    """
    day = landmarks["day"].to_numpy()
    if clock == "tenure" or not len(day):
        return _tell_nothing("tenure" if len(day) else "nobody")
    is_open = np.ones(len(day), bool)
    if "silence_left" in landmarks:
        is_open = landmarks["silence_left"].to_numpy(np.float64) <= horizon
    last = day.max()
    known = np.unique(day[day + horizon <= last])[-_YEAR_OF_MONTHS:]
    base = landmarks[is_open & np.isin(day, known)]
    return measure_drift(
        base, landmarks[is_open & (day == last)], features, moving=moving, level=level
    )


def measure_drift(
    base: pd.DataFrame,
    now: pd.DataFrame,
    features: Sequence[str],
    *,
    moving: Mapping[str, str] | None = None,
    level: float = 0.05,
) -> Drift:
    """The index of every feature between ``base`` and ``now`` (rows of customer_id, day).

    A feature is flagged when its index is above chance (Holm, ``level``), above its mean by chance
    by 0.10 or more, and above that of every month of the base against the others, as seasons and
    surveys in waves make months differ; ``large`` from 0.25. Features in ``moving`` (name: why)
    change however little customers do: they are flagged only where a quarter of customers lie
    beyond all values of ``base``, where a model can but extrapolate.
    """
    if base.empty or now.empty:
        return _tell_nothing("no_months" if base.empty else "nobody")
    moving = moving or {}
    n_base, n_now, n_months = len(base), len(now), base["day"].nunique()
    base, now = _take_some(base, now)
    customers = number_customers(base, now)
    month = pd.factorize(base["day"])[0]
    rows = []
    for name in features:
        binned = bin_values(base[name], now[name])
        named: dict[str, object] = {"feature": name, "moving": moving.get(name, "")}
        usual = {"usual_high": _measure_months(binned, month)}
        rows.append(named | usual | _measure(binned, customers, level))
    table = _flag(pd.DataFrame(rows), level)
    ordered = table.sort_values("psi", ascending=False, kind="stable", ignore_index=True)
    return Drift(ordered[list(DRIFT_COLUMNS)], n_base, n_now, n_months)


def _tell_nothing(reason: str) -> Drift:
    table = pd.DataFrame(columns=list(DRIFT_COLUMNS)).astype({"flagged": bool, "large": bool})
    return Drift(table, 0, 0, 0, reason)


def _take_some(base: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All rows of every k-th customer: a large base takes no longer than a small one."""
    every = -(-(len(base) + len(now)) // _MOST_ROWS)
    if every == 1:
        return base, now
    customers = number_customers(base, now)
    return base[customers.base % every == 0], now[customers.now % every == 0]


def _measure(binned: Binned, customers: Customers, level: float) -> dict[str, float]:
    p, q = (share_in_bins(codes, binned.n_bins) for codes in (binned.base, binned.now))
    psi = float(((p - q) * np.log(p / q)).sum())
    scaled = estimate_share_covariance(binned, customers) * (2 / (p + q))
    mean, variance = float(np.trace(scaled)), float(2 * np.trace(scaled @ scaled))
    told = {"n_bins": binned.n_bins, "psi": psi, "share_outside": binned.share_outside}
    if mean <= 0 or variance <= 0:  # one bin: nothing can shift
        return told | {"by_chance": 0.0, "chance_high": 0.0, "p_value": np.nan}
    scale, freedom = variance / (2 * mean), 2 * mean**2 / variance
    return told | {
        "by_chance": mean,
        "chance_high": float(scale * chi2.ppf(1 - level, freedom)),
        "p_value": float(chi2.sf(psi / scale, freedom)),
    }


def _measure_months(binned: Binned, month: np.ndarray) -> float:
    """The largest index of one month of the base against its other months."""
    n_months = int(month.max(initial=-1)) + 1
    if n_months < _FEWEST_MONTHS:
        return float("nan")
    place = month * binned.n_bins + binned.base
    counts = np.bincount(place, minlength=n_months * binned.n_bins).reshape(n_months, -1) + 0.5
    others = counts.sum(axis=0) - counts
    p, q = (side / side.sum(axis=1, keepdims=True) for side in (counts, others))
    return float(((p - q) * np.log(p / q)).sum(axis=1).max())


def _flag(table: pd.DataFrame, level: float) -> pd.DataFrame:
    by_nature = table["moving"] != ""
    tested = ~by_nature & table["p_value"].notna()
    adjusted = pd.Series(np.nan, table.index)
    if tested.any():
        adjusted[tested] = multipletests(table.loc[tested, "p_value"], method="holm")[1]
    above = table["psi"] - table["by_chance"]
    shifted = (adjusted < level) & (above >= MATERIAL) & ~(table["psi"] <= table["usual_high"])
    return table.assign(
        p_adjusted=adjusted,
        flagged=shifted | (by_nature & (table["share_outside"] >= OUTSIDE)),
        large=shifted & (above >= LARGE),
    )
