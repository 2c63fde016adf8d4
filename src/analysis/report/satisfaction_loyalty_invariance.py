"""Section: which groups may be compared, and in what: measurement invariance decides."""

import pandas as pd

from analysis.report.blocks import Block, Figure, Notice
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import (
    Telling,
    furthest,
    open_section,
    withhold,
    withhold_unmeasured,
)
from analysis.report.satisfaction_loyalty_invariance_tables import (
    tabulate_deviations,
    tabulate_levels,
    tabulate_means,
    tabulate_verdicts,
)
from analysis.report.time_to_churn import Check, Claim, Section

_CERTAIN = 0.05


def invariance_section(
    tell: Telling,
    *,
    levels: pd.DataFrame,
    deviations: pd.DataFrame,
    verdicts: pd.DataFrame,
    groups: pd.DataFrame,
    means: pd.DataFrame,
) -> Section:
    """The tables of ``compare_segments``: a verdict per segment, means only where allowed."""
    report, words = tell.report, tell.report.words
    heading = words("measure-invariance-heading")
    if not tell.measures:
        return withhold_unmeasured(report, "invariance", heading)
    if verdicts.empty:
        title, reason = words("measure-withheld-title"), words("measure-invariance-none")
        return withhold(report, "invariance", heading, title, reason)
    claim = _claim(tell, verdicts, deviations)
    blocks: list[Block] = [
        *open_section(report, "invariance", heading, words("measure-invariance-lead")),
        *claim.blocks(),
        tabulate_verdicts(tell, verdicts, groups),
    ]
    claims = [claim]
    forbidden = _forbidden(tell, verdicts)
    if forbidden:
        text = words("measure-invariance-forbidden", segments=words.list(forbidden))
        blocks.append(Notice(words("measure-invariance-forbidden-title"), text, "watch"))
    if len(levels):
        blocks.append(tabulate_levels(tell, levels))
    broken = _broken(deviations)
    if len(broken):
        blocks.append(tabulate_deviations(tell, broken))
    if len(means):
        claims.append(_claim_means(tell, means))
        blocks += [*claims[1].blocks(), _draw_means(tell, means)]
        blocks += [
            tabulate_means(tell, part, number)
            for number, (_, part) in enumerate(means.groupby("segment", sort=False), start=1)
        ]
    return Section(tuple(blocks), tuple(claims), tuple(_checks(tell, verdicts)))


def _broken(deviations: pd.DataFrame) -> pd.DataFrame:
    return deviations[deviations["broken"].astype(bool)] if len(deviations) else deviations


def _forbidden(tell: Telling, verdicts: pd.DataFrame) -> list[str]:
    """Segments whose means may not be compared."""
    allowed = verdicts[(verdicts["comparison"] == "means") & verdicts["allowed"].astype(bool)]
    kept = set(allowed["segment"])
    return [tell.name(segment) for segment in verdicts["segment"].unique() if segment not in kept]


def _claim(tell: Telling, verdicts: pd.DataFrame, deviations: pd.DataFrame) -> Claim:
    words = tell.report.words
    segments = list(verdicts["segment"].unique())
    forbidden = _forbidden(tell, verdicts)
    told = {
        "n": words.number(len(segments)),
        "allowed": words.number(len(segments) - len(forbidden)),
    }
    if len(forbidden) == len(segments):
        text = words("measure-invariance-claim-none", segments=words.list(forbidden))
        untested = verdicts["comparison"].eq("").all()
        key = "measure-invariance-meaning-few" if untested else "measure-invariance-meaning-none"
        return Claim("invariance", text, words(key), "watch")
    allowed = [tell.name(name) for name in segments if tell.name(name) not in forbidden]
    text = words("measure-invariance-claim", segments=words.list(allowed), **told)
    broken = _broken(deviations)
    if broken.empty:
        return Claim("invariance", text, words("measure-invariance-meaning"))
    points = words.list(
        words(
            "measure-invariance-item",
            item=tell.name(row["item"]),
            group=tell.group(row["segment"], row["group"]),
        )
        for _, row in broken.drop_duplicates(["segment", "item"]).head(5).iterrows()
    )
    return Claim("invariance", text, words("measure-invariance-meaning-items", items=points))


def _claim_means(tell: Telling, means: pd.DataFrame) -> Claim:
    """The largest difference that is certain after Holm's correction, if any is."""
    words = tell.report.words
    certain = means[means["p_adjusted"] < _CERTAIN]
    if certain.empty:
        text = words("measure-means-none", n=words.number(len(means)))
        return Claim("invariance-means", text, words("measure-means-meaning-none"), headline=False)
    row = furthest(certain)
    text = words(
        "measure-means-below" if row["estimate"] < 0 else "measure-means-above",
        construct=tell.name(row["term"]),
        group=tell.group(row["segment"], row["stratum"]),
        reference=tell.group(row["segment"], row["reference"]),
        size=_size(tell, row),
    )
    meaning = words(
        "measure-means-meaning", certain=words.number(len(certain)), n=words.number(len(means))
    )
    return Claim("invariance-means", text, meaning)


def _size(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    low, high = sorted(abs(row[name]) for name in ("conf_low", "conf_high"))
    interval = words.interval(low, high, "number", digits=2)
    return tell.with_range(words.number(abs(row["estimate"]), 2), interval)


def _draw_means(tell: Telling, means: pd.DataFrame) -> Figure:
    """Differences in one construct, satisfaction where it is measured by several items."""
    report, words = tell.report, tell.report.words
    measured = list(means["term"].unique())
    wanted = (tell.survey.roles.satisfaction, tell.survey.roles.loyalty, *measured)
    construct = next(name for name in wanted if name in measured)
    shown = means[means["term"] == construct]
    frame = shown.assign(
        label=[tell.group(*pair) for pair in zip(shown["segment"], shown["stratum"], strict=True)],
        group=[
            words(
                "measure-means-against",
                segment=tell.name(segment),
                reference=tell.group(segment, reference),
            )
            for segment, reference in zip(shown["segment"], shown["reference"], strict=True)
        ],
    )
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + frame["group"].nunique()))
    plot_points_with_intervals(
        ax, frame, reference=0.0, write=lambda row: tell.number_range(row, 2)
    )
    label_axes(ax, x=words("measure-axis-means"))
    most = furthest(frame)
    told = {
        "construct": tell.name(construct),
        "group": most["label"],
        "size": words.number(most["estimate"], 2),
    }
    certain = most["p_adjusted"] < _CERTAIN
    return finish_chart(
        fig,
        id="fig-invariance-means",
        claim=words("measure-means-title" if certain else "measure-means-title-none", **told),
        subtitle=words("measure-means-subtitle", level=tell.level()),
        alt=words("measure-means-alt", n=words.number(len(frame)), **told),
        source=report.source_line,
        note=words("measure-means-note"),
    )


def _checks(tell: Telling, verdicts: pd.DataFrame) -> list[Check]:
    """One check per segment: may its groups' means be compared?"""
    words = tell.report.words
    checks = []
    for segment, rows in verdicts.groupby("segment", sort=False):
        name = words("measure-check-invariance", segment=tell.name(str(segment)))
        means = rows[rows["comparison"] == "means"]
        if means.empty:
            result = words("measure-invariance-untested")
            checks.append(Check(name, result, None, words("measure-done-invariance-untested")))
            continue
        row = means.iloc[0]
        key = "full" if not row["partial"] else "partial"
        result = words(f"measure-invariance-{key}" if row["allowed"] else "measure-invariance-no")
        done = "measure-done-invariance" if row["allowed"] else "measure-done-invariance-no"
        checks.append(Check(name, result, bool(row["allowed"]), words(done)))
    return checks
