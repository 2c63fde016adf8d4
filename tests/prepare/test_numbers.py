"""Numbers out of text: the decimal sign is declared or evident."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.prepare.columns import encode
from analysis.prepare.numbers import ParsedNumbers, parse_flags, parse_numbers

CENTS = st.integers(-(10**9), 10**9)


def parse(
    texts: list[str], decimal: str | None = None, thousands: str | None = None, kind: str = "text"
) -> ParsedNumbers:
    return parse_numbers(encode(pa.array(texts, pa.string()), kind), decimal, thousands)


@given(st.lists(CENTS, min_size=1, max_size=20, unique=True))
def test_points_and_commas_read_alike(cents: list[int]) -> None:
    point = [f"{value / 100:,.2f}" for value in cents]
    comma = [text.translate(str.maketrans(",.", ".,")) for text in point]
    expected = [value / 100 for value in cents]
    assert parse(point).numbers.tolist() == expected
    assert parse(comma).numbers.tolist() == expected
    assert parse(comma).comma_assumed
    assert parse(comma, ",").numbers.tolist() == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("+12.", 12),
        (".5", 0.5),
        ("1e3", 1000),
        ("$1,234.50", 1234.5),
        ("€ 12", 12),
        ("¥12", 12),
        ("12元", 12),
        ("₩12,000,000", 12_000_000),
        ("(12.50)", -12.5),
        ("−12.50", -12.5),
        ("-$3", -3),
    ],
)
def test_money_as_people_write_it(text: str, number: float) -> None:
    assert parse([text]).numbers.tolist() == [number]


@pytest.mark.parametrize(
    "text", ["twelve", "1.2.3", "inf", "nan", "0x10", "1e300", "--5", "1 2 3 4 x", "12,34,5"]
)
def test_what_is_no_number_is_unreadable(text: str) -> None:
    assert np.isnan(parse([text], ".").numbers).all()


def test_spaces_between_thousands() -> None:
    assert parse(["1 234,50", "12 000,00"]).numbers.tolist() == [1234.5, 12000]


@pytest.mark.parametrize(
    "texts", [["1,234"], ["1,234", "2"], ["1,5", "1.5"], ["1,50", "1,234,567"]]
)
def test_two_readings_stop(texts: list[str]) -> None:
    stop = parse(texts).stop
    assert stop is not None
    assert stop[0] == "number_ambiguous"


def test_a_declared_sign_settles_it() -> None:
    assert parse(["1,234"], ",").numbers.tolist() == [1.234]
    assert parse(["1,234"], ".").numbers.tolist() == [1234]
    assert parse(["1'234.5"], ".", "'").numbers.tolist() == [1234.5]


def test_typed_numbers_need_no_sign() -> None:
    assert parse(["1234.5", "1e-3"], ",", kind="DOUBLE").numbers.tolist() == [1234.5, 0.001]


def test_flags_in_several_languages() -> None:
    words = ["Yes", "no", "TRUE", "0", "1.0", "是", "否", "예", "ja", "maybe"]
    flags = parse_flags(encode(pa.array(words)))
    np.testing.assert_array_equal(flags, [1, 0, 1, 0, 1, 1, 0, 1, 1, np.nan])
