"""The mix by segment, with small groups put together."""

import pandas as pd
import pytest

from analysis.estimate.base_mix import REST, estimate_base_mix

COLUMNS = ["column", "level", "n_customers", "n_active", "cents"]
COUNTS = pd.DataFrame(
    [
        ["", "", 100, 60, 6000],
        ["plan", "big", 80, 50, 5000],
        ["plan", "small", 7, 5, 500],
        ["plan", "tiny", 6, 2, 200],
        ["plan", "tail", 7, 3, 300],
        ["city", "here", 97, 59, 5900],
        ["city", "there", 3, 1, 100],
    ],
    columns=COLUMNS,
)


def test_small_levels_are_put_together_or_left_out() -> None:
    rows = estimate_base_mix(COUNTS, minimum_cell=10, confidence_level=0.95)
    assert rows["term"].tolist() == ["active", "plan=big", f"plan={REST}", "city=here"]
    rest = rows.iloc[2]
    assert (rest["n"], rest["estimate"], rest["cents"]) == (20, 0.5, 1000)


def test_shares_are_of_everyone() -> None:
    rows = estimate_base_mix(COUNTS, minimum_cell=2, confidence_level=0.95)
    plan = rows[rows["column"] == "plan"]
    assert plan["share_customers"].sum() == pytest.approx(1)
    assert plan["share_money"].sum() == pytest.approx(1)


def test_without_money_there_is_no_share_of_it() -> None:
    rows = estimate_base_mix(COUNTS.assign(cents=0), minimum_cell=2, confidence_level=0.95)
    assert rows["share_money"].isna().all()
