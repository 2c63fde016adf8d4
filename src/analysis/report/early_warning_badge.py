"""The trust badge: one colour, the reasons for it in words, and what follows."""

from collections.abc import Sequence
from typing import Protocol

from analysis.report.blocks import Block, Column, Finding, Notice, Table, Tone
from analysis.report.early_warning import Telling, open_section
from analysis.report.time_to_churn import Section

_TONES: dict[str, Tone] = {"green": "good", "amber": "watch", "red": "bad"}
_TABLE = "tbl-checks-badge"
_SHOWN = 5  # features named in a reason
_PAST_TERMS = ("calibration_slope", "observed_to_expected")
_UNKNOWN = {"tenure", "no_months", "nobody"}


class Argument(Protocol):
    """Why a badge is not green."""

    @property
    def code(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def subjects(self) -> tuple[str, ...]: ...


class Judged(Protocol):
    """A badge: its colour and the reasons, red ones first."""

    @property
    def colour(self) -> str: ...
    @property
    def reasons(self) -> Sequence[Argument]: ...


def badge_section(tell: Telling, badge: Judged) -> Section:
    """Heading and badge."""
    heading = tell.report.words("warning-checks-badge-heading")
    return Section((*open_section(tell.report, "badge", heading), *badge_blocks(tell, badge)))


def badge_blocks(tell: Telling, badge: Judged) -> list[Block]:
    """The colour as a finding; red: a notice that the list is withheld; the reasons as a table."""
    words = tell.report.words
    text = words(f"warning-checks-badge-{badge.colour}", n=len(badge.reasons))
    blocks: list[Block] = [Finding("finding-badge", text, _TONES[badge.colour])]
    if badge.colour == "red":
        title = words("warning-checks-withheld-title")
        blocks.append(Notice(title, words("warning-checks-withheld", table=f"@{_TABLE}"), "bad"))
    if badge.reasons:
        blocks.append(_tabulate_reasons(tell, badge))
    return blocks


def tell_reason(tell: Telling, reason: Argument) -> str:
    """A reason in words, with the features it is about."""
    words = tell.report.words
    if reason.code == "drift_unknown":
        known = [why for why in reason.subjects if why in _UNKNOWN]
        return words(f"warning-checks-unknown-{(known or ['nobody'])[0]}")
    names = [tell.feature(name) for name in reason.subjects if name not in _PAST_TERMS]
    return words(
        f"warning-checks-reason-{reason.code}",
        names=name_some(tell, names),
        n=len(names),
    )


def name_some(tell: Telling, names: Sequence[str]) -> str:
    """``a, b and c``; of many the first few, and how many more there are."""
    if len(names) <= _SHOWN:
        return tell.join(names)
    shown = tell.join(names[: _SHOWN - 1])
    return tell.report.words("warning-checks-and-more", names=shown, n=len(names) - _SHOWN + 1)


def _tabulate_reasons(tell: Telling, badge: Judged) -> Table:
    words = tell.report.words
    heads = ("colour", "reason", "todo")
    return Table(
        id=_TABLE,
        caption=words("warning-checks-badge-caption"),
        columns=tuple(Column(words(f"warning-checks-head-{head}"), "left") for head in heads),
        rows=tuple(
            (
                words(f"warning-checks-colour-{reason.colour}"),
                tell_reason(tell, reason),
                words(f"warning-checks-todo-{reason.code}"),
            )
            for reason in badge.reasons
        ),
        source=tell.report.source_line,
        note=words("warning-checks-badge-note"),
    )
