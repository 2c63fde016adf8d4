"""The matrices of a model: implied moments, and derivatives that equal complex steps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structural_values import moments_of, specification_of

from analysis.estimate.structural.maximum_likelihood import (
    discrepancy,
    expected_information,
    observed_information,
    scores,
    slopes,
)
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.syntax import read_model_syntax

TEXT = """
f =~ x1 + a*x2 + a*x3
g =~ y1 + y2 + y3 + x2
h =~ f + g + w1
h ~ q + r
z ~ h + q
x1 ~~ y1
"""
MODEL = build_ram_model(read_model_syntax(TEXT), mean_structure=True)


def point(seed: int, model: RamModel) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.3, 0.5, model.n_parameters)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_derivatives_of_the_moments_equal_complex_steps(seed: int) -> None:
    theta = point(seed, MODEL)
    sigma, change = MODEL.covariance_derivatives(theta)
    stepped = np.moveaxis(complex_jacobian(MODEL.implied_covariance, theta), -1, 0)
    np.testing.assert_allclose(sigma, MODEL.implied_covariance(theta), atol=1e-12)
    np.testing.assert_allclose(change, stepped, atol=1e-10 * np.abs(stepped).max())
    means, change = MODEL.mean_derivatives(theta)
    stepped = np.moveaxis(complex_jacobian(MODEL.implied_means, theta), -1, 0)
    np.testing.assert_allclose(means, MODEL.implied_means(theta))
    np.testing.assert_allclose(change, stepped, atol=1e-10 * np.abs(stepped).max())
    pull = np.random.default_rng(seed).normal(size=sigma.shape)
    pull = pull + pull.T
    expected = np.einsum("ij,qji->q", pull, MODEL.covariance_derivatives(theta)[1])
    np.testing.assert_allclose(
        MODEL.change_covariance(theta).traces(pull), expected, atol=1e-9 * np.abs(expected).max()
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_slopes_of_the_discrepancy_equal_differences(seed: int) -> None:
    model = build_ram_model(specification_of("democracy"))
    covariance = moments_of("democracy").covariance
    rng = np.random.default_rng(seed)
    theta = model.start(covariance) * rng.uniform(0.9, 1.1, model.n_parameters)
    gradient = slopes(model, theta, covariance)
    both, curvature = scores(model, theta, covariance)
    np.testing.assert_allclose(gradient, both, atol=1e-9)
    np.testing.assert_allclose(curvature, 2 * expected_information(model, theta))
    k, step = int(rng.integers(model.n_parameters)), 1e-6
    shift = step * np.eye(model.n_parameters)[k]
    up, down = (discrepancy(model, theta + s * shift, covariance) for s in (1, -1))
    assert (up - down) / (2 * step) == pytest.approx(gradient[k], rel=1e-4, abs=1e-7)


def laid_out(theta: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """``scores`` of MODEL from the derivatives of Sigma themselves."""
    sigma, change = MODEL.covariance_derivatives(theta)
    weighted = np.linalg.inv(sigma) @ change
    residual = np.linalg.inv(sigma) @ (covariance - sigma)
    gradient = -np.einsum("qij,ji->q", weighted, residual)
    return gradient, np.einsum("kij,lji->kl", weighted, weighted)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_scores_equal_those_of_derivatives_laid_out(seed: int) -> None:
    rng = np.random.default_rng(seed)
    theta = np.full(MODEL.n_parameters, 0.3) + rng.uniform(-0.1, 0.1, (2, 3, MODEL.n_parameters))
    variances = [left == right for left, _, right in MODEL.relations]
    theta[..., MODEL.free[np.array(variances)]] += 2
    mixed = rng.normal(size=(3, len(MODEL.observed), 20))
    covariances = mixed @ np.swapaxes(mixed, 1, 2) / 20
    gradient, curvature = scores(MODEL, theta, covariances)
    np.testing.assert_allclose(slopes(MODEL, theta, covariances), gradient, atol=1e-12)
    np.testing.assert_allclose(expected_information(MODEL, theta), curvature / 2, atol=1e-12)
    for i, j in np.ndindex(2, 3):
        expected = laid_out(theta[i, j], covariances[j])
        for found, value in zip((gradient[i, j], curvature[i, j]), expected, strict=True):
            np.testing.assert_allclose(found, value, rtol=0, atol=1e-12 * np.abs(value).max())


def test_information_is_the_curvature_of_the_discrepancy() -> None:
    model = build_ram_model(specification_of("holzinger"))
    covariance = moments_of("holzinger").covariance
    theta = model.start(covariance)
    # when the model is true, expected and observed information are the same
    exact = model.implied_covariance(theta)
    np.testing.assert_allclose(
        observed_information(model, theta, exact), expected_information(model, theta), atol=1e-10
    )
    assert not np.allclose(
        observed_information(model, theta, covariance), expected_information(model, theta)
    )


def test_implied_moments_are_those_of_simulated_answers() -> None:
    rng = np.random.default_rng(4)
    model = build_ram_model(
        read_model_syntax("f =~ x1 + x2 + x3\n g =~ y1 + y2\n g ~ f\n f ~ 1\n y2 ~ 1"),
        mean_structure=True,
    )
    values = {
        "f =~ x2": 0.8, "f =~ x3": -0.5, "g =~ y2": 1.2, "g ~ f": 0.6, "f ~~ f": 1.5,
        "g ~~ g": 0.4, "f ~1": 2.0, "y2 ~1": -1.0,
    }  # fmt: skip
    theta = np.array([values.get(name, 0.3) for name in model.parameter_names])
    n = 400_000
    f = 2 + rng.normal(0, 1.5**0.5, n)
    g = 0.6 * f + rng.normal(0, 0.4**0.5, n)
    loads = [(f, 1, 0.3), (f, 0.8, 0.3), (f, -0.5, 0.3), (g, 1, 0.3), (g, 1.2, -1.0)]
    answers = np.array([level + by * eta + rng.normal(0, 0.3**0.5, n) for eta, by, level in loads])
    np.testing.assert_allclose(model.implied_covariance(theta), np.cov(answers), atol=0.02)
    np.testing.assert_allclose(model.implied_means(theta), answers.mean(axis=1), atol=0.01)


def test_a_stack_gives_what_each_member_gives() -> None:
    stack = np.array([point(seed, MODEL) for seed in range(4)])
    sigma, change = MODEL.covariance_derivatives(stack)
    for k, theta in enumerate(stack):
        np.testing.assert_allclose(sigma[k], MODEL.implied_covariance(theta))
        np.testing.assert_allclose(change[k], MODEL.covariance_derivatives(theta)[1])


@pytest.mark.parametrize("case", ["holzinger", "second_order", "democracy", "mobi_full"])
def test_the_search_starts_where_the_model_is_possible(case: str) -> None:
    model = build_ram_model(specification_of(case))
    covariance = moments_of(case).covariance
    start = model.implied_covariance(model.start(covariance))
    assert np.linalg.eigvalsh(start)[0] > 0
    np.testing.assert_allclose(np.diag(start), np.diag(covariance), rtol=0.6)
