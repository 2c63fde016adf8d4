"""Section: the data, their faults and the verdict of the data gate."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table, Tone
from analysis.report.customer_base import Section, open_section, state
from analysis.report.report import Report
from analysis.report.words import MissingMessage
from analysis.schema import AMBER_BELOW, GREEN_BELOW
from analysis.store import Tables

_TONES: dict[str, Tone] = {"green": "good", "amber": "watch", "red": "bad"}
_MOST_ROWS = 20


def data_section(report: Report, tables: Tables) -> Section:
    """The verdict on the data, and what the checks found, in the reader's words."""
    words = report.words
    rows = [count for name, count in tables.facts.get("tables", {}).items() if name != "customers"]
    read = sum(count["rows_read"] for count in rows)
    set_aside = sum(count["rows_quarantined"] for count in rows)
    verdict = state(
        "data",
        words(
            "base-data-verdict",
            verdict=tables.verdict,
            aside=set_aside,
            read=words.number(read),
            n=words.number(set_aside),
            share=words.percent(set_aside / read if read else 0.0),
        ),
        _TONES[tables.verdict],
    )
    rule = words(
        "base-data-rule", green=words.percent(GREEN_BELOW, 0), amber=words.percent(AMBER_BELOW, 0)
    )
    blocks: list[Block] = [open_section(report, "data"), verdict, Paragraph(rule)]
    if tables.faults.empty:
        blocks.append(Paragraph(words("base-data-clean")))
    else:
        blocks += [
            Paragraph(
                words("base-data-faults", count=len(tables.faults), table="@tbl-base-faults")
            ),
            _tabulate_faults(report, tables.faults),
        ]
    return Section(tuple(blocks), findings=(verdict,))


def name_check(report: Report, check: str) -> str:
    """What a check is called; the check's own name, spelt out, when the catalogue has no words."""
    try:
        return report.words(f"base-check-{check}")
    except MissingMessage:
        return report.words(
            "base-check-other", name=report.words.from_data(check.replace("_", " "))
        )


def _tabulate_faults(report: Report, faults: pd.DataFrame) -> Table:
    words = report.words
    order = {"stopped": 0, "quarantined": 1, "repaired": 2, "noted": 3}
    ranked = faults.assign(place=faults["action"].map(order)).sort_values(
        ["place", "n_rows"], ascending=[True, False], kind="stable"
    )
    rows = [
        (
            name_check(report, str(fault["check"])),
            _name_place(report, str(fault["table"]), fault["column"]),
            words.number(fault["n_rows"]),
            words.percent(fault["share"]),
            words("base-action", action=str(fault["action"])),
        )
        for _, fault in ranked.head(_MOST_ROWS).iterrows()
    ]
    hidden = len(ranked) - len(rows)
    return Table(
        id="tbl-base-faults",
        caption=words("base-faults-caption"),
        columns=(
            Column(words("base-column-check"), "left"),
            Column(words("base-column-place"), "left"),
            Column(words("base-column-rows")),
            Column(words("base-column-share-rows")),
            Column(words("base-column-action"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("base-faults-more", count=hidden) if hidden else "",
    )


def _name_place(report: Report, table: str, column: object) -> str:
    words = report.words
    try:
        name = words(f"base-table-{table}")
    except MissingMessage:
        name = words.from_data(table)
    if not isinstance(column, str) or not column:
        return name
    return words("base-place", table=name, column=_name_column(report, column))


def _name_column(report: Report, column: str) -> str:
    """The study's name for a column, else that of the contract, else the column itself."""
    if column in report.study.labels:
        return report.label(column)
    try:
        return report.words(f"base-field-{column}")
    except MissingMessage:
        return report.words.from_data(column)
