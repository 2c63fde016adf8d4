"""What a panel Markov model says over a horizon: probabilities, next moves, stays, the base.

Intervals by the delta method from the covariance of the log intensities; the derivative of the
matrix exponential is that of Al-Mohy and Higham (2009), SIAM Journal on Matrix Analysis 30,
1639-1657.
"""

import numpy as np
import pandas as pd
from scipy import linalg, special, stats

from analysis.estimate.panel import PanelFit


def _free(fit: PanelFit) -> np.ndarray:
    """Which intensities (q,) have a standard error: those at the boundary are taken as zero."""
    return ~np.isnan(np.diag(fit.covariance)[: len(fit.moves)])


def _covariance(fit: PanelFit) -> np.ndarray:
    """Covariance of the log intensities that have one."""
    free = np.flatnonzero(_free(fit))
    return fit.covariance[np.ix_(free, free)]


def _matrix_derivatives(fit: PanelFit) -> np.ndarray:
    """d Q / d log intensity (f, m, m) of the free intensities."""
    states = fit.data.states
    slopes = np.zeros((len(fit.moves), len(states), len(states)))
    for number, (source, target) in enumerate(fit.moves):
        origin, goal = states.index(source), states.index(target)
        slopes[number, origin, goal] = fit.intensity_matrix[origin, goal]
        slopes[number, origin, origin] = -fit.intensity_matrix[origin, goal]
    return slopes[_free(fit)]


def _probability_slopes(fit: PanelFit, horizon: float) -> tuple[np.ndarray, np.ndarray]:
    """P(horizon) (m, m) and its derivatives by the free log intensities (f, m, m)."""
    matrix = fit.intensity_matrix * horizon
    slopes = [
        linalg.expm_frechet(matrix, slope * horizon, compute_expm=False)
        for slope in _matrix_derivatives(fit)
    ]
    return linalg.expm(matrix).clip(0, 1), np.array(slopes).reshape(-1, *matrix.shape)


def _spread(slopes: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Standard errors (...) of numbers with ``slopes`` (f, ...)."""
    variance = np.einsum("f...,fg,g...->...", slopes, covariance, slopes)
    return np.sqrt(np.maximum(variance, 0.0))


def estimate_panel_probabilities(
    fit: PanelFit, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """P(horizon) = exp(Q horizon): rows (from_state, to_state, time, estimate, std_error,
    conf_low, conf_high, unit), one per pair of states; intervals on the logit scale."""
    probability, slopes = _probability_slopes(fit, horizon)
    m = len(fit.data.states)
    moves = {
        "from_state": np.repeat(fit.data.states, m),
        "to_state": np.tile(fit.data.states, m),
    }
    spread = _spread(slopes, _covariance(fit))
    return _as_shares(moves, horizon, probability.ravel(), spread.ravel(), confidence_level)


def estimate_panel_next_moves(
    fit: PanelFit, *, horizon: float, confidence_level: float
) -> pd.DataFrame:
    """The probability that the next move is made within ``horizon`` and is this one,
    q_ij / q_i (1 - exp(-q_i horizon)): rows as of ``estimate_panel_probabilities``, one per allowed
    move, with ``at_boundary``."""
    states = list(fit.data.states)
    origin = np.array([states.index(source) for source, _ in fit.moves])
    rate = np.exp(fit.log_intensity)
    leaving = -np.diag(fit.intensity_matrix)[origin]
    left = -np.expm1(-leaving * horizon)
    share = rate * left / leaving
    by_leaving = rate * (horizon * (1 - left) * leaving - left) / leaving**2
    slopes = (origin[:, None] == origin[None, :]) * rate[:, None] * by_leaving
    slopes += np.diag(share)
    spread = _spread(slopes[_free(fit)], _covariance(fit))
    moves = {
        "from_state": np.array([source for source, _ in fit.moves]),
        "to_state": np.array([target for _, target in fit.moves]),
    }
    found = _as_shares(moves, horizon, share, spread, confidence_level)
    found.loc[fit.at_boundary, ["std_error", "conf_low", "conf_high"]] = np.nan
    return found.assign(at_boundary=fit.at_boundary)


def _as_shares(
    moves: dict[str, np.ndarray],
    horizon: float,
    share: np.ndarray,
    spread: np.ndarray,
    confidence_level: float,
) -> pd.DataFrame:
    """Rows of ``moves`` with intervals on the logit scale."""
    inside = (share > 0) & (share < 1)
    p = np.where(inside, share, 0.5)
    centre = special.logit(p)
    reach = stats.norm.ppf(0.5 + confidence_level / 2) * spread / (p * (1 - p))
    return pd.DataFrame(
        {
            **moves,
            "time": float(horizon),
            "estimate": share,
            "std_error": spread,
            "conf_low": np.where(inside, special.expit(centre - reach), share),
            "conf_high": np.where(inside, special.expit(centre + reach), share),
            "unit": "probability",
        }
    )


def estimate_panel_stays(fit: PanelFit, *, confidence_level: float) -> pd.DataFrame:
    """Mean length of a visit, -1 / q_ii, in the time unit of the gaps: rows (stratum, estimate,
    std_error, conf_low, conf_high) of the states that are left; intervals on the log scale."""
    leaving = -np.diag(fit.intensity_matrix)
    left = np.flatnonzero(leaving > 0)
    by_state = np.array([np.diag(slope) for slope in _matrix_derivatives(fit)])
    slopes = by_state.reshape(-1, len(leaving))[:, left] / leaving[left]
    spread = _spread(slopes, _covariance(fit))
    mean = 1 / leaving[left]
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    return pd.DataFrame(
        {
            "stratum": [fit.data.states[place] for place in left],
            "estimate": mean,
            "std_error": mean * spread,
            "conf_low": mean * np.exp(-z * spread),
            "conf_high": mean * np.exp(z * spread),
        }
    )


def forecast_panel_base(
    fit: PanelFit,
    today: pd.DataFrame,
    *,
    horizon: float,
    confidence_level: float,
    past: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Today's customers by state after ``horizon``: rows (stratum, time, now, estimate, std_error,
    conf_low, conf_high, n).

    ``today`` has state and n. The variance adds that of the intensities and the chance in who
    moves (a sum of multinomials). With ``past``, the cells of ``check_panel_fit`` over an earlier
    period of the same length, the squared error of that forecast takes the place of chance where
    it is larger, in proportion to the size of the base. n is the size of the base.
    """
    counts = today.set_index("state")["n"].reindex(list(fit.data.states), fill_value=0)
    now = counts.to_numpy(float)
    probability, slopes = _probability_slopes(fit, horizon)
    expected = now @ probability
    model = _spread(np.einsum("i,fij->fj", now, slopes), _covariance(fit))
    chance = now @ (probability * (1 - probability))
    error = _past_error(past, fit.data.states, now.sum())
    spread = np.sqrt(model**2 + np.maximum(chance, error))
    reach = stats.norm.ppf(0.5 + confidence_level / 2) * spread
    return pd.DataFrame(
        {
            "stratum": fit.data.states,
            "time": float(horizon),
            "now": now,
            "estimate": expected,
            "std_error": spread,
            "conf_low": np.maximum(expected - reach, 0.0),
            "conf_high": np.minimum(expected + reach, now.sum()),
            "n": int(now.sum()),
        }
    )


def _past_error(past: pd.DataFrame | None, states: tuple[str, ...], size: float) -> np.ndarray:
    """Squared error (m,) of an earlier forecast, for a base of ``size``; it holds chance too."""
    if past is None:
        return np.zeros(len(states))
    sums = past.groupby("to_state")[["observed", "expected"]].sum().reindex(list(states))
    error = (sums["observed"] - sums["expected"]).fillna(0.0).to_numpy(float)
    return np.asarray((error * size / max(float(past["observed"].sum()), 1.0)) ** 2)
