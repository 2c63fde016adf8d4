"""Structural models of items with few answers: thresholds, polychorics, least squares (WLSMV)."""

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.delta_parametrisation import CorrelationModel
from analysis.estimate.structural.fit import ModelProblem, Solution, StructuralFit, assemble_fit
from analysis.estimate.structural.identification import check_identification, name_flat
from analysis.estimate.structural.item_checks import check_items, check_respondents
from analysis.estimate.structural.ordinal_fit import (
    CorrelationSample,
    LeastSquaresFit,
    fit_correlations,
    measure_ordinal_fit,
)
from analysis.estimate.structural.polychoric import (
    OrdinalItems,
    PolychoricMoments,
    code_ordinal_items,
    estimate_polychoric,
)
from analysis.estimate.structural.polychoric_errors import estimate_asymptotic_covariance
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.specification import Specification

Array = NDArray[np.float64]

ESTIMATOR = "WLSMV"
THRESHOLD = "|"  # operator of a threshold's row: item | t1


def estimate_ordinal(
    frame: pd.DataFrame, specification: Specification, *, confidence_level: float
) -> StructuralFit:
    """``specification`` fitted to ordinal items by diagonally weighted least squares.

    ``frame`` holds one row per respondent and a numeric column per item, NaN where there is no
    answer. Each answer that occurs is a category of a normal response cut at thresholds, from 2
    points to the 11 of a question from 0 to 10; answers given fewer than five times are merged
    with a neighbour and named in ``problems``, which does not disqualify the fit. All items of
    the model are taken so: it is not for continuous ones.

    Missing answers: each threshold uses everybody who answered the item, each correlation
    everybody who answered both (lavaan's ``missing = "pairwise"``). This asks more than
    full-information likelihood does: that answers are missing completely at random.

    Estimates are in the delta parametrisation (the responses have variance 1, residual variances
    follow); standard errors are robust; of the fit indices those called ``scaled_`` belong to the
    chi-square adjusted in mean and variance. ``parameters`` also has the thresholds, as
    ``item | t1``. Results equal those of lavaan's ``estimator = "WLSMV"`` (Muthen 1984; Muthen,
    du Toit and Spisic 1997; Asparouhov and Muthen 2010).

    Raises EstimationError for items that do not vary, too few respondents, pairs of items that
    nobody answered both or that always agree, and models that are not identified; ParameterError
    for intercepts, or a residual variance of an item that is fixed or labelled.
    """
    model = build_ram_model(specification)
    correlations = CorrelationModel(model)
    check_identification(model)
    with one_blas_thread():
        items = code_ordinal_items(check_items(frame, specification), model.observed)
        check_respondents(items.n, model.n_parameters, len(items.names))
        moments = estimate_polychoric(items)
        sample, threshold_errors = _sample(items, moments)
        start = model.start(moments.correlation)[correlations.free]
        fit = fit_correlations(correlations, sample, start)
    n_parameters = float(len(correlations.free) + len(threshold_errors))
    assembled = assemble_fit(
        Solution(model, fit.theta, fit.vcov, items.n, ESTIMATOR, fit.converged),
        confidence_level=confidence_level,
        fit_indices={**measure_ordinal_fit(fit, sample), "n_parameters": n_parameters},
        problems=_problems(model, items, fit),
    )
    parameters = _with_thresholds(assembled, moments, threshold_errors)
    return dataclasses.replace(assembled, parameters=parameters)


def _sample(items: OrdinalItems, moments: PolychoricMoments) -> tuple[CorrelationSample, Array]:
    """The correlations with their covariance, and the standard errors of the thresholds."""
    gamma = estimate_asymptotic_covariance(items, moments)
    first, second = moments.pairs
    split = len(gamma) - len(first)
    errors = np.sqrt(np.diag(gamma)[:split] / (items.n - 1))
    rho = moments.correlation[first, second]
    return CorrelationSample(rho, gamma[split:, split:], items.n), errors


def _problems(
    model: RamModel, items: OrdinalItems, fit: LeastSquaresFit
) -> tuple[ModelProblem, ...]:
    found = [
        ModelProblem("merged_answers", item, f"{item}: {text}", disqualifying=False)
        for item, text in items.merged
    ]
    if len(fit.flat):
        names = name_flat(model, fit.flat)
        text = f"the answers of {items.n} respondents cannot tell these parameters apart: {names}"
        found.append(ModelProblem("under_identified", names, text))
    return tuple(found)


def _with_thresholds(fit: StructuralFit, moments: PolychoricMoments, errors: Array) -> pd.DataFrame:
    """``fit.parameters`` and one row per threshold; the responses being standardised, so are
    they. They are missing, as all numbers are, where the fit is not usable."""
    estimate = np.concatenate(moments.thresholds)
    if not fit.usable:
        estimate, errors = np.full((2, len(estimate)), np.nan)
    reach = stats.norm.ppf((1 + fit.confidence_level) / 2) * errors
    names = [
        (item, THRESHOLD, f"t{position + 1}")
        for item, cuts in zip(moments.names, moments.thresholds, strict=True)
        for position in range(len(cuts))
    ]
    interval = {"conf_low": estimate - reach, "conf_high": estimate + reach}
    rows = pd.DataFrame(names, columns=["left", "operator", "right"]).assign(
        label=None,
        estimate=estimate,
        std_error=errors,
        statistic=estimate / errors,
        p_value=2 * stats.norm.sf(np.abs(estimate / errors)),
        standardised=estimate,
        standardised_std_error=errors,
        **interval,
        **{f"standardised_{name}": values for name, values in interval.items()},
    )
    return pd.concat([fit.parameters, rows[fit.parameters.columns]], ignore_index=True)
