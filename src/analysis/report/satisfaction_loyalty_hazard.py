"""The true hazard of a simulated company beside what the bridge finds of leaving by silence."""

import math

import pandas as pd

from analysis.report.blocks import Column, Paragraph, Table
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.time_to_churn import Claim, Section, one, only

_LINK = " ~ "
_STAGES = " -> "


def hazard_section(tell: Telling, *, truth: pd.DataFrame, leaving: pd.DataFrame) -> Section:
    """``truth``: rows of kind ``hazard``, log hazard ratios per standard deviation by true move
    (``declining -> churned ~ satisfaction``); ``leaving``: the bridge's estimates. Nothing where
    either is missing."""
    report, words = tell.report, tell.report.words
    known = truth[truth["kind"] == "hazard"] if len(truth) else truth
    if known.empty or leaving.empty:
        return Section(())
    alone = only(leaving, stratum="alone", method="corrected")
    measured = set(alone["term"])
    rows = [row for _, row in known.iterrows() if _cause(row) in measured]
    if not rows:
        return Section(())
    found = one(alone, term=_cause(rows[0]))
    claim = Claim(
        "loyalty-hazard",
        words(
            "loyalty-hazard-claim",
            construct=tell.name(_cause(rows[0])),
            found=tell.number_range(found, 2),
            truth=words.number(math.exp(rows[0]["estimate"]), 2),
        ),
        words("loyalty-hazard-meaning"),
        headline=False,
    )
    table = Table(
        id="tbl-loyalty-hazard",
        caption=words("loyalty-hazard-caption"),
        columns=(
            Column(words("loyalty-head-move"), "left"),
            Column(words("loyalty-head-construct"), "left"),
            Column(words("loyalty-head-ratio", level=tell.level())),
        ),
        rows=(
            *(
                (
                    words("loyalty-hazard-true", move=_move(tell, row)),
                    tell.name(_cause(row)),
                    words.number(math.exp(row["estimate"]), 2),
                )
                for row in rows
            ),
            (
                words("loyalty-hazard-found"),
                tell.name(_cause(rows[0])),
                tell.number_range(found, 2),
            ),
        ),
        source=report.source_line,
        note=words("loyalty-hazard-note"),
    )
    blocks = (
        *open_section(report, "hazard", words("loyalty-heading-hazard")),
        *claim.blocks(),
        table,
        Paragraph(words("loyalty-hazard-remark")),
    )
    return Section(blocks, (claim,))


def _cause(row: pd.Series) -> str:
    return str(row["term"]).partition(_LINK)[2]


def _move(tell: Telling, row: pd.Series) -> str:
    """``Declining → Churned``, by the names of the study's stages."""
    report = tell.report
    names = {stage.id: stage.name[report.language] for stage in report.study.stages.taxonomy.stages}
    stages = str(row["term"]).partition(_LINK)[0].split(_STAGES)
    return " → ".join(report.words.from_data(names.get(stage, stage)) for stage in stages)
