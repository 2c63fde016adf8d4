"""The manifest of a run: what was run on what, no more than is known."""

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.run.folder import LOG, MANIFEST

SCHEMA_VERSION = 1
DISTRIBUTION = "customer-lifecycle-study"
NOT_RECORDED = (
    "raw files one by one (their joint fingerprint is)",
    "versions of indirect dependencies (the lock's hash is)",
    "random streams inside a notebook (their seed is)",
    "machine and operating system",
)


def describe_code(root: Path) -> dict[str, Any]:
    """The revision of ``root`` and whether it was changed since; nulls outside of git."""
    revision = _git(root, "rev-parse", "HEAD")
    changes = _git(root, "status", "--porcelain") if revision else None
    return {"git_revision": revision, "git_dirty": None if changes is None else bool(changes)}


def describe_environment(root: Path) -> dict[str, Any]:
    """Python, the versions of the direct dependencies, and the hash of the lock file."""
    lock = root / "requirements.lock"
    return {
        "python": platform.python_version(),
        "packages": _direct_versions(),
        "lock_sha256": sha256_of(lock) if lock.is_file() else None,
    }


def list_outputs(folder: Path) -> dict[str, str]:
    """The sha256 of every file of the run, by its path in the run folder.

    The manifest itself and the log, which goes on until the end, are left out.
    """
    return {
        path.relative_to(folder).as_posix(): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (MANIFEST, LOG)
    }


def build_manifest(
    *, run: Mapping[str, Any], root: Path, draft: Path, started: datetime
) -> dict[str, Any]:
    """Everything known about a finished run; ``run`` holds what only the runner knows."""
    now = datetime.now(UTC)
    return {
        "schema_version": SCHEMA_VERSION,
        **run,
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": round((now - started).total_seconds(), 1),
        **describe_code(root),
        **describe_environment(root),
        "outputs": list_outputs(draft),
        "not_recorded": list(NOT_RECORDED),
    }


def to_json(manifest: Mapping[str, Any]) -> str:
    """The manifest as text, in a fixed order of keys."""
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _git(root: Path, *arguments: str) -> str | None:
    if not (root / ".git").exists():
        return None
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()


def _direct_versions() -> dict[str, str]:
    versions: dict[str, str] = {}
    for requirement in metadata.requires(DISTRIBUTION) or ():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # an optional extra that is not installed
            continue
    return versions
