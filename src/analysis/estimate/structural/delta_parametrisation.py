"""Models of correlations: the unexplained variance of every item is what its scale leaves over.

Ordinal items have no scale of their own. In the delta parametrisation of Muthen (1984) their
responses have variance 1, so the residual variance of an item is no parameter but follows from
the others.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.errors import ParameterError
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import COVARIANCE

Array = NDArray[np.float64]


class CorrelationModel:
    """``model`` with its items' residual variances implied by the ``free`` parameters.

    ``free`` and ``implied`` are positions in the ``theta`` of ``model``; ``implied`` has one per
    item, in the order of ``model.observed``. Raises ParameterError when the model fixes such a
    variance, gives it a label, or has intercepts.
    """

    def __init__(self, model: RamModel) -> None:
        if model.specification.has_intercepts:
            raise ParameterError(
                "ordinal items have thresholds, not intercepts: leave out the ~1 terms"
            )
        self.model = model
        self.implied = np.array([_residual_position(model, item) for item in model.observed])
        self.free = np.setdiff1d(np.arange(model.n_parameters), self.implied)

    @cached_property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and second item of each correlation: the lower triangle, row by row."""
        first, second = np.tril_indices(len(self.model.observed), -1)
        return first, second

    def complete(self, phi: Array) -> Array:
        """``theta`` (..., parameters) of the free parameters ``phi`` (..., free)."""
        theta = np.zeros((*phi.shape[:-1], self.model.n_parameters), phi.dtype)
        theta[..., self.free] = phi
        sigma, change = self.model.covariance_derivatives(theta)
        # variances are linear in the residual variances, so one solution is exact
        theta[..., self.implied] = np.linalg.solve(
            np.swapaxes(self._own(change), -1, -2), 1 - _diagonal(sigma)[..., None]
        )[..., 0]
        return theta

    def derivatives(self, theta: Array) -> tuple[Array, Array, Array]:
        """Correlations (..., pairs), their derivatives (..., free, pairs) and those of the
        implied variances (..., free, items), at a complete ``theta``."""
        sigma, change = self.model.covariance_derivatives(theta)
        by_free, by_implied = change[..., self.free, :, :], change[..., self.implied, :, :]
        variance = -_diagonal(by_free) @ np.linalg.inv(self._own(change))
        first, second = self.pairs
        slopes = by_free[..., first, second] + variance @ by_implied[..., first, second]
        return sigma[..., first, second], slopes, variance

    def _own(self, change: Array) -> Array:
        """Derivatives of the variances by the residual variances (..., residuals, variances)."""
        return _diagonal(change[..., self.implied, :, :])


def _diagonal(matrices: Array) -> Array:
    return np.asarray(np.einsum("...ii->...i", matrices))


def _residual_position(model: RamModel, item: str) -> int:
    table = model.table
    row = table[
        (table["operator"] == COVARIANCE) & (table["left"] == item) & (table["right"] == item)
    ].iloc[0]
    shared = (table["free"] == row["free"]).sum() > 1
    if row["free"] < 0 or shared or row["label"] is not None:
        raise ParameterError(
            f"{item} ~~ {item} cannot be fixed or labelled: the residual variance of an ordinal "
            "item follows from its loadings; leave the term out"
        )
    return int(row["free"])
