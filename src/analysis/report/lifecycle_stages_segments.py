"""The same by segment: who is lost fastest and who stays longest, and how many will be active."""

from dataclasses import replace

import pandas as pd

from analysis.report.blocks import Figure, Heading, Paragraph
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.lifecycle_stages import Telling, open_section, withhold
from analysis.report.lifecycle_stages_segments_detail import detail_blocks
from analysis.report.lifecycle_stages_segments_ratios import ratios_part
from analysis.report.lifecycle_stages_segments_tables import (
    forecast_table,
    overview_table,
    sum_text,
)
from analysis.report.lifecycle_stages_segments_view import EVERYONE, SegmentView, view_segments
from analysis.report.time_to_churn import Claim, Section

_PANEL = 0.55  # height of a chart's panel against that of a chart of its own


def segments_section(
    tell: Telling,
    *,
    estimates: pd.DataFrame,
    tests: pd.DataFrame,
    pairs: pd.DataFrame,
    active: tuple[str, ...],
    ratios: pd.DataFrame,
) -> Section:
    """One part per segment, then details of all of them, then rates of single moves.

    ``estimates``, ``tests`` and ``pairs`` as of ``estimate_segment_flows``; ``active`` the stages
    of active customers; ``ratios`` as of ``choose_main_moves``. Only the segment whose groups
    differ most clearly goes into the summary.
    """
    report, words = tell.report, tell.report.words
    views = view_segments(tell, estimates=estimates, tests=tests, pairs=pairs, active=active)
    if not views:
        return withhold(tell, "segments", "segments")
    outside = words.list(
        words("stages-quoted", stage=tell.stage(stage))
        for stage in tell.stages
        if stage not in active
    )
    key = "stages-segments-lead" if tell.calendar else "stages-segments-lead-tenure"
    blocks = open_section(
        report, "segments", words(key, time=tell.at(tell.horizon), stages=outside)
    )
    clearest = min(views, key=_clarity)
    claims = []
    for view in views:
        claim = replace(_claim(view), headline=view is clearest)
        claims.append(claim)
        blocks += [
            Heading(f"stages-segment-{view.position}", view.name, 3),
            *claim.blocks(),
            _chart(view),
            overview_table(view),
        ]
    blocks.append(Heading("stages-segments-details", words("stages-segments-details"), 3))
    if tell.calendar:
        blocks += [forecast_table(views), Paragraph(sum_text(views))]
    else:
        blocks.append(Paragraph(words("stages-segments-no-forecast")))
    blocks += detail_blocks(views)
    if len(ratios):
        claim, more = ratios_part(tell, ratios)
        claims.append(claim)
        blocks += more
    return Section(tuple(blocks), tuple(claims))


def _clarity(view: SegmentView) -> tuple[float, float]:
    """Smallest p first; of those that are equal, the widest range."""
    worst, best = view.extremes("leaving")
    found = (view.p("leaving"), view.p("returning", view.tell.loss))
    smallest = min((p for p in found if not pd.isna(p)), default=1.0)
    return smallest, float(best["estimate"] - worst["estimate"])


def _claim(view: SegmentView) -> Claim:
    tell, words = view.tell, view.tell.report.words
    worst, best = view.extremes("leaving")
    longest, _ = view.extremes("stay")
    values = {
        "segment": view.name,
        "time": tell.at(tell.horizon),
        "worst": view.group(worst["segment"]),
        "high": tell.share(worst),
        "best": view.group(best["segment"]),
        "low": tell.share(best),
        "longest": view.group(longest["segment"]),
        "stay": tell.length_range(longest),
        "p": words.p_value(view.p("leaving"), named=True),
    }
    clock = "calendar" if tell.calendar else "tenure"
    told = "apart" if view.losing_differs else "even"
    text = words(f"stages-segments-{told}-{clock}", **values)
    if view.returning_differs:
        most, least = view.extremes("returning", tell.loss)
        text = words(
            "stages-segments-two-sentences",
            first=text,
            second=words(
                "stages-segments-back-apart",
                most=view.group(most["segment"]),
                high=tell.share(most),
                least=view.group(least["segment"]),
                low=tell.share(least),
                time=tell.at(tell.horizon),
            ),
        )
    return Claim(f"segment-{view.position}", text, _meaning(view, worst, best))


def _meaning(view: SegmentView, worst: pd.Series, best: pd.Series) -> str:
    """What follows: how many of a thousand, who else is alike, whether it is the mix of stages."""
    tell, words = view.tell, view.tell.report.words
    overlap = bool(worst["conf_low"] <= best["conf_high"])
    if not view.losing_differs:
        key = "stages-segments-meaning-overlap" if overlap else "stages-segments-meaning-chance"
        text = words(key, segment=view.name)
        if not view.returning_differs:
            return text
        second = words("stages-segments-meaning-back")
        return words("stages-segments-two-sentences", first=text, second=second)
    parts = [
        words(
            "stages-segments-meaning-apart" if tell.calendar else "stages-segments-meaning-joining",
            n=words.number(1000 * (worst["estimate"] - best["estimate"])),
            worst=view.group(worst["segment"]),
            best=view.group(best["segment"]),
        )
    ]
    for row, key in ((worst, "fast"), (best, "slow")):
        others = [group for group in view.known("leaving")["segment"] if group != row["segment"]]
        alike = [group for group in others if not view.apart(str(row["segment"]), group)]
        if alike:
            parts.append(
                words(
                    f"stages-segments-alike-{key}",
                    group=view.group(row["segment"]),
                    others=view.list_groups(alike),
                )
            )
    if tell.calendar:
        parts.append(words(f"stages-segments-mix-{'explains' if view.mix_explains else 'not'}"))
    together = parts[0]
    for part in parts[1:]:
        together = words("stages-segments-two-sentences", first=together, second=part)
    return together


def _chart(view: SegmentView) -> Figure:
    """Points by group, one panel for losses and, where the lost come back, one for returns."""
    tell, report, words = view.tell, view.tell.report, view.tell.report.words
    panels = [("leaving", "")] + ([("returning", tell.loss)] if view.returns else [])
    shown = [view.known(analysis, stage=stage) for analysis, stage in panels]
    height = height_for_rows(max(len(rows) for rows in shown))
    if len(panels) > 1:  # lower, so that the table fits on the same page
        height = _PANEL * height + 0.35
    fig, axes = new_chart(words, height=height * len(panels), rows=len(panels))
    places = axes if len(panels) > 1 else [axes]
    for ax, (analysis, stage), rows in zip(places, panels, shown, strict=True):
        whole = view.find(analysis, EVERYONE, stage)
        frame = rows.assign(label=[view.group(group) for group in rows["segment"]])
        reference = None if whole is None else float(whole["estimate"])
        plot_points_with_intervals(ax, frame, reference=reference, write=tell.share)
        ax.set_xlim(left=0)
        format_ticks(ax, x="percent")
        if len(panels) > 1:
            ax.set_title(words(f"stages-segments-panel-{analysis}", time=tell.at(tell.horizon)))
    clock = "calendar" if tell.calendar else "tenure"
    return finish_chart(
        fig,
        id=f"fig-segment-{view.position}",
        claim=_title(view),
        subtitle=words(
            f"stages-segments-subtitle-{clock}",
            segment=view.name,
            time=tell.at(tell.horizon),
            level=tell.level(),
        ),
        alt=words(
            "stages-segments-points",
            points=words.list(
                f"{view.group(row['segment'])} {words.percent(row['estimate'])}"
                for rows in shown
                for _, row in rows.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _title(view: SegmentView) -> str:
    tell, words = view.tell, view.tell.report.words
    worst, best = view.extremes("leaving")
    key, time = "even", tell.at(tell.horizon)
    values = {"segment": view.name, "time": time}
    if view.losing_differs:
        key = "apart"
    elif view.returning_differs:
        key = "back"
        worst, best = view.extremes("returning", tell.loss)
    return words(
        f"stages-segments-title-{key}",
        **values,
        first=view.group(worst["segment"]),
        high=words.percent(worst["estimate"]),
        last=view.group(best["segment"]),
        low=words.percent(best["estimate"]),
    )
