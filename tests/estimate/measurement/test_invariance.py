"""Measurement invariance: published levels of two schools, and a simulated defect found."""

import numpy as np
import pandas as pd
import pytest
from pattern_answers import SCHOOLS, THREE, reference, school_answers

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.measurement.construct_means import compare_construct_means
from analysis.estimate.measurement.invariance import (
    LEVELS,
    MeasurementInvariance,
    check_measurement_invariance,
    measurement_part,
)
from analysis.estimate.structural.specification import specify_model
from analysis.estimate.structural.syntax import read_model_syntax
from analysis.simulate.measurement import CONSTRUCTS, SurveyParameters, draw_constructs

SURVEY = SurveyParameters()
MEASURED = ("reliability", "empathy", "tangibles", "image")
DIFFERENCE = 0.3  # of every construct in the online group


def simulate(*, shift: float, seed: int, item: str = "tangibles_2", n: int = 2400) -> pd.DataFrame:
    """Five-point answers of two channels; ``item`` is lower by ``shift`` online."""
    rng = np.random.default_rng(seed)
    online = rng.random(n) < 0.4
    constructs = draw_constructs(rng, SURVEY, n) + DIFFERENCE * online[:, None]
    columns = {}
    for name, question in SURVEY.items.items():
        if question.construct not in MEASURED:
            continue
        felt = question.loading * constructs[:, CONSTRUCTS.index(question.construct)]
        felt = felt + np.sqrt(1 - question.loading**2) * rng.standard_normal(n)
        felt = felt - shift * online * (name == item)
        columns[name] = np.searchsorted(question.cuts, felt) + float(question.low)
    rows = pd.DataFrame(columns)
    rows = rows.mask(rng.random(rows.shape) < 0.03)
    return rows.assign(channel=np.where(online, "online", "store"))


SPECIFICATION = specify_model(
    {
        construct: [name for name, item in SURVEY.items.items() if item.construct == construct]
        for construct in MEASURED
    },
    {"image": ["reliability", "empathy", "tangibles"]},
)


def check(rows: pd.DataFrame) -> MeasurementInvariance:
    return check_measurement_invariance(rows, SPECIFICATION, group="channel", confidence_level=0.95)


@pytest.fixture(scope="module")
def schools() -> MeasurementInvariance:
    return check_measurement_invariance(
        school_answers(reference()["groups"]["patterns"]),
        read_model_syntax(THREE),
        group="school",
        confidence_level=0.95,
        levels=tuple(LEVELS),
    )


@pytest.fixture(scope="module")
def defective() -> MeasurementInvariance:
    return check(simulate(shift=SURVEY.item_shift, seed=4))


def test_levels_of_two_schools(schools: MeasurementInvariance) -> None:
    """The textbook example: intercepts of x3 and x7 differ, and the rest holds."""
    assert schools.groups == SCHOOLS
    full = schools.levels[~schools.levels["partial"]]
    np.testing.assert_allclose(full["chi_square"], [115.851, 124.044, 164.103], atol=6e-4)
    assert list(full["degrees_of_freedom"]) == [48, 54, 60]
    np.testing.assert_allclose(full["delta_cfi"][1:], [-0.0025, -0.0385], atol=5e-5)
    assert list(full["passed"]) == [True, True, False]
    assert full["delta_p_value"].iloc[1] == pytest.approx(0.2244, abs=1e-4)
    assert schools.released == ("x3", "x7")
    expected = reference()["groups"]["partial"]["indices"]["chisq"]
    partial = schools.levels.query("released == 'x3 ~1, x7 ~1' and level == 'scalar'")
    assert partial["chi_square"].item() == pytest.approx(expected, rel=1e-6)
    assert schools.paths_comparable
    assert schools.means_comparable
    verdicts = schools.verdicts.set_index("comparison")
    assert verdicts.loc["means", "items"] == "x3, x7"
    assert list(verdicts["partial"]) == [False, True]


def test_finds_the_item_that_differs(defective: MeasurementInvariance) -> None:
    """The fit of the whole model barely moves; the item is found all the same, and only it."""
    broken = defective.items[defective.items["broken"]]
    assert list(broken["item"]) == ["tangibles_2"]
    assert list(broken["kind"]) == ["intercept"]
    assert broken["change"].abs().item() == pytest.approx(SURVEY.item_shift, abs=0.15)
    assert defective.reached == ("configural", "metric", "scalar")
    assert defective.means_comparable
    assert defective.verdicts["items"].tolist() == ["", "tangibles_2"]


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_finds_nothing_where_nothing_differs(seed: int) -> None:
    found = check(simulate(shift=0.0, seed=seed))
    assert not found.items["broken"].any()
    assert found.levels["passed"].all()
    assert list(found.levels["level"]) == ["configural", "metric", "scalar"]


def test_means_are_right_in_spite_of_the_defect(defective: MeasurementInvariance) -> None:
    means = compare_construct_means(defective)
    assert set(means["stratum"]) == {"online"}
    assert set(means["term"]) == set(MEASURED)
    z = (means["estimate"] - DIFFERENCE) / means["std_error"]
    assert z.abs().max() < 3
    assert (means["n"] < 1200).all()
    rows = simulate(shift=SURVEY.item_shift, seed=4)
    by_sum = rows.groupby("channel")[["tangibles_1", "tangibles_2"]].mean().diff().iloc[-1]
    assert by_sum["tangibles_2"] > by_sum["tangibles_1"]  # sums would be led astray


def test_means_are_refused_when_too_many_items_differ() -> None:
    rows = simulate(shift=0.8, seed=8)
    online = rows["channel"] == "online"
    rows.loc[online, "tangibles_1"] += 1.2
    found = check(rows)
    assert found.paths_comparable
    assert not found.means_comparable
    assert "tangibles" in found.failure or "scalar" in found.failure
    with pytest.raises(EstimationError, match="may not be compared between the values of channel"):
        compare_construct_means(found)


def test_small_groups_are_left_out_and_named() -> None:
    rows = simulate(shift=0.0, seed=9, n=900)
    rows.loc[rows.index[:40], "channel"] = "phone"
    found = check(rows)
    assert found.left_out.to_dict("records") == [{"group": "phone", "n": 40}]
    assert set(found.groups) == {"store", "online"}
    with pytest.raises(EstimationError, match="fewer than two have 100 respondents"):
        check(rows[:120])


def test_paths_and_single_items_have_no_part() -> None:
    spec = measurement_part(read_model_syntax("f =~ a + 1*b + k*c\ng =~ d + e\ng ~ f + z\na ~~ b"))
    assert spec.observed == ("a", "b", "c", "d", "e")
    assert [str(term) for term in spec.terms][-1] == "a ~~ b"
    assert all(term.label is None and term.value is None for term in spec.terms)


def test_bad_requests() -> None:
    rows = simulate(shift=0.0, seed=1, n=300)
    with pytest.raises(ParameterError, match="levels must be the first of"):
        check_measurement_invariance(
            rows, SPECIFICATION, group="channel", confidence_level=0.95, levels=("scalar",)
        )
    with pytest.raises(ParameterError, match="no column region"):
        check_measurement_invariance(rows, SPECIFICATION, group="region", confidence_level=0.95)
