"""Days out of text: every shape, and never a guess."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.prepare.columns import encode
from analysis.prepare.dates import ParsedDays, parse_days

EPOCH = date(1970, 1, 1)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def parse(texts: list[str], *formats: str, zone: str = "UTC", kind: str = "text") -> ParsedDays:
    return parse_days(encode(pa.array(texts, pa.string()), kind), formats, zone)


@pytest.mark.parametrize(
    "shape",
    [
        "%Y-%m-%d",
        "%Y%m%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%d.%m.%Y",
        "%Y年%m月%d日",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%SZ",
        "%d.%m.%Y %H:%M",
    ],
)
@given(days=st.lists(DAYS, min_size=1, max_size=20, unique=True))
def test_every_shape_gives_back_its_day(shape: str, days: list[date]) -> None:
    parsed = parse([day.strftime(shape) for day in days])
    assert parsed.stop is None
    assert parsed.days.tolist() == [(day - EPOCH).days for day in days]


@given(days=st.lists(DAYS, min_size=1, max_size=20, unique=True), month_first=st.booleans())
def test_slashes_are_read_right_or_not_at_all(days: list[date], month_first: bool) -> None:
    shape = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    parsed = parse([day.strftime(shape) for day in days])
    if any(day.day > 12 for day in days):
        assert parsed.days.tolist() == [(day - EPOCH).days for day in days]
        assert parsed.assumed_order == ("month" if month_first else "day")
    else:
        assert parsed.stop is not None
        assert parsed.stop[0] == "dates_ambiguous"


def test_days_that_do_not_exist_are_unreadable() -> None:
    parsed = parse(["2024-02-29", "2023-02-29", "2024-13-01", "2024-01-00", "2024-04-30"])
    assert np.isnan(parsed.days).tolist() == [False, True, True, True, False]


def test_times_with_a_zone_become_days_of_the_study() -> None:
    parsed = parse(["2024-01-01T23:30:00Z", "2024-06-30 16:30+00"], zone="Asia/Shanghai")
    expected = [date(2024, 1, 2), date(2024, 7, 1)]
    assert [EPOCH + timedelta(days=int(day)) for day in parsed.days] == expected


def test_a_declared_format_settles_what_is_ambiguous() -> None:
    parsed = parse(["01/02/2024", "03/04/2024"], "%d/%m/%Y")
    assert parsed.days.tolist() == [
        (date(2024, 2, 1) - EPOCH).days,
        (date(2024, 4, 3) - EPOCH).days,
    ]


def test_of_several_formats_the_first_that_fits_reads_a_value() -> None:
    parsed = parse(["2024-01-31", "31/01/2024", "31.01.24"], "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y")
    assert len(set(parsed.days.tolist())) == 1


def test_a_declared_format_is_for_text_only() -> None:
    parsed = parse(["2024-01-31 00:00:00", "2024-02-01 00:00:00"], "%d/%m/%Y", kind="TIMESTAMP")
    assert not np.isnan(parsed.days).any()


def test_a_format_that_fits_nothing_stops() -> None:
    parsed = parse(["2024-01-31", "2024-02-01"], "%d/%m/%Y")
    assert parsed.stop is not None
    assert "2 of 2 rows cannot be read as %d/%m/%Y" in parsed.stop[1]


def test_dates_before_1900_are_told_apart_from_unreadable_ones() -> None:
    parsed = parse(["1066-10-14", "2024-01-01"])
    assert np.isneginf(parsed.days).tolist() == [True, False]
