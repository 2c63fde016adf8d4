"""Cells that a spreadsheet shows and does not obey."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.spreadsheets import ENCODING, make_safe, write_rows

STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=SUM(A1:A9)", "'=SUM(A1:A9)"),
        ("  =1", "'=1"),
        ("\t; =1\n", "'=1"),
        ("\u200b=1", "'=1"),
        ("\uff1dcmd|' /C calc'!A0", "'\uff1dcmd|' /C calc'!A0"),
        ("two\r\nlines; =1", "two, lines, =1"),
        ("-3", "'-3"),
        ("plain, with a comma", "plain, with a comma"),
        ("价格；=1", "价格；=1"),
    ],
)
def test_what_would_be_a_formula_is_text(text: str, safe: str) -> None:
    assert make_safe(text) == safe


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_no_text_begins_a_formula_or_ends_its_cell(text: str) -> None:
    cell = make_safe(text)
    assert not cell.lstrip().startswith(tuple(STARTS))
    assert not set(cell) & set("\r\n\t;\x00\ufeff")
    line = io.StringIO()
    csv.writer(line).writerow(["first", cell, "last"])
    assert next(csv.reader([line.getvalue()])) == ["first", cell, "last"]


def test_rows_are_read_back_as_they_were_given() -> None:
    frame = pd.DataFrame(
        {
            "id": ["c_1", 'quo"te', "=1"],
            "risk": [0.25, np.nan, 1.0],
            "rank": pd.array([1, 2, pd.NA], dtype="Int32"),
            "note": ["a, b", None, "好"],
        }
    )
    buffer = io.BytesIO()
    text = io.TextIOWrapper(buffer, encoding=ENCODING, newline="")
    write_rows(text, frame)
    text.flush()
    raw = buffer.getvalue()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 4
    back = pd.read_csv(io.BytesIO(raw), encoding=ENCODING)
    assert back["id"].tolist() == ["c_1", 'quo"te', "'=1"]
    assert back["risk"].tolist()[::2] == [0.25, 1.0]
    assert back["rank"].tolist()[:2] == [1, 2]
    assert back["note"].tolist()[::2] == ["a, b", "好"]
    assert back.isna().sum().tolist() == [0, 1, 1, 1]
