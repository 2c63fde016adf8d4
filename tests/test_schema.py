"""The vocabulary holds together, and the dictionary says what it says."""

import pytest

from analysis.prepare.study_template import build_dictionary
from analysis.schema import (
    AMBER_BELOW,
    CAPABILITIES,
    FAULT_COLUMNS,
    FAULT_DTYPES,
    GIVEN_TABLES,
    GREEN_BELOW,
    TABLES,
    verdict_of,
)
from analysis.study import PROJECT_ROOT


def test_the_dictionary_is_true() -> None:
    written = (PROJECT_ROOT / "data" / "README.md").read_text(encoding="utf-8")
    remedy = "run: python -m analysis.prepare.study_template > data/README.md"
    assert written == build_dictionary(), remedy


def test_the_dictionary_names_every_column() -> None:
    text = build_dictionary()
    for table in TABLES.values():
        assert f"## {table.name}\n" in text
        for column in table.columns:
            assert f"`{column.source_name if not table.derived else column.name}`" in text


def test_all_nine_tables_of_the_contract_are_there() -> None:
    assert set(GIVEN_TABLES) == {
        "customers",
        "transactions",
        "contracts",
        "interactions",
        "surveys",
        "treatments",
        "feedback",
        "market",
        "snapshots",
    }
    made = {"durations", "stages", "survey_model", "survey_outcomes", "landmarks"}
    assert set(CAPABILITIES) == {*GIVEN_TABLES, *made}


def test_tables_are_consistent() -> None:
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        for group in table.one_of:
            assert set(group) <= set(table.source_names)
        for column in table.columns:
            assert column.description.endswith(".")
            assert column.unit or column.type in {"id", "text", "flag"}


def test_a_column_is_found_by_the_name_that_is_mapped() -> None:
    assert TABLES["transactions"].column("date").name == "day"
    with pytest.raises(KeyError):
        TABLES["transactions"].column("day")


def test_verdicts_change_at_their_bounds() -> None:
    assert verdict_of(0) == verdict_of(GREEN_BELOW - 1e-9) == "green"
    assert verdict_of(GREEN_BELOW) == verdict_of(AMBER_BELOW - 1e-9) == "amber"
    assert verdict_of(AMBER_BELOW) == verdict_of(1) == "red"


def test_every_fault_column_has_a_type() -> None:
    assert tuple(FAULT_DTYPES) == FAULT_COLUMNS
