"""Checks of what a study says under ``survey:``, with the items of its surveys at hand.

Plain values that may be malformed are read with care; their shapes are checked elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.errors import ParameterError, StudyError
from analysis.study.reading import Fault, Location, suggest
from analysis.study.survey_template import fill_in_template, load_survey_template
from analysis.study.survey_text import COVARIANCE, ModelText, read_model_text

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,39}")
_ITEM_ROLES = ("csat", "recommend", "repurchase", "share_of_wallet")
_ROLES = ("satisfaction", "loyalty", "trust")
_TEXT: Location = ("survey", "model")
_MOST_LISTED = 12


@dataclass(frozen=True)
class _Words:
    """What may be named: items of the surveys, constructs of the model with their items."""

    items: list[str]
    constructs: dict[str, list[str]]

    @property
    def nodes(self) -> list[str]:
        return [*self.constructs, *self.items]


def find_survey_faults(given: Any, items: list[str], reserved: set[str]) -> list[Fault]:
    """Every fault of ``given``, the values under ``survey:``; ``items`` are those of the surveys.

    ``reserved`` are names that a construct may not have.
    """
    if not isinstance(given, dict):
        return []
    if not items:
        return [Fault(("survey",), "survey needs a table surveys with its items")]
    faults = list(_template_faults(given))
    try:
        filled = fill_in_template(given)
    except ValueError:
        return faults  # told with the shapes
    if "model" in filled:
        return [*faults, *_faults_beside_text(filled, items, reserved)]
    constructs = {str(name): _names(own) for name, own in _mapping(filled, "constructs").items()}
    paths = _mapping(filled, "paths")
    words = _Words(items, constructs)
    faults += _construct_faults(words, reserved)
    faults += _path_faults(paths, words, ("survey", "paths"))
    return [*faults, *_use_faults(filled, words, paths)]


def _faults_beside_text(
    filled: dict[Any, Any], items: list[str], reserved: set[str]
) -> list[Fault]:
    """The faults of a model given as text, and of what is said beside it."""
    try:
        text = read_model_text(str(filled["model"]))
    except ParameterError as error:
        said = str(error).removeprefix("model")
        told = f"survey.model{said}" if said.startswith(",") else f"survey.model: {said}"
        return [Fault(_TEXT, told), *_item_faults(filled, _Words(items, {}))]
    words = _Words(items, {name: list(own) for name, own in text.constructs.items()})
    paths = {outcome: list(causes) for outcome, causes in text.paths.items()}
    return [*_text_faults(text, words, reserved), *_use_faults(filled, words, paths)]


def _use_faults(filled: dict[Any, Any], words: _Words, paths: dict[Any, Any]) -> Iterator[Fault]:
    """Faults of what the model is used for; ``paths`` are the stated model's."""
    for place, rival in enumerate(_rows(filled, "rivals")):
        where: Location = ("survey", "rivals", place, "paths")
        yield from _path_faults(_mapping(rival, "paths"), words, where)
    yield from _role_faults(_mapping(filled, "roles"), words)
    yield from _mediation_faults(filled, paths)
    yield from _item_faults(filled, words)


def _text_faults(text: ModelText, words: _Words, reserved: set[str]) -> Iterator[Fault]:
    """Names that stand for nothing, constructs of one item and circles, in lavaan's syntax."""
    told: set[str] = set()
    for one in text.relations:
        field = f"survey.model, line {one.line}"
        for name in (one.left, one.right):
            if name and name not in words.nodes and name not in told:
                told.add(name)
                yield _no_node(_TEXT, field, name, words)
    for name in words.constructs:
        if name in words.items or name in reserved:
            yield Fault(_TEXT, f"survey.model: {name} =~ is the name of an item or of a column")
    known = {
        one.left
        for one in text.relations
        if one.operator == COVARIANCE and one.left == one.right and one.value is not None
    }
    for name, own in words.constructs.items():
        if len(own) == 1 and own[0] not in known:
            yield Fault(
                _TEXT,
                f"survey.model: {name} =~ {own[0]} is one item, which cannot show its own"
                f" measurement error: write {own[0]} instead of {name} in roles and paths, or fix"
                f" its error ({own[0]} ~~ 0*{own[0]})",
            )
    circle = _find_circle({outcome: list(causes) for outcome, causes in text.paths.items()})
    if circle:
        yield _circle_fault(_TEXT, "survey.model", circle)


def _template_faults(given: dict[Any, Any]) -> Iterator[Fault]:
    """Items that the template does not have."""
    try:
        template = load_survey_template(str(given.get("template")))
    except StudyError:  # none of that name: told with the shapes
        return
    expected = _mapping(template, "expectations").values()
    known = [*template["items"], *expected]
    for item in _mapping(given, "items"):
        if str(item) not in known:
            yield Fault(
                ("survey", "items", str(item)),
                f"survey.items: the template {given['template']} has no item {item}."
                f"{suggest(str(item), known)} Items: {', '.join(known)}",
            )


def _construct_faults(words: _Words, reserved: set[str]) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for name, own in words.constructs.items():
        where: Location = ("survey", "constructs", name)
        if not _NAME.fullmatch(name):
            yield Fault(where, f"survey.constructs: {name!r} is no name: letters, digits, _ and .")
        if name in words.items or name in reserved:
            yield Fault(where, f"survey.constructs: {name} is the name of an item or of a column")
        if len(own) == 1:
            yield Fault(
                where,
                f"survey.constructs.{name} has one item, {own[0]}, which cannot show its own"
                " measurement error: name the item itself under roles and paths",
            )
        for place, item in enumerate(own):
            if item not in words.items:
                yield _unknown((*where, place), f"survey.constructs.{name}", item, words.items)
            elif item in owner:
                yield Fault(
                    (*where, place),
                    f"survey.constructs.{name}: {item} is already an item of {owner[item]}",
                )
            owner.setdefault(item, name)


def _unknown(where: Location, field: str, name: str, items: list[str]) -> Fault:
    return Fault(
        where,
        f"{field}: {name} is not an item of tables.surveys.items.{_near(name, items)}",
    )


def _near(name: str, items: list[str]) -> str:
    """The nearest item, or, where none is near, the items there are."""
    more = f" and {len(items) - _MOST_LISTED} more" if len(items) > _MOST_LISTED else ""
    return suggest(name, items) or f" Items: {', '.join(items[:_MOST_LISTED])}{more}"


def _path_faults(paths: dict[Any, Any], words: _Words, where: Location) -> Iterator[Fault]:
    field = ".".join(str(part) for part in where)
    causes = {str(outcome): _names(own) for outcome, own in paths.items()}
    owner = {item: name for name, own in words.constructs.items() for item in own}
    for outcome, own in causes.items():
        named: list[tuple[Location, str]] = [((*where, outcome), outcome)]
        named += [((*where, outcome, place), cause) for place, cause in enumerate(own)]
        for location, name in named:
            if name not in words.nodes:
                yield _no_node(location, f"{field}.{outcome}", name, words)
            elif name in owner and name not in words.constructs:
                yield Fault(
                    location,
                    f"{field}.{outcome}: {name} is an item of {owner[name]}: name the construct",
                )
        for cause in sorted({cause for cause in own if own.count(cause) > 1}):
            yield Fault((*where, outcome), f"{field}.{outcome} lists {cause} twice")
    circle = _find_circle(causes)
    if circle:
        yield _circle_fault((*where, circle[1]), field, circle)


def _circle_fault(where: Location, field: str, circle: list[str]) -> Fault:
    """In the words of ``field``: ``circle`` from cause to effect, back to where it began."""
    chain = " -> ".join(circle)
    return Fault(where, f"{field} goes in a circle: {chain}; what comes first must be decided")


def _no_node(where: Location, field: str, name: str, words: _Words) -> Fault:
    known = ", ".join(words.constructs) or "none"
    return Fault(
        where,
        f"{field}: {name} is neither a construct nor an item."
        f"{suggest(name, words.nodes)} Constructs: {known}",
    )


def _find_circle(causes: dict[str, list[str]]) -> list[str]:
    """A chain of causes that comes back to where it began, cause before effect; or nothing."""
    done: set[str] = set()

    def follow(node: str, trail: list[str]) -> list[str]:
        if node in trail:
            return [*trail[trail.index(node) :], node][::-1]
        if node in done:
            return []
        for cause in causes.get(node, []):
            circle = follow(cause, [*trail, node])
            if circle:
                return circle
        done.add(node)
        return []

    return next((circle for node in causes if (circle := follow(node, []))), [])


def _role_faults(roles: dict[Any, Any], words: _Words) -> Iterator[Fault]:
    named: list[tuple[Location, str]] = [
        ((role,), str(roles[role])) for role in _ROLES if roles.get(role) is not None
    ]
    named += [(("levers", place), name) for place, name in enumerate(_names(roles.get("levers")))]
    for where, name in named:
        if name not in words.nodes:
            yield _no_node(("survey", "roles", *where), f"survey.roles.{where[0]}", name, words)


def _mediation_faults(filled: dict[Any, Any], paths: dict[Any, Any]) -> Iterator[Fault]:
    """Every step of a chain must be one of ``paths``, or there is nothing to test."""
    causes = {str(outcome): _names(own) for outcome, own in paths.items()}
    for place, chain in enumerate(_rows(filled, "mediation")):
        steps = [chain.get("cause"), *_names(chain.get("through")), chain.get("outcome")]
        names = [str(step) for step in steps if step is not None]
        for cause, outcome in pairwise(names):
            if cause not in causes.get(outcome, []):
                yield Fault(
                    ("survey", "mediation", place),
                    f"survey.mediation: there is no path from {cause} to {outcome} under paths",
                )


def _item_faults(filled: dict[Any, Any], words: _Words) -> Iterator[Fault]:
    """Fields that speak of items only."""
    named: list[tuple[Location, str]] = [
        (("reversed", place), name) for place, name in enumerate(_names(filled.get("reversed")))
    ]
    roles = _mapping(filled, "roles")
    named += [(("roles", role), str(roles[role])) for role in _ITEM_ROLES if roles.get(role)]
    for perceived, expected in _mapping(filled, "expectations").items():
        named += [(("expectations", perceived), str(name)) for name in (perceived, expected)]
    for where, name in named:
        if name not in words.items:
            field = ".".join(["survey", *(str(part) for part in where if isinstance(part, str))])
            yield _unknown(("survey", *where), field, name, words.items)


def _mapping(values: dict[Any, Any], field: str) -> dict[Any, Any]:
    value = values.get(field)
    return value if isinstance(value, dict) else {}


def _rows(values: dict[Any, Any], field: str) -> list[dict[Any, Any]]:
    value = values.get(field)
    return (
        [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []
    )


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(name) for name in value] if isinstance(value, list) else []
