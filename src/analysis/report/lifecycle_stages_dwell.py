"""How long a visit to a stage lasts, and which stage comes next."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import finish_chart, format_ticks, height_for_rows, new_chart
from analysis.report.lifecycle_stages import Telling, open_section, order_stages
from analysis.report.time_to_churn import Claim, Section

_LEAST_LABELLED = 0.07


def dwell_section(tell: Telling, *, dwell: pd.DataFrame, following: pd.DataFrame) -> Section:
    """``dwell``: median sojourn times; ``following``: cumulative incidence of each next stage (the
    last time given is told)."""
    report, words = tell.report, tell.report.words
    rows = order_stages(tell, dwell[dwell["n"] >= tell.minimum], "stratum")
    last = following[
        (following["time"] == following["time"].max()) & (following["n"] >= tell.minimum)
    ]
    last = order_stages(tell, last)
    claim = _claim(tell, rows, last)
    blocks: list[Block] = [
        *open_section(report, "dwell"),
        *claim.blocks(),
        _table(tell, rows, last),
        _chart(tell, last),
        Paragraph(words(_definition(tell))),
    ]
    return Section(tuple(blocks), (claim,))


def _definition(tell: Telling) -> str:
    """Which lengths of visits come from the rules."""
    if not tell.calendar:
        return "stages-dwell-contracts"
    return "stages-dwell-dated" if tell.kind == "contract" else "stages-dwell-definition"


def _claim(tell: Telling, rows: pd.DataFrame, last: pd.DataFrame) -> Claim:
    words = tell.report.words
    known = rows[rows["estimate"].notna() & (rows["stratum"] != tell.loss)]
    points = words.list(
        words(
            "stages-dwell-point",
            stage=tell.stage(row["stratum"]),
            time=_median(tell, row),
        )
        for _, row in known.iterrows()
    )
    text = words("stages-dwell-claim", points=points) if len(known) else words("stages-dwell-none")
    risks = last[(last["to_state"] == tell.loss) & (last["from_state"] != tell.loss)]
    if risks.empty:
        return Claim("dwell", text, words("stages-dwell-meaning-none"))
    worst = risks.iloc[int(risks["estimate"].to_numpy().argmax())]
    meaning = words(
        "stages-dwell-meaning",
        stage=tell.stage(worst["from_state"]),
        share=tell.share(worst),
        loss=tell.stage(tell.loss),
        time=tell.at(tell.horizon),
    )
    return Claim("dwell", text, meaning)


def _median(tell: Telling, row: pd.Series) -> str:
    """The median with its interval; one without width comes from the rule, and is said to. None is
    said where all visits were over by then."""
    words = tell.report.words
    if pd.isna(row["estimate"]):
        return words("stages-not-reached")
    if row["conf_low"] == row["conf_high"]:
        return tell.with_range(tell.length(row["estimate"]), words("stages-by-rule"))
    if pd.isna(row["conf_low"]) and pd.isna(row["conf_high"]):
        return tell.length(row["estimate"])
    return tell.length_range(row)


def _table(tell: Telling, rows: pd.DataFrame, last: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    cells = []
    for _, row in rows.iterrows():
        after = last[
            (last["from_state"] == row["stratum"])
            & (last["to_state"] != row["stratum"])
            & (last["n_events"] >= tell.minimum)
        ].sort_values("estimate", ascending=False)
        following = [
            words("stages-next-cell", stage=tell.stage(to["to_state"]), share=tell.share(to, 0))
            for _, to in after.head(3).iterrows()
        ]
        cells.append(
            (
                tell.stage(row["stratum"]),
                _median(tell, row),
                words.number(row["n"]),
                words("stages-separator").join(following) or "–",
            )
        )
    return Table(
        id="tbl-dwell",
        caption=words("stages-dwell-caption"),
        columns=(
            Column(words("stages-head-stage"), "left"),
            Column(words("stages-head-median", level=tell.level())),
            Column(words("stages-head-visits")),
            Column(words("stages-head-next", time=tell.at(tell.horizon)), "left"),
        ),
        rows=tuple(cells),
        source=report.source_line,
        note=words("stages-dwell-note"),
    )


def _chart(tell: Telling, last: pd.DataFrame) -> Figure:
    """Stacked bars: where visits to each stage have led by the horizon."""
    report, words = tell.report, tell.report.words
    sources = [stage for stage in tell.stages if (last["from_state"] == stage).any()]
    fig, ax = new_chart(words, height=height_for_rows(len(sources)) + 0.7)
    left = np.zeros(len(sources))
    for target in tell.stages:
        cells = last[last["to_state"] == target].set_index("from_state")
        share = cells["estimate"].reindex(sources).fillna(0).to_numpy(float)
        # Still in the stage itself: pale, so that what is left over does not look like a move.
        for place, stage in enumerate(sources):
            still = stage == target
            ax.barh(
                place,
                share[place],
                0.72,
                left=left[place],
                color=tell.color(target),
                alpha=0.25 if still else 1.0,
                label=tell.stage(target) if place == 0 else "_",
            )
            if share[place] >= _LEAST_LABELLED:
                ax.text(
                    left[place] + share[place] / 2,
                    place,
                    words.percent(share[place], 0),
                    ha="center",
                    va="center",
                    fontsize=9,
                    color="#1F2933" if still else "white",
                )
        left += share
    handles = [
        ax.barh(0, 0, color=tell.color(stage))
        for stage in tell.stages
        if (last["to_state"] == stage).any()
    ]
    names = [tell.stage(stage) for stage in tell.stages if (last["to_state"] == stage).any()]
    ax.legend(handles, names, loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, borderaxespad=0.2)
    ax.set_yticks(range(len(sources)), [tell.stage(stage) for stage in sources])
    ax.invert_yaxis()
    ax.set_xlim(0, 1)
    ax.grid(visible=False)
    format_ticks(ax, x="percent")
    moves = last[last["from_state"] != last["to_state"]]
    top = moves.iloc[int(moves["estimate"].to_numpy().argmax())]
    return finish_chart(
        fig,
        id="fig-next",
        claim=words(
            "stages-next-title",
            stage=tell.stage(top["from_state"]),
            next=tell.stage(top["to_state"]),
            share=words.percent(top["estimate"], 0),
        ),
        subtitle=words("stages-next-subtitle", time=tell.at(tell.horizon)),
        alt=words(
            "stages-next-alt",
            points=words.list(
                f"{tell.move(row['from_state'], row['to_state'])} {words.percent(row['estimate'])}"
                for _, row in moves.sort_values("estimate", ascending=False).head(8).iterrows()
            ),
        ),
        source=report.source_line,
        note=words("stages-next-note"),
    )
