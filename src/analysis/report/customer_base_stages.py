"""Section: where the customers are in the lifecycle today."""

import pandas as pd

from analysis.report.blocks import Column, Paragraph, Table
from analysis.report.customer_base import Section, open_section, state, withhold
from analysis.report.report import Report


def _source(report: Report) -> str:
    """What the stages are told from: contracts with dates where they say who is lost."""
    study = report.study
    by_contract = study.churn is not None and study.churn.kind == "contract_end"
    dated = "contracts" in study.tables and "start_date" in study.tables["contracts"].columns
    bought = "transactions" in report.tables.names
    return "contract" if dated and (by_contract or not bought) else "purchase"


def stage_section(report: Report, mix: pd.DataFrame) -> Section:
    """How many customers are in each stage, and what they spent; frame of count_stage_mix."""
    if mix.empty:
        return withhold(report, "stages", "purchases")
    words, minimum, kind = report.words, report.study.minimum_cell, _source(report)
    names = {
        stage.id: words.from_data(stage.name[report.language])
        for stage in report.study.stages.taxonomy.stages
    }
    total, cents = int(mix["n"].sum()), float(mix["amount_cents"].sum())
    largest = mix.iloc[int(mix["n"].to_numpy().argmax())]
    finding = state(
        "stages",
        words(
            "base-stages-finding",
            stage=names[str(largest["state"])],
            share=words.percent(float(largest["n"]) / total),
            total=words.number(total),
        ),
    )
    rows = []
    for stage, n, amount in zip(mix["state"], mix["n"], mix["amount_cents"], strict=True):
        shown = n >= minimum
        rows.append(
            (
                names[str(stage)],
                words.count_or_suppressed(n, minimum),
                words.percent(n / total) if shown else "–",
                words.percent(amount / cents) if shown and cents > 0 else "–",
            )
        )
    days = words.number(int(mix["money_days"].iloc[0]))
    renewal = words.duration(report.study.stages.renewal_days, "day", 0)
    table = Table(
        id="tbl-base-stages",
        caption=words("base-stages-caption", date=words.date(report.as_of)),
        columns=(
            Column(words("base-column-stage"), "left"),
            Column(words("base-column-customers")),
            Column(words("base-column-share-customers")),
            Column(words("base-column-share-money")),
        ),
        rows=tuple(rows),
        note=words("base-stages-note", days=days, kind=kind),
        source=report.source_line,
    )
    blocks = (
        open_section(report, "stages"),
        finding,
        Paragraph(words("base-stages-lead", kind=kind, renewal=renewal)),
        table,
    )
    return Section(blocks, findings=(finding,))
