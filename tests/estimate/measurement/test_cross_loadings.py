"""Every item with its own construct and with the others."""

import numpy as np
import pytest
from survey_samples import BLOCKS, THREE, load_reference, simulate_three, simulated_rows

from analysis.estimate.measurement.cross_loadings import estimate_cross_loadings


def test_correlations_with_sums_of_blocks() -> None:
    rows = simulated_rows("rows")
    found = estimate_cross_loadings(rows, BLOCKS).set_index(["construct", "item"])
    own = [found.loc[("a", item), "estimate"] for item in BLOCKS["a"]]
    assert own == pytest.approx(load_reference()["simulated"]["item_rest"], abs=1e-12)
    scaled = (rows - rows.mean()) / rows.std()
    other = np.corrcoef(rows["a1"], scaled[BLOCKS["b"]].sum(axis=1))[0, 1]
    assert found.loc[("b", "a1"), "estimate"] == pytest.approx(other, abs=1e-12)


def test_an_item_in_the_wrong_construct_is_told() -> None:
    frame = simulate_three(1000, np.random.default_rng(8))
    blocks = {"x": ["x1", "x2", "x3"], "y": ["y1", "y2", "x4"], "z": THREE["z"]}
    found = estimate_cross_loadings(frame, blocks)
    own = found[found["own"]].set_index("item")
    assert own.index[~own["passed"]].tolist() == ["x4"]
    assert found.loc[~found["own"], "passed"].isna().all()


def test_a_single_item_cannot_be_compared_with_its_own_construct() -> None:
    found = estimate_cross_loadings(simulated_rows("rows"), {"a": BLOCKS["a"], "d": ["d1"]})
    row = found[(found["item"] == "d1") & found["own"]].iloc[0]
    assert np.isnan(row["estimate"])
    assert found.loc[found["item"] == "d1", "passed"].isna().all()
