"""The notebooks on a company that records nothing but customers and contracts with dates."""

import io
from pathlib import Path

import pandas as pd
import pytest
from contract_company import make_contract_company

from analysis.prepare.intake import prepare_tables
from analysis.run.notebooks import read_notebooks
from analysis.run.progress import Progress
from analysis.run.request import Project, Request
from analysis.run.studies import run_studies
from analysis.study import PROJECT_ROOT

NOTEBOOKS = ("01_customer_base", "02_lifecycle_stages", "03_time_to_churn", "05_early_warning")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_four_reports_are_made_of_contracts_alone(tmp_path: Path, language: str) -> None:
    study = make_contract_company(tmp_path / "lines")
    books = [book for book in read_notebooks(PROJECT_ROOT / "notebooks") if book.name in NOTEBOOKS]
    request = Request(books, language, {}, 600)
    project = Project(tmp_path / "project", prepare_tables)
    (outcome,) = run_studies([study], request, project, progress=Progress(io.StringIO()))
    assert outcome.error is None
    assert {path.name for path in outcome.reports} == {
        f"{name}.{form}" for name in NOTEBOOKS for form in ("html", "pdf")
    }
    estimates = outcome.reports[0].parent / "estimates"
    found = pd.read_parquet(estimates / "02_lifecycle_stages.parquet")
    told = set(found["analysis"])
    assert {"stage_forecast", "leaks", "conversion", "win_back", "stage_change"} <= told
    today = found[found["analysis"] == "stages_today"].set_index("stratum")["estimate"]
    assert today.sum() == 600 and today["won_back"] > 0
    warned = pd.read_parquet(estimates / "05_early_warning.parquet")
    assert {"warning_list", "warning_calibration", "warning_badge"} <= set(warned["analysis"])
    listed = pd.read_parquet(outcome.reports[0].parent / "actions" / "alerts.parquet")
    assert 0 < len(listed) < 600 and listed["pseudonym"].is_unique
