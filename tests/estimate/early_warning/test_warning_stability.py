"""What becomes of a list by the next month-end."""

import numpy as np
import pandas as pd
import pytest
from past_predictions import by_hand, pick, simulate_past

from analysis.errors import EstimationError
from analysis.estimate.early_warning.stability import estimate_stability

INF = float("inf")
# Three of six can be listed. a is kept, b is dropped, c is lost before the next month-end.
ROWS = [
    *[(name, 0, risk, ahead) for name, risk, ahead in [
        ("a", 0.9, 100.0), ("b", 0.8, INF), ("c", 0.7, 20.0),
        ("d", 0.2, INF), ("e", 0.1, INF), ("f", 0.1, INF)]],
    *[(name, 30, risk, ahead) for name, risk, ahead in [
        ("a", 0.9, 70.0), ("b", 0.1, INF), ("d", 0.2, INF), ("e", 0.8, INF),
        ("f", 0.1, INF), ("g", 0.7, 40.0)]],
]  # fmt: skip


def tell(predictions: pd.DataFrame, share: float = 0.5) -> pd.DataFrame:
    return estimate_stability(predictions, share=share, confidence_level=0.95)


def test_by_hand() -> None:
    table = tell(by_hand(ROWS))
    assert pick(table, "kept")["estimate"] == pytest.approx(1 / 3)
    assert pick(table, "dropped")["estimate"] == pytest.approx(1 / 3)
    assert pick(table, "lost_since")["estimate"] == pytest.approx(1 / 3)
    # by lot: two of the five still there (a, e; g is new) would be on the second list
    assert pick(table, "kept_by_chance")["estimate"] == pytest.approx(2 / 3 * 2 / 5)
    assert pick(table, "kept")["n"] == 3


def test_risks_by_lot_keep_what_chance_keeps() -> None:
    rng = np.random.default_rng(1)
    predictions = simulate_past(rng, 3000, n_months=8)
    table = tell(predictions.assign(risk=rng.random(len(predictions))), share=0.2)
    kept, chance = pick(table, "kept"), pick(table, "kept_by_chance")
    assert kept["conf_low"] <= chance["estimate"] <= kept["conf_high"]


def test_risks_that_do_not_change_keep_all_who_stay() -> None:
    predictions = simulate_past(np.random.default_rng(2), 3000, n_months=8)
    table = tell(predictions, share=0.2)
    # places that the lost leave are filled from below: nobody who stays drops out by more than
    # the shrinking of the list
    assert pick(table, "dropped")["estimate"] < 0.02
    total = table[table["term"].isin(["kept", "dropped", "lost_since"])]["estimate"].sum()
    assert total == pytest.approx(1)


def test_who_cannot_be_seen_next_time_is_left_out() -> None:
    predictions = by_hand(ROWS)
    unseen = (predictions["number"] == "b") & (predictions["day"] == 0)
    predictions.loc[unseen, "days_followed"] = 10
    assert pick(tell(predictions), "dropped")["estimate"] == 0
    assert pick(tell(predictions), "kept")["estimate"] == pytest.approx(1 / 2)


def test_one_month_end_has_no_next() -> None:
    with pytest.raises(EstimationError, match="no two landmarks"):
        tell(by_hand(ROWS[:6]))
