"""The stage a customer was in at a landmark, and for how long.

A stage looks ahead when the thresholds of its rules were chosen from what came later: state them in
``study.yml``, or choose them from ``count_silences_by`` the first landmark.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.prepare.gap_ratios import count_gap_ratios
from analysis.prepare.landmark_days import TENURE_SCALE
from analysis.prepare.landmark_timeline import Marks, Timeline
from analysis.prepare.stage_events import build_purchase_days
from analysis.prepare.stage_history import StageHistory
from analysis.store import Tables
from analysis.study import Study


def count_silences_by(tables: Tables, study: Study, day: int) -> pd.DataFrame:
    """``gap_ratios.count_gap_ratios`` of what was known by ``day`` (since 1970-01-01)."""
    purchases = build_purchase_days(tables, study.stages.segment)
    return count_gap_ratios(
        purchases[purchases["day"] <= day],
        shrinkage=study.stages.shrinkage,
        minimum_days=study.stages.minimum_days,
        maximum_days=study.stages.maximum_days,
        end=day,
    )


def tell_stages(history: StageHistory | None, study: Study, marks: Marks) -> dict[str, Any]:
    """``stage`` (category, in the order of the taxonomy; missing before the history begins) and
    ``days_in_stage``; none without a history."""
    if history is None:
        return {}
    scale = 1 if history.dated else TENURE_SCALE[study.time_unit]
    spells = history.spells.sort_values(["customer", "start"], ignore_index=True)
    timeline = Timeline(spells.assign(day=spells["start"].astype("int64") * scale))
    place = timeline.find_last(marks)
    stop = np.append(spells["stop"].to_numpy(np.int64) * scale, 0)[place]
    codes = {stage: code for code, stage in enumerate(history.stages)}
    here = np.append(spells["from_state"].map(codes).to_numpy(np.int32), -1)[place]
    following = spells["to_state"].map(codes).fillna(-1).to_numpy(np.int32)
    there = np.append(following, -1)[place]
    # A visit that ends on the day has given way to the next.
    moved = (stop <= marks.day) & (there >= 0)
    stage = np.where(moved, there, here)
    since = np.where(moved, marks.day - stop, timeline.days_since(marks, place))
    return {
        "stage": pd.Categorical.from_codes(stage, categories=pd.Index(history.stages)),
        "days_in_stage": since.astype(np.float32),
    }
