"""Concentration by hand and against the log-normal's known Lorenz curve."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimate.concentration import Concentration, estimate_concentration


def estimate(cents: list[int] | np.ndarray, *, seed: int = 1) -> Concentration:
    values, counts = np.unique(np.asarray(cents), return_counts=True)
    frame = pd.DataFrame({"cents": values, "n_customers": counts})
    return estimate_concentration(frame, confidence_level=0.95, rng=np.random.default_rng(seed))


def measures(cents: list[int] | np.ndarray) -> list[float]:
    return estimate(cents).measures["estimate"].tolist()


def test_by_hand() -> None:
    assert measures([1, 2, 3, 4])[0] == pytest.approx(0.25)
    assert measures([5, 5, 5, 5]) == pytest.approx([0, 0.1, 0.2])
    assert measures([0, 0, 0, 0, 9]) == pytest.approx([0.8, 0.5, 1.0])


def test_refunds_beyond_purchases_count_as_zero() -> None:
    found = estimate([-500, 0, 300])
    assert found.measures["estimate"].tolist() == pytest.approx(measures([0, 0, 300]))
    assert found.measures["n_below_zero"].tolist() == [1, 1, 1]
    assert found.measures["cents"].tolist() == [300, 300, 300]


def test_the_log_normals_truth_is_in_the_intervals() -> None:
    sigma = 0.8
    paid = np.random.default_rng(5).lognormal(8, sigma, 5000)
    found = estimate(np.round(paid).astype(int)).measures
    truth = [2 * stats.norm.cdf(sigma / np.sqrt(2)) - 1]
    truth += [1 - stats.norm.cdf(stats.norm.ppf(1 - p) - sigma) for p in (0.1, 0.2)]
    assert (found["conf_low"] <= truth).all()
    assert (found["conf_high"] >= truth).all()
    assert (found["std_error"] < 0.02).all()


def test_the_lorenz_curve_rises_from_nothing_to_all() -> None:
    lorenz = estimate([1, 1, 2, 8]).lorenz
    assert lorenz.iloc[0].tolist() == [0, 0]
    assert lorenz.iloc[-1].tolist() == [1, 1]
    assert (np.diff(lorenz["money"], n=2) >= -1e-12).all()


@pytest.mark.parametrize("cents", [[], [7], [0, 0], [-1, -2, 0]])
def test_nothing_to_share_out(cents: list[int]) -> None:
    found = estimate(np.array(cents, dtype=int))
    assert found.measures.empty
    assert found.lorenz.empty
