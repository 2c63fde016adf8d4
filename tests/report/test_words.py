"""Numbers, money, dates and ranges as each language writes them."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ParameterError
from analysis.report.fonts import missing_characters
from analysis.report.words import MissingMessage, Words, load_words

HOSTILE = [
    "<script>alert(1)</script>",
    "@fig-survival and @tbl-x",
    '=HYPERLINK("http://x","y")',
    "#strong[typst] $x^2$ \\frac{1}{2}",
    "{ $low } { common-study }",
    "a\x00b\x1b[31m\u202egnirts\u2028line",
    "'; DROP TABLE customers; --",
]


@pytest.fixture(params=["en", "zh"])
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


EN = load_words("en")
ZH = load_words("zh")


def test_an_unknown_language_is_a_parameter_error() -> None:
    with pytest.raises(ParameterError, match="en, zh"):
        load_words("fr")


def test_a_missing_key_and_a_missing_value_are_errors(words: Words) -> None:
    with pytest.raises(MissingMessage, match="common-no-such"):
        words("common-no-such")
    with pytest.raises(ValueError, match="high"):
        words("common-interval", low="1")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1234567, 0, "1,234,567"),
        (2.5, 0, "3"),
        (-3.14159, 2, "−3.14"),
        (-0.0001, 2, "0.00"),
        (1.005, 2, "1.01"),
        (np.int64(5), 0, "5"),
        (np.float32(0.5), 1, "0.5"),
        (1e15, 0, "1,000,000,000,000,000"),
        (None, 0, "–"),
        (math.nan, 1, "–"),
        (pd.NA, 1, "–"),
        (math.inf, 0, "∞"),
        (-math.inf, 0, "−∞"),
    ],
)
def test_numbers(words: Words, value: float | None, digits: int, expected: str) -> None:
    assert words.number(value, digits) == expected


@settings(deadline=None)
@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_a_written_number_reads_back(value: float, digits: int) -> None:
    text = EN.number(value, digits).replace(",", "").replace("−", "-")
    assert abs(float(text) - value) <= 0.5 * 10.0**-digits * (1 + 1e-9) + abs(value) * 1e-15


def test_percent(words: Words) -> None:
    assert words.percent(0.8432) == "84.3%"
    assert words.percent(1, 0) == "100%"
    assert words.percent(0.00049, 1) == "0.0%"
    assert words.percent(None) == "–"


def test_money() -> None:
    assert EN.money(-123456789, "USD") == "−US$1,234,568"
    assert EN.money(1234, "GBP", 2) == "£12.34"
    assert ZH.money(1234, "CNY", 2) == "¥12.34"
    assert EN.money(1234, "CNY", 2) == "CN¥12.34"
    assert EN.money(150000, "XAF") == "FCFA\u00a01,500"
    assert ZH.money(None, "CNY") == "–"


def test_every_currency_can_be_printed(words: Words) -> None:
    for currency in ("USD", "EUR", "CNY", "INR", "KRW", "BDT", "THB", "ILS", "AED", "NGN", "UAH"):
        assert not missing_characters(words.money(100, currency), words.language)


def test_dates_follow_the_language() -> None:
    day = datetime.date(2026, 11, 23)
    assert EN.date(day) == "23 November 2026"
    assert ZH.date(day) == "2026年11月23日"
    assert EN.month(day) == "November 2026"
    assert EN.month(day, short=True) == "Nov 2026"
    assert ZH.month(day) == ZH.month(day, short=True) == "2026年11月"


def test_a_day_comes_in_many_types(words: Words) -> None:
    day = datetime.date(1997, 3, 5)
    number = (day - datetime.date(1970, 1, 1)).days
    late = pd.Timestamp("1997-03-05 23:59")
    for same in (number, np.int32(number), np.datetime64("1997-03-05"), late):
        assert words.date(same) == words.date(day)


def test_durations() -> None:
    assert EN.duration(14.2, "month") == "14.2 months"
    assert ZH.duration(14.2, "month") == "14.2 个月"
    assert EN.duration(1, "day", 0) == "1 day"
    assert EN.duration(1, "day") == "1.0 days"
    assert EN.duration(1000, "week", 0) == "1,000 weeks"
    assert ZH.duration(3, "year", 0) == "3 年"
    assert EN.duration(math.inf, "month") == "–"


def test_intervals() -> None:
    assert EN.interval(0.812, 0.85) == "81.2% to 85.0%"
    assert ZH.interval(0.812, 0.85) == "81.2% 至 85.0%"
    assert EN.interval(0.812, math.inf) == "81.2% or more"
    assert ZH.interval(None, 0.5) == "不超过 50.0%"
    assert EN.interval(None, math.nan) == "–"
    assert EN.interval(1, 2, "number", digits=2) == "1.00 to 2.00"
    assert EN.interval(100, 250000, "money", currency="USD") == "US$1 to US$2,500"
    assert EN.interval(12, 14.25, "duration", unit="month") == "12.0 to 14.3 months"
    assert ZH.interval(12, None, "duration", unit="month") == "不低于 12.0 个月"


def test_p_values(words: Words) -> None:
    assert words.p_value(0.0321) == "0.032"
    assert words.p_value(0.0009) == "<0.001"
    assert words.p_value(1e-12, named=True) == "p < 0.001"
    assert words.p_value(0.5, named=True) == "p = 0.500"
    assert words.p_value(math.nan, named=True) == "–"


@settings(deadline=None)
@given(st.integers(0, 100), st.integers(2, 50))
def test_a_small_count_is_never_written(count: int, minimum: int) -> None:
    text = ZH.count_or_suppressed(count, minimum)
    assert text == (f"<{minimum}" if 0 < count < minimum else str(count))


def test_lists() -> None:
    assert EN.list(["a", "b", "c"]) == "a, b and c"
    assert ZH.list(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert EN.list([]) == "–"


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_the_data_stays_text(words: Words, text: str) -> None:
    """What is printable survives as it is, also as a value of a message."""
    shown = words.from_data(text)
    assert shown == " ".join("".join(char if char.isprintable() else " " for char in text).split())
    assert words("common-interval-to", high=shown).count(shown) == 1


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_of_the_data_can_be_printed(text: str) -> None:
    for words in (EN, ZH):
        shown = words.from_data(text)
        assert len(shown) <= 60
        assert missing_characters(shown, words.language) == []
