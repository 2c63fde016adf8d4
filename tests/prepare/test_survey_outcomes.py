"""What respondents did afterwards and what was known of them, by hand; nothing looks ahead."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_tables import DAY_ZERO, day
from survey_shop import (
    make_answers,
    make_contacts,
    make_survey_study,
    make_survey_tables,
    row_of,
)

from analysis.prepare.spells import build_spells
from analysis.prepare.stage_history import StageHistory
from analysis.prepare.stage_rules import choose_rules
from analysis.prepare.survey_context import KNOWN_COLUMNS
from analysis.prepare.survey_outcomes import build_loyalty_behaviour, build_survey_outcomes
from analysis.store import Tables
from analysis.study import Study, load_study

FULL = (4, 4, 2, 4)
PURCHASES = [
    ("a", "2024-01-10", 1000),
    ("a", "2024-02-09", 2000),
    ("a", "2024-06-30", 500),
    ("b", "2024-01-01", 700),
    ("c", "2024-10-01", 300),
    ("c", "2024-12-01", 400),
    ("c", "2024-12-02", 100),
    ("d", "2024-03-01", 900),
]
ANSWERS = make_answers(
    ("a", "2024-03-01", FULL),
    ("a", "2024-07-10", FULL),
    ("b", "2024-06-01", FULL),
    ("c", "2024-11-01", FULL),
    ("d", "2024-03-01", FULL),
    ("nobody", "2024-03-01", FULL),
)
CONTACTS = make_contacts(
    ("a", "2024-02-01", "complaint", "price", 3.0),
    ("a", "2024-02-25", "complaint", "service", 10.0),
    ("a", "2024-02-26", "visit", None, None),
    ("c", "2023-01-01", "complaint", "product", None),
)


def outcomes_of(folder: Path, horizons: tuple[int, ...] = (30, 180)) -> pd.DataFrame:
    tables = make_survey_tables(folder / "t", PURCHASES, ANSWERS, CONTACTS)
    return build_survey_outcomes(tables, make_survey_study(folder / "s"), horizons_days=horizons)


def test_leaving_is_counted_from_the_answer(tmp_path: Path) -> None:
    frame = outcomes_of(tmp_path)
    first = row_of(frame, "a", "2024-03-01")
    assert first["at_risk"] and first["left"]
    assert first["days_followed"] == day("2024-05-09") - day("2024-03-01")  # 90 days of silence
    again = row_of(frame, "a", "2024-07-10")  # who came back can leave again
    assert again["left"] and again["days_followed"] == day("2024-09-28") - day("2024-07-10")
    stays = row_of(frame, "c", "2024-11-01")
    assert stays["at_risk"] and not stays["left"]
    assert stays["days_followed"] == stays["days_observed"] == 60


def test_who_had_left_already_is_not_at_risk(tmp_path: Path) -> None:
    frame = outcomes_of(tmp_path)
    for customer, when in (("b", "2024-06-01"), ("nobody", "2024-03-01")):
        row = row_of(frame, customer, when)
        assert not row["at_risk"]
        assert pd.isna(row["left"]) and pd.isna(row["days_followed"])
    assert row_of(frame, "b", "2024-06-01")["silence_left"] == 90 - 152


def test_money_of_the_days_after(tmp_path: Path) -> None:
    frame = outcomes_of(tmp_path)
    row = row_of(frame, "c", "2024-11-01")
    assert row["spend_30_cents"] == 400 and row["n_purchases_30"] == 1  # day 30 counts, 31 not
    assert pd.isna(row["spend_180_cents"]) and pd.isna(row["n_purchases_180"])
    assert row_of(frame, "a", "2024-03-01")["spend_180_cents"] == 500
    assert row_of(frame, "d", "2024-03-01")["spend_30_cents"] == 0  # that of the day is before


def test_refunds_reduce_money(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    refunds = pd.DataFrame(
        {
            "customer_id": ["a", "a"],
            "day": np.array([day("2024-02-20"), day("2024-07-01")], "int32"),
            "amount_cents": [-150, -50],
        }
    )
    refunds.to_parquet(tables.folder / "refunds.parquet")
    study = make_survey_study(tmp_path / "s")
    row = row_of(build_survey_outcomes(tables, study, horizons_days=[180]), "a", "2024-03-01")
    assert row["spend_last_year_cents"] == 2850 and row["n_purchases_last_year"] == 2
    assert row["spend_180_cents"] == 450 and row["n_purchases_180"] == 1


def test_what_was_known_on_the_day(tmp_path: Path) -> None:
    frame = outcomes_of(tmp_path)
    row = row_of(frame, "a", "2024-03-01")
    assert row["tenure_days"] == 51 and row["days_since_purchase"] == 21
    assert row["n_purchases_last_year"] == 2 and row["spend_last_year_cents"] == 3000
    assert row["silence_left"] == 69
    assert row["n_complaints_last_year"] == 2 and row["complaint_repeated"]
    assert row["complaint_topic"] == "service"
    assert row["open_complaint"]  # resolved on 6 March: not known on the first
    assert row["complaint_days"] == 5
    assert row["first_experience"] and row["first_complaint"]
    assert row["second_purchase_days"] == 30
    later = row_of(frame, "a", "2024-07-10")
    assert not later["open_complaint"] and later["complaint_days"] == 10
    assert not later["first_experience"]
    fresh = row_of(frame, "d", "2024-03-01")
    assert fresh["tenure_days"] == 0 and fresh["days_since_purchase"] == 0
    assert pd.isna(fresh["second_purchase_days"]) and pd.isna(fresh["first_complaint"])
    assert not fresh["open_complaint"] and fresh["n_complaints_last_year"] == 0
    unresolved = row_of(frame, "c", "2024-11-01")
    assert unresolved["n_purchases_last_year"] == 1 and unresolved["spend_last_year_cents"] == 300
    assert unresolved["open_complaint"] and unresolved["n_complaints_last_year"] == 0
    assert pd.isna(unresolved["complaint_topic"])
    assert pd.isna(unresolved["first_complaint"])  # day 31 of 60: may come yet
    stranger = row_of(frame, "nobody", "2024-03-01")
    assert pd.isna(stranger["tenure_days"]) and stranger["n_purchases_last_year"] == 0


def test_the_rhythm_is_that_of_the_stage_machine(tmp_path: Path) -> None:
    """a's own gap of 30 days shrunk with weight 3 to gaps completed before its last visit: none."""
    frame = outcomes_of(tmp_path)
    row = row_of(frame, "a", "2024-03-01")
    assert row["rhythm_days"] == 30 and row["recency_ratio"] == pytest.approx(21 / 30)
    # On 30 June everybody has completed one gap, of 30 days; a's own are 30 and 142.
    again = row_of(frame, "a", "2024-07-10")
    assert again["rhythm_days"] == pytest.approx((30 + 142 + 3 * 30) / (2 + 3))
    once = row_of(frame, "c", "2024-11-01")  # by October two gaps, of a: mean 86
    assert once["rhythm_days"] == pytest.approx(86)


def test_behavioural_loyalty_by_hand(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    frame = build_loyalty_behaviour(tables, make_survey_study(tmp_path / "s"))
    assert frame["customer_id"].tolist() == ["a", "b", "c", "d"]  # nobody never bought
    loyal = row_of(frame, "a", "2024-07-10")
    assert loyal["tenure_days"] == loyal["window_days"] == 182
    assert loyal["repeat_rate"] == pytest.approx(365 * 2 / 182)
    assert loyal["n_purchases_window"] == 2
    assert loyal["n_expected_window"] == pytest.approx(182 / 30)  # nothing known: the shortest
    assert loyal["share_of_rhythm_kept"] == pytest.approx(2 * 30 / 182)
    assert pd.isna(row_of(frame, "d", "2024-03-01")["share_of_rhythm_kept"])
    expected = row_of(frame, "c", "2024-11-01")
    assert expected["n_expected_window"] == pytest.approx(31 / 86)


def test_the_window_looks_a_year_back(tmp_path: Path) -> None:
    purchases = [("a", f"{year}-{month:02d}-01") for year in (2022, 2023) for month in range(1, 13)]
    answers = make_answers(("a", "2024-06-01", FULL))
    tables = make_survey_tables(tmp_path / "t", purchases, answers)
    frame = build_loyalty_behaviour(tables, make_survey_study(tmp_path / "s"))
    row = row_of(frame, "a", "2024-06-01")
    assert row["window_days"] == 365
    bought = [when for _, when in purchases if day("2023-06-02") < day(when) <= day("2024-06-01")]
    assert row["n_purchases_window"] == len(bought) == 6
    rhythm = row["window_days"] / row["n_expected_window"]
    assert 30 <= rhythm <= 31  # that of its months before the window
    assert row["share_of_rhythm_kept"] == pytest.approx(6 * rhythm / 365)


def test_without_dates_nothing_is_known(abc_tables: Tables) -> None:
    study = load_study("abc")
    frame = build_survey_outcomes(abc_tables, study, horizons_days=[180])
    assert frame.empty and {"left", "spend_180_cents", *KNOWN_COLUMNS} <= set(frame.columns)
    assert build_loyalty_behaviour(abc_tables, study).empty


def test_without_contacts_or_horizons(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    frame = build_survey_outcomes(tables, make_survey_study(tmp_path / "s"), horizons_days=[])
    assert not frame["open_complaint"].any() and (frame["n_complaints_last_year"] == 0).all()
    assert len(frame) == 6


# Nothing known at t depends on anything recorded after it.

STAGES = {"decline_multiple": 1.5, "churn_multiple": 3, "minimum_days": 14, "maximum_days": 120}


def date_of(when: int) -> str:
    return (DAY_ZERO + pd.Timedelta(days=day("2024-01-01") + when)).isoformat()


def draw_events(seed: int) -> dict[str, Any]:
    """A crowded year of three customers."""
    rng = np.random.default_rng(seed)
    who = [str(name) for name in rng.choice(list("abc"), 90)]
    when = [int(d) for d in rng.integers(0, 366, 90)]
    return {
        "purchases": [(who[k], when[k], int(rng.integers(1, 900))) for k in range(25)],
        "complaints": [
            (who[k], when[k], str(rng.choice(["price", "service"])), int(rng.integers(0, 90)))
            for k in range(25, 50)
        ],
        "surveys": sorted({(who[k], when[k]) for k in range(50, 90)}),
    }


def known_by(folder: Path, study: Study, events: dict[str, Any], end: int) -> pd.DataFrame:
    """What a company that looks on day ``end`` knows of the days of the surveys before it."""
    purchases = [(who, date_of(d), cents) for who, d, cents in events["purchases"] if d <= end]
    complaints = [
        (who, date_of(d), "complaint", topic, float(took) if d + took <= end else None)
        for who, d, topic, took in events["complaints"]
        if d <= end
    ]
    surveys = [(who, date_of(d), FULL) for who, d in events["surveys"] if d <= end]
    tables = make_survey_tables(
        folder, purchases, make_answers(*surveys), make_contacts(*complaints), as_of=date_of(end)
    )
    rules = choose_rules(study.stages, pd.DataFrame({"multiple": [], "estimate": []}))
    history = StageHistory(
        spells=build_spells(tables, study, rules),
        stages=(),
        clock="calendar",
        begin=0,
        end=end,
        horizon=1,
        period=1,
        unit="day",
        roles={},
        rules=rules,
    )
    frame = build_survey_outcomes(tables, study, horizons_days=[30], history=history)
    return frame.set_index(["customer_id", "day"]).sort_index()


@pytest.mark.parametrize("cut", [90, 150, 210, 270])
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_looks_ahead(seed: int, cut: int, tmp_path: Path) -> None:
    events = draw_events(seed)
    study = make_survey_study(tmp_path / "s")
    study = study.model_copy(update={"stages": study.stages.model_copy(update=STAGES)})
    then = known_by(tmp_path / "then", study, events, cut)
    later = known_by(tmp_path / "later", study, events, 365)
    # A customer first known on the very day of the cut has no visit to a stage yet.
    then = then[then.index.get_level_values("day") < day("2024-01-01") + cut]
    both = later.loc[then.index]
    assert len(then) > 5
    columns = ["at_risk", *KNOWN_COLUMNS]
    pd.testing.assert_frame_equal(then[columns], both[columns], check_dtype=False)
    had_left = then["left"].fillna(False).to_numpy(dtype=bool)  # and that stays as it was
    assert both.loc[had_left, "left"].all()
    assert (both.loc[had_left, "days_followed"] == then.loc[had_left, "days_followed"]).all()


def test_contract_churn_needs_no_silence(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS)
    reasons = {**tables.capabilities, "survey_outcomes": "what customers did needs silence"}
    without = dataclasses.replace(tables, capabilities=reasons)
    study = make_survey_study(tmp_path / "s")
    assert build_survey_outcomes(without, study, horizons_days=[30]).empty
