"""Maximum likelihood for log times with a location-scale error, censored and left truncated."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import has_run_away

MAXIMUM_STEPS = 100
DECREMENT_TOLERANCE = 1e-11
LONGEST_STEP = 2.0

# value, first and second derivative of a log density or log survival function
Curve = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Family:
    """A distribution of the standardised log time, by its log density and log survival."""

    name: str
    log_density: Callable[[np.ndarray], Curve]
    log_survival: Callable[[np.ndarray], Curve]


def _extreme_density(z: np.ndarray) -> Curve:
    power = np.exp(z)
    return z - power, 1 - power, -power


def _extreme_survival(z: np.ndarray) -> Curve:
    power = np.exp(z)
    return -power, -power, -power


def _logistic_density(z: np.ndarray) -> Curve:
    share = special.expit(z)
    return z - 2 * np.logaddexp(0, z), 1 - 2 * share, -2 * share * (1 - share)


def _logistic_survival(z: np.ndarray) -> Curve:
    share = special.expit(z)
    return -np.logaddexp(0, z), -share, -share * (1 - share)


def _normal_density(z: np.ndarray) -> Curve:
    return -(z**2) / 2 - np.log(2 * np.pi) / 2, -z, -np.ones_like(z)


def _normal_survival(z: np.ndarray) -> Curve:
    log_survival = special.log_ndtr(-z)
    hazard = np.exp(_normal_density(z)[0] - log_survival)
    return log_survival, -hazard, -hazard * (hazard - z)


FAMILIES = {
    "weibull": Family("weibull", _extreme_density, _extreme_survival),
    "log_normal": Family("log_normal", _normal_density, _normal_survival),
    "log_logistic": Family("log_logistic", _logistic_density, _logistic_survival),
}


class LogTimes:
    """Centred design (customers x columns, an intercept is added), entry, tenure, event."""

    def __init__(
        self, base: np.ndarray, *, entry: np.ndarray, tenure: np.ndarray, event: np.ndarray
    ) -> None:
        self.spread = base.std(axis=0)
        self.columns = np.column_stack([base / self.spread, np.ones(len(base))])
        self.log_tenure, self.event = np.log(tenure), event
        self.late = np.flatnonzero(entry > 0)
        self.log_entry = np.log(entry[self.late])


def _add_up(
    curve: Curve, z: np.ndarray, columns: np.ndarray, scale: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """Sum of a curve over customers, its gradient and Hessian by (coefficients, log scale)."""
    value, first, second = curve
    gradient = np.append(-(columns.T @ first) / scale, -(first @ z))
    mixed = second * z + first
    hessian = np.empty((len(gradient), len(gradient)))
    hessian[:-1, :-1] = columns.T @ (columns * second[:, None]) / scale**2
    hessian[:-1, -1] = hessian[-1, :-1] = columns.T @ mixed / scale
    hessian[-1, -1] = mixed @ z
    return float(value.sum()), gradient, hessian


def _evaluate(
    family: Family, data: LogTimes, theta: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    scale = float(np.exp(theta[-1]))
    z = (data.log_tenure - data.columns @ theta[:-1]) / scale
    lost = data.event
    value, gradient, hessian = _add_up(
        family.log_density(z[lost]), z[lost], data.columns[lost], scale
    )
    parts = [(1.0, z[~lost], data.columns[~lost])]
    if len(data.late):
        columns = data.columns[data.late]
        parts.append((-1.0, (data.log_entry - columns @ theta[:-1]) / scale, columns))
    for sign, position, columns in parts:
        added = _add_up(family.log_survival(position), position, columns, scale)
        value += sign * added[0]
        gradient = gradient + sign * added[1]
        hessian = hessian + sign * added[2]
    n_events = int(lost.sum())
    # the density is one of time, not of log time, and carries the scale
    value -= n_events * theta[-1] + data.log_tenure[lost].sum()
    gradient[-1] -= n_events
    return value, gradient, hessian


def maximise(
    family: Family, data: LogTimes, terms: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, float]:
    """(coefficients, intercept, log scale), their covariance and the log likelihood.

    Newton's method with the Hessian's eigenvalues made negative and long steps cut, so that it
    climbs from any start and ends quadratically. Raises EstimationError naming the column when a
    coefficient runs away or the search does not end.
    """
    theta = np.zeros(data.columns.shape[1] + 1)
    theta[-2] = data.log_tenure.mean() - np.log(max(data.event.mean(), 1e-6))
    here = _evaluate(family, data, theta)
    for _ in range(MAXIMUM_STEPS):
        step = _climb(here[1], here[2])
        with np.errstate(over="ignore", invalid="ignore"):
            there = _evaluate(family, data, theta + step)
            while not there[0] >= here[0] - 1e-9 * max(1.0, abs(here[0])) * 1e-3:
                step = step / 2
                if np.abs(step).max() < 1e-13:
                    raise _failure(family, terms, theta)
                there = _evaluate(family, data, theta + step)
        gain = float(step @ here[1])
        theta, here = theta + step, there
        if gain < DECREMENT_TOLERANCE:
            return _finish(family, data, theta, here, terms)
    raise _failure(family, terms, theta)


def _climb(gradient: np.ndarray, hessian: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(-hessian)
    values = np.maximum(np.abs(values), 1e-10 * np.abs(values).max())
    step = vectors @ ((vectors.T @ gradient) / values)
    return np.asarray(step * min(1.0, LONGEST_STEP / np.abs(step).max(initial=1e-300)))


def _finish(
    family: Family,
    data: LogTimes,
    theta: np.ndarray,
    here: tuple[float, np.ndarray, np.ndarray],
    terms: tuple[str, ...],
) -> tuple[np.ndarray, np.ndarray, float]:
    covariance = np.linalg.inv(-here[2])
    std_error = np.sqrt(np.abs(np.diag(covariance)))[: len(terms)]
    reach = np.ptp(data.columns[:, :-1], axis=0) / np.exp(theta[-1])
    if has_run_away(theta[: len(terms)], std_error, reach).any():
        raise _failure(family, terms, theta)
    rescale = np.diag(np.append(1 / data.spread, [1.0, 1.0]))
    return rescale @ theta, rescale @ covariance @ rescale, here[0]


def _failure(family: Family, terms: tuple[str, ...], theta: np.ndarray) -> EstimationError:
    worst = terms[int(np.abs(theta[: len(terms)]).argmax())]
    return EstimationError(
        f"the {family.name.replace('_', '-')} model did not converge; the coefficient of driver "
        f"{worst!r} is the least stable: merge its rare levels or leave it out of the drivers"
    )
