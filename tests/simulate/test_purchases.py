"""Purchases happen in buying stages only, at the true rates, for gamma-gamma amounts."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from simulated_company import Written, epoch_days

from analysis.simulate.parameters import BUYING_STATES, CATEGORIES, CompanyParameters
from analysis.simulate.purchases import category_shares

Z = 4.0


@pytest.fixture(scope="module")
def purchases(company: Written) -> pd.DataFrame:
    """Every purchase with its exact time and the spell it falls in (the one that it ends or is
    inside of)."""
    orders = company.raw["transactions"]
    orders = orders[orders["order_no"].str.startswith("B")].copy()
    seconds = orders["order_time"].to_numpy("datetime64[s]").astype(np.int64)
    orders["time"] = seconds / 86_400
    orders["amount"] = orders["amount"].astype(float)
    spells = company.truth["true_spells"].rename(columns={"customer_id": "customer_no"})
    orders = pd.merge_asof(
        orders.sort_values("time", kind="stable"),
        spells.sort_values("start_day"),
        left_on="time",
        right_on="start_day",
        by="customer_no",
    )
    traits = company.truth["customers"].rename(columns={"customer_id": "customer_no"})
    return orders.merge(
        traits[["customer_no", "pace", "mean_spend", "favourite_category", "home_channel"]],
        on="customer_no",
    ).sort_values(["customer_no", "time", "order_no"], kind="stable")


def marks_a_beginning(purchases: pd.DataFrame) -> pd.Series:
    """Whether the purchase ended the spell it was found in, to the second it was recorded with."""
    ends = (purchases["stop_day"] - purchases["time"]) * 86_400 < 1.001
    return ends & purchases["to_state"].isin(["new", "won_back"])


def test_purchases_fall_in_buying_stages_only(purchases: pd.DataFrame) -> None:
    inside = ~marks_a_beginning(purchases)
    assert set(purchases.loc[inside, "from_state"]) == set(BUYING_STATES)


def test_a_purchase_marks_the_first_stage_and_every_return(
    company: Written, purchases: pd.DataFrame
) -> None:
    spells = company.truth["true_spells"]
    begun = spells[spells["to_state"].isin(["new", "won_back"])]
    marked = purchases[marks_a_beginning(purchases)]
    keys = pd.MultiIndex.from_arrays([marked["customer_no"], np.floor(marked["time"])])
    wanted = pd.MultiIndex.from_arrays([begun["customer_id"], np.floor(begun["stop_day"])])
    assert wanted.isin(keys).all()
    assert len(marked) == len(begun)
    first = purchases.groupby("customer_no").head(1)
    assert (first["to_state"] == "new").all()


def test_purchase_rates_are_the_stages_times_the_customers_pace(
    company: Written, purchases: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    inside = purchases[~marks_a_beginning(purchases)]
    pace = exposures["pace"] * exposures["exposure"]
    for state, rate in company.parameters.purchases.rates.items():
        expected = rate * pace[exposures["from_state"] == state].sum()
        found = (inside["from_state"] == state).sum()
        assert abs(found - expected) < Z * np.sqrt(expected)
    shape = company.parameters.purchases.rate_shape
    drawn = company.truth["customers"]["pace"]
    assert stats.kstest(drawn, stats.gamma(shape, scale=1 / shape).cdf).pvalue > 1e-4


def test_spend_is_gamma_gamma(company: Written, purchases: pd.DataFrame) -> None:
    """First purchases: independent draws of v times a beta prime of p and q."""
    settings = company.parameters.purchases
    first = purchases.groupby("customer_no").head(1)["amount"]
    marginal = stats.betaprime(settings.spend_p, settings.spend_q, scale=settings.spend_v)
    assert stats.kstest(first, marginal.cdf).pvalue > 1e-4
    quantiles = [0.1, 0.25, 0.5, 0.75, 0.9]
    np.testing.assert_allclose(first.quantile(quantiles), marginal.ppf(quantiles), rtol=0.05)
    mean = settings.spend_p * settings.spend_v / (settings.spend_q - 1)
    assert first.mean() == pytest.approx(mean, rel=0.04)


def test_customers_spend_around_their_own_mean_and_less_in_decline(
    company: Written, purchases: pd.DataFrame
) -> None:
    settings = company.parameters.purchases
    paid = purchases[(purchases["amount"] > 0) & ~marks_a_beginning(purchases)]
    relative = paid["amount"] / paid["mean_spend"] * settings.spend_p
    declining = paid["from_state"] == "declining"
    within = stats.gamma(settings.spend_p)
    assert stats.kstest(relative[~declining], within.cdf).pvalue > 1e-4
    lowered = relative[declining] / settings.decline_spend
    assert stats.kstest(lowered, within.cdf).pvalue > 1e-4


def test_gaps_are_like_those_of_the_published_panel(company: Written) -> None:
    """CDNOW: half of the gaps up to 34 days, nine tenths up to 200, half of buyers buy once; the
    last is a little lower here, where customers have longer to return."""
    orders = company.raw["transactions"]
    orders = orders[orders["order_no"].str.startswith("B")]
    days = pd.DataFrame(
        {"customer": orders["customer_no"], "day": epoch_days(orders["order_time"])}
    ).drop_duplicates()
    gaps = days.sort_values(["customer", "day"]).groupby("customer")["day"].diff().dropna()
    assert gaps.median() == pytest.approx(34, abs=3)
    assert gaps.quantile(0.9) == pytest.approx(200, abs=20)
    assert (days.groupby("customer").size() == 1).mean() == pytest.approx(0.42, abs=0.03)


def test_channels_shift_in_decline(company: Written, purchases: pd.DataFrame) -> None:
    settings = company.parameters.purchases
    at_home = purchases["sales_channel"] == purchases["home_channel"]
    inside = ~marks_a_beginning(purchases)
    declining = inside & (purchases["from_state"] == "declining")
    assert at_home[declining].mean() == pytest.approx(
        settings.home_channel_share_declining, abs=0.03
    )
    assert at_home[inside & ~declining].mean() == pytest.approx(
        settings.home_channel_share, abs=0.01
    )


def test_categories_follow_the_favourite(purchases: pd.DataFrame) -> None:
    shares = category_shares(CompanyParameters())
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    found = pd.crosstab(
        purchases["favourite_category"], purchases["category"], normalize="index"
    ).loc[list(CATEGORIES), list(CATEGORIES)]
    assert np.abs(found.to_numpy() - shares).max() < 0.02
