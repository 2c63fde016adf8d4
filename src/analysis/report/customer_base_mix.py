"""Section: the mix of the base by segment."""

from collections.abc import Mapping

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.customer_base import (
    Section,
    name_value,
    open_section,
    state,
    tell_meaning,
    tell_share,
    tell_share_range,
    withhold,
)
from analysis.report.report import Report

_MOST_LEVELS = 14  # rows of one chart


def mix_section(report: Report, mix: pd.DataFrame, base: Mapping[str, int]) -> Section:
    """Customers by segment; with contracts, who is still active and what they pay."""
    levels = mix[mix["column"] != ""]
    if levels.empty:
        reason = "segments-derived" if report.study.segments else "segments"
        return withhold(report, "mix", reason)
    if "n_active" not in base:
        blocks: list[Block] = [
            open_section(report, "mix"),
            state("mix", _tell_largest(report, levels)),
            _tabulate_mix(report, levels, with_contracts=False),
        ]
        return Section(tuple(blocks))
    ranked = levels.sort_values("estimate", kind="stable")
    lowest, highest = ranked.iloc[0], ranked.iloc[-1]
    finding = state(
        "mix",
        report.words(
            "base-mix-finding",
            low_name=_name_level(report, lowest),
            low=tell_share(report, lowest),
            high_name=_name_level(report, highest),
            high=tell_share(report, highest),
        ),
    )
    return Section(
        (
            open_section(report, "mix"),
            finding,
            _draw_mix(report, levels, lowest, highest),
            _tabulate_mix(report, levels, with_contracts=True),
            tell_meaning(report, "mix", name=_name_level(report, lowest)),
        ),
        findings=(finding,),
        key_figures=(_lowest_figure(report, lowest),),
    )


def _lowest_figure(report: Report, lowest: pd.Series) -> KeyFigure:
    words = report.words
    return KeyFigure(
        label=words("base-key-lowest", name=_name_level(report, lowest)),
        value=words.percent(lowest["estimate"]),
        interval=tell_share_range(report, lowest),
        note=words("base-key-customers", count=int(lowest["n"]), n=words.number(lowest["n"])),
    )


def _tell_largest(report: Report, levels: pd.DataFrame) -> str:
    words = report.words
    largest = levels.sort_values("n", ascending=False, kind="stable").groupby("column", sort=False)
    return words(
        "base-mix-largest",
        groups=words.list(
            words(
                "base-mix-group",
                name=_name_level(report, rows.iloc[0]),
                share=words.percent(rows["share_customers"].iloc[0]),
            )
            for _, rows in largest
        ),
    )


def _name_level(report: Report, row: pd.Series) -> str:
    return report.words(
        "base-level",
        column=report.label(str(row["column"])),
        level=name_value(report, str(row["column"]), str(row["level"])),
    )


def _draw_mix(report: Report, levels: pd.DataFrame, low: pd.Series, high: pd.Series) -> Figure:
    words = report.words
    shown = levels.sort_values("n", ascending=False, kind="stable").head(_MOST_LEVELS).sort_index()
    rows = pd.DataFrame(
        {
            "label": [
                name_value(report, str(row["column"]), str(row["level"]))
                for _, row in shown.iterrows()
            ],
            "group": [report.label(column) for column in shown["column"]],
            "estimate": shown["estimate"].to_numpy(),
            "conf_low": shown["conf_low"].to_numpy(),
            "conf_high": shown["conf_high"].to_numpy(),
        }
    )
    chart, ax = new_chart(words, height=height_for_rows(len(rows) + rows["group"].nunique()))
    plot_points_with_intervals(ax, rows, write=lambda row: words.percent(row["estimate"]))
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("base-axis-active"))
    claim = words(
        "base-mix-claim", high_name=_name_level(report, high), low_name=_name_level(report, low)
    )
    return finish_chart(
        chart,
        id="fig-base-mix",
        claim=claim,
        subtitle=words("base-mix-subtitle", date=words.date(report.as_of)),
        alt=words(
            "base-mix-alt",
            low_name=_name_level(report, low),
            low=tell_share(report, low),
            high_name=_name_level(report, high),
            high=tell_share(report, high),
        ),
        source=report.source_line,
    )


def _tabulate_mix(report: Report, levels: pd.DataFrame, *, with_contracts: bool) -> Table:
    words = report.words
    columns = [
        Column(words("base-column-segment"), "left"),
        Column(words("base-column-customers")),
        Column(words("base-column-share-customers")),
    ]
    if with_contracts:
        columns += [
            Column(words("base-column-active")),
            Column(words("base-column-range")),
            Column(words("base-column-monthly")),
            Column(words("base-column-share-money")),
        ]
    rows = []
    for _, row in levels.iterrows():
        cells = [
            _name_level(report, row),
            words.number(row["n"]),
            words.percent(row["share_customers"]),
        ]
        if with_contracts:
            cells += [
                words.percent(row["estimate"]),
                tell_share_range(report, row),
                words.money(row["cents"], report.study.currency),
                words.percent(row["share_money"]),
            ]
        rows.append(tuple(cells))
    return Table(
        id="tbl-base-mix",
        caption=words("base-mix-caption"),
        columns=tuple(columns),
        rows=tuple(rows),
        source=report.source_line,
        note=words("base-mix-note", minimum=words.number(report.study.minimum_cell)),
    )
