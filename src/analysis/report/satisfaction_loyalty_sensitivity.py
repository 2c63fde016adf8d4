"""The same model by other estimators: whether the conclusions hold."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.report.blocks import Block, Column, Figure, Table, Tone
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALETTE,
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    wrap_label,
)
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_model import DIGITS, estimator_name, strongest
from analysis.report.time_to_churn import Check, Claim, Section

MARKERS = ("o", "s", "^", "D")
NOTHING = "–"


def sensitivity_section(
    tell: Telling,
    *,
    sensitivity: pd.DataFrame,
    conclusions: pd.DataFrame,
    estimators: pd.DataFrame,
    satisfaction: str,
) -> Section:
    """``sensitivity``: estimator, cause, outcome and a standardised coefficient; ``conclusions``:
    a verdict per path (same, unclear, opposite); ``estimators``: n, main, used, reason. Nothing for
    a fit that may not be read."""
    report, words = tell.report, tell.report.words
    if sensitivity.empty or sensitivity["estimator"].nunique() < 2:
        return Section(())
    leaders = _leaders(sensitivity, satisfaction)
    claim = _claim(tell, conclusions, leaders, satisfaction)
    blocks: list[Block] = [
        *open_section(
            report,
            "sensitivity",
            words("model-heading-sensitivity"),
            words("model-sensitivity-lead"),
        ),
        *claim.blocks(),
        _chart(tell, sensitivity, conclusions, claim.text),
        _table(tell, sensitivity, conclusions, estimators),
        _estimator_table(tell, estimators),
    ]
    contradicted = _kind(conclusions) == "opposite" or len(set(leaders.values())) > 1
    check = Check(
        words("model-check-estimators"),
        claim.text,
        False if contradicted else (True if _kind(conclusions) == "same" else None),
        words("model-check-estimators-done"),
    )
    return Section(tuple(blocks), (claim,), (check,))


def _kind(conclusions: pd.DataFrame) -> str:
    verdicts = set(conclusions["verdict"])
    return next((name for name in ("opposite", "unclear") if name in verdicts), "same")


def _leaders(sensitivity: pd.DataFrame, outcome: str) -> dict[str, str]:
    """The strongest cause of ``outcome`` by every estimator."""
    own = sensitivity[sensitivity["outcome"] == outcome]
    return {
        str(name): str(strongest(group)["cause"])
        for name, group in own.groupby("estimator", sort=False)
    }


def _claim(
    tell: Telling, conclusions: pd.DataFrame, leaders: dict[str, str], satisfaction: str
) -> Claim:
    words = tell.report.words
    kind = _kind(conclusions)
    same = int(conclusions["verdict"].eq("same").sum())
    other = conclusions[conclusions["verdict"] != "same"]
    paths = [tell.path(str(row["cause"]), str(row["outcome"])) for _, row in other.iterrows()]
    text = words(
        f"model-sensitivity-claim-{kind}",
        same=words.number(same),
        all=words.number(len(conclusions)),
        paths=words.list(paths),
        n=len(paths),
    )
    tones: dict[str, Tone] = {"same": "good", "unclear": "neutral", "opposite": "bad"}
    if len(set(leaders.values())) > 1:
        parts = [
            words("model-leader-part", cause=tell.name(cause), estimator=name)
            for name, cause in leaders.items()
        ]
        meaning = words(
            "model-sensitivity-leaders-differ",
            satisfaction=tell.name(satisfaction),
            parts=words.list(parts),
        )
        return Claim("model-sensitivity", text, meaning, "watch", headline=False)
    if leaders:
        meaning = words(
            "model-sensitivity-leader",
            satisfaction=tell.name(satisfaction),
            cause=tell.name(next(iter(leaders.values()))),
        )
    else:
        meaning = words("model-sensitivity-size")
    return Claim("model-sensitivity", text, meaning, tones[kind], headline=False)


def _chart(
    tell: Telling, sensitivity: pd.DataFrame, conclusions: pd.DataFrame, claim: str
) -> Figure:
    report, words = tell.report, tell.report.words
    names = list(dict.fromkeys(sensitivity["estimator"]))
    keys = list(zip(conclusions["cause"], conclusions["outcome"], strict=True))
    fig, ax = new_chart(words, height=height_for_rows(len(keys)) + 0.5)
    offsets = np.linspace(-0.27, 0.27, len(names))
    for place, name in enumerate(names):
        rows = sensitivity[sensitivity["estimator"] == name].set_index(["cause", "outcome"])
        _draw_series(ax, rows.reindex(keys), place, offsets[place], name)
    ax.axvline(0, color=NEUTRAL, linewidth=1.0, zorder=1)
    labels = [wrap_label(tell.path(str(cause), str(outcome)), 34) for cause, outcome in keys]
    ax.set_yticks(range(len(keys)), labels)
    ax.set_ylim(len(keys) - 0.45, -0.55)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(names), borderaxespad=0.2)
    label_axes(ax, x=words("model-axis-coefficient"))
    return finish_chart(
        fig,
        id="fig-model-sensitivity",
        claim=claim,
        subtitle=words("model-sensitivity-subtitle", level=tell.level()),
        alt=words("model-sensitivity-alt", points=words.list(_points(tell, conclusions))),
        source=report.source_line,
        note=words("model-sensitivity-note"),
    )


def _draw_series(ax: Axes, rows: pd.DataFrame, place: int, offset: float, name: str) -> None:
    height = np.arange(len(rows)) + offset
    color = PALETTE[place % len(PALETTE)] if place else ACCENT
    values = rows[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    ax.hlines(height, values[:, 1], values[:, 2], color=color, linewidth=1.6, zorder=2)
    marker = MARKERS[place % len(MARKERS)]
    ax.plot(values[:, 0], height, marker, color=color, markersize=5.5, zorder=3, label=name)


def _points(tell: Telling, conclusions: pd.DataFrame) -> list[str]:
    words = tell.report.words
    return [
        tell.with_range(
            tell.path(str(row["cause"]), str(row["outcome"])),
            words.interval(row["smallest"], row["largest"], "number", digits=DIGITS),
        )
        for _, row in conclusions.iterrows()
    ]


def _table(
    tell: Telling, sensitivity: pd.DataFrame, conclusions: pd.DataFrame, estimators: pd.DataFrame
) -> Table:
    report, words = tell.report, tell.report.words
    names = [str(name) for name in estimators.loc[estimators["used"], "estimator"]]
    found = {
        (row["cause"], row["outcome"], row["estimator"]): row for _, row in sensitivity.iterrows()
    }

    def cell(cause: str, outcome: str, name: str) -> str:
        row = found.get((cause, outcome, name))
        return NOTHING if row is None else tell.number_range(row, DIGITS)

    return Table(
        id="tbl-model-sensitivity",
        caption=words("model-sensitivity-caption", level=tell.level()),
        columns=(
            Column(words("model-head-path"), "left"),
            *(Column(name) for name in names),
            Column(words("model-head-conclusion"), "left"),
        ),
        rows=tuple(
            (
                tell.path(str(row["cause"]), str(row["outcome"])),
                *(cell(str(row["cause"]), str(row["outcome"]), name) for name in names),
                words(f"model-conclusion-{row['verdict']}"),
            )
            for _, row in conclusions.iterrows()
        ),
        source=report.source_line,
    )


def _estimator_table(tell: Telling, estimators: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words

    def use(row: pd.Series) -> str:
        if not row["used"]:
            return words(f"model-refused-{row['reason']}", n=words.number(row["n"]))
        return words("model-used-main" if row["main"] else "model-used-beside")

    return Table(
        id="tbl-model-estimators",
        caption=words("model-estimators-caption"),
        columns=(
            Column(words("model-head-estimator"), "left"),
            Column(words("model-head-respondents")),
            Column(words("model-head-use"), "left"),
        ),
        rows=tuple(
            (
                estimator_name(tell, str(row["estimator"])),
                words.number(row["n"]) if row["used"] else NOTHING,
                use(row),
            )
            for _, row in estimators.iterrows()
        ),
        source=report.source_line,
    )
