"""What is at stake in a customer: an own pace, drawn to everybody's where little is known."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.value_at_stake import (
    estimate_value_at_stake,
    shrink_pace,
)
from analysis.study.actions import ActionRules

RULES = ActionRules(margin_share=0.5, value_days=100)


def test_shrunk_paces_are_right_on_average_at_every_level() -> None:
    """Of simulated customers the true pace is the shrunk one, plus noise (slope 1, intercept 0)."""
    rng = np.random.default_rng(5)
    exposure = rng.uniform(30, 365, 20_000)
    rate = rng.gamma(1.5, 0.02 / 1.5, len(exposure))
    n_purchases = rng.poisson(rate * exposure)
    spend = n_purchases * 1000.0
    found = shrink_pace(spend, n_purchases.astype(float), exposure)
    slope, intercept = np.polyfit(found, 1000 * rate, 1)
    assert slope == pytest.approx(1, abs=0.05)
    assert intercept == pytest.approx(0, abs=1.0)
    raw = spend / exposure
    assert ((found - 1000 * rate) ** 2).mean() < 0.7 * ((raw - 1000 * rate) ** 2).mean()


def make_purchases(**columns: object) -> pd.DataFrame:
    given = {
        "day": 0,
        "tenure_days": [365, 800, 365, 365],
        "spend_last_year_cents": [36_500, 73_000, 10_000, 0],
        "n_purchases_last_year": [10, 20, 5, 0],
    }
    return pd.DataFrame(given | columns)


def test_value_is_margin_of_the_days_ahead() -> None:
    same = make_purchases(spend_last_year_cents=36_500, n_purchases_last_year=10)
    value = estimate_value_at_stake(same.iloc[:1], RULES)
    assert value.tolist() == pytest.approx([100 * 1.00 * 0.5])
    contracts = pd.DataFrame({"day": 0, "charge_cents": pd.array([3043.6875, pd.NA])})
    value = estimate_value_at_stake(contracts, RULES)  # 1 a day; not known: as the others
    assert value.tolist() == pytest.approx([50.0, 50.0], rel=1e-4)


def test_the_first_purchase_of_a_new_customer_tells_no_pace() -> None:
    frame = make_purchases(tenure_days=[3, 800, 365, 365])
    new = frame.assign(n_purchases_last_year=[1, 20, 5, 0])
    values = estimate_value_at_stake(new, RULES)
    assert values[0] < values[1]  # not 36,500 cents in three days


def test_nothing_of_another_day_enters() -> None:
    early, late = make_purchases(), make_purchases(day=30, spend_last_year_cents=99_999)
    both = pd.concat([early, late], ignore_index=True)
    alone = estimate_value_at_stake(early, RULES)
    assert estimate_value_at_stake(both, RULES)[:4].tolist() == alone.tolist()


def test_without_money_nothing_is_at_stake_that_could_be_told() -> None:
    assert estimate_value_at_stake(make_purchases(), ActionRules()).isna().all()
    assert estimate_value_at_stake(pd.DataFrame({"day": [1]}), RULES).isna().all()
    refunded = make_purchases(spend_last_year_cents=-5)
    assert (estimate_value_at_stake(refunded, RULES) == 0).all()
