"""Brier score of past predictions."""

import numpy as np
import pytest
from past_predictions import by_hand, pick, simulate_past
from sklearn.metrics import brier_score_loss

from analysis.estimate.early_warning.brier_skill import estimate_brier

INF = float("inf")


def test_it_is_the_mean_squared_distance() -> None:
    predictions = simulate_past(np.random.default_rng(1), 300)
    table = estimate_brier(predictions, confidence_level=0.95)
    left = predictions["left"].astype(bool)
    model = pick(table, "model")["estimate"]
    assert model == pytest.approx(brier_score_loss(left, predictions["risk"]))
    null = pick(table, "null_model")["estimate"]
    assert null == pytest.approx(brier_score_loss(left, np.full(len(left), left.mean())))
    assert pick(table, "difference")["estimate"] == pytest.approx(null - model)
    assert pick(table, "skill")["estimate"] == pytest.approx(1 - model / null)


def test_weights_stand_for_customers_unseen() -> None:
    rows = [("a", 0, 0.5, 5.0), ("b", 0, 0.2, INF), ("c", 0, 0.9, INF)]
    predictions = by_hand(rows).assign(weight=[2.0, 1.0, 0.0])
    model = pick(estimate_brier(predictions, confidence_level=0.95), "model")
    assert model["estimate"] == pytest.approx((2 * 0.25 + 0.04) / 3)
    assert model["n"] == 2


def test_skill_covers_the_truth() -> None:
    rng = np.random.default_rng(20261123)
    everyone = estimate_brier(simulate_past(rng, 60_000, n_months=3), confidence_level=0.95)
    truth = pick(everyone, "skill")["estimate"]
    covered = []
    for _ in range(200):
        table = estimate_brier(simulate_past(rng, 300, n_months=3), confidence_level=0.95)
        row = pick(table, "skill")
        covered.append(row["conf_low"] <= truth <= row["conf_high"])
    assert 0.90 <= np.mean(covered) <= 0.99


def test_the_same_risk_for_all_has_no_skill() -> None:
    predictions = simulate_past(np.random.default_rng(2), 500)
    share = float(predictions["left"].mean())
    row = pick(estimate_brier(predictions.assign(risk=share), confidence_level=0.95), "skill")
    assert row["estimate"] == pytest.approx(0, abs=1e-12)
