from pathlib import Path

import nbformat
import pytest
from small_project import write_notebook

from analysis.errors import AnalysisError, ParameterError
from analysis.run.notebooks import choose_notebooks, read_notebook, read_notebooks


def test_notebooks_come_in_the_order_they_need(tmp_path: Path) -> None:
    write_notebook(tmp_path, "01_last", after=["02_first"])
    write_notebook(tmp_path, "02_first", "x = 1", needs=["customers"])
    (tmp_path / "draft.ipynb").write_text("not looked at")
    first, last = read_notebooks(tmp_path)
    assert (first.name, first.title, first.needs) == ("02_first", "Title 02_first", ("customers",))
    assert last.after == ("02_first",)
    assert first.n_code_cells == 4
    assert [parameter.name for parameter in first.parameters][-1] == "output_dir"


def test_every_faulty_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "01_cut.ipynb").write_text('{"cells": [')
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "02_bare.ipynb")
    path = write_notebook(tmp_path, "03_level")
    path.write_text(path.read_text().replace("0.95", "95.0"))
    write_notebook(tmp_path, "04_alone", after=["09_gone"])
    write_notebook(tmp_path, "05_a", after=["06_b"])
    write_notebook(tmp_path, "06_b", after=["05_a"])
    with pytest.raises(ParameterError) as caught:
        read_notebooks(tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[:4] == [
        "01_cut.ipynb cannot be read as a notebook",
        "02_bare.ipynb: 0 cells are tagged parameters, not one",
        "03_level.ipynb: default of confidence_level: 95 is outside 0.5 to 0.999",
        "04_alone.ipynb: comes after 09_gone, which does not exist",
    ]
    assert "wait for each other" in lines[4]


def test_a_folder_without_notebooks(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="there is no notebook"):
        read_notebooks(tmp_path)


def test_notebooks_are_chosen_by_what_the_tables_allow(tmp_path: Path) -> None:
    books = [
        read_notebook(write_notebook(tmp_path, "01_all")),
        read_notebook(write_notebook(tmp_path, "02_both", needs=["surveys", "durations"])),
        read_notebook(write_notebook(tmp_path, "03_odd", needs=["weather"])),
    ]
    capabilities = {"surveys": "", "durations": "no one has left"}
    chosen, skipped = choose_notebooks(books, capabilities)
    assert [each.name for each in chosen] == ["01_all"]
    assert [(each.notebook.name, each.reason) for each in skipped] == [
        ("02_both", "it needs durations: no one has left"),
        ("03_odd", "it needs weather: no table gives it"),
    ]
