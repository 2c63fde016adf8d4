"""Lists of limited length: who is on them, and how many of the lost they hold."""

import numpy as np
import pandas as pd
import pytest
from past_predictions import by_hand, pick, simulate_past

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.early_warning.capacity import (
    compare_at_capacity,
    estimate_at_capacity,
    mark_listed,
)

INF = float("inf")
TEN = [(f"c{k}", 0, 0.95 - k / 10, 5.0 if k in (0, 1, 3, 8) else INF) for k in range(10)]


def at(predictions: pd.DataFrame, share: float) -> pd.DataFrame:
    return estimate_at_capacity(predictions, shares=[share], confidence_level=0.95)


def test_by_hand() -> None:
    table = at(by_hand(TEN), 0.3)  # c0, c1, c2, of whom two were lost; four were lost of ten
    assert pick(table, "precision")["estimate"] == pytest.approx(2 / 3)
    assert pick(table, "recall")["estimate"] == pytest.approx(2 / 4)
    assert pick(table, "lift")["estimate"] == pytest.approx((2 / 3) / 0.4)


def test_every_month_has_its_own_list() -> None:
    later = [(f"d{k}", 30, risk / 100, ahead) for k, (_, _, risk, ahead) in enumerate(TEN)]
    listed = mark_listed(by_hand(TEN + later), 0.3)
    assert listed.tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0] * 2


def test_equal_risks_at_the_end_share_the_places() -> None:
    rows = [("a", 0, 0.9, 5.0), *[(f"b{k}", 0, 0.5, 5.0 if k < 2 else INF) for k in range(4)]]
    predictions = by_hand([*rows, *[(f"z{k}", 0, 0.1, INF) for k in range(5)]])
    assert mark_listed(predictions, 0.3)[:6].tolist() == [1, 0.5, 0.5, 0.5, 0.5, 0]
    assert pick(at(predictions, 0.3), "precision")["estimate"] == pytest.approx(2 / 3)


def test_the_order_of_rows_does_not_matter() -> None:
    predictions = simulate_past(np.random.default_rng(1), 200)
    coarse = predictions.assign(risk=predictions["risk"].round(1))
    columns = ["estimate", "conf_low", "conf_high"]
    shuffled = coarse.sample(frac=1, random_state=3)
    np.testing.assert_allclose(at(coarse, 0.15)[columns], at(shuffled, 0.15)[columns], atol=0.01)
    np.testing.assert_allclose(at(coarse, 0.15)["estimate"], at(shuffled, 0.15)["estimate"])


def test_the_list_is_made_before_outcomes_are_known() -> None:
    known = by_hand(TEN)
    hidden = known.assign(
        left=known["left"].where(known.index != 0), weight=np.where(known.index == 0, 0.0, 1.0)
    )
    assert mark_listed(hidden, 0.3).tolist() == mark_listed(known, 0.3).tolist()
    assert pick(at(hidden, 0.3), "precision")["estimate"] == pytest.approx(1 / 2)


def test_errors_are_those_of_drawing_customers_again() -> None:
    """Against a bootstrap of customers in which the list is drawn up anew each time."""
    rng = np.random.default_rng(5)
    predictions = simulate_past(rng, 600, n_months=3)
    rows = {number: part.index for number, part in predictions.groupby("number")}
    drawn = []
    for _ in range(200):
        chosen = [rows[number] for number in rng.choice(600, 600) if number in rows]
        again = predictions.iloc[np.concatenate(chosen)]
        drawn.append(at(again, 0.1).set_index("term")["estimate"])
    errors = at(predictions, 0.1).set_index("term")["std_error"]
    spread = pd.concat(drawn, axis=1).std(axis=1)
    np.testing.assert_allclose(errors, spread[errors.index], rtol=0.2)


def test_intervals_cover_at_the_stated_rate() -> None:
    rng = np.random.default_rng(20261123)
    truth = at(simulate_past(rng, 60_000, n_months=3), 0.1).set_index("term")["estimate"]
    covered = []
    for _ in range(120):
        table = at(simulate_past(rng, 300, n_months=3), 0.1).set_index("term")
        covered.append((table["conf_low"] <= truth) & (truth <= table["conf_high"]))
    assert pd.concat(covered, axis=1).mean(axis=1).between(0.89, 0.995).all()


def test_a_model_beside_the_rule_of_a_manager() -> None:
    model = simulate_past(np.random.default_rng(2), 2000)
    rule = model.assign(risk=np.random.default_rng(3).random(len(model)))
    table = compare_at_capacity(
        model, rule.sample(frac=1, random_state=1), share=0.1, confidence_level=0.95
    )
    gained = pick(table, "precision_difference")
    assert gained["conf_low"] > 0
    assert gained["model"] == pytest.approx(pick(at(model, 0.1), "precision")["estimate"])
    assert gained["reference"] == pytest.approx(pick(at(rule, 0.1), "precision")["estimate"])
    same = compare_at_capacity(model, model, share=0.1, confidence_level=0.95)
    assert (same["estimate"] == 0).all() and (same["std_error"] == 0).all()


def test_what_cannot_be_said_is_an_error() -> None:
    predictions = by_hand(TEN)
    with pytest.raises(ParameterError, match="a list of 0 of the customers"):
        mark_listed(predictions, 0)
    with pytest.raises(EstimationError, match="1 of 10 predictions have none"):
        compare_at_capacity(predictions, predictions[1:], share=0.3, confidence_level=0.95)
