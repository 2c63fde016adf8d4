"""Structural models when answers are missing: full-information maximum likelihood.

Every respondent counts with what they answered. The estimates are those of complete data, with
valid errors, when whether an answer is missing depends on answers that were given (missing at
random: Rubin 1976; Arbuckle 1996; Enders and Bandalos 2001).
"""

import numpy as np
import pandas as pd

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.fit import Solution, StructuralFit, assemble_fit
from analysis.estimate.structural.fit_measures import TestStatistic, scaled_measures
from analysis.estimate.structural.group_likelihood import (
    GroupLikelihood,
    Maximum,
    search_maximum,
)
from analysis.estimate.structural.group_measures import compare_with_saturated, measure_groups
from analysis.estimate.structural.group_model import one_group
from analysis.estimate.structural.identification import check_identification
from analysis.estimate.structural.item_checks import check_items, check_respondents
from analysis.estimate.structural.missing_baseline import fit_missing_baseline
from analysis.estimate.structural.missing_moments import (
    SaturatedMoments,
    estimate_saturated_moments,
)
from analysis.estimate.structural.missing_patterns import MissingPatterns, collect_patterns
from analysis.estimate.structural.missing_robust import correct_missing
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.problems import find_flat_likelihood
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.specification import Specification


def estimate_full_information(
    frame: pd.DataFrame,
    specification: Specification,
    *,
    confidence_level: float,
    robust: bool = False,
) -> StructuralFit:
    """Fit ``specification`` to all rows of ``frame`` that answer any of its items.

    Standard errors come from the observed information, as lavaan's ``missing = "ml"``; with
    ``robust`` from the sandwich, and the indices hold the scaled tests too. ``moments`` of the
    result are the saturated means and covariances given the missing answers.

    Raises EstimationError for items that cannot be used, a model that is not identified, too few
    respondents, or two items that nobody answered both.
    """
    model = build_ram_model(specification, mean_structure=True)
    check_identification(model)
    patterns = collect_patterns(check_items(frame, specification), model.observed)
    check_respondents(patterns.n, model.n_parameters, len(model.observed))
    with one_blas_thread():
        return _fit(model, patterns, confidence_level=confidence_level, robust=robust)


def estimate_from_patterns(
    patterns: MissingPatterns, specification: Specification, *, confidence_level: float
) -> StructuralFit:
    """As ``estimate_full_information``, from the moments of each pattern alone."""
    model = build_ram_model(specification, mean_structure=True)
    check_identification(model)
    with one_blas_thread():
        return _fit(model, patterns, confidence_level=confidence_level, robust=False)


def _fit(
    model: RamModel, patterns: MissingPatterns, *, confidence_level: float, robust: bool
) -> StructuralFit:
    likelihood = GroupLikelihood(one_group(model), (patterns,))
    saturated = estimate_saturated_moments(patterns)
    maximum = search_maximum(likelihood, [saturated])
    flat = find_flat_likelihood(model, maximum.information)
    vcov, fit_indices = _measure(likelihood, maximum, saturated, robust=robust and not flat)
    solution = Solution(
        model,
        maximum.theta,
        np.full_like(vcov, np.nan) if flat else vcov,
        patterns.n,
        "FIML",
        maximum.converged,
        SampleMoments(model.observed, patterns.n, saturated.mean, saturated.covariance),
    )
    return assemble_fit(
        solution, confidence_level=confidence_level, fit_indices=fit_indices, problems=flat
    )


def _measure(
    likelihood: GroupLikelihood, maximum: Maximum, saturated: SaturatedMoments, *, robust: bool
) -> tuple[np.ndarray, dict[str, float]]:
    baseline = fit_missing_baseline(likelihood.model.ram, likelihood.patterns[0])
    fit_indices = measure_groups(likelihood, maximum, [saturated], [baseline])
    if not robust:
        return np.linalg.pinv(maximum.information), fit_indices
    correction = correct_missing(likelihood, maximum, saturated, baseline)
    target, base = compare_with_saturated(likelihood, maximum, [saturated], [baseline])
    scaled = scaled_measures(
        TestStatistic(target.chi_square, target.degrees_of_freedom, correction.scaling),
        TestStatistic(base.chi_square, base.degrees_of_freedom, correction.baseline_scaling),
        n=likelihood.n,
    )
    return correction.vcov, fit_indices | scaled
