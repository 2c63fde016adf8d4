"""How the rules of the stages were chosen: who still returns after how long a silence, or how long
a renewal is waited for."""

from typing import Any

import pandas as pd

from analysis.report.blocks import Block, Figure, Paragraph
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    finish_chart,
    format_ticks,
    label_axes,
    new_chart,
)
from analysis.report.lifecycle_stages import Telling, open_section, withhold
from analysis.report.time_to_churn import Claim, Section

_HUNDREDTHS = 100
_MOST_MULTIPLES = 30.0


def rules_section(tell: Telling, *, returns: pd.DataFrame, rules: Any) -> Section:
    """The silences at which customers count as declining and as lost, and what they rest on.

    ``rules``: the machine's rules (multiples in hundredths, days whole); of contracts with dates
    ``renewal_days`` and ``new_days``; None for contracts without dates.
    """
    report, words = tell.report, tell.report.words
    if rules is None:
        return withhold(tell, "rules", "rules-contracts")
    if tell.kind == "contract":
        return _contract_rules(tell, rules)
    stated = report.study.stages
    values = {
        "decline": words.number(rules.decline_multiple / _HUNDREDTHS, 1),
        "churn": words.number(rules.churn_multiple / _HUNDREDTHS, 1),
        "decline_share": words.percent(stated.decline_share, 0),
        "churn_share": words.percent(stated.churn_share, 0),
        "minimum": tell.at(rules.minimum_days),
        "maximum": tell.at(rules.maximum_days),
    }
    given = stated.decline_multiple is not None and stated.churn_multiple is not None
    claim = Claim(
        "rules",
        words("stages-rules-claim-stated" if given else "stages-rules-claim", **values),
        words("stages-rules-meaning", **values),
    )
    blocks: list[Block] = [
        *open_section(report, "rules"),
        *claim.blocks(),
        _chart(tell, returns, rules),
        Paragraph(
            words(
                "stages-rules-rest",
                **values,
                settle=words.number(rules.settle),
                window=words.number(rules.window),
                rise=words.percent(rules.rise / _HUNDREDTHS - 1, 0),
                fall=words.percent(1 - rules.fall / _HUNDREDTHS, 0),
                shrinkage=words.number(rules.shrinkage / _HUNDREDTHS, 0),
            )
        ),
        Paragraph(words("stages-rules-no-look-ahead")),
    ]
    if rules.churn_multiple / _HUNDREDTHS * rules.minimum_days > rules.maximum_days:
        blocks.append(Paragraph(words("stages-rules-capped", **values)))
    return Section(tuple(blocks), (claim,))


def _contract_rules(tell: Telling, rules: Any) -> Section:
    """How long a renewal is waited for, and how long a customer is new."""
    report, words = tell.report, tell.report.words
    values = {"renewal": tell.at(rules.renewal_days), "new": tell.at(rules.new_days)}
    claim = Claim(
        "rules",
        words("stages-rules-dated-claim", days=rules.renewal_days, **values),
        words("stages-rules-dated-meaning"),
    )
    blocks: list[Block] = [
        *open_section(report, "rules"),
        *claim.blocks(),
        Paragraph(words("stages-rules-dated-rest", **values)),
        Paragraph(words("stages-rules-dated-no-look-ahead")),
    ]
    return Section(tuple(blocks), (claim,))


def _chart(tell: Telling, returns: pd.DataFrame, rules: Any) -> Figure:
    report, words = tell.report, tell.report.words
    decline, churn = rules.decline_multiple / _HUNDREDTHS, rules.churn_multiple / _HUNDREDTHS
    edge = min(max(1.3 * churn, 3.0), max(_MOST_MULTIPLES, 1.15 * churn))
    shown = returns[(returns["n_at_risk"] >= tell.minimum) & (returns["multiple"] <= edge)]
    fig, ax = new_chart(words, height=3.3)
    ax.step(shown["multiple"], shown["estimate"], where="post", color=ACCENT)
    label_axes(ax, x=words("stages-rules-axis-x"), y=words("stages-rules-axis-y"))
    format_ticks(ax, y="percent")
    ax.set_xlim(0, edge)
    ax.set_ylim(0, 1)
    marks = (("declining", decline), ("churned", churn))
    for state, multiple in marks:
        ax.axvline(multiple, color=NEUTRAL, linewidth=1.0)
        ax.annotate(
            words(
                "stages-rules-mark",
                stage=tell.stage(tell.roles[state]),
                multiple=words.number(multiple, 1),
            ),
            (multiple, 0.96 if state == "declining" else 0.84),
            xytext=(5, 0) if multiple < 0.6 * edge else (-5, 0),
            textcoords="offset points",
            ha="left" if multiple < 0.6 * edge else "right",
            va="top",
        )
    first = shown.iloc[0] if len(shown) else returns.iloc[0]
    return finish_chart(
        fig,
        id="fig-rules",
        claim=words("stages-rules-title", churn=words.number(churn, 1)),
        subtitle=words("stages-rules-subtitle", n=words.number(first["n_at_risk"])),
        alt=words(
            "stages-rules-alt",
            start=words.percent(first["estimate"], 0),
            decline=words.number(decline, 1),
            churn=words.number(churn, 1),
        ),
        source=report.source_line,
        note=words("stages-rules-note", days=words.number(tell.report.study.stages.maximum_days)),
    )
