"""Quantities defined by arithmetic over labelled parameters, such as ``indirect := a * b``."""

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any

import numpy as np

from analysis.errors import ParameterError

_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY: dict[type, Callable[[Any], Any]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_CALLS: dict[str, Callable[[Any], Any]] = {"sqrt": np.sqrt, "exp": np.exp, "log": np.log}


def evaluate_expression(expression: str, values: Mapping[str, Any]) -> Any:
    """The value of ``expression`` where names stand for ``values`` (numbers or arrays, real or
    complex, so that derivatives can be taken by complex steps).

    Arithmetic, ``^`` or ``**``, ``sqrt``, ``exp`` and ``log`` are allowed and nothing else; raises
    ParameterError otherwise.
    """

    def walk(node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name) if name in values:
                return values[name]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return _BINARY[type(op)](walk(left), walk(right))
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
                return _UNARY[type(op)](walk(operand))
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in _CALLS:
                return _CALLS[name](walk(argument))
        raise ParameterError(
            f"{expression!r} is not arithmetic over labels: use + - * / ^ sqrt exp log"
        )

    return walk(_tree(expression))


def names_in(expression: str) -> set[str]:
    """The labels ``expression`` uses. Raises ParameterError when it cannot be read."""
    tree = _tree(expression)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called
    }


def evaluation_order(defined: Mapping[str, str], labels: Collection[str]) -> list[str]:
    """The names of ``defined`` so that each comes after those it uses.

    Raises ParameterError for a name that is neither a label nor defined, or a circle.
    """
    uses = {name: names_in(expression) for name, expression in defined.items()}
    known = {*labels, *defined}
    for name, used in uses.items():
        for unknown in sorted(used - known):
            near = get_close_matches(unknown, sorted(known), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ParameterError(f"{name} := {defined[name]} uses {unknown}, no label{hint}")
    try:
        order = TopologicalSorter({name: used & set(defined) for name, used in uses.items()})
        return list(order.static_order())
    except CycleError as error:
        raise ParameterError(f"definitions go round: {' -> '.join(error.args[1])}") from None


def evaluate_defined(defined: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every quantity of ``defined`` from the labelled ``values``, in the order given."""
    found = dict(values)
    for name in evaluation_order(defined, set(values)):
        found[name] = evaluate_expression(defined[name], found)
    return {name: found[name] for name in defined}


def _tree(expression: str) -> ast.AST:
    try:
        return ast.parse(expression.strip().replace("^", "**"), mode="eval").body
    except SyntaxError:
        raise ParameterError(f"cannot read the definition {expression!r}") from None
