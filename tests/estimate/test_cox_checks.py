from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.cox_checks import check_proportional_hazards, choose_remedy
from analysis.study import Driver

Describe = Callable[..., list[Driver]]


def check(
    durations: pd.DataFrame, info: list[Driver], strata: tuple[str, ...] = ()
) -> tuple[CoxFit, pd.DataFrame]:
    drivers = tuple(driver.column for driver in info if driver.column not in strata)
    specification = CoxSpecification(drivers, strata=strata)
    model = estimate_cox(durations, specification, drivers_info=info, confidence_level=0.95)
    return model, check_proportional_hazards(model, durations, drivers_info=info)


def test_score_test_equals_r(
    lung: pd.DataFrame, lung_months: pd.DataFrame, numbers: Describe, r_survival: dict[str, Any]
) -> None:
    full = lung[lung["ecog"].notna()]
    group = [*numbers("age"), Driver(column="group", kind="category", reference="low")]
    sex = [*numbers("age", "ecog"), Driver(column="sex", kind="category")]
    three = numbers("age", "sex", "ecog")
    cases = {
        "zph": check(lung, numbers("age", "sex")),
        "zph_factors": check(full, group),
        "zph_stratified": check(full, sex, strata=("sex",)),
        "zph_truncated": check(full.assign(entry=full["late_entry"]), three),
        "zph_tied": check(lung_months, three),
    }
    for name, (_, found) in cases.items():
        np.testing.assert_allclose(found["statistic"], r_survival[name]["chisq"], rtol=1e-6)
        assert found["degrees_of_freedom"].tolist() == r_survival[name]["df"]


@pytest.fixture(scope="module")
def changing() -> pd.DataFrame:
    """Of 4,000 customers, vips: hazard ratio 0.5 until 5, then 3; plan: 2 always; region: none."""
    rng = np.random.default_rng(8)
    n = 4000
    vip, plan = rng.random(n) < 0.5, rng.choice(["Basic", "Plus"], n)
    base = 0.08 * np.where(plan == "Basic", 2.0, 1.0)
    draw = rng.exponential(size=n)
    early, late = base * np.where(vip, 0.5, 1.0), base * np.where(vip, 3.0, 1.0)
    time = np.where(draw <= 5 * early, draw / early, 5 + (draw - 5 * early) / late)
    return pd.DataFrame(
        {
            "entry": 0,
            "tenure": np.minimum(time, 20),
            "event_observed": time <= 20,
            "vip": vip,
            "plan": plan,
            "region": rng.choice(["n", "s", "w"], n),
        }
    )


CHANGING = [
    Driver(column="vip", kind="flag"),
    Driver(column="plan", kind="category", reference="Plus"),
    Driver(column="region", kind="category", reference="n"),
]


def test_only_the_driver_that_changes_fails(changing: pd.DataFrame) -> None:
    _, found = check(changing, CHANGING)
    found = found.set_index("term")
    assert not found.loc["vip", "passed"] and found.loc["vip", "material"]
    assert found.loc["vip", "size_low"] > 2
    assert found.loc["plan", "passed"] and not found.loc["plan", "material"]
    assert found.loc["plan", "size_low"] < 1 < found.loc["plan", "size_high"]
    assert not found.loc["GLOBAL", "passed"] and found.loc["GLOBAL", "material"]


def test_rejects_at_its_level_when_hazards_are_proportional(
    simulate: Any, simulated_drivers: list[Driver]
) -> None:
    rng = np.random.default_rng(21)
    p_values = np.concatenate(
        [check(simulate(rng, 300), simulated_drivers)[1]["p_value"] for _ in range(40)]
    )
    assert 0.01 <= (p_values < 0.05).mean() <= 0.11


def test_a_category_is_stratified_by_and_a_kept_one_split(changing: pd.DataFrame) -> None:
    model, found = check(changing, CHANGING)
    remedied, done = choose_remedy(changing, model.specification, found, drivers_info=CHANGING)
    assert (remedied.drivers, remedied.strata) == (("plan", "region"), ("vip",))
    assert [(remedy.driver, remedy.action) for remedy in done] == [("vip", "stratify")]
    again = estimate_cox(changing, remedied, drivers_info=CHANGING, confidence_level=0.95)
    after = check_proportional_hazards(again, changing, drivers_info=CHANGING)
    assert after["passed"].all()

    remedied, done = choose_remedy(
        changing, model.specification, found, keep=["vip"], drivers_info=CHANGING
    )
    assert (remedied.time_varying, remedied.strata) == (("vip",), ())
    again = estimate_cox(changing, remedied, drivers_info=CHANGING, confidence_level=0.95)
    rows = again.coefficients[again.coefficients["driver"] == "vip"]
    assert rows["estimate"].iloc[1] / rows["estimate"].iloc[0] > 2
    assert rows["period_to"].iloc[0] == rows["period_from"].iloc[1] == remedied.change_points[0]
    after = check_proportional_hazards(again, changing, drivers_info=CHANGING).set_index("term")
    assert after.loc["vip", "material"] is pd.NA


def test_a_departure_too_small_to_matter_is_left(changing: pd.DataFrame) -> None:
    model, found = check(changing, CHANGING)
    small = found.assign(passed=False, material=False)
    remedied, done = choose_remedy(changing, model.specification, small, drivers_info=CHANGING)
    assert remedied == model.specification
    assert done == []


def test_strata_too_thin_are_not_made(changing: pd.DataFrame) -> None:
    few = changing[changing["vip"] | (np.arange(len(changing)) < 30)]
    model, found = check(few, CHANGING)
    failing = found.assign(passed=found["term"] != "vip", material=True)
    remedied, _ = choose_remedy(few, model.specification, failing, drivers_info=CHANGING)
    assert (remedied.strata, remedied.time_varying) == ((), ("vip",))


def test_a_level_without_early_losses_gets_a_later_change_point(changing: pd.DataFrame) -> None:
    """Two-year contracts seldom end early: the period ends once the level has lost some."""
    late = changing["tenure"] > 8
    rng = np.random.default_rng(1)
    bound = late & (rng.random(len(changing)) < 0.3)
    frame = changing.assign(contract=np.where(bound, "two years", "monthly"))
    info = [Driver(column="contract", kind="category", reference="monthly"), *CHANGING]
    _, found = check(frame, info)
    row = found.set_index("term").loc["contract"]
    assert row["change_point"] > 8
    assert np.isfinite(row["size"])
    assert found["change_point"].nunique() > 1
