"""Estimates with their intervals, one row each: a forest plot."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.curves import float_column
from analysis.report.labels import wrap_label
from analysis.report.theme import ACCENT, NEUTRAL, PALE, SMALL_SIZE, chart_of
from analysis.report.ticks import format_ticks

_MOST_TICKS = 8


def plot_points_with_intervals(
    ax: Axes,
    frame: pd.DataFrame,
    *,
    reference: float | None = None,
    log: bool = False,
    write: Callable[[pd.Series], str] | None = None,
) -> None:
    """Points with their intervals, the first row on top: a forest plot.

    ``frame`` has columns label, estimate, conf_low and conf_high and may have group, whose values
    then head their rows. Intervals that exclude ``reference`` stand out in the accent colour.
    ``write`` turns a row into the text at its right. Limits that are infinite, missing or far
    outside the estimates end in an arrow at the edge.
    """
    rows, headings = _forest_rows(frame)
    low_edge, high_edge = _forest_edges(frame, reference, log=log)
    if log:
        _scale_logarithmically(ax, low_edge, high_edge)
    ax.set_xlim(low_edge, high_edge)
    if reference is not None:
        ax.axvline(reference, color=NEUTRAL, linewidth=1.0, zorder=1)
    for position, row in rows:
        _draw_interval(ax, position, row, reference=reference)
        if write is not None:
            _write_beside(ax, write(row), position)
    n_rows = len(rows) + len(headings)
    ticks = [*[(position, wrap_label(str(row["label"]), 28)) for position, row in rows], *headings]
    ax.set_yticks([tick for tick, _ in ticks], [text for _, text in ticks])
    for label in ax.get_yticklabels()[len(rows) :]:
        label.set_color(NEUTRAL)
    chart_of(ax).left_aligned.append(ax)
    ax.set_ylim(n_rows - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")


def _scale_logarithmically(ax: Axes, low: float, high: float) -> None:
    """Logarithmic, with ticks at 1, 2 and 5 times a power of ten, or at the powers when many."""
    ax.set_xscale("log")
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    fine = np.outer(powers, [1, 2, 5]).ravel()
    for ticks in (fine, powers):
        inside = ticks[(ticks >= low) & (ticks <= high)]
        if len(inside) <= _MOST_TICKS:
            break
    ax.set_xticks(inside)
    ax.set_xticks([], minor=True)
    format_ticks(ax, x="number")


def _forest_rows(
    frame: pd.DataFrame,
) -> tuple[list[tuple[int, pd.Series]], list[tuple[int, str]]]:
    """The rows and the headings of ``frame``, each with its position from the top."""
    rows: list[tuple[int, pd.Series]] = []
    headings: list[tuple[int, str]] = []
    group: object = None
    for _, row in frame.iterrows():
        if "group" in frame and row["group"] != group:
            group = row["group"]
            headings.append((len(rows) + len(headings), wrap_label(str(group), 30)))
        rows.append((len(rows) + len(headings), row))
    return rows, headings


def _forest_edges(
    frame: pd.DataFrame, reference: float | None, *, log: bool
) -> tuple[float, float]:
    """Axis limits that hold all estimates, and their intervals within reason."""
    scale: Any = np.log if log else np.asarray
    back: Any = np.exp if log else float
    with np.errstate(divide="ignore", invalid="ignore"):
        estimates = scale(float_column(frame, "estimate"))
        ends = scale(
            np.concatenate([float_column(frame, "conf_low"), float_column(frame, "conf_high")])
        )
    centre = estimates[np.isfinite(estimates)]
    if reference is not None:
        centre = np.append(centre, scale(reference))
    if len(centre) == 0:
        raise ValueError("no estimate is finite: there is nothing to draw")
    # An interval may reach four times as far as the estimates do, then it is cut.
    reach = 4 * max(float(np.ptp(centre)), 0.25 if log else abs(float(centre.mean())) / 4, 1e-9)
    within = ends[np.isfinite(ends) & (ends > centre.min() - reach) & (ends < centre.max() + reach)]
    everything = np.concatenate([centre, within])
    margin = 0.06 * max(float(np.ptp(everything)), 1e-9)
    return back(everything.min() - margin), back(everything.max() + margin)


def _draw_interval(ax: Axes, position: int, row: pd.Series, *, reference: float | None) -> None:
    low, high = float(row["conf_low"]), float(row["conf_high"])
    edges = ax.get_xlim()
    crosses = reference is not None and not (low > reference or high < reference)
    color = PALE if crosses else ACCENT
    ends = [low if low > edges[0] else edges[0], high if high < edges[1] else edges[1]]
    if np.isnan(row["estimate"]):
        return
    ax.plot(ends, [position, position], color=color, linewidth=2.2, zorder=2)
    for end, edge, marker in ((low, edges[0], "<"), (high, edges[1], ">")):
        if not edges[0] <= end <= edges[1]:
            ax.plot([edge], [position], marker, color=color, markersize=6, clip_on=False)
    point = NEUTRAL if crosses else ACCENT
    ax.plot([row["estimate"]], [position], "o", color=point, markersize=7, zorder=3)


def _write_beside(ax: Axes, text: str, position: float) -> None:
    ax.annotate(
        text,
        (1.0, position),
        xycoords=ax.get_yaxis_transform(),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL_SIZE,
        annotation_clip=False,
    )
