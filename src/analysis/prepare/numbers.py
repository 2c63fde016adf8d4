"""From text to numbers and to yes or no; the decimal sign is declared or evident, never guessed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analysis.prepare.columns import TextColumn

Floats = npt.NDArray[np.float64]
_LARGEST = 9e13  # in units of the currency, so that its cents fit a whole number exactly enough
_MONEY_SIGNS = r"[$€£¥₩元円￥\s\x{00A0}\x{202F}]"
_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
# What can only be one of the two, and what can be either.
_ONLY_COMMA = r"^[+-]?(\d+,(\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|,\d+|\d{1,3}(\.\d{3})+,\d+)$"
_ONLY_POINT = r"^[+-]?(\d+\.(\d{1,2}|\d{4,})|\d{4,}\.\d+|0\.\d+|\.\d+|\d{1,3}(,\d{3})+\.\d+)$"
_EITHER_COMMA = r"^[+-]?[1-9]\d{0,2}(,\d{3})$"
_MANY_COMMAS = r"^[+-]?\d{1,3}(,\d{3}){2,}$"
_TRUE = {"1", "1.0", "true", "t", "yes", "y", "是", "有", "예", "ja", "oui", "si", "sí"}
_FALSE = {"0", "0.0", "false", "f", "no", "n", "否", "无", "아니오", "nein", "non"}


@dataclass
class ParsedNumbers:
    """A number per distinct value (NaN: unreadable), and what was assumed or cannot be told."""

    numbers: Floats
    stop: tuple[str, str] | None = None
    comma_assumed: bool = False


def parse_numbers(column: TextColumn, decimal: str | None, thousands: str | None) -> ParsedNumbers:
    """The numbers of the distinct values of ``column``.

    Signs of money and blanks are dropped; a number in brackets is below zero. Without a declared
    ``decimal`` a comma is one only where the values leave no other reading.
    """
    if column.kind != "text" and column.kind != "VARCHAR":
        return ParsedNumbers(_to_floats(pa.array(column.values, pa.string())))
    texts = pc.replace_substring_regex(pa.array(column.values, pa.string()), _MONEY_SIGNS, "")
    texts = pc.replace_substring_regex(texts, r"^\((.+)\)$", r"-\1")
    texts = pc.replace_substring_regex(texts, "^[−–]", "-")
    comma_assumed = False
    if decimal is None and thousands is None:
        decimal, stop = _find_decimal(texts)
        comma_assumed = decimal == ","
        if stop:
            return ParsedNumbers(np.full(len(texts), np.nan), stop)
    return ParsedNumbers(_parse(texts, decimal or ".", thousands), None, comma_assumed)


def _find_decimal(texts: pa.Array) -> tuple[str, tuple[str, str] | None]:
    only_comma, only_point = _count(texts, _ONLY_COMMA), _count(texts, _ONLY_POINT)
    either, many_commas = _count(texts, _EITHER_COMMA), _count(texts, _MANY_COMMAS)
    remedy = 'say decimal: "," or decimal: "." in study.yml'
    if only_comma and (only_point or many_commas):
        told = f"{only_comma} distinct numbers have a decimal comma, {only_point} a decimal point"
        return ".", ("number_ambiguous", f"{told}; {remedy}")
    if either and not only_comma and not only_point and not many_commas:
        told = f"{either} distinct numbers are like 1,234: thousands, or a decimal comma?"
        return ".", ("number_ambiguous", f"{told} {remedy}")
    return "," if only_comma else ".", None


def _count(texts: pa.Array, pattern: str) -> int:
    return int(pc.sum(pc.match_substring_regex(texts, pattern)).as_py() or 0)


def _parse(texts: pa.Array, decimal: str, thousands: str | None) -> Floats:
    other = thousands or ("," if decimal == "." else ".")
    grouped = rf"^[+-]?\d{{1,3}}(\{other}\d{{3}})+(\{decimal}\d*)?$"
    is_grouped = pc.match_substring_regex(texts, grouped)
    texts = pc.if_else(is_grouped, pc.replace_substring(texts, other, ""), texts)
    if decimal == ",":
        has_point = pc.match_substring(texts, ".")
        texts = pc.if_else(has_point, "", pc.replace_substring(texts, ",", "."))
    return _to_floats(texts)


def _to_floats(texts: pa.Array) -> Floats:
    plain = pc.match_substring_regex(texts, _PLAIN)
    texts = pc.replace_substring_regex(texts, r"^\+", "")
    texts = pc.replace_substring_regex(texts, r"\.($|[eE])", r"\1")
    readable = pc.if_else(plain, texts, pa.scalar(None, pa.string()))
    numbers = pc.cast(readable, pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return np.where(np.abs(numbers) <= _LARGEST, numbers, np.nan)


def parse_flags(column: TextColumn) -> Floats:
    """1, 0 or NaN (unreadable) of the distinct values of ``column``."""
    words = [str(value).strip().lower() for value in column.values]
    return np.array(
        [1.0 if word in _TRUE else 0.0 if word in _FALSE else np.nan for word in words],
        dtype=np.float64,
    )
