"""Every fault a history can have is found, once, under its own name."""

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.prepare.spell_checks import SPELL_CHECKS, check_spells

ALLOWED = {("new", "mature"), ("mature", "churned"), ("churned", "new")}
END = 100


@pytest.fixture
def spells() -> pd.DataFrame:
    """Two customers without a fault, in no order."""
    return pd.DataFrame(
        [
            (7, 20, 60, "mature", "churned"),
            (3, 5, 10, "new", "mature"),
            (7, 60, 100, "churned", None),
            (3, 10, 100, "mature", None),
            (7, 0, 20, "new", "mature"),
        ],
        columns=["customer", "start", "stop", "from_state", "to_state"],
    )


def overlap(spells: pd.DataFrame) -> None:
    spells.loc[2, "start"] = 55


def gap(spells: pd.DataFrame) -> None:
    spells.loc[2, "start"] = 65


def jump(spells: pd.DataFrame) -> None:
    spells.loc[[0, 2], ["to_state", "from_state"]] = [["new", "mature"], [None, "new"]]


def teleport(spells: pd.DataFrame) -> None:
    spells.loc[2, "from_state"] = "won_back"


def zero_length(spells: pd.DataFrame) -> None:
    spells.loc[len(spells)] = [9, 50, 50, "new", None]


def after_end(spells: pd.DataFrame) -> None:
    spells.loc[3, "stop"] = 101


def test_a_clean_table_has_no_fault(spells: pd.DataFrame) -> None:
    assert check_spells(spells, observation_end=END, allowed=ALLOWED).empty
    assert check_spells(spells.iloc[:0], observation_end=END, allowed=ALLOWED).empty


@pytest.mark.parametrize("fault", [overlap, gap, jump, teleport, zero_length, after_end])
def test_each_fault_is_found_once(
    spells: pd.DataFrame, fault: Callable[[pd.DataFrame], None]
) -> None:
    fault(spells)
    found = check_spells(spells, observation_end=END, allowed=ALLOWED)
    assert found["check"].to_list() == [fault.__name__]
    assert found["n_rows"].to_list() == found["n_customers"].to_list() == [1]
    assert found["example"].iloc[0] == {"zero_length": 9, "after_end": 3}.get(fault.__name__, 7)


def test_every_check_has_its_test() -> None:
    tested = (overlap, gap, jump, teleport, zero_length, after_end)
    assert tuple(fault.__name__ for fault in tested) == SPELL_CHECKS


def test_without_a_list_every_move_is_allowed(spells: pd.DataFrame) -> None:
    jump(spells)
    assert check_spells(spells, observation_end=END).empty


def test_a_history_that_goes_on_after_its_end_is_a_teleport(spells: pd.DataFrame) -> None:
    spells.loc[0, "to_state"] = None
    found = check_spells(spells, observation_end=END)
    assert found["check"].to_list() == ["teleport"]


def test_a_visit_within_another_hides_no_overlap_and_makes_no_gap() -> None:
    nested = pd.DataFrame(
        [
            (1, 0, 80, "new", "mature"),
            (1, 10, 20, "mature", "churned"),
            (1, 30, 40, "churned", None),
        ],
        columns=["customer", "start", "stop", "from_state", "to_state"],
    )
    found = check_spells(nested, observation_end=END).set_index("check")
    assert found.index.to_list() == ["overlap"]
    assert found.loc["overlap", "n_rows"] == 2
