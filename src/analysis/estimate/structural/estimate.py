"""One way in: the estimator a reviewer would ask for, by what the answers are like."""

import math
from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.baseline_model import build_baseline_model, fit_baseline
from analysis.estimate.structural.fit import Solution, StructuralFit, assemble_fit
from analysis.estimate.structural.fit_measures import (
    TestStatistic,
    measure_fit,
    scaled_measures,
    standardised_residual,
)
from analysis.estimate.structural.identification import check_identification, degrees_of_freedom
from analysis.estimate.structural.item_checks import (
    check_covariance,
    check_items,
    check_respondents,
)
from analysis.estimate.structural.maximum_likelihood import (
    expected_information,
    maximise_likelihood,
)
from analysis.estimate.structural.missing import estimate_full_information
from analysis.estimate.structural.moments import SampleMoments, moments_of_frame
from analysis.estimate.structural.ordinal import estimate_ordinal
from analysis.estimate.structural.problems import find_flat_likelihood
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.robust import (
    Correction,
    correct_huber_white,
    correct_satorra_bentler,
)
from analysis.estimate.structural.specification import Specification

AUTO, FULL_INFORMATION, ORDINAL = "auto", "FIML", "WLSMV"
FEW_POINTS = 5
SOME_POINTS, SKEWED = 7, 1.0
CORRECTIONS = {"MLM": correct_satorra_bentler, "MLR": correct_huber_white}


def estimate_structural_model(
    frame: pd.DataFrame,
    specification: Specification,
    *,
    confidence_level: float,
    estimator: str = AUTO,
    ordinal_items: Collection[str] = (),
) -> StructuralFit:
    """Fit ``specification`` to the answers in ``frame`` (one row per respondent).

    ``estimator``: ``auto`` (see ``choose_estimator``); ``FIML`` (full information, any answers may
    be missing); ``WLSMV`` (polychoric correlations, every item ordinal); ``MLR`` (robust maximum
    likelihood, full information where answers are missing); ``MLM`` and ``ML`` (complete
    rows only).

    Raises EstimationError when an item is unknown, not a number, does not vary or is determined by
    others, when respondents are too few, or the model is not identified; ParameterError for an
    unknown estimator. Solutions that may not be read come back without numbers: see ``problems``.
    """
    items = check_items(frame, specification)
    if estimator == AUTO:
        estimator = choose_estimator(items, specification, ordinal_items)
    if estimator == ORDINAL:
        return estimate_ordinal(items, specification, confidence_level=confidence_level)
    incomplete = bool(items.isna().to_numpy().any()) or specification.has_intercepts
    if estimator == FULL_INFORMATION or (estimator == "MLR" and incomplete):
        return estimate_full_information(
            items,
            specification,
            confidence_level=confidence_level,
            robust=estimator != FULL_INFORMATION,
        )
    complete = items.dropna()
    check_respondents(len(complete), build_ram_model(specification).n_parameters, items.shape[1])
    moments = moments_of_frame(complete, specification.observed, robust=estimator in CORRECTIONS)
    return estimate_from_moments(
        moments, specification, confidence_level=confidence_level, estimator=estimator
    )


def choose_estimator(
    items: pd.DataFrame, specification: Specification, ordinal_items: Collection[str] = ()
) -> str:
    """``FIML`` as soon as an answer is missing (or the model speaks of means); else ``WLSMV`` when
    every item is ordinal: named in ``ordinal_items``, of at most five points, or skewed and of at
    most seven; else ``MLR``. (Rhemtulla, Brosseau-Liard and Savalei 2012.)"""
    if specification.has_intercepts or items.isna().to_numpy().any():
        return FULL_INFORMATION
    ordinal = all(name in ordinal_items or _looks_ordinal(items[name]) for name in items.columns)
    return ORDINAL if ordinal else "MLR"


def _looks_ordinal(answers: pd.Series) -> bool:
    points = answers.nunique()
    if points > SOME_POINTS or (answers % 1 != 0).any():
        return False
    return points <= FEW_POINTS or abs(float(stats.skew(answers.to_numpy(float)))) > SKEWED


def estimate_from_moments(
    moments: SampleMoments,
    specification: Specification,
    *,
    confidence_level: float,
    estimator: str = "ML",
) -> StructuralFit:
    """Maximum likelihood from means, covariances and n alone.

    ``estimator``: ``ML`` (errors from the expected information), or ``MLM`` and ``MLR`` where
    ``moments.gamma`` is known. Means are left as they are (a saturated mean structure).

    Raises EstimationError when the model is not identified, respondents are too few, or an item
    does not vary or is determined by others; ParameterError for an unknown estimator, or for
    intercepts in the model.
    """
    model = build_ram_model(specification)
    moments = _in_order_of(moments, model.observed)
    _check_request(specification, moments, estimator)
    check_identification(model)
    check_respondents(moments.n, model.n_parameters, len(model.observed))
    check_covariance(model.observed, moments.covariance)
    with one_blas_thread():
        theta, least, converged = maximise_likelihood(model, moments.covariance)
        information = expected_information(model, theta)
        flat = find_flat_likelihood(model, information)
        correction = _correct(model, theta, moments, estimator, information if not flat else None)
        solution = Solution(model, theta, correction.vcov, moments.n, estimator, converged, moments)
        return assemble_fit(
            solution,
            confidence_level=confidence_level,
            fit_indices=_measure(solution, least, correction.scaling),
            problems=flat,
        )


def _in_order_of(moments: SampleMoments, observed: tuple[str, ...]) -> SampleMoments:
    """``moments`` of just the ``observed`` items, in the model's order."""
    missing = [name for name in observed if name not in moments.observed]
    if missing:
        raise EstimationError(f"the moments lack the items {', '.join(missing)}")
    if observed == moments.observed:
        return moments
    at = np.array([moments.observed.index(name) for name in observed])
    gamma = moments.gamma
    if gamma is not None:
        place = np.zeros((len(moments.observed),) * 2, dtype=int)
        low = np.tril_indices(len(moments.observed))
        place[low] = place.T[low] = np.arange(len(low[0]))
        kept = place[np.ix_(at, at)][np.tril_indices(len(at))]
        gamma = gamma[np.ix_(kept, kept)]
    return SampleMoments(
        observed,
        moments.n,
        moments.means[at],
        moments.covariance[np.ix_(at, at)],
        gamma,
        None if moments.rows is None else moments.rows[:, at],
    )


def _check_request(specification: Specification, moments: SampleMoments, estimator: str) -> None:
    if estimator not in ("ML", *CORRECTIONS):
        raise ParameterError(f"estimator {estimator!r} is none of ML, MLM, MLR")
    if estimator in CORRECTIONS and moments.gamma is None:
        raise ParameterError(f"{estimator} needs the answers, or their fourth moments: use ML")
    if specification.has_intercepts:
        raise ParameterError("a model with intercepts (~1) needs the estimator FIML")


def _correct(
    model: RamModel,
    theta: np.ndarray,
    moments: SampleMoments,
    estimator: str,
    information: np.ndarray | None,
) -> Correction:
    """The covariance of the estimates; missing where the information is singular."""
    if information is None:
        return Correction(np.full((len(theta),) * 2, np.nan), math.nan)
    if estimator == "ML":
        return Correction(np.linalg.inv(information) / moments.n, 1.0)
    return CORRECTIONS[estimator](model, theta, moments)


def _measure(solution: Solution, least: float, scaling: float) -> dict[str, float]:
    model, moments = solution.model, solution.moments
    assert moments is not None
    p, n = len(model.observed), moments.n
    base_model = build_baseline_model(model)
    base_theta, base_least = fit_baseline(base_model, moments.covariance)
    # a saturated model can end below zero by rounding
    target = TestStatistic(max(n * least, 0.0), degrees_of_freedom(model), scaling)
    baseline = TestStatistic(n * base_least, degrees_of_freedom(base_model))
    determinant = np.linalg.slogdet(moments.covariance)[1]
    found = measure_fit(
        TestStatistic(target.chi_square, target.degrees_of_freedom),
        baseline,
        n=n,
        log_likelihood=-n / 2 * (p * math.log(2 * math.pi) + least + determinant + p),
        n_parameters=model.n_parameters,
        srmr=standardised_residual(moments.covariance, model.implied_covariance(solution.theta)),
    )
    if solution.estimator == "ML" or not target.degrees_of_freedom:
        return found
    base_scaling = CORRECTIONS[solution.estimator](base_model, base_theta, moments).scaling
    base = TestStatistic(baseline.chi_square, baseline.degrees_of_freedom, base_scaling)
    return found | scaled_measures(target, base, n=n)
