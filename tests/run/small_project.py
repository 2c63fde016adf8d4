"""A small project of synthetic notebooks: what the runner does with them, good and bad."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat

from analysis.run.notebooks import read_notebooks
from analysis.run.parameters import Value
from analysis.run.progress import Progress
from analysis.run.request import Outcome, Project, Request
from analysis.run.studies import run_studies

PARAMETERS = """\
study: str = "tiny"  # the study
language: str = "en"  # report language
confidence_level: float = 0.95  # level of every interval
seed: int = 7  # seed of every random number
output_dir: str = ""  # where estimates are written
"""
WRITE_ESTIMATES = """\
from pathlib import Path
estimates = Path(output_dir) / "estimates"
estimates.mkdir(exist_ok=True)
(estimates / "{name}.parquet").write_bytes(b"PAR1")
"""
END = """\
from IPython.display import display
display({"text/plain": "end"}, raw=True, metadata={"analysis": {"end": True}})
"""


def write_notebook(
    folder: Path,
    name: str,
    *cells: str,
    needs: Sequence[str] = (),
    after: Sequence[str] = (),
    complete: bool = True,
) -> Path:
    """A notebook of parameters and ``cells``; with estimates and end mark when ``complete``."""
    last = [WRITE_ESTIMATES.format(name=name), END] if complete else []
    code = [nbformat.v4.new_code_cell(source) for source in (PARAMETERS, *cells, *last)]
    code[0].metadata["tags"] = ["parameters"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# Title {name}"), *code])
    book.metadata["analysis"] = {"needs": list(needs), "after": list(after)}
    book.metadata["kernelspec"] = {"name": "of_someone_else", "display_name": "x", "language": ""}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(book, path)
    return path


def write_reports(notebook: Path, folder: Path) -> list[Path]:
    """Stands in for rendering; must be importable by the rendering processes."""
    paths = [folder / f"{notebook.stem}{suffix}" for suffix in (".html", ".pdf")]
    for path in paths:
        path.write_bytes(notebook.read_bytes())
    return paths


def write_index(reports: Path, language: str) -> str:
    """Stands in for rendering the index."""
    return f"index of {len(list(reports.glob('*/2*')))} runs"


def break_rendering(notebook: Path, folder: Path) -> list[Path]:
    """A renderer with a fault."""
    raise KeyError("no such style")


def write_no_pdf(notebook: Path, folder: Path) -> list[Path]:
    """A renderer that keeps half its promise."""
    html, pdf = write_reports(notebook, folder)
    pdf.unlink()
    return [html, pdf]


def tables(study: Any, *, progress: Callable[[str], None] | None = None) -> Any:
    """Stands in for the intake."""
    return SimpleNamespace(
        as_of=date(2026, 1, 31),
        verdict="green",
        fingerprint="f" * 16,
        facts={"key_id": "k1"},
        capabilities={"customers": "", "surveys": "study.yml names no survey table"},
    )


@dataclass
class SmallProject:
    """A project folder with what a test needs to run it."""

    root: Path

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def reports(self, study: str = "tiny") -> Path:
        return self.root / "reports" / study

    def runs(self, study: str = "tiny") -> list[Path]:
        """Published run folders."""
        return sorted(p for p in self.reports(study).glob("[0-9]*") if p.is_dir())

    def drafts(self) -> list[Path]:
        return list(self.root.rglob("*.partial"))

    def study(self, name: str = "tiny") -> Any:
        folder = self.root / "data" / name
        folder.mkdir(parents=True, exist_ok=True)
        title = SimpleNamespace(model_dump=lambda: {"en": "Tiny", "zh": "小"})
        return SimpleNamespace(name=name, folder=folder, title=title)

    def run(
        self,
        *studies: Any,
        prepare: Callable[..., Any] = tables,
        renderer: Callable[[Path, Path], list[Path]] = write_reports,
        parameters: Mapping[str, Value] | None = None,
        cell_seconds: int = 60,
    ) -> tuple[list[Outcome], str]:
        """Outcomes of a run, and what was said meanwhile."""
        request = Request(read_notebooks(self.notebooks), "en", parameters or {}, cell_seconds)
        project = Project(self.root, prepare, renderer, write_index)
        said = io.StringIO()
        given = studies or (self.study(),)
        outcomes = run_studies(given, request, project, progress=Progress(said))
        return outcomes, said.getvalue()
