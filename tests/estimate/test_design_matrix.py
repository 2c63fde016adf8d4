import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.design_matrix import build_design, complete_cases, merge_rare_levels
from analysis.estimate.splines import place_knots, restricted_cubic_spline
from analysis.study import Driver

INFO = [
    Driver(column="plan", kind="category", reference="Basic"),
    Driver(column="spend", kind="number", per=10),
    Driver(column="autopay", kind="flag"),
]
FRAME = pd.DataFrame(
    {
        "plan": ["Plus", "Basic", "Max", "Basic"],
        "spend": [10.0, 20.0, 30.0, 40.0],
        "autopay": pd.array([True, False, True, True], dtype="boolean"),
    }
)


def test_columns_are_named_by_level_and_centred() -> None:
    design = build_design(FRAME, ["plan", "spend", "autopay"], INFO)
    assert design.terms == ("plan=Max", "plan=Plus", "spend", "autopay=Yes")
    assert design.owners == ("plan", "plan", "spend", "autopay")
    raw = design.encode(FRAME) + design.centre
    np.testing.assert_array_equal(raw, [[0, 1, 1, 1], [0, 0, 2, 0], [1, 0, 3, 1], [0, 0, 4, 1]])
    np.testing.assert_allclose(design.encode(FRAME).mean(axis=0), 0, atol=1e-15)


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_text_of_any_kind_is_encoded_alike(dtype: str) -> None:
    typed = FRAME.assign(plan=FRAME["plan"].astype(dtype))
    expected = build_design(FRAME, ["plan"], INFO).encode(FRAME)
    np.testing.assert_array_equal(build_design(typed, ["plan"], INFO).encode(typed), expected)


def test_without_a_reference_the_most_frequent_level_serves() -> None:
    design = build_design(FRAME, ["plan"], [Driver(column="plan", kind="category")])
    assert design.part("plan").reference == "Basic"


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (FRAME.assign(plan="Basic"), "'plan' has one level only"),
        (FRAME.assign(spend=3.0), "'spend' has one level only"),
        (FRAME.assign(spend=[1, 2, 3, np.inf]), "'spend' holds infinite"),
        (FRAME.assign(plan=["a", "b", "a", "b"]), "reference level 'Basic'"),
    ],
)
def test_a_driver_that_cannot_be_used_is_named(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(EstimationError, match=words):
        build_design(frame, ["plan", "spend"], INFO)


def test_new_levels_and_missing_values_are_not_guessed() -> None:
    design = build_design(FRAME, ["plan"], INFO)
    with pytest.raises(EstimationError, match="has not seen: 'Gold'"):
        design.encode(FRAME.assign(plan="Gold"))
    with pytest.raises(EstimationError, match="'plan' is missing in 4 rows"):
        design.encode(FRAME.assign(plan=None))
    with pytest.raises(EstimationError, match="'colour' is not described"):
        build_design(FRAME, ["colour"], INFO)


def test_incomplete_rows_are_left_out_and_counted() -> None:
    frame, n = complete_cases(FRAME.assign(spend=[1, np.nan, 2, 3]), ["spend"])
    assert (len(frame), n) == (3, 1)
    with pytest.raises(EstimationError, match="'spend' is missing for 75%"):
        complete_cases(FRAME.assign(spend=[1, np.nan, np.nan, np.nan]), ["spend"])
    with pytest.raises(EstimationError, match="lack the driver column 'colour'"):
        complete_cases(FRAME, ["colour"])


def test_rare_levels_are_merged_with_a_record() -> None:
    plans = ["Basic"] * 30 + ["Plus"] * 20 + ["Max"] * 6 + ["Gold"] * 6
    durations = pd.DataFrame({"plan": plans, "event_observed": True})
    merged, done = merge_rare_levels(durations, INFO[:1])
    assert merged["plan"].value_counts().to_dict() == {"Basic": 30, "Plus": 20, "(other)": 12}
    assert done["level"].tolist() == ["Gold", "Max"]
    assert done["merged_into"].tolist() == ["(other)", "(other)"]
    merged, done = merge_rare_levels(durations.iloc[:56], INFO[:1])
    assert merged["plan"].value_counts().to_dict() == {"Basic": 36, "Plus": 20}
    assert durations["plan"].nunique() == 4


def test_a_spline_is_straight_beyond_its_outer_knots_and_bends_between() -> None:
    knots = place_knots(np.linspace(0, 10, 200))
    assert len(knots) == 4
    below = restricted_cubic_spline(np.array([-5.0, 0.0, knots[0]]), knots)
    np.testing.assert_allclose(below, 0, atol=1e-12)
    beyond = restricted_cubic_spline(np.array([10.0, 11.0, 12.0, 13.0]), knots)
    np.testing.assert_allclose(np.diff(beyond, n=2, axis=0), 0, atol=1e-9)
    within = restricted_cubic_spline(np.array([3.0, 4.0, 5.0]), knots)
    assert np.abs(np.diff(within, n=2, axis=0)).max() > 1e-3


def test_few_distinct_values_carry_no_curve() -> None:
    assert place_knots(np.array([0.0, 1.0, 2.0] * 50)) == ()
    assert len(place_knots(np.array([0.0] * 900 + list(range(100))))) >= 3
