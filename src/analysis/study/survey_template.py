"""Surveys that ship as data files: the constructs, paths and roles of published instruments.

A study names one, and says which of its own items stands for which item of the template. What a
study does not ask is left out, with the constructs and paths that need it.
"""

from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from analysis.errors import StudyError

_FOLDER = files("analysis.study") / "survey_templates"


def list_survey_templates() -> list[str]:
    """Names of the survey templates that ship with the project."""
    return sorted(
        path.name.removesuffix(".yml") for path in _FOLDER.iterdir() if path.name.endswith(".yml")
    )


def load_survey_template(name: str) -> dict[str, Any]:
    """The plain values of the template ``name``: ``title``, ``source``, ``items`` (what each asks,
    in every language), and fields of ``SurveyModel``. Raises StudyError for a name that does not
    ship."""
    if name not in list_survey_templates():
        raise StudyError(
            f"there is no survey template {name!r}; there are {', '.join(list_survey_templates())}"
        )
    text = (_FOLDER / f"{name}.yml").read_text(encoding="utf-8")
    values: dict[str, Any] = YAML(typ="safe").load(text)
    return values


def fill_in_template(given: dict[Any, Any]) -> dict[Any, Any]:
    """``given`` (the values of ``survey:``) with its template's statements where it makes none.

    Constructs, paths and roles are replaced one by one, other fields whole. Raises ValueError for
    an unknown template or items that are no mapping.
    """
    if "template" not in given:
        if "items" in given:
            raise ValueError("items say which of your items stand for those of a template: give it")
        return given
    own = {key: value for key, value in given.items() if key not in ("template", "items")}
    items = given.get("items", {})
    if not isinstance(items, dict):
        raise ValueError("items needs {item of the template: your item}")
    try:
        template = load_survey_template(str(given["template"]))
    except StudyError as error:
        raise ValueError(str(error)) from None
    own_items = {str(key): str(value) for key, value in items.items()}
    filled = _rename(template, own_items)
    for field in ("constructs", "paths", "roles"):
        if isinstance(own.get(field), dict):
            own[field] = filled.get(field, {}) | own[field]
    return filled | own


def _rename(template: dict[str, Any], own_items: dict[str, str]) -> dict[str, Any]:
    """The template in the study's items, without what the study does not ask.

    A construct of which one item is asked is that item wherever the template names the construct.
    """
    constructs = {
        name: [own_items[item] for item in items if item in own_items]
        for name, items in template.get("constructs", {}).items()
    }
    kept = {name: items for name, items in constructs.items() if len(items) > 1}
    words = own_items | {name: name for name in kept}
    words |= {name: items[0] for name, items in constructs.items() if len(items) == 1}
    paths = _rename_paths(template["paths"], words)
    rivals = _rename_rivals(template.get("rivals", []), words)
    return {
        "constructs": kept,
        "paths": paths,
        "reversed": [words[item] for item in template.get("reversed", []) if item in words],
        "roles": _rename_roles(template["roles"], words),
        "rivals": [rival for rival in rivals if rival["paths"] not in ({}, paths)],
        "expectations": {
            words[item]: words[expected]
            for item, expected in template.get("expectations", {}).items()
            if item in words and expected in words
        },
        "mediation": [
            {
                "cause": words[chain["cause"]],
                "through": [words[name] for name in chain["through"]],
                "outcome": words[chain["outcome"]],
            }
            for chain in template.get("mediation", [])
            if {chain["cause"], chain["outcome"], *chain["through"]} <= set(words)
        ],
    }


def _rename_roles(roles: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    levers = [words[name] for name in roles.get("levers", []) if name in words]
    single = {role: words[name] for role, name in roles.items() if str(name) in words}
    return single | {"levers": levers}


def _rename_rivals(rivals: list[dict[str, Any]], words: dict[str, str]) -> list[dict[str, Any]]:
    return [{**rival, "paths": _rename_paths(rival["paths"], words)} for rival in rivals]


def _rename_paths(paths: dict[str, list[str]], words: dict[str, str]) -> dict[str, list[str]]:
    renamed = {
        words[outcome]: [words[cause] for cause in causes if cause in words]
        for outcome, causes in paths.items()
        if outcome in words
    }
    return {outcome: causes for outcome, causes in renamed.items() if causes}
