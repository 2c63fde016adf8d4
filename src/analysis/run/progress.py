"""What a run says while it runs: a bar on a terminal, else one timed line per event."""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from tqdm import tqdm


class Progress:
    """Progress over all studies of a command; safe to use from several threads."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._lock = threading.Lock()
        self._bar: tqdm | None = None
        if self._stream.isatty():
            self._bar = tqdm(
                total=0,
                file=self._stream,
                unit="step",
                leave=False,
                bar_format="{percentage:3.0f}% |{bar}| {n_fmt} of {total_fmt} steps, {elapsed}",
            )

    def say(self, study: str, text: str) -> None:
        """One line about ``study``."""
        with self._lock:
            line = f"{datetime.now():%H:%M:%S}  {study}: {text}"
            if self._bar is None:
                print(line, file=self._stream, flush=True)
            else:
                self._bar.write(line, file=self._stream)

    def expect(self, n_steps: int) -> None:
        """``n_steps`` more are to come."""
        with self._lock:
            if self._bar is not None:
                self._bar.total += n_steps
                self._bar.refresh()

    def advance(self) -> None:
        """One step is done."""
        with self._lock:
            if self._bar is not None:
                self._bar.update()

    def close(self) -> None:
        """Take the bar off the terminal."""
        with self._lock:
            if self._bar is not None:
                self._bar.close()


class Reporter:
    """Says what happens to one study, to whoever waits and to the run's log."""

    def __init__(self, progress: Progress, study: str, log: Path) -> None:
        self.progress = progress
        self._study = study
        self._log = log
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Show ``text`` and log it."""
        self.progress.say(self._study, text)
        self.log(text)

    def log(self, text: str) -> None:
        """Log ``text`` with the time; the file is closed between lines, so none is lost."""
        with self._lock, self._log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {text}\n")
