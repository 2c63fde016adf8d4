"""Kaplan-Meier survival functions with pointwise and simultaneous intervals."""

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import build_risk_sets

BAND_MINIMUM_EVENTS = 5
BAND_MINIMUM_AT_RISK = 5


def estimate_survival_function(
    counts: pd.DataFrame, *, confidence_level: float, start: float = 0, bands: bool = True
) -> pd.DataFrame:
    """Kaplan-Meier estimate for every stratum of ``counts`` (columns of ``count_times``).

    One row per stratum and time of an event or a censoring, preceded by a row at ``start`` where
    survival is 1: ``stratum, time, n_at_risk, n_events, n_censored, estimate, std_error``
    (Greenwood), ``conf_low, conf_high`` (pointwise, log-log), ``band_low, band_high``
    (simultaneous, equal precision, log-log; missing outside the times with at least 5 events so
    far and 5 customers at risk, and everywhere without ``bands``), ``conf_level, n, unit``. With
    ``start`` above 0, survival among those still customers at ``start``.

    Raises EstimationError when a risk set empties before later customers enter: the estimate
    would be zero from there on.

    Kaplan and Meier (1958); Kalbfleisch and Prentice (2002), 1.4; Nair (1984).
    """
    sets = build_risk_sets(counts, start=start)
    curves = [
        _estimate_curve(str(stratum), group, confidence_level, start, bands)
        for stratum, group in sets.groupby("stratum", sort=False)
    ]
    return pd.concat(curves, ignore_index=True)


def _estimate_curve(
    stratum: str, sets: pd.DataFrame, confidence_level: float, start: float, bands: bool
) -> pd.DataFrame:
    at_risk = sets["n_at_risk"].to_numpy(float)
    events = sets["n_events"].to_numpy(float)
    _check_refill(stratum, sets)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(np.where(at_risk > 0, 1 - events / at_risk, 1.0))
        variance = np.cumsum(np.where(events > 0, events / (at_risk * (at_risk - events)), 0.0))
        std_error = np.where(survival > 0, survival * np.sqrt(variance), 0.0)
    low, high = log_log_interval(survival, variance, normal_quantile(confidence_level))
    missing = np.full(len(survival), np.nan)
    band = _estimate_band(sets, survival, variance, confidence_level) if bands else (missing,) * 2
    estimates = {"estimate": survival, "std_error": std_error, "conf_low": low, "conf_high": high}
    estimates |= {"band_low": band[0], "band_high": band[1]}
    counted = {name: sets[name].to_numpy() for name in ("n_at_risk", "n_events", "n_censored")}
    columns = {"time": sets["time"].to_numpy(float)} | counted | estimates
    shown = counted["n_events"] + counted["n_censored"] > 0
    opening = _opening_row(sets, start)
    whole = {
        name: np.concatenate([[opening[name]], values[shown]]) for name, values in columns.items()
    }
    n = int(sets["n_entered"].sum())
    last = {"conf_level": confidence_level, "n": n, "unit": "probability"}
    return pd.DataFrame({"stratum": stratum} | whole | last)


def _opening_row(sets: pd.DataFrame, start: float) -> dict[str, float]:
    present = int(sets.loc[sets["time"] <= start, "n_entered"].sum())
    row = {"time": float(start), "n_at_risk": present, "n_events": 0, "n_censored": 0}
    row |= {"estimate": 1.0, "std_error": 0.0, "conf_low": 1.0, "conf_high": 1.0}
    return row | {"band_low": np.nan, "band_high": np.nan}


def _check_refill(stratum: str, sets: pd.DataFrame) -> None:
    to_come = sets["n_entered"][::-1].cumsum()[::-1]
    emptied = (sets["n_events"] > 0) & (sets["n_events"] == sets["n_at_risk"]) & (to_come > 0)
    if emptied.any():
        time = sets.loc[emptied, "time"].iloc[-1]
        raise EstimationError(
            f"stratum {stratum!r}: everyone at risk at time {time:g} left before later customers "
            "entered (column 'entry'), so survival would be zero from there on; start the "
            f"estimate later than {time:g}, as find_safe_start(counts) suggests"
        )


def normal_quantile(confidence_level: float) -> float:
    """The two-sided standard normal quantile of a confidence level."""
    return float(special.ndtri(0.5 + confidence_level / 2))


def log_log_interval(
    survival: np.ndarray, variance: np.ndarray, critical: float
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a survival probability on the log(-log) scale; 1 to 1 while nobody has left.

    ``variance`` is that of log survival (Greenwood's sum). Missing where survival is 0.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = critical * np.sqrt(variance) / np.abs(np.log(survival))
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    whole, gone = survival >= 1, survival <= 0
    low = np.where(whole, 1.0, np.where(gone, np.nan, low))
    high = np.where(whole, 1.0, np.where(gone, np.nan, high))
    return low, high


def _estimate_band(
    sets: pd.DataFrame, survival: np.ndarray, variance: np.ndarray, confidence_level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Equal-precision band over the times where the normal approximation can be trusted."""
    covered = (
        (sets["n_events"].cumsum() >= BAND_MINIMUM_EVENTS)
        & (sets["n_at_risk"] >= BAND_MINIMUM_AT_RISK)
        & (survival > 0)
    ).to_numpy()
    missing = np.full(len(survival), np.nan)
    if not covered.any():
        return missing, missing.copy()
    span = variance[covered]
    critical = simultaneous_critical_value(span.max() / span.min(), confidence_level)
    low, high = log_log_interval(survival, variance, critical)
    return np.where(covered, low, np.nan), np.where(covered, high, np.nan)


def simultaneous_critical_value(variance_ratio: float, confidence_level: float) -> float:
    """Critical value of the equal-precision band when Greenwood's sum grows by ``variance_ratio``.

    The standardised process is a Brownian motion over its standard deviation; the probability
    that it leaves (-c, c) is 4 f(c)/c + f(c)(c - 1/c) log(ratio), f the normal density
    (Miller and Siegmund 1982; Nair 1984). Never below the pointwise value.
    """
    error = 1 - confidence_level
    pointwise = normal_quantile(confidence_level)

    def excess(critical: float) -> float:
        density = stats.norm.pdf(critical)
        tail = 4 * density / critical
        crossing = density * (critical - 1 / critical) * np.log(variance_ratio)
        return float(tail + crossing - error)

    if variance_ratio <= 1 or excess(pointwise) <= 0:
        return pointwise
    return float(optimize.brentq(excess, pointwise, 40.0, xtol=1e-10))


def survival_at(survival: pd.DataFrame, times: list[float]) -> pd.DataFrame:
    """Rows of ``survival`` as they stand at ``times``: the step function's value there.

    The columns of :func:`estimate_survival_function` with ``time`` as asked; ``n_at_risk`` is
    that just before the asked time. Estimates are missing after the last time at risk, unless
    everyone had left by then, and before the curve's start.
    """
    parts = [
        _value_at(group.reset_index(drop=True), np.asarray(times, dtype=float))
        for _, group in survival.groupby("stratum", sort=False)
    ]
    return pd.concat(parts, ignore_index=True)


def _value_at(curve: pd.DataFrame, times: np.ndarray) -> pd.DataFrame:
    moments = curve["time"].to_numpy()
    position = np.searchsorted(moments, times, side="right") - 1
    rows = curve.iloc[np.maximum(position, 0)].reset_index(drop=True)
    finished = curve["estimate"].iloc[-1] == 0
    outside = (position < 0) | ((times > moments[-1]) & (not finished))
    numbers = ["estimate", "std_error", "conf_low", "conf_high", "band_low", "band_high"]
    rows[numbers] = rows[numbers].astype(float)
    rows.loc[outside, numbers] = np.nan
    following = np.searchsorted(moments, times, side="left")
    at_risk = np.append(curve["n_at_risk"].to_numpy(), 0)
    rows["n_at_risk"] = np.where(times < moments[0], 0, at_risk[following])
    rows["n_events"] = np.append(0, curve["n_events"].cumsum())[position + 1]
    rows["n_censored"] = np.append(0, curve["n_censored"].cumsum())[position + 1]
    return rows.assign(time=times)
