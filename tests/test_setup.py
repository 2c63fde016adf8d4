"""scripts/setup: what it does when something is missing, fails or is cut short."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STUB_UV = """\
#!/bin/sh
echo "$*" >>{calls}
case "$*" in
*--help*) echo "--require-hashes" ;;
venv*) mkdir -p .venv/bin && ln -sf {python} .venv/bin/python ;;
"pip sync"*) {sync} ;;
esac
"""
TOOLS = (
    *("sh", "awk", "cat", "cksum", "cp", "df", "dirname", "env", "grep"),
    *("ln", "mkdir", "mktemp", "mv", "rm", "sed", "tee"),
)


class Machine:
    """A folder with the project's set-up files, and a PATH of chosen programs."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project of mine"
        self.path = folder / "bin"
        self.calls = folder / "calls"
        (self.project / "scripts").mkdir(parents=True)
        for name in ("scripts/setup", "scripts/uv.lock", "requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, self.project / name)
        self.path.mkdir()
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool) or tool)

    def add(self, name: str, script: str) -> None:
        (self.path / name).unlink(missing_ok=True)
        (self.path / name).write_text(script)
        (self.path / name).chmod(0o755)

    def add_python(self, name: str = "python3.12") -> None:
        self.add(name, f'#!/bin/sh\nexec {sys.executable} "$@"\n')

    def add_uv(self, sync: str = "true") -> None:
        script = STUB_UV.format(calls=f"'{self.calls}'", python=sys.executable, sync=sync)
        self.add("uv", script)

    def set_up(self, *arguments: str) -> tuple[int, str]:
        """Exit code and everything said."""
        done = subprocess.run(
            [str(self.project / "scripts" / "setup"), *arguments],
            env={"PATH": str(self.path), "HOME": os.environ["HOME"], "PYTHONPATH": "/nowhere"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def called(self) -> Sequence[str]:
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return [line.partition(" --")[0] for line in lines if "--help" not in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_it_sets_up_once_and_again_when_the_lock_changes(machine: Machine) -> None:
    machine.add_python()
    machine.add_uv()
    assert machine.set_up()[0] == 0
    assert machine.called() == ["venv", "pip sync", "pip install"]
    assert machine.set_up() == (0, "")
    assert machine.called() == []
    with (machine.project / "requirements.lock").open("a") as file:
        file.write("# changed\n")
    assert machine.set_up()[0] == 0
    assert machine.called() == ["pip sync", "pip install"]


def test_a_moved_project_and_a_lost_python_are_set_up_anew(machine: Machine) -> None:
    machine.add_python()
    machine.add_uv()
    machine.set_up()
    machine.called()
    machine.project = machine.project.rename(machine.project.parent / "elsewhere")
    assert machine.set_up()[0] == 0
    assert machine.called() == ["pip sync", "pip install"]
    (machine.project / ".venv" / "bin" / "python").unlink()
    assert machine.set_up()[0] == 0
    assert machine.called() == ["venv", "pip sync", "pip install"]


def test_cut_short_it_starts_afresh(machine: Machine) -> None:
    machine.add_python()
    machine.add_uv(sync=": >.venv/half; kill -TERM $PPID; exit 1")
    assert machine.set_up()[0] != 0
    assert (machine.project / ".venv" / "half").exists()
    machine.called()
    machine.add_uv()
    assert machine.set_up()[0] == 0
    assert not (machine.project / ".venv" / "half").exists()
    assert machine.called() == ["venv", "pip sync", "pip install"]


def test_without_python(machine: Machine) -> None:
    machine.add("python3", "#!/bin/sh\nexit 127\n")  # a shim that leads nowhere
    code, said = machine.set_up()
    assert code == 1
    assert "no Python of version 3.11 or newer was found" in said


def test_without_venv_and_pip(machine: Machine) -> None:
    machine.add(
        "python3.11",
        '#!/bin/sh\ncase "$*" in "-m "*) echo "No module named $2" >&2; exit 1;; '
        '*_base_executable*) echo "$0"; exit;; esac\n'
        f'exec {sys.executable} "$@"\n',
    )
    code, said = machine.set_up()
    assert code == 1
    assert "apt install python3-venv" in said


def test_a_certificate_only_the_system_knows(machine: Machine) -> None:
    machine.add_python()
    machine.add_uv(sync='[ -n "$UV_SYSTEM_CERTS" ] || { echo "invalid peer certificate"; exit 2; }')
    code, said = machine.set_up()
    assert code == 0, said
    assert machine.called() == ["venv", "pip sync", "pip sync", "pip install"]


@pytest.mark.parametrize(
    ("sync", "code", "message"),
    [
        (
            "echo 'dns error: failed to lookup address' >&2; exit 2",
            75,
            "registry cannot be reached",
        ),
        ("echo 'No space left on device (os error 28)'; exit 2", 74, "no space is left"),
        ("echo 'Hash mismatch for x==1'; exit 2", 1, "not the one that requirements.lock names"),
        ("echo 'what else'; exit 2", 1, "installing the packages failed (see above)"),
    ],
)
def test_what_fails_is_said(machine: Machine, sync: str, code: int, message: str) -> None:
    machine.add_python()
    machine.add_uv(sync=sync)
    ended, said = machine.set_up()
    assert ended == code
    assert message in said
    assert said.count("error: ") >= 1
    assert not (machine.project / ".venv" / ".set-up").exists()


def test_a_small_disk_is_noticed_before_anything_is_fetched(machine: Machine) -> None:
    machine.add_python()
    machine.add_uv()
    machine.add("df", "#!/bin/sh\necho head\necho /dev/x 900000 800000 100000 90% /\n")
    code, said = machine.set_up()
    assert code == 74
    assert "only 97 MB are free" in said
    assert machine.called() == []
