"""Which conclusions about stages hold when silences are judged sooner or later."""

import numpy as np
import pandas as pd

from analysis.estimate.leaks import estimate_leaks, estimate_spend_after
from analysis.estimate.stage_flows import estimate_stage_flows, rank_stages
from analysis.estimate.transitions import (
    StageCounts,
    build_stage_counts,
    close_states,
    estimate_occupancy,
    occupancy_at,
)

NUMBERS = ("loss_share", "churn_probability", "return_probability", "loss_change")
NAMES = ("riskiest_stage", "largest_leak")


def compare_stage_definitions(
    counts: pd.DataFrame,
    today: pd.DataFrame,
    moves: pd.DataFrame,
    spend: pd.DataFrame,
    *,
    states: tuple[str, ...],
    end: int,
    horizon: int,
    period: int,
    loss: str,
    minimum: int,
    confidence_level: float,
) -> pd.DataFrame:
    """The main conclusions under each ``definition`` (a column of the four frames of counts).

    Rows (definition, term, estimate, conf_low, conf_high, name): ``loss_share`` of customers who
    are in the stage of loss today; ``churn_probability`` of today's other customers reaching it
    within ``horizon``; ``return_probability`` of the lost leaving it within ``horizon``;
    ``loss_change``, the change in ``loss_share`` to be expected; ``riskiest_stage`` and
    ``largest_leak`` carry a ``name`` instead (stages joined by ``>``). No rows without counts.
    """
    rows: list[dict[str, object]] = []
    for name in counts["definition"].unique() if len(counts) else ():
        here = [frame[frame["definition"] == name] for frame in (counts, today, moves, spend)]
        grid = build_stage_counts(here[0], states)
        base = here[1].set_index("state")["n"].reindex(states, fill_value=0).to_numpy(float)
        found = _numbers(
            grid, base, end=end, horizon=horizon, loss=loss, confidence_level=confidence_level
        )
        worth = estimate_spend_after(here[3], confidence_level=confidence_level)
        leaks = estimate_leaks(
            here[2], worth, period=period, minimum=minimum, confidence_level=confidence_level
        )
        flows = estimate_stage_flows(
            grid,
            starts=dict.fromkeys(states, end - horizon),
            period=period,
            horizon=horizon,
            end=end,
            loss=loss,
            confidence_level=confidence_level,
        )
        ranked = rank_stages(flows.churn, minimum=minimum)
        names = {
            "riskiest_stage": ranked["from_state"].iloc[0] if len(ranked) else "",
            "largest_leak": ">".join(leaks.iloc[0][["from_state", "to_state"]])
            if len(leaks)
            else "",
        }
        rows += [{"definition": name, "term": term, **values} for term, values in found.items()]
        rows += [{"definition": name, "term": term, "name": text} for term, text in names.items()]
    columns = ["definition", "term", "estimate", "conf_low", "conf_high", "name"]
    return pd.DataFrame(rows, columns=columns).fillna({"name": ""})


def _numbers(
    grid: StageCounts,
    base: np.ndarray,
    *,
    end: int,
    horizon: int,
    loss: str,
    confidence_level: float,
) -> dict[str, dict[str, float]]:
    at = grid.index(loss)
    others = tuple(state for state in grid.states if state != loss)
    here, start = base / base.sum(), end - horizon
    active = np.where(np.arange(len(base)) == at, 0.0, base)
    lost = np.eye(len(base))[at]

    def reach(counts: StageCounts, initial: np.ndarray) -> dict[str, float]:
        occupancy = estimate_occupancy(counts, initial, start=start, stop=end)
        frame = occupancy_at(occupancy, [end], confidence_level=confidence_level)
        row = frame[frame["to_state"] == loss].iloc[0]
        return {name: float(row[name]) for name in ("estimate", "conf_low", "conf_high")}

    share = float(here[at])
    missing = {"estimate": np.nan, "conf_low": np.nan, "conf_high": np.nan}
    stays = reach(close_states(grid, others), lost) if base[at] else None
    churn = reach(close_states(grid, (loss,)), active / active.sum()) if active.any() else missing
    return {
        "loss_share": {"estimate": share, "conf_low": np.nan, "conf_high": np.nan},
        "churn_probability": churn,
        "return_probability": {
            "estimate": 1 - stays["estimate"],
            "conf_low": 1 - stays["conf_high"],
            "conf_high": 1 - stays["conf_low"],
        }
        if stays
        else missing,
        "loss_change": {name: value - share for name, value in reach(grid, here).items()},
    }


def judge_definitions(comparison: pd.DataFrame) -> pd.DataFrame:
    """Rows (term, verdict) of the conclusions that can hold or not: the two names, and the
    direction of ``loss_change``: ``holds`` when the same under all definitions, else ``differs``.
    """
    rows = []
    for term in (*NAMES, "loss_change"):
        found = comparison[comparison["term"] == term]
        if found.empty:
            continue
        told = found["name"] if term in NAMES else found.apply(_direction, axis=1)
        rows.append({"term": term, "verdict": "holds" if told.nunique() == 1 else "differs"})
    return pd.DataFrame(rows, columns=["term", "verdict"])


def _direction(row: pd.Series) -> str:
    if row["conf_low"] > 0:
        return "up"
    return "down" if row["conf_high"] < 0 else "none"
