"""Reliability and effect sizes of a PLS solution, many solutions at a time."""

from dataclasses import replace

import numpy as np

from analysis.estimate.composite.model import CompositeModel
from analysis.estimate.composite.weighting import CompositeSolution, regress_paths
from analysis.estimate.measurement.block_statistics import variance_inflation


def own_loadings(solution: CompositeSolution, model: CompositeModel) -> np.ndarray:
    """Loadings (b, items, constructs) on the item's own composite; 0 elsewhere."""
    return np.where(model.blocks, solution.loadings, 0.0)


def reliability_rho_a(
    solution: CompositeSolution, correlations: np.ndarray, model: CompositeModel
) -> np.ndarray:
    """rho_A (b, constructs): squared correlation of composite and construct.

    Dijkstra and Henseler (2015), MIS Quarterly 39, 297-316, equation 3. 1 for a single item and
    for formative constructs, which are what their items make them.
    """
    weights = solution.weights
    squares = weights**2
    length = squares.sum(axis=-2)
    off_diagonal = (weights * (correlations @ weights)).sum(axis=-2) - length
    spread = length**2 - (squares**2).sum(axis=-2)
    exact = model.formative | (model.blocks.sum(axis=0) == 1)
    ratio = length**2 * off_diagonal / np.where(exact, 1.0, spread)
    return np.where(exact, 1.0, ratio)


def reliability_rho_c(loadings: np.ndarray, model: CompositeModel) -> np.ndarray:
    """Composite reliability (b, constructs): squared sum of loadings over itself plus error
    variance. Werts, Linn and Joreskog (1974); ``loadings`` on the own composite."""
    common = loadings.sum(axis=-2) ** 2
    error = model.blocks.sum(axis=0) - (loadings**2).sum(axis=-2)
    return np.asarray(common / (common + error))


def average_variance_extracted(loadings: np.ndarray, model: CompositeModel) -> np.ndarray:
    """Mean squared loading (b, constructs). Fornell and Larcker (1981)."""
    return np.asarray((loadings**2).sum(axis=-2) / model.blocks.sum(axis=0))


def make_consistent(
    solution: CompositeSolution, rho_a: np.ndarray, model: CompositeModel
) -> CompositeSolution:
    """The solution for constructs measured with error instead of composites (PLSc).

    Correlations of composites are divided by the roots of their rho_A, loadings of reflective
    blocks become weights times root rho_A over the squared length of the weights. Dijkstra and
    Henseler (2015), equations 4 and 5.
    """
    root = np.sqrt(np.where(rho_a > 0, rho_a, np.nan))
    between = solution.correlations / (root[..., :, None] * root[..., None, :])
    index = np.arange(len(model.constructs))
    between[..., index, index] = 1.0
    length = (solution.weights**2).sum(axis=-2)
    reflective = model.blocks & ~model.formative & (model.blocks.sum(axis=0) > 1)
    corrected = solution.weights * (root / length)[..., None, :]
    loadings = np.where(reflective, corrected, solution.loadings)
    return replace(
        solution, correlations=between, loadings=loadings, paths=regress_paths(between, model)
    )


def explained_variance(solution: CompositeSolution) -> np.ndarray:
    """R2 (b, constructs); 0 for constructs without causes."""
    return np.asarray((solution.paths * solution.correlations).sum(axis=-1))


def total_effects(paths: np.ndarray) -> np.ndarray:
    """Direct plus indirect effects (b, outcome, cause) of recursive ``paths``."""
    identity = np.eye(paths.shape[-1])
    return np.asarray(np.linalg.inv(identity - paths) - identity)


def judge_causes(
    solution: CompositeSolution, model: CompositeModel
) -> tuple[np.ndarray, np.ndarray]:
    """Effect size f2 and variance inflation (b, outcome, cause) of every cause.

    f2 is the fall of R2 without the cause over the variance left unexplained (Cohen 1988): the
    squared coefficient over its inflation and that variance.
    """
    effect, inflation = np.zeros((2, *solution.paths.shape))
    unexplained = 1 - explained_variance(solution)
    for outcome in model.outcomes:
        causes = model.causes[outcome]
        factors = variance_inflation(solution.correlations[..., causes[:, None], causes])
        coefficients = solution.paths[..., outcome, causes]
        inflation[..., outcome, causes] = factors
        effect[..., outcome, causes] = coefficients**2 / factors / unexplained[..., [outcome]]
    return effect, inflation
