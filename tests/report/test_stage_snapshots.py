"""The report on stage snapshots: the notebook on a company's month ends, and its sentences."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import papermill
import pytest
from ruamel.yaml import YAML

from analysis.prepare.intake import prepare_tables
from analysis.report import open_report
from analysis.report.blocks import Finding, Paragraph, Table, block_from_json
from analysis.report.document import read_document
from analysis.report.publishing import render_notebook
from analysis.report.stage_snapshots import Telling, stored_section, today_key_figure
from analysis.report.stage_snapshots_fit import fit_section, share_misplaced
from analysis.report.stage_snapshots_moves import moves_section, stays_section
from analysis.report.stage_snapshots_outlook import forecast_section
from analysis.results import Diagnostic
from analysis.study import PROJECT_ROOT, Study, load_study

LANGUAGES = ("en", "zh")
VALUES = Path(__file__).parents[1] / "reference" / "values"
NOTEBOOK = PROJECT_ROOT / "notebooks" / "02_stage_snapshots.ipynb"
STAGES = {"1": "mature", "2": "new", "3": "declining", "4": "churned"}
HOSTILE = "<script>alert(1)</script>"


def write_study(folder: Path) -> Study:
    """A company of 400 customers whose CRM kept one word of its own for every month end."""
    visits = pd.read_csv(VALUES / "panel_snapshots.csv")
    dates = pd.Timestamp("2024-01-31") + pd.to_timedelta(np.floor(visits["time"]), unit="D")
    own = visits["state"].map({1: "Kunde", 2: "neu", 3: "im Abgang", 4: "weg"})
    stored = pd.DataFrame({"no": visits["subject"], "month_end": dates.dt.date, "stage": own})
    (folder / "raw").mkdir(parents=True)
    stored.to_csv(folder / "raw" / "stages.csv", index=False)
    words = {"en": f"Shop {HOSTILE}", "zh": "商店"}
    fields: dict[str, Any] = {
        "title": words,
        "organisation": words,
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "tables": {
            "snapshots": {
                "file": "raw/stages.csv",
                "columns": {"customer_id": "no", "date": "month_end", "stage": "stage"},
                "values": {
                    "stage": {
                        "Kunde": "mature",
                        "neu": "new",
                        "im Abgang": "declining",
                        "weg": "churned",
                    }
                },
            }
        },
    }
    with (folder / "study.yml").open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump(fields, file)
    return load_study(str(folder))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write_study(tmp_path_factory.mktemp("study") / "crm")


@pytest.fixture(scope="module")
def run(
    study: Study, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[Path, Path]]:
    """The notebook executed on the study: its path, and the folder of its results."""
    done: dict[str, tuple[Path, Path]] = {}

    def execute(language: str) -> tuple[Path, Path]:
        if language not in done:
            folder = tmp_path_factory.mktemp(language)
            path = folder / NOTEBOOK.name
            values = {"study": str(study.folder), "language": language, "output_dir": str(folder)}
            papermill.execute_notebook(str(NOTEBOOK), str(path), values, progress_bar=False)
            done[language] = path, folder
        return done[language]

    return execute


def blocks_of(path: Path) -> list[Any]:
    mime = "application/vnd.analysis.block+json"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return [block_from_json(o["data"][mime]) for o in outputs if mime in o.get("data", {})]


@pytest.mark.parametrize("language", LANGUAGES)
def test_month_ends_alone_make_a_whole_report(
    run: Callable[[str], tuple[Path, Path]], language: str
) -> None:
    path, folder = run(language)
    assert read_document(path).language == language
    written = render_notebook(path, folder)
    assert all(file.stat().st_size > 20_000 for file in written)
    assert "<script>alert" not in written[0].read_text(encoding="utf-8")
    cover = next(block for block in blocks_of(path) if type(block).__name__ == "Cover")
    assert len(cover.key_figures) == 3


def test_the_panel_estimator_is_used_and_not_exact_times(
    run: Callable[[str], tuple[Path, Path]],
) -> None:
    """Stays as of msm, to within what it adds to know the day of death exactly."""
    estimates = pd.read_parquet(run("en")[1] / "estimates" / "02_stage_snapshots.parquet")
    stays = estimates[estimates["analysis"] == "panel_stay"].set_index("stratum")["estimate"]
    reference = json.loads((VALUES / "panel_summary.json").read_text())["sojourn"]["estimate"]
    for number, theirs in zip("123", reference, strict=True):
        assert stays[STAGES[number]] == pytest.approx(theirs, rel=0.12)
    assert "churned" not in stays.index  # nobody came back: there is no stay to estimate


def test_small_cells_lose_their_numbers(run: Callable[[str], tuple[Path, Path]]) -> None:
    estimates = pd.read_parquet(run("en")[1] / "estimates" / "02_stage_snapshots.parquet")
    few = estimates[(estimates["n"] < 10) & (estimates["n"] > 0)]
    assert few["estimate"].isna().all()


@pytest.fixture
def tell(study: Study) -> Callable[[str], Telling]:
    tables = prepare_tables(study)

    def make(language: str) -> Telling:
        report = open_report("02_stage_snapshots", study, tables, language=language)
        return Telling(report, stages=("new", "mature", "declining", "churned"), horizon=90)

    return make


COUNTS = {
    "n_customers": 1000,
    "n_snapshots": 9000,
    "n_once": 3,
    "n_gone": 40,
    "n_late": 120,
    "n_pairs": 8000,
    "usual_gap": 31.0,
    "first_day": 19000,
    "last_day": 19700,
}


def paragraphs(section: Any) -> str:
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_months_and_customers_gone_are_said(
    tell: Callable[[str], Telling], language: str
) -> None:
    today = pd.DataFrame({"state": ["new", "mature", "churned"], "n": [4, 500, 456]})
    section = stored_section(tell(language), today=today, counts=COUNTS)
    text = paragraphs(section)
    assert "120" in text
    assert "8,000" in text
    assert "<10" in text  # three customers seen once
    figure = next(block for block in section.blocks if block.__class__.__name__ == "Figure")
    assert "52.1%" in figure.claim
    assert "0.4%" not in figure.alt  # four customers
    assert today_key_figure(tell(language), today=today).value == "47.5%"


def test_the_largest_stage_is_told_beside_the_loss(tell: Callable[[str], Telling]) -> None:
    today = pd.DataFrame({"state": ["new", "mature", "churned"], "n": [100, 300, 600]})
    claim = stored_section(tell("en"), today=today, counts=COUNTS).claims[0].text
    assert "60.0% are in stage Churned, the largest; of the other stages, Mature" in claim


def one_move(**changes: Any) -> pd.DataFrame:
    row = {
        "from_state": "declining",
        "to_state": "churned",
        "estimate": 0.345,
        "conf_low": 0.34,
        "conf_high": 0.35,
        "at_boundary": False,
    }
    return pd.DataFrame([row | changes])


def test_moves_that_few_customers_made_are_not_told(tell: Callable[[str], Telling]) -> None:
    keys = {"from_state": ["declining"], "to_state": ["churned"]}
    for n, told in ((9, False), (10, True)):
        seen = pd.DataFrame({**keys, "n_events": [500], "n": [n]})
        section = moves_section(
            tell("en"), next_moves=one_move(), intensities=one_move(estimate=0.015), seen=seen
        )
        assert any(isinstance(block, Table) for block in section.blocks) == told
        assert ("34.5" in " ".join(claim.text for claim in section.claims)) == told


def test_stays_beyond_a_year_are_said_in_months(tell: Callable[[str], Telling]) -> None:
    stays = pd.DataFrame(
        {
            "stratum": ["new", "mature", "churned"],
            "estimate": [20.0, 730.5, 3000.0],
            "conf_low": [18.0, 700.0, 2900.0],
            "conf_high": [22.0, 760.0, 3100.0],
        }
    )
    started = pd.Series({"new": 100, "mature": 100, "churned": 100})
    claim = stays_section(tell("en"), stays=stays, started=started).claims[0].text
    assert "Mature lasts longest, 24.0 months (23.0 to 25.0 months)" in claim
    assert "New is shortest, 20.0 days" in claim


@pytest.mark.parametrize(("low", "high", "word"), [(110, 130, "more"), (90, 130, "cannot"),
                                                   (80, 95, "fewer")])  # fmt: skip
def test_a_forecast_says_only_what_its_interval_allows(
    tell: Callable[[str], Telling], low: int, high: int, word: str
) -> None:
    row = {"now": 100.0, "estimate": 0.5 * (low + high), "conf_low": low, "conf_high": high}
    forecast = pd.DataFrame([{"stratum": "churned", **row}, {"stratum": "new", **row}])
    section = forecast_section(tell("en"), forecast=forecast, tried=False)
    assert word in section.claims[0].text


CELLS = pd.DataFrame(
    {
        "group": "2024",
        "from_state": ["new", "new", "mature", "mature"],
        "to_state": ["new", "churned", "mature", "churned"],
        "observed": [40, 60, 95, 5],
        "expected": [70.0, 30.0, 95.0, 5.0],
    }
)


def test_a_model_that_does_not_fit_is_said_to_and_where(tell: Callable[[str], Telling]) -> None:
    failed = (CELLS, Diagnostic("panel_fit", False, 80.0, 1e-9, 3, "Pearson"))
    assert share_misplaced(CELLS) == pytest.approx(0.15)
    section = fit_section(tell("en"), check=failed, past=failed)
    assert "15.0%" in section.claims[0].text
    assert "stage New (30.0% of them)" in section.claims[0].meaning
    assert [check.passed for check in section.checks] == [False, False]
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["New", "Mature", "Churned"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_judged_is_left_open(tell: Callable[[str], Telling], language: str) -> None:
    unknown = (CELLS, Diagnostic("panel_fit", None, np.nan, np.nan, None, "Pearson"))
    section = fit_section(tell(language), check=unknown, past=None)
    assert [check.passed for check in section.checks] == [None]
    assert any(isinstance(block, Finding) for block in section.blocks)
    assert not any(isinstance(block, Table) for block in section.blocks)
