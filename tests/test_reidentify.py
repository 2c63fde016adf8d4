"""`analysis reidentify` as a user meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.prepare.pseudonyms import key_id, make_pseudonyms

COMMAND = "from analysis.cli import main; main()"
KEY = "a key for tests only"
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
0007041776,2026-01-06,12.50
"=SUM(A1:A9)",2026-03-01,1.00
Ann,2026-03-02,1.00
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project with one company and one published run that lists three customers."""
    home = tmp_path / "project"
    (home / "data" / "shop" / "raw").mkdir(parents=True)
    (home / "data" / "shop" / "study.yml").write_text(STUDY, encoding="utf-8")
    (home / "data" / "shop" / "raw" / "purchases.csv").write_text(PURCHASES)
    run = home / "reports" / "shop" / "run1"
    (run / "actions").mkdir(parents=True)
    known = make_pseudonyms(["0007041776", "=SUM(A1:A9)"], KEY.encode(), "customer", "shop")
    alerts = pd.DataFrame({"pseudonym": [*known, "c_gone"], "rank": [1, 2, 3], "risk": 0.25})
    alerts.to_csv(run / "actions" / "alerts.csv", index=False, encoding="utf-8-sig")
    manifest = {"inputs": {"key_id": key_id(KEY.encode())}}
    (run / "manifest.json").write_text(json.dumps(manifest))
    (home / "reports" / "shop" / "latest").symlink_to("run1")
    return home


def reidentify(home: Path, *arguments: str, key: str = KEY) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, "reidentify", "shop", *arguments],
        cwd=home,
        env={
            **os.environ,
            "ANALYSIS_HOME": str(home),
            "ANALYSIS_PSEUDONYM_KEY": key,
            "PYTHONSAFEPATH": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_the_list_comes_back_with_the_companys_numbers(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    done = reidentify(home, "--to", str(path))
    assert done.returncode == 0, done.stderr
    assert "2 customers written" in done.stdout
    assert "1 of the list are not in the raw files" in done.stderr
    read = pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    assert list(read) == ["customer_id", "rank", "risk"]
    assert read["customer_id"].tolist() == ["0007041776", "'=SUM(A1:A9)"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert "0007041776" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "key", "code", "message"),
    [
        (("--to", "reports/list.csv"), KEY, 2, "must not lie where reports are published"),
        (("--to", "../x.csv", "--run", "run2"), KEY, 2, "there is no run 'run2'"),
        (("--to", "../x.csv", "--run", "../shop"), KEY, 2, "there is no run"),
        (("--to", "../x.csv"), "another key than the one", 3, "made with another key"),
        ((), KEY, 2, "Missing option '--to'"),
    ],
)
def test_what_cannot_be_done_is_said(
    home: Path, arguments: tuple[str, ...], key: str, code: int, message: str
) -> None:
    done = reidentify(home, *arguments, key=key)
    assert done.returncode == code
    assert message in done.stderr
    assert not list(home.parent.glob("*.csv"))


def test_a_run_that_withheld_its_list_says_so(home: Path) -> None:
    (home / "reports" / "shop" / "run1" / "actions" / "alerts.csv").unlink()
    done = reidentify(home, "--to", "../x.csv")
    assert done.returncode == 2
    assert "holds no alert list" in done.stderr
