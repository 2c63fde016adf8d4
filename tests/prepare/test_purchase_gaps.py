"""Gaps and silences by hand, against known facts, and without a look ahead."""

from pathlib import Path

import pandas as pd
import pytest
from small_tables import make_purchases, make_tables

from analysis.prepare.purchase_gaps import (
    choose_watch_days,
    count_purchase_gaps,
    count_second_purchases,
    count_silences,
)
from analysis.store import Tables

PURCHASES = make_purchases(
    ("a", "2024-01-01"),
    ("a", "2024-01-01"),
    ("a", "2024-01-11"),
    ("b", "2024-01-01"),
    ("c", "2024-03-01"),  # on the as-of date: nothing seen of its gap
)


def test_gaps_by_hand(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, "2024-03-01", transactions=PURCHASES)
    assert count_purchase_gaps(tables).values.tolist() == [
        [0, 10, 1, 0],
        [0, 50, 0, 1],
        [1, 60, 0, 1],
    ]


def test_a_silence_is_what_was_known_at_the_cut_off(tmp_path: Path) -> None:
    purchases = make_purchases(
        ("a", "2024-01-01"),
        ("a", "2024-06-01"),  # comes back after the cut-off
        ("b", "2024-04-20"),
        ("c", "2024-05-15"),  # not a customer yet at the cut-off
    )
    tables = make_tables(tmp_path, "2024-05-31", transactions=purchases[purchases["day"] < 19870])
    tables_later = make_tables(tmp_path, "2024-06-10", transactions=purchases)
    earlier = count_silences(tables, watch_days=30)
    assert earlier["n_watched"].sum() == 2
    assert earlier["n_returned"].sum() == 0
    later = count_silences(tables_later, watch_days=30)
    band = later[later["n_returned"] > 0]
    assert band[["silence_from", "silence_to", "n_watched"]].values.tolist() == [[120, 149, 1]]
    assert later["n_now"].sum() == 3


def test_who_bought_on_the_cut_off_has_not_returned(tmp_path: Path) -> None:
    purchases = make_purchases(("a", "2024-05-01"), ("b", "2024-05-01"), ("b", "2024-05-31"))
    tables = make_tables(tmp_path, "2024-05-31", transactions=purchases)
    counts = count_silences(tables, watch_days=30)
    watched = counts[counts["n_watched"] > 0]
    assert watched[["silence_from", "n_watched", "n_returned"]].values.tolist() == [[0, 2, 1]]


@pytest.mark.parametrize(("first", "width"), [("2024-01-01", 30), ("2022-06-01", 60)])
def test_bands_widen_with_the_span(tmp_path: Path, first: str, width: int) -> None:
    purchases = make_purchases(("a", first), ("b", "2024-05-01"))
    counts = count_silences(
        make_tables(tmp_path, "2024-06-30", transactions=purchases), watch_days=30
    )
    assert set(counts["silence_to"] - counts["silence_from"] + 1) == {width}
    assert counts["silence_to"].max() // width <= 16


def test_second_purchases_by_hand(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, "2024-03-01", transactions=PURCHASES)
    counts = count_second_purchases(tables, watch_days=30)
    assert counts.to_dict("records") == [{"n_watched": 2, "n_returned": 1, "watch_days": 30}]


def test_facts_of_the_bundled_shop(cdnow_tables: Tables) -> None:
    gaps = count_purchase_gaps(cdnow_tables)
    assert gaps["n_completed"].sum() == 44_021
    assert gaps.loc[gaps["gap"] > 90, "n_completed"].sum() == 11_385
    assert gaps.loc[gaps["gap"] > 180, "n_completed"].sum() == 5_160
    assert gaps["bucket"].nunique() == 100


@pytest.mark.parametrize(("share", "days"), [(0.7, 365), (1 / 3, 180), (1 / 6, 90), (0.01, None)])
def test_the_watch_fits_the_span(cdnow_tables: Tables, share: float, days: int | None) -> None:
    assert choose_watch_days(cdnow_tables, share_of_span=share) == days


def test_without_purchases_there_is_nothing_to_count(telco_tables: Tables) -> None:
    assert choose_watch_days(telco_tables, share_of_span=1.0) is None
    for counts in (
        count_purchase_gaps(telco_tables),
        count_silences(telco_tables, watch_days=None),
        count_second_purchases(telco_tables, watch_days=None),
    ):
        assert isinstance(counts, pd.DataFrame)
        assert counts.empty
