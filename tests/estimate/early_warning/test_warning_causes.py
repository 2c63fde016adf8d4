"""Planted causes of leaving are found again: their shares, what moves them, and each customer's."""

import numpy as np
import pandas as pd
import pytest
from leavers import CAUSES, cause_chances, simulate_leavers

from analysis.estimate.early_warning.cause_explained import explain_causes, list_cause_estimates
from analysis.estimate.early_warning.cause_odds import estimate_cause_odds
from analysis.estimate.early_warning.cause_rows import place_causes
from analysis.estimate.early_warning.causes import Causes, estimate_causes, match_causes

FEATURES = ["score_satisfaction", "market_campaign", "region"]


def find_causes(seed: int, n: int = 3000, **how: float) -> tuple[Causes, pd.DataFrame]:
    landmarks, stated, truth = simulate_leavers(np.random.default_rng(seed), n, **how)
    causes = estimate_causes(landmarks, stated, features=FEATURES)
    assert causes is not None
    return causes, truth


def test_shares_are_recovered_though_the_unhappy_are_asked_less() -> None:
    """Unhappy customers name the service: taken at face value the interviews understate it."""
    covered, bias = [], []
    for seed in range(10):
        causes, truth = find_causes(seed, 1500, asked_when_happy=0.7, asked=0.2)
        known = truth[truth["known"] & (truth["loss"] > 0)]
        chances = cause_chances(
            known["mood"].to_numpy(), (known["loss"] > 360).to_numpy(float)
        ).mean(axis=0)
        shares = causes.shares.set_index("term")
        told = causes.rows.stated["cause"].value_counts(normalize=True)
        for name, true in zip(CAUSES, chances, strict=True):
            covered.append(shares.loc[name, "conf_low"] <= true <= shares.loc[name, "conf_high"])
            if name == "service":
                bias.append((shares.loc[name, "estimate"] - true, told[name] - true))
    assert np.mean(covered) >= 0.86
    ours, naive = np.mean(bias, axis=0)
    assert abs(ours) < 0.01 < -naive


def test_shares_add_up_and_count_the_losses() -> None:
    causes, truth = find_causes(1)
    assert causes.shares["estimate"].sum() == pytest.approx(1)
    assert causes.n_losses == int((truth["known"] & (truth["loss"] > 0)).sum())
    assert causes.values.sum(axis=1) == pytest.approx(1)


def test_effect_of_satisfaction() -> None:
    estimates, covered = [], []
    for seed in range(6):
        causes, truth = find_causes(seed, 2000)
        told = causes.rows.stated["customer"].to_numpy()
        mood = truth["mood"].to_numpy()[told]
        campaign = (truth["loss"].to_numpy()[told] > 360).astype(float)
        half = 0.5 * mood.std()
        true = cause_chances(mood + half, campaign) - cause_chances(mood - half, campaign)
        row = causes.effects.query("term == 'score_satisfaction' and stratum == 'service'").iloc[0]
        estimates.append(row["estimate"] - true.mean(axis=0)[CAUSES.index("service")])
        covered.append(abs(estimates[-1]) <= 1.96 * row["std_error"])
    assert abs(np.mean(estimates)) < 0.025
    assert np.mean(covered) >= 0.8


def test_the_campaign_moves_price() -> None:
    causes, _ = find_causes(4, 6000)
    row = causes.effects.query("term == 'market_campaign' and stratum == 'price'").iloc[0]
    mood = np.random.default_rng(0).normal(size=4000)
    true = (cause_chances(mood, np.ones(4000)) - cause_chances(mood, np.zeros(4000))).mean(axis=0)
    assert row["conf_low"] - 0.02 <= true[0] <= row["conf_high"] + 0.02
    assert row["conf_low"] > 0


def test_odds_of_leaving_for_each_cause() -> None:
    """Satisfaction keeps customers, most of all from leaving for the service."""
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(5), 6000)
    causes = estimate_causes(landmarks, stated, features=FEATURES)
    assert causes is not None
    odds = estimate_cause_odds(landmarks, causes, features=FEATURES, horizon=90)
    mood = odds[odds["term"] == "score_satisfaction"].set_index("stratum")
    # Hazards go with exp(-0.35 mood), the causes as planted; odds over 90 days are near to them.
    assert mood.loc["moved", "estimate"] > mood.loc["price", "estimate"]
    assert mood.loc["service", "conf_high"] < 0.6
    gap = np.log(mood.loc["service", "estimate"] / mood.loc["moved", "estimate"])
    assert gap == pytest.approx(-0.9, abs=0.25)


def test_matching_comes_near_the_best_possible() -> None:
    causes, truth = find_causes(6, 8000)
    matching = causes.matching.set_index("term")
    told = causes.rows.stated["customer"].to_numpy()
    campaign = (truth["loss"].to_numpy()[told] > 360).astype(float)
    best = cause_chances(truth["mood"].to_numpy()[told], campaign).max(axis=1).mean()
    assert matching.loc["matched", "estimate"] == pytest.approx(best, abs=0.03)
    assert matching.loc["difference", "conf_low"] > 0


def test_every_customer_gets_a_cause() -> None:
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(7), 2000)
    causes = estimate_causes(landmarks, stated, features=FEATURES)
    assert causes is not None
    now = landmarks[landmarks["day"] == landmarks["day"].max()]
    matched = match_causes(causes.model, now)
    assert list(matched.index) == list(now.index)
    assert matched["cause"].isin(causes.model.causes).all()
    assert (matched["cause_probability"] >= 1 / 3).all()
    nothing = match_causes(None, now)
    assert nothing["cause"].isna().all() and len(nothing) == len(now)


def test_too_few_interviews_are_no_causes() -> None:
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(8), 300)
    assert estimate_causes(landmarks, stated.iloc[:20], features=FEATURES) is None
    assert estimate_causes(landmarks, stated.iloc[:0], features=FEATURES) is None
    assert explain_causes(None, landmarks, stated, features=FEATURES, horizon=90) is None
    assert list_cause_estimates(None, None, "warning_causes").empty


def test_causes_hardly_stated_within_the_horizon_have_no_odds() -> None:
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(11), 3000)
    causes = estimate_causes(landmarks, stated, features=FEATURES)
    assert causes is not None
    late = landmarks[landmarks["day"] == 600]  # the last day with 90 days after it, and few rows
    late = landmarks.assign(left_90=landmarks["left_90"].where(landmarks.index.isin(late.index)))
    odds = estimate_cause_odds(late, causes, features=FEATURES, horizon=90)
    assert set(odds["stratum"]) <= set(CAUSES)


def test_rare_causes_are_pooled() -> None:
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(9), 3000)
    rare = stated.copy()
    rare.loc[rare.index[:35], "cause"] = ["a"] * 20 + ["b"] * 15
    causes = estimate_causes(landmarks, rare, features=FEATURES)
    assert causes is not None
    assert set(causes.model.causes) == {*CAUSES, "other"}


def test_nothing_is_read_from_after_the_interview() -> None:
    landmarks, stated, _ = simulate_leavers(np.random.default_rng(10), 400)
    rows = place_causes(landmarks, stated)
    day = landmarks["day"].to_numpy()[rows.stated["place"]]
    told = stated.set_index("customer_id")["day"]
    ids = landmarks["customer_id"].cat.categories[rows.stated["customer"]]
    waited = told[ids].to_numpy() - day
    assert (waited > 0).all() and (waited <= 62).all()
