"""What the histories say about the road ahead from each stage: where to, how soon, how long."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.transitions import (
    StageCounts,
    close_states,
    estimate_first_passage,
    estimate_length_of_stay,
    estimate_transition_probabilities,
)

_STEPS = 4


@dataclass(frozen=True)
class StageFlows:
    """Estimates from each stage over a window; times count from the window's start.

    ``matrix``: transition probabilities over ``period``; ``churn``: probability of having reached
    the stage of loss; ``back``: of having left it again; ``stays``: expected time in each stage
    over the horizon.
    """

    matrix: pd.DataFrame
    churn: pd.DataFrame
    back: pd.DataFrame
    stays: pd.DataFrame


def estimate_stage_flows(
    counts: StageCounts,
    *,
    starts: dict[str, int],
    period: int,
    horizon: int,
    end: int,
    loss: str,
    confidence_level: float,
) -> StageFlows:
    """Aalen-Johansen estimates over the window of each stage.

    ``starts`` says where the window of ``horizon`` begins by stage. On a calendar, where all begin
    alike, the matrix is that of the last ``period`` before ``end``; else of the period after each
    start. Rows as of ``estimate.transitions``, with ``n`` at risk in the stage at the start.
    """
    same = len(set(starts.values())) == 1
    first = dict.fromkeys(starts, end - period) if same else starts
    times = sorted({max(1, horizon * step // _STEPS) for step in range(1, _STEPS + 1)})
    closed = close_states(counts, tuple(state for state in counts.states if state != loss))
    how = {"confidence_level": confidence_level}
    parts: dict[str, list[pd.DataFrame]] = {"matrix": [], "churn": [], "back": [], "stays": []}
    for start in sorted(set(starts.values())):
        at = [start + time for time in times]
        frames = {
            "churn": estimate_first_passage(counts, loss, start=start, times=at, **how),
            "back": estimate_transition_probabilities(closed, start=start, times=at, **how),
            "stays": estimate_length_of_stay(counts, start=start, horizon=start + horizon, **how),
        }
        for name, frame in frames.items():
            chosen = frame[frame["from_state"].map(starts) == start]
            parts[name].append(chosen.assign(time=chosen["time"] - start))
    for start in sorted(set(first.values())):
        frame = estimate_transition_probabilities(
            counts, start=start, times=[start + period], **how
        )
        parts["matrix"].append(frame[frame["from_state"].map(first) == start].assign(time=period))
    whole = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    stays = whole["stays"].merge(
        whole["matrix"][["from_state", "n"]].drop_duplicates("from_state"), on="from_state"
    )
    return StageFlows(whole["matrix"], whole["churn"], _left(whole["back"], loss), stays)


def _left(frame: pd.DataFrame, loss: str) -> pd.DataFrame:
    """Probability of having left ``loss``: one minus that of still being there."""
    stays = frame[(frame["from_state"] == loss) & (frame["to_state"] == loss)]
    return stays.assign(
        estimate=1 - stays["estimate"],
        conf_low=1 - stays["conf_high"],
        conf_high=1 - stays["conf_low"],
        to_state="",
    ).reset_index(drop=True)


def rank_stages(frame: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Rows of ``frame`` at its last time with ``n`` of at least ``minimum``, highest first."""
    last = frame[(frame["time"] == frame["time"].max()) & (frame["n"] >= minimum)]
    order = np.argsort(-last["estimate"].to_numpy(float), kind="stable")
    return last.iloc[order].reset_index(drop=True)
