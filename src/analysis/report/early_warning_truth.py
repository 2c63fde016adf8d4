"""Warnings beside the true risk, where a company is simulated."""

from typing import Protocol

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import MODELS, Telling, in_order, open_section
from analysis.report.time_to_churn import Check, Claim, Section, one

_LIMITS = ("attainable", "truth")  # of ranking: by the records, by everything hidden
_GOOD_SHARE = 0.9
_GOOD_SLOPE = (0.9, 1.1)
_GOOD_COVERAGE = 0.8


class Comparison(Protocol):
    """What a comparison with the truth holds; see ``estimate.early_warning.against_truth``."""

    @property
    def ranking(self) -> pd.DataFrame: ...
    @property
    def calibration(self) -> pd.DataFrame: ...
    @property
    def groups(self) -> pd.DataFrame: ...
    @property
    def coverage(self) -> pd.DataFrame: ...


def truth_section(tell: Telling, *, comparison: Comparison | None, model: str) -> Section:
    """Ranking beside the best possible, risks and intervals beside the true risk, of ``model``.

    ``comparison`` is None where nothing is known of the truth: then there is no section.
    """
    if comparison is None:
        return Section(())
    report, words = tell.report, tell.report.words
    share = one(comparison.ranking, term="share_of_attainable", stratum=model)
    slope = one(comparison.calibration, term="slope", stratum=model)
    gap = one(comparison.calibration, term="mean_difference", stratum=model)
    ranks, right = _ranking_claim(tell, comparison, share, model), _risk_claim(tell, slope, gap)
    lead = words("warning-truth-lead", ahead=tell.ahead)
    blocks: list[Block] = [
        *open_section(report, "truth", words("warning-truth-heading"), lead),
        *ranks.blocks(),
        _ranking_chart(tell, comparison.ranking, ranks.text),
        *right.blocks(),
        _risk_chart(tell, comparison.groups, model, right.text),
    ]
    checks = [_ranking_check(tell, share), _slope_check(tell, slope)]
    claims = [ranks, right]
    coverage = _show_enough(tell, comparison.coverage)
    if len(coverage):
        covered = _coverage_claim(tell, coverage)
        claims.append(covered)
        blocks += [*covered.blocks(), _coverage_table(tell, coverage)]
        checks.append(_coverage_check(tell, coverage, covered))
    blocks.append(Paragraph(words("warning-truth-limits")))
    return Section(tuple(blocks), tuple(claims), tuple(checks))


def _ranking_claim(tell: Telling, comparison: Comparison, share: pd.Series, model: str) -> Claim:
    words = tell.report.words
    right = {name: one(comparison.ranking, term="auc", stratum=name) for name in (model, *_LIMITS)}
    return Claim(
        "truth-ranking",
        words("warning-truth-ranking-claim", share=tell.share(share)),
        words(
            "warning-truth-ranking-meaning",
            model=words.percent(right[model]["estimate"], 0),
            attainable=words.percent(right["attainable"]["estimate"], 0),
            truth=words.percent(right["truth"]["estimate"], 0),
        ),
        headline=False,
    )


def _risk_claim(tell: Telling, slope: pd.Series, gap: pd.Series) -> Claim:
    words = tell.report.words
    tended = "high" if gap["conf_low"] > 0 else "low" if gap["conf_high"] < 0 else "right"
    points = words.number(100 * abs(gap["estimate"]), 1)
    ends = sorted(100 * abs(gap[name]) for name in ("conf_low", "conf_high"))
    interval = words.interval(ends[0], ends[1], "number", digits=1)
    return Claim(
        "truth-risk",
        words(
            f"warning-truth-risk-claim-{tended}",
            slope=tell.number_range(slope, 2),
            points=tell.with_range(points, interval),
        ),
        words(f"warning-truth-risk-meaning-{tended}"),
        headline=False,
    )


def _ranking_chart(tell: Telling, ranking: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = ranking[ranking["term"] == "auc"].set_index("stratum")
    order = [*in_order(set(rows.index) - set(_LIMITS), MODELS), *_LIMITS]
    shown = rows.loc[order].reset_index()
    shown["label"] = [
        words(f"warning-truth-label-{name}") if name in _LIMITS else tell.model(name)
        for name in shown["stratum"]
    ]
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.3)
    plot_points_with_intervals(ax, shown, write=tell.share)
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("warning-truth-axis-pairs"))
    points = [
        tell.with_range(str(row["label"]), words.percent(row["estimate"], 0))
        for _, row in shown.iterrows()
    ]
    return finish_chart(
        fig,
        id="fig-truth-ranking",
        claim=claim,
        subtitle=words("warning-truth-ranking-subtitle", ahead=tell.ahead, level=tell.level()),
        alt=words("warning-truth-ranking-alt", points=words.list(points)),
        source=report.source_line,
    )


def _risk_chart(tell: Telling, groups: pd.DataFrame, model: str, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = groups[(groups["stratum"] == model) & (groups["n"] >= tell.minimum)]
    fig, ax = new_chart(words, height=3.6)
    ends = [0.0, float(rows[["risk", "true_risk"]].to_numpy().max()) * 1.04]
    ax.plot(ends, ends, color=NEUTRAL, linewidth=1.0, label=words("warning-truth-diagonal"))
    ax.plot(
        rows["risk"],
        rows["true_risk"],
        "o",
        color=ACCENT,
        markersize=7,
        label=words("warning-truth-tenths"),
    )
    ax.legend(loc="upper left")
    label_axes(
        ax,
        x=words("warning-truth-axis-risk", ahead=tell.ahead),
        y=words("warning-truth-axis-true", ahead=tell.ahead),
    )
    format_ticks(ax, x="percent", y="percent")
    points = [
        words(
            "warning-truth-alt-point",
            risk=words.percent(row["risk"], 0),
            true=words.percent(row["true_risk"], 0),
        )
        for _, row in rows.iterrows()
    ]
    return finish_chart(
        fig,
        id="fig-truth-risk",
        claim=claim,
        subtitle=words("warning-truth-risk-subtitle", ahead=tell.ahead),
        alt=words("warning-truth-risk-alt", points=words.list(points)),
        source=report.source_line,
    )


def _show_enough(tell: Telling, coverage: pd.DataFrame) -> pd.DataFrame:
    return coverage[coverage["n"] >= tell.minimum]


def _coverage_claim(tell: Telling, coverage: pd.DataFrame) -> Claim:
    words = tell.report.words
    return Claim(
        "truth-coverage",
        words(
            "warning-truth-coverage-claim",
            covered=words.number(int(coverage["covered"].sum())),
            all=words.number(len(coverage)),
        ),
        words("warning-truth-coverage-meaning", level=tell.level()),
        headline=False,
    )


def _coverage_table(tell: Telling, coverage: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            words.number(row["group"]),
            words.number(row["n"]),
            words.percent(row["risk"], 1),
            words.interval(row["conf_low"], row["conf_high"], digits=1),
            words.percent(row["true_risk"], 1),
            words("warning-truth-inside" if row["covered"] else "warning-truth-outside"),
        )
        for _, row in coverage.iterrows()
    )
    return Table(
        id="tbl-truth-coverage",
        caption=words("warning-truth-coverage-caption", ahead=tell.ahead),
        columns=(
            Column(words("warning-truth-head-group"), "left"),
            Column(words("warning-truth-head-customers")),
            Column(words("warning-truth-head-risk")),
            Column(words("warning-truth-head-interval", level=tell.level())),
            Column(words("warning-truth-head-true")),
            Column(words("warning-truth-head-covered"), "left"),
        ),
        rows=rows,
        source=report.source_line,
        note=words("warning-truth-coverage-note"),
    )


def _ranking_check(tell: Telling, share: pd.Series) -> Check:
    words = tell.report.words
    return Check(
        words("warning-truth-check-ranking"),
        tell.share(share),
        bool(share["estimate"] >= _GOOD_SHARE),
        words("warning-truth-done"),
    )


def _slope_check(tell: Telling, slope: pd.Series) -> Check:
    words = tell.report.words
    low, high = _GOOD_SLOPE
    return Check(
        words("warning-truth-check-slope"),
        words("warning-truth-check-slope-result", slope=tell.number_range(slope, 2)),
        bool(slope["conf_high"] >= low and slope["conf_low"] <= high),
        words("warning-truth-done"),
    )


def _coverage_check(tell: Telling, coverage: pd.DataFrame, claim: Claim) -> Check:
    words = tell.report.words
    return Check(
        words("warning-truth-check-coverage"),
        claim.text,
        bool(coverage["covered"].mean() >= _GOOD_COVERAGE),
        words("warning-truth-done"),
    )
