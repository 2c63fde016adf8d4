"""Do the risks come true: the calibration page of the report on early warning."""

from typing import Protocol

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table, Tone
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
)
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_judging_months import MATERIAL, RATIO, draw_months
from analysis.report.time_to_churn import Check, Claim, Section, one
from analysis.results import Diagnostic

SLOPE, INTERCEPT = "calibration_slope", "calibration_intercept"
ERROR = "expected_calibration_error"
_LEAST_MONTHS = 3
_TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "watch"}


class Judged(Protocol):
    """What the sections on judging read of ``estimate.early_warning.judging.Judgement``."""

    @property
    def share(self) -> float: ...
    @property
    def n_customers(self) -> int: ...
    @property
    def n_rows(self) -> int: ...
    @property
    def days(self) -> tuple[int, ...]: ...
    @property
    def curve(self) -> pd.DataFrame: ...
    @property
    def measures(self) -> pd.DataFrame: ...
    @property
    def calibrated(self) -> Diagnostic: ...
    @property
    def brier(self) -> pd.DataFrame: ...
    @property
    def auc(self) -> pd.DataFrame: ...
    @property
    def auc_by_time(self) -> pd.DataFrame: ...
    @property
    def by_month(self) -> pd.DataFrame | None: ...


def calibration_section(tell: Telling, judgement: Judged) -> Section:
    """Predicted against observed shares lost: claim, curve, months, measures.

    ``judgement`` from ``judge_predictions``.
    """
    words = tell.report.words
    claim = _claim(tell, judgement)
    blocks: list[Block] = [
        *open_section(
            tell.report,
            "calibration",
            words("warning-judging-calibration-heading"),
            tell_basis(tell, judgement),
        ),
        *claim.blocks(),
    ]
    if (judgement.curve["n"] >= tell.minimum).any():
        blocks.append(_draw_curve(tell, judgement))
    months = judgement.by_month
    if months is not None and (months["term"] == "observed").sum() >= _LEAST_MONTHS:
        blocks.append(draw_months(tell, months))
    blocks += [_tabulate(tell, judgement), Paragraph(words("warning-judging-measures-note"))]
    return Section(tuple(blocks), (claim,), _check(tell, judgement))


def tell_basis(tell: Telling, judgement: Judged) -> str:
    """What is judged: how many customers, when, and that models had not seen them."""
    words = tell.report.words
    said = {
        "rows": words.number(judgement.n_rows),
        "customers": words.number(judgement.n_customers),
    }
    if not tell.calendar:
        return words("warning-judging-basis-tenure", ahead=tell.ahead, **said)
    return words(
        f"warning-judging-basis{'-in-time' if tell.lead_days else ''}",
        lead=tell.days(tell.lead_days),
        first=tell.when(judgement.days[0]),
        last=tell.when(judgement.days[-1]),
        ahead=tell.ahead,
        **said,
    )


def _claim(tell: Telling, judgement: Judged) -> Claim:
    words = tell.report.words
    ratio, slope = one(judgement.measures, term=RATIO), one(judgement.measures, term=SLOPE)
    expected, observed = _levels(judgement)
    kind = _find_fault(judgement.calibrated.passed, ratio, slope)
    text = words(
        f"warning-judging-claim-{kind}",
        expected=words.percent(expected),
        observed=words.percent(observed),
        ratio=tell.number_range(ratio, 2),
        slope=tell.number_range(slope, 2),
        ahead=tell.ahead,
    )
    meaning = words(f"warning-judging-meaning-{kind}", error=tell_error(tell, judgement))
    return Claim("judging-calibration", text, meaning, _TONES[judgement.calibrated.passed])


def _find_fault(passed: bool | None, ratio: pd.Series, slope: pd.Series) -> str:
    """What is wrong with the risks: the level first, for it concerns everyone."""
    if passed:
        return "good"
    if passed is None:
        return "unknown"
    if not MATERIAL[0] <= ratio["estimate"] <= MATERIAL[1]:
        return "low" if ratio["estimate"] > 1 else "high"
    return "apart" if slope["estimate"] < 1 else "close"


def _levels(judgement: Judged) -> tuple[float, float]:
    """Mean risk and share lost of all that was judged."""
    weight = judgement.curve["n_rows"] / judgement.curve["n_rows"].sum()
    return (
        float((weight * judgement.curve["predicted"]).sum()),
        float((weight * judgement.curve["estimate"]).sum()),
    )


def tell_error(tell: Telling, judgement: Judged) -> str:
    """The expected calibration error in percentage points, with its interval."""
    return tell.number_range(one(judgement.measures, term=ERROR), 1, 100)


def _draw_curve(tell: Telling, judgement: Judged) -> Figure:
    report, words = tell.report, tell.report.words
    rows = judgement.curve[judgement.curve["n"] >= tell.minimum]
    chart, ax = new_chart(words, height=3.7)
    _draw_diagonal(tell, ax, rows)
    ax.vlines(rows["predicted"], rows["conf_low"], rows["conf_high"], color=ACCENT, linewidth=1.6)
    ax.plot(rows["predicted"], rows["estimate"], "o", color=ACCENT, markersize=5.5)
    label_axes(
        ax,
        x=words("warning-judging-axis-risk", ahead=tell.ahead),
        y=words("warning-judging-axis-lost", ahead=tell.ahead),
    )
    format_ticks(ax, x="percent", y="percent")
    return finish_chart(
        chart,
        id="fig-judging-calibration",
        claim=words("warning-judging-curve-title", error=tell_error(tell, judgement)),
        subtitle=words("warning-judging-curve-subtitle", level=tell.level()),
        alt=words("warning-judging-curve-alt", points=words.list(_describe(tell, rows))),
        source=report.source_line,
    )


def _describe(tell: Telling, rows: pd.DataFrame) -> list[str]:
    words = tell.report.words
    return [
        words(
            "warning-judging-curve-alt-point",
            risk=words.percent(row["predicted"]),
            lost=words.percent(row["estimate"]),
        )
        for _, row in rows.iterrows()
    ]


def _draw_diagonal(tell: Telling, ax: Axes, rows: pd.DataFrame) -> None:
    """The line on which risks come true, over the range of the points."""
    top = min(1.06 * float(rows[["predicted", "conf_high"]].max().max()), 1.02)
    low = max(float(rows[["predicted", "conf_low"]].min().min()) - 0.05 * top, 0.0)
    ax.plot([low, top], [low, top], color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)))
    end = low + 0.9 * (top - low)
    ax.annotate(
        tell.report.words("warning-judging-curve-true"),
        (end, end),
        xytext=(-12, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=NEUTRAL,
    )
    ax.set_xlim(low, top)
    ax.set_ylim(low, top)


def _tabulate(tell: Telling, judgement: Judged) -> Table:
    words = tell.report.words
    measures, brier = judgement.measures, judgement.brier
    rows = [
        (RATIO, tell.number_range(one(measures, term=RATIO), 2), "1"),
        (SLOPE, tell.number_range(one(measures, term=SLOPE), 2), "1"),
        (INTERCEPT, tell.number_range(one(measures, term=INTERCEPT), 2), "0"),
        (ERROR, tell_error(tell, judgement), "0"),
        ("brier", tell.number_range(one(brier, term="model"), 3), "0"),
        ("skill", tell.share(one(brier, term="skill")), words.percent(1.0, 0)),
        ("auc", tell.number_range(judgement.auc.iloc[0], 3), "1"),
    ]
    cells = [
        (
            words(f"warning-judging-measure-{name}"),
            value,
            ideal,
            words(f"warning-judging-says-{name}"),
        )
        for name, value, ideal in rows
    ]
    return Table(
        id="tbl-judging-measures",
        caption=words("warning-judging-measures-caption"),
        columns=(
            Column(words("warning-judging-head-measure"), "left"),
            Column(words("warning-judging-head-value", level=tell.level())),
            Column(words("warning-judging-head-ideal")),
            Column(words("warning-judging-head-says"), "left"),
        ),
        rows=tuple(cells),
        source=tell.report.source_line,
        note=_tell_times(tell, judgement.auc_by_time),
    )


def _tell_times(tell: Telling, by_time: pd.DataFrame) -> str:
    """How well losses are ranked that come soon, or within the horizon."""
    words = tell.report.words
    told = [
        words(
            "warning-judging-auc-time",
            days=tell.days(row["time"]),
            value=tell.number_range(row, 2),
        )
        for _, row in by_time[by_time["n_events"] >= tell.minimum].iterrows()
    ]
    return words("warning-judging-auc-times", times=words.list(told)) if told else ""


def _check(tell: Telling, judgement: Judged) -> tuple[Check, ...]:
    words, passed = tell.report.words, judgement.calibrated.passed
    calibration = Check(
        words("warning-judging-check-calibration"),
        words(
            "warning-judging-check-calibration-result",
            ratio=tell.number_range(one(judgement.measures, term=RATIO), 2),
            slope=tell.number_range(one(judgement.measures, term=SLOPE), 2),
        ),
        passed,
        words("warning-judging-done-used" if passed else "warning-judging-done-order"),
    )
    auc = judgement.auc.iloc[0]
    ranks = True if auc["conf_low"] > 0.5 else (False if auc["conf_high"] < 0.5 else None)
    ranking = Check(
        words("warning-judging-check-ranking"),
        words("warning-judging-check-ranking-result", auc=tell.number_range(auc, 3)),
        ranks,
        words("warning-judging-done-used" if ranks else "warning-judging-done-no-list"),
    )
    return calibration, ranking
