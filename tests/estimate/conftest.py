"""Data and reference values shared by the tests of survival estimators."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_lung, load_rossi

from analysis.study import Driver

VALUES = Path(__file__).parents[1] / "reference" / "values"


@pytest.fixture(scope="session")
def r_survival() -> dict[str, Any]:
    """What R's survival package says (tests/reference/scripts/survival.R)."""
    return json.loads((VALUES / "survival.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def lung() -> pd.DataFrame:
    """228 patients with advanced lung cancer; the rows and extra columns of survival.R."""
    frame = load_lung().rename(columns={"time": "tenure", "ph.ecog": "ecog"})
    frame["event_observed"] = frame["status"] == 1
    third = np.arange(1, len(frame) + 1) % 3 == 0
    frame["late_entry"] = np.where(third, np.minimum(frame["tenure"] - 1, 50), 0)
    frame["group"] = frame["ecog"].map({0: "low", 1: "mid", 2: "high", 3: "high"})
    frame["entry"] = 0
    return frame


@pytest.fixture(scope="session")
def lung_months(lung: pd.DataFrame) -> pd.DataFrame:
    """Lung with ties: time in months, late entry, complete performance scores."""
    frame = lung[lung["ecog"].notna()].copy()
    frame["tenure"] = np.ceil(frame["tenure"] / 30)
    third = np.arange(1, len(frame) + 1) % 3 == 0
    frame["entry"] = np.where(third, np.minimum(frame["tenure"] - 1, 2), 0)
    return frame


@pytest.fixture(scope="session")
def numbers() -> Callable[..., list[Driver]]:
    """Describes columns as numbers."""
    return lambda *columns: [Driver(column=column, kind="number") for column in columns]


@pytest.fixture(scope="session")
def rossi() -> pd.DataFrame:
    """432 convicts and the week of their arrest."""
    frame = load_rossi().rename(columns={"week": "tenure"})
    return frame.assign(entry=0, event_observed=frame["arrest"] == 1)


def _simulate(rng: np.random.Generator, n: int) -> pd.DataFrame:
    plan = rng.choice(["Basic", "Plus"], n)
    spend, autopay = rng.normal(size=n), rng.random(n) < 0.4
    hazard = 0.05 * np.exp(0.7 * (plan == "Basic") + 0.4 * spend - 0.5 * autopay)
    time, end = rng.exponential(1 / hazard), rng.uniform(5, 40, n)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "entry": 0.0,
            "tenure": np.minimum(time, end),
            "event_observed": time <= end,
            "plan": plan,
            "spend": spend,
            "autopay": autopay,
            "hazard": hazard,
        }
    )


@pytest.fixture(scope="session")
def simulate() -> Callable[[np.random.Generator, int], pd.DataFrame]:
    """Draws customers whose hazard is constant: 0.05 a month for plan Plus without autopay and
    spend 0. Log hazard ratios: plan=Basic 0.7, spend 0.4 per unit, autopay=Yes -0.5."""
    return _simulate


@pytest.fixture(scope="session")
def simulated_drivers() -> list[Driver]:
    return [
        Driver(column="plan", kind="category", reference="Plus"),
        Driver(column="spend", kind="number"),
        Driver(column="autopay", kind="flag"),
    ]


@pytest.fixture(scope="session")
def simulated() -> pd.DataFrame:
    """3,000 customers of ``simulate``."""
    return _simulate(np.random.default_rng(20261123), 3000)
