"""Stages never see what exists only because a customer has left."""

from pathlib import Path

import pandas as pd
from landmark_shop import make_contract_study, make_frame, make_warning_study, make_warning_tables
from small_tables import day

from analysis.prepare.stage_events import build_purchase_days, list_contacts, list_first_days
from analysis.prepare.stage_history import build_stage_history
from analysis.store import Tables
from analysis.study import Study

RETURNS = pd.DataFrame({"multiple": [1.5, 3.0], "estimate": [0.4, 0.1]})
VISITS = [
    ("a", f"2024-0{month}-{d}", "visit", "phone", None) for month in (1, 2, 3) for d in (10, 20)
]
# Two after the last purchase but one, and one of somebody never heard of otherwise.
EXITS = [
    ("a", "2024-06-20", "exit_interview", "phone", None),
    ("a", "2024-06-25", "exit_interview", "phone", None),
    ("b", "2024-01-05", "exit_interview", "phone", None),
]
BOUGHT = [("a", f"2024-0{month}-15", 100, "toys", "app") for month in (1, 2, 3, 4, 5, 6)]
BOUGHT += [("b", "2024-04-15", 100, "toys", "app")]


def make_shop(folder: Path, contacts: list[tuple[object, ...]]) -> tuple[Study, Tables]:
    frames = {
        "customers": pd.DataFrame({"customer_id": ["a", "b"]}),
        "transactions": make_frame("transactions", BOUGHT),
        "interactions": make_frame("interactions", contacts),
    }
    study = make_warning_study(folder / "s")
    return study, make_warning_tables(folder / "t", frames, as_of="2024-07-31")


def test_histories_are_the_same_with_and_without_exit_interviews(tmp_path: Path) -> None:
    study, without = make_shop(tmp_path / "without", VISITS)
    _, with_exits = make_shop(tmp_path / "with", VISITS + EXITS)
    histories = [build_stage_history(tables, study, RETURNS) for tables in (without, with_exits)]
    pd.testing.assert_frame_equal(histories[0].spells, histories[1].spells)
    assert len(histories[0].spells) > 3
    rules = study.warning.model_copy(update={"leaving_sources": ()})
    blind = study.model_copy(update={"warning": rules})
    seen = build_stage_history(with_exits, blind, RETURNS)
    assert not seen.spells.equals(histories[1].spells)  # under another name they would be read


def test_an_exit_interview_is_no_contact(tmp_path: Path) -> None:
    study, tables = make_shop(tmp_path, VISITS + EXITS)
    leaving = study.warning.leaving_sources
    assert len(list_contacts(tables, leaving)) == len(VISITS)
    assert len(list_contacts(tables)) == len(VISITS) + len(EXITS)
    assert list_first_days(tables, leaving)["first_day"].tolist() == [day("2024-01-10")]
    fell = build_purchase_days(tables, None, leaving)["contacts_fell"].tolist()
    # By mid June five visits lie more than 90 days back, and one does not.
    assert fell == [0, 0, 0, 0, 0, 1, 0]


def test_contracts_do_not_see_them_either(tmp_path: Path) -> None:
    study = make_contract_study(tmp_path / "s")
    spells = []
    for name, contacts in (("without", VISITS), ("with", VISITS + EXITS)):
        frames = {
            "customers": pd.DataFrame({"customer_id": ["a", "b"]}),
            "contracts": make_frame(
                "contracts",
                [("a", "2024-01-01", None, 10, "x"), ("b", "2024-02-01", "2024-06-01", 10, "x")],
            ),
            "interactions": make_frame("interactions", contacts),
        }
        tables = make_warning_tables(tmp_path / name, frames, as_of="2024-07-31")
        spells.append(build_stage_history(tables, study, RETURNS).spells)
    pd.testing.assert_frame_equal(*spells)
