"""The run of one study: its tables, its notebooks, its reports, all or nothing."""

import sys
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from analysis.errors import AnalysisError, DataError, DiskFullError
from analysis.run.comparison import EARLIER_RUNS, describe_earlier
from analysis.run.execute import Execution, execute
from analysis.run.failures import disk_full, is_disk_full
from analysis.run.folder import LOG, MANIFEST, RunFolder, locked, write_atomically
from analysis.run.manifest import build_manifest, to_json
from analysis.run.notebooks import Notebook, Skipped, choose_notebooks
from analysis.run.parameters import Value
from analysis.run.progress import Reporter
from analysis.run.rendering import RenderingError
from analysis.run.request import Machinery, Outcome, Project, Request
from analysis.store import Tables
from analysis.study import Study

_PLACES = ("study", "output_dir", EARLIER_RUNS)  # parameters that are paths of this machine
RENDERING_STEPS = 3  # a rendering counts as much as a few cells on the progress bar


class UnexpectedError(AnalysisError):
    """A fault of ours; the log holds the traceback."""


class NotRun(AnalysisError):
    """A notebook that was not started because another failed."""


@dataclass
class StudyRun:
    """One study on its way from tables to published reports. The study is locked meanwhile."""

    study: Study
    request: Request
    project: Project
    machinery: Machinery
    folder: RunFolder
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        log = self.folder.draft / LOG
        self.reporter = Reporter(self.machinery.progress, self.study.name, log)

    def prepare(self) -> tuple[Tables, list[Notebook], list[Skipped]]:
        """The study's tables and what they allow; raises DataError when that is nothing."""
        tables = self.project.prepare(self.study, progress=self.reporter.say)
        self.reporter.say(f"tables are ready, as of {tables.as_of}; verdict {tables.verdict}")
        chosen, skipped = choose_notebooks(self.request.notebooks, tables.capabilities)
        for each in skipped:
            self.reporter.say(f"{each.notebook.name} is skipped: {each.reason}")
        if not chosen:
            raise DataError("no notebook can run on these tables:\n" + _reasons(skipped))
        steps = sum(each.n_code_cells + 1 + RENDERING_STEPS for each in chosen)
        self.machinery.progress.expect(steps)
        return tables, chosen, skipped

    def finish(
        self, tables: Tables, chosen: Sequence[Notebook], skipped: Sequence[Skipped]
    ) -> Outcome:
        """Execute and render the chosen notebooks and publish the run."""
        self.machinery.pool.warm()
        done = self._run_notebooks(chosen)
        for entry, notebook in zip(done, chosen, strict=True):
            entry.update(self._describe_earlier(notebook, tables))
        entries = [*done, *(_skipped_entry(each) for each in skipped)]
        entries.sort(key=lambda entry: str(entry["name"]))
        manifest = build_manifest(
            run=self._describe(tables, entries),
            root=self.project.root,
            draft=self.folder.draft,
            started=self.started,
        )
        (self.folder.draft / MANIFEST).write_text(to_json(manifest), encoding="utf-8")
        self.reporter.log("publishing")
        self.folder.publish(_promised(chosen))
        self.machinery.progress.say(self.study.name, f"published as {self.folder.run_id}")
        names = [str(entry[kind]) for entry in done for kind in ("html", "pdf")]
        reports = tuple(self.folder.final / name for name in sorted(names))
        return Outcome(self.study.name, reports, self._render_index())

    def fail(self, error: Exception) -> Outcome:
        """Keep what a failed run left, and say why it failed; published runs stay as they are."""
        explained = self._explain(error)
        folder = None
        if isinstance(explained, DiskFullError):
            self.folder.discard()  # it may be what filled the disk
        elif self.folder.draft.exists():
            try:
                self.reporter.log(f"failed: {explained}")
                folder = self.folder.keep_failed()
            except OSError:
                self.folder.discard()
        return Outcome(self.study.name, error=explained, failed_folder=folder)

    def _explain(self, error: Exception) -> AnalysisError:
        if is_disk_full(error) and not isinstance(error, DiskFullError):
            return disk_full(self.folder.study_folder)
        if isinstance(error, AnalysisError):
            return error
        self.reporter.log("".join(traceback.format_exception(error)))
        return UnexpectedError(
            f"unexpected {type(error).__name__}: {error}; this is a fault of the program, please "
            "report it with the log"
        )

    def _run_notebooks(self, chosen: Sequence[Notebook]) -> list[dict[str, Any]]:
        """Each notebook as soon as those it comes after have ended well; all faults at once."""
        futures: dict[str, Future[dict[str, Any]]] = {}
        with ThreadPoolExecutor(len(chosen)) as threads:
            for notebook in chosen:
                before = [futures[name] for name in notebook.after if name in futures]
                futures[notebook.name] = threads.submit(self._run_notebook, notebook, before)
        errors = [error for _, each in sorted(futures.items()) if (error := each.exception())]
        for error in errors:
            if isinstance(error, RenderingError):
                self.reporter.log(error.details)
        if errors:
            raise _joined(errors)
        return [each.result() for each in futures.values()]

    def _run_notebook(
        self, notebook: Notebook, before: Sequence[Future[dict[str, Any]]]
    ) -> dict[str, Any]:
        if any(each.exception() for each in before):
            raise NotRun(f"{notebook.name} was not run, as one it comes after failed")
        name, draft = notebook.name, self.folder.draft
        parameters = self._parameters(notebook)
        task = Execution(
            notebook, parameters, draft / f"{name}.ipynb", self.request.cell_seconds, self._forget()
        )
        seconds = execute(
            task,
            self.machinery.kernels,
            on_start=partial(self.reporter.say, f"{name} starts"),
            on_cell=self.machinery.progress.advance,
            log=lambda text: self.reporter.log(f"{name}: {text}"),
        )
        self.machinery.kernels.check()
        self.reporter.say(f"{name} is executed ({seconds:.0f} s), rendering")
        html, pdf = self.machinery.pool.render(task.output, draft)
        for _ in range(RENDERING_STEPS):
            self.machinery.progress.advance()
        self.reporter.say(f"{name} is rendered")
        return {
            "name": name,
            "title": notebook.title,
            "status": "done",
            "reason": "",
            "seconds": round(seconds, 1),
            "html": html.name,
            "pdf": pdf.name,
            "parameters": {k: v for k, v in parameters.items() if k not in _PLACES},
        }

    def _describe_earlier(self, notebook: Notebook, tables: Tables) -> dict[str, Any]:
        folder = self.folder.study_folder
        return describe_earlier(notebook, self._parameters(notebook), folder, tables)

    def _parameters(self, notebook: Notebook) -> dict[str, Value]:
        """Every parameter the notebook declares: as set by the run, as given, or its default."""
        ours: dict[str, Value] = {
            "study": self._study_argument(),
            "language": self.request.language,
            "output_dir": str(self.folder.draft),
            EARLIER_RUNS: str(self.folder.study_folder),
        }
        return {
            each.name: ours.get(each.name, self.request.parameters.get(each.name, each.default))
            for each in notebook.parameters
        }

    def _study_argument(self) -> str:
        bundled = self.project.root / "data" / self.study.name
        inside = bundled.resolve() == self.study.folder.resolve()
        return self.study.name if inside else str(self.study.folder)

    def _forget(self) -> dict[str, str]:
        return {
            str(self.folder.draft): "",
            str(self.study.folder): self.study.name,
            str(self.project.root): ".",
            sys.prefix: "python",
        }

    def _describe(self, tables: Tables, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        seeds = {each.get("parameters", {}).get("seed") for each in entries} - {None}
        return {
            "study": self.study.name,
            "title": self.study.title.model_dump(),
            "run_id": self.folder.run_id,
            "as_of": tables.as_of.isoformat(),
            "language": self.request.language,
            "parameters": dict(self.request.parameters),
            "seed": seeds.pop() if len(seeds) == 1 else None,
            "inputs": {"fingerprint": tables.fingerprint, "key_id": tables.facts.get("key_id")},
            "verdict": tables.verdict,
            "notebooks": list(entries),
        }

    def _render_index(self) -> AnalysisError | None:
        """Renew the list of all runs; what kept it from it, as the run is published by now."""
        reports = self.project.reports
        try:
            with locked(reports):
                text = self.machinery.pool.render_index(reports, self.request.language)
                write_atomically(reports / "index.html", text)
        except (AnalysisError, OSError) as error:
            kind = DiskFullError if is_disk_full(error) else UnexpectedError
            return kind(f"published, but {reports / 'index.html'} could not be renewed: {error}")
        return None


def _joined(errors: Sequence[BaseException]) -> BaseException:
    """One error for all notebooks: the first, saying what the others say too."""
    for error in errors:
        if not isinstance(error, AnalysisError) or isinstance(error, DiskFullError):
            return error
    if len(errors) == 1:
        return errors[0]
    return type(errors[0])("\n".join(str(error) for error in errors))


def _promised(chosen: Sequence[Notebook]) -> list[str]:
    kinds = ("{}.html", "{}.pdf", "{}.ipynb", "estimates/{}.parquet")
    files = [kind.format(notebook.name) for notebook in chosen for kind in kinds]
    return [*files, MANIFEST, LOG]


def _skipped_entry(skipped: Skipped) -> dict[str, Any]:
    notebook = skipped.notebook
    return {
        "name": notebook.name,
        "title": notebook.title,
        "status": "skipped",
        "reason": skipped.reason,
    }


def _reasons(skipped: Sequence[Skipped]) -> str:
    return "\n".join(f"  - {each.notebook.name}: {each.reason}" for each in skipped)
