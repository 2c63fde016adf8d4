from pathlib import Path

import pytest
from small_project import SmallProject


@pytest.fixture
def small_project(tmp_path: Path) -> SmallProject:
    return SmallProject(tmp_path / "project")
