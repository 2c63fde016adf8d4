"""What moved since the last period: inflow, mix and behaviour."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages import Telling, open_section, order_stages, withhold
from analysis.report.time_to_churn import Claim, Section

_TERMS = ("total", "inflow", "mix", "behaviour")


def change_section(tell: Telling, *, change: pd.DataFrame) -> Section:
    """``change`` as of ``estimate_stage_change``; none on the tenure clock."""
    report, words = tell.report, tell.report.words
    if change.empty:
        return withhold(tell, "change", "change-tenure")
    claim = _claim(tell, change)
    blocks: list[Block] = [
        *open_section(report, "change"),
        *claim.blocks(),
        _table(tell, change),
        Paragraph(words("stages-change-note-long", time=tell.at(tell.period))),
    ]
    return Section(tuple(blocks), (claim,))


def _signed(tell: Telling, value: float) -> str:
    plus = "+" if value > 0 else ""
    return plus + tell.report.words.number(value)


def _claim(tell: Telling, change: pd.DataFrame) -> Claim:
    words = tell.report.words
    lost = change[change["state"] == tell.loss]
    amounts = {str(term): float(n) for term, n in zip(lost["term"], lost["estimate"], strict=True)}
    behaviour = lost[lost["term"] == "behaviour"].iloc[0]
    told = behaviour["conf_low"] > 0 or behaviour["conf_high"] < 0
    text = words(
        "stages-change-claim",
        time=tell.at(tell.period),
        loss=tell.stage(tell.loss),
        total=_signed(tell, amounts["total"]),
        inflow=_signed(tell, amounts["inflow"]),
        mix=_signed(tell, amounts["mix"]),
        behaviour=tell.with_range(
            _signed(tell, behaviour["estimate"]),
            words.interval(behaviour["conf_low"], behaviour["conf_high"], "number"),
        ),
    )
    key = "worse" if behaviour["estimate"] > 0 else "better"
    key = key if told else "same"
    meaning = words(f"stages-change-meaning-{key}", loss=tell.stage(tell.loss), kind=tell.kind)
    return Claim("change", text, meaning)


def _table(tell: Telling, change: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = []
    cells = change.set_index(["state", "term"])
    for stage in order_stages(tell, change.drop_duplicates("state"), "state")["state"]:
        parts = cells.loc[stage]
        if not parts["estimate"].abs().max() > 0:
            continue
        line = [tell.stage(stage)]
        for term in _TERMS:
            row = parts.loc[term]
            text = _signed(tell, row["estimate"])
            if pd.notna(row["std_error"]) and row["std_error"] > 0:
                interval = words.interval(row["conf_low"], row["conf_high"], "number")
                text = tell.with_range(text, interval)
            line.append(text)
        rows.append(tuple(line))
    return Table(
        id="tbl-change",
        caption=words("stages-change-caption", time=tell.at(tell.period)),
        columns=(
            Column(words("stages-head-stage"), "left"),
            *(Column(words(f"stages-head-{term}")) for term in _TERMS),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("stages-change-note", level=tell.level()),
    )
