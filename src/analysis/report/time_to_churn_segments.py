"""Who stays longer: survival by segment, with tests and what they cannot say."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.report.blocks import Column, Figure, Heading, Paragraph, Table
from analysis.report.charts import (
    PALETTE,
    add_risk_table,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_steps_with_band,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import (
    Claim,
    Section,
    Telling,
    groups_of,
    hide_few,
    only,
    open_section,
    withhold,
)
from analysis.report.time_to_churn_survival import risk_table

_SIGNIFICANT = 0.05


@dataclass(frozen=True)
class _Segment:
    """One segment: its column, its place in the report, and its groups at the first horizon.

    ``there`` holds the groups with enough customers at risk at ``horizon`` to be shown.
    """

    column: str
    position: int
    horizon: int
    there: pd.DataFrame

    @property
    def best(self) -> pd.Series:
        return self.there.iloc[int(self.there["estimate"].to_numpy().argmax())]

    @property
    def worst(self) -> pd.Series:
        return self.there.iloc[int(self.there["estimate"].to_numpy().argmin())]

    @property
    def spread(self) -> float:
        return float(self.best["estimate"] - self.worst["estimate"])


def segments_section(
    report: Report,
    *,
    survival: pd.DataFrame,
    at_times: pd.DataFrame,
    medians: pd.DataFrame,
    restricted_means: pd.DataFrame,
    tests: pd.DataFrame,
    pairs: pd.DataFrame,
    horizons: tuple[int, ...],
) -> Section:
    """One part per segment of the study: curves, a table of its groups, the tests.

    A segment without two groups that have enough customers at risk at the first horizon is left
    out; only the one whose groups differ most goes into the summary.
    """
    tell = Telling(report, float(survival["time"].max()))
    segments = _choose_segments(report, at_times, tests, _choose_horizon(at_times, horizons))
    if not segments:
        return withhold(report, "segments", "no-segments")
    blocks = open_section(report, "segments", report.words("churn-segments-lead"))
    widest = max(segments, key=lambda segment: segment.spread)
    claims = []
    for segment in segments:
        claim = _claim(tell, segment, only(tests, segment=segment.column).iloc[0])
        claims.append(replace(claim, headline=segment is widest))
        name = tell.segment(segment.column)
        blocks += [
            Heading(f"churn-segment-{segment.position}", name, 3),
            *claim.blocks(),
            _chart(tell, segment, survival, at_times),
            _table(tell, segment, medians, restricted_means),
            Paragraph(_pairs(tell, only(pairs, segment=segment.column))),
        ]
    return Section(tuple(blocks), tuple(claims))


def _choose_horizon(at_times: pd.DataFrame, horizons: tuple[int, ...]) -> int:
    """The first horizon by which somebody had left: before that, all groups are alike."""
    everyone = only(at_times, stratum="all").set_index("time")["estimate"]
    return next((each for each in horizons if everyone.get(float(each), 1.0) < 1), horizons[0])


def _choose_segments(
    report: Report, at_times: pd.DataFrame, tests: pd.DataFrame, horizon: int
) -> list[_Segment]:
    found: list[_Segment] = []
    for column in report.study.segments:
        known = only(groups_of(at_times, column), time=float(horizon))
        there = hide_few(known[known["estimate"].notna()], report.study.minimum_cell)
        if len(there) > 1 and len(only(tests, segment=column)):
            found.append(_Segment(column, len(found) + 1, horizon, there))
    return found


def _claim(tell: Telling, segment: _Segment, test: pd.Series) -> Claim:
    words = tell.report.words
    told = test["p_adjusted"] < _SIGNIFICANT
    values = {
        "segment": tell.segment(segment.column),
        "time": tell.at(segment.horizon),
        "best": tell.stratum(segment.best["stratum"]),
        "kept_best": tell.share_kept(segment.best),
        "worst": tell.stratum(segment.worst["stratum"]),
        "kept_worst": tell.share_kept(segment.worst),
        "p": words.p_value(test["p_adjusted"], named=True),
    }
    text = words("churn-segment-claim" if told else "churn-segment-claim-even", **values)
    meaning = words(
        "churn-segment-meaning" if told else "churn-segment-meaning-even",
        **values,
        n=words.number(1000 * segment.spread),
    )
    return Claim(f"segment-{segment.position}", text, meaning)


def _chart(
    tell: Telling, segment: _Segment, survival: pd.DataFrame, at_times: pd.DataFrame
) -> Figure:
    report, words = tell.report, tell.report.words
    curves = hide_few(groups_of(survival, segment.column), report.study.minimum_cell)
    strata = list(curves["stratum"].unique())
    names = {stratum: tell.stratum(stratum) for stratum in strata}
    colors = {stratum: PALETTE[i % len(PALETTE)] for i, stratum in enumerate(strata)}
    fig, ax = new_chart(words, height=3.3 + 0.22 * len(strata))
    lines = plot_steps_with_band(
        ax,
        curves.assign(time=curves["time"] * tell.scale),
        names=names,
        colors=colors,
        bands="pointwise",
    )
    label_line_ends(ax, lines)
    label_axes(ax, x=words(f"churn-axis-{tell.unit}"), y=words("churn-axis-survival"))
    format_ticks(ax, y="percent")
    add_risk_table(
        ax,
        risk_table(tell, groups_of(at_times, segment.column), names),
        minimum=report.study.minimum_cell,
        title=words("common-at-risk"),
        colors={names[stratum]: colors[stratum] for stratum in strata},
    )
    name = tell.segment(segment.column)
    return finish_chart(
        fig,
        id=f"fig-segment-{segment.position}",
        claim=_title(tell, segment),
        subtitle=words("churn-segment-subtitle", segment=name, level=tell.level()),
        alt=_alt(tell, segment),
        source=report.source_line,
    )


def _title(tell: Telling, segment: _Segment) -> str:
    words = tell.report.words
    return words(
        "churn-segment-title",
        best=tell.stratum(segment.best["stratum"]),
        kept_best=words.percent(segment.best["estimate"], 0),
        worst=tell.stratum(segment.worst["stratum"]),
        kept_worst=words.percent(segment.worst["estimate"], 0),
        time=tell.at(segment.horizon),
    )


def _alt(tell: Telling, segment: _Segment) -> str:
    words = tell.report.words
    points = (
        words(
            "churn-segment-alt-point",
            group=tell.stratum(row["stratum"]),
            share=words.percent(row["estimate"]),
        )
        for _, row in segment.there.iterrows()
    )
    return words("churn-segment-alt", time=tell.at(segment.horizon), points=words.list(points))


def _table(
    tell: Telling, segment: _Segment, medians: pd.DataFrame, restricted_means: pd.DataFrame
) -> Table:
    report, words = tell.report, tell.report.words
    middle = medians.set_index("stratum")
    mean = restricted_means.set_index("stratum")
    rows = tuple(
        (
            tell.stratum(row["stratum"]),
            words.number(row["n"]),
            tell.share_kept(row),
            _median(tell, middle.loc[row["stratum"]]),
            tell.bare_length(mean.loc[row["stratum"]]),
        )
        for _, row in segment.there.iterrows()
    )
    name, level, unit = tell.segment(segment.column), tell.level(), tell.unit_name()
    at, until = tell.at(segment.horizon), tell.at(mean["time"].max())
    return Table(
        id=f"tbl-segment-{segment.position}",
        caption=words("churn-segment-caption", segment=name),
        columns=(
            Column(name, "left"),
            Column(words("churn-head-customers")),
            Column(words("churn-head-kept-by", time=at, level=level)),
            Column(words("churn-head-median", level=level, unit=unit)),
            Column(words("churn-head-mean", time=until, level=level, unit=unit)),
        ),
        rows=rows,
        source=report.source_line,
        note=words("churn-segment-note"),
    )


def _median(tell: Telling, median: pd.Series) -> str:
    """A median with its interval, or that more than half were still there at the end."""
    if pd.isna(median["estimate"]):
        return tell.report.words("churn-not-reached")
    return tell.bare_length(median)


def _pairs(tell: Telling, pairs: pd.DataFrame) -> str:
    """Which pairs of groups differ once the number of comparisons is allowed for."""
    words = tell.report.words
    alike = pairs[~(pairs["p_adjusted"] < _SIGNIFICANT)]
    if len(pairs) == 1:
        p = words.p_value(pairs["p_adjusted"].iloc[0], named=True)
        return words("churn-pairs-one", p=p)
    if alike.empty:
        return words("churn-pairs-all", n=len(pairs))
    if len(alike) == len(pairs):
        return words("churn-pairs-none", n=len(pairs))
    listed = words.list(
        words(
            "churn-pair",
            a=tell.stratum(row["stratum_a"]),
            b=tell.stratum(row["stratum_b"]),
            p=words.p_value(row["p_adjusted"], named=True),
        )
        for _, row in alike.iterrows()
    )
    return words("churn-pairs-some", n=len(pairs), differ=len(pairs) - len(alike), pairs=listed)
