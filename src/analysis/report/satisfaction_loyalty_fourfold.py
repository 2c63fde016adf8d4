"""The four kinds of loyalty as a square of words and deeds, and as a table."""

import pandas as pd
from matplotlib.patches import Rectangle

from analysis.report.blocks import Column, Figure, Table
from analysis.report.charts import ACCENT, INK, NEUTRAL, finish_chart, new_chart, wrap_label
from analysis.report.satisfaction_loyalty import Telling
from analysis.report.time_to_churn import one

# Column (words low, high) and row (deeds low, high) of every kind.
_PLACES = {"true": (1, 1), "latent": (1, 0), "spurious": (0, 1), "none": (0, 0)}
_KINDS_BY = "Dick and Basu 1994"
_CORRECTED_BY = "Mislevy 1991; Rubin 1987"
_GAP = 0.025
_LIGHT = {"latent": "#D5E0EC", "spurious": "#D5E0EC", "none": "#EDF0F2"}


def fourfold_chart(tell: Telling, everyone: pd.DataFrame, claim: str) -> Figure:
    """``everyone``: share and interval of each kind; kinds of few customers are not shown."""
    report, words = tell.report, tell.report.words
    fig, ax = new_chart(words, height=3.9)
    ax.set_xlim(0, 2)
    ax.set_ylim(0, 2)
    for kind, (x, y) in _PLACES.items():
        color, ink = (ACCENT, "white") if kind == "true" else (_LIGHT[kind], INK)
        side = 1 - 2 * _GAP
        ax.add_patch(Rectangle((x + _GAP, y + _GAP), side, side, facecolor=color))
        row = one(everyone, term=kind)
        shown = row["n_events"] >= tell.minimum
        value = words.percent(row["estimate"], 0) if shown else "–"
        interval = words.interval(row["conf_low"], row["conf_high"]) if shown else ""
        middle = x + 0.5
        ax.text(
            middle, y + 0.77, words(f"loyalty-kind-{kind}"), ha="center", va="center", color=ink
        )
        ax.text(middle, y + 0.5, value, ha="center", va="center", color=ink, fontsize=24)
        ax.text(middle, y + 0.25, interval, ha="center", va="center", color=ink)
    for at, level in ((0.5, "low"), (1.5, "high")):
        ax.text(at, -0.09, words(f"loyalty-words-{level}"), ha="center", va="center", color=NEUTRAL)
        deeds = wrap_label(words(f"loyalty-deeds-{level}"), 16)
        ax.text(-0.04, at, deeds, ha="right", va="center", color=NEUTRAL)
    ax.set_axis_off()
    points = [
        f"{words('loyalty-kind-' + kind)} {words.percent(share)}"
        for kind, share, n in everyone[["term", "estimate", "n_events"]].itertuples(index=False)
        if n >= tell.minimum
    ]
    return finish_chart(
        fig,
        id="fig-loyalty-fourfold",
        claim=words(
            "loyalty-fourfold-title", share=words.percent(one(everyone, term="true")["estimate"], 0)
        ),
        subtitle=words(
            "loyalty-fourfold-subtitle",
            n=words.number(everyone["n"].iloc[0]),
            level=tell.level(),
        ),
        alt=words("loyalty-fourfold-alt", points=words.list(points)),
        source=report.source_line,
        note=words("loyalty-fourfold-note", source=tell.cite(_KINDS_BY)),
    )


def fourfold_table(tell: Telling, everyone: pd.DataFrame, corrected: pd.DataFrame) -> Table:
    """Shares as they are, if words and deeds were unrelated, and without measurement error."""
    words = tell.report.words
    better = corrected.set_index("term") if len(corrected) else corrected
    rows = []
    for _, row in everyone.iterrows():
        shown = row["n_events"] >= tell.minimum
        mended = better.loc[row["term"]] if len(better) else None
        rows.append(
            (
                words(f"loyalty-kind-{row['term']}"),
                words.count_or_suppressed(row["n_events"], tell.minimum),
                tell.share(row) if shown else "–",
                words.percent(row["expected"]) if shown else "–",
                tell.share(mended) if shown and mended is not None else "–",
            )
        )
    return Table(
        id="tbl-loyalty-fourfold",
        caption=words("loyalty-fourfold-caption"),
        columns=(
            Column(words("loyalty-head-loyalty"), "left"),
            Column(words("loyalty-head-customers")),
            Column(words("loyalty-head-share", level=tell.level())),
            Column(words("loyalty-head-unrelated")),
            Column(words("loyalty-head-corrected", level=tell.level())),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("loyalty-fourfold-table-note", source=tell.cite(_CORRECTED_BY)),
    )


def corrected_text(tell: Telling, everyone: pd.DataFrame, corrected: pd.DataFrame) -> str:
    """What measurement error does to the kinds: to the shares little, to each customer more."""
    words = tell.report.words
    if corrected.empty:
        return words("loyalty-fourfold-uncorrected")
    return words(
        "loyalty-fourfold-corrected",
        same=words.percent(float(corrected["same_kind"].iloc[0]), 0),
        n=words.number(everyone["n"].iloc[0]),
    )
