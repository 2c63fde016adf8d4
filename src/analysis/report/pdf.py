"""A document as a tagged PDF (PDF/UA-1), set by Typst: no browser, no network."""

import atexit
import datetime
import json
import re
import shutil
import tempfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import typst

from analysis.errors import AnalysisError
from analysis.report.blocks import (
    BLOCK_MIME,
    Cover,
    Figure,
    Finding,
    Formula,
    Glossary,
    Heading,
    Notice,
    Paragraph,
    Table,
)
from analysis.report.document import SVG_MIME, TONES, Document, Item
from analysis.report.fonts import font_family, missing_characters, report_fonts
from analysis.report.formula import formula_to_typst
from analysis.report.words import UNPRINTABLE, Words, load_words

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
BREAK = "\N{ZERO WIDTH SPACE}"  # where a word too long for its line may be broken
_PROSE_WORD, _CELL_WORD = 30, 14  # characters; longer than any word of ours
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNBROKEN = r"[^\s\u2e80-\uffef]"  # Chinese breaks between any two characters
_WORD = re.compile(rf"{_UNBROKEN}+|[\u2e80-\uffef]")
_MEASURED = 4  # the candidates of a column that are measured, longest first
_WHOLE = 4  # a text so short is not broken, even where every character is a word


def render_pdf(document: Document) -> bytes:
    """The PDF of ``document``, with the notebook attached; the same bytes every time.

    A character that no font of the report has is shown as a question mark. Raises ParameterError
    when a font is not installed, AnalysisError when Typst cannot set the report.
    """
    inputs = {
        "report": json.dumps(_Layout(document).values(), ensure_ascii=False),
        "notebook": slim_notebook(document.source),
    }
    day = document.day or datetime.date(1970, 1, 1)
    moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(), font_paths=_fonts(document.language), ignore_system_fonts=True
    )
    try:
        result = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=moment
        )
    except typst.TypstError as error:
        hints = "; ".join(error.hints)
        raise AnalysisError(
            f"{document.name}: the PDF cannot be set: {error.message} {hints}".rstrip()
        ) from error
    assert isinstance(result, bytes)
    return result


def slim_notebook(source: bytes) -> str:
    """The notebook to attach: each chart once, as a picture, and no previews of blocks.

    It opens, runs and renders like the original; ``read_document`` takes a chart from its picture.
    """
    notebook = json.loads(source)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if BLOCK_MIME in data:
                data.pop("text/html", None)
                if data[BLOCK_MIME].get("svg"):
                    data[SVG_MIME] = data[BLOCK_MIME]["svg"]
                    data[BLOCK_MIME]["svg"] = ""
    return json.dumps(notebook, indent=1) + "\n"


@cache
def _fonts(language: str) -> typst.Fonts:
    """The report's own files and Typst's fonts for formulas; read once in a process.

    Typst takes folders only, and of two files with the same face whichever comes first: so the
    files stand in a folder of their own, which Typst reads from for as long as the process runs.
    """
    folder = tempfile.mkdtemp(prefix="report-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in report_fonts(language):
        shutil.copy(path, folder)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    absent = set(font_family(language)) - set(fonts.families())
    if absent:  # Typst would leave the text out and say nothing
        raise AnalysisError(f"the PDF cannot be set: no font {', '.join(sorted(absent))}")
    return fonts


class _Layout:
    """A document as the values that the Typst template lays out."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.words: Words = load_words(document.language)

    def values(self) -> dict[str, Any]:
        cover, day = self.document.cover, self.document.day
        return {
            "language": self.language,
            "families": font_family(self.language),
            "day": [day.year, day.month, day.day] if day else None,
            "words": self._page_words(),
            "notebook": self.document.name,
            "items": self._items(),
            **self._cover(cover),
        }

    def _cover(self, cover: Cover) -> dict[str, Any]:
        names = ("title", "subtitle", "organisation", "date")
        return {
            **{name: self._text(getattr(cover, name)) for name in names},
            "key-figures": [
                {name: self._text(value) for name, value in vars(figure).items()}
                for figure in cover.key_figures
            ],
            "details": [[self._text(label), self._text(value)] for label, value in cover.details],
        }

    def _page_words(self) -> dict[str, Any]:
        """Words of the page itself; the number of a page is known only to Typst."""
        page = self.words("document-page", page="\x00", pages="\x00").split("\x00")
        return {
            "page": page,
            "contents": self.words("document-contents"),
            "method": self.words("document-method"),
            "made": self._text(self.words("document-method-attached", notebook=self.document.name)),
            "attachment": self.words("document-attachment"),
            "tones": {tone: self.words(f"document-tone-{tone}") for tone in TONES[1:]},
        }

    def _items(self) -> list[dict[str, Any]]:
        """All blocks; what leads up to a figure or table stays on its page."""
        items = [{"anchor": item.anchor, **self._block(item)} for item in self.document.items]
        opening = False  # between a heading and the first thing that is no paragraph
        for item, following in pairwise(items):
            opening = item["kind"] == "heading" or (opening and item["kind"] == "paragraph")
            shown = ("figure", "table", *(("finding", "heading") if opening else ()))
            item["leads"] = following["kind"] in shown
        return items

    def _block(self, item: Item) -> dict[str, Any]:
        match item.block:
            case Heading() as block:
                text = self._text(block.text)
                return {"kind": "heading", "level": block.level - 1, "text": text}
            case Paragraph() as block:
                return {"kind": "paragraph", "text": self._prose(block.text)}
            case Finding() as block:
                return {"kind": "finding", "tone": block.tone, "text": self._prose(block.text)}
            case Notice() as block:
                return self._notice(block)
            case Figure() as block:
                return self._figure(block, item.number)
            case Table() as block:
                return self._table(block, item.number)
            case Formula() as block:
                code = formula_to_typst(block.latex)
                return {"kind": "formula", "code": code, "alt": self._text(block.alt)}
            case Glossary() as block:
                entries = [[self._text(term), self._prose(text)] for term, text in block.entries]
                return {"kind": "glossary", "entries": entries}
        raise AssertionError(item.block)  # a cover is no item

    def _notice(self, block: Notice) -> dict[str, Any]:
        text = self._prose(block.text)
        return {
            "kind": "notice",
            "tone": block.tone,
            "title": self._text(block.title),
            "text": text,
        }

    def _figure(self, block: Figure, number: str) -> dict[str, Any]:
        return {
            "kind": "figure",
            "name": self.words("document-figure", number=number),
            "claim": self._text(block.claim),
            "subtitle": self._text(block.subtitle),
            "alt": self._text(block.alt),
            "svg": block.svg,
            **self._origin(block),
        }

    def _table(self, block: Table, number: str) -> dict[str, Any]:
        labels = [self._cell(column.label) for column in block.columns]
        rows = [[self._cell(cell) for cell in row] for row in block.rows]
        columns = [
            {"label": label, "align": column.align, **_extent(label, cells)}
            for label, column, cells in zip(
                labels, block.columns, _columns(rows, len(labels)), strict=True
            )
        ]
        return {
            "kind": "table",
            "name": self.words("document-table", number=number),
            "caption": self._text(block.caption),
            "columns": columns,
            "rows": rows,
            **self._origin(block),
        }

    def _origin(self, block: Figure | Table) -> dict[str, Any]:
        note = self.words("document-note") + block.note if block.note else ""
        source = self.words("document-source") + block.source if block.source else ""
        return {"note": self._prose(note), "source": self._text(source)}

    def _prose(self, text: str) -> list[str | dict[str, str]]:
        pieces: list[str | dict[str, str]] = []
        for piece in self.document.split_references(text):
            if isinstance(piece, str):
                pieces.append(self._text(piece))
            else:
                name = self.words(f"document-{piece.kind}", number=piece.number)
                pieces.append({"to": piece.anchor, "text": name})
        return pieces

    def _text(self, text: str, longest: int = _PROSE_WORD) -> str:
        return _breakable(_printable(text, self.language), longest)

    def _cell(self, text: str) -> str:
        return self._text(text, _CELL_WORD)


def _printable(text: str, language: str) -> str:
    """``text`` in characters the fonts have: PDF/UA forbids a missing glyph."""
    visible = _INVISIBLE.sub("", text) or text[:1]
    missing = missing_characters(visible, language)
    return visible.translate({ord(character): UNPRINTABLE for character in missing})


def _breakable(text: str, longest: int) -> str:
    """``text`` with places to break in words of more than ``longest`` characters."""
    return re.sub(rf"({_UNBROKEN}{{{longest}}})(?={_UNBROKEN})", rf"\1{BREAK}", text)


def _columns(rows: list[list[str]], width: int) -> list[list[str]]:
    return [[row[place] for row in rows] for place in range(width)]


def _extent(label: str, cells: list[str]) -> dict[str, list[str]]:
    """What decides a column's width: its longest unbroken words and its longest cells."""
    return {
        "head-words": _longest(_words(label)),
        "words": _longest(word for cell in cells for word in _words(cell)),
        "cells": _longest(cells),
    }


def _words(text: str) -> list[str]:
    if len(text) <= _WHOLE:
        return [text]
    return [word for part in text.split(BREAK) for word in _WORD.findall(part)]


def _longest(texts: Any) -> list[str]:
    return sorted(set(texts), key=lambda text: (-len(text), text))[:_MEASURED]
