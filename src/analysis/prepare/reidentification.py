"""From pseudonyms back to the company's own customer numbers: with the key only, and outside.

Pseudonyms are one-way: every number in the raw files is made a pseudonym again and compared.
"""

import errno
import os
from pathlib import Path
from typing import TextIO

import pandas as pd

from analysis import study as study_package
from analysis.errors import DataError, DiskFullError, ParameterError
from analysis.prepare.intake import read_customer_numbers
from analysis.prepare.pseudonyms import (
    KEY_FILE,
    KEY_VARIABLE,
    key_id,
    load_key,
    make_pseudonyms,
)
from analysis.study import Study


def find_customer_numbers(study: Study, made_with: str | None) -> pd.Series:
    """The company's number of every customer in the raw files, indexed by pseudonym.

    ``made_with`` is the ``key_id`` of the run that made the pseudonyms. Raises DataError when the
    key of those pseudonyms is not here, or the raw files cannot be read. No key is made.
    """
    if KEY_VARIABLE not in os.environ and not (_data_folder() / KEY_FILE).exists():
        raise DataError(
            f"there is no key here: set {KEY_VARIABLE}, or restore {_data_folder() / KEY_FILE}"
        )
    key = load_key()
    if made_with is not None and key_id(key) != made_with:
        raise DataError(
            f"the list was made with another key ({made_with}) than the one here ({key_id(key)});"
            f" set {KEY_VARIABLE} to that key, or run again with this one"
        )
    numbers = read_customer_numbers(study)
    pseudonyms = make_pseudonyms(numbers, key, "customer", study.name)
    return pd.Series(numbers, index=pd.Index(pseudonyms, dtype=object), dtype=object)


def _data_folder() -> Path:
    return study_package.PROJECT_ROOT / "data"


def open_private(path: Path, *, root: Path, encoding: str) -> TextIO:
    """``path`` opened for writing, new, and for its owner's eyes only (mode 0600).

    Raises ParameterError for a path inside ``root``, the project, where reports are published and
    files are committed; links are followed first. Also for a file that is there already.
    """
    place = path.expanduser().parent.resolve() / path.name
    if place.resolve().is_relative_to(root.resolve()):
        raise ParameterError(
            f"{path} is inside {root}: customer numbers must not lie where reports are published;"
            " name a path outside of it"
        )
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise ParameterError(f"{path} is already there; it was left as it is") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFullError(f"no space left to write {path}") from None
        raise ParameterError(f"{path} cannot be written: {error.strerror}") from None
    return os.fdopen(descriptor, "w", encoding=encoding, newline="")
