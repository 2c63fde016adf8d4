"""What to improve first, and how sure that is."""

import pandas as pd

from analysis.report.blocks import Column, KeyFigure, Notice, Paragraph, Table
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_drivers import LEAVING, REVENUE, gain_cell, gain_head
from analysis.report.time_to_churn import Check, Claim, Section, only


def improve_section(
    tell: Telling,
    *,
    ranking: pd.DataFrame,
    located: pd.DataFrame,
    causal: pd.DataFrame,
    horizon: int,
) -> Section:
    """``ranking`` of the levers for every target; ``located``: their performance and quadrant;
    ``causal``: whether the model may be read causally. Nothing without levers."""
    report, words = tell.report, tell.report.words
    if ranking.empty:
        return Section(())
    target = choose_target(ranking)
    own = ranking[ranking["target"] == target].sort_values("rank")
    best, lever = own.iloc[0], tell.name(str(own.iloc[0]["term"]))
    sure = "sure" if best["clear"] else "unsure"
    claim = Claim(
        "loyalty-improve",
        words(
            f"loyalty-improve-claim-{sure}",
            lever=lever,
            target=target_name(tell, target, horizon),
            share=words.percent(best["best_share"], 0),
        ),
        words(
            "loyalty-improve-meaning", second=tell.name(str(own.iloc[min(1, len(own) - 1)]["term"]))
        )
        if len(own) > 1
        else words("loyalty-improve-meaning-single"),
        "neutral" if best["clear"] else "watch",
    )
    verdict = str(causal["verdict"].iloc[0]) if len(causal) else "association"
    blocks = (
        *open_section(report, "improve", words("loyalty-heading-improve")),
        *claim.blocks(),
        _table(tell, own, located, horizon),
        Paragraph(words("loyalty-improve-cost")),
        Notice(
            words("loyalty-improve-reading-title"),
            words(f"loyalty-improve-reading-{verdict}"),
            "watch",
        ),
    )
    check = Check(
        words("loyalty-check-ranking"),
        words("loyalty-ranking-result", lever=lever, share=words.percent(best["best_share"], 0)),
        bool(best["clear"]) or None,
        words(f"loyalty-done-ranking-{sure}"),
    )
    return Section(blocks, (claim,), (check,))


def lever_key_figure(tell: Telling, *, ranking: pd.DataFrame) -> list[KeyFigure]:
    """The first lever and what one point of it goes with, for the cover; none without levers."""
    if ranking.empty:
        return []
    words, target = tell.report.words, choose_target(ranking)
    best = ranking[ranking["target"] == target].sort_values("rank").iloc[0]
    name = tell.name(str(best["term"]))
    note = words("loyalty-key-lever-note", share=words.percent(best["best_share"], 0))
    low, high = best["conf_low"], best["conf_high"]
    if target == REVENUE:
        currency = tell.report.study.currency
        return [
            KeyFigure(
                words("loyalty-key-lever-revenue", lever=name),
                tell.money(best["estimate"]),
                words.interval(low, high, "money", currency=currency),
                note,
            )
        ]
    key = "leaving" if target == LEAVING else "attitude"
    label = (
        words("loyalty-key-lever-leaving", lever=name)
        if key == "leaving"
        else words("loyalty-key-lever-attitude", lever=name, construct=tell.name(target))
    )
    value = words.number(best["estimate"], 2)
    return [KeyFigure(label, value, words.interval(low, high, "number", digits=2), note)]


def choose_target(ranking: pd.DataFrame) -> str:
    """What levers are ranked by: customers kept where that is known, else the last attitude."""
    targets = list(dict.fromkeys(ranking["target"]))
    if LEAVING in targets:
        return LEAVING
    return str([target for target in targets if target != REVENUE][-1])


def target_name(tell: Telling, target: str, horizon: int) -> str:
    """What is gained, in words."""
    words = tell.report.words
    if target == LEAVING:
        return words("loyalty-target-leaving", time=words.duration(horizon, "day", 0))
    return tell.name(target)


def _table(tell: Telling, own: pd.DataFrame, located: pd.DataFrame, horizon: int) -> Table:
    words = tell.report.words
    rows = []
    for _, row in own.iterrows():
        place = only(located, term=row["term"]).iloc[0]
        rows.append(
            (
                words.number(row["rank"]),
                tell.name(str(row["term"])),
                gain_cell(tell, row),
                words.percent(row["best_share"], 0),
                words.percent(row["first_two_share"], 0),
                words.percent(row["helps_share"], 0),
                words.number(place["performance"], 1),
                words(f"loyalty-quadrant-{str(place['quadrant']).replace('_', '-')}"),
            )
        )
    target = str(own["target"].iloc[0])
    return Table(
        id="tbl-loyalty-improve",
        caption=words("loyalty-improve-caption", target=target_name(tell, target, horizon)),
        columns=(
            Column(words("loyalty-head-rank"), "left"),
            Column(words("loyalty-head-lever"), "left"),
            Column(gain_head(tell, target)),
            Column(words("loyalty-head-best")),
            Column(words("loyalty-head-first-two")),
            Column(words("loyalty-head-helps")),
            Column(words("loyalty-head-performance")),
            Column(words("loyalty-head-quadrant"), "left"),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("loyalty-improve-note"),
    )
