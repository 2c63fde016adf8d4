"""What a model learns from was known by the day it predicts; nobody is learnt from and judged."""

import numpy as np
import pandas as pd
import pytest
from simulated_landmarks import on_tenure, plan_for, simulate_contracts, simulate_shop

from analysis.errors import EstimationError
from analysis.estimate.early_warning.plan import WarningPlan, is_open
from analysis.estimate.early_warning.splits import split_landmarks

RNG = np.random.default_rng(5)
CONTRACTS = simulate_contracts(RNG, 800)
SHOP = simulate_shop(RNG, 300)


def split(landmarks: pd.DataFrame, plan: WarningPlan) -> tuple:
    return split_landmarks(landmarks, plan, rng=np.random.default_rng(1))


@pytest.mark.parametrize("horizon", [30, 60, 90])
@pytest.mark.parametrize(("n_tests", "n_refits"), [(1, 1), (2, 3), (4, 2), (6, 3), (40, 5)])
def test_months_are_learnt_from_only_when_their_outcome_was_known(
    horizon: int, n_tests: int, n_refits: int
) -> None:
    plan = plan_for("calendar", horizon, n_tests=n_tests, n_refits=n_refits)
    splits = split(CONTRACTS, plan)
    day = CONTRACTS["day"].to_numpy()
    for one in splits:
        assert (day[one.train] + horizon).max() <= one.known_by == day[one.test].min()
        assert CONTRACTS[f"left_{horizon}"].iloc[one.test].notna().all()
        assert not set(one.train) & set(one.test)
    tested = np.concatenate([one.test for one in splits])
    assert len(tested) == len(set(tested))  # never the same customer-month twice
    judged = np.unique(np.concatenate([day[one.test] for one in splits if one.judged]))
    assert judged[-1] + horizon == 24 * 30  # the last month whose outcome is known
    assert set(np.diff(judged)) <= {30}
    assert len(judged) <= n_tests
    first = next(one for one in splits if one.judged)
    early = [one for one in splits if not one.judged]
    assert any((day[one.test] + horizon <= first.known_by).any() for one in early)


def test_folds_share_no_customer_and_each_loss_is_predicted_once() -> None:
    landmarks = on_tenure(CONTRACTS)
    splits = split(landmarks, plan_for("tenure", 60, n_folds=4))
    customer = landmarks["customer_id"].astype(str).to_numpy()
    assert len(splits) == 4
    for one in splits:
        assert one.known_by is None and one.judged
        assert not set(customer[one.train]) & set(customer[one.test])
    tested = landmarks.iloc[np.concatenate([one.test for one in splits])]
    lost = tested[tested["days_to_loss"].fillna(10**6) <= 60]
    assert lost["customer_id"].is_unique
    assert set(tested["customer_id"]) == set(customer)


def test_what_the_definition_has_settled_is_neither_learnt_from_nor_tested() -> None:
    plan = plan_for("calendar", 30, features=("signal",))
    for one in split(SHOP, plan):
        assert SHOP["silence_left"].iloc[np.append(one.train, one.test)].max() <= 30
    assert SHOP.loc[~is_open(SHOP, 30), "left_30"].sum() == 0


def test_too_little_past_is_said() -> None:
    with pytest.raises(EstimationError, match="no month-end has 20 losses"):
        split(CONTRACTS[CONTRACTS["day"] < 90], plan_for("calendar", 60))
    with pytest.raises(EstimationError, match=r"warning\.horizons_days"):
        split(CONTRACTS, plan_for("calendar", 45))
    with pytest.raises(EstimationError, match="needs 20 of each"):
        split(on_tenure(CONTRACTS).head(30), plan_for("tenure", 60))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"horizon": 0}, "horizon 0"),
        ({"features": ()}, "no feature"),
        ({"n_refits": 0}, "n_refits 0"),
        ({"n_folds": 1}, "n_folds 1"),
    ],
)
def test_plans_that_are_none_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(EstimationError, match=message):
        plan_for("calendar", **changes)
