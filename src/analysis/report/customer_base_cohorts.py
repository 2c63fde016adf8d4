"""Section: cohorts and their retention."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Finding, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_heatmap_table,
    plot_lines,
)
from analysis.report.customer_base import (
    Section,
    open_section,
    state,
    tell_meaning,
    tell_share,
    withhold,
)
from analysis.report.report import Report
from analysis.results import Diagnostic

_TABLE_OFFSETS = (1, 2, 3, 6, 9, 12, 18, 24)


def cohort_section(
    report: Report, retention: pd.DataFrame, pooled: pd.DataFrame, alike: Diagnostic
) -> Section:
    """Retention of the cohorts: over all of them, then cohort by cohort.

    ``retention`` and ``pooled`` as of estimate_retention and estimate_pooled_retention, ``alike``
    of check_cohorts_alike.
    """
    shown = pooled[~pooled["suppressed"].astype(bool)] if len(pooled) else pooled
    if shown.empty:
        has_dates = bool(len(pooled))
        contracts = "contracts" in report.tables.names
        reason = "cohorts-few" if has_dates else "cohorts-start" if contracts else "cohorts-dates"
        return withhold(report, "cohorts", reason)
    kind = "contract" if "transactions" not in report.tables.names else "purchase"
    grain = str(shown["grain"].iloc[0])
    finding = _tell_retention(report, shown, kind)
    blocks: list[Block] = [
        open_section(report, "cohorts"),
        Paragraph(report.words("base-cohorts-lead", grain=grain, kind=kind)),
        finding,
    ]
    if len(shown) > 1:
        blocks.append(_draw_pooled(report, shown, kind))
    blocks.append(_tabulate_pooled(report, shown))
    cells = retention[~retention["suppressed"].astype(bool)]
    if retention["stratum"].nunique() > 1 and not cells.empty:
        blocks += _compare_cohorts(report, retention, cells, alike)
    blocks.append(tell_meaning(report, "cohorts", kind=kind))
    return Section(tuple(blocks), findings=(finding,))


def _tell_retention(report: Report, pooled: pd.DataFrame, kind: str) -> Finding:
    first, last = pooled.iloc[0], pooled.iloc[-1]
    text = report.words(
        "base-retention-finding",
        kind=kind,
        grain=str(first["grain"]),
        first=tell_share(report, first),
        last=tell_share(report, last),
        time=_tell_time(report, last),
        single=int(len(pooled) == 1),
    )
    return state("retention", text)


def name_cohort(report: Report, day: int, grain: str) -> str:
    """What the cohort that began on ``day`` is called: Jan 1997, Q1 1997, 1997."""
    words = report.words
    when = pd.Timestamp(int(day), unit="D")
    if grain == "month":
        return words.month(int(day), short=True)
    if grain == "quarter":
        return words("base-quarter", quarter=str(when.quarter), year=str(when.year))
    return words("base-year", year=str(when.year))


def _tell_time(report: Report, row: pd.Series) -> str:
    time = report.words.number(row["time"])
    return report.words("base-periods", count=int(row["time"]), n=time, grain=str(row["grain"]))


def _draw_pooled(report: Report, pooled: pd.DataFrame, kind: str) -> Figure:
    words = report.words
    grain = str(pooled["grain"].iloc[0])
    first, last = pooled.iloc[0], pooled.iloc[-1]
    chart, ax = new_chart(words, height=2.4)
    plot_lines(ax, pooled, markers=True)
    ax.set_ylim(0, min(1.0, float(pooled["conf_high"].max()) * 1.15))
    ax.set_xlim(0, float(pooled["time"].max()) + 0.5)
    format_ticks(ax, y="percent")
    label_axes(
        ax, x=words("base-axis-periods", grain=grain), y=words("base-axis-retention", kind=kind)
    )
    values = {
        "first": words.percent(first["estimate"]),
        "last": words.percent(last["estimate"]),
        "time": _tell_time(report, last),
    }
    return finish_chart(
        chart,
        id="fig-base-retention",
        claim=words("base-retention-claim", grain=grain, kind=kind, **values),
        subtitle=words("base-retention-subtitle", kind=kind, grain=grain),
        alt=words("base-retention-alt", grain=grain, kind=kind, **values),
        source=report.source_line,
        note=words("base-retention-note", grain=grain),
    )


def _tabulate_pooled(report: Report, pooled: pd.DataFrame) -> Table:
    words = report.words
    grain = str(pooled["grain"].iloc[0])
    rows = pooled[pooled["time"].isin(_TABLE_OFFSETS)]
    return Table(
        id="tbl-base-retention",
        caption=words("base-retention-caption"),
        columns=(
            Column(words("base-axis-periods", grain=grain), "left"),
            Column(words("base-column-retention")),
            Column(words("base-column-cohorts")),
            Column(words("base-column-customers")),
        ),
        rows=tuple(
            (
                words.number(row["time"]),
                tell_share(report, row),
                words.number(row["n_cohorts"]),
                words.number(row["n"]),
            )
            for _, row in rows.iterrows()
        ),
        source=report.source_line,
    )


def _compare_cohorts(
    report: Report, retention: pd.DataFrame, cells: pd.DataFrame, alike: Diagnostic
) -> list[Block]:
    words = report.words
    grain = str(cells["grain"].iloc[0])
    early = cells[cells["time"] == cells["time"].min()].sort_values("estimate", kind="stable")
    low, high = early.iloc[0], early.iloc[-1]
    blocks: list[Block] = []
    if len(early) > 1 and alike.passed is not None:
        text = words(
            "base-cohorts-finding",
            grain=grain,
            passed="yes" if alike.passed else "no",
            low_name=name_cohort(report, low["cohort_day"], grain),
            low=tell_share(report, low),
            high_name=name_cohort(report, high["cohort_day"], grain),
            high=tell_share(report, high),
            p=words.p_value(alike.p_value, named=True),
        )
        blocks.append(state("cohorts", text))
    blocks.append(_draw_triangle(report, retention, low, high))
    return blocks


def _draw_triangle(
    report: Report, retention: pd.DataFrame, low: pd.Series, high: pd.Series
) -> Figure:
    words = report.words
    grain = str(low["grain"])
    values = retention.pivot(index="cohort_day", columns="time", values="estimate").astype(float)
    hidden = int(retention["suppressed"].sum())
    values.index = pd.Index([name_cohort(report, day, grain) for day in values.index])
    values.columns = pd.Index([words.number(float(time)) for time in values.columns.to_list()])
    chart, ax = new_chart(words, height=height_for_rows(len(values)) + 0.25)
    plot_heatmap_table(ax, 100 * values, write=words.number, low=0.0)
    label_axes(ax, y=words("base-axis-periods", grain=grain))
    told = {
        "low_name": name_cohort(report, low["cohort_day"], grain),
        "low": words.percent(low["estimate"]),
        "high_name": name_cohort(report, high["cohort_day"], grain),
        "high": words.percent(high["estimate"]),
    }
    minimum = words.number(report.study.minimum_cell)
    note = words("base-cohorts-hidden", count=hidden, minimum=minimum) if hidden else ""
    return finish_chart(
        chart,
        id="fig-base-cohorts",
        claim=words(
            "base-cohorts-claim",
            grain=grain,
            same=int(np.isclose(low["estimate"], high["estimate"])),
            **told,
        ),
        subtitle=words("base-cohorts-subtitle", grain=grain),
        alt=words("base-cohorts-alt", count=len(values), grain=grain, **told),
        source=report.source_line,
        note=note,
    )
