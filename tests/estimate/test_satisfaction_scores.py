"""Headline scores by hand, by segment, weighted."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ParameterError
from analysis.estimate.satisfaction_scores import estimate_score_mean, estimate_top_box
from analysis.estimate.weighted_means import Respondents

FRAME = pd.DataFrame(
    {
        "q1": [5, 5, 4, 3, 2, 1, 4, 5, np.nan, 4] * 4,
        "wallet": [80, 60, 50, 40, 20, 0, 70, 90, 30, np.nan] * 4,
        "region": (["north"] * 7 + ["south"] * 3) * 4,
        "weight": [1, 1, 1, 1, 3, 3, 1, 1, 1, 1] * 4,
    }
)


def test_top_box_is_the_share_of_the_top_two() -> None:
    row = estimate_top_box(Respondents(FRAME, 0.95), "q1", low=1, high=5, term="csat").iloc[0]
    assert row["estimate"] == pytest.approx(24 / 36)
    assert (row["n"], row["stratum"], row["unit"], row["term"]) == (36, "all", "share", "csat")
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_weights_move_the_share_and_widen_the_interval() -> None:
    plain = estimate_top_box(Respondents(FRAME, 0.95), "q1", low=1, high=5, term="csat").iloc[0]
    row = estimate_top_box(
        Respondents(FRAME, 0.95, weights="weight"), "q1", low=1, high=5, term="csat"
    ).iloc[0]
    assert row["estimate"] == pytest.approx(24 / 52)
    assert row["n"] == 36
    assert row["n_effective"] < plain["n_effective"] == pytest.approx(36)


def test_small_segments_are_suppressed() -> None:
    people = Respondents(FRAME, 0.95, minimum_cell=10, segment="region")
    found = estimate_top_box(people, "q1", low=1, high=5, term="csat").set_index("stratum")
    assert found["suppressed"].to_dict() == {
        "all": False,
        "region=north": False,
        "region=south": True,
    }
    hidden = found.loc["region=south", ["estimate", "std_error", "conf_low", "n", "n_effective"]]
    assert hidden.isna().all()
    assert found.loc["region=north", "n"] == 28


def test_share_of_wallet_is_a_mean() -> None:
    row = estimate_score_mean(
        Respondents(FRAME, 0.95), "wallet", term="share_of_wallet", unit="percent"
    ).iloc[0]
    answers = FRAME["wallet"].dropna()
    assert row["estimate"] == pytest.approx(answers.mean())
    assert row["std_error"] == pytest.approx(answers.sem())
    assert (row["unit"], row["n"]) == ("percent", 36)


def test_a_short_scale_has_no_top_two() -> None:
    with pytest.raises(ParameterError, match="'q1' has 3 points"):
        estimate_top_box(Respondents(FRAME, 0.95), "q1", low=1, high=3, term="csat")
