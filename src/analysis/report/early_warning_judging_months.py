"""Month by month: were as many customers lost as expected?"""

import pandas as pd

from analysis.report.blocks import Figure
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_lines,
)
from analysis.report.early_warning import Telling

RATIO = "observed_to_expected"
# A ratio of lost to expected, or a slope, outside these is off by more than a fifth.
MATERIAL = (0.8, 1.25)


def draw_months(tell: Telling, by_month: pd.DataFrame) -> Figure:
    """Share predicted and share lost, month-end by month-end."""
    report, words = tell.report, tell.report.words
    names = {term: words(f"warning-judging-series-{term}") for term in ("observed", "predicted")}
    rows = by_month[by_month["term"].isin(list(names))]
    rows = rows.assign(place=rows.groupby("term").cumcount())
    observed = rows[rows["term"] == "observed"]
    shown = rows.assign(
        conf_low=rows["conf_low"].where(rows["term"] == "observed", rows["estimate"]),
        conf_high=rows["conf_high"].where(rows["term"] == "observed", rows["estimate"]),
    )
    chart, ax = new_chart(words, height=3.0)
    colors = {"observed": ACCENT, "predicted": NEUTRAL}
    lines = plot_lines(
        ax, shown, x="place", series="term", names=names, colors=colors, markers=True
    )
    label_line_ends(ax, lines)
    step = max(1, len(observed) // 5)
    ticks = observed.iloc[::step]
    ax.set_xticks(ticks["place"], [tell.month(int(day)) for day in ticks["group"]])
    ax.set_ylim(0, min(1.15 * float(shown["conf_high"].max()), 1.0))
    label_axes(ax, y=words("warning-judging-axis-lost", ahead=tell.ahead))
    format_ticks(ax, y="percent")
    ratios = by_month[by_month["term"] == RATIO]
    off = int(ratios.apply(is_off, axis=1).sum()) if len(ratios) else 0
    key = "warning-judging-months-title-off" if off else "warning-judging-months-title"
    counts = {"off": words.number(off), "months": words.number(len(observed))}
    return finish_chart(
        chart,
        id="fig-judging-months",
        claim=words(key, **counts),
        subtitle=words("warning-judging-months-subtitle", level=tell.level()),
        alt=words("warning-judging-months-alt", points=words.list(_describe(tell, rows))),
        source=report.source_line,
    )


def is_off(row: pd.Series) -> bool:
    """Whether a ratio of lost to expected is off beyond chance and by more than a fifth."""
    material = not MATERIAL[0] <= row["estimate"] <= MATERIAL[1]
    return material and not row["conf_low"] <= 1 <= row["conf_high"]


def _describe(tell: Telling, rows: pd.DataFrame) -> list[str]:
    words = tell.report.words
    wide = rows.pivot(index="place", columns="term", values="estimate")
    days = rows[rows["term"] == "observed"].set_index("place")["group"]
    return [
        words(
            "warning-judging-months-alt-point",
            month=tell.month(int(day)),
            risk=words.percent(risk, 0),
            lost=words.percent(lost, 0),
        )
        for day, risk, lost in zip(days, wide["predicted"], wide["observed"], strict=True)
    ]


def tell_listed(tell: Telling, share: float) -> str:
    """The length of a list: ``10%``, ``9.6%``."""
    return tell.report.words.percent(share, 0 if round(100 * share, 1) % 1 == 0 else 1)
