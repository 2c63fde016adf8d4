"""Where the largest leak is and what closing it would be worth, as arithmetic."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.lifecycle_stages import Telling, open_section, order_stages, withhold
from analysis.report.time_to_churn import Claim, Section

_MOST_LEAKS = 6
_PART = 0.1


def leaks_section(tell: Telling, *, leaks: pd.DataFrame, worth: pd.DataFrame) -> Section:
    """``leaks`` and ``worth`` as of ``estimate.leaks``; money is spend, not margin."""
    report, words = tell.report, tell.report.words
    if worth.empty:
        return withhold(tell, "leaks", "leaks", kind=tell.kind)
    told = leaks[leaks["conf_low"] > 0]
    if told.empty:
        return withhold(tell, "leaks", "leaks-none", kind=tell.kind)
    claim = _claim(tell, told.iloc[0])
    blocks: list[Block] = [
        *open_section(report, "leaks"),
        *claim.blocks(),
        _table(tell, told.head(_MOST_LEAKS)),
        Paragraph(words("stages-leaks-caveat")),
        _worth_table(tell, worth),
    ]
    return Section(tuple(blocks), (claim,))


def _claim(tell: Telling, top: pd.Series) -> Claim:
    words = tell.report.words
    values = {
        "move": tell.move(top["from_state"], top["to_state"]),
        "n": words.number(top["n_events"]),
        "period": tell.at(tell.period),
        "per_year": words.number(top["per_year"]),
        "difference": tell.money(top["difference"]),
        "time": tell.at(tell.horizon),
        "money": tell.money_range(top),
        "kind": tell.kind,
    }
    part = top[["estimate", "conf_low", "conf_high"]] * _PART
    return Claim(
        "leaks",
        words("stages-leaks-claim", **values),
        words("stages-leaks-meaning", part=tell.money_range(part), **values),
    )


def _table(tell: Telling, told: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            tell.move(row["from_state"], row["to_state"]),
            words.number(row["n_events"]),
            words.number(row["per_year"]),
            tell.money(row["difference"]),
            tell.money_range(row),
        )
        for _, row in told.iterrows()
    )
    return Table(
        id="tbl-leaks",
        caption=words("stages-leaks-caption", kind=tell.kind),
        columns=(
            Column(words("stages-head-move"), "left"),
            Column(words("stages-head-moves", time=tell.at(tell.period))),
            Column(words("stages-head-per-year")),
            Column(words("stages-head-difference", time=tell.at(tell.horizon), kind=tell.kind)),
            Column(words("stages-head-leak", level=tell.level())),
        ),
        rows=rows,
        source=report.source_line,
        note=words("stages-leaks-note", kind=tell.kind),
    )


def _worth_table(tell: Telling, worth: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            tell.stage(row["stratum"]),
            words.count_or_suppressed(row["n"], tell.minimum),
            "–" if row["n"] < tell.minimum else tell.money_range(row, 2),
        )
        for _, row in order_stages(tell, worth, "stratum").iterrows()
    )
    return Table(
        id="tbl-worth",
        caption=words("stages-worth-caption", time=tell.at(tell.horizon), kind=tell.kind),
        columns=(
            Column(words("stages-head-stage"), "left"),
            Column(words("stages-head-customers")),
            Column(words("stages-head-worth", level=tell.level(), kind=tell.kind)),
        ),
        rows=rows,
        source=report.source_line,
        note=words("stages-worth-note"),
    )
