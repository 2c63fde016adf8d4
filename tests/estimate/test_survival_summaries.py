from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import count_times
from analysis.estimate.survival import estimate_survival_function
from analysis.estimate.survival_summaries import (
    estimate_median_survival_time,
    estimate_restricted_mean_differences,
    estimate_restricted_mean_survival_time,
    estimate_survival_time_quantile,
)

LIMITS = ["estimate", "conf_low", "conf_high"]


def test_lung_median_is_310_from_285_to_363(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    curve = estimate_survival_function(count_times(lung), confidence_level=0.95)
    median = estimate_median_survival_time(curve)
    assert median[LIMITS].iloc[0].tolist() == [310, 285, 363] == r_survival["km_median"]
    alternative = estimate_median_survival_time(curve, scale="log-log")
    assert alternative[LIMITS].iloc[0].tolist() == r_survival["km_median_log_log"]


def test_medians_by_sex_equal_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    curve = estimate_survival_function(count_times(lung, "sex"), confidence_level=0.95)
    assert (
        estimate_median_survival_time(curve)[LIMITS].to_numpy().ravel().tolist()
        == (r_survival["median_by_sex"])
    )


def test_a_median_not_reached_is_missing_and_a_flat_one_is_the_middle() -> None:
    few = pd.DataFrame({"entry": 0, "tenure": [1, 5, 5, 5], "event_observed": [True] + [False] * 3})
    curve = estimate_survival_function(count_times(few), confidence_level=0.95)
    assert np.isnan(estimate_median_survival_time(curve)["estimate"].iloc[0])
    assert estimate_survival_time_quantile(curve, share_lost=0.2)["estimate"].iloc[0] == 1
    even = pd.DataFrame({"entry": 0, "tenure": [1, 2, 5, 6], "event_observed": True})
    curve = estimate_survival_function(count_times(even), confidence_level=0.95)
    assert estimate_median_survival_time(curve)["estimate"].iloc[0] == 3.5


def test_restricted_means_equal_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    by_sex = estimate_restricted_mean_survival_time(
        count_times(lung, "sex"), horizon=500, confidence_level=0.95
    )
    found = by_sex[["estimate", "std_error"]].to_numpy().ravel()
    np.testing.assert_allclose(found, r_survival["rmst_by_sex_500"], rtol=1e-10)
    late = estimate_restricted_mean_survival_time(
        count_times(lung.assign(entry=lung["late_entry"])), horizon=500, confidence_level=0.95
    )
    np.testing.assert_allclose(
        late[["estimate", "std_error"]].iloc[0].astype(float),
        r_survival["rmst_late_500"],
        rtol=1e-10,
    )


def test_a_horizon_beyond_the_data_is_cut_and_said(
    lung: pd.DataFrame, r_survival: dict[str, Any]
) -> None:
    mean = estimate_restricted_mean_survival_time(
        count_times(lung), horizon=5000, confidence_level=0.95
    ).iloc[0]
    assert (mean["time"], mean["restricted"]) == (1022, True)
    np.testing.assert_allclose([mean["estimate"], mean["std_error"]], r_survival["rmst_1022"])
    gone = pd.DataFrame({"entry": 0, "tenure": [1, 3], "event_observed": True})
    mean = estimate_restricted_mean_survival_time(
        count_times(gone), horizon=10, confidence_level=0.95
    ).iloc[0]
    assert (mean["time"], mean["restricted"], mean["estimate"]) == (10, False, 2)


def test_differences_use_one_time_for_all(lung: pd.DataFrame) -> None:
    counts = count_times(lung, "sex")
    difference = estimate_restricted_mean_differences(counts, horizon=5000, confidence_level=0.95)
    assert difference["time"].tolist() == [965]
    means = estimate_restricted_mean_survival_time(counts, horizon=965, confidence_level=0.95)
    assert difference["estimate"].iloc[0] == pytest.approx(-means["estimate"].diff().iloc[1])
    with pytest.raises(EstimationError, match="two strata"):
        estimate_restricted_mean_differences(count_times(lung), horizon=10, confidence_level=0.95)


def test_interval_of_the_restricted_mean_covers() -> None:
    rng = np.random.default_rng(11)
    truth = 12 * (1 - np.exp(-20 / 12))
    covered = 0
    for _ in range(150):
        time, end = rng.exponential(12, 120), rng.uniform(5, 45, 120)
        durations = pd.DataFrame(
            {"entry": 0, "tenure": np.minimum(time, end), "event_observed": time <= end}
        )
        mean = estimate_restricted_mean_survival_time(
            count_times(durations), horizon=20, confidence_level=0.9
        ).iloc[0]
        covered += mean["conf_low"] <= truth <= mean["conf_high"]
    assert 0.84 <= covered / 150 <= 0.95
