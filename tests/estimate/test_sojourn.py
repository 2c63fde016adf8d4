"""Dwell times, next stages and returns against values worked out by hand."""

import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.sojourn import (
    count_visits,
    estimate_dwell_times,
    estimate_next_stage,
    estimate_returns,
)

LEVEL = 0.95


def sojourns(*rows: tuple[str, str | None, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from_state", "to_state", "time", "n"])


def test_the_median_visit_is_the_kaplan_meier_one() -> None:
    visits = sojourns(("a", "b", 10, 40), ("a", "c", 20, 30), ("a", None, 30, 30))
    dwell = estimate_dwell_times(visits, confidence_level=LEVEL).iloc[0]
    assert dwell["estimate"] == 20 and dwell["n"] == 100 and dwell["n_events"] == 70


def test_next_stages_compete_and_censored_visits_count_until_they_end() -> None:
    # At 10: 40 of 100 go to b; 20 are censored at 15; at 20 half of the 40 left go to c.
    visits = sojourns(
        ("a", "b", 10, 40), ("a", None, 15, 20), ("a", "c", 20, 20), ("a", None, 30, 20)
    )
    found = estimate_next_stage(visits, ("a", "b", "c"), times=[25], confidence_level=LEVEL)
    shares = found.set_index("to_state")["estimate"]
    assert shares["b"] == pytest.approx(0.4)
    assert shares["c"] == pytest.approx(0.6 * 0.5)
    assert shares.sum() == pytest.approx(1.0)
    assert found.set_index("to_state")["n_events"].to_dict() == {"a": 0, "b": 40, "c": 20}
    assert (found["conf_low"] <= found["estimate"]).all()


def test_no_visit_that_ended_is_an_error() -> None:
    with pytest.raises(EstimationError, match="no visit"):
        estimate_next_stage(
            sojourns(("a", None, 5, 3)), ("a", "b"), times=[5], confidence_level=LEVEL
        )


def test_every_visit_is_counted_once() -> None:
    counts = count_visits(sojourns(("a", "b", 10, 4), ("a", None, 10, 3), ("b", None, 7, 2)))
    assert counts["n_entered"].sum() == 9 and counts["n_events"].sum() == 4
    assert counts["n_censored"].sum() == 5


def test_without_silences_there_are_no_returns() -> None:
    assert estimate_returns(pd.DataFrame(), confidence_level=LEVEL).empty
