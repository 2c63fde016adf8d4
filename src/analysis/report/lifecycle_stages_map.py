"""Where customers are today: the stage map, with money, and the map under other taxonomies."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    new_chart,
)
from analysis.report.lifecycle_stages import Telling, open_section, order_stages
from analysis.report.time_to_churn import Claim, Section
from analysis.study.taxonomy import load_taxonomy


def map_section(
    tell: Telling, *, today: pd.DataFrame, missing: pd.DataFrame, taxonomies: pd.DataFrame
) -> Section:
    """Customers and money by stage today, stages the data cannot show, other taxonomies."""
    report, words = tell.report, tell.report.words
    rows = order_stages(tell, today, "state")
    claim = _claim(tell, rows)
    blocks: list[Block] = [*open_section(report, "map"), *claim.blocks(), _chart(tell, rows)]
    blocks.append(_table(tell, rows))
    for reason, states in missing.groupby("reason", sort=False)["state"]:
        names = words.list(words("stages-quoted", stage=tell.stage(state)) for state in states)
        blocks.append(
            Paragraph(
                words(f"stages-missing-{reason}", stages=names, n=len(states), kind=tell.kind)
            )
        )
    if len(taxonomies):
        blocks += [
            Paragraph(words("stages-taxonomies-lead", table="@tbl-taxonomies", kind=tell.kind)),
            _taxonomies_table(tell, taxonomies),
        ]
    return Section(tuple(blocks), (claim,))


def _claim(tell: Telling, rows: pd.DataFrame) -> Claim:
    words = tell.report.words
    total = float(rows["n"].sum())
    largest = rows.iloc[int(rows["n"].to_numpy().argmax())]
    lost = float(rows.loc[rows["state"] == tell.loss, "n"].sum())
    key = "stages-map-claim-loss" if largest["state"] == tell.loss else "stages-map-claim"
    text = words(
        key,
        n=words.number(total),
        lost=words.percent(lost / total),
        loss=tell.stage(tell.loss),
        stage=tell.stage(largest["state"]),
        share=words.percent(largest["n"] / total),
        active=words.percent(1 - lost / total),
    )
    money = float(rows["amount_cents"].sum())
    if not money > 0:
        return Claim("map", text, words("stages-map-meaning-counts", kind=tell.kind))
    richest = rows.iloc[int(rows["amount_cents"].to_numpy(float).argmax())]
    meaning = words(
        "stages-map-meaning",
        stage=tell.stage(richest["state"]),
        money=words.percent(richest["amount_cents"] / money),
        share=words.percent(richest["n"] / total),
        time=tell.at(int(rows["money_days"].iloc[0])),
        kind=tell.kind,
    )
    return Claim("map", text, meaning)


def _chart(tell: Telling, rows: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    with_money = float(rows["amount_cents"].sum()) > 0
    shown = rows[rows["n"] >= tell.minimum]
    fig, axes = new_chart(
        words, height=height_for_rows(len(shown)) + 0.3, columns=2 if with_money else 1
    )
    panels = list(axes) if with_money else [axes]
    names = [tell.stage(state) for state in shown["state"]]
    colors = [tell.color(state) for state in shown["state"]]
    for ax, column in zip(panels, ("n", "amount_cents"), strict=False):
        values = shown[column].to_numpy(float)
        ax.barh(range(len(shown)), values, 0.72, color=colors)
        ax.set_yticks(range(len(shown)), names if column == "n" else [""] * len(shown))
        ax.invert_yaxis()
        ax.set_xlim(0, 1.32 * max(values.max(), 1.0))
        ax.set_xticks([])
        ax.grid(visible=False)
        ax.spines["bottom"].set_visible(False)
        key = "stages-map-axis-n" if column == "n" else "stages-map-axis-money"
        ax.set_title(words(key, kind=tell.kind))
        for place, value in enumerate(values):
            text = words.number(value) if column == "n" else tell.money(value)
            ax.annotate(
                text, (value, place), xytext=(5, 0), textcoords="offset points", va="center"
            )
    format_ticks(panels[0])
    largest = rows.iloc[int(rows["n"].to_numpy().argmax())]
    total = float(rows["n"].sum())
    return finish_chart(
        fig,
        id="fig-map",
        claim=words(
            "stages-map-title",
            stage=tell.stage(largest["state"]),
            share=words.percent(largest["n"] / total, 0),
        ),
        subtitle=words(
            "stages-map-subtitle" if with_money else "stages-map-subtitle-counts",
            n=words.number(total),
            date=words.date(report.as_of),
            time=tell.at(int(rows["money_days"].iloc[0])),
            kind=tell.kind,
        ),
        alt=words(
            "stages-map-alt",
            points=words.list(
                f"{tell.stage(row['state'])} {words.number(row['n'])}"
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _table(tell: Telling, rows: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    total = float(rows["n"].sum())
    with_money = float(rows["amount_cents"].sum()) > 0
    cells = []
    for _, row in rows.iterrows():
        few = 0 < row["n"] < tell.minimum
        so_far = row["days_so_far"] / row["n"] if row["n"] else float("nan")
        line = [
            tell.stage(row["state"]),
            words.count_or_suppressed(row["n"], tell.minimum),
            "–" if few else words.percent(row["n"] / total),
            "–" if few or pd.isna(so_far) else tell.length(so_far),
        ]
        if with_money:
            line += [
                "–" if few else tell.money(row["amount_cents"]),
                "–" if few else tell.money(row["amount_cents"] / max(row["n"], 1)),
            ]
        cells.append(tuple(line))
    heads = ["stage", "customers", "share", "so-far"] + (
        ["money", "money-each"] if with_money else []
    )
    return Table(
        id="tbl-map",
        caption=words("stages-map-caption"),
        columns=tuple(
            Column(
                words(f"stages-head-{head}", kind=tell.kind),
                "left" if head == "stage" else "right",
            )
            for head in heads
        ),
        rows=tuple(cells),
        source=report.source_line,
        note=words(
            "stages-map-note" if with_money else "stages-map-note-counts",
            time=tell.at(int(rows["money_days"].iloc[0])),
            kind=tell.kind,
        ),
    )


def _taxonomies_table(tell: Telling, taxonomies: pd.DataFrame) -> Table:
    """One row per taxonomy: each of its stages with today's count."""
    report, words = tell.report, tell.report.words
    rows = []
    for name, counts in taxonomies.groupby("taxonomy", sort=False):
        taxonomy = load_taxonomy(str(name))
        found = counts.set_index("state")["n"]
        stages = [
            words(
                "stages-taxonomy-cell",
                stage=stage.name[report.language],
                count=words.count_or_suppressed(found[stage.id], tell.minimum),
            )
            for stage in taxonomy.stages
        ]
        rows.append((taxonomy.title[report.language], words("stages-separator").join(stages)))
    return Table(
        id="tbl-taxonomies",
        caption=words("stages-taxonomies-caption"),
        columns=(
            Column(words("stages-head-taxonomy"), "left"),
            Column(words("stages-head-stages"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("stages-taxonomies-note"),
    )
