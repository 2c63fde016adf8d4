"""environment.yml, requirements.lock and the code's imports all say what pyproject.toml says."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"duckdb": "python-duckdb", "jupyter-client": "jupyter_client"}
CONDA_EXTRAS = {"fonttools[woff]": ("brotli-python", "zopfli"), "pandera[pandas]": ("pandas",)}


def described() -> dict[str, list[Requirement]]:
    """Requirements of pyproject.toml: of the project, its extras and its development."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = content["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return {
        "run": [Requirement(line) for line in [*project["dependencies"], *extras]],
        "dev": [Requirement(line) for line in content["dependency-groups"]["dev"]],
    }


def everything() -> list[Requirement]:
    return [requirement for group in described().values() for requirement in group]


def conda_environment() -> tuple[dict[str, str], dict[str, str]]:
    """Bounds by name, as environment.yml has them from conda and from pip."""
    content = YAML(typ="safe").load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    lines = content["dependencies"]
    from_pip = [Requirement(line) for line in lines[-1]["pip"]]
    from_conda = [line.partition(" ")[::2] for line in lines[:-1]]
    return dict(from_conda), {each.name: str(each.specifier) for each in from_pip}


def locked() -> dict[str, set[Version]]:
    """Versions by name; a package may have one for each Python."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    versions: dict[str, set[Version]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, flags=re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(Version(version))
    return versions


def test_environment_yml_has_every_requirement_with_the_same_bounds() -> None:
    conda, pip = conda_environment()
    expected = {"python": ">=3.11"}
    for requirement in everything():
        if requirement.name not in pip:
            name = CONDA_NAMES.get(requirement.name, requirement.name)
            expected[name] = str(requirement.specifier)
        for extra in requirement.extras:
            for name in CONDA_EXTRAS[f"{requirement.name}[{extra}]"]:
                expected.setdefault(name, "")
    assert {name: set(bounds.split(",")) for name, bounds in conda.items()} == {
        name: set(bounds.split(",")) for name, bounds in expected.items()
    }


def test_what_environment_yml_takes_from_pip_has_the_same_bounds() -> None:
    _, pip = conda_environment()
    bounds = {requirement.name: str(requirement.specifier) for requirement in everything()}
    assert pip == {name: bounds.get(name) for name in pip}


def test_the_lock_satisfies_every_requirement() -> None:
    versions = locked()
    wrong = [
        str(requirement)
        for requirement in everything()
        if not all(
            requirement.specifier.contains(version, prereleases=True)
            for version in versions.get(canonicalize_name(requirement.name), {Version("0")})
        )
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.lock", "scripts/uv.lock"])
def test_a_lock_names_no_registry_and_no_path_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|file:|^-|--(?!hash=sha256:)", text, flags=re.MULTILINE)
    pinned = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert pinned
    assert all("--hash=sha256:" in block for block in pinned)


def test_every_package_the_code_imports_is_a_requirement() -> None:
    declared = {canonicalize_name(requirement.name) for requirement in described()["run"]}
    providers = packages_distributions()
    missing = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for top in {name.partition(".")[0] for name in names}:
                if top in sys.stdlib_module_names or top == "analysis":
                    continue
                if not {canonicalize_name(each) for each in providers.get(top, [])} & declared:
                    missing.add(top)
    assert missing == set()
