"""The drivers' model as a whole: known effects come back, and what cannot be told is withheld."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.definitions import compare_definitions, estimate_definition_survival
from analysis.estimate.driver_alternatives import compare_families, validate_driver_model
from analysis.estimate.driver_model import DriverModel, estimate_driver_model
from analysis.estimate.risk_sets import count_times
from analysis.estimate.segment_tests import compare_segments


@dataclass(frozen=True)
class Info:
    column: str
    kind: str
    reference: str | None = None
    per: float | None = None


DRIVERS = [Info("plan", "category", "basic"), Info("price", "number", per=10.0)]


def simulate(n: int = 1500, *, effect: float = -0.7, seed: int = 7) -> pd.DataFrame:
    """Exponential times, log hazard ``effect`` for plan plus and 0.02 per unit of price."""
    rng = np.random.default_rng(seed)
    plus = rng.random(n) < 0.5
    price = rng.normal(50, 10, n)
    hazard = 0.03 * np.exp(effect * plus + 0.02 * (price - 50))
    time = np.ceil(rng.exponential(1 / hazard)).astype(int)
    censored_at = rng.integers(20, 60, n)
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "entry": 0,
            "tenure": np.minimum(time, censored_at),
            "event_observed": time <= censored_at,
            "plan": np.where(plus, "plus", "basic"),
            "price": price,
        }
    )


def fit(durations: pd.DataFrame, drivers: list[Info] = DRIVERS) -> DriverModel:
    return estimate_driver_model(durations, drivers, horizons=(12, 24), confidence_level=0.95)


def test_known_effects_come_back() -> None:
    model = fit(simulate())
    lost = model.effects.query("measure == 'lost' and driver == 'plan'").iloc[0]
    truth = np.exp(-0.03 * 12) - np.exp(-0.03 * np.exp(-0.7) * 12)  # at the mean price
    assert lost["conf_low"] < truth < lost["conf_high"]
    assert lost["time"] == 12
    assert set(model.effects.query("measure == 'stay'")["time"]) == {24}
    ratio = model.coefficients.set_index("driver").loc["price"]
    assert ratio["conf_low"] < np.exp(0.2) < ratio["conf_high"]
    assert set(model.checks["assumption"]) == {"proportional", "form", "influence"}


def test_a_ratio_that_reverses_is_remedied_and_said() -> None:
    durations = simulate(3000, effect=0.0)
    early = (durations["plan"] == "plus") & (durations["tenure"] > 10)
    changed = durations.assign(event_observed=durations["event_observed"] & ~early)
    model = fit(changed)
    row = model.checks.query("assumption == 'proportional' and term == 'plan'").iloc[0]
    assert not row["passed"]
    assert row["action"] in {"stratify", "by_period"}


def test_what_cannot_be_told_is_withheld() -> None:
    constant = simulate(200).assign(plan="basic")
    assert fit(constant, DRIVERS[:1]).withheld == "no-drivers"
    few = simulate(60)
    few["event_observed"] = few.index < 6
    assert fit(few).withheld in {"too-few-events", "not-estimated"}
    nobody = simulate(60).assign(event_observed=False)
    model = fit(nobody)
    assert model.withheld == "not-estimated"
    assert "nobody left" in model.detail
    rng = np.random.default_rng(1)
    validation = validate_driver_model(
        model, DRIVERS, horizon=12, n_folds=3, rng=rng, confidence_level=0.95
    )
    assert validation.withheld == "not-estimated"
    assert compare_families(model, DRIVERS, confidence_level=0.95).comparison.empty


def count_groups(durations: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Counts of everyone, and of the groups of each column as ``column=group``."""
    parts = [count_times(durations)]
    for column in columns:
        counts = count_times(durations, column)
        parts.append(counts.assign(stratum=f"{column}=" + counts["stratum"]))
    return pd.concat(parts, ignore_index=True)


def test_definitions_side_by_side() -> None:
    durations = {"first": simulate(), "second": simulate(seed=8), "none": simulate(effect=0.0)}
    counts = {name: count_groups(rows, "plan") for name, rows in durations.items()}
    model = fit(durations["first"])
    rng = np.random.default_rng(1)
    how = {"n_folds": 3, "rng": rng, "confidence_level": 0.95}
    validation = validate_driver_model(model, DRIVERS, horizon=24, **how)
    found = compare_definitions(
        durations,
        counts,
        DRIVERS,
        model=model,
        validation=validation,
        horizons=(12, 24),
        **how,
    )
    directions = found.set_index(["topic", "subject", "definition"])["direction"].sort_index()
    assert directions["group", "plan"].to_dict() == {
        "first": "up",
        "second": "up",
        "none": "none",
    }
    assert directions["driver", "plan"].to_dict() == {
        "first": "down",
        "second": "down",
        "none": "none",
    }
    assert directions["driver", "price"].to_dict() == dict.fromkeys(durations, "up")
    assert directions["ranking", "", "first"] == "up"


def test_one_definition_needs_no_comparison() -> None:
    rng = np.random.default_rng(1)
    found = compare_definitions(
        {},
        {},
        DRIVERS,
        model=DriverModel(),
        validation=validate_driver_model(
            DriverModel(withheld="no-drivers"),
            DRIVERS,
            horizon=12,
            n_folds=3,
            rng=rng,
            confidence_level=0.95,
        ),
        horizons=(12,),
        n_folds=3,
        rng=rng,
        confidence_level=0.95,
    )
    assert found.empty
    survival, at_times = estimate_definition_survival(pd.DataFrame(), [12.0], confidence_level=0.95)
    assert survival.empty and at_times.empty


def test_segments_are_tested_each_by_itself() -> None:
    durations = simulate().assign(half=lambda rows: np.where(rows.index % 2 == 0, "even", "odd"))
    counts = count_groups(durations, "plan", "half")
    tests, pairs = compare_segments(counts)
    p_values = tests.set_index("segment")["p_adjusted"]
    assert p_values["plan"] < 0.001 < 0.05 < p_values["half"]
    assert pairs["segment"].tolist() == ["plan", "half"]
    alone, none = compare_segments(count_times(durations))
    assert alone.empty and none.empty


def test_without_a_model_every_frame_still_has_its_columns() -> None:
    """A study without drivers runs the same notebook: what it reads must be there, empty."""
    model = fit(simulate(200), [])
    validation = validate_driver_model(
        model, (), horizon=12, n_folds=5, rng=np.random.default_rng(1), confidence_level=0.95
    )
    assert validation.concordance["estimate"].round(2).tolist() == []
    assert (model.effects["term"] + model.effects["measure"]).tolist() == []
