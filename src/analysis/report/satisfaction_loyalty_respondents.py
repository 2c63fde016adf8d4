"""Section: who answered, who did not, and what that does to the scores."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table, Tone
from analysis.report.charts import (
    ACCENT,
    NEUTRAL,
    PALE,
    finish_chart,
    format_ticks,
    height_for_rows,
    label_axes,
    new_chart,
    wrap_label,
)
from analysis.report.satisfaction_loyalty import Telling, furthest, highest, open_section
from analysis.report.time_to_churn import Check, Claim, Section

_FACTS = ("n_invited", "n_answered", "response_rate", "effective_sample_size", "largest_weight")


def respondents_section(
    tell: Telling,
    *,
    respondents: pd.DataFrame,
    items: pd.DataFrame,
    straight_liners: pd.DataFrame,
    response: pd.DataFrame,
    balance: pd.DataFrame,
) -> Section:
    """``respondents``: a row each; ``items`` of describe_items; ``straight_liners`` of
    estimate_straight_liners; ``response`` and ``balance``: the summary and balance of a response
    model, without rows or values where nobody recorded who was invited."""
    report, words = tell.report, tell.report.words
    facts = dict(zip(response.get("term", ()), response.get("estimate", ()), strict=True))
    known = bool(np.isfinite(facts.get("response_rate", np.nan))) and len(balance) > 0
    answered = _tell_known(tell, facts, respondents) if known else _tell_unknown(tell, respondents)
    missing = _tell_missing(tell, items)
    blocks: list[Block] = [
        *open_section(report, "respondents", words("measure-respondents-heading")),
        *answered.blocks(),
    ]
    claims = [answered]
    if known:
        weighted = _tell_balance(tell, balance)
        claims.append(weighted)
        blocks += [_tabulate_response(tell, facts), *weighted.blocks(), _draw(tell, balance)]
    blocks += missing.blocks()
    alike = _tell_alike(tell, straight_liners)
    blocks += [Paragraph(alike)] if alike else []
    blocks += _tabulate_groups(tell, respondents)
    checks = (_check_balance(tell, balance if known else None), _check_missing(tell, items))
    return Section(tuple(blocks), (*claims, missing), checks)


def _tell_known(tell: Telling, facts: dict[str, float], respondents: pd.DataFrame) -> Claim:
    words = tell.report.words
    text = words(
        "measure-respondents-rate",
        rate=words.percent(facts["response_rate"]),
        answered=words.number(facts["n_answered"]),
        invited=words.number(facts["n_invited"]),
    )
    meaning = words("measure-respondents-latest", n=words.number(len(respondents)))
    return Claim("respondents", text, meaning)


def _tell_unknown(tell: Telling, respondents: pd.DataFrame) -> Claim:
    words = tell.report.words
    text = words("measure-respondents-count", n=words.number(len(respondents)))
    return Claim("respondents", text, words("measure-respondents-unknown"), "watch")


def _tabulate_response(tell: Telling, facts: dict[str, float]) -> Table:
    report, words = tell.report, tell.report.words
    write = {
        "response_rate": words.percent,
        "largest_weight": lambda value: words.number(value, 2),
    }
    rows = [
        (words(f"measure-response-{term}"), write.get(term, words.number)(facts[term]))
        for term in _FACTS
        if term in facts
    ]
    return Table(
        id="tbl-respondents",
        caption=words("measure-respondents-caption"),
        columns=(
            Column(words("measure-head-what"), "left"),
            Column(words("measure-head-value")),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-respondents-note"),
    )


def _tell_balance(tell: Telling, balance: pd.DataFrame) -> Claim:
    words = tell.report.words
    before, after = balance["before"].abs(), balance["after"].abs()
    worst = furthest(balance, "before")
    text = words(
        "measure-balance-claim",
        term=tell.known(worst["term"]),
        before=words.number(abs(worst["before"]), 2),
        after=words.number(after.max(), 3),
    )
    small = bool(before.max() <= worst["limit"])
    key = "measure-balance-small" if small else "measure-balance-mended"
    if after.max() > worst["limit"]:
        key = "measure-balance-left"
    meaning = words(key, limit=words.number(worst["limit"], 2))
    return Claim("respondents-balance", text, meaning, headline=False)


def _draw(tell: Telling, balance: pd.DataFrame) -> Figure:
    """Before and after weighting, a row per column of the response model, the largest on top."""
    report, words = tell.report, tell.report.words
    order = balance["before"].abs().sort_values(ascending=False, kind="stable").index
    rows = balance.loc[order]
    names = [tell.known(term) for term in rows["term"]]
    limit = float(rows["limit"].iloc[0])
    fig, ax = new_chart(words, height=height_for_rows(len(rows)) + 0.4)
    places = np.arange(len(rows))
    ax.axvline(0, color=NEUTRAL, linewidth=1)
    for edge in (-limit, limit):
        ax.axvline(edge, color=NEUTRAL, linewidth=1, linestyle=(0, (4, 3)))
    ax.hlines(places, rows["before"], rows["after"], color=PALE, linewidth=2)
    for column, color, face in (("before", NEUTRAL, "white"), ("after", ACCENT, ACCENT)):
        ax.plot(
            rows[column], places, "o", color=color, markerfacecolor=face, markersize=7,
            label=words(f"measure-balance-{column}"),
        )  # fmt: skip
    ax.set_yticks(places, [wrap_label(name, 30) for name in names])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.grid(visible=False)
    fig.legend(loc="outside upper left", ncols=2)
    format_ticks(ax, x="number")
    label_axes(ax, x=words("measure-balance-axis"))
    points = words.list(
        f"{name} {words.number(row['before'], 2)} → {words.number(row['after'], 2)}"
        for name, (_, row) in zip(names[:6], rows.iterrows(), strict=False)
    )
    return finish_chart(
        fig,
        id="fig-respondents-balance",
        claim=words("measure-balance-title", most=words.number(rows["after"].abs().max(), 3)),
        subtitle=words("measure-balance-subtitle"),
        alt=words("measure-balance-alt", points=points),
        source=report.source_line,
        note=words("measure-balance-note", limit=words.number(limit, 2)),
    )


def _tell_missing(tell: Telling, items: pd.DataFrame) -> Claim:
    words = tell.report.words
    share = 1 - items["n_answered"].sum() / max(items["n_asked"].sum(), 1)
    worst = highest(items, "share_missing")
    many = items[items["share_missing"] >= items["missing_limit"]]
    text = words(
        "measure-missing-claim",
        share=words.percent(share),
        item=tell.name(worst["item"]),
        most=words.percent(worst["share_missing"]),
    )
    meaning = words(
        "measure-missing-many" if len(many) else "measure-missing-few",
        count=len(many),
        n=words.number(len(many)),
        limit=words.percent(worst["missing_limit"], 0),
    )
    tone: Tone = "watch" if len(many) else "neutral"
    return Claim("respondents-missing", text, meaning, tone, headline=False)


def _tell_alike(tell: Telling, straight_liners: pd.DataFrame) -> str:
    if straight_liners.empty:
        return ""
    words, row = tell.report.words, straight_liners.iloc[0]
    if row["n_events"] == 0:
        key = "measure-alike-none"
    else:
        key = "measure-alike-few" if row["n_events"] < tell.minimum else "measure-alike"
    return words(
        key,
        count=words.count_or_suppressed(row["n_events"], tell.minimum),
        n=words.number(row["n"]),
        share=tell.share(row),
        limit=words.percent(row["limit"], 0),
        answers=words.number(row["minimum_answers"]),
    )


def _tabulate_groups(tell: Telling, respondents: pd.DataFrame) -> list[Block]:
    """How many respondents each group has: none where the study has no segments."""
    report, words = tell.report, tell.report.words
    rows = [
        (
            tell.name(column),
            tell.group(column, str(value)),
            words.count_or_suppressed(n, tell.minimum),
            words.percent(n / len(respondents)) if n >= tell.minimum else words.number(None),
        )
        for column in report.study.segments
        if column in respondents.columns
        for value, n in respondents[column].value_counts().items()
    ]
    if not rows:
        return []
    table = Table(
        id="tbl-respondents-groups",
        caption=words("measure-groups-caption"),
        columns=(
            Column(words("measure-head-segment"), "left"),
            Column(words("measure-head-group"), "left"),
            Column(words("measure-head-respondents")),
            Column(words("measure-head-share")),
        ),
        rows=tuple(rows),
        source=report.source_line,
    )
    return [table]


def _check_balance(tell: Telling, balance: pd.DataFrame | None) -> Check:
    words = tell.report.words
    name = words("measure-check-nonresponse")
    if balance is None:
        unknown = words("measure-check-nonresponse-unknown")
        return Check(name, unknown, None, words("measure-done-nonresponse-unknown"))
    most, limit = float(balance["after"].abs().max()), float(balance["limit"].iloc[0])
    result = words(
        "measure-check-nonresponse-result",
        most=words.number(most, 3),
        limit=words.number(limit, 2),
    )
    return Check(name, result, most <= limit, words("measure-done-nonresponse"))


def _check_missing(tell: Telling, items: pd.DataFrame) -> Check:
    words = tell.report.words
    many = int((items["share_missing"] >= items["missing_limit"]).sum())
    result = words(
        "measure-check-missing-result",
        n=words.number(many),
        items=words.number(len(items)),
        limit=words.percent(items["missing_limit"].iloc[0], 0),
    )
    return Check(words("measure-check-missing"), result, many == 0, words("measure-done-missing"))
