"""Whether customers today are like those of the last run that kept a profile."""

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.early_warning import Telling
from analysis.report.time_to_churn import Claim, Section

_MOST_ROWS = 5


def shift_section(tell: Telling, shift: pd.DataFrame) -> Section:
    """The features that shifted most since the last run; nothing where there is no profile.

    ``shift`` from ``compare_profile``: ``feature, as_of, psi, by_chance, p_adjusted, moved``.
    """
    if not len(shift):
        return Section(())
    words = tell.report.words
    day = words.date(shift["as_of"].iloc[0])
    moved = shift[shift["moved"]]
    said = {"n": words.number(len(moved)), "all": words.number(len(shift)), "date": day}
    if len(moved):
        names = tell.join(tell.feature(str(name)) for name in moved["feature"].head(3))
        text = words("warning-memory-shift-some", **said)
        meaning = words("warning-memory-shift-some-means", names=names)
        claim = Claim("memory-shift", text, meaning, "watch", headline=False)
    else:
        text = words("warning-memory-shift-none", **said)
        meaning = words("warning-memory-shift-none-means")
        claim = Claim("memory-shift", text, meaning, headline=False)
    return Section((*claim.blocks(), _tabulate(tell, shift, day)), (claim,))


def _tabulate(tell: Telling, shift: pd.DataFrame, day: str) -> Table:
    words = tell.report.words
    rows = tuple(
        (
            tell.feature(str(row["feature"])),
            words.number(row["psi"], 3),
            words.number(row["by_chance"], 3),
            words.p_value(row["p_adjusted"]),
            words("warning-memory-shifted" if row["moved"] else "warning-memory-not-shifted"),
        )
        for _, row in shift.head(_MOST_ROWS).iterrows()
    )
    heads = ("feature", "index", "chance", "p", "shifted")
    return Table(
        id="tbl-memory-shift",
        caption=words("warning-memory-shift-caption", date=day),
        columns=tuple(
            Column(
                words(f"warning-memory-head-{head}"),
                "left" if head in ("feature", "shifted") else "right",
            )
            for head in heads
        ),
        rows=rows,
        source=tell.report.source_line,
        note=words("warning-memory-shift-note"),
    )
