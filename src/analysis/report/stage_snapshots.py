"""What every section of the report on stage snapshots shares: its names, times and form."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.report.blocks import Block, Figure, Heading, KeyFigure, Paragraph
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    new_chart,
    plot_bars,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import Claim, Section
from analysis.report.wording import Wording
from analysis.schema import DAYS_PER_MONTH

_LONGEST_IN_DAYS = 365


@dataclass(frozen=True)
class Telling(Wording):
    """How stages, times and shares are said in this report.

    ``stages``: those that were stored, in the taxonomy's order; ``loss`` is the one of lost
    customers where it was stored, else the last. ``horizon`` in days.
    """

    stages: tuple[str, ...]
    horizon: int

    @property
    def loss(self) -> str:
        """The stage whose customers are lost."""
        lost = self.report.study.stages.taxonomy.stage_of("churned")
        return lost if lost in self.stages else self.stages[-1]

    def stage(self, stage: str) -> str:
        """A stage's name in the report's language."""
        found = {one.id: one.name for one in self.report.study.stages.taxonomy.stages}
        return self.report.words.from_data(found[stage][self.report.language])

    def move(self, source: str, target: str) -> str:
        """A move from stage to stage: ``Declining → Churned``."""
        return f"{self.stage(source)} → {self.stage(target)}"

    def time(self) -> str:
        """The horizon: ``90 days``."""
        return self.report.words.duration(self.horizon, "day", 0)

    def length(self, row: pd.Series, *, bare: bool = False) -> str:
        """``51.2 days (50.4 to 52.1 days)`` of a row in days; beyond a year in months."""
        words = self.report.words
        in_months = float(row["estimate"]) > _LONGEST_IN_DAYS
        scale, unit = (1 / DAYS_PER_MONTH, "month") if in_months else (1.0, "day")
        value, low, high = (float(row[name]) * scale for name in _RANGE)
        text = words.duration(value, unit, 1)
        if bare:
            return text
        return self.with_range(text, words.interval(low, high, "duration", unit=unit, digits=1))

    def of_hundred(self, row: pd.Series) -> str:
        """``34.5 (34.0 to 35.0)`` of a share, for a sentence about 100 customers."""
        words = self.report.words
        value, low, high = (100 * float(row[name]) for name in _RANGE)
        return self.with_range(
            words.number(value, 1), words.interval(low, high, "number", digits=1)
        )

    def count_range(self, row: pd.Series) -> str:
        """``5,574 (4,200 to 6,900)`` of a row with an interval."""
        words = self.report.words
        interval = words.interval(row["conf_low"], row["conf_high"], "number")
        return self.with_range(words.number(row["estimate"]), interval)


_RANGE = ("estimate", "conf_low", "conf_high")


def largest_of(frame: pd.DataFrame, column: str = "estimate") -> pd.Series:
    """The row with the largest ``column``."""
    return frame.iloc[int(frame[column].to_numpy(float).argmax())]


def smallest_of(frame: pd.DataFrame, column: str = "estimate") -> pd.Series:
    """The row with the smallest ``column``."""
    return frame.iloc[int(frame[column].to_numpy(float).argmin())]


def open_section(report: Report, key: str, lead: str = "") -> list[Block]:
    """Heading of section ``key`` and, if given, its first paragraph."""
    heading = Heading(f"snapshots-{key}", report.words(f"snapshots-heading-{key}"))
    return [heading, Paragraph(lead)] if lead else [heading]


def stored_section(tell: Telling, *, today: pd.DataFrame, counts: Mapping[str, float]) -> Section:
    """What the CRM stored, and the stages today; ``counts`` as of the snapshots' summary."""
    report, words = tell.report, tell.report.words
    total, largest = float(today["n"].sum()), largest_of(today, "n")
    lost = float(today.loc[today["state"] == tell.loss, "n"].sum())
    key = "snapshots-today-claim"
    if largest["state"] == tell.loss:
        key = "snapshots-today-claim-lost"
        largest = largest_of(today[today["state"] != tell.loss], "n")
    claim = Claim(
        "today",
        words(
            key,
            n=words.number(total),
            stage=tell.stage(largest["state"]),
            share=words.percent(largest["n"] / total),
            loss=tell.stage(tell.loss),
            lost=words.percent(lost / total),
        ),
        words("snapshots-today-meaning"),
    )
    lead = words(
        "snapshots-stored-lead",
        customers=words.number(counts["n_customers"]),
        snapshots=words.number(counts["n_snapshots"]),
        first=words.date(int(counts["first_day"])),
        last=words.date(int(counts["last_day"])),
        gap=words.duration(counts["usual_gap"], "day", 0),
    )
    blocks: list[Block] = [*open_section(report, "stored", lead)]
    if told := _caveats(tell, counts):
        blocks.append(Paragraph(told))
    blocks += [*claim.blocks(), _today_chart(tell, today)]
    return Section(tuple(blocks), (claim,))


def _caveats(tell: Telling, counts: Mapping[str, float]) -> str:
    """Missing months, customers seen once, and customers whose snapshots ended."""
    words = tell.report.words
    told = []
    if counts["n_late"] > 0:
        told.append(
            words(
                "snapshots-late",
                n=words.number(counts["n_late"]),
                all=words.number(counts["n_pairs"]),
            )
        )
    if counts["n_once"] > 0:
        once = words.count_or_suppressed(counts["n_once"], tell.minimum)
        told.append(words("snapshots-once", n=once))
    if counts["n_gone"] > 0:
        gone = words.count_or_suppressed(counts["n_gone"], tell.minimum)
        told.append(words("snapshots-gone", n=gone))
    return ("" if tell.report.language == "zh" else " ").join(told)


def _today_chart(tell: Telling, today: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    total = float(today["n"].sum())
    shown = today[today["n"] >= tell.minimum]
    bars = pd.DataFrame(
        {"label": [tell.stage(s) for s in shown["state"]], "estimate": shown["n"] / total}
    )
    largest = largest_of(bars)
    fig, ax = new_chart(words, height=height_for_rows(len(bars)))
    plot_bars(ax, bars, write=words.percent, highlight=(str(largest["label"]),))
    format_ticks(ax, x="percent")
    return finish_chart(
        fig,
        id="fig-snapshots-today",
        claim=words(
            "snapshots-today-title",
            stage=str(largest["label"]),
            share=words.percent(largest["estimate"]),
        ),
        subtitle=words("snapshots-today-subtitle", n=words.number(total)),
        alt=words(
            "snapshots-today-alt",
            points=words.list(
                f"{row['label']} {words.percent(row['estimate'])}" for _, row in bars.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("snapshots-today-note", minimum=words.number(tell.minimum)),
    )


def today_key_figure(tell: Telling, *, today: pd.DataFrame) -> KeyFigure:
    """For the cover: the share of customers in the stage of loss."""
    words = tell.report.words
    total = float(today["n"].sum())
    lost = float(today.loc[today["state"] == tell.loss, "n"].sum())
    return KeyFigure(
        label=words("snapshots-key-today", stage=tell.stage(tell.loss)),
        value=words.percent(lost / total),
        interval=words("snapshots-key-counted"),
        note=words("snapshots-key-today-note", all=words.number(total)),
    )
