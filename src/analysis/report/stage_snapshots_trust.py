"""The report's frame: what was found in short, how far to trust it, and how it was done."""

from collections.abc import Sequence

from analysis.report.blocks import (
    Block,
    Finding,
    Formula,
    Glossary,
    Heading,
    Paragraph,
)
from analysis.report.stage_snapshots import Telling, open_section
from analysis.report.time_to_churn import Section
from analysis.report.trust import (
    CHECK_HEADS,
    check_data,
    tabulate_checks,
    tabulate_claims,
    tally_checks,
)

_GLOSSARY = ("snapshot", "stage", "intensity", "probability", "stay", "panel", "markov", "boundary")
_LATEX = {
    "exponential": r"P(t) = \exp(Q t) = \sum_{n = 0}^{\infty} \frac{(Q t)^n}{n!}",
    "likelihood": r"L(Q) = \prod_{i} \prod_{k} "
    r"P_{s_{i,k},\, s_{i,k+1}}(t_{i,k+1} - t_{i,k})",
    "stay": r"E(\text{stay in } j) = -\frac{1}{q_{jj}}",
    "fit": r"X^2 = \sum \frac{(O - E)^2}{E}",
}


def summary_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The claims of ``sections``: what was found, and what it means."""
    words = tell.report.words
    table = tabulate_claims(
        [claim for section in sections for claim in section.claims],
        caption=words("snapshots-summary-caption"),
        heads=(words("snapshots-summary-found"), words("snapshots-summary-means")),
    )
    return Section((*open_section(tell.report, "summary"), table))


def exact_times_section(tell: Telling) -> Section:
    """What the company would learn if it stored when a customer moved."""
    words = tell.report.words
    lead = words("snapshots-exact-lead")
    blocks = (
        *open_section(tell.report, "exact", lead),
        Paragraph(words("snapshots-exact-more")),
        Paragraph(words("snapshots-exact-remedy")),
    )
    return Section(blocks)


def trust_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The verdict over all checks of ``sections``, then the table of checks."""
    report, words = tell.report, tell.report.words
    gate = check_data(report, name=words("snapshots-check-data"), done=words("snapshots-done-data"))
    checks = [gate, *(check for section in sections for check in section.checks)]
    tally = tally_checks(checks)
    verdict = Finding(
        "finding-trust",
        words(
            "snapshots-trust-verdict",
            passed=tally.passed,
            all=words.number(len(checks)),
            failed=tally.failed,
            unknown=tally.unknown,
        ),
        tally.tone,
    )
    table = tabulate_checks(
        checks,
        caption=words("snapshots-checks-caption"),
        heads=[words(f"snapshots-head-{head}") for head in CHECK_HEADS],
        tell_outcome=lambda outcome: words(f"snapshots-outcome-{outcome}"),
        source=report.source_line,
    )
    return Section((*open_section(report, "trust"), verdict, table))


def methods_section(tell: Telling) -> Section:
    """The methods in plain words, with the formulas behind them."""
    words = tell.report.words
    blocks: list[Block] = open_section(tell.report, "methods", words("snapshots-methods-lead"))
    for part, latex in _LATEX.items():
        blocks += [
            Heading(f"snapshots-method-{part}", words(f"snapshots-method-{part}-heading"), 3),
            Paragraph(words(f"snapshots-method-{part}")),
            Formula(f"eq-{part}", latex, words(f"snapshots-formula-{part}")),
        ]
    blocks.append(Paragraph(words("snapshots-method-rest")))
    return Section(tuple(blocks))


def limits_heading(tell: Telling) -> list[Block]:
    """Heading and general limits; the study's own notes follow it."""
    return open_section(tell.report, "limits", tell.report.words("snapshots-limits"))


def glossary_section(tell: Telling) -> Section:
    """The terms used, and what they mean."""
    words = tell.report.words
    entries = tuple(
        (words(f"snapshots-name-{term}"), words(f"snapshots-meaning-{term}")) for term in _GLOSSARY
    )
    return Section((*open_section(tell.report, "glossary"), Glossary(entries)))
