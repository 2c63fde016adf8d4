from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.log_rank import adjust_by_holm, log_rank_test, pairwise_log_rank_tests
from analysis.estimate.risk_sets import count_times


def test_lung_equals_r(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    test = log_rank_test(count_times(lung, "sex"))
    assert test.statistic == pytest.approx(r_survival["logrank_sex"]["chisq"], rel=1e-10)
    full = lung[lung["ecog"].notna()]
    test = log_rank_test(count_times(full, "ecog"))
    assert test.statistic == pytest.approx(r_survival["logrank_ecog"]["chisq"], rel=1e-10)
    assert test.degrees_of_freedom == 3


def test_telco_by_contract(telco_durations: pd.DataFrame) -> None:
    test = log_rank_test(count_times(telco_durations.assign(entry=0), "contract"))
    assert round(test.statistic, 4) == 2352.8725
    assert test.degrees_of_freedom == 2


def test_pairs_are_adjusted_by_holm(lung: pd.DataFrame) -> None:
    full = lung[lung["group"].notna()]
    pairs = pairwise_log_rank_tests(count_times(full, "group"))
    assert len(pairs) == 3
    a = count_times(full[full["group"].isin(["low", "mid"])], "group")
    alone = pairs.set_index(["stratum_a", "stratum_b"]).loc[("low", "mid")]
    assert alone["statistic"] == pytest.approx(log_rank_test(a).statistic)
    assert (pairs["p_adjusted"] >= pairs["p_value"]).all()


def test_holm_by_hand() -> None:
    adjusted = adjust_by_holm(np.array([0.04, 0.01, np.nan, 0.03]))
    np.testing.assert_allclose(adjusted, [0.06, 0.03, np.nan, 0.06])


def test_level_under_no_difference() -> None:
    """Five of a hundred tests reject at 5% when the strata are alike, with ties and late entry."""
    rng = np.random.default_rng(3)
    rejected = 0
    for _ in range(150):
        tenure = np.ceil(rng.exponential(10, 120))
        entry = np.where(rng.random(120) < 0.3, np.minimum(tenure - 1, 2), 0)
        durations = pd.DataFrame(
            {
                "entry": entry,
                "tenure": tenure,
                "event_observed": rng.random(120) < 0.7,
                "plan": rng.choice(["a", "b", "c"], 120),
            }
        )
        rejected += log_rank_test(count_times(durations, "plan")).p_value < 0.05
    assert 0.013 <= rejected / 150 <= 0.10


def test_nothing_to_compare_is_named(lung: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="'stratum' holds one value"):
        log_rank_test(count_times(lung))
    apart = pd.DataFrame(
        {
            "entry": [0, 0, 5, 5],
            "tenure": [2, 3, 8, 9],
            "event_observed": True,
            "plan": ["a", "a", "b", "b"],
        }
    )
    with pytest.raises(EstimationError, match="at risk together"):
        log_rank_test(count_times(apart, "plan"))
    assert pairwise_log_rank_tests(count_times(apart, "plan"))["p_adjusted"].isna().all()
