"""Section: the headline scores of the survey, overall and by group."""

from collections.abc import Iterable

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, highest, lowest, open_section, withhold
from analysis.report.satisfaction_loyalty_score_claims import (
    NET_PROMOTER,
    claim_constructs,
    claim_gaps,
    claim_recommendation,
    claim_satisfaction,
    everybody,
    main_rows,
    tell_score,
)
from analysis.report.time_to_churn import Section

_MOST_ROWS = 24


def scores_section(
    tell: Telling,
    *,
    scores: pd.DataFrame,
    constructs: pd.DataFrame,
    differences: pd.DataFrame,
    gaps: pd.DataFrame,
) -> Section:
    """The frames of ``estimate_survey_scores``; weighted numbers are told where there are some."""
    report, words = tell.report, tell.report.words
    heading = words("measure-scores-heading")
    told = main_rows(scores)
    if told.empty and constructs.empty:
        title, reason = words("measure-withheld-title"), words("measure-scores-none")
        return withhold(report, "scores", heading, title, reason)
    claims = []
    blocks: list[Block] = open_section(report, "scores", heading, _lead(tell, scores))
    for claim in (claim_satisfaction(tell, told), claim_recommendation(tell, told)):
        if claim is not None:
            claims.append(claim)
            blocks += claim.blocks()
    if len(told):
        blocks += [_tabulate(tell, scores), *_by_group(tell, told)]
    means = everybody(main_rows(constructs))
    if len(means):
        claims.append(claim_constructs(tell, means, everybody(main_rows(differences))))
        blocks += [*claims[-1].blocks(), _draw_constructs(tell, means)]
    found = everybody(main_rows(gaps))
    if len(found):
        claims.append(claim_gaps(tell, found))
        blocks += [*claims[-1].blocks(), _draw_gaps(tell, found)]
    return Section(tuple(blocks), tuple(claims))


def headline_key_figure(tell: Telling, *, scores: pd.DataFrame) -> list[KeyFigure]:
    """The net promoter score, or else the share satisfied, or the first score there is, for the
    cover; none where the study names no question for a score."""
    words = tell.report.words
    rows = everybody(main_rows(scores))
    if rows.empty:
        return []
    wanted = [*rows.index[rows["term"] == NET_PROMOTER], *rows.index[rows["role"] == "csat"]]
    row = rows.loc[wanted[0] if wanted else rows.index[0]]
    value, interval = tell_score(tell, row)
    return [
        KeyFigure(
            label=words(f"measure-score-{row['term']}"),
            value=value,
            interval=interval,
            note=words("measure-answers-count", n=words.number(row["n"])),
        )
    ]


def _lead(tell: Telling, scores: pd.DataFrame) -> str:
    words = tell.report.words
    weighted = "weighting" in scores and (scores["weighting"] == "weighted").any()
    key = "measure-scores-lead-weighted" if weighted else "measure-scores-lead"
    return words(key, level=tell.level())


def _tabulate(tell: Telling, scores: pd.DataFrame) -> Table:
    """Every score of everybody: what it is, its value, and the unweighted one beside it."""
    report, words = tell.report, tell.report.words
    plain = everybody(scores[scores["weighting"] == "unweighted"]).set_index("term")
    weighted = (scores["weighting"] == "weighted").any()
    rows = []
    for _, row in everybody(main_rows(scores)).iterrows():
        cells = [
            words(f"measure-score-{row['term']}"),
            tell.name(row["item"]),
            tell.with_range(*tell_score(tell, row)),
            words.number(row["n"]),
        ]
        if weighted:
            cells.insert(3, tell_score(tell, plain.loc[row["term"]])[0])
        rows.append(tuple(cells))
    columns = [
        Column(words("measure-head-score"), "left"),
        Column(words("measure-head-item"), "left"),
        Column(words("measure-head-value-range", level=tell.level())),
        Column(words("measure-head-answers")),
    ]
    if weighted:
        columns.insert(3, Column(words("measure-head-unweighted")))
    return Table(
        id="tbl-scores",
        caption=words("measure-scores-caption"),
        columns=tuple(columns),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-scores-note"),
    )


def _by_group(tell: Telling, scores: pd.DataFrame) -> Iterable[Block]:
    """One chart per score that can be drawn by group; small groups have no number to draw."""
    grouped = scores[(scores["stratum"] != "all") & scores["estimate"].notna()]
    for term in ("csat", NET_PROMOTER, "recommend_top_two"):
        rows = grouped[grouped["term"] == term]
        if rows["stratum"].nunique() > 1:
            yield _draw_groups(tell, everybody(scores[scores["term"] == term]).iloc[0], rows)
    if len(grouped):
        yield Paragraph(tell.report.words("measure-groups-note"))


def _draw_groups(tell: Telling, overall: pd.Series, rows: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    term = str(overall["term"])
    frame = rows.assign(
        label=[tell.stratum(stratum) for stratum in rows["stratum"]],
        group=[tell.name(stratum.partition("=")[0]) for stratum in rows["stratum"]],
    )
    headings = frame["group"].nunique()
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + headings) + 0.2)
    plot_points_with_intervals(
        ax,
        frame,
        reference=float(overall["estimate"]),
        write=lambda row: tell.with_range(*tell_score(tell, row)),
    )
    format_ticks(ax, x="number" if term == NET_PROMOTER else "percent")
    label_axes(ax, x=words(f"measure-axis-{term}"))
    best = highest(frame)
    worst = lowest(frame)
    told = {
        "best": best["label"],
        "most": tell_score(tell, best)[0],
        "worst": worst["label"],
        "least": tell_score(tell, worst)[0],
        "overall": tell_score(tell, overall)[0],
    }
    apart = best["conf_low"] > worst["conf_high"]
    title = "measure-group-title-apart" if apart else "measure-group-title"
    return finish_chart(
        fig,
        id=f"fig-scores-{term.replace('_', '-')}",
        claim=words(title, score=words(f"measure-score-{term}"), **told),
        subtitle=words("measure-group-subtitle", level=tell.level()),
        alt=words("measure-group-alt", score=words(f"measure-score-{term}"), **told),
        source=report.source_line,
        note=words("measure-group-figure-note", overall=told["overall"]),
    )


def _draw_constructs(tell: Telling, means: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    ordered = means.sort_values("estimate", ascending=False, kind="stable")
    frame = ordered.assign(label=[tell.name(term) for term in ordered["term"]])
    fig, ax = new_chart(words, height=height_for_rows(len(frame)))
    plot_points_with_intervals(ax, frame, write=lambda row: tell.number_range(row, 1))
    label_axes(ax, x=words("measure-axis-points"))
    first, last = frame.iloc[0], frame.iloc[-1]
    told = {
        "best": first["label"],
        "most": words.number(first["estimate"], 1),
        "worst": last["label"],
        "least": words.number(last["estimate"], 1),
    }
    return finish_chart(
        fig,
        id="fig-scores-constructs",
        claim=words("measure-constructs-title", **told),
        subtitle=words("measure-constructs-subtitle", level=tell.level()),
        alt=words(
            "measure-constructs-alt",
            points=words.list(
                f"{row['label']} {words.number(row['estimate'], 1)}" for _, row in frame.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("measure-constructs-note"),
    )


def _draw_gaps(tell: Telling, gaps: pd.DataFrame) -> Figure:
    """Perception less expectation of the dimensions, and of their items where they fit the page."""
    report, words = tell.report, tell.report.words
    shown = gaps if len(gaps) <= _MOST_ROWS else gaps[gaps["level"] == "dimension"]
    frame = shown.assign(
        label=[tell.name(term) for term in shown["term"]],
        group=[words(f"measure-gap-{level}") for level in shown["level"]],
    )
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + frame["group"].nunique()))
    plot_points_with_intervals(
        ax, frame, reference=0.0, write=lambda row: tell.number_range(row, 1)
    )
    label_axes(ax, x=words("measure-axis-gap"))
    dimensions = frame[frame["level"] == "dimension"]
    worst = lowest(dimensions)
    told = {"worst": worst["label"], "gap": words.number(worst["estimate"], 1)}
    return finish_chart(
        fig,
        id="fig-scores-gaps",
        claim=words("measure-gaps-title", **told),
        subtitle=words("measure-gaps-subtitle", level=tell.level()),
        alt=words("measure-gaps-alt", **told),
        source=report.source_line,
        note=words("measure-gaps-note"),
    )
