"""Where each respondent stands on each construct, with the error that comes with it.

Regression scores are the expected construct given the answers (Thurstone 1935): best as predictors
of an outcome. Bartlett scores (1937) are unbiased given the construct: best as an outcome. Both use
whatever items a respondent answered. Plausible values are draws from what the answers leave open
(Mislevy 1991): analyses repeated over them and pooled carry the measurement error.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.item_checks import suggest
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import LOADING

REGRESSION, BARTLETT = "regression", "bartlett"
RIDGE = 1e-10  # of an item's variance: an item without error would make a singular matrix
REDRAWS = 100


@dataclass(frozen=True, eq=False)
class ConstructScores:
    """``scores``: one row per row of the frame, one column per construct, missing where nothing
    speaks about it. ``pattern`` (n,): which items were answered, as a position in
    ``error_covariances`` (patterns, constructs, constructs), the covariance of score errors:
    given the answers for regression scores, given the constructs for Bartlett scores."""

    method: str
    scores: pd.DataFrame
    pattern: np.ndarray
    error_covariances: np.ndarray


@dataclass(frozen=True)
class _Joint:
    """Means and covariances of the items and constructs together."""

    means: np.ndarray
    construct_means: np.ndarray
    items: np.ndarray
    cross: np.ndarray  # items x constructs
    constructs: np.ndarray


def score_constructs(
    fit: StructuralFit, frame: pd.DataFrame, *, method: str = REGRESSION
) -> ConstructScores:
    """Scores of the respondents in ``frame`` (it may hold others than the model was fitted to).

    Raises EstimationError for a fit that may not be read or is of ordinal items, or a frame that
    lacks an item; ParameterError for an unknown ``method``.
    """
    if method not in (REGRESSION, BARTLETT):
        raise ParameterError(f"score method {method!r} is none of {REGRESSION}, {BARTLETT}")
    answers, seen, pattern = _read_answers(fit, frame)
    joint = _join(fit, fit.theta)
    scores = np.full((len(frame), len(fit.model.latent)), np.nan)
    errors = np.empty((len(seen), *joint.constructs.shape))
    for k, answered in enumerate(seen):
        weight, errors[k] = _weights(fit.model, joint, answered, method)
        if not answered.any():
            continue
        rows = pattern == k
        deviation = answers[rows][:, answered] - joint.means[answered]
        scores[rows] = joint.construct_means + deviation @ weight.T
    table = pd.DataFrame(scores, index=frame.index, columns=list(fit.model.latent))
    return ConstructScores(method, table, pattern, errors)


def draw_plausible_values(
    fit: StructuralFit,
    frame: pd.DataFrame,
    *,
    draws: int,
    rng: np.random.Generator,
    parameters_known: bool = False,
) -> np.ndarray:
    """Draws (draws, rows of ``frame``, constructs) of the constructs given the answers; missing
    where nothing was answered. Unless ``parameters_known``, each draw also draws the parameters of
    the model, as proper multiple imputation does. Raises as ``score_constructs``."""
    answers, seen, pattern = _read_answers(fit, frame)
    values = np.full((draws, len(frame), len(fit.model.latent)), np.nan)
    for one in values:
        joint = _join(fit, fit.theta) if parameters_known else _draw_joint(fit, rng)
        for k, answered in enumerate(seen):
            if answered.any():
                rows = pattern == k
                weight, error = _weights(fit.model, joint, answered, REGRESSION)
                centre = (answers[rows][:, answered] - joint.means[answered]) @ weight.T
                noise = rng.standard_normal(centre.shape) @ _root(error).T
                one[rows] = joint.construct_means + centre + noise
    return values


def score_reliability(fit: StructuralFit) -> pd.DataFrame:
    """``term, estimate``: the squared correlation of each construct with its regression score when
    every item is answered."""
    _check_scorable(fit)
    joint = _join(fit, fit.theta)
    everything = np.ones(len(fit.model.observed), dtype=bool)
    _, error = _weights(fit.model, joint, everything, REGRESSION)
    reliability = 1 - np.diag(error) / np.diag(joint.constructs)
    return pd.DataFrame({"term": list(fit.model.latent), "estimate": reliability})


def _check_scorable(fit: StructuralFit) -> None:
    fit.require_usable()
    if fit.estimator == "WLSMV":
        raise EstimationError(
            "scores from ordinal items are not available: estimate the model with FIML or MLR "
            "for scores"
        )
    if not fit.model.latent:
        raise EstimationError("the model has no constructs to score")


def _read_answers(
    fit: StructuralFit, frame: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers (n, items), the patterns of answered items, and each row's pattern."""
    _check_scorable(fit)
    columns = list(frame.columns)
    for name in fit.model.observed:
        if name not in columns:
            raise EstimationError(f"{name}: no such column{suggest(name, columns)}")
    answers = frame[list(fit.model.observed)].to_numpy(float, na_value=np.nan)
    seen, pattern = np.unique(~np.isnan(answers), axis=0, return_inverse=True)
    return answers, seen, pattern.ravel()


def _join(fit: StructuralFit, theta: np.ndarray) -> _Joint:
    model = fit.model
    p = len(model.observed)
    total = model.total_covariance(theta)
    if model.mean_structure:
        level = model.matrices(theta)[2] @ model.intercepts(theta)
    else:
        assert fit.moments is not None
        level = np.concatenate([fit.moments.means, np.zeros(len(model.latent))])
    return _Joint(level[:p], level[p:], total[:p, :p], total[:p, p:], total[p:, p:])


def _draw_joint(fit: StructuralFit, rng: np.random.Generator) -> _Joint:
    """The model at parameters drawn around the estimates, within what is possible."""
    root = _root(fit.vcov)
    for _ in range(REDRAWS):
        theta = fit.theta + root @ rng.standard_normal(len(fit.theta))
        spread = fit.model.matrices(theta)[1]
        total = fit.model.total_covariance(theta)
        if (np.diag(spread) >= 0).all() and np.linalg.eigvalsh(total)[0] >= 0:
            return _join(fit, theta)
    return _join(fit, fit.theta)


def _weights(
    model: RamModel, joint: _Joint, answered: np.ndarray, method: str
) -> tuple[np.ndarray, np.ndarray]:
    """Scoring weights (constructs, answered items) and the covariance of the errors."""
    if not answered.any():
        nothing = np.full((len(joint.constructs), 0), np.nan)
        return nothing, joint.constructs.copy()
    if method == REGRESSION:
        items, cross = joint.items[np.ix_(answered, answered)], joint.cross[answered]
        weight = np.linalg.solve(items, cross).T
        return weight, joint.constructs - weight @ cross
    return _bartlett_weights(model, joint, answered)


def _bartlett_weights(
    model: RamModel, joint: _Joint, answered: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """By generalised least squares of the items on the constructs they measure. Items that only
    take part in paths, and constructs measured by constructs, are left out."""
    relations = set(model.relations)
    measures = np.array(
        [[(c, LOADING, x) in relations for c in model.latent] for x in model.observed], dtype=bool
    )
    used = answered & measures.any(axis=1)
    scored = measures[used].any(axis=0)
    weight = np.full((len(model.latent), int(answered.sum())), np.nan)
    error = np.full(joint.constructs.shape, np.nan)
    if not scored.any():
        return weight, error
    inner = joint.constructs[np.ix_(scored, scored)]
    loading = np.linalg.solve(inner, joint.cross[np.ix_(used, scored)].T).T
    items = joint.items[np.ix_(used, used)]
    unexplained = items - loading @ inner @ loading.T + RIDGE * np.diag(np.diag(items))
    pull = np.linalg.solve(unexplained, loading)
    covariance = np.linalg.inv(loading.T @ pull)
    kept = np.zeros((int(scored.sum()), int(answered.sum())))
    kept[:, used[answered]] = covariance @ pull.T
    weight[scored] = kept
    error[np.ix_(scored, scored)] = covariance
    return weight, error


def _root(covariance: np.ndarray) -> np.ndarray:
    """A square root of a matrix that may be only just positive definite."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)))
