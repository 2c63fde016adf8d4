"""Rates of moving between stages from events and exposure, and whether the Markov model holds.

A move from one stage to another at a constant rate within a cell of covariates is Poisson: events
over time at risk. Rate ratios are those of a log-linear model (piecewise-exponential when one of
the factors cuts time): Holford (1980), Biometrics 36, 299-305; Laird and Olivier (1981), JASA 76,
231-240.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from analysis.errors import EstimationError
from analysis.results import Diagnostic


@dataclass(frozen=True)
class MarkovCheck:
    """One way the Markov model can fail: what to add to the model, and what it is called."""

    name: str
    factor: str
    method: str


MARKOV_CHECKS = (
    MarkovCheck("clock", "time_since_entry", "likelihood ratio: rates by time since entering"),
    MarkovCheck("stationarity", "period", "likelihood ratio: rates by calendar period"),
    MarkovCheck("order_one", "previous_state", "likelihood ratio: rates by the stage before"),
)


def estimate_intensities(exposure: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Moves per time unit at risk, for each (from_state, to_state).

    ``exposure`` rows: from_state, to_state, n_events, exposure (time at risk in from_state, the
    same for every to_state). Rows (from_state, to_state, estimate, std_error, conf_low, conf_high,
    n_events, exposure); exact Poisson intervals (Garwood 1936, Biometrika 28, 437-442).
    """
    cells = exposure.groupby(["from_state", "to_state"], as_index=False, sort=False)
    rates = cells[["n_events", "exposure"]].sum()
    tail = (1 - confidence_level) / 2
    events, time = rates["n_events"].to_numpy(float), rates["exposure"].to_numpy(float)
    low = np.where(events > 0, stats.chi2.ppf(tail, 2 * events) / 2, 0.0)
    high = stats.chi2.ppf(1 - tail, 2 * events + 2) / 2
    return rates.assign(
        estimate=events / time,
        std_error=np.sqrt(events) / time,
        conf_low=low / time,
        conf_high=high / time,
        unit="moves per time unit",
    )


def estimate_rate_ratios(
    exposure: pd.DataFrame, factors: tuple[str, ...], *, confidence_level: float
) -> pd.DataFrame:
    """Rate ratio of every level of ``factors`` against its first, per (from_state, to_state).

    Rows (from_state, to_state, term, estimate, std_error, conf_low, conf_high, p_value, n_events);
    ``std_error`` is that of the logarithm. Moves with fewer than five events per coefficient are
    left out.
    """
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    rows = []
    for (origin, target), cell in exposure.groupby(["from_state", "to_state"], sort=False):
        design = _design(cell, factors)
        n_events = int(cell["n_events"].sum())
        if n_events < 5 * design.shape[1]:
            continue
        fit = _poisson(cell, design)
        for term in design.columns[1:]:
            log_ratio, spread = float(fit.params[term]), float(fit.bse[term])
            rows.append(
                {
                    "from_state": origin,
                    "to_state": target,
                    "term": term,
                    "estimate": np.exp(log_ratio),
                    "std_error": spread,
                    "conf_low": np.exp(log_ratio - z * spread),
                    "conf_high": np.exp(log_ratio + z * spread),
                    "p_value": float(fit.pvalues[term]),
                    "n_events": n_events,
                    "unit": "rate ratio",
                }
            )
    return pd.DataFrame(rows)


def _design(cell: pd.DataFrame, factors: tuple[str, ...]) -> pd.DataFrame:
    """Intercept and 0/1 columns named factor=level; levels never at risk are left out."""
    at_risk = cell["exposure"] > 0
    columns: dict[str, np.ndarray] = {"intercept": np.ones(len(cell))}
    for factor in factors:
        levels = list(dict.fromkeys(cell.loc[at_risk, factor].astype(str).sort_values()))
        for level in levels[1:]:
            columns[f"{factor}={level}"] = (cell[factor].astype(str) == level).to_numpy(float)
    return pd.DataFrame(columns, index=cell.index)


def _poisson(cell: pd.DataFrame, design: pd.DataFrame) -> sm.GLM:
    used = cell["exposure"] > 0
    model = sm.GLM(
        cell.loc[used, "n_events"].astype(float),
        design[used],
        family=sm.families.Poisson(),
        exposure=cell.loc[used, "exposure"].astype(float),
    )
    return model.fit()


def check_markov(exposure: pd.DataFrame) -> list[Diagnostic]:
    """One diagnostic per assumption of a time-homogeneous first-order Markov model.

    Each compares, summed over all moves, the model of constant rates with one whose rates also
    depend on time since entry, calendar period or the stage before; columns of those names must be
    in ``exposure``. ``passed`` is None when a factor has one level only. Raises EstimationError
    without any event.
    """
    if exposure["n_events"].sum() == 0:
        raise EstimationError("no transition was observed: the Markov assumption cannot be tested")
    return [_check_factor(exposure, check) for check in MARKOV_CHECKS]


def _check_factor(exposure: pd.DataFrame, check: MarkovCheck) -> Diagnostic:
    statistic, freedom = 0.0, 0
    keys = ["from_state", "to_state"]
    for _, cell in exposure.groupby(keys, sort=False):
        merged = cell.groupby([check.factor], as_index=False)[["n_events", "exposure"]].sum()
        merged = merged[merged["exposure"] > 0]
        events, time = merged["n_events"].to_numpy(float), merged["exposure"].to_numpy(float)
        if len(merged) < 2 or events.sum() == 0:
            continue
        expected = time * events.sum() / time.sum()
        # Poisson deviance of constant against free rates; a cell without events adds nothing here.
        with_events = events > 0
        ratio = events[with_events] / expected[with_events]
        statistic += 2 * float((events[with_events] * np.log(ratio)).sum())
        freedom += len(merged) - 1
    if freedom == 0:
        return Diagnostic(check.name, None, float("nan"), float("nan"), 0, check.method)
    p_value = float(stats.chi2.sf(statistic, freedom))
    return Diagnostic(check.name, p_value >= 0.05, statistic, p_value, freedom, check.method)
