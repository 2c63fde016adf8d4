"""Multinomial logit: which of several ends a row comes to, with errors by customer.

Agresti (2013), Categorical Data Analysis, section 8.1; the sandwich of rows that depend on each
other is Liang and Zeger's (1986). statsmodels' MNLogit takes neither weights nor clusters.
"""

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.robust_errors import sum_by_code

RIDGE = 1.0  # where a company's levels may be rare
_MAX_STEPS = 50
_TOLERANCE = 1e-9
# A log odds beyond this tells of a class that a column separates, not of an effect.
_SEPARATED = 15.0


@dataclass(frozen=True)
class Multinomial:
    """A fitted model; class 0 is the one the others are compared with.

    ``coefficients`` (p, k - 1): log odds of classes 1.. against class 0. ``influence``
    (clusters, p * (k - 1)): how far each cluster moved them, columns class by class; its cross
    product is ``covariance``.
    """

    coefficients: np.ndarray
    influence: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """Of the coefficients, class by class; robust to dependence within clusters."""
        return np.asarray(self.influence.T @ self.influence)

    def predict(self, design: np.ndarray) -> np.ndarray:
        """Probabilities (n, k) of rows of ``design`` (n, p)."""
        return _probabilities(design, self.coefficients)


def fit_multinomial(
    design: np.ndarray,
    outcome: np.ndarray,
    *,
    weight: np.ndarray,
    cluster: np.ndarray,
    ridge: float = 0.0,
) -> Multinomial:
    """Maximum likelihood by Newton's method, less half of ``ridge`` times the squared coefficients
    of all columns but the first: 1 is a standard normal prior, which keeps a level that never met a
    class from having no odds, and is nothing beside hundreds of rows.

    ``design`` (n, p) holds a column of ones; ``outcome`` (n,) codes 0.. of which each occurs;
    ``weight`` (n,) not negative; ``cluster`` (n,) codes 0... Raises EstimationError where a column
    tells a class for certain, or repeats others.
    """
    n_classes, p = int(outcome.max()) + 1, design.shape[1]
    target = np.eye(n_classes)[outcome][:, 1:]
    share = np.clip(weight @ np.eye(n_classes)[outcome] / weight.sum(), 1e-9, None)
    held = np.append(0.0, np.full(p - 1, ridge))
    beta = np.zeros((p, n_classes - 1))
    beta[0] = np.log(share[1:] / share[0])
    for _ in range(_MAX_STEPS):
        chance = _probabilities(design, beta)[:, 1:]
        gradient = design.T @ (weight[:, None] * (target - chance)) - held[:, None] * beta
        information = _information(design, chance, weight) + np.diag(np.tile(held, n_classes - 1))
        step = _solve(information, gradient.T.ravel()).reshape(n_classes - 1, p).T
        beta = beta + step * min(1.0, 5.0 / max(np.abs(step).max(), 1e-12))
        if np.abs(beta).max() > _SEPARATED:
            raise EstimationError(
                f"a column of the design tells one of the {n_classes} classes for certain among "
                f"{len(outcome):,} rows; leave that column out"
            )
        if np.abs(step).max() < _TOLERANCE:
            break
    chance = _probabilities(design, beta)[:, 1:]
    scores = _scores(design, weight[:, None] * (target - chance))
    information = _information(design, chance, weight) + np.diag(np.tile(held, n_classes - 1))
    inverse = np.linalg.inv(information)
    return Multinomial(beta, sum_by_code(scores, cluster) @ inverse)


def _probabilities(design: np.ndarray, beta: np.ndarray) -> np.ndarray:
    logits = np.column_stack([np.zeros(len(design)), design @ beta])
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _scores(design: np.ndarray, residual: np.ndarray) -> np.ndarray:
    """Gradients of the rows (n, p * (k - 1)), class by class."""
    return np.hstack([design * residual[:, [place]] for place in range(residual.shape[1])])


def _information(design: np.ndarray, chance: np.ndarray, weight: np.ndarray) -> np.ndarray:
    n_free, p = chance.shape[1], design.shape[1]
    matrix = np.empty((n_free * p, n_free * p))
    for row in range(n_free):
        for column in range(row, n_free):
            kept = (row == column) - chance[:, column]
            block = design.T @ (design * (weight * chance[:, row] * kept)[:, None])
            matrix[row * p : (row + 1) * p, column * p : (column + 1) * p] = block
            matrix[column * p : (column + 1) * p, row * p : (row + 1) * p] = block.T
    return matrix


def _solve(information: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    scale = np.sqrt(np.diag(information))
    if (scale <= 0).any() or np.linalg.cond(information / np.outer(scale, scale)) > 1e12:
        raise EstimationError(
            "the drivers of the causes repeat each other, or one does not vary; leave one out"
        )
    return np.asarray(np.linalg.solve(information, gradient))


def differentiate_shares(model: Multinomial, design: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Derivatives (k, p * (k - 1)) of the weighted sums of predicted probabilities by the
    coefficients, class by class as in ``covariance``."""
    chance = model.predict(design)
    slopes = np.empty((chance.shape[1], model.influence.shape[1]))
    for place in range(chance.shape[1]):
        kept = np.eye(chance.shape[1])[place, 1:] - chance[:, 1:]
        slopes[place] = (((weight * chance[:, place])[:, None] * kept).T @ design).ravel()
    return slopes
