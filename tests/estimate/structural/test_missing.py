"""Full-information likelihood against lavaan, its derivatives, and answers missing at random."""

import numpy as np
import pandas as pd
import pytest
from pattern_answers import (
    THREE,
    check_indices,
    check_parameters,
    rebuild_answers,
    reference,
)

from analysis.errors import EstimationError
from analysis.estimate.structural.missing import estimate_full_information
from analysis.estimate.structural.missing_likelihood import (
    MomentScores,
    inform_moments,
    inform_parameters,
    lower_triangle,
    score_moments,
    stack_derivatives,
    sum_score_products,
)
from analysis.estimate.structural.missing_moments import estimate_saturated_moments
from analysis.estimate.structural.missing_patterns import MissingPatterns, collect_patterns
from analysis.estimate.structural.ram import build_ram_model
from analysis.estimate.structural.ram_curvature import contract_scores, curve_scores
from analysis.estimate.structural.syntax import read_model_syntax
from analysis.store import Tables

PATHS = "speed ~ visual + textual\ntextual ~ visual"
TWO = "a =~ y1 + y2 + y3\nb =~ y4 + y5 + y6\nb ~ a"


@pytest.fixture(scope="module")
def schools() -> pd.DataFrame:
    """300 pupils of Holzinger and Swineford, answers to four of nine tests partly missing."""
    return rebuild_answers(reference()["hs"]["patterns"])


@pytest.fixture
def patterns() -> MissingPatterns:
    rng = np.random.default_rng(3)
    rows = rng.standard_normal((60, 4)) @ rng.standard_normal((4, 4)) + rng.standard_normal(4)
    rows[rng.random(rows.shape) < 0.25] = np.nan
    return collect_patterns(pd.DataFrame(rows, columns=list("abcd")), tuple("abcd"))


@pytest.mark.parametrize("name, text", [("measurement", THREE), ("paths", THREE + PATHS)])
def test_equals_lavaan(schools: pd.DataFrame, name: str, text: str) -> None:
    expected = reference()["hs"][name]
    fit = estimate_full_information(schools, read_model_syntax(text), confidence_level=0.95)
    assert fit.usable
    assert fit.estimator == "FIML"
    assert fit.n == 300
    check_parameters(fit.parameters, expected["parameters"])
    check_indices(fit.fit_indices, expected["indices"])


def test_saturated_moments_equal_lavaan(schools: pd.DataFrame) -> None:
    expected = reference()["hs"]["saturated"]
    found = estimate_saturated_moments(collect_patterns(schools, tuple(schools.columns)))
    np.testing.assert_allclose(found.mean, expected["mean"], atol=1e-8)
    np.testing.assert_allclose(found.covariance, expected["covariance"], atol=1e-8)


def test_robust_errors_and_test_equal_lavaan() -> None:
    robust = reference()["robust"]
    rows = pd.DataFrame(
        np.array(robust["rows"], dtype=float), columns=[f"y{i}" for i in range(1, 7)]
    )
    fit = estimate_full_information(
        rows, read_model_syntax(TWO), confidence_level=0.95, robust=True
    )
    check_parameters(fit.parameters, robust["fit"]["parameters"])
    check_indices(fit.fit_indices, robust["fit"]["indices"])


def test_business_customers_equal_lavaan(abc_tables: Tables) -> None:
    expected = reference()["abc"]
    long = abc_tables.read("surveys")
    answers = long.pivot(index="customer_id", columns="item", values="answer")
    fit = estimate_full_information(
        answers, read_model_syntax(expected["model"]), confidence_level=0.95
    )
    assert fit.n == expected["n"] == 264
    check_parameters(fit.parameters, expected["parameters"])
    check_indices(fit.fit_indices, expected["indices"])
    explained = fit.r_squared.set_index("term")["estimate"]
    for term, value in expected["r2"].items():
        assert explained[term] == pytest.approx(value, abs=1e-4)


def test_gradient_and_information_of_the_moments(patterns: MissingPatterns) -> None:
    """Against differences of the log likelihood and of the gradient."""
    row, column, weight = lower_triangle(4)
    mean, covariance = np.array([0.1, -0.2, 0.3, 0.0]), 4 * np.eye(4) + 0.5

    def at(moments: np.ndarray) -> MomentScores:
        whole = np.zeros((4, 4))
        whole[row, column] = whole[column, row] = moments[4:]
        return score_moments(patterns, moments[:4], whole)

    def gradient(moments: np.ndarray) -> np.ndarray:
        scores = at(moments)
        return np.concatenate([scores.mean, scores.covariance[row, column] * weight])

    here, step = np.concatenate([mean, covariance[row, column]]), 1e-5
    each = step * np.eye(len(here))
    slopes = [(at(here + d).log_likelihood - at(here - d).log_likelihood) / 2 / step for d in each]
    np.testing.assert_allclose(gradient(here), slopes, rtol=1e-6, atol=1e-6)
    curves = [(gradient(here + d) - gradient(here - d)) / 2 / step for d in each]
    found = inform_moments(patterns, mean, covariance)
    np.testing.assert_allclose(-found, curves, rtol=1e-5, atol=1e-5)
    products = sum_score_products(patterns, mean, covariance)
    assert np.linalg.matrix_rank(products) == len(here)


def test_few_patterns_are_contracted_as_many_are(patterns: MissingPatterns) -> None:
    ram = build_ram_model(read_model_syntax("f =~ a + b + c + d"), mean_structure=True)
    rng = np.random.default_rng(1)
    theta = rng.uniform(0.5, 1.5, ram.n_parameters)
    mean, in_mean = ram.mean_derivatives(theta)
    covariance, in_covariance = ram.covariance_derivatives(theta)
    change = stack_derivatives(in_mean, in_covariance)
    few = MissingPatterns(
        patterns.names,
        patterns.seen[-5:],
        patterns.counts[-5:],
        patterns.means[-5:],
        patterns.covariances[-5:],
    )
    for expected in (False, True):
        singly = inform_parameters(
            few, (mean, covariance), (in_mean, in_covariance), expected=expected
        )
        summed = change @ inform_moments(few, mean, covariance, expected=expected) @ change.T
        np.testing.assert_allclose(singly, summed, atol=1e-9)


def test_derivatives_of_the_model() -> None:
    """Labels, fixed values, item-to-item paths and construct means included."""
    text = (
        "f =~ a + b + c\ng =~ d + e + h\ng ~ f\nc ~ b\na ~~ v*a\nb ~~ v*b\nd ~~ e\nf ~ 1\na ~ 0*1"
    )
    ram = build_ram_model(read_model_syntax(text), mean_structure=True)
    rng = np.random.default_rng(2)
    pull = rng.standard_normal((6, 6))
    scores = MomentScores(0.0, rng.standard_normal(6), pull + pull.T)
    theta, step = rng.uniform(0.2, 1.0, ram.n_parameters), 1e-5

    def value(at: np.ndarray) -> float:
        moved = np.sum(scores.covariance * ram.implied_covariance(at))
        return float(scores.mean @ ram.implied_means(at) + moved)

    each = step * np.eye(len(theta))
    slopes = [(value(theta + d) - value(theta - d)) / 2 / step for d in each]
    np.testing.assert_allclose(contract_scores(ram, theta, scores), slopes, atol=1e-6)
    curves = [
        (contract_scores(ram, theta + d, scores) - contract_scores(ram, theta - d, scores))
        / (2 * step)
        for d in each
    ]
    np.testing.assert_allclose(curve_scores(ram, theta, scores), curves, atol=1e-6)


def test_recovers_what_complete_rows_get_wrong() -> None:
    """Later answers missing where the first were low (at random given these): complete rows give
    another mean and a weaker path, all rows do not."""
    rng = np.random.default_rng(11)
    n = 4000
    cause = rng.standard_normal(n)
    effect = 0.6 * cause + 0.8 * rng.standard_normal(n)
    columns = {f"y{i}": cause + 0.4 * rng.standard_normal(n) for i in (1, 2, 3)}
    columns |= {f"y{i}": effect + 0.4 * rng.standard_normal(n) for i in (4, 5, 6)}
    rows = pd.DataFrame(columns)
    rows.loc[rows["y1"] < 0, ["y4", "y5", "y6"]] = np.nan
    fit = estimate_full_information(rows, read_model_syntax(TWO), confidence_level=0.99)
    table = fit.parameters.set_index(["left", "operator", "right"])
    assert table.loc[("b", "~", "a"), "conf_low"] < 0.6 < table.loc[("b", "~", "a"), "conf_high"]
    assert table.loc[("y4", "~1", ""), "conf_low"] < 0 < table.loc[("y4", "~1", ""), "conf_high"]
    assert rows["y4"].mean() > 0.3


def test_rows_without_answers_change_nothing(schools: pd.DataFrame) -> None:
    empty = pd.DataFrame(np.nan, index=range(5), columns=schools.columns)
    spec = read_model_syntax(THREE)
    one = estimate_full_information(schools, spec, confidence_level=0.9)
    other = estimate_full_information(
        pd.concat([empty, schools.sample(frac=1, random_state=1)]), spec, confidence_level=0.9
    )
    assert other.n == one.n
    np.testing.assert_allclose(one.theta, other.theta, atol=1e-8)


def test_says_which_items_nobody_answered_together(schools: pd.DataFrame) -> None:
    apart = schools.copy()
    apart.loc[apart.index % 2 == 0, "x1"] = np.nan
    apart.loc[apart.index % 2 == 1, "x9"] = np.nan
    with pytest.raises(EstimationError, match="x1 and x9 were never answered by the same"):
        estimate_full_information(apart, read_model_syntax(THREE), confidence_level=0.95)


def test_too_few_rows_are_refused(schools: pd.DataFrame) -> None:
    few = schools.dropna()[:25]
    with pytest.raises(EstimationError, match="too few"):
        estimate_full_information(few, read_model_syntax(THREE), confidence_level=0.95)
