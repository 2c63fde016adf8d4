"""The state machine by hand, and the properties every history must have."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.prepare.stage_machine import (
    MACHINE_STATES,
    MachineRules,
    PurchaseDays,
    run_stage_machine,
)

# Declining after 1.5, churned after 3 times the rhythm of at least 14 days, at the latest after 120
# days; no shrinkage.
RULES = MachineRules(150, 300, 14, 120, 0)
END = 1000


def walk(
    histories: list[list[tuple[int, int]]], rules: MachineRules = RULES, end: int = END
) -> list[tuple[int, int, int, str]]:
    """(customer, start, stop, state) of histories given as lists of (day, amount)."""
    rows = [(c, day, amount) for c, history in enumerate(histories) for day, amount in history]
    customer, day, amount = (np.array(column) for column in zip(*rows, strict=True))
    none = np.zeros(len(rows), np.int64)
    spells = run_stage_machine(
        PurchaseDays(
            customer.astype(np.int32),
            day.astype(np.int32),
            amount.astype(np.int64),
            none,
            none,
            none.astype(np.int8),
        ),
        rules,
        end,
    )
    return [
        (int(c), int(a), int(b), MACHINE_STATES[s])
        for c, a, b, s in zip(spells.customer, spells.start, spells.stop, spells.state, strict=True)
    ]


def test_one_purchase_then_silence() -> None:
    # No rhythm is known: the shortest that is believed stands in, 14 days.
    assert walk([[(100, 500)]]) == [
        (0, 100, 121, "new"),
        (0, 121, 142, "declining"),
        (0, 142, 1000, "churned"),
    ]


def test_a_steady_customer_matures_declines_churns_and_returns() -> None:
    steady = [(day, 1000) for day in range(100, 181, 20)]
    assert walk([[*steady, (400, 1000), (410, 1000)]]) == [
        (0, 100, 140, "new"),  # formed with the third purchase
        (0, 140, 210, "mature"),  # 1.5 x 20 days after the last purchase
        (0, 210, 240, "declining"),
        (0, 240, 400, "churned"),  # 3 x 20 days after it
        (0, 400, 437, "won_back"),  # the lapse is no part of the rhythm: 90 days in 5 gaps
        (0, 437, 464, "declining"),
        (0, 464, 1000, "churned"),
    ]


def test_faster_rhythm_grows_and_slower_declines() -> None:
    faster = [(0, 10), (30, 10), (60, 10), (70, 10), (80, 10)]
    slower = [(0, 10), (10, 10), (20, 10), (45, 10), (70, 10)]
    growing = walk([faster], end=81)
    assert growing[-1][3] == "growing"
    assert walk([slower], end=71)[-1][3] == "declining"


def test_spend_that_falls_declines_and_conflicting_signs_are_mature() -> None:
    falling = [(0, 900), (20, 900), (40, 900), (60, 100), (80, 100)]
    assert walk([falling], end=81)[-1][3] == "declining"
    faster_but_cheaper = [(0, 900), (30, 900), (60, 900), (70, 100), (80, 100)]
    assert walk([faster_but_cheaper], end=81)[-1][3] == "mature"


purchase_days = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 10_000)), min_size=1, max_size=25,
    unique_by=lambda purchase: purchase[0],
)  # fmt: skip
histories = st.lists(purchase_days.map(sorted), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_spells_partition_each_customers_time(given_histories: list) -> None:
    spells = walk(given_histories)
    for customer, history in enumerate(given_histories):
        own = [spell for spell in spells if spell[0] == customer]
        assert own[0][1] == history[0][0]
        assert own[-1][2] == END
        assert all(start < stop for _, start, stop, _ in own)
        for before, after in pairwise(own):
            assert before[2] == after[1]
            assert before[3] != after[3]


@settings(max_examples=150, deadline=None)
@given(purchase_days.map(sorted), st.integers(1, 900))
def test_later_purchases_change_no_earlier_stage(history: list, cut: int) -> None:
    known = [purchase for purchase in history if purchase[0] < cut]
    if not known:
        return
    whole = walk([history])
    clipped = [(c, start, min(stop, cut), state) for c, start, stop, state in whole if start < cut]
    assert walk([known], end=cut) == clipped


@settings(max_examples=50, deadline=None)
@given(histories)
def test_customers_do_not_depend_on_each_other(given_histories: list) -> None:
    together = walk(given_histories)
    alone = [
        (customer, start, stop, state)
        for customer, history in enumerate(given_histories)
        for _, start, stop, state in walk([history])
    ]
    assert together == alone


@pytest.mark.parametrize(("shrinkage", "expected"), [(0, 120), (100, 110)])
def test_rhythm_is_shrunk_to_the_base(shrinkage: int, expected: int) -> None:
    # Own gaps of 40 days, the base's of 30: with weight one, (2 x 40 + 30) / 3 = 36.7 days.
    day = np.array([0, 40, 80], np.int32)
    spells = run_stage_machine(
        PurchaseDays(
            np.zeros(3, np.int32),
            day,
            np.full(3, 100),
            np.full(3, 10),
            np.full(3, 300),
            np.zeros(3, np.int8),
        ),
        MachineRules(150, 300, 30, 400, shrinkage),
        1000,
    )
    assert spells.start[-1] - 80 == expected
