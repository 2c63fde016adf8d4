"""Loyalty: the index with its parts, and the four kinds of words and deeds."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, KeyFigure, Notice, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_fourfold import (
    corrected_text,
    fourfold_chart,
    fourfold_table,
)
from analysis.report.time_to_churn import Check, Claim, Section, one

NO_DEEDS = "no_deeds"
_TOO_CLOSE = 0.02  # of true loyalty beyond chance: words and deeds hardly go together
_POINTS = 100.0


def loyalty_section(
    tell: Telling,
    *,
    index: pd.DataFrame,
    parts: pd.DataFrame,
    fourfold: pd.DataFrame,
    cut_points: pd.DataFrame,
    corrected: pd.DataFrame,
    reason: str = "",
) -> Section:
    """``index`` and ``parts`` of the loyalty index; ``fourfold`` of everyone and of each group,
    with its ``cut_points`` and ``corrected`` shares, empty with the ``reason`` why."""
    report, words = tell.report, tell.report.words
    lead = words("loyalty-lead-words" if reason else "loyalty-lead-deeds")
    claim = _index_claim(tell, index, reason)
    blocks: list[Block] = [
        *open_section(report, "loyalty", words("loyalty-heading-loyalty"), lead),
        *claim.blocks(),
        *_index_chart(tell, index),
        _parts_table(tell, parts),
    ]
    if reason:
        if reason != NO_DEEDS:  # of which the next section speaks
            text = words("loyalty-withheld-fourfold")
            blocks.append(Notice(words("loyalty-withheld-title"), text, "neutral"))
        return Section(tuple(blocks), (claim,))
    everyone = fourfold[fourfold["stratum"] == "all"]
    kinds = _fourfold_claim(tell, everyone)
    blocks += [
        *kinds.blocks(),
        fourfold_chart(tell, everyone, kinds.text),
        fourfold_table(tell, everyone, corrected),
        Paragraph(corrected_text(tell, everyone, corrected)),
    ]
    check = _cut_check(tell, cut_points)
    blocks.append(Paragraph(words("loyalty-cuts", result=check.result)))
    return Section(tuple(blocks), (claim, kinds), (check,))


def loyalty_key_figure(tell: Telling, *, index: pd.DataFrame) -> list[KeyFigure]:
    """The index of everyone, for the cover; none when it is not known."""
    words = tell.report.words
    row = one(index, stratum="all")
    if row["n"] < tell.minimum or pd.isna(row["estimate"]):
        return []
    interval = words.interval(row["conf_low"], row["conf_high"], "number", digits=1)
    return [
        KeyFigure(
            words("loyalty-key-index"),
            words.number(row["estimate"], 1),
            interval,
            words("loyalty-key-index-note", n=words.number(row["n"])),
        )
    ]


def _index_claim(tell: Telling, index: pd.DataFrame, reason: str) -> Claim:
    words = tell.report.words
    row = one(index, stratum="all")
    return Claim(
        "loyalty-index",
        words("loyalty-index-claim", value=tell.number_range(row, 1), n=words.number(row["n"])),
        words("loyalty-index-meaning-words" if reason else "loyalty-index-meaning-deeds"),
    )


def _index_chart(tell: Telling, index: pd.DataFrame) -> list[Figure]:
    """The index of every group large enough to be shown; nothing without groups."""
    report, words = tell.report, tell.report.words
    groups = index[(index["stratum"] != "all") & (index["n"] >= tell.minimum)]
    if groups.empty:
        return []
    split = groups["stratum"].str.partition("=")
    frame = groups.assign(
        group=[report.label(column) for column in split[0]],
        label=[tell.group(*pair) for pair in zip(split[0], split[2], strict=True)],
    )
    mean = float(one(index, stratum="all")["estimate"])
    headings = frame["group"].nunique()
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + headings))
    plot_points_with_intervals(ax, frame, reference=mean, write=tell.number_range)
    ax.set_xlabel(words("loyalty-axis-index"))
    ordered = frame.sort_values("estimate")
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    figure = finish_chart(
        fig,
        id="fig-loyalty-index",
        claim=words(
            "loyalty-index-title",
            best=best["label"],
            high=words.number(best["estimate"]),
            worst=worst["label"],
            low=words.number(worst["estimate"]),
        ),
        subtitle=words("loyalty-index-subtitle", level=tell.level(), mean=words.number(mean, 1)),
        alt=words(
            "loyalty-index-alt",
            points=words.list(
                [f"{row['label']} {words.number(row['estimate'])}" for _, row in frame.iterrows()]
            ),
        ),
        source=report.source_line,
        note=words("loyalty-index-note"),
    )
    return [figure]


def _parts_table(tell: Telling, parts: pd.DataFrame) -> Table:
    words = tell.report.words
    rows = tuple(
        (
            _part_name(tell, str(row["term"]), row["kind"]),
            words(f"loyalty-kind-{row['kind']}"),
            words.percent(row["weight"], 0),
            words.number(row["low"]),
            words.number(row["high"], 0 if float(row["high"]).is_integer() else 1),
            tell.number_range(row, 1) if row["n"] >= tell.minimum else "–",
            words.number(row["without"], 1),
        )
        for _, row in parts.iterrows()
    )
    heads = ("part", "kind", "weight", "zero", "full")
    return Table(
        id="tbl-loyalty-parts",
        caption=words("loyalty-parts-caption"),
        columns=(
            *(
                Column(
                    words(f"loyalty-head-{head}"), "left" if head in ("part", "kind") else "right"
                )
                for head in heads
            ),
            Column(words("loyalty-head-points", level=tell.level())),
            Column(words("loyalty-head-without")),
        ),
        rows=rows,
        source=tell.report.source_line,
        note=words("loyalty-parts-note"),
    )


def _part_name(tell: Telling, term: str, kind: str) -> str:
    if kind == "words":
        return tell.name(term)
    return tell.report.words(f"loyalty-deed-{term}")


def _fourfold_claim(tell: Telling, everyone: pd.DataFrame) -> Claim:
    words = tell.report.words
    row = one(everyone, term="true")
    beyond = float(row["estimate"] - row["expected"])
    together = "apart" if beyond < _TOO_CLOSE else "together"
    return Claim(
        "loyalty-fourfold",
        words(
            "loyalty-fourfold-claim",
            share=tell.share(row),
            spurious=words.percent(one(everyone, term="spurious")["estimate"]),
            latent=words.percent(one(everyone, term="latent")["estimate"]),
        ),
        words(
            f"loyalty-fourfold-meaning-{together}",
            expected=words.percent(row["expected"]),
            beyond=words.number(_POINTS * beyond, 1),
        ),
        "watch" if together == "apart" else "neutral",
    )


def _cut_check(tell: Telling, cut_points: pd.DataFrame) -> Check:
    """Whether words and deeds go together wherever the cuts are put."""
    words = tell.report.words
    found = cut_points[cut_points["term"] == "true"]
    surplus = _POINTS * found["surplus"]
    same = bool((surplus > 0).all() or (surplus < 0).all())
    quantiles = found["attitude_quantile"]
    return Check(
        words("loyalty-check-cuts"),
        words(
            "loyalty-cuts-result",
            n=words.number(len(found)),
            low=words.percent(float(found["estimate"].min()), 0),
            high=words.percent(float(found["estimate"].max()), 0),
            first=words.percent(float(quantiles.min()), 0),
            last=words.percent(float(quantiles.max()), 0),
            least=words.number(float(surplus.min()), 1),
            most=words.number(float(surplus.max()), 1),
        ),
        same,
        words("loyalty-done-cuts"),
    )
