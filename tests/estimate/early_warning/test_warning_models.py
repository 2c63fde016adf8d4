"""Models recover the hazards that made the data."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from simulated_landmarks import (
    EFFECTS,
    FEATURES,
    SHOP_FEATURES,
    on_tenure,
    plan_for,
    simulate_contracts,
    simulate_shop,
)

from analysis.errors import EstimationError
from analysis.estimate.early_warning.alive import AliveModel, summarise_purchases
from analysis.estimate.early_warning.boosting import BoostingModel
from analysis.estimate.early_warning.cox_risk import CoxRisk
from analysis.estimate.early_warning.cox_stretches import lay_silences
from analysis.estimate.early_warning.hazard_model import HazardModel
from analysis.estimate.early_warning.models import (
    RiskModel,
    WithAlive,
    fit_models,
    list_usable_models,
)
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.recency import RecencyRule

CONTRACTS = simulate_contracts(np.random.default_rng(11), 4000)
SHOP = simulate_shop(np.random.default_rng(12), 1500)
LEAVING = simulate_shop(np.random.default_rng(13), 1500, leaving=True)
PLAN = plan_for("calendar", 30)
SHOP_PLAN = plan_for("calendar", 90, features=SHOP_FEATURES)


def fit(landmarks: pd.DataFrame, name: str, plan: WarningPlan) -> RiskModel:
    known = np.flatnonzero(landmarks[plan.outcome].notna())
    until = int(landmarks["day"].max())
    rng = np.random.default_rng(3)
    fitted, failed = fit_models((name,), landmarks, known, plan=plan, known_by=until, rng=rng)
    if failed:
        raise EstimationError(failed[name])
    return fitted[name]


@cache
def fit_contracts(name: str) -> RiskModel:
    return fit(CONTRACTS, name, PLAN)


@cache
def fit_shop(name: str) -> RiskModel:
    return fit(SHOP, name, SHOP_PLAN)


@pytest.mark.parametrize(("name", "most"), [("hazard", 0.004), ("cox", 0.004), ("boosting", 0.012)])
def test_the_true_risk_of_contracts_is_recovered(name: str, most: float) -> None:
    risk = fit_contracts(name).predict(CONTRACTS)
    true = CONTRACTS["true_30"].to_numpy()
    assert np.abs(risk - true).mean() < most  # of a mean risk of 0.05
    assert np.corrcoef(np.log(risk), np.log(true))[0, 1] > 0.9
    assert risk.mean() == pytest.approx(true.mean(), rel=0.05)


def test_effects_of_the_hazard_are_the_true_ones() -> None:
    model = fit_contracts("hazard")
    assert isinstance(model, HazardModel)
    ratios = model.odds_ratios().set_index(["feature", "detail"])["odds_ratio"]
    spread = CONTRACTS["signal"].clip(*CONTRACTS["signal"].quantile([0.005, 0.995])).std()
    # an odds ratio is a little further from 1 than the hazard ratio
    assert np.log(ratios["signal", ""]) == pytest.approx(EFFECTS["signal"] * spread, abs=0.08)
    assert np.log(ratios["region", "north"]) == pytest.approx(EFFECTS["north"], abs=0.15)
    assert abs(np.log(ratios["noise", ""])) < 0.08


@pytest.mark.parametrize("name", ["hazard", "cox", "boosting"])
def test_weights_undo_what_undated_contracts_hide(name: str) -> None:
    """Those who left are always known, those who stayed are not: known rows alone say too much."""
    landmarks = on_tenure(CONTRACTS)
    model = fit(landmarks, name, plan_for("tenure", 90))
    naive = landmarks["left_90"].dropna().astype(float).mean()
    true = landmarks["true_90"].mean()
    assert naive > 1.05 * true
    assert model.predict(landmarks).mean() == pytest.approx(true, rel=0.07)


def test_cox_on_silences_recovers_purchases_and_risk() -> None:
    model = fit_shop("cox")
    assert isinstance(model, CoxRisk) and model.silence
    ratios = model.hazard_ratios().set_index("feature")["hazard_ratio"]
    assert "silence_left" not in ratios and "days_since_purchase" not in ratios
    true = SHOP["true_90"].to_numpy()
    risk = model.predict(SHOP)
    assert np.abs(risk - true).mean() < 0.03
    alone = fit(SHOP, "cox", plan_for("calendar", 90, features=("signal",)))
    stretches = lay_silences(SHOP.reset_index(drop=True), int(SHOP["day"].max()))
    spread = (
        SHOP.loc[stretches.index, "signal"].clip(*SHOP["signal"].quantile([0.005, 0.995])).std()
    )
    assert isinstance(alone, CoxRisk)
    effect = np.log(alone.hazard_ratios()["hazard_ratio"].iloc[0]) / spread
    assert effect == pytest.approx(0.6, abs=0.05)  # purchases between landmarks are dated by guess


def test_stretches_of_silence_by_hand() -> None:
    rows = pd.DataFrame(
        {
            "customer_id": pd.Categorical(["a", "a", "a", "b", "c", "c"]),
            "day": [30, 60, 90, 30, 30, 60],
            "days_since_purchase": [10, 40, 5, 70, 0, 6],
            "n_purchases": [2, 2, 3, 1, 1, 4],
            "silence_left": [80, 50, 85, 20, 90, 84],
        }
    )
    stretches = lay_silences(rows, 90)
    # a is silent for a month, then buys on day 85; b's silence is complete on day 50; c's first of
    # three purchases up to day 54 is put at a third of the way
    assert stretches.index.tolist() == [0, 1, 3, 4, 5]
    assert stretches["entry"].tolist() == [10, 40, 70, 0, 6]
    assert stretches["tenure"].tolist() == [40, 65, 90, 8, 36]
    assert stretches["event_observed"].tolist() == [False, True, False, True, False]
    assert lay_silences(rows, 60).index.tolist() == [0, 3, 4]


def test_alive_is_the_chance_of_staying_silent() -> None:
    model = fit(LEAVING, "alive", SHOP_PLAN)
    assert isinstance(model, AliveModel)
    risk, true = model.predict(LEAVING), LEAVING["true_90"].to_numpy()
    assert np.corrcoef(risk, true)[0, 1] > 0.6
    assert risk.mean() == pytest.approx(true.mean(), rel=0.1)
    summary = summarise_purchases(SHOP)
    last = SHOP["tenure_days"] - SHOP["days_since_purchase"]
    repeats = SHOP["n_purchases"] > 1
    assert (summary["recency"].where(repeats, 0) == last.where(repeats, 0)).all()


def test_the_rule_keeps_the_order_of_silence_and_the_share_lost() -> None:
    rule = fit_shop("recency")
    assert isinstance(rule, RecencyRule) and rule.column == "days_since_purchase"
    known = SHOP[SHOP["left_90"].notna()]
    risk = rule.predict(known)
    order = np.argsort(known["days_since_purchase"].to_numpy(), kind="stable")
    assert (np.diff(risk[order]) >= -1e-12).all()
    assert risk.mean() == pytest.approx(known["left_90"].astype(float).mean(), abs=0.02)
    missing = known.assign(days_since_purchase=np.nan)
    assert rule.predict(missing) == pytest.approx(known["left_90"].astype(float).mean())


def test_newest_contracts_leave_first_where_nothing_else_is_recorded() -> None:
    rows = pd.DataFrame({"tenure_days": [1.0, 10, 100, 1000] * 10, "other": 1})
    outcome = np.array([1, 1, 0, 0] * 10)
    rule = RecencyRule.fit(rows, outcome, np.ones(40))
    assert rule.column == "tenure_days"
    assert rule.predict(rows.head(4)).tolist() == sorted(rule.predict(rows.head(4)), reverse=True)
    with pytest.raises(EstimationError, match="manager's rule"):
        RecencyRule.fit(rows[["other"]], outcome, np.ones(40))


@pytest.mark.parametrize("name", ["hazard", "cox", "boosting"])
def test_unknown_levels_and_missing_values_are_no_obstacle(name: str) -> None:
    model = fit_contracts(name)
    rows = CONTRACTS.head(50).assign(region="=cmd|' /C calc'!A1", noise=np.nan)
    for column in ("signal", "moving"):
        rows[column] = np.nan
    risk = model.predict(rows)
    assert ((risk > 0) & (risk < 1)).all()


def test_usable_models_follow_the_columns() -> None:
    assert "alive" not in list_usable_models(CONTRACTS, plan_for("calendar"))
    assert "alive" in list_usable_models(SHOP, SHOP_PLAN)
    assert isinstance(fit(LEAVING, "boosting", SHOP_PLAN), WithAlive)
    assert isinstance(fit_shop("boosting"), BoostingModel)  # nobody drops out: no BG/NBD
    assert isinstance(fit_contracts("hazard"), HazardModel)
    assert isinstance(fit_contracts("boosting"), BoostingModel)
    with pytest.raises(EstimationError, match="no model is called 'oracle'"):
        fit_contracts("oracle")
    with pytest.raises(EstimationError, match="tell no purchases"):
        fit_contracts("alive")


def test_equal_rows_get_equal_risks_whatever_their_order() -> None:
    shuffled = CONTRACTS.sample(frac=1, random_state=1)
    for name in ("hazard", "cox", "boosting"):
        model = fit_contracts(name)
        again = pd.Series(model.predict(shuffled), index=shuffled.index).sort_index()
        assert again.to_numpy() == pytest.approx(model.predict(CONTRACTS))
    assert set(FEATURES) <= set(CONTRACTS)
