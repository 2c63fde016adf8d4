"""Whether the structural model may be read causally at all, and why not."""

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_rivals import rival_name
from analysis.report.time_to_churn import Check, Claim, Section

OUTCOMES = {True: "holds", False: "fails", None: "unknown"}


def causal_section(tell: Telling, *, causal: pd.DataFrame) -> Section:
    """``causal``: reason, passed, estimate, where, compared, verdict, one row per condition.
    Nothing for a fit that may not be read."""
    report, words = tell.report, tell.report.words
    if causal.empty:
        return Section(())
    passed = [None if pd.isna(value) else bool(value) for value in causal["passed"]]
    verdict = str(causal["verdict"].iloc[0])
    claim = Claim(
        "model-causal",
        words(
            f"model-causal-claim-{verdict}",
            failed=words.number(passed.count(False)),
            unknown=words.number(passed.count(None)),
            all=words.number(len(passed)),
        ),
        words(f"model-causal-meaning-{verdict}"),
        "watch",
    )
    blocks = (
        *open_section(report, "causal", words("model-heading-causal"), words("model-causal-lead")),
        *claim.blocks(),
        _table(tell, causal, passed),
    )
    check = Check(
        words("model-check-causal"),
        claim.text,
        False if False in passed else None,
        words("model-check-causal-done"),
    )
    return Section(blocks, (claim,), (check,))


def _table(tell: Telling, causal: pd.DataFrame, passed: list[bool | None]) -> Table:
    report, words = tell.report, tell.report.words
    rows = [row for _, row in causal.iterrows()]
    return Table(
        id="tbl-model-causal",
        caption=words("model-causal-caption"),
        columns=(
            Column(words("model-head-condition"), "left"),
            Column(words("model-head-found"), "left"),
            Column(words("model-head-met"), "left"),
        ),
        rows=tuple(
            (
                words(f"model-condition-{row['reason']}"),
                _tell_finding(tell, row, OUTCOMES[value]),
                words(f"model-met-{OUTCOMES[value]}"),
            )
            for row, value in zip(rows, passed, strict=True)
        ),
        source=report.source_line,
        note=words("model-causal-note"),
    )


def _tell_finding(tell: Telling, row: pd.Series, outcome: str) -> str:
    """What was found of one condition, with its number."""
    words = tell.report.words
    reason = str(row["reason"])
    if reason == "order_in_time" and outcome == "fails":
        return words("model-found-same-dated" if row["estimate"] else "model-found-same-undated")
    if reason == "common_causes" and outcome == "unknown":
        outcome_name, _, cause = str(row["where"]).partition(" ~ ")
        return words(
            "model-found-common_causes-unknown",
            size=words.number(row["estimate"], 2),
            path=tell.path(cause, outcome_name),
        )
    if reason == "rivals":
        return _tell_rivals(tell, row, outcome)
    if reason == "common_method":
        known = words.percent(row["estimate"], 0) if pd.notna(row["estimate"]) else ""
        key = f"model-found-common_method-{outcome}"
        return words(key, share=known, known=1 if known else 0)
    if reason == "nonresponse":
        return words(f"model-found-nonresponse-{outcome}", rate=words.percent(row["estimate"], 0))
    return words(f"model-found-{reason}-{outcome}")


def _tell_rivals(tell: Telling, row: pd.Series, outcome: str) -> str:
    words = tell.report.words
    if outcome == "fails":
        name = words("model-quoted", text=rival_name(tell, str(row["where"])))
        return words("model-found-rivals-fails", name=name)
    return words(f"model-found-rivals-{outcome}", n=words.number(row["compared"]))
