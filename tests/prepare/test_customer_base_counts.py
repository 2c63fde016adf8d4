"""Counts of the whole base, by hand and against the bundled studies."""

from pathlib import Path

import pandas as pd
from small_tables import day, make_purchases, make_tables

from analysis.prepare.customer_base import count_segments, summarise_base
from analysis.store import Tables


def test_purchases_and_refunds_by_hand(tmp_path: Path) -> None:
    purchases = make_purchases(
        ("a", "2024-01-01", 500),
        ("a", "2024-01-01", 300),  # the same purchase day
        ("a", "2024-02-01", 200),
        ("b", "2024-01-05", 0),
        ("c", "2024-09-01", 900),  # after the as-of date
    )
    refunds = make_purchases(("a", "2024-02-03", -150), ("b", "2024-08-01", -999))
    tables = make_tables(tmp_path, "2024-06-30", transactions=purchases, refunds=refunds)
    assert summarise_base(tables) == {
        "n_customers": 3,
        "n_purchases": 4,
        "n_buyers": 2,
        "first_day": day("2024-01-01"),
        "last_day": day("2024-02-01"),
        "cents": 1000 - 150,
        "n_purchase_days": 3,
        "n_once": 1,
        "n_refunds": 1,
        "refunded_cents": -150,
    }


def test_a_customer_is_active_while_any_contract_runs(tmp_path: Path) -> None:
    contracts = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "c"],
            "tenure": [5, 9, 3, 4],
            "ended": [True, False, True, False],
            "amount_cents": [1000, 2000, 4000, None],
            "plan": ["old", "new", "old", None],
        }
    )
    tables = make_tables(tmp_path, "2024-06-30", contracts=contracts)
    counts = count_segments(tables, ["plan", "no such column"])
    assert counts.values.tolist() == [
        ["", "", 3, 2, 2000],
        ["plan", "old", 2, 1, 2000],  # a customer counts once, where its first contract is
        ["plan", "", 1, 1, 0],
    ]


def test_hostile_names_are_only_names(tmp_path: Path) -> None:
    column = 'x"; DROP TABLE customers; --'
    customers = pd.DataFrame({"customer_id": ["a", "b"], column: ["<b>'", "<b>'"]})
    tables = make_tables(tmp_path, "2024-06-30", customers=customers)
    assert count_segments(tables, [column])["level"].tolist() == ["", "<b>'"]


def test_bundled_studies(cdnow_tables: Tables, telco_tables: Tables, abc_tables: Tables) -> None:
    shop = summarise_base(cdnow_tables)
    assert (shop["n_customers"], shop["n_purchases"], shop["n_once"]) == (23_570, 69_659, 12_054)
    operator = summarise_base(telco_tables)
    assert (operator["n_contract_customers"], operator["n_active"]) == (7_032, 5_163)
    survey = summarise_base(abc_tables)
    assert (survey["n_respondents"], survey["n_items"]) == (266, 66)
