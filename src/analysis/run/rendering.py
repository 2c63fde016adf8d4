"""Render executed notebooks in warm processes of their own, beside the kernels."""

import multiprocessing
import signal
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

from analysis.errors import AnalysisError
from analysis.run.failures import is_disk_full

Renderer = Callable[[Path, Path], list[Path]]
IndexRenderer = Callable[[Path, str], str]
Result = TypeVar("Result")


def render_report(notebook: Path, folder: Path) -> list[Path]:
    """The HTML and the PDF of an executed notebook, written into ``folder``."""
    from analysis.report.publishing import render_notebook  # noqa: PLC0415 (not here: there)

    return render_notebook(notebook, folder)


def render_reports_index(reports: Path, language: str) -> str:
    """The HTML of ``reports/index.html``: every published run of every study."""
    from analysis.report.index import render_index  # noqa: PLC0415 (not here: there)

    return render_index(reports, language)


class RenderingError(AnalysisError):
    """A report could not be rendered; ``details`` is for the log."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message, details)
        self.details = details

    def __str__(self) -> str:
        return str(self.args[0])


class RenderingPool:
    """``n_workers`` processes that have imported what rendering needs before it is needed."""

    def __init__(
        self,
        n_workers: int,
        renderer: Renderer = render_report,
        index_renderer: IndexRenderer = render_reports_index,
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["analysis.report.publishing"])
        self._renderer = renderer
        self._index_renderer = index_renderer
        self._pool = ProcessPoolExecutor(
            n_workers, mp_context=context, initializer=_leave_interrupts_to_the_parent
        )

    def warm(self) -> None:
        """Start the processes; they import meanwhile what rendering needs."""
        self._pool.submit(_do_nothing)

    def render(self, notebook: Path, folder: Path) -> list[Path]:
        """Render and wait; raises RenderingError, DiskFullError or what the renderer raised."""
        return self._wait(notebook.stem, self._pool.submit(self._renderer, notebook, folder))

    def render_index(self, reports: Path, language: str) -> str:
        """The HTML of the index of ``reports``; raises like ``render``."""
        return self._wait("index", self._pool.submit(self._index_renderer, reports, language))

    def _wait(self, name: str, future: Future[Result]) -> Result:
        try:
            return future.result()
        except AnalysisError:
            raise
        except BrokenProcessPool:
            reason = "its process was killed; most often the machine was out of memory"
            raise RenderingError(f"{name} could not be rendered: {reason}") from None
        except Exception as error:
            if is_disk_full(error):
                raise
            message = f"{name} could not be rendered: {type(error).__name__}: {error}"
            details = "".join(traceback.format_exception(error))
            raise RenderingError(message, details) from error

    def close(self) -> None:
        """Let what is being rendered finish and end the processes."""
        self._pool.shutdown(cancel_futures=True)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do_nothing() -> None:
    return None
