"""Stages of contracts without dates, on each customer's own clock."""

from pathlib import Path

import pandas as pd
import pytest
from small_tables import make_tables

from analysis.errors import DataError
from analysis.prepare.contract_spells import NEW_FOR, build_tenure_spells
from analysis.prepare.spell_checks import check_spells
from analysis.prepare.stage_visits import SPELL_COLUMNS
from analysis.store import Tables
from analysis.study import load_study

STUDY = load_study("telco")


def contracts(*rows: tuple[str, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "tenure", "ended"])


def test_new_then_mature_then_churned(tmp_path: Path) -> None:
    tables = make_tables(
        tmp_path,
        "2024-06-19",
        contracts=contracts(("a", 2, True), ("b", 3, True), ("c", 10, True), ("d", 10, False)),
    )
    spells = build_tenure_spells(tables, STUDY)
    assert tuple(spells.columns) == SPELL_COLUMNS
    columns = ["customer", "start", "stop", "from_state", "to_state"]
    rows = spells[columns].fillna("").itertuples(index=False, name=None)
    assert list(rows) == [
        (0, 0, 2, "new", "churned"),
        (1, 0, 3, "new", "churned"),
        (2, 0, 3, "new", "mature"),
        (2, 3, 10, "mature", "churned"),
        (3, 0, 3, "new", "mature"),
        (3, 3, 10, "mature", ""),
    ]
    assert check_spells(spells, observation_end=10).empty


def test_a_customer_with_a_running_contract_has_not_churned(tmp_path: Path) -> None:
    tables = make_tables(
        tmp_path, "2024-06-19", contracts=contracts(("a", 2, True), ("a", 12, False))
    )
    spells = build_tenure_spells(tables, STUDY)
    assert spells["to_state"].fillna("").to_list() == ["mature", ""]
    assert spells["stop"].max() == 12


def test_the_telecom_study_adds_up(telco_tables: Tables) -> None:
    spells = build_tenure_spells(telco_tables, STUDY)
    known = telco_tables.query("SELECT sum(tenure) AS t, sum(ended::INT) AS n FROM contracts")
    assert (spells["stop"] - spells["start"]).sum() == known["t"].iloc[0]
    assert (spells["to_state"] == "churned").sum() == known["n"].iloc[0]
    assert spells["stop"].clip(upper=NEW_FOR["month"]).max() == NEW_FOR["month"]
    assert check_spells(spells, observation_end=int(spells["stop"].max())).empty


def test_without_contracts_it_is_said(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, "2024-06-19", customers=contracts(("a", 1, True)))
    with pytest.raises(DataError, match="there are no contracts"):
        build_tenure_spells(tables, STUDY)
