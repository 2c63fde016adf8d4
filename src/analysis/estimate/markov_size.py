"""How far the rates of moving depart from the Markov model, beside whether they do.

With many customers every test rejects; what matters is by what factor rates differ.
"""

import numpy as np
import pandas as pd

from analysis.estimate.intensities import MARKOV_CHECKS
from analysis.results import Diagnostic

NEGLIGIBLE, SMALL, MODERATE = 1.1, 1.25, 1.6
_EVENTS_KNOWN = 5


def measure_markov(exposure: pd.DataFrame, checks: list[Diagnostic]) -> pd.DataFrame:
    """Rows (term, statistic, p_value, passed, estimate, size, method) of each check.

    ``estimate`` is the typical factor between the rate in a cell of the factor and the rate overall
    (geometric mean, weighted by events, with half an event added to every cell so that empty ones
    count); ``size`` is negligible, small, moderate or large, and ``passed`` is true when the test
    does not reject or the size is negligible.
    """
    rows = []
    for check, told in zip(MARKOV_CHECKS, checks, strict=True):
        factor = _typical_factor(exposure, check.factor)
        size = _name_size(factor)
        passed = told.passed if told.passed is not False else size == "negligible"
        rows.append(
            {
                "term": told.name,
                "statistic": told.statistic,
                "p_value": told.p_value,
                "passed": passed,
                "estimate": factor,
                "size": size,
                "unit": "ratio",
                "method": told.method,
            }
        )
    return pd.DataFrame(rows)


def _typical_factor(exposure: pd.DataFrame, factor: str) -> float:
    weighted, events = 0.0, 0.0
    for _, cell in exposure.groupby(["from_state", "to_state"], sort=False):
        merged = cell.groupby(factor)[["n_events", "exposure"]].sum()
        merged = merged[merged["exposure"] > 0]
        total = float(merged["n_events"].sum())
        if len(merged) < 2 or total < _EVENTS_KNOWN:
            continue
        expected = merged["exposure"].to_numpy(float) * total / float(merged["exposure"].sum())
        ratio = (merged["n_events"].to_numpy(float) + 0.5) / (expected + 0.5)
        weighted += float((expected * np.abs(np.log(ratio))).sum())
        events += total
    return float(np.exp(weighted / events)) if events else float("nan")


def _name_size(factor: float) -> str:
    if np.isnan(factor):
        return "unknown"
    limits = ((NEGLIGIBLE, "negligible"), (SMALL, "small"), (MODERATE, "moderate"))
    return next((name for limit, name in limits if factor < limit), "large")
