"""All scores of a survey in one call, against sums done by hand."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.survey_scores import SurveyScores, estimate_survey_scores
from analysis.study.survey import SurveyModel

ANSWERS = pd.DataFrame(
    {
        "region": ["north"] * 4 + ["south"] * 2,
        "q1": [5.0, 4.0, 3.0, 5.0, 1.0, 2.0],
        "q2": [3.0, 4.0, 5.0, np.nan, 1.0, 3.0],
        "recommend": [10.0, 9.0, 8.0, 0.0, 6.0, 10.0],
        "wallet": [10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
        "wished": [5.0, 5.0, 5.0, 5.0, 5.0, 5.0],
    }
)
ITEMS = pd.DataFrame(
    {
        "item": ["q1", "q2", "recommend", "wallet", "wished"],
        "low": [1.0, 1.0, 0.0, 0.0, 1.0],
        "high": [5.0, 5.0, 10.0, 100.0, 5.0],
    }
)
CONSTRUCTS = {"quality": ["q1", "q2"], "loyalty": ["recommend", "q2"]}


def estimate(weights: np.ndarray | None = None, **roles: Any) -> SurveyScores:
    survey = SurveyModel.model_validate(
        {
            "constructs": {"quality": ["q1", "q2"]},
            "paths": {"wallet": ["quality"]},
            "roles": {"satisfaction": "q1", "loyalty": "wallet", **roles},
            "expectations": {"q1": "wished"},
        }
    )
    return estimate_survey_scores(
        ANSWERS,
        ITEMS,
        survey,
        CONSTRUCTS,
        segments=["region", "absent"],
        weights=weights,
        confidence_level=0.95,
        minimum_cell=3,
    )


def one(frame: pd.DataFrame, term: str, stratum: str = "all", weighting: str = "unweighted") -> Any:
    rows = frame.query("term == @term and stratum == @stratum and weighting == @weighting")
    assert len(rows) == 1
    return rows.iloc[0]


def test_roles_are_scored_by_their_definition() -> None:
    scores = estimate(recommend="recommend", repurchase="q2", share_of_wallet="wallet").scores
    assert one(scores, "csat")["estimate"] == pytest.approx(3 / 6)  # a single item of satisfaction
    assert one(scores, "net_promoter_score")["estimate"] == pytest.approx(100 * (3 - 2) / 6)
    assert one(scores, "repurchase")["estimate"] == pytest.approx(2 / 5)
    wallet = one(scores, "share_of_wallet")
    assert wallet["estimate"] == pytest.approx(35) and wallet["unit"] == "percent"
    assert set(scores["role"]) == {"csat", "recommend", "repurchase", "share_of_wallet"}


def test_small_groups_have_no_numbers() -> None:
    scores = estimate().scores
    assert one(scores, "csat", "region=north")["estimate"] == pytest.approx(3 / 4)
    south = one(scores, "csat", "region=south")
    assert south["suppressed"] and pd.isna(south["estimate"])


def test_constructs_of_different_scales_are_in_points() -> None:
    found = estimate().constructs
    quality = np.nanmean(25 * (ANSWERS[["q1", "q2"]] - 1), axis=1).mean()
    assert one(found, "quality")["estimate"] == pytest.approx(quality)
    both = np.column_stack([10 * ANSWERS["recommend"], 25 * (ANSWERS["q2"] - 1)])
    assert one(found, "loyalty")["estimate"] == pytest.approx(np.nanmean(both, axis=1).mean())
    assert set(found["unit"]) == {"points of 100"}


def test_gaps_are_perception_less_expectation() -> None:
    gaps = estimate().gaps
    assert one(gaps, "q1")["estimate"] == pytest.approx((25 * (ANSWERS["q1"] - 5)).mean())


def test_weights_give_a_second_number() -> None:
    weights = np.array([2.0, 0.5, 1.0, 0.5, 1.0, 1.0])
    scores = estimate(weights).scores
    assert one(scores, "csat", weighting="weighted")["estimate"] == pytest.approx(3 / 6)
    weighted = estimate(weights, share_of_wallet="wallet").scores
    mean = np.average(ANSWERS["wallet"], weights=weights)
    found = one(weighted, "share_of_wallet", weighting="weighted")
    assert found["estimate"] == pytest.approx(mean)
    assert one(weighted, "share_of_wallet")["estimate"] == pytest.approx(35)


def test_differences_of_levers_are_paired() -> None:
    found = estimate(levers=("quality", "loyalty")).differences
    row = one(found, "quality - loyalty")
    assert row["n"] == 6 and {row["left"], row["right"]} == {"quality", "loyalty"}
    assert estimate().differences.empty
