"""Numbers at risk under a survival chart."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.labels import wrap_label
from analysis.report.theme import INK, NEUTRAL, PALETTE, SMALL_SIZE, chart_of, text_tint

_ROW_HEIGHT = 14.5  # points, of a line of the table
_BELOW_AXIS = 40.0  # points, that the tick labels and the axis title take


def add_risk_table(
    ax: Axes,
    at_risk: pd.DataFrame,
    *,
    minimum: int,
    title: str,
    colors: Mapping[str, str] | None = None,
) -> None:
    """Numbers at risk under a survival chart, each column under its tick.

    ``at_risk`` has one row per stratum (its index: the names, final text) and one column per time;
    the times become the ticks. Counts from 1 to ``minimum`` - 1 are not shown.
    """
    words = chart_of(ax).words
    tints = colors or dict(zip(at_risk.index, _row_colors(len(at_risk)), strict=True))
    cells = at_risk.map(lambda count: words.count_or_suppressed(count, minimum))
    ax.set_xticks([float(time) for time in at_risk.columns])
    left = -(3.0 * max((len(cell) for cell in cells.iloc[:, 0]), default=0) + 9)
    depth = _BELOW_AXIS
    _put_below(ax, title, (0.0, depth), x=0.0, align="left", color=NEUTRAL)
    for name, row in cells.iterrows():
        depth += _ROW_HEIGHT
        label, color = wrap_label(str(name)), text_tint(tints[str(name)])
        if len(at_risk) > 1:
            _put_below(ax, label, (left, depth), x=0.0, align="right", color=color)
        for time, cell in row.items():
            _put_below(ax, cell, (0.0, depth), x=float(str(time)), align="center", color=INK)
        depth += label.count("\n") * _ROW_HEIGHT if len(at_risk) > 1 else 0


def _row_colors(n_rows: int) -> list[str]:
    return [PALETTE[position % len(PALETTE)] for position in range(n_rows)]


def _put_below(
    ax: Axes,
    text: str,
    offset: tuple[float, float],
    *,
    x: float,
    align: Literal["left", "center", "right"],
    color: str,
) -> None:
    """``text`` at ``x``, ``offset`` points right of it and below the axis."""
    beside_axes = align != "center"
    ax.annotate(
        text,
        (x, 0.0),
        xycoords=ax.transAxes if beside_axes else ax.get_xaxis_transform(),
        xytext=(offset[0], -offset[1]),
        textcoords="offset points",
        ha=align,
        va="top",
        fontsize=SMALL_SIZE,
        color=color,
        annotation_clip=False,
    )
