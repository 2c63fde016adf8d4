"""Section: who comes back after a silence, and how many of those called lost."""

import pandas as pd

from analysis.report.blocks import (
    Block,
    Column,
    Figure,
    Finding,
    KeyFigure,
    Notice,
    Paragraph,
    Table,
)
from analysis.report.charts import (
    PALETTE,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.customer_base import (
    Section,
    open_section,
    state,
    tell_meaning,
    tell_share,
    tell_share_range,
    withhold,
)
from analysis.report.report import Report


def return_section(
    report: Report, returns: pd.DataFrame, unlikely: pd.DataFrame, lost: pd.DataFrame
) -> Section:
    """Who returns after a silence, and how many of those called lost come back.

    Frames of estimate_returns_by_silence, find_unlikely_silence and estimate_returns_of_lost.
    """
    shown = returns[returns["n"] >= report.study.minimum_cell] if len(returns) else returns
    if shown.empty:
        has_purchases = "transactions" in report.tables.names
        return withhold(report, "returns", "short" if has_purchases else "purchases")
    words = report.words
    watch = words.duration(shown["watch_days"].iloc[0], "day", 0)
    cutoff = pd.Timestamp(report.as_of) - pd.Timedelta(days=int(shown["watch_days"].iloc[0]))
    silence = _tell_unlikely(report, shown, unlikely, watch)
    blocks: list[Block] = [
        open_section(report, "returns"),
        Paragraph(
            words(
                "base-returns-lead",
                date=words.date(cutoff),
                watch=watch,
                figure="@fig-base-returns",
            )
        ),
        silence,
        _draw_returns(report, shown, unlikely, watch),
    ]
    findings = [silence]
    figures: tuple[KeyFigure, ...] = ()
    judged = lost[lost["n"] >= report.study.minimum_cell] if len(lost) else lost
    if len(judged):
        false_alarms = _tell_lost(report, judged.iloc[0])
        findings.append(false_alarms)
        figures = (_lost_figure(report, judged.iloc[0]),)
        blocks += [false_alarms, _tabulate_lost(report, judged)]
    blocks.append(_tell_returns_meaning(report, unlikely, judged))
    return Section(tuple(blocks), findings=tuple(findings), key_figures=figures)


def _tell_returns_meaning(report: Report, unlikely: pd.DataFrame, lost: pd.DataFrame) -> Notice:
    if unlikely.empty:
        return tell_meaning(report, "returns-never")
    if lost.empty:
        return tell_meaning(report, "returns-silence")
    return tell_meaning(report, "returns", table="@tbl-base-lost")


def _tell_unlikely(
    report: Report, returns: pd.DataFrame, unlikely: pd.DataFrame, watch: str
) -> Finding:
    words = report.words
    first, last = returns.iloc[0], returns.iloc[-1]
    told = {
        "watch": watch,
        "first": tell_share(report, first),
        "first_days": words.duration(first["silence_to"] + 1, "day", 0),
    }
    if unlikely.empty:
        text = words(
            "base-returns-never",
            last=tell_share(report, last),
            last_days=words.duration(last["time"], "day", 0),
            **told,
        )
        return state("silence", text)
    at = unlikely.iloc[0]
    there = returns[returns["time"] == at["time"]].iloc[0]
    text = words(
        "base-returns-unlikely",
        days=words.duration(at["estimate"], "day", 0),
        one_in=words.number(round(1 / at["limit"])),
        there=tell_share(report, there),
        **told,
    )
    return state("silence", text)


def _draw_returns(
    report: Report, returns: pd.DataFrame, unlikely: pd.DataFrame, watch: str
) -> Figure:
    words = report.words
    rows = returns.assign(
        label=[
            words.interval(row["silence_from"], row["silence_to"], "number")
            for _, row in returns.iterrows()
        ]
    )
    chart, ax = new_chart(words, height=height_for_rows(len(rows)))
    plot_points_with_intervals(ax, rows, write=lambda row: words.percent(row["estimate"], 0))
    ax.set_xlim(left=0)
    if len(unlikely):
        ax.axvline(float(unlikely["limit"].iloc[0]), color=PALETTE[1], linewidth=1.0, zorder=1)
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("base-axis-return", watch=watch), y=words("base-axis-silence"))
    first, last = rows.iloc[0], rows.iloc[-1]
    told = {
        "watch": watch,
        "first": words.percent(first["estimate"], 0),
        "first_days": words.duration(first["silence_to"] + 1, "day", 0),
        "last": words.percent(last["estimate"], 0),
        "last_days": words.duration(last["time"], "day", 0),
    }
    limit = float(unlikely["limit"].iloc[0]) if len(unlikely) else 0.0
    return finish_chart(
        chart,
        id="fig-base-returns",
        claim=words("base-returns-claim", **told),
        subtitle=words("base-returns-subtitle", watch=watch),
        alt=words("base-returns-alt", **told),
        source=report.source_line,
        note=words("base-returns-note", limit=words.percent(limit, 0)) if limit else "",
    )


def _tell_lost(report: Report, row: pd.Series) -> Finding:
    words = report.words
    text = words(
        "base-lost-finding",
        rule=report.label(str(row["rule"])),
        lost=words.number(row["n_lost"]),
        count=int(row["n"]),
        watched=words.number(row["n"]),
        share=tell_share(report, row),
        watch=words.duration(row["time"], "day", 0),
        expected=words.number(row["expected"]),
        range=words.interval(row["expected_low"], row["expected_high"], "number"),
    )
    return state("false-alarms", text, "watch")


def _lost_figure(report: Report, row: pd.Series) -> KeyFigure:
    words = report.words
    return KeyFigure(
        label=words("base-key-lost", watch=words.duration(row["time"], "day", 0)),
        value=words.percent(row["estimate"]),
        interval=tell_share_range(report, row),
        note=words("base-key-lost-note", rule=report.label(str(row["rule"]))),
    )


def _tabulate_lost(report: Report, lost: pd.DataFrame) -> Table:
    words = report.words
    minimum = report.study.minimum_cell
    watch = words.duration(lost["time"].iloc[0], "day", 0)
    return Table(
        id="tbl-base-lost",
        caption=words("base-lost-caption"),
        columns=(
            Column(words("base-column-rule"), "left"),
            Column(words("base-column-lost")),
            Column(words("base-column-back")),
            Column(words("base-column-watched", watch=watch)),
            Column(words("base-column-returned", watch=watch)),
        ),
        rows=tuple(
            (
                report.label(str(row["rule"])),
                words.count_or_suppressed(row["n_lost"], minimum),
                words.count_or_suppressed(row["n_back"], minimum),
                words.count_or_suppressed(row["n"], minimum),
                tell_share(report, row),
            )
            for _, row in lost.iterrows()
        ),
        source=report.source_line,
        note=words("base-lost-note"),
    )
