"""Retention: the share of a cohort that is active in each later period, with Wilson intervals."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.proportions import estimate_proportions
from analysis.results import Diagnostic

_SIGNIFICANCE = 0.05
_NUMBERS = ["estimate", "conf_low", "conf_high", "n_events"]


def estimate_retention(
    counts: pd.DataFrame, *, minimum_cell: int, confidence_level: float
) -> pd.DataFrame:
    """Retention of every cohort in every later period that had ended.

    ``counts`` has ``grain, cohort_day, offset, n_customers, n_active``. Tidy rows, offset 1 and
    later: ``stratum`` (first day of the cohort, ISO), ``time`` (periods since), ``estimate``,
    Wilson interval, ``n``, ``n_events``, ``suppressed``: fewer than ``minimum_cell`` customers in
    the cohort, or from 1 to one fewer active, so the numbers are missing.
    """
    later = counts[counts["offset"] > 0].reset_index(drop=True)
    rows = estimate_proportions(
        later, n_events="n_active", n="n_customers", confidence_level=confidence_level
    )
    rows = rows.assign(
        term="retention",
        stratum=[_iso(day) for day in rows["cohort_day"]],
        time=rows["offset"].astype(float),
    )
    return _suppress(rows, minimum_cell)


def estimate_pooled_retention(
    counts: pd.DataFrame, *, minimum_cell: int, confidence_level: float
) -> pd.DataFrame:
    """Retention over all cohorts that could be watched, one tidy row per offset from 1 on.

    As ``estimate_retention``, with the stratum ``all`` and ``n_cohorts``: how many cohorts had
    reached the offset by the as-of date. Later offsets rest on older cohorts only.
    """
    later = counts[counts["offset"] > 0].astype({"offset": "int64"})
    pooled = later.groupby(["grain", "offset"], as_index=False).agg(
        n_customers=("n_customers", "sum"),
        n_active=("n_active", "sum"),
        n_cohorts=("cohort_day", "nunique"),
    )
    rows = estimate_proportions(
        pooled, n_events="n_active", n="n_customers", confidence_level=confidence_level
    )
    rows = rows.assign(term="retention", stratum="all", time=rows["offset"].astype(float))
    return _suppress(rows, minimum_cell)


def check_cohorts_alike(counts: pd.DataFrame) -> Diagnostic:
    """Whether the cohorts' retention in the first period after differs by no more than chance.

    Pearson's chi-squared test of homogeneity at the 5 percent level. It cannot tell (``passed`` is
    None) with fewer than two cohorts that could be watched, or when all or none were active.
    """
    first = counts[counts["offset"] == 1]
    table = np.array([first["n_active"], first["n_customers"] - first["n_active"]], dtype=float)
    method = "pearson_chi_squared"
    if table.shape[1] <= 1 or (table.sum(axis=1) == 0).any():
        return Diagnostic("cohorts_alike", None, float("nan"), float("nan"), method=method)
    test = stats.chi2_contingency(table, correction=False)
    return Diagnostic(
        name="cohorts_alike",
        passed=bool(test.pvalue >= _SIGNIFICANCE),
        statistic=float(test.statistic),
        p_value=float(test.pvalue),
        degrees_of_freedom=int(test.dof),
        method=method,
    )


def _suppress(rows: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    """Without the numbers from which a handful of customers could be read off."""
    few = rows["n_events"].between(1, minimum_cell - 1)
    hidden = (rows["n"] < minimum_cell) | few
    shown = rows.assign(
        suppressed=hidden, n_events=rows["n_events"].astype("Int64"), n=rows["n"].astype("Int64")
    )
    shown.loc[hidden, _NUMBERS] = pd.NA
    shown.loc[rows["n"] < minimum_cell, "n"] = pd.NA
    return shown.drop(columns=["n_active", "n_customers"])


def _iso(day: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(day))).isoformat()
