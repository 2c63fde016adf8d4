"""The risk of leaving as time passes: cumulative hazard and the hazard in bins of tenure."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import build_risk_sets
from analysis.estimate.survival import normal_quantile


def estimate_cumulative_hazard(counts: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Nelson-Aalen estimate for every stratum of ``counts`` (columns of ``count_times``).

    Columns ``stratum, time, n_at_risk, n_events, n_censored, estimate, std_error, conf_low,
    conf_high`` (log scale), ``conf_level, n, unit``; the first row of a stratum is time 0, where
    the cumulative hazard is 0. Nelson (1972); Aalen (1978); variance sum of d/n^2.
    """
    critical = normal_quantile(confidence_level)
    parts = []
    for stratum, sets in build_risk_sets(counts).groupby("stratum", sort=False):
        at_risk, events = sets["n_at_risk"].to_numpy(float), sets["n_events"].to_numpy(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            hazard = np.cumsum(np.where(events > 0, events / at_risk, 0.0))
            std_error = np.sqrt(np.cumsum(np.where(events > 0, events / at_risk**2, 0.0)))
            spread = np.exp(np.where(hazard > 0, critical * std_error / hazard, 0.0))
        curve = sets[["time", "n_at_risk", "n_events", "n_censored"]].assign(
            stratum=str(stratum),
            estimate=hazard,
            std_error=std_error,
            conf_low=hazard / spread,
            conf_high=hazard * spread,
            n=int(sets["n_entered"].sum()),
        )
        curve = curve[(curve["n_events"] + curve["n_censored"]) > 0]
        present = int(sets.loc[sets["time"] <= 0, "n_entered"].sum())
        opening = curve.iloc[:1].assign(time=0, n_at_risk=present, n_events=0, n_censored=0)
        opening[["estimate", "std_error", "conf_low", "conf_high"]] = 0.0
        parts.append(pd.concat([opening, curve]))
    frame = pd.concat(parts, ignore_index=True)
    first = ["stratum", "time", "n_at_risk", "n_events", "n_censored"]
    frame = frame[first + [name for name in frame if name not in first]]
    return frame.assign(conf_level=confidence_level, unit="cumulative hazard")


def estimate_hazard(counts: pd.DataFrame, *, width: float, confidence_level: float) -> pd.DataFrame:
    """Customers lost per customer and time unit, in bins ``(from, to]`` of ``width``.

    Columns ``stratum, time`` (the bin's middle), ``time_from, time_to, n_events, exposure``
    (customer x time units at risk), ``estimate, std_error, conf_low, conf_high`` (exact Poisson,
    Garwood 1936), ``conf_level, n`` (customers at risk at the bin's beginning or entering in it),
    ``unit``. Bins in which nobody was at risk are left out. Raises EstimationError when
    ``width`` is not positive.
    """
    if not width > 0:
        raise EstimationError(f"width {width:g} of a hazard bin is not above 0")
    parts = [
        _bin_hazard(str(stratum), sets, width, confidence_level)
        for stratum, sets in build_risk_sets(counts).groupby("stratum", sort=False)
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(conf_level=confidence_level, unit="per time unit")


def _bin_hazard(
    stratum: str, sets: pd.DataFrame, width: float, confidence_level: float
) -> pd.DataFrame:
    times = sets["time"].to_numpy(float)
    n_bins = int(np.ceil(times[-1] / width - 1e-12))
    edges = np.arange(n_bins + 1) * width
    lengths = np.diff(np.concatenate([[0.0], times]))
    at_risk = sets["n_at_risk"].to_numpy(float)  # constant since the time before
    total = np.cumsum(lengths * at_risk)
    exposure = np.diff(np.interp(edges, np.append(0.0, times), np.append(0.0, total)))
    # time 0 holds entries only, so the bin of an event at an edge is the one that ends there
    bin_of = np.maximum(np.ceil(times / width - 1e-12).astype(int) - 1, 0)
    events = np.bincount(bin_of, sets["n_events"], minlength=n_bins)
    lower_tail = (1 - confidence_level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(events > 0, stats.chi2.ppf(lower_tail, 2 * events) / 2, 0.0) / exposure
        high = stats.chi2.isf(lower_tail, 2 * events + 2) / 2 / exposure
        frame = pd.DataFrame(
            {
                "stratum": stratum,
                "time": (edges[:-1] + edges[1:]) / 2,
                "time_from": edges[:-1],
                "time_to": edges[1:],
                "n_events": events.astype(int),
                "exposure": exposure,
                "estimate": events / exposure,
                "std_error": np.sqrt(events) / exposure,
                "conf_low": low,
                "conf_high": high,
                "n": _present_in_bins(sets, edges),
            }
        )
    return frame[frame["exposure"] > 0]


def _present_in_bins(sets: pd.DataFrame, edges: np.ndarray) -> np.ndarray:
    """Customers at risk at some time within each bin."""
    times = sets["time"].to_numpy(float)
    entered = np.append(0, sets["n_entered"].cumsum())
    left = np.append(0, (sets["n_events"] + sets["n_censored"]).cumsum())
    entered_before_end = entered[np.searchsorted(times, edges[1:], side="left")]
    left_by_start = left[np.searchsorted(times, edges[:-1], side="right")]
    return entered_before_end - left_by_start
