"""Calibration: of customers given a risk of 30%, do 30% leave?"""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.censoring import weigh_known
from analysis.estimate.risk_sets import count_times
from analysis.estimate.robust_errors import sum_by_code
from analysis.estimate.survival import estimate_survival_function, normal_quantile, survival_at

N_GROUPS = 10
SLOPE, INTERCEPT = "calibration_slope", "calibration_intercept"
MAXIMUM_STEPS = 50


def estimate_calibration(
    durations: pd.DataFrame, risk: np.ndarray, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """Predicted against observed share lost by ``horizon``, by tenths of predicted ``risk``.

    ``risk`` is the probability of leaving by ``horizon`` from tenure 0, one per row of
    ``durations``. Columns ``group`` (1 the least risk), ``time, predicted`` (mean), ``estimate``
    (1 - Kaplan-Meier), ``conf_low, conf_high`` (log-log), ``conf_level, n, n_events, unit``.
    Equal risks stay together, so there may be fewer groups. The observed share is missing when
    nobody of the group was followed to ``horizon``.
    """
    edges = np.unique(np.quantile(risk, np.linspace(0, 1, N_GROUPS + 1)[1:-1]))
    group = np.unique(np.searchsorted(edges, risk, side="left"), return_inverse=True)[1]
    rows = []
    for number in range(int(group.max()) + 1):
        own = durations[group == number]
        low, share, high = _observe(own, horizon, confidence_level)
        lost = own["event_observed"].astype(bool) & (own["tenure"] <= horizon)
        rows.append(
            {
                "group": number + 1,
                "time": horizon,
                "predicted": float(risk[group == number].mean()),
                "estimate": share,
                "conf_low": low,
                "conf_high": high,
                "n": len(own),
                "n_events": int(lost.sum()),
            }
        )
    return pd.DataFrame(rows).assign(conf_level=confidence_level, unit="probability")


def _observe(
    durations: pd.DataFrame, horizon: float, confidence_level: float
) -> tuple[float, float, float]:
    """Observed share lost by ``horizon`` between its limits; all missing when it is not seen."""
    if not (durations["event_observed"].astype(bool) & (durations["tenure"] <= horizon)).any():
        n_followed = int((durations["tenure"] >= horizon).sum())
        # nobody lost: the exact binomial limit for those followed all the way
        if not n_followed:
            return np.nan, np.nan, np.nan
        return 0.0, 0.0, float(1 - ((1 - confidence_level) / 2) ** (1 / n_followed))
    try:
        curve = estimate_survival_function(
            count_times(durations), confidence_level=confidence_level
        )
    except EstimationError:
        return np.nan, np.nan, np.nan
    at = survival_at(curve, [horizon]).iloc[0]
    return 1 - at["conf_high"], 1 - at["estimate"], 1 - at["conf_low"]


def estimate_calibration_line(
    durations: pd.DataFrame,
    risk: np.ndarray,
    group: np.ndarray,
    *,
    horizon: float,
    confidence_level: float,
) -> pd.DataFrame:
    """Slope and intercept of observed on predicted risk, complementary log-log scale.

    ``risk`` is that of leaving by ``horizon`` given presence at entry. Regresses having left by
    ``horizon`` on log(-log(1 - risk)), customers weighted for censoring within ``group`` (numbers
    customers of like risk). Rows ``term``: calibration_slope (1 when the spread of risks is right,
    below 1 when too wide) and calibration_intercept, at slope 1 (0 when the level is right).
    Columns ``estimate, std_error`` (sandwich), ``ideal, statistic`` (distance from ideal in
    standard errors), ``time, n, unit, conf_low, conf_high, conf_level``. Cox (1958); van
    Houwelingen (2000); Austin, Harrell and van Klaveren (2020).
    """
    table = _fit_lines(durations, risk, group, horizon)
    margin = normal_quantile(confidence_level) * table["std_error"]
    return table.assign(
        conf_low=table["estimate"] - margin,
        conf_high=table["estimate"] + margin,
        conf_level=confidence_level,
    )


def _fit_lines(
    durations: pd.DataFrame, risk: np.ndarray, group: np.ndarray, horizon: float
) -> pd.DataFrame:
    """Slope with a free intercept; intercept at slope 1."""
    entry, tenure = durations["entry"].to_numpy(float), durations["tenure"].to_numpy(float)
    event = durations["event_observed"].to_numpy(bool)
    weights = weigh_known(entry, tenure, event, times=np.array([horizon]), group=group)[:, 0]
    known = weights > 0
    least = 1 / (2 * len(risk))  # a risk of exactly 0 or 1 claims more than so many can show
    predictor = np.log(-np.log1p(-np.clip(risk[known], least, 1 - least)))
    left = (event & (tenure <= horizon))[known].astype(float)
    both = np.column_stack([np.ones(known.sum()), predictor])
    nothing = np.zeros(int(known.sum()))
    free, free_covariance = fit_cloglog(both, left, weights[known], nothing)
    level, level_covariance = fit_cloglog(both[:, :1], left, weights[known], predictor)
    table = pd.DataFrame(
        {
            "term": [SLOPE, INTERCEPT],
            "estimate": [free[1], level[0]],
            "std_error": np.sqrt([free_covariance[1, 1], level_covariance[0, 0]]),
            "ideal": [1.0, 0.0],
        }
    )
    table["statistic"] = (table["estimate"] - table["ideal"]) / table["std_error"]
    return table.assign(time=horizon, n=int(known.sum()), unit="complementary log-log")


def fit_cloglog(
    columns: np.ndarray,
    left: np.ndarray,
    weights: np.ndarray,
    offset: np.ndarray,
    cluster: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted binomial regression, complementary log-log link, by Fisher scoring.

    ``columns`` (rows x 1 or 2) with the constant first; ``cluster`` numbers from 0 the customers
    whose rows depend on each other (none: every row is one). Returns the coefficients and their
    sandwich covariance. Raises EstimationError when the scoring does not converge.
    """
    beta = np.zeros(columns.shape[1])
    if columns.shape[1] == 2:
        beta[1] = 1.0
    for _ in range(MAXIMUM_STEPS):
        hazard = np.exp(np.clip(columns @ beta + offset, -30, 3))
        chance = -np.expm1(-hazard)
        slope = hazard * np.exp(-hazard)
        pull = weights * slope / (chance * (1 - chance))
        information = columns.T @ (columns * (pull * slope)[:, None])
        step = np.linalg.solve(information, columns.T @ (pull * (left - chance)))
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    else:
        raise EstimationError(
            "calibration cannot be estimated: too few losses, or predictions all alike; choose a "
            "later horizon"
        )
    inverse = np.linalg.inv(information)
    meat = columns * (pull * (left - chance))[:, None]
    if cluster is not None:
        meat = sum_by_code(meat, cluster)
    return beta, inverse @ (meat.T @ meat) @ inverse
