"""The report on the customer base: what its sections share, its summary and what it cannot show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.report.blocks import (
    Block,
    Column,
    Finding,
    Heading,
    KeyFigure,
    Notice,
    Paragraph,
    Table,
    Tone,
)
from analysis.report.report import Report
from analysis.report.wording import Wording

N_KEY_FIGURES = 3
# Levels that do not come from the data: no value, and small groups put together.
_UNNAMED = {"": "base-level-missing", "…": "base-level-rest"}


@dataclass(frozen=True)
class Section:
    """One section: its blocks in order, and what the summary, the cover and the end take from it.

    ``missing`` names what the study's tables do not allow to show, each with the reason.
    """

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()


def open_section(report: Report, key: str) -> Heading:
    """The heading of section ``key``."""
    return Heading(f"base-{key}", report.words(f"base-heading-{key}"))


def withhold(report: Report, part: str, reason: str, **values: str | int) -> Section:
    """A section that cannot be shown, with the plain reason."""
    words = report.words
    return Section(
        missing=((words(f"base-heading-{part}"), words(f"base-missing-{reason}", **values)),)
    )


def state(id: str, text: str, tone: Tone = "neutral") -> Finding:
    """The finding ``id`` as it stands above the figure that proves it."""
    return Finding(f"finding-base-{id}", text, tone)


def tell_share(report: Report, row: pd.Series, digits: int = 1) -> str:
    """``14.9% (14.4% to 15.3%)`` of a row with estimate, conf_low and conf_high."""
    return Wording(report).share(row, digits)


def tell_share_range(report: Report, row: pd.Series, digits: int = 1) -> str:
    """The interval of a share."""
    return report.words.interval(row["conf_low"], row["conf_high"], digits=digits)


def tell_level(report: Report) -> str:
    """The confidence level, such as ``95%``."""
    return Wording(report).level()


def name_value(report: Report, column: str, value: str) -> str:
    """What a value of ``column`` is called in the report's language."""
    if value in _UNNAMED:
        return report.words(_UNNAMED[value])
    return report.label(value, column=column)


def summary_section(report: Report, sections: Sequence[Section]) -> tuple[Block, ...]:
    """What matters, first: the chief finding of every section, and how to read a range."""
    words = report.words
    findings = [finding for section in sections for finding in section.findings]
    return (
        open_section(report, "summary"),
        Paragraph(words("base-summary-reading", level=tell_level(report))),
        *(replace(finding, id=f"summary-{finding.id}") for finding in findings),
    )


def missing_section(report: Report, sections: Sequence[Section]) -> tuple[Block, ...]:
    """What the study's tables do not allow to show, and why; nothing when all could be shown."""
    words = report.words
    rows = [row for section in sections for row in section.missing]
    if not rows:
        return ()
    table = Table(
        id="tbl-base-missing",
        caption=words("base-missing-caption", count=len(rows)),
        columns=(
            Column(words("base-column-part"), "left"),
            Column(words("base-column-reason"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
    )
    return (open_section(report, "missing"), table)


def choose_key_figures(sections: Sequence[Section]) -> tuple[KeyFigure, ...]:
    """The cover's key figures: one of every section in turn, until there are three."""
    depth = max((len(section.key_figures) for section in sections), default=0)
    in_turn = [
        section.key_figures[place]
        for place in range(depth)
        for section in sections
        if place < len(section.key_figures)
    ]
    return tuple(in_turn[:N_KEY_FIGURES])


def tell_meaning(report: Report, key: str, **values: str | int) -> Notice:
    """What a section's result means for action."""
    words = report.words
    return Notice(words("base-meaning-title"), words(f"base-meaning-{key}", **values), "neutral")
