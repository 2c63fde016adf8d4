"""What drives risk: what the predictions go by, what came of the signs, and why customers are at
risk today."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling, open_section, withhold
from analysis.report.time_to_churn import Claim, Section, only

_SHOWN, _NOT_SHOWN, _RATIO = "shown", "not_shown", "ratio"
_MOST_GROUPS = 8
_MOST_DRIVERS = 14


def reasons_section(
    tell: Telling,
    *,
    importance: pd.DataFrame,
    reasons: pd.DataFrame,
    sign_rates: pd.DataFrame,
    odds: pd.DataFrame,
) -> Section:
    """``importance``, ``sign_rates`` and ``odds`` as of ``estimate_importance``,
    ``estimate_sign_rates`` and ``estimate_risk_odds``; ``reasons`` as of ``summarise_reasons``."""
    words = tell.report.words
    heading = words("warning-reasons-heading")
    if importance.empty:
        return withhold(tell.report, "reasons", heading, words("warning-reasons-none"))
    main = _claim_main(tell, importance)
    blocks: list[Block] = [
        *open_section(tell.report, "reasons", heading, words("warning-reasons-lead")),
        *main.blocks(),
        _importance_chart(tell, importance, main.text),
    ]
    claims = [main]
    for claim, figure in (_tell_signs(tell, sign_rates), _tell_odds(tell, odds)):
        if claim is not None and figure is not None:
            claims.append(claim)
            blocks += [*claim.blocks(), figure]
    blocks += _tabulate_reasons(tell, reasons)
    blocks.append(Paragraph(words("warning-reasons-limits")))
    return Section(tuple(blocks), tuple(claims))


def _claim_main(tell: Telling, importance: pd.DataFrame) -> Claim:
    words = tell.report.words
    first = importance.sort_values("estimate", ascending=False).iloc[0]
    group = tell.feature_group(first["term"])
    if first["estimate"] >= 1:
        text = words("warning-reasons-main-claim-all", group=group)
    else:
        text = words("warning-reasons-main-claim", group=group, share=tell.share(first, 0))
    return Claim("reasons-main", text, words("warning-reasons-main-meaning"))


def _importance_chart(tell: Telling, importance: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = importance.sort_values("estimate", ascending=False).head(_MOST_GROUPS)
    shown = rows.assign(label=[tell.feature_group(term) for term in rows["term"]])
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.3)
    plot_points_with_intervals(
        ax, shown, reference=0.0, write=lambda row: words.percent(row["estimate"], 0)
    )
    format_ticks(ax, x="percent")
    label_axes(ax, x=words("warning-reasons-importance-axis"))
    return finish_chart(
        fig,
        id="fig-reasons-importance",
        claim=claim,
        subtitle=words("warning-reasons-importance-subtitle", level=tell.level()),
        alt=words(
            "warning-reasons-importance-alt",
            points=words.list(
                tell.with_range(str(row["label"]), words.percent(row["estimate"], 0))
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("warning-reasons-importance-note"),
    )


def _tell_signs(tell: Telling, rates: pd.DataFrame) -> tuple[Claim | None, Figure | None]:
    """The sign after which customers are lost most often, beside those who do not show it."""
    words = tell.report.words
    ratios = only(rates, stratum=_RATIO)
    if ratios.empty:
        return None, None
    ranked = ratios.sort_values("estimate", ascending=False, kind="stable")
    most = ranked.iloc[0]
    said = {
        "sign": tell.sign(most["term"]),
        "ahead": tell.ahead,
        "shown": words.percent(_rate(rates, most["term"], _SHOWN), 0),
        "other": words.percent(_rate(rates, most["term"], _NOT_SHOWN), 0),
        "ratio": tell.number_range(most, 1),
    }
    certain = bool(most["conf_low"] > 1)
    key = "warning-reasons-signs-claim" if certain else "warning-reasons-signs-claim-none"
    meaning = words("warning-reasons-signs-meaning")
    claim = Claim("reasons-signs", words(key, **said), meaning, headline=certain)
    return claim, _signs_chart(tell, rates, ranked, claim.text)


def _rate(rates: pd.DataFrame, sign: str, stratum: str) -> float:
    return float(only(rates, term=sign, stratum=stratum)["estimate"].iloc[0])


def _signs_chart(tell: Telling, rates: pd.DataFrame, ranked: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    shown = ranked.assign(label=[tell.sign(term) for term in ranked["term"]])

    def compare(row: pd.Series) -> str:
        return words(
            "warning-reasons-signs-beside",
            shown=words.percent(_rate(rates, row["term"], _SHOWN), 0),
            other=words.percent(_rate(rates, row["term"], _NOT_SHOWN), 0),
        )

    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.3)
    plot_points_with_intervals(ax, shown, reference=1.0, log=True, write=compare)
    label_axes(ax, x=words("warning-reasons-signs-axis"))
    return finish_chart(
        fig,
        id="fig-reasons-signs",
        claim=claim,
        subtitle=words("warning-reasons-signs-subtitle", ahead=tell.ahead, level=tell.level()),
        alt=words(
            "warning-reasons-signs-alt",
            points=words.list(
                tell.with_range(str(row["label"]), compare(row)) for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _tell_odds(tell: Telling, odds: pd.DataFrame) -> tuple[Claim | None, Figure | None]:
    """The drivers that go with the odds of being lost most clearly, each with the others held."""
    words = tell.report.words
    if odds.empty:
        return None, None
    strength = np.abs(odds["statistic"].astype(float))
    ranked = odds.assign(strength=strength).sort_values("strength", ascending=False, kind="stable")
    first = ranked.iloc[0]
    direction = "more" if first["estimate"] > 1 else "less"
    direction = "group" if "=" in first["term"] else direction
    text = words(
        f"warning-reasons-odds-claim-{direction}",
        driver=tell.feature(first["term"]),
        ratio=tell.number_range(first, 2),
    )
    claim = Claim("reasons-odds", text, words("warning-reasons-odds-meaning"), headline=False)
    return claim, _odds_chart(tell, ranked.head(_MOST_DRIVERS), text)


def _odds_chart(tell: Telling, ranked: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    shown = ranked.sort_values("estimate", ascending=False, kind="stable")
    shown = shown.assign(label=[tell.feature(term) for term in shown["term"]])
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.5)
    plot_points_with_intervals(
        ax, shown, reference=1.0, log=True, write=lambda row: tell.number_range(row, 2)
    )
    label_axes(ax, x=words("warning-reasons-odds-axis", ahead=tell.ahead))
    return finish_chart(
        fig,
        id="fig-reasons-odds",
        claim=claim,
        subtitle=words("warning-reasons-odds-subtitle", level=tell.level()),
        alt=words(
            "warning-reasons-odds-alt",
            points=words.list(
                tell.with_range(str(row["label"]), words.number(row["estimate"], 2))
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
        note=words("warning-reasons-odds-note"),
    )


def _tabulate_reasons(tell: Telling, reasons: pd.DataFrame) -> list[Block]:
    """How many customers show each sign today, and what raises most risks."""
    words = tell.report.words
    known = reasons.dropna(subset=["n"])
    if known.empty:
        return []
    rows = tuple(
        (
            words(f"warning-reasons-kind-{row['kind']}"),
            tell.sign(row["term"]) if row["kind"] == "sign" else tell.feature_group(row["term"]),
            words.number(row["n"]),
            words.percent(row["share"], 0),
            words.percent(row["risk"], 0),
        )
        for _, row in known.iterrows()
    )
    columns = (
        Column(words("warning-reasons-head-kind"), "left"),
        Column(words("warning-reasons-head-what"), "left"),
        Column(words("warning-reasons-head-customers")),
        Column(words("warning-reasons-head-share")),
        Column(words("warning-reasons-head-risk", ahead=tell.ahead)),
    )
    return [
        Table(
            "tbl-reasons-now",
            words("warning-reasons-now-caption"),
            columns,
            rows,
            source=tell.report.source_line,
            note=words("warning-reasons-now-note"),
        )
    ]
