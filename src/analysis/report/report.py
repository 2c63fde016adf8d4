"""A report in the making: what a notebook says goes through here, on screen and on record."""

import errno
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DiskFullError, ParameterError
from analysis.report.blocks import Block, Cover, Figure, Finding, KeyFigure, Notice
from analysis.report.emit import emit_block, emit_end_mark
from analysis.report.fonts import report_fonts
from analysis.report.privacy import suppress_small_cells
from analysis.report.words import Words, load_words
from analysis.results import (
    ESTIMATE_COLUMNS,
    Diagnostic,
    as_estimates,
    diagnostics_as_estimates,
)
from analysis.schema import PARAMETER_BOUNDS

if TYPE_CHECKING:
    from analysis.store import Tables
    from analysis.study import Study

TITLE_LENGTH = 120


class Report:
    """Shows blocks, keeps estimates and findings, and writes both at the end."""

    def __init__(
        self,
        notebook: str,
        study: "Study",
        tables: "Tables",
        *,
        words: Words,
        confidence_level: float,
    ) -> None:
        self.notebook = notebook
        self.study = study
        self.tables = tables
        self.words = words
        self.language = words.language
        self.confidence_level = confidence_level
        self._records: list[pd.DataFrame] = []
        self._findings: dict[str, Finding] = {}
        self._figures: dict[str, Figure] = {}

    @property
    def as_of(self) -> date:
        """The day the data go up to."""
        return self.tables.as_of

    @property
    def study_title(self) -> str:
        """The study's title in the report's language."""
        return self.words.from_data(self.study.title[self.language], TITLE_LENGTH)

    @property
    def organisation(self) -> str:
        """The organisation's name in the report's language."""
        return self.words.from_data(self.study.organisation[self.language], TITLE_LENGTH)

    @property
    def source_line(self) -> str:
        """The source of a figure or table: whose data, and up to which day."""
        return self.words(
            "common-source-line",
            organisation=self.organisation,
            study=self.study_title,
            date=self.words.date(self.as_of),
        )

    def label(self, key: object, *, column: str | None = None) -> str:
        """What a column, or a value of ``column``, is called; fit to print, wherever it is from."""
        name = self.study.label(str(key), self.language, column=column)
        return self.words.from_data(name)

    def show(self, *blocks: Block | Iterable[Block]) -> None:
        """Show blocks, in order; lists of blocks are opened.

        Findings and figures are kept for the record; one shown again under its id, as when a cell
        is run twice, takes the place of the first. The same id twice in one call is a ValueError.
        """
        flat = [block for item in blocks for block in _opened(item)]
        ids = [block.id for block in flat if hasattr(block, "id")]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"two blocks share an id: {', '.join(twice)}")
        for block in flat:
            if isinstance(block, Finding):
                self._findings[block.id] = block
            elif isinstance(block, Figure):
                self._figures[block.id] = block
            emit_block(block)

    def show_study_notes(self) -> None:
        """The caveats every report must state: the data's verdict unless green, the study's own."""
        if self.tables.verdict != "green":
            self.show(
                Notice(
                    title=self.words("common-data-quality"),
                    text=self.words(f"document-verdict-{self.tables.verdict}"),
                    tone="bad" if self.tables.verdict == "red" else "watch",
                )
            )
        notes = [self.words.from_data(note[self.language], 1000) for note in self.study.notes]
        if notes:
            separator = "" if self.language == "zh" else " "
            text = separator.join(notes)
            self.show(Notice(title=self.words("common-notes"), text=text, tone="neutral"))

    def record(
        self,
        results: pd.DataFrame | Sequence[Diagnostic],
        *,
        analysis: str,
        kind: str = "estimate",
        **constants: object,
    ) -> None:
        """Keep results for ``estimates/<notebook>.parquet``, without numbers about few customers.

        A frame is brought into ``results.ESTIMATE_COLUMNS`` with ``constants`` for the columns it
        lacks; diagnostics become one row each. Rows recorded twice are kept once.
        """
        if isinstance(results, pd.DataFrame):
            frame = as_estimates(results, analysis=analysis, kind=kind, **constants)
        else:
            frame = diagnostics_as_estimates(list(results), analysis=analysis)
        self._records.append(suppress_small_cells(frame, self.study.minimum_cell))

    def estimates(self) -> pd.DataFrame:
        """All that was recorded, and the findings shown, in ``results.ESTIMATE_COLUMNS``."""
        findings = pd.DataFrame(
            [(finding.id, finding.text) for finding in self._findings.values()],
            columns=["term", "text"],
        )
        rows = [*self._records, as_estimates(findings, analysis=self.notebook, kind="finding")]
        together = pd.concat([frame for frame in rows if len(frame)] or rows[-1:])
        return together.astype(ESTIMATE_COLUMNS).drop_duplicates(ignore_index=True)

    def finish(
        self,
        *,
        title: str,
        subtitle: str,
        key_figures: Sequence[KeyFigure] = (),
        output_dir: str | Path = "",
    ) -> None:
        """Show the cover, write estimates and figures when given a folder, and mark the end.

        Raises DiskFullError or ParameterError when ``output_dir`` does not take the files.
        """
        self.show(self._cover(title, subtitle, tuple(key_figures)))
        if output_dir:
            self._write(Path(output_dir))
        emit_end_mark(self.words("common-finished", count=len(self._figures)))

    def _cover(self, title: str, subtitle: str, key_figures: tuple[KeyFigure, ...]) -> Cover:
        words = self.words
        return Cover(
            title=title,
            subtitle=subtitle,
            organisation=self.organisation,
            date=words.date(self.as_of),
            language=self.language,
            key_figures=key_figures,
            details=(
                (words("common-study"), self.study_title),
                (words("common-as-of"), words.date(self.as_of)),
                (words("common-data-quality"), words(f"document-verdict-{self.tables.verdict}")),
                (words("common-confidence-level"), words.percent(self.confidence_level, 0)),
            ),
            iso_date=self.as_of.isoformat(),
        )

    def _write(self, folder: Path) -> None:
        number = self.notebook.partition("_")[0]
        try:
            estimates = folder / "estimates" / f"{self.notebook}.parquet"
            estimates.parent.mkdir(parents=True, exist_ok=True)
            self.estimates().to_parquet(estimates, index=False)
            for id, figure in self._figures.items():
                path = folder / "figures" / f"{number}_{id}.svg"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(figure.svg, encoding="utf-8")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFullError(f"no space left to write the results to {folder}") from error
            raise ParameterError(
                f"output_dir {folder} cannot be written ({error.strerror}); name another folder"
            ) from error


def open_report(
    notebook: str,
    study: "Study",
    tables: "Tables",
    *,
    language: str,
    confidence_level: float = 0.95,
) -> Report:
    """Begin the report of ``notebook`` (its file's stem, such as 03_time_to_churn).

    Raises ParameterError for a language there is no catalogue of, one whose font is missing, and
    a confidence level out of bounds.
    """
    low, high = PARAMETER_BOUNDS["confidence_level"]
    if not low <= confidence_level <= high:
        raise ParameterError(f"confidence_level {confidence_level} is not from {low} to {high}")
    words = load_words(language)
    report_fonts(language)  # now, rather than at the first chart
    return Report(notebook, study, tables, words=words, confidence_level=confidence_level)


def _opened(item: Block | Iterable[Block]) -> list[Block]:
    return list(item) if isinstance(item, Iterable) else [item]
