from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter

from analysis.errors import EstimationError
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.study import Driver

Describe = Callable[..., list[Driver]]


def fit(durations: pd.DataFrame, info: list[Driver], **parts: Any) -> CoxFit:
    strata = parts.get("strata", ())
    drivers = tuple(driver.column for driver in info if driver.column not in strata)
    specification = CoxSpecification(drivers, **parts)
    return estimate_cox(durations, specification, drivers_info=info, confidence_level=0.95)


def assert_equals_r(model: CoxFit, expected: dict[str, Any], tolerance: float = 1e-7) -> None:
    np.testing.assert_allclose(model.beta, expected["coefficient"], rtol=tolerance)
    std_error = model.coefficients["coefficient_std_error"]
    np.testing.assert_allclose(std_error, expected["std_error"], rtol=tolerance)
    values = [model.log_likelihood_null, model.log_likelihood]
    np.testing.assert_allclose(values, expected["log_likelihood"], rtol=1e-9)
    assert model.concordance == pytest.approx(expected["concordance"][0], rel=1e-9)


def test_lung_to_five_digits(lung: pd.DataFrame, numbers: Describe) -> None:
    model = fit(lung, numbers("age", "sex"))
    assert model.beta.round(6).tolist() == [0.017045, -0.513219]
    assert model.coefficients["coefficient_std_error"].round(6).tolist() == [0.009223, 0.167458]
    assert round(2 * (model.log_likelihood - model.log_likelihood_null), 2) == 14.12


def test_rossi_to_five_digits(rossi: pd.DataFrame, numbers: Describe) -> None:
    columns = ("fin", "age", "race", "wexp", "mar", "paro", "prio")
    model = fit(rossi, numbers(*columns))
    expected = [-0.37942, -0.05744, 0.3139, -0.1498, -0.4337, -0.08487, 0.0915]
    np.testing.assert_allclose(model.beta, expected, atol=5e-6)
    assert round(model.log_likelihood, 5) == -658.74766
    assert round(model.concordance, 5) == 0.64033
    peer = CoxPHFitter().fit(rossi[["tenure", "arrest", *columns]], "tenure", "arrest")
    np.testing.assert_allclose(model.beta, peer.params_, rtol=1e-6)
    np.testing.assert_allclose(
        model.coefficients[["conf_low", "conf_high"]],
        np.exp(peer.confidence_intervals_),
        rtol=1e-5,
    )


def test_equals_r_with_strata_late_entry_ties_and_periods(
    lung: pd.DataFrame, lung_months: pd.DataFrame, numbers: Describe, r_survival: dict[str, Any]
) -> None:
    full = lung[lung["ecog"].notna()]
    assert_equals_r(fit(lung, numbers("age", "sex")), r_survival["cox"])
    group = [*numbers("age"), Driver(column="group", kind="category", reference="low")]
    model = fit(full, group)
    assert model.terms == ("age", "group=high", "group=mid")
    expected = r_survival["cox_factors"]["coefficient"]
    np.testing.assert_allclose(model.beta[[0, 2, 1]], expected, rtol=1e-7)
    stratified = [*numbers("age", "ecog"), Driver(column="sex", kind="category")]
    assert_equals_r(fit(full, stratified, strata=("sex",)), r_survival["cox_stratified"])
    three = numbers("age", "sex", "ecog")
    late = full.assign(entry=full["late_entry"])
    assert_equals_r(fit(late, three), r_survival["cox_truncated"])
    assert_equals_r(fit(lung_months, three), r_survival["cox_tied"])
    periods = fit(lung_months.assign(entry=0), three, time_varying=("sex",), change_points=(10.0,))
    assert periods.terms == ("age", "sex (0–10)", "sex (>10)", "ecog")
    assert_equals_r(periods, r_survival["cox_periods"])


def test_predicted_survival_equals_r(
    lung_months: pd.DataFrame, numbers: Describe, r_survival: dict[str, Any]
) -> None:
    model = fit(lung_months, numbers("age", "sex", "ecog"))
    new = pd.DataFrame({"age": [50, 70], "sex": [1, 2], "ecog": [0, 2]})
    found = model.predict_survival(new, [3, 10, 20])
    np.testing.assert_allclose(found.ravel(), r_survival["predicted_tied"]["survival"], rtol=1e-7)
    assert np.isnan(model.predict_survival(new, [1000.0])).all()
    np.testing.assert_array_equal(model.predict_survival(new, [0]), 1)


def test_recovers_the_truth(simulated: pd.DataFrame, simulated_drivers: list[Driver]) -> None:
    model = fit(simulated, simulated_drivers)
    truth = np.array([0.7, 0.4, -0.5])
    distance = (model.beta - truth) / np.sqrt(np.diag(model.covariance))
    assert np.abs(distance).max() < 3
    assert model.coefficients["term"].tolist() == ["plan=Basic", "spend", "autopay=Yes"]
    assert (model.driver_tests["p_value"] < 1e-8).all()
    survival = model.predict_survival(simulated.head(200), [12.0])[:, 0]
    expected = np.exp(-12 * simulated["hazard"].head(200))
    assert np.abs(survival - expected).mean() < 0.02


def test_order_of_rows_and_unit_of_time_do_not_matter(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(400)
    whole = fit(few, simulated_drivers)
    shuffled = fit(few.sample(frac=1, random_state=1), simulated_drivers)
    np.testing.assert_allclose(shuffled.beta, whole.beta, rtol=1e-9)
    days = fit(few.assign(tenure=few["tenure"] * 30), simulated_drivers)
    np.testing.assert_allclose(days.beta, whole.beta, rtol=1e-9)


def test_splitting_rows_at_times_without_events_changes_nothing(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(400)
    long = few["tenure"] > 7.5
    first = few[long].assign(tenure=7.5, event_observed=False)
    split = pd.concat([few[~long], first, few[long].assign(entry=7.5)])
    np.testing.assert_allclose(
        fit(split, simulated_drivers).beta, fit(few, simulated_drivers).beta, rtol=1e-9
    )


def test_per_scales_a_number(simulated: pd.DataFrame) -> None:
    one = fit(simulated, [Driver(column="spend", kind="number")])
    ten = fit(simulated, [Driver(column="spend", kind="number", per=10)])
    assert ten.beta[0] == pytest.approx(10 * one.beta[0])


def test_a_coefficient_that_changes_is_found_in_both_periods() -> None:
    rng = np.random.default_rng(8)
    vip = rng.random(6000) < 0.5
    # hazard 0.1 until 5, then 0.1 or, for vip, 0.3: exact inversion of the cumulative hazard
    draw = rng.exponential(size=6000)
    early, late = np.where(vip, 0.05, 0.1), np.where(vip, 0.3, 0.1)
    time = np.where(draw <= 5 * early, draw / early, 5 + (draw - 5 * early) / late)
    durations = pd.DataFrame(
        {"entry": 0, "tenure": np.minimum(time, 20), "event_observed": time <= 20, "vip": vip}
    )
    info = [Driver(column="vip", kind="flag")]
    model = fit(durations, info, time_varying=("vip",), change_points=(5.0,))
    distance = (model.beta - np.log([0.5, 3])) / np.sqrt(np.diag(model.covariance))
    assert np.abs(distance).max() < 3
    assert model.coefficients["period"].tolist() == ["0–5", ">5"]
    survival = model.predict_survival(pd.DataFrame({"vip": [True]}), [5, 10])[0]
    np.testing.assert_allclose(survival, np.exp([-0.25, -1.75]), atol=0.02)


def test_few_events_per_coefficient_are_flagged(lung: pd.DataFrame, numbers: Describe) -> None:
    assert fit(lung, numbers("age", "sex")).diagnostics[0].passed is True
    few = lung.head(30).assign(event_observed=[True] * 8 + [False] * 22)
    diagnostic = fit(few, numbers("age", "sex")).diagnostics[0]
    assert (diagnostic.passed, diagnostic.statistic) == (False, 4)


def test_incomplete_rows_are_counted(lung: pd.DataFrame, numbers: Describe) -> None:
    model = fit(lung, numbers("age", "wt.loss"))
    assert (model.n, model.n_left_out) == (214, 14)


def with_driver(durations: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    return durations.head(300).assign(**{k: np.asarray(v)[:300] for k, v in columns.items()})


def test_faulty_drivers_are_named(simulated: pd.DataFrame) -> None:
    left = simulated["event_observed"].to_numpy()
    rng = np.random.default_rng(2)
    cases: list[tuple[dict[str, Any], list[tuple[str, str]], str]] = [
        ({"leak": left}, [("leak", "flag")], "'leak': nobody with level 'No' left"),
        (
            {"area": np.where(left, "a", np.where(rng.random(3000) < 0.1, "c", "b"))},
            [("area", "category")],
            "'area': nobody with level",
        ),
        ({"twice": 2 * simulated["spend"]}, [("spend", "number"), ("twice", "number")], "repeat"),
        (
            {"basic": simulated["plan"] == "Basic"},
            [("plan", "category"), ("basic", "flag")],
            "is determined by 'basic=Yes'|is determined by 'plan=",
        ),
        ({"rank": -simulated["tenure"]}, [("rank", "number")], "'rank' separates"),
    ]
    for columns, described, words in cases:
        info = [Driver(column=name, kind=kind) for name, kind in described]
        with pytest.raises(EstimationError, match=words):
            fit(with_driver(simulated, **columns), info)


def test_a_driver_constant_within_strata_is_named(simulated: pd.DataFrame) -> None:
    frame = simulated.assign(copy=simulated["plan"].map({"Basic": 1.0, "Plus": 2.0}))
    info = [Driver(column="copy", kind="number"), Driver(column="plan", kind="category")]
    with pytest.raises(EstimationError, match="'copy' does not vary among customers at risk"):
        fit(frame, info, strata=("plan",))


def test_data_that_carry_no_model_are_refused(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(50)
    spend = [Driver(column="spend", kind="number")]
    with pytest.raises(EstimationError, match="nobody left"):
        fit(few.assign(event_observed=False), spend)
    with pytest.raises(EstimationError, match="same time 3"):
        fit(few.assign(tenure=np.where(few["event_observed"], 3, few["tenure"])), spend)
    with pytest.raises(EstimationError, match="at least two"):
        fit(few.head(1), spend)
    with pytest.raises(EstimationError, match="at least one driver"):
        fit(few, [])
    with pytest.raises(EstimationError, match="cannot also be a stratum"):
        estimate_cox(
            few,
            CoxSpecification(("plan",), strata=("plan",)),
            drivers_info=simulated_drivers,
            confidence_level=0.95,
        )
    with pytest.raises(EstimationError, match="2 losses cannot carry 3 coefficients"):
        two = pd.concat([few[few["event_observed"]].head(2), few[~few["event_observed"]]])
        fit(
            two.assign(
                plan=["Basic", "Plus"] * (len(two) // 2) + ["Plus"] * (len(two) % 2),
                a=np.arange(len(two)) % 3,
                b=np.arange(len(two)) % 7,
            ),
            [Driver(column=name, kind="number") for name in ("spend", "a", "b")],
        )
