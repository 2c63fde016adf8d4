"""Flows, dwell times and forecast for every group of every segment, and whether groups differ.

Each group is estimated from its own counts alone, by the estimators used for everyone. Estimates of
groups do not add up to that of everyone exactly: everyone's probability of a move on a day is the
average of the groups' weighted by who was at risk then, not by who is there today.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.segment_cells import EVERYONE, NUMBERS, hide_small_groups
from analysis.estimate.segment_comparison import compare_segment_groups, compare_segment_pairs
from analysis.estimate.segment_forecast import estimate_active_forecast
from analysis.estimate.sojourn import estimate_dwell_times
from analysis.estimate.survival import normal_quantile
from analysis.estimate.transitions import (
    StageCounts,
    build_stage_counts,
    close_states,
    estimate_first_passage,
    estimate_occupancies,
    estimate_occupancy,
    estimate_transition_probabilities,
    occupancy_at,
)

_COMPARED = ("leaving", "leaving_equal_mix", "returning")


@dataclass(frozen=True)
class StageWindow:
    """What is looked at: ``states``, those ``active`` (bought, not lost) and the one of ``loss``;
    ``starts`` by state and the length of the ``horizon``, up to ``end``; on a calendar (``dated``)
    today's customers are meant, otherwise those who join, in the first active state."""

    states: tuple[str, ...]
    active: tuple[str, ...]
    loss: str
    starts: dict[str, int]
    end: int
    horizon: int
    dated: bool


@dataclass(frozen=True)
class SegmentFlows:
    """``estimates`` rows (column, segment, analysis, from_state, to_state, estimate, std_error,
    conf_low, conf_high, n, unit, before, actual, inside), ``segment`` empty for everyone; ``tests``
    and ``pairs`` as of ``segment_comparison``.

    ``analysis``: ``mix`` share of the group by stage; ``leaving`` probability of loss within the
    horizon, from all active stages (``from_state`` empty) or one; ``leaving_equal_mix`` the same if
    the group stood in the stages as everyone does; ``returning`` of the lost; ``stay`` expected
    time until loss, the horizon at most; ``dwell`` median visit; ``matrix`` transition
    probabilities over the horizon; ``forecast`` and ``backtest`` as of ``segment_forecast``.
    """

    estimates: pd.DataFrame
    tests: pd.DataFrame
    pairs: pd.DataFrame

    def tidy(self) -> pd.DataFrame:
        """``estimates`` with ``stratum`` (``region=north``, ``all``) and ``term`` (stage, move)."""
        frame = self.estimates
        if frame.empty:
            return frame
        named = frame["column"] + "=" + frame["segment"]
        move = frame["from_state"] + ">" + frame["to_state"]
        return frame.assign(
            stratum=named.where(frame["segment"] != EVERYONE, "all"),
            term=move.str.strip(">").replace("", "active"),
        )


def estimate_segment_flows(
    moves: pd.DataFrame,
    sojourns: pd.DataFrame,
    today: pd.DataFrame,
    past: pd.DataFrame,
    *,
    window: StageWindow,
    minimum: int,
    confidence_level: float,
) -> SegmentFlows:
    """All of ``SegmentFlows`` from counts by (column, segment), every customer in one group.

    Counts as of ``prepare.stage_segments.count_segments``. Groups in which nobody ever moved are
    left out, and segments with fewer than two groups. Numbers about fewer than ``minimum``
    customers are missing, and so are counts from which these could be worked out.
    """
    parts = []
    everyone = pd.DataFrame()
    for column in dict.fromkeys(moves["column"]):
        mine = [frame[frame["column"] == column] for frame in (moves, sojourns, today, past)]
        whole = [_merge(frame) for frame in mine]
        estimate = partial(
            _estimate_group,
            common=_by_state(whole[2], window),
            window=window,
            minimum=minimum,
            level=confidence_level,
        )
        if everyone.empty:  # the same for every segment: each customer is in one group of each
            everyone = estimate(whole).assign(segment=EVERYONE)
        groups = _estimate_groups(mine, estimate)
        if len(groups) > 1:
            found = pd.concat([everyone, *groups], ignore_index=True)
            hidden = hide_small_groups(_bound_matrix(found, confidence_level), minimum=minimum)
            parts.append(hidden.assign(column=column))
    if not parts:
        nothing = pd.DataFrame(columns=["column", "segment", "analysis", "from_state"])
        return SegmentFlows(nothing, nothing, nothing)
    return _compare(pd.concat(parts, ignore_index=True), sojourns)


def _estimate_groups(
    frames: list[pd.DataFrame], estimate: Callable[[list[pd.DataFrame]], pd.DataFrame]
) -> list[pd.DataFrame]:
    """``estimate`` of the counts of each group in turn."""
    by_group = [dict(tuple(frame.groupby("segment", sort=False))) for frame in frames]
    found = []
    for segment in by_group[0]:
        pairs = zip(by_group, frames, strict=True)
        try:
            group = estimate([there.get(segment, frame.head(0)) for there, frame in pairs])
        except EstimationError:  # nobody of the group ever moved
            continue
        found.append(group.assign(segment=segment))
    return found


def _merge(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts of all groups in ``frame`` together."""
    keys = [name for name in frame.columns if name not in ("column", "segment", "n")]
    return frame.groupby(keys, as_index=False, dropna=False, sort=False).agg(n=("n", "sum"))


def _compare(estimates: pd.DataFrame, sojourns: pd.DataFrame) -> SegmentFlows:
    groups = estimates[estimates["segment"] != EVERYONE]
    tested = groups[groups["analysis"].isin(_COMPARED)]
    overall = groups[(groups["analysis"] == "leaving") & (groups["from_state"] == "")]
    shown = sojourns.merge(groups[["column", "segment"]].drop_duplicates())
    tests = compare_segment_groups(tested, shown)
    return SegmentFlows(estimates, tests, compare_segment_pairs(overall))


def _by_state(today: pd.DataFrame, window: StageWindow) -> np.ndarray:
    found = today.set_index("state")["n"].reindex(list(window.states), fill_value=0)
    return found.to_numpy(float)


def _estimate_group(
    frames: list[pd.DataFrame],
    *,
    common: np.ndarray,
    window: StageWindow,
    minimum: int,
    level: float,
) -> pd.DataFrame:
    moves, sojourns, standing, past = frames
    counts, today = build_stage_counts(moves, window.states), _by_state(standing, window)
    stages = standing.rename(columns={"state": "from_state"})[["from_state", "n"]]
    dwell = estimate_dwell_times(sojourns, confidence_level=level)
    parts = [
        stages.assign(analysis="mix", estimate=stages["n"] / stages["n"].sum()),
        *_estimate_from_stages(counts, window, level),
        dwell.rename(columns={"stratum": "from_state"}).assign(analysis="dwell", unit="time"),
        _estimate_whole(counts, today, common, window, level),
    ]
    if window.dated:
        size = past.groupby("origin")["n"].transform("sum")
        forecast = estimate_active_forecast(
            counts,
            today,
            past[size >= minimum],
            active=_active(window),
            end=window.end,
            horizon=window.horizon,
            confidence_level=level,
        )
        parts.append(forecast.assign(unit="customers"))
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    columns = ["analysis", "from_state", "to_state", *NUMBERS, "n", "unit"]
    whole = whole.reindex(columns=[*columns, "before", "actual", "inside"])
    ahead = ~whole["analysis"].isin(["mix", "dwell", "backtest"])
    whole["time"] = np.where(ahead, window.horizon, np.nan)
    return whole.fillna({"from_state": "", "to_state": "", "unit": "probability"})


def _estimate_from_stages(
    counts: StageCounts, window: StageWindow, level: float
) -> list[pd.DataFrame]:
    """Where customers of each stage are at the horizon, who was lost until then, who came back."""
    others = tuple(state for state in window.states if state != window.loss)
    parts = []
    for start in sorted(set(window.starts.values())):
        stop = start + window.horizon
        matrix = estimate_transition_probabilities(
            counts, start=start, times=[stop], confidence_level=level
        )
        lost = estimate_first_passage(
            counts, window.loss, start=start, times=[stop], confidence_level=level
        )
        found = [matrix.assign(analysis="matrix"), _bound(lost, level).assign(analysis="leaving")]
        parts += [frame[frame["from_state"].map(window.starts) == start] for frame in found]
    start = window.starts[window.loss]
    place = counts.index(window.loss)
    only_back = close_states(counts, others)
    initial = np.eye(len(window.states))[place]
    occupancy = estimate_occupancy(only_back, initial, start=start, stop=start + window.horizon)
    still = occupancy_at(occupancy, [start + window.horizon], confidence_level=level).iloc[[place]]
    left = still.assign(
        from_state=window.loss,
        to_state="",
        estimate=1 - still["estimate"],
        conf_low=1 - still["conf_high"],
        conf_high=1 - still["conf_low"],
        n=_n_at_risk_after(counts, place, start),
    )
    return [*parts, _bound(left, level).assign(analysis="returning")]


def _n_at_risk_after(counts: StageCounts, state: int, time: int) -> int:
    later = np.flatnonzero(counts.times > time)
    return int(counts.n_at_risk[later[0], state]) if len(later) else 0


def _active(window: StageWindow) -> np.ndarray:
    return np.array([float(state in window.active) for state in window.states])


def _estimate_whole(
    counts: StageCounts, today: np.ndarray, common: np.ndarray, window: StageWindow, level: float
) -> pd.DataFrame:
    """Leaving from all active stages together, with the group's mix of them and with everyone's,
    and the expected time until then; on the tenure clock, from joining."""
    start = window.end - window.horizon
    own, shared = today * _active(window), common * _active(window)
    if not window.dated:
        first = window.states.index(window.active[0])
        start = window.starts[window.active[0]]
        own = shared = np.eye(len(today))[first] * _n_at_risk_after(counts, first, start)
    closed, stop = close_states(counts, (window.loss,)), start + window.horizon
    inside = (counts.times > start) & (counts.times <= stop)
    watched = counts.n_at_risk[inside].any(axis=0)
    lost = counts.index(window.loss)
    known = {
        name: initial / initial.sum()
        for name, initial in (("leaving", own), ("leaving_equal_mix", shared))
        if initial.any() and not initial[~watched].any()
    }
    if not known:
        return pd.DataFrame(columns=["analysis"])
    occupancies = estimate_occupancies(closed, np.array([*known.values()]), start=start, stop=stop)
    rows = []
    for name, occupancy in zip(known, occupancies, strict=True):
        frame = occupancy_at(occupancy, [stop], confidence_level=level).iloc[[lost]]
        frame = _bound(frame.assign(n=round(own.sum())), level)
        rows.append(frame.assign(analysis=name, to_state=window.loss))
        if name == "leaving":
            stay = window.horizon - occupancy.length_of_stay[-1, lost]
            spread = np.sqrt(max(occupancy.stay_covariance[-1, lost, lost], 0.0))
            reach = normal_quantile(level) * spread
            # where nobody left yet, as much shorter as the limit for leaving allows
            lowest = window.horizon * (1 - float(frame["conf_high"].iloc[0]))
            low = max(stay - reach, 0.0) if spread > 0 else lowest
            numbers = (stay, spread, low, min(stay + reach, window.horizon))
            row = dict(zip(NUMBERS, numbers, strict=True))
            row |= {"analysis": "stay", "n": round(own.sum()), "unit": "time"}
            rows.append(pd.DataFrame([row]))
    return pd.concat(rows, ignore_index=True)


def _bound_matrix(found: pd.DataFrame, level: float) -> pd.DataFrame:
    """Exact limits for the moves that none of a group made, or all, but that somebody made."""
    moves = found[found["analysis"] == "matrix"]
    made = moves.groupby(["from_state", "to_state"])["estimate"].transform("max") > 0
    bound = _bound(moves[made], level)[["conf_low", "conf_high"]]
    return bound.combine_first(found)[found.columns]


def _bound(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Exact limits (Clopper and Pearson 1934) where nobody moved, or everybody did: none of n
    customers is no proof that it never happens."""
    n = frame["n"].clip(lower=1).to_numpy(float)
    furthest = 1 - (0.5 - level / 2) ** (1 / n)
    none, every = frame["estimate"] <= 0, frame["estimate"] >= 1
    return frame.assign(
        conf_high=frame["conf_high"].mask(none, furthest),
        conf_low=frame["conf_low"].mask(every, 1 - furthest),
    )
