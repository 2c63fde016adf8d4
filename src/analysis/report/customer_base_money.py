"""Sections: how concentrated the money is, and segments by recency, frequency and money."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Column, Figure, KeyFigure, Notice, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_bars,
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
from analysis.report.words import Words

_TOP = 0.2
_STEEP = 0.3


def concentration_section(report: Report, measures: pd.DataFrame, lorenz: pd.DataFrame) -> Section:
    """How much of the money the best customers bring; frames of estimate_concentration."""
    if measures.empty:
        return withhold(report, "concentration", "money")
    words = report.words
    kind = "purchase" if "transactions" in report.tables.names else "contract"
    top = measures[measures["term"] == "top_share"]
    tenth, fifth = top.iloc[0], top[np.isclose(top["time"].astype(float), _TOP)].iloc[0]
    gini = measures[measures["term"] == "gini"].iloc[0]
    finding = state(
        "concentration",
        words(
            "base-concentration-finding",
            kind=kind,
            tenth=words.percent(tenth["time"], 0),
            tenth_share=tell_share(report, tenth),
            fifth=words.percent(fifth["time"], 0),
            fifth_share=tell_share(report, fifth),
        ),
    )
    below = int(gini["n_below_zero"])
    note = words("base-concentration-below", count=below, n=words.number(below)) if below else ""
    return Section(
        (
            open_section(report, "concentration"),
            finding,
            Paragraph(words("base-gini", gini=_tell_gini(report, gini))),
            _draw_lorenz(report, lorenz, fifth, kind, note),
            _tell_meaning(report, fifth),
        ),
        findings=(finding,),
        key_figures=(_top_figure(report, fifth, kind),),
    )


def _tell_meaning(report: Report, top: pd.Series) -> Notice:
    if top["estimate"] - top["time"] > _STEEP:
        share = report.words.percent(top["time"], 0)
        return tell_meaning(report, "concentration", share=share)
    return tell_meaning(report, "concentration-even")


def _tell_gini(report: Report, gini: pd.Series) -> str:
    words = report.words
    limits = words.interval(gini["conf_low"], gini["conf_high"], "number", digits=3)
    return words("common-with-range", value=words.number(gini["estimate"], 3), interval=limits)


def _top_figure(report: Report, top: pd.Series, kind: str) -> KeyFigure:
    words = report.words
    return KeyFigure(
        label=words("base-key-top", share=words.percent(top["time"], 0), kind=kind),
        value=words.percent(top["estimate"]),
        interval=tell_share_range(report, top),
        note=words("base-key-customers", count=int(top["n"]), n=words.number(top["n"])),
    )


def _mark_top(ax: Axes, top: pd.Series, words: Words) -> None:
    """The point that the sentences speak of, with its numbers where the curve leaves room."""
    share, money = float(top["time"]), float(top["estimate"])
    steep = money - share > _STEEP  # then there is room below, else only above
    ax.plot([share], [money], "o", color=ACCENT)
    ax.annotate(
        words("base-lorenz-point", share=words.percent(share, 0), money=words.percent(money, 0)),
        (share, money),
        xytext=(10, -14) if steep else (-6, 4),
        textcoords="offset points",
        ha="left" if steep else "right",
        color=ACCENT,
    )


def _draw_lorenz(
    report: Report, lorenz: pd.DataFrame, fifth: pd.Series, kind: str, note: str
) -> Figure:
    """The Lorenz curve turned round: best customers first, as the sentences say it."""
    words = report.words
    best_first = 1 - lorenz[::-1].reset_index(drop=True)
    chart, ax = new_chart(words, height=3.0)
    ax.plot(best_first["customers"], best_first["money"], color=ACCENT)
    ax.plot([0, 1], [0, 1], color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)))
    _mark_top(ax, fifth, words)
    ax.annotate(
        words("base-lorenz-equal"),
        (0.62, 0.62),
        xytext=(8, -14),
        textcoords="offset points",
        color=NEUTRAL,
    )
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.01)
    format_ticks(ax, x="percent", y="percent")
    label_axes(
        ax, x=words("base-axis-lorenz-customers"), y=words("base-axis-lorenz-money", kind=kind)
    )
    values = {
        "share": words.percent(fifth["time"], 0),
        "money": words.percent(fifth["estimate"], 0),
        "rest": words.percent(1 - fifth["time"], 0),
        "rest_money": words.percent(1 - fifth["estimate"], 0),
    }
    return finish_chart(
        chart,
        id="fig-base-lorenz",
        claim=words("base-lorenz-claim", kind=kind, **values),
        subtitle=words("base-lorenz-subtitle", kind=kind, date=words.date(report.as_of)),
        alt=words("base-lorenz-alt", kind=kind, **values),
        source=report.source_line,
        note=note,
    )


def segment_section(report: Report, segments: pd.DataFrame, cuts: tuple[float, ...]) -> Section:
    """Segments by recency, frequency and money.

    ``segments`` as of summarise_segments, ``cuts`` the days of silence between the recency scores.
    """
    if segments.empty:
        has_purchases = "transactions" in report.tables.names
        return withhold(report, "segments", "rhythm-once" if has_purchases else "purchases")
    words = report.words
    shown = _hide_small(segments, report.study.minimum_cell)
    best = shown.sort_values("share_money", ascending=False, kind="stable").iloc[0]
    largest = shown.sort_values("n_customers", ascending=False, kind="stable").iloc[0]
    finding = state(
        "segments",
        words(
            "base-segments-finding",
            same="yes" if best["segment"] == largest["segment"] else "no",
            best=_name(report, best),
            best_share=words.percent(best["share_customers"]),
            best_money=words.percent(best["share_money"]),
            largest=_name(report, largest),
            largest_share=words.percent(largest["share_customers"]),
            largest_money=words.percent(largest["share_money"]),
        ),
    )
    days = {f"cut{place}": words.number(cut) for place, cut in enumerate(cuts, start=1)}
    return Section(
        (
            open_section(report, "segments"),
            Paragraph(words("base-segments-lead", **days)),
            finding,
            _draw_segments(report, shown, best),
            _tabulate_segments(report, shown),
            _tabulate_meanings(report, shown),
        ),
        findings=(finding,),
    )


def _hide_small(segments: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Without segments so small that single customers could be told; all when all are."""
    enough = segments[segments["n_customers"] >= minimum]
    return enough if len(enough) else segments


def _name(report: Report, row: pd.Series) -> str:
    return report.words(f"base-segment-{row['segment']}")


def _draw_segments(report: Report, segments: pd.DataFrame, best: pd.Series) -> Figure:
    words = report.words
    names = [_name(report, row) for _, row in segments.iterrows()]
    chart, (left, right) = new_chart(words, height=height_for_rows(len(names)), columns=2)
    for ax, column in ((left, "share_customers"), (right, "share_money")):
        bars = pd.DataFrame({"label": names, "estimate": segments[column].to_numpy(dtype=float)})
        plot_bars(
            ax, bars, write=lambda share: words.percent(share, 0), highlight=(_name(report, best),)
        )
        ax.set_xlim(0, 1.2 * float(segments[["share_customers", "share_money"]].max().max()))
    right.set_yticks([])
    label_axes(left, y=words("base-column-share-customers"))
    label_axes(right, y=words("base-column-share-money"))
    values = {
        "best": _name(report, best),
        "share": words.percent(best["share_customers"], 0),
        "money": words.percent(best["share_money"], 0),
    }
    return finish_chart(
        chart,
        id="fig-base-segments",
        claim=words("base-segments-claim", **values),
        subtitle=words("base-segments-subtitle", date=words.date(report.as_of)),
        alt=words("base-segments-alt", count=len(names), **values),
        source=report.source_line,
    )


def _tabulate_segments(report: Report, segments: pd.DataFrame) -> Table:
    words = report.words
    columns = ("customers", "share-customers", "money", "share-money", "recency", "purchase-days")
    return Table(
        id="tbl-base-segments",
        caption=words("base-segments-caption", date=words.date(report.as_of)),
        columns=(
            Column(words("base-column-segment"), "left"),
            *(Column(words(f"base-column-{name}")) for name in columns),
        ),
        rows=tuple(
            (
                _name(report, row),
                words.number(row["n_customers"]),
                words.percent(row["share_customers"]),
                words.money(row["cents"], report.study.currency),
                words.percent(row["share_money"]),
                words.number(row["median_recency"]),
                words.number(row["mean_purchase_days"], 1),
            )
            for _, row in segments.iterrows()
        ),
        source=report.source_line,
        note=words("base-segments-note"),
    )


def _tabulate_meanings(report: Report, segments: pd.DataFrame) -> Table:
    words = report.words
    return Table(
        id="tbl-base-segment-meaning",
        caption=words("base-segment-meaning-caption"),
        columns=(
            Column(words("base-column-segment"), "left"),
            Column(words("base-column-who"), "left"),
            Column(words("base-column-do"), "left"),
        ),
        rows=tuple(
            (
                _name(report, row),
                words(f"base-segment-who-{row['segment']}"),
                words(f"base-segment-do-{row['segment']}"),
            )
            for _, row in segments.iterrows()
        ),
    )
