"""Counts of answers by hand."""

from pathlib import Path

import pandas as pd
from small_tables import make_tables

from analysis.prepare.survey_answers import count_answer_patterns, count_answers
from analysis.store import Tables


def make_survey(folder: Path) -> Tables:
    answers = {"r": [5, 5, 5, 2], "s": [1, 2, None, 1], "t": [None, None, None, None]}
    surveys = pd.DataFrame(
        [
            (who, item, answer)
            for who, given in answers.items()
            for item, answer in zip(("z", "a", "m", "yes"), given, strict=True)
        ],
        columns=["customer_id", "item", "answer"],
    ).astype({"answer": "float64"})
    items = pd.DataFrame(
        {
            "item": ["z", "a", "m", "yes"],
            "low": [1.0, 1.0, 1.0, 1.0],
            "high": [5.0, 5.0, 5.0, 2.0],
            "label_en": ["Z", "A", "M", "Yes"],
            "label_zh": ["甲", "乙", "丙", "是"],
        }
    )
    return make_tables(folder, "2024-01-01", surveys=surveys, survey_items=items)


def test_answers_keep_the_order_of_the_items(tmp_path: Path) -> None:
    counts = count_answers(make_survey(tmp_path))
    assert list(dict.fromkeys(counts["item"])) == ["z", "a", "m", "yes"]
    z = counts[counts["item"] == "z"]
    assert z["answer"].tolist()[:2] == [1.0, 5.0]
    assert z["answer"].isna().tolist() == [False, False, True]
    assert z["n_respondents"].tolist() == [1, 1, 1]


def test_patterns_look_at_the_commonest_scale_only(tmp_path: Path) -> None:
    patterns = count_answer_patterns(make_survey(tmp_path))
    assert patterns.values.tolist() == [[2, 1, 1], [3, 3, 1]]


def test_no_survey_no_rows(telco_tables: Tables) -> None:
    assert count_answers(telco_tables).empty
    assert count_answer_patterns(telco_tables).empty


def test_the_bundled_survey(abc_tables: Tables) -> None:
    counts = count_answers(abc_tables)
    assert counts["item"].nunique() == 66
    assert (counts.groupby("item")["n_respondents"].sum() == 266).all()
    assert list(dict.fromkeys(counts["item"]))[:3] == ["q1", "q4", "q5"]
