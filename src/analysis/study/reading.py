"""Reading a ``study.yml``: the types of its values, and the line of every fault."""

import codecs
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import is_currency
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from analysis.errors import StudyError, list_faults


def _check_currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("is not a currency code of ISO 4217, such as EUR, USD or CNY")
    return code


def _check_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("is not a time zone's name, such as Europe/Berlin or UTC") from None
    return name


def _check_encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise ValueError("is not an encoding, such as utf-8, gb18030 or cp949") from None


def as_text(value: Any) -> Any:
    """YAML scalars that were meant as text: 0, 1.5, true."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | date) else value


def as_text_keys(value: Any) -> Any:
    return {as_text(key): item for key, item in value.items()} if isinstance(value, dict) else value


def as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


Code = Annotated[str, BeforeValidator(as_text)]
Text = Annotated[str, BeforeValidator(as_text), Field(min_length=1)]
TextMap = Annotated[dict[Text, Text], BeforeValidator(as_text_keys)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Currency = Annotated[Text, AfterValidator(_check_currency)]
TimeZoneName = Annotated[Text, AfterValidator(_check_time_zone)]
EncodingName = Annotated[Text, AfterValidator(_check_encoding)]

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where in the file."""

    location: Location
    message: str


@dataclass(frozen=True)
class StudyFile:
    """The plain values of a ``study.yml`` and the line (from 1) of every one of them."""

    path: Path
    values: dict[str, Any]
    lines: dict[Location, int] = field(repr=False)

    def line(self, location: Location) -> int:
        """The line of ``location``, or of the innermost part of it that is in the file."""
        for length in range(len(location), 0, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 1

    def describe(self, faults: Iterable[Fault]) -> str:
        """All ``faults`` in one message, in the order of their lines, each once."""
        told = sorted({(self.line(fault.location), fault.message) for fault in faults})
        return list_faults(
            f"{self.path} has {len(told)} fault{'s' if len(told) != 1 else ''}:",
            [f"{self.path}:{line}: {message}" for line, message in told],
        )


def read_study_file(path: Path) -> StudyFile:
    """The values of ``path`` with their lines; raises StudyError when it is not YAML."""
    try:
        document = YAML(typ="rt").load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise StudyError(f"{path} is not written in UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise StudyError(f"{path} cannot be read: {error.strerror}") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise StudyError(f"{path}:{line}: not valid YAML: {error.problem}") from None
    except YAMLError as error:
        raise StudyError(f"{path}:1: not valid YAML: {str(error).splitlines()[0]}") from None
    if not isinstance(document, dict):
        raise StudyError(f"{path}:1: expected fields such as title: and tables:, found none")
    lines: dict[Location, int] = {}
    _collect_lines(document, (), lines)
    return StudyFile(path, _plain(document), lines)


def _collect_lines(node: Any, location: Location, lines: dict[Location, int]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            name = key if isinstance(key, int) and not isinstance(key, bool) else str(key)
            lines[(*location, name)] = node.lc.key(key)[0] + 1 if hasattr(node, "lc") else 1
            _collect_lines(value, (*location, name), lines)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            lines[(*location, index)] = node.lc.item(index)[0] + 1 if hasattr(node, "lc") else 1
            _collect_lines(value, (*location, index), lines)


def _plain(node: Any) -> Any:
    """Without ruamel's own types."""
    if isinstance(node, dict):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    for plain in (bool, int, float, str):
        if isinstance(node, plain):
            return plain(node)
    return node


def suggest(given: str, known: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` when a known word is close to ``given``, else nothing."""
    close = difflib.get_close_matches(str(given), list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def describe_error(detail: dict[str, Any], model: type[BaseModel]) -> Fault:
    """A pydantic error as a fault in plain words."""
    location: Location = tuple(part for part in detail["loc"] if part != "[key]")
    name = ".".join(str(part) for part in location) or "the study"
    kind, message = detail["type"], detail["msg"]
    if kind == "missing":
        return Fault(location, f"{name} is missing")
    if kind == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        return Fault(location, f"{name} is not a field.{suggest(str(location[-1]), known)}")
    if kind == "value_error":
        return Fault(location, f"{name}: {message.removeprefix('Value error, ')}")
    return Fault(location, f"{name}: {message[:1].lower()}{message[1:]}")


def _fields_at(model: type[BaseModel], location: Location) -> list[str]:
    """The field names of the part at ``location``."""
    for part in location:
        info = model.model_fields.get(str(part))
        if info is None:
            continue
        inner = _model_in(info.annotation)
        if inner is None:
            return []
        model = inner
    return [info.alias or name for name, info in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None
