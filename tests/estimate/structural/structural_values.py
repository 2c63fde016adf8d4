"""lavaan's values (tests/reference/scripts/structural.R) and the moments they belong to."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimate.structural.estimate import estimate_from_moments
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.specification import Specification
from analysis.estimate.structural.syntax import read_model_syntax

VALUES = Path(__file__).parents[2] / "reference" / "values" / "structural.json"
INDICES = {
    "chisq": "chi_square",
    "df": "degrees_of_freedom",
    "pvalue": "p_value",
    "rmsea.ci.lower": "rmsea_low",
    "rmsea.ci.upper": "rmsea_high",
    "logl": "log_likelihood",
    "npar": "n_parameters",
    "baseline.chisq": "baseline_chi_square",
    "baseline.df": "baseline_degrees_of_freedom",
    "chisq.scaled": "scaled_chi_square",
    "pvalue.scaled": "scaled_p_value",
    "chisq.scaling.factor": "scaling_factor",
    "cfi.scaled": "scaled_cfi",
    "tli.scaled": "scaled_tli",
    "rmsea.scaled": "scaled_rmsea",
    "rmsea.ci.lower.scaled": "scaled_rmsea_low",
    "rmsea.ci.upper.scaled": "scaled_rmsea_high",
    "cfi.robust": "robust_cfi",
    "tli.robust": "robust_tli",
    "rmsea.robust": "robust_rmsea",
    "rmsea.ci.lower.robust": "robust_rmsea_low",
    "rmsea.ci.upper.robust": "robust_rmsea_high",
}


@cache
def lavaan() -> dict[str, Any]:
    return json.loads(VALUES.read_text(encoding="utf-8"))


def specification_of(case: str) -> Specification:
    return read_model_syntax(lavaan()[case]["model"])


def moments_of(case: str) -> SampleMoments:
    stored = lavaan()[case]
    return SampleMoments(
        observed=tuple(stored["observed"]),
        n=stored["n"],
        means=np.array(stored["means"]),
        covariance=np.array(stored["covariance"]),
        gamma=np.array(stored["gamma"]) if "gamma" in stored else None,
    )


def fit_case(case: str, estimator: str = "ML") -> StructuralFit:
    return estimate_from_moments(
        moments_of(case), specification_of(case), confidence_level=0.95, estimator=estimator
    )


def matched(ours: pd.DataFrame, stored: dict[str, list[Any]]) -> pd.DataFrame:
    """Our rows with lavaan's beside them (``_r``), by term; a covariance has no direction."""
    theirs = pd.DataFrame(stored)
    frames = [frame.assign(key=[key_of(*row) for row in terms(frame)]) for frame in (ours, theirs)]
    return frames[0].merge(frames[1], on="key", suffixes=("", "_r"))


def terms(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(frame["left"], frame["operator"], frame["right"], strict=True))


def key_of(left: str, operator: str, right: str) -> str:
    pair = sorted([left, right]) if operator == "~~" else [left, right.replace(" ", "")]
    return f"{pair[0]} {operator} {pair[1]}"


def answers_like(case: str, *, n: int, seed: int) -> pd.DataFrame:
    """``n`` normal answers whose moments are exactly those of ``case``."""
    moments = moments_of(case)
    rows = np.random.default_rng(seed).standard_normal((n, len(moments.observed)))
    rows -= rows.mean(axis=0)
    whitened = rows @ np.linalg.inv(np.linalg.cholesky(np.cov(rows.T, bias=True))).T
    rows = moments.means + whitened @ np.linalg.cholesky(moments.covariance).T
    return pd.DataFrame(rows, columns=list(moments.observed))
