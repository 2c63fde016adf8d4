"""Aalen-Johansen against R's etm and survival, and against what must hold."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import EstimationError
from analysis.estimate.transitions import (
    CENSORED,
    StageCounts,
    build_stage_counts,
    estimate_first_passage,
    estimate_length_of_stay,
    estimate_occupancy,
    estimate_transition_probabilities,
)

VALUES = Path(__file__).parents[1] / "reference" / "values"
STATES = ("1", "2", "3")


def count(paths: pd.DataFrame) -> pd.DataFrame:
    """Counts of rows (from, to, entry, exit)."""
    entering = paths.rename(columns={"from": "from_state", "entry": "time"})
    entering = entering.groupby(["from_state", "time"]).size().reset_index(name="n")
    leaving = paths.rename(columns={"from": "from_state", "to": "to_state", "exit": "time"})
    leaving = leaving.groupby(["from_state", "to_state", "time"]).size().reset_index(name="n")
    return pd.concat([entering.assign(to_state=None), leaving])


@pytest.fixture(scope="module")
def paths() -> pd.DataFrame:
    frame = pd.read_csv(VALUES / "transitions_paths.csv", dtype={"from": str, "to": str})
    return frame.replace({"to": {"cens": CENSORED}})


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((VALUES / "transitions.json").read_text())["transitions"]


def test_probabilities_and_errors_equal_those_of_etm(paths: pd.DataFrame, reference: dict) -> None:
    times = reference["times"]
    found = estimate_transition_probabilities(
        build_stage_counts(count(paths), STATES), start=30, times=times, confidence_level=0.95
    )
    for column, name in (("estimate", "probability"), ("std_error", "std_error")):
        for k, time in enumerate(times):
            at = found[found["time"] == time]
            matrix = at.pivot(index="from_state", columns="to_state", values=column).to_numpy()
            np.testing.assert_allclose(matrix, np.array(reference[name][k]), atol=1e-12)


def test_rows_of_probabilities_sum_to_one_and_intervals_hold_them(paths: pd.DataFrame) -> None:
    found = estimate_transition_probabilities(
        build_stage_counts(count(paths), STATES), start=0, times=[90, 365], confidence_level=0.9
    )
    sums = found.groupby(["from_state", "time"])["estimate"].sum()
    np.testing.assert_allclose(sums, 1.0, atol=1e-12)
    assert (found["conf_low"] <= found["estimate"]).all()
    assert (found["estimate"] <= found["conf_high"]).all()


def test_order_of_rows_does_not_matter(paths: pd.DataFrame) -> None:
    shuffled = count(paths).sample(frac=1, random_state=3)
    first, second = (
        build_stage_counts(frame, STATES).n_transitions for frame in (count(paths), shuffled)
    )
    np.testing.assert_array_equal(first, second)


def test_splitting_a_visit_changes_nothing(paths: pd.DataFrame) -> None:
    """A visit cut in two at a moment without an event is the same history."""
    long = paths["exit"] - paths["entry"] > 4
    head = paths[long].assign(exit=paths["entry"] + 2, to=CENSORED)
    tail = paths[long].assign(entry=paths["entry"] + 2)
    split = pd.concat([paths[~long], head, tail])
    options = {"start": 0, "times": [60, 200], "confidence_level": 0.95}
    whole = estimate_transition_probabilities(build_stage_counts(count(paths), STATES), **options)
    cut = estimate_transition_probabilities(build_stage_counts(count(split), STATES), **options)
    columns = ["estimate", "std_error"]
    np.testing.assert_allclose(whole[columns], cut[columns], atol=1e-12)


def test_without_censoring_occupancy_is_the_share_and_stay_the_mean() -> None:
    """Everyone starts in 1 and is seen to day 100: estimates are plain shares, means, binomials."""
    rng = np.random.default_rng(5)
    left = rng.integers(1, 150, 400)
    frame = pd.DataFrame(
        {
            "from": "1",
            "to": np.where(left > 100, CENSORED, "2"),
            "entry": 0,
            "exit": np.minimum(left, 100),
        }
    )
    moved = frame[frame["to"] == "2"]
    after = {"from": "2", "to": CENSORED, "entry": moved["exit"], "exit": 101}
    frame = pd.concat([frame, moved.assign(**after)])
    counts = build_stage_counts(count(frame), ("1", "2"))
    found = estimate_transition_probabilities(counts, start=0, times=[50], confidence_level=0.95)
    stayed = found[(found["from_state"] == "1") & (found["to_state"] == "1")].iloc[0]
    share = float((left > 50).mean())
    assert stayed["estimate"] == pytest.approx(share)
    assert stayed["std_error"] == pytest.approx(np.sqrt(share * (1 - share) / 400))
    stay = estimate_length_of_stay(counts, start=0, horizon=100, confidence_level=0.95)
    in_first = stay[(stay["from_state"] == "1") & (stay["to_state"] == "1")].iloc[0]
    time_there = np.minimum(left, 100)
    assert in_first["estimate"] == pytest.approx(time_there.mean())
    assert in_first["std_error"] == pytest.approx(time_there.std() / 20)


def test_first_passage_is_one_minus_staying_away(paths: pd.DataFrame) -> None:
    counts = build_stage_counts(count(paths), STATES)
    passage = estimate_first_passage(
        counts, "2", start=0, times=[100], confidence_level=0.95
    ).set_index("from_state")
    ordinary = estimate_transition_probabilities(
        counts, start=0, times=[100], confidence_level=0.95
    ).set_index(["from_state", "to_state"])
    # Having been there is likelier than being there, as one can leave again.
    assert passage.loc["1", "estimate"] > ordinary.loc[("1", "2"), "estimate"]
    assert passage.loc["3", "estimate"] == 0.0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 30)), min_size=1, max_size=30))
def test_occupancy_is_a_distribution(jumps: list[tuple[int, int]]) -> None:
    rows, time, state = [], 0, 0
    for target, wait in jumps:
        if target != state:
            rows.append((str(state), str(target), time, time + wait))
            time, state = time + wait, target
    if not rows:
        return
    paths = pd.DataFrame(rows, columns=["from", "to", "entry", "exit"])
    counts = build_stage_counts(count(paths), ("0", "1", "2"))
    occupancy = estimate_occupancy(counts, np.array([1.0, 0, 0]), start=0, stop=time + 5)
    np.testing.assert_allclose(occupancy.probability.sum(axis=1), 1.0)
    np.testing.assert_allclose(occupancy.length_of_stay.sum(axis=1), occupancy.times)
    assert (occupancy.probability > -1e-12).all()


def test_intervals_cover_the_truth() -> None:
    """A two-state process with known rates: 95% intervals of P cover in 95% of 300 samples."""
    rng = np.random.default_rng(11)
    up, down = 0.02, 0.03  # per day; the discrete chain's own probabilities are the truth
    step = np.array([[1 - up, up], [down, 1 - down]])
    truth = np.linalg.matrix_power(step, 60)[0, 1]
    covered = 0
    for _ in range(300):
        covered += _covers(rng, step, truth)
    assert 300 * 0.95 - 3 * np.sqrt(300 * 0.95 * 0.05) <= covered <= 299


def _covers(rng: np.random.Generator, step: np.ndarray, truth: float) -> bool:
    state = np.zeros(200, int)
    n_at_risk, n_transitions = np.zeros((60, 2), int), np.zeros((60, 2, 2), int)
    for day in range(60):
        n_at_risk[day] = np.bincount(state, minlength=2)
        moved = rng.random(200) < step[state, 1 - state]
        np.add.at(n_transitions[day], (state[moved], 1 - state[moved]), 1)
        state = np.where(moved, 1 - state, state)
    counts = StageCounts(("a", "b"), np.arange(1, 61), n_at_risk, n_transitions)
    found = estimate_transition_probabilities(counts, start=0, times=[60], confidence_level=0.95)
    row = found[(found["from_state"] == "a") & (found["to_state"] == "b")].iloc[0]
    return bool(row["conf_low"] <= truth <= row["conf_high"])


def test_nothing_to_estimate_is_said(paths: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="no transition"):
        build_stage_counts(count(paths.assign(to=CENSORED)), STATES)
    with pytest.raises(EstimationError, match="not declared: 3"):
        build_stage_counts(count(paths), ("1", "2"))
    backwards = paths.assign(entry=paths["exit"], exit=paths["entry"])
    with pytest.raises(EstimationError, match="check_spells"):
        build_stage_counts(count(backwards), STATES)
