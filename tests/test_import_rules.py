"""The import rules of pyproject.toml refuse what they are there to refuse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its rules."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "analysis", folder / "analysis", ignore=ignore)
    return folder


def lint(project: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_the_code_keeps_the_rules(project: Path) -> None:
    done = lint(project)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("estimate/bad.py", "import analysis.prepare"),
        ("report/bad.py", "import analysis.estimate"),
        ("run/bad.py", "import analysis.prepare"),
        ("run/bad.py", "import lifelines"),
        ("estimate/bad.py", "import matplotlib.pyplot"),
        ("prepare/bad.py", "import papermill"),
        ("schema.py", "import analysis.results"),
        ("newcomer.py", ""),
    ],
)
def test_a_forbidden_import_breaks_a_rule(project: Path, module: str, line: str) -> None:
    path = project / "analysis" / module
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        done = lint(project)
    finally:
        path.unlink() if before is None else path.write_text(before)
    assert done.returncode == 1
    assert module.rpartition("/")[2].removesuffix(".py") in done.stdout
