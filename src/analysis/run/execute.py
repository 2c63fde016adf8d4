"""Execute one notebook with papermill, and believe only its own end mark."""

import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from analysis.errors import AnalysisError
from analysis.run.failures import NotebookError, cell_failure, disk_full, is_disk_full
from analysis.run.interruption import Interrupted
from analysis.run.kernels import Kernels, RunKernelManager
from analysis.run.notebooks import Notebook
from analysis.run.parameters import Value

_START_SECONDS = 300  # a cold disk and a busy machine start a kernel slowly
# what these say of a kernel that died or was stopped is said better by what is raised
_NOISY = ("papermill", "asyncio", "traitlets")


@dataclass(frozen=True)
class Execution:
    """What to execute: ``parameters`` go into ``notebook``, the result into ``output``.

    ``forget`` maps paths of this machine to what stands for them in the executed notebook.
    """

    notebook: Notebook
    parameters: Mapping[str, Value]
    output: Path
    cell_seconds: int
    forget: Mapping[str, str]


def execute(
    task: Execution,
    kernels: Kernels,
    *,
    on_start: Callable[[], None],
    on_cell: Callable[[], None],
    log: Callable[[str], None],
) -> float:
    """Execute ``task`` in a kernel of this environment; the seconds it took.

    Raises the AnalysisError a cell raised; NotebookError when a cell raised anything else, took
    longer than ``cell_seconds``, killed the kernel or ended the notebook early; DiskFullError;
    Interrupted when the kernels were stopped.
    """
    with kernels.slot():
        on_start()
        started = time.monotonic()
        try:
            with kernels.kernel() as (manager, output):
                try:
                    _run_papermill(task, manager, on_cell)
                finally:
                    _log_output(output, log)
        except (AnalysisError, Interrupted):
            raise
        except Exception as error:
            kernels.check()
            raise _explain(error, task) from error
    if not reached_end(task.output):
        raise NotebookError(
            f"{task.notebook.name} ended early, {_last_cell(task.output)}: its last cell, "
            "report.finish(...), did not run"
        )
    forget_paths(task.output, task.forget)
    return time.monotonic() - started


def _run_papermill(task: Execution, manager: RunKernelManager, on_cell: Callable[[], None]) -> None:
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    papermill.execute_notebook(
        _no_format(task.notebook.path),
        _no_format(task.output),
        parameters=dict(task.parameters),
        kernel_name="python3",
        language="python",
        progress_bar=False,
        start_timeout=_START_SECONDS,
        execution_timeout=task.cell_seconds,
        km=manager,
        resources={"metadata": {"path": str(task.notebook.path.parent)}},
        on_cell_complete=lambda cell, cell_index: on_cell(),
    )


def _no_format(path: Path) -> str:
    """papermill takes braces in a path for places to fill in."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _explain(error: Exception, task: Execution) -> AnalysisError:
    name = task.notebook.name
    if is_disk_full(error):
        return disk_full(task.output.parent)
    if isinstance(error, papermill.PapermillExecutionError):
        return cell_failure(
            name=error.ename,
            value=error.evalue,
            traceback=error.traceback,
            where=f"{name}, cell [{error.exec_count}]",
            folder=task.output.parent,
        )
    if isinstance(error, CellTimeoutError):
        return NotebookError(
            f"{name}: a cell took longer than {task.cell_seconds / 60:g} minutes and was stopped; "
            "allow more with --cell-minutes"
        )
    if isinstance(error, DeadKernelError):
        return NotebookError(
            f"{name}: its process was killed {_last_cell(task.output)}; most often the "
            "machine was out of memory"
        )
    return NotebookError(f"{name} could not be executed: {type(error).__name__}: {error}")


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8"))["cells"])
    except (OSError, ValueError, KeyError):
        return []


def reached_end(path: Path) -> bool:
    """Whether the executed notebook holds the mark its last cell leaves."""
    outputs = (output for cell in _cells(path) for output in cell.get("outputs", ()))
    return any(o.get("metadata", {}).get("analysis", {}).get("end") is True for o in outputs)


def _last_cell(path: Path) -> str:
    numbers = [cell.get("execution_count") or 0 for cell in _cells(path)]
    last = max(numbers, default=0)
    return f"after cell [{last}]" if last else "before its first cell ended"


def _log_output(output: Path, log: Callable[[str], None]) -> None:
    text = output.read_text(encoding="utf-8", errors="replace").strip()
    if text:
        log(f"the kernel's process wrote:\n{text[-10_000:]}")


def forget_paths(path: Path, forget: Mapping[str, str]) -> None:
    """Replace paths of this machine in the notebook at ``path``, longest first.

    Only whole paths: followed by a separator or a quote, not in the middle of a longer one.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    papermill_notes = content.get("metadata", {}).get("papermill", {})
    for key in ("input_path", "output_path"):
        if key in papermill_notes:
            papermill_notes[key] = Path(papermill_notes[key]).name
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    for old, new in _longest_first(forget):
        pattern = rf"(?<![\w.-]){re.escape(_in_json(old))}(?=[/\"'\\\s:]|$)"
        text = re.sub(pattern, _in_json(new).replace("\\", r"\\"), text)
    path.write_text(text + "\n", encoding="utf-8")


def _longest_first(forget: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return sorted(forget.items(), key=lambda item: -len(item[0]))


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
