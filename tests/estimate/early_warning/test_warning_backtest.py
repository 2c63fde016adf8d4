"""A backtest says what could have been said then: nothing later changes it."""

import numpy as np
import pandas as pd
import pytest
from simulated_landmarks import (
    HORIZONS,
    SHOP_FEATURES,
    on_tenure,
    plan_for,
    simulate_contracts,
    simulate_shop,
)

from analysis.errors import EstimationError
from analysis.estimate.early_warning.backtest import Backtest, average_risks, run_backtest
from analysis.estimate.early_warning.plan import WarningPlan

COLUMNS = {
    "model": "category",
    "customer_id": "category",
    "day": "int32",
    "split": "int64",
    "risk": "float64",
    "left": "boolean",
    "weight": "float64",
    "days_to_loss": "Int32",
    "days_followed": "int32",
    "horizon": "int32",
}
CONTRACTS = simulate_contracts(np.random.default_rng(21), 1500)
SHOP = simulate_shop(np.random.default_rng(22), 900)
PLAN = plan_for("calendar", 60)


def run(landmarks: pd.DataFrame, plan: WarningPlan) -> Backtest:
    return run_backtest(landmarks, plan, rng=np.random.default_rng(7))


CONTRACT_TEST = run(CONTRACTS, PLAN)
SHOP_PLAN = plan_for("calendar", 90, features=SHOP_FEATURES)


def hide_the_future(landmarks: pd.DataFrame, last_day: int, known_by: int) -> pd.DataFrame:
    """Other features after ``last_day``, other outcomes where they were not known by then."""
    changed = landmarks.copy()
    rng = np.random.default_rng(0)
    later = (changed["day"] > last_day).to_numpy()
    for name in ("signal", "moving", "noise", "n_purchases"):
        if name in changed:
            changed.loc[later, name] = rng.permutation(changed.loc[later, name])
    for horizon in HORIZONS:
        unknown = (changed["day"] + horizon > known_by).to_numpy() & changed[
            f"left_{horizon}"
        ].notna()
        changed.loc[unknown, f"left_{horizon}"] = rng.random(int(unknown.sum())) < 0.5
    return changed


@pytest.mark.parametrize(("landmarks", "plan"), [(CONTRACTS, PLAN), (SHOP, SHOP_PLAN)])
def test_no_prediction_knows_what_came_later(landmarks: pd.DataFrame, plan: WarningPlan) -> None:
    """Features after a split's last month, and outcomes not known by its first, change nothing."""
    before = run(landmarks, plan)
    split = next(one for one in before.splits if one.judged)
    assert split.known_by is not None
    last = int(landmarks["day"].iloc[split.test].max())
    after = run(hide_the_future(landmarks, last, split.known_by), plan)
    own = before.predictions["split"] == split.number
    pd.testing.assert_series_equal(
        before.predictions.loc[own, "risk"], after.predictions.loc[own, "risk"]
    )
    rest = ~own.to_numpy()
    assert (before.predictions["risk"] != after.predictions["risk"]).to_numpy()[rest].any()


def test_the_frame_is_as_agreed() -> None:
    predictions = CONTRACT_TEST.predictions
    assert {str(name): str(kind) for name, kind in predictions.dtypes.items()} == COLUMNS
    assert CONTRACT_TEST.models == ("recency", "hazard", "cox", "boosting", "ensemble")
    assert not predictions.duplicated(["model", "customer_id", "day"]).any()
    assert predictions["risk"].between(0, 1).all()
    assert (predictions["weight"] == 1).all()
    one, other = CONTRACT_TEST.of("hazard"), CONTRACT_TEST.of("ensemble")
    shared = ["customer_id", "day", "split", "left"]
    pd.testing.assert_frame_equal(one[shared], other[shared])
    with pytest.raises(EstimationError, match="no model 'oracle'"):
        CONTRACT_TEST.of("oracle")


def test_months_tell_what_was_judged() -> None:
    months = CONTRACT_TEST.months
    judged = months[months["judged"]]
    assert judged["n"].sum() == len(CONTRACT_TEST.of("hazard"))
    assert judged["n_lost"].sum() == CONTRACT_TEST.of("hazard")["left"].sum()
    assert (months["day"] >= months["known_by"]).all()
    assert not months.loc[months["split"] == 0, "judged"].any()


def test_a_fit_of_a_split_says_again_what_was_predicted() -> None:
    split = CONTRACT_TEST.splits[-1]
    for name in CONTRACT_TEST.models:
        own = CONTRACT_TEST.of(name)
        said = own.loc[own["split"] == split.number, "risk"].to_numpy()
        again = CONTRACT_TEST.fits[split.number, name].predict(CONTRACTS.iloc[split.test])
        assert again == pytest.approx(said, abs=1e-12)


@pytest.mark.parametrize("model", ["hazard", "cox", "boosting", "ensemble"])
def test_risks_of_later_months_are_the_true_ones(model: str) -> None:
    own = CONTRACT_TEST.of(model)
    truth = CONTRACTS.assign(customer_id=CONTRACTS["customer_id"].astype(str))
    both = own.assign(customer_id=own["customer_id"].astype(str)).merge(
        truth[["customer_id", "day", "true_60"]], on=["customer_id", "day"]
    )
    assert both["risk"].mean() == pytest.approx(both["true_60"].mean(), rel=0.15)
    assert np.corrcoef(both["risk"], both["true_60"])[0, 1] > 0.85


def test_folds_of_customers_where_there_are_no_dates() -> None:
    landmarks = on_tenure(CONTRACTS)
    test = run(landmarks, plan_for("tenure", 60, n_folds=3))
    hazard = test.of("hazard")
    unknown = hazard["left"].isna()
    assert 0 < unknown.sum() < len(hazard)
    assert (hazard.loc[unknown, "weight"] == 0).all()
    assert (hazard.loc[~unknown, "weight"] >= 1).all()
    assert hazard["weight"].sum() == pytest.approx(len(hazard), rel=0.05)
    assert test.months["day"].isna().all() and test.months["judged"].all()
    share = np.average(hazard["left"].fillna(False).astype(float), weights=hazard["weight"])
    assert hazard["risk"].mean() == pytest.approx(share, rel=0.1)


def test_the_same_seed_gives_the_same_predictions() -> None:
    pd.testing.assert_frame_equal(run(CONTRACTS, PLAN).predictions, CONTRACT_TEST.predictions)


def test_the_ensemble_averages_hazards_on_the_log_scale() -> None:
    risk = average_risks([np.array([0.2, 0.5]), np.array([0.4, 0.5])])
    hazard = np.sqrt(np.log(1 / 0.8) * np.log(1 / 0.6))
    assert risk == pytest.approx([1 - np.exp(-hazard), 0.5])
