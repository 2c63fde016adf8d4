"""The change in stage counts: exact by construction, right by hand, honest about its error."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import EstimationError
from analysis.estimate.stage_change import estimate_stage_change

STATES = ("a", "b")


def moves(flows: list[list[int]], newcomers: list[int]) -> pd.DataFrame:
    rows = [
        (STATES[i], STATES[j], flows[i][j]) for i in range(2) for j in range(2) if flows[i][j]
    ] + [("", STATES[j], n) for j, n in enumerate(newcomers) if n]
    return pd.DataFrame(rows, columns=["from_state", "to_state", "n"])


def split(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    return estimate_stage_change(earlier, later, STATES, confidence_level=0.95)


def test_by_hand() -> None:
    # 100 in a, 50 in b; then 100 + 20 newcomers in a, 70 in b; then 76 + 30 in a, 114 in b.
    earlier = moves([[90, 10], [10, 40]], [20, 20])
    later = moves([[72, 48], [14, 56]], [30, 0])
    found = split(earlier, later).pivot(index="term", columns="state", values="estimate")
    assert found.loc["inflow"].to_list() == pytest.approx([10, -20])
    # 20 more in each of a and b: by the old probabilities (.9, .1) and (.2, .8).
    assert found.loc["mix"].to_list() == pytest.approx([22, 18])
    # 120 of a now stay with .6 instead of .9; b moves as before.
    assert found.loc["behaviour"].to_list() == pytest.approx([-36, 36])
    assert found.loc["total"].to_list() == pytest.approx([-4, 34])
    errors = split(earlier, later).set_index(["term", "state"])["std_error"]
    variance = 120**2 * (0.9 * 0.1 / 100 + 0.6 * 0.4 / 120) + 70**2 * (0.16 / 50 + 0.16 / 70)
    assert errors["behaviour", "a"] == pytest.approx(np.sqrt(variance))
    assert errors["inflow", "a"] == pytest.approx(np.sqrt(50))
    assert errors[["mix", "total"]].isna().all()


flows = st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=2), min_size=2, max_size=2)
newcomers = st.lists(st.integers(0, 200), min_size=2, max_size=2)


@settings(max_examples=40, deadline=None)
@given(flows, newcomers, st.lists(st.floats(0, 1), min_size=2, max_size=2), newcomers)
def test_parts_add_up_to_the_change(
    first: list, joined: list, leaving: list[float], joined_later: list
) -> None:
    standing = np.array(first).sum(axis=0) + joined
    gone = np.floor(standing * leaving).astype(int)
    second = [[standing[0] - gone[0], gone[0]], [gone[1], standing[1] - gone[1]]]
    found = split(moves(first, joined), moves(second, joined_later))
    table = found.pivot(index="term", columns="state", values="estimate")
    ended = np.array(second).sum(axis=0) + joined_later
    np.testing.assert_allclose(table.loc["total", list(STATES)], ended - standing, atol=1e-9)
    parts = table.loc[["inflow", "mix", "behaviour"]].sum()
    np.testing.assert_allclose(parts, table.loc["total"], atol=1e-9)


def test_what_repeats_itself_has_not_changed() -> None:
    steady = moves([[80, 20], [20, 80]], [0, 0])
    found = split(steady, steady)
    assert (found["estimate"] == 0).all()


def test_behaviour_covers_no_change_at_its_level() -> None:
    """Two periods of the same probabilities: 95% intervals of behaviour hold 0 in 95% of 300."""
    rng = np.random.default_rng(4)
    p = np.array([[0.7, 0.3], [0.1, 0.9]])
    covered = 0
    for _ in range(300):
        first = [rng.multinomial(200, row) for row in p]
        standing = np.sum(first, axis=0)
        second = [rng.multinomial(n, row) for n, row in zip(standing, p, strict=True)]
        found = split(moves(first, [0, 0]), moves(second, [0, 0])).set_index(["term", "state"])
        row = found.loc[("behaviour", "a")]
        covered += row["conf_low"] <= 0 <= row["conf_high"]
    assert abs(covered - 285) <= 3 * np.sqrt(300 * 0.95 * 0.05)


def test_periods_that_do_not_join_are_refused() -> None:
    earlier = moves([[80, 20], [20, 80]], [0, 0])
    with pytest.raises(EstimationError, match="the two periods do not join"):
        split(earlier, moves([[80, 21], [20, 80]], [0, 0]))
