"""Scores of respondents, also of those who answered only part of the items."""

import numpy as np
import pandas as pd
import pytest
from structural_values import answers_like, lavaan

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.factor_scores import (
    draw_plausible_values,
    score_constructs,
    score_reliability,
)
from analysis.estimate.structural.syntax import read_model_syntax

ITEMS = [f"x{k}" for k in range(1, 10)]


def fit(estimator: str = "ML", *, n: int = 301, case: str = "holzinger"):
    return estimate_structural_model(
        answers_like(case, n=n, seed=8),
        read_model_syntax(lavaan()[case]["model"]),
        confidence_level=0.95,
        estimator=estimator,
    )


def answers(rows: list[list[float | None]]) -> pd.DataFrame:
    return pd.DataFrame(np.array(rows, dtype=float), columns=ITEMS)


@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_scores_equal_lavaan(method: str) -> None:
    stored = lavaan()["scores"]
    ours = score_constructs(fit(), answers(stored["complete"]["answers"]), method=method)
    np.testing.assert_allclose(ours.scores, stored["complete"][method], atol=1e-5)
    ours = score_constructs(fit("FIML"), answers(stored["answers"]), method=method)
    np.testing.assert_allclose(ours.scores, stored["missing"][method], atol=1e-5)
    assert len(ours.error_covariances) == 4  # patterns of answered items


def simulated(n: int = 40_000):
    """Constructs known, answers made from them, a third of the answers lost."""
    model = fit()
    p = len(model.model.observed)
    rng = np.random.default_rng(12)
    total = model.model.total_covariance(model.theta)
    # a residual has no effect on other items: names beyond p are the constructs
    both = rng.multivariate_normal(np.zeros(len(total)), total, size=n)
    frame = pd.DataFrame(both[:, :p] + model.moments.means, columns=ITEMS)
    frame = frame.mask(rng.random(frame.shape) < 1 / 3)
    return model, frame, both[:, p:]


def test_regression_scores_have_the_error_they_state() -> None:
    model, frame, truth = simulated()
    result = score_constructs(model, frame)
    seen = result.scores.notna().all(axis=1).to_numpy()
    error = (result.scores.to_numpy() - truth)[seen]
    stated = result.error_covariances[result.pattern[seen]].mean(axis=0)
    np.testing.assert_allclose(np.cov(error.T), stated, atol=0.02)
    # the expectation given the answers: errors do not go with the scores
    np.testing.assert_allclose(error.T @ result.scores.to_numpy()[seen] / seen.sum(), 0, atol=0.02)


def test_bartlett_scores_are_unbiased_given_the_construct() -> None:
    model, frame, truth = simulated()
    result = score_constructs(model, frame, method="bartlett")
    complete = frame.notna().all(axis=1).to_numpy()
    error = (result.scores.to_numpy() - truth)[complete]
    np.testing.assert_allclose(error.T @ truth[complete] / complete.sum(), 0, atol=0.06)
    stated = result.error_covariances[result.pattern[complete][0]]
    np.testing.assert_allclose(np.cov(error.T), stated, atol=0.08)
    silent = frame[["x1", "x2", "x3"]].isna().all(axis=1)
    assert result.scores.loc[silent, "visual"].isna().all()
    assert result.scores.loc[silent & frame["x4"].notna(), "textual"].notna().all()


def test_plausible_values_carry_the_spread_that_scores_lose() -> None:
    model, frame, truth = simulated(20_000)
    rng = np.random.default_rng(3)
    draws = draw_plausible_values(model, frame, draws=4, rng=rng, parameters_known=True)
    assert draws.shape == (4, len(frame), 3)
    answered = frame.notna().any(axis=1).to_numpy()
    assert np.isnan(draws[:, ~answered]).all()
    spread = np.cov(draws[:, answered].reshape(-1, 3).T)
    np.testing.assert_allclose(spread, np.cov(truth.T), atol=0.03)
    shrunk = score_constructs(model, frame).scores.var()
    assert (shrunk < np.diag(spread) - 0.1 * np.diag(spread)).all()


def test_plausible_values_also_draw_the_parameters() -> None:
    model, frame = fit(), answers_like("holzinger", n=301, seed=8)
    spread = {}
    for known in (True, False):
        rng = np.random.default_rng(5)
        draws = draw_plausible_values(model, frame, draws=100, rng=rng, parameters_known=known)
        spread[known] = np.std([np.var(one, axis=0) for one in draws], axis=0)
    assert (spread[False] > 1.3 * spread[True]).all()


def test_reliability_is_the_squared_correlation_with_the_truth() -> None:
    model, frame, truth = simulated()
    complete = frame.notna().all(axis=1).to_numpy()
    scores = score_constructs(model, frame).scores.to_numpy()
    stated = score_reliability(model).set_index("term")["estimate"]
    for k, name in enumerate(model.model.latent):
        found = np.corrcoef(scores[complete, k], truth[complete, k])[0, 1] ** 2
        assert stated[name] == pytest.approx(found, abs=0.04)


def test_nobody_is_scored_who_answered_nothing() -> None:
    result = score_constructs(fit(), answers([[None] * 9, [5.0] * 9]))
    assert result.scores.iloc[0].isna().all() and result.scores.iloc[1].notna().all()


def test_second_order_constructs_have_regression_scores_only() -> None:
    model = fit(case="second_order")
    frame = answers([[5.0, 6, 2, 3, 4, 2, 4, 5, 5]])
    assert score_constructs(model, frame).scores.notna().all(axis=None)
    bartlett = score_constructs(model, frame, method="bartlett").scores
    assert bartlett["general"].isna().all() and bartlett["visual"].notna().all()


def test_faults_are_named() -> None:
    model = fit()
    with pytest.raises(EstimationError, match="x9: no such column"):
        score_constructs(model, answers([[1.0] * 9]).drop(columns="x9"))
    with pytest.raises(ParameterError, match="'sum' is none of regression, bartlett"):
        score_constructs(model, answers([[1.0] * 9]), method="sum")
