"""Section: how the single questions were answered, and what is piled up at an end."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Notice, Paragraph, Table, Tone
from analysis.report.charts import (
    NEUTRAL,
    PALE,
    PALETTE,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    wrap_label,
)
from analysis.report.satisfaction_loyalty import Telling, highest, open_section, split_rows
from analysis.report.time_to_churn import Check, Claim, Section

_MOST_ROWS = 26
# From the lowest fifth of the scale to the highest: two warm tones, grey, two cool ones.
_COLORS = (PALETTE[1], "#EDB98A", PALE, "#8FB3D4", PALETTE[0])
_INK = ("white", "black", "black", "black", "white")
_LEAST_LABELLED = 0.075


def items_section(tell: Telling, *, answers: pd.DataFrame, items: pd.DataFrame) -> Section:
    """``answers`` (item, answer, n) and ``items`` (of describe_items) of the items of the model."""
    report, words = tell.report, tell.report.words
    shown = items[items["rating"].astype(bool) & (items["n_answered"] >= tell.minimum)]
    claim = _claim(tell, shown if len(shown) else items)
    blocks: list[Block] = [
        *open_section(report, "items", words("measure-items-heading")),
        *claim.blocks(),
    ]
    if not tell.measures:
        title = words("measure-single-title")
        blocks.append(Notice(title, words("measure-single"), "neutral"))
    groups = _group_items(shown)
    charts = split_rows([len(members) for _, members in groups], _MOST_ROWS) if groups else []
    for number, places in enumerate(charts, start=1):
        chosen = [groups[place] for place in places]
        blocks.append(_draw(tell, chosen, answers, number=number, of=len(charts)))
    blocks += [_tabulate(tell, items), Paragraph(words("measure-items-consequence"))]
    return Section(tuple(blocks), (claim,), (_check_ends(tell, items),))


def _group_items(items: pd.DataFrame) -> list[tuple[str | None, pd.DataFrame]]:
    """Items by construct in their order; those of none come first, under no name."""
    alone = items[items["construct"].isna()]
    found: list[tuple[str | None, pd.DataFrame]] = [(None, alone)] if len(alone) else []
    measured = items[items["construct"].notna()]
    return [*found, *measured.groupby("construct", sort=False)]


def _claim(tell: Telling, items: pd.DataFrame) -> Claim:
    words = tell.report.words
    limit = float(items["end_limit"].iloc[0])
    top = int((items["share_ceiling"] >= limit).sum())
    bottom = int((items["share_floor"] >= limit).sum())
    text = words(
        "measure-items-claim",
        top=words.number(top),
        bottom=words.number(bottom),
        n=words.number(len(items)),
        limit=words.percent(limit, 0),
    )
    key = "measure-items-piled" if top + bottom else "measure-items-spread"
    tone: Tone = "watch" if 2 * (top + bottom) > len(items) else "neutral"
    return Claim("items", text, words(key), tone, headline=False)


def _draw(
    tell: Telling,
    groups: list[tuple[str | None, pd.DataFrame]],
    answers: pd.DataFrame,
    *,
    number: int,
    of: int,
) -> Figure:
    """A bar of length 1 per item, cut into fifths of its scale; constructs head their items."""
    report, words = tell.report, tell.report.words
    rows = sum(len(members) + 1 for _, members in groups)
    fig, ax = new_chart(words, height=height_for_rows(rows) + 0.3)
    _lay_out_rows(tell, ax, groups, answers)
    fig.legend(loc="outside upper left", ncols=len(_COLORS), columnspacing=1.2)
    fig.left_aligned.append(ax)
    shown = pd.concat([members for _, members in groups])
    most = highest(shown, "share_ceiling")
    told = {"item": tell.name(most["item"]), "share": words.percent(most["share_ceiling"], 0)}
    return finish_chart(
        fig,
        id=f"fig-items-{number}",
        claim=words("measure-items-title", **told),
        subtitle=words(
            "measure-items-subtitle" if of == 1 else "measure-items-subtitle-part",
            part=words.number(number),
            of=words.number(of),
        ),
        alt=words("measure-items-alt", n=words.number(len(shown)), **told),
        source=report.source_line,
        note=words("measure-items-note"),
    )


def _lay_out_rows(
    tell: Telling,
    ax: Axes,
    groups: list[tuple[str | None, pd.DataFrame]],
    answers: pd.DataFrame,
) -> None:
    """The rows of a chart from the top: the name of a construct, then its items' bars."""
    words = tell.report.words
    names: list[str] = []
    headings: list[int] = []
    places: list[int] = []
    for construct, members in groups:
        headings.append(len(names))
        names.append(words("measure-items-single") if construct is None else tell.name(construct))
        places += range(len(names), len(names) + len(members))
        names += [tell.name(item) for item in members["item"]]
    shown = pd.concat([members for _, members in groups])
    _stack(tell, ax, places, _share_fifths(shown, answers))
    ax.set_yticks(range(len(names)), [wrap_label(name, 30) for name in names])
    for place in headings:
        ax.get_yticklabels()[place].set_color(NEUTRAL)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(0, 1)
    ax.grid(visible=False)
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("measure-items-axis"))


def _share_fifths(items: pd.DataFrame, answers: pd.DataFrame) -> np.ndarray:
    """Share of each item's answers in each fifth of its scale (items, fifths)."""
    last = len(_COLORS) - 1
    scale = items.set_index("item")
    given = answers[answers["item"].isin(items["item"])]
    low, high = (given["item"].map(scale[end]) for end in ("low", "high"))
    place = (given["answer"] - low) / (high - low)
    fifth = np.clip(np.floor(place * last + 0.5), 0, last)
    counts = given.assign(fifth=fifth).pivot_table(
        index="item", columns="fifth", values="n", aggfunc="sum", fill_value=0
    )
    counts = counts.reindex(index=items["item"], columns=range(last + 1), fill_value=0)
    numbers = counts.to_numpy(float)
    return np.asarray(numbers / numbers.sum(axis=1, keepdims=True))


def _stack(tell: Telling, ax: Axes, places: list[int], shares: np.ndarray) -> None:
    """One bar of length 1 at each place, cut into ``shares``, with those that have room named."""
    words = tell.report.words
    left = np.cumsum(shares, axis=1) - shares
    for step, color in enumerate(_COLORS):
        label = words(f"measure-fifth-{step + 1}")
        ax.barh(places, shares[:, step], 0.74, left=left[:, step], color=color, label=label)
        for row in np.flatnonzero(shares[:, step] >= _LEAST_LABELLED):
            ax.text(
                left[row, step] + shares[row, step] / 2,
                places[row],
                words.percent(shares[row, step], 0),
                ha="center",
                va="center",
                fontsize=9,
                color=_INK[step],
            )


def _tabulate(tell: Telling, items: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = []
    for construct, members in _group_items(items):
        for _, item in members.iterrows():
            few = item["n_answered"] < tell.minimum
            numbers = (
                words.number(item["mean"], 2),
                words.percent(item["share_floor"]),
                words.percent(item["share_ceiling"]),
            )
            rows.append(
                (
                    tell.name(item["item"]),
                    tell.name(construct) if construct else words.number(None),
                    words("measure-scale", low=f"{item['low']:g}", high=f"{item['high']:g}"),
                    words.count_or_suppressed(item["n_answered"], tell.minimum),
                    *((words.number(None),) * 3 if few else numbers),
                    words.percent(item["share_missing"]),
                    _flags(tell, item),
                )
            )
    heads = ("answers", "mean", "floor", "ceiling", "missing")
    return Table(
        id="tbl-items",
        caption=words("measure-items-caption"),
        columns=(
            Column(words("measure-head-item"), "left"),
            Column(words("measure-head-construct"), "left"),
            Column(words("measure-head-scale"), "left"),
            *(Column(words(f"measure-head-{head}")) for head in heads),
            Column(words("measure-head-flags"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "measure-items-table-note",
            end=words.percent(items["end_limit"].iloc[0], 0),
            missing=words.percent(items["missing_limit"].iloc[0], 0),
        ),
    )


def _flags(tell: Telling, item: pd.Series) -> str:
    words = tell.report.words
    flags = [
        words(f"measure-flag-{flag}")
        for flag, raised in (
            ("ceiling", item["share_ceiling"] >= item["end_limit"]),
            ("floor", item["share_floor"] >= item["end_limit"]),
            ("missing", item["share_missing"] >= item["missing_limit"]),
            ("skewed", abs(item["skewness"]) > 2),
        )
        if raised
    ]
    return words.list(flags)


def _check_ends(tell: Telling, items: pd.DataFrame) -> Check:
    words = tell.report.words
    ends = items[["share_floor", "share_ceiling"]].max(axis=1) >= items["end_limit"]
    result = words(
        "measure-check-items-result",
        n=words.number(int(ends.sum())),
        items=words.number(len(items)),
        limit=words.percent(items["end_limit"].iloc[0], 0),
    )
    done = words("measure-done-items")
    return Check(words("measure-check-items"), result, not bool(ends.any()), done)
