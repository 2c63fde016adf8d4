"""An alluvial drawing: customers who moved, from their stage before to their stage after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

_BAR = 0.035  # of the width
_GAP = 0.035  # of the height, between neighbours
_OPACITY = 0.45
_LEAST_LABELLED = 0.035  # of all movers: thinner ribbons carry no number


@dataclass(frozen=True)
class Side:
    """One side of the drawing: node names in order, each with its text and colour."""

    names: Sequence[str]
    texts: Sequence[str]
    colors: Sequence[str]


def draw_alluvial(
    ax: Axes, flows: pd.DataFrame, left: Side, right: Side, *, write: Callable[[float], str]
) -> None:
    """Ribbons for rows (from_state, to_state, n) between the nodes of ``left`` and ``right``.

    Heights are proportional to customers; ribbons take the colour of where they come from, and the
    larger ones carry their number. Node texts stand outside.
    """
    total = float(flows["n"].sum())
    ax.set_axis_off()
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(1.0, 0.0)
    table = flows.pivot_table(
        index="from_state", columns="to_state", values="n", aggfunc="sum", fill_value=0
    ).reindex(index=list(left.names), columns=list(right.names), fill_value=0)
    n = table.to_numpy(float)
    scale = (1 - _GAP * (max(n.shape) - 1)) / total
    tops_left = _stack(n.sum(axis=1) * scale)
    tops_right = _stack(n.sum(axis=0) * scale)
    used_left, used_right = tops_left.copy(), tops_right.copy()
    for i in range(n.shape[0]):
        for j in range(n.shape[1]):
            if n[i, j] <= 0:
                continue
            height = n[i, j] * scale
            _ribbon(ax, used_left[i], used_right[j], height, left.colors[i])
            if n[i, j] / total >= _LEAST_LABELLED:
                place = (_BAR + 0.012, used_left[i] + height / 2)
                ax.annotate(write(n[i, j]), place, va="center", ha="left", fontsize=9)
            used_left[i] += height
            used_right[j] += height
    _nodes(ax, left, tops_left, n.sum(axis=1) * scale, at_left=True)
    _nodes(ax, right, tops_right, n.sum(axis=0) * scale, at_left=False)


def _stack(heights: np.ndarray) -> np.ndarray:
    """Tops of nodes one below the other, spread over the whole height."""
    gaps = len(heights) - 1
    gap = (1 - heights.sum()) / gaps if gaps else 0.0
    return np.concatenate([[0.0], np.cumsum(heights[:-1] + gap)])


def _ribbon(ax: Axes, start: float, stop: float, height: float, color: str) -> None:
    x0, x1, middle = _BAR, 1 - _BAR, 0.5
    points = [
        (x0, start), (middle, start), (middle, stop), (x1, stop),
        (x1, stop + height), (middle, stop + height), (middle, start + height),
        (x0, start + height), (x0, start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    patch = PathPatch(Path(points, codes), facecolor=color, alpha=_OPACITY, linewidth=0)
    ax.add_patch(patch)


def _nodes(ax: Axes, side: Side, tops: np.ndarray, heights: np.ndarray, *, at_left: bool) -> None:
    x = 0.0 if at_left else 1 - _BAR
    for text, color, top, height in zip(side.texts, side.colors, tops, heights, strict=True):
        ax.add_patch(Rectangle((x, top), _BAR, height, facecolor=color, linewidth=0))
        ax.annotate(
            text,
            (0.0 if at_left else 1.0, top + height / 2),
            xytext=(-6 if at_left else 6, 0),
            textcoords="offset points",
            ha="right" if at_left else "left",
            va="center",
            annotation_clip=False,
        )
