"""Groups counted side by side, and the times findings are stated for."""

from typing import Any

import pandas as pd
import pytest
from tests.prepare.test_durations import CONTRACT, make_study

from analysis.errors import ParameterError
from analysis.prepare.horizons import choose_hazard_width, choose_horizons, list_times
from analysis.prepare.strata import (
    begin_at,
    count_definitions,
    count_everyone,
    count_strata,
    describe_allowed_silence,
)
from analysis.study import Study

DURATIONS = pd.DataFrame(
    {
        "entry": [0, 0, 5, 0],
        "tenure": [2, 30, 30, 9],
        "event_observed": [True, False, True, True],
        "plan": ["a", "a", "b", "b"],
        "region": ["x", "x", "x", "x"],
    }
)


def study_in_months(**fields: Any) -> Study:
    tables = {"contracts": {"file": "none.csv"}}
    return make_study(churn=CONTRACT, tables=tables, time_unit="month", **fields)


def test_groups_are_counted_beside_everyone() -> None:
    counts = count_strata(DURATIONS, ["plan", "region"])
    assert counts["stratum"].unique().tolist() == ["all", "plan=a", "plan=b"]
    assert counts.groupby("stratum")["n_events"].sum().to_dict() == {
        "all": 3,
        "plan=a": 1,
        "plan=b": 2,
    }


def test_a_later_beginning_forgets_who_had_left() -> None:
    begun = begin_at(DURATIONS, 7)
    assert begun["entry"].tolist() == [7, 7, 7]
    assert begun["tenure"].tolist() == [30, 30, 9]
    assert begin_at(DURATIONS, 0) is DURATIONS


def test_horizons_within_the_data() -> None:
    few = {"minimum_cell": 2}
    assert choose_horizons(study_in_months(horizons=[12, 24, 60], **few), DURATIONS) == (12, 24)
    assert choose_horizons(study_in_months(horizons=[12, 24], **few), DURATIONS, 18) == (18, 24)
    assert choose_horizons(study_in_months(horizons=[60], **few), DURATIONS) == (15,)
    assert choose_horizons(study_in_months(**few), DURATIONS) == (12, 24)
    with pytest.raises(ParameterError, match="enough customers were observed, 30"):
        choose_horizons(study_in_months(**few), DURATIONS, 31)


def test_a_horizon_needs_customers_still_at_risk() -> None:
    assert choose_horizons(study_in_months(horizons=[8, 12], minimum_cell=3), DURATIONS) == (8,)


def test_definitions_are_counted_and_described() -> None:
    definitions = {
        "long": DURATIONS.assign(silence_allowed=90),
        "own": DURATIONS.assign(silence_allowed=[10, 20, 30, 90]),
    }
    counts = count_definitions(definitions, ["plan"])
    assert counts["own"]["stratum"].unique().tolist() == ["all", "plan=a", "plan=b"]
    assert count_everyone(counts)["stratum"].unique().tolist() == ["long", "own"]
    assert describe_allowed_silence(definitions).to_numpy().tolist() == [
        ["long", 90, 90.0, 90],
        ["own", 10, 25.0, 90],
    ]
    assert count_everyone({}).empty


def test_bins_of_the_hazard() -> None:
    assert choose_hazard_width(study_in_months(), DURATIONS) == 1
    assert choose_hazard_width(study_in_months(), DURATIONS.assign(tenure=240)) == 6
    assert choose_hazard_width(make_study(), DURATIONS) == 30


def test_times_are_even_steps_with_the_horizons() -> None:
    times = list_times(study_in_months(), DURATIONS, (12, 24))
    assert times == [0.0, 6.0, 12.0, 18.0, 24.0, 30.0]
