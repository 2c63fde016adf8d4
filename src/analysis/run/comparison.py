"""Which published runs a notebook looks back at: for its parameters before, and the manifest after.

The notebook chooses from the folder it is given, and so does the manifest, by the same rule. The
study is locked, so nothing is published into the folder meanwhile.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.archive import find_earlier_run, list_remembered
from analysis.run.notebooks import Notebook
from analysis.run.parameters import Value
from analysis.store import Tables

EARLIER_RUNS = "earlier_runs"  # the parameter of a notebook that looks back
_REMEMBERS = "landmarks"  # needed by the notebook that keeps predictions


def describe_earlier(
    notebook: Notebook, parameters: Mapping[str, Value], folder: Path, tables: Tables
) -> dict[str, Any]:
    """What the manifest says of ``notebook``: ``compared_with``, a run's id or None, and
    ``remembered``, the ids of the runs whose predictions it judged. Empty for a notebook that does
    not look back."""
    if all(each.name != EARLIER_RUNS for each in notebook.parameters):
        return {}
    earlier = find_earlier_run(
        folder,
        notebook.name,
        as_of=tables.as_of,
        fingerprint=tables.fingerprint,
        parameters=parameters,
    )
    found = earlier.run.run_id if earlier.state == "found" and earlier.run else None
    described: dict[str, Any] = {"compared_with": found}
    if _REMEMBERS in notebook.needs:
        key_id = str(tables.facts.get("key_id") or "")
        kept = list_remembered(folder, as_of=tables.as_of, key_id=key_id)
        described["remembered"] = [run.run_id for run in kept]
    return described
