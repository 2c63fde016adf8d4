"""What every report ends and begins with: the table of checks, and the table of claims in short."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.report.blocks import Column, Table, Tone
from analysis.report.report import Report
from analysis.report.time_to_churn import Check, Claim
from analysis.schema import Verdict

CHECK_HEADS = ("check", "result", "passed", "done")  # the columns of a table of checks
OUTCOMES: dict[bool | None, str] = {True: "passed", False: "failed", None: "unknown"}
# What the data gate's colour says as a check; amber cannot be told.
_DATA_GATE: dict[Verdict, bool | None] = {"green": True, "amber": None, "red": False}


@dataclass(frozen=True)
class Tally:
    """How many checks passed, failed, and cannot be told."""

    passed: int
    failed: int
    unknown: int

    @property
    def tone(self) -> Tone:
        """Good only when all passed."""
        return "watch" if self.failed or self.unknown else "good"


def check_data(report: Report, *, name: str, done: str) -> Check:
    """The data gate's verdict as the first of the checks; ``name`` and ``done`` are final texts."""
    verdict = report.tables.verdict
    return Check(name, report.words(f"document-verdict-{verdict}"), _DATA_GATE[verdict], done)


def tally_checks(checks: Sequence[Check]) -> Tally:
    """The counts behind a report's verdict on itself."""
    passed = sum(check.passed is True for check in checks)
    failed = sum(check.passed is False for check in checks)
    return Tally(passed, failed, len(checks) - passed - failed)


def tabulate_claims(
    claims: Sequence[Claim], *, caption: str, heads: Sequence[str], note: str = ""
) -> Table:
    """The headlines among ``claims``: what was found, and what it means."""
    return Table(
        id="tbl-summary",
        caption=caption,
        columns=tuple(Column(head, "left") for head in heads),
        rows=tuple((claim.text, claim.meaning) for claim in claims if claim.headline),
        note=note,
    )


def tabulate_checks(
    checks: Sequence[Check],
    *,
    caption: str,
    heads: Sequence[str],
    tell_outcome: Callable[[str], str],
    source: str,
) -> Table:
    """Every check with its result, its outcome in words and what followed.

    ``heads`` for ``CHECK_HEADS``; ``tell_outcome`` says one of ``OUTCOMES``.
    """
    return Table(
        id="tbl-checks",
        caption=caption,
        columns=tuple(Column(head, "left") for head in heads),
        rows=tuple(
            (check.name, check.result, tell_outcome(OUTCOMES[check.passed]), check.done)
            for check in checks
        ),
        source=source,
    )
