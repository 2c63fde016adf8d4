"""lavaan's model syntax, so that a researcher can paste a model."""

import re
from dataclasses import replace

from analysis.errors import ParameterError
from analysis.estimate.structural.specification import Defined, Specification, Term
from analysis.study.survey_text import read_model_text


def read_model_syntax(text: str) -> Specification:
    """The model written in lavaan's syntax: ``=~ ~ ~~ ~1 := ==``, labels (``a*x``), fixed numbers
    (``1*x``), ``NA*x`` (free), comments after ``#`` or ``!``; a line that ends in an operator
    continues; ``a == b`` gives two labels one parameter and ``a == 0`` fixes one.

    Raises ParameterError with the line it cannot read, and as ``Specification`` does.
    """
    said = read_model_text(text)
    terms = [
        Term(one.left, one.operator, one.right, one.label, one.value, one.freed)
        for one in said.relations
    ]
    defined = [Defined(name, expression) for name, expression in said.defined]
    for left, right in said.equal:
        terms, defined = _equate(terms, defined, left, right)
    return Specification(tuple(terms), tuple(defined))


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
