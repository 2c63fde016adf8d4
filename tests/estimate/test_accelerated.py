from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.accelerated import estimate_accelerated_failure_time
from analysis.study import Driver


@pytest.mark.parametrize("family", ["weibull", "log_normal", "log_logistic"])
def test_lung_equals_r(
    family: str, lung: pd.DataFrame, numbers: Any, r_survival: dict[str, Any]
) -> None:
    fit = estimate_accelerated_failure_time(
        lung, ["age", "sex"], drivers_info=numbers("age", "sex"), confidence_level=0.95
    ).fits[family]
    expected = r_survival[family]
    found = [fit.intercept, *fit.beta]
    np.testing.assert_allclose(found, expected["coefficient"], rtol=1e-6)
    assert fit.scale == pytest.approx(expected["scale"], rel=1e-6)
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], rel=1e-10)
    errors = [
        fit.parameters["std_error"].iloc[0],
        *fit.coefficients["coefficient_std_error"],
        fit.parameters["std_error"].iloc[1],
    ]
    np.testing.assert_allclose(errors, expected["std_error"], rtol=1e-5)


def draw(rng: np.random.Generator, family: str, n: int) -> pd.DataFrame:
    error = {
        "weibull": np.log(rng.exponential(size=n)),
        "log_normal": rng.normal(size=n),
        "log_logistic": rng.logistic(size=n),
    }[family]
    loyal, spend = rng.random(n) < 0.5, rng.normal(size=n)
    time = np.exp(2 + 0.6 * loyal - 0.3 * spend + 0.7 * error)
    entry = np.where(rng.random(n) < 0.4, rng.uniform(0, 6, n), 0.0)
    end = entry + rng.uniform(2, 30, n)
    frame = pd.DataFrame(
        {
            "entry": entry,
            "tenure": np.minimum(time, end),
            "event_observed": time <= end,
            "loyal": loyal,
            "spend": spend,
        }
    )
    return frame[time > entry].reset_index(drop=True)


INFO = [Driver(column="loyal", kind="flag"), Driver(column="spend", kind="number", per=2)]


@pytest.mark.parametrize("family", ["weibull", "log_normal", "log_logistic"])
def test_recovers_the_truth_under_left_truncation_and_picks_the_family(family: str) -> None:
    durations = draw(np.random.default_rng(6), family, 6000)
    compared = estimate_accelerated_failure_time(
        durations, ["loyal", "spend"], drivers_info=INFO, confidence_level=0.95
    )
    assert compared.best.family == family
    best = compared.comparison.iloc[0]
    assert (best["family"], best["aic_difference"], best["best"]) == (family, 0, True)
    table = compared.best.coefficients
    distance = (table["coefficient"] - [0.6, -0.6]) / table["coefficient_std_error"]
    assert np.abs(distance).max() < 3
    np.testing.assert_allclose(table["estimate"], np.exp(table["coefficient"]))
    assert abs(compared.best.intercept - 2) < 0.1
    assert abs(compared.best.scale - 0.7) < 0.05


def test_predictions_follow_the_curve_of_the_family() -> None:
    durations = draw(np.random.default_rng(6), "log_logistic", 3000)
    fit = estimate_accelerated_failure_time(
        durations, ["loyal", "spend"], drivers_info=INFO, confidence_level=0.95
    ).fits["log_logistic"]
    one = pd.DataFrame({"loyal": [True], "spend": [1.0]})
    survival = fit.predict_survival(one, [0, 5, 10])[0]
    expected = 1 / (1 + (np.array([0, 5, 10]) / np.exp(2.3)) ** (1 / 0.7))
    np.testing.assert_allclose(survival, expected, atol=0.04)


def test_the_gap_to_kaplan_meier_tells_a_wrong_family() -> None:
    durations = draw(np.random.default_rng(9), "log_normal", 4000).query("entry == 0")
    table = estimate_accelerated_failure_time(
        durations, ["loyal", "spend"], drivers_info=INFO, confidence_level=0.95
    ).comparison.set_index("family")
    assert table.loc["log_normal", "largest_gap"] < 0.03
    assert table.loc["weibull", "largest_gap"] > table.loc["log_normal", "largest_gap"]


def test_faulty_drivers_are_named(simulated: pd.DataFrame) -> None:
    few = simulated.head(200)
    twice = few.assign(twice=2 * few["spend"], leak=few["event_observed"])
    for name, kind, words in (
        ("twice", "number", "repeat one another"),
        ("leak", "flag", "'leak': nobody with level"),
    ):
        info = [Driver(column="spend", kind="number"), Driver(column=name, kind=kind)]
        with pytest.raises(EstimationError, match=words):
            estimate_accelerated_failure_time(
                twice, ["spend", name], drivers_info=info, confidence_level=0.95
            )
