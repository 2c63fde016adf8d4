"""Kernels of this environment: at most as many at once as cores, none left behind."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from analysis.run.interruption import Interrupted

_LONGEST_SOCKET_FOLDER = 80  # the system allows a socket's path about 104 characters


class RunKernelManager(AsyncKernelManager):
    """Starts the interpreter that runs this, whatever kernels the user has installed."""

    output_file: IO[bytes] | None = None
    environment: Mapping[str, str] = os.environ
    last_client: Any = None

    @property
    def kernel_spec(self) -> KernelSpec:
        """The ipykernel of this environment."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")

    def client(self, **options: Any) -> Any:
        """A client of the kernel, remembered so that its channels can be closed."""
        self.last_client = super().client(**options)
        return self.last_client

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        options |= {"stdout": self.output_file, "stderr": self.output_file}
        options["env"] = dict(self.environment)
        return await super()._async_pre_start_kernel(**options)


class Kernels:
    """Slots for kernels; ``stop`` kills every living one and lets no other start.

    Kernels talk over sockets in a private folder: no port to clash over, none open to others.
    """

    def __init__(self, n_slots: int) -> None:
        self._slots = threading.Semaphore(n_slots)
        self._lock = threading.Lock()
        self._living: set[RunKernelManager] = set()
        self._numbers = count(1)
        self.stopped = False
        folder = tempfile.mkdtemp(prefix="analysis-")
        if len(folder) > _LONGEST_SOCKET_FOLDER:
            os.rmdir(folder)
            folder = tempfile.mkdtemp(prefix="analysis-", dir="/tmp")
        self.folder = Path(folder)

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for a free slot; raises Interrupted once the kernels were stopped."""
        with self._slots:
            self.check()
            yield

    def check(self) -> None:
        """Raise Interrupted once the kernels were stopped."""
        if self.stopped:
            raise Interrupted

    @contextmanager
    def kernel(self) -> Iterator[tuple[RunKernelManager, Path]]:
        """A kernel manager, and the file its process writes to outside of cells."""
        number = next(self._numbers)
        output = self.folder / f"{number}.out"
        manager = RunKernelManager(
            transport="ipc", connection_file=str(self.folder / f"{number}.json")
        )
        with output.open("wb") as file:
            manager.output_file = file
            manager.environment = kernel_environment(self.folder)
            with self._lock:
                self._living.add(manager)
            try:
                self.check()
                yield manager, output
            finally:
                with self._lock:
                    self._living.discard(manager)
                asyncio.run(_shut_down(manager))

    def stop(self) -> None:
        """Kill every kernel at once; what waits for one ends with an error or Interrupted."""
        self.stopped = True
        with self._lock:
            for manager in self._living:
                _kill(manager)

    def close(self) -> None:
        """Remove the private folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def kernel_environment(folder: Path) -> dict[str, str]:
    """The environment of a kernel: the caller's, without what would change its results.

    One thread for linear algebra: two make small fits slower and last digits differ. No start-up
    files of the user's IPython.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**os.environ, **threads, "IPYTHONDIR": str(folder / "ipython"), "MPLBACKEND": "agg"}


async def _shut_down(manager: RunKernelManager) -> None:
    if manager.last_client is not None:
        manager.last_client.stop_channels()
    if manager.has_kernel:
        await manager.shutdown_kernel(now=True)
    await manager.cleanup_resources()


def _kill(manager: RunKernelManager) -> None:
    pid = getattr(manager.provisioner, "pid", None)
    if pid:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # a kernel leads its own process group
