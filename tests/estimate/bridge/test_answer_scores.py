"""Constructs given the answers: against direct integration and closed forms."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from survey_respondents import LOADINGS, correlations_frame, draw_respondents, loadings_frame

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers
from analysis.estimate.bridge.scores import average_items, no_scores, score_composites


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return draw_respondents(np.random.default_rng(2), 3_000)


def integrate_posterior(frame: pd.DataFrame, row: int, correlation: float) -> np.ndarray:
    """Means of both constructs of one respondent, by brute force on a plane."""
    grid = np.linspace(-5, 5, 201)
    log = np.zeros((2, len(grid)))
    for at, name in enumerate(("satisfaction", "trust")):
        for k, loading in enumerate(LOADINGS, start=1):
            column = frame[f"{name}_{k}"]
            below = (column < column[row]).sum() / column.notna().sum()
            upto = (column <= column[row]).sum() / column.notna().sum()
            spread = np.sqrt(1 - loading**2)
            ends = (stats.norm.ppf([below, upto])[:, None] - loading * grid) / spread
            chance = np.diff(stats.norm.cdf(ends), axis=0)[0]
            log[at] += np.log(np.maximum(chance, 1e-300))
    first, second = np.meshgrid(grid, grid, indexing="ij")
    prior = stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]])
    mass = np.exp(log[0][:, None] + log[1]) * prior.pdf(np.dstack([first, second]))
    mass /= mass.sum()
    return np.array([(mass * first).sum(), (mass * second).sum()])


def test_posterior_means_equal_direct_integration(answers: pd.DataFrame) -> None:
    scores = score_answers(answers, loadings_frame(), correlations_frame(0.6))
    for row in range(12):
        np.testing.assert_allclose(
            scores.means[row], integrate_posterior(answers, row, 0.6), atol=0.03
        )


def test_continuous_items_give_thurstones_regression_scores() -> None:
    frame = draw_respondents(np.random.default_rng(8), 400, points=False)
    loadings = loadings_frame(("satisfaction",))
    alone = pd.DataFrame([[1.0]], index=["satisfaction"], columns=["satisfaction"])
    scores = score_answers(frame, loadings, alone)
    items = frame[loadings["item"].tolist()]
    standard = ((items - items.mean()) / items.std(ddof=0)).to_numpy()
    weight = np.array(LOADINGS)
    implied = np.outer(weight, weight) + np.diag(1 - weight**2)
    expected = standard @ np.linalg.solve(implied, weight)
    np.testing.assert_allclose(scores.means[:, 0], expected, atol=1e-4)
    variance = 1 - weight @ np.linalg.solve(implied, weight)
    np.testing.assert_allclose(scores.covariances[:, 0, 0], variance, atol=1e-4)


def test_scores_are_calibrated(answers: pd.DataFrame) -> None:
    scores = score_answers(answers, loadings_frame(), correlations_frame(0.6))
    truth = answers[["true_satisfaction", "true_trust"]].to_numpy()
    spread = np.sqrt(np.diagonal(scores.covariances, axis1=1, axis2=2))
    z = (truth - truth.mean(axis=0) - scores.means) / spread
    assert np.abs(z.mean(axis=0)).max() < 0.06
    assert np.abs(z.std(axis=0) - 1).max() < 0.05
    # the top answer says less: its scores must be known less well
    top = (answers[[f"satisfaction_{k}" for k in (1, 2, 3)]] == 5).all(axis=1).to_numpy()
    assert spread[top, 0].mean() > 1.2 * spread[~top, 0].mean()


def test_missing_items_say_nothing(answers: pd.DataFrame) -> None:
    holes = answers.copy()
    holes.loc[0, [f"satisfaction_{k}" for k in (1, 2, 3)]] = np.nan
    holes.loc[1, list(loadings_frame()["item"])] = np.nan
    scores = score_answers(holes, loadings_frame(), correlations_frame(0.6))
    assert scores.means[0, 0] == pytest.approx(0.6 * scores.means[0, 1], abs=1e-6)
    np.testing.assert_allclose(scores.means[1], 0, atol=1e-6)
    np.testing.assert_allclose(scores.covariances[1], scores.prior, atol=1e-6)
    alone = scores.alone("satisfaction")
    assert alone.means[0, 0] == pytest.approx(0, abs=1e-6)


def test_conditioning_on_covariates_gives_the_latent_regression(answers: pd.DataFrame) -> None:
    scores = score_answers(answers, loadings_frame(), correlations_frame(0.6))
    design = answers[["tenure_years"]].to_numpy()
    informed = scores.alone("satisfaction").condition_on(design)
    slope = np.polyfit(design[:, 0], informed.means[:, 0], 1)[0]
    naive = np.polyfit(design[:, 0], scores.alone("satisfaction").means[:, 0], 1)[0]
    assert slope == pytest.approx(0.3, abs=0.05)
    assert naive < slope - 0.03


def test_plausible_values_have_the_posterior_moments(answers: pd.DataFrame) -> None:
    scores = score_answers(answers.head(3), loadings_frame(), correlations_frame(0.6))
    draws = scores.draw(40_000, np.random.default_rng(1))
    np.testing.assert_allclose(draws.mean(axis=0), scores.means, atol=0.02)
    np.testing.assert_allclose(np.cov(draws[:, 0].T), scores.covariances[0], atol=0.02)


def test_composites_are_shrunk_by_their_reliability() -> None:
    rng = np.random.default_rng(5)
    truth = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 4_000)
    noisy = truth + rng.standard_normal(truth.shape) * np.sqrt(np.array([1 / 0.8, 1 / 0.6]) - 1)
    values = pd.DataFrame(noisy, columns=["satisfaction", "trust"])
    scores = score_composites(values, {"satisfaction": 0.8, "trust": 0.6})
    assert scores.prior[0, 1] == pytest.approx(0.5, abs=0.05)
    slopes = [np.polyfit(scores.means[:, k], truth[:, k], 1)[0] for k in range(2)]
    np.testing.assert_allclose(slopes, 1, atol=0.05)
    values.iloc[0, 0] = np.nan
    assert np.isfinite(score_composites(values, {"satisfaction": 0.8, "trust": 0.6}).means).all()


def test_faults_are_named(answers: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="'trust_9'"):
        more = pd.DataFrame([{"construct": "trust", "item": "trust_9", "loading": 0.5}])
        odd = pd.concat([loadings_frame(), more])
        score_answers(answers, odd, correlations_frame(0.6))
    with pytest.raises(EstimationError, match="two constructs"):
        shared = loadings_frame()
        shared.loc[3, "item"] = "satisfaction_1"
        score_answers(answers, shared, correlations_frame(0.6))
    with pytest.raises(EstimationError, match="one construct to these items"):
        score_answers(answers, loadings_frame(), correlations_frame(1.0))
    with pytest.raises(EstimationError, match=r"reliability 1\.2"):
        score_composites(answers[["true_trust"]], {"true_trust": 1.2})
    with pytest.raises(EstimationError, match="cannot be told apart"):
        both = answers[["satisfaction_1", "satisfaction_2"]]
        score_composites(both, {"satisfaction_1": 0.3, "satisfaction_2": 0.3})
    with pytest.raises(EstimationError, match="no scores of 'value'"):
        no_scores(3).position("value")


def test_the_naive_score_is_a_standardised_mean(answers: pd.DataFrame) -> None:
    naive = average_items(answers, {"trust": ["trust_1", "trust_2"]})
    assert naive["trust"].mean() == pytest.approx(0, abs=1e-12)
    assert naive["trust"].std(ddof=0) == pytest.approx(1)
