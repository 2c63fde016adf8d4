"""Keyed pseudonyms: the door through which no original id passes.

HMAC-SHA256 (RFC 2104) of the id under a key that stays with the company: the same id gives the
same pseudonym in every table and run, and without the key nobody can test a guessed id.
"""

import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis import study
from analysis.errors import DataError, ParameterError

KEY_VARIABLE = "ANALYSIS_PSEUDONYM_KEY"
KEY_FILE = ".pseudonym_key"
MINIMUM_KEY_LENGTH = 16
DIGITS = 20  # hexadecimal: 80 bits, so that among 10 million ids a clash has chance 4e-11
Kind = Literal["customer", "transaction", "contract"]
_PREFIXES: dict[Kind, str] = {"customer": "c_", "transaction": "t_", "contract": "k_"}


def load_key(data_folder: Path | None = None) -> bytes:
    """The key of the environment, else that of this installation, made at first use.

    Raises ParameterError when the key of the environment is too short, DataError when the key file
    holds no key.
    """
    given = os.environ.get(KEY_VARIABLE)
    if given is not None:
        if len(given) < MINIMUM_KEY_LENGTH:
            raise ParameterError(
                f"{KEY_VARIABLE} has {len(given)} characters; it needs at least"
                f" {MINIMUM_KEY_LENGTH}, from a secret store and random"
            )
        return given.encode("utf-8", errors="surrogateescape")
    path = (data_folder or study.PROJECT_ROOT / "data") / KEY_FILE
    if not path.exists():
        _make_key(path)
    key = path.read_bytes().strip()
    if len(key) < MINIMUM_KEY_LENGTH:
        raise DataError(
            f"{path} holds no key; restore it from a backup, or delete it: the next run makes a"
            " new one, and pseudonyms change"
        )
    return key


def _make_key(path: Path) -> None:
    """A random key, readable by its owner only; whoever comes first makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def key_id(key: bytes) -> str:
    """What tells one key from another and gives none away."""
    return hmac.digest(key, b"key id", "sha256").hex()[:12]


def make_pseudonyms(
    ids: Sequence[str], key: bytes, kind: Kind, study_name: str
) -> npt.NDArray[np.object_]:
    """The pseudonym of each of the distinct ``ids``, such as c_ and 20 hexadecimal digits.

    Customers of two studies never share one, so that nobody can be followed from one to another.

    Raises DataError when two ids share one, which no study will live to see.
    """
    prefix = _PREFIXES[kind]
    salt = f"{study_name}\0{kind}\0".encode()
    made = [
        prefix + hmac.digest(key, salt + text.encode("utf-8"), "sha256").hex()[:DIGITS]
        for text in ids
    ]
    if len(set(made)) != len(made):
        raise DataError(f"two {kind} ids share a pseudonym; take another {KEY_VARIABLE}")
    result = np.empty(len(made), dtype=object)
    result[:] = made
    return result
