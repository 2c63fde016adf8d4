"""What moved in the last period, and the probabilities of moving with their intervals."""

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
from analysis.report.lifecycle_stages_alluvial import Side, draw_alluvial
from analysis.report.time_to_churn import Claim, Section

NEWCOMER = ""
_MOST_ROWS = 22


def flows_section(tell: Telling, *, flows: pd.DataFrame, matrix: pd.DataFrame) -> Section:
    """``flows``: customers by stage before and after the last period (none on the tenure clock);
    ``matrix``: transition probabilities over a period."""
    report, words = tell.report, tell.report.words
    blocks: list[Block] = open_section(report, "flows")
    claims: tuple[Claim, ...] = ()
    if len(flows):
        claim = _claim(tell, flows)
        claims = (claim,)
        blocks += claim.blocks()
        moved = _movers(tell, flows)
        if len(moved):
            blocks.append(_alluvial(tell, flows, moved))
    else:
        blocks.append(Paragraph(words("stages-flows-tenure", time=tell.at(tell.period))))
    shown = _show(tell, matrix, flows)
    if shown["estimate"].notna().any():
        blocks += [
            Paragraph(words("stages-matrix-lead", time=tell.at(tell.period))),
            _heatmap(tell, shown),
            _table(tell, shown),
        ]
    return Section(tuple(blocks), claims)


def _movers(tell: Telling, flows: pd.DataFrame) -> pd.DataFrame:
    """Flows that lead elsewhere and are large enough to be shown."""
    elsewhere = flows["from_state"] != flows["to_state"]
    return flows[elsewhere & (flows["n"] >= tell.minimum)].reset_index(drop=True)


def _claim(tell: Telling, flows: pd.DataFrame) -> Claim:
    words = tell.report.words
    there = flows[flows["from_state"] != NEWCOMER]
    base = float(there["n"].sum())
    moved = there[there["from_state"] != there["to_state"]]
    lost = float(moved.loc[moved["to_state"] == tell.loss, "n"].sum())
    back = float(moved.loc[moved["from_state"] == tell.loss, "n"].sum())
    largest = moved.sort_values("n", ascending=False).iloc[0] if len(moved) else None
    text = words(
        "stages-flows-claim",
        time=tell.at(tell.period),
        moved=words.percent(float(moved["n"].sum()) / base),
        lost=words.count_or_suppressed(lost, tell.minimum),
        loss=tell.stage(tell.loss),
        back=words.count_or_suppressed(back, tell.minimum),
        arrived=words.number(flows.loc[flows["from_state"] == NEWCOMER, "n"].sum()),
    )
    if largest is None or largest["n"] < tell.minimum:
        return Claim("flows", text, words("stages-flows-meaning-none"))
    meaning = words(
        "stages-flows-meaning",
        move=tell.move(largest["from_state"], largest["to_state"]),
        n=words.number(largest["n"]),
        balance=words.number(abs(lost - back)),
        direction=words("stages-flows-more-lost" if lost >= back else "stages-flows-more-back"),
    )
    return Claim("flows", text, meaning)


def _alluvial(tell: Telling, flows: pd.DataFrame, moved: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    sources = [name for name in (NEWCOMER, *tell.stages) if (moved["from_state"] == name).any()]
    targets = [name for name in tell.stages if (moved["to_state"] == name).any()]
    fig, ax = new_chart(words, height=4.6)
    left = Side(
        sources,
        [_source_text(tell, name, flows, moved) for name in sources],
        [tell.color(name) for name in sources],
    )
    arrivals = moved.groupby("to_state")["n"].sum()
    right = Side(
        targets,
        [
            words("stages-alluvial-target", stage=tell.stage(name), n=words.number(arrivals[name]))
            for name in targets
        ],
        [tell.color(name) for name in targets],
    )
    draw_alluvial(ax, moved, left, right, write=words.number)
    largest = moved.sort_values("n", ascending=False)
    n_hidden = int(((flows["from_state"] != flows["to_state"]) & (flows["n"] < tell.minimum)).sum())
    return finish_chart(
        fig,
        id="fig-flows",
        claim=words(
            "stages-flows-title",
            move=_flow_name(tell, largest.iloc[0]),
            n=words.number(largest.iloc[0]["n"]),
        ),
        subtitle=words(
            "stages-flows-subtitle",
            time=tell.at(tell.period),
            date=words.date(report.as_of),
            n=words.number(moved["n"].sum()),
        ),
        alt=words(
            "stages-flows-alt",
            points=words.list(
                f"{_flow_name(tell, row)} {words.number(row['n'])}"
                for _, row in largest.head(8).iterrows()
            ),
        ),
        source=report.source_line,
        note=words("stages-flows-note", n=n_hidden, minimum=words.number(tell.minimum)),
    )


def _source_text(tell: Telling, name: str, flows: pd.DataFrame, moved: pd.DataFrame) -> str:
    words = tell.report.words
    left = words.number(moved.loc[moved["from_state"] == name, "n"].sum())
    if name == NEWCOMER:
        return words("stages-alluvial-target", stage=words("stages-newcomers"), n=left)
    before = words.number(flows.loc[flows["from_state"] == name, "n"].sum())
    return words("stages-alluvial-source", stage=tell.stage(name), n=left, all=before)


def _flow_name(tell: Telling, row: pd.Series) -> str:
    if row["from_state"] == NEWCOMER:
        return f"{tell.report.words('stages-newcomers')} → {tell.stage(row['to_state'])}"
    return tell.move(row["from_state"], row["to_state"])


def _show(tell: Telling, matrix: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """The matrix without stages of few customers and without cells of few."""
    kept = matrix[matrix["n"] >= tell.minimum].copy()
    expected = kept["estimate"] * kept["n"]
    few = (expected > 0) & (expected < tell.minimum)
    if len(flows):
        counted = flows.set_index(["from_state", "to_state"])["n"]
        keys = list(zip(kept["from_state"], kept["to_state"], strict=True))
        n = counted.reindex(pd.MultiIndex.from_tuples(keys)).fillna(0).to_numpy()
        few |= (n > 0) & (n < tell.minimum)
    kept["hidden"] = few
    kept.loc[few, ["estimate", "std_error", "conf_low", "conf_high"]] = float("nan")
    return order_stages(tell, kept)


def _heatmap(tell: Telling, shown: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    table = shown.pivot(index="from_state", columns="to_state", values="estimate")
    rows = [stage for stage in tell.stages if stage in table.index]
    reached = shown.groupby("to_state")["estimate"].max()
    columns = [stage for stage in tell.stages if reached.get(stage, 0) > 0]
    table = table.loc[rows, columns]
    table = table.where(table > 0)
    table.index = pd.Index([tell.stage(name) for name in table.index])
    table.columns = pd.Index([wrap_label(tell.stage(name), 11) for name in table.columns])
    fig, ax = new_chart(words, height=height_for_rows(len(rows)) + 0.55)
    plot_heatmap_table(ax, table, write=lambda p: words.percent(p, 0 if p > 0.0995 else 1))
    off = shown[(shown["from_state"] != shown["to_state"])].dropna(subset=["estimate"])
    top = off.sort_values("estimate", ascending=False).iloc[0]
    return finish_chart(
        fig,
        id="fig-matrix",
        claim=words(
            "stages-matrix-title",
            move=tell.move(top["from_state"], top["to_state"]),
            share=words.percent(top["estimate"], 0),
        ),
        subtitle=words("stages-matrix-subtitle", time=tell.at(tell.period)),
        alt=words(
            "stages-matrix-alt",
            points=words.list(
                f"{tell.move(row['from_state'], row['to_state'])} {words.percent(row['estimate'])}"
                for _, row in off.sort_values("estimate", ascending=False).head(8).iterrows()
            ),
        ),
        source=report.source_line,
        note=words("stages-matrix-note", minimum=words.number(tell.minimum)),
    )


def _table(tell: Telling, shown: pd.DataFrame) -> Table:
    """Probabilities with intervals, the largest moves of every stage."""
    report, words = tell.report, tell.report.words
    told = shown[(shown["estimate"] >= 0.005) & ~shown["hidden"]]
    if len(told) > _MOST_ROWS:
        told = told.loc[told["estimate"].nlargest(_MOST_ROWS).index]
        told = order_stages(tell, told.sort_index())
    rows = tuple(
        (
            tell.stage(row["from_state"]),
            words("stages-stays")
            if row["from_state"] == row["to_state"]
            else tell.stage(row["to_state"]),
            tell.share(row),
            words.number(row["n"]),
        )
        for _, row in told.iterrows()
    )
    return Table(
        id="tbl-matrix",
        caption=words("stages-matrix-caption", time=tell.at(tell.period)),
        columns=(
            Column(words("stages-head-from"), "left"),
            Column(words("stages-head-to"), "left"),
            Column(words("stages-head-probability", level=tell.level())),
            Column(words("stages-head-at-risk")),
        ),
        rows=rows,
        source=report.source_line,
        note=words("stages-matrix-table-note"),
    )
