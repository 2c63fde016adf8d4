"""What a notebook shows and leaves behind."""

import errno
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pandas as pd
import pytest
from test_blocks import BLOCKS, HOSTILE

from analysis.errors import DiskFullError, ParameterError
from analysis.report import Report, emit, open_report
from analysis.report.blocks import (
    BLOCK_MIME,
    Cover,
    Figure,
    Finding,
    Heading,
    KeyFigure,
    Notice,
    Paragraph,
    Table,
    block_from_json,
)
from analysis.report.emit import mime_bundle
from analysis.results import ESTIMATE_COLUMNS, Diagnostic

Shown = list[tuple[dict[str, Any], dict[str, Any]]]


class FakeStudy(SimpleNamespace):
    """The parts of a study that a report reads."""

    def label(self, key: str, language: str, *, column: str | None = None) -> str:
        return {"contract": {"en": "Contract", "zh": "合同"}}.get(key, {}).get(language, key)


def make_study(**changes: Any) -> FakeStudy:
    both = {"en": "Telecom subscribers", "zh": "电信用户"}
    organisation = {"en": "A fictional operator", "zh": "一家虚构的运营商"}
    notes = (
        {"en": "It is fictional.", "zh": "该公司为虚构。"},
        {"en": "Seen once.", "zh": "仅观测一次。"},
    )
    fields = {"title": both, "organisation": organisation, "notes": notes, "minimum_cell": 10}
    return FakeStudy(**{**fields, **changes})


def make_report(language: str = "en", verdict: str = "green", **changes: Any) -> Report:
    tables = SimpleNamespace(as_of=date(2026, 11, 23), verdict=verdict)
    return open_report("03_time_to_churn", make_study(**changes), tables, language=language)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What IPython is asked to display: data and metadata."""
    found: Shown = []

    def record(data: dict[str, Any], *, metadata: dict[str, Any], raw: bool) -> None:
        assert raw
        found.append((data, metadata))

    monkeypatch.setattr(emit.InteractiveShell, "initialized", lambda: True)
    monkeypatch.setattr(emit, "display", record)
    return found


def blocks_of(shown: Shown) -> list[Any]:
    return [block_from_json(data[BLOCK_MIME]) for data, _ in shown if BLOCK_MIME in data]


def a_figure(id: str = "fig-a", svg: str = "<svg/>") -> Figure:
    return Figure(id, "claim", "subtitle", "alt", "source", svg)


def test_blocks_and_lists_are_shown_in_order(shown: Shown) -> None:
    blocks = [Heading("h", "One"), [Paragraph("two"), a_figure()], Finding("f", "three")]
    make_report().show(*blocks)
    assert [type(block) for block in blocks_of(shown)] == [Heading, Paragraph, Figure, Finding]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: type(block).__name__)
def test_an_output_is_valid_in_a_notebook_and_previews_are_escaped(block: Any) -> None:
    bundle = mime_bundle(block)
    output = nbformat.v4.new_output("display_data", data=bundle)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])])
    text = nbformat.writes(notebook)
    nbformat.validate(json.loads(text))
    back = nbformat.reads(text, as_version=4).cells[0].outputs[0]["data"]
    assert block_from_json(json.loads(json.dumps(back[BLOCK_MIME]))) == block
    assert "<b>x</b>" not in bundle["text/html"]
    assert ("image/svg+xml" in bundle) == isinstance(block, Figure)


def test_hostile_text_reaches_the_block_as_it_is(shown: Shown) -> None:
    make_report().show(Paragraph(HOSTILE), Table("tbl-a", HOSTILE, (), ()))
    assert blocks_of(shown)[0].text == HOSTILE
    assert blocks_of(shown)[1].caption == HOSTILE


def test_outside_a_notebook_the_text_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    make_report().show(Finding("f", "Half stay 61 months."))
    assert capsys.readouterr().out == "Half stay 61 months.\n"


def test_one_id_twice_in_a_call_is_refused_and_run_again_replaces(shown: Shown) -> None:
    report = make_report()
    with pytest.raises(ValueError, match="fig-a"):
        report.show(a_figure(), [a_figure()])
    report.show(Finding("f", "old"))
    report.show(Finding("f", "new"))
    assert report.estimates()["text"].tolist() == ["new"]


def test_estimates_have_exactly_their_columns(shown: Shown, tmp_path: Path) -> None:
    report = make_report()
    frame = pd.DataFrame(
        {"term": ["a", "b"], "estimate": [0.5, 0.6], "n": [100, 4], "extra": ["x", "y"]}
    )
    report.record(frame, analysis="kaplan_meier", stratum="all", unit="probability")
    report.record([Diagnostic("ph", None, 1.0, 0.3, method="schoenfeld")], analysis="cox")
    report.record(frame, analysis="kaplan_meier", stratum="all", unit="probability")
    report.show(Finding("finding-a", HOSTILE, "watch"), a_figure())
    report.finish(title="t", subtitle="s", output_dir=tmp_path)
    read = pd.read_parquet(tmp_path / "estimates" / "03_time_to_churn.parquet")
    assert list(read.columns) == list(ESTIMATE_COLUMNS)
    assert {name: str(dtype) for name, dtype in read.dtypes.items()} == ESTIMATE_COLUMNS
    assert read["kind"].tolist() == ["estimate", "estimate", "diagnostic", "finding"]
    assert read["estimate"].isna().tolist() == [False, True, True, True]  # b: four customers
    assert read.loc[2, "passed"] is pd.NA
    assert read.loc[3, "text"] == HOSTILE
    assert (tmp_path / "figures" / "03_fig-a.svg").read_text() == "<svg/>"


def test_a_report_without_results_still_writes_the_columns(shown: Shown, tmp_path: Path) -> None:
    make_report().finish(title="t", subtitle="s", output_dir=str(tmp_path))
    read = pd.read_parquet(tmp_path / "estimates" / "03_time_to_churn.parquet")
    assert list(read.columns) == list(ESTIMATE_COLUMNS)
    assert len(read) == 0


def test_without_a_folder_nothing_is_written(
    shown: Shown, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    make_report().finish(title="t", subtitle="s")
    assert list(tmp_path.iterdir()) == []


def test_the_cover_and_the_end_mark_close_the_report(shown: Shown) -> None:
    key_figures = [KeyFigure("Median", "61 months", "58 to 65")]
    make_report("zh", "amber").finish(title="流失", subtitle="何时", key_figures=key_figures)
    cover = blocks_of(shown)[-1]
    assert isinstance(cover, Cover)
    assert (cover.organisation, cover.language) == ("一家虚构的运营商", "zh")
    assert (cover.date, cover.iso_date) == ("2026年11月23日", "2026-11-23")
    details = dict(cover.details)
    assert details["研究"] == "电信用户"
    assert details["置信水平"] == "95%"
    assert details["数据质量"].startswith("黄")
    data, metadata = shown[-1]
    assert metadata == {"analysis": {"end": True}}
    assert set(data) == {"text/plain"}


def test_study_notes_are_stated_and_a_poor_verdict_too(shown: Shown) -> None:
    make_report("en", "red").show_study_notes()
    verdict, notes = blocks_of(shown)
    assert isinstance(verdict, Notice) and verdict.tone == "bad"
    assert notes.text == "It is fictional. Seen once."
    shown.clear()
    make_report("zh").show_study_notes()
    assert [block.text for block in blocks_of(shown)] == ["该公司为虚构。仅观测一次。"]
    shown.clear()
    make_report(notes=()).show_study_notes()
    assert shown == []


def test_the_source_names_whose_data_and_up_to_when() -> None:
    expected = "A fictional operator, Telecom subscribers; data up to 23 November 2026"
    assert make_report().source_line == expected
    assert make_report("zh").source_line == "一家虚构的运营商，电信用户；数据截至 2026年11月23日"


def test_labels_are_fit_to_print() -> None:
    assert make_report("zh").label("contract") == "合同"
    assert make_report("en").label("<b>\x00\u5ba2</b>", column="x") == "<b> ?</b>"


@pytest.mark.parametrize("level", [0.0, 0.4, 1.0, float("nan")])
def test_a_level_out_of_bounds_is_refused(level: float) -> None:
    with pytest.raises(ParameterError, match="confidence_level"):
        open_report("01_x", make_study(), None, language="en", confidence_level=level)


def test_a_folder_that_takes_no_files_is_a_clear_error(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="output_dir"):
        make_report().finish(title="t", subtitle="s", output_dir=tmp_path / "file")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(DiskFullError, match="no space left"):
        make_report().finish(title="t", subtitle="s", output_dir=tmp_path)
    assert "end" not in json.dumps([metadata for _, metadata in shown])
