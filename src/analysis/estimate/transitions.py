"""Stage transitions in exact time, from counts: Aalen-Johansen with its covariance.

One table of counts is all the estimators need, so they cost the same for a thousand customers and
for a billion. Time is an integer grid (days or months); a customer who enters a stage at ``start``
is at risk at ``start < t <= stop``.

Formulas: Andersen, Borgan, Gill and Keiding (1993), Statistical Models Based on Counting Processes,
section IV.4: the product integral (4.4.1) and its Greenwood-type covariance (4.4.19).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.survival import normal_quantile

CENSORED = "censored"


@dataclass(frozen=True)
class StageCounts:
    """Counts on the grid of distinct times at which anything happens.

    ``times`` (k,), ascending; ``n_at_risk`` (k, m): customers in each state just before each time;
    ``n_transitions`` (k, m, m): moves from state (row) to state (column) at each time.
    """

    states: tuple[str, ...]
    times: np.ndarray
    n_at_risk: np.ndarray
    n_transitions: np.ndarray

    def index(self, state: str) -> int:
        """Position of ``state``; raises EstimationError for a state the counts do not know."""
        if state not in self.states:
            raise EstimationError(
                f"state {state!r} is not among the counted states ({', '.join(self.states)})"
            )
        return self.states.index(state)


def build_stage_counts(counts: pd.DataFrame, states: tuple[str, ...]) -> StageCounts:
    """``StageCounts`` from rows (from_state, to_state, time, n).

    ``to_state`` is the next state, ``"censored"`` for histories that end there, or null for the
    ``n`` customers who begin to be observed in ``from_state`` at ``time``, be it by entering the
    stage or by coming under observation while in it. Raises EstimationError when there is no
    transition, for an unknown state, and when more customers leave a state than were in it.
    """
    known = {*states, CENSORED}
    found = {*counts["from_state"], *counts["to_state"].dropna()}
    if strange := sorted(found - known):
        raise EstimationError(f"counts hold states that were not declared: {', '.join(strange)}")
    times, at = np.unique(counts["time"].to_numpy(np.int64), return_inverse=True)
    place = {state: position for position, state in enumerate(states)}
    n_states, n = len(states), counts["n"].to_numpy(np.int64)
    origin = counts["from_state"].map(place).to_numpy(np.int64)
    entering = counts["to_state"].isna().to_numpy()
    moving = counts["to_state"].isin(states).to_numpy()
    n_entered = np.zeros((len(times), n_states), np.int64)
    n_left = np.zeros_like(n_entered)
    n_transitions = np.zeros((len(times), n_states, n_states), np.int64)
    np.add.at(n_entered, (at[entering], origin[entering]), n[entering])
    np.add.at(n_left, (at[~entering], origin[~entering]), n[~entering])
    target = counts.loc[moving, "to_state"].map(place).to_numpy(np.int64)
    np.add.at(n_transitions, (at[moving], origin[moving], target), n[moving])
    # Whoever enters at t is at risk after t; whoever leaves at t was still at risk at t.
    n_at_risk = np.cumsum(n_entered, axis=0) - n_entered
    n_at_risk[1:] -= np.cumsum(n_left, axis=0)[:-1]
    if not n_transitions.any():
        raise EstimationError("no transition was observed: nothing to estimate flows from")
    if (n_at_risk < n_left).any():
        raise EstimationError(
            "more customers leave a state than entered it; run check_spells first"
        )
    return StageCounts(states, times, n_at_risk, n_transitions)


def close_states(counts: StageCounts, closed: tuple[str, ...]) -> StageCounts:
    """The same counts with ``closed`` states made absorbing, as first-passage times need."""
    n_transitions = counts.n_transitions.copy()
    for state in closed:
        n_transitions[:, counts.index(state), :] = 0
    return StageCounts(counts.states, counts.times, counts.n_at_risk, n_transitions)


@dataclass(frozen=True)
class Occupancy:
    """Where customers are, and how long they have been where, at each time.

    ``times`` (k,); ``probability`` (k, m) and its ``covariance`` (k, m, m); ``length_of_stay``
    (k, m): mean time spent in each state since the start, and its ``stay_covariance`` (k, m, m).
    """

    states: tuple[str, ...]
    times: np.ndarray
    probability: np.ndarray
    covariance: np.ndarray
    length_of_stay: np.ndarray
    stay_covariance: np.ndarray


def estimate_occupancy(
    counts: StageCounts, initial: np.ndarray, *, start: int, stop: int
) -> Occupancy:
    """State occupancy ``initial @ P(start, t)`` and length of stay for ``start <= t <= stop``.

    ``initial`` (m,) sums to one and is taken as known. Both are linear in the increments
    of the cumulative hazards, so one pass carries their joint covariance. Raises EstimationError
    when ``stop`` is not after ``start``.
    """
    return estimate_occupancies(counts, initial[None, :], start=start, stop=stop)[0]


def estimate_occupancies(
    counts: StageCounts, initials: np.ndarray, *, start: int, stop: int
) -> list[Occupancy]:
    """``estimate_occupancy`` for each row of ``initials`` (r, m), in one pass over time."""
    if stop <= start:
        raise EstimationError(f"the horizon {stop} must lie after the start {start}")
    inside = np.flatnonzero((counts.times > start) & (counts.times <= stop))
    grid = np.concatenate([[start], counts.times[inside], [stop]]).astype(np.int64)
    width = np.diff(grid).astype(float)
    probability, covariance, cross = _carry(counts, initials, inside, width)
    stay, stay_covariance = np.zeros_like(probability), np.zeros_like(covariance)
    np.cumsum(width[:, None, None] * probability[:-1], axis=0, out=stay[1:])
    days = width[:, None, None, None]
    grown = days * (cross + cross.swapaxes(-1, -2)) + days**2 * covariance[:-1]
    np.cumsum(grown, axis=0, out=stay_covariance[1:])
    parts = (probability, covariance, stay, stay_covariance)
    return [
        Occupancy(counts.states, grid, *(part[:, row] for part in parts))
        for row in range(len(initials))
    ]


def _carry(
    counts: StageCounts, initials: np.ndarray, inside: np.ndarray, width: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (k + 2, r, m) and their covariance (k + 2, r, m, m) at the start, at each of
    the k times ``inside`` and at the end, before which nothing happens any more; and, at the
    beginning of each stretch of ``width``, the covariance of length of stay (rows) and probability.
    """
    r, m = initials.shape
    steps, per_customer = _increments(counts, inside)
    probability, covariance = np.empty((len(width) + 1, r, m)), np.zeros((len(width) + 1, r, m, m))
    cross, diagonal = np.zeros((len(width), r, m, m)), np.arange(m)
    probability[0] = initials
    for k, step in enumerate(steps):
        before, spread = probability[k], covariance[k]
        np.matmul(before, step, out=probability[k + 1])
        # The moves out of a state are multinomial: before**2 / at risk times (diag(q) - q q').
        weight = before**2 * per_customer[k]
        carried = spread.copy()
        carried[:, diagonal, diagonal] -= weight
        np.matmul(step.T @ carried, step, out=covariance[k + 1])
        covariance[k + 1][:, diagonal, diagonal] += weight @ step
        np.matmul(cross[k] + width[k] * spread, step, out=cross[k + 1])
    probability[-1], covariance[-1] = probability[-2], covariance[-2]
    return probability, covariance, cross


def _increments(counts: StageCounts, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """I + dA(t) (k, m, m) at the times ``inside``, and one over the numbers at risk (k, m), zero
    where nobody is."""
    at_risk = counts.n_at_risk[inside].astype(float)
    per_customer = np.divide(1.0, at_risk, out=np.zeros_like(at_risk), where=at_risk > 0)
    steps = counts.n_transitions[inside] * per_customer[:, :, None]
    diagonal = np.arange(steps.shape[-1])
    steps[:, diagonal, diagonal] = 0.0
    steps[:, diagonal, diagonal] = 1.0 - steps.sum(axis=-1)
    return steps, per_customer


def estimate_transition_probabilities(
    counts: StageCounts, *, start: int, times: list[int], confidence_level: float
) -> pd.DataFrame:
    """P(start, t) for every pair of states at each of ``times``.

    Rows (from_state, to_state, time, estimate, std_error, conf_low, conf_high, n): ``n`` is the
    number at risk in ``from_state`` just after ``start``. Intervals are on the logit scale, so they
    stay within 0 and 1.
    """
    every = np.eye(len(counts.states))
    occupancies = estimate_occupancies(counts, every, start=start, stop=max(times))
    frame = _tabulate(occupancies, times, confidence_level)
    each = len(counts.states) * len(times)
    frame.insert(0, "from_state", np.repeat(np.array(counts.states, dtype=object), each))
    return frame.assign(n=np.repeat(_n_at_risk_after(counts, start), each))


def _n_at_risk_after(counts: StageCounts, time: int) -> np.ndarray:
    later = np.flatnonzero(counts.times > time)
    return counts.n_at_risk[later[0]] if later.size else np.zeros(len(counts.states), np.int64)


def occupancy_at(
    occupancy: Occupancy, times: list[int], *, confidence_level: float
) -> pd.DataFrame:
    """Rows (to_state, time, estimate, std_error, conf_low, conf_high) of ``occupancy`` at
    ``times``."""
    return _tabulate([occupancy], times, confidence_level)


def _tabulate(
    occupancies: list[Occupancy], times: list[int], confidence_level: float
) -> pd.DataFrame:
    """Rows of ``occupancy_at`` for one occupancy after the other, by state, then time."""
    states, grid = occupancies[0].states, occupancies[0].times
    at = np.searchsorted(grid, times, side="right") - 1
    estimate = np.concatenate([each.probability[at].T.ravel() for each in occupancies])
    variance = np.concatenate(
        [each.covariance[at].diagonal(axis1=1, axis2=2).T.ravel() for each in occupancies]
    )
    std_error = np.sqrt(np.maximum(variance, 0.0))
    low, high = logit_interval(estimate, std_error, confidence_level)
    to_state = np.repeat(np.array(states, dtype=object), len(times))
    return pd.DataFrame(
        {
            "to_state": np.tile(to_state, len(occupancies)),
            "time": np.tile(times, len(states) * len(occupancies)),
            "estimate": estimate,
            "std_error": std_error,
            "conf_low": low,
            "conf_high": high,
            "unit": "probability",
        }
    )


def logit_interval(
    estimate: np.ndarray, std_error: np.ndarray, confidence_level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a probability on the logit scale; at 0 and 1 the value itself."""
    z = normal_quantile(confidence_level)
    inside = (estimate > 0) & (estimate < 1)
    p = np.where(inside, estimate, 0.5)
    centre, spread = np.log(p / (1 - p)), z * std_error / (p * (1 - p))
    low, high = 1 / (1 + np.exp(spread - centre)), 1 / (1 + np.exp(-spread - centre))
    return np.where(inside, low, estimate), np.where(inside, high, estimate)


def estimate_length_of_stay(
    counts: StageCounts, *, start: int, horizon: int, confidence_level: float
) -> pd.DataFrame:
    """Expected time spent in each state from ``start`` to ``horizon``, by the state at the start.

    Rows (from_state, to_state, time, estimate, std_error, conf_low, conf_high); times in the grid's
    unit.
    """
    z, every = normal_quantile(confidence_level), np.eye(len(counts.states))
    rows = []
    occupancies = estimate_occupancies(counts, every, start=start, stop=horizon)
    for state, occupancy in zip(counts.states, occupancies, strict=True):
        stay, spread = occupancy.length_of_stay[-1], occupancy.stay_covariance[-1]
        std_error = np.sqrt(np.maximum(np.diag(spread), 0.0))
        rows.append(
            pd.DataFrame(
                {
                    "from_state": state,
                    "to_state": counts.states,
                    "time": horizon,
                    "estimate": stay,
                    "std_error": std_error,
                    "conf_low": np.maximum(stay - z * std_error, 0.0),
                    "conf_high": np.minimum(stay + z * std_error, horizon - start),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def estimate_first_passage(
    counts: StageCounts, target: str, *, start: int, times: list[int], confidence_level: float
) -> pd.DataFrame:
    """Probability of having reached ``target`` by each time, from every other state.

    Rows as of ``estimate_transition_probabilities`` for that one ``to_state``.
    """
    closed = close_states(counts, (target,))
    frame = estimate_transition_probabilities(
        closed, start=start, times=times, confidence_level=confidence_level
    )
    wanted = (frame["to_state"] == target) & (frame["from_state"] != target)
    return frame[wanted].reset_index(drop=True)
