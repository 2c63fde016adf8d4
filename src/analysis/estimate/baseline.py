"""The baseline hazard of a Cox model, per stratum, and what follows from it."""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.episodes import Layout
from analysis.estimate.partial_likelihood import Evaluation, PartialLikelihood


@dataclass(frozen=True)
class Baseline:
    """Steps of the cumulative hazard of the average customer at each stratum's event times.

    ``gradient`` is the derivative of each step by the coefficients, ``variance`` that of the steps
    given the coefficients; ``last_time`` is the last time at risk of each stratum.
    """

    times: np.ndarray
    stratum: np.ndarray
    period: np.ndarray
    steps: np.ndarray
    variance: np.ndarray
    gradient: np.ndarray
    last_time: np.ndarray

    @classmethod
    def build(cls, likelihood: PartialLikelihood, at: Evaluation, layout: Layout) -> "Baseline":
        """Efron's estimate of the steps and their variance, as in R's survfit.coxph."""
        last = np.zeros(int(likelihood.stratum.max()) + 1)
        scale = np.exp(-at.offset)
        np.maximum.at(last, likelihood.stratum, likelihood.stop)
        return cls(
            times=likelihood.times,
            stratum=likelihood.time_stratum,
            period=np.searchsorted(layout.change_points, likelihood.times, side="left"),
            steps=scale * at.sums.inverse,
            variance=scale**2 * at.sums.square,
            gradient=likelihood.hazard_gradient(at),
            last_time=last,
        )

    def cumulate(self, risks: np.ndarray, codes: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Cumulative hazard (customers x times) of customers with relative hazards ``risks``
        (customers x periods) in strata ``codes``; missing after the stratum's last time."""
        total = np.zeros((len(codes), len(times)))
        for code in np.unique(codes):
            rows = np.flatnonzero(codes == code)
            for period in range(risks.shape[1]):
                own = (self.stratum == code) & (self.period == period)
                running = np.concatenate([[0.0], np.cumsum(self.steps[own])])
                reached = running[np.searchsorted(self.times[own], times, side="right")]
                total[rows] += np.outer(risks[rows, period], reached)
            total[np.ix_(rows, np.flatnonzero(times > self.last_time[code]))] = np.nan
        return total
