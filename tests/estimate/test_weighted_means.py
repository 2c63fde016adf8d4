"""Weighted means and shares: by hand, against replication, and their coverage."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.proportions import wilson_interval
from analysis.estimate.weighted_means import Respondents, estimate_mean, estimate_share, weigh


def test_without_weights_it_is_the_plain_mean() -> None:
    values = np.array([1.0, 4.0, 5.0, np.nan, 2.0])
    found = weigh(values, np.ones(5))
    assert found.mean == 3
    assert found.variance == pytest.approx(np.nanvar(values, ddof=1) / 4)
    assert (found.n, found.n_effective) == (4, 4)
    share = estimate_share(values >= 4, values, np.ones(5), level=0.95)
    low, high = wilson_interval(2, 4, confidence_level=0.95)
    assert (share["conf_low"], share["conf_high"]) == pytest.approx((float(low), float(high)))
    assert (share["n"], share["n_effective"]) == (4, 4)


def test_equal_weights_change_nothing_and_scale_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    values, weights = rng.standard_normal(50), rng.uniform(0.5, 3, 50)
    plain, doubled = weigh(values, np.ones(50)), weigh(values, np.full(50, 7.0))
    assert doubled.variance == pytest.approx(plain.variance)
    one, scaled = weigh(values, weights), weigh(values, 1000 * weights)
    assert (one.mean, one.variance) == pytest.approx((scaled.mean, scaled.variance))
    assert one.n_effective == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_variance_is_that_of_the_jackknife() -> None:
    rng = np.random.default_rng(2)
    values, weights = rng.standard_normal(400), rng.uniform(0.2, 4, 400)
    left = [weigh(np.delete(values, i), np.delete(weights, i)).mean for i in range(400)]
    jackknife = 399 / 400 * np.sum((left - np.mean(left)) ** 2)
    assert weigh(values, weights).variance == pytest.approx(jackknife, rel=0.01)


def test_intervals_cover_under_unequal_response() -> None:
    """Answers come the rarer the lower they are; weights undo it and pay in precision."""
    rng, hits, share_hits = np.random.default_rng(3), 0, 0
    for _ in range(500):
        truth = rng.integers(1, 6, 400).astype(float)  # mean 3, top two 2 in 5
        chance = 0.15 + 0.15 * truth
        seen = rng.random(400) < chance
        values, weights = truth[seen], 1 / chance[seen]
        mean = estimate_mean(values, weights, level=0.95)
        share = estimate_share(values >= 4, values, weights, level=0.95)
        hits += mean["conf_low"] <= 3 <= mean["conf_high"]
        share_hits += share["conf_low"] <= 0.4 <= share["conf_high"]
    assert 0.925 <= hits / 500 <= 0.975
    assert 0.925 <= share_hits / 500 <= 0.975


def test_nobody_and_somebody_alone() -> None:
    nobody = estimate_mean(np.array([np.nan]), np.ones(1), level=0.95)
    assert nobody["n"] == 0
    assert np.isnan(nobody["estimate"])
    alone = estimate_share(np.array([True]), np.array([5.0]), np.ones(1), level=0.95)
    assert alone["estimate"] == 1
    assert 0 < alone["conf_low"] < 1 == alone["conf_high"]


def test_columns_that_are_not_there_and_weights_that_cannot_be() -> None:
    frame = pd.DataFrame({"q": [1.0, 2.0], "w": [1.0, -1.0]})
    with pytest.raises(EstimationError, match="'region'"):
        Respondents(frame, 0.95, segment="region")
    with pytest.raises(EstimationError, match="'w' holds negative weights"):
        Respondents(frame, 0.95, weights="w")
    with pytest.raises(EstimationError, match="item 'q9'"):
        Respondents(frame, 0.95).answers("q9")
