"""How customers move between snapshots: the next move within a month, and how long a visit is."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.stage_snapshots import Telling, largest_of, open_section, smallest_of
from analysis.report.time_to_churn import Claim, Section
from analysis.schema import DAYS_PER_MONTH

_LEAST_SHARE = 0.0005  # less is written 0.0%


def moves_section(
    tell: Telling, *, next_moves: pd.DataFrame, intensities: pd.DataFrame, seen: pd.DataFrame
) -> Section:
    """The next move within a month. ``seen``: pairs of snapshots that show each change, and ``n``,
    the customers who made it."""
    report, words = tell.report, tell.report.words
    keys = ["from_state", "to_state"]
    rates = intensities[[*keys, "estimate", "conf_low", "conf_high"]]
    joined = next_moves.merge(seen[[*keys, "n_events", "n"]], on=keys, how="left")
    joined = joined.merge(rates, on=keys, suffixes=("", "_rate"))
    told = joined[
        ~joined["at_boundary"]
        & (joined["n"] >= tell.minimum)
        & (joined["estimate"] >= _LEAST_SHARE)
    ]
    blocks: list[Block] = open_section(report, "moves", words("snapshots-moves-lead"))
    n_zero = int(joined["at_boundary"].sum())
    if told.empty:
        blocks.append(Paragraph(words("snapshots-moves-few")))
        return Section(tuple(blocks))
    claim = _moves_claim(tell, told)
    blocks += [*claim.blocks(), _moves_table(tell, told, len(joined) - len(told) - n_zero, n_zero)]
    return Section(tuple(blocks), (claim,))


def _moves_claim(tell: Telling, told: pd.DataFrame) -> Claim:
    words = tell.report.words
    to_loss = told[told["to_state"] == tell.loss]
    rows = to_loss if len(to_loss) else told
    top = largest_of(rows)
    text = words(
        "snapshots-moves-claim",
        stage=tell.stage(top["from_state"]),
        n=tell.of_hundred(top),
        to=tell.stage(top["to_state"]),
    )
    back = told[told["from_state"] == tell.loss]
    if back.empty:
        meaning = words("snapshots-moves-meaning-none", loss=tell.stage(tell.loss))
    else:
        first = largest_of(back)
        meaning = words(
            "snapshots-moves-meaning",
            loss=tell.stage(tell.loss),
            n=tell.of_hundred(first),
            to=tell.stage(first["to_state"]),
        )
    return Claim("moves", text, meaning)


def _moves_table(tell: Telling, told: pd.DataFrame, n_small: int, n_zero: int) -> Table:
    report, words = tell.report, tell.report.words
    rows = []
    for _, row in told.iterrows():
        low, high = (row[f"{side}_rate"] * DAYS_PER_MONTH for side in ("conf_low", "conf_high"))
        rate = tell.with_range(
            words.number(row["estimate_rate"] * DAYS_PER_MONTH, 3),
            words.interval(low, high, "number", digits=3),
        )
        cells = (tell.move(row["from_state"], row["to_state"]), tell.share(row), rate)
        rows.append((*cells, words.number(row["n_events"])))
    note = words("snapshots-moves-note", level=tell.level(), minimum=words.number(tell.minimum))
    more = words("snapshots-moves-more", small=n_small, zero=n_zero)
    return Table(
        id="tbl-moves",
        caption=words("snapshots-moves-caption"),
        columns=(
            Column(words("snapshots-head-move"), "left"),
            Column(words("snapshots-head-month")),
            Column(words("snapshots-head-intensity")),
            Column(words("snapshots-head-seen")),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=note + ("" if report.language == "zh" else " ") + more,
    )


def stays_section(tell: Telling, *, stays: pd.DataFrame, started: pd.Series) -> Section:
    """Mean length of a visit to each stage; ``started``: customers seen to begin one."""
    report, words = tell.report, tell.report.words
    told = stays[stays["stratum"].map(started).fillna(0) >= tell.minimum]
    others = told[told["stratum"] != tell.loss]
    rows = others if len(others) else told
    longest, shortest = largest_of(rows), smallest_of(rows)
    claim = Claim(
        "stays",
        words(
            "snapshots-stays-claim",
            longest=tell.stage(longest["stratum"]),
            long=tell.length(longest),
            shortest=tell.stage(shortest["stratum"]),
            short=tell.length(shortest),
        ),
        words("snapshots-stays-meaning", stage=tell.stage(shortest["stratum"])),
    )
    blocks = (*open_section(report, "stays"), *claim.blocks(), _stays_chart(tell, told, longest))
    return Section(blocks, (claim,))


def _stays_chart(tell: Telling, told: pd.DataFrame, top: pd.Series) -> Figure:
    report, words = tell.report, tell.report.words
    points = told.assign(label=[tell.stage(stage) for stage in told["stratum"]])
    written = {float(row["estimate"]): tell.length(row) for _, row in told.iterrows()}
    fig, ax = new_chart(words, height=height_for_rows(len(points)))
    plot_points_with_intervals(
        ax, points, log=True, write=lambda row: written[float(row["estimate"])]
    )
    label_axes(ax, x=words("snapshots-stays-axis"))
    return finish_chart(
        fig,
        id="fig-snapshots-stays",
        claim=words(
            "snapshots-stays-title",
            stage=tell.stage(top["stratum"]),
            time=tell.length(top, bare=True),
        ),
        subtitle=words("snapshots-stays-subtitle", level=tell.level()),
        alt=words(
            "snapshots-stays-alt",
            points=words.list(
                f"{tell.stage(row['stratum'])} {tell.length(row, bare=True)}"
                for _, row in told.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("snapshots-stays-note"),
    )
