"""A hazard that depends on constructs known only up to their measurement error.

Given the items, constructs of respondent i are normal with mean m and covariance V, so their part
of the log hazard, beta'eta, is normal with mean beta'm and variance beta'V beta: whatever the
number of constructs, one integral per respondent, by Gauss-Hermite quadrature. The baseline is
constant within bands of time. An event is known to fall in an interval, such as a day, which
matters where many leave on one day; for very short intervals and V = 0 this is the ordinary
piecewise-exponential model.

Holford (1980); Prentice and Gloeckler (1978) for grouped times; Skrondal and Rabe-Hesketh (2004),
chapter 4.
"""

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import has_run_away

N_NODES = 9
ROWS_AT_ONCE = 20_000
MAXIMUM_STEPS = 60
STEADY = 0.05
_SMALL = 1e-10  # keeps the root of a variance differentiable where a coefficient is zero
_STEP = 1e-30


@dataclass(frozen=True)
class HazardData:
    """Rows of follow-up.

    ``exposure`` (n, bands): time survived; ``event`` (n,): 1 if the customer left, in the interval
    of length ``final`` (n,) after that, in ``band`` (n,). ``design`` (n, p): covariates; ``means``
    (n, k), ``covariances`` (n, k, k): of the constructs; ``weights`` (n,).
    """

    exposure: np.ndarray
    event: np.ndarray
    band: np.ndarray
    final: np.ndarray
    design: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.event)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of bands, covariates and constructs."""
        return self.exposure.shape[1], self.design.shape[1], self.means.shape[1]

    def rows(self, part: slice) -> "HazardData":
        """A part of the rows."""
        return HazardData(
            self.exposure[part],
            self.event[part],
            self.band[part],
            self.final[part],
            self.design[part],
            self.means[part],
            self.covariances[part],
            self.weights[part],
        )


def quadrature(covariances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of an expectation over a standard normal; one node where nothing varies."""
    n_nodes = N_NODES if np.any(covariances) else 1
    nodes, weights = np.polynomial.hermite_e.hermegauss(n_nodes)
    return nodes, weights / weights.sum()


def split_theta(
    theta: np.ndarray, shape: tuple[int, int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log baseline hazards, coefficients of covariates, coefficients of constructs."""
    n_bands, n_design, _ = shape
    return theta[:n_bands], theta[n_bands : n_bands + n_design], theta[n_bands + n_design :]


def score_rows(data: HazardData, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood (n,) and its gradient (n, q) of every row, unweighted; complex-safe."""
    log_bands, gamma, beta = split_theta(theta, data.shape)
    nodes, chances = quadrature(data.covariances)
    toward = np.einsum("nij,j->ni", data.covariances, beta)
    spread = np.sqrt(toward @ beta + _SMALL)
    rest = data.design @ gamma
    steps = data.exposure * np.exp(log_bands + rest[:, None])  # cumulative hazard by band
    linear = (data.means @ beta)[:, None] + spread[:, None] * nodes
    risk, total = np.exp(linear), steps.sum(axis=1)
    last = (data.final * np.exp(log_bands[data.band] + rest))[:, None] * risk
    leave = -np.expm1(-last)
    log_node = data.event[:, None] * np.log(leave / data.final[:, None]) - total[:, None] * risk
    top = log_node.real.max(axis=1)
    share = np.exp(log_node - top[:, None]) * chances
    mass = share.sum(axis=1)
    share = share / mass[:, None]
    due = data.event[:, None] * last * np.exp(-last) / leave  # 1 where the interval is very short
    surplus = share * (due - total[:, None] * risk)
    bands = -steps * (share * risk).sum(axis=1)[:, None]
    bands[np.arange(len(data)), data.band] += (share * due).sum(axis=1)
    pieces = (
        bands,
        surplus.sum(axis=1)[:, None] * data.design,
        surplus.sum(axis=1)[:, None] * data.means + (surplus @ nodes / spread)[:, None] * toward,
    )
    return np.log(mass) + top, np.concatenate(pieces, axis=1)


def _sum_scores(data: HazardData, theta: np.ndarray) -> tuple[complex, np.ndarray]:
    value, gradient = 0.0 + 0j, np.zeros(len(theta), dtype=theta.dtype)
    for begin in range(0, len(data), ROWS_AT_ONCE):
        part = data.rows(slice(begin, begin + ROWS_AT_ONCE))
        rows, scores = score_rows(part, theta)
        value += part.weights @ rows
        gradient = gradient + part.weights @ scores
    return value, gradient


def information(data: HazardData, theta: np.ndarray) -> np.ndarray:
    """Minus the Hessian of the weighted log likelihood, by complex steps of the gradient."""
    size = len(theta)
    hessian = np.empty((size, size))
    for column in range(size):
        moved = theta.astype(complex)
        moved[column] += 1j * _STEP
        hessian[column] = _sum_scores(data, moved)[1].imag / _STEP
    return -(hessian + hessian.T) / 2


def maximise(data: HazardData, start: np.ndarray, terms: tuple[str, ...]) -> np.ndarray:
    """Parameters at the maximum, by damped Newton steps.

    Raises EstimationError naming the term whose coefficient grows without end.
    """
    theta, damp, before = start.astype(float), 0.0, 0.0
    value, gradient = _sum_scores(data, theta)
    matrix = information(data, theta)
    for _ in range(MAXIMUM_STEPS):
        step = _damped_step(matrix, gradient, damp)
        with np.errstate(all="ignore"):
            moved, slope = _sum_scores(data, theta + step)
        if not np.real(moved) >= np.real(value) - 1e-10 * (1 + abs(value)):
            damp = max(10 * damp, 1e-3)
            continue
        gain = float(step @ gradient)
        theta, value, gradient, damp = theta + step, moved, slope, damp / 10
        if gain < 1e-9:
            _check_finite(data, theta, matrix, terms)
            return theta
        # near the end the curvature hardly changes: it is worked out anew only while it does
        if not gain < STEADY * before:
            matrix = information(data, theta)
        before = gain
    raise _runaway(terms, int(np.argmax(np.abs(theta))))


def _damped_step(matrix: np.ndarray, gradient: np.ndarray, damp: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    floor = 1e-8 * max(values.max(), 1.0)
    size = np.where(values > floor, values, np.maximum(np.abs(values), floor))
    return np.asarray(vectors @ ((vectors.T @ gradient) / (size * (1 + damp))))


def _check_finite(
    data: HazardData, theta: np.ndarray, matrix: np.ndarray, terms: tuple[str, ...]
) -> None:
    errors = np.sqrt(np.abs(np.diag(np.linalg.pinv(matrix))))
    ranges = np.concatenate([np.ptp(data.design, axis=0), np.ptp(data.means, axis=0)])
    n_bands = data.shape[0]
    away = has_run_away(theta[n_bands:], errors[n_bands:], ranges)
    if away.any():
        raise _runaway(terms, n_bands + int(np.argmax(away)))


def _runaway(terms: tuple[str, ...], position: int) -> EstimationError:
    return EstimationError(
        f"{terms[position]!r} separates customers who left from those who stayed (its coefficient "
        "grows without end), so its effect cannot be estimated; check it for knowledge of the "
        "outcome, merge its rare levels, or leave it out"
    )


def sandwich(data: HazardData, theta: np.ndarray, cluster: np.ndarray) -> np.ndarray:
    """Covariance of the parameters, robust to weights and to rows of one customer going together.

    ``cluster`` (n,) codes 0... Liang and Zeger (1986), with g / (g - 1) for g customers.
    """
    groups = int(cluster.max()) + 1
    sums = np.zeros((groups, len(theta)))
    for begin in range(0, len(data), ROWS_AT_ONCE):
        part = data.rows(slice(begin, begin + ROWS_AT_ONCE))
        scores = score_rows(part, theta)[1] * part.weights[:, None]
        np.add.at(sums, cluster[begin : begin + ROWS_AT_ONCE], scores)
    bread = np.linalg.inv(information(data, theta))
    return np.asarray(bread @ (sums.T @ sums) @ bread * groups / (groups - 1))


def share_lost(
    data: HazardData, theta: np.ndarray, shift: float | complex, exposure: np.ndarray
) -> np.ndarray:
    """Chance of each row (n,) to leave during ``exposure`` (n, bands) when its log hazard is
    shifted by ``shift``; complex-safe."""
    log_bands, gamma, beta = split_theta(theta, data.shape)
    nodes, chances = quadrature(data.covariances)
    spread = np.sqrt(np.einsum("nij,i,j->n", data.covariances, beta, beta) + _SMALL)
    total = (exposure * np.exp(log_bands)).sum(axis=1) * np.exp(data.design @ gamma + shift)
    risk = np.exp((data.means @ beta)[:, None] + spread[:, None] * nodes)
    return np.asarray((1 - np.exp(-total[:, None] * risk)) @ chances)
