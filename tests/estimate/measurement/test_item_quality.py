"""Single items: spread of answers, reversed items, straight-liners."""

import numpy as np
import pandas as pd
import pytest
from survey_samples import BLOCKS, THREE, load_reference, simulate_three, simulated_rows

from analysis.estimate.measurement.item_quality import (
    describe_items,
    estimate_item_rest,
    estimate_straight_liners,
    judge_items,
)


def layout(blocks: dict[str, list[str]], low: float = 1, high: float = 5) -> pd.DataFrame:
    rows = [(item, name, low, high, False) for name, block in blocks.items() for item in block]
    return pd.DataFrame(rows, columns=["item", "construct", "low", "high", "reversed"])


def test_items_are_described() -> None:
    frame = simulated_rows("gaps")
    described = describe_items(frame, layout(BLOCKS)).set_index("item")
    assert described["construct"].tolist() == ["a"] * 3 + ["b"] * 3 + ["d"] * 2
    assert described.loc["a1", "mean"] == pytest.approx(frame["a1"].mean())
    assert described.loc["a1", "share_missing"] == pytest.approx(frame["a1"].isna().mean())
    assert described.loc["a1", "share_ceiling"] == pytest.approx(
        (frame["a1"] == 5).sum() / frame["a1"].notna().sum()
    )
    whole = describe_items(simulated_rows("rows"), layout(BLOCKS))
    assert whole["skewness"].tolist() == pytest.approx(
        load_reference()["simulated"]["skewness"], abs=1e-9
    )
    assert (whole["n_points"] == 5).all()


def test_items_are_judged() -> None:
    n = 200
    frame = pd.DataFrame(
        {
            "top": np.r_[np.full(60, 5.0), np.tile([2.0, 3.0, 4.0, 3.0], 35)],
            "gap": np.r_[np.full(60, np.nan), np.tile([2.0, 3.0, 4.0, 3.0], 35)],
            "same": np.full(n, 3.0),
        }
    )
    judged = judge_items(frame, layout({"c": list(frame)}), confidence_level=0.95)
    judged = judged.set_index("term")
    assert judged.loc["share_ceiling: top", "estimate"] == 0.3
    assert not judged.loc["share_ceiling: top", "passed"]
    assert judged.loc["share_floor: top", "passed"]
    assert not judged.loc["share_missing: gap", "passed"]
    assert judged.loc["share_missing: gap", "conf_low"] < 0.3
    assert judged.loc["share_missing: gap", "n"] == n
    assert judged.loc["skewness: same", "passed"] is pd.NA
    assert judged["source"].notna().all()


def test_item_rest_correlations() -> None:
    found = estimate_item_rest(simulated_rows("rows"), BLOCKS, confidence_level=0.95)
    assert found["estimate"].head(3).tolist() == pytest.approx(
        load_reference()["simulated"]["item_rest"], abs=1e-12
    )
    assert found["passed"].head(3).all()
    assert not found["looks_reversed"].any()


def test_the_reversed_item_is_named_and_not_its_neighbours() -> None:
    frame = simulate_three(300, np.random.default_rng(1)).assign(y2=lambda f: 6 - f["y2"])
    found = estimate_item_rest(frame, THREE, confidence_level=0.95).set_index("item")
    assert found.index[found["looks_reversed"]].tolist() == ["y2"]
    assert "'y2'" in found.loc["y2", "text"]
    assert "declare it under survey.reversed" in found.loc["y2", "text"]
    assert (found["text"] == "").sum() == len(found) - 1


def test_of_two_items_either_may_be_the_reversed_one() -> None:
    frame = simulate_three(300, np.random.default_rng(1)).assign(y2=lambda f: 6 - f["y2"])
    found = estimate_item_rest(frame, {"y": ["y1", "y2"]}, confidence_level=0.95)
    assert found["looks_reversed"].all()
    assert found["text"].str.contains("it or its opposite looks reversed").all()


def test_an_item_that_merely_does_not_belong_is_not_called_reversed() -> None:
    frame = simulate_three(300, np.random.default_rng(1))
    frame["noise"] = np.random.default_rng(4).standard_normal(300)
    found = estimate_item_rest(frame, {"x": [*THREE["x"], "noise"]}, confidence_level=0.95)
    row = found.set_index("item").loc["noise"]
    assert not row["passed"]
    assert not row["looks_reversed"]


def test_straight_liners_are_judged_on_what_was_ticked() -> None:
    names = [f"i{k}" for k in range(12)]
    frame = pd.DataFrame(np.tile([1.0, 2.0, 3.0, 4.0, 5.0, 2.0], (6, 2)), columns=names)
    frame.loc[0] = 4.0
    frame.loc[1] = 4.0
    frame.loc[1, "i11"] = 2.0  # 11 of 12 alike
    frame.loc[2, :] = np.nan
    items = layout({"c": names})
    row = estimate_straight_liners(frame, items, confidence_level=0.95).iloc[0]
    assert (row["n"], row["n_events"]) == (5, 2)
    turned = items.assign(reversed=[k < 6 for k in range(12)])
    row = estimate_straight_liners(frame, turned, confidence_level=0.95).iloc[0]
    assert row["n_events"] == 0
    few = estimate_straight_liners(frame[names[:5]], items.head(5), confidence_level=0.95)
    assert few.empty
