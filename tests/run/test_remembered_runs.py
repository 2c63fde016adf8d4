"""A simulated company warns on two days and judges itself a year on, by what then happened."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from published_runs import publish
from sklearn.linear_model import LogisticRegression
from truncated_company import simulate_records, write_known

from analysis.archive import PREDICTIONS_FILE, list_remembered, load_predictions
from analysis.estimate.early_warning.holdout import assign_holdout
from analysis.estimate.early_warning.memory import Memory, score_memory
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmarks import build_landmarks
from analysis.prepare.warning_outcomes import observe_outcomes
from analysis.report.kept_predictions import write_predictions
from analysis.run.notebooks import read_notebooks
from analysis.run.progress import Progress
from analysis.run.request import Project, Request
from analysis.run.studies import run_studies
from analysis.store import Tables
from analysis.study import PROJECT_ROOT, Study

HORIZON = 180
DAYS = (date(2023, 12, 31), date(2024, 6, 30), date(2024, 12, 31))
FEATURES = ["days_since_purchase", "n_purchases_last_year", "silence_left"]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulate_records(tmp_path_factory.mktemp("records"))


def predict(tables: Tables, study: Study) -> pd.DataFrame:
    """A risk for everybody there today, by a model that learnt from months whose end was known."""
    landmarks = build_landmarks(tables, study)
    landmarks = landmarks[landmarks["silence_left"] <= HORIZON]
    known = landmarks[landmarks[f"left_{HORIZON}"].notna()]
    model = LogisticRegression(max_iter=500).fit(
        known[FEATURES].fillna(0), known[f"left_{HORIZON}"].astype(bool)
    )
    today = landmarks[landmarks["day"] == landmarks["day"].max()]
    risk = model.predict_proba(today[FEATURES].fillna(0))[:, 1]
    return today[["customer_id", "day"]].assign(
        as_of=pd.Timestamp(tables.as_of),
        horizon=HORIZON,
        risk=risk,
        conf_low=risk,
        conf_high=risk,
        open=True,
        alerted=risk >= np.quantile(risk, 0.7),
        holdout=assign_holdout(today["customer_id"].astype(str), study.name, 0.2),
    )


def run_until(records: Path, folder: Path, day: date) -> tuple[Tables, Study]:
    """The company as of ``day``, its predictions published under ``folder``."""
    study = write_known(records, folder / "data" / "shop", day)
    tables = prepare_tables(study)
    write_predictions(folder / "draft", predict(tables, study))
    publish(
        folder / "reports",
        f"{day:%Y%m%d}",
        as_of=day.isoformat(),
        started=f"{day}T23:00:00+00:00",
        fingerprint=tables.fingerprint,
        key_id=tables.facts["key_id"],
        frames={PREDICTIONS_FILE: pd.read_parquet(folder / "draft" / PREDICTIONS_FILE)},
    )
    return tables, study


def remember(tables: Tables, study: Study, reports: Path) -> tuple[pd.DataFrame, Memory]:
    runs = list_remembered(reports, as_of=tables.as_of, key_id=tables.facts["key_id"])
    kept = load_predictions(runs)
    memory = score_memory(
        kept,
        observe_outcomes(tables, study, kept),
        as_of=tables.as_of,
        minimum=10,
        confidence_level=0.95,
        rng=np.random.default_rng(1),
    )
    return kept, memory


def test_three_runs_of_a_company(records: Path, tmp_path: Path) -> None:
    reasons = []
    for day in DAYS:
        tables, study = run_until(records, tmp_path, day)
        kept, memory = remember(tables, study, tmp_path / "reports")
        reasons.append(memory.reason)
    assert reasons == ["none", "", ""]  # half a year holds the horizon of 180 days

    assert memory.runs["state"].tolist() == ["judged", "judged"]
    assert (memory.runs["n_known"] == memory.runs["n"]).all()
    # what is judged is what the landmarks of those days say today
    days = [int(day) for day in kept["day"].unique()]
    truth = build_landmarks(tables, study, days=days).astype({"customer_id": str})
    rows = memory.predictions.merge(truth[["customer_id", "day", f"left_{HORIZON}"]])
    assert len(rows) == len(kept)
    assert (rows["left"] == rows[f"left_{HORIZON}"]).all()

    told = memory.lists[memory.lists["stratum"] == "all"].set_index("term")
    assert told.loc["lift", "conf_low"] > 1
    counts = told.loc[["caught", "missed", "false", "quiet"], "estimate"]
    assert counts.sum() == len(kept)
    # nobody was contacted in this company: the holdout fares like the others
    saved = memory.contact.set_index("term").loc["saved"]
    assert saved["conf_low"] < 0 < saved["conf_high"]
    assert memory.calibrated is not None and memory.calibrated.passed is not False


def run_notebooks(study: Study, root: Path, language: str, names: tuple[str, ...]) -> Path:
    books = [book for book in read_notebooks(PROJECT_ROOT / "notebooks") if book.name in names]
    request = Request(books, language, {}, 600)
    project = Project(root, prepare_tables)
    (outcome,) = run_studies([study], request, project, progress=Progress(io.StringIO()))
    assert outcome.error is None, outcome.error
    return outcome.reports[0].parent


@pytest.mark.slow
def test_published_runs_say_what_moved_and_remember(records: Path, tmp_path: Path) -> None:
    names = ("03_time_to_churn", "05_early_warning")
    runs: list[Path] = []
    for day, language in zip((DAYS[0], DAYS[2], DAYS[2]), ("en", "zh", "en"), strict=True):
        study = write_known(records, tmp_path / "shop", day)
        runs.append(run_notebooks(study, tmp_path / "project", language, names))
    found: list[dict[str, Any]] = []
    for run in runs:
        manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
        found += [entry for entry in manifest["notebooks"] if entry["status"] == "done"]
        for path in run.glob("*.html"):
            assert str(tmp_path) not in path.read_text(encoding="utf-8")
    churn = [entry for entry in found if entry["name"] == names[0]]
    # the third run has the data of the second, so it looks back at the first as well
    assert [entry["compared_with"] for entry in churn] == [None, runs[0].name, runs[0].name]
    html = [(run / f"{names[0]}.html").read_text(encoding="utf-8") for run in runs]
    assert "this is the first one that can be compared" in html[0]
    assert "自上次运行以来有何变化" in html[1] and "What moved since the last run" in html[2]
    moved = pd.read_parquet(runs[2] / "estimates" / f"{names[0]}.parquet")
    assert (moved["analysis"] == "movement").sum() > 20
    warnings = [entry for entry in found if entry["name"] == names[1]]
    if warnings:
        assert [entry["remembered"] for entry in warnings][1:] == [[runs[0].name]] * 2
        assert (runs[0] / PREDICTIONS_FILE).is_file()
        judged = pd.read_parquet(runs[2] / "estimates" / f"{names[1]}.parquet")
        assert (judged["analysis"] == "warning_memory").any()
