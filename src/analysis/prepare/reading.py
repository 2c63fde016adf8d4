"""From files and databases to columns of text, nothing guessed at and nothing lost in silence."""

import csv
import gzip
import io
import sqlite3
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from analysis.prepare.columns import TextColumn, encode
from analysis.prepare.encodings import UndecodableError, decode
from analysis.prepare.faults import FaultRecord, TableStopped
from analysis.store import quote_text
from analysis.study import TableSource

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "whitespace": " "}
_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"
_SQLITE_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True)
class RawTable:
    """A table as it was found: its columns by their names there, all of one length."""

    columns: dict[str, TextColumn]
    n_rows: int
    encoding: str = "utf-8"


def source_path(source: TableSource, folder: Path) -> Path | None:
    """The file that ``source`` is in; None for a query that needs no database file."""
    name = source.file or source.database or ""
    return None if name == ":memory:" else folder / Path(name).expanduser()


def read_table(source: TableSource, folder: Path, table: str, record: FaultRecord) -> RawTable:
    """The table behind ``source``; paths are relative to the study's ``folder``.

    Raises TableStopped, with the reasons in ``record``, when there is no readable table.
    """
    path = source_path(source, folder)
    if path is not None and not path.is_file():
        _stop(record, table, "file_missing", f"{path} does not exist or is not a file")
    if source.database is not None:
        raw = _read_database(path, source, folder, table, record)
    elif path is not None and path.suffix.lower() in {".parquet", ".pq"}:
        raw = _read_duckdb(None, f"FROM read_parquet({quote_text(str(path))})", table, record)
    else:
        raw = _read_text(Path(str(path)), source, table, record)
    if raw.n_rows == 0:
        _stop(record, table, "empty_table", f"{path or 'the query'} has no rows")
    return raw


def _stop(record: FaultRecord, table: str, check: str, detail: str) -> NoReturn:
    record.stop(table, check, detail=detail)
    raise TableStopped


def _read_database(
    path: Path | None, source: TableSource, folder: Path, table: str, record: FaultRecord
) -> RawTable:
    query = str(source.query)
    if path is not None:
        with path.open("rb") as file:
            is_sqlite = file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
        if is_sqlite:
            return _read_sqlite(path, query, table, record)
    return _read_duckdb(path, query, table, record, folder)


def _read_duckdb(
    path: Path | None, query: str, table: str, record: FaultRecord, folder: Path | None = None
) -> RawTable:
    try:
        with duckdb.connect(str(path or ":memory:"), read_only=path is not None) as connection:
            connection.execute("SET threads=2")
            if folder is not None:
                connection.execute(f"SET file_search_path={quote_text(str(folder))}")
            relation = connection.sql(query)
            if relation is None:
                raise duckdb.InvalidInputException("the query gives no rows")
            kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
            found = relation.select("CAST(COLUMNS(*) AS VARCHAR)").to_arrow_table()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0][:200]
        _stop(record, table, "file_unreadable", f"{path or 'the query'} cannot be read: {reason}")
    columns = {
        name: encode(found.column(index), kind) for index, (name, kind) in enumerate(kinds.items())
    }
    return RawTable(columns, found.num_rows)


def _read_sqlite(path: Path, query: str, table: str, record: FaultRecord) -> RawTable:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            cursor = connection.execute(query)
            names = [item[0] for item in cursor.description or ()]
            rows = cursor.fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, sqlite3.Warning) as error:
        _stop(record, table, "file_unreadable", f"{path} cannot be read: {error}")
    columns = {}
    for index, name in enumerate(names):
        values = [row[index] for row in rows]
        # SQLite types values, not columns: one whole number among text is no decimal column.
        kind = "DOUBLE" if any(isinstance(value, float) for value in values) else "VARCHAR"
        columns[name] = encode(pa.array(map(_as_text, values), pa.string()), kind)
    return RawTable(columns, len(rows))


def _as_text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return None if value is None else str(value)


def _read_text(path: Path, source: TableSource, table: str, record: FaultRecord) -> RawTable:
    text, encoding = _load_text(path, source, table, record)
    lines = text.split("\n", source.skip_rows)
    text = lines[-1] if len(lines) > source.skip_rows else ""
    if not text.strip():
        _stop(record, table, "empty_table", f"{path} is empty")
    if not text.endswith(("\n", "\r")):
        record.note(table, "line_open", detail=f"the last line of {path.name} has no line end")
    if source.delimiter == "whitespace":
        found = _split_whitespace(text, path, source, table, record)
    else:
        found = _parse_csv(text, path, source, table, record)
    columns = {name: encode(found.column(index)) for index, name in enumerate(found.column_names)}
    return RawTable(columns, found.num_rows, encoding or source.encoding or "utf-8")


def _load_text(path: Path, source: TableSource, table: str, record: FaultRecord) -> tuple[str, str]:
    data = path.read_bytes()
    try:
        data = gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
    except (EOFError, zlib.error):
        _stop(record, table, "file_cut", f"{path} is a gzip file that ends too early")
    except gzip.BadGzipFile:
        _stop(record, table, "file_unreadable", f"{path} is a damaged gzip file")
    if data.startswith(_ZIP_MAGIC):
        detail = f"{path} is a zip file or a workbook; save the table as CSV or Parquet"
        _stop(record, table, "file_unreadable", detail)
    try:
        text, inferred = decode(data, source.encoding)
    except UndecodableError as error:
        _stop(record, table, "file_unreadable", f"{path}: {error}")
    if "\0" in text:
        _stop(record, table, "file_unreadable", f"{path} is not a text file")
    if inferred:
        detail = f"{path.name} was read as {inferred}; say encoding: {inferred} to settle it"
        record.note(table, "encoding_assumed", detail=detail)
    return text, inferred


def _parse_csv(
    text: str, path: Path, source: TableSource, table: str, record: FaultRecord
) -> pa.Table:
    delimiter = DELIMITERS[source.delimiter] if source.delimiter else _find_delimiter(text)
    reader = csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=delimiter)
    first = next((row for row in reader if row), [])
    names = [str(name) for name in source.names] or _header(first, path, table, record)
    header_lines = 0 if source.names else reader.line_num
    data = text.encode("utf-8")
    bad = _BadRows(len(names), source.skip_rows)
    for use_threads in (True, False):  # only one thread can say which row was bad
        bad.clear()
        try:
            found = _arrow_table(
                data, names, header_lines, delimiter, bad=bad, use_threads=use_threads
            )
        except pa.ArrowInvalid:
            detail = f"{path} cannot be read as a table; is it text, and the delimiter right?"
            _stop(record, table, "file_unreadable", detail)
        if not bad.rows:
            break
    if bad.rows:
        _stop(record, table, "file_cut", bad.describe(path, delimiter))
    if _ends_in_quotes(text, found):
        detail = f"{path}: a quotation mark is opened and never closed; the file may be cut"
        _stop(record, table, "file_cut", detail)
    return found


def _arrow_table(
    data: bytes,
    names: list[str],
    header_lines: int,
    delimiter: str,
    *,
    bad: "_BadRows",
    use_threads: bool,
) -> pa.Table:
    return arrow_csv.read_csv(
        io.BytesIO(data),
        read_options=arrow_csv.ReadOptions(
            column_names=names, skip_rows=header_lines, use_threads=use_threads
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=bad
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


class _BadRows:
    """Collects rows whose number of fields is not that of the header."""

    def __init__(self, expected: int, lines_before: int) -> None:
        self.expected = expected
        self.lines_before = lines_before
        self.rows: list[tuple[int | None, int]] = []

    def __call__(self, row: Any) -> str:
        self.rows.append((row.number, row.actual_columns))
        return "skip"

    def clear(self) -> None:
        self.rows = []

    def describe(self, path: Path, delimiter: str) -> str:
        number, fields = self.rows[0]
        line = self.lines_before + (number or 0)
        more = f" ({len(self.rows)} rows like this)" if len(self.rows) > 1 else ""
        if fields < self.expected:
            remedy = "the file may be cut: get it again, or mend the row"
        else:
            remedy = f"quote values that hold {delimiter!r}, or say the delimiter: in study.yml"
        return (
            f"{path}: line {line} has {fields} fields where {self.expected} are expected{more};"
            f" {remedy}"
        )


def _ends_in_quotes(text: str, found: pa.Table) -> bool:
    """Whether the last value begins with a quotation mark that is never closed."""
    if not found.num_rows or text.count('"') % 2 == 0:
        return False
    last = str(found.column(found.num_columns - 1)[-1].as_py()).rstrip("\r\n")
    return text.rstrip("\r\n").replace("\r\n", "\n").endswith('"' + last.replace("\r\n", "\n"))


def _header(names: list[str], path: Path, table: str, record: FaultRecord) -> list[str]:
    names = [name.strip() for name in names]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        shown = ", ".join(repr(name[:40]) for name in repeated[:5])
        detail = f"{path}: the header names {shown} twice; give each column its own name"
        _stop(record, table, "file_unreadable", detail)
    return names


def _find_delimiter(text: str) -> str:
    line = text.lstrip("\r\n").split("\n", 1)[0]
    counts = {delimiter: line.count(delimiter) for delimiter in ",;\t|"}
    return max(counts, key=lambda delimiter: counts[delimiter])


def _split_whitespace(
    text: str, path: Path, source: TableSource, table: str, record: FaultRecord
) -> pa.Table:
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1)]
    rows = [(number, fields) for number, fields in rows if fields]
    if source.names:
        names = [str(name) for name in source.names]
    else:
        names = _header(rows.pop(0)[1], path, table, record)
    bad = _BadRows(len(names), source.skip_rows)
    bad.rows = [(number, len(fields)) for number, fields in rows if len(fields) != len(names)]
    if bad.rows:
        _stop(record, table, "file_cut", bad.describe(path, " "))
    columns = zip(*(fields for _, fields in rows), strict=True) if rows else [()] * len(names)
    return pa.table([pa.array(column, pa.string()) for column in columns], names=names)
