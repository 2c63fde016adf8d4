"""What moved since the last run: the same section in every report."""

from typing import Literal

import pandas as pd

from analysis.archive import Earlier, PublishedRun
from analysis.report.blocks import Block, Column, Heading, Paragraph, Table
from analysis.report.movement_names import CLOCKS, COMPARED, MovementNames
from analysis.report.report import Report
from analysis.report.time_to_churn import Claim, Section
from analysis.report.words import NOTHING

__all__ = ["COMPARED", "movement_section"]

_MOST_ROWS = 12
_FEWEST_ROWS = 6
_SERIES = ["analysis", "term", "stratum"]  # one figure at several times
_HEADS = ("figure", "before", "now", "change", "verdict")
_ALIGNED: dict[str, Literal["left", "right"]] = {"figure": "left", "verdict": "left"}


def movement_section(
    report: Report, earlier: Earlier, changes: pd.DataFrame, *, n_unmatched: int = 0
) -> Section:
    """What moved beyond chance since the run ``earlier`` found, by ``estimate.movement``.

    ``n_unmatched``: figures that only one of the runs has. One plain line where there is no run to
    compare with, or its data are those of today; nothing where none was to be compared.
    """
    if earlier.state == "off" or (earlier.run is None and earlier.state != "none"):
        return Section(())
    if earlier.run is None:
        return Section((Paragraph(report.words("movement-first")),))
    if earlier.state == "same_data":
        published = report.words.date(earlier.run.started.date())
        return Section((Paragraph(report.words("movement-same-data", date=published)),))
    if not len(changes):
        return Section((Paragraph(report.words("movement-nothing-shared")),))
    if changes["same"].all():
        published = report.words.date(earlier.run.started.date())
        n = report.words.number(len(changes))
        return Section((Paragraph(report.words("movement-all-same", date=published, n=n)),))
    return _tell(MovementNames(report), earlier.run, changes, n_unmatched)


def _tell(names: MovementNames, run: PublishedRun, changes: pd.DataFrame, n_out: int) -> Section:
    report, words = names.report, names.report.words
    moved = _surest(changes)
    claim = _claim(names, changes, moved)
    blocks: list[Block] = [
        Heading("movement", words("movement-heading")),
        Paragraph(_tell_runs(report, run)),
        *claim.blocks(),
    ]
    return Section((*blocks, _tabulate(names, changes, moved, n_out)), (claim,))


def _tell_runs(report: Report, run: PublishedRun) -> str:
    words = report.words
    published, now = words.date(run.started.date()), words.date(report.as_of)
    if run.as_of == report.as_of:
        return words("movement-same-day", published=published, now=now)
    before = words.date(run.as_of)
    return words("movement-lead", published=published, before=before, now=now)


def _surest(changes: pd.DataFrame) -> pd.DataFrame:
    """What moved beyond chance, the surest first, each figure at the time it moved most surely."""
    moved = changes[changes["moved"].fillna(False).astype(bool)]
    return moved.sort_values("p_value", kind="stable").drop_duplicates(_SERIES)


def _claim(names: MovementNames, changes: pd.DataFrame, moved: pd.DataFrame) -> Claim:
    words = names.report.words
    tested = int(changes["p_adjusted"].notna().sum())
    if not len(moved):
        text = words("movement-claim-none", tested=words.number(tested))
        return Claim("movement", text, words("movement-claim-none-means"))
    n_moved = int(changes["moved"].fillna(False).astype(bool).sum())
    text = words("movement-claim-some", n=words.number(n_moved), tested=words.number(tested))
    first = moved.iloc[0]
    unit = str(first["unit"])
    meaning = words(
        "movement-claim-some-means",
        what=names.figure(first),
        before=names.value(first["before"], unit),
        now=names.value(first["now"], unit),
        change=names.change(first),
    )
    return Claim("movement", text, meaning, "watch")


def _tabulate(
    names: MovementNames, changes: pd.DataFrame, moved: pd.DataFrame, n_out: int
) -> Table:
    words = names.report.words
    shown = _choose_rows(changes, moved)
    rows = tuple(
        (
            names.figure(row),
            names.value(row["before"], str(row["unit"])),
            names.value(row["now"], str(row["unit"])),
            NOTHING if row["same"] else names.change(row),
            words(f"movement-verdict-{_verdict(row)}"),
        )
        for _, row in shown.iterrows()
    )
    return Table(
        id="tbl-movement",
        caption=words("movement-caption"),
        columns=tuple(
            Column(words(f"movement-head-{head}", level=names.level()), _ALIGNED.get(head, "right"))
            for head in _HEADS
        ),
        rows=rows,
        source=names.report.source_line,
        note=words(
            "movement-note",
            out=words.number(n_out),
            false=words.percent(1 - names.report.confidence_level, 0),
        ),
    )


def _choose_rows(changes: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """The surest movements; where they are few, the figures asked for first beside them."""
    chosen = moved.head(_MOST_ROWS)
    if len(chosen) >= _FEWEST_ROWS:
        return chosen
    first = changes.assign(
        place=changes["analysis"].map(list(CLOCKS).index),
        part=~changes["stratum"].isin(["", "all"]),
        still=-changes["statistic"].abs().fillna(-1.0),  # what has no error, such as a start, last
    ).sort_values(["place", "part", "still"], kind="stable")
    rest = first.drop(columns=["place", "part", "still"])
    return pd.concat([chosen, rest]).drop_duplicates(_SERIES).head(_FEWEST_ROWS)


def _verdict(row: pd.Series) -> str:
    if row["same"]:
        return "same"
    if pd.isna(row["moved"]):
        return "unknown"
    return "moved" if row["moved"] else "chance"
