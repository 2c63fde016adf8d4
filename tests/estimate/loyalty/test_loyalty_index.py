"""The loyalty index: its arithmetic and its interval."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.loyalty.index import IndexPart, estimate_loyalty_index, score_parts

PARTS = (
    IndexPart("recommend", 0.6, 0, 10),
    IndexPart("repeat_rate", 0.2, 0, 4),
    IndexPart("tenure_days", 0.2, 0, 1_000),
)


@pytest.fixture
def customers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "recommend": [10.0, 5.0, np.nan, 0.0],
            "repeat_rate": [4.0, 2.0, 4.0, np.nan],
            "tenure_days": [2_000.0, 500.0, 1_000.0, 0.0],
            "region": ["north", "north", "south", "south"],
        }
    )


def test_parts_are_scaled_weighted_and_cut(customers: pd.DataFrame) -> None:
    index = estimate_loyalty_index(customers, PARTS, confidence_level=0.95)
    # the third lacks the part that weighs .6; the fourth's weights go to the two parts known
    np.testing.assert_allclose(index.values, [100, 50, np.nan, 0])
    assert index.estimates["estimate"].tolist() == pytest.approx([50])
    assert score_parts(customers, PARTS)["tenure_days"].tolist() == [100, 50, 100, 0]
    parts = index.parts.set_index("term")
    assert parts["weight"].tolist() == pytest.approx([0.6, 0.2, 0.2])
    assert parts.loc["repeat_rate", "n"] == 3
    assert parts.loc["tenure_days", "without"] == pytest.approx(50)


def test_segments_are_means_of_their_customers(customers: pd.DataFrame) -> None:
    table = estimate_loyalty_index(
        customers, PARTS, segments=["region"], confidence_level=0.95
    ).estimates.set_index("stratum")
    assert table.loc["region=north", "estimate"] == pytest.approx(75)
    assert table.loc["region=south", "n"] == 1
    assert np.isnan(table.loc["region=south", "std_error"])


def test_interval_holds_the_weighted_mean() -> None:
    rng, inside = np.random.default_rng(1), 0
    for _ in range(200):
        answers = rng.integers(0, 11, 120).astype(float)
        weights = np.where(answers > 5, 1.0, 2.0)
        index = estimate_loyalty_index(
            pd.DataFrame({"recommend": answers}),
            PARTS[:1],
            weights=weights,
            confidence_level=0.9,
        ).estimates.iloc[0]
        truth = 10 * np.average(np.arange(11), weights=np.where(np.arange(11) > 5, 1, 2))
        inside += index["conf_low"] < truth < index["conf_high"]
    assert 0.84 <= inside / 200 <= 0.96


def test_faults_are_named(customers: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match="'visits'"):
        estimate_loyalty_index(customers, [IndexPart("visits", 1, 0, 9)], confidence_level=0.95)
    with pytest.raises(EstimationError, match="limit 0 above 1"):
        score_parts(customers, [IndexPart("recommend", 1, 1, 0)])
    with pytest.raises(EstimationError, match="no customer"):
        empty = customers.assign(recommend=np.nan)
        estimate_loyalty_index(empty, PARTS[:1], confidence_level=0.95)
