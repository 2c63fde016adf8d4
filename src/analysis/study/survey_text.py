"""A survey's model in lavaan's syntax, statement by statement; what it means is not judged here."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analysis.errors import ParameterError

LOADING, PATH, COVARIANCE, INTERCEPT = "=~", "~", "~~", "~1"
_DEFINITION, _EQUALITY = ":=", "=="
_OPERATOR = re.compile(r"=~|~~|:=|==|~")
_OPEN = re.compile(r"[+*~=,(]\s*$")
_NAME = re.compile(r"[^\W\d][\w.]*$")


@dataclass(frozen=True)
class Relation:
    """``left operator right`` on ``line`` of the text; ``right`` is empty for an intercept. With a
    ``label``, a ``value`` that fixes it, or ``freed`` of its default (``NA*``)."""

    line: int
    left: str
    operator: str
    right: str
    label: str | None = None
    value: float | None = None
    freed: bool = False


@dataclass(frozen=True)
class ModelText:
    """What a text says: ``relations``, the quantities ``defined`` (name, expression) and what is
    set ``equal`` (one side, other side)."""

    relations: tuple[Relation, ...] = ()
    defined: tuple[tuple[str, str], ...] = ()
    equal: tuple[tuple[str, str], ...] = field(default=())

    @property
    def constructs(self) -> dict[str, tuple[str, ...]]:
        """What each construct is measured by: items, or constructs when it is of second order."""
        return self._rights_by_left(LOADING)

    @property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """Causes by outcome."""
        return self._rights_by_left(PATH)

    def _rights_by_left(self, operator: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for one in self.relations:
            if one.operator == operator:
                found[one.left] = (*found.get(one.left, ()), one.right)
        return found


def read_model_text(text: str) -> ModelText:
    """The statements of ``text``: ``=~ ~ ~~ ~1 := ==``, labels (``a*x``), fixed numbers (``1*x``),
    ``NA*x`` (free), comments after ``#`` or ``!``; a line that ends in an operator continues.

    Raises ParameterError with the line that cannot be read, or when there is no relation.
    """
    relations: list[Relation] = []
    defined: list[tuple[str, str]] = []
    equal: list[tuple[str, str]] = []
    for number, statement in _statements(text):
        found = _OPERATOR.search(statement)
        if not found:
            raise _unreadable(number, statement, "no operator: =~, ~, ~~, := or ==")
        left, right = statement[: found.start()].strip(), statement[found.end() :].strip()
        if not left or not right:
            raise _unreadable(number, statement, "one side is empty")
        if found.group() == _DEFINITION:
            defined.append((left, right))
        elif found.group() == _EQUALITY:
            equal.append((left, right))
        else:
            relations.extend(_read_relations(left, found.group(), right, (number, statement)))
    if not relations:
        raise ParameterError("the model is empty: write for example  satisfaction =~ q1 + q2 + q3")
    return ModelText(tuple(relations), tuple(defined), tuple(equal))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Statements and the line each starts on; comments gone, open lines joined."""
    whole, start = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = re.sub(r"[#!].*", "", line).rstrip()
        if not bare.strip():
            continue
        start = start if whole else number
        whole = f"{whole} {bare}"
        if _OPEN.search(whole):
            continue
        yield from ((start, part.strip()) for part in whole.split(";") if part.strip())
        whole = ""
    if whole:
        raise _unreadable(start, whole.strip(), "it ends in an operator")


def _read_relations(
    left: str, operator: str, right: str, place: tuple[int, str]
) -> Iterator[Relation]:
    line = place[0]
    for name in (part.strip() for part in left.split("+")):
        if not _NAME.match(name):
            raise _unreadable(*place, f"{name!r} is no name")
        for part in right.split("+"):
            *modifiers, last = (piece.strip() for piece in part.split("*"))
            if last == "1" and operator == PATH:
                relation = Relation(line, name, INTERCEPT, "")
            elif _NAME.match(last):
                relation = Relation(line, name, operator, last)
            else:
                raise _unreadable(*place, f"{last!r} is no name")
            for modifier in modifiers:
                relation = _modify(relation, modifier, place)
            yield relation


def _modify(relation: Relation, modifier: str, place: tuple[int, str]) -> Relation:
    if modifier == "NA":
        return replace(relation, freed=True)
    if _NAME.match(modifier):
        return replace(relation, label=modifier)
    try:
        value = float(modifier)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _unreadable(*place, f"{modifier!r} is neither a label, a number nor NA")
    return replace(relation, value=value)


def _unreadable(number: int, statement: str, reason: str) -> ParameterError:
    return ParameterError(f"model, line {number}: {statement!r}: {reason}")
