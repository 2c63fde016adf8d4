"""Whether the risks of earlier runs came true, beside what those runs said of themselves."""

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Table, Tone
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
)
from analysis.report.early_warning import Telling
from analysis.report.time_to_churn import Check, Claim, one
from analysis.report.words import NOTHING
from analysis.results import Diagnostic

_MEASURES = {
    "calibration_slope": 2,
    "calibration_intercept": 2,
    "observed_to_expected": 2,
    "expected_calibration_error": 1,  # in points
}
_IDEAL = {"calibration_slope": "1", "observed_to_expected": "1"}
_TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "watch"}
_VERDICTS = {True: "true", False: "off", None: "open"}


def claim_calibration(
    tell: Telling, measures: pd.DataFrame, calibrated: Diagnostic, basis: str
) -> Claim:
    """How many losses happened for every hundred the risks had promised; ``basis``: of whom."""
    words = tell.report.words
    level = one(measures, term="observed_to_expected")
    verdict = _VERDICTS[calibrated.passed]
    text = words(
        f"warning-memory-calibration-{verdict}", happened=tell.number_range(level, 0, 100.0)
    )
    meaning = words(f"warning-memory-basis-{basis}")
    return Claim("memory-calibration", text, meaning, _TONES[calibrated.passed])


def calibration_blocks(
    tell: Telling,
    curve: pd.DataFrame,
    measures: pd.DataFrame,
    then: pd.DataFrame,
    calibrated: Diagnostic,
) -> list[Block]:
    """The curve of what happened over what was said, and the measures then and now."""
    return [_draw(tell, curve, calibrated), _tabulate(tell, measures, then)]


def calibration_checks(
    tell: Telling, measures: pd.DataFrame, calibrated: Diagnostic
) -> tuple[Check, ...]:
    """One line of how far to trust this."""
    words = tell.report.words
    slope = one(measures, term="calibration_slope")
    result = words("warning-memory-check-result", slope=tell.number_range(slope, 2))
    done = words(f"warning-memory-check-done-{_VERDICTS[calibrated.passed]}")
    return (Check(words("warning-memory-check"), result, calibrated.passed, done),)


def _draw(tell: Telling, curve: pd.DataFrame, calibrated: Diagnostic) -> Figure:
    report, words = tell.report, tell.report.words
    rows = curve.dropna(subset=["predicted", "estimate"])
    chart, ax = new_chart(words, height=3.4)
    _draw_diagonal(tell, ax, rows)
    ax.vlines(rows["predicted"], rows["conf_low"], rows["conf_high"], color=ACCENT, linewidth=1.6)
    ax.plot(rows["predicted"], rows["estimate"], "o", color=ACCENT, markersize=6)
    label_axes(
        ax,
        x=words("warning-memory-axis-said", ahead=tell.ahead),
        y=words("warning-memory-axis-happened", ahead=tell.ahead),
    )
    format_ticks(ax, x="percent", y="percent")
    points = (
        words(
            "warning-memory-alt-point",
            said=words.percent(row["predicted"], 0),
            happened=words.percent(row["estimate"], 0),
        )
        for _, row in rows.iterrows()
    )
    return finish_chart(
        chart,
        id="fig-memory-calibration",
        claim=words(f"warning-memory-figure-{_VERDICTS[calibrated.passed]}"),
        subtitle=words("warning-memory-figure-subtitle", level=tell.level()),
        alt=words("warning-memory-alt", points=words.list(points)),
        source=report.source_line,
    )


def _draw_diagonal(tell: Telling, ax: Axes, rows: pd.DataFrame) -> None:
    top = 1.08 * max(float(rows[["predicted", "conf_high"]].max().max()), 0.01)
    ax.plot([0, top], [0, top], color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)))
    ax.annotate(
        tell.report.words("warning-memory-diagonal"),
        (0.93 * top, 0.93 * top),
        xytext=(-12, 0),
        textcoords="offset points",
        ha="right",
        va="bottom",
        color=NEUTRAL,
    )
    ax.set_xlim(0, top)
    ax.set_ylim(0, top)


def _tabulate(tell: Telling, measures: pd.DataFrame, then: pd.DataFrame) -> Table:
    words = tell.report.words
    rows = [
        (
            words(f"warning-memory-measure-{term}"),
            _IDEAL.get(term, "0"),
            _say(tell, then, term, digits),
            _say(tell, measures, term, digits),
        )
        for term, digits in _MEASURES.items()
    ]
    return Table(
        id="tbl-memory-calibration",
        caption=words("warning-memory-measures-caption"),
        columns=(
            Column(words("warning-memory-head-measure"), "left"),
            *(Column(words(f"warning-memory-head-{head}")) for head in ("ideal", "then", "now")),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("warning-memory-measures-note", level=tell.level()),
    )


def _say(tell: Telling, frame: pd.DataFrame, term: str, digits: int) -> str:
    found = frame[frame["term"] == term]
    if not len(found):
        return NOTHING
    scale = 100.0 if term == "expected_calibration_error" else 1.0
    return tell.number_range(found.iloc[0], digits, scale)
