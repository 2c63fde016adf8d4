"""Prepared tables: whole or not at all, read-only, validated both ways."""

import json
import os
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.schema import CAPABILITIES, FAULT_COLUMNS
from analysis.store import KEPT, Prepared, Tables, load_tables, quote_name, quote_text, write_tables


@pytest.fixture
def prepared() -> Prepared:
    customers = pd.DataFrame({"customer_id": ["c_2", "c_1"], "region": ["N", "it's"]})
    return Prepared(
        frames={"customers": customers},
        quarantined={"customers": pd.DataFrame({"row": [3], "check": ["customers_repeated"]})},
        faults=pd.DataFrame(columns=list(FAULT_COLUMNS)),
        verdict="amber",
        as_of=date(2024, 12, 31),
        facts={"n_customers": 2},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


@pytest.fixture
def tables(prepared: Prepared, tmp_path: Path) -> Tables:
    return write_tables(prepared, tmp_path / "prepared", "abc")


def test_what_was_written_is_read(prepared: Prepared, tables: Tables) -> None:
    pd.testing.assert_frame_equal(tables.read("customers"), prepared.frames["customers"])
    assert tables.quarantined("customers")["row"].tolist() == [3]
    assert tables.quarantined("surveys").empty
    assert (tables.verdict, tables.as_of, tables.facts) == (
        "amber",
        prepared.as_of,
        {"n_customers": 2},
    )
    assert [path.name for path in tables.folder.parent.iterdir()] == ["abc"]


def test_parameters_are_bound_not_pasted(tables: Tables) -> None:
    sql = "SELECT customer_id FROM customers WHERE region = $region"
    assert tables.query(sql, {"region": "it's"})["customer_id"].tolist() == ["c_1"]
    assert tables.query(sql, {"region": "' OR 1=1 --"}).empty


@pytest.mark.parametrize(
    "sql",
    [
        "DROP VIEW customers",
        "SELECT 1; SELECT 2",
        "COPY customers TO 'x.csv'",
        "CREATE TABLE x AS SELECT 1",
        "ATTACH 'x.db'",
        "",
    ],
)
def test_only_one_select_is_a_query(sql: str, tables: Tables) -> None:
    with pytest.raises(ValueError, match="one SELECT"):
        next(iter(tables.stream(sql)))
    with pytest.raises(ValueError, match="one SELECT"):
        tables.query(sql)


def test_a_stream_comes_in_pieces(tables: Tables) -> None:
    sql = "SELECT range AS n FROM range($count::BIGINT)"
    batches = list(tables.stream(sql, {"count": 5000}, rows=2048))
    assert [batch.num_rows for batch in batches] == [2048, 2048, 904]
    assert sum(sum(batch.column("n").to_pylist()) for batch in batches) == sum(range(5000))


def test_a_query_reaches_no_other_file(tables: Tables) -> None:
    with pytest.raises(duckdb.PermissionException):
        tables.query("SELECT * FROM read_text('/etc/hostname')")


def test_an_unknown_table_is_named(tables: Tables) -> None:
    with pytest.raises(KeyError, match="there are customers"):
        tables.read("contracts")


def test_a_second_writer_takes_what_is_there(prepared: Prepared, tables: Tables) -> None:
    before = (tables.folder / "customers.parquet").stat().st_mtime_ns
    again = write_tables(prepared, tables.folder.parent, "abc")
    assert (again.folder / "customers.parquet").stat().st_mtime_ns == before
    assert [path.name for path in tables.folder.parent.iterdir()] == ["abc"]


@pytest.mark.parametrize("damage", ["missing", "cut", "names", "nothing"])
def test_damaged_tables_are_told(damage: str, tables: Tables) -> None:
    facts = tables.folder / "tables.json"
    if damage == "missing":
        (tables.folder / "customers.parquet").unlink()
    elif damage == "cut":
        facts.write_text(facts.read_text()[:20])
    elif damage == "names":
        facts.write_text(json.dumps({**json.loads(facts.read_text()), "names": ["../../x"]}))
    else:
        facts.unlink()
    with pytest.raises(DataError, match="delete the folder"):
        load_tables(tables.folder)


def test_old_tables_and_left_drafts_are_removed(prepared: Prepared, tmp_path: Path) -> None:
    draft = tmp_path / ".draft-1-dead"
    draft.mkdir()
    os.utime(draft, (0, 0))
    (tmp_path / ".draft-2-alive").mkdir()
    for number in range(KEPT + 2):
        folder = write_tables(prepared, tmp_path, f"v{number}").folder
        os.utime(folder, (number, number))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {".draft-2-alive", *(f"v{number}" for number in range(2, KEPT + 2))}


def test_quoting_closes_what_it_opens() -> None:
    assert quote_name('a"b') == '"a""b"'
    assert quote_text("it's") == "'it''s'"
