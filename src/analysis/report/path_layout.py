"""Where the nodes of a path diagram stand: causes above effects, few lines crossing.

Nodes with no cause are the top row; every other node is one row below the lowest of its causes (the
layering of Sugiyama, Tagawa and Toda 1981). Within a row places are tried in turn and the best one
kept, until nothing improves.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

_PLACES = np.linspace(0.08, 0.92, 9)  # of the width: where a node that is alone in its row may be
_BEHIND_A_NODE = 20.0
_CROSSING = 1.0
_PER_LENGTH = 0.3
_MOST_PASSES = 8
Point = tuple[float, float]


def find_rows(nodes: Sequence[str], paths: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Nodes by row, from the top; ``paths`` are (cause, outcome) without a loop."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:  # a chain has at most as many links as there are nodes
        for cause, outcome in paths:
            depth[outcome] = max(depth[outcome], depth[cause] + 1)
    return [
        [node for node in nodes if depth[node] == row] for row in range(max(depth.values()) + 1)
    ]


def place_nodes(
    nodes: Sequence[str], paths: Sequence[tuple[str, str]], *, half_width: float
) -> dict[str, Point]:
    """The centre of every node: x from 0 to 1 across, y the row (0 at the top).

    ``half_width`` is half of a node's width, as a part of the drawing's.
    """
    rows = find_rows(nodes, paths)
    places = {node: point for y, row in enumerate(rows) for node, point in _spread(row, y).items()}
    best = _cost(places, paths, half_width)
    for _ in range(_MOST_PASSES):
        before = best
        for row in rows:
            for choice in _choices(row):
                tried = _move(places, choice)
                cost = _cost(tried, paths, half_width)
                if cost < best - 1e-9:
                    places, best = tried, cost
        if best >= before - 1e-9:
            break
    return places


def _spread(row: Sequence[str], y: int) -> dict[str, Point]:
    return {node: ((k + 0.5) / len(row), float(y)) for k, node in enumerate(row)}


def _choices(row: Sequence[str]) -> list[tuple[str, str | float]]:
    """What may change in a row: the place of a node that is alone, or which two change places."""
    if len(row) == 1:
        return [(row[0], float(x)) for x in _PLACES]
    return list(combinations(row, 2))


def _move(places: dict[str, Point], choice: tuple[str, str | float]) -> dict[str, Point]:
    node, other = choice
    if isinstance(other, str):
        return {**places, node: places[other], other: places[node]}
    return {**places, node: (other, places[node][1])}


def _cost(places: dict[str, Point], paths: Sequence[tuple[str, str]], half_width: float) -> float:
    lines = [(cause, outcome, places[cause], places[outcome]) for cause, outcome in paths]
    total = 0.0
    for cause, outcome, start, stop in lines:
        total += _PER_LENGTH * abs(stop[0] - start[0])
        for node, (x, y) in places.items():
            if node not in (cause, outcome) and start[1] < y < stop[1]:
                share = (y - start[1]) / (stop[1] - start[1])
                gap = abs(start[0] + share * (stop[0] - start[0]) - x)
                total += _BEHIND_A_NODE * max(0.0, 1 - gap / (1.35 * half_width))
    for first, second in combinations(lines, 2):
        if not {first[0], first[1]} & {second[0], second[1]}:
            total += _CROSSING * _cross(first[2], first[3], second[2], second[3])
    return total


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the line from ``a`` to ``b`` crosses that from ``c`` to ``d``."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
