import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_project import END, SmallProject, break_rendering, tables, write_no_pdf, write_notebook

from analysis.errors import BusyError, DataError, DiskFullError, EstimationError
from analysis.run.failures import NotebookError
from analysis.run.folder import locked
from analysis.run.rendering import RenderingError
from analysis.run.study_run import UnexpectedError


def mtime_tree(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def test_a_good_run_is_published_whole(small_project: SmallProject) -> None:
    study = small_project.study()
    write_notebook(small_project.notebooks, "01_base", "value = 1 / 2\nprint(value, seed)")
    write_notebook(small_project.notebooks, "02_more", "print(output_dir)", after=["01_base"])
    write_notebook(small_project.notebooks, "04_loyal", needs=["surveys"])

    (outcome,), said = small_project.run(study, parameters={"seed": 11})

    assert outcome.error is None, said
    (run,) = small_project.runs()
    assert (small_project.reports() / "latest").resolve() == run
    assert [path.name for path in outcome.reports] == [
        "01_base.html",
        "01_base.pdf",
        "02_more.html",
        "02_more.pdf",
    ]
    assert all(path.is_file() and path.parent == run for path in outcome.reports)
    manifest = json.loads((run / "manifest.json").read_text())
    assert {n["name"]: n["status"] for n in manifest["notebooks"]} == {
        "01_base": "done",
        "02_more": "done",
        "04_loyal": "skipped",
    }
    assert manifest["notebooks"][2]["reason"] == "it needs surveys: study.yml names no survey table"
    assert "04_loyal is skipped: it needs surveys: study.yml names no survey table" in said
    assert manifest["seed"] == 11
    assert manifest["inputs"] == {"fingerprint": "f" * 16, "key_id": "k1"}
    for name, digest in manifest["outputs"].items():
        assert hashlib.sha256((run / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in run.iterdir()} == {
        *(f"{n}.{e}" for n in ("01_base", "02_more") for e in ("html", "pdf", "ipynb")),
        "estimates",
        "manifest.json",
        "run.log",
    }
    executed = (run / "02_more.ipynb").read_text()
    assert str(small_project.root) not in executed
    assert '"output_dir": ""' in executed
    assert "0.5 11" in (run / "01_base.ipynb").read_text()
    assert (small_project.root / "reports" / "index.html").read_text() == "index of 1 runs"
    assert small_project.drafts() == []


def test_a_failed_run_leaves_the_last_good_one_alone(small_project: SmallProject) -> None:
    path = write_notebook(small_project.notebooks, "01_base")
    small_project.run()
    latest = os.readlink(small_project.reports() / "latest")
    before = mtime_tree(small_project.runs()[0])

    path.unlink()
    write_notebook(small_project.notebooks, "01_base", "rows = 0", "1 / rows")
    write_notebook(small_project.notebooks, "02_more", after=["01_base"])
    write_notebook(small_project.notebooks, "03_other", "raise LookupError('nothing there')")
    (outcome,), said = small_project.run()

    assert type(outcome.error) is NotebookError
    assert str(outcome.error).splitlines() == [
        "01_base, cell [4]: ZeroDivisionError: division by zero",
        "02_more was not run, as one it comes after failed",
        "03_other, cell [3]: LookupError: nothing there",
    ]
    assert outcome.reports == ()
    assert mtime_tree(small_project.runs()[0]) == before
    assert len(small_project.runs()) == 1
    assert os.readlink(small_project.reports() / "latest") == latest
    assert outcome.failed_folder is not None
    assert "ZeroDivisionError" in (outcome.failed_folder / "01_base.ipynb").read_text()
    assert "division by zero" in (outcome.failed_folder / "run.log").read_text()
    assert small_project.drafts() == []
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        ("import sys; sys.exit(0)", NotebookError, "01_base ended early, after cell [3]"),
        ("import os; os.kill(os.getpid(), 9)", NotebookError, "out of memory"),
        ("import time; time.sleep(60)", NotebookError, "--cell-minutes"),
        (
            "from analysis.errors import EstimationError\nraise EstimationError('no events')",
            EstimationError,
            "01_base, cell [3]: no events",
        ),
        ("import pandas as pd\nraise pd.errors.DataError('x')", DataError, "x"),
        ("open('/dev/full', 'w').write('x' * 10**6)", DiskFullError, "no space is left"),
        ("import analysis.no_such_module", NotebookError, "ModuleNotFoundError"),
    ],
)
def test_ways_a_notebook_fails(
    small_project: SmallProject, cell: str, error: type[Exception], message: str
) -> None:
    if "/dev/full" in cell and not Path("/dev/full").exists():
        pytest.skip("only Linux has /dev/full")
    write_notebook(small_project.notebooks, "01_base", cell)
    (outcome,), _ = small_project.run(cell_seconds=3 if "sleep" in cell else 300)
    assert type(outcome.error) is error
    assert message in str(outcome.error)
    assert "Traceback" not in str(outcome.error)
    assert small_project.runs() == []
    assert small_project.drafts() == []


@pytest.fixture
def small_disk(small_project: SmallProject) -> Iterator[Path]:
    """The project's reports on a disk of 400 kB."""
    reports = small_project.root / "reports"
    reports.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(reports)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield reports
    subprocess.run(["umount", str(reports)], check=True)


@pytest.mark.parametrize(
    "cell",
    [
        "open(output_dir + '/big', 'wb').write(bytes(10**6))",
        "print('x' * 10**6)",
        "import pandas as pd; import numpy as np\n"
        "pd.DataFrame({'a': np.random.rand(10**5)}).to_parquet(output_dir + '/big.parquet')",
    ],
)
def test_a_disk_that_fills(small_project: SmallProject, small_disk: Path, cell: str) -> None:
    path = write_notebook(small_project.notebooks, "01_base")
    (good,), _ = small_project.run()
    assert good.error is None
    before = mtime_tree(small_project.runs()[0])
    path.unlink()
    write_notebook(small_project.notebooks, "01_base", cell)
    (outcome,), _ = small_project.run()
    assert type(outcome.error) is DiskFullError, str(outcome.error)
    assert outcome.error.exit_code == 74
    assert str(outcome.error).startswith("no space is left on the disk of")
    assert [mtime_tree(run) for run in small_project.runs()] == [before]
    assert small_project.drafts() == []


def test_a_missing_output_is_not_published(small_project: SmallProject) -> None:
    write_notebook(small_project.notebooks, "01_base", END, complete=False)
    (outcome,), _ = small_project.run()
    assert "did not write estimates/01_base.parquet" in str(outcome.error)
    assert small_project.runs() == []


@pytest.mark.parametrize(
    ("renderer", "error", "message"),
    [
        (break_rendering, RenderingError, "01_base could not be rendered: KeyError"),
        (write_no_pdf, None, "did not write 01_base.pdf"),
    ],
)
def test_broken_rendering(
    small_project: SmallProject, renderer: Any, error: type[Exception] | None, message: str
) -> None:
    write_notebook(small_project.notebooks, "01_base")
    (outcome,), _ = small_project.run(renderer=renderer)
    assert message in str(outcome.error)
    if error is not None:
        assert type(outcome.error) is error
        assert outcome.failed_folder is not None
        assert "Traceback" in (outcome.failed_folder / "run.log").read_text()
    assert small_project.runs() == []


def test_a_published_run_with_an_old_index_says_so(small_project: SmallProject) -> None:
    write_notebook(small_project.notebooks, "01_base")
    (small_project.root / "reports" / "index.html" / "in_the_way").mkdir(parents=True)
    (outcome,), _ = small_project.run()
    assert len(outcome.reports) == 2
    assert "published, but" in str(outcome.error)
    assert len(small_project.runs()) == 1


def _no_tables(study: Any, *, progress: Any = None) -> Any:
    progress("reading purchases")
    raise DataError("purchases.csv: no column amount")


def _fault(study: Any, *, progress: Any = None) -> Any:
    raise ZeroDivisionError("of ours")


def _full(study: Any, *, progress: Any = None) -> Any:
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError as error:
        raise RuntimeError("cannot write") from error


def _nothing(study: Any, *, progress: Any = None) -> Any:
    prepared = tables(study)
    prepared.capabilities = {"customers": "there is no customer"}
    return prepared


@pytest.mark.parametrize(
    ("prepare", "error", "message"),
    [
        (_no_tables, DataError, "no column amount"),
        (_fault, UnexpectedError, "unexpected ZeroDivisionError: of ours"),
        (_full, DiskFullError, "no space is left"),
        (_nothing, DataError, "01_base: it needs customers: there is no customer"),
    ],
)
def test_tables_that_cannot_be_prepared(
    small_project: SmallProject, prepare: Any, error: type[Exception], message: str
) -> None:
    write_notebook(small_project.notebooks, "01_base", needs=["customers"])
    (outcome,), _ = small_project.run(prepare=prepare)
    assert type(outcome.error) is error
    assert message in str(outcome.error)
    assert small_project.runs() == []
    assert small_project.drafts() == []


def test_one_study_failing_does_not_stop_another(small_project: SmallProject) -> None:
    write_notebook(small_project.notebooks, "01_base", "assert study != 'bad'")
    bad, good = small_project.study("bad"), small_project.study("good")
    with locked(small_project.reports("busy")):
        busy = small_project.study("busy")
        outcomes, _ = small_project.run(bad, busy, good)
    assert [type(each.error) for each in outcomes] == [NotebookError, BusyError, type(None)]
    assert outcomes[1].error is not None
    assert outcomes[1].error.exit_code == 75
    assert "another run of busy is going on" in str(outcomes[1].error)
    assert len(small_project.runs("good")) == 1
    assert small_project.runs("bad") == []


def test_drafts_of_a_killed_run_are_removed(small_project: SmallProject) -> None:
    stale = small_project.reports() / ".20200101T000000Z-en-0000.partial"
    stale.mkdir(parents=True)
    (stale / "01_base.ipynb").write_text("{}")
    write_notebook(small_project.notebooks, "01_base")
    small_project.run()
    assert not stale.exists()


DRIVER = """
import signal, sys
# whoever started the tests may ignore interrupts, and a child inherits that
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, {tests!r})
from pathlib import Path
from small_project import SmallProject
from analysis.run.interruption import Interrupted, interruptible

if __name__ == "__main__":
    try:
        with interruptible():
            SmallProject(Path({root!r})).run()
    except Interrupted as error:
        sys.exit(error.exit_code)
"""


@pytest.fixture
def running(small_project: SmallProject, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a process of its own, its notebook in the middle of a long cell."""
    mark = tmp_path / "pid"
    cell = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(100)"
    write_notebook(small_project.notebooks, "01_base", cell)
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER.format(tests=str(Path(__file__).parent), root=str(small_project.root)))
    process = subprocess.Popen([sys.executable, str(driver)])
    deadline = time.monotonic() + 300
    while not (mark.exists() and mark.read_text()) and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.05)
    yield process
    if process.poll() is None:
        process.kill()


@pytest.mark.parametrize("number", [2, 15])
def test_an_interrupted_run_leaves_nothing(
    small_project: SmallProject, running: subprocess.Popen[bytes], tmp_path: Path, number: int
) -> None:
    running.send_signal(number)
    assert running.wait(timeout=300) == 128 + number
    assert small_project.drafts() == []
    assert small_project.runs() == []
    kernel = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)


def test_a_second_run_finds_the_study_busy(
    small_project: SmallProject, running: subprocess.Popen[bytes]
) -> None:
    (outcome,), _ = small_project.run()
    assert type(outcome.error) is BusyError
    assert len(small_project.drafts()) == 1  # the first run's goes on
    running.kill()
    running.wait()
    write_notebook(small_project.notebooks, "01_base")
    (outcome,), _ = small_project.run()
    assert outcome.error is None
    assert small_project.drafts() == []
