"""Thresholds of stages rest on what was known before the months that are judged."""

from pathlib import Path

import pandas as pd
from landmark_shop import make_frame, make_warning_study, make_warning_tables

from analysis.prepare.landmark_days import choose_landmark_days
from analysis.prepare.landmark_thresholds import count_known_silences
from analysis.prepare.stage_history import count_silences
from analysis.store import Tables
from analysis.study import load_study


def test_what_happens_after_the_middle_landmark_changes_nothing(tmp_path: Path) -> None:
    study = make_warning_study(tmp_path / "study")
    rows = [
        (who, f"2024-{month:02d}-{10 + place:02d}", 1000, "a", "store")
        for place, who in enumerate(("anna", "bert", "carl", "dora"))
        for month in range(1, 13)
        if not (who == "dora" and month % 2)
    ]
    frame = make_frame("transactions", rows)
    customers = pd.DataFrame({"customer_id": ["anna", "bert", "carl", "dora"]})
    tables = make_warning_tables(tmp_path / "all", {"customers": customers, "transactions": frame})
    days = choose_landmark_days(tables, study, None)
    middle = int(days[len(days) // 2])
    late = frame["day"] > middle
    other = frame[~late | (frame["customer_id"] == "anna")]
    fewer = make_warning_tables(tmp_path / "fewer", {"customers": customers, "transactions": other})
    known = count_known_silences(tables, study)
    assert late.any() and known["n_entered"].sum() > 0
    pd.testing.assert_frame_equal(known, count_known_silences(fewer, study))
    assert not known.equals(count_silences(tables, study))


def test_contracts_have_no_silences(telco_tables: Tables) -> None:
    assert count_known_silences(telco_tables, load_study("telco")).empty
