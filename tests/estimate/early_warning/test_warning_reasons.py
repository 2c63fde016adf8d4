"""Reasons of single customers and of the model: what was planted is named, noise is not."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.contributions import (
    estimate_contributions,
    find_reasons,
    group_features,
    summarise_reasons,
)
from analysis.estimate.early_warning.importance import TestMonths, estimate_importance
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.risk_drivers import (
    estimate_risk_odds,
    estimate_sign_rates,
    space_days,
)

FEATURES = ["recency_ratio", "n_complaints_last_year", "stage", "tenure_days", "region"]
SIGNS = ("purchases_fall", "contacts_fall")


def make_rows(n: int = 4000, days: int = 3, seed: int = 1) -> pd.DataFrame:
    """Landmarks of one month each 30 days; risk by recency and complaints only."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "customer_id": pd.Categorical(np.arange(n).astype(str)[np.arange(n) // days]),
            "day": (np.arange(n) % days * 30).astype(np.int32),
            "recency_ratio": rng.exponential(size=n).astype(np.float32),
            "n_complaints_last_year": rng.poisson(0.5, n).astype(np.int32),
            "stage": pd.Categorical(rng.choice(["growing", "mature"], n)),
            "tenure_days": rng.integers(0, 900, n).astype(np.int32),
            "region": pd.Categorical(rng.choice(["east", "west"], n)),
        }
    )
    rows["left_30"] = pd.array(rng.random(n) < predict(rows), "boolean")
    rows["days_followed"] = 30
    rows["days_to_loss"] = pd.array(np.where(rows["left_30"], 15, np.nan), "Int32")
    rows["purchases_fall"] = (rows["recency_ratio"] > 2).astype("boolean")
    rows["contacts_fall"] = pd.array(rng.random(n) < 0.3, "boolean")
    rows.loc[rows.index[:400], "contacts_fall"] = pd.NA
    rows.attrs["clock"] = "calendar"
    return rows


def predict(rows: pd.DataFrame) -> np.ndarray:
    odds = rows["recency_ratio"].to_numpy(float) + 0.8 * rows["n_complaints_last_year"].to_numpy()
    return np.asarray(1 / (1 + np.exp(2.5 - odds)))


def test_contributions_are_what_a_usual_customer_of_the_stage_lacks() -> None:
    rows = make_rows(600)
    told = estimate_contributions(predict, rows, FEATURES)
    assert list(told) == ["customer_id", "day", *group_features(FEATURES)]
    usual = rows.groupby("stage", observed=True)["recency_ratio"].transform("median")
    expected = predict(rows) - predict(rows.assign(recency_ratio=usual))
    assert told["recency"].to_numpy() == pytest.approx(expected, abs=1e-6)
    assert not told[["tenure", "profile:region", "stage"]].to_numpy().any()


def test_rows_keep_their_types_and_missing_values_get_the_usual() -> None:
    rows = make_rows(200)
    rows.loc[rows.index[:50], "recency_ratio"] = np.nan
    seen: list[pd.DataFrame] = []

    def watch(given: pd.DataFrame) -> np.ndarray:
        seen.append(given)
        return np.zeros(len(given))

    estimate_contributions(watch, rows, [*FEATURES, *SIGNS])
    assert all((given.dtypes == rows.dtypes).all() for given in seen)
    assert seen[1]["recency_ratio"].notna().all()  # the group of recency comes first


def test_reasons_name_signs_and_the_largest_group() -> None:
    rows = make_rows(900).drop(columns="left_30")
    told = find_reasons(rows, estimate_contributions(predict, rows, FEATURES), SIGNS)
    complained = rows["n_complaints_last_year"] >= 4
    usual = rows["recency_ratio"].between(0.2, 1.0)
    assert (told.loc[complained & usual, "reason"] == "complaints").all()
    nothing = (rows["recency_ratio"] < 0.3) & (rows["n_complaints_last_year"] == 0)
    assert (told.loc[nothing, "reason"] == "").all()
    fired = told["signs"].map(lambda signs: "purchases_fall" in signs)
    assert (fired == rows["purchases_fall"]).all()
    assert told["signs"].iloc[:400].map(lambda signs: "contacts_fall" not in signs).all()


def test_summary_hides_small_cells() -> None:
    rows = make_rows(900)
    told = find_reasons(rows, estimate_contributions(predict, rows, FEATURES), SIGNS)
    risk = predict(rows)
    table = summarise_reasons(told, risk, minimum=10).set_index(["kind", "term"])
    shown = rows["purchases_fall"].to_numpy(bool)
    assert table.loc[("sign", "purchases_fall"), "n"] == shown.sum()
    assert table.loc[("sign", "purchases_fall"), "risk"] == pytest.approx(risk[shown].mean())
    assert summarise_reasons(told, risk, minimum=800)["n"].isna().all()


def months_of(rows: pd.DataFrame) -> list[TestMonths]:
    left = rows["left_30"].to_numpy(bool)
    return [TestMonths(predict, rows, left, np.ones(len(rows)))]


def test_importance_finds_what_the_model_goes_by() -> None:
    told = estimate_importance(months_of(make_rows()), FEATURES, rng=np.random.default_rng(0))
    table = told.set_index("term")
    assert told["term"].iloc[0] == "recency"
    assert table.loc["recency", "conf_low"] > table.loc["complaints", "conf_high"]
    assert table.loc["complaints", "conf_low"] > 0.05
    for nothing in ("tenure", "profile:region", "stage"):
        assert table.loc[nothing, "estimate"] == pytest.approx(0, abs=1e-12)


def test_importance_has_intervals_that_cover() -> None:
    """Against the same share in a population so large that it is nearly the true one."""
    great = estimate_importance(
        months_of(make_rows(200_000, seed=50)), ["recency_ratio"], rng=np.random.default_rng(1)
    )
    true = float(great["estimate"].iloc[0])
    covered = 0
    for seed in range(40):
        rows = make_rows(1500, seed=seed)
        told = estimate_importance(months_of(rows), ["recency_ratio"], rng=np.random.default_rng(2))
        covered += told["conf_low"].iloc[0] <= true <= told["conf_high"].iloc[0]
    assert covered >= 35


def test_exchange_stays_within_the_month() -> None:
    rows = make_rows(300)
    noise = np.random.default_rng(5).random(300).astype("float32")
    rows = rows.assign(recency_ratio=rows["day"].astype("float32") + 0.5 * noise)
    seen: list[pd.DataFrame] = []

    def watch(given: pd.DataFrame) -> np.ndarray:
        seen.append(given)
        return predict(given.assign(recency_ratio=1.0))

    part = TestMonths(watch, rows, rows["left_30"].to_numpy(bool), np.ones(len(rows)))
    estimate_importance([part], ["recency_ratio"], rng=np.random.default_rng(0))
    assert all((given["recency_ratio"] // 1 == given["day"]).all() for given in seen)
    assert (seen[0]["recency_ratio"] != seen[1]["recency_ratio"]).any()


def test_what_is_the_same_for_a_month_is_left_out() -> None:
    rows = make_rows(600).assign(market_index=lambda frame: frame["day"] * 1.5)
    told = estimate_importance(
        months_of(rows), ["recency_ratio", "market_index"], rng=np.random.default_rng(0)
    )
    assert told["term"].tolist() == ["recency"]


def test_a_model_without_gain_has_nothing_to_share_out() -> None:
    rows = make_rows(500)
    part = TestMonths(
        lambda given: np.full(len(given), 0.99),
        rows,
        rows["left_30"].to_numpy(bool),
        np.ones(len(rows)),
    )
    assert estimate_importance([part], FEATURES, rng=np.random.default_rng(0)).empty


PLAN = WarningPlan(horizon=30, clock="calendar", features=tuple(FEATURES))


def test_shares_lost_with_and_without_a_sign() -> None:
    rows = make_rows(6000)
    table = estimate_sign_rates(rows, SIGNS, plan=PLAN, minimum=10).set_index(["term", "stratum"])
    shown = rows["purchases_fall"].to_numpy(bool)
    left = rows["left_30"].to_numpy(bool)
    assert table.loc[("purchases_fall", "shown"), "estimate"] == pytest.approx(left[shown].mean())
    assert table.loc[("purchases_fall", "ratio"), "conf_low"] > 1.5
    low, high = table.loc[("contacts_fall", "ratio"), ["conf_low", "conf_high"]]
    assert low < 1 < high  # drawn at random
    assert estimate_sign_rates(rows, SIGNS, plan=PLAN, minimum=100_000).empty


def test_odds_are_those_planted() -> None:
    rows = make_rows(12_000, days=1)
    table = estimate_risk_odds(rows, FEATURES, plan=PLAN).set_index("term")
    spread = rows["n_complaints_last_year"].std()
    low, high = table.loc["n_complaints_last_year", ["conf_low", "conf_high"]]
    assert low <= np.exp(0.8 * spread) <= high
    region = table[table.index.str.startswith("region=")].iloc[0]
    assert region["conf_low"] < 1 < region["conf_high"]


def test_days_are_a_horizon_apart() -> None:
    assert space_days(np.array([60, 0, 31, 30, 90]), 45) == [0, 60]
