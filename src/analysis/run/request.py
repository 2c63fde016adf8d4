"""What a run is asked to do, what it works with, and how it ended."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.run.kernels import Kernels
from analysis.run.notebooks import Notebook
from analysis.run.parameters import Value
from analysis.run.progress import Progress
from analysis.run.rendering import (
    IndexRenderer,
    Renderer,
    RenderingPool,
    render_report,
    render_reports_index,
)
from analysis.store import Tables


@dataclass(frozen=True)
class Project:
    """Where things are, and what the runner is given to work with."""

    root: Path
    prepare: Callable[..., Tables]
    renderer: Renderer = render_report
    index_renderer: IndexRenderer = render_reports_index

    @property
    def reports(self) -> Path:
        return self.root / "reports"


@dataclass(frozen=True)
class Request:
    """What was asked for, already checked."""

    notebooks: Sequence[Notebook]
    language: str
    parameters: Mapping[str, Value]
    cell_seconds: int


@dataclass(frozen=True)
class Machinery:
    """What the studies of one command share."""

    kernels: Kernels
    pool: RenderingPool
    progress: Progress


@dataclass(frozen=True)
class Outcome:
    """How the run of one study ended: published reports, an error, or both (an old index)."""

    study: str
    reports: tuple[Path, ...] = ()
    error: AnalysisError | None = None
    failed_folder: Path | None = None
