"""What one point more of each lever would do to satisfaction, loyalty, leaving and revenue.

Effects are read off the paths and the bridge: a lever moves what lies behind it, and those move
leaving and spend. They are predictions of a model of associations: what an intervention would
do only as far as the model holds every common cause.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from analysis.errors import EstimationError
from analysis.estimate.bridge.leaving import LeavingFit
from analysis.estimate.bridge.marginal_hazard import share_lost
from analysis.estimate.bridge.path_draws import PathDraws
from analysis.estimate.bridge.spend import SpendFit

LEAVING, REVENUE = "leaving", "revenue"
PER = 1_000
_STEP = 1e-30
_REACH = np.linspace(-2.0, 2.0, 21)  # shifts of the log hazard the curve of losses is made for


@dataclass(frozen=True)
class Gains:
    """``table`` as ``estimate_gains`` says; ``draws`` by target (b, levers), in the table's units,
    turned so that more is better in every target (customers kept, not lost)."""

    levers: tuple[str, ...]
    table: pd.DataFrame
    draws: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class _Effect:
    """What the levers do to one target: as estimated (k,), by draw (b, k), its unit and n."""

    target: str
    value: np.ndarray
    draws: np.ndarray
    unit: str
    n: int


def estimate_gains(
    paths: PathDraws,
    *,
    levers: Sequence[str],
    attitudes: Sequence[str],
    points_per_sd: Mapping[str, float],
    gain: float,
    horizon: float,
    confidence_level: float,
    rng: np.random.Generator,
    leaving: LeavingFit | None = None,
    spend: SpendFit | None = None,
) -> Gains:
    """Change in each target if the lever's score rose by ``gain`` points (of 0 to 100) for all.

    ``attitudes``: constructs whose scores are targets, such as satisfaction and loyalty;
    ``points_per_sd``: points that one standard deviation of levers and attitudes is. ``leaving``
    and ``spend`` hold constructs of ``paths`` together; who leaves is counted by ``horizon``
    (unit of tenure). ``table``: ``term`` (lever), ``target`` (an attitude, "leaving": change in
    customers lost per 1,000, "revenue": money per 1,000 customers in the spend's horizon),
    ``estimate, std_error, conf_low, conf_high`` (percentiles of the draws), ``conf_level,
    gain, time, n, n_draws, unit, method, reading`` ("association").

    Draws of paths and of bridge coefficients are made apart: their likelihoods share no
    coefficient. Raises EstimationError for a lever the model or the scale lacks.
    """
    unknown = [name for name in (*levers, *attitudes) if name not in points_per_sd]
    if unknown:
        raise EstimationError(f"{unknown[0]!r} has no scale in points; give its performance")
    steps = np.array([gain / points_per_sd[name] for name in levers])
    effects = [_move_attitude(paths, levers, steps, name, points_per_sd) for name in attitudes]
    if leaving is not None:
        effects.append(_move_leaving(paths, levers, steps, leaving, horizon=horizon, rng=rng))
    if spend is not None:
        effects.append(_move_revenue(paths, levers, steps, spend, rng))
    facts: dict[str, float | str] = {
        "conf_level": confidence_level,
        "gain": gain,
        "time": horizon,
        "n_draws": len(paths.draws),
        "method": paths.method,
        "reading": "association",
    }
    table = pd.concat(
        [_tabulate(effect, levers, confidence_level) for effect in effects], ignore_index=True
    )
    draws = {
        effect.target: -effect.draws if effect.target == LEAVING else effect.draws
        for effect in effects
    }
    return Gains(tuple(levers), table.assign(stratum="all", **facts), draws)


def shift_constructs(
    paths: PathDraws, levers: Sequence[str], steps: np.ndarray, constructs: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """How far ``constructs`` move (in standard deviations) when each lever moves by its step:
    as estimated (levers, constructs) and by draw (b, levers, constructs)."""
    at = [paths.position(name) for name in levers]
    value = np.empty((len(levers), len(constructs)))
    drawn = np.empty((len(paths.draws), len(levers), len(constructs)))
    for column, construct in enumerate(constructs):
        total, totals = paths.total_effects(construct)
        itself = np.array([float(name == construct) for name in levers])
        value[:, column] = (total[at] + itself) * steps
        drawn[:, :, column] = (totals[:, at] + itself) * steps
    return value, drawn


def _move_attitude(
    paths: PathDraws,
    levers: Sequence[str],
    steps: np.ndarray,
    target: str,
    points_per_sd: Mapping[str, float],
) -> _Effect:
    value, drawn = shift_constructs(paths, levers, steps, [target])
    size = points_per_sd[target]
    return _Effect(target, value[:, 0] * size, drawn[:, :, 0] * size, "points", paths.n)


def _move_leaving(
    paths: PathDraws,
    levers: Sequence[str],
    steps: np.ndarray,
    fit: LeavingFit,
    *,
    horizon: float,
    rng: np.random.Generator,
) -> _Effect:
    value, drawn = shift_constructs(paths, levers, steps, fit.constructs)
    thetas = draw_normal(fit.theta, fit.covariance, len(paths.draws), rng)
    betas = thetas[:, len(fit.theta) - len(fit.beta) :]
    losses = np.array([fit.lost(horizon, shift) for shift in _REACH]) - fit.lost(horizon)
    curve = CubicSpline(_REACH, losses)
    # the level of the losses is uncertain too: to first order it scales the curve
    slope, gradient = _loss_slope(fit, horizon)
    level = 1 + (thetas - fit.theta) @ gradient / slope
    shifts = np.einsum("blk,bk->bl", drawn, betas)
    changes = curve(np.clip(shifts, _REACH[0], _REACH[-1])) * level[:, None]
    return _Effect(
        LEAVING,
        PER * curve(np.clip(value @ fit.beta, _REACH[0], _REACH[-1])),
        PER * changes,
        "customers lost per 1,000",
        len(fit.data),
    )


def _loss_slope(fit: LeavingFit, horizon: float) -> tuple[float, np.ndarray]:
    """Growth of the share lost per unit of log hazard, and its gradient by the parameters."""
    exposure = fit.exposure_to(horizon)
    weights = fit.data.weights / fit.data.weights.sum()
    width = 1e-3

    def slope(theta: np.ndarray) -> complex:
        ahead, behind = (
            weights @ share_lost(fit.data, theta, side, exposure) for side in (width, -width)
        )
        return complex((ahead - behind) / (2 * width))

    gradient = np.empty(len(fit.theta))
    for column in range(len(fit.theta)):
        moved = fit.theta.astype(complex)
        moved[column] += 1j * _STEP
        gradient[column] = slope(moved).imag / _STEP
    return slope(fit.theta).real, gradient


def _move_revenue(
    paths: PathDraws,
    levers: Sequence[str],
    steps: np.ndarray,
    fit: SpendFit,
    rng: np.random.Generator,
) -> _Effect:
    value, drawn = shift_constructs(paths, levers, steps, fit.constructs)
    thetas = draw_normal(fit.theta, fit.covariance, len(paths.draws), rng)
    betas = thetas[:, len(fit.theta) - len(fit.beta) :]
    mean, gradient = fit.mean_spend()
    means = mean * np.exp((thetas - fit.theta) @ gradient / mean)
    growth = np.expm1(np.einsum("blk,bk->bl", drawn, betas))
    return _Effect(
        REVENUE,
        PER * mean * np.expm1(value @ fit.beta),
        PER * means[:, None] * growth,
        f"{fit.unit} per 1,000 customers",
        len(fit.data.amount),
    )


def draw_normal(
    mean: np.ndarray, covariance: np.ndarray, n_draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Draws (b, q) of estimates that are about normal."""
    return rng.multivariate_normal(mean, (covariance + covariance.T) / 2, n_draws, method="eigh")


def _tabulate(effect: _Effect, levers: Sequence[str], confidence_level: float) -> pd.DataFrame:
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(effect.draws, [tail, 1 - tail], axis=0)
    return pd.DataFrame(
        {
            "term": list(levers),
            "target": effect.target,
            "estimate": effect.value,
            "std_error": effect.draws.std(axis=0, ddof=1),
            "conf_low": low,
            "conf_high": high,
            "n": effect.n,
            "unit": effect.unit,
        }
    )
