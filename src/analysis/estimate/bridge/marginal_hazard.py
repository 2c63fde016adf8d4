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

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import has_run_away

N_NODES = 9
ROWS_AT_ONCE = 20_000
MAXIMUM_STEPS = 60
STEADY = 0.05
_SMALL = 1e-10  # keeps the root of a variance differentiable where a coefficient is zero


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


@dataclass(frozen=True)
class _Nodes:
    """Rows at the nodes of the quadrature: ``share`` (n, nodes) is each node's weight given the
    row, ``risk`` (n, nodes) the cumulative hazard there, ``last`` (n, nodes) that of the interval
    of the event, ``due`` (n, nodes) how fast the log chance of the event grows with it."""

    points: np.ndarray
    value: np.ndarray
    steps: np.ndarray
    toward: np.ndarray
    spread: np.ndarray
    share: np.ndarray
    risk: np.ndarray
    last: np.ndarray
    due: np.ndarray


def _place_nodes(data: HazardData, theta: np.ndarray) -> _Nodes:
    log_bands, gamma, beta = split_theta(theta, data.shape)
    points, chances = quadrature(data.covariances)
    toward = data.covariances @ beta
    spread = np.sqrt(toward @ beta + _SMALL)
    rest = data.design @ gamma
    steps = data.exposure * np.exp(log_bands + rest[:, None])  # cumulative hazard by band
    height = np.exp((data.means @ beta)[:, None] + spread[:, None] * points)
    risk = steps.sum(axis=1)[:, None] * height
    last = (data.final * np.exp(log_bands[data.band] + rest))[:, None] * height
    leave = -np.expm1(-last)
    log_node = data.event[:, None] * np.log(leave / data.final[:, None]) - risk
    top = log_node.max(axis=1)
    share = np.exp(log_node - top[:, None]) * chances
    mass = share.sum(axis=1)
    due = data.event[:, None] * last * np.exp(-last) / leave  # 1 where the interval is very short
    value = np.log(mass) + top
    return _Nodes(points, value, steps, toward, spread, share / mass[:, None], risk, last, due)


def score_rows(data: HazardData, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood (n,) and its gradient (n, q) of every row, unweighted."""
    at = _place_nodes(data, theta)
    surplus = at.share * (at.due - at.risk)
    exposed = at.steps.sum(axis=1)
    fall = (at.share * at.risk).sum(axis=1) / np.where(exposed > 0, exposed, 1.0)
    bands = -at.steps * fall[:, None]
    bands[np.arange(len(data)), data.band] += (at.share * at.due).sum(axis=1)
    rise = surplus.sum(axis=1)[:, None]
    widening = (surplus @ at.points / at.spread)[:, None]
    pieces = bands, rise * data.design, rise * data.means + widening * at.toward
    return at.value, np.concatenate(pieces, axis=1)


def _parts(data: HazardData) -> Iterator[HazardData]:
    return (
        data.rows(slice(begin, begin + ROWS_AT_ONCE)) for begin in range(0, len(data), ROWS_AT_ONCE)
    )


def _sum_scores(data: HazardData, theta: np.ndarray) -> tuple[float, np.ndarray]:
    value, gradient = 0.0, np.zeros(len(theta))
    for part in _parts(data):
        rows, scores = score_rows(part, theta)
        value += float(part.weights @ rows)
        gradient += part.weights @ scores
    return value, gradient


def information(data: HazardData, theta: np.ndarray) -> np.ndarray:
    """Minus the Hessian of the weighted log likelihood.

    A row depends on the parameters through three numbers only: its log cumulative hazard, its log
    hazard at the end, and the spread of its constructs' part. The curvature in these (Louis 1982,
    for the mixture over nodes) is turned into that in the parameters by the chain rule.
    """
    return sum((_part_information(part, theta) for part in _parts(data)), start=np.zeros(()))


def _part_information(data: HazardData, theta: np.ndarray) -> np.ndarray:
    at = _place_nodes(data, theta)
    slopes = np.stack([-at.risk, at.due, at.points * (at.due - at.risk)])
    bend = at.due * (1 - at.last - at.due)
    curves = {
        (0, 0): -at.risk,
        (1, 1): bend,
        (0, 2): -at.points * at.risk,
        (1, 2): at.points * bend,
        (2, 2): at.points**2 * (bend - at.risk),
    }
    mean = (slopes * at.share).sum(axis=2)
    routes = _routes(data, at)
    hessian = np.zeros((len(theta), len(theta)))
    for one in range(3):
        for other in range(one, 3):
            within = slopes[one] * slopes[other] + curves.get((one, other), 0.0)
            curve = (within * at.share).sum(axis=1) - mean[one] * mean[other]
            crossed = routes[one].T @ ((data.weights * curve)[:, None] * routes[other])
            hessian += crossed if one == other else crossed + crossed.T
    return -(hessian + _turns(data, at, mean * data.weights))


def _routes(data: HazardData, at: _Nodes) -> list[np.ndarray]:
    """Derivatives (n, q) of the three numbers of ``information`` by the parameters."""
    n_bands, n_design, _ = data.shape
    ends = np.zeros((len(data), n_bands))
    ends[np.arange(len(data)), data.band] = 1.0
    linear = [data.design, data.means]
    no_level = np.zeros((len(data), n_bands + n_design))
    return [
        np.hstack([_band_shares(at), *linear]),
        np.hstack([ends, *linear]),
        np.hstack([no_level, at.toward / at.spread[:, None]]),
    ]


def _band_shares(at: _Nodes) -> np.ndarray:
    """Of the hazard met by each row, the share of every band; nothing where there was none."""
    exposed = at.steps.sum(axis=1, keepdims=True)
    return np.asarray(at.steps / np.where(exposed > 0, exposed, 1.0))


def _turns(data: HazardData, at: _Nodes, slopes: np.ndarray) -> np.ndarray:
    """What the curvature of the three numbers adds, of ``slopes`` (3, n): a log of a sum of bands
    is not straight, nor is a root of a quadratic form."""
    n_bands, _, n_constructs = data.shape
    size = n_bands + data.design.shape[1] + n_constructs
    shares, turns = _band_shares(at), np.zeros((size, size))
    turns[:n_bands, :n_bands] = np.diag(slopes[0] @ shares) - shares.T @ (
        slopes[0][:, None] * shares
    )
    lift = slopes[2] / at.spread
    way = at.toward / at.spread[:, None]
    turns[size - n_constructs :, size - n_constructs :] = np.tensordot(
        lift, data.covariances, axes=1
    ) - way.T @ (lift[:, None] * way)
    return turns


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
        if not moved >= value - 1e-10 * (1 + abs(value)):
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
    begin = 0
    for part in _parts(data):
        scores = score_rows(part, theta)[1] * part.weights[:, None]
        np.add.at(sums, cluster[begin : begin + len(part)], scores)
        begin += len(part)
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
