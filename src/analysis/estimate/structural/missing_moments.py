"""Means and covariances of all items from incomplete rows, without any model."""

from dataclasses import dataclass

import numpy as np

from analysis.errors import EstimationError
from analysis.estimate.structural.missing_likelihood import (
    MomentScores,
    inform_moments,
    is_positive_definite,
    lower_triangle,
    score_moments,
)
from analysis.estimate.structural.missing_patterns import MissingPatterns

_EM_STEPS = 6  # between two attempts of Newton's
_ROUNDS = 200
_SETTLED = 1e-10  # twice the log likelihood still to be gained


@dataclass(frozen=True)
class SaturatedMoments:
    """Maximum likelihood ``mean`` (p,) and ``covariance`` (p, p), and the log likelihood there."""

    mean: np.ndarray
    covariance: np.ndarray
    log_likelihood: float


def estimate_saturated_moments(patterns: MissingPatterns) -> SaturatedMoments:
    """The moments that maximise the normal likelihood of incomplete rows (Orchard and Woodbury
    1972; Dempster, Laird and Rubin 1977): steps of the EM algorithm, then Newton's.

    Raises EstimationError when two items were never answered together, when the items determine
    each other, or when no maximum is found.
    """
    _check_coverage(patterns)
    mean, variance = patterns.item_moments()
    covariance = np.diag(variance)
    if patterns.seen.all():
        mean, covariance = patterns.means[0], patterns.covariances[0]
        if not is_positive_definite(covariance / np.sqrt(np.outer(variance, variance))):
            raise EstimationError(_singular(patterns))
        scores = score_moments(patterns, mean, covariance)
        return SaturatedMoments(mean, covariance, scores.log_likelihood)
    return _climb(patterns, mean, covariance)


def _climb(patterns: MissingPatterns, mean: np.ndarray, covariance: np.ndarray) -> SaturatedMoments:
    scores = score_moments(patterns, mean, covariance)
    for _ in range(_ROUNDS):
        for _ in range(_EM_STEPS):
            mean, covariance = _em_step(patterns.n, mean, covariance, scores)
            scores = score_moments(patterns, mean, covariance)
        if not np.isfinite(scores.log_likelihood) or _is_singular(covariance):
            raise EstimationError(_singular(patterns))
        gain = np.inf
        while gain > _SETTLED:
            found = _newton_step(patterns, mean, covariance, scores)
            if found is None:
                break
            mean, covariance, scores, gain = found
        else:
            return SaturatedMoments(mean, covariance, scores.log_likelihood)
    raise EstimationError(
        f"the means and covariances of {len(patterns.names)} items cannot be found from "
        f"{patterns.n} incomplete rows: leave out the items answered least often"
    )


def _em_step(
    n: int, mean: np.ndarray, covariance: np.ndarray, scores: MomentScores
) -> tuple[np.ndarray, np.ndarray]:
    """The expected moments of the completed rows, written in the gradient."""
    shift = covariance @ scores.mean / n
    change = covariance @ scores.covariance @ covariance * 2 / n
    return mean + shift, covariance + change - np.outer(shift, shift)


def _newton_step(
    patterns: MissingPatterns, mean: np.ndarray, covariance: np.ndarray, scores: MomentScores
) -> tuple[np.ndarray, np.ndarray, MomentScores, float] | None:
    """The moments after one step and what it promised to gain; None where it does not help."""
    p = len(mean)
    row, column, weight = lower_triangle(p)
    whole = inform_moments(patterns, mean, covariance)
    gradient = np.concatenate([scores.mean, scores.covariance[row, column] * weight])
    if not is_positive_definite(whole):
        return None
    step = np.linalg.solve(whole, gradient)
    change = np.zeros((p, p))
    change[row, column] = change[column, row] = step[p:]
    new = score_moments(patterns, mean + step[:p], covariance + change)
    if not new.log_likelihood >= scores.log_likelihood - 1e-9 * abs(scores.log_likelihood):
        return None
    return mean + step[:p], covariance + change, new, float(gradient @ step)


def _is_singular(covariance: np.ndarray) -> bool:
    sd = np.sqrt(np.diag(covariance))
    return bool(np.linalg.eigvalsh(covariance / np.outer(sd, sd))[0] < 1e-9)


def _singular(patterns: MissingPatterns) -> str:
    return (
        f"the covariances of the {len(patterns.names)} items ({patterns.n} rows) leave no room for "
        "error: some item is determined by others, or there are too few rows; leave out items "
        "that say the same"
    )


def _check_coverage(patterns: MissingPatterns) -> None:
    seen = patterns.seen.astype(float)
    together = (seen * patterns.counts[:, None]).T @ seen
    row, column = np.nonzero(np.tril(together == 0))
    if len(row):
        first, second = patterns.names[column[0]], patterns.names[row[0]]
        more = f" (and {len(row) - 1} more pairs)" if len(row) > 1 else ""
        raise EstimationError(
            f"{first} and {second}{more} were never answered by the same respondent, so their "
            "covariance is unknown: leave one of them out of the model"
        )
