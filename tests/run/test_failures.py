import errno

import pytest

from analysis.errors import AnalysisError, DataError, DiskFullError
from analysis.run.failures import NotebookError, cell_failure, error_classes, is_disk_full

OURS = ["DataError  Traceback", "File ~/work/src/analysis/prepare/intake.py:12, in check(x)"]
INSTALLED = ["File /env/lib/python3.12/site-packages/analysis/prepare/intake.py:12, in check(x)"]
THEIRS = ["Cell In[3], line 1", "File /env/lib/python3.12/site-packages/pandas/core/apply.py:9"]


def failure(name: str, value: str, traceback: list[str] | None = None) -> AnalysisError:
    return cell_failure(
        name=name, value=value, traceback=traceback or [], where="01, cell [3]", folder="reports"
    )


@pytest.mark.parametrize("traceback", [OURS, INSTALLED, ["Cell In[3], line 1"]])
def test_our_errors_keep_class_words_and_exit_code(traceback: list[str]) -> None:
    error = failure("DataError", "no column amount", traceback)
    assert type(error) is DataError
    assert error.exit_code == 3
    assert str(error) == "01, cell [3]: no column amount"


def test_an_error_of_a_library_with_one_of_our_names_is_not_ours() -> None:
    error = failure("DataError", "No numeric types to aggregate", THEIRS)
    assert type(error) is NotebookError
    assert str(error) == "01, cell [3]: DataError: No numeric types to aggregate"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OSError", "[Errno 28] No space left on device: 'x.parquet'"),
        ("IOException", "IO Error: Could not write file: No space left on device"),
        ("OSError", "[Errno 122] Disk quota exceeded"),
        ("DiskFullError", "no room"),
    ],
)
def test_a_full_disk_is_recognised_from_any_library(name: str, value: str) -> None:
    error = failure(name, value)
    assert type(error) is DiskFullError
    assert error.exit_code == 74


def test_a_full_disk_is_recognised_behind_other_errors() -> None:
    try:
        try:
            raise OSError(errno.ENOSPC, "full")
        except OSError as error:
            raise ValueError("cannot write") from error
    except ValueError as error:
        assert is_disk_full(error)
    assert not is_disk_full(ValueError("No space left on device"))
    assert not is_disk_full(OSError(errno.EACCES, "denied"))


def test_every_error_of_ours_is_known_by_name() -> None:
    assert {"AnalysisError", "StudyError", "BusyError", "EstimationError"} <= set(error_classes())
