"""Fit indices beside the limits reviewers hold them to, and who set those."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.structural.fit import StructuralFit

GOOD, ACCEPTABLE, POOR = "good", "acceptable", "poor"
EXACT = "chi_square"
CONVENTIONAL = 0.05


@dataclass(frozen=True)
class FitLimit:
    """An index is ``good`` beyond one limit and ``acceptable`` beyond another."""

    good: float
    acceptable: float
    high_is_good: bool
    source: str

    def grade(self, value: float) -> str:
        """``good``, ``acceptable``, ``poor``, or nothing for a missing value."""
        if np.isnan(value):
            return ""
        for name, limit in ((GOOD, self.good), (ACCEPTABLE, self.acceptable)):
            if (value >= limit) if self.high_is_good else (value <= limit):
                return name
        return POOR


LIMITS = {
    "cfi": FitLimit(0.95, 0.90, True, "Hu and Bentler 1999; Bentler and Bonett 1980"),
    "tli": FitLimit(0.95, 0.90, True, "Hu and Bentler 1999; Bentler and Bonett 1980"),
    "rmsea": FitLimit(0.06, 0.08, False, "Hu and Bentler 1999; Browne and Cudeck 1993"),
    "srmr": FitLimit(0.08, 0.08, False, "Hu and Bentler 1999"),
}


def tabulate_fit(fit: StructuralFit) -> pd.DataFrame:
    """One row per index: ``term, estimate, conf_low, conf_high`` (of the RMSEA, 90%), ``limit``,
    ``lenient``, ``grade``, ``passed`` (the lenient limit), ``source, degrees_of_freedom, p_value,
    n, method``; empty for a fit that may not be read. A saturated model has no grades.

    The chi-square tests exact fit, which large samples reject for trifles: it has no grade.
    Corrected indices stand where the estimator has them.
    """
    if not fit.usable:
        return pd.DataFrame()
    found = {name: _best(fit.fit_indices, name) for name in (EXACT, *LIMITS)}
    saturated = not fit.fit_indices["degrees_of_freedom"]
    exact = float(_best(fit.fit_indices, "p_value"))
    passed = None if saturated else exact > CONVENTIONAL
    rows = [{"term": EXACT, "estimate": found[EXACT], "grade": "", "passed": passed}]
    rows += [_row(name, np.nan if saturated else found[name]) for name in LIMITS]
    table = pd.DataFrame(rows).assign(
        conf_low=np.nan,
        conf_high=np.nan,
        degrees_of_freedom=fit.fit_indices["degrees_of_freedom"],
        p_value=exact,
        stratum="all",
        unit="index",
        n=fit.n,
        method=fit.estimator,
    )
    around = table["term"] == "rmsea"
    table.loc[around, "conf_low"] = _best(fit.fit_indices, "rmsea_low")
    table.loc[around, "conf_high"] = _best(fit.fit_indices, "rmsea_high")
    return table.astype({"passed": "boolean"})


def grade_fit(table: pd.DataFrame) -> str:
    """The worst grade among the indices: ``good`` only when all are."""
    grades = set(table["grade"])
    return next((name for name in (POOR, ACCEPTABLE, GOOD) if name in grades), "")


def _row(name: str, value: float) -> dict[str, object]:
    limit = LIMITS[name]
    grade = limit.grade(value)
    return {
        "term": name,
        "estimate": value,
        "limit": limit.good,
        "lenient": limit.acceptable,
        "grade": grade,
        "passed": grade in (GOOD, ACCEPTABLE) if grade else None,
        "source": limit.source,
    }


def _best(indices: dict[str, float], name: str) -> float:
    """The index corrected for kurtosis or for ordered categories, where there is one."""
    for prefix in ("robust_", "scaled_", ""):
        if prefix + name in indices:
            return float(indices[prefix + name])
    return float("nan")
