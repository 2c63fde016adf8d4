"""Profiles of features: everybody is counted once, and no bin shows a few customers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimate.early_warning.profile import count_profile


def profile_of(values: object, minimum: int = 10) -> pd.DataFrame:
    return count_profile(pd.DataFrame({"x": values}), ["x"], minimum_cell=minimum)


def test_numbers_are_cut_at_their_quantiles() -> None:
    told = profile_of(np.arange(1, 1001))
    assert told["count"].tolist() == [100] * 10
    assert told["upper"].tolist() == [*range(100, 1000, 100), np.inf]
    assert told["lower"].iloc[0] == -np.inf and (told["n"] == 1000).all()


def test_missing_values_flags_and_categories_are_counted_by_value() -> None:
    told = profile_of(pd.array([True] * 30 + [False] * 20 + [None] * 15, dtype="boolean"))
    assert dict(zip(told["bin"], told["count"], strict=True)) == {
        "False": 20,
        "True": 30,
        "missing": 15,
    }
    told = profile_of(pd.Categorical(["a"] * 50 + ["b"] * 6 + ["c"] * 7))
    assert dict(zip(told["bin"], told["count"], strict=True)) == {"a": 50, "other": 13}


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(
        st.one_of(st.none(), st.integers(0, 6), st.floats(-3, 3)), min_size=20, max_size=80
    ),
    minimum=st.integers(2, 12),
)
def test_everybody_is_counted_once_and_no_cell_is_small(
    values: list[float | None], minimum: int
) -> None:
    told = profile_of(pd.Series(values, dtype="float64"), minimum)
    assert told["count"].sum() == len(values)
    assert (told["count"] >= minimum).all() or len(told) == 1
    limits = told[told["lower"].notna()]
    assert limits["upper"].iloc[:-1].tolist() == limits["lower"].iloc[1:].tolist()


def test_nobody_and_no_feature_give_an_empty_profile() -> None:
    assert not len(profile_of(np.array([])).query("count > 0"))
    assert count_profile(pd.DataFrame(), [], minimum_cell=10).empty
    with pytest.raises(KeyError):
        count_profile(pd.DataFrame(), ["unknown"], minimum_cell=10)
