"""The PLS algorithm on correlation matrices, many at a time.

Wold (1982); Lohmoeller (1989), Latent Variable Path Modeling with Partial Least Squares; Tenenhaus
et al. (2005), Computational Statistics and Data Analysis 48, 159-205. Every array leads with the
batch: one matrix for an estimate, one for each draw of a bootstrap.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.estimate.composite.model import CompositeModel

Scheme = Literal["path", "factorial", "centroid"]
MOST_ROUNDS = 500
_TOLERANCE = 1e-10


@dataclass(frozen=True, eq=False)
class CompositeSolution:
    """Per matrix of the batch (b): ``weights`` and ``loadings`` (b, items, constructs; loadings
    hold the correlations with every composite), ``correlations`` of the composites, ``paths``
    (b, outcome, cause), and whether the weights ``converged`` (b,)."""

    weights: np.ndarray
    loadings: np.ndarray
    correlations: np.ndarray
    paths: np.ndarray
    converged: np.ndarray


def solve_composites(
    correlations: np.ndarray, model: CompositeModel, *, scheme: Scheme
) -> CompositeSolution:
    """Weights, loadings and paths of ``model`` for correlation matrices (b, p, p).

    Composites have unit variance and point the way most of their items point.
    """
    weights, converged = _iterate(correlations, model, scheme)
    loadings = correlations @ weights
    turned = np.where((loadings * model.blocks).sum(axis=-2) < 0, -1.0, 1.0)[..., None, :]
    weights, loadings = weights * turned, loadings * turned
    between = weights.swapaxes(-1, -2) @ loadings
    return CompositeSolution(weights, loadings, between, regress_paths(between, model), converged)


def regress_paths(between: np.ndarray, model: CompositeModel) -> np.ndarray:
    """Coefficients (b, outcome, cause) of every outcome on its causes."""
    paths = np.zeros_like(between)
    for outcome in model.outcomes:
        causes = model.causes[outcome]
        paths[..., outcome, causes] = solve_each(
            between[..., causes[:, None], causes], between[..., causes, outcome]
        )
    return paths


def solve_each(matrices: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Solutions (b, q) of symmetric systems (b, q, q); of least length where one is singular."""
    try:
        return np.asarray(np.linalg.solve(matrices, sides[..., None])[..., 0])
    except np.linalg.LinAlgError:
        inverse = np.linalg.pinv(matrices, hermitian=True)
        return np.asarray((inverse @ sides[..., None])[..., 0])


def _iterate(
    correlations: np.ndarray, model: CompositeModel, scheme: Scheme
) -> tuple[np.ndarray, np.ndarray]:
    """Outer and inner steps until the weights stay; matrices that are done leave the batch."""
    weights = _scale(
        np.broadcast_to(model.blocks.astype(float), (len(correlations), *model.blocks.shape)),
        correlations,
    )
    active = np.arange(len(correlations))
    current, matrices = weights, correlations
    inverses = _block_inverses(correlations, model)
    for _ in range(MOST_ROUNDS):
        inner = matrices @ (current @ _inner_weights(current, matrices, model, scheme))
        updated = np.where(model.blocks, inner, 0.0)
        if inverses is not None:
            regressed = np.where(model.blocks, inverses @ updated, 0.0)
            updated = np.where(model.formative, regressed, updated)
        updated = _scale(updated, matrices)
        # A weight vector and its mirror image are the same composite.
        change = np.abs(np.abs(updated) - np.abs(current)).max(axis=(-1, -2))
        current = updated
        weights[active] = current
        going = ~(change < _TOLERANCE)
        if not going.any():
            break
        if not going.all():
            active, current, matrices = active[going], current[going], matrices[going]
            inverses = inverses[going] if inverses is not None else None
    else:
        going = np.ones(len(active), dtype=bool)
    converged = np.ones(len(correlations), dtype=bool)
    converged[active[going]] = False
    return weights, converged


def _inner_weights(
    weights: np.ndarray, correlations: np.ndarray, model: CompositeModel, scheme: Scheme
) -> np.ndarray:
    between = weights.swapaxes(-1, -2) @ correlations @ weights
    if scheme == "centroid":
        return np.where(model.links, np.sign(between), 0.0)
    if scheme == "factorial":
        return np.where(model.links, between, 0.0)
    # Causes enter by their regression coefficients, consequences by their correlations.
    return np.where(model.paths, between, 0.0) + regress_paths(between, model).swapaxes(-1, -2)


def _block_inverses(correlations: np.ndarray, model: CompositeModel) -> np.ndarray | None:
    """Inverse of the correlations within blocks, where there are formative constructs."""
    if not model.formative.any():
        return None
    within = model.blocks @ model.blocks.T
    return np.linalg.pinv(np.where(within, correlations, 0.0), hermitian=True)


def _scale(weights: np.ndarray, correlations: np.ndarray) -> np.ndarray:
    variance = (weights * (correlations @ weights)).sum(axis=-2)
    return np.asarray(weights / np.sqrt(np.maximum(variance, 1e-300))[..., None, :])
