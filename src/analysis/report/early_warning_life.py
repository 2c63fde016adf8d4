"""How long today's customers will stay: by group, and whether past foretellings came true."""

from typing import Protocol

import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling, open_section
from analysis.report.time_to_churn import Check, Claim, Section

_TENTH = 0.1
# A mean stay this far from what came, as a share of the horizon, is too far to plan with.
_LARGEST_GAP = 0.05


class Calibration(Protocol):
    """Foretold and seen; see ``estimate.early_warning.life_calibration.LifeCalibration``."""

    @property
    def tenths(self) -> pd.DataFrame: ...
    @property
    def concordance(self) -> float: ...
    @property
    def horizon_days(self) -> float: ...
    @property
    def day(self) -> int | None: ...
    @property
    def n(self) -> int: ...


def life_section(
    tell: Telling,
    *,
    remaining: pd.DataFrame,
    by_group: pd.DataFrame,
    by: str,
    calibration: Calibration | None,
    horizon_days: int,
) -> Section:
    """``remaining`` as of ``RemainingLife.predict`` within ``horizon_days``, ``by_group`` as of
    ``summarise_remaining_life`` by the column ``by``; ``calibration`` None where it cannot be
    told."""
    words = tell.report.words
    main = _claim_main(tell, remaining, horizon_days)
    blocks: list[Block] = [
        *open_section(
            tell.report, "life", words("warning-life-heading"), words("warning-life-lead")
        ),
        *main.blocks(),
    ]
    claims = [main]
    if len(by_group) > 1:
        grouped = _claim_groups(tell, by_group, by, horizon_days)
        claims.append(grouped)
        blocks += [
            *grouped.blocks(),
            _groups_chart(tell, by_group, by, (horizon_days, grouped.text)),
        ]
    if by and len(by_group):
        blocks.append(_groups_table(tell, by_group, by, horizon_days))
    if calibration is None:
        text = words("warning-life-check-none")
        return Section((*blocks, Paragraph(text)), tuple(claims))
    checked = _claim_check(tell, calibration)
    blocks += [*checked.blocks(), _check_chart(tell, calibration, checked.text)]
    return Section(tuple(blocks), (*claims, checked), (_check(tell, calibration),))


def _claim_main(tell: Telling, remaining: pd.DataFrame, horizon: int) -> Claim:
    words, days = tell.report.words, remaining["mean_days"].astype(float)
    text = words(
        "warning-life-claim",
        horizon=tell.days(horizon),
        mean=tell.days(days.mean()),
        short=tell.days(float(days.quantile(_TENTH))),
        long=tell.days(float(days.quantile(1 - _TENTH))),
    )
    return Claim("life-mean", text, words("warning-life-meaning"))


def _claim_groups(tell: Telling, by_group: pd.DataFrame, by: str, horizon: int) -> Claim:
    words = tell.report.words
    ranked = by_group.sort_values("mean_days", kind="stable")
    short, long = ranked.iloc[0], ranked.iloc[-1]
    alike = long["mean_days"] - short["mean_days"] < _LARGEST_GAP * horizon
    text = words(
        "warning-life-groups-claim-alike" if alike else "warning-life-groups-claim",
        long=tell.group(by, str(long["group"])),
        mean=tell.days(long["mean_days"]),
        short=tell.group(by, str(short["group"])),
        least=tell.days(short["mean_days"]),
        horizon=tell.days(horizon),
    )
    meaning = words("warning-life-groups-meaning")
    return Claim("life-groups", text, meaning, headline=False)


def _groups_chart(tell: Telling, by_group: pd.DataFrame, by: str, told: tuple[int, str]) -> Figure:
    report, words = tell.report, tell.report.words
    horizon, claim = told
    rows = by_group.sort_values("mean_days", ascending=False, kind="stable")
    shown = rows.drop(columns="group").assign(
        label=[tell.group(by, str(value)) for value in rows["group"]],
        estimate=rows["mean_days"],
        conf_low=rows["lower_days"],
        conf_high=rows["upper_days"],
    )
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.3)
    plot_points_with_intervals(ax, shown, write=lambda row: tell.days(row["estimate"]))
    label_axes(ax, x=words("warning-life-groups-axis", horizon=tell.days(horizon)))
    return finish_chart(
        fig,
        id="fig-life-groups",
        claim=claim,
        subtitle=words("warning-life-groups-subtitle", horizon=tell.days(horizon)),
        alt=words(
            "warning-life-groups-alt",
            points=words.list(
                tell.with_range(str(row["label"]), tell.days(row["estimate"]))
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _groups_table(tell: Telling, by_group: pd.DataFrame, by: str, horizon: int) -> Table:
    words = tell.report.words
    rows = tuple(
        (
            tell.group(by, str(row["group"])),
            words.number(row["n"]),
            words.number(row["mean_days"]),
            words.interval(row["lower_days"], row["upper_days"], "number"),
            words.number(row["median_days"]),
        )
        for _, row in by_group.iterrows()
    )
    heads = ("n", "mean", "range", "median")
    columns = (
        Column(words("warning-life-head-group"), "left"),
        *(Column(words(f"warning-life-head-{name}")) for name in heads),
    )
    return Table(
        "tbl-life-groups",
        words("warning-life-groups-caption"),
        columns,
        rows,
        source=tell.report.source_line,
        note=words("warning-life-groups-note", horizon=tell.days(horizon)),
    )


def _largest_gap(calibration: Calibration) -> float:
    tenths = calibration.tenths
    return float((tenths["predicted"] - tenths["estimate"]).abs().max())


def _is_good(calibration: Calibration) -> bool:
    return _largest_gap(calibration) <= _LARGEST_GAP * calibration.horizon_days


def _claim_check(tell: Telling, calibration: Calibration) -> Claim:
    words = tell.report.words
    outcome = "good" if _is_good(calibration) else "off"
    text = words(
        f"warning-life-check-claim-{outcome}",
        gap=tell.length(_largest_gap(calibration)),
        horizon=tell.days(calibration.horizon_days),
    )
    n = words.number(calibration.n)
    if calibration.day is None:
        meaning = words("warning-life-check-meaning-folds", n=n)
    else:
        meaning = words("warning-life-check-meaning-day", day=tell.when(calibration.day), n=n)
    return Claim("life-check", text, meaning, headline=False)


def _check_chart(tell: Telling, calibration: Calibration, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = calibration.tenths
    fig, ax = new_chart(words, height=3.6)
    _draw_tenths(ax, rows, words("warning-life-check-perfect"))
    label_axes(ax, x=words("warning-life-check-axis-x"), y=words("warning-life-check-axis-y"))
    points = [
        words(
            "warning-life-check-point",
            predicted=words.number(row["predicted"]),
            seen=words.number(row["estimate"]),
        )
        for _, row in rows.iterrows()
    ]
    return finish_chart(
        fig,
        id="fig-life-check",
        claim=claim,
        subtitle=words(
            "warning-life-check-subtitle",
            horizon=tell.days(calibration.horizon_days),
            level=tell.level(),
        ),
        alt=words("warning-life-check-alt", points=words.list(points)),
        source=report.source_line,
    )


def _draw_tenths(ax: Axes, rows: pd.DataFrame, agree: str) -> None:
    ends = rows[["predicted", "estimate"]].to_numpy(float)
    line = [0.95 * float(ends.min()), 1.03 * float(ends.max())]
    ax.plot(line, line, color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)), label=agree)
    ax.vlines(rows["predicted"], rows["conf_low"], rows["conf_high"], color=ACCENT, linewidth=1.6)
    ax.plot(rows["predicted"], rows["estimate"], "o", color=ACCENT, markersize=6)
    ax.legend(loc="upper left")


def _check(tell: Telling, calibration: Calibration) -> Check:
    words = tell.report.words
    good = _is_good(calibration)
    return Check(
        words("warning-life-check"),
        words(
            "warning-life-check-result",
            gap=tell.length(_largest_gap(calibration)),
            pairs=words.percent(calibration.concordance, 0),
        ),
        good,
        words(f"warning-life-check-done-{'good' if good else 'off'}"),
    )
