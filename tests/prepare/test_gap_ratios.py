"""Silences in multiples of a rhythm, by hand."""

import pandas as pd

from analysis.prepare.gap_ratios import count_gap_ratios

COLUMNS = ["customer", "day", "base_gaps", "base_days"]


def ratios(
    rows: list[tuple], *, shrinkage: float, end: int = 200, maximum_days: int = 100_000
) -> dict[int, tuple]:
    purchases = pd.DataFrame(rows, columns=COLUMNS)
    found = count_gap_ratios(
        purchases, shrinkage=shrinkage, minimum_days=10, maximum_days=maximum_days, end=end
    )
    assert set(found["stratum"]) == {"all"}
    columns = ["n_entered", "n_events", "n_censored"]
    return {row["time"]: tuple(row[columns]) for _, row in found.iterrows()}


def test_gaps_are_measured_in_the_rhythm_known_when_they_began() -> None:
    rows = [(0, 0, 0, 0), (0, 40, 0, 0), (0, 100, 0, 0)]
    assert ratios(rows, shrinkage=0) == {
        0: (3, 0, 0),
        400: (0, 1, 0),  # 40 days; nothing was known: the shortest rhythm, 10 days
        150: (0, 1, 0),  # 60 days in a rhythm of 40
        200: (0, 0, 1),  # open: 100 days in a rhythm of 50
    }


def test_the_rhythm_is_shrunk_to_the_base() -> None:
    # With the weight of one gap: (40 + 20) / 2 = 30 days after the second purchase.
    rows = [(0, 0, 0, 0), (0, 40, 5, 100), (0, 70, 5, 100)]
    assert ratios(rows, shrinkage=1, end=70) == {0: (2, 0, 0), 400: (0, 1, 0), 100: (0, 1, 0)}


def test_a_purchase_on_the_last_day_opens_no_gap() -> None:
    assert ratios([(0, 150, 0, 0), (1, 200, 0, 0)], shrinkage=3) == {
        0: (1, 0, 0),
        500: (0, 0, 1),
    }


def test_endless_silences_are_cut_off_and_ties_are_joined() -> None:
    rows = [(customer, 0, 0, 0) for customer in range(3)]
    assert ratios(rows, shrinkage=0, end=5000) == {0: (3, 0, 0), 10_000: (0, 0, 3)}


def test_who_comes_back_after_the_longest_silence_is_won_back_and_did_not_return() -> None:
    rows = [(0, 0, 0, 0), (0, 40, 0, 0), (0, 150, 0, 0)]
    assert ratios(rows, shrinkage=0, maximum_days=60) == {
        0: (3, 0, 0),
        400: (0, 1, 0),
        150: (0, 0, 1),  # 110 days in a rhythm of 40, given up after 60
        67: (0, 0, 1),  # open: 50 days in a rhythm of 75
    }
