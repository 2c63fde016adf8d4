"""Which conclusions hold when silences are judged sooner or later."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages import Telling, open_section, withhold
from analysis.report.time_to_churn import Check, Claim, Section

_NAMES = ("riskiest_stage", "largest_leak")
_TERMS = (
    "loss_share", "churn_probability", "return_probability", "loss_change", *_NAMES,
)  # fmt: skip


def sensitivity_section(
    tell: Telling, *, comparison: pd.DataFrame, verdicts: pd.DataFrame
) -> Section:
    """``comparison`` and ``verdicts`` as of ``estimate.stage_definitions``."""
    report, words = tell.report, tell.report.words
    if comparison.empty:
        return withhold(tell, "sensitivity", "sensitivity-contracts")
    held = verdicts.set_index("term")["verdict"]
    n_held = int((held == "holds").sum())
    claim = Claim(
        "sensitivity",
        words(
            "stages-sensitivity-claim",
            n=n_held,
            all=words.number(len(held)),
            names=_list(tell, held, "holds"),
            others=_list(tell, held, "differs"),
            kind=tell.kind,
        )
        if 0 < n_held < len(held)
        else words(
            "stages-sensitivity-claim-all" if n_held else "stages-sensitivity-claim-none",
            all=words.number(len(held)),
            kind=tell.kind,
        ),
        words("stages-sensitivity-meaning" if n_held == len(held) else "stages-sensitivity-differ"),
    )
    blocks: list[Block] = [
        *open_section(report, "sensitivity"),
        *claim.blocks(),
        _table(tell, comparison, held),
        Paragraph(words("stages-sensitivity-numbers", kind=tell.kind)),
    ]
    check = Check(
        words("stages-check-definitions"),
        words(
            "stages-check-definitions-result",
            n=words.number(n_held),
            all=words.number(len(held)),
        ),
        n_held == len(held),
        words("stages-done-definitions"),
    )
    return Section(tuple(blocks), (claim,), (check,))


def _list(tell: Telling, held: pd.Series, verdict: str) -> str:
    words = tell.report.words
    return words.list(words(f"stages-short-{term}") for term in held[held == verdict].index)


def _table(tell: Telling, comparison: pd.DataFrame, held: pd.Series) -> Table:
    report, words = tell.report, tell.report.words
    definitions = list(comparison["definition"].unique())
    cells = comparison.set_index(["term", "definition"])
    rows = tuple(
        (
            words(f"stages-term-{term}", time=tell.at(tell.horizon), loss=tell.stage(tell.loss)),
            *(_cell(tell, term, cells.loc[(term, name)]) for name in definitions),
            words(f"stages-verdict-{held.get(term, 'number')}"),
        )
        for term in _TERMS
    )
    return Table(
        id="tbl-sensitivity",
        caption=words("stages-sensitivity-caption", kind=tell.kind),
        columns=(
            Column(words("stages-head-conclusion"), "left"),
            *(Column(words(f"stages-definition-{name}")) for name in definitions),
            Column(words("stages-head-holds"), "left"),
        ),
        rows=rows,
        source=report.source_line,
        note=words("stages-sensitivity-note", level=tell.level(), kind=tell.kind),
    )


def _cell(tell: Telling, term: str, row: pd.Series) -> str:
    words = tell.report.words
    if term in _NAMES:
        stages = [name for name in str(row["name"]).split(">") if name]
        return " → ".join(tell.stage(name) for name in stages) or "–"
    if pd.isna(row["estimate"]):
        return "–"
    if pd.isna(row["conf_low"]):
        return words.percent(row["estimate"])
    plus = "+" if term == "loss_change" and row["estimate"] > 0 else ""
    return plus + tell.share(row)
