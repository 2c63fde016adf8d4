"""What goes with leaving: each driver in customers and in time, beside its hazard ratio."""

import pandas as pd

from analysis.report.blocks import Column, Figure, Notice, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import Claim, Section, Telling, only, open_section, withhold
from analysis.report.time_to_churn_ratios import comparison, ratios_table

_STRONGEST = 3


def drivers_section(
    report: Report,
    *,
    effects: pd.DataFrame,
    coefficients: pd.DataFrame,
    stratified: tuple[str, ...] = (),
    withheld: str = "",
    last: float,
) -> Section:
    """What each driver goes with, all other drivers held as they are.

    ``effects`` has one row per comparison and measure: ``driver, level, reference, measure`` (lost:
    difference in customers lost by ``time``, as a share; stay: difference in restricted mean time
    to ``time``), ``time, estimate, conf_low, conf_high, n``. ``coefficients`` has hazard ratios:
    ``driver, level, reference, period, estimate, conf_low, conf_high``. ``withheld`` is the reason
    why there is no model, if there is none.
    """
    if withheld:
        return withhold(report, "drivers", withheld)
    words = report.words
    tell = Telling(report, last)
    lost = only(effects, measure="lost").reset_index(drop=True)
    claims = _claims(tell, lost, only(effects, measure="stay"))
    blocks = open_section(report, "drivers", words("churn-drivers-lead"))
    for claim in claims:
        blocks += claim.blocks()
    blocks += [
        Notice(words("churn-association-title"), words("churn-association"), "neutral"),
        _chart(tell, lost),
        _effects_table(tell, effects),
        ratios_table(tell, coefficients),
    ]
    if stratified:
        names = words.list(tell.segment(column) for column in stratified)
        blocks.append(Paragraph(words("churn-drivers-stratified", drivers=names)))
    return Section(tuple(blocks), tuple(claims))


def _excludes_zero(rows: pd.DataFrame) -> pd.Series:
    return (rows["conf_low"] > 0) | (rows["conf_high"] < 0)


def _claims(tell: Telling, lost: pd.DataFrame, stay: pd.DataFrame) -> list[Claim]:
    """The strongest associations that can be told from none, one per driver."""
    words = tell.report.words
    told = lost[_excludes_zero(lost)]
    if told.empty:
        text = words("churn-drivers-none", time=tell.at(lost["time"].iloc[0]))
        return [Claim("drivers", text, words("churn-drivers-none-meaning"), "neutral")]
    order = told["estimate"].abs().sort_values(ascending=False, kind="stable").index
    strongest = told.loc[order].drop_duplicates("driver").head(_STRONGEST)
    return [
        _claim(tell, row, stay, position)
        for position, (_, row) in enumerate(strongest.iterrows(), start=1)
    ]


def _claim(tell: Telling, row: pd.Series, stay: pd.DataFrame, position: int) -> Claim:
    words = tell.report.words
    fewer = row["estimate"] < 0
    text = words(
        "churn-driver-claim-fewer" if fewer else "churn-driver-claim-more",
        driver=tell.segment(row["driver"]),
        comparison=comparison(tell, row),
        n=per_thousand_difference(tell, row),
        time=tell.at(row["time"]),
    )
    same = stay[
        (stay["driver"] == row["driver"])
        & (stay["level"].fillna("") == ("" if pd.isna(row["level"]) else row["level"]))
    ]
    if same.empty:
        return Claim(f"driver-{position}", text, words("churn-driver-meaning-plain"))
    other = same.iloc[0]
    key = "churn-driver-meaning-longer" if other["estimate"] > 0 else "churn-driver-meaning-shorter"
    meaning = words(key, stay=_length_difference(tell, other), time=tell.at(other["time"]))
    return Claim(f"driver-{position}", text, meaning)


def per_thousand_difference(tell: Telling, row: pd.Series) -> str:
    """``257 (231 to 284)``: the size of a difference per thousand customers, without its sign."""
    words = tell.report.words
    size, low, high = _sizes(row)
    return tell.with_range(
        words.number(1000 * size), words.interval(1000 * low, 1000 * high, "number")
    )


def _length_difference(tell: Telling, row: pd.Series) -> str:
    size, low, high = _sizes(row)
    shown = pd.Series({"estimate": size, "conf_low": low, "conf_high": high})
    return tell.with_range(tell.length(size), tell.length_range(shown))


def _sizes(row: pd.Series) -> tuple[float, float, float]:
    """A difference turned to its positive side, limits in order."""
    sign = -1.0 if row["estimate"] < 0 else 1.0
    ends = sorted((sign * row["conf_low"], sign * row["conf_high"]))
    return sign * row["estimate"], ends[0], ends[1]


def _title(tell: Telling, lost: pd.DataFrame) -> str:
    words = tell.report.words
    told = lost[_excludes_zero(lost)]
    if told.empty:
        return words("churn-drivers-title-none")
    top = told.iloc[int(told["estimate"].abs().to_numpy().argmax())]
    return words(
        "churn-drivers-title-fewer" if top["estimate"] < 0 else "churn-drivers-title-more",
        driver=tell.segment(top["driver"]),
        comparison=comparison(tell, top),
        n=words.number(1000 * abs(top["estimate"])),
    )


def _chart(tell: Telling, lost: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    rows = pd.DataFrame(
        {
            "label": [_short(tell, row) for _, row in lost.iterrows()],
            "estimate": 1000 * lost["estimate"],
            "conf_low": 1000 * lost["conf_low"],
            "conf_high": 1000 * lost["conf_high"],
        }
    )
    fig, ax = new_chart(words, height=height_for_rows(len(rows)))
    plot_points_with_intervals(ax, rows, reference=0, write=lambda row: _signed(tell, row))
    time = tell.at(lost["time"].iloc[0])
    label_axes(ax, x=words("churn-axis-lost-difference", time=time))
    return finish_chart(
        fig,
        id="fig-drivers",
        claim=_title(tell, lost),
        subtitle=words("churn-drivers-subtitle", time=time, level=tell.level()),
        alt=words(
            "churn-drivers-alt",
            time=time,
            points=words.list(f"{row['label']} {_signed(tell, row)}" for _, row in rows.iterrows()),
        ),
        source=report.source_line,
        note=_note(tell, lost),
    )


def _signed(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    plus = "+" if row["estimate"] > 0 and words.number(row["estimate"]) != words.number(0) else ""
    return tell.with_range(
        plus + words.number(row["estimate"]),
        words.interval(row["conf_low"], row["conf_high"], "number"),
    )


def _short(tell: Telling, row: pd.Series) -> str:
    """A comparison for the axis of a chart, its reference left to the note."""
    words = tell.report.words
    if row["level"] == "":
        level = comparison(tell, row)
    else:
        level = tell.group(row["driver"], str(row["level"]))
    return words("churn-driver-level", driver=tell.segment(row["driver"]), level=level)


def _note(tell: Telling, rows: pd.DataFrame) -> str:
    """How to read the chart, and what its categories are compared with."""
    words = tell.report.words
    categories = [d.column for d in tell.report.study.drivers if d.kind == "category"]
    levels = rows[rows["driver"].isin(categories)].drop_duplicates("driver")
    if levels.empty:
        return words("churn-drivers-note-plain")
    references = words.list(
        words(
            "churn-driver-level",
            driver=tell.segment(row["driver"]),
            level=tell.group(row["driver"], str(row["reference"])),
        )
        for _, row in levels.iterrows()
    )
    return words("churn-drivers-note", references=references)


def _effects_table(tell: Telling, effects: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    lost, stay = only(effects, measure="lost"), only(effects, measure="stay")
    stayed = stay.set_index(["driver", "level"])
    rows = []
    for _, row in lost.iterrows():
        thousand = row[["estimate", "conf_low", "conf_high"]] * 1000
        longer = stayed.loc[(row["driver"], row["level"])]
        plus = "+" if longer["estimate"] > 0 else ""
        rows.append(
            (
                tell.segment(row["driver"]),
                comparison(tell, row),
                _signed(tell, thousand),
                plus + tell.bare_length(longer),
            )
        )
    at, until = tell.at(lost["time"].iloc[0]), tell.at(stay["time"].iloc[0])
    return Table(
        id="tbl-drivers",
        caption=words("churn-drivers-caption"),
        columns=(
            Column(words("churn-head-driver"), "left"),
            Column(words("churn-head-comparison"), "left"),
            Column(words("churn-head-lost-difference", time=at, level=tell.level())),
            Column(
                words(
                    "churn-head-stay-difference",
                    time=until,
                    unit=tell.unit_name(),
                    level=tell.level(),
                )
            ),
        ),
        rows=tuple(rows),
        source=report.source_line,
    )
