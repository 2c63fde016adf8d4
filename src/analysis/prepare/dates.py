"""From text to days in the study's time zone, without guessing between two readings."""

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.prepare.columns import TextColumn

Floats = npt.NDArray[np.float64]
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?)?"
_YEAR, _MONTH, _DAY = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
# Every shape fixes the order of year, month and day, but for the two with slashes or hyphens that
# begin with a short number: there the values must tell.
_SHAPES: dict[str, str] = {
    "2020-12-31": f"^{_YEAR}-{_MONTH}-{_DAY}{_TIME}$",
    "20201231": r"^(?P<y>(?:1[89]|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})$",
    "2020/12/31": f"^{_YEAR}/{_MONTH}/{_DAY}{_TIME}$",
    "2020.12.31": rf"^{_YEAR}\.{_MONTH}\.{_DAY}\.?{_TIME}$",
    "31.12.2020": rf"^{_DAY}\.{_MONTH}\.{_YEAR}{_TIME}$",
    "31/12/2020": f"^(?P<a>\\d{{1,2}})/(?P<b>\\d{{1,2}})/{_YEAR}{_TIME}$",
    "31-12-2020": f"^(?P<a>\\d{{1,2}})-(?P<b>\\d{{1,2}})-{_YEAR}{_TIME}$",
    "2020年12月31日": f"^{_YEAR}年{_MONTH}月{_DAY}日?{_TIME}$",
    "2020년 12월 31일": f"^{_YEAR}년 ?{_MONTH}월 ?{_DAY}일?{_TIME}$",
}
_ZONED = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
_ISO = "2020-12-31"
_ZONED_SHAPE = "2020-12-31 12:00+01:00"
_EARLIEST = -25_567  # 1900-01-01


@dataclass
class ParsedDays:
    """A day per distinct value (NaN: unreadable), and what had to be assumed or cannot be.

    ``stop`` is a check and its sentence when the column cannot be read; ``unzoned`` marks the
    values without a time zone in a column where others have one.
    """

    days: Floats
    stop: tuple[str, str] | None = None
    assumed_order: str = ""
    unzoned: npt.NDArray[np.bool_] | None = None
    shapes: dict[str, int] = field(default_factory=dict)


def parse_days(column: TextColumn, formats: tuple[str, ...], time_zone: str) -> ParsedDays:
    """Days since 1970-01-01 of the distinct values of ``column``.

    Times with a zone are turned into days of ``time_zone``; times without are taken to be there
    already. With ``formats`` (as of strptime) the first that fits a value reads it.
    """
    counts = column.counts()
    parsed = ParsedDays(np.full(len(column.values), np.nan))
    if formats and not column.kind.startswith(("DATE", "TIMESTAMP")):
        _parse_declared(column, formats, time_zone, parsed)
    else:
        _parse_shapes(pa.array(column.values, pa.string()), counts, time_zone, parsed)
    if parsed.stop is None and counts[np.isnan(parsed.days)].sum() > counts.sum() / 2:
        parsed.stop = ("date_unreadable", _unreadable(counts, parsed.days, formats))
    return parsed


def _unreadable(counts: npt.NDArray[np.int64], days: Floats, formats: tuple[str, ...]) -> str:
    bad = int(counts[np.isnan(days)].sum())
    told = f"as {' or '.join(formats)}" if formats else "as a date"
    return (
        f"{bad} of {int(counts.sum())} rows cannot be read {told}; say how dates are written with"
        ' date_format: in study.yml, such as "%d/%m/%y"'
    )


def _parse_declared(
    column: TextColumn, formats: tuple[str, ...], time_zone: str, parsed: ParsedDays
) -> None:
    for text_format in formats:
        left = np.isnan(parsed.days)
        texts = pd.Series(column.values[left], dtype=object)
        zoned = "%z" in text_format
        try:
            times = pd.to_datetime(texts, format=text_format, errors="coerce", utc=zoned)
        except ValueError:
            parsed.stop = ("date_unreadable", f"date_format {text_format!r} is not a date format")
            return
        parsed.days[left] = _days_of(times.dt.tz_convert(time_zone) if zoned else times)


def _days_of(times: "pd.Series[pd.Timestamp]") -> Floats:
    if times.dt.tz is not None:
        times = times.dt.tz_localize(None)
    days = times.to_numpy(dtype="datetime64[D]")
    numbers = days.astype(np.int64).astype(np.float64)
    numbers[np.isnat(days)] = np.nan
    return numbers


def _parse_shapes(
    values: pa.Array, counts: npt.NDArray[np.int64], time_zone: str, parsed: ParsedDays
) -> None:
    masks = {shape: _matches(values, pattern) for shape, pattern in _SHAPES.items()}
    zoned = _matches(values, _ZONED)
    for shape, mask in {**masks, _ZONED_SHAPE: zoned}.items():
        if mask.any():
            parsed.shapes[shape] = int(counts[mask].sum())
    families = {_ISO if shape == _ZONED_SHAPE else shape for shape in parsed.shapes}
    if len(families) > 1:
        parsed.stop = ("dates_mixed", _describe_mixture(parsed.shapes))
        return
    for shape in families:
        _parse_shape(values, masks[shape], shape, parsed)
    if zoned.any():
        parsed.unzoned = masks[_ISO] if masks[_ISO].any() else None
        texts = pd.Series(values.filter(pa.array(zoned)).to_numpy(zero_copy_only=False))
        texts = texts.str.replace(r" ?UTC$", "Z", regex=True)
        times = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
        parsed.days[zoned] = _days_of(times.dt.tz_convert(ZoneInfo(time_zone)))
    parsed.days[parsed.days < _EARLIEST] = -np.inf


def _matches(values: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    plain = re.sub(r"\(\?P<\w+>", "(", pattern)
    found = pc.match_substring_regex(values, plain)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _describe_mixture(shapes: dict[str, int]) -> str:
    told = " and ".join(
        f"like {shape} in {rows} row{'s' if rows != 1 else ''}" for shape, rows in shapes.items()
    )
    return (
        f"dates are written in {len(shapes)} ways: {told}; write them in one way, or list every"
        ' format under date_format: in study.yml, such as ["%Y-%m-%d", "%d/%m/%Y"]'
    )


def _parse_shape(
    values: pa.Array, mask: npt.NDArray[np.bool_], shape: str, parsed: ParsedDays
) -> None:
    if not mask.any():
        return
    parts = pc.extract_regex(values.filter(pa.array(mask)), pattern=_SHAPES[shape])
    numbers = {
        name.name: pc.cast(parts.field(index), pa.int32()).to_numpy(zero_copy_only=False)
        for index, name in enumerate(parts.type)
    }
    if "a" in numbers:
        day_first = bool((numbers["a"] > 12).any())
        month_first = bool((numbers["b"] > 12).any())
        if day_first and month_first:
            parsed.stop = ("dates_mixed", _both_orders(numbers))
            return
        if not day_first and not month_first:
            parsed.stop = ("dates_ambiguous", _no_order(int(mask.sum())))
            return
        parsed.assumed_order = "day" if day_first else "month"
        numbers["d"], numbers["m"] = (
            (numbers["a"], numbers["b"]) if day_first else (numbers["b"], numbers["a"])
        )
    parsed.days[mask] = _civil_days(numbers["y"], numbers["m"], numbers["d"])


def _both_orders(numbers: dict[str, npt.NDArray[np.int32]]) -> str:
    days, months = int((numbers["a"] > 12).sum()), int((numbers["b"] > 12).sum())
    return (
        f"dates are written in 2 ways: day first (31/12/2020) in at least {days} and month first"
        f" (12/31/2020) in at least {months} of the distinct values; write them in one way"
    )


def _no_order(n_values: int) -> str:
    return (
        f"in none of the {n_values} distinct dates can day and month be told apart; say"
        ' date_format: "%d/%m/%Y" or "%m/%d/%Y" in study.yml'
    )


def _civil_days(year: npt.NDArray, month: npt.NDArray, day: npt.NDArray) -> Floats:
    """Days since 1970-01-01; NaN where there is no such day."""
    months = (year.astype(np.int64) - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    after = (months + 1).astype("datetime64[M]").astype("datetime64[D]")
    length = (after - first).astype(np.int64)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (day <= length)
    return np.where(valid, first.astype(np.int64) + day - 1, np.nan).astype(np.float64)
