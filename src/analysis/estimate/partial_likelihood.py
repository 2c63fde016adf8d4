"""The Cox partial likelihood with Efron's ties, left truncation and strata, in array operations."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.errors import EstimationError
from analysis.estimate.linear_algebra import has_run_away, newton_step

MAXIMUM_STEPS = 40
GAIN_TOLERANCE = 1e-10  # gain in log likelihood a last step promises: 1e-5 standard errors
ROUNDING = 1e-12  # of a log likelihood, relative


@dataclass(frozen=True)
class TieSums:
    """Sums over the tied events of each event time, l = 0..d-1, f = l/d, q = S0 - f D0.

    ``inverse`` = sum 1/q (the baseline hazard's step), ``inverse_f`` = sum f/q, ``square`` = sum
    1/q^2, ``square_f`` = sum f/q^2, ``square_ff`` = sum f^2/q^2, ``log`` = sum log q.
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
    risk x covariates over the risk set and over the events of each event time (times x columns).
    """

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

    ``design`` (rows x columns), ``start``, ``stop``, ``event`` (bool), ``stratum`` (codes 0..).
    Rows must be centred columns of similar size; event times are kept per stratum, ascending.
    """

    def __init__(
        self,
        design: np.ndarray,
        *,
        start: np.ndarray,
        stop: np.ndarray,
        event: np.ndarray,
        stratum: np.ndarray,
    ) -> None:
        self.design = np.ascontiguousarray(design, dtype=float)
        self.event = event.astype(bool)
        self.stratum, self.stop = stratum, stop.astype(float)
        self._index_times(start.astype(float), self.stop)
        self._build_sums()

    def _index_times(self, start: np.ndarray, stop: np.ndarray) -> None:
        """Number the event times; a row is at risk at ``first`` and on, up to before ``last``."""
        n = len(stop)
        self.first, self.last = np.zeros(n, int), np.zeros(n, int)
        times, codes, self.slices = [], [], []
        begin = 0
        for code in range(int(self.stratum.max()) + 1):
            rows = np.flatnonzero(self.stratum == code)
            own = np.unique(stop[rows][self.event[rows]])
            self.first[rows] = begin + np.searchsorted(own, start[rows], side="right")
            self.last[rows] = begin + np.searchsorted(own, stop[rows], side="right")
            times.append(own)
            codes.append(np.full(len(own), code))
            self.slices.append(slice(begin, begin + len(own)))
            begin += len(own)
        self.times, self.time_stratum = np.concatenate(times), np.concatenate(codes)

    def _build_sums(self) -> None:
        n, n_times = len(self.event), len(self.times)
        begins = np.array([part.start for part in self.slices])[self.stratum]
        exposed = np.flatnonzero(self.last > self.first)
        late = exposed[self.first[exposed] > begins[exposed]]
        self.event_rows = np.flatnonzero(self.event)
        self.event_time = self.last[self.event_rows] - 1

        def indicator(rows: np.ndarray, positions: np.ndarray) -> sparse.csr_matrix:
            return sparse.csr_matrix(
                (np.ones(len(rows)), (positions, rows)), shape=(n_times, n), dtype=float
            )

        self._leaving = indicator(exposed, self.last[exposed] - 1)
        self._late = indicator(late, self.first[late] - 1) if len(late) else None
        self._tied = indicator(self.event_rows, self.event_time)
        self.n_events = np.bincount(self.event_time, minlength=n_times)
        self._tie_begin = np.concatenate([[0], np.cumsum(self.n_events)[:-1]])
        self._tie_time = np.repeat(np.arange(n_times), self.n_events)
        rank = np.arange(len(self._tie_time)) - self._tie_begin[self._tie_time]
        self._tie_share = rank / self.n_events[self._tie_time]

    def sum_at_risk(self, values: np.ndarray) -> np.ndarray:
        """Sum of ``values`` (rows, or rows x columns) over the risk set of every event time."""
        total = self._leaving @ values
        if self._late is not None:
            total = total - self._late @ values
        for part in self.slices:
            total[part] = np.cumsum(total[part][::-1], axis=0)[::-1]
        return np.asarray(total)

    def sum_tied(self, values: np.ndarray) -> np.ndarray:
        """Sum of ``values`` over the events of every event time."""
        return np.asarray(self._tied @ values)

    def accumulate(self, steps: np.ndarray) -> np.ndarray:
        """For every row, the sum of ``steps`` (times, or times x columns) while it is at risk."""
        running = np.concatenate([np.zeros((1, *steps.shape[1:])), np.cumsum(steps, axis=0)])
        return np.asarray(running[self.last] - running[self.first])

    def _sum_ties(self, total: np.ndarray, tied: np.ndarray) -> TieSums:
        share = self._tie_share
        remaining = total[self._tie_time] - share * tied[self._tie_time]

        def add(values: np.ndarray) -> np.ndarray:
            return np.asarray(np.add.reduceat(values, self._tie_begin))

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
        """Log likelihood, score and information at ``beta`` (Efron 1977)."""
        eta = self.design @ beta
        offset = float(eta.max(initial=-np.inf)) if len(eta) else 0.0
        risk = np.exp(eta - offset)
        weighted = risk[:, None] * self.design
        tied_risk = self.sum_tied(risk)
        sums = self._sum_ties(self.sum_at_risk(risk), tied_risk)
        total, tied = self.sum_at_risk(weighted), self.sum_tied(weighted)
        n_events = len(self.event_rows)
        log_likelihood = eta[self.event_rows].sum() - sums.log.sum() - n_events * offset
        observed = self.design[self.event_rows].sum(axis=0)
        score = observed - sums.inverse @ total + sums.inverse_f @ tied
        evaluation = Evaluation(
            float(log_likelihood), score, np.empty(0), risk, offset, sums, total, tied
        )
        information = self.weigh_information(evaluation, np.ones(len(self.times)))
        return Evaluation(
            float(log_likelihood), score, information, risk, offset, sums, total, tied
        )

    def weigh_information(self, at: Evaluation, weights: np.ndarray) -> np.ndarray:
        """Sum over event times of ``weights`` x the covariance of columns in the risk set."""
        sums, total, tied = at.sums, at.total, at.tied
        per_row = at.risk * self.accumulate(weights * sums.inverse)
        per_row[self.event_rows] -= (
            at.risk[self.event_rows] * (weights * sums.inverse_f)[self.event_time]
        )
        second = self.design.T @ (self.design * per_row[:, None])
        cross = (total * (weights * sums.square_f)[:, None]).T @ tied
        means = (total * (weights * sums.square)[:, None]).T @ total - cross - cross.T
        means += (tied * (weights * sums.square_ff)[:, None]).T @ tied
        return np.asarray(second - means)

    def score_steps(self, at: Evaluation) -> np.ndarray:
        """Schoenfeld residuals summed within each event time (times x columns)."""
        observed = self.sum_tied(self.design)
        expected = at.total * at.sums.inverse[:, None] - at.tied * at.sums.inverse_f[:, None]
        return np.asarray(observed - expected)

    def hazard_gradient(self, at: Evaluation) -> np.ndarray:
        """Derivative of each step of the baseline hazard by the coefficients (times x columns)."""
        scale = np.exp(-at.offset)
        steps = at.total * at.sums.square[:, None] - at.tied * at.sums.square_f[:, None]
        return np.asarray(-scale * steps)

    def maximise(self, terms: tuple[str, ...]) -> np.ndarray:
        """Coefficients at the maximum, by Newton steps halved until the likelihood rises.

        Raises EstimationError naming the column whose coefficient runs away (separation) or that
        stops the search.
        """
        beta = np.zeros(self.design.shape[1])
        here = self.evaluate(beta)
        for _ in range(MAXIMUM_STEPS):
            try:
                step = newton_step(here.information, here.score)
            except (np.linalg.LinAlgError, ValueError):
                raise self._separation(terms, beta) from None
            there = self._try(beta + step)
            lowest = here.log_likelihood - ROUNDING * (1 + abs(here.log_likelihood))
            while not there.log_likelihood >= lowest:
                step = step / 2
                if np.abs(step).max() < 1e-12:
                    raise self._separation(terms, beta)
                there = self._try(beta + step)
            beta, gain, here = beta + step, float(step @ here.score), there
            if gain < GAIN_TOLERANCE:
                self._check_finite(terms, beta, here)
                return beta
        raise self._separation(terms, beta)

    def _try(self, beta: np.ndarray) -> Evaluation:
        """The likelihood where a step leads, which may be too far to be a number."""
        with np.errstate(all="ignore"):
            return self.evaluate(beta)

    def _check_finite(self, terms: tuple[str, ...], beta: np.ndarray, at: Evaluation) -> None:
        """The search also stops where the likelihood is flat, on its way to infinity."""
        try:
            std_error = np.sqrt(np.abs(np.diag(np.linalg.inv(at.information))))
        except np.linalg.LinAlgError:
            raise self._separation(terms, beta) from None
        if has_run_away(beta, std_error, np.ptp(self.design, axis=0)).any():
            raise self._separation(terms, beta)

    def _separation(self, terms: tuple[str, ...], beta: np.ndarray) -> EstimationError:
        worst = terms[int(np.argmax(np.abs(beta) * np.ptp(self.design, axis=0)))]
        return EstimationError(
            f"driver {worst!r} separates customers who left from those who stayed (its coefficient "
            "grows without end), so its effect cannot be estimated; check it for knowledge of the "
            "outcome, merge its rare levels, or leave it out of the drivers"
        )
