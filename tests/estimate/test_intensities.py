"""Rates of moving against R's glm and poisson.test; the Markov checks against simulated truths."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.intensities import (
    check_markov,
    estimate_intensities,
    estimate_rate_ratios,
)
from analysis.prepare.stage_counts import count_exposure

VALUES = Path(__file__).parents[1] / "reference" / "values"
STATES = ("a", "b", "c")
DAYS = 720


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return pd.read_csv(VALUES / "intensities_cells.csv")


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((VALUES / "intensities.json").read_text())


def test_rate_ratios_equal_those_of_glm(cells: pd.DataFrame, reference: dict) -> None:
    found = estimate_rate_ratios(cells, ("segment", "time_since_entry"), confidence_level=0.95)
    one = found[(found["from_state"] == "new") & (found["to_state"] == "churned")]
    expected = reference["rate_ratios"]
    assert one["term"].to_list() == [
        "segment=online",
        "segment=store",
        "time_since_entry=30",
        "time_since_entry=90",
    ]
    np.testing.assert_allclose(np.log(one["estimate"]), expected["log_ratio"], rtol=1e-6)
    np.testing.assert_allclose(one["std_error"], expected["std_error"], rtol=1e-6)
    np.testing.assert_allclose(one["p_value"], expected["p_value"], rtol=1e-4)


def test_the_reference_level_can_be_read_off_the_terms(cells: pd.DataFrame) -> None:
    """Twice the rate in one level is a ratio of two, whatever the exposure."""
    plain = pd.DataFrame(
        {
            "from_state": "a",
            "to_state": "b",
            "segment": ["app", "store", "app", "store"],
            "n_events": [18, 84, 22, 76],
            "exposure": [500.0, 1000.0, 500.0, 1000.0],
        }
    )
    found = estimate_rate_ratios(plain, ("segment",), confidence_level=0.95).iloc[0]
    assert (found["term"], found["estimate"]) == ("segment=store", pytest.approx(2.0))
    assert found["std_error"] == pytest.approx(np.sqrt(1 / 40 + 1 / 160))
    few = plain.assign(n_events=[2, 2, 2, 3])  # two coefficients ask for ten events
    assert estimate_rate_ratios(few, ("segment",), confidence_level=0.95).empty


def test_intervals_are_the_exact_ones_of_poisson_test(reference: dict) -> None:
    exact = reference["poisson_test"]
    frame = pd.DataFrame(
        {
            "from_state": "a",
            "to_state": [str(n) for n in exact["events"]],
            "n_events": exact["events"],
            "exposure": exact["exposure"],
        }
    )
    found = estimate_intensities(frame, confidence_level=0.95)
    np.testing.assert_allclose(found[["conf_low", "conf_high"]], exact["interval"], rtol=1e-5)
    np.testing.assert_allclose(found["estimate"], np.array(exact["events"]) / 250)


def test_the_clock_check_is_the_likelihood_ratio_of_glm(
    cells: pd.DataFrame, reference: dict
) -> None:
    clock, stationarity, order = check_markov(cells.assign(period=0, previous_state="none"))
    assert clock.statistic == pytest.approx(reference["markov"]["statistic"], rel=1e-9)
    assert clock.degrees_of_freedom == reference["markov"]["df"]
    assert clock.passed is False
    # One level tells nothing.
    assert stationarity.passed is order.passed is None


def test_no_event_at_all_is_said(cells: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="cannot be tested"):
        check_markov(cells.assign(n_events=0, period=0, previous_state="none"))


Stay = Callable[[np.random.Generator, np.ndarray, np.ndarray], np.ndarray]
Choose = Callable[[np.random.Generator, np.ndarray, np.ndarray], np.ndarray]


def exponential(rng: np.random.Generator, state: np.ndarray, now: np.ndarray) -> np.ndarray:
    return rng.exponential(np.array([40.0, 60.0, 80.0])[state])


def either(rng: np.random.Generator, state: np.ndarray, before: np.ndarray) -> np.ndarray:
    """One of the two other states, evenly."""
    return (state + rng.integers(1, 3, len(state))) % 3


def exposure_of(
    rng: np.random.Generator, stay: Stay = exponential, choose: Choose = either, n: int = 300
) -> pd.DataFrame:
    """Exposure of ``n`` customers who walk through three states for ``DAYS`` days."""
    state, before = rng.integers(0, 3, n), np.full(n, -1)
    now, who, rows = np.zeros(n), np.arange(n), []
    while len(who):
        stop = now + stay(rng, state, now)
        target = choose(rng, state, before)
        rows.append(np.column_stack([who, now, np.minimum(stop, DAYS), state, target, before]))
        rows[-1][stop > DAYS, 4] = -1
        on = stop <= DAYS
        who, now, before, state = who[on], stop[on], state[on], target[on]
    table = pd.DataFrame(np.vstack(rows), columns=["customer", "start", "stop", "f", "t", "p"])
    names = {-1.0: None, 0.0: "a", 1.0: "b", 2.0: "c"}
    spells = table.assign(
        from_state=table["f"].map(names),
        to_state=table["t"].map(names),
        previous_state=table["p"].map(names),
    )
    # What came before the first visit is not known: it is no memory.
    first = spells["previous_state"].isna()
    return count_exposure(
        spells[~first],
        states=STATES,
        band_days=(0, 20, 60),
        period_days=tuple(range(0, DAYS + 1, 180)),
    )


def test_a_markov_process_passes_at_the_nominal_rate() -> None:
    """Each check wrongly fails one process in twenty: 120 processes, Monte Carlo bounds."""
    rng = np.random.default_rng(20261123)
    failed = np.zeros(3)
    for _ in range(120):
        failed += [not check.passed for check in check_markov(exposure_of(rng))]
    bound = 3 * np.sqrt(120 * 0.05 * 0.95)
    assert (np.abs(failed - 6) <= bound).all(), failed


def test_duration_dependence_is_flagged() -> None:
    def ageing(rng: np.random.Generator, state: np.ndarray, now: np.ndarray) -> np.ndarray:
        return 60 * rng.weibull(1.5, len(state))

    clock, *others = check_markov(exposure_of(np.random.default_rng(1), stay=ageing))
    assert clock.passed is False
    assert clock.p_value < 1e-6 < min(check.p_value for check in others)


def test_a_calendar_trend_is_flagged() -> None:
    def faster(rng: np.random.Generator, state: np.ndarray, now: np.ndarray) -> np.ndarray:
        return rng.exponential(60 / (1 + (now > DAYS / 2)))

    clock, stationarity, order = check_markov(exposure_of(np.random.default_rng(2), stay=faster))
    assert stationarity.passed is False
    assert stationarity.p_value < 1e-6 < min(clock.p_value, order.p_value)


def test_memory_is_flagged() -> None:
    def back(rng: np.random.Generator, state: np.ndarray, before: np.ndarray) -> np.ndarray:
        """Mostly back to where one came from."""
        other = either(rng, state, before)
        return np.where((before >= 0) & (rng.random(len(state)) < 0.4), before, other)

    clock, stationarity, order = check_markov(exposure_of(np.random.default_rng(3), choose=back))
    assert order.passed is False
    assert order.p_value < 1e-6 < min(clock.p_value, stationarity.p_value)
