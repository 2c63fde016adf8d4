"""Stage transitions seen only at visits: a continuous-time Markov model by maximum likelihood.

A CRM that stores month-end stages does not know when a customer moved, nor what happened between
two snapshots. The likelihood of a pair of snapshots is then an entry of exp(Q dt); an absorbing
stage whose time is known exactly contributes the density of arriving there. Kalbfleisch and Lawless
(1985), Journal of the American Statistical Association 80, 863-871, for the likelihood and its
analytic gradient.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from analysis.errors import EstimationError

_EQUAL_EIGENVALUES = 1e-9
_BOUNDARY_MOVES = 1e-3  # fewer expected moves in all the time watched: the intensity is zero
_CONVERGED = 1e-7  # twice what the log likelihood could still rise by
_FLATTEST = 1e-3  # information on a log rate: below that nothing is known of it


@dataclass(frozen=True)
class PanelData:
    """Distinct pairs of successive snapshots and how often each occurs.

    ``covariates`` (u, p): distinct centred covariate rows; ``centre`` (p,); ``group_pattern`` and
    ``group_gap`` (g,): covariate row and time between snapshots of each group that shares one exp(Q
    dt); ``group``, ``origin``, ``target``, ``weight`` (o,): the pairs. ``exact`` (o,): the time of
    arrival in ``target`` is known.
    """

    states: tuple[str, ...]
    covariate_names: tuple[str, ...]
    covariates: np.ndarray
    centre: np.ndarray
    group_pattern: np.ndarray
    group_gap: np.ndarray
    group: np.ndarray
    origin: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    exact: np.ndarray


def build_panel_data(
    pairs: pd.DataFrame,
    states: tuple[str, ...],
    *,
    covariates: tuple[str, ...] = (),
    exact_states: tuple[str, ...] = (),
) -> PanelData:
    """``PanelData`` from one row per pair of successive snapshots of a customer.

    ``pairs`` has from_state, to_state, gap (time between the two) and the covariate columns, as
    known at the first of the two. Raises EstimationError for an unknown state or a gap that is not
    positive.
    """
    place = {state: position for position, state in enumerate(states)}
    if strange := sorted({*pairs["from_state"], *pairs["to_state"]} - set(states)):
        raise EstimationError(f"snapshots hold undeclared states: {', '.join(map(str, strange))}")
    if (n_bad := int((pairs["gap"] <= 0).sum())) > 0:
        raise EstimationError(f"{n_bad} pairs of snapshots are not in ascending time order")
    table = pairs[list(covariates)].to_numpy(float).reshape(len(pairs), len(covariates))
    centre = table.mean(axis=0)
    rows, pattern = np.unique(table - centre, axis=0, return_inverse=True)
    key = np.column_stack(
        [
            pattern.ravel(),
            pairs["gap"].to_numpy(float),
            pairs["from_state"].map(place),
            pairs["to_state"].map(place),
        ]
    )
    distinct, count = np.unique(key, axis=0, return_counts=True)
    groups, group = np.unique(distinct[:, :2], axis=0, return_inverse=True)
    target = distinct[:, 3].astype(int)
    return PanelData(
        states,
        covariates,
        rows,
        centre,
        groups[:, 0].astype(int),
        groups[:, 1],
        group.ravel(),
        distinct[:, 2].astype(int),
        target,
        count.astype(float),
        np.isin(target, [place[state] for state in exact_states]),
    )


@dataclass(frozen=True)
class PanelFit:
    """A fitted model. ``log_intensity`` (q,) at the mean covariates, ``effects`` (p, q) log rate
    ratios."""

    data: PanelData
    moves: tuple[tuple[str, str], ...]
    log_intensity: np.ndarray
    effects: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    at_boundary: np.ndarray
    intensity_matrix: np.ndarray


def estimate_panel_markov(data: PanelData, moves: list[tuple[str, str]]) -> PanelFit:
    """Maximum likelihood over the allowed ``moves`` (from_state, to_state).

    Intensities that run to zero, for everyone or at some value of a covariate, are flagged in
    ``at_boundary`` and get no standard error, nor do their covariate effects.
    Raises EstimationError when the optimiser does not reach a maximum.
    """
    index = np.array([[data.states.index(a), data.states.index(b)] for a, b in moves])
    theta = np.concatenate(
        [np.log(_crude_intensities(data, index)), np.zeros(len(moves) * data.covariates.shape[1])]
    )
    found = optimize.minimize(
        _negative_log_likelihood, theta, (data, index), "BFGS", True, options={"gtol": 1e-3}
    )
    theta, value, hessian = _newton(found.x, data, index)
    at_boundary = _find_boundary(theta, data, index)
    covariance = _covariance(hessian, np.tile(at_boundary, 1 + data.covariates.shape[1]))
    base = theta[: len(moves)]
    return PanelFit(
        data,
        tuple(moves),
        base,
        theta[len(moves) :].reshape(-1, len(moves)),
        covariance,
        -value,
        at_boundary,
        _intensity_matrices(theta, data, index, np.zeros((1, data.covariates.shape[1])))[0][0],
    )


def _time_watched(data: PanelData) -> np.ndarray:
    """Time between snapshots by the state at the first of the two (m,)."""
    gap = data.group_gap[data.group]
    return np.bincount(data.origin, data.weight * gap, len(data.states))


def _crude_intensities(data: PanelData, index: np.ndarray) -> np.ndarray:
    """Moves seen between snapshots over time spent: where msm starts too."""
    seen = np.zeros((len(data.states), len(data.states)))
    np.add.at(seen, (data.origin, data.target), data.weight)
    return np.maximum(seen[index[:, 0], index[:, 1]], 0.5) / _time_watched(data)[index[:, 0]]


def _find_boundary(theta: np.ndarray, data: PanelData, index: np.ndarray) -> np.ndarray:
    """Moves (q,) whose intensity is zero at one of the covariate rows at least."""
    lowest = _intensity_matrices(theta, data, index, data.covariates)[1].min(axis=0)
    return lowest * _time_watched(data)[index[:, 0]] < _BOUNDARY_MOVES


def _intensity_matrices(
    theta: np.ndarray, data: PanelData, index: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Q (u, m, m) for covariate ``rows`` (u, p), and its off-diagonal intensities (u, q)."""
    n_moves, m = len(index), len(data.states)
    effects = theta[n_moves:].reshape(rows.shape[1], n_moves)
    intensity = np.exp(theta[:n_moves] + rows @ effects)
    matrix = np.zeros((len(rows), m, m))
    matrix[:, index[:, 0], index[:, 1]] = intensity
    diagonal = np.arange(m)
    matrix[:, diagonal, diagonal] = -matrix.sum(axis=2)
    return matrix, intensity


def _negative_log_likelihood(
    theta: np.ndarray, data: PanelData, index: np.ndarray
) -> tuple[float, np.ndarray]:
    """Value and gradient in one pass; the gradient by reverse differentiation of exp(Q dt)."""
    matrix, intensity = _intensity_matrices(theta, data, index, data.covariates)
    values, vectors = np.linalg.eig(matrix)
    inverse = np.linalg.inv(vectors)[data.group_pattern]
    vectors, values = vectors[data.group_pattern], values[data.group_pattern]
    gap = data.group_gap[:, None]
    growth = np.exp(values * gap)
    transition = np.maximum(((vectors * growth[:, None, :]) @ inverse).real, 0.0)
    row = transition[data.group, data.origin].copy()  # (o, m)
    pair = np.arange(len(row))
    seen = row[pair, data.target].copy()
    pattern = data.group_pattern[data.group]
    arriving = matrix[pattern, :, data.target].copy()
    arriving[pair, data.target] = 0.0  # the density of arriving: from any other state
    row[pair, data.target] = np.where(data.exact, 0.0, row[pair, data.target])
    density = (row * arriving).sum(axis=1)
    likelihood = np.maximum(np.where(data.exact, density, seen), 1e-300)
    pull = data.weight / likelihood
    # d logL / dP, then through P = V exp(D dt) V^-1 to Q.
    outer = np.zeros_like(transition)
    plain = ~data.exact
    np.add.at(outer, (data.group[plain], data.origin[plain], data.target[plain]), pull[plain])
    np.add.at(
        outer,
        (data.group[data.exact], data.origin[data.exact]),
        (pull[:, None] * arriving)[data.exact],
    )
    difference = values[:, :, None] - values[:, None, :]
    close = np.abs(difference) < _EQUAL_EIGENVALUES
    divided = np.where(
        close,
        gap[:, :, None] * growth[:, :, None],
        (growth[:, :, None] - growth[:, None, :]) / np.where(close, 1.0, difference),
    )
    left, right = np.swapaxes(vectors, 1, 2), np.swapaxes(inverse, 1, 2)
    back = right @ (divided * (left @ outer @ right)) @ left
    on_matrix = np.zeros(matrix.shape, back.dtype)
    np.add.at(on_matrix, data.group_pattern, back)
    slope = on_matrix.real
    exact = np.flatnonzero(data.exact)
    columns = np.arange(len(data.states))
    np.add.at(
        slope,
        (pattern[exact][:, None], columns[None, :], data.target[exact][:, None]),
        (pull[:, None] * row)[exact],
    )
    origin, target = index.T
    by_log = (slope[:, origin, target] - slope[:, origin, origin]) * intensity
    gradient = np.concatenate([by_log.sum(axis=0), (data.covariates.T @ by_log).ravel()])
    return -float(data.weight @ np.log(likelihood)), -gradient


def _newton(
    theta: np.ndarray, data: PanelData, index: np.ndarray
) -> tuple[np.ndarray, float, np.ndarray]:
    """Polish to the maximum: Newton on a Hessian of differenced gradients, halving bad steps."""
    value, gradient = _negative_log_likelihood(theta, data, index)
    for _ in range(50):
        hessian = _hessian(theta, data, index)
        roots, axes = np.linalg.eigh(hessian)
        step = -axes @ ((axes.T @ gradient) / np.maximum(np.abs(roots), 1e-6))
        step *= min(1.0, 1.0 / np.abs(step).max())
        if -(gradient @ step) < _CONVERGED:  # the last step makes it exact
            return theta + step, _negative_log_likelihood(theta + step, data, index)[0], hessian
        while True:
            new_value, new_gradient = _negative_log_likelihood(theta + step, data, index)
            if new_value <= value + 1e-9 or np.abs(step).max() < 1e-10:
                break
            step = step / 2
        theta, value, gradient = theta + step, new_value, new_gradient
    raise EstimationError("the panel model did not converge; allow fewer moves or fewer covariates")


def _hessian(theta: np.ndarray, data: PanelData, index: np.ndarray) -> np.ndarray:
    step = 1e-5
    rows = []
    for shift in np.eye(len(theta)) * step:
        above = _negative_log_likelihood(theta + shift, data, index)[1]
        below = _negative_log_likelihood(theta - shift, data, index)[1]
        rows.append((above - below) / (2 * step))
    hessian = np.array(rows)
    return (hessian + hessian.T) / 2


def _covariance(hessian: np.ndarray, at_boundary: np.ndarray) -> np.ndarray:
    """Inverse information; without the flat directions that a move at the boundary brings."""
    if not at_boundary.any():
        return np.linalg.inv(hessian)
    roots, axes = np.linalg.eigh(hessian)
    known = roots > _FLATTEST
    covariance = (axes[:, known] / roots[known]) @ axes[:, known].T
    covariance[at_boundary, :] = np.nan
    covariance[:, at_boundary] = np.nan
    return covariance


def summarise_intensities(fit: PanelFit, *, confidence_level: float) -> pd.DataFrame:
    """Rows (from_state, to_state, estimate, std_error, conf_low, conf_high, at_boundary), per time
    unit."""
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    n_moves = len(fit.moves)
    spread = np.sqrt(np.diag(fit.covariance)[:n_moves])
    estimate = np.exp(fit.log_intensity)
    return pd.DataFrame(
        {
            "from_state": [move[0] for move in fit.moves],
            "to_state": [move[1] for move in fit.moves],
            "estimate": estimate,
            "std_error": estimate * spread,
            "conf_low": np.exp(fit.log_intensity - z * spread),
            "conf_high": np.exp(fit.log_intensity + z * spread),
            "at_boundary": fit.at_boundary,
        }
    )
