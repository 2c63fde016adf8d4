"""Dimensions of service quality: scores, paired differences, gaps."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import ParameterError
from analysis.estimate.service_quality import (
    compare_dimensions,
    estimate_dimensions,
    estimate_gaps,
    score_dimensions,
)
from analysis.estimate.weighted_means import Respondents

DIMENSIONS = {"reliability": ["r1", "r2", "r3"], "empathy": ["e1", "e2"]}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    person = rng.normal(0, 1, 200)
    items = {
        name: np.clip(np.round(mean + person + rng.normal(0, 0.5, 200)), 1, 5)
        for name, mean in (("r1", 3.2), ("r2", 3.4), ("r3", 3.3), ("e1", 3.0), ("e2", 2.9))
    }
    expected = {"x1": np.clip(items["r1"] + 1, 1, 5), "x2": np.full(200, 4.0)}
    segment = np.where(np.arange(200) < 195, "old", "new")
    return pd.DataFrame({**items, **expected, "segment": segment})


def test_half_of_the_items_make_a_score() -> None:
    frame = pd.DataFrame({"r1": [5.0, 5, 5], "r2": [3, 3, np.nan], "r3": [1, np.nan, np.nan],
                          "e1": [2.0, np.nan, np.nan], "e2": [4.0, 4, np.nan]})  # fmt: skip
    scores = score_dimensions(Respondents(frame, 0.95), DIMENSIONS)
    assert scores["reliability"].tolist()[:2] == [3, 4]
    assert scores["empathy"].tolist()[:2] == [3, 4]
    assert scores.iloc[2].isna().all()


def test_dimensions_have_students_interval(answers: pd.DataFrame) -> None:
    found = estimate_dimensions(Respondents(answers, 0.95), DIMENSIONS).set_index("term")
    scores = answers[["r1", "r2", "r3"]].mean(axis=1)
    low, high = stats.t.interval(0.95, 199, scores.mean(), scores.sem())
    row = found.loc["reliability"]
    assert (row["estimate"], row["conf_low"], row["conf_high"]) == pytest.approx(
        (scores.mean(), low, high)
    )


def test_differences_are_paired(answers: pd.DataFrame) -> None:
    people = Respondents(answers, 0.95)
    row = compare_dimensions(people, DIMENSIONS).iloc[0]
    assert (row["term"], row["left"], row["right"]) == (
        "reliability - empathy", "reliability", "empathy",
    )  # fmt: skip
    each = estimate_dimensions(people, DIMENSIONS)["std_error"]
    assert row["std_error"] < 0.5 * np.hypot(*each)  # what a person gives to all alike cancels
    scores = score_dimensions(people, DIMENSIONS)
    test = stats.ttest_rel(scores["reliability"], scores["empathy"])
    assert row["estimate"] / row["std_error"] == pytest.approx(test.statistic)


def test_gaps_where_both_were_asked(answers: pd.DataFrame) -> None:
    people = Respondents(answers, 0.95, minimum_cell=10, segment="segment")
    found = estimate_gaps(people, DIMENSIONS, {"r1": "x1", "r2": "x2"})
    assert set(found["term"]) == {"reliability", "r1", "r2"}
    whole = found[found["stratum"] == "all"].set_index("term")
    assert whole.loc["r1", "estimate"] == pytest.approx((answers["r1"] - answers["x1"]).mean())
    both = (answers["r1"] - answers["x1"] + answers["r2"] - answers["x2"]).mean() / 2
    assert whole.loc["reliability", "estimate"] == pytest.approx(both)
    assert whole["level"].to_dict() == {"reliability": "dimension", "r1": "item", "r2": "item"}
    assert found.loc[found["stratum"] == "segment=new", "suppressed"].all()


def test_nothing_asked_twice_and_an_unknown_item(answers: pd.DataFrame) -> None:
    people = Respondents(answers, 0.95)
    assert estimate_gaps(people, DIMENSIONS, {}).empty
    with pytest.raises(
        ParameterError, match=r"'r11' is an item of no dimension. Did you mean 'r1'"
    ):
        estimate_gaps(people, DIMENSIONS, {"r11": "x1"})
