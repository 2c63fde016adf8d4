import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.errors import AnalysisError, BusyError
from analysis.run.folder import RunFolder, locked, new_run_folder, write_atomically

NOW = datetime(2026, 11, 23, 1, 32, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = new_run_folder(tmp_path, "telco", "en", now=NOW)
    made.create()
    return made


def test_run_ids_are_unique_and_sort_by_time(tmp_path: Path) -> None:
    times = [NOW + timedelta(seconds=0.3 * step) for step in range(40)]
    names = [new_run_folder(tmp_path, "telco", "zh", now=time).run_id for time in times]
    assert names[0].startswith("20261123T013200Z-zh-")
    assert len(set(names)) == 40
    assert [name[:16] for name in names] == sorted(name[:16] for name in names)


def test_publishing_renames_and_moves_latest(folder: RunFolder) -> None:
    (folder.draft / "a.html").write_text("a")
    folder.publish(["a.html"])
    assert (folder.study_folder / "latest" / "a.html").read_text() == "a"
    assert os.readlink(folder.study_folder / "latest") == folder.run_id
    assert not folder.draft.exists()


@pytest.mark.parametrize("content", [None, ""])
def test_nothing_is_published_when_a_file_is_missing(folder: RunFolder, content: str) -> None:
    (folder.draft / "a.html").write_text("a")
    if content is not None:
        (folder.draft / "a.pdf").write_text(content)
    with pytest.raises(AnalysisError, match=r"the run did not write a\.pdf"):
        folder.publish(["a.html", "a.pdf"])
    assert not folder.final.exists()
    assert not (folder.study_folder / "latest").exists()


def test_a_failed_run_is_kept_aside(folder: RunFolder) -> None:
    (folder.draft / "run.log").write_text("why")
    assert (folder.keep_failed() / "run.log").read_text() == "why"
    assert [path.name for path in folder.study_folder.iterdir()] == ["failed"]


def _hold(folder: Path, held: "multiprocessing.connection.Connection") -> None:
    with locked(folder):
        held.send(True)
        held.recv()


def test_a_lock_is_held_by_one_and_dies_with_its_holder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    holder = context.Process(target=_hold, args=(tmp_path, there))
    holder.start()
    assert here.recv()
    with pytest.raises(BusyError, match="in use"), locked(tmp_path, message="in use"):
        pass
    holder.kill()
    holder.join()
    with locked(tmp_path, message="in use"):
        pass


def test_a_text_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    write_atomically(path, "one")
    write_atomically(path, "two")
    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]
