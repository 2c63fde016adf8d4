"""The multinomial logit against statsmodels, and what it says of data it cannot fit."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.errors import EstimationError
from analysis.estimate.early_warning.multinomial import (
    Multinomial,
    differentiate_shares,
    fit_multinomial,
)


def make_rows(n: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    truth = np.array([[0.3, -0.2], [0.7, 0.0], [-0.5, 0.9]])
    chances = np.exp(np.column_stack([np.zeros(n), design @ truth]))
    ladder = (chances / chances.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return design, (ladder > rng.random(n)[:, None]).argmax(axis=1)


def test_equals_statsmodels() -> None:
    design, outcome = make_rows()
    n = len(outcome)
    ours = fit_multinomial(design, outcome, weight=np.ones(n), cluster=np.arange(n))
    peer = sm.MNLogit(outcome, design).fit(disp=0, cov_type="HC0")
    assert ours.coefficients == pytest.approx(np.asarray(peer.params), abs=1e-8)
    assert ours.covariance == pytest.approx(np.asarray(peer.cov_params()), rel=1e-6)


def test_a_weight_of_two_is_the_row_twice_in_one_cluster() -> None:
    design, outcome = make_rows(600)
    rows = np.repeat(np.arange(600), 1 + np.arange(600) % 2)
    weight = 1.0 + np.arange(600) % 2
    once = fit_multinomial(design, outcome, weight=weight, cluster=np.arange(600))
    twice = fit_multinomial(design[rows], outcome[rows], weight=np.ones(len(rows)), cluster=rows)
    assert once.coefficients == pytest.approx(twice.coefficients, abs=1e-9)
    assert once.covariance == pytest.approx(twice.covariance, abs=1e-12)


def test_derivatives_of_shares() -> None:
    design, outcome = make_rows(400)
    fit = fit_multinomial(design, outcome, weight=np.ones(400), cluster=np.arange(400))
    weight = np.linspace(0, 1, 400)
    slopes = differentiate_shares(fit, design, weight)
    for place in range(slopes.shape[1]):
        moved = fit.coefficients.copy()
        moved[place % 3, place // 3] += 1e-6
        there = weight @ Multinomial(moved, fit.influence).predict(design)
        change = (there - weight @ fit.predict(design)) / 1e-6
        assert slopes[:, place] == pytest.approx(change, abs=1e-3)


def test_a_column_that_tells_the_outcome_is_named() -> None:
    design, outcome = make_rows(300)
    design = np.column_stack([design, outcome == 1])
    with pytest.raises(EstimationError, match="for certain among 300 rows; leave that column out"):
        fit_multinomial(design, outcome, weight=np.ones(300), cluster=np.arange(300))


def test_columns_that_repeat_each_other() -> None:
    design, outcome = make_rows(300)
    with pytest.raises(EstimationError, match="repeat each other"):
        fit_multinomial(
            np.column_stack([design, design[:, 1]]),
            outcome,
            weight=np.ones(300),
            cluster=np.arange(300),
        )


def test_a_ridge_gives_odds_to_a_level_that_never_met_a_class() -> None:
    design, outcome = make_rows(300)
    rare = np.column_stack([design, (np.arange(300) < 30) & (outcome == 0)])
    ones = np.ones(300)
    with pytest.raises(EstimationError):
        fit_multinomial(rare, outcome, weight=ones, cluster=np.arange(300))
    held = fit_multinomial(rare, outcome, weight=ones, cluster=np.arange(300), ridge=1.0)
    assert np.abs(held.coefficients).max() < 5
