"""What became of customers is what landmarks of that day say of them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from landmark_shop import make_contract_study, make_frame, make_warning_tables
from small_tables import day

from analysis.prepare.landmarks import build_landmarks
from analysis.prepare.warning_outcomes import observe_outcomes
from analysis.store import Tables
from analysis.study import Study, load_study

COLUMNS = ["customer_id", "day", "days_to_loss", "days_followed"]


def check_against_landmarks(tables: Tables, study: Study, days: list[int]) -> pd.DataFrame:
    landmarks = build_landmarks(tables, study, days=days).astype({"customer_id": str})
    strangers = pd.DataFrame({"customer_id": ["nobody"], "day": [days[0]]})
    asked = pd.concat([landmarks[["customer_id", "day"]], strangers], ignore_index=True)
    told = observe_outcomes(tables, study, asked)
    expected = landmarks[COLUMNS].sort_values(COLUMNS[:2], ignore_index=True)
    found = told.sort_values(COLUMNS[:2], ignore_index=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    assert found["days_to_loss"].notna().any() and found["days_to_loss"].isna().any()
    return found


def test_silences(cdnow_tables: Tables) -> None:
    check_against_landmarks(
        cdnow_tables, load_study("cdnow"), [day("1997-09-30"), day("1998-01-31")]
    )


def test_tenures_without_dates(telco_tables: Tables) -> None:
    study = load_study("telco")
    check_against_landmarks(telco_tables, study, [90, 720])
    own = telco_tables.query(
        "SELECT customer_id, (tenure * 30)::INTEGER AS day, ended FROM contracts"
    )
    told = observe_outcomes(telco_tables, study, own)
    assert len(told) == (~own["ended"]).sum()  # who has left is no customer on the last day
    assert (told["days_followed"] == 0).all()


def test_dated_contracts(tmp_path: Path) -> None:
    rows = [(f"c{n}", "2022-01-01", end, 1000, "x") for n, end in enumerate(ENDS)]
    customers = pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(ENDS))]})
    tables = make_warning_tables(
        tmp_path / "tables", {"customers": customers, "contracts": make_frame("contracts", rows)}
    )
    study = make_contract_study(tmp_path)
    if tables.capabilities["landmarks"]:
        pytest.skip(tables.capabilities["landmarks"])
    check_against_landmarks(tables, study, [day("2023-06-30"), day("2024-01-31")])


ENDS = [None, "2023-09-30", "2024-03-31", None, "2024-06-30", "2024-02-29"]


def test_nobody_asked_and_days_to_come(cdnow_tables: Tables) -> None:
    study = load_study("cdnow")
    some = cdnow_tables.query("SELECT customer_id FROM customers LIMIT 3")
    assert observe_outcomes(cdnow_tables, study, some.assign(day=0).head(0)).empty
    later = some.assign(day=np.int32(day("2005-01-01")))
    assert list(observe_outcomes(cdnow_tables, study, later)) == COLUMNS
    assert observe_outcomes(cdnow_tables, study, later).empty
