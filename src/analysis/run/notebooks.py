"""The notebooks of a project: what each needs, which a study's tables allow."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, ParameterError
from analysis.run.parameters import Parameter, check_bounds, read_parameters

PARAMETERS_TAG = "parameters"


@dataclass(frozen=True)
class Notebook:
    """One notebook as the runner sees it; ``needs`` are capabilities of a study's tables.

    ``after`` names notebooks that must have finished before this one starts.
    """

    name: str
    path: Path
    title: str
    parameters: tuple[Parameter, ...]
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    n_code_cells: int = 0


@dataclass(frozen=True)
class Skipped:
    """A notebook that a study's tables do not allow, and why."""

    notebook: Notebook
    reason: str


def read_notebooks(folder: Path) -> list[Notebook]:
    """Every ``NN_name.ipynb`` of ``folder``, each after those it comes ``after``.

    Raises ParameterError listing every fault: a file that is not a notebook, no parameters cell,
    an unknown or circular ``after``.
    """
    notebooks: list[Notebook] = []
    faults: list[str] = []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        try:
            notebooks.append(read_notebook(path))
        except ParameterError as error:
            faults.append(str(error))
    faults += _order_faults(notebooks)
    if faults:
        raise ParameterError("\n".join(faults))
    if not notebooks:
        raise AnalysisError(f"there is no notebook (NN_name.ipynb) in {folder}")
    return _in_order(notebooks)


def read_notebook(path: Path) -> Notebook:
    """One notebook, without executing anything; raises ParameterError naming the file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells: list[dict[str, Any]] = content["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ParameterError(f"{path.name} cannot be read as a notebook") from None
    tagged = [c for c in cells if PARAMETERS_TAG in c.get("metadata", {}).get("tags", ())]
    if len(tagged) != 1:
        raise ParameterError(f"{path.name}: {len(tagged)} cells are tagged parameters, not one")
    parameters = read_parameters(_source(tagged[0]), where=path.name)
    faults = [check_bounds(parameter.name, parameter.default) for parameter in parameters]
    if any(faults):
        raise ParameterError("\n".join(f"{path.name}: default of {f}" for f in faults if f))
    about = content.get("metadata", {}).get("analysis", {})
    return Notebook(
        name=path.stem,
        path=path.resolve(),
        title=_title(cells) or path.stem,
        parameters=parameters,
        needs=tuple(about.get("needs", ())),
        after=tuple(about.get("after", ())),
        n_code_cells=sum(cell.get("cell_type") == "code" for cell in cells),
    )


def choose_notebooks(
    notebooks: Sequence[Notebook], capabilities: Mapping[str, str]
) -> tuple[list[Notebook], list[Skipped]]:
    """The notebooks whose needs are all met, and the others with what they miss.

    ``capabilities`` maps each capability to "" when the tables have it and to the reason when not.
    """
    chosen: list[Notebook] = []
    skipped: list[Skipped] = []
    for notebook in notebooks:
        missing = [
            f"it needs {need}: {capabilities.get(need, 'no table gives it')}"
            for need in notebook.needs
            if capabilities.get(need, "unknown")
        ]
        if missing:
            skipped.append(Skipped(notebook, "; ".join(missing)))
        else:
            chosen.append(notebook)
    return chosen, skipped


def _order_faults(notebooks: Sequence[Notebook]) -> list[str]:
    names = {notebook.name for notebook in notebooks}
    faults = [
        f"{notebook.path.name}: comes after {name}, which does not exist"
        for notebook in notebooks
        for name in notebook.after
        if name not in names
    ]
    try:
        TopologicalSorter({n.name: n.after for n in notebooks}).prepare()
    except CycleError as error:
        faults.append(f"notebooks wait for each other: {' -> '.join(error.args[1])}")
    return faults


def _in_order(notebooks: Sequence[Notebook]) -> list[Notebook]:
    by_name = {notebook.name: notebook for notebook in notebooks}
    order = TopologicalSorter({n.name: n.after for n in notebooks}).static_order()
    return [by_name[name] for name in order]


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            for line in _source(cell).splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    return ""
