"""Time and peak memory of one call, in a process of its own; R scripts; Markdown tables."""

import json
import multiprocessing
import resource
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KIBIBYTES_PER_GIBIBYTE = 2**20


@dataclass(frozen=True)
class Measured:
    """What a call gave, its seconds, and the most memory its process ever held (GiB)."""

    result: Any
    seconds: float
    gibibytes: float


def measure(call: Callable[..., Any], *arguments: Any) -> Measured:
    """Run ``call`` in a fresh process; ``call`` returns (result, seconds).

    The seconds are its own, so that imports, compilation and the making of input do not count.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (call, arguments))


def _run(call: Callable[..., Any], arguments: tuple[Any, ...]) -> Measured:
    result, seconds = call(*arguments)
    return Measured(result, seconds, _peak_kibibytes() / _KIBIBYTES_PER_GIBIBYTE)


def _peak_kibibytes() -> int:
    """The most memory held since this process began; what getrusage says is its parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def timed(call: Callable[[], Any], *, repeat: int = 1) -> tuple[Any, float]:
    """The result and the best of ``repeat`` times."""
    best = float("inf")
    for _ in range(repeat):
        started = time.perf_counter()
        result = call()
        best = min(best, time.perf_counter() - started)
    return result, best


def run_r(script: Path, *arguments: str, timeout: float = 900) -> dict[str, Any] | None:
    """The JSON an R script prints; None when it does not end within ``timeout`` seconds."""
    command = ["Rscript", "--vanilla", str(script), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=True)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout.splitlines()[-1])


def markdown_row(cells: list[str]) -> str:
    """One row of a Markdown table."""
    return f"| {' | '.join(cells)} |"
