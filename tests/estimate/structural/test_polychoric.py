"""Polychoric correlations and their covariance against lavaan, against simulation, and bent."""

import numpy as np
import pandas as pd
import pytest
from ordinal_answers import load_reference, read_answers, simulate_chain
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.structural.bivariate_normal import (
    bivariate_normal_cdf,
    bivariate_normal_density,
)
from analysis.estimate.structural.polychoric import (
    PolychoricMoments,
    code_ordinal_items,
    estimate_polychoric,
)
from analysis.estimate.structural.polychoric_errors import estimate_asymptotic_covariance


@pytest.fixture(scope="module")
def reference() -> dict:
    return load_reference()


def moments_of(frame: pd.DataFrame) -> PolychoricMoments:
    return estimate_polychoric(code_ordinal_items(frame, list(frame.columns)))


def test_bivariate_normal_equals_integration() -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(40, 2)) * 1.5
    for r in (-0.95, -0.4, 0.0, 0.6, 0.99):
        expected = stats.multivariate_normal(cov=[[1, r], [r, 1]]).cdf(points)
        found = bivariate_normal_cdf(points[:, 0], points[:, 1], r)
        np.testing.assert_allclose(found, expected, atol=2e-5)  # the integral is scipy's


def test_bivariate_normal_is_exact_where_a_formula_is_known() -> None:
    r = np.array([-0.999, -0.5, 0.0, 0.3, 0.999])
    orthant = 0.25 + np.arcsin(r) / (2 * np.pi)
    np.testing.assert_allclose(bivariate_normal_cdf(0.0, 0.0, r), orthant, atol=1e-15)
    np.testing.assert_allclose(bivariate_normal_cdf(-0.0, 0.0, r), orthant, atol=1e-15)
    h = np.array([-3.0, -0.1, 0.0, 0.7, 5.0])
    marginal = stats.norm.cdf(h)
    np.testing.assert_allclose(bivariate_normal_cdf(h, np.inf, 0.6), marginal, atol=1e-15)
    np.testing.assert_allclose(bivariate_normal_cdf(h, -np.inf, 0.6), 0, atol=1e-15)
    np.testing.assert_allclose(bivariate_normal_cdf(h, 0.0, 0.0), marginal / 2, atol=1e-15)


def test_density_is_the_derivative_by_the_correlation() -> None:
    h, k = np.meshgrid([-1.2, 0.0, 0.8, np.inf], [-0.4, 0.5, 2.0])
    step = 1e-5
    above, below = (bivariate_normal_cdf(h, k, 0.4 + change) for change in (step, -step))
    density = bivariate_normal_density(h, k, 0.4)
    np.testing.assert_allclose((above - below) / (2 * step), density, atol=1e-9)


@pytest.mark.parametrize("model", ["complete", "pairwise", "one_construct", "two_points"])
def test_thresholds_and_correlations_equal_those_of_lavaan(reference: dict, model: str) -> None:
    expected = reference["reference"][model]
    moments = moments_of(read_answers(reference, model)[expected["items"]])
    assert moments.n == expected["n"]
    np.testing.assert_allclose(moments.correlation, expected["correlation"], atol=1e-7)
    np.testing.assert_allclose(
        np.concatenate(moments.thresholds), expected["thresholds"], atol=1e-12
    )


@pytest.mark.parametrize("model", ["pairwise", "two_points"])
def test_their_covariance_equals_that_of_lavaan(reference: dict, model: str) -> None:
    expected = reference["reference"][model]
    items = code_ordinal_items(read_answers(reference, model), expected["items"])
    moments = estimate_polychoric(items)
    cuts = [
        f"{name}|t{position + 1}"
        for name, thresholds in zip(moments.names, moments.thresholds, strict=True)
        for position in range(len(thresholds))
    ]
    pairs = [f"{moments.names[b]}~~{moments.names[a]}" for a, b in zip(*moments.pairs, strict=True)]
    at = [expected["gamma_names"].index(name) for name in cuts + pairs]
    gamma = np.array(expected["gamma"])[np.ix_(at, at)]
    np.testing.assert_allclose(
        estimate_asymptotic_covariance(items, moments), gamma, rtol=1e-6, atol=1e-6
    )


def test_covariance_is_what_repeated_samples_show() -> None:
    """Also when answers are missing, other ones for each pair."""
    rng = np.random.default_rng(7)
    n, draws, items = 400, 400, ["q1", "q2", "s1"]
    found, stated = [], []
    for _ in range(draws):
        answers = simulate_chain(rng, n)[items]
        answers = answers.mask(rng.random(answers.shape) < [0.1, 0.3, 0.0])
        coded = code_ordinal_items(answers, items, least_answers=0)
        moments = estimate_polychoric(coded)
        found.append(moments.correlation[moments.pairs])
        gamma = estimate_asymptotic_covariance(coded, moments)
        stated.append(gamma[-3:, -3:] / coded.n)
    observed, expected = np.cov(np.transpose(found)), np.mean(stated, axis=0)
    truth = [0.64, 0.384, 0.384]  # q1 and q2; q1 and s1; q2 and s1
    np.testing.assert_allclose(np.mean(found, axis=0), truth, atol=0.01)
    # a variance of 400 draws is known to about 7%
    np.testing.assert_allclose(np.diag(observed), np.diag(expected), rtol=0.25)


def test_only_order_of_answers_counts() -> None:
    answers = simulate_chain(np.random.default_rng(3), 300)
    moments = moments_of(answers)
    recoded = moments_of(answers.assign(q1=answers["q1"] ** 3, s2=answers["s2"] * 10 - 7))
    np.testing.assert_allclose(recoded.correlation, moments.correlation, atol=1e-13)
    turned = moments_of(answers.assign(q1=6 - answers["q1"]))
    np.testing.assert_allclose(turned.correlation[0, 1:], -moments.correlation[0, 1:], atol=1e-10)
    np.testing.assert_allclose(turned.thresholds[0], -moments.thresholds[0][::-1], atol=1e-12)


def test_respondents_with_the_same_answers_are_one_pattern_with_a_count() -> None:
    answers = simulate_chain(np.random.default_rng(4), 200)[["q1", "q2", "s1"]]
    shuffled = pd.concat([answers, answers]).sample(frac=1, random_state=1)
    once, twice = (
        code_ordinal_items(part, list(answers), least_answers=1) for part in (answers, shuffled)
    )
    assert len(once.codes) == len(twice.codes) == len(answers.drop_duplicates())
    assert (once.n, twice.n) == (200, 400)
    gammas = [
        estimate_asymptotic_covariance(items, estimate_polychoric(items)) for items in (once, twice)
    ]
    np.testing.assert_allclose(*gammas, atol=1e-9)


def test_eleven_points_with_answers_nobody_or_hardly_anybody_gave() -> None:
    rng = np.random.default_rng(5)
    cuts = tuple(np.linspace(-2.5, 1.2, 10))
    answers = simulate_chain(rng, 500, cuts=cuts)[["q1", "q2", "q3"]] - 1
    answers = answers.replace({"q1": {4.0: 5.0}})  # nobody gave a 4
    items = code_ordinal_items(answers, list(answers))
    assert 4.0 not in items.levels[0]
    assert any(text.startswith("answer 0 (") for _, text in items.merged)
    counts = [np.bincount(column, items.counts) for column in items.codes.T]
    assert min(count.min() for count in counts) >= 5
    np.testing.assert_allclose(
        estimate_polychoric(items).correlation[np.tril_indices(3, -1)], 0.64, atol=0.08
    )


def test_rare_answers_join_the_smaller_neighbour() -> None:
    answers = pd.DataFrame({"x": np.repeat([1, 2, 3, 4, 5], [2, 50, 3, 20, 30])})
    items = code_ordinal_items(answers, ["x"])
    assert items.merged == (
        ("x", "answer 1 (2 times) merged with 2"),
        ("x", "answer 3 (3 times) merged with 4"),
    )
    np.testing.assert_array_equal(items.levels[0], [1, 3, 5])
    np.testing.assert_array_equal(np.bincount(items.codes[:, 0], items.counts), [52, 23, 30])


def test_who_answered_nothing_does_not_count() -> None:
    answers = simulate_chain(np.random.default_rng(6), 100)
    answers.iloc[:7] = np.nan
    assert code_ordinal_items(answers, list(answers)).n == 93


def test_an_item_that_does_not_vary_is_named() -> None:
    answers = simulate_chain(np.random.default_rng(8), 100).assign(q2=3.0)
    with pytest.raises(EstimationError, match=r"every answer to q2 .* 100 respondents"):
        code_ordinal_items(answers, list(answers))


def test_a_measured_quantity_is_no_ordinal_item() -> None:
    answers = simulate_chain(np.random.default_rng(8), 100).assign(spend=np.arange(100.0))
    with pytest.raises(EstimationError, match=r"spend \(100\).*robust maximum likelihood"):
        code_ordinal_items(answers, list(answers))


def test_items_that_always_agree_are_named() -> None:
    answers = simulate_chain(np.random.default_rng(9), 200)[["q1", "s1"]]
    with pytest.raises(EstimationError, match="q1 and copy follow each other exactly"):
        moments_of(answers.assign(copy=answers["q1"]))


def test_items_nobody_answered_together_are_named() -> None:
    answers = simulate_chain(np.random.default_rng(10), 200)[["q1", "q2", "s1"]]
    answers.loc[:99, "q1"] = np.nan
    answers.loc[100:, "s1"] = np.nan
    with pytest.raises(EstimationError, match="none of 200 respondents answered both q1 and s1"):
        moments_of(answers)
