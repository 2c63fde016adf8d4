"""The importance-performance map on paths and scores that are known."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.bridge.path_draws import PathDraws
from analysis.estimate.key_drivers.importance_performance import (
    Performance,
    build_importance_performance_map,
    estimate_performance,
)

NAMES = ("reliability", "tangibles", "value", "satisfaction")
PATHS = np.array([[0, 0, 0, 0], [0, 0, 0, 0], [0.3, 0.15, 0, 0], [0.25, 0.0, 0.3, 0]])  # [to, from]
ITEMS = pd.DataFrame(
    [
        {"construct": name, "item": f"{name}_{k}", "loading": loading, "low": 1, "high": 5}
        for name in NAMES
        for k, loading in ((1, 0.8), (2, 0.7))
    ]
)


def answer(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Continuous answers about 3 (2 for reliability), one point to the standard deviation."""
    answers = {}
    for name in NAMES:
        construct = rng.standard_normal(n)
        for k, loading in ((1, 0.8), (2, 0.7)):
            noise = np.sqrt(1 - loading**2) * rng.standard_normal(n)
            answers[f"{name}_{k}"] = 3 - (name == "reliability") + loading * construct + noise
    return pd.DataFrame(answers)


def make_paths(n_draws: int = 2_000, spread: float = 0.02) -> PathDraws:
    noise = spread * np.random.default_rng(1).standard_normal((n_draws, 4, 4))
    return PathDraws(NAMES, PATHS, PATHS + noise * (PATHS != 0), 1_000, "bootstrap")


def perform(frame: pd.DataFrame, **given: object) -> Performance:
    settings: dict[str, object] = {
        "n_draws": 2_000,
        "rng": np.random.default_rng(2),
        "confidence_level": 0.95,
    }
    return estimate_performance(frame, ITEMS, **(settings | given))  # type: ignore[arg-type]


def test_performance_is_the_weighted_mean_on_a_hundred_points() -> None:
    frame = answer(np.random.default_rng(3), 5_000)
    result = perform(frame)
    table = result.table.set_index("term")
    assert table.loc["reliability", "estimate"] == pytest.approx(25, abs=1)
    assert table.loc["value", "conf_low"] < 50 < table.loc["value", "conf_high"]
    # one standard deviation: 25 points an answer point, loadings weighed by themselves
    expected = 25 * (0.8**2 + 0.7**2) / 1.5
    assert result.points_per_sd["value"] == pytest.approx(expected, rel=0.03)


def test_missing_items_and_weights() -> None:
    frame = answer(np.random.default_rng(4), 400)
    frame.loc[:99, "value_1"] = np.nan
    frame.loc[:9, "value_2"] = np.nan
    table = perform(frame).table.set_index("term")
    assert table.loc["value", "n"] == 390
    weights = np.where(frame["satisfaction_1"] > 3, 5.0, 1.0)
    heavy = perform(frame, weights=weights).table.set_index("term")
    assert heavy.loc["satisfaction", "estimate"] > table.loc["satisfaction", "estimate"] + 5
    assert heavy.loc["satisfaction", "n_effective"] < 400


def test_interval_of_performance_is_that_of_a_mean() -> None:
    frame = answer(np.random.default_rng(5), 900)
    row = perform(frame).table.set_index("term").loc["value"]
    points = 25 * (frame[["value_1", "value_2"]] - 1) @ (np.array([0.8, 0.7]) / 1.5)
    assert row["std_error"] == pytest.approx(points.std() / 30, rel=1e-6)
    assert row["conf_high"] - row["conf_low"] == pytest.approx(3.92 * row["std_error"], rel=0.08)


def build_map(paths: PathDraws, performance: Performance) -> pd.DataFrame:
    return build_importance_performance_map(
        paths,
        performance,
        target="satisfaction",
        constructs=("reliability", "tangibles", "value"),
        confidence_level=0.95,
        rng=np.random.default_rng(6),
    ).set_index("term")


def test_importance_is_the_total_effect_in_points() -> None:
    performance = perform(answer(np.random.default_rng(7), 3_000))
    table = build_map(make_paths(), performance)
    assert table["standardised"].tolist() == pytest.approx([0.25 + 0.3 * 0.3, 0.15 * 0.3, 0.3])
    scale = performance.points_per_sd
    expected = 0.34 * scale["satisfaction"] / scale["reliability"]
    assert table.loc["reliability", "estimate"] == pytest.approx(expected)
    assert (table["conf_low"] < table["estimate"]).all()
    assert table["importance_line"].iloc[0] == pytest.approx(table["estimate"].mean())


def test_quadrants_and_how_sure_they_are() -> None:
    frame = answer(np.random.default_rng(8), 3_000)
    sure = build_map(make_paths(), perform(frame))
    assert sure["quadrant"].to_dict() == {
        "reliability": "improve_first",
        "tangibles": "possible_excess",
        "value": "keep_up",
    }
    assert sure["quadrant_share"].min() > 0.95
    unsure = build_map(make_paths(spread=0.4), perform(frame))
    assert unsure["quadrant_share"].min() < 0.9


def test_faults_are_named() -> None:
    frame = answer(np.random.default_rng(9), 50)
    with pytest.raises(EstimationError, match="'value_2'"):
        perform(frame.drop(columns="value_2"))
    with pytest.raises(EstimationError, match="nobody answered"):
        perform(frame.assign(value_1=np.nan, value_2=np.nan))
    with pytest.raises(EstimationError, match="'price' has no performance"):
        build_importance_performance_map(
            make_paths(),
            perform(frame),
            target="satisfaction",
            constructs=("price",),
            confidence_level=0.95,
            rng=np.random.default_rng(1),
        )
