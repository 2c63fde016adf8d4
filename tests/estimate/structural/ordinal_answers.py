"""Ordinal answers to test with: those lavaan saw, and simulated ones whose truth is known."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

VALUES = Path(__file__).parents[2] / "reference" / "values" / "structural_ordinal.json"
SIGNS = {sign: float(answer) for answer, sign in enumerate("0123456789ab")} | {".": np.nan}
CEILING = (-2.4, -2.0, -1.4, -0.6)  # almost three in four give the best mark


def load_reference() -> dict:
    """What the script structural_ordinal.R wrote."""
    return json.loads(VALUES.read_text(encoding="utf-8"))


def read_answers(reference: dict, model: str) -> pd.DataFrame:
    """The answers that ``model`` was fitted to, one row per respondent."""
    name = reference["data_of"][model]
    rows = [[SIGNS[sign] for sign in text] for text in reference["answers"][name]]
    return pd.DataFrame(rows, columns=reference["columns"][name])


def simulate_chain(
    rng: np.random.Generator, n: int, *, cuts: tuple[float, ...] = CEILING
) -> pd.DataFrame:
    """Three constructs in a chain, paths .60 and .70, each with three items of loading .80.

    All variances are 1; items q1 to q3, s1 to s3, l1 to l3 are cut at ``cuts``.
    """
    quality = rng.normal(size=n)
    satisfaction = 0.6 * quality + 0.8 * rng.normal(size=n)
    loyalty = 0.7 * satisfaction + np.sqrt(1 - 0.49) * rng.normal(size=n)
    constructs = np.repeat(np.column_stack([quality, satisfaction, loyalty]), 3, axis=1)
    responses = 0.8 * constructs + 0.6 * rng.normal(size=constructs.shape)
    names = [f"{construct}{position}" for construct in "qsl" for position in (1, 2, 3)]
    return pd.DataFrame(np.searchsorted(cuts, responses) + 1.0, columns=names)
