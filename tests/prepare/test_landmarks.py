"""Landmarks of a few customers, by hand: who is there, what was known, who then left."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from landmark_shop import (
    look_up,
    make_answers,
    make_contract_study,
    make_frame,
    make_warning_study,
    make_warning_tables,
)
from small_tables import day

from analysis.errors import DataError, ParameterError
from analysis.prepare.landmark_signs import SIGNS, list_sign_reasons
from analysis.prepare.landmarks import build_landmarks, list_landmark_features, list_outcomes
from analysis.store import Tables
from analysis.study import Study

# Ten days between purchases, then twenty, half the money, another channel; lost on 9 July.
SLOWING = [
    *[("a", f"2024-01-{d:02d}", 1000, "home", "store") for d in (1, 11, 21, 31)],
    ("a", "2024-02-10", 1000, "toys", "store"),
    ("a", "2024-03-01", 500, "home", "app"),
    ("a", "2024-03-21", 500, "home", "app"),
    ("a", "2024-04-10", 500, "garden", "app"),
]
STEADY = [("b", f"2024-{m:02d}-20", 700, "home", "store") for m in range(1, 13)]
RETURNED = [("c", d, 300, None, "app") for d in ("2024-02-01", "2024-09-15", "2024-09-15")]
INTERACTIONS = [
    *[("a", f"2024-03-{d:02d}", "visit", "store", None) for d in (2, 9, 16, 23, 30)],
    ("a", "2024-04-05", "complaint", "phone", 40.0),
    ("a", "2024-04-06", "survey_invitation", "email", None),
    ("b", "2024-03-05", "complaint", "phone", 2.5),
    ("b", "2024-05-01", "complaint", "phone", None),
]
FEEDBACK = [
    ("a", "2024-03-03", "fine", 4.0, "after_purchase"),
    ("a", "2024-04-12", "hm", 2.0, "complaint"),
    ("b", "2024-06-01", "good", 5.0, "after_purchase"),
]
ANSWERS: list[tuple[str, str | int, tuple[float | None, ...]]] = [
    ("a", "2024-02-15", (5, 5, 1, 5)),
    ("a", "2024-04-15", (3, None, 3, 4)),
    ("b", "2024-04-15", (4, 4, 2, 4)),
]
MARKET = [(day("2024-01-01") + k, f"{100 + k}", str(k % 2 == 0), "new_year") for k in range(366)]


def shop_frames() -> dict[str, pd.DataFrame]:
    return {
        "transactions": make_frame("transactions", SLOWING + STEADY + RETURNED),
        "interactions": make_frame("interactions", INTERACTIONS),
        "feedback": make_frame("feedback", FEEDBACK),
        "market": make_frame("market", MARKET),
        "surveys": make_answers(ANSWERS),
    }


def build_shop(folder: Path, **changes: Any) -> tuple[pd.DataFrame, Tables, Study]:
    study = make_warning_study(folder / "s", **changes)
    tables = make_warning_tables(folder / "t", shop_frames())
    return build_landmarks(tables, study), tables, study


def test_everyone_still_there_has_a_row(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    months = ["2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30"]
    assert frame.loc[frame["customer_id"] == "a", "day"].tolist() == [day(m) for m in months]
    later = ["2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30", "2024-12-31"]
    everything = [day(m) for m in months + later]
    assert frame.loc[frame["customer_id"] == "b", "day"].tolist() == everything
    back = ["2024-03-31", "2024-04-30", "2024-09-30", "2024-10-31", "2024-11-30"]
    assert frame.loc[frame["customer_id"] == "c", "day"].tolist() == [day(m) for m in back]
    assert frame["customer_id"].drop_duplicates().tolist() == ["a", "b", "c"]
    assert frame.attrs["clock"] == "calendar"


def test_outcomes(tmp_path: Path) -> None:
    frame, _, study = build_shop(tmp_path)
    row = look_up(frame, "a", "2024-04-30")
    assert row["days_to_loss"] == row["days_followed"] == 70
    assert [row[f"left_{h}"] for h in (30, 60, 90)] == [False, False, True]
    assert look_up(frame, "a", "2024-06-30")["left_30"]
    again = look_up(frame, "c", "2024-09-30")  # who came back can leave again, on 14 December
    assert again["days_to_loss"] == 75 and not again["left_60"] and again["left_90"]
    late = look_up(frame, "b", "2024-11-30")
    assert pd.isna(late["days_to_loss"]) and late["days_followed"] == 31
    assert not late["left_30"] and pd.isna(late["left_60"])
    # Lost within sixty days, but they were not over by the as-of date.
    assert pd.isna(look_up(frame, "c", "2024-11-30")["left_60"])
    assert look_up(frame, "c", "2024-11-30")["left_30"]
    assert frame[frame["day"] == day("2024-12-31")]["left_30"].isna().all()
    assert not set(list_outcomes(study)) & set(list_landmark_features(frame, study))
    assert set(SIGNS) <= set(list_landmark_features(frame, study))


def test_purchases_by_hand(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    row = look_up(frame, "a", "2024-04-30")
    assert row["tenure_days"] == 120 and row["n_purchases"] == 8
    assert row["days_since_purchase"] == 20 and row["silence_left"] == 70
    assert row["gap_recent_days"] == 20 and row["gap_before_days"] == 10
    assert row["gap_ratio"] == 2 and row["purchases_fall"]
    assert row["amount_recent_cents"] == 500 and row["amount_before_cents"] == 1000
    assert row["n_purchases_recent"] == 1 and row["n_purchases_before"] == 1  # 2 to 31 March
    assert row["n_purchases_last_year"] == 8
    assert row["spend_recent_cents"] == row["spend_before_cents"] == 500
    assert row["spend_trend"] == 0 and row["spend_last_year_cents"] == 6500
    assert row["n_products_last_year"] == 3
    steady = look_up(frame, "b", "2024-12-31")
    assert not steady["purchases_fall"] and steady["n_products_last_year"] == 1
    assert steady["recency_ratio"] == pytest.approx(11 / steady["rhythm_days"])
    fresh = look_up(frame, "c", "2024-09-30")
    assert fresh["n_purchases"] == 2 and np.isnan(fresh["gap_ratio"])


def test_refunds_reduce_money_only(tmp_path: Path) -> None:
    study = make_warning_study(tmp_path / "s")
    refunds = pd.DataFrame(
        {
            "customer_id": ["a"],
            "day": np.array([day("2024-04-20")], "int32"),
            "amount_cents": [-500],
        }
    )
    tables = make_warning_tables(tmp_path / "t", shop_frames() | {"refunds": refunds})
    row = look_up(build_landmarks(tables, study), "a", "2024-04-30")
    assert row["spend_recent_cents"] == 0 and row["n_purchases"] == 8
    assert row["spend_trend"] == -1 and row["days_since_purchase"] == 20


def test_contacts_and_complaints_by_hand(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    row = look_up(frame, "a", "2024-04-30")
    assert row["n_contacts_recent"] == 1 and row["n_contacts_before"] == 5  # no invitation
    assert row["contacts_fall"] and row["days_since_contact"] == 25
    assert row["n_open_complaints"] == 1 and row["complaint_days"] == 25  # 40 is not known yet
    later = look_up(frame, "a", "2024-05-31")
    assert later["n_open_complaints"] == 0 and later["complaint_days"] == 40
    assert pd.isna(later["contacts_fall"])  # one contact before: too few to fall from
    other = look_up(frame, "b", "2024-03-31")
    assert other["n_complaints_last_year"] == 1 and other["n_open_complaints"] == 0
    assert look_up(frame, "b", "2024-12-31")["n_open_complaints"] == 1
    stranger = look_up(frame, "c", "2024-03-31")
    assert stranger["n_contacts_recent"] == 0 and np.isnan(stranger["complaint_days"])
    assert pd.isna(stranger["contacts_fall"])


def test_activity_channels_and_comments_by_hand(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    row = look_up(frame, "a", "2024-04-30")
    # From 1 April: 5, 10, 12, 15; from 2 March: 2, 3, 9, 16, 21, 23, 30.
    assert row["n_active_days_recent"] == 4 and row["n_active_days_before"] == 7
    assert not row["activity_falls"]
    assert look_up(frame, "a", "2024-05-31")["activity_falls"]
    assert row["off_channel_recent"] == 1 and row["off_channel_before"] == 0
    assert row["channel_shifts"]
    assert not look_up(frame, "b", "2024-12-31")["channel_shifts"]
    assert pd.isna(look_up(frame, "c", "2024-09-30")["channel_shifts"])
    assert row["last_rating"] == 2 and row["days_since_comment"] == 18
    assert look_up(frame, "a", "2024-03-31")["last_rating"] == 4


def test_answers_by_hand(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    before = look_up(frame, "a", "2024-03-31")
    assert before["score_service"] == 100 and before["score_overall"] == 100
    assert np.isnan(before["score_change_overall"]) and pd.isna(before["satisfaction_falls"])
    row = look_up(frame, "a", "2024-04-30")
    assert row["score_service"] == 50  # of the two items answered, the reversed one turned round
    assert row["score_change_service"] == -50
    assert row["score_overall"] == 75 and row["score_change_overall"] == -25
    assert row["satisfaction_falls"] and row["days_since_answer"] == 15
    assert pd.isna(look_up(frame, "b", "2024-04-30")["satisfaction_falls"])
    assert np.isnan(look_up(frame, "c", "2024-04-30")["score_overall"])


def test_the_market_of_the_month(tmp_path: Path) -> None:
    frame, _, _ = build_shop(tmp_path)
    row = look_up(frame, "b", "2024-04-30")
    k = day("2024-04-30") - day("2024-01-01")
    assert row["market_price_index"] == pytest.approx(100 + k - 14.5)
    assert row["market_campaign"] == 0.5
    assert "market_holiday" not in frame


def test_signs_stand_beside_their_reasons(tmp_path: Path) -> None:
    frame, _, study = build_shop(tmp_path)
    reasons = list_sign_reasons(study)
    assert tuple(reasons) == SIGNS
    for sign, columns in reasons.items():
        assert frame[sign].dtype == "boolean"
        assert set(columns) - {"charge_ratio"} <= set(frame.columns)


def test_a_list_of_purchases_is_enough(tmp_path: Path) -> None:
    study = make_warning_study(tmp_path / "s")
    purchases = make_frame("transactions", SLOWING + STEADY)[["customer_id", "day", "amount_cents"]]
    frame = build_landmarks(make_warning_tables(tmp_path / "t", {"transactions": purchases}), study)
    assert frame["purchases_fall"].notna().all()
    for sign in set(SIGNS) - {"purchases_fall"}:
        assert frame[sign].isna().all()
    assert "n_active_days_recent" not in frame  # purchases have a sign of their own


def test_given_days(tmp_path: Path) -> None:
    _, tables, study = build_shop(tmp_path)
    chosen = [day("2024-05-10"), day("2024-03-05"), day("2024-05-10")]
    frame = build_landmarks(tables, study, days=chosen)
    assert sorted(frame["day"].unique()) == sorted(set(chosen))
    with pytest.raises(ParameterError, match="outside the records"):
        build_landmarks(tables, study, days=[day("2025-01-01")])
    with pytest.raises(ParameterError, match="at least one day"):
        build_landmarks(tables, study, days=[])


def test_without_the_capability_there_are_no_rows(tmp_path: Path) -> None:
    _, tables, study = build_shop(tmp_path)
    none = dataclasses.replace(tables, capabilities={**tables.capabilities, "landmarks": "no"})
    frame = build_landmarks(none, study)
    assert frame.empty and {"customer_id", "left_90", *SIGNS} <= set(frame.columns)


def test_a_driver_never_hides_a_feature(tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    study = study.model_copy(update={"segments": ("stage", "tenure_days")})
    rows = [("a", "2024-01-01", None, 100, "x")]
    contracts = make_frame("contracts", rows).assign(tenure_days="1")
    tables = make_warning_tables(tmp_path / "t", {"contracts": contracts})
    with pytest.raises(DataError, match="tenure_days in study"):
        build_landmarks(tables, study)
