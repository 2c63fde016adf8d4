"""Structural models of ordinal items against lavaan's WLSMV, simulated truth and bad input."""

import numpy as np
import pandas as pd
import pytest
from ordinal_answers import load_reference, read_answers, simulate_chain

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.estimate import estimate_from_moments
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.moments import moments_of_frame
from analysis.estimate.structural.ordinal import estimate_ordinal
from analysis.estimate.structural.syntax import read_model_syntax

MODELS = (
    "complete", "pairwise", "equal_loadings", "observed_outcome", "one_construct", "two_points"
)  # fmt: skip
CHAIN = """
quality =~ q1 + q2 + q3
satisfaction =~ s1 + s2 + s3
loyalty =~ l1 + l2 + l3
satisfaction ~ a*quality
loyalty ~ b*satisfaction
indirect := a*b
"""
TRUTH = {"q1": 0.8, "s2": 0.8, "l3": 0.8, "satisfaction": 0.6, "loyalty": 0.7}
INDICES = {
    "chisq": "chi_square",
    "df": "degrees_of_freedom",
    "pvalue": "p_value",
    "chisq.scaled": "scaled_chi_square",
    "pvalue.scaled": "scaled_p_value",
    "cfi": "cfi",
    "tli": "tli",
    "cfi.scaled": "scaled_cfi",
    "tli.scaled": "scaled_tli",
    "rmsea": "rmsea",
    "rmsea.ci.upper": "rmsea_high",
    "rmsea.scaled": "scaled_rmsea",
    "rmsea.ci.lower.scaled": "scaled_rmsea_low",
    "rmsea.ci.upper.scaled": "scaled_rmsea_high",
    "srmr": "srmr",
    "npar": "n_parameters",
    "baseline.chisq": "baseline_chi_square",
    "baseline.chisq.scaled": "scaled_baseline_chi_square",
}


@pytest.fixture(scope="module")
def reference() -> dict:
    return load_reference()


@pytest.fixture(scope="module")
def fits(reference: dict) -> dict[str, StructuralFit]:
    return {
        model: estimate_ordinal(
            read_answers(reference, model),
            read_model_syntax(reference["reference"][model]["model"]),
            confidence_level=0.95,
        )
        for model in MODELS
    }


def beside_lavaan(fit: StructuralFit, expected: dict) -> pd.DataFrame:
    """Our rows beside lavaan's, whichever way round a covariance is written."""
    theirs = pd.DataFrame(expected)
    own = fit.parameters.rename(columns={"left": "lhs", "operator": "op", "right": "rhs"})
    turned = own[own["op"] == "~~"].rename(columns={"lhs": "rhs", "rhs": "lhs"})
    both = pd.concat([own, turned]).drop_duplicates(["lhs", "op", "rhs"])
    joined = theirs.merge(both, on=["lhs", "op", "rhs"], how="left", validate="one_to_one")
    assert joined["estimate"].notna().all()
    return joined


@pytest.mark.parametrize("model", MODELS)
def test_estimates_and_errors_equal_those_of_lavaan(
    fits: dict[str, StructuralFit], reference: dict, model: str
) -> None:
    rows = beside_lavaan(fits[model], reference["reference"][model]["estimates"])
    assert {"=~", "|", "~~"} <= set(rows["op"])
    np.testing.assert_allclose(rows["estimate"], rows["est"], rtol=5e-6, atol=1e-7)
    free = rows[rows["se"] > 0]  # lavaan gives no error of implied residual variances
    np.testing.assert_allclose(free["std_error"], free["se"], rtol=2e-6)


@pytest.mark.parametrize("model", MODELS)
def test_standardised_solution_equals_that_of_lavaan(
    fits: dict[str, StructuralFit], reference: dict, model: str
) -> None:
    expected = reference["reference"][model]
    rows = beside_lavaan(fits[model], expected["standardised"])
    np.testing.assert_allclose(rows["standardised"], rows["est.std"], atol=2e-6)
    np.testing.assert_allclose(rows["standardised_std_error"], rows["se"], atol=2e-7)
    explained = fits[model].r_squared.set_index("term")["estimate"]
    for term, value in expected["r_squared"].items():
        assert explained[term] == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_fit_indices_equal_those_of_lavaan(
    fits: dict[str, StructuralFit], reference: dict, model: str
) -> None:
    expected = reference["reference"][model]["fit"]
    found = fits[model].fit_indices
    for theirs, own in INDICES.items():
        assert found[own] == pytest.approx(expected[theirs], rel=1e-6, abs=1e-6), own


def test_the_fit_says_what_it_is(fits: dict[str, StructuralFit]) -> None:
    fit = fits["pairwise"]
    assert (fit.estimator, fit.n, fit.usable) == ("WLSMV", 797, True)
    cuts = fit.parameters.query("operator == '|' and left == 'l1'")
    assert list(cuts["right"]) == [f"t{k}" for k in range(1, 11)]
    assert cuts["estimate"].is_monotonic_increasing
    assert (cuts["conf_low"] < cuts["estimate"]).all()
    np.testing.assert_allclose(np.diag(fit.implied_covariance), 1, atol=1e-12)


def standardised(fit: StructuralFit) -> dict[str, float]:
    """The numbers of TRUTH: loadings by item, paths by outcome."""
    rows = fit.parameters[fit.parameters["operator"].isin(["=~", "~"])]
    names = rows["right"].where(rows["operator"] == "=~", rows["left"])
    found = dict(zip(names, rows["standardised"], strict=True))
    return {name: found[name] for name in TRUTH}


def test_truth_is_found_where_marks_taken_as_numbers_hide_it() -> None:
    """Five marks, of which most customers give the best: maximum likelihood on the marks."""
    model = read_model_syntax(CHAIN)
    answers = simulate_chain(np.random.default_rng(11), 40_000)
    ordinal = standardised(estimate_ordinal(answers, model, confidence_level=0.95))
    numbers = moments_of_frame(answers, model.observed)
    as_numbers = standardised(estimate_from_moments(numbers, model, confidence_level=0.95))
    assert ordinal == pytest.approx(TRUTH, abs=0.02)
    assert all(as_numbers[name] < TRUTH[name] - 0.04 for name in TRUTH)
    assert as_numbers["q1"] < 0.72


@pytest.mark.slow
def test_intervals_cover_and_true_models_are_not_rejected() -> None:
    rng = np.random.default_rng(12)
    model, draws, level = read_model_syntax(CHAIN), 300, 0.95
    covered, rejected = np.zeros(len(TRUTH)), 0
    for _ in range(draws):
        answers = simulate_chain(rng, 2000)
        fit = estimate_ordinal(
            answers.mask(rng.random(answers.shape) < 0.1), model, confidence_level=level
        )
        rows = fit.parameters[fit.parameters["operator"].isin(["=~", "~"])]
        names = rows["right"].where(rows["operator"] == "=~", rows["left"]).to_list()
        at = [names.index(name) for name in TRUTH]
        low, high = rows.iloc[at][["standardised_conf_low", "standardised_conf_high"]].to_numpy().T
        truth = np.array(list(TRUTH.values()))
        covered += (low <= truth) & (truth <= high)
        rejected += fit.fit_indices["scaled_p_value"] < 0.05
    # three standard errors of a share of 300
    assert np.all(covered / draws > level - 0.038), covered / draws
    assert rejected / draws < 0.12


def test_rare_answers_are_merged_and_said() -> None:
    answers = simulate_chain(np.random.default_rng(13), 400, cuts=(-2.6, -1.5, -0.7, 0.3))
    fit = estimate_ordinal(answers, read_model_syntax(CHAIN), confidence_level=0.95)
    merged = [problem for problem in fit.problems if problem.kind == "merged_answers"]
    assert merged
    assert fit.usable
    for problem in merged:
        cuts = fit.parameters.query("operator == '|' and left == @problem.where")
        assert len(cuts) == 3
        assert "merged with 2" in problem.text


def test_a_question_from_0_to_10_is_an_item_like_others() -> None:
    answers = simulate_chain(np.random.default_rng(14), 3000)
    fine = simulate_chain(np.random.default_rng(14), 3000, cuts=tuple(np.linspace(-2.2, 0.4, 10)))
    mixed = answers.assign(l1=fine["l1"] - 1)
    fit = estimate_ordinal(mixed, read_model_syntax(CHAIN), confidence_level=0.95)
    assert len(fit.parameters.query("operator == '|' and left == 'l1'")) == 10
    assert standardised(fit) == pytest.approx(TRUTH, abs=0.06)


@pytest.mark.parametrize("term", ["q1 ~~ 0.5*q1", "q1 ~~ e*q1", "q1 ~~ e*q1\nq2 ~~ e*q2"])
def test_residual_variances_cannot_be_asked_for(term: str) -> None:
    answers = simulate_chain(np.random.default_rng(15), 300)
    with pytest.raises(ParameterError, match=r"q1 ~~ q1 .* follows from its loadings"):
        estimate_ordinal(answers, read_model_syntax(CHAIN + term), confidence_level=0.95)


def test_intercepts_cannot_be_asked_for() -> None:
    answers = simulate_chain(np.random.default_rng(15), 300)
    with pytest.raises(ParameterError, match="thresholds, not intercepts"):
        estimate_ordinal(answers, read_model_syntax(CHAIN + "q1 ~ 1"), confidence_level=0.95)


def test_a_model_that_no_data_identify_is_refused() -> None:
    answers = simulate_chain(np.random.default_rng(16), 300)
    with pytest.raises(EstimationError, match="parameters"):
        estimate_ordinal(answers, read_model_syntax("f =~ q1 + q2"), confidence_level=0.95)


def test_items_unrelated_to_each_other_give_no_numbers() -> None:
    rng = np.random.default_rng(17)
    answers = pd.DataFrame(rng.integers(1, 6, (500, 4)).astype(float), columns=list("abcd"))
    model = read_model_syntax("f =~ a + b\ng =~ c + d")
    fit = estimate_ordinal(answers, model, confidence_level=0.95)
    assert not fit.usable
    assert fit.parameters["estimate"].isna().all()
    assert fit.parameters["operator"].eq("|").sum() == 16
    assert all(np.isnan(value) for value in fit.fit_indices.values())


def test_an_item_with_one_answer_is_named() -> None:
    answers = simulate_chain(np.random.default_rng(18), 300).assign(s2=5.0)
    with pytest.raises(EstimationError, match="s2"):
        estimate_ordinal(answers, read_model_syntax(CHAIN), confidence_level=0.95)


def test_fewer_respondents_than_parameters_are_refused() -> None:
    answers = simulate_chain(np.random.default_rng(19), 15)
    with pytest.raises(EstimationError, match="15 respondents"):
        estimate_ordinal(answers, read_model_syntax(CHAIN), confidence_level=0.95)
