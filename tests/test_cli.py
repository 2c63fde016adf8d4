"""The command as a user meets it: messages, exit codes, published reports."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

COMMAND = "from analysis.cli import main; main()"
STUDY = """\
title: {en: Corner shop, zh: 街角小店}
organisation: {en: Corner shop, zh: 街角小店}
currency: EUR
time_zone: Europe/Berlin
as_of: 2026-06-30
minimum_cell: 2
tables:
  transactions:
    file: raw/purchases.csv
    columns: {customer_id: buyer, date: day, amount: paid}
"""
PURCHASES = """\
buyer,day,paid
<b>Quixotic</b>,2026-01-05,10.00
0007041776,2026-01-06,12.50
<b>Quixotic</b>,2026-02-05,9.99
"=SUM(A1:A9)",2026-03-01,1.00
"""
PARAMETERS = """\
study: str = "shop"  # the study
language: str = "en"  # report language
confidence_level: float = 0.95  # level of every interval
output_dir: str = ""  # where estimates are written
"""
CELLS = (
    """\
from analysis.prepare.intake import prepare_tables
from analysis.report import open_report
from analysis.study import load_study

chosen = load_study(study)
tables = prepare_tables(chosen)
report = open_report("01_shop", chosen, tables, language=language)
""",
    """\
report.finish(title="Shop", subtitle="Small", key_figures=[], output_dir=output_dir)
""",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project of one notebook and one company."""
    (tmp_path / "data" / "shop" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "shop" / "study.yml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "data" / "shop" / "raw" / "purchases.csv").write_text(PURCHASES)
    code = [nbformat.v4.new_code_cell(source) for source in (PARAMETERS, *CELLS)]
    code[0].metadata["tags"] = ["parameters"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Shop"), *code])
    book.metadata["analysis"] = {"needs": ["transactions"]}
    (tmp_path / "notebooks").mkdir()
    nbformat.write(book, tmp_path / "notebooks" / "01_shop.ipynb")
    book.metadata["analysis"] = {"needs": ["surveys"]}
    nbformat.write(book, tmp_path / "notebooks" / "04_loyal.ipynb")
    return tmp_path


def analysis(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=home,
        env={**os.environ, "ANALYSIS_HOME": str(home), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_a_study_runs_to_reports_without_its_customer_ids(home: Path) -> None:
    done = analysis(home, "run", "shop", "-p", "confidence_level=0.9")
    assert done.returncode == 0, done.stderr
    html, pdf, index = done.stdout.splitlines()
    assert (html[-12:], pdf[-11:], index) == ("01_shop.html", "01_shop.pdf", "reports/index.html")
    run = (home / html).parent
    assert (home / pdf).read_bytes().startswith(b"%PDF")
    assert (home / "reports" / "shop" / "latest").resolve() == run.resolve()
    assert "04_loyal is skipped: it needs surveys:" in done.stderr
    published = [path for path in (home / "reports").rglob("*") if path.is_file()]
    assert len(published) > 5
    for path in published:
        content = path.read_bytes()
        for secret in (b"Quixotic", b"7041776", b"SUM(A1"):
            assert secret not in content, path
        assert str(home).encode() not in content, path


def test_every_fault_of_study_and_parameters_is_said_at_once(home: Path) -> None:
    text = STUDY.replace("EUR", "XEU1").replace("Berlin", "Atlantis")
    (home / "data" / "shop" / "study.yml").write_text(text, encoding="utf-8")
    done = analysis(
        *(home, "run", "shop", "shoop", "--language", "fr"),
        *("-p", "confidence_levl=0.9", "-p", "confidence_level=high"),
    )
    assert done.returncode == 2
    for fault in (
        "ISO 4217",
        "time zone",
        "shoop",
        "'fr'",
        "did you mean confidence_level?",
        "'high'",
    ):
        assert fault in done.stderr
    assert not (home / "reports").exists()


def test_the_data_gate_has_its_own_exit_code(home: Path) -> None:
    (home / "data" / "shop" / "raw" / "purchases.csv").write_text("buyer,when,paid\n")
    done = analysis(home, "run", "shop")
    assert done.returncode == 3
    assert "purchases.csv" in done.stderr
    assert list((home / "reports" / "shop").glob("2*")) == []
    assert "what it left, with its log: reports/shop/failed/" in done.stderr


def test_a_new_company_gets_a_template_once(home: Path) -> None:
    done = analysis(home, "new", "acme")
    assert done.returncode == 0
    assert "data/acme/study.yml is written" in done.stdout
    written = (home / "data" / "acme" / "study.yml").read_text(encoding="utf-8")
    again = analysis(home, "new", "acme")
    assert again.returncode == 2
    assert "already there" in again.stderr
    assert (home / "data" / "acme" / "study.yml").read_text(encoding="utf-8") == written
    assert analysis(home, "new", "../acme").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, "74 the disk is full"),
        (["run", "--help"], 0, "--cell-minutes"),
        (["run"], 2, "Missing argument 'STUDY...'"),
        (["rnu"], 2, "No such command 'rnu'"),
        (["run", "shop", "--cell-minutes", "0"], 2, "--cell-minutes"),
    ],
)
def test_help_and_misuse(home: Path, arguments: list[str], code: int, said: str) -> None:
    done = analysis(home, *arguments)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_a_fault_of_the_program_is_a_message_and_a_log(home: Path, tmp_path: Path) -> None:
    broken = f"import analysis.study as s; s.load_study = lambda name: 1 / 0; {COMMAND}"
    done = subprocess.run(
        [sys.executable, "-c", broken, "run", "shop"],
        env={**os.environ, "ANALYSIS_HOME": str(home), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "unexpected ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    (log,) = tmp_path.glob("analysis-error-*.log")
    assert "Traceback" in log.read_text()
