"""Answers by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.answer_quality import (
    estimate_straight_lining,
    estimate_top_two,
    summarise_items,
)


def make_counts(**items: dict[float | None, int]) -> pd.DataFrame:
    """Counts of items; a name that ends in _yes has the scale 1 to 2, others 1 to 5."""
    return pd.DataFrame(
        [
            [item, 1.0, 2.0 if item.endswith("_yes") else 5.0, item, item, answer, n]
            for item, answers in items.items()
            for answer, n in answers.items()
        ],
        columns=["item", "low", "high", "label_en", "label_zh", "answer", "n_respondents"],
    ).astype({"answer": "float64"})


COUNTS = make_counts(
    used_yes={1: 10, 2: 10},
    joy={1: 1, 2: 2, 3: 3, 4: 8, 5: 6},
    rare={1: 4, 3: 6, None: 10},
    nobody={None: 20},
)


def test_items_by_hand() -> None:
    items = summarise_items(COUNTS).set_index("item")
    joy = items.loc["joy"]
    answers = np.repeat([1, 2, 3, 4, 5], [1, 2, 3, 8, 6])
    assert joy["mean"] == pytest.approx(answers.mean())
    assert joy["std_dev"] == pytest.approx(answers.std(ddof=1))
    assert (joy["share_floor"], joy["share_ceiling"]) == (0.05, 0.3)
    assert items["share_missing"].tolist() == [0, 0, 0.5, 1]
    assert items["many_missing"].tolist() == [False, False, True, True]
    assert items["rating"].tolist() == [False, True, True, True]
    assert items["piled_up"].tolist() == [False, True, True, False]  # a yes or no cannot pile up


def test_the_first_rating_items_are_the_headline() -> None:
    ends = estimate_top_two(summarise_items(COUNTS), COUNTS, n_items=3, confidence_level=0.95)
    assert ends[["stratum", "term", "n_events", "n"]].values.tolist() == [
        ["joy", "top_two", 14, 20],
        ["joy", "bottom_two", 3, 20],
        ["rare", "top_two", 0, 10],
        ["rare", "bottom_two", 4, 10],
    ]


def test_straight_lining_judges_only_enough_answers() -> None:
    patterns = pd.DataFrame(
        [[9, 9, 5], [10, 9, 2], [10, 8, 6], [40, 40, 1]],
        columns=["n_answered", "n_alike", "n_respondents"],
    )
    row = estimate_straight_lining(patterns, confidence_level=0.95).iloc[0]
    assert (row["n"], row["n_events"]) == (9, 3)


def test_no_survey() -> None:
    counts = make_counts()
    items = summarise_items(counts)
    assert items.empty
    assert estimate_top_two(items, counts, n_items=3, confidence_level=0.95).empty
    patterns = pd.DataFrame(columns=["n_answered", "n_alike", "n_respondents"])
    assert estimate_straight_lining(patterns, confidence_level=0.95).empty
