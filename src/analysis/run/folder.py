"""The folder of a run: made apart, published by one rename, or kept aside when it failed."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import AnalysisError, BusyError

FAILED = "failed"
LATEST = "latest"
LOG = "run.log"
MANIFEST = "manifest.json"


@contextmanager
def locked(folder: Path, *, message: str = "") -> Iterator[None]:
    """Hold ``folder``'s lock; the system frees it when the process ends, however it ends.

    With a ``message``, raises BusyError(message) when another process holds it; else waits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if message else 0))
        except BlockingIOError:
            raise BusyError(message) from None
        yield


@dataclass(frozen=True)
class RunFolder:
    """A run in the making: ``draft`` is hidden until ``publish`` renames it to ``final``."""

    study_folder: Path
    run_id: str

    @property
    def draft(self) -> Path:
        return self.study_folder / f".{self.run_id}.partial"

    @property
    def final(self) -> Path:
        return self.study_folder / self.run_id

    @property
    def failed(self) -> Path:
        return self.study_folder / FAILED / self.run_id

    def create(self) -> None:
        """Make the draft; drafts that a killed run left behind go. The study must be locked."""
        for stale in self.study_folder.glob(".*.partial"):
            shutil.rmtree(stale, ignore_errors=True)
        self.draft.mkdir(parents=True)

    def publish(self, promised: Iterable[str]) -> None:
        """Rename the draft to the final folder and point ``latest`` at it.

        Raises AnalysisError when a file of ``promised`` (relative paths) is missing or empty;
        everything is on the disk before the rename, so a power cut cannot publish half a file.
        """
        missing = [name for name in promised if not _has_content(self.draft / name)]
        if missing:
            raise AnalysisError(f"not published: the run did not write {', '.join(missing)}")
        for path in sorted(self.draft.rglob("*")):
            _sync(path)
        _sync(self.draft)
        os.rename(self.draft, self.final)
        link = self.study_folder / f".{LATEST}.{self.run_id}"
        link.symlink_to(self.run_id)
        os.replace(link, self.study_folder / LATEST)
        _sync(self.study_folder)

    def keep_failed(self) -> Path:
        """Move the draft out of the way of published runs; where it is now."""
        self.failed.parent.mkdir(exist_ok=True)
        os.rename(self.draft, self.failed)
        return self.failed

    def discard(self) -> None:
        """Remove the draft."""
        shutil.rmtree(self.draft, ignore_errors=True)


def new_run_folder(reports: Path, study: str, language: str, *, now: datetime) -> RunFolder:
    """A run folder named by UTC time, language and a short hash: sortable and unique."""
    stamp = now.astimezone(UTC)
    unique = f"{study} {stamp.isoformat()} {os.getpid()}"
    short = hashlib.sha256(unique.encode()).hexdigest()[:4]
    return RunFolder(reports / study, f"{stamp:%Y%m%dT%H%M%SZ}-{language}-{short}")


def write_atomically(path: Path, text: str) -> None:
    """Replace ``path`` in one step; a reader sees the old text or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
