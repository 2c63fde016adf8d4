"""Thresholds of silence: stated, or chosen from how many still return."""

import pandas as pd
import pytest

from analysis.prepare.stage_machine import MachineRules
from analysis.prepare.stage_rules import alternative_rules, choose_rules
from analysis.study import StageRules

RETURNS = pd.DataFrame({"multiple": [0.0, 1.2, 2.5, 6.0], "estimate": [0.8, 0.5, 0.3, 0.1]})


def test_multiples_are_the_first_after_which_fewer_return() -> None:
    rules = choose_rules(StageRules(), RETURNS)  # fewer than a half, fewer than a fifth
    assert (rules.decline_multiple, rules.churn_multiple) == (250, 600)
    assert (rules.minimum_days, rules.maximum_days, rules.shrinkage) == (30, 365, 300)
    assert (rules.settle, rules.window, rules.rise, rules.fall) == (3, 3, 125, 80)


def test_where_too_many_always_return_the_largest_multiple_seen_is_taken() -> None:
    rules = choose_rules(StageRules(churn_share=0.05, decline_share=0.2), RETURNS)
    assert (rules.decline_multiple, rules.churn_multiple) == (600, 600)


def test_stated_multiples_win_and_decline_is_never_after_churn() -> None:
    rules = choose_rules(StageRules(decline_multiple=1.25, churn_multiple=2.0), RETURNS)
    assert (rules.decline_multiple, rules.churn_multiple) == (125, 200)
    late = choose_rules(StageRules(decline_multiple=9.0), RETURNS)
    assert (late.decline_multiple, late.churn_multiple) == (600, 600)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"decline_multiple": 3, "churn_multiple": 2}, "decline_multiple is above churn_multiple"),
        ({"minimum_days": 90, "maximum_days": 30}, "minimum_days is above maximum_days"),
        ({"decline_share": 0.1, "churn_share": 0.2}, "churn_share is above decline_share"),
    ],
)
def test_rules_out_of_order_are_refused(fields: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StageRules(**fields)


def test_alternatives_are_half_and_twice_the_silence() -> None:
    rules = MachineRules(150, 301, 30, 365, 300, rise=130)
    found = alternative_rules(rules)
    assert list(found) == ["sooner", "stated", "later"]
    assert found["stated"] == rules
    assert found["sooner"] == MachineRules(75, 150, 30, 182, 300, rise=130)
    assert found["later"] == MachineRules(300, 602, 30, 730, 300, rise=130)
