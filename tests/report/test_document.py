"""What of a notebook becomes part of a report, under which numbers."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from synthetic_report import build_cell, build_cover, build_segments, write_notebook

from analysis.errors import AnalysisError
from analysis.report.blocks import (
    BLOCK_MIME,
    Cover,
    Finding,
    Heading,
    Paragraph,
    Table,
    block_to_json,
)
from analysis.report.document import Document, Reference, read_document


def read_blocks(folder: Path, *blocks: object) -> Document:
    notebook = new_notebook(
        cells=[build_cell("show()", list(blocks)), build_cell("end()", [build_cover("en")])]
    )
    path = folder / "notebook.ipynb"
    nbformat.write(notebook, path)
    return read_document(path)


def test_cover_comes_first_wherever_it_was_emitted(tmp_path: Path) -> None:
    document = read_document(write_notebook(tmp_path, "en"))
    assert document.cover == build_cover("en")
    assert document.language == "en"
    assert document.name == "03_time_to_churn.ipynb"
    assert not any(isinstance(item.block, Cover) for item in document.items)


def test_cells_that_show_nothing_are_setup(tmp_path: Path) -> None:
    document = read_document(write_notebook(tmp_path, "en"))
    assert [passage.code for passage in document.setup] == [
        'study = "telco"  # the study',
        "report.finish()",
    ]
    assert len(document.passages) == 2


def test_headings_figures_and_tables_are_numbered(tmp_path: Path) -> None:
    document = read_document(write_notebook(tmp_path, "en"))
    assert [(item.number, item.anchor) for item in document.headings] == [
        ("1", "survival"),
        ("1.1", "segments"),
        ("2", "method-2"),  # the page has a "method" of its own
    ]
    assert document.references["fig-survival"] == Reference("figure", "1", "fig-survival")
    assert document.references["tbl-wide"] == Reference("table", "2", "tbl-wide")


def test_known_references_are_followed_and_unknown_ones_stay_text(tmp_path: Path) -> None:
    text = "见@tbl-segments。See @fig-none, a@fig-b.c and @tbl-segments."
    document = read_blocks(tmp_path, Paragraph(text), build_segments("en"))
    link = Reference("table", "1", "tbl-segments")
    pieces = document.split_references(text)
    assert pieces == ["见", link, "。See @fig-none, a@fig-b.c and ", link, "."]
    assert document.unresolved == ("@fig-b.c", "@fig-none")


def test_cells_of_a_table_are_data_and_hold_no_references(tmp_path: Path) -> None:
    table = Table("tbl-a", "A", build_segments("en").columns[:1], (("@fig-nowhere",),))
    assert read_blocks(tmp_path, table).unresolved == ()


def test_a_name_used_twice_gives_two_anchors(tmp_path: Path) -> None:
    document = read_blocks(tmp_path, Heading("a", "A"), Heading("a", "B"), Heading("<x>", "C"))
    assert [item.anchor for item in document.items] == ["a", "a-2", document.headings[2].anchor]
    assert document.headings[2].anchor.isascii()
    assert "<" not in document.headings[2].anchor


def test_a_section_before_any_chapter_is_a_chapter(tmp_path: Path) -> None:
    document = read_blocks(tmp_path, Heading("a", "A", 3), Heading("b", "B", 3), Heading("c", "C"))
    assert [item.block.level for item in document.headings] == [2, 3, 2]
    assert [item.number for item in document.headings] == ["1", "1.1", "2"]


def test_lone_surrogates_in_the_file_do_no_harm(tmp_path: Path) -> None:
    notebook = new_notebook(
        cells=[build_cell("x", [Paragraph("a\ud800"), build_cover("en")])],
    )
    path = tmp_path / "notebook.ipynb"
    path.write_text(json.dumps(notebook), encoding="ascii")
    [item] = read_document(path).items
    assert item.block == Paragraph("a?")


def test_a_title_is_never_empty(tmp_path: Path) -> None:
    [item] = read_blocks(tmp_path, Heading("a", "\u200f")).items
    assert item.block.text == "–"


def test_a_date_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "en")
    path.write_text(path.read_text().replace('"iso_date": "2026-11-23"', '"iso_date": "soon"'))
    assert read_document(path).day is None


def test_a_notebook_without_cover_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "notebook.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 + 1")]), path)
    with pytest.raises(AnalysisError, match="has no cover; run all its cells"):
        read_document(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"nbformat": 4, "cells": 3}'])
def test_what_is_no_notebook_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text(text)
    with pytest.raises(AnalysisError, match=r"notebook\.ipynb: "):
        read_document(path)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "unheard-of"},
        {"text": "no kind"},
        {"kind": "paragraph"},
        {"kind": "paragraph", "text": "a", "more": 1},
        "text",
        {**block_to_json(Finding("finding-a", "A")), "tone": "loud"},
        {**block_to_json(build_segments("en")), "rows": [["one cell"]]},
    ],
)
def test_a_malformed_block_is_named_with_its_cell(tmp_path: Path, values: object) -> None:
    output = new_output("display_data", data={BLOCK_MIME: values})
    cell = new_code_cell("x", id="the-cell", outputs=[output])
    path = tmp_path / "notebook.ipynb"
    nbformat.write(new_notebook(cells=[cell]), path)
    with pytest.raises(AnalysisError, match="cell the-cell holds a block that cannot be read"):
        read_document(path)
