"""How long customers stay, all together: the survival curve and what it says in time."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    add_risk_table,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
    plot_steps_with_band,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import (
    EVERYONE,
    Claim,
    Section,
    Telling,
    hide_few,
    one,
    only,
    open_section,
)

# A fall of the curve on one day that the silence definition, not the customers, makes.
_SUDDEN_FALL = 0.2


def survival_section(
    report: Report,
    *,
    survival: pd.DataFrame,
    at_times: pd.DataFrame,
    medians: pd.DataFrame,
    restricted_means: pd.DataFrame,
    entries: pd.Series,
    horizons: tuple[int, ...],
) -> Section:
    """The survival curve of everyone, with its bands, and the time customers stay.

    ``entries`` are the customers' times of entry: above 0 for those there before records began.
    """
    curve = only(survival, stratum=EVERYONE)
    tell = Telling(report, float(curve["time"].max()))
    known = only(at_times, stratum=EVERYONE)
    known = hide_few(known[known["estimate"].notna()], report.study.minimum_cell)
    claim = _claim(tell, known, horizons, one(restricted_means, stratum=EVERYONE))
    blocks: list[Block] = [
        *open_section(report, "survival"),
        *claim.blocks(),
        _chart(tell, curve, known, horizons),
        Paragraph(_median(tell, curve, one(medians, stratum=EVERYONE))),
        _table(tell, known),
    ]
    if tell.silence:
        blocks.append(Paragraph(_artefact(tell, curve)))
    n_late = int((entries > 0).sum())
    if n_late:
        words, start = report.words, float(entries.min())
        shown = words.count_or_suppressed(n_late, report.study.minimum_cell)
        text = words("churn-late-entry", n=shown, share=words.percent(n_late / len(entries), 0))
        blocks.append(Paragraph(text))
        if start > 0:
            blocks.append(Paragraph(words("churn-late-start", start=tell.at(start))))
    return Section(tuple(blocks), (claim,))


def survival_key_figures(
    report: Report,
    *,
    survival: pd.DataFrame,
    at_times: pd.DataFrame,
    restricted_means: pd.DataFrame,
    horizons: tuple[int, ...],
) -> list[KeyFigure]:
    """For the cover: the share still customers at the first horizon, and the mean stay."""
    words = report.words
    tell = Telling(report, float(survival["time"].max()))
    kept = one(at_times, stratum=EVERYONE, time=float(horizons[0]))
    mean = one(restricted_means, stratum=EVERYONE)
    return [
        KeyFigure(
            label=words("churn-key-survival", time=tell.at(horizons[0])),
            value=words.percent(kept["estimate"]),
            interval=words.interval(kept["conf_low"], kept["conf_high"]),
            note=words("churn-key-survival-note", n=words.number(kept["n"])),
        ),
        KeyFigure(
            label=words("churn-key-mean", time=tell.at(mean["time"])),
            value=tell.length(mean["estimate"]),
            interval=tell.length_range(mean),
            note=words("churn-key-mean-note"),
        ),
    ]


def _claim(tell: Telling, known: pd.DataFrame, horizons: tuple[int, ...], mean: pd.Series) -> Claim:
    words = tell.report.words
    first, last = one(known, time=float(horizons[0])), known.iloc[-1]
    text = words(
        "churn-survival-claim",
        kept=tell.per_thousand(first),
        time=tell.at(first["time"]),
        kept_last=tell.per_thousand(last),
        last=tell.at(last["time"]),
    )
    meaning = words(
        "churn-survival-meaning",
        time=tell.at(mean["time"]),
        mean=tell.with_range(tell.length(mean["estimate"]), tell.length_range(mean)),
        lost=words.percent(1 - mean["estimate"] / mean["time"]),
    )
    if tell.silence:
        meaning = words("churn-survival-meaning-silence", meaning=meaning)
    return Claim("survival", text, meaning)


def _largest_fall(curve: pd.DataFrame) -> pd.Series:
    """The row of ``curve`` with the largest fall, and ``fall``, its size."""
    falls = curve["estimate"].shift(fill_value=1.0) - curve["estimate"]
    return curve.assign(fall=falls).iloc[int(falls.to_numpy().argmax())]


def _median(tell: Telling, curve: pd.DataFrame, median: pd.Series) -> str:
    words = tell.report.words
    fall = _largest_fall(curve)
    if tell.silence and fall["fall"] >= _SUDDEN_FALL and median["estimate"] == fall["time"]:
        return words("churn-median-definition", day=tell.at(fall["time"]))
    if pd.isna(median["estimate"]):
        return words("churn-median-not-reached", last=tell.at(tell.last))
    if pd.isna(median["conf_low"]) and pd.isna(median["conf_high"]):
        return words("churn-median-alone", median=tell.length(median["estimate"]))
    value = tell.with_range(tell.length(median["estimate"]), tell.length_range(median))
    return words("churn-median", median=value)


def _chart(
    tell: Telling, curve: pd.DataFrame, known: pd.DataFrame, horizons: tuple[int, ...]
) -> Figure:
    report, words = tell.report, tell.report.words
    fig, ax = new_chart(words, height=3.6)
    shown = hide_few(curve, report.study.minimum_cell)
    plot_steps_with_band(
        ax,
        shown.assign(time=shown["time"] * tell.scale),
        names={EVERYONE: words("churn-everyone")},
    )
    marked = known[known["time"].isin([*map(float, horizons), known["time"].iloc[-1]])]
    for _, row in marked.iterrows():
        _mark(ax, float(row["time"]) * tell.scale, row["estimate"], words.percent(row["estimate"]))
    label_axes(ax, x=words(f"churn-axis-{tell.unit}"), y=words("churn-axis-survival"))
    format_ticks(ax, y="percent")
    add_risk_table(
        ax,
        risk_table(tell, known, {EVERYONE: words("churn-everyone")}),
        minimum=report.study.minimum_cell,
        title=words("common-at-risk"),
    )
    return finish_chart(
        fig,
        id="fig-survival",
        claim=_title(tell, known, horizons),
        subtitle=words(
            "churn-survival-subtitle",
            n=words.number(curve["n"].iloc[0]),
            lost=words.number(curve["n_events"].sum()),
            level=tell.level(),
        ),
        alt=_alt(tell, known),
        source=report.source_line,
        note=words("churn-survival-note"),
    )


def _title(tell: Telling, known: pd.DataFrame, horizons: tuple[int, ...]) -> str:
    words = tell.report.words
    first, last = one(known, time=float(horizons[0])), known.iloc[-1]
    return words(
        "churn-survival-title",
        time=tell.at(first["time"]),
        share=words.percent(first["estimate"]),
        last=tell.at(last["time"]),
        share_last=words.percent(last["estimate"]),
    )


def _alt(tell: Telling, known: pd.DataFrame) -> str:
    words = tell.report.words
    points = (
        words(
            "churn-survival-alt-point",
            share=words.percent(row["estimate"]),
            time=tell.at(row["time"]),
        )
        for _, row in known.iterrows()
    )
    return words("churn-survival-alt", points=words.list(points))


def _mark(ax: Axes, x: float, y: float, text: str) -> None:
    ax.plot([x], [y], "o", color=ACCENT, markersize=5, zorder=4)
    ax.annotate(text, (x, y), xytext=(0, 9), textcoords="offset points", ha="right", color=ACCENT)


def risk_table(tell: Telling, rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Numbers at risk for the table under a chart: named strata by shown time, every even step."""
    times = sorted(rows["time"].unique())
    step = times[1] - times[0] if len(times) > 1 else 1.0
    even = [time for time in times if abs(time / step - round(time / step)) < 1e-9]
    table = rows[rows["time"].isin(even)].pivot(index="stratum", columns="time", values="n_at_risk")
    table = table.loc[[name for name in names if name in table.index]]
    table.columns = pd.Index([float(time) * tell.scale for time in table.columns])
    return table.rename(index=names)


def _table(tell: Telling, known: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    minimum = report.study.minimum_cell
    rows = []
    for _, row in known[known["time"] > known["time"].iloc[0]].iterrows():
        hidden = row["n_at_risk"] < minimum
        cells = (
            words.percent(row["estimate"]),
            words.interval(row["conf_low"], row["conf_high"]),
            words.interval(row["band_low"], row["band_high"]),
            words.number(row["n_events"]),
        )
        rows.append(
            (
                tell.at(row["time"]),
                *(("–",) * 4 if hidden else cells),
                words.count_or_suppressed(row["n_at_risk"], minimum),
            )
        )
    heads = ("time", "kept", "pointwise", "band", "lost", "at-risk")
    return Table(
        id="tbl-survival",
        caption=words("churn-survival-caption"),
        columns=tuple(
            Column(words(f"churn-head-{head}", level=tell.level()), "left" if i == 0 else "right")
            for i, head in enumerate(heads)
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("churn-survival-table-note"),
    )


def _artefact(tell: Telling, curve: pd.DataFrame) -> str:
    """What the definition by silence does to the curve, in numbers."""
    words = tell.report.words
    largest = _largest_fall(curve)
    values = {
        "first": tell.at(curve.loc[curve["n_events"] > 0, "time"].min()),
        "share": words.percent(largest["fall"], 0),
        "day": tell.at(largest["time"]),
    }
    if largest["fall"] < _SUDDEN_FALL:
        return words("churn-silence-wait", **values)
    return words("churn-silence-fall", **values)
