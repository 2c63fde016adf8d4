"""The last gate: what no repair caught does not pass."""

import pandas as pd
import pytest

from analysis.errors import DataError
from analysis.prepare.contract import check_contract


def purchases(**changes: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "customer_id": pd.Categorical(["c_" + "0" * 20, "c_" + "1" * 20]),
            "day": pd.array([1, 2], dtype="int32"),
            "amount_cents": [100, 200],
            "quantity": [1.0, None],
        }
    )
    return frame.assign(**changes)


def test_sound_tables_pass() -> None:
    check_contract({"transactions": purchases()})


@pytest.mark.parametrize(
    ("frame", "fragment"),
    [
        (purchases(customer_id=pd.Categorical(["007", "c_" + "1" * 20])), "not a pseudonym"),
        (purchases(day=["1", "2"]), "transactions.day: not the type"),
        (purchases(amount_cents=[1.5, 2.5]), "transactions.amount_cents: not the type"),
        (purchases(day=pd.array([1, None], dtype="Int32")), "transactions.day: not_nullable"),
        (purchases().drop(columns="day"), "transactions.day"),
    ],
)
def test_broken_tables_do_not(frame: pd.DataFrame, fragment: str) -> None:
    with pytest.raises(DataError, match="break their contract") as caught:
        check_contract({"transactions": frame})
    assert fragment in str(caught.value)
    assert "007" not in str(caught.value)


def test_a_key_is_unique_and_a_refund_below_zero() -> None:
    customers = purchases()[["customer_id"]]
    customers = pd.concat([customers, customers]).reset_index(drop=True)
    refunds = purchases().drop(columns="quantity")
    with pytest.raises(DataError) as caught:
        check_contract({"customers": customers, "refunds": refunds})
    assert "customers" in str(caught.value)
    assert "refunds.amount_cents: less_than_or_equal_to(-1)" in str(caught.value)
