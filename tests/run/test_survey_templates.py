"""Studies that say no more of their survey than the template it follows."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from survey_company import PATH, make_survey_company, simulate_answers

from analysis.estimate.composite.estimate import estimate_composite_model
from analysis.estimate.composite.model import specify_composite_model
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.specification import PATH as LEADS
from analysis.estimate.survey_model.plan import plan_survey_model
from analysis.estimate.survey_scores import estimate_survey_scores
from analysis.prepare.intake import prepare_tables
from analysis.prepare.survey_responses import SurveyResponses, build_survey_responses
from analysis.study import Study, SurveyModel
from analysis.study.survey_template import load_survey_template

GAP = 1.0  # points by which expectations lie above perceptions
SOURCES = {
    "ecsi": ("Tenenhaus", "2005"),
    "servqual": ("Parasuraman, Zeithaml and Berry (1988)", "Cronin and Taylor (1992)"),
    "csat_nps": ("Reichheld (2003)", "Morgan and Rego (2006)"),
}


def follow_template(
    folder: Path, name: str, n: int, scale: tuple[int, int], **scales: tuple[int, int]
) -> tuple[SurveyModel, SurveyResponses, Study]:
    """A study of ``n`` respondents who were asked all that the template ``name`` asks."""
    template = load_survey_template(name)
    answers = simulate_answers(n, template.get("constructs", {}), template["paths"], scale=scale)
    rng = np.random.default_rng(8)
    for perceived, expected in template.get("expectations", {}).items():
        wanted = answers[perceived] + GAP + rng.standard_normal(n)
        answers[expected] = np.clip(np.round(wanted), *scale)
    for item, (low, high) in scales.items():
        part = (answers[item] - scale[0]) / (scale[1] - scale[0])
        answers[item] = np.round(low + part * (high - low))
    study = make_survey_company(
        folder / "ask",
        answers,
        {"template": name, "items": {item: item for item in answers}},
        scales={item: scales.get(item, scale) for item in answers},
    )
    assert study.survey is not None
    return study.survey, build_survey_responses(prepare_tables(study), study), study


def score(survey: SurveyModel, responses: SurveyResponses) -> Any:
    return estimate_survey_scores(
        responses.frame, responses.items, survey, survey.construct_items, confidence_level=0.95
    )


@pytest.mark.parametrize("name", SOURCES)
def test_the_sources_are_cited(name: str) -> None:
    assert all(cited in load_survey_template(name)["source"] for cited in SOURCES[name])


@pytest.mark.parametrize("estimator", ["ML", "FIML"])
def test_the_index_is_estimated_by_likelihood(estimator: str, tmp_path: Path) -> None:
    survey, responses, _ = follow_template(tmp_path, "ecsi", 500, (1, 10))
    assert list(survey.construct_items) == [
        "image", "expectations", "quality", "value", "satisfaction", "loyalty"
    ]  # fmt: skip
    frame = responses.frame
    if estimator == "FIML":
        frame = frame.mask(np.random.default_rng(2).random(frame.shape) < 0.03)
    fit = estimate_structural_model(
        frame, plan_survey_model(survey).specification, confidence_level=0.95, estimator=estimator
    )
    assert fit.usable and fit.fit_indices["cfi"] > 0.97
    paths = fit.parameters[fit.parameters["operator"] == LEADS].set_index("left")
    assert len(paths) == 12
    for outcome in ("expectations", "quality", "complaints"):  # of one cause each
        assert paths.loc[outcome, "standardised"] == pytest.approx(PATH, abs=0.1)


def test_the_index_is_estimated_as_composites(tmp_path: Path) -> None:
    survey, responses, _ = follow_template(tmp_path, "ecsi", 500, (1, 10))
    model = specify_composite_model(
        survey.construct_items, survey.path_map, single_items=["complaints"]
    )
    fit = estimate_composite_model(responses.frame, model, consistent=True)
    assert fit.usable
    paths = fit.table("path").set_index(["left", "right"])["estimate"]
    assert len(paths) == 12
    assert paths["quality", "expectations"] == pytest.approx(PATH, abs=0.1)


def test_service_quality_is_estimated_with_its_gaps(tmp_path: Path) -> None:
    survey, responses, _ = follow_template(tmp_path, "servqual", 500, (1, 7))
    assert survey.roles.levers == (
        "tangibles", "reliability", "responsiveness", "assurance", "empathy"
    )  # fmt: skip
    plan = plan_survey_model(survey)
    assert set(plan.rivals) == {"direct"}
    fit = estimate_structural_model(
        responses.frame, plan.specification, confidence_level=0.95, estimator="ML"
    )
    assert fit.usable and fit.fit_indices["rmsea"] < 0.03
    paths = fit.parameters[fit.parameters["operator"] == LEADS].set_index(["left", "right"])
    assert paths.loc[("loyalty", "satisfaction"), "standardised"] == pytest.approx(PATH, abs=0.1)
    gaps = score(survey, responses).gaps
    whole = gaps[gaps["level"] == "dimension"].set_index("term")["estimate"]
    assert set(whole.index) >= set(survey.roles.levers)
    # a point of six on the scale from 1 to 7, less what the scale's end cuts off
    assert whole[list(survey.roles.levers)].between(-100 * GAP / 6, -0.8 * 100 * GAP / 6).all()


def test_three_questions_give_scores_and_a_model_that_fits_by_construction(tmp_path: Path) -> None:
    survey, responses, study = follow_template(tmp_path, "csat_nps", 400, (1, 5), recommend=(0, 10))
    assert prepare_tables(study).capabilities["survey_model"] == ""
    assert survey.construct_items == {} and survey.roles.csat == "csat"
    scores = score(survey, responses).scores
    told = scores.set_index("role")["estimate"]
    assert {"csat", "recommend", "repurchase"} <= set(told.index)
    assert scores[["estimate", "conf_low", "conf_high"]].notna().all().all()
    fit = estimate_structural_model(
        responses.frame, plan_survey_model(survey).specification, confidence_level=0.95
    )
    assert fit.usable and fit.model.latent == ()
    assert fit.fit_indices["degrees_of_freedom"] == 0
