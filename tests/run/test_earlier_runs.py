"""A run looks back at the runs of its study, says so in its manifest, and leaves no path behind."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_project import END, SmallProject, tables, write_notebook

from analysis.archive import NOT_COMPARED
from analysis.errors import ParameterError
from analysis.run.notebooks import read_notebooks
from analysis.run.parameters import check_parameters

ROOT = Path(__file__).parents[2]
LOOKS_BACK = read_notebooks(ROOT / "notebooks")
RECORD = """\
import pandas as pd
from pathlib import Path
from analysis.archive import find_earlier_run
from analysis.results import as_estimates
import datetime

found = find_earlier_run(
    earlier_runs, "03_small", as_of=datetime.date(2026, 1, 31), fingerprint=output_dir,
    parameters={"horizon": horizon},
)
print("compared with", found.run.run_id if found.run else found.state)
print("looked in", earlier_runs)
frame = as_estimates(pd.DataFrame({"term": ["x"], "estimate": [1.0]}), analysis="small")
(Path(output_dir) / "estimates").mkdir(exist_ok=True)
frame.to_parquet(Path(output_dir) / "estimates" / "03_small.parquet", index=False)
"""


def prepare_as(fingerprint: str) -> Callable[..., Any]:
    """The intake of a small project, of other data for another ``fingerprint``."""

    def prepare(study: Any, *, progress: Callable[[str], None] | None = None) -> Any:
        prepared = tables(study)
        prepared.fingerprint = fingerprint
        return prepared

    return prepare


def entry_of(run: Path) -> dict[str, Any]:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return manifest["notebooks"][0]


def test_a_run_names_the_run_it_was_compared_with(small_project: SmallProject) -> None:
    path = write_notebook(small_project.notebooks, "03_small", RECORD, END, complete=False)
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"][1]["source"] += 'earlier_runs: str = ""  # x\nhorizon: int = 90  # y\n'
    path.write_text(json.dumps(book), encoding="utf-8")
    for fingerprint in ("one", "two"):
        outcomes, _ = small_project.run(prepare=prepare_as(fingerprint))
        assert outcomes[0].error is None
    first, second = small_project.runs()
    assert entry_of(first)["compared_with"] is None
    assert entry_of(second)["compared_with"] == first.name
    assert "remembered" not in entry_of(second)
    assert "earlier_runs" not in entry_of(second)["parameters"]
    executed = (second / "03_small.ipynb").read_text(encoding="utf-8")
    assert f"compared with {first.name}" in executed
    assert str(small_project.root) not in executed


def test_the_folder_of_earlier_runs_is_not_the_users_to_set() -> None:
    declared = [each for book in LOOKS_BACK for each in book.parameters]
    with pytest.raises(ParameterError, match=r"earlier_runs: cannot be set with -p; a run looks"):
        check_parameters(declared, ["earlier_runs=/tmp"], language="en")


@pytest.mark.parametrize("name", [book.name for book in LOOKS_BACK])
def test_a_notebook_compares_runs_of_its_own_parameters(name: str) -> None:
    """The manifest finds the run by all parameters; the notebook must ask by the same ones."""
    book = next(each for each in LOOKS_BACK if each.name == name)
    source = json.loads(book.path.read_text(encoding="utf-8"))
    cells = [c for c in source["cells"] if c["cell_type"] == "code"]
    trees = [ast.parse("".join(cell["source"])) for cell in cells]
    calls = [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "find_earlier_run"
    ]
    assert len(calls) == 1
    assert ast.literal_eval(calls[0].args[1]) == name
    given = next(each.value for each in calls[0].keywords if each.arg == "parameters")
    assert isinstance(given, ast.Dict)
    asked = {ast.literal_eval(key) for key in given.keys if key is not None}
    assert asked == {each.name for each in book.parameters} - set(NOT_COMPARED)
    assert [ast.unparse(value) for value in given.values] == [
        ast.literal_eval(key) for key in given.keys if key is not None
    ]
