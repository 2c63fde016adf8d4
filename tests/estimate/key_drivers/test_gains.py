"""What a point more of each lever would do, and which lever is best."""

import numpy as np
import pandas as pd
import pytest
from survey_respondents import (
    INFORMATION,
    Truth,
    correlations_frame,
    draw_respondents,
    loadings_frame,
)

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers
from analysis.estimate.bridge.leaving import LeavingFit, estimate_leaving
from analysis.estimate.bridge.path_draws import PathDraws
from analysis.estimate.bridge.spend import SpendFit, estimate_spend_after
from analysis.estimate.key_drivers.gains import Gains, estimate_gains
from analysis.estimate.key_drivers.ranking import rank_levers

NAMES = ("reliability", "tangibles", "satisfaction", "trust")
PATHS = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0.4, 0.05, 0, 0], [0, 0, 0.6, 0]])
POINTS = {"reliability": 15.0, "tangibles": 20.0, "satisfaction": 18.0, "trust": 16.0}
HORIZON = 180.0


@pytest.fixture(scope="module")
def respondents() -> pd.DataFrame:
    return draw_respondents(np.random.default_rng(21), 5_000, Truth())


@pytest.fixture(scope="module")
def leaving(respondents: pd.DataFrame) -> LeavingFit:
    scores = score_answers(respondents, loadings_frame(), correlations_frame(0.6))
    return estimate_leaving(
        respondents,
        scores.alone("satisfaction"),
        adjustments=["tenure_years"],
        drivers_info=INFORMATION,
        confidence_level=0.95,
    )


@pytest.fixture(scope="module")
def spend(respondents: pd.DataFrame) -> SpendFit:
    scores = score_answers(respondents, loadings_frame(), correlations_frame(0.6))
    return estimate_spend_after(
        respondents,
        scores.alone("satisfaction"),
        spend="spend_180",
        unit="USD",
        adjustments=["tenure_years"],
        drivers_info=INFORMATION,
        confidence_level=0.95,
    )


@pytest.fixture(scope="module")
def gains(leaving: LeavingFit, spend: SpendFit) -> Gains:
    return gain(leaving=leaving, spend=spend)


def gain(**given: object) -> Gains:
    noise = 0.02 * np.random.default_rng(1).standard_normal((2_000, 4, 4))
    paths = PathDraws(NAMES, PATHS, PATHS + noise * (PATHS != 0), 1_000, "bootstrap")
    settings: dict[str, object] = {
        "levers": ("reliability", "tangibles"),
        "attitudes": ("satisfaction", "trust"),
        "points_per_sd": POINTS,
        "gain": 1.0,
        "horizon": HORIZON,
        "confidence_level": 0.95,
        "rng": np.random.default_rng(2),
    }
    return estimate_gains(paths, **(settings | given))  # type: ignore[arg-type]


def test_attitudes_move_along_the_paths(gains: Gains) -> None:
    rows = gains.table.set_index(["target", "term"])
    assert rows.loc[("satisfaction", "reliability"), "estimate"] == pytest.approx(0.4 * 18 / 15)
    assert rows.loc[("trust", "reliability"), "estimate"] == pytest.approx(0.4 * 0.6 * 16 / 15)
    assert rows.loc[("satisfaction", "tangibles"), "estimate"] == pytest.approx(0.05 * 18 / 20)


def test_customers_kept_hold_the_truth(respondents: pd.DataFrame, gains: Gains) -> None:
    row = gains.table.set_index(["target", "term"]).loc[("leaving", "reliability")]
    true_log = -0.5 * respondents["true_satisfaction"] + 0.3 * respondents["tenure_years"]
    risk = 0.002 * np.exp(true_log.to_numpy())
    shift = np.exp(-0.5 * 0.4 / 15)
    truth = 1_000 * np.mean(np.exp(-HORIZON * risk) - np.exp(-HORIZON * risk * shift))
    assert truth < 0
    assert row["conf_low"] < truth < row["conf_high"] < 0
    assert row["unit"] == "customers lost per 1,000"


def test_revenue_holds_the_truth(gains: Gains) -> None:
    row = gains.table.set_index(["target", "term"]).loc[("revenue", "reliability")]
    mean = 20 * np.exp(0.4**2 / 2)
    truth = 1_000 * mean * np.expm1(0.4 * 0.4 / 15)
    assert row["conf_low"] < truth < row["conf_high"]
    assert row["unit"] == "USD per 1,000 customers"


def test_a_lever_that_is_itself_in_the_bridge_counts_itself(leaving: LeavingFit) -> None:
    table = gain(levers=("satisfaction",), leaving=leaving).table.set_index("target")
    assert table.loc["satisfaction", "estimate"] == pytest.approx(1)
    expected = 1_000 * (leaving.lost(HORIZON, leaving.beta[0] / 18) - leaving.lost(HORIZON))
    assert table.loc["leaving", "estimate"] == pytest.approx(expected, rel=0.02)


def test_the_best_lever_is_named_with_its_probability(gains: Gains) -> None:
    ranking = rank_levers(gains).set_index(["target", "rank"])
    for target in ("satisfaction", "leaving", "revenue"):
        best = ranking.loc[(target, 1)]
        assert best["term"] == "reliability"
        assert best["best_share"] > 0.99
        assert best["clear"]
    shares = rank_levers(gains).groupby("target")["best_share"].sum()
    assert shares.tolist() == pytest.approx([1] * 4)


def test_levers_alike_are_not_called_clear() -> None:
    paths = PATHS.copy()
    paths[2, :2] = 0.2
    noise = 0.05 * np.random.default_rng(1).standard_normal((2_000, 4, 4))
    draws = PathDraws(NAMES, paths, paths + noise * (paths != 0), 1_000, "bootstrap")
    alike = estimate_gains(
        draws,
        levers=("reliability", "tangibles"),
        attitudes=("satisfaction",),
        points_per_sd=dict.fromkeys(NAMES, 15.0),
        gain=1.0,
        horizon=HORIZON,
        confidence_level=0.95,
        rng=np.random.default_rng(2),
    )
    table = rank_levers(alike)
    assert not table["clear"].any()
    assert table["best_share"].between(0.4, 0.6).all()
    assert table["first_two_share"].tolist() == [1.0, 1.0]


def test_a_lever_without_a_scale_is_named() -> None:
    with pytest.raises(EstimationError, match="'price' has no scale"):
        gain(levers=("price",))
