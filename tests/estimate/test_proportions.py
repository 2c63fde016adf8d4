"""Wilson intervals against published values, and their coverage."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimate.proportions import estimate_proportions, wilson_interval

# Newcombe (1998), Statistics in Medicine 17, table I, method 3.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("events", "n", "low", "high"), NEWCOMBE)
def test_published_values(events: int, n: int, low: float, high: float) -> None:
    found = wilson_interval(events, n, confidence_level=0.95)
    assert np.round(found, 4).tolist() == [low, high]


def test_the_ends_are_exact_and_nobody_is_missing() -> None:
    low, high = wilson_interval(np.array([0, 7, 0]), np.array([7, 7, 0]), confidence_level=0.9)
    assert low[0] == 0.0
    assert high[1] == 1.0
    assert np.isnan(low[2])
    assert np.isnan(high[2])


@pytest.mark.parametrize("truth", [0.05, 0.3, 0.5])
def test_coverage_over_all_outcomes(truth: float) -> None:
    n = 200
    events = np.arange(n + 1)
    low, high = wilson_interval(events, np.full(n + 1, n), confidence_level=0.9)
    covered = stats.binom.pmf(events, n, truth)[(low <= truth) & (truth <= high)].sum()
    assert covered == pytest.approx(0.9, abs=0.03)


def test_rows_become_tidy() -> None:
    counts = pd.DataFrame({"back": [3, 0], "seen": [4, 0]})
    rows = estimate_proportions(counts, n_events="back", n="seen", confidence_level=0.95)
    assert rows["estimate"].tolist()[0] == 0.75
    assert np.isnan(rows["estimate"].tolist()[1])
    assert rows[["n", "n_events"]].values.tolist() == [[4, 3], [0, 0]]


def test_no_rows_give_no_rows() -> None:
    rows = estimate_proportions(
        pd.DataFrame(columns=["back", "seen"]), n_events="back", n="seen", confidence_level=0.95
    )
    assert rows.empty
    assert {"estimate", "conf_low", "conf_high"} <= set(rows)
