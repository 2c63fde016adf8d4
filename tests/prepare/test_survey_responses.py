"""Answers as a model reads them, and items that go against their construct."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_study import make_study, retailer
from survey_shop import ITEMS, SURVEY, make_answers, make_survey_study, make_survey_tables

from analysis.errors import DataError
from analysis.prepare.intake import prepare_tables
from analysis.prepare.survey_checks import find_opposed_items
from analysis.prepare.survey_responses import build_survey_responses
from analysis.store import Tables
from analysis.study import load_study

ANSWERS = make_answers(
    ("b", "2024-03-01", (5, 4, 1, 4)),
    ("b", "2024-09-01", (3, None, 2, 3)),
    ("a", "2024-03-05", (1, 2, 5, None)),
    ("c", "2024-03-05", (None, None, None, None)),
)
PURCHASES = [(who, "2024-01-10") for who in "cba"]


def test_the_latest_answers_all_one_way_round(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    responses = build_survey_responses(tables, make_survey_study(tmp_path / "s"))
    frame = responses.frame
    assert frame["customer_id"].tolist() == ["b", "a"]  # in the order of the customers
    assert frame[list(ITEMS)].iloc[0].fillna(-1).tolist() == [3, -1, 4, 3]
    assert frame[list(ITEMS)].iloc[1].fillna(-1).tolist() == [1, 2, 1, -1]
    assert responses.items["reversed"].tolist() == [False, False, True, False]
    assert responses.items["construct"].tolist() == ["service", "service", "service", None]
    assert responses.items["n_points"].tolist() == [5, 5, 5, 5]


def test_every_survey_is_there_when_asked_for(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    study = make_survey_study(tmp_path / "s")
    frame = build_survey_responses(tables, study, every=True).frame
    assert frame["customer_id"].tolist() == ["b", "b", "a"]
    assert frame["s1"].tolist() == [5, 3, 1]  # then in the order of days


def test_no_survey_no_rows(cdnow_tables: Tables) -> None:
    responses = build_survey_responses(cdnow_tables, load_study("cdnow"))
    assert responses.frame.empty and responses.items.empty


def test_the_bundled_survey_is_as_answered(abc_tables: Tables) -> None:
    study = load_study("abc")
    responses = build_survey_responses(abc_tables, study)
    assert len(responses.frame) == 266
    assert {"country", "seniority"} <= set(responses.frame.columns)
    assert "day" not in responses.frame
    long = abc_tables.read("surveys").dropna(subset=["answer"])
    means = long.groupby("item", observed=True)["answer"].mean()
    for item in ("q1", "q4", "q24", "q64"):
        assert responses.frame[item].mean() == pytest.approx(means[item])
    assert abc_tables.capabilities["survey_model"] == ""
    assert "no dates" in abc_tables.capabilities["survey_outcomes"]


def simulate(
    n: int, loadings: tuple[float, ...], rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers to items of one construct; a loading below zero is an item turned round."""
    construct = rng.standard_normal(n)
    names = [f"i{place}" for place in range(len(loadings))]
    frame = pd.DataFrame(
        {
            name: np.clip(np.round(3 + construct * loading + 0.6 * rng.standard_normal(n)), 1, 5)
            for name, loading in zip(names, loadings, strict=True)
        }
    )
    items = pd.DataFrame({"item": names, "construct": "quality", "reversed": False})
    return frame.mask(rng.random(frame.shape) < 0.1), items


@pytest.mark.parametrize(
    ("loadings", "opposed"),
    [
        ((0.8, 0.7, 0.8, 0.6), []),
        ((0.8, 0.7, -0.8), ["i2"]),
        ((-0.8, 0.7, 0.8), ["i0"]),
        ((0.8, 0.7, 0.8, -0.7, 0.8, -0.6), ["i3", "i5"]),
        ((0.8, -0.7), ["i1"]),
        ((0.8, 0.7, -0.8, -0.7), ["i2", "i3"]),
        ((0.8, 0.8, 0.0), []),
    ],
)
def test_items_the_other_way_round_are_found(
    loadings: tuple[float, ...], opposed: list[str]
) -> None:
    frame, items = simulate(400, loadings, np.random.default_rng(4))
    found = find_opposed_items(frame, items)
    assert found["item"].tolist() == opposed
    assert (found["conf_high"] < 0).all()


def test_unrelated_items_are_seldom_called_opposed() -> None:
    rng = np.random.default_rng(7)
    called = [len(find_opposed_items(*simulate(100, (0.0, 0.0), rng))) for _ in range(300)]
    assert np.mean(called) < 0.02  # .5 % at a two-sided limit of 99 %


def test_few_or_equal_answers_prove_nothing() -> None:
    frame, items = simulate(15, (0.8, 0.8, -0.8), np.random.default_rng(1))
    assert find_opposed_items(frame, items).empty
    same = pd.DataFrame({"i0": [1.0, 2.0] * 50, "i1": 3.0, "i2": [2.0, 1.0] * 50})
    assert find_opposed_items(same, items)["item"].tolist() == ["i2"]


def test_an_undeclared_reversed_item_stops(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    frame, _ = simulate(60, (0.8, 0.8, -0.8, 0.7), rng)
    rows = [
        (f"c{place}", "2024-05-01", tuple(None if np.isnan(x) else float(x) for x in answers))
        for place, answers in enumerate(frame.to_numpy())
    ]
    purchases = [(who, "2024-01-10") for who, _, _ in rows]
    tables = make_survey_tables(tmp_path / "t", purchases, make_answers(*rows))
    build_survey_responses(tables, make_survey_study(tmp_path / "declared"))
    undeclared = make_survey_study(tmp_path / "undeclared", survey={**SURVEY, "reversed": []})
    with pytest.raises(DataError) as caught:
        build_survey_responses(tables, undeclared)
    message = str(caught.value)
    assert "item s3 of construct service goes against the others (r = -0." in message
    assert "declare it under survey: reversed" in message
    wrong = make_survey_study(tmp_path / "wrong", survey={**SURVEY, "reversed": ["s3", "s1"]})
    with pytest.raises(DataError, match=r"item s1 .*reversed; is it really"):
        build_survey_responses(tables, wrong)


def test_a_six_on_a_scale_of_five_never_arrives(tmp_path: Path) -> None:
    fields = retailer()
    fields["survey"] = SURVEY
    fields["tables"]["surveys"] = {
        "file": "raw/survey.csv",
        "columns": {"customer_id": "id", "date": "d"},
        "items": [{"scale": [1, 5], "names": list(ITEMS)}],
    }
    files = {
        "purchases.csv": "customer_id,date,amount\n1,2024-01-01,3.5\n2,2024-01-02,3.5\n",
        "survey.csv": "id,d,s1,s2,s3,overall\n1,2024-02-01,6,5,1,5\n2,2024-02-01,4,0,2,3\n",
    }
    study = make_study(tmp_path / "shop", fields, files)
    tables = prepare_tables(study)
    fault = tables.faults[tables.faults["check"] == "answer_off_scale"].iloc[0]
    assert fault["n_rows"] == 2 and fault["action"] == "repaired"
    assert tables.verdict == "red"
    frame = build_survey_responses(tables, study).frame
    assert frame["s1"].isna().tolist() == [True, False]
    assert frame["s2"].isna().tolist() == [False, True]
    assert "2 customers answered the 4 items" in tables.capabilities["survey_model"]
