"""Segments: the rules cover the grid once, and customers land where the rules say."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.recency_frequency_money import (
    SEGMENT_RULES,
    score_recency,
    summarise_segments,
)

CUTS = (30.0, 90.0, 200.0, 350.0)
COLUMNS = ["recency_days", "frequency_score", "money_score", "n_customers", "n_purchase_days",
           "cents"]  # fmt: skip


@pytest.mark.parametrize(("recency", "value"), list(itertools.product(range(1, 6), repeat=2)))
def test_every_cell_is_in_one_rule(recency: int, value: int) -> None:
    holding = [
        rule.name
        for rule in SEGMENT_RULES
        if rule.recency[0] <= recency <= rule.recency[1] and rule.value[0] <= value <= rule.value[1]
    ]
    assert len(holding) == 1


def test_recency_scores_include_their_cut() -> None:
    days = np.array([0, 30, 31, 90, 200, 201, 350, 351])
    assert score_recency(days, CUTS).tolist() == [5, 5, 4, 4, 3, 2, 2, 1]


def test_customers_land_where_the_rules_say() -> None:
    counts = pd.DataFrame(
        [
            [10, 5, 5, 2, 20, 8000],  # champions
            [60, 4, 3, 1, 5, 1000],  # mean 3.5 rounds up: champions
            [60, 1, 1, 3, 3, 300],  # newcomers
            [500, 1, 1, 4, 4, 700],  # dormant
        ],
        columns=COLUMNS,
    )
    segments = summarise_segments(counts, cuts=CUTS).set_index("segment")
    assert segments["n_customers"].to_dict() == {"champions": 3, "newcomers": 3, "dormant": 4}
    champions = segments.loc["champions"]
    assert champions["share_money"] == pytest.approx(0.9)
    assert champions["median_recency"] == 10
    assert champions["mean_purchase_days"] == pytest.approx(25 / 3)
    assert segments["share_customers"].sum() == pytest.approx(1)


def test_no_money_no_share() -> None:
    counts = pd.DataFrame([[10, 5, 5, 2, 20, 0]], columns=COLUMNS)
    assert summarise_segments(counts, cuts=CUTS)["share_money"].isna().all()


def test_nobody() -> None:
    assert summarise_segments(pd.DataFrame(columns=COLUMNS), cuts=()).empty
