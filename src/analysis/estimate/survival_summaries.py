"""What a survival function says in time: quantiles and restricted means, with intervals."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.log_rank import adjust_by_holm
from analysis.estimate.risk_sets import build_risk_sets
from analysis.estimate.survival import log_log_interval, normal_quantile

FLAT = 1e-9  # survival this near to the quantile lies on it: the curve is flat there

Scale = Literal["log", "log-log"]


def estimate_median_survival_time(survival: pd.DataFrame, *, scale: Scale = "log") -> pd.DataFrame:
    """Median survival time of each stratum; see :func:`estimate_survival_time_quantile`."""
    return estimate_survival_time_quantile(survival, share_lost=0.5, scale=scale)


def estimate_survival_time_quantile(
    survival: pd.DataFrame, *, share_lost: float, scale: Scale = "log"
) -> pd.DataFrame:
    """The time by which ``share_lost`` of the customers have left, with its test-based interval.

    ``survival`` comes from ``estimate_survival_function``. One row per stratum: ``stratum, term,
    estimate, conf_low, conf_high, conf_level, n, n_events, unit``; a limit or an estimate the
    curve does not reach is missing. ``scale`` is that on which the interval of survival is
    inverted; "log" is the default of R's survfit. Brookmeyer and Crowley (1982).
    """
    rows = [
        _invert_curve(str(stratum), curve, 1 - share_lost, scale)
        for stratum, curve in survival.groupby("stratum", sort=False)
    ]
    term = "median_survival_time" if share_lost == 0.5 else f"time_to_{share_lost:.0%}_lost"
    return pd.DataFrame(rows).assign(term=term, unit="time", method=f"Brookmeyer-Crowley, {scale}")


def _invert_curve(
    stratum: str, curve: pd.DataFrame, remaining: float, scale: Scale
) -> dict[str, object]:
    estimate = curve["estimate"].to_numpy()
    level = float(curve["conf_level"].iloc[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = curve["std_error"].to_numpy() / estimate
        if scale == "log":
            spread = np.exp(normal_quantile(level) * relative)
            low, high = estimate / spread, np.minimum(estimate * spread, 1.0)
        else:
            low, high = log_log_interval(estimate, relative**2, normal_quantile(level))
    times = curve["time"].to_numpy()
    return {
        "stratum": stratum,
        "estimate": _first_crossing(times, estimate, remaining),
        "conf_low": _first_crossing(times, low, remaining),
        "conf_high": _first_crossing(times, high, remaining),
        "conf_level": level,
        "n": int(curve["n"].iloc[0]),
        "n_events": int(curve["n_events"].sum()),
    }


def _first_crossing(times: np.ndarray, curve: np.ndarray, remaining: float) -> float:
    """First time at or below ``remaining``; the middle of the stretch when it is flat there."""
    reached = np.flatnonzero(curve <= remaining + FLAT)
    if not len(reached):
        return float("nan")
    first = reached[0]
    below = np.flatnonzero(curve < remaining - FLAT)
    if abs(curve[first] - remaining) < FLAT and len(below):
        return float(times[first] + times[below[0]]) / 2
    return float(times[first])


@dataclass(frozen=True)
class _RestrictedMean:
    """Area under one Kaplan-Meier curve up to ``horizon``, and its variance."""

    stratum: str
    horizon: float
    estimate: float
    variance: float
    n: int
    n_events: int


def _last_usable_time(sets: pd.DataFrame) -> float:
    """Where the curve ends: at the last exit, or never when the last customer at risk left."""
    final = sets.iloc[-1]
    return np.inf if final["n_events"] == final["n_at_risk"] else float(final["time"])


def _integrate(stratum: str, sets: pd.DataFrame, horizon: float) -> _RestrictedMean:
    at_risk = sets["n_at_risk"].to_numpy(float)
    events = sets["n_events"].to_numpy(float)
    times = sets["time"].to_numpy(float)
    used = (times <= horizon) & (events > 0)
    at_risk, events, times = at_risk[used], events[used], times[used]
    survival = np.concatenate([[1.0], np.cumprod(1 - events / at_risk)])
    edges = np.concatenate([[0.0], times, [horizon]])
    areas = np.diff(edges) * survival
    to_come = np.cumsum(areas[::-1])[::-1][1:]  # area from each event time to the horizon
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(at_risk > events, events / (at_risk * (at_risk - events)), 0.0)
    variance = float(np.sum(to_come**2 * weights))
    n, n_events = int(sets["n_entered"].sum()), int(events.sum())
    return _RestrictedMean(stratum, horizon, float(areas.sum()), variance, n, n_events)


def _restricted_means(counts: pd.DataFrame, horizon: float, common: bool) -> list[_RestrictedMean]:
    if horizon <= 0:
        raise EstimationError(f"horizon {horizon:g} is not above 0; choose a positive time")
    groups = [
        (str(stratum), sets)
        for stratum, sets in build_risk_sets(counts).groupby("stratum", sort=False)
    ]
    ends = [min(horizon, _last_usable_time(sets)) for _, sets in groups]
    if common:
        ends = [min(ends)] * len(ends)
    return [
        _integrate(stratum, sets, end) for (stratum, sets), end in zip(groups, ends, strict=True)
    ]


def estimate_restricted_mean_survival_time(
    counts: pd.DataFrame, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """Mean time as a customer up to ``horizon``: the area under Kaplan-Meier, per stratum.

    Columns ``stratum, term, time, restricted, estimate, std_error, conf_low, conf_high,
    conf_level, n, n_events, unit``. A stratum observed for less than ``horizon`` is integrated
    to its last time at risk: ``time`` says which time was used, ``restricted`` that it is
    shorter than asked. Left truncation counts through the risk sets. Irwin (1949); Klein and
    Moeschberger (2003), 4.5; equals R's print(survfit, rmean=).
    """
    critical = normal_quantile(confidence_level)
    rows = [
        {
            "stratum": mean.stratum,
            "term": "restricted_mean_survival_time",
            "time": mean.horizon,
            "restricted": mean.horizon < horizon,
            "estimate": mean.estimate,
            "std_error": np.sqrt(mean.variance),
            "conf_low": max(mean.estimate - critical * np.sqrt(mean.variance), 0.0),
            "conf_high": min(mean.estimate + critical * np.sqrt(mean.variance), mean.horizon),
            "n": mean.n,
            "n_events": mean.n_events,
        }
        for mean in _restricted_means(counts, horizon, common=False)
    ]
    return pd.DataFrame(rows).assign(conf_level=confidence_level, unit="time")


def estimate_restricted_mean_differences(
    counts: pd.DataFrame, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """Differences in restricted mean survival time between every two strata.

    All strata are integrated to one time, the last at which each is still at risk or
    ``horizon``. Columns ``stratum_a, stratum_b, term ("a - b"), time, restricted, estimate
    (a minus b), std_error, conf_low, conf_high, conf_level, statistic, p_value, p_adjusted
    (Holm), unit``. Raises EstimationError with fewer than two strata.
    """
    means = _restricted_means(counts, horizon, common=True)
    if len(means) < 2:
        raise EstimationError("column 'stratum' holds one value; a difference needs two strata")
    critical = normal_quantile(confidence_level)
    rows = []
    for a, b in combinations(means, 2):
        difference, std_error = a.estimate - b.estimate, np.sqrt(a.variance + b.variance)
        statistic = difference / std_error if std_error > 0 else np.nan
        rows.append(
            {
                "stratum_a": a.stratum,
                "stratum_b": b.stratum,
                "term": f"{a.stratum} - {b.stratum}",
                "time": a.horizon,
                "restricted": a.horizon < horizon,
                "estimate": difference,
                "std_error": std_error,
                "conf_low": difference - critical * std_error,
                "conf_high": difference + critical * std_error,
                "statistic": statistic,
                "p_value": float(2 * stats.norm.sf(abs(statistic))),
            }
        )
    frame = pd.DataFrame(rows).assign(conf_level=confidence_level, unit="time")
    return frame.assign(p_adjusted=adjust_by_holm(frame["p_value"].to_numpy()))
