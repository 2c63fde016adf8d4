"""Whether anything was known too early: three checks of what the warnings are learnt from."""

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.early_warning import Telling
from analysis.report.early_warning_badge import name_some
from analysis.report.time_to_churn import Check, Claim


class Leaks(Protocol):
    """What leak checks looked at and found."""

    @property
    def checked(self) -> pd.DataFrame: ...
    @property
    def leaks(self) -> pd.DataFrame: ...
    @property
    def separation(self) -> pd.DataFrame: ...
    @property
    def unchecked(self) -> tuple[str, ...]: ...
    @property
    def excused(self) -> Mapping[str, str]: ...


def claim_leaks(tell: Telling, leaks: Leaks) -> Claim:
    """What the checks found, and what it means."""
    words = tell.report.words
    n = int(leaks.separation["feature"].nunique())
    names = list(dict.fromkeys(leaks.leaks["feature"].astype(str)))
    if names:
        told = name_some(tell, [tell.feature(name) for name in names])
        text = words("warning-checks-leaks-found", names=told)
    else:
        text = words("warning-checks-leaks-none", n=n)
    meaning = words(f"warning-checks-leaks-meaning-{'found' if names else 'none'}")
    return Claim("checks-leaks", text, meaning, "bad" if names else "good", headline=False)


def tabulate_leaks(tell: Telling, leaks: Leaks) -> Table:
    """One row per check: what was looked at, the result, the outcome."""
    words = tell.report.words
    notes = []
    if leaks.excused:
        names = tell.join([tell.feature(name) for name in leaks.excused])
        notes.append(words("warning-checks-excused", names=names))
    if leaks.unchecked:
        names = name_some(tell, [tell.feature(name) for name in leaks.unchecked])
        notes.append(words("warning-checks-unchecked", names=names))
    heads = ("question", "looked", "result", "outcome")
    return Table(
        id="tbl-checks-leaks",
        caption=words("warning-checks-leaks-caption"),
        columns=tuple(Column(words(f"warning-checks-head-{head}"), "left") for head in heads),
        rows=tuple(_tell_check(tell, row, leaks) for _, row in leaks.checked.iterrows()),
        source=tell.report.source_line,
        note=("" if tell.report.language == "zh" else " ").join(notes),
    )


def _tell_check(tell: Telling, row: pd.Series, leaks: Leaks) -> tuple[str, str, str, str]:
    words, check = tell.report.words, str(row["check"])
    name = words(f"warning-checks-{check}-name")
    n, n_leaks = int(row["n_features"]), int(row["n_leaks"])
    if not n:
        nothing = words(f"warning-checks-{check}-nothing")
        return name, nothing, words.number(None), tell.outcome(None)
    looked = words(
        f"warning-checks-{check}-looked",
        n=n,
        days=int(row["n_days"]),
        rows=words.number(row["n_rows"]),
    )
    if n_leaks:
        result = words("warning-checks-result-found", n=n_leaks)
    elif check == "separation":
        result = _tell_purest(tell, leaks)
    else:
        result = words(f"warning-checks-{check}-clean")
    return name, looked, result, tell.outcome(not n_leaks)


def _tell_purest(tell: Telling, leaks: Leaks) -> str:
    """The feature behind one value or threshold of which most were lost."""
    rows = leaks.separation
    known = rows[
        (rows["outcome"] == "horizon")
        & rows["share_lost"].notna()
        & ~rows["feature"].isin(list(leaks.excused))
    ]
    words = tell.report.words
    if known.empty:
        return words("warning-checks-separation-few")
    top = known.sort_values("share_lost", ascending=False).iloc[0]
    share = words.percent(top["share_lost"])
    return words("warning-checks-separation-clean", share=share, name=tell.feature(top["feature"]))


def check_leaks(tell: Telling, leaks: Leaks) -> Check:
    """The line of the report's table of checks."""
    words, n = tell.report.words, len(leaks.leaks)
    done = "warning-checks-done-leaks" if n else "warning-checks-done-used"
    result = (
        words("warning-checks-result-found", n=n) if n else words("warning-checks-result-clean")
    )
    return Check(words("warning-checks-check-leaks"), result, n == 0, words(done))
