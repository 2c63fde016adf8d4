"""The call-once orchestration against a survey whose model is known."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.structural.specification import COVARIANCE, PATH, specify_model
from analysis.estimate.survey_model.causal import (
    ASSOCIATION,
    CONDITIONAL,
    Design,
    judge_causal_reading,
)
from analysis.estimate.survey_model.estimate import SurveyModelResults, estimate_survey_model
from analysis.estimate.survey_model.fit_table import LIMITS, grade_fit
from analysis.estimate.survey_model.plan import pin_removed_paths, plan_survey_model
from analysis.estimate.survey_model.sensitivity import judge_conclusions
from analysis.estimate.survey_model.truth import compare_with_truth, summarise_truth
from analysis.study.survey import SurveyModel

LEVEL = 0.95
DRAWS = 300
CUTS = (-1.3, -0.5, 0.3, 1.2)
ITEMS = {name: [f"{name}_{k}" for k in (1, 2, 3)] for name in ("value", "trust", "loyalty")}
CONSTRUCTS = {
    "value": ITEMS["value"],
    "satisfaction": ["sat_1", "sat_2", "sat_3"],
    "trust": ITEMS["trust"],
    "loyalty": ITEMS["loyalty"],
}
PATHS = {"satisfaction": ["value"], "trust": ["satisfaction"], "loyalty": ["satisfaction", "trust"]}
TRUE_PATHS = {
    "satisfaction ~ value": 0.6,
    "trust ~ satisfaction": 0.6,
    "loyalty ~ satisfaction": 0.3,
    "loyalty ~ trust": 0.4,
}
_SHARED = ("loyalty_1", "trust_1")
NAMES = {"en": "Rival", "zh": "竞争模型"}
NO_TRUST = {"satisfaction": ["value"], "trust": ["satisfaction"], "loyalty": ["satisfaction"]}
SURVEY = SurveyModel.model_validate(
    {
        "constructs": CONSTRUCTS,
        "paths": PATHS,
        "roles": {"satisfaction": "satisfaction", "loyalty": "loyalty", "levers": ["value"]},
        "mediation": [
            {"cause": "satisfaction", "through": ["trust"], "outcome": "loyalty"},
            {"cause": "value", "through": ["satisfaction"], "outcome": "loyalty"},
        ],
        "rivals": [
            {"name": "no_trust", "label": NAMES, "paths": NO_TRUST},
            {"name": "turned", "label": NAMES, "paths": {"value": ["loyalty"]}},
        ],
    }
)
TEXT = """
value =~ value_1 + value_2 + value_3
satisfaction =~ sat_1 + sat_2 + sat_3
trust =~ trust_1 + trust_2 + trust_3
loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
satisfaction ~ value
trust ~ satisfaction
loyalty ~ satisfaction + trust
"""


def draw_answers(n: int = 1_500, *, missing: float = 0.05) -> pd.DataFrame:
    """Five-point answers to the true model; loyalty_1 and trust_1 share an error."""
    rng = np.random.default_rng(11)

    def noise() -> np.ndarray:
        return rng.standard_normal(n)

    value = noise()
    satisfaction = 0.6 * value + 0.8 * noise()
    trust = 0.6 * satisfaction + 0.8 * noise()
    spread = np.sqrt(1 - 0.3**2 - 0.4**2 - 2 * 0.3 * 0.4 * 0.6)
    loyalty = 0.3 * satisfaction + 0.4 * trust + spread * noise()
    shared = noise()
    frame = {}
    for name, construct in zip(CONSTRUCTS, (value, satisfaction, trust, loyalty), strict=True):
        for item in CONSTRUCTS[name]:
            own = 0.7 * shared + np.sqrt(0.51) * noise() if item in _SHARED else noise()
            frame[item] = 1.0 + np.searchsorted(CUTS, 0.8 * construct + 0.6 * own)
    answers = pd.DataFrame(frame)
    return answers.mask(rng.random(answers.shape) < missing)


@pytest.fixture(scope="module")
def results() -> SurveyModelResults:
    rng = np.random.default_rng(1)
    return estimate_survey_model(
        draw_answers(), SURVEY, confidence_level=LEVEL, rng=rng, n_draws=DRAWS
    )


def test_missing_answers_bring_full_information_and_paths_near_the_truth(
    results: SurveyModelResults,
) -> None:
    assert results.usable and results.fit.estimator == "FIML"
    found = results.paths.set_index("term")["estimate"]
    # the shared error of two items is left out of the model and biases what joins them
    assert found["satisfaction ~ value"] == pytest.approx(0.6, abs=0.05)
    assert found["trust ~ satisfaction"] == pytest.approx(0.6, abs=0.05)
    assert found["loyalty ~ satisfaction"] == pytest.approx(0.3, abs=0.12)


def test_modification_indices_find_the_shared_error(results: SurveyModelResults) -> None:
    first = results.modifications.iloc[0]
    assert {first["left"], first["right"]} == set(_SHARED) and first["operator"] == COVARIANCE
    assert first["method"] == "ML on saturated moments"


def test_total_effects_are_direct_plus_indirect(results: SurveyModelResults) -> None:
    own = results.effects[results.effects["outcome"] == "loyalty"]
    own = own[own["cause"] == "satisfaction"].set_index("effect")["estimate"]
    whole = own["direct_effect"] + own["total_indirect_effect"]
    assert own["total_effect"] == pytest.approx(whole)


def test_mediation_frees_the_direct_path_that_the_model_leaves_out(
    results: SurveyModelResults,
) -> None:
    table = results.mediation.set_index(["cause", "effect"])
    assert table["freed"].all()
    direct = table.loc[("value", "direct")]
    assert direct["conf_low"] < 0 < direct["conf_high"]  # there is none in truth
    assert table.loc[("value", "indirect"), "pattern"] == "indirect_only"
    assert table.loc[("satisfaction", "indirect"), "pattern"] == "complementary"
    assert 0 < table.loc[("satisfaction", "indirect"), "share"] < 1


def test_a_rival_without_a_true_path_fits_worse(results: SurveyModelResults) -> None:
    table = results.rivals.set_index("name")
    assert table.loc["no_trust", "verdict"] == "worse"
    assert table.loc["no_trust", "delta_degrees_of_freedom"] == 1
    assert table.loc["no_trust", "delta_p_value"] < 1e-6
    assert table.loc["turned", "verdict"] == "worse"
    assert np.isnan(table.loc["turned", "delta_p_value"])  # neither holds the other


def test_a_removed_path_is_not_replaced_by_a_covariance() -> None:
    stated = specify_model(CONSTRUCTS, PATHS)
    rival = pin_removed_paths(specify_model(CONSTRUCTS, NO_TRUST), stated)
    pinned = [term for term in rival.terms if term.operator == COVARIANCE]
    assert [(term.left, term.right, term.value) for term in pinned] == [("trust", "loyalty", 0.0)]
    assert pin_removed_paths(stated, stated) == stated


def test_every_estimator_is_tried_and_weighted_sums_are_weaker(results: SurveyModelResults) -> None:
    assert list(results.estimators["estimator"]) == ["FIML", "WLSMV", "MLR", "PLS"]
    assert results.estimators["used"].all() and results.estimators["main"].sum() == 1
    assert results.ordinal is not None
    wide = results.sensitivity.pivot(index="term", columns="estimator", values="estimate")
    single = wide.loc[["satisfaction ~ value", "trust ~ satisfaction"]]  # outcomes of one cause
    assert (single["PLS"] < single["WLSMV"] - 0.05).all()
    assert set(results.conclusions["verdict"]) == {"same"}


def test_too_few_complete_rows_are_said_and_not_used() -> None:
    found = estimate_survey_model(
        draw_answers(400, missing=0.12),
        SURVEY,
        confidence_level=LEVEL,
        rng=np.random.default_rng(2),
        n_draws=50,
    )
    refused = found.estimators.set_index("estimator").loc["MLR"]
    assert not refused["used"] and refused["reason"] == "few_rows"


def test_pasted_syntax_gives_the_same_model() -> None:
    roles = {"satisfaction": "satisfaction", "loyalty": "loyalty"}
    pasted = plan_survey_model(SurveyModel.model_validate({"model": TEXT, "roles": roles}))
    stated = plan_survey_model(SURVEY)
    assert pasted.paths == stated.paths and pasted.constructs == stated.constructs
    assert pasted.nodes == ("value", "satisfaction", "trust", "loyalty")


def test_collapsed_constructs_give_no_numbers() -> None:
    rng = np.random.default_rng(3)
    one = rng.standard_normal(300)
    frame = pd.DataFrame(
        {
            item: 0.9 * one + np.sqrt(0.19) * rng.standard_normal(300)
            for items in CONSTRUCTS.values()
            for item in items
        }
    )
    found = estimate_survey_model(
        frame, SURVEY, confidence_level=LEVEL, rng=np.random.default_rng(4), n_draws=50
    )
    assert not found.usable and found.draws is None
    assert found.paths.empty and found.effects.empty and found.rivals.empty
    assert found.nodes["estimate"].isna().all()
    assert found.problems["disqualifying"].any()
    assert judge_causal_reading(found, Design(dated=True)).empty
    unread = compare_with_truth(found, pd.DataFrame({"kind": ["path"]}))
    assert unread.empty and summarise_truth(unread).empty


@pytest.mark.parametrize(
    ("index", "value", "grade"),
    [
        ("cfi", 0.95, "good"),
        ("cfi", 0.92, "acceptable"),
        ("cfi", 0.849, "poor"),
        ("rmsea", 0.06, "good"),
        ("rmsea", 0.088, "poor"),
        ("srmr", 0.082, "poor"),
        ("tli", float("nan"), ""),
    ],
)
def test_grades_follow_the_limits(index: str, value: float, grade: str) -> None:
    assert LIMITS[index].grade(value) == grade


def test_the_worst_grade_counts(results: SurveyModelResults) -> None:
    assert grade_fit(pd.DataFrame({"grade": ["good", "", "poor", "acceptable"]})) == "poor"
    table = results.fit_indices.set_index("term")
    assert not table.loc["chi_square", "passed"]  # the shared error is detected
    assert table.loc["rmsea", "conf_low"] < table.loc["rmsea", "estimate"]


def test_conclusions_compare_signs_of_intervals() -> None:
    rows = [
        ("a", "FIML", 0.1, 0.3),
        ("a", "PLS", 0.05, 0.2),
        ("b", "FIML", 0.1, 0.3),
        ("b", "PLS", -0.1, 0.2),
        ("c", "FIML", 0.1, 0.3),
        ("c", "PLS", -0.4, -0.2),
    ]
    frame = pd.DataFrame(rows, columns=["cause", "estimator", "conf_low", "conf_high"])
    frame = frame.assign(
        outcome="y", term=frame["cause"], estimate=frame[["conf_low", "conf_high"]].mean(axis=1)
    )
    verdicts = judge_conclusions(frame, "FIML").set_index("cause")["verdict"]
    assert verdicts.to_dict() == {"a": "same", "b": "unclear", "c": "opposite"}


def test_one_survey_is_association_whatever_else_holds(results: SurveyModelResults) -> None:
    passed = pd.DataFrame({"term": ["method_variance"], "estimate": [0.02], "passed": [True]})
    table = judge_causal_reading(
        results, Design(dated=True, response_rate=0.9), common_method=passed
    )
    settled = table.set_index("reason")["passed"]
    assert table["verdict"].eq(ASSOCIATION).all()
    assert settled["common_method"] and settled["nonresponse"] and settled["rivals"]
    assert pd.isna(settled["common_causes"]) and not settled["order_in_time"]
    # the strongest path on loyalty vanishes for a cause that correlates with both ends this much
    own = results.paths[results.paths["outcome"] == "loyalty"]["estimate"].max()
    assert table.set_index("reason").loc["common_causes", "estimate"] == pytest.approx(own**0.5)


@pytest.mark.parametrize("checks", [None, pd.DataFrame(columns=["term", "estimate", "passed"])])
def test_common_method_that_was_not_checked_is_not_passed(
    checks: pd.DataFrame | None, results: SurveyModelResults
) -> None:
    table = judge_causal_reading(
        results, Design(dated=True, response_rate=0.9), common_method=checks
    )
    assert pd.isna(table.set_index("reason").loc["common_method", "passed"])


def test_repeated_surveys_allow_a_conditional_reading_until_something_fails(
    results: SurveyModelResults,
) -> None:
    repeated = Design(dated=True, repeated=True, response_rate=0.9)
    table = judge_causal_reading(results, repeated)
    assert table["verdict"].eq(CONDITIONAL).all()
    few = Design(dated=True, repeated=True, response_rate=0.3)
    assert judge_causal_reading(results, few)["verdict"].eq(ASSOCIATION).all()


def test_truth_stands_beside_both_estimators(results: SurveyModelResults) -> None:
    rows = [("path", term, value) for term, value in TRUE_PATHS.items()]
    rows += [("loading", "value =~ value_1", 0.8), ("path", "loyalty ~ nobody", 0.1)]
    truth = pd.DataFrame(rows, columns=["kind", "term", "estimate"])
    table = compare_with_truth(results, truth)
    assert set(table["estimator"]) == {"FIML", "WLSMV"}
    main = table[table["main"]].set_index("term")
    assert "loyalty ~ nobody" not in main.index
    assert main.loc["satisfaction ~ value", "covered"]
    summary = summarise_truth(table).set_index(["estimator", "kind"])
    assert summary.loc[("FIML", "path"), "n_values"] == len(TRUE_PATHS)
    # five points are coarse: only ordered categories find the loading of the latent answer
    assert summary.loc[("FIML", "loading"), "bias"] < -0.02
    assert abs(summary.loc[("WLSMV", "loading"), "bias"]) < 0.02


def test_paths_of_the_results_are_those_of_the_fit(results: SurveyModelResults) -> None:
    table = results.fit.parameters
    assert len(results.paths) == int((table["operator"] == PATH).sum())
    assert set(results.paths["conf_level"]) == {LEVEL}
