"""Section: what the answers of a survey say, and what they can carry."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Finding, KeyFigure, Paragraph, Table
from analysis.report.charts import (
    PALE,
    PALETTE,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    wrap_label,
)
from analysis.report.customer_base import (
    Section,
    open_section,
    state,
    tell_level,
    tell_meaning,
    tell_share,
    tell_share_range,
    withhold,
)
from analysis.report.report import Report
from analysis.report.words import Words

_MOST_ITEMS = 15
# From the lowest to the highest answer: two warm tones, grey, two cool ones.
_ANSWER_COLORS = (PALETTE[1], "#EDB98A", PALE, "#8FB3D4", PALETTE[0])
_LAST_COLOR = len(_ANSWER_COLORS) - 1
_LEAST_LABELLED = 0.05


def answer_section(
    report: Report, items: pd.DataFrame, answers: pd.DataFrame, ends: pd.DataFrame
) -> Section:
    """What respondents say to the headline questions.

    ``items`` as of summarise_items, ``answers`` of count_answers, ``ends`` of estimate_top_two.
    """
    if ends.empty:
        return withhold(report, "answers", "no-ratings" if len(items) else "survey")
    words = report.words
    top = ends[ends["term"] == "top_two"]
    bottom = ends[ends["term"] == "bottom_two"]
    finding = _tell_item(report, items, top.iloc[0], bottom.iloc[0])
    blocks: tuple[Block, ...] = (
        open_section(report, "answers"),
        Paragraph(words("base-answers-lead", level=tell_level(report))),
        finding,
        _draw_answers(report, items, answers, top),
        _tabulate_answers(report, items, ends),
        tell_meaning(report, "answers"),
    )
    figures = tuple(_item_figure(report, items, row) for _, row in top.iterrows())
    return Section(blocks, findings=(finding,), key_figures=figures)


def name_item(report: Report, items: pd.DataFrame, item: str) -> str:
    """What an item is called in the report's language."""
    row = items[items["item"] == item].iloc[0]
    return report.words.from_data(row[f"label_{report.language}"])


def _tell_item(report: Report, items: pd.DataFrame, up: pd.Series, down: pd.Series) -> Finding:
    item = items[items["item"] == up["stratum"]].iloc[0]
    text = report.words(
        "base-answers-finding",
        item=name_item(report, items, str(up["stratum"])),
        top=tell_share(report, up),
        bottom=tell_share(report, down),
        upper=report.words.number(item["high"] - 1),
        high=report.words.number(item["high"]),
        low=report.words.number(item["low"]),
        lower=report.words.number(item["low"] + 1),
    )
    return state("answers", text)


def _item_figure(report: Report, items: pd.DataFrame, row: pd.Series) -> KeyFigure:
    words = report.words
    return KeyFigure(
        label=words("base-key-item", item=name_item(report, items, str(row["stratum"]))),
        value=words.percent(row["estimate"]),
        interval=tell_share_range(report, row),
        note=words("base-key-respondents", count=int(row["n"]), n=words.number(row["n"])),
    )


def _draw_answers(
    report: Report, items: pd.DataFrame, answers: pd.DataFrame, top: pd.DataFrame
) -> Figure:
    words = report.words
    names = [name_item(report, items, item) for item in top["stratum"]]
    chart, ax = new_chart(words, height=height_for_rows(2 * len(names)))
    for place, item in enumerate(top["stratum"]):
        given = answers[(answers["item"] == item) & answers["answer"].notna()]
        scale = items[items["item"] == item].iloc[0]
        _stack_answers(ax, place, given, scale, words)
    ax.set_yticks(range(len(names)), [wrap_label(name, 22) for name in names])
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.grid(visible=False)
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("base-axis-respondents"))
    told = {
        "item": names[0],
        "top": words.percent(top["estimate"].iloc[0], 0),
    }
    return finish_chart(
        chart,
        id="fig-base-answers",
        claim=words("base-answers-claim", **told),
        subtitle=words("base-answers-subtitle"),
        alt=words("base-answers-alt", items=words.list(names), **told),
        source=report.source_line,
    )


def _stack_answers(
    ax: Axes, place: int, given: pd.DataFrame, scale: pd.Series, words: Words
) -> None:
    """One bar of length 1, cut into the answers of one item from the lowest to the highest."""
    answers = given["answer"].to_numpy(dtype=float)
    shares = given["n_respondents"].to_numpy(dtype=float) / given["n_respondents"].sum()
    steps = np.round((answers - scale["low"]) / (scale["high"] - scale["low"]) * _LAST_COLOR)
    starts = np.cumsum(shares) - shares
    for answer, share, start, step in zip(answers, shares, starts, steps.astype(int), strict=True):
        color = _ANSWER_COLORS[step]
        ax.barh(place, share, 0.7, left=start, color=color, edgecolor="white", linewidth=1)
        if share >= _LEAST_LABELLED:
            ax.text(
                start + share / 2,
                place,
                f"{words.number(answer)}\n{words.percent(share, 0)}",
                ha="center",
                va="center",
                linespacing=1.1,
                color="white" if step in (0, _LAST_COLOR) else "black",
            )


def _tabulate_answers(report: Report, items: pd.DataFrame, ends: pd.DataFrame) -> Table:
    words = report.words
    rows = []
    for item in ends["stratum"].unique():
        both = ends[ends["stratum"] == item]
        summary = items[items["item"] == item].iloc[0]
        rows.append(
            (
                name_item(report, items, str(item)),
                words.number(summary["n_answered"]),
                words.number(summary["mean"], 2),
                tell_share(report, both[both["term"] == "top_two"].iloc[0]),
                tell_share(report, both[both["term"] == "bottom_two"].iloc[0]),
            )
        )
    return Table(
        id="tbl-base-answers",
        caption=words("base-answers-caption"),
        columns=(
            Column(words("base-column-item"), "left"),
            Column(words("base-column-answered")),
            Column(words("base-column-mean")),
            Column(words("base-column-top")),
            Column(words("base-column-bottom")),
        ),
        rows=tuple(rows),
        source=report.source_line,
    )


def answer_quality_section(report: Report, items: pd.DataFrame, alike: pd.DataFrame) -> Section:
    """Missing answers, answers piled up at an end, and respondents who answer all alike.

    ``items`` as of summarise_items, ``alike`` of estimate_straight_lining. Nothing without a
    survey: answer_section says so.
    """
    if items.empty:
        return Section()
    words = report.words
    ratings = items[items["rating"].astype(bool)]
    worst = items.sort_values("share_missing", ascending=False, kind="stable").iloc[0]
    missing = state(
        "missing-answers",
        words(
            "base-missing-answers",
            items=len(items),
            total=words.number(len(items)),
            count=int(items["many_missing"].sum()),
            n=words.number(items["many_missing"].sum()),
            limit=words.percent(items["missing_limit"].iloc[0], 0),
            median=words.percent(float(np.median(items["share_missing"]))),
            most=words.percent(items["share_missing"].max()),
            item=name_item(report, items, str(worst["item"])),
        ),
        "watch" if items["many_missing"].any() else "good",
    )
    blocks: list[Block] = [open_section(report, "answer-quality"), missing]
    if len(ratings):
        blocks.append(_tell_ends(report, ratings))
    if len(alike):
        blocks.append(_tell_alike(report, alike.iloc[0]))
    flagged = items[items["many_missing"] | items["piled_up"]]
    if len(flagged):
        blocks.append(_tabulate_flagged(report, items, flagged))
    blocks.append(tell_meaning(report, "answer-quality"))
    return Section(tuple(blocks), findings=(missing,))


def _tell_ends(report: Report, ratings: pd.DataFrame) -> Finding:
    words = report.words
    limit = ratings["end_limit"].iloc[0]
    ceiling = int((ratings["share_ceiling"] >= limit).sum())
    floor = int((ratings["share_floor"] >= limit).sum())
    text = words(
        "base-ends-finding",
        limit=words.percent(limit, 0),
        ceiling=ceiling,
        floor=floor,
        total=words.number(len(ratings)),
    )
    return state("ends", text)


def _tell_alike(report: Report, row: pd.Series) -> Finding:
    words = report.words
    n = int(row["n_events"])
    told = {"total": words.number(row["n"]), "limit": words.percent(row["limit"], 0)}
    if 0 < n < report.study.minimum_cell:
        minimum = words.number(report.study.minimum_cell)
        return state("alike", words("base-alike-few", minimum=minimum, **told))
    share = tell_share_range(report, row)
    text = words("base-alike-finding", count=n, n=words.number(n), share=share, **told)
    return state("alike", text)


def _tabulate_flagged(report: Report, items: pd.DataFrame, flagged: pd.DataFrame) -> Table:
    words = report.words
    worst = flagged.sort_values("share_missing", ascending=False, kind="stable").head(_MOST_ITEMS)
    hidden = len(flagged) - len(worst)
    return Table(
        id="tbl-base-items",
        caption=words("base-items-caption"),
        columns=(
            Column(words("base-column-item"), "left"),
            Column(words("base-column-answered")),
            Column(words("base-column-share-missing")),
            Column(words("base-column-floor")),
            Column(words("base-column-ceiling")),
        ),
        rows=tuple(
            (
                name_item(report, items, str(row["item"])),
                words.number(row["n_answered"]),
                words.percent(row["share_missing"]),
                words.percent(row["share_floor"]) if row["rating"] else words("base-no-rating"),
                words.percent(row["share_ceiling"]) if row["rating"] else words("base-no-rating"),
            )
            for _, row in worst.iterrows()
        ),
        source=report.source_line,
        note=words("base-items-more", count=hidden) if hidden else "",
    )
