"""Complaints and the first experience before the survey."""

import numpy as np
import pandas as pd
import pytest
from survey_respondents import LOADINGS, loadings_frame

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.key_drivers.experience import (
    describe_complaints,
    estimate_attitude_effects,
    estimate_leaving_effects,
)
from analysis.study import Driver

FIRST = Driver(column="first_complaint", kind="flag")
SERVICE, PER_WEEK, FIRST_EFFECT = -0.4, -0.15, -0.3


def draw(rng: np.random.Generator, n: int) -> pd.DataFrame:
    complained = rng.random(n) < 0.35
    days = np.where(complained, rng.integers(0, 40, n), 0)
    first = rng.random(n) < 0.2
    satisfaction = (
        SERVICE * complained + PER_WEEK * days / 7 + FIRST_EFFECT * first + rng.standard_normal(n)
    )
    answers = {
        f"satisfaction_{k}": loading * satisfaction
        + np.sqrt(1 - loading**2) * rng.standard_normal(n)
        for k, loading in enumerate(LOADINGS, start=1)
    }
    # a complaint hurts beyond what customers say of it
    leaves = rng.exponential(500 / np.exp(-0.5 * satisfaction + 0.3 * complained))
    return pd.DataFrame(answers).assign(
        customer_id=[f"c{k}" for k in range(n)],
        complaint_topic=np.where(complained, "service", None),
        complaint_days=pd.array(np.where(complained, days, np.nan)),
        complaint_repeated=complained & (rng.random(n) < 0.3),
        first_complaint=first,
        tenure=np.minimum(leaves, 300.0),
        event_observed=leaves <= 300,
        true_satisfaction=satisfaction,
    )


def score(frame: pd.DataFrame) -> ConstructPosteriors:
    """Loadings as they are in this population, whose satisfaction varies more than 1."""
    size = frame["true_satisfaction"].std()
    loadings = loadings_frame(("satisfaction",))
    own = loadings["loading"] * size
    loadings = loadings.assign(loading=own / np.sqrt(own**2 + 1 - loadings["loading"] ** 2))
    alone = pd.DataFrame([[1.0]], index=["satisfaction"], columns=["satisfaction"])
    return score_answers(frame, loadings, alone)


@pytest.fixture(scope="module")
def respondents() -> pd.DataFrame:
    return draw(np.random.default_rng(1), 4_000)


def test_effects_on_satisfaction_hold_the_truth(respondents: pd.DataFrame) -> None:
    frame, drivers = describe_complaints(respondents)
    table = estimate_attitude_effects(
        frame,
        score(respondents),
        experiences=[driver.column for driver in drivers],
        adjustments=["first_complaint"],
        drivers_info=[*drivers, FIRST],
        confidence_level=0.99,
        points_per_sd=18.0,
    ).set_index("term")
    size = respondents["true_satisfaction"].std()
    truths = {"complaint=service": SERVICE, "days_to_resolution": PER_WEEK}
    for term, truth in (truths | {"repeated_complaint=Yes": 0.0}).items():
        assert table.loc[term, "conf_low"] < truth / size < table.loc[term, "conf_high"], term
    assert "first_complaint=Yes" not in table.index
    row = table.loc["complaint=service"]
    assert row["points"] == pytest.approx(18 * row["estimate"])
    assert row["points_low"] < row["points"] < row["points_high"]


def test_intervals_of_a_first_experience_cover() -> None:
    inside, naive = 0, []
    for seed in range(40):
        frame = draw(np.random.default_rng(200 + seed), 600)
        posteriors = score(frame)
        row = estimate_attitude_effects(
            frame,
            posteriors,
            experiences=["first_complaint"],
            adjustments=[],
            drivers_info=[FIRST],
            confidence_level=0.9,
        ).iloc[0]
        truth = FIRST_EFFECT / frame["true_satisfaction"].std()
        inside += row["conf_low"] < truth < row["conf_high"]
        by_score = frame.assign(score=posteriors.means[:, 0]).groupby("first_complaint")["score"]
        means = by_score.mean()
        naive.append(means[True] - means[False] - row["estimate"])
    assert 31 <= inside <= 40
    assert np.mean(naive) > 0.02  # shrunken scores show less of the effect


def test_leaving_in_total_and_given_what_was_said(respondents: pd.DataFrame) -> None:
    frame, drivers = describe_complaints(respondents)
    table = estimate_leaving_effects(
        frame,
        score(respondents),
        experiences=[driver.column for driver in drivers],
        adjustments=["first_complaint"],
        drivers_info=[*drivers, FIRST],
        confidence_level=0.99,
    ).set_index(["effect", "term"])
    given = table.loc[("given_attitude", "complaint=service")]
    total = table.loc[("total", "complaint=service")]
    assert given["conf_low"] < np.exp(0.3) < given["conf_high"]
    assert total["coefficient"] > given["coefficient"] + 0.1
    week = table.loc[("given_attitude", "days_to_resolution")]
    assert week["conf_low"] < 1 < week["conf_high"]
    weekly = table.xs("days_to_resolution", level="term")["coefficient"]
    assert weekly["total"] > weekly["given_attitude"] + 0.03


def test_complaints_are_described_without_looking_ahead(respondents: pd.DataFrame) -> None:
    frame, drivers = describe_complaints(respondents)
    assert set(frame["complaint"]) == {"none", "service"}
    assert (frame.loc[frame["complaint"] == "none", "days_to_resolution"] == 0).all()
    assert [driver.column for driver in drivers] == [
        "complaint",
        "days_to_resolution",
        "repeated_complaint",
    ]
    nobody = respondents.assign(
        complaint_topic=None, complaint_days=np.nan, complaint_repeated=False
    )
    assert describe_complaints(nobody)[1] == ()


def test_one_construct_at_a_time(respondents: pd.DataFrame) -> None:
    two = ConstructPosteriors(("a", "b"), np.zeros((3, 2)), np.zeros((3, 2, 2)), np.eye(2))
    with pytest.raises(EstimationError, match="one construct at a time"):
        estimate_attitude_effects(
            respondents.head(3),
            two,
            experiences=["first_complaint"],
            adjustments=[],
            drivers_info=[FIRST],
            confidence_level=0.9,
        )
