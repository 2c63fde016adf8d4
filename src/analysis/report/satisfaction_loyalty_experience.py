"""What customers lived through before the survey: complaints, and the first experience."""

from collections.abc import Sequence

import pandas as pd

from analysis.report.blocks import Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.time_to_churn import Claim, Section, only

_BY = "Mislevy 1991; Skrondal and Laake 2001"
_TOPICS = {"complaint": "topic", "first_channel": "channel"}  # columns of the data behind each


def experience_section(
    tell: Telling,
    *,
    attitude: pd.DataFrame,
    leaving: pd.DataFrame,
    performance: pd.DataFrame,
    adjustments: Sequence[str],
) -> Section:
    """``attitude``: what complaints and the first experience go with in satisfaction (standard
    deviations); ``leaving``: hazard ratios, in total and given satisfaction; ``performance`` turns
    standard deviations into points. Nothing where no experience is on record."""
    report, words = tell.report, tell.report.words
    if attitude.empty:
        return Section(())
    construct = str(attitude["construct"].iloc[0])
    scale = float(only(performance, term=construct)["points_per_sd"].iloc[0])
    points = attitude.assign(
        **{name: scale * attitude[name] for name in ("estimate", "conf_low", "conf_high")}
    )
    claim = _claim(tell, points, construct)
    lead = words(
        "loyalty-experience-lead",
        n=words.number(attitude["n"].iloc[0]),
        adjustments=words.list([tell.known(name) for name in adjustments]),
    )
    blocks = (
        *open_section(report, "experience", words("loyalty-heading-experience"), lead),
        *claim.blocks(),
        _chart(tell, points, construct),
        Paragraph(words("loyalty-experience-leaving")),
        _table(tell, leaving),
    )
    return Section(blocks, (claim,))


def _claim(tell: Telling, points: pd.DataFrame, construct: str) -> Claim:
    words = tell.report.words
    clear = points[(points["conf_high"] < 0) | (points["conf_low"] > 0)]
    if clear.empty:
        return Claim(
            "loyalty-experience",
            words("loyalty-experience-claim-none", construct=tell.name(construct)),
            words("loyalty-experience-meaning"),
            headline=False,
        )
    ordered = clear.loc[clear["estimate"].abs().sort_values(ascending=False).index]
    parts = [
        words(
            "loyalty-experience-part",
            experience=experience_name(tell, str(row["term"])),
            value=tell.number_range(row, 1),
        )
        for _, row in ordered.head(3).iterrows()
    ]
    return Claim(
        "loyalty-experience",
        words("loyalty-experience-claim", construct=tell.name(construct), parts=words.list(parts)),
        words("loyalty-experience-meaning"),
    )


def experience_name(tell: Telling, term: str) -> str:
    """The name of a term such as ``complaint=service`` or ``days_to_resolution``."""
    words = tell.report.words
    column, _, value = term.partition("=")
    if column in _TOPICS:
        name = tell.report.label(value, column=_TOPICS[column])
        return words(f"loyalty-experience-{column.replace('_', '-')}", value=name)
    return words(f"loyalty-experience-{column.replace('_', '-')}")


def _chart(tell: Telling, points: pd.DataFrame, construct: str) -> Figure:
    report, words = tell.report, tell.report.words
    frame = points.assign(label=[experience_name(tell, str(term)) for term in points["term"]])
    worst = frame.sort_values("estimate").iloc[0]
    fig, ax = new_chart(words, height=height_for_rows(len(frame)) + 0.4)
    plot_points_with_intervals(
        ax, frame, reference=0.0, write=lambda row: tell.number_range(row, 1)
    )
    ax.set_xlabel(words("loyalty-axis-points", construct=tell.name(construct)))
    said = [f"{row['label']}: {words.number(row['estimate'], 1)}" for _, row in frame.iterrows()]
    return finish_chart(
        fig,
        id="fig-loyalty-experience",
        claim=words(
            "loyalty-experience-title",
            experience=worst["label"],
            points=words.number(worst["estimate"], 1),
            construct=tell.name(construct),
        ),
        subtitle=words(
            "loyalty-experience-subtitle", level=tell.level(), n=words.number(worst["n"])
        ),
        alt=words("loyalty-experience-alt", points=words.list(said)),
        source=report.source_line,
        note=words("loyalty-experience-note", source=tell.cite(_BY)),
    )


def _table(tell: Telling, leaving: pd.DataFrame) -> Table:
    words = tell.report.words
    rows = []
    for term in dict.fromkeys(leaving["term"]):
        found = [
            only(leaving, term=term, effect=effect).iloc[0]
            for effect in ("total", "given_attitude")
        ]
        cells = (tell.number_range(row, 2) for row in found)
        rows.append((experience_name(tell, str(term)), *cells))
    return Table(
        id="tbl-loyalty-experience",
        caption=words("loyalty-experience-caption"),
        columns=(
            Column(words("loyalty-head-experience"), "left"),
            Column(words("loyalty-head-ratio-total", level=tell.level())),
            Column(words("loyalty-head-ratio-given", level=tell.level())),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("loyalty-experience-table-note"),
    )
