"""Money by customer, and the scores, by hand."""

from pathlib import Path

import pandas as pd
from small_tables import make_purchases, make_tables

from analysis.prepare.spending import count_recency_frequency_money, count_spending
from analysis.store import Tables


def test_money_is_net_of_refunds(tmp_path: Path) -> None:
    purchases = make_purchases(("a", "2024-01-01", 500), ("b", "2024-01-02", 300))
    refunds = make_purchases(("a", "2024-01-03", -200), ("z", "2024-01-03", -50))
    tables = make_tables(tmp_path, "2024-02-01", transactions=purchases, refunds=refunds)
    assert count_spending(tables).values.tolist() == [[300, 2]]


def test_contracts_count_while_they_run(tmp_path: Path) -> None:
    contracts = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b", "c"],
            "tenure": [1, 1, 1, 1],
            "ended": [False, False, True, False],
            "amount_cents": [100, 50, 900, 150],
        }
    )
    tables = make_tables(tmp_path, "2024-02-01", contracts=contracts)
    assert count_spending(tables).values.tolist() == [[150, 2]]


def test_equal_customers_score_alike(tmp_path: Path) -> None:
    rows = [(name, "2024-01-01", 100) for name in "abcdefgh"]
    rows += [("i", "2024-01-01", 100), ("i", "2024-01-31", 100), ("j", "2024-01-31", 900)]
    tables = make_tables(tmp_path, "2024-01-31", transactions=make_purchases(*rows))
    counts = count_recency_frequency_money(tables)
    assert counts.values.tolist() == [
        [0, 1, 5, 1, 1, 900],  # j: bought once, but for the most
        [0, 5, 5, 1, 2, 200],  # i: eight below in money, nine in frequency
        [30, 1, 1, 8, 8, 800],
    ]


def test_all_money_and_customers_are_kept(cdnow_tables: Tables) -> None:
    spending = count_spending(cdnow_tables)
    scores = count_recency_frequency_money(cdnow_tables)
    assert spending["n_customers"].sum() == scores["n_customers"].sum() == 23_570
    assert (spending["cents"] * spending["n_customers"]).sum() == scores["cents"].sum()
    assert scores[["frequency_score", "money_score"]].isin(range(1, 6)).all().all()


def test_nothing_without_money(abc_tables: Tables) -> None:
    assert count_spending(abc_tables).empty
    assert count_recency_frequency_money(abc_tables).empty
