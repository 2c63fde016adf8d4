"""The Cox partial likelihood: Efron's ties, left truncation, start-stop rows, strata, weights."""

from dataclasses import dataclass, replace

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import has_run_away, newton_step
from analysis.estimate.risk_sums import cross_products, number_times, sum_by_time

MAXIMUM_STEPS = 40
GAIN_TOLERANCE = 1e-14  # twice the gain a step not taken promises: 1e-7 standard errors
NEGLIGIBLE_GAIN = 1e-10  # the same where rounding keeps it from shrinking: 1e-5 standard errors
ROUNDING = 1e-12  # of a log likelihood, relative


@dataclass(frozen=True)
class TieSums:
    """Sums over the tied events of each event time, l = 0..d-1, f = l/d, q = S0 - f D0.

    ``inverse`` = sum 1/q (the baseline hazard's step), ``inverse_f`` = sum f/q, ``square`` = sum
    1/q^2, ``square_f`` = sum f/q^2, ``square_ff`` = sum f^2/q^2, ``log`` = sum log q; all times
    the mean weight of the tied events.
    """

    inverse: np.ndarray
    inverse_f: np.ndarray
    square: np.ndarray
    square_f: np.ndarray
    square_ff: np.ndarray
    log: np.ndarray


@dataclass(frozen=True)
class Evaluation:
    """The likelihood at one coefficient vector, with the pieces residuals are made of.

    ``risk`` are relative hazards (scaled by ``exp(-offset)``), ``total`` and ``tied`` the sums of
    weight x risk x covariates over the risk set and over the events of each event time (times x
    columns).
    """

    beta: np.ndarray
    log_likelihood: float
    score: np.ndarray
    information: np.ndarray
    risk: np.ndarray
    offset: float
    sums: TieSums
    total: np.ndarray
    tied: np.ndarray


class PartialLikelihood:
    """Rows at risk over ``(start, stop]`` and the event times of their strata.

    ``design`` (rows x columns), ``start``, ``stop``, ``event`` (bool), ``stratum`` (codes 0..),
    ``weight`` (rows, positive; none: all 1). A customer may have any number of rows. Rows must be
    centred columns of similar size; event times are kept per stratum, ascending.
    """

    def __init__(
        self,
        design: np.ndarray,
        *,
        start: np.ndarray,
        stop: np.ndarray,
        event: np.ndarray,
        stratum: np.ndarray,
        weight: np.ndarray | None = None,
    ) -> None:
        self.design = np.asfortranarray(design, dtype=float)
        self.event = event.astype(bool)
        self.stratum, self.stop = stratum, stop.astype(float)
        self.weight = weight
        self._index_times(start.astype(float), self.stop)
        self._index_events()

    def _index_times(self, start: np.ndarray, stop: np.ndarray) -> None:
        """Number the event times; a row is at risk at ``first`` and on, up to before ``last``."""
        n, n_strata = len(stop), int(self.stratum.max()) + 1
        self.first, self.last = np.zeros(n, np.int32), np.zeros(n, np.int32)
        self._waits = np.full(n, -1, np.int32)
        groups: list[np.ndarray | slice] = [slice(None)]
        if n_strata > 1:
            ends = np.cumsum(np.bincount(self.stratum, minlength=n_strata))
            groups = list(np.split(np.argsort(self.stratum, kind="stable"), ends[:-1]))
        times, codes, self.slices = [], [], []
        begin = 0
        for code, rows in enumerate(groups):
            own = np.unique(stop[rows][self.event[rows]])
            first = begin + number_times(own, start[rows])
            self.first[rows] = first
            self.last[rows] = begin + number_times(own, stop[rows])
            self._waits[rows] = np.where(first > begin, first - 1, -1)
            times.append(own)
            codes.append(np.full(len(own), code))
            self.slices.append(slice(begin, begin + len(own)))
            begin += len(own)
        self.times, self.time_stratum = np.concatenate(times), np.concatenate(codes)
        self._leaves = np.where(self.last > self.first, self.last - 1, -1).astype(np.int32)

    def _index_events(self) -> None:
        self.event_rows = np.flatnonzero(self.event)
        self.event_time = self.last[self.event_rows] - 1
        self.event_weight = self._weigh(np.ones(len(self.event)))[self.event_rows]
        self.n_events = np.bincount(self.event_time, minlength=len(self.times))
        self.weight_of_events = np.bincount(self.event_time, self.event_weight)
        self._tie_begin = np.concatenate([[0], np.cumsum(self.n_events)[:-1]])
        self._tie_time = np.repeat(np.arange(len(self.times)), self.n_events)
        rank = np.arange(len(self._tie_time)) - self._tie_begin[self._tie_time]
        self._tie_share = rank / self.n_events[self._tie_time]
        self._observed = self.event_weight @ self.design[self.event_rows]

    def _weigh(self, values: np.ndarray) -> np.ndarray:
        return values if self.weight is None else self.weight * values

    def accumulate(self, steps: np.ndarray) -> np.ndarray:
        """For every row, the sum of ``steps`` (times, or times x columns) while it is at risk."""
        running = np.concatenate([np.zeros((1, *steps.shape[1:])), np.cumsum(steps, axis=0)])
        return np.asarray(running[self.last] - running[self.first])

    def _sum_risk_sets(self, risk: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sums over the risk set, and over the events, of each event time: of weight x risk in
        the first column, of weight x risk x covariates in the others."""
        shape = len(self.times), 1 + self.design.shape[1]
        total, tied = np.zeros(shape), np.zeros(shape)
        rows = self._weigh(risk), self.event, self._leaves, self._waits
        sum_by_time(self.design.T, *rows, total, tied)
        for part in self.slices:
            total[part] = np.cumsum(total[part][::-1], axis=0)[::-1]
        return total, tied

    def _sum_ties(self, total: np.ndarray, tied: np.ndarray) -> TieSums:
        share = self._tie_share
        remaining = total[self._tie_time] - share * tied[self._tie_time]
        mean_weight = self.weight_of_events / self.n_events

        def add(values: np.ndarray) -> np.ndarray:
            return np.asarray(mean_weight * np.add.reduceat(values, self._tie_begin))

        inverse = 1 / remaining
        square = inverse**2
        return TieSums(
            inverse=add(inverse),
            inverse_f=add(share * inverse),
            square=add(square),
            square_f=add(share * square),
            square_ff=add(share**2 * square),
            log=add(np.log(remaining)),
        )

    def evaluate(self, beta: np.ndarray) -> Evaluation:
        """Log likelihood, score and information at ``beta`` (Efron 1977; weights as in R's coxph:
        every tied event counts with the mean weight of its ties)."""
        eta = self.design @ beta
        offset = float(eta.max(initial=-np.inf)) if len(eta) else 0.0
        risk = np.exp(eta - offset)
        all_total, all_tied = self._sum_risk_sets(risk)
        sums = self._sum_ties(all_total[:, 0], all_tied[:, 0])
        total, tied = all_total[:, 1:], all_tied[:, 1:]
        log_likelihood = float(
            self._observed @ beta - sums.log.sum() - self.event_weight.sum() * offset
        )
        score = self._observed - sums.inverse @ total + sums.inverse_f @ tied
        at = Evaluation(beta, log_likelihood, score, np.empty(0), risk, offset, sums, total, tied)
        return replace(at, information=self.weigh_information(at, np.ones(len(self.times))))

    def weigh_information(self, at: Evaluation, weights: np.ndarray) -> np.ndarray:
        """Sum over event times of ``weights`` x the covariance of columns in the risk set."""
        sums, total, tied = at.sums, at.total, at.tied
        exposure = self.accumulate(weights * sums.inverse)
        exposure[self.event_rows] -= (weights * sums.inverse_f)[self.event_time]
        second = cross_products(self.design.T, self._weigh(at.risk * exposure))
        cross = (total * (weights * sums.square_f)[:, None]).T @ tied
        means = (total * (weights * sums.square)[:, None]).T @ total - cross - cross.T
        means += (tied * (weights * sums.square_ff)[:, None]).T @ tied
        return np.asarray(second - means)

    def score_steps(self, at: Evaluation) -> np.ndarray:
        """Schoenfeld residuals summed within each event time (times x columns)."""
        observed = [
            np.bincount(self.event_time, self.event_weight * column[self.event_rows])
            for column in self.design.T
        ]
        expected = at.total * at.sums.inverse[:, None] - at.tied * at.sums.inverse_f[:, None]
        return np.asarray(np.column_stack(observed) - expected)

    def hazard_gradient(self, at: Evaluation) -> np.ndarray:
        """Derivative of each step of the baseline hazard by the coefficients (times x columns)."""
        scale = np.exp(-at.offset)
        steps = at.total * at.sums.square[:, None] - at.tied * at.sums.square_f[:, None]
        return np.asarray(-scale * steps)

    def maximise(self, terms: tuple[str, ...], null: Evaluation | None = None) -> Evaluation:
        """The likelihood at its maximum, by Newton steps halved until it rises.

        ``null`` is the likelihood at coefficients of zero, if it is known. Raises EstimationError
        naming the column whose coefficient runs away (separation) or that stops the search.
        """
        here, gain = null or self.evaluate(np.zeros(self.design.shape[1])), np.inf
        for _ in range(MAXIMUM_STEPS):
            try:
                step = newton_step(here.information, here.score)
            except (np.linalg.LinAlgError, ValueError):
                raise self._separation(terms, here.beta) from None
            before, gain = gain, float(step @ here.score)
            if gain < GAIN_TOLERANCE or before <= gain < NEGLIGIBLE_GAIN:
                self._check_finite(terms, here)
                return here
            there = self._try(here.beta + step)
            lowest = here.log_likelihood - ROUNDING * (1 + abs(here.log_likelihood))
            while not there.log_likelihood >= lowest:
                step = step / 2
                if np.abs(step).max() < 1e-12:
                    raise self._separation(terms, here.beta)
                there = self._try(here.beta + step)
            here = there
        raise self._separation(terms, here.beta)

    def _try(self, beta: np.ndarray) -> Evaluation:
        """The likelihood where a step leads, which may be too far to be a number."""
        with np.errstate(all="ignore"):
            return self.evaluate(beta)

    def _check_finite(self, terms: tuple[str, ...], at: Evaluation) -> None:
        """The search also stops where the likelihood is flat, on its way to infinity."""
        try:
            std_error = np.sqrt(np.abs(np.diag(np.linalg.inv(at.information))))
        except np.linalg.LinAlgError:
            raise self._separation(terms, at.beta) from None
        if has_run_away(at.beta, std_error, np.ptp(self.design, axis=0)).any():
            raise self._separation(terms, at.beta)

    def _separation(self, terms: tuple[str, ...], beta: np.ndarray) -> EstimationError:
        worst = terms[int(np.argmax(np.abs(beta) * np.ptp(self.design, axis=0)))]
        return EstimationError(
            f"driver {worst!r} separates customers who left from those who stayed (its coefficient "
            "grows without end), so its effect cannot be estimated; check it for knowledge of the "
            "outcome, merge its rare levels, or leave it out of the drivers"
        )
