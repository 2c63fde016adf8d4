"""Section: the purchase rhythm, with and without those still waiting."""

import numpy as np
import pandas as pd

from analysis.report.blocks import (
    Block,
    Column,
    Figure,
    Paragraph,
    Table,
)
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_lines,
)
from analysis.report.customer_base import (
    Section,
    open_section,
    state,
    tell_meaning,
    withhold,
)
from analysis.report.report import Report

_HALF, _MOST = 0.5, 0.9


def rhythm_section(report: Report, quantiles: pd.DataFrame, curves: pd.DataFrame) -> Section:
    """How long customers take to buy again; frames of estimate_gap_distributions."""
    if quantiles.empty:
        has_purchases = "transactions" in report.tables.names
        return withhold(report, "rhythm", "rhythm-once" if has_purchases else "purchases")
    words = report.words
    told = _tell_quantiles(report, quantiles)
    completed = state("gaps", words("base-gaps-finding", **told["completed"]))
    everyone = state(
        "waits",
        words(
            "base-waits-finding",
            reached=_tell_reached(quantiles),
            bought=words.percent(_last(curves, "all")["estimate"]),
            end=words.duration(_last(curves, "all")["time"], "day", 0),
            **told["all"],
        ),
    )
    blocks: tuple[Block, ...] = (
        open_section(report, "rhythm"),
        Paragraph(words("base-rhythm-lead", figure="@fig-base-gaps")),
        completed,
        _draw_gaps(report, quantiles, curves),
        everyone,
        _tabulate_gaps(report, quantiles),
        tell_meaning(report, "rhythm", most=told["completed"]["most"]),
    )
    return Section(blocks, findings=(completed,))


def _find(quantiles: pd.DataFrame, stratum: str, probability: float) -> pd.Series:
    rows = quantiles[
        (quantiles["stratum"] == stratum) & np.isclose(quantiles["time"].astype(float), probability)
    ]
    return rows.iloc[0]


def _tell_reached(quantiles: pd.DataFrame) -> str:
    """Which of the two shares the curve of all gaps reaches: both, half or none."""
    if np.isfinite(_find(quantiles, "all", _MOST)["estimate"]):
        return "both"
    return "half" if np.isfinite(_find(quantiles, "all", _HALF)["estimate"]) else "none"


def _last(curves: pd.DataFrame, stratum: str) -> pd.Series:
    return curves[curves["stratum"] == stratum].iloc[-1]


def _tell_quantiles(report: Report, quantiles: pd.DataFrame) -> dict[str, dict[str, str]]:
    names = {"half": _HALF, "most": _MOST}
    return {
        stratum: {
            **{name: _tell_days(report, _find(quantiles, stratum, p)) for name, p in names.items()},
            "n": report.words.number(_find(quantiles, stratum, _HALF)["n"]),
        }
        for stratum in ("completed", "all")
    }


def _tell_days(report: Report, row: pd.Series) -> str:
    """``34 days (33 to 35)``; in words when the curve does not get that far."""
    words = report.words
    if not np.isfinite(row["estimate"]):
        return words("base-not-reached")
    value = words.duration(row["estimate"], "day", 0)
    return words(
        "common-with-range",
        value=value,
        interval=words.interval(row["conf_low"], row["conf_high"], "number"),
    )


def _draw_gaps(report: Report, quantiles: pd.DataFrame, curves: pd.DataFrame) -> Figure:
    words = report.words
    names = {"completed": words("base-gaps-completed"), "all": words("base-gaps-all")}
    chart, ax = new_chart(words, height=2.8)
    lines = plot_lines(
        ax, curves, series="stratum", names=names, colors={"completed": NEUTRAL, "all": ACCENT}
    )
    label_line_ends(ax, lines)
    ax.set_ylim(0, 1.02)
    ax.set_xlim(0, float(curves["time"].max()))
    format_ticks(ax, y="percent")
    label_axes(ax, x=words("base-axis-days-since"), y=words("base-axis-bought-again"))
    half = _find(quantiles, "completed", _HALF)
    values = {
        "half": words.duration(half["estimate"], "day", 0),
        "end": words.duration(_last(curves, "all")["time"], "day", 0),
        "bought": words.percent(_last(curves, "all")["estimate"], 0),
        "rest": words.percent(1 - _last(curves, "all")["estimate"], 0),
    }
    return finish_chart(
        chart,
        id="fig-base-gaps",
        claim=words("base-gaps-claim", **values),
        subtitle=words("base-gaps-subtitle"),
        alt=words("base-gaps-alt", **values),
        source=report.source_line,
    )


def _tabulate_gaps(report: Report, quantiles: pd.DataFrame) -> Table:
    words = report.words
    rows = [
        (
            words.percent(probability, 1 if round(100 * probability, 6) % 1 else 0),
            _tell_days(report, _find(quantiles, "completed", probability)),
            _tell_days(report, _find(quantiles, "all", probability)),
        )
        for probability in sorted(quantiles["time"].astype(float).unique())
    ]
    n, n_completed = _find(quantiles, "all", _HALF)[["n", "n_events"]]
    return Table(
        id="tbl-base-gaps",
        caption=words("base-gaps-caption"),
        columns=(
            Column(words("base-column-share-bought"), "left"),
            Column(words("base-gaps-completed")),
            Column(words("base-gaps-all")),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "base-gaps-note",
            completed=words.number(n_completed),
            open=words.number(n - n_completed),
        ),
    )
