"""Answers with the moments, pattern by pattern, that tests/reference/values/structural_missing.json
holds, and lavaan's numbers beside ours."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

VALUES = Path(__file__).parents[1] / "reference" / "values" / "structural_missing.json"
SCHOOLS = ("Pasteur", "Grant-White")
ITEMS = tuple(f"x{i}" for i in range(1, 10))
THREE = """
visual =~ x1 + x2 + x3
textual =~ x4 + x5 + x6
speed =~ x7 + x8 + x9
"""
INDICES = {
    "chisq": "chi_square",
    "df": "degrees_of_freedom",
    "pvalue": "p_value",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low",
    "rmsea.ci.upper": "rmsea_high",
    "srmr": "srmr",
    "logl": "log_likelihood",
    "aic": "aic",
    "bic": "bic",
    "npar": "n_parameters",
    "baseline.chisq": "baseline_chi_square",
    "chisq.scaled": "scaled_chi_square",
    "pvalue.scaled": "scaled_p_value",
    "chisq.scaling.factor": "scaling_factor",
    "cfi.scaled": "scaled_cfi",
    "tli.scaled": "scaled_tli",
    "rmsea.scaled": "scaled_rmsea",
}


@cache
def reference() -> dict[str, Any]:
    """What lavaan says (tests/reference/scripts/structural_missing.R)."""
    return json.loads(VALUES.read_text(encoding="utf-8"))


def rebuild_answers(patterns: list[dict[str, Any]], names: tuple[str, ...] = ITEMS) -> pd.DataFrame:
    """Rows with exactly the moments of each of ``patterns``; not the answers they came from."""
    rng = np.random.default_rng(0)
    return pd.concat([_rows(pattern, names, rng) for pattern in patterns], ignore_index=True)


def school_answers(patterns: dict[str, Any]) -> pd.DataFrame:
    """The answers of both schools, with the column ``school``."""
    parts = [rebuild_answers(patterns[name]).assign(school=name) for name in SCHOOLS]
    return pd.concat(parts, ignore_index=True)


def _rows(
    pattern: dict[str, Any], names: tuple[str, ...], rng: np.random.Generator
) -> pd.DataFrame:
    n, mean = pattern["n"], np.ravel(pattern["mean"]).astype(float)
    covariance = np.reshape(np.array(pattern["covariance"], float), (len(mean), len(mean)))
    values, vectors = np.linalg.eigh(covariance)
    kept = np.argsort(values)[::-1][: n - 1]
    half = vectors[:, kept] * np.sqrt(np.maximum(values[kept], 0))
    free = np.column_stack([np.ones(n), rng.standard_normal((n, len(kept)))])
    rows = pd.DataFrame(np.nan, index=range(n), columns=list(names))
    rows[list(np.ravel(pattern["seen"]))] = (
        mean + np.sqrt(n) * np.linalg.qr(free)[0][:, 1:] @ half.T
    )
    return rows


def check_indices(found: dict[str, float], expected: dict[str, float]) -> None:
    """Every index lavaan gives, to five places (chi-squares relative)."""
    for name, value in expected.items():
        if name in INDICES:
            np.testing.assert_allclose(
                found[INDICES[name]], value, rtol=1e-5, atol=1e-5, err_msg=name
            )


def check_parameters(
    found: pd.DataFrame, expected: list[dict[str, Any]], groups: tuple[str, ...] = ()
) -> None:
    """Standard errors to 1e-4 relative, estimates to 2e-4 of one: lavaan's search stops there."""
    table = pd.DataFrame(expected).rename(columns={"lhs": "left", "op": "operator", "rhs": "right"})
    keys = ["left", "operator", "right"]
    if groups:
        table["group"] = [groups[number - 1] for number in table["group"]]
        keys = ["group", *keys]
    both = found.merge(table, on=keys)
    assert len(both) == len(table)
    free = both["se"] > 0
    np.testing.assert_allclose(both["estimate"][~free], both["est"][~free], atol=1e-12)
    both = both[free]
    assert ((both["estimate"] - both["est"]).abs() / both["se"]).max() < 2e-4
    np.testing.assert_allclose(both["std_error"], both["se"], rtol=1e-4)
    if not groups:
        np.testing.assert_allclose(both["standardised"], both["std.all"], atol=1e-4)
