from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.cox import CoxSpecification, estimate_cox
from analysis.estimate.functional_form import check_functional_form
from analysis.study import Driver

INFO = [
    Driver(column="age", kind="number", per=10),
    Driver(column="spend", kind="number"),
    Driver(column="visits", kind="number"),
]


@pytest.fixture(scope="module")
def bent() -> pd.DataFrame:
    """Log hazard: a valley in age with its bottom at 50, a straight line in spend, no visits."""
    rng = np.random.default_rng(12)
    n = 2500
    age, spend = rng.uniform(20, 80, n), rng.normal(size=n)
    hazard = 0.05 * np.exp(0.002 * (age - 50) ** 2 + 0.4 * spend)
    time, end = rng.exponential(1 / hazard), rng.uniform(5, 40, n)
    return pd.DataFrame(
        {
            "entry": 0.0,
            "tenure": np.minimum(time, end),
            "event_observed": time <= end,
            "age": age,
            "spend": spend,
            "visits": rng.integers(0, 2, n),
        }
    )


def test_the_bent_number_fails_and_the_straight_one_passes(bent: pd.DataFrame) -> None:
    model = estimate_cox(
        bent,
        CoxSpecification(("age", "spend", "visits")),
        drivers_info=INFO,
        confidence_level=0.95,
    )
    form = check_functional_form(model, bent, drivers_info=INFO)
    tests = form.tests.set_index("term")
    assert not tests.loc["age", "passed"] and tests.loc["age", "material"]
    assert tests.loc["age", "aic_difference"] < -50
    assert tests.loc["spend", "passed"]
    assert tests.loc["visits", "passed"] is pd.NA  # two values are always on a line
    assert form.bent == ("age",)


def test_the_curve_follows_the_truth_and_the_remedied_model_holds_it(bent: pd.DataFrame) -> None:
    specification = CoxSpecification(("age", "spend"))
    model = estimate_cox(bent, specification, drivers_info=INFO, confidence_level=0.95)
    form = check_functional_form(model, bent, drivers_info=INFO)
    curve = form.curves[form.curves["term"] == "age"]
    truth = 0.002 * (curve["value"] - 50) ** 2
    truth -= (0.002 * (bent["age"] - 50) ** 2).mean()
    assert np.abs(curve["estimate"] - truth).max() < 0.25
    assert (curve["conf_low"] < curve["estimate"]).all()
    curved = estimate_cox(
        bent, replace(specification, curved=("age",)), drivers_info=INFO, confidence_level=0.95
    )
    assert curved.terms == ("age", "age (curve 2)", "age (curve 3)", "spend")
    statistic = form.tests.set_index("term").loc["age", "statistic"]
    assert 2 * (curved.log_likelihood - model.log_likelihood) == pytest.approx(statistic)
    assert (
        "age" not in check_functional_form(curved, bent, drivers_info=INFO).tests["term"].tolist()
    )


def test_rejects_at_its_level_when_the_line_is_straight(simulate: Any) -> None:
    rng = np.random.default_rng(30)
    info = [Driver(column="spend", kind="number")]
    rejected = 0
    for _ in range(60):
        durations = simulate(rng, 250)
        model = estimate_cox(
            durations, CoxSpecification(("spend",)), drivers_info=info, confidence_level=0.95
        )
        form = check_functional_form(model, durations, drivers_info=info)
        rejected += not form.tests["passed"].iloc[0]
    assert rejected <= 8
