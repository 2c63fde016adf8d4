"""Bars, and tables whose cells are tinted by value."""

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from analysis.report.curves import float_column
from analysis.report.labels import wrap_label
from analysis.report.theme import ACCENT, INK, PALE, SMALL_SIZE, chart_of, relative_luminance

_SEQUENTIAL = LinearSegmentedColormap.from_list("house", ["#F2F6FA", "#8FB3D4", ACCENT])
_ROW_INCHES = 0.31
_LEAST_CELL_SIZE = 7.5


def height_for_rows(n_rows: int) -> float:
    """Inches a chart of ``n_rows`` horizontal rows needs; headings count as rows."""
    return 0.85 + _ROW_INCHES * n_rows


def plot_bars(
    ax: Axes,
    frame: pd.DataFrame,
    *,
    write: Callable[[float], str] | None = None,
    highlight: Collection[str] = (),
    horizontal: bool = True,
) -> None:
    """Bars from zero for columns label and estimate, with conf_low and conf_high if there.

    ``write`` puts each value at its bar's end and drops the axis that it makes superfluous.
    ``highlight`` names the labels in the accent colour; the others are grey then.
    """
    positions = np.arange(len(frame))
    values = float_column(frame, "estimate")
    labels = [str(label) for label in frame["label"]]
    colors = [ACCENT if not highlight or label in highlight else PALE for label in labels]
    draw = ax.barh if horizontal else ax.bar
    draw(positions, values, 0.72 if horizontal else 0.82, color=colors)
    ends = np.nan_to_num(values)
    if {"conf_low", "conf_high"} <= set(frame.columns):
        low, high = float_column(frame, "conf_low"), float_column(frame, "conf_high")
        lines = ax.hlines if horizontal else ax.vlines
        lines(positions, low, high, color="white", linewidth=3.4)  # to be seen on a dark bar
        lines(positions, low, high, color=INK, linewidth=1.4)
        ends = np.where(ends < 0, np.fmin(ends, low), np.fmax(ends, high))
    if write is not None:
        for position, (value, end) in enumerate(zip(values, ends, strict=True)):
            _write_at_end(ax, write(value), (position, end), horizontal=horizontal)
        if horizontal and ends.min() < 0:  # room for what is written left of a bar
            ax.set_xlim(left=ends.min() - 0.2 * float(np.ptp(np.append(ends, 0.0))))
    _bare_value_axis(ax, labels, horizontal=horizontal, with_axis=write is None)


def _write_at_end(ax: Axes, text: str, place: tuple[float, float], *, horizontal: bool) -> None:
    position, end = place
    shift = -5 if end < 0 else 5
    ax.annotate(
        text,
        (end, position) if horizontal else (position, end),
        xytext=(shift, 0) if horizontal else (0, shift),
        textcoords="offset points",
        ha=("right" if end < 0 else "left") if horizontal else "center",
        va="center" if horizontal else ("top" if end < 0 else "bottom"),
        fontsize=SMALL_SIZE,
        annotation_clip=False,
    )


def _bare_value_axis(ax: Axes, labels: list[str], *, horizontal: bool, with_axis: bool) -> None:
    """Category labels on one axis; on the other a grid, or nothing when values are written."""
    positions = range(len(labels))
    if horizontal:
        ax.set_yticks(positions, [wrap_label(label, 30) for label in labels])
        ax.set_ylim(len(labels) - 0.5, -0.5)
        chart_of(ax).left_aligned.append(ax)
    else:
        ax.set_xticks(positions, [wrap_label(label, 12) for label in labels])
    value_axis = ax.xaxis if horizontal else ax.yaxis
    ax.grid(visible=False)
    if with_axis:
        value_axis.grid(visible=True)
        return
    value_axis.set_ticks([])
    ax.spines["bottom"].set_visible(not horizontal)


def plot_heatmap_table(
    ax: Axes,
    values: pd.DataFrame,
    *,
    write: Callable[[float], str],
    low: float | None = None,
    high: float | None = None,
) -> None:
    """A table whose cells are tinted by value: cohorts by age, say; missing cells stay empty.

    Index and columns of ``values`` are the row and column names, final text. ``low`` and ``high``
    are the values of the palest and the darkest tint (default: the extremes).
    """
    numbers = values.to_numpy(dtype=float)
    finite = numbers[np.isfinite(numbers)]
    if finite.size == 0:
        raise ValueError("no cell has a value: there is nothing to draw")
    bottom = float(finite.min()) if low is None else low
    top = float(finite.max()) if high is None else high
    n_rows, n_columns = numbers.shape
    ax.pcolormesh(
        np.ma.masked_invalid(numbers),
        cmap=_SEQUENTIAL,
        vmin=bottom,
        vmax=max(top, bottom + 1e-12),
        edgecolors="white",
        linewidth=1.2,
    )
    texts = [[write(cell) if np.isfinite(cell) else "" for cell in row] for row in numbers]
    size = _cell_text_size(ax, texts)
    for row in range(n_rows):
        for column in range(n_columns):
            share = (numbers[row, column] - bottom) / max(top - bottom, 1e-12)
            color = _readable_on(_SEQUENTIAL(np.clip(np.nan_to_num(share), 0, 1)))
            place = (column + 0.5, row + 0.5)
            ax.text(
                *place, texts[row][column], ha="center", va="center", fontsize=size, color=color
            )
    _head_table(ax, [str(name) for name in values.index], [str(name) for name in values.columns])


def _head_table(ax: Axes, row_names: list[str], column_names: list[str]) -> None:
    ax.set_xticks(np.arange(len(column_names)) + 0.5, column_names)
    ax.set_yticks(np.arange(len(row_names)) + 0.5, row_names)
    ax.set_ylim(len(row_names), 0)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    chart_of(ax).left_aligned.append(ax)


def _cell_text_size(ax: Axes, texts: list[list[str]]) -> float:
    """The largest size, up to that of tick labels, at which the longest cell fits its column."""
    longest = max((len(text) for row in texts for text in row), default=1)
    column_points = chart_of(ax).get_figwidth() * 72 * 0.84 / max(len(texts[0]), 1)
    # A digit of the text face is half as wide as its size.
    return float(
        np.clip(column_points * 0.92 / (0.5 * max(longest, 1)), _LEAST_CELL_SIZE, SMALL_SIZE)
    )


def _readable_on(background: Any) -> str:
    """White or black, whichever contrasts more: at least 4.58:1 on any colour (WCAG 2.2)."""
    light = relative_luminance(background) + 0.05
    return "white" if 1.05 / light > light / 0.05 else "black"
