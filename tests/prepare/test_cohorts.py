"""Cohorts by hand: calendar periods, only those that had ended, nothing from before the records."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from small_tables import day, make_purchases, make_tables

from analysis.prepare.cohorts import choose_grain, count_cohorts
from analysis.store import Tables


def rows_of(counts: pd.DataFrame) -> list[tuple[str, int, int, int]]:
    days = pd.to_datetime(counts["cohort_day"], unit="D").dt.strftime("%Y-%m-%d")
    numbers = counts[["offset", "n_customers", "n_active"]]
    return list(zip(days, *(numbers[name] for name in numbers), strict=True))


@pytest.mark.parametrize(
    ("first", "last", "grain"),
    [
        ("2023-01-01", "2023-06-30", "month"),
        ("2022-01-01", "2023-12-31", "month"),
        ("2022-01-01", "2024-03-31", "quarter"),
        ("2018-01-01", "2023-12-31", "quarter"),
        ("2010-01-01", "2023-12-31", "year"),
        ("1960-01-01", "2023-12-31", "year"),
    ],
)
def test_the_grain_follows_the_span(first: str, last: str, grain: str) -> None:
    assert choose_grain(day(first), day(last)) == grain


def test_months_by_hand(tmp_path: Path) -> None:
    purchases = make_purchases(
        ("a", "2024-01-31"),
        ("a", "2024-02-01"),
        ("a", "2024-02-20"),
        ("b", "2024-01-05"),
        ("b", "2024-03-31"),
        ("c", "2024-02-10"),
        ("c", "2024-04-02"),  # April had not ended
    )
    tables = make_tables(tmp_path, "2024-04-29", transactions=purchases)
    assert rows_of(count_cohorts(tables)) == [
        ("2024-01-01", 0, 2, 2),
        ("2024-01-01", 1, 2, 1),
        ("2024-01-01", 2, 2, 1),
        ("2024-02-01", 0, 1, 1),
        ("2024-02-01", 1, 1, 0),
    ]


def test_the_last_day_of_a_month_ends_it(tmp_path: Path) -> None:
    tables = make_tables(
        tmp_path,
        "2024-02-29",
        transactions=make_purchases(("a", "2024-01-05"), ("a", "2024-02-29")),
    )
    assert rows_of(count_cohorts(tables))[-1] == ("2024-01-01", 1, 1, 1)


def test_customers_from_before_the_records_form_no_cohort(tmp_path: Path) -> None:
    purchases = make_purchases(("a", "2024-01-05"), ("b", "2024-02-05"))
    tables = make_tables(tmp_path, "2024-03-31", transactions=purchases)
    counts = count_cohorts(tables, records_begin=date(2024, 2, 1))
    assert set(counts["n_customers"]) == {1}
    assert counts["cohort_day"].min() == day("2024-02-01")


def test_contracts_with_dates(tmp_path: Path) -> None:
    contracts = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c", "c"],
            "start_day": [
                day("2024-01-10"),
                day("2024-01-20"),
                day("2024-02-01"),
                day("2024-03-20"),
            ],
            "end_day": [None, day("2024-02-15"), day("2024-02-20"), None],
            "tenure": [1, 1, 1, 1],
            "ended": [False, True, True, False],
        }
    ).astype({"start_day": "Int32", "end_day": "Int32"})
    tables = make_tables(tmp_path, "2024-03-31", contracts=contracts)
    assert rows_of(count_cohorts(tables)) == [
        ("2024-01-01", 0, 2, 2),
        ("2024-01-01", 1, 2, 1),
        ("2024-01-01", 2, 2, 1),
        ("2024-02-01", 0, 1, 1),
        ("2024-02-01", 1, 1, 1),  # the second contract runs on the last day of March
    ]


def test_no_dates_no_cohorts(telco_tables: Tables, abc_tables: Tables) -> None:
    assert count_cohorts(telco_tables).empty
    assert count_cohorts(abc_tables).empty


def test_every_purchasing_customer_is_in_one_cohort(cdnow_tables: Tables) -> None:
    counts = count_cohorts(cdnow_tables)
    first = counts[counts["offset"] == 0]
    assert first["n_customers"].sum() == 23_570
    assert (first["n_active"] == first["n_customers"]).all()
    assert (counts["n_active"] <= counts["n_customers"]).all()
