"""Who gets worse predictions: level, ranking and the list's success by group of customers."""

from typing import Protocol

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table, Tone
from analysis.report.charts import (
    NEUTRAL,
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling, open_section, withhold
from analysis.report.early_warning_judging_months import MATERIAL, RATIO, is_off, tell_listed
from analysis.report.time_to_churn import Check, Claim, Section

_SIGNIFICANT = 0.05
# A list ranks one group worse than others when the AUC is lower by so much, beyond chance.
_WORSE_RANKING = 0.05
_MOST_ROWS = 24  # groups a figure can hold; those further from 1 go first


class BySegment(Protocol):
    """What this section reads of ``estimate.early_warning.judging.Judgement``."""

    @property
    def share(self) -> float: ...
    @property
    def by_segment(self) -> pd.DataFrame | None: ...


def by_segment_section(tell: Telling, judgement: BySegment) -> Section:
    """Whether the risks are as good for every group: claim, figure of levels, table."""
    words = tell.report.words
    heading = words("warning-judging-segment-heading")
    table = judgement.by_segment
    if table is None or not (table["term"] == RATIO).any():
        reason = words("warning-judging-segment-none")
        return withhold(tell.report, "by-segment", heading, reason)
    off, worse = _find_off(table), _find_worse(table)
    claim = _claim(tell, off, worse)
    lead = words("warning-judging-segment-lead", ahead=tell.ahead)
    blocks: tuple[Block, ...] = (
        *open_section(tell.report, "by-segment", heading, lead),
        *claim.blocks(),
        _draw(tell, table, off),
        _tabulate(tell, table, judgement.share),
        Paragraph(words("warning-judging-segment-note", level=tell.level())),
    )
    return Section(blocks, (claim,), (_check(tell, table, off, worse),))


def _find_off(table: pd.DataFrame) -> pd.DataFrame:
    """Groups whose risks are off by more than a fifth, beyond chance."""
    ratios = table[table["term"] == RATIO]
    return ratios[ratios.apply(is_off, axis=1).astype(bool)]


def _find_worse(table: pd.DataFrame) -> pd.DataFrame:
    """Groups within which customers are ranked worse than within the others."""
    ranking = table[table["term"] == "auc"]
    lower = ranking["difference"] <= -_WORSE_RANKING
    return ranking[lower & (ranking["p_adjusted"] < _SIGNIFICANT)]


def _claim(tell: Telling, off: pd.DataFrame, worse: pd.DataFrame) -> Claim:
    words = tell.report.words
    named = {"off": _name_groups(tell, off), "worse": _name_groups(tell, worse)}
    if off.empty and worse.empty:
        text, meaning = words("warning-judging-segment-good"), "good"
    elif off.empty:
        text, meaning = words("warning-judging-segment-worse", worse=named["worse"]), "worse"
    elif worse.empty:
        text, meaning = words("warning-judging-segment-off", off=named["off"]), "off"
    else:
        text, meaning = words("warning-judging-segment-both", **named), "off"
    tone: Tone = "good" if meaning == "good" else "watch"
    means = words(f"warning-judging-segment-meaning-{meaning}")
    return Claim("judging-segment", text, means, tone)


def _name_groups(tell: Telling, rows: pd.DataFrame) -> str:
    return tell.join(
        tell.report.words(
            "warning-judging-group",
            segment=tell.feature(row["segment"]),
            group=tell.group(row["segment"], row["group"]),
        )
        for _, row in rows.iterrows()
    )


def _draw(tell: Telling, table: pd.DataFrame, off: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    rows = table[table["term"] == RATIO]
    distance = (rows["estimate"] - 1).abs().sort_values(ascending=False)
    rows = rows.loc[rows.index.isin(distance.index[:_MOST_ROWS])]
    shown = rows.assign(
        label=[tell.group(row["segment"], row["group"]) for _, row in rows.iterrows()],
        group=[tell.feature(segment) for segment in rows["segment"]],
    )
    n_headings = shown["group"].nunique()
    chart, ax = new_chart(words, height=height_for_rows(len(shown) + n_headings))
    plot_points_with_intervals(
        ax, shown, reference=1.0, write=lambda row: tell.number_range(row, 2)
    )
    _mark_limits(ax)
    label_axes(ax, x=words("warning-judging-axis-ratio"))
    key = "warning-judging-segment-title-off" if len(off) else "warning-judging-segment-title"
    counts = {"off": words.number(len(off)), "groups": words.number((table["term"] == RATIO).sum())}
    points = [
        words(
            "warning-judging-segment-alt-point", group=row["label"], ratio=tell.number_range(row, 2)
        )
        for _, row in shown.iterrows()
    ]
    return finish_chart(
        chart,
        id="fig-judging-segments",
        claim=words(key, **counts),
        subtitle=words("warning-judging-segment-subtitle", level=tell.level()),
        alt=words("warning-judging-segment-alt", points=words.list(points)),
        source=report.source_line,
    )


def _mark_limits(ax: Axes) -> None:
    """The limits beyond which a ratio is off by more than a fifth; the axis holds both."""
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, MATERIAL[0] - 0.03), max(high, MATERIAL[1] + 0.03))
    for limit in MATERIAL:
        ax.axvline(limit, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)


def _tabulate(tell: Telling, table: pd.DataFrame, share: float) -> Table:
    words = tell.report.words
    cells = [
        _tell_group(tell, str(segment), str(group), part.set_index("term"))
        for (segment, group), part in table.groupby(["segment", "group"], sort=False)
    ]
    terms = ("customers", "expected", "lost", "auc", "found", "hit")
    return Table(
        id="tbl-judging-segments",
        caption=words("warning-judging-segment-caption", share=tell_listed(tell, share)),
        columns=(
            Column(words("warning-judging-head-group"), "left"),
            *(Column(words(f"warning-judging-head-{term}")) for term in terms),
        ),
        rows=tuple(cells),
        source=tell.report.source_line,
        note=words("warning-judging-segment-table-note"),
    )


def _tell_group(tell: Telling, segment: str, group: str, told: pd.DataFrame) -> tuple[str, ...]:
    """One row; what rests on too few customers is missing and shown as a dash."""
    words = tell.report.words
    of = told["estimate"].reindex(["predicted", "observed", "recall", "precision"])
    name = words(
        "warning-judging-group", segment=tell.feature(segment), group=tell.group(segment, group)
    )
    auc = told[told.index == "auc"]
    return (
        name,
        words.number(float(told["n"].max())),
        words.percent(of["predicted"]),
        words.percent(of["observed"]),
        tell.number_range(auc.iloc[0], 2) if len(auc) else words.number(None),
        words.percent(of["recall"], 0),
        words.percent(of["precision"], 0),
    )


def _check(tell: Telling, table: pd.DataFrame, off: pd.DataFrame, worse: pd.DataFrame) -> Check:
    words = tell.report.words
    fair = off.empty and worse.empty
    return Check(
        words("warning-judging-check-segments"),
        words(
            "warning-judging-check-segments-result",
            groups=words.number((table["term"] == RATIO).sum()),
            off=words.number(len(off)),
            worse=words.number(len(worse)),
        ),
        off.empty,
        words("warning-judging-done-used" if fair else "warning-judging-done-groups"),
    )
