"""The main moves by segment: rates against the largest group."""

from dataclasses import replace

import pandas as pd

from analysis.report.blocks import Block, Figure, Heading, Paragraph
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.lifecycle_stages import Telling
from analysis.report.time_to_churn import Claim

_SIGNIFICANT = 0.05
_TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1.0, 1.25, 2.0, 5.0, 10.0, 20.0, 50.0)


def ratios_part(tell: Telling, shown: pd.DataFrame) -> tuple[Claim, list[Block]]:
    """``shown`` as of ``choose_main_moves``: rate ratios with p adjusted for their number.

    The claim stands here only, not in the summary.
    """
    words = tell.report.words
    apart = shown[shown["p_adjusted"] < _SIGNIFICANT]
    claim = replace(_claim(tell, shown, apart), headline=False)
    heading = Heading(
        "stages-segments-ratios",
        words("stages-segments-ratios", segment=_names(tell, shown.iloc[0])["segment"]),
        3,
    )
    return claim, [
        heading,
        *claim.blocks(),
        _chart(tell, shown, apart),
        Paragraph(words("stages-segments-caveat", n=len(shown))),
    ]


def _names(tell: Telling, row: pd.Series) -> dict[str, str]:
    column = tell.report.study.segments[0]
    return {
        "segment": tell.report.label(column),
        "group": tell.report.label(row["segment"], column=column),
        "reference": tell.report.label(row["reference"], column=column),
        "move": tell.move(row["from_state"], row["to_state"]),
    }


def _claim(tell: Telling, shown: pd.DataFrame, apart: pd.DataFrame) -> Claim:
    words = tell.report.words
    time = tell.at(tell.horizon)
    if apart.empty:
        return Claim(
            "segments",
            words(
                "stages-segments-claim-even",
                time=time,
                segment=_names(tell, shown.iloc[0])["segment"],
            ),
            words("stages-segments-meaning-even"),
        )
    top = apart.iloc[int(apart["p_value"].to_numpy().argmin())]
    times = tell.with_range(
        words.number(top["estimate"], 2),
        words.interval(top["conf_low"], top["conf_high"], "number", digits=2),
    )
    values = {**_names(tell, top), "times": times}
    key = "all" if not tell.calendar else "time"
    return Claim(
        "segments",
        words(f"stages-segments-claim-{key}", **values, time=time),
        words("stages-segments-meaning", n=len(apart), all=len(shown)),
    )


def _chart(tell: Telling, shown: pd.DataFrame, apart: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    names = [_names(tell, row) for _, row in shown.iterrows()]
    frame = shown.assign(
        label=[name["group"] for name in names], group=[name["move"] for name in names]
    )
    n_groups = len(frame.drop_duplicates("group"))
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + n_groups))
    plot_points_with_intervals(
        ax,
        frame,
        reference=1.0,
        log=True,
        write=lambda row: tell.with_range(
            words.number(row["estimate"], 2),
            words.interval(row["conf_low"], row["conf_high"], "number", digits=2),
        ),
    )
    low, high = ax.get_xlim()
    ax.set_xticks([tick for tick in _TICKS if low <= tick <= high])
    return finish_chart(
        fig,
        id="fig-segments",
        claim=words(
            "stages-segments-title",
            n=words.number(len(apart)),
            all=words.number(len(shown)),
            segment=names[0]["segment"],
        ),
        subtitle=words(
            "stages-segments-subtitle",
            segment=names[0]["segment"],
            reference=names[0]["reference"],
            level=tell.level(),
        ),
        alt=words(
            "stages-segments-alt",
            points=words.list(
                f"{name['move']}, {name['group']} {words.number(row['estimate'], 2)}"
                for name, (_, row) in zip(names, shown.iterrows(), strict=True)
            ),
        ),
        source=report.source_line,
    )
