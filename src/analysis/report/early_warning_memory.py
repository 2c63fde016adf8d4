"""What became of the warnings of earlier runs: caught, missed, in time, saved."""

from datetime import date
from typing import Protocol

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.early_warning import EVERYONE, Telling, open_section
from analysis.report.early_warning_memory_calibration import (
    calibration_blocks,
    calibration_checks,
    claim_calibration,
)
from analysis.report.early_warning_memory_shift import shift_section
from analysis.report.time_to_churn import Claim, Section, one, only
from analysis.report.words import NOTHING
from analysis.results import Diagnostic

_COUNTED = ("caught", "missed", "false")
_SHARES = ("recall", "precision")
_MOST_RUNS = 12


class Remembered(Protocol):
    """What this section reads of ``estimate.early_warning.memory.Memory``."""

    @property
    def reason(self) -> str: ...
    @property
    def runs(self) -> pd.DataFrame: ...
    @property
    def lists(self) -> pd.DataFrame: ...
    @property
    def contact(self) -> pd.DataFrame: ...
    @property
    def ahead(self) -> pd.DataFrame: ...
    @property
    def curve(self) -> pd.DataFrame: ...
    @property
    def measures(self) -> pd.DataFrame: ...
    @property
    def calibrated(self) -> Diagnostic | None: ...
    @property
    def basis(self) -> str: ...


def memory_section(
    tell: Telling, memory: Remembered, *, then: pd.DataFrame, shift: pd.DataFrame
) -> Section:
    """The warnings of earlier runs against what then happened, and who is there now.

    ``then``: what the runs had recorded of their own calibration on past months (``run, term,
    estimate, conf_low, conf_high``); ``shift`` from ``compare_profile``. One plain line where
    nothing can be judged yet.
    """
    told, shifted = _tell_warnings(tell, memory, then), shift_section(tell, shift)
    blocks, claims = (*told.blocks, *shifted.blocks), (*told.claims, *shifted.claims)
    return Section(blocks, claims, told.checks)


def _tell_warnings(tell: Telling, memory: Remembered, then: pd.DataFrame) -> Section:
    words = tell.report.words
    opened = open_section(tell.report, "memory", words("warning-memory-heading"))
    if memory.reason:
        return Section((*opened, Paragraph(_tell_reason(tell, memory))))
    judged = memory.runs[memory.runs["state"] == "judged"]
    claims = [
        _claim_caught(tell, memory.lists),
        *_claim_ahead(tell, memory.ahead),
        *_claim_contact(tell, memory.contact),
    ]
    blocks: list[Block] = [*opened, Paragraph(_tell_lead(tell, memory.runs))]
    blocks += claims[0].blocks()
    blocks.append(_tabulate_lists(tell, memory.lists, judged))
    blocks += [block for claim in claims[1:] for block in claim.blocks()]
    if memory.calibrated is None:
        return Section(tuple(blocks), tuple(claims))
    calibration = claim_calibration(tell, memory.measures, memory.calibrated, memory.basis)
    own = then[then["run"] == judged["run"].iloc[-1]]
    blocks += calibration.blocks()
    blocks += calibration_blocks(tell, memory.curve, memory.measures, own, memory.calibrated)
    checks = calibration_checks(tell, memory.measures, memory.calibrated)
    return Section(tuple(blocks), (*claims, calibration), checks)


def _tell_reason(tell: Telling, memory: Remembered) -> str:
    words = tell.report.words
    if memory.reason != "waiting":
        return words(f"warning-memory-{memory.reason}", ahead=tell.ahead)
    first = memory.runs.iloc[0]
    return words(
        "warning-memory-waiting",
        as_of=words.date(first["as_of"]),
        ahead=tell.days(int(first["horizon"])),
        due=words.date(first["due"]),
    )


def _tell_lead(tell: Telling, runs: pd.DataFrame) -> str:
    words = tell.report.words
    judged, waiting = (runs[runs["state"] == state] for state in ("judged", "waiting"))
    said: dict[str, str | int] = {
        "n": len(judged),
        "first": words.date(judged["as_of"].iloc[0]),
        "last": words.date(judged["as_of"].iloc[-1]),
        "ahead": tell.days(int(judged["horizon"].iloc[-1])),
    }
    told = [words("warning-memory-lead", **said)]
    n_gone = int((judged["n"] - judged["n_known"]).sum())
    if n_gone:
        told.append(words("warning-memory-lead-gone", n=words.number(n_gone)))
    if len(waiting):
        due: date = waiting["due"].iloc[0]
        told.append(words("warning-memory-lead-waiting", n=len(waiting), due=words.date(due)))
    return ("" if tell.report.language == "zh" else " ").join(told)


def _claim_caught(tell: Telling, lists: pd.DataFrame) -> Claim:
    words = tell.report.words
    every = only(lists, stratum=EVERYONE)
    counts = {name: float(one(every, term=name)["estimate"]) for name in _COUNTED}
    lost = counts["caught"] + counts["missed"]
    if not counts["caught"] + counts["false"]:
        text = words("warning-memory-caught-none", lost=words.number(lost))
        return Claim("memory-caught", text, words("warning-memory-caught-none-means"), "watch")
    text = words(
        "warning-memory-caught",
        lost=words.number(lost),
        caught=words.count_or_suppressed(counts["caught"], tell.minimum),
        recall=tell.share(one(every, term="recall")),
    )
    lift = one(every, term="lift")
    better = lift["conf_low"] > 1
    meaning = words(
        "warning-memory-caught-means" if better else "warning-memory-caught-chance",
        precision=tell.share(one(every, term="precision")),
        base=words.percent(one(every, term="lost")["estimate"]),
        lift=tell.number_range(lift, 1),
    )
    return Claim("memory-caught", text, meaning, "good" if better else "watch")


def _claim_ahead(tell: Telling, ahead: pd.DataFrame) -> list[Claim]:
    """Nothing where too few losses had been listed to say when."""
    median = only(ahead, term="median_days") if len(ahead) else ahead
    if not len(median) or median["n"].iloc[0] < tell.minimum:
        return []
    words = tell.report.words
    text = words("warning-memory-ahead", median=_days(tell, median.iloc[0]))
    early = only(ahead, term="first_quartile_days").iloc[0]
    meaning = words(
        "warning-memory-ahead-means",
        quarter=tell.days(float(early["estimate"])),
        never=words.percent(1 - only(ahead, term="alerted")["estimate"].iloc[0]),
    )
    return [Claim("memory-ahead", text, meaning, headline=False)]


def _days(tell: Telling, row: pd.Series) -> str:
    interval = tell.report.words.interval(row["conf_low"], row["conf_high"], "number")
    return tell.with_range(tell.days(float(row["estimate"])), interval)


def _claim_contact(tell: Telling, contact: pd.DataFrame) -> list[Claim]:
    if not len(contact):
        return []
    words = tell.report.words
    saved = one(contact, term="saved")
    helped = saved["conf_low"] > 0
    verdict = "saved" if helped else "harmed" if saved["conf_high"] < 0 else "open"
    text = words(
        f"warning-memory-contact-{verdict}",
        holdout=tell.share(one(contact, term="lost_holdout")),
        contacted=tell.share(one(contact, term="lost_contacted")),
    )
    if helped and len(only(contact, term="saved_share")):
        share = tell.share(one(contact, term="saved_share"))
        meaning = words("warning-memory-contact-means", share=share)
    else:
        meaning = words(f"warning-memory-contact-{'open' if helped else verdict}-means")
    return [Claim("memory-contact", text, meaning, "good" if helped else "watch")]


def _tabulate_lists(tell: Telling, lists: pd.DataFrame, judged: pd.DataFrame) -> Table:
    words = tell.report.words
    shown = judged.tail(_MOST_RUNS)
    rows = [
        _tell_run(tell, lists, row["run"], words.date(row["as_of"])) for _, row in shown.iterrows()
    ]
    if len(judged) > 1:
        rows.append(_tell_run(tell, lists, EVERYONE, words("warning-memory-every-run")))
    heads = ("run", "listed", *_COUNTED, *_SHARES)
    return Table(
        id="tbl-memory-lists",
        caption=words("warning-memory-lists-caption"),
        columns=tuple(
            Column(words(f"warning-memory-head-{head}"), "left" if head == "run" else "right")
            for head in heads
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("warning-memory-lists-note", level=tell.level()),
    )


def _tell_run(tell: Telling, lists: pd.DataFrame, run: str, name: str) -> tuple[str, ...]:
    words = tell.report.words
    own = only(lists, stratum=run)
    counts = [float(one(own, term=term)["estimate"]) for term in _COUNTED]
    listed = counts[0] + counts[2]
    shares = [
        tell.share(one(own, term=term), 0) if (own["term"] == term).any() else NOTHING
        for term in _SHARES
    ]
    cells = [words.count_or_suppressed(count, tell.minimum) for count in (listed, *counts)]
    return (name, *cells, *shares)
