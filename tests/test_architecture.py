"""ARCHITECTURE.md's table of imports is the rule, and the code keeps it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "analysis"
ROW = re.compile(r"^\| `analysis\.(\w+)` \| (.*?) \|", re.MULTILINE)


def allowed_imports() -> dict[str, set[str]]:
    rows = ROW.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    packages = {name for name, _ in rows}
    return {
        name: packages if words == "everything" else set(re.findall(r"`(\w+)`", words)) | {name}
        for name, words in rows
    }


def imported_packages(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import, write the whole name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return {name.split(".")[1] for name in names if name.startswith("analysis.")}


def test_every_package_is_described() -> None:
    found = {path.stem for path in SOURCE.iterdir() if path.name != "__init__.py"}
    found -= {"__pycache__", "py.typed"}
    assert found == set(allowed_imports())


def test_no_module_imports_what_the_table_forbids() -> None:
    allowed = allowed_imports()
    broken = {
        str(module.relative_to(ROOT)): sorted(extra)
        for module in SOURCE.rglob("*.py")
        if module.parent != SOURCE or module.name != "__init__.py"
        if (
            extra := (imported_packages(module) & set(allowed))
            - allowed[module.relative_to(SOURCE).parts[0].removesuffix(".py")]
        )
    }
    assert broken == {}
