"""What went wrong in a notebook, in words a user can act on, with the right exit code."""

import errno
import re

from analysis.errors import AnalysisError, DiskFullError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_NO_SPACE_TEXT = re.compile(r"No space left on device|Disk quota exceeded|Errno (28|122|69)\]")


class NotebookError(AnalysisError):
    """A notebook did not reach its end for a reason that is not one of ours."""


def error_classes() -> dict[str, type[AnalysisError]]:
    """Every AnalysisError class by name."""
    found: dict[str, type[AnalysisError]] = {}
    waiting = [AnalysisError]
    while waiting:
        each = waiting.pop()
        found[each.__name__] = each
        waiting.extend(each.__subclasses__())
    return found


def is_disk_full(error: BaseException) -> bool:
    """Whether ``error``, or what it was raised from or during, says that no space is left."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        if isinstance(each, DiskFullError) or (
            isinstance(each, OSError) and (each.errno in _NO_SPACE or says_disk_full(str(each)))
        ):
            return True
        each = each.__cause__ or each.__context__
    return False


def says_disk_full(text: str) -> bool:
    """Whether an error's text says that no space is left; engines wrap the system's error."""
    return bool(_NO_SPACE_TEXT.search(text))


def disk_full(folder: object) -> DiskFullError:
    """The message for a disk that filled while something was written in ``folder``."""
    return DiskFullError(
        f"no space is left on the disk of {folder}: free some and run again; "
        "nothing of this run was published"
    )


def cell_failure(
    *, name: str, value: str, traceback: list[str], where: str, folder: object
) -> AnalysisError:
    """The error of a cell (its class ``name``, text ``value``) as one the user can act on.

    Our own errors keep their class and words; a disk that filled is recognised from any library.
    """
    if name == "DiskFullError" or says_disk_full(value):
        return disk_full(folder)
    known = error_classes().get(name)
    if known is not None and not _raised_by_library(traceback):
        return known(f"{where}: {value}")
    return NotebookError(f"{where}: {name}: {value or 'no message'}")


def _raised_by_library(traceback: list[str]) -> bool:
    """Whether the last frame is an installed package's: pandas, too, has a DataError."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(traceback))
    frames = re.findall(r"^(?:File (\S+)|Cell In)", text, flags=re.MULTILINE)
    return bool(frames) and bool(re.search(r"(site|dist)-packages/(?!analysis/)", frames[-1]))
