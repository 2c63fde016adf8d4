"""Leaks and drift: whether anything was known too early, and whether customers have changed."""

from typing import Protocol

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Notice, Paragraph, Table
from analysis.report.charts import (
    INK,
    NEUTRAL,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_bars,
)
from analysis.report.early_warning import Telling, open_section
from analysis.report.early_warning_badge import name_some
from analysis.report.early_warning_leaks import Leaks, check_leaks, claim_leaks, tabulate_leaks
from analysis.report.time_to_churn import Check, Claim, Section

_MATERIAL, _LARGE = 0.10, 0.25  # as the estimate has them: the index that matters, and a large one
_ROWS = 10  # features in the figure and the table


class Shift(Protocol):
    """The stability of features between training months and now."""

    @property
    def table(self) -> pd.DataFrame: ...
    @property
    def judged(self) -> pd.DataFrame: ...
    @property
    def flagged(self) -> list[str]: ...
    @property
    def n_months(self) -> int: ...
    @property
    def n_now(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def false_alarms(self) -> float: ...


def checks_section(tell: Telling, *, leaks: Leaks, drift: Shift, risk_drift: Shift) -> Section:
    """The table of leak checks; drift as a claim, a figure and a table.

    ``leaks.checked``: ``check`` (replay, separation, exit), ``n_features``, ``n_rows``,
    ``n_leaks``, ``n_days``; ``drift.table`` and ``risk_drift.table``: ``feature, moving, n_bins,
    psi, chance_high, usual_high, share_outside, flagged``.
    """
    words = tell.report.words
    leaks_claim = claim_leaks(tell, leaks)
    lead = words("warning-checks-lead")
    blocks: list[Block] = open_section(tell.report, "checks", words("warning-checks-heading"), lead)
    blocks += [*leaks_claim.blocks(), tabulate_leaks(tell, leaks)]
    if drift.reason:
        why = words(f"warning-checks-unknown-{drift.reason}")
        blocks.append(Notice(words("warning-checks-drift-unknown-title"), why, "neutral"))
        return Section(
            tuple(blocks), (leaks_claim,), (check_leaks(tell, leaks), _check_no_drift(tell, why))
        )
    drift_claim = _claim_drift(tell, drift)
    blocks += [*drift_claim.blocks(), _draw_drift(tell, drift)]
    if beyond := _list_beyond(drift):
        names = name_some(tell, [tell.feature(name) for name in beyond])
        blocks.append(Paragraph(words("warning-checks-drift-beyond", names=names)))
    blocks.append(_tabulate_drift(tell, drift, risk_drift))
    share = words.percent(drift.false_alarms, 0)
    blocks.append(Paragraph(words("warning-checks-false-alarms", share=share)))
    checks = (check_leaks(tell, leaks), _check_drift(tell, drift), _check_risk(tell, risk_drift))
    return Section(tuple(blocks), (leaks_claim, drift_claim), checks)


def _check_no_drift(tell: Telling, why: str) -> Check:
    words = tell.report.words
    return Check(
        words("warning-checks-check-drift"), why, None, words("warning-checks-done-drift-unknown")
    )


def _check_drift(tell: Telling, drift: Shift) -> Check:
    words, found = tell.report.words, drift.flagged
    n = len(_testable(drift))
    return Check(
        words("warning-checks-check-drift"),
        words("warning-checks-drift-result", flagged=len(found), n=n),
        not found,
        words("warning-checks-done-drift" if found else "warning-checks-done-used"),
    )


def _check_risk(tell: Telling, risk_drift: Shift) -> Check:
    words = tell.report.words
    name = words("warning-checks-check-risk")
    if risk_drift.table.empty:
        unknown = words("warning-checks-done-drift-unknown")
        return Check(name, words.number(None), None, unknown)
    row = risk_drift.table.iloc[0]
    result = words(
        "warning-checks-risk-result",
        value=words.number(row["psi"], 2),
        high=words.p_value(row["chance_high"]),
    )
    done = "warning-checks-done-risk" if row["flagged"] else "warning-checks-done-used"
    return Check(name, result, not row["flagged"], words(done))


def _testable(drift: Shift) -> pd.DataFrame:
    """Features that do not move by nature and have more than one bin."""
    return drift.judged[drift.judged["n_bins"] > 1]


def _claim_drift(tell: Telling, drift: Shift) -> Claim:
    words, judged = tell.report.words, _testable(drift)
    names = [tell.feature(name) for name in judged.loc[judged["flagged"], "feature"]]
    n_months = drift.n_months
    if names:
        told = name_some(tell, names)
        text = words("warning-checks-drift-some", n=len(names), of=len(judged), names=told)
    else:
        text = words("warning-checks-drift-none", n=len(judged), months=n_months)
    key = "some" if names else "outside" if len(_list_beyond(drift)) else "none"
    meaning = words(f"warning-checks-drift-meaning-{key}")
    return Claim("checks-drift", text, meaning, "good" if key == "none" else "watch", False)


def _list_beyond(drift: Shift) -> list[str]:
    """Features that move by nature, of which too many customers lie beyond all that was seen."""
    beyond = drift.table[(drift.table["moving"] != "") & drift.table["flagged"]]
    return [str(name) for name in beyond["feature"]]


def _draw_drift(tell: Telling, drift: Shift) -> Figure:
    words = tell.report.words
    rows = _testable(drift).head(_ROWS)
    labels = [tell.feature(name) for name in rows["feature"]]
    frame = pd.DataFrame({"label": labels, "estimate": rows["psi"].to_numpy(float)})
    fig, ax = new_chart(words, height=height_for_rows(len(rows)))
    flagged = [label for label, is_one in zip(labels, rows["flagged"], strict=True) if is_one]
    plot_bars(ax, frame, highlight=flagged or ("",))
    usual = rows["usual_high"].to_numpy(float)
    ax.plot(usual, range(len(rows)), "|", color=INK, markersize=12, markeredgewidth=2)
    for limit in (_MATERIAL, _LARGE):
        ax.axvline(limit, color=NEUTRAL, linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
    ax.set_xlim(0, 1.05 * max(np.nanmax([*frame["estimate"], *usual]), _LARGE))
    label_axes(ax, x=words("warning-checks-axis"))
    format_ticks(ax, x="number")
    title = "warning-checks-figure-some" if flagged else "warning-checks-figure-none"
    return finish_chart(
        fig,
        id="fig-checks-drift",
        claim=words(title, name=(flagged or labels)[0]),
        subtitle=words("warning-checks-figure-subtitle", n=len(rows), months=drift.n_months),
        alt=words(
            "warning-checks-figure-alt",
            points=words.list(
                words(
                    "warning-checks-figure-point",
                    name=label,
                    value=words.number(value, 2),
                    usual=words.number(month, 2),
                )
                for label, value, month in zip(labels, frame["estimate"], usual, strict=True)
            ),
        ),
        source=tell.report.source_line,
    )


def _tabulate_drift(tell: Telling, drift: Shift, risk_drift: Shift) -> Table:
    words = tell.report.words
    heads = ("feature", "index", "chance", "usual", "outside", "verdict")
    moving = drift.table[drift.table["moving"] != ""]
    rows = [_tell_row(tell, row) for _, row in risk_drift.table.iterrows()]
    rows += [_tell_row(tell, row) for _, row in _testable(drift).head(_ROWS).iterrows()]
    rows += [_tell_row(tell, row) for _, row in moving.iterrows()]
    return Table(
        id="tbl-checks-drift",
        caption=words("warning-checks-drift-caption", n=words.number(drift.n_now)),
        columns=tuple(
            Column(
                words(f"warning-checks-head-{head}"),
                "left" if head in ("feature", "verdict") else "right",
            )
            for head in heads
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("warning-checks-drift-note"),
    )


def _tell_row(tell: Telling, row: pd.Series) -> tuple[str, ...]:
    words = tell.report.words
    is_risk = row["feature"] == "risk"
    name = words("warning-checks-risk") if is_risk else tell.feature(str(row["feature"]))
    verdict = "drifted" if row["flagged"] else "steady"
    if row["moving"]:
        verdict = "beyond" if row["flagged"] else f"moves-{row['moving']}"
    return (
        name,
        words.number(row["psi"], 2),
        words.p_value(row["chance_high"]),
        words.number(row["usual_high"], 2),
        words.percent(row["share_outside"], 0),
        words(f"warning-checks-verdict-{verdict}"),
    )
