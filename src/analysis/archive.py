"""Published runs as tables, read only: what an earlier run estimated and predicted.

Nothing here trusts a run folder: one that is not whole, or was changed after it was published, is
no run to compare with, and never stops the run of today.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analysis.errors import DataError
from analysis.results import ESTIMATE_COLUMNS

MANIFEST = "manifest.json"
PREDICTIONS_FILE = "actions/predictions.parquet"
PROFILE_FILE = "actions/profile.parquet"
# What changes how estimates are told, or which random numbers they took, and not what is estimated.
NOT_COMPARED = ("study", "language", "output_dir", "earlier_runs", "seed", "confidence_level")
PREDICTION_COLUMNS: dict[str, str] = {
    "customer_id": "string",  # pseudonym
    "day": "int32",  # the landmark: days since 1970-01-01, or of tenure
    "as_of": "datetime64[s]",
    "horizon": "int32",  # days
    "risk": "float64",
    "conf_low": "float64",
    "conf_high": "float64",
    "open": "bool",  # whether the loss could happen within the horizon at all
    "alerted": "bool",
    "holdout": "bool",  # never contacted, so that the effect of contacting can be learnt
}
PROFILE_COLUMNS: dict[str, str] = {
    "feature": "string",
    "bin": "string",  # a category, or the number of the bin; "missing"
    "lower": "float64",  # above this; missing for a category
    "upper": "float64",  # up to this
    "count": "int64",
    "n": "int64",  # customers the feature was counted for
}
State = Literal["found", "none", "same_data", "off"]


@dataclass(frozen=True)
class PublishedRun:
    """One published run, by its manifest; ``notebooks`` maps those done to their parameters."""

    folder: Path
    run_id: str
    as_of: date
    started: datetime
    language: str
    fingerprint: str
    key_id: str
    verdict: str
    notebooks: Mapping[str, Mapping[str, Any]] = field(repr=False)
    outputs: Mapping[str, str] = field(repr=False)  # sha256 by path in the folder

    def holds(self, name: str) -> bool:
        """Whether the file ``name`` is there as it was published."""
        path = self.folder / name
        if name not in self.outputs or not path.is_file():
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.outputs[name]


@dataclass(frozen=True)
class Earlier:
    """The run to compare with and what it estimated, or why there is none.

    ``same_data``: there are earlier runs, all of the very data of today, ``run`` the newest of
    them; ``off``: nothing is to be compared. ``estimates`` have ``results.ESTIMATE_COLUMNS``.
    """

    state: State
    run: PublishedRun | None = None
    estimates: pd.DataFrame = field(default_factory=lambda: _empty(ESTIMATE_COLUMNS), repr=False)


def list_runs(folder: Path | str) -> list[PublishedRun]:
    """The published runs in the reports folder of one study, newest first.

    Runs in the making (hidden), failed ones and ``latest`` are left out, and so is a folder whose
    manifest cannot be read. A folder that does not exist, or "", holds none.
    """
    root = Path(folder) if folder else None
    if root is None or not root.is_dir():
        return []
    runs = [run for path in _run_folders(root) if (run := _read_run(path)) is not None]
    return sorted(runs, key=lambda run: (run.started, run.run_id), reverse=True)


def find_earlier_run(
    folder: Path | str,
    notebook: str,
    *,
    as_of: date,
    fingerprint: str,
    parameters: Mapping[str, Any],
) -> Earlier:
    """The newest run of other data than ``fingerprint`` whose ``notebook`` can be compared.

    It must not be of a later day than ``as_of``, have run ``notebook`` with the same
    ``parameters`` (``NOT_COMPARED`` aside), and hold its estimates as they were published. An
    empty ``folder`` compares with none.
    """
    if not folder:
        return Earlier("off")
    asked = {name: value for name, value in parameters.items() if name not in NOT_COMPARED}
    same: PublishedRun | None = None
    for run in list_runs(folder):
        if run.as_of > as_of or not _ran_alike(run, notebook, asked):
            continue
        try:
            estimates = load_estimates(run, notebook)
        except DataError:  # damaged, or changed since: no run to compare with
            continue
        if run.fingerprint != fingerprint:
            return Earlier("found", run, estimates)
        same = same or run
    return Earlier("same_data", same) if same else Earlier("none")


def list_remembered(folder: Path | str, *, as_of: date, key_id: str) -> list[PublishedRun]:
    """Runs whose predictions can be judged by what then happened, oldest first.

    Of the runs with predictions of an earlier day than ``as_of``, the newest of each day: the list
    that stood last. Runs whose pseudonyms another key made are left out, as nobody in them can be
    found again.
    """
    newest: dict[date, PublishedRun] = {}
    for run in list_runs(folder):
        alike = run.as_of < as_of and run.key_id == key_id
        if alike and run.as_of not in newest and run.holds(PREDICTIONS_FILE):
            newest[run.as_of] = run
    return [newest[day] for day in sorted(newest)]


def load_estimates(run: PublishedRun, notebook: str) -> pd.DataFrame:
    """What ``notebook`` recorded in ``run``, in the columns of ``results.ESTIMATE_COLUMNS``.

    A missing confidence level is the one the notebook was run with. Raises DataError when the
    file is not there or not what was published.
    """
    frame = _load(run, _estimates_file(notebook), ESTIMATE_COLUMNS)
    level = run.notebooks.get(notebook, {}).get("confidence_level")
    if isinstance(level, float):
        frame["conf_level"] = frame["conf_level"].fillna(level)
    return frame


def load_predictions(runs: Sequence[PublishedRun]) -> pd.DataFrame:
    """The risks ``runs`` gave: ``run`` (its id) and ``PREDICTION_COLUMNS``, one row per customer
    and run. A file that cannot be read is passed over."""
    return _load_all(runs, PREDICTIONS_FILE, PREDICTION_COLUMNS)


def load_recorded(runs: Sequence[PublishedRun], notebook: str, analysis: str) -> pd.DataFrame:
    """What ``notebook`` recorded of ``analysis`` in ``runs``: ``run`` (its id) and
    ``results.ESTIMATE_COLUMNS``. A file that cannot be read is passed over."""
    rows = _load_all(runs, _estimates_file(notebook), ESTIMATE_COLUMNS)
    return rows[rows["analysis"] == analysis].reset_index(drop=True)


def load_profile(runs: Sequence[PublishedRun]) -> pd.DataFrame:
    """The distribution of features in the last of ``runs`` that kept one: ``run`` (its id),
    ``as_of`` and ``PROFILE_COLUMNS``; no rows when none did."""
    for run in reversed(runs):
        profile = _load_all([run], PROFILE_FILE, PROFILE_COLUMNS)
        if len(profile):
            return profile.assign(as_of=pd.Timestamp(run.as_of))
    return _load_all([], PROFILE_FILE, PROFILE_COLUMNS).assign(
        as_of=pd.Series(dtype="datetime64[s]")
    )


def _load_all(runs: Sequence[PublishedRun], name: str, columns: Mapping[str, str]) -> pd.DataFrame:
    parts = [_empty(columns).assign(run=pd.Series(dtype="string"))]
    for run in runs:
        with suppress(DataError):
            parts.append(_load(run, name, columns).assign(run=run.run_id))
    together = pd.concat(parts[1:] or parts, ignore_index=True)
    return together[["run", *columns]]


def _load(run: PublishedRun, name: str, columns: Mapping[str, str]) -> pd.DataFrame:
    path = run.folder / name
    remedy = "delete the run folder, or run without earlier runs (earlier_runs empty)"
    if not run.holds(name):
        raise DataError(f"{path} is missing or was changed after it was published; {remedy}")
    try:
        frame = pd.read_parquet(path)
        return frame[list(columns)].astype(dict(columns))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} does not hold what it should ({error}); {remedy}") from None


def _empty(columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns)).astype(dict(columns))


def _estimates_file(notebook: str) -> str:
    return f"estimates/{notebook}.parquet"


def _ran_alike(run: PublishedRun, notebook: str, asked: Mapping[str, Any]) -> bool:
    then = run.notebooks.get(notebook)
    return then is not None and all(then.get(name) == value for name, value in asked.items())


def _run_folders(root: Path) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if not path.name.startswith(".") and path.is_dir() and not path.is_symlink():
            yield path


def _read_run(folder: Path) -> PublishedRun | None:
    """None where the manifest is not one; RecursionError is JSON nested beyond reason."""
    try:
        values = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        started = datetime.fromisoformat(values["started"])
        done = [each for each in values["notebooks"] if each["status"] == "done"]
        return PublishedRun(
            folder=folder,
            run_id=str(values["run_id"]),
            as_of=date.fromisoformat(values["as_of"]),
            started=started if started.tzinfo else started.replace(tzinfo=UTC),
            language=str(values["language"]),
            fingerprint=str(values["inputs"]["fingerprint"]),
            key_id=str(values["inputs"].get("key_id") or ""),
            verdict=str(values["verdict"]),
            notebooks={str(each["name"]): dict(each.get("parameters") or {}) for each in done},
            outputs={str(name): str(digest) for name, digest in values["outputs"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
