"""How well the model predicts customers it has not seen: ranking, error, calibration."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Figure, Notice, Paragraph, Tone
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
from analysis.report.report import Report
from analysis.report.time_to_churn import (
    Check,
    Claim,
    Section,
    Telling,
    one,
    open_section,
    withhold,
)

# A predicted share of customers lost this far from what came is too far to plan with.
_LARGEST_GAP = 0.05
# Ranking so near to chance serves groups, not single customers.
_WEAK_CONCORDANCE = 0.6


@dataclass(frozen=True)
class Judgement:
    """What cross-validation says: passed, not passed, or (None) cannot be told."""

    ranks: bool | None
    beats_null: bool | None
    calibrated: bool | None
    largest_gap: float
    gained: float
    weak: bool


def judge(
    concordance: pd.DataFrame, integrated_brier: pd.DataFrame, calibration: pd.DataFrame
) -> Judgement:
    """Ranking better than chance, error below the null model's, and predictions that come true.

    Calibrated: in every tenth of customers the observed interval covers the prediction, or their
    difference is at most five percentage points.
    """
    ranking = concordance.iloc[0]
    difference = one(integrated_brier, term="difference")
    told = calibration.dropna(subset=["predicted", "estimate"])
    gaps = (told["predicted"] - told["estimate"]).abs()
    covered = told["predicted"].between(told["conf_low"], told["conf_high"])
    return Judgement(
        ranks=_above(ranking, 0.5),
        beats_null=_above(difference, 0.0),
        calibrated=None if told.empty else bool((covered | (gaps <= _LARGEST_GAP)).all()),
        largest_gap=float(gaps.max()) if len(told) else float("nan"),
        gained=float(one(integrated_brier, term="skill")["estimate"]),
        weak=bool(ranking["estimate"] < _WEAK_CONCORDANCE),
    )


def _above(row: pd.Series, limit: float) -> bool | None:
    """Whether an interval lies above ``limit``; None when it holds it or is missing."""
    if row["conf_low"] > limit:
        return True
    return False if row["conf_high"] < limit else None


def validation_section(
    report: Report,
    *,
    concordance: pd.DataFrame,
    brier: pd.DataFrame,
    integrated_brier: pd.DataFrame,
    calibration: pd.DataFrame,
    calibration_line: pd.DataFrame,
    horizon: float,
    n_folds: int,
    withheld: str = "",
    last: float,
) -> Section:
    """Cross-validated ranking (concordance), error (Brier) and calibration at ``horizon``.

    ``brier``: ``term`` (model, null_model), ``time, estimate``; ``integrated_brier``: terms
    difference and skill too. ``calibration``: ``predicted, estimate`` (observed), ``conf_low,
    conf_high``, shares lost by ``horizon`` per tenth of predicted risk; ``calibration_line``:
    its slope.
    """
    if withheld:
        return withhold(report, "validation", withheld)
    words = report.words
    tell = Telling(report, last)
    ranking = concordance.iloc[0]
    verdict = judge(concordance, integrated_brier, calibration)
    claim = _claim(tell, ranking, verdict)
    blocks: list[Block] = [
        *open_section(report, "validation", words("churn-validation-lead", n=n_folds)),
        *claim.blocks(),
        _calibration_chart(tell, calibration, verdict, horizon),
        Paragraph(words("churn-brier-lead")),
        _brier_chart(tell, brier, verdict),
    ]
    if verdict.calibrated is not True:
        text = words("churn-calibration-withheld", time=tell.at(horizon))
        blocks.append(Notice(words("churn-withheld-title"), text))
    return Section(
        tuple(blocks),
        (claim,),
        _checks(tell, ranking, verdict, one(calibration_line, term="calibration_slope")),
    )


def _claim(tell: Telling, ranking: pd.Series, verdict: Judgement) -> Claim:
    words = tell.report.words
    pairs = tell.with_range(
        words.number(100 * ranking["estimate"]),
        words.interval(100 * ranking["conf_low"], 100 * ranking["conf_high"], "number"),
    )
    gained = words.percent(max(verdict.gained, 0.0))
    text = words("churn-validation-claim", pairs=pairs, gained=gained)
    return Claim("validation", text, _meaning(tell.report, verdict), _tone(verdict))


def _tone(verdict: Judgement) -> Tone:
    if not (verdict.calibrated and verdict.ranks):
        return "watch"
    return "neutral" if verdict.weak else "good"


def _meaning(report: Report, verdict: Judgement) -> str:
    words = report.words
    if not verdict.ranks:
        return words("churn-validation-meaning-none")
    if verdict.calibrated and verdict.weak:
        return words("churn-validation-meaning-weak")
    if verdict.calibrated:
        return words("churn-validation-meaning-good")
    return words("churn-validation-meaning-rank")


def _checks(
    tell: Telling, ranking: pd.Series, verdict: Judgement, slope: pd.Series
) -> tuple[Check, ...]:
    words = tell.report.words
    used = words("churn-done-used")
    return (
        Check(
            words("churn-check-concordance"),
            words("churn-check-concordance-result", value=_with_range(tell, ranking, 3)),
            verdict.ranks,
            used if verdict.ranks else words("churn-done-no-ranking"),
        ),
        Check(
            words("churn-check-brier"),
            words("churn-check-brier-result", gained=words.percent(verdict.gained, 1)),
            verdict.beats_null,
            used if verdict.beats_null else words("churn-done-no-prediction"),
        ),
        Check(
            words("churn-check-calibration", time=tell.at(slope["time"])),
            words(
                "churn-check-calibration-result",
                gap=words.number(100 * verdict.largest_gap, 1),
                slope=_with_range(tell, slope, 2),
            ),
            verdict.calibrated,
            used if verdict.calibrated else words("churn-done-no-probability"),
        ),
    )


def _with_range(tell: Telling, row: pd.Series, digits: int) -> str:
    words = tell.report.words
    interval = words.interval(row["conf_low"], row["conf_high"], "number", digits=digits)
    return tell.with_range(words.number(row["estimate"], digits), interval)


def _calibration_chart(
    tell: Telling, calibration: pd.DataFrame, verdict: Judgement, horizon: float
) -> Figure:
    report, words = tell.report, tell.report.words
    fig, ax = new_chart(words, height=3.6)
    rows = calibration.dropna(subset=["predicted", "estimate"])
    _draw_diagonal(tell, ax, rows)
    ax.vlines(rows["predicted"], rows["conf_low"], rows["conf_high"], color=ACCENT, linewidth=1.6)
    ax.plot(rows["predicted"], rows["estimate"], "o", color=ACCENT, markersize=6)
    time = tell.at(horizon)
    label_axes(
        ax, x=words("churn-axis-predicted", time=time), y=words("churn-axis-observed", time=time)
    )
    format_ticks(ax, x="percent", y="percent")
    gap = words.number(100 * verdict.largest_gap, 1)
    title = "churn-calibration-title" if verdict.calibrated else "churn-calibration-title-off"
    return finish_chart(
        fig,
        id="fig-calibration",
        claim=words(title, gap=gap),
        subtitle=words("churn-calibration-subtitle", time=time, level=tell.level()),
        alt=words(
            "churn-calibration-alt",
            points=words.list(
                words(
                    "churn-calibration-alt-point",
                    predicted=words.percent(row["predicted"], 0),
                    observed=words.percent(row["estimate"], 0),
                )
                for _, row in rows.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _draw_diagonal(tell: Telling, ax: Axes, rows: pd.DataFrame) -> None:
    """The line on which predictions come true, over the range of the points."""
    ends = rows[["predicted", "estimate", "conf_low", "conf_high"]]
    top = 1.08 * max(float(ends.max().max()), 0.01)
    low = max(float(ends.min().min()) - 0.3 * (top - float(ends.min().min())), 0.0)
    ax.plot([low, top], [low, top], color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)))
    end = low + 0.93 * (top - low)
    ax.annotate(
        tell.report.words("churn-calibration-perfect"),
        (end, end),
        xytext=(-12, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=NEUTRAL,
    )
    ax.set_xlim(low, top)
    ax.set_ylim(low, top)


def _brier_chart(tell: Telling, brier: pd.DataFrame, verdict: Judgement) -> Figure:
    report, words = tell.report, tell.report.words
    names = {"model": words("churn-brier-model"), "null_model": words("churn-brier-null")}
    known = brier[brier["term"].isin(list(names))].dropna(subset=["estimate"])
    fig, ax = new_chart(words, height=3.0)
    lines = plot_lines(
        ax,
        known[["term", "time", "estimate"]].assign(time=known["time"] * tell.scale),
        series="term",
        names=names,
        colors={"model": ACCENT, "null_model": NEUTRAL},
        markers=known["time"].nunique() == 1,
    )
    label_line_ends(ax, lines)
    ax.set_ylim(0, None)
    ax.set_xlim(right=float(known["time"].max()) * tell.scale)
    label_axes(ax, x=words(f"churn-axis-{tell.unit}"), y=words("churn-axis-brier"))
    title = "churn-brier-title" if verdict.beats_null else "churn-brier-title-none"
    final = known["time"].max()
    return finish_chart(
        fig,
        id="fig-brier",
        claim=words(title, gained=words.percent(max(verdict.gained, 0.0))),
        subtitle=words("churn-brier-subtitle"),
        alt=words(
            "churn-brier-alt",
            time=tell.at(final),
            model=words.number(one(known, term="model", time=final)["estimate"], 3),
            null=words.number(one(known, term="null_model", time=final)["estimate"], 3),
        ),
        source=report.source_line,
    )
