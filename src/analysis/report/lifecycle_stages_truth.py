"""Assigned stages beside the true ones, where a company is simulated."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_heatmap_table,
    wrap_label,
)
from analysis.report.lifecycle_stages import Telling, open_section, order_stages
from analysis.report.time_to_churn import Check, Claim, Section

_GOOD = 0.8


def truth_section(
    tell: Telling, *, true_days: pd.DataFrame, true_passage: pd.DataFrame, churn: pd.DataFrame
) -> Section:
    """``true_days``: customer-days by assigned and true stage; ``true_passage`` and ``churn``:
    first passage to loss of true and of assigned stages. Nothing without a truth on file."""
    report, words = tell.report, tell.report.words
    if true_days.empty:
        return Section(())
    table = true_days.pivot_table(
        index="truth", columns="assigned", values="days", aggfunc="sum", fill_value=0.0
    )
    agree = true_days.loc[true_days["assigned"] == true_days["truth"], "days"].sum()
    share = float(agree / true_days["days"].sum())
    bought = true_days[true_days["truth"] != tell.roles["prospect"]]
    share_bought = float(
        bought.loc[bought["assigned"] == bought["truth"], "days"].sum() / bought["days"].sum()
    )
    lost = true_days[true_days["truth"] == tell.loss]
    caught = float(lost.loc[lost["assigned"] == tell.loss, "days"].sum() / lost["days"].sum())
    claim = Claim(
        "truth",
        words(
            "stages-truth-claim",
            share=words.percent(share),
            bought=words.percent(share_bought),
        ),
        words("stages-truth-meaning", caught=words.percent(caught), loss=tell.stage(tell.loss)),
    )
    blocks: list[Block] = [
        *open_section(report, "truth"),
        *claim.blocks(),
        _chart(tell, table, share),
        Paragraph(words("stages-truth-passage-lead", time=tell.at(tell.horizon))),
        _passage_table(tell, true_passage, churn),
        Paragraph(words("stages-truth-limits", loss=tell.stage(tell.loss))),
    ]
    check = Check(
        words("stages-check-truth"),
        words("stages-truth-result", share=words.percent(share)),
        share >= _GOOD,
        words("stages-done-truth"),
    )
    return Section(tuple(blocks), (claim,), (check,))


def _passage_table(tell: Telling, true_passage: pd.DataFrame, churn: pd.DataFrame) -> Table:
    """Probability of loss by stage, from true and from assigned histories."""
    report, words = tell.report, tell.report.words
    assigned = churn[churn["time"] == churn["time"].max()].set_index("from_state")
    rows = []
    for _, row in order_stages(tell, true_passage).iterrows():
        there = assigned.loc[row["from_state"]]
        cells = (tell.share(found) if found["n"] >= tell.minimum else "–" for found in (row, there))
        rows.append((tell.stage(row["from_state"]), *cells))
    return Table(
        id="tbl-truth",
        caption=words("stages-truth-caption", time=tell.at(tell.horizon)),
        columns=(
            Column(words("stages-head-stage"), "left"),
            Column(words("stages-head-true", level=tell.level())),
            Column(words("stages-head-assigned", level=tell.level())),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("stages-truth-table-note"),
    )


def _chart(tell: Telling, table: pd.DataFrame, share: float) -> Figure:
    report, words = tell.report, tell.report.words
    rows = [stage for stage in tell.stages if stage in table.index]
    columns = [stage for stage in tell.stages if stage in table.columns]
    shares = table.div(table.sum(axis=1), axis=0).loc[rows, columns]
    shown = shares.where(shares >= 0.005)
    shown.index = pd.Index([tell.stage(stage) for stage in rows])
    shown.columns = pd.Index([wrap_label(tell.stage(stage), 11) for stage in columns])
    fig, ax = new_chart(words, height=height_for_rows(len(rows)) + 0.55)
    plot_heatmap_table(ax, shown, write=lambda p: words.percent(p, 0), low=0.0, high=1.0)
    hits = [
        f"{tell.stage(stage)} {words.percent(float(shares[stage][stage]), 0)}"
        for stage in rows
        if stage in columns
    ]
    return finish_chart(
        fig,
        id="fig-truth",
        claim=words("stages-truth-title", share=words.percent(share, 0)),
        subtitle=words("stages-truth-subtitle"),
        alt=words("stages-truth-alt", points=words.list(hits)),
        source=report.source_line,
        note=words("stages-truth-note"),
    )
