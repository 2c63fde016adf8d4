"""The better model is chosen, and the simpler of two as good."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.early_warning.choice import choose_model, compare_models


def make_predictions(
    risks: dict[str, np.ndarray], left: np.ndarray, *, rows_each: int = 1
) -> pd.DataFrame:
    n = len(left)
    parts = [
        pd.DataFrame(
            {
                "model": name,
                "customer_id": [f"c{k // rows_each}" for k in range(n)],
                "day": np.arange(n) % rows_each * 30,
                "split": np.arange(n) % rows_each,
                "risk": risk,
                "left": pd.array(left, dtype="boolean"),
                "weight": 1.0,
                "horizon": 90,
            }
        )
        for name, risk in risks.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(model=pd.Categorical(frame["model"], categories=list(risks)))


def draw(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.random.Generator]:
    rng = np.random.default_rng(seed)
    true = rng.beta(1, 3, n)
    return true, rng.random(n) < true, rng


def test_brier_scores_and_differences_by_hand() -> None:
    left = np.array([True, False, False, True])
    risks = {"recency": np.full(4, 0.5), "hazard": np.array([0.8, 0.1, 0.3, 0.6])}
    table = compare_models(make_predictions(risks, left), confidence_level=0.95).set_index("model")
    assert table.loc["recency", "brier"] == pytest.approx(0.25)
    assert table.loc["hazard", "brier"] == pytest.approx((0.04 + 0.01 + 0.09 + 0.16) / 4)
    assert table.loc["hazard", "difference"] == pytest.approx(0.075 - 0.25)
    assert table.loc["hazard", "skill"] == pytest.approx(1 - 0.075 / 0.25)
    assert table.loc["hazard", "gap"] == 0
    assert table.loc["hazard", "auc"] == 1


def test_a_model_that_knows_more_is_chosen() -> None:
    true, left, rng = draw(4000)
    noisy = np.clip(true + rng.normal(0, 0.2, len(true)), 0.01, 0.99)
    predictions = make_predictions({"recency": noisy, "hazard": true}, left)
    table = compare_models(predictions, confidence_level=0.95)
    assert choose_model(table) == "hazard"
    assert table["difference_high"].iloc[1] < 0


def test_the_simpler_is_chosen_when_the_difference_may_be_chance() -> None:
    true, left, rng = draw(1500)
    almost = np.clip(true + rng.normal(0, 0.01, len(true)), 0.01, 0.99)
    poor = np.full(len(true), left.mean())
    risks = {"recency": poor, "hazard": almost, "boosting": true, "ensemble": true}
    table = compare_models(make_predictions(risks, left), confidence_level=0.95)
    assert choose_model(table) == "hazard"
    assert table["chosen"].sum() == 1


def test_a_customer_said_often_is_said_once() -> None:
    true, left, rng = draw(1000)
    worse = np.clip(true + rng.normal(0, 0.1, len(true)), 0.01, 0.99)
    once = compare_models(
        make_predictions({"recency": worse, "hazard": true}, left), confidence_level=0.95
    )
    often = compare_models(
        make_predictions(
            {"recency": np.repeat(worse, 5), "hazard": np.repeat(true, 5)},
            np.repeat(left, 5),
            rows_each=5,
        ),
        confidence_level=0.95,
    )
    for column in ("brier_low", "difference_low", "difference_high", "auc_low"):
        assert often[column].to_numpy() == pytest.approx(once[column].to_numpy())
    assert often["n_customers"].tolist() == [1000, 1000]
    assert often["n"].tolist() == [5000, 5000]


def test_intervals_of_a_difference_cover_it() -> None:
    covered, n_rounds = 0, 150
    for seed in range(n_rounds):
        true, left, rng = draw(600, seed)
        other = np.clip(true + rng.normal(0, 0.15, len(true)), 0, 1)
        expected = ((other - true) ** 2).mean()  # of the difference of Brier scores
        predictions = make_predictions({"recency": true, "hazard": other}, left)
        row = compare_models(predictions, confidence_level=0.95).iloc[1]
        covered += bool(row["difference_low"] <= expected <= row["difference_high"])
    assert 0.90 <= covered / n_rounds <= 0.99


def test_models_judged_on_other_rows_are_not_compared() -> None:
    true, left, _ = draw(100)
    predictions = make_predictions({"recency": true, "hazard": true}, left)
    with pytest.raises(EstimationError, match="same customer-months"):
        compare_models(predictions.iloc[:-1], confidence_level=0.95)
