"""The part of the data dictionary that explains early warning: horizons, signs and thresholds."""

from pydantic.fields import FieldInfo

from analysis.study.actions import DEFAULT_CAUSES, ActionRules
from analysis.study.parts import Part
from analysis.study.warning import SignRules, WarningRules

_INTRODUCTION = """## Early warning

`warning:` says how far ahead is warned and when something counts as a sign of decline. Everything
has a default. Customers are looked at on the last day of every month, with what was known by then;
contracts without dates have no calendar, so their customers are looked at in every month of tenure
(30 days of it stand for a month), with their attributes as on the day of observation.

| field | default | meaning |
|---|---|---|
{rows}
"""


def describe_warning_rules() -> str:
    """Markdown: every field of ``warning:``, its default and why it is that."""
    parts: dict[str, type[Part]] = {"signs": SignRules, "actions": ActionRules}
    fields = {name: f for name, f in WarningRules.model_fields.items() if name not in parts}
    for part, model in parts.items():
        fields |= {f"{part}.{name}": field for name, field in model.model_fields.items()}
    rows = "\n".join(_describe_field(name, field) for name, field in fields.items())
    return _INTRODUCTION.format(rows=rows)


def _describe_field(name: str, field: FieldInfo) -> str:
    value = tuple(DEFAULT_CAUSES) if name == "causes" else field.default
    shown = "" if value is None else str(value)
    if isinstance(value, tuple):
        shown = f"[{', '.join(map(str, value))}]"
    return f"| `{name}` | {shown} | {field.description} |"
