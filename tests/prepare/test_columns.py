"""Text as it comes: distinct values, missing codes, ids."""

import unicodedata

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from analysis.prepare.columns import clean_ids, clean_text, encode

TEXTS = st.lists(st.one_of(st.none(), st.text()), max_size=30)


@given(TEXTS)
def test_encoding_keeps_every_value(texts: list[str | None]) -> None:
    column = encode(pa.array(texts, pa.string()))
    assert [None if code < 0 else column.values[code] for code in column.codes] == texts
    assert column.counts().sum() == sum(text is not None for text in texts)
    first_seen = list(dict.fromkeys(text for text in texts if text is not None))
    assert column.values.tolist() == first_seen


@given(TEXTS)
def test_ids_are_trimmed_and_composed_and_otherwise_kept(texts: list[str | None]) -> None:
    column, _ = clean_ids(encode(pa.array(texts, pa.string())), frozenset({""}))
    read = [None if code < 0 else column.values[code] for code in column.codes]
    expected = [(text and unicodedata.normalize("NFC", text.strip())) or None for text in texts]
    assert read == expected


def test_leading_zeros_are_part_of_an_id() -> None:
    column, changed = clean_ids(encode(pa.array(["007", "7", " 7", "7.0"])), frozenset())
    assert column.values.tolist() == ["007", "7", "7.0"]
    assert changed == 1


def test_whole_numbers_of_a_decimal_column_are_whole() -> None:
    column, changed = clean_ids(encode(pa.array(["7.0", "8.5"]), "DOUBLE"), frozenset())
    assert column.values.tolist() == ["7", "8.5"]
    assert changed == 0


def test_missing_codes_and_mapped_values() -> None:
    raw = encode(pa.array([" 1", "2", "", "99", None]))
    column = clean_text(raw, frozenset({"99"}), {"1": "yes", "2": "yes"})
    assert column.values.tolist() == ["yes"]
    np.testing.assert_array_equal(column.codes, [0, 0, -1, -1, -1])
    np.testing.assert_array_equal(column.spread(np.array([5.0])), [5, 5, *[np.nan] * 3])


def test_chunks_and_the_empty_column() -> None:
    chunked = pa.chunked_array([pa.array(["a"]), pa.array(["b", "a"])])
    np.testing.assert_array_equal(encode(chunked).codes, [0, 1, 0])
    assert len(encode(pa.chunked_array([], pa.string()))) == 0
