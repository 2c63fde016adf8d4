"""Averages a Cox model predicts for a population, and their gradients."""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.cox import CoxFit

CELLS_AT_ONCE = 2_000_000  # customers x event times held in memory


@dataclass(frozen=True)
class Population:
    """Customers as a centred design (customers x columns) and the numbers of their strata."""

    base: np.ndarray
    codes: np.ndarray

    def with_columns(self, columns: np.ndarray, values: np.ndarray) -> "Population":
        """Everyone with the same ``values`` in ``columns``."""
        base = self.base.copy()
        base[:, columns] = values
        return Population(base, self.codes)


@dataclass(frozen=True)
class Standardised:
    """Share lost by the horizon and restricted mean time to it, averaged over a population.

    ``values`` (2,); their gradients ``by_beta`` (2, coefficients), which includes the way the
    baseline hazard follows the coefficients, and ``by_steps`` (2, event times) of the baseline.
    """

    values: np.ndarray
    by_beta: np.ndarray
    by_steps: np.ndarray


def standardise(fit: CoxFit, population: Population, horizon: float) -> Standardised:
    """Average the predictions of ``fit`` over ``population`` up to ``horizon``.

    Customers with the same columns and stratum are computed once.
    """
    keys = np.column_stack([population.codes, population.base])
    patterns, counts = np.unique(keys, axis=0, return_counts=True)
    codes, base = patterns[:, 0].astype(int), patterns[:, 1:]
    weights = counts / counts.sum()
    values = np.zeros(2)
    direct, by_steps = np.zeros((2, len(fit.beta))), np.zeros((2, len(fit.baseline.times)))
    for code in np.unique(codes):
        own = (fit.baseline.stratum == code) & (fit.baseline.times <= horizon)
        steps = np.flatnonzero(own)
        rows = np.flatnonzero(codes == code)
        size = max(1, CELLS_AT_ONCE // max(len(steps), 1))
        for begin in range(0, len(rows), size):
            part = rows[begin : begin + size]
            value, beta, step = _average(fit, base[part], weights[part], steps, horizon)
            values += value
            direct += beta
            by_steps[:, steps] += step
    return Standardised(values, direct + by_steps @ fit.baseline.gradient, by_steps)


def _average(
    fit: CoxFit, base: np.ndarray, weights: np.ndarray, steps: np.ndarray, horizon: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sums over rows of one stratum: values (2,), gradients by coefficients and by steps."""
    baseline = fit.baseline
    risks = fit.relative_hazards(base)
    times, periods = baseline.times[steps], baseline.period[steps]
    widths = np.diff(np.append(times, horizon))  # time each survival level lasts
    lengths = np.vstack([np.append(np.zeros(max(len(steps) - 1, 0)), 1.0)[: len(steps)], widths])
    reached = [
        np.cumsum(np.where(periods == p, baseline.steps[steps], 0.0)) for p in range(risks.shape[1])
    ]
    hazard = sum(np.outer(risks[:, p], reached[p]) for p in range(risks.shape[1]))
    survival = np.exp(-np.asarray(hazard))
    total = weights.sum()
    opening = times[0] if len(times) else horizon
    by_time = weights @ survival
    kept = by_time[-1] if len(times) else total
    values = np.array([total - kept, total * opening + by_time @ widths])
    by_beta = np.zeros((2, len(fit.beta)))
    by_steps = np.zeros((2, len(steps)))
    sign = np.array([1.0, -1.0])  # more hazard: more lost, less time
    for p, running in enumerate(reached):
        pull = survival @ (lengths * running).T * (weights * risks[:, p])[:, None]
        by_beta += sign[:, None] * ((pull.T @ base) @ fit.layout.loadings(p))
        spread = (weights * risks[:, p]) @ survival * lengths
        later = np.cumsum(spread[:, ::-1], axis=1)[:, ::-1]
        by_steps += sign[:, None] * np.where(periods == p, later, 0.0)
    return values, by_beta, by_steps
