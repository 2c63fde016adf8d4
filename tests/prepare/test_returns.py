"""Returns of customers called lost, by hand."""

from pathlib import Path
from typing import Any

from small_tables import make_purchases, make_tables

from analysis.prepare.returns import count_returns
from analysis.store import Tables
from analysis.study import Study, load_study


def make_study(churn: dict[str, Any] | None) -> Study:
    words = {"en": "Test", "zh": "测试"}
    return Study.model_validate(
        {
            "name": "test",
            "folder": Path("."),
            "title": words,
            "organisation": words,
            "currency": "EUR",
            "time_zone": "UTC",
            "tables": {"transactions": {"file": "none.csv"}},
            "churn": churn,
        }
    )


SILENT_30 = {
    "kind": "silence",
    "definition": {"name": "silent_30", "rule": "fixed_days", "days": 30},
    "alternatives": [{"name": "silent_90", "rule": "fixed_days", "days": 90}],
}


def test_by_hand(tmp_path: Path) -> None:
    purchases = make_purchases(
        ("a", "2024-01-01"),
        ("a", "2024-02-05"),  # lost on 31 January, back five days later
        ("b", "2024-01-01"),
        ("b", "2024-06-01"),  # lost on 31 January, back after the watch
        ("c", "2024-01-01"),  # lost, never back
        ("d", "2024-05-20"),  # lost too lately to be watched
        ("e", "2024-06-25"),  # not lost
    )
    tables = make_tables(tmp_path, "2024-06-30", transactions=purchases)
    fixed, longer = count_returns(tables, make_study(SILENT_30), watch_days=60).to_dict("records")
    assert fixed == {
        "rule": "silent_30",
        "watch_days": 60,
        "n_customers": 5,
        "n_lost": 4,
        "n_back": 2,
        "n_watched": 3,
        "n_returned": 1,
    }
    assert (longer["rule"], longer["n_lost"], longer["n_back"]) == ("silent_90", 3, 1)


def test_no_rows_without_silence(cdnow_tables: Tables) -> None:
    assert count_returns(cdnow_tables, make_study({"kind": "contract_end"}), watch_days=90).empty
    assert count_returns(cdnow_tables, make_study(None), watch_days=90).empty
    assert count_returns(cdnow_tables, load_study("cdnow"), watch_days=None).empty


def test_every_definition_of_the_bundled_shop(cdnow_tables: Tables) -> None:
    counts = count_returns(cdnow_tables, load_study("cdnow"), watch_days=180)
    assert counts["rule"].tolist() == ["silent_180_days", "silent_90_days", "own_rhythm"]
    assert (counts["n_returned"] <= counts["n_watched"]).all()
    assert (counts["n_watched"] <= counts["n_lost"]).all()
    assert (counts["n_returned"] <= counts["n_back"]).all()
