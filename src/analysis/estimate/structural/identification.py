"""Can these data, or any data, tell the parameters of a model from each other?"""

from collections.abc import Sequence

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import COVARIANCE

RANK_TOLERANCE = 1e-7
SINGULAR_TOLERANCE = 1e-9
NAMED_SHARE = 0.1  # of the largest weight in a flat direction: smaller ones are not named
MAXIMUM_NAMED = 8


def degrees_of_freedom(model: RamModel) -> int:
    """Moments less parameters; means count when the model has a mean structure."""
    p = len(model.observed)
    return p * (p + 1) // 2 + p * model.mean_structure - model.n_parameters


def check_identification(model: RamModel) -> None:
    """Raises EstimationError when no data could identify ``model``, with the parameters involved.

    Fewer moments than parameters, or derivatives of the moments that depend on each other at a
    point chosen away from zeros (local identification: Bollen 1989, page 248).
    """
    spare = degrees_of_freedom(model)
    if spare < 0:
        p = len(model.observed)
        moments = model.n_parameters + spare
        raise EstimationError(
            f"the model has {model.n_parameters} parameters but {p} items give only {moments} "
            "variances, covariances and means: fix or remove parameters, or add items"
        )
    flat = _flat_directions(moment_derivatives(model, _generic_point(model)))
    if len(flat):
        names = name_flat(model, flat)
        raise EstimationError(
            f"the model is not identified: no data can tell these parameters apart: {names}; "
            "fix one of them, set two equal, or remove one"
        )


def moment_derivatives(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """Derivatives of covariances (lower triangle) and means: moments x parameters."""
    low = np.tril_indices(len(model.observed))
    change = model.covariance_derivatives(theta)[1][:, low[0], low[1]]
    if model.mean_structure:
        change = np.hstack([change, model.mean_derivatives(theta)[1]])
    return change.T


def find_flat_directions(information: np.ndarray) -> np.ndarray:
    """Directions (k, q) in which a likelihood with this ``information`` (q, q) does not change;
    parameters are taken in units of their own precision."""
    size = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
    if not np.isfinite(information).all():
        return np.ones((1, len(size)))
    values, vectors = np.linalg.eigh(information / np.outer(size, size))
    return vectors.T[values < SINGULAR_TOLERANCE * max(values[-1], 1.0)]


def name_flat(model: RamModel, flat: np.ndarray) -> str:
    """The parameters that take part in ``flat`` directions (k, q), the weightiest first."""
    weight = np.abs(flat).max(axis=0)
    order = np.argsort(-weight, kind="stable")
    involved = [k for k in order if weight[k] > NAMED_SHARE * weight.max()]
    return list_names([model.parameter_names[k] for k in involved])


def list_names(names: Sequence[str]) -> str:
    """At most ``MAXIMUM_NAMED`` names, and how many more there are."""
    more = len(names) - MAXIMUM_NAMED
    return ", ".join(names[:MAXIMUM_NAMED]) + (f" and {more} more" if more > 0 else "")


def _flat_directions(derivatives: np.ndarray) -> np.ndarray:
    size = np.linalg.norm(derivatives, axis=0)
    scaled = derivatives / np.where(size > 0, size, 1.0)
    # with at least as many moments as parameters the thin decomposition holds every direction
    _, values, vectors = np.linalg.svd(scaled, full_matrices=False)
    return vectors[values < RANK_TOLERANCE * values[0]]


def _generic_point(model: RamModel) -> np.ndarray:
    """Parameters without ties or zeros, where a model that can be identified is."""
    spread = np.mod(np.arange(1, len(model.table) + 1) * np.sqrt(0.2), 1.0) + 0.5
    operator = model.table["operator"].to_numpy(str)
    variance = (operator == COVARIANCE) & (model.table["left"] == model.table["right"])
    value = np.where(operator == COVARIANCE, np.where(variance, spread, spread / 10), spread)
    theta = np.zeros(model.n_parameters)
    theta[model.free[model.free >= 0]] = value[model.free >= 0]
    return theta
