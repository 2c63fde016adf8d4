"""Are the histories sound, and does the Markov model hold: verdicts with the size of the fault."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages import Telling, open_section
from analysis.report.time_to_churn import Check, Section


def checks_section(tell: Telling, *, faults: pd.DataFrame, markov: pd.DataFrame) -> Section:
    """``faults`` as of ``check_spells``; ``markov`` as of ``measure_markov``."""
    report, words = tell.report, tell.report.words
    checks = [_spell_check(tell, faults)]
    rows = []
    for _, row in markov.iterrows():
        passed = None if pd.isna(row["passed"]) or row["passed"] is None else bool(row["passed"])
        size = words(f"stages-size-{row['size']}")
        factor = words.number(row["estimate"], 2)
        rows.append(
            (
                words(f"stages-markov-{row['term']}"),
                words.p_value(row["p_value"]),
                factor,
                size,
                words(_outcome(passed)),
            )
        )
        checks.append(
            Check(
                words(f"stages-check-{row['term']}"),
                words("stages-markov-result", factor=factor, size=size),
                passed,
                words("stages-done-holds" if passed else f"stages-done-{row['term']}"),
            )
        )
    table = Table(
        id="tbl-markov",
        caption=words("stages-markov-caption"),
        columns=(
            Column(words("stages-head-assumption"), "left"),
            Column(words("stages-head-p")),
            Column(words("stages-head-factor")),
            Column(words("stages-head-size"), "left"),
            Column(words("stages-head-passed"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("stages-markov-note"),
    )
    blocks: list[Block] = [
        *open_section(report, "checks", words("stages-checks-lead")),
        table,
        Paragraph(
            words("stages-markov-consequence", kind=tell.kind)
            if tell.calendar
            else words("stages-markov-consequence-tenure")
        ),
    ]
    return Section(tuple(blocks), (), tuple(checks))


def _outcome(passed: bool | None) -> str:
    if passed is None:
        return "stages-outcome-unknown"
    return "stages-outcome-passed" if passed else "stages-outcome-failed"


def _spell_check(tell: Telling, faults: pd.DataFrame) -> Check:
    words = tell.report.words
    if faults.empty:
        return Check(
            words("stages-check-spells"),
            words("stages-spells-sound"),
            True,
            words("stages-done-holds"),
        )
    names = [words(f"stages-fault-{check}") for check in faults["check"]]
    counts = [words.number(n) for n in faults["n_rows"]]
    found = words.list(f"{name} {n}" for name, n in zip(names, counts, strict=True))
    return Check(
        words("stages-check-spells"),
        words("stages-spells-faults", found=found),
        False,
        words("stages-done-spells"),
    )
