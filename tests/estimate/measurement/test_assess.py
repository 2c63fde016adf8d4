"""The whole measurement in one call gives what its parts give, for every segment."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.measurement.assess import MeasurementResults, assess_measurement
from analysis.estimate.measurement.discriminant import estimate_htmt
from analysis.estimate.measurement.reliability import estimate_omega

LEVEL = 0.95
CONSTRUCTS = {"first": ["a1", "a2", "a3"], "second": ["b1", "b2", "b3"], "whole": ["first", "b1"]}
PATHS = {"rating": ["first", "second"]}


def simulate_answers(n: int = 700) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    first = rng.normal(size=n)
    second = 0.5 * first + rng.normal(0, 0.87, n)
    answers = {
        f"{letter}{k}": construct + rng.normal(0, 0.7, n)
        for letter, construct in (("a", first), ("b", second))
        for k in (1, 2, 3)
    }
    answers["rating"] = 0.6 * first + 0.3 * second + rng.normal(0, 0.5, n)
    frame = pd.DataFrame(
        {name: np.clip(np.round(4 + 1.5 * value), 1, 7) for name, value in answers.items()}
    )
    frame["shop"] = rng.choice(["north", "south"], n)
    frame["b3"] = np.clip(frame["b3"] - 1.0 * (frame["shop"] == "south"), 1, 7)
    frame["town"] = [f"t{i % 20}" for i in range(n)]
    return frame


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return simulate_answers()


@pytest.fixture(scope="module")
def measured(frame: pd.DataFrame) -> MeasurementResults:
    return assess(frame, CONSTRUCTS, ["shop", "town", "nowhere"])


def assess(
    frame: pd.DataFrame, constructs: dict[str, list[str]], segments: list[str]
) -> MeasurementResults:
    names = [name for name in frame if name not in ("shop", "town")]
    items = pd.DataFrame({"item": names, "construct": None, "low": 1.0, "high": 7.0})
    return assess_measurement(
        frame,
        items.assign(reversed=False),
        constructs,
        PATHS,
        segments=segments,
        confidence_level=LEVEL,
        n_draws=100,
        rng=np.random.default_rng(9),
    )


def test_the_parts_are_those_of_their_own_functions(
    frame: pd.DataFrame, measured: MeasurementResults
) -> None:
    assert measured.fit is not None
    omega = measured.quality.query("measure == 'omega'")["estimate"]
    assert omega.tolist() == estimate_omega(measured.fit)["estimate"].tolist()
    blocks = {name: CONSTRUCTS[name] for name in ("first", "second")}
    alone = estimate_htmt(
        frame, blocks, confidence_level=LEVEL, n_draws=100, rng=np.random.default_rng(9)
    )
    pd.testing.assert_frame_equal(measured.htmt, alone)


def test_constructs_of_constructs_are_left_to_their_parts(measured: MeasurementResults) -> None:
    assert set(measured.quality["construct"]) == {"first", "second"}
    assert set(measured.quality["measure"]) == {"alpha", "omega", "average_variance_extracted"}


def test_single_items_of_paths_are_described(measured: MeasurementResults) -> None:
    described = measured.items.set_index("item")["construct"]
    assert described["a2"] == "first" and pd.isna(described["rating"])
    counts = measured.answers.groupby("item")["n"].sum()
    assert (counts == 700).all() and set(counts.index) == set(described.index)


def test_every_segment_has_its_verdict(measured: MeasurementResults) -> None:
    verdicts = measured.invariance.verdicts.set_index(["segment", "comparison"])
    assert verdicts.loc[("shop", "means"), "allowed"] and verdicts.loc[("shop", "means"), "partial"]
    assert verdicts.loc[("shop", "means"), "items"] == "b3"
    assert not verdicts.loc[("town", ""), "allowed"]
    assert "fewer than two have" in verdicts.loc[("town", ""), "reason"]
    groups = measured.invariance.groups.set_index(["segment", "group"])
    assert groups.loc["shop", "compared"].all() and not groups.loc["town", "compared"].any()


def test_means_are_free_of_the_deviating_item(measured: MeasurementResults) -> None:
    means = measured.invariance.means
    assert set(means["segment"]) == {"shop"} and (means["p_adjusted"] >= means["p_value"]).all()
    assert (means["p_adjusted"] > 0.05).all()  # b3 alone is lower in the south


def test_without_segments_there_is_nothing_to_compare(frame: pd.DataFrame) -> None:
    found = assess(frame, CONSTRUCTS, []).invariance
    assert found.verdicts.empty and found.means.empty and "segment" in found.verdicts


@pytest.mark.parametrize("constructs", [{}, {"first": ["a1"]}])
def test_single_items_are_described_and_nothing_is_measured(
    constructs: dict[str, list[str]], frame: pd.DataFrame, measured: MeasurementResults
) -> None:
    found = assess(frame, constructs, ["shop"])
    assert found.fit is None and found.invariance.verdicts.empty
    assert "rating" in set(found.items["item"]) == set(found.answers["item"])
    tables = {field.name for field in fields(found)} - {"fit", "invariance"}
    for name in tables - {"answers", "items", "straight_liners"}:
        table, full = getattr(found, name), getattr(measured, name)
        assert table.empty and set(table.columns) == set(full.columns), name
