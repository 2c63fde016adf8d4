"""How well the items of a construct measure it: alpha, omega, variance extracted, loadings."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.measurement.block_statistics import cronbach_alpha
from analysis.estimate.measurement.item_answers import read_item_answers
from analysis.estimate.measurement.limits import (
    EXTRACTED_LIMIT,
    LOADING_LIMIT,
    RELIABILITY_LIMIT,
    Limit,
)
from analysis.estimate.structural.fit import StructuralFit, delta_errors
from analysis.estimate.structural.missing_likelihood import inform_moments, lower_triangle
from analysis.estimate.structural.missing_moments import estimate_saturated_moments
from analysis.estimate.structural.missing_patterns import collect_patterns
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import LOADING

COLUMNS = [
    "term", "construct", "measure", "stratum", "estimate", "std_error", "conf_low", "conf_high",
    "conf_level", "n", "unit", "limit", "limit_high", "passed", "source", "method",
]  # fmt: skip


def estimate_alpha(
    frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]], *, confidence_level: float
) -> pd.DataFrame:
    """Cronbach's alpha of every construct of two items or more.

    Complete answers: the interval of Feldt (1965), Psychometrika 30, 357-370, on
    F(n - 1, (n - 1)(k - 1)). With answers missing: alpha of the covariances that maximise the
    normal likelihood, with the delta method on log(1 - alpha). Tidy rows, term ``alpha: construct``
    with ``limit, limit_high, passed, source``. Raises EstimationError as ``read_item_answers``.
    """
    rows = []
    for construct, items in constructs.items():
        if len(items) < 2:
            continue
        answers = read_item_answers(frame, items)
        if answers.complete:
            found = _feldt(answers.values, confidence_level)
        else:
            found = _alpha_of_gaps(frame, tuple(items), confidence_level)
        rows.append({"construct": construct, "n": answers.n, **found})
    return _tidy(rows, "alpha", RELIABILITY_LIMIT, confidence_level)


def estimate_omega(fit: StructuralFit) -> pd.DataFrame:
    """Composite reliability (omega) of every construct of a measurement or structural model.

    The variance of the sum of the items that the construct explains, over all its variance, errors
    that covary included (McDonald 1999; Raykov 2001); delta-method interval on the logit. Of
    ordinal fits it is that of the latent responses. Missing where ``fit`` may not be read.
    """
    return _delta_table(fit, "omega", RELIABILITY_LIMIT)


def estimate_extracted_variance(fit: StructuralFit) -> pd.DataFrame:
    """Average variance extracted: mean squared standardised loading of every construct.

    Fornell and Larcker (1981), Journal of Marketing Research 18, 39-50; columns as
    ``estimate_omega``.
    """
    return _delta_table(fit, "average_variance_extracted", EXTRACTED_LIMIT)


def judge_loadings(fit: StructuralFit) -> pd.DataFrame:
    """Standardised loadings with intervals against the limit; term ``construct =~ item``.

    A loading of .708 means that half of the item's variance is the construct's.
    """
    loadings = fit.parameters[fit.parameters["operator"] == LOADING].reset_index(drop=True)
    estimate = loadings["standardised"].to_numpy(float)
    return pd.DataFrame(
        {
            "term": loadings["left"] + " =~ " + loadings["right"],
            "construct": loadings["left"],
            "item": loadings["right"],
            "measure": "loading",
            "stratum": "all",
            "estimate": estimate,
            "std_error": loadings["standardised_std_error"],
            "conf_low": loadings["standardised_conf_low"],
            "conf_high": loadings["standardised_conf_high"],
            "conf_level": fit.confidence_level,
            "n": fit.n,
            "unit": "correlation",
            "limit": LOADING_LIMIT.low,
            "limit_high": np.nan,
            "passed": LOADING_LIMIT.holds(estimate),
            "source": LOADING_LIMIT.source,
            "method": fit.estimator,
        }
    )


def measurement_blocks(model: RamModel) -> dict[str, np.ndarray]:
    """The positions in ``model.names`` of the items of every construct that has items."""
    blocks = {
        construct: [
            model.observed.index(item)
            for item in model.specification.indicators(construct)
            if item in model.observed
        ]
        for construct in model.latent
    }
    return {construct: np.array(rows) for construct, rows in blocks.items() if rows}


def omega_of(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """Omega (…, constructs with items) at ``theta`` (…, parameters)."""
    loadings, spread, _ = model.matrices(theta)
    total = model.total_covariance(theta)
    found = []
    for construct, rows in measurement_blocks(model).items():
        at = model.names.index(construct)
        common = loadings[..., rows, at].sum(axis=-1) ** 2 * total[..., at, at]
        error = spread[..., rows[:, None], rows].sum(axis=(-1, -2))
        found.append(common / (common + error))
    return np.stack(found, axis=-1)


def extracted_variance_of(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """Average variance extracted (…, constructs with items) at ``theta`` (…, parameters)."""
    loadings, _, _ = model.matrices(theta)
    total = model.total_covariance(theta)
    variance = np.diagonal(total, axis1=-2, axis2=-1)
    found = []
    for construct, rows in measurement_blocks(model).items():
        at = model.names.index(construct)
        explained = loadings[..., rows, at] ** 2 * variance[..., [at]] / variance[..., rows]
        found.append(explained.mean(axis=-1))
    return np.stack(found, axis=-1)


def _feldt(values: np.ndarray, confidence_level: float) -> dict[str, object]:
    n, k = values.shape
    covariance = np.cov(values.T)
    alpha = float(cronbach_alpha(covariance, np.ones((k, 1), dtype=bool))[0])
    tails = np.array([(1 + confidence_level) / 2, (1 - confidence_level) / 2])
    low, high = 1 - (1 - alpha) * stats.f.ppf(tails, n - 1, (n - 1) * (k - 1))
    return {
        "estimate": alpha,
        "std_error": np.nan,
        "conf_low": low,
        "conf_high": high,
        "method": "feldt",
    }


def _alpha_of_gaps(
    frame: pd.DataFrame, items: tuple[str, ...], confidence_level: float
) -> dict[str, object]:
    patterns = collect_patterns(frame, items)
    moments = estimate_saturated_moments(patterns)
    p = len(items)
    row, column, _ = lower_triangle(p)
    information = inform_moments(patterns, moments.mean, moments.covariance)
    vcov = np.linalg.inv(information)[p:, p:]

    def log_unreliable(cells: np.ndarray) -> np.ndarray:
        covariance = np.zeros((*cells.shape[:-1], p, p), cells.dtype)
        covariance[..., row, column] = covariance[..., column, row] = cells
        return np.log(1 - cronbach_alpha(covariance, np.ones((p, 1), dtype=bool)))

    cells = moments.covariance[row, column]
    error = float(delta_errors(complex_jacobian(log_unreliable, cells), vcov)[0])
    unreliable = float(np.exp(log_unreliable(cells)[0]))
    reach = stats.norm.ppf((1 + confidence_level) / 2) * error
    return {
        "estimate": 1 - unreliable,
        "std_error": unreliable * error,
        "conf_low": 1 - unreliable * np.exp(reach),
        "conf_high": 1 - unreliable * np.exp(-reach),
        "method": "full_information",
    }


def _delta_table(fit: StructuralFit, measure: str, limit: Limit) -> pd.DataFrame:
    share_of = omega_of if measure == "omega" else extracted_variance_of
    constructs = list(measurement_blocks(fit.model))
    missing = np.full(len(constructs), np.nan)
    estimate, error = missing, missing
    if fit.usable:
        estimate = share_of(fit.model, fit.theta)
        change = complex_jacobian(lambda at: share_of(fit.model, at), fit.theta)
        error = delta_errors(change, fit.vcov)
    logit = np.log(estimate / (1 - estimate))
    reach = stats.norm.ppf((1 + fit.confidence_level) / 2) * error / (estimate * (1 - estimate))
    rows = [
        {"construct": name, "n": fit.n, "method": f"{fit.estimator}, delta"} for name in constructs
    ]
    table = pd.DataFrame(rows).assign(
        estimate=estimate,
        std_error=error,
        conf_low=1 / (1 + np.exp(-logit + reach)),
        conf_high=1 / (1 + np.exp(-logit - reach)),
    )
    return _tidy(table, measure, limit, fit.confidence_level)


def _tidy(
    rows: pd.DataFrame | list[dict[str, object]],
    measure: str,
    limit: Limit,
    confidence_level: float,
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=None if len(rows) else ["construct", "estimate"])
    return frame.assign(
        term=f"{measure}: " + frame["construct"].astype(str),
        measure=measure,
        stratum="all",
        conf_level=confidence_level,
        unit="share" if measure == "average_variance_extracted" else "coefficient",
        limit=limit.low,
        limit_high=limit.high if np.isfinite(limit.high) else np.nan,
        passed=limit.holds(frame["estimate"].to_numpy(float)),
        source=limit.source,
    ).reindex(columns=COLUMNS)
