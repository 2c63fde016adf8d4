"""Charts of the reports: begun with ``new_chart``, ended with ``finish_chart``.

The claim is the title and stands outside the picture, where it can be read out, copied and
translated; the picture holds the data and nothing else.
"""

import io
import warnings
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.text import Text

from analysis.errors import ParameterError
from analysis.report.bars import height_for_rows, plot_bars, plot_heatmap_table
from analysis.report.blocks import Figure
from analysis.report.curves import plot_lines, plot_steps_with_band
from analysis.report.fonts import missing_characters
from analysis.report.forest import plot_points_with_intervals
from analysis.report.labels import align_left, label_line_ends, place_line_end_labels, wrap_label
from analysis.report.risk_table import add_risk_table
from analysis.report.theme import (
    ACCENT,
    GRID,
    INK,
    NEUTRAL,
    PALE,
    PALETTE,
    WIDTH,
    Chart,
    apply_theme,
)
from analysis.report.ticks import format_ticks, label_axes
from analysis.report.words import Words

__all__ = [
    "ACCENT",
    "GRID",
    "INK",
    "NEUTRAL",
    "PALE",
    "PALETTE",
    "Chart",
    "add_risk_table",
    "finish_chart",
    "format_ticks",
    "height_for_rows",
    "label_axes",
    "label_line_ends",
    "new_chart",
    "plot_bars",
    "plot_heatmap_table",
    "plot_lines",
    "plot_points_with_intervals",
    "plot_steps_with_band",
    "wrap_label",
]

_MOST_PASSES = 10
_NO_GLYPH = r"Glyph .* missing"


def new_chart(
    words: Words,
    *,
    height: float = 3.4,
    columns: int = 1,
    rows: int = 1,
    share_x: bool = False,
    share_y: bool = False,
) -> tuple[Chart, Any]:
    """A chart as wide as the page's text and ``height`` inches high, in the house style.

    Returns the chart and its axes: one Axes, or a list of them, row by row.
    """
    apply_theme(words.language)
    chart = Chart(words, figsize=(WIDTH, height), layout="constrained")
    grid = chart.subplots(rows, columns, sharex=share_x, sharey=share_y, squeeze=False)
    axes = list(grid.flat)
    for ax in axes:
        format_ticks(ax, x="number", y="number")
    return chart, axes[0] if len(axes) == 1 else axes


def finish_chart(
    chart: Chart,
    *,
    id: str,
    claim: str,
    subtitle: str,
    alt: str,
    source: str,
    note: str = "",
) -> Figure:
    """The chart as a block, drawn as SVG whose bytes depend on its content only.

    Raises ParameterError when it holds a character the fonts do not have, ValueError for an id
    that does not start with ``fig-``.
    """
    if not id.startswith("fig-"):
        raise ValueError(f"the id of a figure starts with fig-: {id!r}")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=_NO_GLYPH)  # all of them are told at once, below
        chart.draw_without_rendering()  # gives texts their sizes
        align_left(chart)
        _settle_layout(chart)
    place_line_end_labels(chart)
    _check_glyphs(chart, id)
    return Figure(
        id=id,
        claim=claim,
        subtitle=subtitle,
        alt=alt,
        source=source,
        svg=_draw_svg(chart, id),
        note=note,
    )


def _settle_layout(chart: Chart) -> None:
    """Lay out until nothing moves: texts beside the axes make one pass fall short."""
    before: list[tuple[float, ...]] = []
    for _ in range(_MOST_PASSES):
        chart.draw_without_rendering()
        now = [ax.get_position().bounds for ax in chart.axes]
        if before and np.allclose(before, now, atol=1e-4):
            return
        before = now


def _check_glyphs(chart: Chart, id: str) -> None:
    texts = [text.get_text() for text in chart.findobj(Text) if text.get_visible()]
    missing = missing_characters("".join(texts), chart.words.language)
    if missing:
        shown = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in missing[:5])
        raise ParameterError(
            f"chart {id} holds {len(missing)} character(s) the report's fonts lack: {shown}. "
            "Give the column or value a name under labels in study.yml"
        )


def _draw_svg(chart: Chart, id: str) -> str:
    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": id}), warnings.catch_warnings():
        warnings.filterwarnings("error", message=_NO_GLYPH)
        chart.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return stream.getvalue()
