"""The part of the data dictionary that explains survey models and the templates that ship."""

from typing import Any

from analysis.study.survey_template import list_survey_templates, load_survey_template


def describe_survey_models() -> str:
    """Markdown: what ``survey:`` takes, what else a study needs for it, and every template."""
    templates = [
        _describe_template(name, load_survey_template(name)) for name in list_survey_templates()
    ]
    fields = "\n".join(f"| {names} | {meaning} |" for names, meaning in _FIELDS.items())
    return "\n".join([_INTRODUCTION.format(fields=fields), *templates])


def _describe_template(name: str, template: dict[str, Any]) -> str:
    title = template["title"]
    owner = {
        item: construct
        for construct, items in template.get("constructs", {}).items()
        for item in items
    }
    lines = [f"### Template `{name}`: {title['en']}, {title['zh']}", ""]
    lines += [f"Source: {' '.join(template['source'].split())}.", ""]
    lines += ["Paths: " + "; ".join(_describe_paths(template["paths"])) + ".", ""]
    lines += ["| item | construct | asks for |", "|---|---|---|"]
    lines += [
        f"| `{item}` | {owner.get(item, '(itself)')} | {words['en']}, {words['zh']} |"
        for item, words in template["items"].items()
    ]
    if template.get("expectations"):
        lines += [
            "",
            "Where what customers expect is asked too, its items are called as those above with"
            " `_expected`, such as `" + next(iter(template["expectations"].values())) + "`.",
        ]
    return "\n".join([*lines, ""])


def _describe_paths(paths: dict[str, list[str]]) -> list[str]:
    return [f"{outcome} ← {', '.join(causes)}" for outcome, causes in paths.items()]


_FIELDS = {
    "`constructs`": "Construct and its items, two or more. A concept asked by one item is that"
    " item, under its own name.",
    "`paths`": "Outcome and its causes; constructs or items. No circles.",
    "`rivals`": "Other accounts of the same answers to be compared: `name`, `label`, `paths`.",
    "`reversed`": "Items worded the other way round. An item that goes against its construct and is"
    " not named here stops the analysis.",
    "`roles`": "What stands for `satisfaction`, `loyalty`, `trust` (constructs or items), `csat`,"
    " `recommend`, `repurchase`, `share_of_wallet` (items), and `levers`, what a manager can act"
    " on.",
    "`expectations`": "Item of what was perceived, and the item of what had been expected.",
    "`mediation`": "Chains to be tested: `cause`, `through` (one step after the other), `outcome`;"
    " every step is a path.",
    "`model`": "Instead of constructs and paths: a model in the syntax of lavaan.",
    "`template`, `items`": "A template below, and which of your items stands for which of its own:"
    " `{its item: your item}`. What is not asked falls away, with what needs it; a construct of"
    " which one item is asked becomes that item. What you state beside it goes before: constructs,"
    " paths and roles one by one, other fields whole.",
}

_INTRODUCTION = """## Survey models

`survey:` in `study.yml` states, before anything is estimated, which items measure what and what is
held to lead to what. Labels of constructs stand under `labels:`, as those of items do.

| field | meaning |
|---|---|
{fields}

Scales stand under `tables.surveys.items`, codes for *not applicable* under its `missing_codes`; an
answer off its scale is made missing and listed among the faults.

What customers did after an answer is told where answers and purchases have dates; who was asked
and did not answer, where interactions of type `survey_invitation` are recorded (map the company's
own word under `values:`); complaints are interactions of type `complaint`.
"""
