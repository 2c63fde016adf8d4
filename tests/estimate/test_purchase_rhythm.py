"""Gaps against an independent Kaplan-Meier and a known truth; silences and false alarms by hand."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.purchase_rhythm import (
    estimate_gap_distributions,
    estimate_returns_by_silence,
    estimate_returns_of_lost,
    estimate_second_purchase,
    find_unlikely_silence,
)
from analysis.estimate.survival import estimate_survival_function

GAP_COLUMNS = ["bucket", "gap", "n_completed", "n_open"]


def simulate_gaps(
    rng: np.random.Generator, *, n_customers: int, returning: float, spread: float
) -> pd.DataFrame:
    """One gap a customer: with probability ``returning`` exponential of mean 40 days, else never;
    watched for up to 300 days. ``spread`` shares a factor within each of 100 buckets."""
    bucket = np.arange(n_customers) % 100
    factor = rng.lognormal(0, spread, 100)[bucket]
    gap = np.ceil(rng.exponential(40, n_customers) * factor)
    gap = np.where(rng.random(n_customers) < returning, gap, np.inf)
    seen = rng.integers(1, 301, n_customers)
    frame = pd.DataFrame({"bucket": bucket, "gap": np.minimum(gap, seen), "done": gap <= seen})
    counts = frame.groupby(["bucket", "gap"], as_index=False).agg(
        n_completed=("done", "sum"), n_all=("done", "size")
    )
    counts["n_open"] = counts["n_all"] - counts["n_completed"]
    return counts[GAP_COLUMNS]


def quantile(quantiles: pd.DataFrame, stratum: str, probability: float) -> pd.Series:
    rows = quantiles[(quantiles["stratum"] == stratum) & (quantiles["time"] == probability)]
    return rows.iloc[0]


def test_the_curve_is_kaplan_meiers() -> None:
    counts = simulate_gaps(np.random.default_rng(1), n_customers=2000, returning=0.7, spread=0)
    found = estimate_gap_distributions(counts, confidence_level=0.95, rng=np.random.default_rng(2))
    everyone = found.curves[found.curves["stratum"] == "all"].set_index("time")["estimate"]
    summed = counts.groupby("gap", as_index=False)[["n_completed", "n_open"]].sum()
    reference = estimate_survival_function(
        pd.DataFrame(
            {
                "stratum": "all",
                "time": [0, *summed["gap"]],
                "n_entered": [2000, *[0] * len(summed)],
                "n_events": [0, *summed["n_completed"]],
                "n_censored": [0, *summed["n_open"]],
            }
        ),
        confidence_level=0.95,
    ).set_index("time")["estimate"]
    at = reference.index[reference.index > 0]
    assert (1 - everyone.loc[at]).to_numpy() == pytest.approx(reference.loc[at].to_numpy())


def test_open_gaps_correct_the_bias_of_completed_ones() -> None:
    rng = np.random.default_rng(3)
    counts = simulate_gaps(rng, n_customers=40_000, returning=0.8, spread=0)
    found = estimate_gap_distributions(counts, confidence_level=0.95, rng=rng).quantiles
    truth = -40 * np.log(1 - 0.5 / 0.8)
    everyone = quantile(found, "all", 0.5)
    assert everyone["conf_low"] <= np.ceil(truth) + 1
    assert everyone["conf_high"] >= np.floor(truth) - 1
    assert quantile(found, "completed", 0.5)["conf_high"] < -40 * np.log(0.5)
    assert np.isinf(quantile(found, "all", 0.9)["estimate"])  # only 8 in 10 ever return


def test_alike_gaps_of_a_bucket_widen_the_interval() -> None:
    widths = {}
    for spread in (0.0, 1.0):
        rng = np.random.default_rng(4)
        counts = simulate_gaps(rng, n_customers=10_000, returning=1.0, spread=spread)
        row = quantile(
            estimate_gap_distributions(counts, confidence_level=0.95, rng=rng).quantiles, "all", 0.5
        )
        widths[spread] = (row["conf_high"] - row["conf_low"]) / row["estimate"]
    assert widths[1.0] > 3 * widths[0.0]


def test_the_same_generator_gives_the_same_interval() -> None:
    counts = simulate_gaps(np.random.default_rng(5), n_customers=500, returning=0.9, spread=0.3)
    first, second = (
        estimate_gap_distributions(counts, confidence_level=0.9, rng=np.random.default_rng(6))
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(first.quantiles, second.quantiles)


def test_no_completed_gap_no_rhythm() -> None:
    for counts in (
        pd.DataFrame(columns=GAP_COLUMNS),
        pd.DataFrame([[0, 30, 0, 5]], columns=GAP_COLUMNS),
    ):
        found = estimate_gap_distributions(
            counts, confidence_level=0.95, rng=np.random.default_rng(1)
        )
        assert found.quantiles.empty
        assert found.curves.empty
        assert found.recency_cuts == ()


def make_silences(*rows: tuple[int, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["silence_from", "n_watched", "n_returned"])
    return frame.assign(silence_to=frame["silence_from"] + 29, n_now=5, watch_days=90)


def test_unlikely_is_from_where_on_no_later_band_is_above() -> None:
    counts = make_silences((0, 1000, 500), (30, 1000, 20), (60, 1000, 300), (90, 1000, 20),
                           (120, 500, 5), (150, 4, 4), (180, 0, 0))  # fmt: skip
    returns = estimate_returns_by_silence(counts, confidence_level=0.95)
    assert len(returns) == 6  # nobody was watched in the last band
    found = find_unlikely_silence(returns, minimum_cell=10)
    assert found["estimate"].tolist() == [90]


def test_a_sparse_last_band_does_not_hide_the_answer() -> None:
    counts = make_silences((0, 500, 250), (30, 500, 20), (60, 500, 5), (90, 10, 0), (120, 12, 1))
    returns = estimate_returns_by_silence(counts, confidence_level=0.95)
    assert find_unlikely_silence(returns, minimum_cell=10)["estimate"].tolist() == [30]


def test_longer_silences_together_must_be_below() -> None:
    counts = make_silences((0, 400, 20), *((30 * k, 30, 5) for k in range(1, 12)))
    returns = estimate_returns_by_silence(counts, confidence_level=0.95)
    assert find_unlikely_silence(returns, minimum_cell=10).empty


def test_a_point_below_with_an_interval_above_is_not_unlikely() -> None:
    returns = estimate_returns_by_silence(make_silences((0, 40, 2)), confidence_level=0.95)
    assert returns["estimate"].iloc[0] == 0.05
    assert find_unlikely_silence(returns, minimum_cell=10).empty


def test_false_alarms_in_customers() -> None:
    counts = pd.DataFrame(
        [["fixed", 180, 400, 100, 200, 40]],
        columns=["rule", "watch_days", "n_lost", "n_back", "n_watched", "n_returned"],
    )
    row = estimate_returns_of_lost(counts, confidence_level=0.95).iloc[0]
    assert row["estimate"] == 0.2
    assert row["expected"] == 80
    assert row["expected_low"] == pytest.approx(400 * row["conf_low"])


def test_second_purchase() -> None:
    counts = pd.DataFrame({"watch_days": [90], "n_watched": [10], "n_returned": [4]})
    row = estimate_second_purchase(counts, confidence_level=0.95).iloc[0]
    assert (row["estimate"], row["time"], row["n"]) == (0.4, 90, 10)
