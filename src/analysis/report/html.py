"""A document as one self-contained HTML page: no script, no link to anything outside it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

from analysis.report.blocks import BLOCK_TYPES, Block, Figure, Table
from analysis.report.document import Document
from analysis.report.drawing import svg_size, svg_to_uri
from analysis.report.formula import formula_to_mathml
from analysis.report.web_fonts import font_style
from analysis.report.words import Words, load_words

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
LONG_CELL = 24  # characters
HTML_LANGUAGES = {"en": "en", "zh": "zh-CN"}
_FONT_SLOT = "/* fonts */"  # filled last: which characters are used is known only then
_CHART_SLOT = re.compile(r'<chart number="(\d+)"></chart>')
_KINDS = {block_type: kind for kind, block_type in BLOCK_TYPES.items()}


def render_html(document: Document) -> str:
    """The page of ``document``; the same text every time.

    Raises ParameterError when a font is not installed, AnalysisError for a broken formula.
    """
    cells = [
        new_code_cell(passage.code, id=f"passage-{place}", metadata={"passage": place})
        for place, passage in enumerate(document.passages)
    ]
    page, _ = _exporter().from_notebook_node(new_notebook(cells=cells), {"report": _Page(document)})
    return _embed_charts(embed_fonts(page, document.language), document)


def embed_fonts(page: str, language: str) -> str:
    """``page`` with the fonts of its characters in it."""
    return page.replace(f"<style>{_FONT_SLOT}", f"<style>{font_style(page, language)}", 1) + "\n"


def _embed_charts(page: str, document: Document) -> str:
    """``page`` with its charts in it; only after the exporter, which parses all of the page.

    No text can pass for a chart's place: a "<" in a text is always escaped.
    """
    charts = {
        item.number: _image(item.block) for item in document.items if isinstance(item.block, Figure)
    }
    return _CHART_SLOT.sub(lambda slot: charts[slot[1]], page)


def _image(figure: Figure) -> str:
    """An image element; with width and height the page does not jump when it appears."""
    size = svg_size(figure.svg)
    extent = Markup(' width="{}" height="{}"').format(*size) if size else ""
    element = Markup('<img alt="{}" src="{}"{}/>')
    return str(element.format(figure.alt, svg_to_uri(figure.svg), extent))


def page_style() -> Markup:
    """The style sheet of every page of ours, with a place for the fonts."""
    return Markup(f"{_FONT_SLOT}\n{_style_sheet()}")


class _Page:
    """What the template asks for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.words: Words = load_words(document.language)
        self.html_language = HTML_LANGUAGES[document.language]
        self.style = page_style()

    def kind(self, block: Block) -> str:
        """The name of a block's kind, as in its JSON."""
        return _KINDS[type(block)]

    def name(self, kind: str, number: str) -> str:
        """``Figure 3``, in the report's language."""
        return self.words(f"document-{kind}", number=number)

    def column_classes(self, table: Table) -> list[str]:
        """The class of each column's cells: numbers stand right and are broken only when long."""
        classes = []
        for place, column in enumerate(table.columns):
            longest = max((len(row[place]) for row in table.rows), default=0)
            wraps = " long" if longest > LONG_CELL else ""
            classes.append(f"right{wraps}" if column.align == "right" else "left")
        return classes

    def math(self, latex: str) -> Markup:
        """A formula as MathML."""
        return Markup(formula_to_mathml(latex))


class _ReportExporter(HTMLExporter):
    """nbconvert's exporter, with every string escaped unless it says it is markup."""

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        return environment


@cache
def _exporter() -> Any:
    return _ReportExporter(template_name="report", extra_template_basedirs=[str(TEMPLATE_FOLDER)])


@cache
def _style_sheet() -> str:
    return (TEMPLATE_FOLDER / "report" / "page.css").read_text(encoding="utf-8")
