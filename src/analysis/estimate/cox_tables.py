"""The coefficients of a Cox model as tidy tables."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.design_matrix import Design
from analysis.estimate.episodes import Layout
from analysis.estimate.survival import normal_quantile


def tabulate_coefficients(
    design: Design,
    layout: Layout,
    beta: np.ndarray,
    covariance: np.ndarray,
    facts: dict[str, float],
) -> pd.DataFrame:
    """One row per coefficient, with its hazard ratio; ``facts`` are ``conf_level, n, n_events``.

    The interval is symmetric on the log scale; ``std_error`` is that of the hazard ratio (delta
    method), ``coefficient_std_error`` that of its logarithm.
    """
    std_error = np.sqrt(np.diag(covariance))
    spread = normal_quantile(facts["conf_level"]) * std_error
    ratio, statistic = np.exp(beta), beta / std_error
    return _describe_coefficients(design, layout).assign(
        estimate=ratio,
        std_error=ratio * std_error,
        conf_low=np.exp(beta - spread),
        conf_high=np.exp(beta + spread),
        coefficient=beta,
        coefficient_std_error=std_error,
        statistic=statistic,
        p_value=2 * stats.norm.sf(np.abs(statistic)),
        unit="hazard ratio",
        **facts,
    )


def _describe_coefficients(design: Design, layout: Layout) -> pd.DataFrame:
    """What each coefficient is of, and when it holds."""
    parts = [(part, level) for part in design.drivers for level in part.levels]
    rows = []
    for one in layout.coefficients:
        part, level = parts[one.column]
        rows.append(
            {
                "term": design.terms[one.column],
                "driver": part.driver,
                "level": level,
                "reference": part.reference,
                "per": part.per if part.kind == "number" else np.nan,
                "period": one.period,
                "period_from": one.begins,
                "period_to": one.ends if np.isfinite(one.ends) else np.nan,
            }
        )
    return pd.DataFrame(rows)


def summarise_driver_tests(
    design: Design, layout: Layout, beta: np.ndarray, covariance: np.ndarray
) -> pd.DataFrame:
    """Wald test that all coefficients of a driver are zero, one row per driver."""
    owners = layout.owners(design)
    rows = []
    for part in design.drivers:
        own = np.flatnonzero(owners == part.driver)
        inverse = np.linalg.inv(covariance[np.ix_(own, own)])
        statistic = float(beta[own] @ inverse @ beta[own])
        rows.append((part.driver, statistic, len(own), float(stats.chi2.sf(statistic, len(own)))))
    return pd.DataFrame(rows, columns=["term", "statistic", "degrees_of_freedom", "p_value"])
