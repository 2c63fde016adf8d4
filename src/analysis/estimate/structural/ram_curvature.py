"""First and second derivatives of a function of the implied moments in a model's parameters.

A likelihood reaches the parameters only through means and covariances. With its gradient in those
held (``MomentScores``), what the model adds is the chain rule through (I - A)^-1, written here by
cells so that no derivative of a covariance matrix is laid out.
"""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.missing_likelihood import MomentScores
from analysis.estimate.structural.ram import RamModel


@dataclass(frozen=True, eq=False)
class _Pieces:
    """B = (I - A)^-1, Q = S B', P = B S B', level = B m, and the gradient carried to all names: N
    for the covariance, g for the means."""

    inverse: np.ndarray
    halfway: np.ndarray
    total: np.ndarray
    level: np.ndarray
    in_spread: np.ndarray
    in_level: np.ndarray


def contract_scores(ram: RamModel, own: np.ndarray, scores: MomentScores) -> np.ndarray:
    """Gradient (parameters,) in the parameters ``own`` of one group."""
    pieces = _lay_out(ram, own, scores)
    row, column, kind, spread = _free_cells(ram)
    in_paths = 2 * pieces.in_spread @ pieces.halfway + np.outer(pieces.in_level, pieces.level)
    twice = np.where(row == column, 1.0, 2.0)
    in_means = pieces.in_level[row]
    per_cell = np.select(
        [kind == "A", kind == "S"],
        [in_paths[row, column], twice * pieces.in_spread[row, column]],
        in_means,
    )
    return np.asarray(per_cell @ spread)


def curve_scores(ram: RamModel, own: np.ndarray, scores: MomentScores) -> np.ndarray:
    """Second derivatives (parameters, parameters) at ``own``, ``scores`` held: the part that the
    curvature of the model adds to that of the likelihood."""
    pieces = _lay_out(ram, own, scores)
    row, column, kind, spread = _free_cells(ram)
    paths, spreads, means = (np.flatnonzero(kind == name) for name in ("A", "S", "m"))
    curved = np.zeros((len(row), len(row)))
    curved[np.ix_(paths, paths)] = _paths_by_paths(pieces, row[paths], column[paths])
    inverse, inside = pieces.inverse, pieces.in_spread
    r, c = row[paths][:, None], column[paths][:, None]
    a, b = row[spreads], column[spreads]
    mixed = inside[r, a] * inverse[c, b] + inside[r, b] * inverse[c, a]
    mixed = mixed * np.where(a == b, 1.0, 2.0)
    level = pieces.in_level[r] * inverse[c, row[means]]
    for other, block in ((spreads, mixed), (means, level)):
        curved[np.ix_(paths, other)] = block
        curved[np.ix_(other, paths)] = block.T
    return np.asarray(spread.T @ curved @ spread)


def _paths_by_paths(pieces: _Pieces, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    inverse, total, inside = pieces.inverse, pieces.total, pieces.in_spread
    both = inside @ pieces.halfway
    r, c, a, b = row[:, None], column[:, None], row[None], column[None]
    in_covariance = (
        inverse[b, r] * both[a, c] + inside[r, a] * total[b, c] + both[r, b] * inverse[c, a]
    )
    g, level = pieces.in_level, pieces.level
    in_means = inverse[b, r] * g[a] * level[c] + g[r] * inverse[c, a] * level[b]
    return np.asarray(2 * in_covariance + in_means)


def _lay_out(ram: RamModel, own: np.ndarray, scores: MomentScores) -> _Pieces:
    _, spread, inverse = ram.matrices(own)
    top = inverse[: len(ram.observed)]
    halfway = spread @ inverse.T
    return _Pieces(
        inverse,
        halfway,
        inverse @ halfway,
        inverse @ ram.intercepts(own),
        top.T @ scores.covariance @ top,
        top.T @ scores.mean,
    )


def _free_cells(ram: RamModel) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Row, column and kind of each free cell, and which parameter it holds (cells, parameters)."""
    free = ram.free >= 0
    row, column, kind = (part[free] for part in ram.cells)
    return row, column, kind, np.eye(ram.n_parameters)[ram.free[free]]
