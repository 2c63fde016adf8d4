"""Visits to a stage: how long they last, which stage comes next, and when the lost return."""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.silence_multiples import estimate_return_after_silence
from analysis.estimate.survival import estimate_survival_function
from analysis.estimate.survival_summaries import estimate_median_survival_time
from analysis.estimate.transitions import (
    CENSORED,
    build_stage_counts,
    estimate_occupancy,
    occupancy_at,
)

RETURN_COLUMNS = ["multiple", "estimate", "n_at_risk"]


def count_visits(sojourns: pd.DataFrame) -> pd.DataFrame:
    """Counts for Kaplan-Meier from rows (from_state, to_state, time, n): one stratum per stage."""
    moved = sojourns["to_state"].notna()
    ends = pd.DataFrame(
        {
            "stratum": sojourns["from_state"],
            "time": sojourns["time"],
            "n_entered": 0,
            "n_events": np.where(moved, sojourns["n"], 0),
            "n_censored": np.where(moved, 0, sojourns["n"]),
        }
    )
    begins = ends.assign(time=0, n_entered=sojourns["n"], n_events=0, n_censored=0)
    stacked = pd.concat([begins, ends], ignore_index=True)
    return stacked.groupby(["stratum", "time"], as_index=False).sum().astype({"time": "int64"})


def estimate_dwell_times(sojourns: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Median time spent in one visit to each stage, with its interval.

    ``sojourns`` as of ``prepare.stage_counts.count_sojourns``. Rows (stratum, estimate, conf_low,
    conf_high, n, n_events, unit); Kaplan-Meier, visits still going on censored.
    """
    survival = estimate_survival_function(
        count_visits(sojourns), confidence_level=confidence_level, bands=False
    )
    return estimate_median_survival_time(survival)


def estimate_next_stage(
    sojourns: pd.DataFrame,
    stages: tuple[str, ...],
    *,
    times: list[int],
    confidence_level: float,
) -> pd.DataFrame:
    """Cumulative incidence of each next stage, by time since entering a stage.

    Rows (from_state, to_state, time, estimate, std_error, conf_low, conf_high, n, n_events): the
    probability of having moved on to ``to_state`` first; where ``to_state`` is ``from_state``, of
    still being there. Competing risks: the Aalen-Johansen estimate on the clock that is reset at
    entry, every next stage absorbing.
    """
    rows = []
    for stage in stages:
        visits = sojourns[sojourns["from_state"] == stage]
        if not visits["to_state"].notna().any():
            continue
        rows.append(_next_after(stage, visits, stages, times, confidence_level))
    if not rows:
        raise EstimationError("no visit to a stage was seen to end: no next stage to estimate")
    return pd.concat(rows, ignore_index=True)


def _next_after(
    stage: str,
    visits: pd.DataFrame,
    stages: tuple[str, ...],
    times: list[int],
    confidence_level: float,
) -> pd.DataFrame:
    begins = visits.groupby(["from_state"], as_index=False)["n"].sum().assign(time=0, to_state=None)
    ends = visits.assign(to_state=visits["to_state"].fillna(CENSORED))
    counts = build_stage_counts(pd.concat([begins, ends], ignore_index=True), stages)
    initial = np.eye(len(stages))[counts.index(stage)]
    occupancy = estimate_occupancy(counts, initial, start=0, stop=max(times))
    frame = occupancy_at(occupancy, times, confidence_level=confidence_level)
    events = visits.groupby("to_state")["n"].sum()
    return frame[(frame["estimate"] > 0) | (frame["to_state"] == stage)].assign(
        from_state=stage,
        n=int(visits["n"].sum()),
        n_events=lambda found: found["to_state"].map(events).fillna(0).astype(int),
    )


def estimate_returns(silences: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """``estimate_return_after_silence``, without rows where there are no silences to judge."""
    if silences.empty:
        return pd.DataFrame(columns=RETURN_COLUMNS)
    return estimate_return_after_silence(silences, confidence_level=confidence_level)
