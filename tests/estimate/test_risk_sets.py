import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import (
    build_risk_sets,
    check_durations,
    count_times,
    find_safe_start,
    numbers_at_risk,
)


def frame(rows: list[tuple[float, float, bool]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["entry", "tenure", "event_observed"])


HISTORIES = st.lists(
    st.tuples(st.integers(0, 10), st.integers(1, 10), st.booleans()).map(
        lambda row: (row[0], row[0] + row[1], row[2])
    ),
    min_size=2,
    max_size=30,
).filter(lambda rows: any(row[2] for row in rows))


@settings(max_examples=60, deadline=None)
@given(HISTORIES)
def test_number_at_risk_is_that_of_customers_entered_before_and_not_yet_gone(
    rows: list[tuple[float, float, bool]],
) -> None:
    sets = build_risk_sets(count_times(frame(rows)))
    for row in sets.itertuples():
        assert row.n_at_risk == sum(entry < row.time <= tenure for entry, tenure, _ in rows)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.integers(1, 9))
def test_start_keeps_only_those_still_customers_then(
    rows: list[tuple[float, float, bool]], start: int
) -> None:
    sets = build_risk_sets(count_times(frame(rows)), start=start)
    later = sets[sets["time"] > start]
    for row in later.itertuples():
        assert row.n_at_risk == sum(entry < row.time <= tenure for entry, tenure, _ in rows)
    assert sets["n_entered"].sum() == sum(tenure > start for _, tenure, _ in rows)


def test_strata_keep_their_order_and_everyone_is_counted_once() -> None:
    durations = frame([(0, 3, True), (0, 2, False), (1, 4, True)]).assign(plan=["b", "a", "b"])
    counts = count_times(durations, "plan")
    assert counts["stratum"].unique().tolist() == ["a", "b"]
    assert counts[["n_entered", "n_events", "n_censored"]].sum().tolist() == [3, 2, 1]


def test_numbers_at_risk_under_a_chart() -> None:
    counts = count_times(frame([(0, 3, True), (0, 2, False), (1, 4, True)]))
    at_risk = numbers_at_risk(counts, [0, 1, 2, 3, 5])
    assert at_risk["n_at_risk"].tolist() == [2, 2, 3, 2, 0]
    assert at_risk["n_events"].tolist() == [0, 0, 0, 1, 2]


def test_safe_start_lies_after_the_thin_early_risk_sets() -> None:
    early = [(0, 1, True)]
    crowd = [(5, 9, True)] * 20
    assert find_safe_start(count_times(frame(early + crowd))) == 1
    assert find_safe_start(count_times(frame(crowd + [(0, 8, True)] * 20))) == 0
    assert find_safe_start(count_times(frame(crowd))) == 5


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(0, 3, True)], "at least two"),
        ([(0, 3, False), (0, 2, False)], "nobody left"),
        ([(0, 3, True), (5, 2, True)], "'tenure' is not after 'entry'"),
        ([(0, 3, True), (-1, 2, True)], "'entry' is negative"),
        ([(0, 3, True), (0, np.nan, True)], "column 'tenure' is missing in 1 rows"),
    ],
)
def test_durations_that_carry_nothing_are_named(
    rows: list[tuple[float, float, bool]], words: str
) -> None:
    with pytest.raises(EstimationError, match=words):
        check_durations(frame(rows))


def test_faulty_counts_are_named() -> None:
    counts = count_times(frame([(0, 3, True), (0, 2, False)]))
    with pytest.raises(EstimationError, match="n_entered"):
        build_risk_sets(counts.drop(columns="n_entered"))
    with pytest.raises(EstimationError, match="'n_events' is negative"):
        build_risk_sets(counts.assign(n_events=-1))
    with pytest.raises(EstimationError, match="'n_entered' must count"):
        build_risk_sets(counts.assign(n_events=7))
