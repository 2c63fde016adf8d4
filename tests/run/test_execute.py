import json
from pathlib import Path

import nbformat
import pytest
from small_project import END, write_notebook

from analysis.run.execute import forget_paths, reached_end


def test_only_the_end_mark_counts_as_the_end(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, "01_a", END, complete=False)
    assert not reached_end(path)
    book = nbformat.read(path, 4)
    output = nbformat.v4.new_output("display_data", metadata={"analysis": {"end": True}})
    book.cells[-1]["outputs"] = [output]
    nbformat.write(book, path)
    assert reached_end(path)
    (tmp_path / "cut.ipynb").write_text(path.read_text()[:200])
    assert not reached_end(tmp_path / "cut.ipynb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/srv/app/reports/.x.partial", ""),
        ("read /srv/app/data/a.csv twice", "read ./data/a.csv twice"),
        ("'/srv/app'", "'.'"),
        ("/srv/application/x", "/srv/application/x"),
        ("https://example.org/srv/app/x", "https://example.org/srv/app/x"),
        ("/srv/app", "."),
        ("line\n/srv/app:3 说", "line\n.:3 说"),
    ],
)
def test_paths_of_the_machine_are_forgotten(tmp_path: Path, text: str, expected: str) -> None:
    path = write_notebook(tmp_path, "01_a")
    book = nbformat.read(path, 4)
    book.cells[-1]["outputs"] = [nbformat.v4.new_output("stream", text=text)]
    book.metadata["papermill"] = {"input_path": "/x/y/01_a.ipynb", "output_path": "/z/01_a.ipynb"}
    nbformat.write(book, path)
    forget_paths(path, {"/srv/app": ".", "/srv/app/reports/.x.partial": ""})
    after = nbformat.read(path, 4)
    nbformat.validate(after)
    assert after.cells[-1]["outputs"][0]["text"] == expected
    assert after.metadata["papermill"] == {
        "input_path": "01_a.ipynb",
        "output_path": "01_a.ipynb",
    }
    assert json.loads(path.read_text())["metadata"]["analysis"] == {"after": [], "needs": []}
