"""AUC of past predictions: equal to the published estimators, with an error for customers."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from past_predictions import by_hand, shape_predictions, simulate_past
from sklearn.metrics import roc_auc_score

from analysis.errors import EstimationError
from analysis.estimate.early_warning.ranking import estimate_auc, estimate_auc_by_time

VALUES = Path(__file__).parents[2] / "reference" / "values"
INF = float("inf")


def auc(predictions: pd.DataFrame) -> pd.Series:
    return estimate_auc(predictions, confidence_level=0.95).iloc[0]


def test_without_censoring_it_is_the_plain_auc() -> None:
    predictions = simulate_past(np.random.default_rng(1), 500, n_months=1)
    coarse = predictions.assign(risk=predictions["risk"].round(2))  # with ties
    expected = roc_auc_score(coarse["left"].astype(bool), coarse["risk"])
    assert auc(coarse)["estimate"] == pytest.approx(expected)
    by_time = estimate_auc_by_time(coarse, times=[30, 90], confidence_level=0.95)
    assert by_time["estimate"].iloc[1] == pytest.approx(expected)
    within = coarse["days_to_loss"] <= 30
    assert by_time["estimate"].iloc[0] == pytest.approx(roc_auc_score(within, coarse["risk"]))


def test_with_censoring_it_is_that_of_scikit_survival() -> None:
    stored = json.loads((VALUES / "warning_auc.json").read_text(encoding="utf-8"))
    tenure, event = np.array(stored["tenure"]), np.array(stored["event"])
    rows = pd.DataFrame({"number": range(len(tenure)), "day": 0, "risk": stored["signal"]})
    predictions = shape_predictions(rows.assign(ahead=np.where(event, tenure.round(), INF)))
    predictions["days_to_loss"] = pd.array(np.where(event, tenure, np.nan), dtype="Float64")
    predictions["days_followed"] = tenure
    found = estimate_auc_by_time(predictions, times=[30, 60, 90], confidence_level=0.95)
    np.testing.assert_allclose(found["estimate"], stored["auc"], rtol=1e-12)


def test_delong_error_of_published_formula() -> None:
    """DeLong et al. (1988): variances of the placements of cases and of controls."""
    predictions = simulate_past(np.random.default_rng(2), 200, n_months=1)
    risk, left = predictions["risk"].to_numpy(), predictions["left"].to_numpy(bool)
    above = (risk[left][:, None] > risk[~left]).astype(float)
    of_cases, of_controls = above.mean(axis=1), above.mean(axis=0)
    variance = of_cases.var() / len(of_cases) + of_controls.var() / len(of_controls)
    assert auc(predictions)["std_error"] == pytest.approx(np.sqrt(variance))


def test_customers_repeated_add_no_certainty() -> None:
    predictions = simulate_past(np.random.default_rng(3), 300, n_months=1)
    again = pd.concat([predictions, predictions.assign(day=30)], ignore_index=True)
    once, twice = auc(predictions), auc(again)
    assert twice["estimate"] == pytest.approx(once["estimate"])
    assert twice["std_error"] == pytest.approx(once["std_error"])
    assert twice["n"] == once["n"] == 300


def test_only_customers_of_one_month_are_compared() -> None:
    # within each month the order is right; in the second all risks are above those of the first
    rows = [("a", 0, 0.2, 5.0), ("b", 0, 0.1, INF), ("c", 30, 0.6, 5.0), ("d", 30, 0.5, INF)]
    assert auc(by_hand(rows))["estimate"] == 1.0
    on_tenure = by_hand(rows).assign(split=0)
    both_folds = pd.concat(
        [on_tenure, by_hand([("e", 0, 0.3, INF), ("f", 30, 0.3, 5.0)]).assign(split=1)]
    )
    # on the clock of tenure a fold is one list: 4 pairs of the first fold (3 right), a tie
    assert auc(both_folds)["estimate"] == pytest.approx((3 + 0.5) / 5)


def test_intervals_cover_at_the_stated_rate() -> None:
    rng = np.random.default_rng(20261123)
    truth = auc(simulate_past(rng, 60_000, n_months=3))["estimate"]
    covered = []
    for _ in range(150):
        row = auc(simulate_past(rng, 250, n_months=3))
        covered.append(row["conf_low"] <= truth <= row["conf_high"])
    assert 0.89 <= np.mean(covered) <= 0.995


def test_no_pair_no_auc() -> None:
    with pytest.raises(EstimationError, match="none of 2 month-end"):
        auc(by_hand([("a", 0, 0.2, 5.0), ("b", 30, 0.1, INF)]))
