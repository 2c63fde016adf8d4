"""What every section of the report on satisfaction and loyalty shares: its names, its form."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from analysis.report.blocks import Block, Heading, Notice, Paragraph
from analysis.report.report import Report
from analysis.report.time_to_churn import Section
from analysis.report.wording import Wording
from analysis.study.survey import SurveyModel

GROUP_UNKNOWN = "(unknown)"  # as prepare.survey_responses calls a missing segment
# What prepare.survey_context knows of a customer on a day; segments have names of their own.
KNOWN_NAMES = (
    "tenure_days", "days_since_purchase", "n_purchases_last_year", "spend_last_year_cents",
    "rhythm_days", "recency_ratio", "stage", "n_complaints_last_year", "open_complaint",
    "complaint_topic", "complaint_days", "complaint_repeated", "first_experience",
    "first_channel", "first_complaint", "second_purchase_days", "silence_left",
)  # fmt: skip


@dataclass(frozen=True)
class Telling(Wording):
    """How constructs, items and groups are named; ``survey`` is what the study states."""

    survey: SurveyModel

    @property
    def constructs(self) -> tuple[str, ...]:
        """The names of the constructs, in the study's order."""
        return tuple(self.survey.construct_items)

    @property
    def measures(self) -> bool:
        """Whether any construct has the two items that it takes to measure it."""
        return any(len(items) > 1 for items in self.survey.construct_items.values())

    def name(self, node: str) -> str:
        """The name of a construct or item in the report's language."""
        return self.report.label(node)

    def names(self, nodes: tuple[str, ...]) -> str:
        """Several constructs or items in one text: ``A, B and C``."""
        return self.report.words.list([self.name(node) for node in nodes])

    def path(self, cause: str, outcome: str) -> str:
        """A path: ``Trust → Loyalty``."""
        return f"{self.name(cause)} → {self.name(outcome)}"

    def chain(self, nodes: tuple[str, ...]) -> str:
        """Several paths in a row: ``Satisfaction → Trust → Loyalty``."""
        return " → ".join(self.name(node) for node in nodes)

    def group(self, column: str, value: str) -> str:
        """The name of a value of the segment ``column``."""
        if value == GROUP_UNKNOWN:
            return self.report.words("measure-group-unknown")
        return self.report.label(value, column=column)

    def stratum(self, stratum: str) -> str:
        """The name of the group in a stratum such as ``region=south``."""
        column, _, value = stratum.partition("=")
        return self.group(column, value)

    def known(self, term: str) -> str:
        """What was known of a customer, as a column of a design: ``Complaints in the last year``,
        ``Region: South``."""
        words = self.report.words
        column, _, value = term.partition("=")
        if column in KNOWN_NAMES:
            name = words(f"measure-known-{column}")
            return name if value in ("", "Yes") else self._of(name, self.group(column, value))
        return self._of(self.name(column), self.group(column, value)) if value else self.name(term)

    def _of(self, name: str, value: str) -> str:
        return self.report.words("measure-named-value", name=name, value=value)

    def outcome(self, passed: bool | NAType | None) -> str:
        """Whether a check is passed, in words; missing where it cannot tell."""
        if pd.isna(passed):
            return self.report.words("measure-outcome-unknown")
        return self.report.words("measure-outcome-passed" if passed else "measure-outcome-failed")

    def cite(self, source: str) -> str:
        """A reference as the language writes it: ``Hair et al. 2019``."""
        words = self.report.words
        others = source.replace(" et al. ", words("measure-cite-others"))
        return others.replace(" and ", words("measure-cite-and"))


def highest(frame: pd.DataFrame, column: str = "estimate", *, sign: int = 1) -> pd.Series:
    """The row with the largest ``column`` (``sign`` 1), the smallest (-1) or the furthest from
    zero (0); missing ones do not count. Raises ValueError when all are missing."""
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    return frame.iloc[int(np.nanargmax(sign * values if sign else np.abs(values)))]


def lowest(frame: pd.DataFrame, column: str = "estimate") -> pd.Series:
    """The row with the smallest ``column``; see ``highest``."""
    return highest(frame, column, sign=-1)


def furthest(frame: pd.DataFrame, column: str = "estimate") -> pd.Series:
    """The row whose ``column`` is furthest from zero; see ``highest``."""
    return highest(frame, column, sign=0)


def split_rows(sizes: Sequence[int], most: int) -> list[list[int]]:
    """Blocks of ``sizes`` rows and a heading each, by position, for charts that fit a page.

    As few charts as can be of at most ``most`` rows (a larger block has one to itself), the longest
    of them as short as it can be.
    """
    rows = [size + 1 for size in sizes]
    fewest = len(_fill(rows, most))
    return next(
        charts
        for longest in range(max(rows, default=1), max([most, *rows]) + 1)
        if len(charts := _fill(rows, longest)) <= fewest
    )


def _fill(rows: Sequence[int], most: int) -> list[list[int]]:
    """Blocks in their order, a new chart where ``most`` rows would be passed."""
    charts: list[list[int]] = [[]]
    filled = 0
    for place, size in enumerate(rows):
        if charts[-1] and filled + size > most:
            charts.append([])
            filled = 0
        charts[-1].append(place)
        filled += size
    return charts


def open_section(report: Report, key: str, heading: str, lead: str = "") -> list[Block]:
    """Heading of section ``key`` and, if given, its first paragraph; both are final texts."""
    title = Heading(f"satisfaction-{key}", heading)
    return [title, Paragraph(lead)] if lead else [title]


def withhold(report: Report, key: str, heading: str, title: str, reason: str) -> Section:
    """A section that cannot be given: its heading and the plain reason why; all final texts."""
    return Section((*open_section(report, key, heading), Notice(title, reason, "neutral")))


def withhold_unmeasured(report: Report, key: str, heading: str) -> Section:
    """``withhold`` a section on measurement where no construct has two items."""
    words = report.words
    return withhold(report, key, heading, words("measure-withheld-title"), words("measure-single"))
