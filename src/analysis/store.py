"""Named tables: written whole or not at all, read as views of one query engine."""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from analysis.errors import DataError
from analysis.schema import CAPABILITIES, FAULT_DTYPES, TABLES, Verdict

THREADS = 2
KEPT = 5  # prepared versions of a study's tables
BATCH_ROWS = 250_000
_DAY = 86_400  # seconds
_FACTS_FILE = "tables.json"
_FAULTS_FILE = "faults.parquet"
_QUARANTINE_FOLDER = "quarantined"


@dataclass(frozen=True)
class Tables:
    """The prepared tables of one study.

    ``faults`` has one row per check that found something; ``capabilities`` says for every kind of
    analysis why it cannot be done, or nothing when it can.
    """

    folder: Path
    names: tuple[str, ...]
    faults: pd.DataFrame
    verdict: Verdict
    fingerprint: str
    as_of: date
    facts: dict[str, Any]
    capabilities: dict[str, str]

    def query(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The result of one SELECT; ``$name`` in ``sql`` is bound to ``parameters["name"]``.

        Every table is a view under its own name. Raises ValueError for anything but one SELECT.
        """
        _check_select(sql)
        bound = dict(parameters) if parameters else None
        return self._connection.cursor().execute(sql, bound).df()

    def stream(
        self, sql: str, parameters: Mapping[str, Any] | None = None, *, rows: int = BATCH_ROWS
    ) -> Iterator[pa.RecordBatch]:
        """As ``query``, ``rows`` at a time: the result need not fit in memory."""
        _check_select(sql)
        bound = dict(parameters) if parameters else None
        yield from self._connection.cursor().sql(sql, params=bound).to_arrow_reader(rows)

    def read(self, name: str) -> pd.DataFrame:
        """The whole table ``name``, its rows in the order they were written."""
        if name not in self.names:
            raise KeyError(f"there is no table {name!r}; there are {', '.join(self.names)}")
        return self.query(f"SELECT * FROM {quote_name(name)}")

    def quarantined(self, name: str) -> pd.DataFrame:
        """The rows of table ``name`` that were set aside; empty when there are none.

        Column ``check`` says why and ``row`` which row of the input it was, from 1.
        """
        path = self.folder / _QUARANTINE_FOLDER / f"{name}.parquet"
        return pd.read_parquet(path) if path.exists() else pd.DataFrame(columns=["row", "check"])

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:", config={"threads": THREADS})
        for name in self.names:
            connection.execute(
                f"CREATE VIEW {quote_name(name)} AS "
                f"SELECT * FROM read_parquet({quote_text(str(self.folder / f'{name}.parquet'))})"
            )
        _hide_progress(connection)
        connection.execute(f"SET allowed_directories=[{quote_text(str(self.folder))}]")
        connection.execute("SET enable_external_access=false")
        connection.execute("SET lock_configuration=true")
        return connection


def _check_select(sql: str) -> None:
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ValueError("a query is one SELECT; prepared tables are read-only")


def query_source(
    sql: str, source: pd.DataFrame | Path, parameters: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """The result of one SELECT over ``source``: a frame, or a Parquet file that is never loaded
    whole."""
    with duckdb.connect(":memory:", config={"threads": THREADS}) as connection:
        if isinstance(source, Path):
            _view_source(connection, source)
        else:
            connection.register("source", source)
        return connection.execute(sql, dict(parameters) if parameters else None).df()


def stream_source(sql: str, source: Path, *, rows: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
    """The result of one SELECT over the Parquet file ``source``, ``rows`` at a time."""
    with duckdb.connect(":memory:", config={"threads": THREADS}) as connection:
        _view_source(connection, source)
        yield from connection.sql(sql).to_arrow_reader(rows)


def _view_source(connection: duckdb.DuckDBPyConnection, source: Path) -> None:
    connection.execute("SET preserve_insertion_order=false")
    _hide_progress(connection)
    connection.execute(
        f"CREATE VIEW source AS SELECT * FROM read_parquet({quote_text(str(source))})"
    )


def _hide_progress(connection: duckdb.DuckDBPyConnection) -> None:
    """No bar among the results; where a notebook cannot draw one, there is none to hide."""
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar=false")


def quote_name(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """``text`` as an SQL string, for the places where no parameter can be bound."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Prepared:
    """What the intake made, before it is written."""

    frames: dict[str, pd.DataFrame]
    quarantined: dict[str, pd.DataFrame]
    faults: pd.DataFrame
    verdict: Verdict
    as_of: date
    facts: dict[str, Any]
    capabilities: dict[str, str]


def write_tables(prepared: Prepared, root: Path, fingerprint: str) -> Tables:
    """Write ``prepared`` to ``root/fingerprint``, whole or not at all, and load it.

    Where another process was faster its tables are taken: the fingerprint says they are the same.
    Raises OSError when the disk does not take them; nothing stays behind then.
    """
    target = root / fingerprint
    root.mkdir(parents=True, exist_ok=True)
    draft = root / f".draft-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        _write_draft(prepared, draft, fingerprint)
        try:
            draft.rename(target)
        except OSError:
            if not (target / _FACTS_FILE).exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _remove_old(root, target)
    return load_tables(target)


def _remove_old(root: Path, current: Path) -> None:
    """Keep the latest few tables, and no draft that a killed process left a day ago."""
    others = sorted(
        (path for path in root.iterdir() if path != current), key=lambda path: path.stat().st_mtime
    )
    drafts = [path for path in others if path.name.startswith(".draft-")]
    whole = [path for path in others if path not in drafts]
    stale = [path for path in drafts if path.stat().st_mtime < time.time() - _DAY]
    for path in [*stale, *whole[: max(0, len(whole) + 1 - KEPT)]]:
        shutil.rmtree(path, ignore_errors=True)


def _write_draft(prepared: Prepared, draft: Path, fingerprint: str) -> None:
    draft.mkdir()
    for name, frame in prepared.frames.items():
        _write_parquet(frame, draft / f"{name}.parquet")
    if prepared.quarantined:
        (draft / _QUARANTINE_FOLDER).mkdir()
    for name, frame in prepared.quarantined.items():
        _write_parquet(frame, draft / _QUARANTINE_FOLDER / f"{name}.parquet")
    _write_parquet(prepared.faults.astype(FAULT_DTYPES), draft / _FAULTS_FILE)
    described = {
        "names": list(prepared.frames),
        "verdict": prepared.verdict,
        "fingerprint": fingerprint,
        "as_of": prepared.as_of.isoformat(),
        "facts": prepared.facts,
        "capabilities": prepared.capabilities,
    }
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True)
    (draft / _FACTS_FILE).write_text(text + "\n", encoding="utf-8")


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False, compression="zstd")


def load_tables(folder: Path) -> Tables:
    """The tables in ``folder``; raises DataError when they are not what was written."""
    try:
        described = json.loads((folder / _FACTS_FILE).read_text(encoding="utf-8"))
        faults = pd.read_parquet(folder / _FAULTS_FILE)
        names = tuple(described["names"])
        if not all(re.fullmatch(r"[a-z_]+", name) and name in TABLES for name in names):
            raise ValueError("unknown table")
        if missing := [name for name in names if not (folder / f"{name}.parquet").is_file()]:
            raise ValueError(f"without {', '.join(missing)}")
        return Tables(
            folder=folder,
            names=names,
            faults=faults,
            verdict=described["verdict"],
            fingerprint=described["fingerprint"],
            as_of=date.fromisoformat(described["as_of"]),
            facts=described["facts"],
            capabilities={name: described["capabilities"][name] for name in CAPABILITIES},
        )
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"{folder} does not hold whole prepared tables ({error}); delete the folder, the next"
            " run prepares them anew"
        ) from None
