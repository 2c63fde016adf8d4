"""Time to churn and to return from each stage, and the days to be expected in each."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.lifecycle_stages import Telling, open_section, order_stages, withhold
from analysis.report.time_to_churn import Claim, Section


def passage_section(
    tell: Telling, *, churn: pd.DataFrame, back: pd.DataFrame, stays: pd.DataFrame
) -> Section:
    """First passage to the stage of loss and out of it, and expected lengths of stay."""
    report, words = tell.report, tell.report.words
    rows = order_stages(tell, churn[churn["n"] >= tell.minimum])
    if rows.empty:
        return withhold(tell, "passage", "passage-few")
    claim = _claim(tell, _last(rows), _returned(tell, back))
    blocks: list[Block] = [
        *open_section(report, "passage"),
        *claim.blocks(),
        _chart(tell, _last(rows)),
        _table(tell, rows, back),
    ]
    if _returned(tell, back) is None:
        blocks.append(Paragraph(words("stages-passage-no-return", loss=tell.stage(tell.loss))))
    blocks += [
        Paragraph(words("stages-stays-lead", time=tell.at(tell.horizon))),
        _stays_table(tell, stays),
    ]
    return Section(tuple(blocks), (claim,))


def passage_key_figure(tell: Telling, *, churn: pd.DataFrame) -> KeyFigure:
    """For the cover: the stage with the highest risk of loss within the horizon."""
    words = tell.report.words
    rows = _last(churn[churn["n"] >= tell.minimum])
    worst = rows.iloc[int(rows["estimate"].to_numpy().argmax())]
    return KeyFigure(
        label=words(
            "stages-key-risk", stage=tell.stage(worst["from_state"]), time=tell.at(tell.horizon)
        ),
        value=words.percent(worst["estimate"]),
        interval=words.interval(worst["conf_low"], worst["conf_high"]),
        note=words("stages-key-risk-note"),
    )


def return_key_figure(tell: Telling, *, back: pd.DataFrame, stays: pd.DataFrame) -> KeyFigure:
    """For the cover: the share of the lost who come back within the horizon; without returns, the
    time a new customer can be expected not to be lost within the horizon."""
    words = tell.report.words
    found = _returned(tell, back)
    if found is not None:
        return KeyFigure(
            label=words("stages-key-return", time=tell.at(tell.horizon)),
            value=words.percent(found["estimate"]),
            interval=words.interval(found["conf_low"], found["conf_high"]),
            note=words("stages-key-return-note", n=words.number(found["n"])),
        )
    lost = stays[(stays["to_state"] == tell.loss) & (stays["from_state"] != tell.loss)]
    row = lost[lost["n"] >= tell.minimum].iloc[0]
    return KeyFigure(
        label=words(
            "stages-key-stay", stage=tell.stage(row["from_state"]), time=tell.at(tell.horizon)
        ),
        value=words.duration(tell.horizon - row["estimate"], tell.unit, 1),
        interval=words.interval(
            tell.horizon - row["conf_high"],
            tell.horizon - row["conf_low"],
            "duration",
            unit=tell.unit,
            digits=1,
        ),
        note=words("stages-key-stay-note"),
    )


def _last(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["time"] == rows["time"].max()]


def _returned(tell: Telling, back: pd.DataFrame) -> pd.Series | None:
    """The row of returns by the horizon, where the lost are enough and any came back."""
    rows = _last(back)
    rows = rows[(rows["n"] >= tell.minimum) & (rows["estimate"] > 0)]
    return None if rows.empty else rows.iloc[0]


def _claim(tell: Telling, last: pd.DataFrame, back: pd.Series | None) -> Claim:
    words = tell.report.words
    worst = last.iloc[int(last["estimate"].to_numpy().argmax())]
    best = last.iloc[int(last["estimate"].to_numpy().argmin())]
    text = words(
        "stages-passage-claim",
        time=tell.at(tell.horizon),
        worst=tell.stage(worst["from_state"]),
        high=tell.share(worst),
        best=tell.stage(best["from_state"]),
        low=tell.share(best),
        loss=tell.stage(tell.loss),
    )
    if back is None:
        return Claim("passage", text, words("stages-passage-meaning-none"))
    return Claim(
        "passage",
        text,
        words(
            "stages-passage-meaning",
            share=tell.share(back),
            time=tell.at(tell.horizon),
            loss=tell.stage(tell.loss),
        ),
    )


def _chart(tell: Telling, last: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    frame = last.assign(label=[tell.stage(stage) for stage in last["from_state"]])
    fig, ax = new_chart(words, height=height_for_rows(len(frame)))
    plot_points_with_intervals(ax, frame, write=tell.share)
    ax.set_xlim(left=0)
    format_ticks(ax, x="percent")
    worst = last.iloc[int(last["estimate"].to_numpy().argmax())]
    return finish_chart(
        fig,
        id="fig-passage",
        claim=words(
            "stages-passage-title",
            stage=tell.stage(worst["from_state"]),
            share=words.percent(worst["estimate"], 0),
            time=tell.at(tell.horizon),
        ),
        subtitle=words(
            "stages-passage-subtitle",
            loss=tell.stage(tell.loss),
            time=tell.at(tell.horizon),
            level=tell.level(),
        ),
        alt=words(
            "stages-passage-alt",
            points=words.list(
                f"{tell.stage(row['from_state'])} {words.percent(row['estimate'])}"
                for _, row in last.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _table(tell: Telling, rows: pd.DataFrame, back: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    times = sorted(rows["time"].unique())
    told = pd.concat([rows, back[(back["n"] >= tell.minimum) & (back["estimate"] > 0)]])
    cells = []
    for (source, target), frame in told.groupby(["from_state", "to_state"], sort=False):
        at = frame.set_index("time")
        name = (
            tell.move(str(source), str(target))
            if target
            else words("stages-move-back", loss=tell.stage(str(source)))
        )
        cells.append(
            (
                name,
                *(tell.share(at.loc[time]) if time in at.index else "–" for time in times),
                words.number(frame["n"].iloc[0]),
            )
        )
    return Table(
        id="tbl-passage",
        caption=words("stages-passage-caption"),
        columns=(
            Column(words("stages-head-move"), "left"),
            *(Column(words("stages-head-within", time=tell.at(time))) for time in times),
            Column(words("stages-head-at-risk")),
        ),
        rows=tuple(cells),
        source=report.source_line,
        note=words("stages-passage-note", level=tell.level()),
    )


def _stays_table(tell: Telling, stays: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    shown = order_stages(tell, stays[stays["n"] >= tell.minimum])
    reached = shown.groupby("to_state")["estimate"].max()
    targets = [stage for stage in tell.stages if reached.get(stage, 0) >= 0.05]
    cells = []
    for source, frame in shown.groupby("from_state", sort=False):
        told = (_days(tell, frame[frame["to_state"] == to].iloc[0]) for to in targets)
        cells.append((tell.stage(str(source)), *told))
    return Table(
        id="tbl-stays",
        caption=words("stages-stays-caption", time=tell.at(tell.horizon)),
        columns=(
            Column(words("stages-head-from"), "left"),
            *(Column(tell.stage(stage)) for stage in targets),
        ),
        rows=tuple(cells),
        source=report.source_line,
        note=words(f"stages-stays-note-{tell.unit}", level=tell.level()),
    )


def _days(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    if row["estimate"] < 0.05:
        return "–"
    half = (row["conf_high"] - row["conf_low"]) / 2
    return words(
        "stages-plus-minus", value=words.number(row["estimate"], 1), half=words.number(half, 1)
    )
