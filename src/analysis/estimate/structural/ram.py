"""A specification as matrices: covariance = F (I - A)^-1 S (I - A)^-T F'.

The reticular action model of McArdle and McDonald (1984): paths and loadings are cells of A
(row = outcome, column = cause), unexplained variances and covariances cells of S, intercepts of m.
Every routine takes leading batch axes and complex numbers, so a bootstrap is one call on a stack
and derivatives of anything can be taken by complex steps.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.estimate.structural.covariance_change import (
    Cells,
    CovarianceChange,
    locate_cells,
)
from analysis.estimate.structural.parameter_table import build_parameter_table
from analysis.estimate.structural.specification import (
    COVARIANCE,
    INTERCEPT,
    LOADING,
    Specification,
)


@dataclass(frozen=True, eq=False)
class RamModel:
    """Observed and latent names and the cell each parameter fills.

    ``names`` is observed, then latent. ``table`` has one row per term: ``left, operator, right,
    label, value`` (fixed, else missing) and ``free``, the parameter's position in ``theta`` (-1
    when fixed). ``labels`` gives the position of each label that is free.
    """

    specification: Specification
    observed: tuple[str, ...]
    latent: tuple[str, ...]
    table: pd.DataFrame
    mean_structure: bool

    @cached_property
    def names(self) -> tuple[str, ...]:
        return self.observed + self.latent

    @cached_property
    def n_parameters(self) -> int:
        return int(self.table["free"].max()) + 1

    @cached_property
    def free(self) -> np.ndarray:
        return self.table["free"].to_numpy(int)

    @cached_property
    def fixed(self) -> np.ndarray:
        return self.table["value"].fillna(0.0).to_numpy(float)

    @cached_property
    def labels(self) -> dict[str, int]:
        rows = self.table[(self.free >= 0) & self.table["label"].notna()]
        return dict(zip(rows["label"], rows["free"].astype(int), strict=True))

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """One name per free parameter: its first term, such as ``loyalty ~ satisfaction``."""
        rows = self.table[self.free >= 0].drop_duplicates("free").sort_values("free")
        parts = rows[["left", "operator", "right"]].itertuples(index=False)
        return tuple(" ".join(part).rstrip() for part in parts)

    @cached_property
    def cells(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, column and kind ("A", "S" or "m") of the cell of each term."""
        at = {name: i for i, name in enumerate(self.names)}
        left = np.array([at[name] for name in self.table["left"]], dtype=int)
        right = np.array([at.get(name, 0) for name in self.table["right"]], dtype=int)
        operator = self.table["operator"].to_numpy(str)
        turned = operator == LOADING
        kind = np.select([operator == COVARIANCE, operator == INTERCEPT], ["S", "m"], "A")
        return np.where(turned, right, left), np.where(turned, left, right), kind

    @cached_property
    def _spread(self) -> np.ndarray:
        """Free terms x parameters: which parameter each term holds."""
        return np.eye(self.n_parameters)[self.free[self.free >= 0]]

    @cached_property
    def free_cells(self) -> Cells:
        """The cells of the parameters, in the order of ``table``."""
        row, column, kind = (part[self.free >= 0] for part in self.cells)
        shared = self.n_parameters < len(row)
        located = locate_cells(row, column, kind, len(self.names))
        return Cells(*located, self._spread if shared else None)

    @cached_property
    def relations(self) -> tuple[tuple[str, str, str], ...]:
        """Left, operator and right of each term, in the order of ``table``."""
        columns = (self.table[name].astype(str) for name in ("left", "operator", "right"))
        return tuple(zip(*columns, strict=True))

    def values(self, theta: np.ndarray) -> np.ndarray:
        """The number in each term's cell (..., terms)."""
        theta = np.asarray(theta)
        return np.where(self.free >= 0, theta[..., self.free], self.fixed)

    def matrices(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A, S and B = (I - A)^-1, each (..., names, names), at ``theta`` (..., parameters)."""
        values = self.values(theta)
        row, column, kind = self.cells
        size = len(self.names)
        paths, spread = np.zeros((2, *values.shape[:-1], size, size), values.dtype)
        a, s = kind == "A", kind == "S"
        paths[..., row[a], column[a]] = values[..., a]
        spread[..., row[s], column[s]] = spread[..., column[s], row[s]] = values[..., s]
        return paths, spread, np.linalg.inv(np.eye(size) - paths)

    def intercepts(self, theta: np.ndarray) -> np.ndarray:
        """m (..., names): zero for a name without an intercept."""
        values = self.values(theta)
        row, _, kind = self.cells
        level = np.zeros((*values.shape[:-1], len(self.names)), values.dtype)
        level[..., row[kind == "m"]] = values[..., kind == "m"]
        return level

    def implied_covariance(self, theta: np.ndarray) -> np.ndarray:
        """Covariance of the observed (..., observed, observed)."""
        p = len(self.observed)
        return self.total_covariance(theta)[..., :p, :p]

    def total_covariance(self, theta: np.ndarray) -> np.ndarray:
        """Covariance of observed and latent (..., names, names)."""
        _, spread, inverse = self.matrices(theta)
        return inverse @ spread @ np.swapaxes(inverse, -1, -2)

    def implied_means(self, theta: np.ndarray) -> np.ndarray:
        """Means of the observed (..., observed); with a mean structure only."""
        _, _, inverse = self.matrices(theta)
        top = inverse[..., : len(self.observed), :]
        return np.einsum("...pm,...m->...p", top, self.intercepts(theta))

    def change_covariance(self, theta: np.ndarray, cells: Cells | None = None) -> CovarianceChange:
        """Implied covariance and its derivatives in the parameters, not laid out; or in any other
        ``cells``, also of parameters now fixed at zero."""
        _, spread, inverse = self.matrices(theta)
        p = len(self.observed)
        effects = inverse[..., :p, :]
        with_all = effects @ spread @ np.swapaxes(inverse, -1, -2)
        columns = np.concatenate([effects, with_all], axis=-1)
        return CovarianceChange(with_all[..., :p], columns, cells or self.free_cells)

    def covariance_derivatives(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Implied covariance and its derivatives (..., parameters, observed, observed)."""
        change = self.change_covariance(theta)
        return change.sigma, change.derivatives()

    def mean_derivatives(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Implied means and their derivatives (..., parameters, observed)."""
        _, _, inverse = self.matrices(theta)
        top = inverse[..., : len(self.observed), :]
        level = np.einsum("...ij,...j->...i", inverse, self.intercepts(theta))
        free = self.free >= 0
        row, column, kind = (part[free] for part in self.cells)
        per_cell = np.swapaxes(top, -1, -2)[..., row, :].copy()
        per_cell *= np.where(kind == "A", level[..., column], np.where(kind == "m", 1.0, 0.0))[
            ..., None
        ]
        change = np.einsum("cq,...cp->...qp", self._spread, per_cell)
        return np.einsum("...pm,...m->...p", top, self.intercepts(theta)), change

    def start(self, covariance: np.ndarray, means: np.ndarray | None = None) -> np.ndarray:
        """Where the search begins: half of every variance unexplained, no structural effects,
        loadings in the items' own scales, intercepts at ``means`` (zero if not given)."""
        variance = self._start_variances(covariance)
        sign = self._start_signs(covariance)
        value = np.zeros(len(self.table))
        loaded = {right for _, operator, right in self.relations if operator == LOADING}
        for k, (left, operator, right) in enumerate(self.relations):
            if operator == LOADING:
                size = np.sqrt(variance[right] / variance[left] / 2)
                value[k] = sign.get((left, right), 1.0) * size
            elif operator == COVARIANCE and left == right:
                top = left in self.latent and left not in loaded
                value[k] = variance[left] * (1.0 if top else 0.5)
            elif operator == INTERCEPT and means is not None and left in self.observed:
                value[k] = means[self.observed.index(left)]
        theta = np.zeros(self.n_parameters)
        theta[self.free[self.free >= 0]] = value[self.free >= 0]
        return theta

    def _start_variances(self, covariance: np.ndarray) -> dict[str, float]:
        """Total variances: the items', and for a construct half its marker's, in its scale."""
        found = dict(zip(self.observed, np.diag(covariance).tolist(), strict=True))
        given: dict[str, float] = {}
        markers: dict[str, tuple[str, float]] = {}
        fixed = self.table["value"].notna()
        for k in np.flatnonzero(fixed):
            left, operator, right = self.relations[k]
            if operator == COVARIANCE and left == right:
                given[left] = self.fixed[k]
            elif operator == LOADING and self.fixed[k] != 0:
                markers.setdefault(left, (right, self.fixed[k]))

        def variance_of(name: str) -> float:
            if name not in found:
                marker, loading = markers.get(name, ("", 1.0))
                scaled = variance_of(marker) / 2 / loading**2 if marker else 1.0
                found[name] = given[name] if given.get(name, 0.0) > 0 else scaled
            return found[name]

        return {name: variance_of(name) for name in self.names}

    def _start_signs(self, covariance: np.ndarray) -> dict[tuple[str, str], float]:
        """The sign of each item's covariance with the first item of its construct."""
        signs = {}
        for construct in self.latent:
            first, *others = self.specification.indicators(construct)
            if first in self.observed:
                marker = covariance[self.observed.index(first)]
                for item in (name for name in others if name in self.observed):
                    negative = marker[self.observed.index(item)] < 0
                    signs[construct, item] = -1.0 if negative else 1.0
        return signs


def build_ram_model(specification: Specification, *, mean_structure: bool = False) -> RamModel:
    """The matrices of ``specification`` with lavaan's ``sem()`` defaults.

    First loading 1; all variances free; constructs (and, among themselves, items) that nothing
    leads to covary; so do the unexplained parts of outcomes that lead to nothing. Unlike lavaan's
    ``fixed.x``, variances of observed causes count as parameters. With ``mean_structure``,
    intercepts of items are free and those of constructs zero; without, means are left as they are.
    """
    return RamModel(
        specification=specification,
        observed=specification.observed,
        latent=specification.constructs,
        table=build_parameter_table(specification, mean_structure=mean_structure),
        mean_structure=mean_structure,
    )
