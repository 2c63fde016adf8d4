from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.hazard import estimate_cumulative_hazard, estimate_hazard
from analysis.estimate.risk_sets import count_times


def test_nelson_aalen_equals_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    for name, entry in (("km", 0), ("km_late", lung["late_entry"])):
        expected = pd.DataFrame(r_survival[name])
        expected = expected[expected["time"] > 0]
        curve = estimate_cumulative_hazard(
            count_times(lung.assign(entry=entry)), confidence_level=0.95
        )
        curve = curve[curve["time"].isin(expected["time"])]
        np.testing.assert_allclose(curve["estimate"], expected["cumulative_hazard"], rtol=1e-10)
        np.testing.assert_allclose(
            curve["std_error"], expected["cumulative_hazard_error"], rtol=1e-10
        )


def test_starts_at_zero_with_those_present(lung: pd.DataFrame) -> None:
    first = estimate_cumulative_hazard(count_times(lung), confidence_level=0.95).iloc[0]
    assert (first["time"], first["estimate"], first["n_at_risk"], first["n_events"]) == (
        0,
        0,
        228,
        0,
    )


def test_bins_count_events_and_exposure_by_hand() -> None:
    durations = pd.DataFrame(
        {
            "entry": [0, 0, 4],
            "tenure": [3, 10, 12],
            "event_observed": [True, True, False],
        }
    )
    bins = estimate_hazard(count_times(durations), width=5, confidence_level=0.95)
    assert bins["time_from"].tolist() == [0, 5, 10]
    assert bins["n_events"].tolist() == [1, 1, 0]  # an event at the edge belongs to the bin it ends
    assert bins["exposure"].tolist() == [3 + 5 + 1, 5 + 5, 2]
    assert bins["n"].tolist() == [3, 2, 1]
    np.testing.assert_allclose(bins["estimate"], [1 / 9, 1 / 10, 0])


def test_interval_is_the_exact_poisson_one() -> None:
    durations = pd.DataFrame(
        {"entry": 0, "tenure": [1, 2, 3] + [10] * 97, "event_observed": [True] * 3 + [False] * 97}
    )
    one = estimate_hazard(count_times(durations), width=10, confidence_level=0.95).iloc[0]
    expected = [one["conf_low"] * one["exposure"], one["conf_high"] * one["exposure"]]
    np.testing.assert_allclose(stats.poisson.sf(2, expected[0]), 0.025)
    np.testing.assert_allclose(stats.poisson.cdf(3, expected[1]), 0.025)


def test_exposure_adds_up_to_the_time_under_observation(lung: pd.DataFrame) -> None:
    late = lung.assign(entry=lung["late_entry"])
    bins = estimate_hazard(count_times(late, "sex"), width=37, confidence_level=0.95)
    total = (late["tenure"] - late["entry"]).groupby(late["sex"].astype(str)).sum()
    np.testing.assert_allclose(bins.groupby("stratum")["exposure"].sum(), total)
    assert bins["n_events"].sum() == late["event_observed"].sum()


def test_a_bin_needs_a_width(lung: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="not above 0"):
        estimate_hazard(count_times(lung), width=0, confidence_level=0.95)
