"""Standardised structural paths and many draws of them, for products of effects."""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import EstimationError

if TYPE_CHECKING:
    from analysis.estimate.structural.bootstrap import BootstrapDraws
    from analysis.estimate.structural.fit import StructuralFit


@dataclass(frozen=True)
class PathDraws:
    """Direct effects between constructs (and items that stand for one), [to, from].

    ``paths`` (k, k) as estimated, ``draws`` (b, k, k) over their uncertainty; standard deviations
    of the outcome per standard deviation of the cause. ``method`` says how the draws were made.
    """

    names: tuple[str, ...]
    paths: np.ndarray
    draws: np.ndarray
    n: int
    method: str

    def position(self, name: str) -> int:
        """Where ``name`` stands; raises EstimationError when the model does not hold it."""
        if name not in self.names:
            raise EstimationError(
                f"{name!r} is not in the structural model; it holds {', '.join(self.names)}"
            )
        return self.names.index(name)

    def total_effects(self, target: str) -> tuple[np.ndarray, np.ndarray]:
        """Total effect of every name on ``target``: as estimated (k,) and by draw (b, k)."""
        at = self.position(target)
        both = np.concatenate([self.paths[None], self.draws])
        totals = np.linalg.inv(np.eye(len(self.names)) - both)[:, at] - np.eye(len(self.names))[at]
        return totals[0], totals[1:]

    def chains(self, cause: str, outcome: str) -> list[tuple[str, ...]]:
        """Every directed way from ``cause`` to ``outcome``, shortest first."""
        if cause == outcome:
            return [(cause,)]
        at = self.position(cause)
        leads = np.flatnonzero(self.paths[:, at])
        found = [
            (cause, *rest) for step in leads for rest in self.chains(self.names[step], outcome)
        ]
        return sorted(found, key=len)

    def along(self, chain: tuple[str, ...]) -> tuple[float, np.ndarray]:
        """Product of the paths of ``chain``: as estimated and by draw (b,)."""
        value, drawn = 1.0, np.ones(len(self.draws))
        for cause, outcome in itertools.pairwise(chain):
            cell = self.position(outcome), self.position(cause)
            value *= float(self.paths[cell])
            drawn = drawn * self.draws[:, cell[0], cell[1]]
        return value, drawn


def standardise_paths(fit: "StructuralFit", thetas: np.ndarray) -> np.ndarray:
    """Standardised paths (b, k, k) between ``structural_names(fit)`` at parameters (b, q)."""
    names = structural_names(fit)
    at = np.array([list(fit.model.names).index(name) for name in names])
    block = at[:, None], at
    paths = fit.model.matrices(thetas)[0][:, block[0], block[1]]
    variances = np.diagonal(fit.model.total_covariance(thetas), axis1=-2, axis2=-1)[:, at]
    sizes = np.sqrt(variances)
    return np.asarray(paths * sizes[:, None, :] / sizes[:, :, None])


def structural_names(fit: "StructuralFit") -> tuple[str, ...]:
    """Constructs and those items that take part in paths, in the model's order."""
    rows = fit.parameters[fit.parameters["operator"] == "~"]
    used = set(rows["left"]) | set(rows["right"]) | set(fit.model.latent)
    return tuple(name for name in fit.model.names if name in used)


def collect_paths(fit: "StructuralFit", drawn: "BootstrapDraws") -> PathDraws:
    """Paths at the estimates of ``fit`` and over ``drawn`` (bootstrap refits or Monte Carlo draws).

    Draws that are no model (missing, or a negative variance) are left out. Raises EstimationError
    when the fit cannot be read.
    """
    fit.require_usable()
    with np.errstate(invalid="ignore"):
        draws = standardise_paths(fit, drawn.theta)
    draws = draws[np.isfinite(draws).all(axis=(1, 2))]
    return PathDraws(
        structural_names(fit),
        standardise_paths(fit, fit.theta[None])[0],
        draws,
        fit.n,
        drawn.method,
    )
