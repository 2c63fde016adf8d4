"""Where customers will be: probabilities over the horizon, and the base."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_heatmap_table,
    wrap_label,
)
from analysis.report.stage_snapshots import Telling, largest_of, open_section, smallest_of
from analysis.report.time_to_churn import Claim, Section, one

_LEAST_SHARE = 0.005


def probability_section(
    tell: Telling, *, probabilities: pd.DataFrame, started: pd.Series
) -> Section:
    """P(horizon) as a tinted table and with intervals; ``started``: customers in a stage."""
    report, words = tell.report, tell.report.words
    told = probabilities[
        (probabilities["from_state"].map(started).fillna(0) >= tell.minimum)
        & (probabilities["estimate"] >= _LEAST_SHARE)
    ]
    lead = words("snapshots-matrix-lead", time=tell.time())
    blocks: list[Block] = open_section(report, "matrix", lead)
    to_loss = told[(told["to_state"] == tell.loss) & (told["from_state"] != tell.loss)]
    claims: tuple[Claim, ...] = ()
    if len(to_loss):
        worst = largest_of(to_loss)
        best = smallest_of(to_loss)
        values = {"time": tell.time(), "loss": tell.stage(tell.loss)}
        claim = Claim(
            "matrix",
            words(
                "snapshots-matrix-claim",
                stage=tell.stage(worst["from_state"]),
                share=tell.share(worst),
                **values,
            ),
            words(
                "snapshots-matrix-meaning",
                stage=tell.stage(best["from_state"]),
                share=tell.share(best),
                **values,
            ),
        )
        claims, blocks = (claim,), [*blocks, *claim.blocks()]
    blocks += [_matrix(tell, told), _matrix_table(tell, told)]
    return Section(tuple(blocks), claims)


def _matrix(tell: Telling, told: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    grid = told.pivot(index="from_state", columns="to_state", values="estimate")
    order = [stage for stage in tell.stages if stage in grid.index]
    grid = grid.reindex(index=order, columns=list(tell.stages))
    grid.index = pd.Index([tell.stage(stage) for stage in grid.index])
    grid.columns = pd.Index([wrap_label(tell.stage(stage), 11) for stage in grid.columns])
    fig, ax = new_chart(words, height=height_for_rows(len(grid)) + 0.3)
    plot_heatmap_table(ax, grid, write=lambda share: words.percent(share, 0), low=0, high=1)
    moves = told[told["from_state"] != told["to_state"]]
    top = largest_of(moves)
    listed = moves.sort_values("estimate", ascending=False).head(8)
    return finish_chart(
        fig,
        id="fig-snapshots-matrix",
        claim=words(
            "snapshots-matrix-title",
            move=tell.move(top["from_state"], top["to_state"]),
            share=words.percent(top["estimate"], 0),
        ),
        subtitle=words("snapshots-matrix-subtitle", time=tell.time()),
        alt=words(
            "snapshots-matrix-alt",
            points=words.list(
                f"{tell.move(row['from_state'], row['to_state'])} {words.percent(row['estimate'])}"
                for _, row in listed.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("snapshots-matrix-note", minimum=words.number(tell.minimum)),
    )


def _matrix_table(tell: Telling, told: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (tell.stage(row["from_state"]), tell.stage(row["to_state"]), tell.share(row))
        for _, row in told.iterrows()
    )
    return Table(
        id="tbl-matrix",
        caption=words("snapshots-matrix-caption", time=tell.time()),
        columns=(
            Column(words("snapshots-head-from"), "left"),
            Column(words("snapshots-head-to"), "left"),
            Column(words("snapshots-head-probability", level=tell.level())),
        ),
        rows=rows,
        source=report.source_line,
        note=words("snapshots-matrix-note", minimum=words.number(tell.minimum)),
    )


def risk_key_figure(tell: Telling, *, probabilities: pd.DataFrame) -> KeyFigure:
    """For the cover: the highest probability of being lost at the horizon."""
    words = tell.report.words
    rows = probabilities[
        (probabilities["to_state"] == tell.loss) & (probabilities["from_state"] != tell.loss)
    ]
    worst = largest_of(rows)
    return KeyFigure(
        label=words(
            "snapshots-key-risk",
            stage=tell.stage(worst["from_state"]),
            loss=tell.stage(tell.loss),
            time=tell.time(),
        ),
        value=words.percent(worst["estimate"]),
        interval=words.interval(worst["conf_low"], worst["conf_high"]),
        note=words("snapshots-key-risk-note"),
    )


def base_key_figure(tell: Telling, *, forecast: pd.DataFrame) -> KeyFigure:
    """For the cover: customers to be expected in the stage of loss."""
    words = tell.report.words
    row = one(forecast, stratum=tell.loss)
    return KeyFigure(
        label=words("snapshots-key-base", loss=tell.stage(tell.loss), time=tell.time()),
        value=words.number(row["estimate"]),
        interval=words.interval(row["conf_low"], row["conf_high"], "number"),
        note=words("snapshots-key-base-note", now=words.number(row["now"])),
    )


def forecast_section(tell: Telling, *, forecast: pd.DataFrame, tried: bool) -> Section:
    """Today's customers by stage at the horizon; ``tried``: with the error of a past forecast."""
    report, words = tell.report, tell.report.words
    row = one(forecast, stratum=tell.loss)
    if row["conf_low"] > row["now"]:
        direction = "up"
    else:
        direction = "down" if row["conf_high"] < row["now"] else "same"
    values = {
        "time": tell.time(),
        "stage": tell.stage(tell.loss),
        "count": tell.count_range(row),
        "now": words.number(row["now"]),
    }
    claim = Claim(
        "forecast",
        words(f"snapshots-forecast-claim-{direction}", **values),
        words("snapshots-forecast-meaning"),
    )
    told = forecast[(forecast["now"] >= tell.minimum) | (forecast["estimate"] >= tell.minimum)]
    table = Table(
        id="tbl-forecast",
        caption=words("snapshots-forecast-caption", time=tell.time()),
        columns=(
            Column(words("snapshots-head-stage"), "left"),
            Column(words("snapshots-head-today")),
            Column(words("snapshots-head-expected", level=tell.level())),
        ),
        rows=tuple(
            (
                tell.stage(one["stratum"]),
                words.count_or_suppressed(one["now"], tell.minimum),
                tell.count_range(one),
            )
            for _, one in told.iterrows()
        ),
        source=report.source_line,
        note=words("snapshots-forecast-note", tried="yes" if tried else "no"),
    )
    return Section((*open_section(report, "forecast"), *claim.blocks(), table), (claim,))
