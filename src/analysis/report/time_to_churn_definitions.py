"""Does it depend on what counts as lost: every conclusion under every definition of a silence."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    PALETTE,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_steps_with_band,
)
from analysis.report.report import Report
from analysis.report.time_to_churn import (
    Check,
    Claim,
    Section,
    Telling,
    hide_few,
    one,
    only,
    open_section,
)
from analysis.report.time_to_churn_conclusions import (
    conclusions_table,
    judge_conclusions,
    say_conclusion,
)
from analysis.report.words import NOTHING
from analysis.study import SilenceRule


def definitions_section(
    report: Report,
    *,
    survival: pd.DataFrame,
    at_times: pd.DataFrame,
    conclusions: pd.DataFrame,
    thresholds: pd.DataFrame,
    horizons: tuple[int, ...],
) -> Section:
    """The conclusions side by side; for the end of a contract, why there is only one definition.

    ``survival`` and ``at_times``: everyone's curve per definition (column ``stratum``).
    ``conclusions``: ``definition, topic`` (group, driver or ranking), ``subject`` (and
    ``level, reference``), ``direction`` (up, down or none), ``estimate, conf_low, conf_high``.
    ``thresholds``: ``definition, low, median, high``, days of silence allowed after the first
    purchase.
    """
    words = report.words
    if conclusions.empty:
        key = "churn-definitions-contract"
        return Section((*open_section(report, "definitions"), Paragraph(words(key))))
    tell = Telling(report, float(survival["time"].max()))
    names = {rule.name: report.label(rule.name) for rule in _rules(report)}
    held = judge_conclusions(conclusions)
    claim = _claim(tell, held)
    blocks: list[Block] = [
        *open_section(report, "definitions", words("churn-definitions-lead")),
        _rules_table(tell, names, at_times, thresholds, horizons),
        *claim.blocks(),
        _chart(tell, names, survival, at_times, horizons),
        conclusions_table(tell, names, conclusions, held),
    ]
    return Section(tuple(blocks), (claim,), (_check(tell, held),))


def _rules(report: Report) -> list[SilenceRule]:
    churn = report.study.churn
    if churn is None or churn.definition is None:
        return []
    return [churn.definition, *churn.alternatives]


def _claim(tell: Telling, held: pd.DataFrame) -> Claim:
    words = tell.report.words
    agreed = held[held["verdict"].isin(["holds", "absent"])]
    disputed = held[~held["verdict"].isin(["holds", "absent"])]
    n_definitions = len(_rules(tell.report))
    if disputed.empty:
        text = words("churn-definitions-all", n=len(held), definitions=n_definitions)
        return Claim("definitions", text, words("churn-definitions-all-meaning"), "good")
    text = words(
        "churn-definitions-some",
        n=len(held),
        agreed=len(agreed),
        definitions=n_definitions,
        disputed=words.list(say_conclusion(tell, row) for _, row in disputed.iterrows()),
    )
    return Claim("definitions", text, words("churn-definitions-some-meaning"), "watch")


def _check(tell: Telling, held: pd.DataFrame) -> Check:
    words = tell.report.words
    agreed = int(held["verdict"].isin(["holds", "absent"]).sum())
    return Check(
        words("churn-check-definitions"),
        words("churn-check-definitions-result", agreed=agreed, n=len(held)),
        agreed == len(held),
        words("churn-done-definitions"),
    )


def _rules_table(
    tell: Telling,
    names: dict[str, str],
    at_times: pd.DataFrame,
    thresholds: pd.DataFrame,
    horizons: tuple[int, ...],
) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            names[rule.name],
            _rule(tell, rule),
            _allowed(tell, one(thresholds, definition=rule.name)),
            *(_kept(tell, one(at_times, stratum=rule.name, time=float(at))) for at in horizons),
        )
        for rule in _rules(report)
    )
    own_rhythm = any(rule.rule == "own_rhythm" for rule in _rules(report))
    return Table(
        id="tbl-definitions",
        caption=words("churn-definitions-caption"),
        columns=(
            Column(words("churn-head-definition"), "left"),
            Column(words("churn-head-rule"), "left"),
            Column(words("churn-head-threshold")),
            *(
                Column(words("churn-head-kept-by", time=tell.at(time), level=tell.level()))
                for time in horizons
            ),
        ),
        rows=rows,
        source=report.source_line,
        note=words("churn-definitions-note") if own_rhythm else "",
    )


def _allowed(tell: Telling, days: pd.Series) -> str:
    """The silence allowed after the first purchase, and its range where it is not fixed."""
    words = tell.report.words
    middle = words.number(days["median"])
    if days["low"] == days["high"]:
        return middle
    spread = words.interval(days["low"], days["high"], "number")
    return words("churn-threshold", median=middle, range=spread)


def _kept(tell: Telling, row: pd.Series) -> str:
    few = row["n_at_risk"] < tell.report.study.minimum_cell
    return NOTHING if few else tell.share_kept(row)


def _rule(tell: Telling, rule: SilenceRule) -> str:
    words = tell.report.words
    if rule.rule == "fixed_days":
        return words("churn-rule-fixed-days", days=words.duration(rule.days, "day", 0))
    multiple = float(rule.multiple or 0)
    return words(
        "churn-rule-own-rhythm",
        multiple=words.number(multiple, 0 if multiple.is_integer() else 1),
        low=words.number(rule.minimum_days),
        high=words.duration(rule.maximum_days, "day", 0),
    )


def _chart(
    tell: Telling,
    names: dict[str, str],
    survival: pd.DataFrame,
    at_times: pd.DataFrame,
    horizons: tuple[int, ...],
) -> Figure:
    report, words = tell.report, tell.report.words
    colors = {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(names)}
    fig, ax = new_chart(words, height=3.3)
    shown = hide_few(survival, report.study.minimum_cell)
    lines = plot_steps_with_band(
        ax,
        shown.assign(time=shown["time"] * tell.scale),
        names=names,
        colors=colors,
        bands="pointwise",
    )
    label_line_ends(ax, lines)
    label_axes(ax, x=words(f"churn-axis-{tell.unit}"), y=words("churn-axis-survival"))
    format_ticks(ax, y="percent")
    there = only(at_times, time=float(horizons[-1]))
    time = tell.at(horizons[-1])
    low, high = there["estimate"].min(), there["estimate"].max()
    return finish_chart(
        fig,
        id="fig-definitions",
        claim=words(
            "churn-definitions-title",
            time=time,
            low=words.percent(low, 0),
            high=words.percent(high, 0),
        ),
        subtitle=words("churn-definitions-subtitle", level=tell.level()),
        alt=words("churn-segment-alt", time=time, points=_points(tell, names, there)),
        source=report.source_line,
    )


def _points(tell: Telling, names: dict[str, str], there: pd.DataFrame) -> str:
    words = tell.report.words
    return words.list(
        words(
            "churn-segment-alt-point",
            group=names[row["stratum"]],
            share=words.percent(row["estimate"]),
        )
        for _, row in there.iterrows()
    )
