"""The PDF: tagged, navigable, whole, the same every time, and deaf to what the data say."""

import io
import re
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_notebook
from pypdf import PdfReader
from synthetic_report import (
    FINDING,
    TITLE,
    build_cell,
    build_cover,
    build_hostile_blocks,
    build_survival,
    build_wide_table,
    write_notebook,
)

from analysis.errors import AnalysisError
from analysis.report.blocks import (
    Block,
    Column,
    Figure,
    Finding,
    Formula,
    Heading,
    Paragraph,
    Table,
)
from analysis.report.document import read_document
from analysis.report.html import render_html
from analysis.report.pdf import _extent, render_pdf

LANGUAGES = ("en", "zh")
HOSTILE = [
    '#import "x": *',
    '"]; #panic("x")',
    '#read("/etc/passwd") $x$ `raw` *b* _i_ <label> @fig-x \\ // /* ~',
    "[[#]] ]] }} ((",
    "\\u{41} \\n \\",
    "\u202eright\u200f to left\u2066",
    "مرحبا שלום",
    "emoji \U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "\u200d",
    "zalgo a\u0301\u0323\u0336\u0489",
    "rare \U00020bb7 \ue000 \x00 \x07",
    "x" * 5000,
    "",
]


def open_pdf(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def read_text(reader: PdfReader) -> str:
    """The text of all pages without white space, which a line break may add or take."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def render_blocks(folder: Path, *blocks: Block, language: str = "en") -> bytes:
    notebook = new_notebook(
        cells=[build_cell("x", list(blocks)), build_cell("y", [build_cover(language)])]
    )
    path = folder / "notebook.ipynb"
    nbformat.write(notebook, path)
    return render_pdf(read_document(path))


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, bytes]]:
    made = {}
    for language in LANGUAGES:
        path = write_notebook(tmp_path_factory.mktemp(language), language)
        made[language] = (path, render_pdf(read_document(path)))
    return made


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(pdfs: dict[str, tuple[Path, bytes]], language: str) -> PdfReader:
    return open_pdf(pdfs[language][1])


def test_the_pdf_is_tagged_and_says_so(reader: PdfReader, language: str) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == {"en": "en-GB", "zh": "zh-CN"}[language]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == TITLE[language]
    assert str(reader.metadata.creation_date).startswith("2026-11-23 00:00:00")


def test_the_outline_names_chapters_and_sections(reader: PdfReader, language: str) -> None:
    def flatten(items: list) -> list[str]:
        nested = (flatten(i) if isinstance(i, list) else [i.title] for i in items)
        return [title for titles in nested for title in titles]

    expected = {
        "en": ["1 How long customers stay", "1.1 Which customers", "2 Method and terms"],
        "zh": ["1 客户留存多久", "1.1 哪些客户", "2 方法与术语"],
    }[language]
    titles = [squeeze(title) for title in flatten(reader.outline)]
    assert [title for title in titles if title[0].isdigit()] == [squeeze(each) for each in expected]


def test_the_executed_notebook_is_attached_and_renders_the_same(
    tmp_path: Path, pdfs: dict[str, tuple[Path, bytes]], reader: PdfReader, language: str
) -> None:
    path, pdf = pdfs[language]
    [(name, [content])] = reader.attachments.items()
    assert name == path.name
    attached = tmp_path / name
    attached.write_bytes(content)
    assert render_html(read_document(attached)) == render_html(read_document(path))
    assert render_pdf(read_document(attached)) == pdf


def test_the_pages_say_what_the_notebook_says(reader: PdfReader, language: str) -> None:
    text = read_text(reader)
    cover = build_cover(language)
    values = [value for key in cover.key_figures for value in vars(key).values()]
    details = [value for pair in cover.details for value in pair]
    for said in [TITLE[language], FINDING[language], cover.organisation, *values, *details]:
        assert squeeze(said) in text


def test_key_figures_are_on_the_cover(reader: PdfReader, language: str) -> None:
    cover = squeeze(reader.pages[0].extract_text())
    for figure in build_cover(language).key_figures:
        assert squeeze(figure.value) in cover
        assert squeeze(figure.interval) in cover


def test_pages_after_the_cover_are_numbered_and_headed(reader: PdfReader, language: str) -> None:
    number = {"en": "Page{}of{}", "zh": "第{}页，共{}页"}[language]
    total = len(reader.pages)
    texts = [squeeze(page.extract_text()) for page in reader.pages]
    assert number.format(1, total) not in texts[0]
    for place, text in enumerate(texts[1:], 2):
        assert number.format(place, total) in text
        assert squeeze(build_cover(language).organisation) in text


def test_references_name_and_link_to_their_target(reader: PdfReader, language: str) -> None:
    expected = {
        "en": "asFigure1andTable1show.",
        "zh": "见图1和表1。",
    }[language]
    assert expected in read_text(reader)
    links = [
        note
        for page in reader.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) >= 2 + 4  # references, and the contents


def test_a_long_table_goes_on_with_its_head_and_loses_nothing(
    reader: PdfReader, language: str
) -> None:
    table = build_wide_table(language)
    texts = [squeeze(page.extract_text()) for page in reader.pages]
    last_column = squeeze(table.columns[-1].label)
    with_head = [text for text in texts if last_column in text]
    assert len(with_head) >= 2
    for row in table.rows:
        assert any("".join(squeeze(cell) for cell in row) in text for text in texts)


def test_alternative_texts_are_in_the_structure(reader: PdfReader, language: str) -> None:
    found: list[str] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and "/S" in node:
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            walk(node.get("/K"))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    expected = {
        "en": {"A step curve falls from 100% to 59%", "The Kaplan-Meier estimator"},
        "zh": {"阶梯曲线从 100% 降到 59%", "卡普兰-迈耶估计"},
    }[language]
    assert expected <= set(found)


def test_the_same_notebook_gives_the_same_bytes(
    pdfs: dict[str, tuple[Path, bytes]], language: str
) -> None:
    path, pdf = pdfs[language]
    assert render_pdf(read_document(path)) == pdf
    assert len(pdf) < 400_000


def test_nothing_on_the_network_is_named(pdfs: dict[str, tuple[Path, bytes]]) -> None:
    for _, pdf in pdfs.values():
        assert b"/URI" not in pdf


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_runs_nor_breaks_the_pdf(
    tmp_path: Path, text: str, language: str
) -> None:
    pdf = render_blocks(tmp_path, *build_hostile_blocks(text), language=language)
    if text.isascii() and len(text) < 100:
        assert read_text(open_pdf(pdf)).count(squeeze(text)) >= 9


@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=40))
def test_no_text_breaks_the_pdf(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    blocks = build_hostile_blocks(text)
    assert render_blocks(tmp_path_factory.mktemp("any"), *blocks).startswith(b"%PDF-")


def test_a_character_without_a_glyph_is_a_question_mark(tmp_path: Path) -> None:
    pdf = render_blocks(tmp_path, Paragraph("before \U0001f600 after"))
    assert "before?after" in read_text(open_pdf(pdf))


def build_table_of(n_columns: int, cell: str, label: str = "Label") -> Table:
    columns = (Column("Name", "left"), *(Column(label) for _ in range(n_columns - 1)))
    return Table(
        "tbl-a", "A", columns, tuple(("Name", *[cell] * (n_columns - 1)) for _ in range(3))
    )


def right_edges(pdf: bytes) -> list[tuple[float, float]]:
    """For each page its width and the right-most point where text starts."""
    edges = []
    for page in open_pdf(pdf).pages:
        starts = [0.0]

        def note(
            text: str, cm: list, tm: list, font: object, size: float, at: list = starts
        ) -> None:
            if text.strip():
                at.append(tm[4] * cm[0] + cm[4])

        page.extract_text(visitor_text=note)
        edges.append((float(page.mediabox.width), max(starts)))
    return edges


@pytest.mark.parametrize(
    ("n_columns", "cell", "landscape"),
    [
        (3, "1,234", False),
        (9, "12,345.67", False),
        (12, "12,345", False),
        (16, "1,234,567 to 1,234,999", True),
        (14, "incomprehensibilities", True),
        (40, "12,345,678", True),
    ],
)
def test_tables_of_any_width_stay_on_the_page(
    tmp_path: Path, n_columns: int, cell: str, landscape: bool
) -> None:
    pdf = render_blocks(tmp_path, build_table_of(n_columns, cell))
    pages = right_edges(pdf)
    assert any(width > 800 for width, _ in pages) == landscape
    assert all(edge <= width - 50 for width, edge in pages)


@pytest.mark.parametrize("n_lines", [34, 38, 42, 46])
def test_a_heading_stays_with_the_figure_it_leads_up_to(tmp_path: Path, n_lines: int) -> None:
    figure = next(block for block in build_survival("en") if isinstance(block, Figure))
    lines = [Paragraph(f"Line {k}.") for k in range(n_lines)]
    leading = [Heading("a", "The heading"), Paragraph("Intro."), Finding("f", "The finding.")]
    pdf = render_blocks(tmp_path, *lines, *leading, Paragraph("Then."), figure)
    texts = [squeeze(page.extract_text()) for page in open_pdf(pdf).pages[2:]]
    [page] = [text for text in texts if squeeze(figure.claim) in text]
    assert all(word in page for word in ("Theheading", "Intro.", "Thefinding.", "Then."))


def test_a_formula_typst_cannot_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"notebook\.ipynb: the PDF cannot be set: "):
        render_blocks(tmp_path, Formula("eq-a", r"\nosuchthing x", "nothing"))


def test_a_short_chinese_cell_is_measured_whole() -> None:
    found = _extent("结论", ["通过", "未通过", "模型优于经理常用规则"])
    assert found["head-words"] == ["结论"]
    assert found["words"][:2] == ["未通过", "通过"]
