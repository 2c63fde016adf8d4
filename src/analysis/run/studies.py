"""Run studies: several at once, each all or nothing, and nothing left behind when stopped."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from analysis.errors import AnalysisError
from analysis.run.failures import disk_full, is_disk_full
from analysis.run.folder import RunFolder, locked, new_run_folder
from analysis.run.kernels import Kernels
from analysis.run.progress import Progress
from analysis.run.rendering import RenderingPool
from analysis.run.request import Machinery, Outcome, Project, Request
from analysis.run.study_run import StudyRun
from analysis.study import Study


def count_cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_studies(
    studies: Sequence[Study], request: Request, project: Project, *, progress: Progress
) -> list[Outcome]:
    """Run every study of ``studies``; one that fails does not stop the others.

    A study's notebooks start as soon as its tables are prepared, as many kernels at once as there
    are cores over all studies. Raises Interrupted when asked to stop; no draft stays behind then.
    """
    with ExitStack() as stack:
        kernels = Kernels(count_cores())
        stack.callback(kernels.close)
        pool = RenderingPool(count_cores(), project.renderer, project.index_renderer)
        stack.callback(pool.close)
        drafts: list[RunFolder] = []
        stack.callback(_discard, drafts)
        threads = stack.enter_context(ThreadPoolExecutor(max(1, len(studies))))
        command = _Command(request, project, Machinery(kernels, pool, progress), threads, drafts)
        try:
            begun = [command.start(study) for study in studies]
            return [each.result() for each in begun]
        except BaseException:
            kernels.stop()
            raise


@dataclass(frozen=True)
class _Command:
    """What is the same for every study of one command."""

    request: Request
    project: Project
    machinery: Machinery
    threads: ThreadPoolExecutor
    drafts: list[RunFolder]

    def start(self, study: Study) -> Future[Outcome]:
        """Lock and prepare ``study`` here, in the thread signals reach; the rest in another."""
        reports = self.project.reports
        with ExitStack() as stack:
            try:
                busy = f"another run of {study.name} is going on; try again when it has ended"
                stack.enter_context(locked(reports / study.name, message=busy))
                now = datetime.now(UTC)
                folder = new_run_folder(reports, study.name, self.request.language, now=now)
                self.drafts.append(folder)
                folder.create()
                run = StudyRun(study, self.request, self.project, self.machinery, folder)
            except (AnalysisError, OSError) as error:
                return _ended(Outcome(study.name, error=_not_begun(error, reports)))
            try:
                tables, chosen, skipped = run.prepare()
            except Exception as error:
                return _ended(run.fail(error))
            finish = partial(run.finish, tables, chosen, skipped)
            return self.threads.submit(_finish, run, finish, stack.pop_all())


def _finish(run: StudyRun, finish: Callable[[], Outcome], held: ExitStack) -> Outcome:
    with held:
        try:
            return finish()
        except Exception as error:
            return run.fail(error)


def _discard(drafts: Sequence[RunFolder]) -> None:
    for draft in drafts:
        draft.discard()


def _ended(outcome: Outcome) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_result(outcome)
    return future


def _not_begun(error: Exception, reports: Path) -> AnalysisError:
    if is_disk_full(error):
        return disk_full(reports)
    if isinstance(error, AnalysisError):
        return error
    return AnalysisError(f"cannot write in {reports}: {error}")
