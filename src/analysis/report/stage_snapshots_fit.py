"""The model against what was stored: from one snapshot to the next, and over the last horizon."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.stage_snapshots import Telling, open_section
from analysis.report.time_to_churn import Check, Claim, Section
from analysis.results import Diagnostic


def fit_section(
    tell: Telling,
    *,
    check: tuple[pd.DataFrame, Diagnostic],
    past: tuple[pd.DataFrame, Diagnostic] | None,
) -> Section:
    """Observed against expected: from one snapshot to the next, and over the last horizon.

    ``check`` are cells and verdict, ``past`` those of a model that knew nothing of the last
    horizon; None where the records do not reach back so far.
    """
    report, words = tell.report, tell.report.words
    cells, diagnostic = check
    claim = Claim(
        "fit",
        words(
            f"snapshots-fit-claim-{_outcome(diagnostic)}",
            share=words.percent(share_misplaced(cells)),
        ),
        _fit_meaning(tell, cells, diagnostic),
    )
    blocks: list[Block] = [
        *open_section(report, "fit", words("snapshots-fit-lead")),
        *claim.blocks(),
    ]
    checks = [
        Check(
            words("snapshots-check-fit"),
            _result(tell, cells, diagnostic),
            diagnostic.passed,
            words(f"snapshots-done-fit-{_outcome(diagnostic)}"),
        )
    ]
    if past is None:
        blocks.append(Paragraph(words("snapshots-past-none", time=tell.time())))
    else:
        blocks += _past_blocks(tell, past[0])
        checks.append(_past_check(tell, *past))
    return Section(tuple(blocks), (claim,), tuple(checks))


def share_misplaced(cells: pd.DataFrame) -> float:
    """The share of pairs that ended in another stage than the model puts them: half the sum of the
    differences."""
    wrong = (cells["observed"] - cells["expected"]).abs().sum() / 2
    return float(wrong / max(cells["observed"].sum(), 1))


def _past_blocks(tell: Telling, cells: pd.DataFrame) -> list[Block]:
    share = tell.report.words.percent(share_misplaced(cells))
    text = tell.report.words("snapshots-past-text", time=tell.time(), share=share)
    return [Paragraph(text), _past_table(tell, cells)]


def _past_check(tell: Telling, cells: pd.DataFrame, diagnostic: Diagnostic) -> Check:
    words = tell.report.words
    return Check(
        words("snapshots-check-past", time=tell.time()),
        _result(tell, cells, diagnostic),
        diagnostic.passed,
        words(f"snapshots-done-past-{_outcome(diagnostic)}"),
    )


def _outcome(diagnostic: Diagnostic) -> str:
    return {True: "passed", False: "failed", None: "unknown"}[diagnostic.passed]


def _result(tell: Telling, cells: pd.DataFrame, diagnostic: Diagnostic) -> str:
    words = tell.report.words
    if diagnostic.passed is None:
        return words("snapshots-few")
    return words(
        "snapshots-fit-result",
        share=words.percent(share_misplaced(cells)),
        p=words.p_value(diagnostic.p_value, named=True),
    )


def _fit_meaning(tell: Telling, cells: pd.DataFrame, diagnostic: Diagnostic) -> str:
    """Where the model is furthest off: the starting stage with the largest share misplaced."""
    words = tell.report.words
    if diagnostic.passed is not False:
        return words("snapshots-fit-meaning")
    off = (cells["observed"] - cells["expected"]).abs().groupby(cells["from_state"]).sum() / 2
    started = cells.groupby("from_state")["observed"].sum()
    shares = (off / started)[started >= tell.minimum]
    return words(
        "snapshots-fit-meaning-failed",
        stage=tell.stage(str(shares.idxmax())),
        share=words.percent(shares.max()),
    )


def _past_table(tell: Telling, cells: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    sums = cells.groupby("to_state")[["expected", "observed"]].sum()
    then = cells.groupby("from_state")["observed"].sum()
    rows = [
        (
            tell.stage(str(stage)),
            words.count_or_suppressed(then.get(stage, 0), tell.minimum),
            words.number(float(row["expected"])),
            words.count_or_suppressed(float(row["observed"]), tell.minimum),
        )
        for stage, row in sums.reindex(list(tell.stages), fill_value=0).iterrows()
        if row.max() >= tell.minimum
    ]
    return Table(
        id="tbl-past",
        caption=words("snapshots-past-caption", time=tell.time()),
        columns=(
            Column(words("snapshots-head-stage"), "left"),
            Column(words("snapshots-head-then")),
            Column(words("snapshots-head-model")),
            Column(words("snapshots-head-found")),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("snapshots-past-note"),
    )
