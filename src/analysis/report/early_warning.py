"""What every section of the report on early warning shares: its clock, its names, its form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from analysis.report.blocks import Block, Heading, Notice, Paragraph
from analysis.report.report import Report
from analysis.report.time_to_churn import Section
from analysis.report.wording import Wording
from analysis.schema import DAYS_PER_MONTH
from analysis.study.feature_groups import (
    FEATURE_GROUPS,
    NAMED_FEATURES,
    OWN_PREFIX,
    SIGN_GROUPS,
)
from analysis.study.parts import Words
from analysis.study.taxonomy import DEFAULT_TAXONOMY, load_taxonomy

GROUP_UNKNOWN = "(unknown)"  # as prepare calls what is missing, and what it pools
GROUP_OTHER = "(other)"
EVERYONE = "all"
MODELS = ("recency", "alive", "hazard", "cox", "boosting", "ensemble")

_SCORE, _CHANGE, _MARKET = "score_", "score_change_", "market_"
_LONGEST_IN_DAYS = 730
_FLAG_VALUES = {"Yes": "yes", "True": "yes", "No": "no", "False": "no"}
_COUNTED_DAYS = ("n_active_days", "n_comment_days")
_DAYS = ("silence_left", "days_since", "days_in_stage")


@dataclass(frozen=True)
class Telling(Wording):
    """How times, features, models, groups and stages are said in this report.

    ``horizon`` is how many days ahead is warned; ``calendar`` says whether landmarks are dates or
    days of each customer's tenure.
    """

    horizon: int
    calendar: bool = True

    @property
    def ahead(self) -> str:
        """How far ahead is warned: ``90 days``."""
        return self.days(self.horizon)

    @property
    def lead_days(self) -> int:
        """Days that a contact needs to work, or a customer is past warning; 0 where nobody is,
        as a loss is no silence.
        """
        study = self.report.study
        silent = study.churn is not None and study.churn.kind == "silence"
        return study.warning.actions.lead_days if silent else 0

    def days(self, n: float) -> str:
        """A chosen number of days: ``90 days``."""
        return self.report.words.duration(n, "day", 0)

    def length(self, n: float) -> str:
        """A computed length of time in days; beyond two years in months."""
        scale, unit, digits = _find_scale(n)
        return self.report.words.duration(n * scale, unit, digits)

    def length_range(self, row: pd.Series) -> str:
        """``163 days (160 to 170 days)`` of a row in days with ``estimate`` and limits."""
        scale, unit, digits = _find_scale(float(row["estimate"]))
        low, high = float(row["conf_low"]) * scale, float(row["conf_high"]) * scale
        interval = self.report.words.interval(low, high, "duration", unit=unit, digits=digits)
        return self.with_range(self.length(row["estimate"]), interval)

    def when(self, day: int) -> str:
        """A landmark: ``31 October 2025``, or on the clock of tenure ``12 months``."""
        if self.calendar:
            return self.report.words.date(int(day))
        return self.report.words.duration(day / DAYS_PER_MONTH, "month", 0)

    def month(self, day: int) -> str:
        """A landmark, in short: ``Oct 2025``, or ``12 months`` of tenure."""
        return self.report.words.month(int(day), short=True) if self.calendar else self.when(day)

    def model(self, model: str) -> str:
        """The name of one of ``MODELS``."""
        return self.report.words(f"warning-model-{model}")

    def sign(self, sign: str) -> str:
        """The name of a sign of decline: ``Contacts fall``."""
        return self.report.words(f"warning-sign-{sign}")

    def feature_group(self, group: str) -> str:
        """The name of one of ``FEATURE_GROUPS``: ``Complaints``; of an attribute of the study's own
        behind ``OWN_PREFIX``, its label."""
        if group.startswith(OWN_PREFIX):
            return self.feature(group.removeprefix(OWN_PREFIX))
        if group not in FEATURE_GROUPS:
            raise KeyError(group)
        return self.report.words(f"warning-group-{group}")

    def feature(self, term: str) -> str:
        """What a column of the landmarks, or a term such as ``region=south``, is called.

        The study's own label goes first.
        """
        column, _, value = term.partition("=")
        name = self._name(column)
        if not value:
            return name
        return self.report.words("warning-named-value", name=name, value=self.group(column, value))

    def _name(self, column: str) -> str:
        words, study = self.report.words, self.report.study
        if column in study.labels:
            return self.report.label(column)
        if column in SIGN_GROUPS:
            return self.sign(column)
        if column in NAMED_FEATURES:
            window = str(study.warning.signs.window_days)
            return words(f"warning-feature-{column}", window=window)
        if column.startswith(_CHANGE):
            return words("warning-feature-change", name=self._label_after(column, _CHANGE))
        if column.startswith(_SCORE):
            return words("warning-feature-score", name=self._label_after(column, _SCORE))
        if column.startswith(_MARKET):
            return words("warning-feature-market", name=self._label_after(column, _MARKET))
        return self.report.label(column)

    def _label_after(self, column: str, start: str) -> str:
        return self.report.label(column.removeprefix(start))

    def value(self, column: str, value: str | float | NAType | None) -> str:
        """A value of a feature with its unit: ``45 days``, ``$120``, ``1.8``, ``Region: South``."""
        words = self.report.words
        if pd.isna(value):
            return words("warning-unknown")
        if isinstance(value, (bool, np.bool_, str)):
            return self.group(column, str(value))
        number = float(value)
        if column.endswith("_cents"):
            return self.money(number)
        if column.startswith("off_channel") or column == "probability_alive":
            return words.percent(number, 0)
        if not column.startswith(_COUNTED_DAYS) and (
            column.endswith("_days") or column.startswith(_DAYS)
        ):
            return self.days(number)
        whole = number.is_integer() or column.startswith(_SCORE)
        return words.number(number, 0 if whole else 2)

    def group(self, column: str, value: str) -> str:
        """The name of a value of a segment, a flag or the stage."""
        words = self.report.words
        if value == GROUP_OTHER:
            return words("warning-group-others")
        if value == GROUP_UNKNOWN:
            return words("warning-unknown")
        if column == "stage":
            return self.stage(value)
        label = self.report.label(value, column=column)
        if label == value and value in _FLAG_VALUES:
            return words(f"warning-flag-{_FLAG_VALUES[value]}")
        return label

    def stratum(self, stratum: str) -> str:
        """The name of the group in a stratum such as ``region=south``; everyone is ``all``."""
        column, _, value = stratum.partition("=")
        return self.group(column, value) if value else self.report.words("warning-everyone")

    def stage(self, stage: str) -> str:
        """A stage's name in the report's language."""
        words = self.report.words
        own = {found.id: found.name for found in self.report.study.stages.taxonomy.stages}
        names = own if stage in own else _canonical_names()
        if stage in names:
            return words.from_data(names[stage][self.report.language])
        return self.group("", stage) if stage in (GROUP_UNKNOWN, GROUP_OTHER) else stage

    def cause(self, cause: str) -> str:
        """A cause of leaving, as customers stated it; ``other`` is none of the study's."""
        causes = self.report.study.warning.causes
        if cause in causes:
            return self.report.words.from_data(causes[cause].label[self.report.language])
        return self.report.words("warning-cause-other") if cause == "other" else cause

    def remedy(self, cause: str) -> str:
        """What the study holds against a cause; nothing for one that it does not name."""
        causes = self.report.study.warning.causes
        if cause not in causes:
            return ""
        return self.report.words.from_data(causes[cause].remedy[self.report.language], 120)

    def join(self, texts: Iterable[str]) -> str:
        """Several names in one text: ``a, b and c``."""
        return self.report.words.list(list(texts))

    def outcome(self, passed: bool | NAType | None) -> str:
        """Whether a check is passed, in words; missing where it cannot tell."""
        if pd.isna(passed):
            return self.report.words("warning-outcome-unknown")
        return self.report.words("warning-outcome-passed" if passed else "warning-outcome-failed")


@cache
def _canonical_names() -> dict[str, Words]:
    """Names of the canonical stages, which contracts have under any taxonomy."""
    return {found.id: found.name for found in load_taxonomy(DEFAULT_TAXONOMY).stages}


def _find_scale(days: float) -> tuple[float, str, int]:
    if days > _LONGEST_IN_DAYS:
        return 1 / DAYS_PER_MONTH, "month", 1
    return 1.0, "day", 0 if abs(days) >= 10 else 1


def open_section(report: Report, key: str, heading: str, lead: str = "") -> list[Block]:
    """Heading of section ``key`` and, if given, its first paragraph; both are final texts."""
    title = Heading(f"warning-{key}", heading)
    return [title, Paragraph(lead)] if lead else [title]


def withhold(report: Report, key: str, heading: str, reason: str) -> Section:
    """A section that cannot be given: its heading and the plain reason why; final texts."""
    title = report.words("warning-withheld-title")
    return Section((*open_section(report, key, heading), Notice(title, reason, "neutral")))


def in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """``names`` as ``order`` has them, unknown ones last."""
    place = {name: position for position, name in enumerate(order)}
    return sorted(names, key=lambda name: place.get(name, len(place)))
