"""Days from the first alert to the loss."""

import numpy as np
import pytest
from past_predictions import by_hand, pick, simulate_past

from analysis.errors import EstimationError
from analysis.estimate.early_warning import lead_time
from analysis.estimate.early_warning.lead_time import (
    estimate_lead_time,
    estimate_notice,
    find_alerts,
)

INF = float("inf")
# Lost on day 80, 75 and 70; two of four can be listed each month-end.
ROWS = [
    ("early", 0, 0.9, 80.0), ("early", 30, 0.9, 50.0), ("early", 60, 0.9, 20.0),
    ("late", 0, 0.1, 75.0), ("late", 30, 0.1, 45.0), ("late", 60, 0.8, 15.0),
    ("never", 0, 0.3, 70.0), ("never", 30, 0.3, 40.0), ("never", 60, 0.3, 10.0),
    ("stays", 0, 0.5, INF), ("stays", 30, 0.5, INF), ("stays", 60, 0.1, INF),
]  # fmt: skip


def test_by_hand() -> None:
    found = estimate_lead_time(by_hand(ROWS), share=0.5, confidence_level=0.95)
    assert pick(found.summary, "alerted")["estimate"] == pytest.approx(2 / 3)
    assert pick(found.summary, "never_alerted")["estimate"] == pytest.approx(1 / 3)
    assert pick(found.summary, "first_quartile_days")["estimate"] == 15
    assert pick(found.summary, "third_quartile_days")["estimate"] == 80
    assert found.notice["days"].tolist() == [30, 60]
    # 30 days ahead: early of the three; the lists of day 0 were 60 days ahead of all three
    assert found.notice["estimate"].tolist() == pytest.approx([1 / 3, 1 / 3])
    assert found.spread["n"].tolist() == [1, 0, 1]


def test_each_customer_counts_once_and_shares_of_places_add_up() -> None:
    predictions = simulate_past(np.random.default_rng(1), 800, n_months=8)
    coarse = predictions.assign(risk=predictions["risk"].round(1))
    found = estimate_lead_time(coarse, share=0.2, confidence_level=0.95)
    alerted = pick(found.summary, "alerted")
    assert found.spread["n"].sum() == pytest.approx(alerted["estimate"] * alerted["n"])
    assert found.notice["estimate"].between(0, 1).all()


def test_losses_with_lists_missing_before_them_are_left_out_where_others_tell() -> None:
    predictions = simulate_past(np.random.default_rng(1), 3000, n_months=8)
    found = estimate_lead_time(predictions, share=0.1, confidence_level=0.95)
    assert found.complete
    lost_on = predictions["day"] + predictions["days_to_loss"]
    first = lost_on.groupby(predictions["number"]).first()
    within = first[(first >= 90 - 30) & (first <= 210 + 30)]
    assert pick(found.summary, "alerted")["n"] == len(within)
    few = estimate_lead_time(by_hand(ROWS), share=0.5, confidence_level=0.95)
    assert not few.complete


def test_alerts_for_another_time_do_not_count() -> None:
    rows = [("a", 0, 0.9, 200.0), ("a", 150, 0.1, 50.0), ("b", 0, 0.1, INF), ("b", 150, 0.9, INF)]
    found = estimate_lead_time(by_hand(rows), share=0.5, confidence_level=0.95)
    assert pick(found.summary, "never_alerted")["estimate"] == 1
    assert set(found.summary["term"]) == {"alerted", "never_alerted"}


def test_the_share_alerted_is_that_of_lists_drawn_by_lot() -> None:
    """With the same risk for all, each list finds each customer with the chance of its share."""
    predictions = simulate_past(np.random.default_rng(4), 4000, n_months=8, spread=0.0)
    rows = find_alerts(predictions, np.full(len(predictions), 0.2))
    whole = rows[rows["complete"]]
    lists = whole.groupby("customer").size()
    expected = (1 - 0.8**lists).mean()
    found = estimate_lead_time(predictions, share=0.2, confidence_level=0.95)
    assert pick(found.summary, "alerted")["estimate"] == pytest.approx(expected)


def test_a_longer_list_warns_more_of_the_lost_and_no_later() -> None:
    predictions = simulate_past(np.random.default_rng(5), 2000, n_months=8)
    table = estimate_notice(predictions, shares=[0.1, 0.3, 1.0], days=[0, 45], confidence_level=0.9)
    wide = table.pivot(index="share", columns="days", values="estimate")
    assert (wide.diff().dropna() >= 0).all(axis=None)
    assert (wide[45] <= wide[0]).all()
    assert wide.loc[1.0].tolist() == [1.0, 1.0]
    one = estimate_lead_time(predictions, share=0.1, confidence_level=0.9)
    assert wide.loc[0.1, 0] == pytest.approx(pick(one.summary, "alerted")["estimate"])


def test_nobody_lost_is_an_error() -> None:
    with pytest.raises(EstimationError, match="no customer was lost"):
        estimate_lead_time(by_hand([("a", 0, 0.5, 100.0)]), share=0.5, confidence_level=0.95)
    assert lead_time.LEAST_LOSSES > 10
