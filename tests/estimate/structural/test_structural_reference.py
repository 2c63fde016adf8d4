"""Maximum likelihood, robust corrections, fit and modification indices equal lavaan's."""

import math

import numpy as np
import pytest
from structural_values import INDICES, fit_case, lavaan, matched, moments_of, specification_of

from analysis.estimate.structural.estimate import estimate_from_moments
from analysis.estimate.structural.maximum_likelihood import expected_information, slopes
from analysis.estimate.structural.modification_indices import modification_indices
from analysis.estimate.structural.syntax import read_model_syntax

CASES = ["holzinger", "second_order", "democracy", "mobi_pair", "mobi_reduced"]
ROBUST = [(case, form) for case in ("holzinger", "democracy") for form in ("MLM", "MLR")]
NUMBERS = ["estimate", "std_error", "standardised", "standardised_std_error"]


def check_parameters(fit, stored) -> None:
    table = matched(fit.parameters, stored)
    assert len(table) == len(fit.parameters)
    for column in NUMBERS:
        expected = table[f"{column}_r"].to_numpy(float)
        np.testing.assert_allclose(table[column], expected, rtol=1e-4, atol=3e-6, err_msg=column)


def check_indices(fit, stored) -> None:
    for name, expected in stored.items():
        ours = fit.fit_indices[INDICES.get(name, name)]
        assert math.isclose(ours, expected, rel_tol=2e-6, abs_tol=3e-6), name


@pytest.mark.parametrize("case", CASES)
def test_maximum_likelihood_equals_lavaan(case: str) -> None:
    fit = fit_case(case)
    assert fit.usable and fit.converged
    check_parameters(fit, lavaan()[case]["parameters"])
    check_indices(fit, lavaan()[case]["fit"])


@pytest.mark.parametrize("case", CASES)
def test_the_search_goes_to_the_last_digit(case: str) -> None:
    # lavaan stops at gradients of about 1e-6: the differences above are its, not ours
    fit = fit_case(case)
    gradient = slopes(fit.model, fit.theta, moments_of(case).covariance)
    curvature = 2 * np.diag(expected_information(fit.model, fit.theta))
    assert (np.abs(gradient) / np.sqrt(curvature)).max() < 1e-8


@pytest.mark.parametrize(("case", "form"), ROBUST)
def test_robust_corrections_equal_lavaan(case: str, form: str) -> None:
    fit = fit_case(case, form)
    stored = lavaan()[case][form]
    kept = [k for k, op in enumerate(stored["parameters"]["operator"]) if op != "~1"]
    parameters = {name: [v[k] for k in kept] for name, v in stored["parameters"].items()}
    check_parameters(fit, parameters)
    check_indices(fit, stored["fit"])


def test_explained_variance_equals_lavaan() -> None:
    for case in CASES:
        ours = fit_case(case).r_squared.set_index("term")["estimate"]
        for name, expected in lavaan()[case]["r_squared"].items():
            assert ours[name] == pytest.approx(expected, abs=2e-5), (case, name)


@pytest.mark.parametrize("case", ["holzinger", "democracy", "mobi_reduced"])
def test_modification_indices_equal_lavaan(case: str) -> None:
    ours = modification_indices(fit_case(case))
    table = matched(ours, lavaan()[case]["modification"])
    assert len(table) >= 0.9 * len(ours)
    np.testing.assert_allclose(table["index"], table["index_r"], rtol=1e-3, atol=3e-3)
    large = table["index"] > 0.1  # the change of a flat candidate hangs on lavaan's last digits
    for column in ("expected_change", "standardised_change"):
        expected = table.loc[large, f"{column}_r"].to_numpy(float)
        np.testing.assert_allclose(table.loc[large, column], expected, rtol=2e-3, atol=1e-4)


def test_modification_index_predicts_the_fall_in_chi_square() -> None:
    fit = fit_case("holzinger")
    first = modification_indices(fit).iloc[0]
    assert (first["left"], first["right"]) == ("visual", "x9")

    wider = read_model_syntax(lavaan()["holzinger"]["model"] + "\n visual =~ x9")
    freed = estimate_from_moments(moments_of("holzinger"), wider, confidence_level=0.95)
    fall = fit.fit_indices["chi_square"] - freed.fit_indices["chi_square"]
    assert first["index"] == pytest.approx(fall, rel=0.15)


def test_published_figures_of_the_mobile_phone_study() -> None:
    pair = fit_case("mobi_pair")
    indices = {name: round(value, 3) for name, value in pair.fit_indices.items()}
    assert (indices["chi_square"], indices["degrees_of_freedom"]) == (13.217, 8)
    assert (indices["cfi"], indices["rmsea"], indices["srmr"]) == (0.988, 0.051, 0.025)
    path = pair.parameters.query("operator == '~'")["standardised"].item()
    assert round(path, 2) == 0.85
    reduced = {n: round(v, 3) for n, v in fit_case("mobi_reduced").fit_indices.items()}
    assert (reduced["chi_square"], reduced["degrees_of_freedom"]) == (141.583, 72)
    assert (reduced["cfi"], reduced["rmsea"], reduced["srmr"]) == (0.947, 0.062, 0.046)


def test_path_analysis_of_items_alone_equals_lavaan() -> None:
    # lavaan holds the causes fixed: chi-square and comparative fit agree, counts of parameters not
    fit, stored = fit_case("path_analysis"), lavaan()["path_analysis"]
    table = matched(fit.parameters, stored["parameters"])
    led = table[table["operator"] == "~"]
    np.testing.assert_allclose(led["estimate"], led["estimate_r"].astype(float), rtol=1e-5)
    np.testing.assert_allclose(led["std_error"], led["std_error_r"].astype(float), rtol=1e-5)
    for name in ("chisq", "df", "cfi", "tli", "rmsea", "srmr", "baseline.chisq", "baseline.df"):
        ours = fit.fit_indices[INDICES.get(name, name)]
        assert ours == pytest.approx(stored["fit"][name], rel=1e-5, abs=1e-6), name


def test_a_saturated_model_fits_exactly() -> None:
    specification = specification_of("path_analysis")

    full = read_model_syntax("x4 ~ x1 + x2\n x7 ~ x4 + x1 + x2")
    assert full.observed == specification.observed
    fit = estimate_from_moments(moments_of("path_analysis"), full, confidence_level=0.95)
    assert fit.fit_indices["chi_square"] == pytest.approx(0, abs=1e-8)
    assert (fit.fit_indices["cfi"], fit.fit_indices["rmsea"]) == (1.0, 0.0)
    assert math.isnan(fit.fit_indices["p_value"])
