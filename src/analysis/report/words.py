"""Every word a reader sees, by key and in their language; numbers, money and dates likewise.

The messages are Fluent files, ``locale/<language>/*.ftl``, which a translator can edit without
touching the code. All files of a language are loaded as one catalogue.
"""

import datetime
import math
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk, Resource

from analysis.errors import ParameterError
from analysis.report.fonts import missing_characters

LOCALE_FOLDER = Path(__file__).parent / "locale"
LOCALES = {"en": "en_GB", "zh": "zh_Hans_CN"}
NOTHING = "–"  # stands where there is no value
MINUS = "\u2212"
UNPRINTABLE = "?"

Day = datetime.date | np.datetime64 | int  # an int counts days since 1970-01-01
IntervalStyle = Literal["number", "percent", "money", "duration"]


class MissingMessage(LookupError):
    """A key that the catalogue of this language does not have."""


class Words:
    """The catalogue and the number formats of one language."""

    def __init__(self, language: str) -> None:
        if language not in LOCALES:
            raise ParameterError(f"language {language!r} is none of {', '.join(LOCALES)}")
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self._bundle = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False)
        for path in sorted((LOCALE_FOLDER / language).glob("*.ftl")):
            self._bundle.add_resource(_read_messages(path))

    def __call__(self, key: str, **values: str | int | float) -> str:
        """The message ``key`` with ``values`` filled in.

        Values are ready-made text, except counts that the wording depends on, given as int.
        Raises MissingMessage for an unknown key and ValueError when a value is not given.
        """
        if not self._bundle.has_message(key):
            raise MissingMessage(f"no message {key!r} in language {self.language}")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise MissingMessage(f"message {key!r} has no text in language {self.language}")
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            faults = "; ".join(str(error) for error in errors)
            raise ValueError(f"message {key!r} in language {self.language}: {faults}")
        return str(text)

    def number(self, value: float | None, digits: int = 0) -> str:
        """``value`` with ``digits`` decimals and grouped thousands; no value gives a dash."""
        if (special := _without_digits(value)) is not None:
            return special
        return _typeset(format_decimal(_rounded(value, digits), self._pattern(digits), self.locale))

    def percent(self, share: float | None, digits: int = 1) -> str:
        """``share`` (0 to 1) as a percentage."""
        if (special := _without_digits(share)) is not None:
            return special
        pattern = self._pattern(digits) + "%"
        return _typeset(format_percent(_rounded(share, digits + 2), pattern, self.locale))

    def money(self, cents: float | None, currency: str, digits: int = 0) -> str:
        """An amount in hundredths of ``currency`` (ISO 4217), shown with ``digits`` decimals."""
        if (special := _without_digits(cents)) is not None:
            return special
        sign = get_currency_symbol(currency, self.locale)
        if missing_characters(sign, self.language):
            sign = currency
        if sign[-1].isalpha():
            sign += "\u00a0"
        amount = _rounded(Decimal(str(cents)) / 100, digits)
        pattern = f"'{sign}'{self._pattern(digits)}"
        text = format_currency(amount, currency, pattern, self.locale, currency_digits=False)
        return _typeset(text)

    def date(self, day: Day) -> str:
        """A day in words: 23 November 2026, 2026年11月23日."""
        return format_date(_as_date(day), "long", self.locale)

    def month(self, day: Day, *, short: bool = False) -> str:
        """The month of a day: November 2026 (short: Nov 2026), 2026年11月."""
        return format_skeleton("yMMM" if short else "yMMMM", _as_date(day), locale=self.locale)

    def duration(self, value: float | None, unit: str, digits: int = 1) -> str:
        """A length of time in ``unit`` (day, week, month or year): 14.2 months, 14.2 个月."""
        if value is None or not math.isfinite(value):
            return NOTHING
        text = self.number(value, digits)
        # Only a plain 1 takes the singular: it is 1 month, but 1.0 months.
        return self(f"common-duration-{unit}", count=1 if text == "1" else 2, value=text)

    def interval(
        self, low: float | None, high: float | None, style: IntervalStyle = "percent", **how: Any
    ) -> str:
        """A range, as ``81.2% to 85.0%``; ``how`` goes to the method that ``style`` names.

        A missing or infinite limit gives an open range; with both missing, a dash.
        """
        has_low, has_high = _is_finite(low), _is_finite(high)
        write = getattr(self, style)
        if has_low and has_high and style == "duration":
            unit, digits = how["unit"], how.get("digits", 1)
            both = self.interval(low, high, "number", digits=digits)
            return self(f"common-duration-{unit}", count=2, value=both)
        if has_low and has_high:
            return self("common-interval", low=write(low, **how), high=write(high, **how))
        if has_low:
            return self("common-interval-from", low=write(low, **how))
        return self("common-interval-to", high=write(high, **how)) if has_high else NOTHING

    def p_value(self, p: float | None, *, named: bool = False) -> str:
        """``0.032`` or ``<0.001`` for a table; ``p = 0.032`` or ``p < 0.001`` when ``named``."""
        if p is None or not math.isfinite(p):
            return NOTHING
        limit = p < 0.001
        text = self.number(0.001 if limit else p, 3)
        if named:
            return f"p < {text}" if limit else f"p = {text}"
        return f"<{text}" if limit else text

    def count_or_suppressed(self, count: float | None, minimum: int) -> str:
        """A number of customers; one to ``minimum`` - 1 is written ``<minimum``."""
        if _is_finite(count) and 0 < float(count or 0) < minimum:
            return f"<{self.number(minimum)}"
        return self.number(count)

    def list(self, items: Iterable[str]) -> str:
        """``a, b and c``, ``a、b和c``; nothing gives a dash."""
        found = list(items)
        return format_list(found, locale=self.locale) if found else NOTHING

    def from_data(self, value: object, length: int = 60) -> str:
        """Text that came with the data, fit to print: one line, known glyphs, not too long.

        Markup in it stays what it is, characters; control characters become spaces, and a
        character the report's fonts lack becomes a question mark.
        """
        text = "".join(
            " " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs") else char
            for char in str(value)
        )
        line = " ".join(text.split())
        for char in missing_characters(line, self.language):
            line = line.replace(char, UNPRINTABLE)
        return line if len(line) <= length else line[: length - 1].rstrip() + "…"

    def _pattern(self, digits: int) -> str:
        return "#,##0" + ("." + "0" * digits if digits else "")


@cache
def load_words(language: str) -> Words:
    """The words of ``language`` (en or zh); raises ParameterError for any other."""
    return Words(language)


def _read_messages(path: Path) -> Resource:
    resource = FluentResource(path.read_text(encoding="utf-8"))
    for entry in resource.body:
        if isinstance(entry, Junk):
            raise ValueError(f"{path}: not a Fluent message: {(entry.content or '').strip()!r}")
    return resource


def _is_finite(value: float | None) -> bool:
    return value is not None and not pd.isna(value) and math.isfinite(value)


def _without_digits(value: float | None) -> str | None:
    """How a value that has no digits is written; None when it has some."""
    if value is None or pd.isna(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return None


def _rounded(value: float | Decimal | None, digits: int) -> Decimal:
    """Half away from zero, as people expect, and never minus zero."""
    step = Decimal(1).scaleb(-digits)
    result = Decimal(str(value)).quantize(step, rounding="ROUND_HALF_UP")
    return abs(result) if result == 0 else result


def _typeset(text: str) -> str:
    return text.replace("-", MINUS)


def _as_date(day: Day) -> datetime.date:
    if isinstance(day, (int, np.integer)):
        return datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day))
    return pd.Timestamp(day).date()
