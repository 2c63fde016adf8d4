"""Snapshots as pairs: nothing filled in, nobody bridged, and only moves that are needed."""

from pathlib import Path

import pandas as pd
import pytest
from small_study import make_study, retailer, write_study
from small_tables import day, make_tables

from analysis.errors import DataError
from analysis.prepare.intake import prepare_tables
from analysis.prepare.snapshots import (
    build_horizon_pairs,
    build_snapshot_pairs,
    choose_moves,
    count_moves,
    count_starters,
    summarise_snapshots,
)
from analysis.store import Tables
from analysis.study import Study, load_study

ROWS = [
    ("a", "2024-01-31", "new"),
    ("b", "2024-01-31", "mature"),
    ("a", "2024-02-29", "mature"),
    ("b", "2024-02-29", "mature"),
    # March is missing for a.
    ("b", "2024-03-31", "declining"),
    ("a", "2024-04-30", "churned"),
    ("b", "2024-04-30", "declining"),
    ("gone", "2024-01-31", "new"),
    ("once", "2024-04-30", "new"),
]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    rows = [(who, day(date), stage) for who, date, stage in reversed(ROWS)]
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "stage"]).astype({"day": "int32"})
    return make_tables(tmp_path, "2024-04-30", snapshots=frame)


def snapshot_study(folder: Path, text: str) -> Study:
    fields = retailer(churn=None)
    fields["tables"] = {
        "snapshots": {
            "file": "raw/stages.csv",
            "columns": {"customer_id": "id", "date": "d", "stage": "s"},
        }
    }
    return make_study(folder, fields, {"stages.csv": text})


def test_a_missing_month_is_a_longer_gap_and_nothing_else(tables: Tables) -> None:
    pairs = build_snapshot_pairs(tables)
    assert list(pairs[["from_state", "to_state", "gap"]].itertuples(index=False, name=None)) == [
        ("mature", "mature", 29),
        ("new", "mature", 29),
        ("mature", "declining", 31),
        ("mature", "churned", 61),
        ("declining", "declining", 30),
    ]
    assert pairs["period"].unique().tolist() == [2024]
    assert pairs["day"].iloc[0] == day("2024-01-31")


def test_who_is_where_today_and_who_is_no_longer_kept(tables: Tables) -> None:
    base = summarise_snapshots(tables, load_study("cdnow"), build_snapshot_pairs(tables))
    assert base.stages == ("new", "mature", "declining", "churned")
    assert base.today.set_index("state")["n"].to_dict() == {
        "new": 1,
        "mature": 0,
        "declining": 1,
        "churned": 1,
    }
    assert base.counts() == {
        "n_customers": 4,
        "n_snapshots": 9,
        "n_once": 2,
        "n_gone": 1,
        "n_late": 1,
        "n_pairs": 5,
        "usual_gap": 30,
        "first_day": day("2024-01-31"),
        "last_day": day("2024-04-30"),
    }


def test_pairs_over_a_horizon_have_their_real_gap(tables: Tables) -> None:
    base = summarise_snapshots(tables, load_study("cdnow"), build_snapshot_pairs(tables))
    ends = build_horizon_pairs(tables, base, horizon=60)
    assert list(ends[["from_state", "to_state", "gap"]].itertuples(index=False, name=None)) == [
        ("mature", "churned", 61),
        ("mature", "declining", 61),
    ]
    assert build_horizon_pairs(tables, base, horizon=1000).empty


def test_a_rare_move_is_allowed_only_where_no_chain_explains_it() -> None:
    seen = {("a", "b"): 50, ("b", "c"): 40, ("a", "c"): 3, ("c", "a"): 2, ("a", "a"): 500}
    rows = [(*move, number % 20) for move, n in seen.items() for number in range(n)]
    pairs = pd.DataFrame(rows, columns=["from_state", "to_state", "customer"])
    stages = ("a", "b", "c")
    assert choose_moves(pairs, stages, minimum=10) == [("a", "b"), ("b", "c"), ("c", "a")]
    assert ("a", "c") in choose_moves(pairs, stages, minimum=3)
    counted = count_moves(pairs).set_index(["from_state", "to_state"])
    assert counted.loc[("a", "c")].to_dict() == {"n_events": 3, "n": 3}
    assert counted.loc[("a", "b")].to_dict() == {"n_events": 50, "n": 20}
    assert count_starters(pairs)["c"] == 2
    assert ("a", "a") not in counted.index


def test_snapshots_alone_make_a_study(tmp_path: Path) -> None:
    text = "id,d,s\n1,2024-01-31,new\n1,2024-02-29,mature\n2,2024-01-31,new\n"
    tables = prepare_tables(snapshot_study(tmp_path / "crm", text))
    assert tables.capabilities["snapshots"] == ""
    assert tables.capabilities["stages"] != ""  # nothing with exact times
    assert build_snapshot_pairs(tables)["gap"].tolist() == [29]


def test_stages_that_never_change_say_nothing_about_moves(tmp_path: Path) -> None:
    text = "id,d,s\n1,2024-01-31,new\n1,2024-02-29,new\n2,2024-01-31,mature\n"
    tables = prepare_tables(snapshot_study(tmp_path / "crm", text))
    assert tables.capabilities["snapshots"] == "no customer was stored in two different stages"


def test_a_simulated_company_without_its_snapshots_is_made_again(tmp_path: Path) -> None:
    """A folder simulated before there were snapshots: they are made, the rest stays the same."""
    fields = retailer(churn=None)
    fields["as_of"] = "2022-03-31"
    fields["simulate"] = {"n_customers": 300, "n_days": 90}
    fields["tables"] = {
        "snapshots": {
            "file": "raw/snapshots.parquet",
            "columns": {"customer_id": "customer_no", "date": "month_end", "stage": "stage"},
        }
    }
    write_study(tmp_path / "demo", fields)
    file = tmp_path / "demo" / "study.yml"
    file.write_text(file.read_text().replace("'2022-03-31'", "2022-03-31"))
    prepare_tables(load_study(str(tmp_path / "demo")))
    raw = tmp_path / "demo" / "raw"
    before = {path.name: path.read_bytes() for path in raw.glob("*.parquet")}
    (raw / "snapshots.parquet").unlink()
    prepare_tables(load_study(str(tmp_path / "demo")))
    assert {path.name: path.read_bytes() for path in raw.glob("*.parquet")} == before


def test_a_company_of_unknown_stages_is_told_the_known_ones(tmp_path: Path) -> None:
    study = snapshot_study(tmp_path / "crm", "id,d,s\n1,2024-01-31,A\n2,2024-01-31,B\n")
    with pytest.raises(DataError, match="a stage is none of the study's taxonomy"):
        prepare_tables(study)
