"""What a notebook emits for the reader: values that both the HTML and the PDF are built from.

Every text in a block is final: in the report's language, plain, never markup. A text may refer to a
figure or table of the same report as ``@fig-id`` or ``@tbl-id``.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

BLOCK_MIME = "application/vnd.analysis.block+json"
Tone = Literal["neutral", "good", "watch", "bad"]


@dataclass(frozen=True)
class KeyFigure:
    """One number of the cover, with its range and what it is of."""

    label: str
    value: str
    interval: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cover:
    """The first page; a report has one, wherever in the notebook it was emitted."""

    title: str
    subtitle: str
    organisation: str
    date: str
    language: str
    key_figures: tuple[KeyFigure, ...] = ()
    details: tuple[tuple[str, str], ...] = ()  # label and value: study, as-of date, run, data gate
    iso_date: str = ""


@dataclass(frozen=True)
class Heading:
    """A section's title; ``level`` 2 is a chapter, 3 a section."""

    id: str
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Plain text."""

    text: str


@dataclass(frozen=True)
class Finding:
    """A computed sentence, stated above the figure or table that proves it."""

    id: str
    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Figure:
    """A chart; the claim is its title, the qualifiers its subtitle. ``id`` starts with ``fig-``."""

    id: str
    claim: str
    subtitle: str
    alt: str
    source: str
    svg: str
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A table's column; a unit belongs in its label."""

    label: str
    align: Literal["left", "right"] = "right"


@dataclass(frozen=True)
class Table:
    """Formatted cells, row by row; the first column heads its row. ``id`` starts with ``tbl-``."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Notice:
    """A boxed message: what limits or forbids reading on."""

    title: str
    text: str
    tone: Tone = "watch"


@dataclass(frozen=True)
class Formula:
    """A displayed formula in LaTeX, and how it is read aloud."""

    id: str
    latex: str
    alt: str


@dataclass(frozen=True)
class Glossary:
    """Terms and what they mean."""

    entries: tuple[tuple[str, str], ...] = field(default=())


Block = Cover | Heading | Paragraph | Finding | Figure | Table | Notice | Formula | Glossary
BLOCK_TYPES: dict[str, type[Block]] = {
    "cover": Cover,
    "heading": Heading,
    "paragraph": Paragraph,
    "finding": Finding,
    "figure": Figure,
    "table": Table,
    "notice": Notice,
    "formula": Formula,
    "glossary": Glossary,
}
_KINDS = {block_type: kind for kind, block_type in BLOCK_TYPES.items()}


def make_id(*parts: str) -> str:
    """An id such as ``fig-survival-contract``, whatever column name or value a part is.

    What cannot stand in an id is left out; a short hash then keeps different parts apart.
    """
    given = "-".join(parts)
    if re.fullmatch(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*", given):
        return given
    kept = re.sub(r"[^A-Za-z0-9]+", "-", given).strip("-")
    return f"{kept}-{hashlib.sha256(given.encode()).hexdigest()[:8]}"


def block_to_json(block: Block) -> dict[str, Any]:
    """``block`` as JSON values, with its ``kind``."""
    return {"kind": _KINDS[type(block)], **asdict(block)}


def block_from_json(values: dict[str, Any]) -> Block:
    """The inverse of ``block_to_json``; raises KeyError for an unknown kind."""
    fields = dict(values)
    block_type = BLOCK_TYPES[fields.pop("kind")]
    nested = {"key_figures": KeyFigure, "columns": Column}
    for name, value in fields.items():
        if name in nested:
            fields[name] = tuple(nested[name](**item) for item in value)
        elif isinstance(value, list):
            fields[name] = tuple(tuple(row) if isinstance(row, list) else row for row in value)
    return block_type(**fields)
