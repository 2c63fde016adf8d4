"""Customers there now: everyone once, settled ones at no risk, longer horizons no safer."""

import dataclasses

import numpy as np
import pytest
from simulated_landmarks import (
    SHOP_FEATURES,
    on_tenure,
    plan_for,
    simulate_contracts,
    simulate_shop,
)

from analysis.errors import EstimationError
from analysis.estimate.early_warning.backtest import run_backtest
from analysis.estimate.early_warning.scoring import Scoring, list_present, score_customers

CONTRACTS = simulate_contracts(np.random.default_rng(31), 1500)
SHOP = simulate_shop(np.random.default_rng(32), 900)
PLAN = plan_for("calendar", 60)
TEST = run_backtest(CONTRACTS, PLAN, rng=np.random.default_rng(1))


def score(model: str) -> Scoring:
    rng = np.random.default_rng(2)
    return score_customers(CONTRACTS, TEST, model, confidence_level=0.95, rng=rng)


@pytest.mark.parametrize("model", ["hazard", "cox", "ensemble"])
def test_everyone_there_now_is_scored_once_with_the_true_risk(model: str) -> None:
    scoring = score(model)
    warnings, rows = scoring.warnings, scoring.rows
    assert list(warnings) == [
        "customer_id", "day", "risk", "conf_low", "conf_high", "risk_30", "risk_90", "open"
    ]  # fmt: skip
    assert warnings["customer_id"].is_unique
    assert len(warnings) == (CONTRACTS["day"] == CONTRACTS["day"].max()).sum()
    assert (rows["customer_id"].astype(str) == warnings["customer_id"].astype(str)).all()
    assert (warnings["conf_low"] <= warnings["risk"]).all()
    assert (warnings["risk"] <= warnings["conf_high"]).all()
    assert (warnings["risk_30"] <= warnings["risk"]).all()
    assert (warnings["risk"] <= warnings["risk_90"]).all()
    assert warnings["risk"].mean() == pytest.approx(rows["true_60"].mean(), rel=0.12)
    assert np.corrcoef(warnings["risk"], rows["true_60"])[0, 1] > 0.85
    assert scoring.model.predict(rows) == pytest.approx(warnings["risk"].to_numpy())
    assert scoring.horizon == 60


def test_settled_customers_have_no_risk() -> None:
    plan = plan_for("calendar", 60, features=SHOP_FEATURES)
    test = run_backtest(SHOP, plan, rng=np.random.default_rng(1))
    scoring = score_customers(
        SHOP, test, "hazard", confidence_level=0.95, rng=np.random.default_rng(2)
    )
    settled = (scoring.rows["silence_left"] > 60).to_numpy()
    assert 0 < settled.sum() < len(settled)
    warnings = scoring.warnings
    assert (warnings["open"] == ~settled).all()
    assert (warnings.loc[settled, ["risk", "conf_low", "conf_high", "risk_30"]] == 0).all(axis=None)
    assert (warnings.loc[~settled, "risk"] > 0).all()
    short = (scoring.rows["silence_left"] > 30).to_numpy()
    assert (warnings.loc[short, "risk_30"] == 0).all()


def test_without_dates_everyone_stands_at_their_own_tenure() -> None:
    landmarks = on_tenure(CONTRACTS)
    rows = list_present(landmarks, "tenure")
    there = landmarks[landmarks["days_to_loss"].isna()]
    assert rows["customer_id"].is_unique
    assert set(rows["customer_id"]) == set(there["customer_id"])
    ends = (there["tenure_days"] + there["days_followed"]).groupby(
        there["customer_id"], observed=True
    )
    assert (rows.set_index("customer_id")["tenure_days"] == ends.max()[rows["customer_id"]]).all()
    assert (rows["days_followed"] == 0).all()


def test_rows_are_scored_one_by_one_as_together() -> None:
    scoring = score("boosting")
    one = scoring.scorer.score(scoring.rows.iloc[[3]], confidence_level=0.95)
    assert one["risk"].iloc[0] == pytest.approx(scoring.warnings["risk"].iloc[3])


def test_a_model_that_was_not_run_cannot_score() -> None:
    with pytest.raises(EstimationError, match="no model 'alive'"):
        score("alive")


def test_a_horizon_at_which_nobody_is_lost_is_left_out() -> None:
    quiet = CONTRACTS.assign(left_30=CONTRACTS["left_30"] & False)
    test = dataclasses.replace(TEST)
    rng = np.random.default_rng(2)
    scoring = score_customers(quiet, test, "hazard", confidence_level=0.95, rng=rng)
    assert "risk_30" not in scoring.warnings and "risk_90" in scoring.warnings
