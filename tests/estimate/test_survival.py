from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import count_times
from analysis.estimate.survival import (
    estimate_survival_function,
    simultaneous_critical_value,
    survival_at,
)


def test_lung_equals_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    curve = estimate_survival_function(count_times(lung), confidence_level=0.95).iloc[1:]
    expected = r_survival["km"]
    assert curve["n_at_risk"].tolist() == expected["n_at_risk"]
    np.testing.assert_allclose(curve["estimate"], expected["survival"], rtol=1e-12)
    np.testing.assert_allclose(curve["std_error"], expected["std_error"], rtol=1e-10)
    np.testing.assert_allclose(curve["conf_low"], expected["low"], rtol=1e-10)
    np.testing.assert_allclose(curve["conf_high"], expected["high"], rtol=1e-10)


def test_left_truncation_equals_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    late = lung.assign(entry=lung["late_entry"])
    curve = estimate_survival_function(count_times(late), confidence_level=0.95)
    expected = r_survival["km_late"]
    curve = curve[curve["time"].isin(expected["time"]) & (curve["time"] > 0)]
    assert curve["n_at_risk"].tolist() == expected["n_at_risk"]
    np.testing.assert_allclose(curve["estimate"], expected["survival"], rtol=1e-12)
    np.testing.assert_allclose(curve["std_error"], expected["std_error"], rtol=1e-10)


def test_telco_to_four_places(telco_durations: pd.DataFrame) -> None:
    counts = count_times(telco_durations.assign(entry=0))
    curve = estimate_survival_function(counts, confidence_level=0.95)
    months = [1, 12, 24, 36, 48, 60, 72]
    known = survival_at(curve, months)["estimate"].round(4).tolist()
    assert known == [0.946, 0.8432, 0.7887, 0.7485, 0.7088, 0.6644, 0.5928]


ROWS = st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=2, max_size=25).filter(
    lambda rows: any(event for _, event in rows)
)


@settings(max_examples=50, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_never_rises_and_ignores_the_order_of_rows(rows: list[Any], random: Any) -> None:
    durations = pd.DataFrame(rows, columns=["tenure", "event_observed"]).assign(entry=0)
    curve = estimate_survival_function(count_times(durations), confidence_level=0.9)
    assert (curve["estimate"].diff().dropna() <= 1e-12).all()
    limits = curve[(curve["estimate"] > 0)]
    assert (limits["conf_low"] <= limits["estimate"] + 1e-12).all()
    assert (limits["estimate"] <= limits["conf_high"] + 1e-12).all()
    random.shuffle(rows)
    again = pd.DataFrame(rows, columns=["tenure", "event_observed"]).assign(entry=0)
    pd.testing.assert_frame_equal(
        curve, estimate_survival_function(count_times(again), confidence_level=0.9)
    )


@settings(max_examples=40, deadline=None)
@given(ROWS, st.integers(1, 7))
def test_splitting_a_customer_in_two_stretches_changes_nothing(rows: list[Any], cut: int) -> None:
    durations = pd.DataFrame(rows, columns=["tenure", "event_observed"]).assign(entry=0)
    crossing = durations["tenure"] > cut
    first = durations[crossing].assign(tenure=cut, event_observed=False)
    second = durations[crossing].assign(entry=cut)
    split = pd.concat([durations[~crossing], first, second])
    whole = estimate_survival_function(count_times(durations), confidence_level=0.9)
    parts = estimate_survival_function(count_times(split), confidence_level=0.9)
    merged = whole.merge(parts, on="time", suffixes=("", "_split"))
    np.testing.assert_allclose(merged["estimate"], merged["estimate_split"])
    np.testing.assert_allclose(merged["std_error"], merged["std_error_split"])


def test_survival_given_a_start_is_the_ratio() -> None:
    rng = np.random.default_rng(1)
    durations = pd.DataFrame(
        {"entry": 0, "tenure": rng.integers(1, 20, 300), "event_observed": rng.random(300) < 0.7}
    )
    counts = count_times(durations)
    whole = estimate_survival_function(counts, confidence_level=0.95)
    later = estimate_survival_function(counts, confidence_level=0.95, start=6)
    ratio = (
        survival_at(whole, [12])["estimate"].iloc[0] / survival_at(whole, [6])["estimate"].iloc[0]
    )
    assert survival_at(later, [12])["estimate"].iloc[0] == pytest.approx(ratio)
    assert later["time"].iloc[0] == 6


def test_values_between_before_and_after_the_steps() -> None:
    durations = pd.DataFrame(
        {"entry": 0, "tenure": [2, 4, 6], "event_observed": [True, True, False]}
    )
    curve = estimate_survival_function(count_times(durations), confidence_level=0.95)
    at = survival_at(curve, [0, 1.9, 2, 5, 6, 7])
    np.testing.assert_allclose(at["estimate"], [1, 1, 2 / 3, 1 / 3, 1 / 3, np.nan])
    assert at["n_at_risk"].tolist() == [3, 3, 3, 1, 1, 0]
    assert at["n_events"].tolist() == [0, 0, 1, 2, 2, 2]


def test_a_risk_set_that_empties_before_others_enter_is_an_error() -> None:
    durations = pd.DataFrame({"entry": [0, 5, 5], "tenure": [2, 9, 8], "event_observed": True})
    counts = count_times(durations)
    with pytest.raises(EstimationError, match=r"time 2 left before later customers.*'entry'"):
        estimate_survival_function(counts, confidence_level=0.95)
    curve = estimate_survival_function(counts, confidence_level=0.95, start=2)
    assert curve["estimate"].tolist() == [1, 0.5, 0]


def test_critical_value_is_that_of_the_process_it_stands_for() -> None:
    """A Brownian motion over its standard deviation, simulated on a fine grid."""
    rng = np.random.default_rng(4)
    logs = np.linspace(0, np.log(20), 3000)
    decay = np.exp(-np.diff(logs) / 2)
    path = rng.normal(size=4000)
    peak = np.abs(path)
    for step in decay:
        path = step * path + np.sqrt(1 - step**2) * rng.normal(size=4000)
        peak = np.maximum(peak, np.abs(path))
    inside = (peak <= simultaneous_critical_value(20, 0.95)).mean()
    assert 0.94 <= inside <= 0.965


@pytest.mark.parametrize("months", [False, True])
def test_band_covers_the_whole_curve(months: bool) -> None:
    """True curve inside the 90% band at all its times, pointwise interval only at each."""
    rng = np.random.default_rng(7)
    whole, point, replications = 0, 0.0, 160
    for _ in range(replications):
        time, end = rng.exponential(12, 150), rng.uniform(4, 40, 150)
        if months:  # whole months, nobody lost from view: what happens within a month is not seen
            time, end = np.ceil(time), np.inf
        durations = pd.DataFrame(
            {"entry": 0, "tenure": np.minimum(time, end), "event_observed": time <= end}
        )
        curve = estimate_survival_function(count_times(durations), confidence_level=0.9)
        curve = curve[curve["band_low"].notna()]
        truth = np.exp(-curve["time"] / 12)
        whole += bool(((curve["band_low"] <= truth) & (truth <= curve["band_high"])).all())
        point += ((curve["conf_low"] <= truth) & (truth <= curve["conf_high"])).mean()
    assert 0.84 <= whole / replications <= 0.97
    assert 0.86 <= point / replications <= 0.94
