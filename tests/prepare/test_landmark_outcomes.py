"""A loss after a landmark is the loss that durations count; features agree with other builders."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from landmark_shop import (
    look_up,
    make_contract_study,
    make_frame,
    make_warning_study,
    make_warning_tables,
)
from small_tables import day

from analysis.prepare.capabilities import find_capabilities
from analysis.prepare.durations import build_durations
from analysis.prepare.landmark_days import list_month_ends
from analysis.prepare.landmark_stages import count_silences_by
from analysis.prepare.landmarks import build_landmarks
from analysis.prepare.stage_history import build_stage_history
from analysis.prepare.survey_context import query_context
from analysis.store import Tables
from analysis.study import Churn, Study, load_study

OWN_RHYTHM = {
    "name": "own",
    "rule": "own_rhythm",
    "multiple": 3,
    "minimum_days": 60,
    "maximum_days": 365,
}


def check_against_durations(tables: Tables, study: Study) -> pd.DataFrame:
    """The first loss of everybody, seen from every landmark before it."""
    frame = build_landmarks(tables, study)
    durations = build_durations(tables, study)
    rows = frame.astype({"customer_id": str}).merge(durations, on="customer_id", how="left")
    assert rows["tenure"].notna().all() or (frame["tenure_days"] == 0).any()
    before = rows[rows["tenure_days"] < rows["tenure"]]
    ended = before["event_observed"].astype(bool)
    told = before["days_to_loss"].astype("float64")
    lost = before["tenure_days"] + told
    assert ended.any() and (~ended).any()
    assert (lost[ended] == before.loc[ended, "tenure"]).all()
    assert told[~ended].isna().all()
    assert (before["tenure_days"] + before["days_followed"] == before["tenure"]).all()
    for horizon in study.warning.horizons_days:
        left = before[f"left_{horizon}"]
        known = left.notna()
        assert (left[known] == (told[known] <= horizon)).all()
    return rows


@pytest.mark.parametrize("definition", [None, OWN_RHYTHM])
def test_losses_of_a_purchase_log(definition: dict[str, Any] | None, cdnow_tables: Tables) -> None:
    study = load_study("cdnow")
    if definition is not None:
        churn = Churn.model_validate({"kind": "silence", "definition": definition})
        study = study.model_copy(update={"churn": churn})
    rows = check_against_durations(cdnow_tables, study)
    assert rows["day"].nunique() == 13
    # Whoever is there at or after the first loss has come back: that is a row of its own.
    back = rows[rows["tenure_days"] >= rows["tenure"]]
    assert back["event_observed"].astype(bool)[back["tenure_days"] > back["tenure"]].all()


def test_features_are_those_known_of_respondents(cdnow_tables: Tables) -> None:
    """Two ways to the same: a query per day, and one pass for all landmarks."""
    study = load_study("cdnow")
    chosen = [day("1997-09-30"), day("1998-03-31")]
    frame = build_landmarks(cdnow_tables, study, days=chosen).astype({"customer_id": str})
    marks = " UNION ALL ".join(f"SELECT customer_id, {t} AS t FROM customers" for t in chosen)
    known = query_context(cdnow_tables, study, marks, None)
    both = frame.merge(known, on=["customer_id", "day"], suffixes=("", "_asked"))
    assert len(both) == len(frame) > 10_000
    for name in (
        "tenure_days",
        "days_since_purchase",
        "n_purchases_last_year",
        "spend_last_year_cents",
        "silence_left",
    ):
        assert (both[name] == both[f"{name}_asked"]).all(), name
    for name in ("rhythm_days", "recency_ratio"):
        np.testing.assert_allclose(both[name], both[f"{name}_asked"], rtol=1e-6)
    there = known[known["silence_left"] > 0]
    assert len(there) == len(frame)  # everyone not silent for too long, and nobody else


def test_stages_known_by_the_first_landmark(cdnow_tables: Tables) -> None:
    study = load_study("cdnow")
    first = day("1997-09-30")
    silences = count_silences_by(cdnow_tables, study, first)
    assert 0 < silences["n_entered"].sum() < 70_000
    multiples = {"decline_multiple": 1.5, "churn_multiple": 3.0}
    stated = study.model_copy(update={"stages": study.stages.model_copy(update=multiples)})
    none = pd.DataFrame({"multiple": [], "estimate": []})
    history = build_stage_history(cdnow_tables, stated, none)
    frame = build_landmarks(cdnow_tables, stated, days=[first], history=history)
    marks = f"SELECT customer_id, {first} AS t FROM customers"
    known = query_context(cdnow_tables, stated, marks, history).set_index("customer_id")["stage"]
    asked = known.reindex(frame["customer_id"].astype(str)).to_numpy()
    assert (frame["stage"].astype(str).to_numpy() == asked).all()
    assert (frame["days_in_stage"] >= 0).all()


def test_contracts_without_dates_are_looked_at_by_tenure(telco_tables: Tables) -> None:
    study = load_study("telco")
    assert telco_tables.capabilities["landmarks"] == ""
    frame = build_landmarks(telco_tables, study)
    assert frame.attrs["clock"] == "tenure"
    months = frame["day"].unique() // 30
    assert sorted(months) == list(range(1, 73))
    contracts = telco_tables.read("contracts")
    tenure, ended = contracts["tenure"], contracts["ended"]
    for month in (1, 12, 60):
        rows = frame[frame["day"] == 30 * month]
        assert len(rows) == ((tenure > month) | ((tenure == month) & ~ended)).sum()
        assert rows["left_30"].sum() == ((tenure == month + 1) & ended).sum()
        unseen = (tenure < month + 3) & (tenure >= month) & ~ended
        assert rows["left_90"].isna().sum() == unseen.sum()
    assert (frame["contract"].notna() & frame["charge_cents"].gt(0)).all()
    assert frame["online_security"].dtype == "boolean"
    history = build_stage_history(telco_tables, study, pd.DataFrame())
    staged = build_landmarks(telco_tables, study, days=[60, 90, 120], history=history)
    assert staged.groupby("day")["stage"].unique().map(sorted).to_dict() == {
        60: ["new"],
        90: ["mature", "new"],  # who was last seen in the third month has not settled
        120: ["mature"],
    }


CONTRACTS = [
    ("c", "2024-01-01", "2024-06-10", 1000, "basic"),
    ("c", "2024-09-01", None, 1500, "plus"),
    ("d", "2024-01-01", "2024-05-31", 2000, "plus"),
    ("d", "2024-06-04", None, 1200, "basic"),
    ("e", "2024-03-01", None, 500, "basic"),
    ("e", "2024-05-01", None, 700, "plus"),
]


def test_contracts_with_dates_by_hand(tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    tables = make_warning_tables(tmp_path / "t", {"contracts": make_frame("contracts", CONTRACTS)})
    frame = build_landmarks(tables, study)
    row = look_up(frame, "c", "2024-05-31")
    assert row["days_to_loss"] == 17  # a week is left for a renewal
    assert row["left_30"] and row["n_contracts_running"] == 1
    assert not ((frame["customer_id"] == "c") & (frame["day"] == day("2024-06-30"))).any()
    again = look_up(frame, "c", "2024-09-30")
    assert again["tenure_days"] == 273 and again["contract_days"] == 29
    assert again["charge_cents"] == 1500 and again["charge_ratio"] == 1.5
    assert not again["purchases_fall"] and again["plan"] == "plus"
    kept = look_up(frame, "d", "2024-05-31")  # ended today, renewed on Tuesday
    assert kept["n_contracts_running"] == 0 and kept["charge_cents"] == 0
    assert pd.isna(kept["days_to_loss"]) and not kept["left_90"] and pd.isna(kept["purchases_fall"])
    cheaper = look_up(frame, "d", "2024-06-30")
    assert cheaper["charge_ratio"] == pytest.approx(0.6) and cheaper["purchases_fall"]
    assert cheaper["n_contracts_so_far"] == 2
    two = look_up(frame, "e", "2024-05-31")
    assert two["charge_cents"] == 1200 and two["n_contracts_running"] == 2
    check_against_durations(tables, study)


def test_month_ends() -> None:
    found = list_month_ends(day("2023-12-31"), day("2024-03-30"))
    assert found.tolist() == [day(d) for d in ("2023-12-31", "2024-01-31", "2024-02-29")]
    assert list_month_ends(day("2024-02-01"), day("2024-02-28")).tolist() == []
    assert list_month_ends(day("1969-12-31"), day("1970-01-31")).tolist() == [-1, 30]


def test_why_there_can_be_no_landmarks(tmp_path: Path) -> None:
    study = make_warning_study(tmp_path / "s")
    rows = [("a", "2024-01-01", 100, None, None), ("b", "2024-06-01", 100, None, None)]
    frames = {"transactions": make_frame("transactions", rows)}

    def reason(study: Study, as_of: str) -> str:
        return find_capabilities(frames, study, day(as_of))["landmarks"]

    assert reason(study, "2024-12-31") == ""
    silence = Churn.model_validate(
        {"kind": "silence", "definition": {"name": "s", "rule": "fixed_days", "days": 40}}
    )
    early = study.model_copy(update={"churn": silence})
    assert reason(early, "2024-03-20") == (
        "the records last 79 days: no month-end has 60 of them before it and 30 after it"
        " (study.yml, warning:)"
    )
    assert "nobody was silent" in reason(study, "2024-02-01")
    assert "what churn means" in reason(study.model_copy(update={"churn": None}), "2024-12-31")
