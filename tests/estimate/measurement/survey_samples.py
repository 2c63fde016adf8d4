"""Answers for tests of measurement: stored references, and constructs of known loadings."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

VALUES = Path(__file__).parents[2] / "reference" / "values" / "composite.json"
BLOCKS = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"], "d": ["d1", "d2"]}
LOADINGS = {"x": (0.8, 0.6, 0.75, 0.5), "y": (0.8, 0.7, 0.5), "z": (0.85, 0.65, 0.55)}
THREE = {name: [f"{name}{i + 1}" for i in range(len(row))] for name, row in LOADINGS.items()}
THREE_PATHS = {"y": ["x"], "z": ["x", "y"]}


@cache
def load_reference() -> dict[str, Any]:
    """What R says (tests/reference/scripts/composite.R)."""
    return json.loads(VALUES.read_text(encoding="utf-8"))


def simulated_rows(name: str) -> pd.DataFrame:
    """150 answers to 8 five-point items: ``rows``, or ``gaps`` (149 or so, a tenth missing)."""
    simulated = load_reference()["simulated"]
    return pd.DataFrame(simulated[name], columns=simulated["names"], dtype=float)


def simulate_three(n: int, rng: np.random.Generator, *, method_share: float = 0.0) -> pd.DataFrame:
    """Normal items of x -> y -> z; ``method_share`` of each one's variance is a shared habit."""
    x = rng.standard_normal(n)
    y = 0.5 * x + np.sqrt(0.75) * rng.standard_normal(n)
    z = 0.2 * x + 0.5 * y + np.sqrt(1 - 0.04 - 0.25 - 0.1) * rng.standard_normal(n)
    habit = np.sqrt(method_share) * rng.standard_normal(n)
    columns = {}
    for name, construct in zip("xyz", (x, y, z), strict=True):
        for item, loading in zip(THREE[name], LOADINGS[name], strict=True):
            error = np.sqrt(max(1 - loading**2 - method_share, 0.02)) * rng.standard_normal(n)
            columns[item] = 3 + 1.2 * (loading * construct + habit + error)
    return pd.DataFrame(columns)
