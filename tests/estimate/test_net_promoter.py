"""The net promoter score: by hand, at the ends of its scale, covered, and where it is none."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.net_promoter import estimate_net_promoter
from analysis.estimate.proportions import wilson_interval
from analysis.estimate.weighted_means import Respondents


def score(answers: list[float] | np.ndarray, **options: object) -> pd.DataFrame:
    frame = pd.DataFrame({"q4": np.asarray(answers, dtype=float)})
    return estimate_net_promoter(Respondents(frame, 0.95, **options), "q4", low=0, high=10)


def test_promoters_less_detractors() -> None:
    answers = [10, 9, 9, 10, 8, 7, 6, 0, 9, np.nan]
    found = score(answers).set_index("term")
    row = found.loc["net_promoter_score"]
    assert row["estimate"] == pytest.approx(100 * (5 - 2) / 9)
    p, d = 5 / 9, 2 / 9
    assert row["std_error"] == pytest.approx(100 * np.sqrt((p + d - (p - d) ** 2) / 9))
    assert row["n"] == 9
    assert found["estimate"][["promoters", "passives", "detractors"]].tolist() == pytest.approx(
        [5 / 9, 2 / 9, 2 / 9]
    )
    assert found.loc["promoters", "unit"] == "share"


def test_without_passives_it_is_wilsons_interval() -> None:
    row = score([10] * 12 + [3] * 8).iloc[0]
    low, high = wilson_interval(12, 20, confidence_level=0.95)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(
        (200 * float(low) - 100, 200 * float(high) - 100)
    )


def test_the_ends_of_the_scale_have_an_interval() -> None:
    row = score([10] * 20).iloc[0]
    assert row["estimate"] == 100
    assert 60 < row["conf_low"] < 100
    assert row["conf_high"] == pytest.approx(100)


def test_weights_cost_precision() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"q4": rng.integers(0, 11, 300), "w": rng.uniform(0.2, 4, 300)})
    weighted = estimate_net_promoter(Respondents(frame, 0.95, weights="w"), "q4", low=0, high=10)
    row = weighted.iloc[0]
    sides = (frame["q4"] >= 9).astype(int) - (frame["q4"] <= 6)
    assert row["estimate"] == pytest.approx(100 * np.average(sides, weights=frame["w"]))
    assert row["n_effective"] < 300 == row["n"]
    assert row["std_error"] > score(frame["q4"].to_numpy()).iloc[0]["std_error"]


def test_interval_covers() -> None:
    """500 samples of 40 at once: a segment each."""
    rng = np.random.default_rng(2)
    chances = [0.02] * 7 + [0.18, 0.18, 0.25, 0.25]
    frame = pd.DataFrame(
        {"q4": rng.choice(11, size=20_000, p=chances), "sample": np.arange(20_000) // 40}
    )
    found = estimate_net_promoter(Respondents(frame, 0.95, segment="sample"), "q4", low=0, high=10)
    scores = found[(found["term"] == "net_promoter_score") & (found["stratum"] != "all")]
    covered = (scores["conf_low"] <= 36) & (scores["conf_high"] >= 36)
    assert len(covered) == 500
    assert 0.925 <= covered.mean() <= 0.98


def test_other_scales_get_the_top_two_and_the_reason() -> None:
    frame = pd.DataFrame({"q4": [1.0, 2, 3, 4, 5, 5, 4, 2]})
    row = estimate_net_promoter(Respondents(frame, 0.95), "q4", low=1, high=5).iloc[0]
    assert (row["term"], row["estimate"]) == ("recommend_top_two", 0.5)
    assert row["reason"].startswith("asked from 1 to 5")
