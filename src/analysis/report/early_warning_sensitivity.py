"""The list under other assumptions: what it brings if one of them is wrong."""

import pandas as pd

from analysis.report.blocks import Column, Figure, Heading, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling
from analysis.report.early_warning_alert_words import tell_money
from analysis.report.time_to_churn import Claim, Section, one

_PARAMETERS = ("contact_cost", "saved_share", "value_at_stake", "risk")
_HEADS = ("parameter", "setting", "new-contacts", "new-margin", "kept-margin", "overlap")


def sensitivity_section(tell: Telling, sensitivity: pd.DataFrame) -> Section:
    """What the list brings if one assumption is wrong (``estimate_sensitivity``).

    Nothing without money, or when no assumption lists anybody.
    """
    if sensitivity.empty or (sensitivity["n_contacted"] == 0).all():
        return Section(())
    ranges = _find_ranges(tell, sensitivity)
    claim = _claim(tell, ranges)
    heading = tell.report.words("warning-alerts-sensitivity-heading")
    blocks = (
        Heading("warning-alerts-sensitivity", heading, level=3),
        *claim.blocks(),
        *_chart(tell, ranges),
        _tabulate(tell, sensitivity),
    )
    return Section(blocks, (claim,))


def _find_ranges(tell: Telling, sensitivity: pd.DataFrame) -> pd.DataFrame:
    """Per assumption the least and the most that the list as it is brings, the widest first."""
    base = float(one(sensitivity, parameter="base")["net_margin"])
    kept = sensitivity[sensitivity["parameter"] != "base"].groupby("parameter")["kept_margin"]
    ranges = kept.agg(conf_low="min", conf_high="max").reindex(_PARAMETERS)
    names = {name: tell.report.words(f"warning-alerts-label-{name}") for name in _PARAMETERS}
    frame = ranges.assign(estimate=base, label=ranges.index.map(names))
    width = frame["conf_high"] - frame["conf_low"]
    return frame.loc[width.sort_values(ascending=False, kind="stable").index]


def _claim(tell: Telling, ranges: pd.DataFrame) -> Claim:
    words = tell.report.words
    worst, best = float(ranges["conf_low"].min()), float(ranges["conf_high"].max())
    text = words(
        "warning-alerts-sensitivity-claim",
        low=tell_money(tell, worst),
        high=tell_money(tell, best),
        parameter=words(f"warning-alerts-parameter-{ranges.index[0]}"),
    )
    robust = worst > 0
    meaning = words(f"warning-alerts-sensitivity-meaning-{'robust' if robust else 'fragile'}")
    return Claim("alerts-sensitivity", text, meaning, "good" if robust else "watch")


def _chart(tell: Telling, ranges: pd.DataFrame) -> list[Figure]:
    """Nothing to draw when nobody is on the list as it is."""
    if (ranges[["conf_low", "conf_high"]] == 0).all(axis=None):
        return []
    words, currency = tell.report.words, tell.report.study.currency
    fig, ax = new_chart(words, height=height_for_rows(len(ranges)) + 0.4)
    plot_points_with_intervals(ax, ranges, reference=0.0)
    label_axes(ax, x=words("warning-alerts-sensitivity-axis", currency=currency))
    first = ranges.iloc[0]
    said = {name: tell_money(tell, first[f"conf_{name}"]) for name in ("low", "high")}
    said["parameter"] = words(f"warning-alerts-parameter-{ranges.index[0]}")
    return [
        finish_chart(
            fig,
            id="fig-alerts-sensitivity",
            claim=words("warning-alerts-sensitivity-title", **said),
            subtitle=words("warning-alerts-sensitivity-subtitle", currency=currency),
            alt=words(
                "warning-alerts-sensitivity-alt",
                rows=tell.join(
                    words(
                        "warning-alerts-sensitivity-alt-row",
                        parameter=str(row["label"]),
                        low=tell_money(tell, row["conf_low"]),
                        high=tell_money(tell, row["conf_high"]),
                    )
                    for _, row in ranges.iterrows()
                ),
            ),
            source=tell.report.source_line,
        )
    ]


def _tabulate(tell: Telling, sensitivity: pd.DataFrame) -> Table:
    words, currency = tell.report.words, tell.report.study.currency
    return Table(
        id="tbl-alerts-sensitivity",
        caption=words("warning-alerts-sensitivity-caption"),
        columns=tuple(
            Column(
                words(f"warning-alerts-head-{head}", currency=currency),
                "right" if position > 1 else "left",
            )
            for position, head in enumerate(_HEADS)
        ),
        rows=tuple(_tell_row(tell, row) for _, row in sensitivity.iterrows()),
        note=words("warning-alerts-sensitivity-note"),
        source=tell.report.source_line,
    )


def _tell_row(tell: Telling, row: pd.Series) -> tuple[str, ...]:
    words = tell.report.words
    return (
        words(f"warning-alerts-label-{row['parameter']}"),
        _tell_setting(tell, row),
        words.count_or_suppressed(row["n_contacted"], tell.minimum),
        words.number(row["net_margin"]),
        words.number(row["kept_margin"]),
        words.percent(row["overlap"], 0),
    )


def _tell_setting(tell: Telling, row: pd.Series) -> str:
    words, parameter = tell.report.words, row["parameter"]
    if parameter == "contact_cost":
        return tell_money(tell, row["setting"])
    if parameter == "saved_share":
        return words.percent(row["setting"], 0)
    if parameter == "value_at_stake":
        return words("warning-alerts-setting-times", factor=words.number(row["setting"], 1))
    return "" if parameter == "base" else words(f"warning-alerts-setting-risk-{row['level']}")
