"""The ``analysis`` command: puts the parts together; holds no statistics."""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.errors import AnalysisError, ParameterError, StudyError, list_faults

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.notebooks import Notebook
    from analysis.run.parameters import Value
    from analysis.run.request import Outcome
    from analysis.study import Study

DEFAULT_CELL_MINUTES = 60


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="customer-lifecycle-study", prog_name="analysis")
def cli() -> None:
    """Customer-lifecycle studies: from a company's records to reports.

    \b
    Exit codes: 0 done, 1 a notebook failed, 2 a parameter or study.yml is wrong, 3 the data
    cannot be used, 4 a model cannot be estimated, 74 the disk is full, 75 busy, try again
    later; 130 and 143 when interrupted.
    """


@cli.command()
@click.argument("studies", nargs=-1, required=True, metavar="STUDY...")
@click.option("--language", default="en", show_default=True, help="Report language: en or zh.")
@click.option(
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A notebook parameter, converted to its declared type; can be given again.",
)
@click.option(
    "--cell-minutes",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_CELL_MINUTES,
    show_default=True,
    help="The longest a single notebook cell may take.",
)
def run(
    studies: tuple[str, ...], language: str, parameters: tuple[str, ...], cell_minutes: float
) -> None:
    """Run the notebooks of each STUDY: a folder's name under data/, or a path.

    Every notebook that the study's tables allow becomes an HTML and a PDF report in
    reports/STUDY/RUN/; reports/STUDY/latest is the last good run.
    """
    checked, notebooks, values = _check(studies, parameters, language)

    # after the check: these take a second or two, and a wrong parameter should not
    from analysis.prepare.intake import prepare_tables
    from analysis.run.interruption import Interrupted, interruptible
    from analysis.run.progress import Progress
    from analysis.run.request import Project, Request
    from analysis.run.studies import run_studies
    from analysis.study import PROJECT_ROOT

    request = Request(notebooks, language, values, max(1, round(cell_minutes * 60)))
    project = Project(PROJECT_ROOT, prepare_tables)
    progress = Progress()
    try:
        with interruptible():
            outcomes = run_studies(checked, request, project, progress=progress)
    except Interrupted as error:
        click.echo(
            "interrupted: what was still running is not published and left nothing behind", err=True
        )
        raise SystemExit(error.exit_code) from None
    finally:
        progress.close()
    raise SystemExit(_tell(outcomes, project.reports))


@cli.command()
@click.argument("name")
def new(name: str) -> None:
    """Write data/NAME/study.yml, a commented template for a new company."""
    from analysis.prepare.study_template import write_template
    from analysis.study import PROJECT_ROOT

    path = write_template(PROJECT_ROOT / "data", name)
    click.echo(f"{_shown(path)} is written: fill it in, then: analysis run {name}")


@cli.command()
@click.argument("study")
@click.option("--run", "run_id", default="latest", show_default=True, help="The run's folder.")
@click.option(
    "--to",
    "path",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, outside the project: readable by you only.",
)
def reidentify(study: str, run_id: str, path: Path) -> None:
    """Write the alert list of STUDY with the company's own customer numbers.

    Needs the key that made the pseudonyms and the raw files. The file is comma-separated; a number
    that would begin a formula has an apostrophe before it.
    """
    from analysis.prepare.reidentification import find_customer_numbers, open_private
    from analysis.report.spreadsheets import ENCODING, write_rows
    from analysis.study import PROJECT_ROOT, load_study

    chosen = load_study(study)
    alerts, key_id = _read_alerts(PROJECT_ROOT / "reports" / chosen.name, run_id)
    numbers = find_customer_numbers(chosen, key_id).reindex(alerts.pop("pseudonym"))
    known = numbers.notna().to_numpy()
    alerts.insert(0, "customer_id", numbers.to_numpy())
    with open_private(path, root=PROJECT_ROOT, encoding=ENCODING) as file:
        write_rows(file, alerts[known])
    click.echo(f"{int(known.sum())} customers written to {path}")
    if not known.all():
        click.echo(f"{int((~known).sum())} of the list are not in the raw files", err=True)


def _read_alerts(folder: Path, run_id: str) -> tuple["pd.DataFrame", str | None]:
    """The alert list of a run, all as text, and what tells its key; raises ParameterError."""
    import json

    import pandas as pd

    run = folder / run_id
    if Path(run_id).name != run_id or not run.is_dir():
        known = sorted(path.name for path in folder.glob("*") if (path / "manifest.json").exists())
        raise ParameterError(
            f"there is no run {run_id!r} in {_shown(folder)}; runs: {', '.join(known) or 'none'}"
        )
    if not (run / "actions" / "alerts.csv").exists():
        raise ParameterError(
            f"run {run_id} holds no alert list: it was withheld, or early warning did not run"
        )
    alerts = pd.read_csv(
        run / "actions" / "alerts.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig"
    )
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    return alerts, manifest.get("inputs", {}).get("key_id")


def _check(
    names: Sequence[str], given: Sequence[str], language: str
) -> tuple[list["Study"], list["Notebook"], dict[str, "Value"]]:
    """Studies, notebooks and parameter values; raises with every fault of all of them."""
    from analysis.run.notebooks import read_notebooks
    from analysis.run.parameters import check_parameters
    from analysis.study import PROJECT_ROOT

    studies, faults = _load_studies(names)
    notebooks = read_notebooks(PROJECT_ROOT / "notebooks")
    values: dict[str, Value] = {}
    try:
        declared = [each for notebook in notebooks for each in notebook.parameters]
        values = check_parameters(declared, given, language=language)
    except ParameterError as error:
        faults.append(list_faults("the parameters are wrong:", str(error).splitlines()))
    if faults:
        raise ParameterError("\n".join(faults))
    return studies, notebooks, values


def _load_studies(names: Sequence[str]) -> tuple[list["Study"], list[str]]:
    """Each study once, and the faults of all that cannot be loaded."""
    from analysis.study import load_study

    studies: dict[str, Study] = {}
    faults: list[str] = []
    for name in names:
        try:
            study = load_study(name)
        except StudyError as error:
            faults.append(str(error))
            continue
        if studies.setdefault(study.name, study).folder != study.folder:
            faults.append(f"two studies are called {study.name}; run them one after the other")
    return list(studies.values()), faults


def _tell(outcomes: Sequence["Outcome"], reports: Path) -> int:
    """Say where the reports are and what failed; the exit code of the first failure, or 0."""
    for outcome in outcomes:
        if outcome.error is not None:
            click.echo(f"error: {outcome.study}: {outcome.error}", err=True)
        if outcome.failed_folder is not None:
            click.echo(f"  what it left, with its log: {_shown(outcome.failed_folder)}", err=True)
    for outcome in outcomes:
        for path in outcome.reports:
            click.echo(_shown(path))
    if any(outcome.reports for outcome in outcomes):
        click.echo(_shown(reports / "index.html"))
    return next((each.error.exit_code for each in outcomes if each.error is not None), 0)


def _shown(path: Path) -> str:
    """``path`` as short as it can be from where the user is."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def main() -> None:
    """Run the command; whatever happens, the user sees a message and never a traceback."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except AnalysisError as error:
        click.echo(f"error: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        log = _write_log()
        click.echo(
            f"error: unexpected {type(error).__name__}: {error}\n"
            f"  this is a fault of the program; please report it with {log}",
            err=True,
        )
        raise SystemExit(1) from None


def _write_log() -> str:
    try:
        handle, path = tempfile.mkstemp(prefix="analysis-error-", suffix=".log")
        with os.fdopen(handle, "w") as file:
            file.write(traceback.format_exc())
    except OSError:
        return "this:\n" + traceback.format_exc(limit=-1)
    return path
