"""Why customers leave, as they stated it: shares of the causes, what moves them, and remedies."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_bars,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling, open_section, withhold
from analysis.report.early_warning_cause_truth import truth_blocks, truth_check
from analysis.report.time_to_churn import Claim, Section, one, only

_MOST_EFFECTS = 8
_MOST_DRIVERS = 8
_NO_CHANCE = 2.58  # |z| of the clearest of dozens of effects, below which it is not claimed


class Causes(Protocol):
    """What is known of stated causes; see ``estimate.early_warning.causes.Causes``."""

    @property
    def shares(self) -> pd.DataFrame: ...
    @property
    def effects(self) -> pd.DataFrame: ...
    @property
    def matching(self) -> pd.DataFrame: ...
    @property
    def n_stated(self) -> int: ...
    @property
    def n_losses(self) -> int: ...


class Explained(Protocol):
    """Incidence and odds; see ``estimate.early_warning.cause_explained.CausesExplained``."""

    @property
    def incidence(self) -> pd.DataFrame: ...
    @property
    def odds(self) -> pd.DataFrame: ...


def causes_section(
    tell: Telling,
    *,
    causes: Causes | None,
    explained: Explained | None,
    matched: pd.DataFrame,
    truth: pd.DataFrame,
) -> Section:
    """``matched`` as of ``match_causes`` for today's customers; ``truth`` as of
    ``read_cause_truth``, without rows where nothing is known of it. ``causes`` is None where too
    few were stated."""
    words = tell.report.words
    heading = words("warning-causes-heading")
    if causes is None or explained is None:
        return withhold(tell.report, "causes", heading, words("warning-causes-none"))
    lead = words(
        "warning-causes-lead",
        stated=words.number(causes.n_stated),
        losses=words.number(causes.n_losses),
    )
    main, moved = _claim_main(tell, causes.shares), _claim_effect(tell, causes.effects)
    match = _claim_matching(tell, causes.matching, truth)
    blocks: list[Block] = [
        *open_section(tell.report, "causes", heading, lead),
        *main.blocks(),
        _shares_chart(tell, causes.shares, main.text),
        _incidence_table(tell, explained.incidence),
        *moved.blocks(),
        _effects_chart(tell, causes.effects, moved.text),
        *_odds_table(tell, explained.odds),
        *match.blocks(),
        *_remedy_table(tell, matched),
        *truth_blocks(tell, causes.shares, causes.effects, truth),
    ]
    checks = truth_check(tell, causes.shares, causes.effects, truth)
    return Section(tuple(blocks), (main, moved, match), checks)


def _claim_main(tell: Telling, shares: pd.DataFrame) -> Claim:
    words = tell.report.words
    first = shares.sort_values("estimate", ascending=False).iloc[0]
    text = words(
        "warning-causes-main-claim", cause=tell.cause(first["term"]), share=tell.share(first)
    )
    return Claim("causes-main", text, words("warning-causes-main-meaning"))


def _shares_chart(tell: Telling, shares: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = shares.sort_values("estimate", ascending=False, kind="stable")
    shown = rows.assign(label=[tell.cause(term) for term in rows["term"]])
    fig, ax = new_chart(words, height=height_for_rows(len(shown)))
    plot_bars(ax, shown, write=lambda value: words.percent(value, 0))
    return finish_chart(
        fig,
        id="fig-causes-shares",
        claim=claim,
        subtitle=words("warning-causes-shares-subtitle", level=tell.level()),
        alt=words(
            "warning-causes-shares-alt",
            points=words.list(
                tell.with_range(str(row["label"]), words.percent(row["estimate"], 0))
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _incidence_table(tell: Telling, incidence: pd.DataFrame) -> Table:
    words = tell.report.words
    names = list(dict.fromkeys(incidence["term"]))
    rows = tuple(
        (
            tell.days(time),
            *(tell.share(one(incidence, term=name, time=time), 0) for name in names),
        )
        for time in sorted(incidence["time"].unique())
    )
    columns = (
        Column(words("warning-causes-head-time"), "left"),
        *(Column(tell.cause(name)) for name in names),
    )
    return Table(
        "tbl-causes-incidence",
        words("warning-causes-incidence-caption"),
        columns,
        rows,
        source=tell.report.source_line,
        note=words("warning-causes-incidence-note", level=tell.level()),
    )


def _rank(frame: pd.DataFrame) -> pd.DataFrame:
    """The clearest effects first."""
    strength = np.abs(frame["statistic"].astype(float))
    return frame.assign(strength=strength).sort_values("strength", ascending=False, kind="stable")


def _claim_effect(tell: Telling, effects: pd.DataFrame) -> Claim:
    words = tell.report.words
    first = _rank(effects).iloc[0]
    meaning = words("warning-causes-effect-meaning")
    if not first["strength"] > _NO_CHANCE:
        text = words("warning-causes-effect-claim-none")
        return Claim("causes-effect", text, meaning, headline=False)
    direction = "more" if first["estimate"] > 0 else "less"
    ends = sorted(100 * abs(float(first[name])) for name in ("conf_low", "conf_high"))
    points = tell.with_range(
        words.number(100 * abs(first["estimate"]), 1),
        words.interval(ends[0], ends[1], "number", digits=1),
    )
    text = words(
        f"warning-causes-effect-claim-{direction}",
        driver=tell.feature(first["term"]),
        cause=tell.cause(first["stratum"]),
        points=points,
    )
    return Claim("causes-effect", text, meaning, headline=False)


def _effects_chart(tell: Telling, effects: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = _rank(effects).head(_MOST_EFFECTS).sort_values("estimate", ascending=False)
    points = rows[["estimate", "conf_low", "conf_high"]].astype(float) * 100
    shown = rows.assign(
        label=[
            words(
                "warning-causes-effects-label",
                driver=tell.feature(row["term"]),
                cause=tell.cause(row["stratum"]),
            )
            for _, row in rows.iterrows()
        ],
        **{str(name): points[name] for name in points},
    )
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.9)
    plot_points_with_intervals(
        ax, shown, reference=0.0, write=lambda row: tell.number_range(row, 1)
    )
    label_axes(ax, x=words("warning-causes-effects-axis"))
    return finish_chart(
        fig,
        id="fig-causes-effects",
        claim=claim,
        subtitle=words("warning-causes-effects-subtitle", level=tell.level()),
        alt=words(
            "warning-causes-effects-alt",
            points=words.list(
                tell.with_range(str(row["label"]), words.number(row["estimate"], 1))
                for _, row in shown.iterrows()
            ),
        ),
        source=report.source_line,
    )


def _odds_table(tell: Telling, odds: pd.DataFrame) -> list[Block]:
    words = tell.report.words
    if odds.empty:
        return []
    names = list(dict.fromkeys(odds["stratum"]))
    strength = odds["statistic"].astype(float).abs().groupby(odds["term"]).max()
    terms = strength.sort_values(ascending=False, kind="stable").index[:_MOST_DRIVERS]
    rows = tuple(
        (
            tell.feature(term),
            *(tell.number_range(one(odds, term=term, stratum=name), 2) for name in names),
        )
        for term in terms
    )
    columns = (
        Column(words("warning-causes-head-driver"), "left"),
        *(Column(tell.cause(name)) for name in names),
    )
    table = Table(
        "tbl-causes-odds",
        words("warning-causes-odds-caption", ahead=tell.ahead),
        columns,
        rows,
        source=tell.report.source_line,
        note=words("warning-causes-odds-note", level=tell.level()),
    )
    return [table]


def _claim_matching(tell: Telling, matching: pd.DataFrame, truth: pd.DataFrame) -> Claim:
    words = tell.report.words
    better = one(matching, term="difference")["conf_low"] > 0
    meaning = words(f"warning-causes-matching-meaning-{'better' if better else 'none'}")
    best = only(truth, kind="matching", term="best")
    parts: Sequence[str] = [meaning]
    if len(best):
        share = words.percent(best["estimate"].iloc[0])
        parts = [meaning, words("warning-causes-matching-best", best=share)]
    text = words(
        "warning-causes-matching-claim",
        matched=tell.share(one(matching, term="matched")),
        commonest=words.percent(one(matching, term="commonest")["estimate"]),
    )
    separator = "" if tell.report.language == "zh" else " "
    return Claim("causes-matching", text, separator.join(parts), headline=False)


def _remedy_table(tell: Telling, matched: pd.DataFrame) -> list[Block]:
    words = tell.report.words
    counts = matched["cause"].value_counts()
    shown = counts[counts >= tell.minimum]
    if shown.empty:
        return []
    rows = tuple(
        (
            tell.cause(str(cause)),
            words.number(n),
            words.percent(n / len(matched), 0),
            tell.remedy(str(cause)) or words("warning-unknown"),
        )
        for cause, n in shown.items()
    )
    columns = (
        Column(words("warning-causes-head-cause"), "left"),
        Column(words("warning-causes-head-customers")),
        Column(words("warning-causes-head-share")),
        Column(words("warning-causes-head-remedy"), "left"),
    )
    note = words("warning-causes-remedies-note")
    return [
        Table(
            "tbl-causes-remedies",
            words("warning-causes-remedies-caption"),
            columns,
            rows,
            source=tell.report.source_line,
            note=note,
        )
    ]
