"""Every number of a PLS solution in one row, so that an estimate and its bootstrap line up."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.estimate.composite import quality
from analysis.estimate.composite.model import CompositeModel
from analysis.estimate.composite.weighting import CompositeSolution, Scheme, solve_composites
from analysis.estimate.measurement.block_statistics import (
    cronbach_alpha,
    heterotrait_monotrait,
    variance_inflation,
)

_JOINTS = {
    "path": " ~ ",
    "total_effect": " ~ ",
    "f_squared": " ~ ",
    "vif": " ~ ",
    "weight": " <~ ",
    "loading": " =~ ",
    "cross_loading": " =~ ",
    "construct_correlation": " ~~ ",
    "htmt": " ~~ ",
    "item_vif": " <~ ",
}
_UNITS = {
    "path": "standard deviations",
    "total_effect": "standard deviations",
    "weight": "standard deviations",
    "loading": "correlation",
    "cross_loading": "correlation",
    "construct_correlation": "correlation",
    "r_squared": "share",
    "ave": "share",
}


@dataclass(frozen=True, eq=False)
class Measurement:
    """How a solution is obtained from correlations: model, scheme, corrected for error or not."""

    model: CompositeModel
    scheme: Scheme
    consistent: bool

    def solve(self, correlations: np.ndarray) -> tuple[CompositeSolution, dict[str, np.ndarray]]:
        """The solution and its quantities (b, rows of ``labels``), for matrices (b, p, p)."""
        model = self.model
        found = solve_composites(correlations, model, scheme=self.scheme)
        rho_a = quality.reliability_rho_a(found, correlations, model)
        if self.consistent:
            found = quality.make_consistent(found, rho_a, model)
        loadings = quality.own_loadings(found, model)
        effect, inflation = quality.judge_causes(found, model)
        by_construct = {
            "r_squared": quality.explained_variance(found),
            "alpha": cronbach_alpha(correlations, model.blocks),
            "rho_a": rho_a,
            "rho_c": quality.reliability_rho_c(loadings, model),
            "ave": quality.average_variance_extracted(loadings, model),
        }
        grids = {
            "path": found.paths,
            "total_effect": quality.total_effects(found.paths),
            "f_squared": effect,
            "vif": inflation,
            "weight": found.weights,
            "loading": found.loadings,
            "cross_loading": found.loadings,
            "item_vif": self._item_inflation(correlations),
            "construct_correlation": found.correlations,
            "htmt": heterotrait_monotrait(correlations, model.blocks),
        }
        cells = self._cells
        flat = {name: grid[:, cells[name][0], cells[name][1]] for name, grid in grids.items()}
        flat |= {name: row[:, cells[name][0]] for name, row in by_construct.items()}
        return found, {name: flat[name] for name in cells}

    def _item_inflation(self, correlations: np.ndarray) -> np.ndarray:
        factors = np.ones((len(correlations), *self.model.blocks.shape))
        for construct, block in enumerate(self.model.blocks.T):
            rows = np.flatnonzero(block)
            factors[:, rows, construct] = variance_inflation(correlations[:, rows[:, None], rows])
        return factors

    def turn(self, quantity: str, signs: np.ndarray) -> np.ndarray:
        """The factors (b, rows) that turn a quantity when composites turn by ``signs`` (b, k)."""
        cell = self._cells[quantity]
        if quantity in ("weight", "loading", "cross_loading"):
            return signs[:, cell[1]]
        if quantity in ("path", "total_effect", "construct_correlation"):
            return signs[:, cell[0]] * signs[:, cell[1]]
        return np.ones((1, 1))

    @cached_property
    def _cells(self) -> dict[str, tuple[np.ndarray, ...]]:
        """Where each quantity is not zero by construction, in the order of the table."""
        model = self.model
        reached = quality.total_effects(model.paths.astype(float)) > 0
        pairs = np.tril_indices(len(model.constructs), -1)
        several = np.flatnonzero(model.blocks.sum(axis=0) > 1)
        return {
            "path": np.nonzero(model.paths),
            "total_effect": np.nonzero(reached),
            "r_squared": (np.array(model.outcomes),),
            "f_squared": np.nonzero(model.paths),
            "vif": np.nonzero(model.paths),
            "weight": np.nonzero(model.blocks),
            "loading": np.nonzero(model.blocks),
            "cross_loading": np.nonzero(~model.blocks),
            "item_vif": np.nonzero(model.blocks),
            "alpha": (several,),
            "rho_a": (several,),
            "rho_c": (several,),
            "ave": (several,),
            "construct_correlation": pairs,
            "htmt": pairs,
        }

    @cached_property
    def labels(self) -> pd.DataFrame:
        """One row per number: ``quantity, left`` (outcome or construct), ``right`` (cause, item or
        other construct; missing for a number of one construct), ``term, unit``."""
        constructs, items = self.model.constructs, self.model.items
        rows: list[tuple[str, str, str | None]] = []
        for name, cell in self._cells.items():
            if len(cell) == 1:
                rows += [(name, constructs[j], None) for j in cell[0]]
            elif _JOINTS[name] in (" <~ ", " =~ "):
                rows += [(name, constructs[j], items[i]) for i, j in zip(*cell, strict=True)]
            else:
                rows += [(name, constructs[i], constructs[j]) for i, j in zip(*cell, strict=True)]
        frame = pd.DataFrame(rows, columns=["quantity", "left", "right"])
        terms = [
            left if right is None else f"{left}{_JOINTS[name]}{right}" for name, left, right in rows
        ]
        units = [_UNITS.get(name, "coefficient") for name, _, _ in rows]
        return frame.assign(term=terms, unit=units)
