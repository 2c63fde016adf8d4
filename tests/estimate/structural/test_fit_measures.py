"""Fit measures at the edges: what cannot be computed is missing, never a number or a crash."""

import math

import pytest

from analysis.estimate.structural import fit_measures


@pytest.mark.parametrize("chi_square", [math.nan, math.inf])
def test_no_chi_square_no_interval(chi_square: float) -> None:
    assert all(math.isnan(bound) for bound in fit_measures.rmsea_interval(chi_square, 24, 300))


def test_a_perfect_fit_and_a_saturated_model_have_no_misfit() -> None:
    assert fit_measures.rmsea_interval(0.0, 24, 300) == (0.0, 0.0)
    assert fit_measures.rmsea_interval(0.0, 0, 300) == (0.0, 0.0)
    low, high = fit_measures.rmsea_interval(24.0, 24, 300)
    assert low == 0.0 < high


@pytest.mark.parametrize("scaling", [math.nan, 0.0, -0.4])
@pytest.mark.parametrize("of_baseline", [False, True])
def test_no_scaling_no_scaled_measures(scaling: float, of_baseline: bool) -> None:
    scalings = (1.1, scaling) if of_baseline else (scaling, 1.1)
    target = fit_measures.TestStatistic(85.3, 24, scalings[0])
    baseline = fit_measures.TestStatistic(918.9, 36, scalings[1])
    found = fit_measures.scaled_measures(target, baseline, n=301)
    known = fit_measures.scaled_measures(
        fit_measures.TestStatistic(85.3, 24, 1.1), fit_measures.TestStatistic(918.9, 36, 1.1), n=301
    )
    assert found.keys() == known.keys()
    assert all(math.isnan(value) for value in found.values())
    assert not any(math.isnan(value) for value in known.values())
