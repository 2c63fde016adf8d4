"""The list of runs: complete, newest first, and undisturbed by broken manifests."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from test_html import Page

from analysis.report.index import read_runs, render_index


def write_run(root: Path, study: str, run_id: str, started: str, **values: Any) -> Path:
    folder = root / study / run_id
    folder.mkdir(parents=True)
    for kind in ("html", "pdf"):
        (folder / f"03_time_to_churn.{kind}").write_text("report")
    manifest = {
        "study": study,
        "title": {"en": f"Study {study}", "zh": f"研究 {study}"},
        "run_id": run_id,
        "as_of": "2026-03-31",
        "language": "en",
        "started": started,
        "seconds": 12.5,
        "verdict": "amber",
        "notebooks": [
            {
                "name": "03_time_to_churn",
                "title": "Time to churn",
                "status": "done",
                "reason": "",
                "html": "03_time_to_churn.html",
                "pdf": "03_time_to_churn.pdf",
            },
            {"name": "05", "title": "Early warning", "status": "skipped", "reason": "no contracts"},
        ],
        **values,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_runs_are_listed_by_study_newest_first(tmp_path: Path) -> None:
    write_run(tmp_path, "telco", "a", "2026-11-21T02:00:00+00:00")
    write_run(tmp_path, "telco", "b", "2026-11-23T02:00:00+00:00")
    write_run(tmp_path, "abc", "c", "2026-11-22T02:00:00+09:00")
    (tmp_path / "telco" / "latest").symlink_to("b")
    assert [run.run_id for run in read_runs(tmp_path, "en")] == ["b", "c", "a"]
    page = Page(render_index(tmp_path))
    assert page.words("h2") == "Study telcoStudy abc"
    targets = [link["href"] for link in page.all("a") if not link["href"].startswith("#")]
    assert targets == [
        f"{run}/03_time_to_churn.{kind}"
        for run in ("telco/b", "telco/a", "abc/c")
        for kind in ("html", "pdf")
    ]
    assert all((tmp_path / target).is_file() for target in targets)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Study telco", "31 March 2026", "Amber", "Skipped: no contracts", "1 earlier run"]),
        ("zh", ["研究 telco", "2026年3月31日", "黄色", "已跳过", "此前 1 次运行"]),
    ],
)
def test_each_run_says_what_it_is(tmp_path: Path, language: str, said: list[str]) -> None:
    write_run(tmp_path, "telco", "a", "2026-11-21T02:00:00+00:00")
    write_run(tmp_path, "telco", "b", "2026-11-23T02:00:00+00:00")
    page = Page(render_index(tmp_path, language))
    assert page.all("html")[0]["lang"] == {"en": "en", "zh": "zh-CN"}[language]
    for text in said:
        assert text in page.words()


def test_without_runs_the_page_says_so(tmp_path: Path) -> None:
    assert "No run has been published yet." in Page(render_index(tmp_path)).words("p")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '"text"', "[" * 100_000, '{"notebooks": 3, "title": []}', "\x00"],
)
def test_a_broken_manifest_does_not_hide_the_other_runs(tmp_path: Path, text: str) -> None:
    write_run(tmp_path, "telco", "a", "2026-11-21T02:00:00+00:00")
    folder = tmp_path / "broken" / "r1"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text)
    page = Page(render_index(tmp_path))
    assert "Study telco" in page.words("h2")
    assert "broken" in page.words("h2")


def test_runs_in_the_making_and_failed_ones_are_not_listed(tmp_path: Path) -> None:
    write_run(tmp_path, "telco", ".draft", "2026-11-21T02:00:00+00:00")
    write_run(tmp_path / "telco", "failed", "a", "2026-11-21T02:00:00+00:00")
    assert read_runs(tmp_path, "en") == []


def test_hostile_manifests_are_shown_as_text(tmp_path: Path) -> None:
    text = '"><script>alert(1)</script>'
    report = {"name": text, "title": text, "status": text, "html": "../../../x", "pdf": text}
    entries = [report, text, {"title": {"en": text}, "html": "javascript:x"}]
    keys = ("study", "title", "run_id", "as_of", "language", "started", "verdict")
    folder = write_run(tmp_path, "telco", "a", "")
    manifest = {**dict.fromkeys(keys, text), "notebooks": entries}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    page = Page(render_index(tmp_path))
    assert not page.all("script")
    assert text in page.words("h2")
    assert [link["href"] for link in page.all("a")] == ["#main"]


def test_only_files_that_are_there_are_linked(tmp_path: Path) -> None:
    folder = write_run(tmp_path, "a study", "r#1", "2026-11-21T02:00:00+00:00")
    (folder / "03_time_to_churn.pdf").unlink()
    page = Page(render_index(tmp_path))
    [target] = [link["href"] for link in page.all("a") if link["href"] != "#main"]
    assert (tmp_path / unquote(target)).is_file()
    assert "#" not in target
