"""How an implied covariance changes with the parameters, without laying the derivatives out.

With B = (I - A)^-1 and its observed rows T, the covariance of the observed is Sigma = T S T'. Write
t_j for column j of T (effects of name j on the observed) and s_j for column j of T S B' (their
covariances with name j). Since dB = B dA B, a change of one cell (r, c) gives

    of S    t_r t_c' + t_c t_r'     (half of it on the diagonal, where the cell is only one)
    of A    t_r s_c' + s_c t_r'

so every derivative is D_k = w_k (u_k v_k' + v_k u_k'), of rank two, and for symmetric P and W

    tr(P D_k)       = 2 w_k u_k' P v_k
    tr(W D_k W D_l) = 2 w_k w_l [(u_k' W u_l) (v_k' W v_l) + (u_k' W v_l) (v_k' W u_l)]

All of these are found in products of the columns t and s, however many parameters there are.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Cells:
    """Which columns of t and s (one beside the other) are u_k and v_k, the weight w_k, and, where
    several cells share a parameter, which one each holds (cells, parameters)."""

    first: np.ndarray
    second: np.ndarray
    weight: np.ndarray
    spread: np.ndarray | None = None

    def gather(self, per_cell: np.ndarray) -> np.ndarray:
        """Sums over the cells of each parameter, along the last axis."""
        return per_cell if self.spread is None else per_cell @ self.spread


def locate_cells(
    row: np.ndarray, column: np.ndarray, kind: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First, second and weight of the cells ``row, column`` of A, S or m (``kind``) in a model of
    ``size`` names; intercepts do not move a covariance."""
    second = np.where(kind == "A", size + column, column)
    weight = np.select([kind == "m", (kind == "S") & (row == column)], [0.0, 0.5], 1.0)
    return row, second, weight


@dataclass(frozen=True, eq=False)
class CovarianceChange:
    """Derivatives of ``sigma`` (..., p, p) in the parameters of ``cells``; ``columns`` holds t and
    s (..., p, 2 names). Complex-safe."""

    sigma: np.ndarray
    columns: np.ndarray
    cells: Cells

    def derivatives(self) -> np.ndarray:
        """D (..., parameters, p, p), laid out."""
        turned = np.swapaxes(self.columns, -1, -2)
        left = turned[..., self.cells.first, :] * self.cells.weight[:, None]
        half = left[..., :, None] * turned[..., self.cells.second, None, :]
        change = half + np.swapaxes(half, -1, -2)
        if self.cells.spread is None:
            return np.asarray(change)
        return np.einsum("cq,...cij->...qij", self.cells.spread, change)

    def traces(self, pull: np.ndarray) -> np.ndarray:
        """tr(P D_k) (..., parameters) of a symmetric ``pull`` (..., p, p)."""
        effects = self.columns[..., : self.columns.shape[-1] // 2]  # every u is one of t
        products = np.swapaxes(effects, -1, -2) @ pull @ self.columns
        found = _look_up(products, self.cells.first, self.cells.second)
        return self.cells.gather(2 * self.cells.weight * found)

    def products(self, weight: np.ndarray, other: Cells | None = None) -> np.ndarray:
        """tr(W D_k W D_l) (..., parameters, parameters) of a symmetric ``weight`` (..., p, p);
        D_l is a derivative in the parameters of ``other`` cells of the same matrices, if given."""
        one, two = self.cells, other or self.cells
        inner = np.swapaxes(self.columns, -1, -2) @ weight @ self.columns
        pairs = _cross(inner, one.first, two.first) * _cross(inner, one.second, two.second)
        pairs += _cross(inner, one.first, two.second) * _cross(inner, one.second, two.first)
        pairs *= 2 * np.outer(one.weight, two.weight)
        return np.swapaxes(one.gather(np.swapaxes(two.gather(pairs), -1, -2)), -1, -2)


def _look_up(matrix: np.ndarray, row: np.ndarray, column: np.ndarray) -> np.ndarray:
    """``matrix[..., row, column]``, which numpy does more slowly for a stack."""
    flat = matrix.reshape(*matrix.shape[:-2], -1)
    return np.take(flat, row * matrix.shape[-1] + column, axis=-1)


def _cross(matrix: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    return _look_up(matrix, rows[:, None], columns)
