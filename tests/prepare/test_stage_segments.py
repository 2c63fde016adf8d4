"""Counts by group add up to everyone's, and no group is too small."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.prepare.durations import OTHER
from analysis.prepare.stage_counts import (
    count_moves_between,
    count_sojourns,
    count_stage_moves,
    count_stages,
)
from analysis.prepare.stage_history import StageHistory, build_stage_history
from analysis.prepare.stage_segments import count_segments, list_active_stages, pool_small_groups
from analysis.store import Tables
from analysis.study import Study, load_study

NO_ORIGINS = pd.DataFrame(columns=["lead", "origin"])


@pytest.fixture
def spells() -> pd.DataFrame:
    """Random histories of two stages, each customer in one of three groups."""
    rng = np.random.default_rng(1)
    rows = []
    for customer in range(60):
        day, stage = int(rng.integers(0, 40)), "new"
        while day < 100:
            stop = min(day + 1 + int(rng.exponential(20)), 100)
            other = "lost" if stage == "new" else "new"
            rows.append((customer, day, stop, stage, other if stop < 100 else None))
            day, stage = stop, other
    frame = pd.DataFrame(rows, columns=["customer", "start", "stop", "from_state", "to_state"])
    return frame.assign(group=frame["customer"].map(lambda customer: "abc"[customer % 3]))


@pytest.mark.parametrize("as_file", [False, True])
def test_counts_by_group_are_those_of_each_group_alone(
    spells: pd.DataFrame, as_file: bool, tmp_path: Path
) -> None:
    source: pd.DataFrame | Path = spells
    if as_file:
        source = tmp_path / "spells.parquet"
        spells.to_parquet(source, index=False)
    for count in (
        count_stage_moves,
        lambda rows, **by: count_stage_moves(rows, clock="tenure", **by),
        lambda rows, **by: count_sojourns(rows, entered_after=10, **by),
        lambda rows, **by: count_stages(rows, day=60, **by),
        lambda rows, **by: count_moves_between(rows, start=30, stop=80, **by),
    ):
        together = count(source, by="group")
        for group, rows in spells.groupby("group"):
            mine = together[together["group"] == group].drop(columns="group")
            pd.testing.assert_frame_equal(mine.reset_index(drop=True), count(rows))


@given(
    groups=st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=120),
    minimum=st.integers(1, 12),
)
@settings(max_examples=100, deadline=None)
def test_no_pooled_group_is_small(groups: list[str], minimum: int) -> None:
    pooled = pool_small_groups(pd.Series(groups), minimum)
    sizes = pooled.value_counts()
    assert len(pooled) == len(groups)
    assert len(sizes) <= 7
    assert sizes.min() >= minimum or list(sizes.index) == [OTHER]


def test_segments_of_contracts_add_up_to_everyone(telco_tables: Tables) -> None:
    study = load_study("telco")
    history = build_stage_history(telco_tables, study, pd.DataFrame())
    counts = count_segments(telco_tables, study, history, NO_ORIGINS)
    assert list(dict.fromkeys(counts.today["column"])) == list(study.segments)
    assert (counts.today.groupby("column")["n"].sum() == 7032).all()
    assert counts.past.empty
    assert list_active_stages(study, history) == ("new", "mature")
    whole = count_stage_moves(history.spells)["n"].sum()
    assert (counts.moves.groupby("column")["n"].sum() == whole).all()
    contract = counts.moves[counts.moves["column"] == "contract"]["segment"]
    assert list(dict.fromkeys(contract)) == ["Month-to-month", "One year", "Two year"]


def test_without_segments_there_are_no_counts(telco_tables: Tables) -> None:
    study = load_study("telco")
    history: StageHistory = build_stage_history(telco_tables, study, pd.DataFrame())
    bare: Study = study.model_copy(update={"segments": ()})
    counts = count_segments(telco_tables, bare, history, NO_ORIGINS)
    assert counts.moves.empty and list(counts.moves)[:2] == ["column", "segment"]
