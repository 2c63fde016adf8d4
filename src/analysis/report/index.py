"""The list of published runs, ``reports/index.html``, from the manifests in the run folders."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader

from analysis.report.html import HTML_LANGUAGES, TEMPLATE_FOLDER, embed_fonts, page_style
from analysis.report.plain_text import clean
from analysis.report.words import load_words

MANIFEST = "manifest.json"
VERDICT_TONES = {"green": "good", "amber": "watch", "red": "bad"}
STATUSES = ("done", "skipped", "failed")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_HEAD_LENGTH = 4000  # characters in which a report says its title


@dataclass(frozen=True)
class Report:
    """One notebook of a run; a link is empty when its file is not there."""

    title: str
    status: str  # one of STATUSES, or ""
    reason: str
    html: str
    pdf: str


@dataclass(frozen=True)
class Run:
    """One published run, as far as its manifest tells; what it does not tell is empty."""

    study: str
    title: str
    run_id: str
    language: str  # of the reports
    as_of: str
    started: str
    moment: str  # when it was started, to sort by
    verdict: str  # green, amber, red, or ""
    reports: tuple[Report, ...]
    readable: bool = True


def render_index(reports_root: Path | str, language: str = "en") -> str:
    """The page that lists every run under ``reports_root`` by study, newest first.

    A manifest that is missing keys, or cannot be read, leaves gaps and never stops the page.
    """
    words = load_words(language)
    environment = Environment(loader=FileSystemLoader(TEMPLATE_FOLDER / "report"), autoescape=True)
    page = environment.get_template("runs.html.j2").render(
        words=words,
        studies=_by_study(read_runs(Path(reports_root), language)),
        html_language=HTML_LANGUAGES[language],
        html_languages=HTML_LANGUAGES,
        style=page_style(),
        tones=VERDICT_TONES,
    )
    return embed_fonts(page, language)


def read_runs(reports_root: Path, language: str) -> list[Run]:
    """All published runs, newest first; titles in ``language`` where they are given in it."""
    found = [_read_run(path, reports_root, language) for path in _manifests(reports_root)]
    return sorted(found, key=lambda run: (run.moment, run.run_id, run.study), reverse=True)


def _manifests(reports_root: Path) -> Iterator[Path]:
    """``latest`` points at a run that is listed anyway; a hidden folder is a run in the making."""
    for path in sorted(reports_root.glob(f"*/*/{MANIFEST}")):
        folders = path.relative_to(reports_root).parts[:-1]
        if not path.parent.is_symlink() and not any(name.startswith(".") for name in folders):
            yield path


def _read_run(path: Path, reports_root: Path, language: str) -> Run:
    folder = path.parent
    values = _read_manifest(path)
    manifest = values or {}
    day, moment = _as_date(manifest.get("as_of")), _as_moment(manifest.get("started"))
    words = load_words(language)
    study = _text(manifest.get("study")) or clean(folder.parent.name)
    verdict, spoken = _text(manifest.get("verdict")), _text(manifest.get("language"))
    return Run(
        study=study,
        title=_in_language(manifest.get("title"), language) or study,
        run_id=_text(manifest.get("run_id")) or clean(folder.name),
        language=spoken if spoken in HTML_LANGUAGES else language,
        as_of=words.date(day) if day else "",
        started=f"{words.date(moment.date())}, {moment:%H:%M} UTC" if moment else "",
        moment=moment.isoformat() if moment else "",
        verdict=verdict if verdict in VERDICT_TONES else "",
        reports=tuple(_reports(manifest.get("notebooks"), folder, reports_root, language)),
        readable=values is not None,
    )


def _read_manifest(path: Path) -> dict[str, Any] | None:
    """None when it is no JSON object; RecursionError is JSON nested beyond reason."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _reports(
    notebooks: object, folder: Path, reports_root: Path, language: str
) -> Iterator[Report]:
    for entry in notebooks if isinstance(notebooks, list) else []:
        if not isinstance(entry, dict):
            continue
        status = _text(entry.get("status"))
        yield Report(
            title=_report_title(entry.get("html"), folder)
            or _in_language(entry.get("title"), language)
            or _text(entry.get("name")),
            status=status if status in STATUSES else "",
            reason=_in_language(entry.get("reason"), language),
            html=_link(entry.get("html"), folder, reports_root),
            pdf=_link(entry.get("pdf"), folder, reports_root),
        )


def _report_title(name: object, folder: Path) -> str:
    """The title of a report in its own language; empty when there is no report to read it from."""
    if not isinstance(name, str) or not name or Path(name).name != name or "\x00" in name:
        return ""
    try:
        with (folder / name).open(encoding="utf-8") as file:
            found = _TITLE.search(file.read(_HEAD_LENGTH))
    except (OSError, ValueError):
        return ""
    return _text(html.unescape(found.group(1)).strip()) if found else ""


def _link(name: object, folder: Path, reports_root: Path) -> str:
    """A relative link to a file of the run folder; empty for anything else."""
    if not isinstance(name, str) or Path(name).name != name or "\x00" in name:
        return ""
    path = folder / name
    return quote(path.relative_to(reports_root).as_posix()) if path.is_file() else ""


def _by_study(runs: list[Run]) -> list[list[Run]]:
    """Runs of a study together, the study with the newest run first."""
    order = {run.study: -place for place, run in reversed(list(enumerate(runs)))}
    together = sorted(runs, key=lambda run: -order[run.study])
    return [list(group) for _, group in groupby(together, key=lambda run: run.study)]


def _text(value: object) -> str:
    return clean(str(value)) if isinstance(value, str | int | float) else ""


def _in_language(value: object, language: str) -> str:
    """A text, or the one for ``language`` (else any) of a mapping by language."""
    if not isinstance(value, dict):
        return _text(value)
    return _text(value.get(language)) or next(filter(None, map(_text, value.values())), "")


def _as_date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _as_moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
