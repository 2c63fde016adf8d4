"""The European customer satisfaction index model, and the stored references of its answers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

VALUES = Path(__file__).parents[2] / "reference" / "values" / "composite.json"
CONSTRUCTS = {
    "Image": [f"IMAG{i}" for i in range(1, 6)],
    "Expectation": [f"CUEX{i}" for i in range(1, 4)],
    "Quality": [f"PERQ{i}" for i in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "Complaints": ["CUSCO"],
    "Loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
PATHS = {
    "Expectation": ["Image"],
    "Quality": ["Expectation"],
    "Value": ["Expectation", "Quality"],
    "Satisfaction": ["Image", "Expectation", "Quality", "Value"],
    "Complaints": ["Satisfaction"],
    "Loyalty": ["Complaints", "Image", "Satisfaction"],
}
SMALL = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"], "d": ["d1", "d2"]}
SMALL_PATHS = {"b": ["a"], "d": ["a", "b"]}


@cache
def load_reference() -> dict[str, Any]:
    """What SmartPLS and R say (tests/reference/scripts/composite.R)."""
    return json.loads(VALUES.read_text(encoding="utf-8"))


def mobi_correlations() -> pd.DataFrame:
    mobi = load_reference()["mobi"]
    covariance = np.array(mobi["covariance"])
    size = np.sqrt(np.diag(covariance))
    return pd.DataFrame(
        covariance / np.outer(size, size), index=mobi["items"], columns=mobi["items"]
    )


def simulated_rows(name: str) -> pd.DataFrame:
    """150 answers to 8 five-point items: ``rows``, or ``gaps`` (149 or so, a tenth missing)."""
    simulated = load_reference()["simulated"]
    return pd.DataFrame(simulated[name], columns=simulated["names"], dtype=float)


def simulate_chain(
    n: int, rng: np.random.Generator, *, paths: tuple[float, float] = (0.6, 0.7)
) -> pd.DataFrame:
    """Quality (q1-q3) -> satisfaction (s1-s3) -> loyalty (l1-l3): loadings .85, .75, .65."""
    quality = rng.standard_normal(n)
    satisfaction = paths[0] * quality + np.sqrt(1 - paths[0] ** 2) * rng.standard_normal(n)
    loyalty = paths[1] * satisfaction + np.sqrt(1 - paths[1] ** 2) * rng.standard_normal(n)
    columns = {}
    for letter, construct in zip("qsl", (quality, satisfaction, loyalty), strict=True):
        for i, loading in enumerate((0.85, 0.75, 0.65), start=1):
            error = np.sqrt(1 - loading**2) * rng.standard_normal(n)
            columns[f"{letter}{i}"] = loading * construct + error
    return pd.DataFrame(columns)


CHAIN = {
    "quality": ["q1", "q2", "q3"],
    "satisfaction": ["s1", "s2", "s3"],
    "loyalty": ["l1", "l2", "l3"],
}
CHAIN_PATHS = {"satisfaction": ["quality"], "loyalty": ["satisfaction"]}
