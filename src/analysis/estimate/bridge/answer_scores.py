"""Scores of constructs from the answers themselves, given a fitted measurement model.

Few-point answers are cuts of a latent response, and the top answer says little about how far above
it somebody stands. So the evidence of each construct's items is computed on a grid and turned into
the normal that fits best beside the other constructs (expectation propagation); a linear score
would make effects on behaviour too small.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import special

from analysis.errors import EstimationError
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.linear_algebra import one_blas_thread

if TYPE_CHECKING:
    from analysis.estimate.structural.fit import StructuralFit

MOST_POINTS = 12  # items with more different answers are taken as continuous
HIGHEST_LOADING = 0.995
ROWS_AT_ONCE = 20_000
_GRID = np.linspace(-6.0, 6.0, 81)
_SWEEPS, _TOLERANCE, _LEAST = 30, 1e-6, 1e-8


def score_answers(
    frame: pd.DataFrame, loadings: pd.DataFrame, correlations: pd.DataFrame
) -> ConstructPosteriors:
    """Constructs of every respondent of ``frame`` given the items they answered.

    ``loadings``: ``construct, item, loading`` (standardised, one construct per item);
    ``correlations``: of the constructs (k x k frame, variances 1). Items with up to 12 different
    answers are taken as cuts of a normal response at their observed shares, others as continuous.
    A missing item says nothing; who answered none has mean 0 and the population's covariance.

    Raises EstimationError for an item of two constructs, an absent column, or correlations that
    are not positive definite. Samejima (1969); Minka (2001).
    """
    names = tuple(str(name) for name in correlations.columns)
    prior = correlations.loc[list(names), list(names)].to_numpy(float)
    _check(frame, loadings, prior, names)
    evidence = [_sum_evidence(frame, loadings[loadings["construct"] == name]) for name in names]
    parts = []
    with one_blas_thread():
        for begin in range(0, len(frame), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            parts.append(_propagate([table[index[part]] for table, index in evidence], prior))
    return ConstructPosteriors(
        names, np.concatenate([m for m, _ in parts]), np.concatenate([v for _, v in parts]), prior
    )


def score_with_fit(
    fit: "StructuralFit", frame: pd.DataFrame, constructs: Sequence[str] | None = None
) -> ConstructPosteriors:
    """``score_answers`` with the standardised loadings and construct correlations of ``fit``.

    ``constructs``: those wanted (default all); each is informed by the items of all. Raises
    EstimationError when the fit cannot be read.
    """
    fit.require_usable()
    rows = fit.parameters[fit.parameters["operator"] == "=~"]
    loadings = rows.rename(
        columns={"left": "construct", "right": "item", "standardised": "loading"}
    )[["construct", "item", "loading"]]
    names = list(fit.model.latent)
    at = np.array([list(fit.model.names).index(name) for name in names])
    covariance = fit.model.total_covariance(fit.theta)[np.ix_(at, at)]
    sizes = np.sqrt(np.diag(covariance))
    correlations = pd.DataFrame(covariance / np.outer(sizes, sizes), index=names, columns=names)
    scores = score_answers(frame, loadings.astype({"loading": float}), correlations)
    return scores if constructs is None else scores.select(constructs)


def _check(
    frame: pd.DataFrame, loadings: pd.DataFrame, prior: np.ndarray, names: tuple[str, ...]
) -> None:
    shared = loadings.loc[loadings["item"].duplicated(), "item"]
    if len(shared):
        raise EstimationError(
            f"item {shared.iloc[0]!r} loads on two constructs; scores need items of one construct"
        )
    absent = [item for item in loadings["item"] if item not in frame]
    if absent:
        raise EstimationError(f"the answers lack the item {absent[0]!r} of the measurement model")
    if np.linalg.eigvalsh(prior)[0] <= 1e-8:
        raise EstimationError(
            f"the correlations of {', '.join(names)} are not positive definite: two of them are "
            "one construct to these items; leave one out"
        )


def _sum_evidence(frame: pd.DataFrame, loadings: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Log likelihood of a construct on the grid for each pattern of answers (patterns, grid), and
    every respondent's pattern (n,)."""
    answers = frame[loadings["item"].tolist()].to_numpy(float)
    patterns, index = np.unique(answers, axis=0, return_inverse=True, equal_nan=True)
    total = np.zeros((len(patterns), len(_GRID)))
    for column, loading in enumerate(loadings["loading"].to_numpy(float)):
        given = answers[:, column]
        total += _item_evidence(patterns[:, column], given[~np.isnan(given)], loading)
    return total, index.ravel()


def _item_evidence(values: np.ndarray, given: np.ndarray, loading: float) -> np.ndarray:
    """Log likelihood of an item's ``values`` on the grid; 0 where missing."""
    loading = float(np.clip(loading, -HIGHEST_LOADING, HIGHEST_LOADING))
    spread = np.sqrt(1 - loading**2)
    levels, counts = np.unique(given, return_counts=True)
    seen = ~np.isnan(values)
    evidence = np.zeros((len(values), len(_GRID)))
    if len(levels) > MOST_POINTS:
        standard = (values[seen] - given.mean()) / given.std()
        evidence[seen] = -0.5 * ((standard[:, None] - loading * _GRID) / spread) ** 2
        return evidence
    shares = np.concatenate([[0.0], np.cumsum(counts) / counts.sum()])
    cuts = special.ndtri(shares)
    standing = (cuts[:, None] - loading * _GRID) / spread
    chance = np.diff(special.ndtr(standing), axis=0)
    position = np.searchsorted(levels, values[seen])
    evidence[seen] = np.log(np.maximum(chance, 1e-300))[position]
    return evidence


def _propagate(evidence: list[np.ndarray], prior: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means (n, k) and covariances (n, k, k) that match the tilted moments of every construct."""
    n, k = len(evidence[0]), len(evidence)
    inverse = np.linalg.inv(prior)
    precision, weighted = np.zeros((n, k)), np.zeros((n, k))
    damping = 1.0 if k == 1 else 0.8
    for _ in range(_SWEEPS):
        means, covariances = _combine(inverse, precision, weighted)
        change = 0.0
        for at in range(k):
            own = 1 / covariances[:, at, at]
            outside = np.maximum(own - precision[:, at], _LEAST)
            centre = (own * means[:, at] - weighted[:, at]) / outside
            mean, variance = _tilt(evidence[at], centre, outside)
            new = np.maximum(1 / variance - outside, _LEAST)
            lean = mean * (new + outside) - centre * outside
            change = max(change, float(np.abs(new - precision[:, at]).max()))
            precision[:, at] += damping * (new - precision[:, at])
            weighted[:, at] += damping * (lean - weighted[:, at])
        if change < _TOLERANCE:
            break
    return _combine(inverse, precision, weighted)


def _combine(
    inverse: np.ndarray, precision: np.ndarray, weighted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    covariances = np.linalg.inv(inverse + precision[:, :, None] * np.eye(len(inverse)))
    return np.einsum("nij,nj->ni", covariances, weighted), covariances


def _tilt(
    evidence: np.ndarray, centre: np.ndarray, precision: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the evidence times a normal."""
    log = evidence - 0.5 * precision[:, None] * (_GRID - centre[:, None]) ** 2
    mass = np.exp(log - log.max(axis=1, keepdims=True))
    mass /= mass.sum(axis=1, keepdims=True)
    mean = mass @ _GRID
    return mean, np.maximum(mass @ _GRID**2 - mean**2, _LEAST)
