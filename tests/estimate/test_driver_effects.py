from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.driver_effects import estimate_driver_effects
from analysis.estimate.standardisation import Population, standardise
from analysis.study import Driver

NAMES = ("plan", "spend", "autopay")


def fit(durations: pd.DataFrame, info: list[Driver], **parts: Any) -> CoxFit:
    strata = parts.get("strata", ())
    drivers = tuple(name for name in NAMES if name not in strata)
    return estimate_cox(
        durations, CoxSpecification(drivers, **parts), drivers_info=info, confidence_level=0.95
    )


def effects_of(model: CoxFit, durations: pd.DataFrame, horizon: float = 12) -> pd.DataFrame:
    effects = estimate_driver_effects(model, durations, horizon=horizon, confidence_level=0.9)
    return effects.set_index(["term", "measure"])


def true_effects(customers: pd.DataFrame, horizon: float = 12) -> dict[tuple[str, str], float]:
    """Differences that the simulated hazards imply for these customers."""
    base = 0.05 * np.exp(0.4 * customers["spend"])
    basic = np.exp(0.7 * (customers["plan"] == "Basic"))
    autopay = np.exp(-0.5 * customers["autopay"])

    def both(hazard: pd.Series) -> np.ndarray:
        kept = np.exp(-hazard * horizon)
        return np.array([(1 - kept).mean(), ((1 - kept) / hazard).mean()])

    plan = both(base * autopay * np.exp(0.7)) - both(base * autopay)
    spend = both(base * autopay * basic * np.exp(0.4)) - both(base * autopay * basic)
    pay = both(base * basic * np.exp(-0.5)) - both(base * basic)
    terms = {"plan=Basic": plan, "spend": spend, "autopay=Yes": pay}
    return {
        (term, measure): float(values[i])
        for term, values in terms.items()
        for i, measure in enumerate(("lost", "stay"))
    }


@pytest.mark.parametrize(
    "parts", [{}, {"strata": ("plan",)}, {"time_varying": ("plan", "spend")}], ids=str
)
def test_intervals_cover_the_truth(
    simulate: Any, simulated_drivers: list[Driver], parts: dict[str, Any]
) -> None:
    rng = np.random.default_rng(17)
    customers = simulate(rng, 400)
    truth = true_effects(customers)
    covered = dict.fromkeys(truth, 0)
    for _ in range(60):
        # the same customers live again: effects are for them, not for a population of others
        time = rng.exponential(1 / customers["hazard"])
        end = rng.uniform(13, 40, len(customers))
        again = customers.assign(tenure=np.minimum(time, end), event_observed=time <= end)
        effects = effects_of(fit(again, simulated_drivers, **parts), again)
        for key in truth:
            covered[key] += (
                effects.loc[key, "conf_low"] <= truth[key] <= effects.loc[key, "conf_high"]
            )
    assert min(covered.values()) >= 47
    assert 0.85 <= np.mean(list(covered.values())) / 60 <= 0.96


def test_is_the_mean_of_predictions_with_everyone_changed(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(500)
    model = fit(few, simulated_drivers, time_varying=("autopay",))
    effects = effects_of(model, few)
    with_plan = model.predict_survival(few.assign(plan="Basic"), [12])
    without = model.predict_survival(few.assign(plan="Plus"), [12])
    row = effects.loc[("plan=Basic", "lost")]
    assert row["estimate"] == pytest.approx((without - with_plan).mean())
    assert row["level_estimate"] == pytest.approx(1 - with_plan.mean())
    more = model.predict_survival(few.assign(spend=few["spend"] + 1), [12])
    now = model.predict_survival(few, [12])
    assert effects.loc[("spend", "lost"), "estimate"] == pytest.approx((now - more).mean())
    grid = np.linspace(0, 12, 4001)
    area = np.trapezoid(model.predict_survival(few.assign(plan="Basic"), grid).mean(axis=0), grid)
    assert effects.loc[("plan=Basic", "stay"), "level_estimate"] == pytest.approx(area, abs=2e-3)


def test_standard_error_of_one_customer_equals_r(
    lung_months: pd.DataFrame, numbers: Any, r_survival: dict[str, Any]
) -> None:
    model = estimate_cox(
        lung_months,
        CoxSpecification(("age", "sex", "ecog")),
        drivers_info=numbers("age", "sex", "ecog"),
        confidence_level=0.95,
    )
    new = pd.DataFrame({"age": [50, 70], "sex": [1, 2], "ecog": [0, 2]})
    found = []
    for i in range(2):
        one = Population(model.design.encode(new.iloc[[i]]), np.array([0]))
        for horizon in (3, 10, 20):
            result = standardise(model, one, horizon)
            by_beta, by_steps = result.by_beta[0], result.by_steps[0]
            variance = by_beta @ model.covariance @ by_beta
            variance += by_steps**2 @ model.baseline.variance
            found.append(np.sqrt(variance))
    np.testing.assert_allclose(found, r_survival["predicted_tied"]["std_error"], rtol=1e-6)


def test_gradients_are_those_of_the_values(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(200)
    model = fit(few, simulated_drivers, time_varying=("plan",), strata=("autopay",))
    population = Population(model.design.encode(few), model.strata.encode(few))
    result = standardise(model, population, 10)
    step = 1e-6
    for k in (0, 20, 50):
        steps = model.baseline.steps.copy()
        steps[k] += step
        moved = standardise(
            replace(model, baseline=replace(model.baseline, steps=steps)), population, 10
        )
        slope = (moved.values - result.values) / step
        np.testing.assert_allclose(slope, result.by_steps[:, k], atol=1e-4)


def test_reference_level_of_strata_and_customers_it_is_about(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(800)
    frame = few.assign(
        area=np.where(few["autopay"], "north", np.where(few["spend"] > 0, "south", "west"))
    )
    info = [*simulated_drivers, Driver(column="area", kind="category", reference="west")]
    model = estimate_cox(
        frame,
        CoxSpecification(("spend",), strata=("autopay", "area")),
        drivers_info=info,
        confidence_level=0.95,
    )
    effects = effects_of(model, frame)
    assert ("area=north", "lost") not in effects.index  # nobody in the north is without autopay
    row = effects.loc[("area=south", "lost")]
    assert row["reference"] == "west"
    assert row["n"] == (~frame["autopay"]).sum()
    assert row["std_error"] > 0


def test_a_horizon_beyond_the_data_is_cut_and_said(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    model = fit(simulated, simulated_drivers)
    effects = effects_of(model, simulated, horizon=1000)
    assert effects["restricted"].all()
    assert effects["time"].iloc[0] == simulated["tenure"].max()
    with pytest.raises(EstimationError, match="not above 0"):
        effects_of(model, simulated, horizon=0)
