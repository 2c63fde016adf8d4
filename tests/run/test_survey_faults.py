"""What a user meets whose survey, or whose model of it, is wrong: one message that says what to do.

Each fault is met at the first step that can see it; later steps, called by themselves, say it too.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from survey_company import (
    CONSTRUCTS,
    PATHS,
    describe_survey,
    make_answers,
    make_survey_company,
    simulate_answers,
)

from analysis.errors import AnalysisError, DataError, EstimationError, StudyError
from analysis.estimate.composite.estimate import estimate_composite_model
from analysis.estimate.composite.model import specify_composite_model
from analysis.estimate.measurement.common_method import check_common_method
from analysis.estimate.measurement.discriminant import estimate_htmt
from analysis.estimate.measurement.invariance import check_measurement_invariance
from analysis.estimate.measurement.reliability import estimate_alpha
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.fit import NUMBERS
from analysis.estimate.structural.specification import specify_model
from analysis.estimate.survey_model.estimate import estimate_survey_model
from analysis.estimate.survey_model.plan import plan_survey_model
from analysis.prepare.intake import prepare_tables
from analysis.prepare.survey_responses import SurveyResponses, build_survey_responses
from analysis.study import Study

ROLES = {"satisfaction": "satisfaction", "loyalty": "l1"}
TEXT = "quality =~ q1 + q2 + q3\nsatisfaction =~ s1 + s2 + s3\nsatisfaction ~ quality\n"
ESTIMATORS = ("auto", "FIML", "WLSMV", "MLR", "ML")


def paste(text: str, **changes: Any) -> dict[str, Any]:
    """``survey:`` with a model in lavaan's syntax."""
    return describe_survey(constructs=None, paths=None, model=text, roles=ROLES) | changes


def respond(folder: Path, answers: pd.DataFrame, **survey: Any) -> tuple[Study, SurveyResponses]:
    study = make_survey_company(folder / "ask", answers, describe_survey(**survey))
    return study, build_survey_responses(prepare_tables(study), study)


def fit_survey(study: Study, frame: pd.DataFrame) -> Any:
    assert study.survey is not None
    rng = np.random.default_rng(1)
    return estimate_survey_model(frame, study.survey, confidence_level=0.95, rng=rng)


FAULTS_OF_STUDY = {
    "a construct with one item": (
        describe_survey(constructs=CONSTRUCTS | {"loyalty": ["l1"]}),
        "survey.constructs.loyalty has one item, l1, which cannot show its own measurement error:"
        " name the item itself under roles and paths",
    ),
    "a circle": (
        describe_survey(paths=PATHS | {"quality": ["loyalty"]}),
        "survey.paths goes in a circle: loyalty -> quality -> satisfaction -> loyalty",
    ),
    "a misspelt item": (
        describe_survey(constructs=CONSTRUCTS | {"loyalty": ["l1", "l2", "l33"]}),
        "survey.constructs.loyalty: l33 is not an item of tables.surveys.items. Did you mean 'l3'?",
    ),
    "an item unlike any other": (
        describe_survey(constructs=CONSTRUCTS | {"loyalty": ["l1", "l2", "again"]}),
        "again is not an item of tables.surveys.items. Items: q1, q2, q3, s1, s2, s3, l1, l2, l3",
    ),
    "a pasted model with a misspelt item": (
        paste(TEXT.replace("q3", "q33")),
        "survey.model, line 1: q33 is neither a construct nor an item. Did you mean 'q3'?",
    ),
    "a pasted model with a misspelt construct": (
        paste(TEXT.replace("~ quality", "~ qualty")),
        "survey.model, line 3: qualty is neither a construct nor an item. Did you mean 'quality'?",
    ),
    "a pasted model with an error of syntax": (
        paste(TEXT.replace(" ~ quality", " quality")),
        "survey.model, line 3: 'satisfaction quality': no operator: =~, ~, ~~, := or ==",
    ),
    "a pasted model that breaks off": (
        paste(TEXT + "l1 ~ satisfaction +"),
        "survey.model, line 4: 'l1 ~ satisfaction +': it ends in an operator",
    ),
    "a pasted model of nothing": (
        paste("# later"),
        "survey.model: the model is empty: write for example",
    ),
    "a pasted model with a circle": (
        paste(TEXT + "quality ~ satisfaction"),
        "survey.model goes in a circle: satisfaction -> quality -> satisfaction",
    ),
    "a pasted model with a construct of one item": (
        paste(TEXT.replace("q1 + q2 + q3", "q1")),
        "survey.model: quality =~ q1 is one item, which cannot show its own measurement error:"
        " write q1 instead of quality in roles and paths, or fix its error (q1 ~~ 0*q1)",
    ),
    "a construct named like an item": (
        paste(TEXT.replace("quality", "l2")),
        "survey.model: l2 =~ is the name of an item or of a column",
    ),
    "a role beside a pasted model": (
        paste(TEXT, roles=ROLES | {"satisfaction": "satisfacton"}),
        "survey.roles.satisfaction: satisfacton is neither a construct nor an item. Did you mean"
        " 'satisfaction'?",
    ),
    "a mediation beside a pasted model": (
        paste(TEXT, mediation=[{"cause": "quality", "through": ["satisfaction"], "outcome": "l1"}]),
        "survey.mediation: there is no path from satisfaction to l1",
    ),
}


@pytest.mark.parametrize("fault", FAULTS_OF_STUDY)
def test_what_is_wrong_with_the_model_is_told_with_its_line(fault: str, tmp_path: Path) -> None:
    survey, message = FAULTS_OF_STUDY[fault]
    with pytest.raises(StudyError) as caught:
        make_survey_company(tmp_path / "ask", make_answers(5), survey)
    head, *told = str(caught.value).splitlines()
    assert head == f"{tmp_path / 'ask' / 'study.yml'} has 1 fault:"
    assert len(told) == 1 and message in told[0]
    assert "study.yml:" in told[0]  # and the line


def test_a_pasted_model_is_a_model_like_any_other(tmp_path: Path) -> None:
    text = TEXT + "l1 ~ b*satisfaction\nq1 ~~ q2\nb == 0.5\ntwice := 2 * b"
    study = make_survey_company(tmp_path / "ask", make_answers(), paste(text))
    survey = study.survey
    assert survey is not None and survey.constructs == ()
    assert survey.construct_items == {
        name: tuple(CONSTRUCTS[name]) for name in list(CONSTRUCTS)[:2]
    }
    assert survey.path_map == {"satisfaction": ("quality",), "l1": ("satisfaction",)}
    assert survey.items == ("q1", "q2", "q3", "s1", "s2", "s3", "l1")
    assert survey.construct_of("q2") == "quality" and survey.construct_of("l1") is None
    responses = build_survey_responses(prepare_tables(study), study)
    assert responses.items["construct"].notna().sum() == 6
    stated = plan_survey_model(survey).specification
    assert estimate_structural_model(responses.frame, stated, confidence_level=0.95).usable


def test_constructs_of_constructs_have_no_items(tmp_path: Path) -> None:
    text = "f =~ q1 + q2\n g =~ s1 + s2\n h =~ l1 + l2\n whole =~ f + g + h"
    roles = {"satisfaction": "whole", "loyalty": "l3"}
    study = make_survey_company(tmp_path / "ask", make_answers(5), paste(text, roles=roles))
    assert study.survey is not None and study.survey.is_construct("whole")
    assert list(study.survey.construct_items) == ["f", "g", "h"]
    assert study.survey.items == ("q1", "q2", "s1", "s2", "l1", "l2", "l3")


def test_an_item_whose_error_is_known_may_stand_alone(tmp_path: Path) -> None:
    text = TEXT.replace("q1 + q2 + q3", "q1") + "q1 ~~ 0.2*q1"
    study = make_survey_company(tmp_path / "ask", make_answers(5), paste(text))
    assert study.survey is not None and study.survey.construct_items["quality"] == ("q1",)


@pytest.mark.parametrize("pasted", [False, True])
def test_a_reversed_item_that_is_not_declared(pasted: bool, tmp_path: Path) -> None:
    answers = make_answers()
    given = paste(TEXT) if pasted else describe_survey()
    wrong = make_survey_company(tmp_path / "ask", answers.assign(q2=6 - answers["q2"]), given)
    with pytest.raises(DataError) as caught:
        build_survey_responses(prepare_tables(wrong), wrong)
    message = str(caught.value)
    assert "study.yml" in message and "item q2 of construct quality goes against" in message
    assert "n = 400" in message and "declare it under survey: reversed" in message


def test_a_six_on_a_scale_of_five_is_missing_and_told(tmp_path: Path) -> None:
    answers = make_answers()
    answers.loc[:2, "q2"] = 6
    study = make_survey_company(tmp_path / "ask", answers, describe_survey())
    tables = prepare_tables(study)
    (fault,) = tables.faults[tables.faults["check"] == "answer_off_scale"].to_dict("records")
    assert (fault["table"], fault["n_rows"], fault["action"]) == ("surveys", 3, "repaired")
    assert "made missing" in fault["detail"]
    frame = build_survey_responses(tables, study).frame
    assert frame["q2"].isna().sum() == 3 and frame["q2"].max() == 5
    fit = estimate_structural_model(frame, specify_model(CONSTRUCTS, PATHS), confidence_level=0.95)
    assert fit.usable and fit.estimator == "FIML"


FAULTS_OF_ANSWERS = {
    "no variance": (
        {"q2": 3.0},
        r"q2: every respondent gave the same answer \(3, n = 400\): no variance; leave it out of"
        " quality",
    ),
    "nobody answered": (
        {"q2": np.nan},
        "q2: none of 400 respondents answered it; leave it out of quality",
    ),
    "twice the same item": (
        {"q2": make_answers()["q1"]},
        r"(q1: wholly determined by q2|q2: wholly determined by q1) \(perfectly collinear\); leave"
        r" one of them out \(n = 400\)",
    ),
    "the same item turned round": (
        {"q2": 6 - make_answers()["q1"]},
        r"wholly determined by q. \(perfectly collinear\)",
    ),
    "a sum of others": (
        {"l3": make_answers()["l1"] + make_answers()["s1"]},
        r"wholly determined by .*, .* \(perfectly collinear\)",
    ),
    "never asked together": (
        {
            "q1": make_answers()["q1"].where(np.arange(400) < 200),
            "q2": make_answers()["q2"].where(np.arange(400) >= 200),
        },
        "(?s)(q1 and q2 were never answered by the same respondent.*leave one of them out"
        "|none of 400 respondents answered both q1 and q2: leave one item of each pair out)",
    ),
    "infinite": ({"l1": np.where(np.arange(400) == 7, np.inf, 3.0)}, "l1: 1 infinite answers"),
    "words": ({"l1": "often"}, "l1: answers are not numbers; recode them first"),
}


@pytest.mark.parametrize("estimator", ESTIMATORS[:-1])
@pytest.mark.parametrize("fault", FAULTS_OF_ANSWERS)
def test_answers_that_no_model_fits(fault: str, estimator: str) -> None:
    changes, message = FAULTS_OF_ANSWERS[fault]
    specification = specify_model(CONSTRUCTS, PATHS)
    with pytest.raises(EstimationError, match=message):
        estimate_structural_model(
            make_answers(**changes), specification, confidence_level=0.95, estimator=estimator
        )


@pytest.mark.parametrize("fault", ["no variance", "nobody answered", "never asked together"])
def test_measurement_and_composites_name_the_item_too(fault: str) -> None:
    frame = make_answers(**FAULTS_OF_ANSWERS[fault][0])
    rng, level = np.random.default_rng(1), {"confidence_level": 0.95}
    halves = frame.assign(half=np.arange(400) % 2)
    for use in (
        lambda: estimate_composite_model(frame, specify_composite_model(CONSTRUCTS, PATHS)),
        lambda: estimate_alpha(frame, CONSTRUCTS, **level),
        lambda: estimate_htmt(frame, CONSTRUCTS, n_draws=50, rng=rng, **level),
        lambda: check_common_method(frame, CONSTRUCTS, PATHS, **level),
        lambda: check_measurement_invariance(
            halves, specify_model(CONSTRUCTS, PATHS), group="half", **level
        ),
    ):
        with pytest.raises(AnalysisError, match="q2"):
            use()


def test_the_study_meets_the_same_words(tmp_path: Path) -> None:
    study, responses = respond(tmp_path, make_answers(q2=3))
    with pytest.raises(EstimationError, match="q2: every respondent gave the same answer"):
        fit_survey(study, responses.frame)


def test_thirty_respondents_for_sixty_parameters(tmp_path: Path) -> None:
    constructs = {f"c{k}": [f"c{k}_{i}" for i in range(4)] for k in range(6)}
    paths = {"c5": [f"c{k}" for k in range(5)]}
    roles = {"satisfaction": "c4", "loyalty": "c5"}
    answers = simulate_answers(30, constructs, paths)
    study, responses = respond(tmp_path, answers, constructs=constructs, paths=paths, roles=roles)
    with pytest.raises(EstimationError) as caught:
        fit_survey(study, responses.frame)
    assert str(caught.value) == (
        "30 respondents for 63 parameters and 24 items: too few to estimate the model; collect"
        " more answers or use a smaller model"
    )
    composite = estimate_composite_model(
        responses.frame, specify_composite_model(constructs, paths)
    )
    told = {problem.kind: problem.text for problem in composite.problems}
    assert "30 respondents are few for the 5 coefficients" in told["small_sample"]


def test_fewer_respondents_than_a_report_needs_are_told_by_the_tables(tmp_path: Path) -> None:
    study = make_survey_company(tmp_path / "ask", make_answers(18), describe_survey())
    reason = prepare_tables(study).capabilities["survey_model"]
    assert reason == "18 customers answered the 9 items of the model; it needs 30"


def test_collapsed_constructs_are_named_and_no_number_is_told(tmp_path: Path) -> None:
    answers = simulate_answers(
        400, {"quality": [*CONSTRUCTS["quality"], *CONSTRUCTS["satisfaction"]]}, {}, scale=(1, 9)
    )
    constructs = {name: CONSTRUCTS[name] for name in ("quality", "satisfaction")}
    paths = {"satisfaction": ["quality"]}
    fit = estimate_structural_model(
        answers, specify_model(constructs, paths), confidence_level=0.95
    )
    assert not fit.usable
    assert {problem.kind for problem in fit.problems} <= {
        "collapsed_constructs",
        "negative_variance",
        "impossible_correlation",
    }
    assert fit.parameters[list(NUMBERS)].isna().all().all()
    assert np.isnan(list(fit.fit_indices.values())).all()
    with pytest.raises(EstimationError, match=r"quality and satisfaction|construct satisfaction"):
        fit.require_usable()
