"""An executed notebook as the document its HTML and its PDF are built from."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.errors import AnalysisError
from analysis.report.blocks import (
    BLOCK_MIME,
    Block,
    Cover,
    Figure,
    Finding,
    Glossary,
    Heading,
    Notice,
    Paragraph,
    Table,
    block_from_json,
)
from analysis.report.drawing import compact_svg
from analysis.report.plain_text import clean, clean_code, well_formed
from analysis.report.words import NOTHING

TONES = ("neutral", "good", "watch", "bad")
SVG_MIME = "image/svg+xml"
# ASCII on purpose: a Chinese sentence goes on without a space after the reference.
_REFERENCE = re.compile(r"@((?:fig|tbl)-[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*)")
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_VERBATIM = {"svg", "latex"}  # markup of ours
_REQUIRED = {"title", "text", "claim", "caption", "alt"}  # never empty: a reader's way in


@dataclass(frozen=True)
class Item:
    """A block where it stands: its unique anchor and its number ("2.1", "3"; empty without)."""

    block: Block
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Passage:
    """What one code cell shows, and the code that made it."""

    cell_id: str
    code: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Reference:
    """A mention of a numbered figure or table."""

    kind: str  # "figure" or "table"
    number: str
    anchor: str


@dataclass(frozen=True)
class Document:
    """A report before it is laid out; every text is clean, plain and in ``cover.language``."""

    name: str  # the notebook's file name
    source: bytes = field(repr=False)  # the notebook itself, to be attached
    cover: Cover
    passages: tuple[Passage, ...]  # cells that show something
    setup: tuple[Passage, ...]  # cells that only prepare

    @property
    def language(self) -> str:
        """The report's language, ``en`` or ``zh``."""
        return self.cover.language

    @property
    def items(self) -> Iterator[Item]:
        """All blocks but the cover, in order."""
        return (item for passage in self.passages for item in passage.items)

    @property
    def headings(self) -> list[Item]:
        """The contents: chapters (level 2) and sections (level 3)."""
        return [item for item in self.items if isinstance(item.block, Heading)]

    @property
    def day(self) -> date | None:
        """The cover's date, or None when it gives none that can be read."""
        try:
            return date.fromisoformat(self.cover.iso_date)
        except ValueError:
            return None

    @cached_property
    def references(self) -> dict[str, Reference]:
        """Figures and tables by the id they were emitted with; the first of a name wins."""
        found: dict[str, Reference] = {}
        for item in self.items:
            if isinstance(item.block, Figure | Table):
                kind = "figure" if isinstance(item.block, Figure) else "table"
                found.setdefault(item.block.id, Reference(kind, item.number, item.anchor))
        return found

    @property
    def unresolved(self) -> tuple[str, ...]:
        """References that point nowhere, as written.

        They are shown as they stand: a customer's own text may hold one, and must not break a
        report. For the project's own notebooks a test holds this empty.
        """
        texts = (text for item in self.items for text in _texts(item.block))
        names = {match[1] for text in texts for match in _REFERENCE.finditer(text)}
        return tuple(sorted(f"@{name}" for name in names - self.references.keys()))

    def split_references(self, text: str) -> list[str | Reference]:
        """``text`` in pieces: plain strings, and the references among them."""
        pieces: list[str | Reference] = []
        end = 0
        for match in _REFERENCE.finditer(text):
            reference = self.references.get(match[1])
            if reference is not None:
                pieces += [text[end : match.start()], reference]
                end = match.end()
        return [piece for piece in [*pieces, text[end:]] if piece]


def read_document(path: Path | str) -> Document:
    """Read an executed notebook.

    Raises AnalysisError when the file is no notebook, holds no cover, or a block is malformed.
    """
    path = Path(path)
    source = path.read_bytes()
    notebook = _parse(source, path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    blocks = [list(_blocks_of(cell, path)) for cell in cells]
    covers = [block for shown in blocks for block in shown if isinstance(block, Cover)]
    if not covers:
        raise AnalysisError(
            f"{path}: this notebook holds no report: it has no cover; run all its cells first"
        )
    numbering = _Numbering()
    passages = [
        Passage(str(cell.get("id", "")), clean_code(cell.source), numbering.items(shown))
        for cell, shown in zip(cells, blocks, strict=True)
    ]
    return Document(
        name=clean(path.name),
        source=source,
        cover=covers[-1],
        passages=tuple(passage for passage in passages if passage.items),
        setup=tuple(passage for passage in passages if not passage.items and passage.code),
    )


def _parse(source: bytes, path: Path) -> NotebookNode:
    try:
        notebook = nbformat.reads(source.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)  # reading only logs what is wrong
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise AnalysisError(f"{path}: not a Jupyter notebook that can be read") from error
    return notebook


def _blocks_of(cell: NotebookNode, path: Path) -> Iterator[Block]:
    """The blocks a cell emitted; every other output is left out."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if BLOCK_MIME not in data:
            continue
        try:
            # Through JSON: an nbformat node is no plain dict.
            values = _clean_values(json.loads(json.dumps(data[BLOCK_MIME])))
            if "svg" in values:  # it may be kept once, as the output's own picture
                values["svg"] = compact_svg(well_formed(values["svg"] or data.get(SVG_MIME, "")))
            block = block_from_json(values)
            _check_shape(block)
            yield block
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise AnalysisError(
                f"{path}: cell {cell.get('id', '?')} holds a block that cannot be read "
                f"({type(error).__name__}: {error}); run the notebook again with this version"
            ) from error


def _check_shape(block: Block) -> None:
    if isinstance(block, Finding | Notice) and block.tone not in TONES:
        raise ValueError(f"tone {block.tone!r} is none of {', '.join(TONES)}")
    if isinstance(block, Table):
        lengths = {len(row) for row in block.rows} - {len(block.columns)}
        if lengths:
            raise ValueError(
                f"table {block.id} has {len(block.columns)} columns and a row of {lengths.pop()}"
            )


def _clean_values(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _clean_values(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean_values(item) for item in value]
    if isinstance(value, str):
        if name in _VERBATIM:
            return value
        text = clean(value)
        return text or (NOTHING if name in _REQUIRED else "")
    return value


def _texts(block: Block) -> Iterator[str]:
    """The texts of a block in which references are followed; never cells: they hold data."""
    match block:
        case Paragraph() | Finding() | Notice():
            yield block.text
        case Figure() | Table():
            yield block.note
        case Glossary():
            yield from (meaning for _, meaning in block.entries)


class _Numbering:
    """Gives each block its anchor and its number, in reading order."""

    def __init__(self) -> None:
        self._figures = self._tables = self._chapter = self._section = 0
        self._anchors: set[str] = {"main", "contents", "top", "method"}  # the page's own

    def items(self, blocks: list[Block]) -> tuple[Item, ...]:
        return tuple(self._item(block) for block in blocks if not isinstance(block, Cover))

    def _item(self, block: Block) -> Item:
        if isinstance(block, Heading):
            block = Heading(block.id, block.text, 3 if block.level > 2 and self._chapter else 2)
        return Item(block, self._anchor(getattr(block, "id", "")), self._number(block))

    def _number(self, block: Block) -> str:
        match block:
            case Figure():
                self._figures += 1
                return str(self._figures)
            case Table():
                self._tables += 1
                return str(self._tables)
            case Heading(level=2):
                self._chapter, self._section = self._chapter + 1, 0
                return str(self._chapter)
            case Heading():
                self._section += 1
                return f"{self._chapter}.{self._section}"
        return ""

    def _anchor(self, wanted: str) -> str:
        """``wanted`` when it can stand in a link and is free, else a name of its own."""
        stem = wanted if _ANCHOR.fullmatch(wanted) else f"part-{len(self._anchors)}"
        anchor, copy = stem, 1
        while anchor in self._anchors:
            copy += 1
            anchor = f"{stem}-{copy}"
        self._anchors.add(anchor)
        return anchor
