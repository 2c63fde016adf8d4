"""Retention from counts: pooling, privacy, and the test of likeness."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.retention import (
    check_cohorts_alike,
    estimate_pooled_retention,
    estimate_retention,
)


def make_counts(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    columns = ["cohort_day", "offset", "n_customers", "n_active"]
    return pd.DataFrame(rows, columns=columns).assign(grain="month")


COUNTS = make_counts(
    (0, 0, 200, 200),
    (0, 1, 200, 50),
    (0, 2, 200, 4),
    (31, 0, 100, 100),
    (31, 1, 100, 10),
    (59, 0, 5, 5),
    (59, 1, 5, 5),
)


def test_shares_and_names() -> None:
    rows = estimate_retention(COUNTS, minimum_cell=2, confidence_level=0.95)
    assert rows["stratum"].tolist() == ["1970-01-01", "1970-01-01", "1970-02-01", "1970-03-01"]
    assert rows["estimate"].tolist() == [0.25, 0.02, 0.10, 1.0]
    assert not rows["suppressed"].any()


def test_a_handful_of_customers_is_never_told() -> None:
    rows = estimate_retention(COUNTS, minimum_cell=10, confidence_level=0.95)
    assert rows["suppressed"].tolist() == [False, True, False, True]
    hidden = rows[rows["suppressed"]]
    assert hidden[["estimate", "conf_low", "conf_high", "n_events"]].isna().all().all()
    assert hidden["n"].tolist()[0] == 200
    assert hidden["n"].isna().tolist()[1]


def test_pooling_uses_only_cohorts_that_could_be_watched() -> None:
    pooled = estimate_pooled_retention(COUNTS, minimum_cell=2, confidence_level=0.95)
    assert pooled["n_cohorts"].tolist() == [3, 1]
    assert pooled["n"].tolist() == [305, 200]
    assert pooled["estimate"].tolist() == pytest.approx([65 / 305, 4 / 200])


def test_likeness_is_pearsons_test() -> None:
    same = check_cohorts_alike(make_counts((0, 1, 100, 30), (31, 1, 200, 60)))
    assert same.passed is True
    assert same.p_value == pytest.approx(1.0)
    # A two by two table: n (ad - bc)^2 over the product of its margins.
    differ = check_cohorts_alike(make_counts((0, 1, 100, 50), (31, 1, 100, 10)))
    assert differ.statistic == pytest.approx(200 * (50 * 90 - 50 * 10) ** 2 / (60 * 140 * 100**2))
    assert differ.passed is False


@pytest.mark.parametrize(
    "counts", [make_counts((0, 1, 9, 3)), make_counts((0, 1, 9, 0), (31, 1, 9, 0)), make_counts()]
)
def test_likeness_that_cannot_be_told(counts: pd.DataFrame) -> None:
    check = check_cohorts_alike(counts)
    assert check.passed is None
    assert np.isnan(check.p_value)


def test_no_counts_no_rows() -> None:
    assert estimate_retention(make_counts(), minimum_cell=10, confidence_level=0.9).empty
    assert estimate_pooled_retention(make_counts(), minimum_cell=10, confidence_level=0.9).empty
