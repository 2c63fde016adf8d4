"""Searching for the best parameters of many samples at once.

Fisher scoring damped as Levenberg and Marquardt do is safe far from the optimum but converges
linearly; Newton steps with the true second derivatives finish the last digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

COMPLEX_STEP = 1e-30
FIRST_DAMPING, LEAST_DAMPING, LAST_DAMPING = 1e-3, 1e-12, 1e9
TIE = 1e-13  # relative: a step that changes the value by less counts as a gain


class Objective(Protocol):
    """Functions to be minimised, one per member of a stack, at ``theta`` (k, q)."""

    def value(self, theta: np.ndarray, members: np.ndarray) -> np.ndarray:
        """The value for each of ``members`` (k,); infinite where the model is impossible."""
        ...

    def scores(self, theta: np.ndarray, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradient (k, q) and expected second derivatives (k, q, q)."""
        ...


@dataclass(frozen=True)
class Search:
    """Where the searches ended: ``theta`` (b, q), ``value`` (b,), ``converged`` (b,)."""

    theta: np.ndarray
    value: np.ndarray
    converged: np.ndarray


def minimise(
    objective: Objective, theta: np.ndarray, *, tolerance: float = 1e-9, rounds: int = 500
) -> Search:
    """Damped Fisher scoring from ``theta`` (b, q), for every member until its gradient, in units
    of the roots of its curvature, is below ``tolerance`` or no step helps."""
    theta = np.array(theta, dtype=float)
    members = np.arange(len(theta))
    value, damping = objective.value(theta, members), np.full(len(theta), FIRST_DAMPING)
    gradient, curvature = objective.scores(theta, members)
    slope = _slope(gradient, curvature)
    todo = members[np.isfinite(value)]
    for _ in range(rounds):
        todo = todo[(slope[todo] > tolerance) & (damping[todo] < LAST_DAMPING)]
        if not len(todo):
            break
        trial = theta[todo] - _damped_step(gradient[todo], curvature[todo], damping[todo])
        reached = objective.value(trial, todo)
        better = reached <= value[todo] + TIE * (1 + np.abs(value[todo]))
        hit = todo[better]
        theta[hit], value[hit] = trial[better], reached[better]
        easier = np.maximum(damping[todo] / 10, LEAST_DAMPING)
        damping[todo] = np.where(better, easier, damping[todo] * 10)
        if len(hit):
            gradient[hit], curvature[hit] = objective.scores(theta[hit], hit)
            slope[hit] = _slope(gradient[hit], curvature[hit])
    return Search(theta, value, slope <= tolerance)


def polish(
    objective: Objective,
    theta: np.ndarray,
    hessian: np.ndarray,
    *,
    tolerance: float = 1e-10,
    rounds: int = 12,
) -> np.ndarray:
    """Newton steps of one member from ``theta`` (q,) with ``hessian`` held, while they help."""
    only = np.zeros(1, dtype=int)
    value = objective.value(theta[None], only)[0]
    scale = np.sqrt(np.abs(np.diag(hessian))) + np.finfo(float).tiny
    for _ in range(rounds):
        gradient = objective.scores(theta[None], only)[0][0]
        if np.abs(gradient / scale).max() < tolerance:
            break
        try:
            trial = theta - np.linalg.solve(hessian, gradient)
        except np.linalg.LinAlgError:
            break
        reached = objective.value(trial[None], only)[0]
        if not reached <= value + 10 * TIE * (1 + abs(value)):
            break
        theta, value = trial, reached
    return theta


def complex_jacobian(function: Callable[[np.ndarray], np.ndarray], theta: np.ndarray) -> np.ndarray:
    """Derivatives (..., q) of ``function`` at ``theta`` (q,), exact to rounding.

    ``function`` takes a stack (q, q) of complex parameters and returns (q, ...).
    """
    stacked = function(theta + 1j * COMPLEX_STEP * np.eye(len(theta)))
    return np.moveaxis(np.imag(stacked) / COMPLEX_STEP, 0, -1)


def _slope(gradient: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    diagonal = np.einsum("...ii->...i", curvature)
    scaled = np.abs(gradient) / np.sqrt(np.maximum(diagonal, np.finfo(float).tiny))
    return np.asarray(np.where(gradient == 0, 0.0, scaled).max(axis=-1))


def _damped_step(gradient: np.ndarray, curvature: np.ndarray, damping: np.ndarray) -> np.ndarray:
    diagonal = np.einsum("...ii->...i", curvature)
    # a parameter without curvature still needs a finite step
    floor = 1e-10 * diagonal.max(axis=-1, keepdims=True) + np.finfo(float).tiny
    ridge = damping[:, None] * np.maximum(diagonal, floor)
    damped = curvature + ridge[..., None] * np.eye(curvature.shape[-1])
    return np.asarray(np.linalg.solve(damped, gradient[..., None])[..., 0])
