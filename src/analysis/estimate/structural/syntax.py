"""lavaan's model syntax, so that a researcher can paste a model."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.errors import ParameterError
from analysis.estimate.structural.specification import (
    INTERCEPT,
    PATH,
    Defined,
    Specification,
    Term,
)

_OPERATOR = re.compile(r"=~|~~|:=|==|~")
_OPEN = re.compile(r"[+*~=,(]\s*$")
_NAME = re.compile(r"[^\W\d][\w.]*$")
_DEFINITION, _EQUALITY = ":=", "=="


def read_model_syntax(text: str) -> Specification:
    """The model written in lavaan's syntax: ``=~ ~ ~~ ~1 := ==``, labels (``a*x``), fixed numbers
    (``1*x``), ``NA*x`` (free), comments after ``#`` or ``!``; a line that ends in an operator
    continues; ``a == b`` gives two labels one parameter and ``a == 0`` fixes one.

    Raises ParameterError with the line it cannot read, and as ``Specification`` does.
    """
    terms: list[Term] = []
    defined: list[Defined] = []
    equal: list[tuple[str, str]] = []
    for number, statement in _statements(text):
        found = _OPERATOR.search(statement)
        if not found:
            raise _unreadable(number, statement, "no operator: =~, ~, ~~, := or ==")
        left, right = statement[: found.start()].strip(), statement[found.end() :].strip()
        if not left or not right:
            raise _unreadable(number, statement, "one side is empty")
        if found.group() == _DEFINITION:
            defined.append(Defined(left, right))
        elif found.group() == _EQUALITY:
            equal.append((left, right))
        else:
            terms.extend(_read_terms(left, found.group(), right, (number, statement)))
    if not terms:
        raise ParameterError("the model is empty: write for example  satisfaction =~ q1 + q2 + q3")
    for left, right in equal:
        terms, defined = _equate(terms, defined, left, right)
    return Specification(tuple(terms), tuple(defined))


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


def _read_terms(left: str, operator: str, right: str, place: tuple[int, str]) -> Iterator[Term]:
    for name in (part.strip() for part in left.split("+")):
        if not _NAME.match(name):
            raise _unreadable(*place, f"{name!r} is no name")
        for part in right.split("+"):
            *modifiers, last = (piece.strip() for piece in part.split("*"))
            if last == "1" and operator == PATH:
                term = Term(name, INTERCEPT, "")
            elif _NAME.match(last):
                term = Term(name, operator, last)
            else:
                raise _unreadable(*place, f"{last!r} is no name")
            for modifier in modifiers:
                term = _modify(term, modifier, place)
            yield term


def _modify(term: Term, modifier: str, place: tuple[int, str]) -> Term:
    if modifier == "NA":
        return replace(term, freed=True)
    if _NAME.match(modifier):
        return replace(term, label=modifier)
    try:
        value = float(modifier)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _unreadable(*place, f"{modifier!r} is neither a label, a number nor NA")
    return replace(term, value=value)


def _equate(
    terms: list[Term], defined: list[Defined], left: str, right: str
) -> tuple[list[Term], list[Defined]]:
    labels = {term.label for term in terms if term.label}
    if left not in labels:
        left, right = right, left
    if left not in labels:
        raise ParameterError(f"{right} == {left}: neither is a label of a parameter")
    if right in labels:
        terms = [replace(t, label=left) if t.label == right else t for t in terms]
        word = re.compile(rf"\b{re.escape(right)}\b")
        return terms, [replace(d, expression=word.sub(left, d.expression)) for d in defined]
    try:
        value = float(right)
    except ValueError:
        raise ParameterError(
            f"{left} == {right}: only two labels, or a label and a number, can be set equal"
        ) from None
    return [replace(t, value=value) if t.label == left else t for t in terms], defined


def _unreadable(number: int, statement: str, reason: str) -> ParameterError:
    return ParameterError(f"model, line {number}: {statement!r}: {reason}")
