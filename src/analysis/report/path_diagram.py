"""A path diagram: constructs, the paths between them, and what they leave unexplained.

Constructs are drawn round and single items square, as is usual; a line is as thick as its path is
strong, and dashed where its interval holds zero, so that it can be read without colour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from analysis.report.charts import ACCENT, INK, NEUTRAL, PALETTE, new_chart, wrap_label
from analysis.report.path_layout import find_rows, place_nodes
from analysis.report.theme import WIDTH, Chart
from analysis.report.words import Words

_NODE_HEIGHT = 0.56  # inches
_WIDEST_NODE = 1.3
_ROW_HEIGHT = 1.45
_THINNEST, _PER_UNIT = 0.9, 6.0  # points of line, and more for a standardised path of 1
_LABEL = (0.40, 0.20)  # inches that a coefficient takes
_SPOTS = np.linspace(0.14, 0.86, 25)  # along a line: where its coefficient may stand
NEGATIVE = PALETTE[1]


@dataclass(frozen=True)
class Node:
    """A construct or, when not ``latent``, a single item: its ``text``, and a ``note`` below it."""

    name: str
    text: str
    note: str = ""
    latent: bool = True


def plot_path_diagram(
    words: Words,
    nodes: Sequence[Node],
    paths: pd.DataFrame,
    *,
    write: Callable[[float], str],
) -> Chart:
    """A chart of ``paths`` (cause, outcome, estimate standardised, conf_low, conf_high).

    ``write`` makes the text of a coefficient. Every cause and outcome is the name of a node.
    """
    links = list(zip(paths["cause"], paths["outcome"], strict=True))
    rows = find_rows([node.name for node in nodes], links)
    width = min(_WIDEST_NODE, 0.94 * WIDTH / max(len(row) for row in rows))
    chart, ax = new_chart(words, height=_ROW_HEIGHT * (len(rows) - 1) + _NODE_HEIGHT + 0.25)
    ax.set_axis_off()
    ax.set_xlim(0, WIDTH)
    ax.set_ylim(_ROW_HEIGHT * (len(rows) - 1) + _NODE_HEIGHT, 0)
    half = width / 2 / WIDTH
    across = place_nodes([node.name for node in nodes], links, half_width=half)
    centres = {
        name: (
            float(np.clip(x * WIDTH, width / 2 + 0.02, WIDTH - width / 2 - 0.02)),
            y * _ROW_HEIGHT + _NODE_HEIGHT / 2,
        )
        for name, (x, y) in across.items()
    }
    lines = _anchor_lines(links, centres, width)
    _draw_lines(ax, paths, lines)
    for node in nodes:
        _draw_node(ax, node, centres[node.name], width)
    _write_coefficients(ax, paths, lines, (centres, width), write)
    return chart


def _anchor_lines(
    links: Sequence[tuple[str, str]], centres: dict[str, tuple[float, float]], width: float
) -> np.ndarray:
    """Start and end of every line (paths, 2, 2): those that meet at a node are spread along it."""
    lines = np.zeros((len(links), 2, 2))
    for end, sign in ((0, 1), (1, -1)):
        for name, (x, y) in centres.items():
            here = [k for k, link in enumerate(links) if link[end] == name]
            here.sort(key=lambda k: centres[links[k][1 - end]][0])
            spread = np.linspace(-1, 1, len(here)) if len(here) > 1 else np.zeros(len(here))
            reach = 0.36 * width * min(1.0, len(here) / 4)
            for k, share in zip(here, spread, strict=True):
                lines[k, end] = (x + share * reach, y + sign * _NODE_HEIGHT / 2)
    return lines


def _draw_lines(ax: Axes, paths: pd.DataFrame, lines: np.ndarray) -> None:
    values = paths[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    for (estimate, low, high), (start, stop) in zip(values, lines, strict=True):
        color, dashed = _style(low, high)
        arrow = FancyArrowPatch(
            tuple(start),
            tuple(stop),
            arrowstyle="-|>",
            mutation_scale=11,
            shrinkA=0,
            shrinkB=0,
            linewidth=_THINNEST + _PER_UNIT * min(abs(estimate), 1.0),
            linestyle=(0, (4, 2)) if dashed else "solid",
            color=color,
            zorder=1,
        )
        ax.add_patch(arrow)


def _style(low: float, high: float) -> tuple[str, bool]:
    """The colour of a path, and whether it is dashed: its interval holds zero or is not known."""
    if not (low > 0 or high < 0):
        return NEUTRAL, True
    return (ACCENT if low > 0 else NEGATIVE), False


def _draw_node(ax: Axes, node: Node, centre: tuple[float, float], width: float) -> None:
    x, y = centre
    rounding = _NODE_HEIGHT / 2 if node.latent else 0.0
    shape = f"round,pad=0,rounding_size={rounding}" if node.latent else "square,pad=0"
    box = FancyBboxPatch(
        (x - width / 2, y - _NODE_HEIGHT / 2),
        width,
        _NODE_HEIGHT,
        boxstyle=shape,
        facecolor="white",
        edgecolor=INK,
        linewidth=1.1,
        zorder=2,
        clip_on=False,
    )
    ax.add_patch(box)
    text = wrap_label(node.text, max(8, int(width * 13)))
    if node.note:
        text = f"{text}\n{node.note}"
    size = 9 if text.count("\n") < 2 else 8
    ax.text(x, y, text, ha="center", va="center", fontsize=size, zorder=4, linespacing=1.05)


def _write_coefficients(
    ax: Axes,
    paths: pd.DataFrame,
    lines: np.ndarray,
    boxes: tuple[dict[str, tuple[float, float]], float],
    write: Callable[[float], str],
) -> None:
    """Every coefficient on its own line, where it is furthest from all else."""
    taken: list[np.ndarray] = []
    texts = [write(float(estimate)) for estimate in paths["estimate"]]
    for k in np.argsort(np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1), kind="stable"):
        spots = lines[k, 0] + _SPOTS[:, None] * (lines[k, 1] - lines[k, 0])
        best = spots[int(np.argmax(_room(spots, taken, np.delete(lines, k, axis=0), boxes)))]
        taken.append(best)
        ax.text(
            best[0],
            best[1],
            texts[k],
            ha="center",
            va="center",
            fontsize=9,
            color=INK,
            zorder=3,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )


def _room(
    spots: np.ndarray,
    taken: Sequence[np.ndarray],
    others: np.ndarray,
    boxes: tuple[dict[str, tuple[float, float]], float],
) -> np.ndarray:
    """How free each of ``spots`` (n, 2) is: the least distance to anything, in sizes of a label."""
    centres, width = boxes
    size = np.array(_LABEL)
    room = np.full(len(spots), 1.5)
    for label in taken:
        room = np.minimum(room, np.abs((spots - label) / size).max(axis=1))
    for centre in centres.values():
        reach = (size + np.array([width, _NODE_HEIGHT])) / 2
        room = np.minimum(room, np.abs((spots - centre) / reach).max(axis=1))
    for start, stop in others:
        along = (stop - start) / size
        back = (spots - start) / size
        share = np.clip(back @ along / (along @ along), 0, 1)
        room = np.minimum(room, 0.55 + np.linalg.norm(back - share[:, None] * along, axis=1))
    return room
