"""What every section of the report on lifecycle stages shares: its clock, its names, its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.report.blocks import Block, Heading, Notice, Paragraph
from analysis.report.charts import NEUTRAL, PALE, PALETTE
from analysis.report.report import Report
from analysis.report.time_to_churn import Section
from analysis.report.wording import Wording
from analysis.schema import DAYS_PER_MONTH
from analysis.study.taxonomy import DEFAULT_TAXONOMY, load_taxonomy

_LONGEST_IN_DAYS = 365
_NEARLY_WHOLE = 0.05


@dataclass(frozen=True)
class Telling(Wording):
    """How stages, times and shares are said in this report.

    ``stages`` in order; ``calendar`` says whether the histories run on the calendar or on each
    customer's tenure; ``horizon`` and ``period`` are in the study's time unit; ``roles`` gives the
    stage of each canonical state; ``source`` says what the stages are told from.
    """

    stages: tuple[str, ...]
    calendar: bool
    horizon: int
    period: int
    roles: Mapping[str, str]
    source: Literal["purchases", "contracts"] = "purchases"

    @property
    def kind(self) -> Literal["purchase", "contract"]:
        """How messages are worded: ``contract`` where the stages are told from dated contracts."""
        return "contract" if self.calendar and self.source == "contracts" else "purchase"

    @property
    def loss(self) -> str:
        """The stage of customers who are lost."""
        return self.roles["churned"]

    @property
    def unit(self) -> str:
        """The study's time unit, day or month."""
        return self.report.study.time_unit

    def stage(self, stage: str) -> str:
        """A stage's name in the report's language."""
        words, language = self.report.words, self.report.language
        taxonomy = self.report.study.stages.taxonomy
        if stage not in taxonomy.stage_ids:  # contracts have the canonical stages
            taxonomy = load_taxonomy(DEFAULT_TAXONOMY)
        names = {found.id: found.name for found in taxonomy.stages}
        return words.from_data(names[stage][language]) if stage in names else stage

    def move(self, source: str, target: str) -> str:
        """A move from stage to stage: ``Declining → Churned``."""
        return f"{self.stage(source)} → {self.stage(target)}"

    def color(self, stage: str) -> str:
        """A stage's colour in every chart; the stage of loss is grey."""
        if stage == self.loss:
            return NEUTRAL
        others = [name for name in self.stages if name != self.loss]
        return PALETTE[others.index(stage) % len(PALETTE)] if stage in others else PALE

    def at(self, time: float) -> str:
        """A length of time that was chosen: ``180 days``, ``12 months``."""
        digits = 0 if abs(time - round(time)) < _NEARLY_WHOLE else 1
        return self.report.words.duration(time, self.unit, digits)

    def length(self, time: float) -> str:
        """A computed length of time; days beyond a year are said in months."""
        scale, unit = self._scale(time)
        digits = 0 if unit == "day" and time >= 10 else 1
        return self.report.words.duration(time * scale, unit, digits)

    def length_range(self, row: pd.Series) -> str:
        """``163 days (160 to 170 days)`` of a row with an interval."""
        words = self.report.words
        scale, unit = self._scale(float(row["estimate"]))
        digits = 0 if unit == "day" and row["estimate"] >= 10 else 1
        low, high = float(row["conf_low"]) * scale, float(row["conf_high"]) * scale
        interval = words.interval(low, high, "duration", unit=unit, digits=digits)
        return self.with_range(self.length(row["estimate"]), interval)

    def _scale(self, time: float) -> tuple[float, str]:
        if self.unit == "day" and time > _LONGEST_IN_DAYS:
            return 1 / DAYS_PER_MONTH, "month"
        return 1.0, self.unit

    def count_range(self, row: pd.Series) -> str:
        """``5,574 (4,200 to 6,900)`` of a row with an interval."""
        words = self.report.words
        interval = words.interval(row["conf_low"], row["conf_high"], "number")
        return self.with_range(words.number(row["estimate"]), interval)


def open_section(report: Report, key: str, lead: str = "") -> list[Block]:
    """Heading of section ``key`` and, if given, its first paragraph."""
    heading = Heading(f"stages-{key}", report.words(f"stages-heading-{key}"))
    return [heading, Paragraph(lead)] if lead else [heading]


def withhold(tell: Telling, key: str, reason: str, **values: str) -> Section:
    """A section that cannot be given: its heading and the plain reason why."""
    words = tell.report.words
    notice = Notice(
        words("stages-withheld-title"), words(f"stages-withheld-{reason}", **values), "neutral"
    )
    return Section((*open_section(tell.report, key), notice))


def order_stages(tell: Telling, frame: pd.DataFrame, column: str = "from_state") -> pd.DataFrame:
    """``frame`` in the order of the stages; rows of other values are left out."""
    known = frame[frame[column].isin(tell.stages)]
    place = {stage: position for position, stage in enumerate(tell.stages)}
    order = known[column].map(place).sort_values(kind="stable").index
    return known.loc[order].reset_index(drop=True)
