"""Comma-separated files that a spreadsheet opens without doing what a cell says."""

import csv
import re
from typing import TextIO

import pandas as pd

ENCODING = "utf-8-sig"  # the mark without which Excel takes UTF-8 for another encoding
# What a spreadsheet takes for a formula; also as full-width characters, which some turn into it.
_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Line ends and tabs end a cell, a semicolon does where the comma is the decimal sign.
_SEPARATORS = re.compile(r"\s*[;\t\r\n\v\f\u0085\u2028\u2029]+\s*")
_AT_ENDS = re.compile(r"^[\s;]+|[\s;]+$")
# Control characters, marks of direction and width, and halves of characters.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def make_safe(text: str) -> str:
    """``text`` as a cell that is text and one cell: no formula, no line end, no hidden character.

    An apostrophe goes before what would begin a formula (OWASP, CSV injection).
    """
    line = _SEPARATORS.sub(", ", _AT_ENDS.sub("", _INVISIBLE.sub("", text)))
    return f"'{line}" if line.startswith(_STARTS) else line


def write_rows(file: TextIO, frame: pd.DataFrame) -> None:
    """``frame`` as comma-separated lines (RFC 4180): numbers as they are, all else made safe.

    Missing values are empty cells. ``file`` is opened with ``newline=""`` and ``ENCODING``.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([make_safe(str(name)) for name in frame.columns])
    columns = [_write_column(frame[name]) for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))


def _write_column(column: pd.Series) -> list[str]:
    if pd.api.types.is_numeric_dtype(column):
        return ["" if pd.isna(value) else f"{value}" for value in column]
    return ["" if pd.isna(value) else make_safe(str(value)) for value in column]
