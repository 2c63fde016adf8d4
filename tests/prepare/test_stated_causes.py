"""Stated causes are read from interviews with leaving customers only, and meet their own loss."""

from pathlib import Path

import pandas as pd
import pytest
from landmark_shop import (
    make_contract_study,
    make_frame,
    make_warning_study,
    make_warning_tables,
)
from small_tables import day

from analysis.prepare.stated_causes import build_cause_losses, list_stated_causes
from analysis.store import Tables
from analysis.study import Study, load_study

# Lost after 90 days of silence. a: lost, told in the silence. b: told, then bought again, lost
# later without a word. c: told after the loss. d: not lost; what it said is of no loss.
PURCHASES = [
    ("a", "2024-01-10", 100, "p", "shop"),
    ("b", "2024-01-10", 100, "p", "shop"),
    ("b", "2024-03-01", 100, "p", "shop"),
    ("c", "2024-01-20", 100, "p", "shop"),
    ("d", "2024-12-01", 100, "p", "shop"),
]
CONTACTS = [
    ("a", "2024-02-20", "exit_interview", "phone", None, "price"),
    ("a", "2024-02-10", "complaint", "phone", 3.0, "service"),
    ("b", "2024-02-15", "exit_interview", "phone", None, "service"),
    ("c", "2024-05-15", "exit_interview", "phone", None, "too far"),
    ("c", "2024-05-16", "exit_interview", "phone", None, None),
    ("d", "2024-12-10", "exit_interview", "phone", None, "weather"),
]


def make_contacts(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = make_frame("interactions", [row[:5] for row in rows])
    return frame.assign(topic=[row[5] for row in rows])


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Study, Tables]:
    causes = {"moved": {"topics": ["too far", "moved"]}}
    warning = {"history_days": 60, "signs": {"window_days": 30}, "causes": causes}
    study = make_warning_study(tmp_path / "s", warning=warning)
    frames = {
        "customers": pd.DataFrame({"customer_id": list("abcd")}),
        "transactions": make_frame("transactions", PURCHASES),
        "interactions": make_contacts(CONTACTS),
    }
    return study, make_warning_tables(tmp_path / "t", frames)


def test_topics_become_the_causes_of_the_study(shop: tuple[Study, Tables]) -> None:
    study, tables = shop
    stated = list_stated_causes(tables, study)
    assert stated["customer_id"].tolist() == ["a", "b", "c", "d"]
    assert stated["cause"].tolist() == ["price", "service", "moved", "other"]
    assert stated["day"].tolist() == [
        day(text) for text in ("2024-02-20", "2024-02-15", "2024-05-15", "2024-12-10")
    ]


def test_a_cause_belongs_to_the_silence_it_was_told_in(shop: tuple[Study, Tables]) -> None:
    study, tables = shop
    losses = build_cause_losses(tables, study, list_stated_causes(tables, study))
    table = losses.set_index("customer_id")
    assert table["event_observed"].tolist() == [True, True, True, False]
    assert table.loc["a", "cause"] == "price"
    assert pd.isna(table.loc["b", "cause"])  # told before the purchase that began the silence
    assert table.loc["c", "cause"] == "moved"
    assert pd.isna(table.loc["d", "cause"])
    assert table.loc["a", "tenure"] == 90
    assert table.loc["b", "tenure"] == day("2024-03-01") - day("2024-01-10") + 90


def test_contracts_with_dates(tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    frames = {
        "customers": pd.DataFrame({"customer_id": ["a", "b"]}),
        "contracts": make_frame(
            "contracts",
            [
                ("a", "2024-01-01", "2024-04-30", 900, "basic"),
                ("b", "2024-01-01", None, 900, "basic"),
            ],
        ),
        "interactions": make_contacts([("a", "2024-04-20", "exit_interview", "p", None, "price")]),
    }
    tables = make_warning_tables(tmp_path / "t", frames)
    losses = build_cause_losses(tables, study, list_stated_causes(tables, study))
    assert losses.set_index("customer_id")["cause"].to_dict()["a"] == "price"
    assert losses["event_observed"].tolist() == [True, False]


def test_nothing_is_stated_where_nobody_is_asked(
    cdnow_tables: Tables, telco_tables: Tables
) -> None:
    for name, tables in (("cdnow", cdnow_tables), ("telco", telco_tables)):
        study = load_study(name)
        stated = list_stated_causes(tables, study)
        assert stated.empty and list(stated) == ["customer_id", "day", "cause"]
        losses = build_cause_losses(tables, study, stated)
        assert losses["cause"].isna().all()
    assert losses["tenure"].max() == 72 * 30  # months of 30 days, as landmarks count them
