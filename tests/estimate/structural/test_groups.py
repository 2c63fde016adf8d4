"""Models of several groups against lavaan: two schools of Holzinger and Swineford."""

import numpy as np
import pandas as pd
import pytest
from pattern_answers import (
    SCHOOLS,
    THREE,
    check_indices,
    check_parameters,
    reference,
    school_answers,
)

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.group_model import build_group_model
from analysis.estimate.structural.groups import (
    GroupSample,
    collect_groups,
    estimate_group_models,
    fit_groups,
)
from analysis.estimate.structural.release_tests import score_releases
from analysis.estimate.structural.syntax import read_model_syntax

SCALAR = ("loadings", "intercepts")
LEVELS = {
    "configural": ((), 115.851, 48),
    "metric": (("loadings",), 124.044, 54),
    "scalar": (SCALAR, 164.103, 60),
    "strict": ((*SCALAR, "residuals"), 181.511, 69),
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return school_answers(reference()["groups"]["patterns"])


@pytest.fixture(scope="module")
def sample(answers: pd.DataFrame) -> GroupSample:
    return collect_groups(answers, read_model_syntax(THREE), group="school", groups=SCHOOLS)


@pytest.mark.parametrize("level", LEVELS)
def test_levels_of_invariance_equal_lavaan(sample: GroupSample, level: str) -> None:
    equal, chi_square, degrees_of_freedom = LEVELS[level]
    expected = reference()["groups"]["levels"][level]
    fit = fit_groups(sample, confidence_level=0.95, equal=equal)
    assert round(fit.fit_indices["chi_square"], 3) == chi_square
    assert fit.fit_indices["degrees_of_freedom"] == degrees_of_freedom
    check_parameters(fit.parameters, expected["parameters"], SCHOOLS)
    check_indices(fit.fit_indices, expected["indices"])
    scaled = fit_groups(sample, confidence_level=0.95, equal=equal, standardised=True)
    assert scaled.fit_indices["chi_square"] == pytest.approx(fit.fit_indices["chi_square"])


def test_released_intercepts_equal_lavaan(sample: GroupSample) -> None:
    expected = reference()["groups"]["partial"]
    fit = fit_groups(sample, confidence_level=0.95, equal=SCALAR, released=("x3 ~1", "x7 ~1"))
    check_parameters(fit.parameters, expected["parameters"], SCHOOLS)
    check_indices(fit.fit_indices, expected["indices"])
    shared = fit.parameters[fit.parameters["shared"]]
    assert set(shared["kind"]) == {"loadings", "intercepts"}
    assert not set(shared["left"]) & {"x3", "x7"}


def test_missing_answers_equal_lavaan() -> None:
    missing = reference()["groups"]["missing"]
    rows = school_answers(missing["patterns"])
    sample = collect_groups(rows, read_model_syntax(THREE), group="school", groups=SCHOOLS)
    fit = fit_groups(sample, confidence_level=0.95, equal=SCALAR)
    check_parameters(fit.parameters, missing["scalar"]["parameters"], SCHOOLS)
    check_indices(fit.fit_indices, missing["scalar"]["indices"])


def test_score_tests_equal_lavaan(sample: GroupSample) -> None:
    fit = fit_groups(sample, confidence_level=0.95, equal=SCALAR)
    found = score_releases(fit, SCALAR).drop_duplicates("parameter")
    expected = [row["X2"] for row in reference()["groups"]["score"]]
    np.testing.assert_allclose(found["joint_statistic"], expected, rtol=1e-4, atol=1e-4)
    assert found["p_value"].idxmin() == found["joint_statistic"].idxmax()


def test_score_test_foretells_the_release(sample: GroupSample) -> None:
    fit = fit_groups(sample, confidence_level=0.95, equal=SCALAR)
    freed = fit_groups(sample, confidence_level=0.95, equal=SCALAR, released=("x3 ~1",))
    foretold = score_releases(fit, ("intercepts",)).query("parameter == 'x3 ~1'").iloc[1]
    gained = fit.fit_indices["chi_square"] - freed.fit_indices["chi_square"]
    assert gained == pytest.approx(foretold["statistic"], rel=0.05)
    own = freed.parameters.query("left == 'x3' and operator == '~1'")["estimate"].to_numpy()
    assert own[1] - own[0] == pytest.approx(foretold["change"], rel=0.10)


def test_groups_in_alphabetical_order_by_default(answers: pd.DataFrame) -> None:
    fit = estimate_group_models(
        answers, read_model_syntax(THREE), group="school", confidence_level=0.95, equal=SCALAR
    )
    assert fit.n == {"Grant-White": 145, "Pasteur": 156}
    assert fit.fit_indices["chi_square"] == pytest.approx(164.103, abs=5e-4)
    means = fit.parameters[fit.parameters["kind"] == "means"].query("group == 'Grant-White'")
    assert (means["estimate"] == 0).all()


def test_labels_are_shared_between_groups() -> None:
    spec = read_model_syntax("f =~ a + k*b + c + d\na ~~ b")
    model = build_group_model(spec, ("one", "two"))
    at = model.ram.parameter_names.index("f =~ b")
    assert model.index[0, at] == model.index[1, at]
    free = build_group_model(read_model_syntax("f =~ a + b + c + d\na ~~ b"), ("one", "two"))
    assert free.n_parameters == model.n_parameters + 1


def test_bad_requests(answers: pd.DataFrame) -> None:
    spec = read_model_syntax(THREE)
    with pytest.raises(ParameterError, match="slopes is none of loadings"):
        build_group_model(spec, SCHOOLS, equal=("slopes",))
    with pytest.raises(ParameterError, match="no parameter x33 ~1 to release"):
        build_group_model(spec, SCHOOLS, released=("x33 ~1",))
    with pytest.raises(ParameterError, match="no column region"):
        collect_groups(answers, spec, group="region")
    with pytest.raises(EstimationError, match="1 value"):
        collect_groups(answers.query("school == 'Pasteur'"), spec, group="school")


def test_a_group_that_cannot_be_used_is_named(answers: pd.DataFrame) -> None:
    flat = answers.copy()
    flat.loc[flat["school"] == "Pasteur", "x4"] = 3.0
    with pytest.raises(EstimationError, match=r"school Pasteur: .*\n.*x4"):
        collect_groups(flat, read_model_syntax(THREE), group="school")
