"""Leaks, rate ratios and sizes against values worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.intensities import check_markov, estimate_rate_ratios
from analysis.estimate.leaks import estimate_leaks, estimate_spend_after
from analysis.estimate.markov_size import measure_markov
from analysis.estimate.period_change import estimate_change_of_periods
from analysis.estimate.segment_ratios import choose_main_moves, estimate_segment_ratios

LEVEL = 0.95


def spend() -> pd.DataFrame:
    amounts = {"good": np.array([100.0, 300.0] * 50), "bad": np.array([0.0, 100.0] * 50)}
    return pd.DataFrame(
        {
            "state": list(amounts),
            "n": [len(values) for values in amounts.values()],
            "amount_cents": [values.sum() for values in amounts.values()],
            "amount_squared": [(values**2).sum() for values in amounts.values()],
        }
    )


def test_spend_has_the_mean_s_standard_error() -> None:
    worth = estimate_spend_after(spend(), confidence_level=LEVEL).set_index("stratum")
    assert worth.loc["good", "estimate"] == 200
    sample = np.array([100.0, 300.0] * 50)
    assert worth.loc["good", "std_error"] == pytest.approx(sample.std(ddof=1) / 10)


def test_a_leak_is_moves_times_difference() -> None:
    worth = estimate_spend_after(spend(), confidence_level=LEVEL)
    moves = pd.DataFrame(
        {
            "from_state": ["good", "bad", "good"],
            "to_state": ["bad", "good", "bad"],
            "n": [40, 30, 3],
        }
    ).iloc[:2]
    leaks = estimate_leaks(moves, worth, period=90, minimum=10, confidence_level=LEVEL)
    assert leaks[["from_state", "to_state"]].values.tolist() == [["good", "bad"]]
    row = leaks.iloc[0]
    assert row["difference"] == 150
    assert row["estimate"] == pytest.approx(40 * 365.25 / 90 * 150)
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_rare_moves_and_small_stages_are_no_leaks() -> None:
    worth = estimate_spend_after(spend(), confidence_level=LEVEL)
    moves = pd.DataFrame({"from_state": ["good"], "to_state": ["bad"], "n": [9]})
    how = {"period": 90, "confidence_level": LEVEL}
    assert estimate_leaks(moves, worth, minimum=10, **how).empty
    assert estimate_leaks(moves.assign(n=50), worth, minimum=101, **how).empty


def exposure() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "from_state": "a",
            "to_state": "b",
            "segment": ["north", "north", "south", "south"],
            "period": [0, 1, 0, 1],
            "previous_state": "none",
            "time_since_entry": [0, 0, 0, 0],
            "n_events": [30, 20, 60, 40],
            "exposure": [1000.0, 1000.0, 1000.0, 1000.0],
        }
    )


def test_ratios_are_those_of_the_poisson_model() -> None:
    ratio = estimate_segment_ratios(exposure(), minimum=5, confidence_level=LEVEL).iloc[0]
    model = estimate_rate_ratios(exposure(), ("segment",), confidence_level=LEVEL).iloc[0]
    for name in ("estimate", "std_error", "conf_low", "conf_high", "p_value"):
        assert ratio[name] == pytest.approx(model[name], rel=1e-5)
    assert ratio["reference"] == "north"


def test_groups_with_few_events_are_left_out() -> None:
    assert estimate_segment_ratios(exposure(), minimum=51, confidence_level=LEVEL).empty
    assert estimate_segment_ratios(pd.DataFrame(), minimum=5, confidence_level=LEVEL).empty


def test_p_values_are_adjusted_by_holm() -> None:
    ratios = pd.DataFrame(
        {"from_state": "a", "to_state": list("bcd"), "p_value": [0.02, 0.01, 0.5]}
    )
    adjusted = choose_main_moves(ratios, most=3)["p_adjusted"]
    assert adjusted.to_list() == pytest.approx([0.04, 0.03, 0.5])
    assert len(choose_main_moves(ratios, most=2)) == 2


def test_size_says_by_what_factor_rates_differ() -> None:
    rows = exposure().assign(period=[0, 0, 1, 1])  # twice the rate in the later period
    found = measure_markov(rows, check_markov(rows)).set_index("term")
    # Against the average 37.5 per 1000: ratios 2/3 and 4/3.
    expected = np.exp((abs(np.log(50.5 / 75.5)) + abs(np.log(100.5 / 75.5))) / 2)
    assert found.loc["stationarity", "estimate"] == pytest.approx(expected)
    assert found.loc["stationarity", "size"] == "moderate"
    assert found.loc["stationarity", "passed"] is False
    assert found.loc["clock", "passed"] is None and found.loc["clock", "size"] == "unknown"


def test_a_negligible_departure_passes_whatever_the_test_says() -> None:
    rows = exposure().assign(n_events=[100_000, 100_000, 102_000, 102_000])
    rows = rows.assign(exposure=1e6, period=[0, 0, 1, 1])
    checks = check_markov(rows)
    assert checks[1].passed is False
    found = measure_markov(rows, checks).set_index("term")
    assert found.loc["stationarity", "passed"] is True
    assert found.loc["stationarity", "size"] == "negligible"


def test_no_periods_no_change() -> None:
    nothing = pd.DataFrame(columns=["from_state", "to_state", "n"])
    assert estimate_change_of_periods(nothing, nothing, ("a",), confidence_level=LEVEL).empty
