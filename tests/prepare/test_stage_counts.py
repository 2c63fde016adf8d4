"""Counts of two short histories, by hand, from a frame and from a file alike."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.prepare.stage_counts import (
    count_exposure,
    count_moves_between,
    count_sojourns,
    count_stage_moves,
    count_stages,
)

STATES = ("new", "mature", "churned")
ROWS = [
    (0, 100, 130, "new", "mature", None),
    (0, 130, 200, "mature", None, "new"),
    (1, 110, 130, "new", "churned", None),
    (1, 130, 160, "churned", "new", "new"),
    (1, 160, 200, "new", None, "churned"),
]
COLUMNS = ["customer", "start", "stop", "from_state", "to_state", "previous_state"]


@pytest.fixture(params=["frame", "file"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> pd.DataFrame | Path:
    frame = pd.DataFrame(ROWS, columns=COLUMNS)
    if request.param == "frame":
        return frame
    frame.to_parquet(tmp_path / "spells.parquet", index=False)
    return tmp_path / "spells.parquet"


def rows_of(frame: pd.DataFrame) -> set[tuple]:
    return set(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def test_moves_by_calendar(source: pd.DataFrame | Path) -> None:
    assert rows_of(count_stage_moves(source)) == {
        ("new", None, 100, 1),
        ("new", None, 110, 1),
        ("new", None, 160, 1),
        ("mature", None, 130, 1),
        ("churned", None, 130, 1),
        ("new", "mature", 130, 1),
        ("new", "churned", 130, 1),
        ("churned", "new", 160, 1),
        ("mature", "censored", 200, 1),
        ("new", "censored", 200, 1),
    }


def test_moves_by_tenure(source: pd.DataFrame | Path) -> None:
    found = rows_of(count_stage_moves(source, clock="tenure"))
    assert {("new", None, 0, 2), ("new", "churned", 20, 1), ("churned", "new", 50, 1)} <= found
    with pytest.raises(KeyError):
        count_stage_moves(source, clock="moon")


def test_sojourns_leave_out_visits_under_way(source: pd.DataFrame | Path) -> None:
    assert rows_of(count_sojourns(source, entered_after=105)) == {
        ("new", "churned", 20, 1),
        ("churned", "new", 30, 1),
        ("mature", None, 70, 1),
        ("new", None, 40, 1),
    }


def test_stages_on_a_day(source: pd.DataFrame | Path) -> None:
    # On day 130 both are still where they were: a visit is (start, stop].
    assert rows_of(count_stages(source, day=130)) == {("new", 2, 50)}
    assert rows_of(count_stages(source, day=131)) == {("mature", 1, 1), ("churned", 1, 1)}


def test_moves_between_two_days(source: pd.DataFrame | Path) -> None:
    assert rows_of(count_moves_between(source, start=105, stop=140)) == {
        ("new", "mature", 1),
        ("", "churned", 1),  # not there yet on day 105
    }


def test_exposure_is_cut_by_band_and_period(source: pd.DataFrame | Path) -> None:
    found = count_exposure(source, states=STATES, band_days=(0, 15), period_days=(100, 150, 200))
    cells = found.set_index(["from_state", "to_state", "previous_state", "period"])
    cells = cells.set_index("time_since_entry", append=True)[["n_events", "exposure"]]
    assert cells.loc[("new", "mature", "none", 100, 0)].to_list() == [0, 15 + 15]
    assert cells.loc[("new", "mature", "none", 100, 15)].to_list() == [1, 15 + 5]
    assert cells.loc[("new", "churned", "none", 100, 15)].to_list() == [1, 15 + 5]
    assert cells.loc[("new", "churned", "churned", 150, 0)].to_list() == [0, 15]
    assert cells.loc[("churned", "new", "new", 100, 15)].to_list() == [0, 5]
    assert cells.loc[("churned", "new", "new", 150, 15)].to_list() == [1, 10]
    # mature leads nowhere: there is nothing to estimate from it.
    assert "mature" not in found["from_state"].to_list()


visits = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(STATES)), min_size=1, max_size=8
).map(lambda drawn: [v for i, v in enumerate(drawn) if i == 0 or v[1] != drawn[i - 1][1]])


@settings(max_examples=40, deadline=None)
@given(st.lists(visits, min_size=1, max_size=5))
def test_no_event_and_no_day_is_lost(histories: list) -> None:
    """Whatever the bands and periods, pieces add up to the visits they were cut from."""
    rows = []
    for customer, history in enumerate(histories):
        start = 1000
        for k, (days, state) in enumerate(history):
            following = history[k + 1][1] if k + 1 < len(history) else None
            before = history[k - 1][1] if k else None
            rows.append((customer, start, start + days, state, following, before))
            start += days
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"to_state": object})
    moved = frame.dropna(subset=["to_state"])
    if moved.empty:
        return
    found = count_exposure(
        frame, states=STATES, band_days=(0, 7, 20), period_days=(1000, 1013, 1100, 1600)
    )
    events = found.groupby(["from_state", "to_state"])["n_events"].sum()
    expected = moved.groupby(["from_state", "to_state"]).size()
    pd.testing.assert_series_equal(events, expected, check_names=False, check_dtype=False)
    days = (frame["stop"] - frame["start"]).groupby(frame["from_state"]).sum()
    for (origin, _), cell in found.groupby(["from_state", "to_state"]):
        assert cell["exposure"].sum() == days[origin]
