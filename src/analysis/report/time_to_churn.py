"""What every section of the report on time to churn shares: its clock, its names, its form."""

from dataclasses import dataclass

import pandas as pd

from analysis.report.blocks import Block, Finding, Heading, Notice, Paragraph, Tone
from analysis.report.report import Report
from analysis.report.wording import Wording
from analysis.schema import DAYS_PER_MONTH

EVERYONE = "all"
GROUP_OTHER = "(other)"  # as prepare.durations calls small groups pooled
GROUP_UNKNOWN = "(unknown)"
# A flag's values, where the study gives them no names of its own.
_FLAG_VALUES = {
    "Yes": "churn-yes",
    "True": "churn-yes",
    "No": "churn-no",
    "False": "churn-no",
    "Other": "churn-group-other",
}
# Up to two years, days say more than fractions of months.
_LONGEST_IN_DAYS = 730
_HAZARD_DAYS = 30
_NEARLY_WHOLE = 0.05


@dataclass(frozen=True)
class Claim:
    """A finding and what it means for the business."""

    id: str
    text: str
    meaning: str
    tone: Tone = "neutral"
    headline: bool = True  # whether the summary repeats it

    def blocks(self) -> list[Block]:
        """The claim as it stands above the figure that proves it."""
        return [Finding(f"finding-{self.id}", self.text, self.tone), Paragraph(self.meaning)]


@dataclass(frozen=True)
class Check:
    """One line of "how far to trust this", in words.

    ``passed`` is true, false, or None when it cannot be told; ``done`` says what followed.
    """

    name: str
    result: str
    passed: bool | None
    done: str


@dataclass(frozen=True)
class Section:
    """One section: its blocks in order, its claims for the summary, its checks for the verdict."""

    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class Telling(Wording):
    """How times, groups and shares are said in this report.

    ``last`` is the last time observed, in the study's time unit: it decides whether days are
    shown as days or as months.
    """

    last: float

    @property
    def in_days(self) -> bool:
        """Whether times are shown in days."""
        return self.report.study.time_unit == "day" and self.last <= _LONGEST_IN_DAYS

    @property
    def silence(self) -> bool:
        """Whether a customer is lost by silence, not by the end of a contract."""
        churn = self.report.study.churn
        return churn is not None and churn.kind == "silence"

    @property
    def unit(self) -> str:
        """The unit shown: day or month."""
        return "day" if self.in_days else "month"

    @property
    def scale(self) -> float:
        """Units shown per time unit of the study."""
        months_from_days = self.report.study.time_unit == "day" and not self.in_days
        return 1 / DAYS_PER_MONTH if months_from_days else 1.0

    @property
    def hazard_period(self) -> str:
        """The period a hazard is stated for: a month, or thirty days."""
        return self.report.words(f"churn-period-{self.report.study.time_unit}")

    @property
    def hazard_scale(self) -> float:
        """Hazard per time unit of the study to hazard per ``hazard_period``."""
        return _HAZARD_DAYS if self.report.study.time_unit == "day" else 1

    def at(self, time: float) -> str:
        """A point in time on the customer's clock: ``12 months``, ``180 days``."""
        shown = time * self.scale
        digits = 0 if abs(shown - round(shown)) < _NEARLY_WHOLE else 1
        return self.report.words.duration(shown, self.unit, digits)

    def length(self, value: float) -> str:
        """A computed length of time: ``20.6 months``, ``212 days``, ``3.4 days``."""
        shown = value * self.scale
        return self.report.words.duration(shown, self.unit, self._digits(shown))

    def length_range(self, row: pd.Series) -> str:
        """The interval of a computed length of time, with its unit."""
        low, high = row["conf_low"] * self.scale, row["conf_high"] * self.scale
        return self.report.words.interval(
            low, high, "duration", unit=self.unit, digits=self._digits(row["estimate"] * self.scale)
        )

    def bare_length(self, row: pd.Series) -> str:
        """``20.6 (20.4 to 20.7)`` in ``unit``, for a table whose head names the unit."""
        words = self.report.words
        value, low, high = (
            float(row[name]) * self.scale for name in ("estimate", "conf_low", "conf_high")
        )
        known = [number for number in (value, low, high) if not pd.isna(number)]
        digits = 0 if all(number.is_integer() for number in known) else self._digits(value)
        text = words.number(value, digits)
        if pd.isna(low) and pd.isna(high):
            return text
        return self.with_range(text, words.interval(low, high, "number", digits=digits))

    def unit_name(self) -> str:
        """``days`` or ``months``, for a table's head."""
        return self.report.words(f"churn-unit-{self.unit}")

    def _digits(self, shown: float) -> int:
        return 0 if self.in_days and not abs(shown) < 10 else 1

    def share_kept(self, row: pd.Series) -> str:
        """``share`` of a survival row; while nobody has left there is no range to give."""
        if row["n_events"] == 0:
            return self.report.words("churn-nobody-left")
        return self.share(row)

    def per_thousand(self, row: pd.Series) -> str:
        """``843 (834 to 852)`` customers in a thousand."""
        words = self.report.words
        low, high = 1000 * row["conf_low"], 1000 * row["conf_high"]
        return self.with_range(
            words.number(1000 * row["estimate"]), words.interval(low, high, "number")
        )

    def segment(self, column: str) -> str:
        """The name of a column in the report's language."""
        return self.report.label(column)

    def group(self, column: str, value: str) -> str:
        """The name of a value of ``column`` in the report's language."""
        words = self.report.words
        if value == GROUP_OTHER:
            return words("churn-group-other")
        if value == GROUP_UNKNOWN:
            return words("churn-group-unknown")
        label = self.report.label(value, column=column)
        if label == value and value in _FLAG_VALUES:
            return words(_FLAG_VALUES[value])
        return label

    def stratum(self, stratum: str) -> str:
        """The name of the group in a stratum such as ``contract=One year``."""
        column, _, value = stratum.partition("=")
        return self.group(column, value)


def only(frame: pd.DataFrame, **values: object) -> pd.DataFrame:
    """The rows of ``frame`` whose columns have these values."""
    kept = pd.Series(True, index=frame.index)
    for column, value in values.items():
        kept &= frame[column] == value
    return frame[kept]


def hide_few(frame: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Rows of a survival curve with at least ``minimum`` customers at risk."""
    return frame[frame["n_at_risk"] >= minimum]


def one(frame: pd.DataFrame, **values: object) -> pd.Series:
    """The first row of ``frame`` whose columns have these values; raises KeyError without one."""
    found = only(frame, **values)
    if found.empty:
        raise KeyError(f"no row with {values}")
    return found.iloc[0]


def groups_of(frame: pd.DataFrame, segment: str) -> pd.DataFrame:
    """The rows of ``frame`` whose stratum is a group of ``segment``."""
    return frame[frame["stratum"].str.startswith(f"{segment}=")]


def open_section(report: Report, key: str, lead: str = "") -> list[Block]:
    """Heading of section ``key`` and, if given, its first paragraph."""
    heading = Heading(f"churn-{key}", report.words(f"churn-heading-{key}"))
    return [heading, Paragraph(lead)] if lead else [heading]


def withhold(report: Report, key: str, reason: str, **values: str | int) -> Section:
    """A section that cannot be given: its heading and the plain reason why."""
    words = report.words
    notice = Notice(words("churn-withheld-title"), words(f"churn-withheld-{reason}", **values))
    return Section((*open_section(report, key), notice))
