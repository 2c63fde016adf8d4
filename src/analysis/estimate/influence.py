"""Which customers move the coefficients, and what the model says without them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, estimate_cox
from analysis.estimate.design_matrix import DriverInfo, complete_cases
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.robust_errors import estimate_score_residuals, sum_by_code

MOST_INFLUENTIAL = 10


@dataclass(frozen=True)
class Influence:
    """``customers``: the most influential; ``without``: coefficients with them left out."""

    customers: pd.DataFrame
    without: pd.DataFrame


def find_influential(
    fit: CoxFit,
    durations: pd.DataFrame,
    *,
    drivers_info: Sequence[DriverInfo],
    n_customers: int = MOST_INFLUENTIAL,
) -> Influence:
    """The customers whose absence would change a coefficient most, and the fit without them.

    ``customers``: ``customer_id, term, dfbeta`` (change in standard errors of the coefficient it
    moves most), ``share_of_std_error`` (its size), largest first. ``without``: ``term, coefficient,
    coefficient_without, change`` (in standard errors), ``sign_kept, n_left_out``; when the
    model cannot be fitted without them, changes are missing and no sign is kept.
    Therneau and Grambsch (2000), 7.1.
    """
    frame, _ = complete_cases(durations, fit.columns)
    with one_blas_thread():
        by_row = estimate_dfbetas(fit)
    names = frame["customer_id"] if "customer_id" in frame else frame.index.to_series()
    customer, labels = pd.factorize(names)
    dfbetas = sum_by_code(by_row, customer)
    largest = np.abs(dfbetas).max(axis=1)
    top = np.argsort(-largest, kind="stable")[:n_customers]
    column = np.abs(dfbetas[top]).argmax(axis=1)
    customers = pd.DataFrame(
        {
            "customer_id": np.asarray(labels)[top],
            "term": [fit.terms[j] for j in column],
            "dfbeta": dfbetas[top, column],
            "share_of_std_error": largest[top],
        }
    )
    kept = np.flatnonzero(~np.isin(customer, top))
    return Influence(customers, _compare_without(fit, kept, frame, drivers_info))


def _compare_without(
    fit: CoxFit, kept: np.ndarray, frame: pd.DataFrame, drivers_info: Sequence[DriverInfo]
) -> pd.DataFrame:
    again = _refit(fit, kept, frame, drivers_info)
    std_error = np.sqrt(np.diag(fit.covariance))
    return pd.DataFrame(
        {
            "term": fit.terms,
            "coefficient": fit.beta,
            "coefficient_without": again,
            "change": (again - fit.beta) / std_error,
            "sign_kept": np.sign(again) == np.sign(fit.beta),
            "n_left_out": len(frame) - len(kept),
        }
    )


def _refit(
    fit: CoxFit, kept: np.ndarray, frame: pd.DataFrame, drivers_info: Sequence[DriverInfo]
) -> np.ndarray:
    """Coefficients from the ``kept`` rows; missing when the model cannot do without the others."""
    try:
        again = estimate_cox(
            frame.iloc[kept],
            fit.specification,
            drivers_info=drivers_info,
            confidence_level=fit.confidence_level,
            design=fit.design,
        )
    except EstimationError:
        return np.full(len(fit.beta), np.nan)
    return again.beta


def estimate_dfbetas(fit: CoxFit) -> np.ndarray:
    """Approximate change in each coefficient, in standard errors, that each row makes.

    Rows (complete rows of durations, in order) x coefficients: score residuals times the
    covariance, as R's ``residuals(fit, type = "dfbetas")``.
    """
    residuals = estimate_score_residuals(fit.likelihood, fit.evaluation)
    changes = sum_by_code(residuals, fit.episodes.row) @ fit.model_covariance
    return np.asarray(changes / np.sqrt(np.diag(fit.model_covariance)))


def estimate_martingale_residuals(fit: CoxFit) -> np.ndarray:
    """Losses observed minus expected of each row (complete rows, in order), Efron's hazard."""
    likelihood, at = fit.likelihood, fit.evaluation
    expected = at.risk * likelihood.accumulate(at.sums.inverse)
    rows, times = likelihood.event_rows, likelihood.event_time
    expected[rows] -= at.risk[rows] * at.sums.inverse_f[times]
    residual = likelihood.event - expected
    return np.bincount(fit.episodes.row, residual, minlength=fit.n)
