"""Notebook parameters: read from the notebook without a kernel, checked before one starts."""

import ast
import difflib
import io
import math
import re
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.errors import ParameterError
from analysis.schema import LANGUAGES, PARAMETER_BOUNDS

Value = str | int | float | bool

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
WORDS_FOR_BOOL = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
SET_BY_THE_COMMAND = {
    "study": "name the study as an argument",
    "language": "use --language",
    "output_dir": "a run writes into its own folder",
    "earlier_runs": "a run looks back at the runs of its study in reports/",
}


@dataclass(frozen=True)
class Parameter:
    """One line of a notebook's parameters cell: ``name: type = default  # help``."""

    name: str
    type: type
    default: Value
    help: str


def read_parameters(source: str, *, where: str) -> tuple[Parameter, ...]:
    """The parameters declared in a parameters cell, in its order; nothing is executed.

    Raises ParameterError naming ``where`` and every line that is not ``name: type = constant`` with
    a type among str, int, float and bool.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        message = f"{where}: line {error.lineno} of the parameters cell is not Python"
        raise ParameterError(message) from None
    comments = _comments(source)
    parameters: list[Parameter] = []
    faults: list[str] = []
    for statement in statements:
        try:
            parameters.append(_parameter(statement, comments))
        except ParameterError as error:
            faults.append(f"{where}: {error}")
    if faults:
        raise ParameterError("\n".join(faults))
    return tuple(parameters)


def _comments(source: str) -> dict[int, str]:
    """Trailing comments by line number."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _parameter(statement: ast.stmt, comments: dict[int, str]) -> Parameter:
    text = ast.unparse(statement).splitlines()[0]
    if not isinstance(statement, ast.AnnAssign) or statement.value is None:
        raise ParameterError(f"'{text}' declares no typed parameter with a default")
    kind = TYPES.get(ast.unparse(statement.annotation))
    if kind is None:
        raise ParameterError(f"'{text}' has a type other than {', '.join(TYPES)}")
    try:
        default = ast.literal_eval(statement.value)
    except ValueError:
        raise ParameterError(f"the default in '{text}' is not a constant") from None
    if kind is float and type(default) is int:
        default = float(default)
    if not isinstance(default, str | int | float) or type(default) is not kind:
        raise ParameterError(f"the default in '{text}' is not of its type")
    name = ast.unparse(statement.target)
    return Parameter(name, kind, default, comments.get(statement.end_lineno or 0, ""))


def convert_value(text: str, kind: type) -> Value:
    """``text`` from the command line as ``kind``; raises ValueError saying what was expected.

    Text stays exactly as given ("00123" keeps its zeros); whole numbers must be whole.
    """
    if kind is str:
        return text
    if kind is bool:
        if text.strip().lower() in WORDS_FOR_BOOL:
            return WORDS_FOR_BOOL[text.strip().lower()]
        raise ValueError(f"expected true or false, not '{text}'")
    if kind is int:
        if re.fullmatch(r"[+-]?[0-9]+", text.strip()):
            return int(text)
        raise ValueError(f"expected a whole number, not '{text}'")
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip()):
        raise ValueError(f"expected a number, not '{text}'")
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"expected a finite number, not '{text}'")
    return value


def check_bounds(name: str, value: Value) -> str:
    """What is wrong with ``value`` of parameter ``name``; "" when nothing is."""
    if name == "language" and value not in LANGUAGES:
        return f"language: '{value}' is none of {', '.join(LANGUAGES)}"
    if name in PARAMETER_BOUNDS and not isinstance(value, str | bool):
        low, high = PARAMETER_BOUNDS[name]
        if not low <= value <= high:
            return f"{name}: {value:g} is outside {low:g} to {high:g}"
    return ""


def check_parameters(
    declared: Iterable[Parameter], given: Sequence[str], *, language: str
) -> dict[str, Value]:
    """The parameters ``given`` as ``name=value`` texts, converted to their declared types.

    ``declared`` are those of all notebooks; a name may occur in several. Raises ParameterError
    with every fault at once: unknown name, wrong type, out of range, given twice.
    """
    known: dict[str, list[Parameter]] = {}
    for parameter in declared:
        known.setdefault(parameter.name, []).append(parameter)
    values: dict[str, Value] = {}
    faults = [fault for fault in [check_bounds("language", language)] if fault]
    for item in given:
        name, equals, text = item.partition("=")
        fault = _name_fault(name, equals, item, known) or (
            f"{name}: given twice" if name in values else ""
        )
        if fault:
            faults.append(fault)
            continue
        try:
            values[name] = _convert_for_all(text, known[name])
        except ValueError as error:
            faults.append(f"{name}: {error}")
    if faults:
        raise ParameterError("\n".join(faults))
    return values


def _name_fault(name: str, equals: str, item: str, known: dict[str, list[Parameter]]) -> str:
    if not equals:
        return f"'{item}' is not of the form name=value"
    if name in SET_BY_THE_COMMAND:
        return f"{name}: cannot be set with -p; {SET_BY_THE_COMMAND[name]}"
    if name not in known:
        free = sorted(set(known) - set(SET_BY_THE_COMMAND))
        close = difflib.get_close_matches(name, free, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(free) or 'none'}"
        return f"{name}: no notebook has this parameter; {hint}"
    return ""


def _convert_for_all(text: str, parameters: Sequence[Parameter]) -> Value:
    value: Value = text
    for parameter in parameters:
        value = convert_value(text, parameter.type)
        if fault := check_bounds(parameter.name, value):
            raise ValueError(fault.partition(": ")[2])
    return value
