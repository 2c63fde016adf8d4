"""Stated causes beside the true ones, where a company is simulated."""

import pandas as pd

from analysis.report.blocks import Block, Column, Table
from analysis.report.early_warning import Telling
from analysis.report.time_to_churn import Check, only

_CAMPAIGN = "campaign"
_ENOUGH = 0.8  # of 95 % intervals of numbers that share their errors


def truth_blocks(
    tell: Telling, shares: pd.DataFrame, effects: pd.DataFrame, truth: pd.DataFrame
) -> list[Block]:
    """A table of shares, and of what the campaign did to them, estimated and true; nothing where
    nothing is known of the truth."""
    words = tell.report.words
    pairs = _pair(tell, shares, effects, truth)
    if pairs.empty:
        return []
    rows = tuple(
        (
            row["label"],
            tell.number_range(row, 1),
            words.number(row["truth"], 1),
            words("warning-flag-yes" if row["inside"] else "warning-flag-no"),
        )
        for _, row in pairs.iterrows()
    )
    columns = (
        Column(words("warning-causes-head-what"), "left"),
        Column(words("warning-causes-head-estimate")),
        Column(words("warning-causes-head-truth")),
        Column(words("warning-causes-head-inside"), "left"),
    )
    return [
        Table(
            "tbl-causes-truth",
            words("warning-causes-truth-caption"),
            columns,
            rows,
            source=tell.report.source_line,
            note=words("warning-causes-truth-note"),
        )
    ]


def truth_check(
    tell: Telling, shares: pd.DataFrame, effects: pd.DataFrame, truth: pd.DataFrame
) -> tuple[Check, ...]:
    """How many true values lie within their intervals; no check without a truth."""
    words = tell.report.words
    pairs = _pair(tell, shares, effects, truth)
    if pairs.empty:
        return ()
    n = int(pairs["inside"].sum())
    return (
        Check(
            words("warning-causes-check"),
            words("warning-causes-check-result", n=words.number(n), all=words.number(len(pairs))),
            n >= _ENOUGH * len(pairs),
            words("warning-causes-check-done"),
        ),
    )


def _pair(
    tell: Telling, shares: pd.DataFrame, effects: pd.DataFrame, truth: pd.DataFrame
) -> pd.DataFrame:
    """``label``, ``estimate``, ``conf_low``, ``conf_high``, ``truth`` (percentage points) and
    ``inside``, of every share and of the campaign's effects."""
    words, rows = tell.report.words, []
    true_shares = only(truth, kind="share").set_index("term")["estimate"]
    for _, row in shares.iterrows():
        if row["term"] in true_shares:
            label = words("warning-causes-truth-share", cause=tell.cause(row["term"]))
            rows.append((label, row, true_shares[row["term"]]))
    moved = only(truth, kind="effect", term=_CAMPAIGN).set_index("stratum")["estimate"]
    for _, row in effects[effects["term"].str.endswith(_CAMPAIGN)].iterrows():
        if row["stratum"] in moved:
            label = words(
                "warning-causes-truth-campaign",
                driver=tell.feature(row["term"]),
                cause=tell.cause(row["stratum"]),
            )
            rows.append((label, row, moved[row["stratum"]]))
    columns = ["label", "estimate", "conf_low", "conf_high", "truth"]
    table = pd.DataFrame(
        [
            (label, *(100 * float(row[name]) for name in columns[1:4]), 100 * float(true))
            for label, row, true in rows
        ],
        columns=columns,
    )
    inside = (table["conf_low"] <= table["truth"]) & (table["truth"] <= table["conf_high"])
    return table.assign(inside=inside)
