"""Reasons, interviews, ratings and comments follow the truth."""

import re

import numpy as np
import pandas as pd
from simulated_company import Written, epoch_days

from analysis.simulate.parameters import REASONS, SEGMENTS
from analysis.simulate.phrases import (
    COMMENT_TOPICS,
    LANGUAGES,
    POOL,
    POOL_COUNTS,
    POOL_STARTS,
    SENTIMENTS,
)
from analysis.simulate.spells import reason_probabilities

Z = 4.0
HAN = re.compile("[\u4e00-\u9fff]")


def test_reasons_of_churn_follow_satisfaction_and_the_shock(company: Written) -> None:
    churns = company.truth["churns"]
    before = pd.merge_asof(
        churns.sort_values("day"),
        company.truth["satisfaction"].sort_values("day").rename(columns={"day": "from_day"}),
        left_on="day",
        right_on="from_day",
        by="customer_id",
    )
    time = before["day"].to_numpy() - company.parameters.start_day
    satisfaction = before["satisfaction"].to_numpy()
    chances = reason_probabilities(satisfaction, time, company.parameters)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    stages = company.parameters.stages
    shock = (time >= stages.shock_start) & (time < stages.shock_end)
    for rows in (satisfaction < 0, satisfaction >= 0, shock, ~shock):
        for column, reason in enumerate(REASONS):
            chance = chances[rows, column]
            hits = (before.loc[rows, "reason"] == reason).sum()
            assert abs(hits - chance.sum()) < Z * np.sqrt((chance * (1 - chance)).sum())
    low, high = satisfaction < -1, satisfaction > 1
    assert chances[low, 2].mean() > chances[high, 2].mean() + 0.2


def test_every_churn_of_the_spells_has_one_reason(company: Written) -> None:
    spells, churns = company.truth["true_spells"], company.truth["churns"]
    ended = spells[spells["to_state"] == "churned"]
    assert ended["stop_day"].tolist() == churns["day"].tolist()
    assert ended["customer_id"].tolist() == churns["customer_id"].tolist()


def test_exit_interviews_tell_the_true_reason_of_those_still_gone(company: Written) -> None:
    log = company.raw["interactions"]
    interviews = log[log["contact_type"] == "exit_interview"]
    churns = company.truth["churns"]
    interviewed = churns[churns["interviewed"]]
    assert interviews["topic"].tolist() == interviewed["reason"].tolist()
    lag = epoch_days(interviews["contact_date"]) - interviewed["day"].to_numpy()
    assert lag.min() > 0
    assert lag.max() <= company.parameters.voice.interview_days
    assert abs(len(interviewed) / len(churns) - 0.3) < 0.04  # some end, return or decline first


def test_comments_are_in_the_customers_language(company: Written) -> None:
    feedback = company.raw["feedback"].merge(company.raw["customers"], on="customer_no")
    han = feedback["comment"].str.contains(HAN)
    assert (han == (feedback["language"] == "zh")).all()
    assert feedback["comment"].str.len().min() > 3
    assert feedback["comment"].nunique() > 800


def test_sentiment_follows_the_rating_and_the_rating_satisfaction(company: Written) -> None:
    feedback, truth = company.raw["feedback"], company.truth["feedback"]
    assert feedback["customer_no"].tolist() == truth["customer_id"].tolist()
    judged = truth["topic"] != "moved"
    stars, sentiment = feedback.loc[judged, "stars"], truth.loc[judged, "sentiment"]
    assert ((stars >= 4) == (sentiment == "positive")).all()
    assert ((stars <= 2) == (sentiment == "negative")).all()
    bought = feedback["source"] == "after_purchase"
    satisfaction = company.truth["customers"].set_index("customer_id")["satisfaction"]
    at_entry = satisfaction[feedback.loc[bought, "customer_no"]].to_numpy()
    assert np.corrcoef(at_entry, feedback.loc[bought, "stars"])[0, 1] > 0.6
    assert feedback.loc[~bought, "stars"].max() <= 3


def test_the_pool_speaks_of_each_topic_with_each_sentiment() -> None:
    n = len(LANGUAGES) * len(COMMENT_TOPICS) * len(SENTIMENTS)
    assert len(POOL_COUNTS) == len(POOL_STARTS) == n
    assert POOL_STARTS[-1] + POOL_COUNTS[-1] == len(POOL)
    assert min(POOL_COUNTS) >= 4
    half = POOL_STARTS[n // 2]
    assert not any(HAN.search(text) for text in POOL[:half])
    assert all(HAN.search(text) for text in POOL[half:])


def test_the_market_has_its_shock_and_holidays(company: Written) -> None:
    market = company.raw["market"]
    stages = company.parameters.stages
    assert len(market) == company.parameters.n_days
    campaign = np.flatnonzero(market["competitor_campaign"])
    assert (campaign[0], campaign[-1]) == (stages.shock_start, stages.shock_end - 1)
    before = market["market_index"].iloc[stages.shock_start - 1]
    assert market["market_index"].iloc[stages.shock_start] < 0.92 * before
    assert (market["holiday"] != "ordinary_day").sum() == 16
    assert set(SEGMENTS) <= set(company.truth["customers"].columns)
