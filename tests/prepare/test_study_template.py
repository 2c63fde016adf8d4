"""The template is a study: filled in with nothing but a file, it runs."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from analysis.errors import StudyError
from analysis.prepare.intake import prepare_tables
from analysis.prepare.study_template import TEMPLATE, write_template
from analysis.study import Study, TableSource, load_study


def test_the_template_runs_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_PSEUDONYM_KEY", "a key for tests only")
    path = write_template(tmp_path, "acme")
    rows = [f"{n},2024-{n % 12 + 1:02d}-{m + 1:02d},{n}.5" for n in range(40) for m in range(2)]
    text = "\n".join(["customer_id,date,amount", *rows]) + "\n"
    (path.parent / "raw" / "purchases.csv").write_text(text)
    tables = prepare_tables(load_study(str(path.parent)))
    assert tables.facts["n_customers"] == 40
    assert load_study(str(path.parent)).title["en"] == "acme"


@pytest.mark.parametrize("name", ["", "Acme", "a b", "../x", "9lives", "a" * 41, ".."])
def test_only_plain_names_make_a_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="not a name for a study"):
        write_template(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_a_study_is_never_overwritten(tmp_path: Path) -> None:
    path = write_template(tmp_path, "acme")
    path.write_text("mine")
    with pytest.raises(StudyError, match="already there"):
        write_template(tmp_path, "acme")
    assert path.read_text() == "mine"


def test_every_choice_in_the_template_can_be_taken(tmp_path: Path) -> None:
    """With all choices taken at once the template is still YAML of known fields."""
    taken = [
        line.replace("# ", "", 1) if line.lstrip().startswith("# ") and ":" in line else line
        for line in TEMPLATE.splitlines()
    ]
    parsed = YAML(typ="safe").load(TEMPLATE)
    assert set(parsed) <= set(Study.model_fields)
    for field in set(TableSource.model_fields) - {"items", "attributes"}:
        assert f"{field}:" in TEMPLATE
    for field in set(Study.model_fields) - {"name", "folder", "fetch", "simulate"}:
        assert any(line.lstrip("# ").startswith(f"{field}:") for line in taken), field
