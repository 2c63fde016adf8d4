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
from scipy import stats

from analysis.errors import EstimationError

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
    return _estimate_occupancies(counts, initial[None, :], start=start, stop=stop)[0]


def _estimate_occupancies(
    counts: StageCounts, initials: np.ndarray, *, start: int, stop: int
) -> list[Occupancy]:
    """``estimate_occupancy`` for each row of ``initials`` (r, m), in one pass over time."""
    if stop <= start:
        raise EstimationError(f"the horizon {stop} must lie after the start {start}")
    inside = np.flatnonzero((counts.times > start) & (counts.times <= stop))
    grid = np.concatenate([[start], counts.times[inside], [stop]]).astype(np.int64)
    r, m = initials.shape
    probability, stay = np.zeros((len(grid), r, m)), np.zeros((len(grid), r, m))
    covariance, stay_covariance = np.zeros((2, len(grid), r, m, m))
    cross = np.zeros((r, m, m))  # covariance of length of stay (rows) and probability (columns)
    probability[0] = initials
    for k in range(1, len(grid)):
        width = float(grid[k] - grid[k - 1])
        before, spread = probability[k - 1], covariance[k - 1]
        stay[k] = stay[k - 1] + width * before
        stay_covariance[k] = (
            stay_covariance[k - 1] + width * (cross + cross.swapaxes(1, 2)) + width**2 * spread
        )
        cross = cross + width * spread
        if k == len(grid) - 1:
            probability[k], covariance[k] = before, spread
            break
        step, noise = _increment(counts, inside[k - 1], before)
        probability[k] = before @ step
        covariance[k] = step.T @ spread @ step + noise
        cross = cross @ step
    parts = (probability, covariance, stay, stay_covariance)
    return [Occupancy(counts.states, grid, *(part[:, row] for part in parts)) for row in range(r)]


def _increment(counts: StageCounts, k: int, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """I + dA(t) (m, m), and the variance (r, m, m) that its multinomial noise adds to each row of
    ``before @ (I + dA)``."""
    at_risk = counts.n_at_risk[k].astype(float)
    safe = np.where(at_risk > 0, at_risk, 1.0)
    step = counts.n_transitions[k] / safe[:, None]
    diagonal = np.arange(len(step))
    step[diagonal, diagonal] = 0.0
    step[diagonal, diagonal] = 1.0 - step.sum(axis=1)
    weight = np.where(at_risk > 0, before**2 / safe, 0.0)
    noise = -(step.T @ (weight[:, :, None] * step))
    noise[:, diagonal, diagonal] += weight @ step
    return step, noise


def estimate_transition_probabilities(
    counts: StageCounts, *, start: int, times: list[int], confidence_level: float
) -> pd.DataFrame:
    """P(start, t) for every pair of states at each of ``times``.

    Rows (from_state, to_state, time, estimate, std_error, conf_low, conf_high, n): ``n`` is the
    number at risk in ``from_state`` just after ``start``. Intervals are on the logit scale, so they
    stay within 0 and 1.
    """
    rows = []
    for state, occupancy in _occupancy_by_state(counts, start=start, stop=max(times)):
        frame = occupancy_at(occupancy, times, confidence_level=confidence_level)
        frame.insert(0, "from_state", state)
        frame["n"] = _n_at_risk_after(counts, state, start)
        rows.append(frame)
    return pd.concat(rows, ignore_index=True)


def _occupancy_by_state(
    counts: StageCounts, *, start: int, stop: int
) -> list[tuple[str, Occupancy]]:
    """Each state, and the occupancy of those who are in it at ``start``."""
    occupancies = _estimate_occupancies(counts, np.eye(len(counts.states)), start=start, stop=stop)
    return list(zip(counts.states, occupancies, strict=True))


def _n_at_risk_after(counts: StageCounts, state: str, time: int) -> int:
    later = np.flatnonzero(counts.times > time)
    return int(counts.n_at_risk[later[0], counts.index(state)]) if later.size else 0


def occupancy_at(
    occupancy: Occupancy, times: list[int], *, confidence_level: float
) -> pd.DataFrame:
    """Rows (to_state, time, estimate, std_error, conf_low, conf_high) of ``occupancy`` at
    ``times``."""
    at = np.searchsorted(occupancy.times, times, side="right") - 1
    rows = []
    for position, state in enumerate(occupancy.states):
        estimate = occupancy.probability[at, position]
        std_error = np.sqrt(np.maximum(occupancy.covariance[at, position, position], 0.0))
        low, high = logit_interval(estimate, std_error, confidence_level)
        rows.append(
            pd.DataFrame(
                {
                    "to_state": state,
                    "time": times,
                    "estimate": estimate,
                    "std_error": std_error,
                    "conf_low": low,
                    "conf_high": high,
                    "unit": "probability",
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def logit_interval(
    estimate: np.ndarray, std_error: np.ndarray, confidence_level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Interval of a probability on the logit scale; at 0 and 1 the value itself."""
    z = stats.norm.ppf(0.5 + confidence_level / 2)
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
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    rows = []
    for state, occupancy in _occupancy_by_state(counts, start=start, stop=horizon):
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
