"""The model of unrelated items, which comparative fit is measured against, for incomplete rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimate.structural.baseline_model import build_baseline_model
from analysis.estimate.structural.missing_likelihood import score_moments
from analysis.estimate.structural.missing_moments import estimate_saturated_moments
from analysis.estimate.structural.missing_patterns import MissingPatterns
from analysis.estimate.structural.ram import RamModel


@dataclass(frozen=True, eq=False)
class Baseline:
    """Means (p,), covariance (p, p) with zeros between unrelated items, and which covariances
    (p, p) are ``free``: those of items with themselves and among items that are causes only."""

    mean: np.ndarray
    covariance: np.ndarray
    free: np.ndarray
    log_likelihood: float

    @property
    def n_parameters(self) -> int:
        """Means, variances and free covariances."""
        return len(self.mean) + int(np.tril(self.free).sum())


def fit_missing_baseline(model: RamModel, patterns: MissingPatterns) -> Baseline:
    """The baseline of ``model``: unrelated items are estimated one by one, and those that are
    causes only together. Raises EstimationError as ``estimate_saturated_moments``."""
    row, column, _ = build_baseline_model(model).cells
    p = len(model.observed)
    free = np.zeros((p, p), dtype=bool)
    free[row, column] = free[column, row] = True
    mean, variance = patterns.item_moments()
    covariance = np.diag(variance)
    together = np.flatnonzero(free.sum(axis=1) > 1)
    if len(together):
        moments = estimate_saturated_moments(_choose_items(patterns, together))
        mean[together], covariance[np.ix_(together, together)] = moments.mean, moments.covariance
    log_likelihood = score_moments(patterns, mean, covariance).log_likelihood
    return Baseline(mean, covariance, free, log_likelihood)


def _choose_items(patterns: MissingPatterns, items: Sequence[int] | np.ndarray) -> MissingPatterns:
    kept = patterns.seen[:, items].any(axis=1)
    return MissingPatterns(
        tuple(patterns.names[i] for i in items),
        patterns.seen[kept][:, items],
        patterns.counts[kept],
        patterns.means[kept][:, items],
        patterns.covariances[kept][:, items][:, :, items],
    )
