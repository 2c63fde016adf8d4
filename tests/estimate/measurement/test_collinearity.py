"""Full collinearity: variance inflation of every construct."""

import numpy as np
import pytest
from survey_samples import THREE, simulate_three

from analysis.estimate.measurement.block_statistics import variance_inflation
from analysis.estimate.measurement.collinearity import estimate_full_collinearity


def test_inflation_is_that_of_a_regression() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((200, 3)) @ rng.standard_normal((3, 3))
    found = variance_inflation(np.corrcoef(x.T))
    for j in range(3):
        others = np.column_stack([np.ones(200), np.delete(x, j, axis=1)])
        rest = x[:, j] - others @ np.linalg.lstsq(others, x[:, j], rcond=None)[0]
        assert found[j] == pytest.approx(np.var(x[:, j]) / np.var(rest))


def test_a_construct_that_others_determine() -> None:
    singular = np.array([[1, 1, 0.2], [1, 1, 0.2], [0.2, 0.2, 1]])
    assert (variance_inflation(singular)[:2] > 1e8).all()


def test_a_shared_habit_shows() -> None:
    calm = simulate_three(1000, np.random.default_rng(2))
    found = estimate_full_collinearity(calm, THREE)
    assert found["passed"].all()
    loud = calm.add(3 * np.random.default_rng(3).standard_normal(1000), axis=0)
    found = estimate_full_collinearity(loud, THREE)
    assert not found["passed"].any()
    assert (found["limit"] == 3.3).all()
    assert (found["source"] == "Kock 2015").all()
