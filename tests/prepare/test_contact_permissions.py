"""Who may be contacted, as the customers table says; what it does not say is not known."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.prepare.contact_permissions import load_permissions
from analysis.prepare.intake import prepare_tables
from analysis.study import Study, load_study

STUDY = """\
title: {{en: A, zh: A}}
organisation: {{en: A, zh: A}}
currency: EUR
time_zone: UTC
as_of: 2025-12-31
minimum_cell: 2
tables:
  customers:
    file: raw/customers.csv
    columns: {{customer_id: id}}
    attributes: {{refused: refused, agreed: agreed}}
warning: {{actions: {actions}}}
"""
ROWS = "id,refused,agreed\n1,yes,no\n2,no,yes\n3,,\n4,no,\n"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", "a key for tests only")


def make_study(folder: Path, actions: str) -> Study:
    (folder / "raw").mkdir()
    (folder / "raw" / "customers.csv").write_text(ROWS)
    (folder / "study.yml").write_text(STUDY.format(actions=actions))
    return load_study(str(folder))


def test_flags_are_read_and_blanks_are_not_known(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{do_not_contact: refused, consent: agreed}")
    found = load_permissions(prepare_tables(study), study)
    assert found["do_not_contact"].tolist() == [True, False, pd.NA, False]
    assert found["consent"].tolist() == [False, True, pd.NA, pd.NA]
    assert found["customer_id"].is_unique


def test_what_no_column_says_is_not_known(tmp_path: Path) -> None:
    study = make_study(tmp_path, "{consent: agreed}")
    found = load_permissions(prepare_tables(study), study)
    assert found["do_not_contact"].isna().all()
    assert found["consent"].notna().sum() == 2
    assert found.dtypes[["do_not_contact", "consent"]].eq("boolean").all()
