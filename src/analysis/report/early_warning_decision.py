"""From which risk a contact pays, and how much hangs on what was assumed."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Figure
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALE,
    PALETTE,
    finish_chart,
    format_ticks,
    label_axes,
    label_line_ends,
    new_chart,
    plot_lines,
)
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_alert_words import tell_money
from analysis.report.early_warning_sensitivity import sensitivity_section
from analysis.report.time_to_churn import Claim, Section, one, only

ALERT_ALL, ALERT_NONE = "alert_all", "alert_none"
# The warnings last, on top of the others.
_COLORS = {
    ALERT_NONE: PALE,
    ALERT_ALL: NEUTRAL,
    "reference": PALETTE[1],
    "chosen": ACCENT,
}
_N_TOLD = 5  # points of the curve in the alternative text


def decision_section(
    tell: Telling,
    *,
    curve: pd.DataFrame,
    thresholds: pd.DataFrame,
    sensitivity: pd.DataFrame,
    chosen: str,
) -> Section:
    """The decision curve of the ``chosen`` model, and the list under other assumptions.

    ``curve`` from ``estimate_decision_curve``, ``thresholds`` from ``estimate_thresholds``,
    ``sensitivity`` from ``estimate_sensitivity``; the last two empty without money.
    """
    words = tell.report.words
    named = curve.assign(line=[_name_line(strategy, chosen) for strategy in curve["strategy"]])
    claim = _claim_curve(tell, named, thresholds)
    blocks: list[Block] = [
        *open_section(
            tell.report,
            "alerts-curve",
            words("warning-alerts-curve-heading"),
            words("warning-alerts-curve-lead"),
        ),
        *claim.blocks(),
        _chart_curve(tell, named, thresholds),
    ]
    told = sensitivity_section(tell, sensitivity)
    return Section((*blocks, *told.blocks), (claim, *told.claims))


def _name_line(strategy: str, chosen: str) -> str:
    if strategy in (ALERT_ALL, ALERT_NONE):
        return strategy
    return "chosen" if strategy == chosen else "reference"


def _better(curve: pd.DataFrame) -> pd.DataFrame:
    """Thresholds at which the warnings beat every other rule beyond chance: the longest run."""
    own = only(curve, line="chosen").sort_values("threshold")
    wins = own["gain_low"] > 0
    runs = own[wins].groupby((~wins).cumsum()[wins])
    return max((run for _, run in runs), key=len, default=own[wins])


def _claim_curve(tell: Telling, curve: pd.DataFrame, thresholds: pd.DataFrame) -> Claim:
    words, better = tell.report.words, _better(curve)
    meaning = _mean_curve(tell, better, thresholds)
    if better.empty:
        text = words("warning-alerts-curve-claim-none")
        return Claim("alerts-curve", text, meaning, "watch")
    ends = [words.percent(better["threshold"].iloc[position], 0) for position in (0, -1)]
    text = words("warning-alerts-curve-claim", **{"from": ends[0], "to": ends[1]})
    return Claim("alerts-curve", text, meaning, "good", headline=False)


def _mean_curve(tell: Telling, better: pd.DataFrame, thresholds: pd.DataFrame) -> str:
    words = tell.report.words
    if thresholds.empty:
        return words("warning-alerts-curve-meaning-no-money")
    middle, upper = (one(thresholds, stratum=name) for name in ("middle", "high"))
    value = tell_money(tell, middle["value_at_stake"])
    if upper["estimate"] >= 1:
        return words("warning-alerts-curve-meaning-at-no-risk")
    said = {"value": value, "higher": words.percent(upper["estimate"], 0)}
    if middle["estimate"] >= 1:
        return words("warning-alerts-curve-meaning-never", **said)
    inside = (
        len(better)
        and better["threshold"].iloc[0] <= middle["estimate"] <= (better["threshold"].iloc[-1])
    )
    return words(
        f"warning-alerts-curve-meaning-{'inside' if inside else 'outside'}",
        threshold=words.percent(middle["estimate"], 0),
        **said,
    )


def _chart_curve(tell: Telling, curve: pd.DataFrame, thresholds: pd.DataFrame) -> Figure:
    words = tell.report.words
    fig, ax = new_chart(words, height=3.7)
    highest = float(only(curve, line="chosen")["conf_high"].max())
    floor = -0.12 * highest
    drawn = []
    for line, color in _COLORS.items():
        part = _cut_at(only(curve, line=line).sort_values("threshold"), floor)
        if len(part) > 1:
            limits = [] if line == "chosen" else ["conf_low", "conf_high"]
            drawn += plot_lines(
                ax,
                part.drop(columns=limits),
                x="threshold",
                series="line",
                names={line: words(f"warning-alerts-curve-line-{line}")},
                colors={line: color},
            )
    ax.set_ylim(floor, 1.05 * highest)
    label_line_ends(ax, drawn)
    _mark_threshold(tell, ax, float(curve["threshold"].max()), thresholds)
    label_axes(
        ax,
        x=words("warning-alerts-curve-axis-threshold"),
        y=words("warning-alerts-curve-axis-benefit"),
    )
    format_ticks(ax, x="percent", y="number")
    return finish_chart(
        fig,
        id="fig-alerts-curve",
        claim=_title_curve(tell, _better(curve)),
        subtitle=words("warning-alerts-curve-subtitle", ahead=tell.ahead, level=tell.level()),
        alt=words("warning-alerts-curve-alt", points=tell.join(_tell_points(tell, curve))),
        source=tell.report.source_line,
    )


def _cut_at(part: pd.DataFrame, floor: float) -> pd.DataFrame:
    """The curve down to where it first falls below ``floor``."""
    above = part["estimate"].to_numpy(dtype=float) >= floor
    if above.all():
        return part
    first = max(int(np.argmin(above)), 1)
    ends = part.iloc[first - 1 : first + 1]
    fallen = ends.iloc[[1]].assign(
        threshold=np.interp(-floor, -ends["estimate"].astype(float), ends["threshold"]),
        estimate=floor,
    )
    return pd.concat([part.iloc[:first], fallen], ignore_index=True)


def _mark_threshold(tell: Telling, ax: Axes, last: float, thresholds: pd.DataFrame) -> None:
    """A line where contacts pay for customers of middle value, when that is on the axis."""
    if thresholds.empty:
        return
    risk = float(one(thresholds, stratum="middle")["estimate"])
    if risk > last:
        return
    ax.axvline(risk, color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    right = risk > last / 2
    ax.annotate(
        tell.report.words("warning-alerts-curve-mark"),
        (risk, 1.0),
        xycoords=ax.get_xaxis_transform(),
        xytext=(-6 if right else 6, -2),
        textcoords="offset points",
        ha="right" if right else "left",
        va="top",
        color=NEUTRAL,
    )


def _title_curve(tell: Telling, better: pd.DataFrame) -> str:
    words = tell.report.words
    if better.empty:
        return words("warning-alerts-curve-title-none")
    best = better.sort_values("gain", ascending=False, kind="stable").iloc[0]
    return words(
        "warning-alerts-curve-title",
        threshold=words.percent(best["threshold"], 0),
        gain=words.number(best["gain"], 0 if best["gain"] >= 10 else 1),
    )


def _tell_points(tell: Telling, curve: pd.DataFrame) -> list[str]:
    words = tell.report.words
    own = only(curve, line="chosen").sort_values("threshold")
    everyone = only(curve, line=ALERT_ALL).set_index("threshold")["estimate"]
    places = np.unique(np.linspace(0, len(own) - 1, _N_TOLD).round().astype(int))
    return [
        words(
            "warning-alerts-curve-alt-point",
            threshold=words.percent(row["threshold"], 0),
            own=words.number(row["estimate"]),
            all=words.number(everyone[row["threshold"]]),
        )
        for _, row in own.iloc[places].iterrows()
    ]
