"""Whether the model of the drivers may be read as it stands, and what was done where it may not."""

import pandas as pd

from analysis.report.blocks import Block, Column, Paragraph, Table
from analysis.report.report import Report
from analysis.report.time_to_churn import (
    Check,
    Claim,
    Section,
    Telling,
    only,
    open_section,
)

_ALL_TERMS = "GLOBAL"
_CHANGES = ("stratify", "by_period", "curve")
_KINDS = ("proportional", "form", "influence")


def assumptions_section(
    report: Report,
    *,
    checks: pd.DataFrame,
    remaining: tuple[str, ...],
    change_point: float,
    n_influential: int,
    last: float,
) -> Section:
    """The tests of the first model, one row each, and the remedies.

    ``checks``: ``assumption`` (proportional, form, influence), ``term, statistic, p_value, size,
    passed, action`` (stratify, by_period, curve, kept, none or empty). Empty without a model.
    ``remaining`` are the drivers whose ratio the test still finds to change in the final model.
    """
    if checks.empty:
        return Section(())
    words = report.words
    tell = Telling(report, last)
    tested = checks[checks["passed"].notna()]
    failed = only(tested, passed=False)
    claim = _claim(tell, tested, failed)
    blocks: list[Block] = [
        *open_section(report, "assumptions", words("churn-assumptions-lead")),
        *claim.blocks(),
        _table(tell, checks, change_point, n_influential),
    ]
    if remaining:
        terms = words.list(tell.segment(term) for term in remaining)
        blocks.append(Paragraph(words("churn-assumptions-remaining", terms=terms)))
    trust = tuple(
        _check(tell, only(tested, assumption=kind), kind, n_influential)
        for kind in _KINDS
        if kind in set(tested["assumption"])
    )
    return Section(tuple(blocks), (claim,), trust)


def _claim(tell: Telling, tested: pd.DataFrame, failed: pd.DataFrame) -> Claim:
    words = tell.report.words
    if failed.empty:
        text, key = words("churn-assumptions-all"), "churn-assumptions-all-meaning"
        return Claim("assumptions", text, words(key), "good", headline=False)
    changed = failed["action"].isin(_CHANGES).any()
    values = {"failed": words.number(len(failed)), "n": words.number(len(tested))}
    if changed:
        text = words("churn-assumptions-remedied", **values)
        return Claim(
            "assumptions",
            text,
            words("churn-assumptions-remedied-meaning"),
            "watch",
            headline=False,
        )
    if (failed["action"] == "none").any():
        text = words("churn-assumptions-open", **values)
        meaning = words("churn-assumptions-open-meaning")
        return Claim("assumptions", text, meaning, "bad", headline=False)
    text = words("churn-assumptions-small", **values)
    return Claim(
        "assumptions", text, words("churn-assumptions-small-meaning"), "neutral", headline=False
    )


def _term(tell: Telling, term: str) -> str:
    if term == _ALL_TERMS:
        return tell.report.words("churn-term-all")
    return tell.segment(term)


def _table(tell: Telling, checks: pd.DataFrame, change_point: float, n_influential: int) -> Table:
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            words(f"churn-assumption-{row['assumption']}"),
            _term(tell, row["term"]),
            words.number(row["statistic"], 1),
            words.p_value(row["p_value"]),
            _outcome(tell, row["passed"]),
            _action(tell, row["action"], change_point),
        )
        for _, row in checks.iterrows()
    )
    heads = ("assumption", "term", "statistic", "p", "holds-term", "done")
    sides = {"statistic": "right", "p": "right"}
    return Table(
        id="tbl-assumptions",
        caption=words("churn-assumptions-caption"),
        columns=tuple(
            Column(words(f"churn-head-{head}"), "right" if head in sides else "left")
            for head in heads
        ),
        rows=rows,
        source=report.source_line,
        note=words("churn-assumptions-note", n=words.number(n_influential)),
    )


def _outcome(tell: Telling, passed: object) -> str:
    if pd.isna(passed):  # type: ignore[call-overload]
        return tell.report.words("churn-outcome-unknown")
    return tell.report.words("churn-outcome-passed" if passed else "churn-outcome-failed")


def _action(tell: Telling, action: str, change_point: float) -> str:
    words = tell.report.words
    if not action:
        return "–"
    if action == "by_period":
        return words("churn-action-by-period", time=tell.at(change_point))
    return words(f"churn-action-{action}")


def _check(tell: Telling, tested: pd.DataFrame, kind: str, n_influential: int) -> Check:
    words = tell.report.words
    failed = only(tested, passed=False)
    passed = bool(failed.empty)
    if kind == "influence":
        shift = words.number(float(tested["statistic"].iloc[0]), 1)
        n = words.number(n_influential)
        result = words("churn-check-influence-result", shift=shift, n=n)
    elif passed:
        result = words("churn-check-terms-passed", n=words.number(len(tested)))
    else:
        result = words(
            "churn-check-terms-failed",
            failed=words.number(len(failed)),
            n=words.number(len(tested)),
            terms=words.list(tell.segment(term) for term in failed["term"]),
        )
    done = "churn-done-used"
    if not passed:
        changed = failed["action"].isin(_CHANGES).any()
        done = "churn-done-remedied" if changed else "churn-done-caution"
    return Check(words(f"churn-check-{kind}"), result, passed, words(done))
