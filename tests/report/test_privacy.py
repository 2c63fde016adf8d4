"""No number about few customers leaves the house."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.report.privacy import suppress_small_cells
from analysis.results import ESTIMATE_COLUMNS, as_estimates

NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "statistic", "p_value"]


def rows(counts: list[int | None], events: list[int | None]) -> pd.DataFrame:
    frame = pd.DataFrame({"n": counts, "n_events": events}, dtype="Int64")
    frame = frame.assign(term="x", stratum="s", time=1.0, **dict.fromkeys(NUMBERS, 0.5))
    return as_estimates(frame, analysis="a", unit="share")


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=8))
def test_rows_about_few_customers_lose_their_numbers(counts: list[int | None]) -> None:
    out = suppress_small_cells(rows(counts, [None] * len(counts)), 10)
    for count, (_, row) in zip(counts, out.iterrows(), strict=True):
        hidden = count is not None and 0 < count < 10
        assert row[NUMBERS].isna().all() == hidden
        assert row["term"] == "x" and row["time"] == 1.0
        if not hidden and count is not None:
            assert row["n"] == count
        else:
            assert pd.isna(row["n"])


def test_few_events_lose_only_their_count() -> None:
    out = suppress_small_cells(rows([100, 100, 100], [0, 3, 30]), 10)
    assert out["n_events"].isna().tolist() == [False, True, False]
    assert out["estimate"].notna().all()


def test_the_columns_and_the_input_stay_as_they_are() -> None:
    given_rows = rows([3], [3])
    out = suppress_small_cells(given_rows, 10)
    assert {name: str(dtype) for name, dtype in out.dtypes.items()} == ESTIMATE_COLUMNS
    assert given_rows["n"].tolist() == [3]
