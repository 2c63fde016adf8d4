"""Estimates in units of standard deviations: comparable between items and constructs."""

import numpy as np

from analysis.estimate.structural.ram import RamModel


def standardise(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """The standardised value of each term (..., terms), as lavaan's ``std.all``.

    Loadings and paths: change of the outcome, in its standard deviations, per standard deviation of
    the cause. Variances: the share unexplained. Covariances: the correlation of what is
    unexplained. Missing where a variance is not positive.
    """
    paths, spread, inverse = model.matrices(theta)
    total = np.einsum("...ij,...jk,...ik->...i", inverse, spread, inverse)
    own = np.einsum("...ii->...i", spread)
    row, column, kind = model.cells
    with np.errstate(divide="ignore", invalid="ignore"):
        total, own = _root(total), _root(own)
        led = paths[..., row, column] * total[..., column] / total[..., row]
        shared = spread[..., row, column] / (own[..., row] * own[..., column])
        unexplained = spread[..., row, column] / total[..., row] ** 2
        level = model.intercepts(theta)[..., row] / total[..., row]
    free = np.where(row == column, unexplained, shared)
    return np.select([kind == "A", kind == "m"], [led, level], free)


def explained_variance(model: RamModel, theta: np.ndarray) -> dict[str, float]:
    """R2 of every item and construct that something leads to."""
    _, spread, _ = model.matrices(theta)
    total = np.diag(model.total_covariance(theta))
    row, _, kind = model.cells
    led = sorted(set(row[kind == "A"]))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {model.names[i]: float(1 - spread[i, i] / total[i]) for i in led}


def _root(variance: np.ndarray) -> np.ndarray:
    """Square roots; missing where the (real part of the) variance is negative."""
    return np.sqrt(np.where(np.real(variance) >= 0, variance, np.nan))
