"""Parquet files written a piece at a time, and put in place only when all are complete."""

import errno
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.errors import DiskFullError

ROW_GROUP = 25_000
_PARTIAL = ".simulating"


class TableFiles:
    """A folder of Parquet files that grow together; a context manager.

    Rows wait until there are ``ROW_GROUP`` of a table, so memory does not grow with the files.
    Leaving the context without an error moves every file to its place; otherwise nothing of the
    folder changes. Raises DiskFullError when no space is left.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.n_rows: dict[str, int] = {}
        self._partial = folder / _PARTIAL
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}

    def __enter__(self) -> "TableFiles":
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._finish()
        except OSError as problem:
            raise self._explained(problem) from problem
        finally:
            for writer in self._writers.values():
                writer.close()
            shutil.rmtree(self._partial, ignore_errors=True)
        if isinstance(error, OSError):
            raise self._explained(error) from error

    def _explained(self, problem: OSError) -> Exception:
        if problem.errno == errno.ENOSPC:
            return DiskFullError(f"no space is left to write {self.folder}")
        return problem

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Append rows to the files named by the keys, such as ``truth/true_spells``."""
        for name, table in tables.items():
            self.n_rows[name] = self.n_rows.get(name, 0) + table.num_rows
            waiting = self._waiting.setdefault(name, [])
            waiting.append(table)
            if sum(part.num_rows for part in waiting) >= ROW_GROUP:
                self._write(name)

    def add_text(self, name: str, text: str) -> None:
        """Write a text file ``name`` whole."""
        self._place(name).write_text(text, encoding="utf-8")

    def _place(self, name: str) -> Path:
        path = self._partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _write(self, name: str) -> None:
        table = pa.concat_tables(self._waiting.pop(name)).combine_chunks()
        if name not in self._writers:
            path = self._place(f"{name}.parquet")
            self._writers[name] = pq.ParquetWriter(path, table.schema, compression="zstd")
        self._writers[name].write_table(table, row_group_size=max(table.num_rows, 1))

    def _finish(self) -> None:
        for name in list(self._waiting):
            self._write(name)
        for writer in self._writers.values():
            writer.close()
        for path in sorted(self._partial.rglob("*")):
            if path.is_file():
                target = self.folder / path.relative_to(self._partial)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
