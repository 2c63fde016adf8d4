"""What to act on: the importance-performance map, and what one point more goes with."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Column, Figure, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    INK,
    NEUTRAL,
    PALE,
    finish_chart,
    label_axes,
    new_chart,
    wrap_label,
)
from analysis.report.satisfaction_loyalty import Telling, open_section, withhold
from analysis.report.time_to_churn import Claim, Section, only

_MAP_BY = "Martilla and James 1977; Ringle and Sarstedt 2016"
LEAVING, REVENUE = "leaving", "revenue"
_SURE = 0.8  # of the draws that put a lever in the same quadrant
# Where each quadrant's name stands: performance (x) and importance (y), 0 low and 1 high.
_CORNERS = {
    "improve_first": (0.0, 1.0),
    "keep_up": (1.0, 1.0),
    "low_priority": (0.0, 0.0),
    "possible_excess": (1.0, 0.0),
}


def drivers_section(
    tell: Telling, *, located: pd.DataFrame, gains: pd.DataFrame, horizon: int, reason: str = ""
) -> Section:
    """``located``: importance and performance of each lever; ``gains``: what one point more of
    each goes with, by target; leaving and revenue by ``horizon`` days. Withheld with ``reason``."""
    report, words = tell.report, tell.report.words
    heading = words("loyalty-heading-drivers")
    if reason:
        text = words(f"loyalty-withheld-drivers-{reason.replace('_', '-')}")
        return withhold(report, "drivers", heading, words("loyalty-withheld-title"), text)
    target = tell.name(str(located["target"].iloc[0]))
    claim = _claim(tell, located, target)
    gained = _gains_claim(tell, gains, horizon)
    blocks = (
        *open_section(report, "drivers", heading, words("loyalty-drivers-lead", target=target)),
        *claim.blocks(),
        _map(tell, located, target),
        Paragraph(_unsure_text(tell, located)),
        *gained.blocks(),
        _gains_table(tell, gains, horizon),
    )
    return Section(blocks, (claim, gained))


def _claim(tell: Telling, located: pd.DataFrame, target: str) -> Claim:
    words = tell.report.words
    found = located[located["quadrant"] == "improve_first"].sort_values("estimate", ascending=False)
    if found.empty:
        best = located.sort_values("estimate").iloc[-1]
        return Claim(
            "loyalty-drivers",
            words("loyalty-drivers-claim-none", target=target, lever=tell.name(best["term"])),
            words("loyalty-drivers-meaning-none", performance=words.number(best["performance"], 1)),
        )
    names = words.list([tell.name(term) for term in found["term"]])
    return Claim(
        "loyalty-drivers",
        words("loyalty-drivers-claim", levers=names, target=target, n=len(found)),
        words("loyalty-drivers-meaning"),
    )


def _unsure_text(tell: Telling, located: pd.DataFrame) -> str:
    """Which levers may as well stand in another quadrant."""
    words = tell.report.words
    unsure = located[located["quadrant_share"] < _SURE]
    share = words.percent(_SURE, 0)
    if unsure.empty:
        return words("loyalty-quadrants-sure", share=share)
    parts = [
        words(
            "loyalty-quadrant-part",
            lever=tell.name(row["term"]),
            share=words.percent(row["quadrant_share"], 0),
        )
        for _, row in unsure.iterrows()
    ]
    return words("loyalty-quadrants-unsure", parts=words.list(parts), share=share)


def _map(tell: Telling, located: pd.DataFrame, target: str) -> Figure:
    report, words = tell.report, tell.report.words
    fig, ax = new_chart(words, height=4.4)
    _part_quadrants(ax, tell, located)
    middle = float(located["performance"].median())
    for _, row in located.iterrows():
        x, y = float(row["performance"]), float(row["estimate"])
        ax.hlines(y, row["performance_low"], row["performance_high"], color=PALE, linewidth=1.6)
        ax.vlines(x, row["conf_low"], row["conf_high"], color=PALE, linewidth=1.6)
        first = row["quadrant"] == "improve_first"
        ax.plot([x], [y], "o", color=ACCENT if first else NEUTRAL, markersize=8, zorder=3)
        left = x > middle
        ax.annotate(
            wrap_label(tell.name(row["term"]), 20),
            (x, y),
            xytext=(-9 if left else 9, 9),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            color=INK,
            zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.8},
        )
    label_axes(
        ax,
        x=words("loyalty-axis-performance"),
        y=words("loyalty-axis-importance", target=target),
    )
    points = [
        words(
            "loyalty-map-point",
            lever=tell.name(row["term"]),
            importance=words.number(row["estimate"], 2),
            performance=words.number(row["performance"], 1),
        )
        for _, row in located.iterrows()
    ]
    most = located.sort_values("estimate").iloc[-1]
    return finish_chart(
        fig,
        id="fig-loyalty-map",
        claim=words("loyalty-map-title", lever=tell.name(most["term"]), target=target),
        subtitle=words("loyalty-map-subtitle", level=tell.level(), n=words.number(most["n"])),
        alt=words("loyalty-map-alt", points=words.list(points)),
        source=report.source_line,
        note=words("loyalty-map-note", source=tell.cite(_MAP_BY)),
    )


def _part_quadrants(ax: Axes, tell: Telling, located: pd.DataFrame) -> None:
    """Lines at the means, the names of the quadrants in the corners, and room for all."""
    words = tell.report.words
    x_line = float(located["performance_line"].iloc[0])
    y_line = float(located["importance_line"].iloc[0])
    spans = []
    for low, high in (("performance_low", "performance_high"), ("conf_low", "conf_high")):
        least, most = float(located[low].min()), float(located[high].max())
        spans.append((least - 0.16 * (most - least), most + 0.16 * (most - least)))
    ax.set_xlim(*spans[0])
    ax.set_ylim(*spans[1])
    ax.grid(visible=False)
    ax.axvline(x_line, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    ax.axhline(y_line, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    for quadrant, (x, y) in _CORNERS.items():
        ax.text(
            0.01 + 0.98 * x,
            0.015 + 0.97 * y,
            words(f"loyalty-quadrant-{quadrant.replace('_', '-')}"),
            transform=ax.transAxes,
            ha="right" if x else "left",
            va="top" if y else "bottom",
            color=NEUTRAL,
            weight="semibold",
            zorder=1,
        )


def _gains_claim(tell: Telling, gains: pd.DataFrame, horizon: int) -> Claim:
    """The best lever of the target nearest to money, and what a point of it goes with."""
    words = tell.report.words
    targets = list(dict.fromkeys(gains["target"]))
    main = gains[gains["target"] == targets[-1]]
    best = main.loc[main["estimate"].abs().idxmax()]
    parts = [
        gain_text(tell, only(gains, term=best["term"], target=target).iloc[0]) for target in targets
    ]
    key = "deeds" if LEAVING in targets else "words"
    return Claim(
        "loyalty-gains",
        words("loyalty-gains-claim", lever=tell.name(best["term"]), parts=words.list(parts)),
        words(f"loyalty-gains-meaning-{key}", time=words.duration(horizon, "day", 0)),
    )


def gain_text(tell: Telling, row: pd.Series) -> str:
    """``0.30 points of satisfaction (0.27 to 0.34)``, or customers, or money, per point."""
    words = tell.report.words
    if row["target"] == LEAVING:
        fewer = row["estimate"] <= 0
        turned = {"conf_low": -row["conf_high"], "conf_high": -row["conf_low"]}
        size = pd.Series({"estimate": -row["estimate"]} | turned) if fewer else row
        key = "loyalty-gain-fewer" if fewer else "loyalty-gain-more"
        return words(key, value=tell.number_range(size, 1))
    if row["target"] == REVENUE:
        return words("loyalty-gain-revenue", value=tell.money_range(row))
    return words(
        "loyalty-gain-attitude",
        construct=tell.name(str(row["target"])),
        value=tell.number_range(row, 2),
    )


def gain_cell(tell: Telling, row: pd.Series) -> str:
    """The same without words, for a column whose head names target and unit."""
    if row["target"] == LEAVING:
        return tell.number_range(row, 2)
    return tell.money_range(row) if row["target"] == REVENUE else tell.number_range(row, 2)


def gain_head(tell: Telling, target: str) -> str:
    """The head of such a column."""
    words = tell.report.words
    if target in (LEAVING, REVENUE):
        return words(f"loyalty-head-gain-{target}", level=tell.level())
    return words("loyalty-head-gain-attitude", construct=tell.name(target), level=tell.level())


def _gains_table(tell: Telling, gains: pd.DataFrame, horizon: int) -> Table:
    words = tell.report.words
    targets = list(dict.fromkeys(gains["target"]))
    rows = tuple(
        (
            tell.name(term),
            *(gain_cell(tell, only(gains, term=term, target=target).iloc[0]) for target in targets),
        )
        for term in dict.fromkeys(gains["term"])
    )
    deeds = LEAVING in targets
    time = words.duration(horizon, "day", 0)
    return Table(
        id="tbl-loyalty-gains",
        caption=words("loyalty-gains-caption"),
        columns=(
            Column(words("loyalty-head-lever"), "left"),
            *(Column(gain_head(tell, target)) for target in targets),
        ),
        rows=rows,
        source=tell.report.source_line,
        note=words("loyalty-gains-note-deeds", time=time)
        if deeds
        else words("loyalty-gains-note-words"),
    )
