"""What the warnings would have caught: lists of past months against what came."""

from typing import Protocol

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALE,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_lines,
)
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_judging_months import tell_listed
from analysis.report.time_to_churn import Check, Claim, Section, one

_TABLED = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5)  # shares listed that the table shows
_LONGEST_DRAWN = 0.6  # where the curves still stand apart


class Listed(Protocol):
    """What this section reads of ``estimate.early_warning.judging.Judgement``."""

    @property
    def share(self) -> float: ...
    @property
    def at_capacity(self) -> pd.DataFrame: ...
    @property
    def against_reference(self) -> pd.DataFrame | None: ...


def caught_section(tell: Telling, judgement: Listed) -> Section:
    """Precision, recall and lift of a list as long as can be worked through, and of others."""
    words = tell.report.words
    claim = _claim_caught(tell, judgement)
    blocks: list[Block] = [
        *open_section(
            tell.report,
            "caught",
            words("warning-judging-caught-heading"),
            words("warning-judging-caught-lead", share=tell_listed(tell, judgement.share)),
        ),
        *claim.blocks(),
        _draw_caught(tell, judgement),
        _tabulate_capacity(tell, judgement),
    ]
    if judgement.against_reference is not None:
        blocks.append(Paragraph(_compare(tell, judgement.against_reference)))
    return Section(tuple(blocks), (claim,), _check_caught(tell, judgement))


def _at(judgement: Listed, term: str) -> pd.Series:
    return one(judgement.at_capacity, term=term, share=judgement.share)


def _share_lost(judgement: Listed) -> float:
    """Of all customers: the precision of a list that holds everybody."""
    return float(one(judgement.at_capacity, term="precision", share=1.0)["estimate"])


def _claim_caught(tell: Telling, judgement: Listed) -> Claim:
    words = tell.report.words
    precision, lift = _at(judgement, "precision"), _at(judgement, "lift")
    text = words(
        f"warning-judging-caught-claim{'-in-time' if tell.lead_days else ''}",
        share=tell_listed(tell, judgement.share),
        recall=tell.share(_at(judgement, "recall")),
        precision=words.percent(precision["estimate"]),
        ahead=tell.ahead,
    )
    best = min(1.0, judgement.share / _share_lost(judgement))
    said = {
        "lift": tell.number_range(lift, 2),
        "lost": words.percent(_share_lost(judgement)),
    }
    if best < 1:
        meaning = words("warning-judging-caught-meaning-short", best=words.percent(best), **said)
    else:
        meaning = words("warning-judging-caught-meaning", **said)
    return Claim("judging-caught", text, meaning, "good" if lift["conf_low"] > 1 else "watch")


def _draw_caught(tell: Telling, judgement: Listed) -> Figure:
    report, words = tell.report, tell.report.words
    every = judgement.at_capacity[judgement.at_capacity["term"] == "recall"]
    model = every[every["share"] <= _LONGEST_DRAWN]
    lost = _share_lost(judgement)
    shares = np.append(0.0, model["share"].to_numpy())
    perfect = np.unique([0.0, *shares, min(lost, _LONGEST_DRAWN)])
    series = {
        "model": model[["share", "estimate", "conf_low", "conf_high"]],
        "perfect": pd.DataFrame({"share": perfect, "estimate": np.minimum(perfect / lost, 1)}),
        "lot": pd.DataFrame({"share": shares, "estimate": shares}),
    }
    rows = pd.concat([part.assign(term=name) for name, part in series.items()])
    rows = rows.fillna({"conf_low": rows["estimate"], "conf_high": rows["estimate"]})
    names = {name: words(f"warning-judging-series-{name}") for name in series}
    chart, ax = new_chart(words, height=3.5)
    colors = {"model": ACCENT, "perfect": PALE, "lot": NEUTRAL}
    lines = plot_lines(ax, rows, x="share", series="term", names=names, colors=colors)
    ax.axvline(judgement.share, color=NEUTRAL, linewidth=0.9, linestyle=(0, (4, 3)))
    label_line_ends(ax, lines)
    ax.set_xlim(0, _LONGEST_DRAWN)
    ax.set_ylim(0, 1.02)
    label_axes(ax, x=words("warning-judging-axis-listed"), y=words("warning-judging-axis-caught"))
    format_ticks(ax, x="percent", y="percent")
    half = _reach_half(every)
    return finish_chart(
        chart,
        id="fig-judging-caught",
        claim=words("warning-judging-gains-title", listed=words.percent(half, 0)),
        subtitle=words(
            "warning-judging-gains-subtitle",
            share=tell_listed(tell, judgement.share),
            ahead=tell.ahead,
            level=tell.level(),
        ),
        alt=words("warning-judging-gains-alt", points=words.list(_describe_gains(tell, model))),
        source=report.source_line,
    )


def _reach_half(model: pd.DataFrame) -> float:
    """The share that must be listed to find half of those lost, between the shares judged."""
    caught = np.append(0.0, model["estimate"].to_numpy(float))
    return float(np.interp(0.5, caught, np.append(0.0, model["share"].to_numpy(float))))


def _describe_gains(tell: Telling, model: pd.DataFrame) -> list[str]:
    words = tell.report.words
    return [
        words(
            "warning-judging-gains-alt-point",
            share=words.percent(row["share"], 0),
            recall=words.percent(row["estimate"], 0),
        )
        for _, row in model[model["share"].isin(_TABLED)].iterrows()
    ]


def _tabulate_capacity(tell: Telling, judgement: Listed) -> Table:
    words = tell.report.words
    cells = []
    for share in sorted({*_TABLED, judgement.share}):
        told = judgement.at_capacity[judgement.at_capacity["share"] == share]
        if told.empty:
            continue
        precision = one(told, term="precision")
        cells.append(
            (
                tell_listed(tell, share),
                tell.share(precision),
                tell.share(one(told, term="recall")),
                tell.number_range(one(told, term="lift"), 2),
            )
        )
    return Table(
        id="tbl-judging-capacity",
        caption=words("warning-judging-capacity-caption", share=tell_listed(tell, judgement.share)),
        columns=(
            Column(words("warning-judging-head-listed"), "left"),
            Column(words("warning-judging-head-precision")),
            Column(words("warning-judging-head-recall")),
            Column(words("warning-judging-head-lift")),
        ),
        rows=tuple(cells),
        source=tell.report.source_line,
        note=words("warning-judging-capacity-note", level=tell.level()),
    )


def _compare(tell: Telling, against: pd.DataFrame) -> str:
    """The manager's rule beside the model, both with lists of the same length."""
    words = tell.report.words
    row = one(against, term="recall_difference")
    kind = "more" if row["conf_low"] > 0 else ("fewer" if row["conf_high"] < 0 else "same")
    return words(
        f"warning-judging-reference-{kind}",
        rule=words.percent(row["reference"]),
        model=words.percent(row["model"]),
        difference=tell.number_range(row, 1, 100),
    )


def _check_caught(tell: Telling, judgement: Listed) -> tuple[Check, ...]:
    words, lift = tell.report.words, _at(judgement, "lift")
    passed = True if lift["conf_low"] > 1 else (False if lift["conf_high"] < 1 else None)
    return (
        Check(
            words("warning-judging-check-lift"),
            words("warning-judging-check-lift-result", lift=tell.number_range(lift, 2)),
            passed,
            words("warning-judging-done-used" if passed else "warning-judging-done-no-list"),
        ),
    )
