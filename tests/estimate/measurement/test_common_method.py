"""Common method: a habit of known size is found, its absence too, and doubt is told."""

import numpy as np
import pytest
from survey_samples import THREE, THREE_PATHS, simulate_three

from analysis.errors import EstimationError
from analysis.estimate.measurement.common_method import (
    CommonMethod,
    add_method_factor,
    check_common_method,
)
from analysis.estimate.measurement.item_answers import read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items
from analysis.estimate.structural.specification import specify_model


def check(method_share: float, seed: int) -> CommonMethod:
    frame = simulate_three(2000, np.random.default_rng(seed), method_share=method_share)
    return check_common_method(frame, THREE, THREE_PATHS, confidence_level=0.95)


def test_a_habit_of_known_size_is_found() -> None:
    found = check(0.10, 1)
    row = found.checks.set_index("term").loc["method_variance"]
    assert row["conf_low"] < 0.10 < row["conf_high"]
    assert row["p_value"] < 0.01
    assert row["passed"]
    change = found.paths.set_index("term").loc["y ~ x"]
    assert change["with_method"] < change["without"]
    assert change["with_method"] == pytest.approx(0.5, abs=0.1)


def test_where_there_is_none_the_paths_stay() -> None:
    found = check(0.0, 0)
    row = found.checks.set_index("term").loc["method_variance"]
    assert row["estimate"] == 0  # the estimate was below zero
    assert row["passed"]
    assert (found.paths["estimate"] == 0).all()
    assert found.paths["passed"].all()


def test_harman_is_shown_and_decides_nothing() -> None:
    found = check(0.10, 1).checks.set_index("term")
    row = found.loc["harman_single_factor"]
    assert 0 < row["estimate"] < 0.5
    assert row.isna()["passed"]
    assert "Podsakoff" in row["source"]
    assert found.loc["largest_full_collinearity", "passed"]


def test_a_model_that_cannot_tell_says_so() -> None:
    """Too few respondents for a method factor: no number, no verdict, but a reason."""
    frame = simulate_three(80, np.random.default_rng(0), method_share=0.1)
    found = check_common_method(frame, THREE, THREE_PATHS, confidence_level=0.95)
    checks = found.checks.set_index("term")
    row = checks.loc["method_variance"]
    assert row.isna()[["estimate", "passed"]].all()
    assert "negative" in row["text"]
    assert checks.loc["largest_path_change"].isna()[["estimate", "passed"]].all()
    assert found.paths["passed"].isna().all()


def test_the_method_factor_explains_the_same_share_of_every_item() -> None:
    frame = simulate_three(100, np.random.default_rng(1))
    model = add_method_factor(specify_model(THREE, THREE_PATHS), frame, THREE)
    loadings = {term.right: term.value for term in model.terms if term.left == "common_method"}
    assert loadings["x1"] == pytest.approx(frame["x1"].std(ddof=0))
    assert loadings["x"] == 0  # uncorrelated with what has no cause
    assert "y" not in loadings


@pytest.mark.parametrize("constant", [1.0, 4.3])
def test_an_item_constant_among_those_who_answered_another_is_named(constant: float) -> None:
    frame = simulate_three(400, np.random.default_rng(3), method_share=0.0)
    one, other = THREE["x"][0], THREE["y"][0]
    frame.loc[:39, one] = constant
    frame.loc[40:, other] = np.nan
    said = f"items '{one}' and '{other}' have no correlation: all 40 respondents who answered both"
    with pytest.raises(EstimationError, match=f"{said} gave '{one}' the same answer; leave"):
        correlate_items(read_item_answers(frame, [item for own in THREE.values() for item in own]))
    with pytest.raises(EstimationError, match=said):
        check_common_method(frame, THREE, THREE_PATHS, confidence_level=0.95)
