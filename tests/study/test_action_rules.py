"""What study.yml may say of contacts, money, consent and causes."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from analysis.errors import ParameterError, StudyError
from analysis.prepare.warning_dictionary import describe_warning_rules
from analysis.study import load_study
from analysis.study.actions import ActionRules
from analysis.study.warning import WarningRules

MONEY = {
    "contact_cost": 5,
    "margin_share": 0.3,
    "saved_share": {"estimate": 0.2, "low": 0.1, "high": 0.3},
}


def test_without_money_nothing_is_decided_by_money() -> None:
    assert not ActionRules().has_money
    assert ActionRules.model_validate(MONEY).has_money
    for name in MONEY:
        rest = {key: value for key, value in MONEY.items() if key != name}
        assert not ActionRules.model_validate(rest).has_money


@pytest.mark.parametrize(
    ("given", "n_customers", "capacity"),
    [({}, 1000, 100), ({}, 3, 1), ({"capacity": 40}, 1000, 40), ({"capacity": 40}, 30, 30)],
)
def test_capacity_is_what_is_stated_or_a_share(
    given: dict[str, Any], n_customers: int, capacity: int
) -> None:
    assert ActionRules.model_validate(given).count_capacity(n_customers) == capacity


def test_a_run_may_set_another_capacity() -> None:
    rules = ActionRules(capacity=40)
    assert rules.with_capacity(0) is rules
    assert rules.with_capacity(7).count_capacity(1000) == 7
    with pytest.raises(ParameterError, match="below 0"):
        rules.with_capacity(-1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"actions": {"capacity": 0}}, "greater than or equal to 1"),
        ({"actions": {"contact_cost": -1}}, "greater than or equal to 0"),
        ({"actions": {"margin_share": 35}}, "less than or equal to 1"),
        ({"actions": {"saved_share": {"estimate": 0.2, "low": 0.3, "high": 0.4}}}, "must not fall"),
        ({"actions": {"holdout_share": 1}}, "less than or equal to 0.9"),
        ({"causes": {"competitor": {"topics": ["lured"]}}}, "label"),
        ({"causes": {"price": {"topics": ["x"]}, "service": {"topics": "x"}}}, "two causes"),
    ],
)
def test_faults(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        WarningRules.model_validate(given)


def test_causes_are_laid_over_the_defaults() -> None:
    rules = WarningRules.model_validate(
        {
            "causes": {
                "price": {"topics": ["too dear", "service"]},
                "rival": {"label": {"en": "R", "zh": "R"}, "remedy": {"en": "M", "zh": "M"}},
            }
        }
    )
    assert list(rules.causes) == ["price", "product", "service", "moved", "rival"]
    assert rules.causes["price"].remedy == WarningRules().causes["price"].remedy
    assert rules.topics == {
        "too dear": "price",
        "service": "price",
        "product": "product",
        "moved": "moved",
        "rival": "rival",
    }


def write_study(folder: Path, consent: str, kind: str) -> str:
    text = f"""
title: {{en: A, zh: A}}
organisation: {{en: A, zh: A}}
currency: EUR
time_zone: UTC
tables:
  customers:
    file: raw/c.csv
    columns: {{customer_id: id}}
    attributes: {{agreed: agreed, region: region}}
drivers: [{{column: agreed, kind: {kind}}}]
warning: {{actions: {{consent: {consent}}}}}
"""
    (folder / "study.yml").write_text(text)
    return str(folder)


def test_flags_are_attributes_that_are_yes_or_no(tmp_path: Path) -> None:
    study = load_study(write_study(tmp_path, "agreed", "flag"))
    assert study.warning.actions.flags == ("agreed",)
    assert study.attribute_kinds == {"agreed": "flag"}
    with pytest.raises(StudyError, match=r"agred is not an attribute .* Did you mean 'agreed'"):
        load_study(write_study(tmp_path, "agred", "flag"))
    with pytest.raises(StudyError, match="agreed must be of kind flag"):
        load_study(write_study(tmp_path, "agreed", "category"))


def test_the_dictionary_gives_every_rule_and_why() -> None:
    text = describe_warning_rules()
    for name, field in ActionRules.model_fields.items():
        assert f"`actions.{name}`" in text
        assert field.description and field.description in text
