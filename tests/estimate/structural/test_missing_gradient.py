"""The gradient of the full-information likelihood, against differences of the likelihood itself."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.structural.group_likelihood import GroupLikelihood
from analysis.estimate.structural.group_model import one_group
from analysis.estimate.structural.missing_patterns import collect_patterns
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.syntax import read_model_syntax

TEXT = """
f =~ x1 + x2 + a*x3
g =~ y1 + a*y2 + y3
h =~ f + g + z1
w ~ h + q
z1 ~ q
x1 ~~ y1
x2 ~~ x3
f ~ 1
y2 ~ 0.5*1
"""
KINDS = {"=~", "~", "~~", "~1"}


@pytest.fixture(scope="module")
def model() -> RamModel:
    return build_ram_model(read_model_syntax(TEXT), mean_structure=True)


def answers(names: tuple[str, ...], n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Correlated answers, a quarter of them missing, some respondents with one answer only."""
    rows = rng.standard_normal((n, 1)) + rng.standard_normal((n, len(names))) + 0.3
    rows[rng.random(rows.shape) < 0.25] = np.nan
    rows[:5, 1:] = np.nan
    rows[:5, 0] = 1.0
    return pd.DataFrame(rows, columns=list(names))


def likelihood_of(model: RamModel, n: int, rng: np.random.Generator) -> GroupLikelihood:
    patterns = collect_patterns(answers(model.observed, n, rng), model.observed)
    assert len(patterns.counts) > 30 and patterns.counts.max() > 1
    return GroupLikelihood(one_group(model), (patterns,))


def differences(likelihood: GroupLikelihood, theta: np.ndarray, step: float = 1e-5) -> np.ndarray:
    def total(at: np.ndarray) -> float:
        return sum(part.log_likelihood for part in likelihood.moment_scores(at))

    each = step * np.eye(len(theta))
    return np.array([(total(theta + d) - total(theta - d)) / (2 * step) for d in each])


@pytest.mark.parametrize("seed", range(4))
def test_gradient_equals_central_differences(model: RamModel, seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert set(model.table.loc[model.free >= 0, "operator"]) == KINDS
    likelihood = likelihood_of(model, 150, rng)
    p = len(model.observed)
    start = model.start(np.eye(p) + 1.0, np.full(p, 0.3))
    theta = start + rng.uniform(-0.1, 0.1, len(start))  # away from the maximum
    gradient = likelihood.gradient(theta, likelihood.moment_scores(theta))
    assert np.isfinite(gradient).all() and (np.abs(gradient) > 1e-3).all()
    expected = differences(likelihood, theta)
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(expected).max())


def test_information_equals_differences_of_the_gradient(model: RamModel) -> None:
    rng = np.random.default_rng(8)
    likelihood = likelihood_of(model, 150, rng)
    p = len(model.observed)
    theta = model.start(np.eye(p) + 1.0, np.full(p, 0.3))
    theta += rng.uniform(-0.1, 0.1, len(theta))

    def gradient(at: np.ndarray) -> np.ndarray:
        return likelihood.gradient(at, likelihood.moment_scores(at))

    each = 1e-5 * np.eye(len(theta))
    curves = np.array([(gradient(theta + d) - gradient(theta - d)) / 2e-5 for d in each])
    found = likelihood.information(theta, likelihood.moment_scores(theta))
    np.testing.assert_allclose(-found, curves, rtol=1e-5, atol=1e-6 * np.abs(curves).max())
