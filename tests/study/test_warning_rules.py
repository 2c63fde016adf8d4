"""What study.yml may say of early warning."""

from typing import Any

import pytest
from pydantic import ValidationError

from analysis.errors import ParameterError
from analysis.prepare.warning_dictionary import describe_warning_rules
from analysis.study.warning import SignRules, WarningRules


def test_defaults() -> None:
    rules = WarningRules()
    assert rules.horizons_days == (30, 60, 90)
    assert rules.history_days == 2 * rules.signs.window_days
    assert rules.leaving_sources == ("exit_interview",)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"horizons_days": []}, "at least 1"),
        ({"horizons_days": [60, 30]}, "must ascend"),
        ({"horizons_days": [30, 30]}, "must ascend"),
        ({"horizons_days": [0]}, "greater than or equal to 1"),
        ({"history_days": 100}, "below two windows"),
        ({"signs": {"contacts_fall": 1}}, "less than 1"),
        ({"signs": {"rarer": 1}}, "greater than 1"),
        ({"signs": {"satisfaction_fall": 101}}, "less than or equal to 100"),
        ({"capacity": 3}, "not permitted"),
        ({"actions": {"lead_days": -1}}, "greater than or equal to 0"),
        ({"actions": {"lead_days": 90}}, r"lead_days 90 is not below the longest horizon \(90"),
    ],
)
def test_faults(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        WarningRules.model_validate(given)


def test_a_contact_needs_a_month_to_work_unless_stated() -> None:
    assert WarningRules().actions.lead_days == 30
    assert WarningRules.model_validate({"actions": {"lead_days": 0}}).actions.lead_days == 0
    # not stated, it forbids no horizon: where leaving is no silence it has no effect
    assert WarningRules(horizons_days=(14,)).actions.lead_days == 30


def test_one_source_needs_no_list() -> None:
    rules = WarningRules.model_validate({"leaving_sources": "goodbye call"})
    assert rules.leaving_sources == ("goodbye call",)


def test_the_dictionary_gives_every_threshold_and_why() -> None:
    text = describe_warning_rules()
    for model in (WarningRules, SignRules):
        for name, field in model.model_fields.items():
            if name not in {"signs", "actions"}:
                assert f"`{name}`" in text or f"`signs.{name}`" in text
                assert field.description and field.description in text


def test_a_report_is_about_a_stated_horizon() -> None:
    rules = WarningRules(horizons_days=(30, 90))
    assert (rules.choose_horizon(), rules.choose_horizon(30)) == (90, 30)
    with pytest.raises(ParameterError, match=r"horizon 45 is none .* \(30, 90 days\)"):
        rules.choose_horizon(45)
