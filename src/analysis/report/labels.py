"""Text beside the data: direct labels that keep apart, and left-aligned names."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.transforms import offset_copy
from scipy.optimize import isotonic_regression

from analysis.report.theme import PALE, TEXT_SIZE, Chart, chart_of, text_tint

_NAME_PAD = 8.0  # points between the names of rows and the axis
_LEADER_FROM = 3.0  # points a name may stand off its line before a leader joins them


def wrap_label(text: str, width: int = 18) -> str:
    """``text`` in lines of at most ``width`` Latin characters; a Chinese one takes two."""
    lines, line = [], ""
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+|\s+", text):
        if line and display_width((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece.strip() else ""
    return "\n".join([*lines, line.rstrip()] if line.strip() or not lines else lines)


def display_width(text: str) -> int:
    """Length in Latin characters; a wide (Chinese) character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def label_line_ends(ax: Axes, lines: Sequence[Line2D] | None = None, *, width: int = 20) -> None:
    """Name lines at the right edge, in their colour, instead of in a legend.

    ``finish_chart`` moves the names apart; a thin leader joins a name to a line it left.
    """
    chart = chart_of(ax)
    named = [line for line in lines or ax.get_lines() if not str(line.get_label()).startswith("_")]
    beside = offset_copy(ax.get_yaxis_transform(), chart, x=10, units="points")
    labels = []
    for line in named:
        x, y = _last_point(line)
        label = ax.annotate(
            wrap_label(str(line.get_label()), width),
            (x, y),
            xytext=(1.0, y),
            textcoords=beside,
            va="center",
            ha="left",
            color=text_tint(line.get_color()),
            fontsize=TEXT_SIZE,
            annotation_clip=False,
            linespacing=1.0,
            arrowprops={
                "arrowstyle": "-",
                "color": PALE,
                "linewidth": 0.8,
                "shrinkA": 1,
                "shrinkB": 1,
                "relpos": (0, 0.5),
            },
        )
        labels.append(label)
    chart.line_end_labels.append(labels)


def _last_point(line: Line2D) -> tuple[float, float]:
    points = np.column_stack([np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata())])
    finite = points[np.isfinite(points.astype(float)).all(axis=1)]
    if len(finite) == 0:
        raise ValueError(f"line {line.get_label()!r} has no point to put its name at")
    return float(finite[-1, 0]), float(finite[-1, 1])


def align_left(chart: Chart) -> None:
    """Start the names of rows, and the title over them, at one left edge.

    To be called when the texts have their final size, and before the final layout.
    """
    to_points = 72 / chart.dpi
    for ax in chart.axes:
        names = [label for label in ax.get_yticklabels() if label.get_text()]
        width = max((name.get_window_extent().width for name in names), default=0.0) * to_points
        pad = float(ax.yaxis.get_tick_params().get("pad", _NAME_PAD))
        if ax in chart.left_aligned:
            pad = width + _NAME_PAD
            ax.tick_params(axis="y", pad=pad)
            for name in ax.get_yticklabels():
                name.set_horizontalalignment("left")
            width = 0.0
        edge = -(width + pad) / to_points / ax.bbox.width
        ax.set_title(ax.get_title(loc="left"), loc="left", x=edge if names else 0.0)


def place_line_end_labels(chart: Chart) -> None:
    """Move the names of lines apart, once the layout of ``chart`` is known."""
    for labels in chart.line_end_labels:
        for label, y in zip(labels, _label_heights(labels), strict=True):
            ax = label.axes
            assert ax is not None and label.arrow_patch is not None
            label.set_position((1.0, ax.transData.inverted().transform((0, y))[1]))
            x_end, y_end = ax.transData.transform(label.xy)
            off = max(abs(y - y_end), ax.bbox.x1 - x_end)
            label.arrow_patch.set_visible(bool(off > _LEADER_FROM * chart.dpi / 72))


def _label_heights(labels: list[Annotation]) -> list[float]:
    """Where the names of one chart's lines go, in pixels from the bottom."""
    if not labels:
        return []
    ax = labels[0].axes
    assert isinstance(ax, Axes)
    wanted = [float(ax.transData.transform(label.xy)[1]) for label in labels]
    pixels_per_point = chart_of(ax).dpi / 72
    # From the text: the annotation's own extent would include its leader.
    sizes = [
        (label.get_text().count("\n") + 1) * TEXT_SIZE * 1.2 * pixels_per_point for label in labels
    ]
    return spread_apart(wanted, sizes, low=ax.bbox.y0, high=ax.bbox.y1)


def spread_apart(
    wanted: Sequence[float], sizes: Sequence[float], *, low: float, high: float
) -> list[float]:
    """Centres closest to ``wanted`` (least squares) at which boxes of ``sizes`` do not overlap.

    They keep their order and stay within ``low`` and ``high`` where there is room for all;
    otherwise they stick out evenly. Isotonic regression of the positions less the room that the
    boxes before each one take.
    """
    if not len(wanted):
        return []
    order = np.argsort(wanted, kind="stable")
    size = np.asarray(sizes, dtype=float)[order]
    room = np.concatenate([[0.0], np.cumsum((size[1:] + size[:-1]) / 2)])
    free = isotonic_regression(np.asarray(wanted, dtype=float)[order] - room).x
    least, most = low + size[0] / 2, high - size[-1] / 2 - room[-1]
    if least > most:
        least = most = (least + most) / 2
    placed = np.empty(len(order))
    placed[order] = np.clip(free, least, most) + room
    return [float(position) for position in placed]
