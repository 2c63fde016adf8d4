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
from analysis.report.lifecycle_stages import Telling, open_section
from analysis.report.time_to_churn import Section
from analysis.report.trust import (
    CHECK_HEADS,
    check_data,
    tabulate_checks,
    tabulate_claims,
    tally_checks,
)

_GLOSSARY = (
    "stage",
    "spell",
    "transition",
    "aalen-johansen",
    "sojourn",
    "first-passage",
    "occupancy",
    "band",
    "competing",
    "markov",
    "rate-ratio",
)
_LATEX = {
    "aalen-johansen": r"\hat P(s,t) = \prod_{s < u \le t} \left(I + \Delta \hat A(u)\right)",
    "increments": r"\Delta \hat A_{jk}(u) = \frac{\Delta N_{jk}(u)}{Y_j(u)}, \quad j \ne k",
    "stay": r"\hat e_{jk}(h) = \int_0^h \hat P_{jk}(s, s + u)\, d u",
    "forecast": r"\hat n(t + u) = n(t)\, \hat P(t - h,\, t - h + u)",
    "change": r"n_2 - n_1 = (i_1 - i_0) + (n_1 - n_0) P_0 + n_1 (P_1 - P_0)",
}


def summary_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The headline claims of ``sections``: what was found, and what it means."""
    words = tell.report.words
    table = tabulate_claims(
        [claim for section in sections for claim in section.claims],
        caption=words("stages-summary-caption"),
        heads=(words("stages-summary-found"), words("stages-summary-means")),
        note=words("stages-summary-note", kind=tell.kind),
    )
    return Section((*open_section(tell.report, "summary"), table))


def trust_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The verdict over all checks of ``sections``, then the table of checks."""
    report, words = tell.report, tell.report.words
    gate = check_data(report, name=words("stages-check-data"), done=words("stages-done-data"))
    checks = [gate, *(check for section in sections for check in section.checks)]
    tally = tally_checks(checks)
    verdict = Finding(
        "finding-trust",
        words(
            "stages-trust-verdict",
            passed=tally.passed,
            n=len(checks),
            failed=tally.failed,
            unknown=tally.unknown,
        ),
        tally.tone,
    )
    table = tabulate_checks(
        checks,
        caption=words("stages-checks-caption"),
        heads=[words(f"stages-head-{head}") for head in CHECK_HEADS],
        tell_outcome=lambda outcome: words(f"stages-outcome-{outcome}"),
        source=report.source_line,
    )
    name = words("stages-check-backtest")
    tried = [check for section in sections for check in section.checks if check.name == name]
    use = "stages-trust-tenure"
    if tried:
        use = "stages-trust-plan" if tried[0].passed else "stages-trust-direction"
    meaning = Paragraph(words(use))
    limit = [
        Paragraph(words("stages-trust-truth"))
        for section in sections
        for check in section.checks
        if check.name == words("stages-check-truth") and not check.passed
    ]
    return Section((*open_section(report, "trust"), verdict, meaning, *limit, table))


def methods_section(tell: Telling) -> Section:
    """The methods in plain words, with the formulas behind them."""
    words = tell.report.words
    key = "stages-methods-calendar" if tell.calendar else "stages-methods-tenure"
    lead = words(key, kind=tell.kind)
    blocks: list[Block] = open_section(tell.report, "methods", lead)
    parts = tuple(_LATEX) if tell.calendar else tuple(_LATEX)[:3]
    for part in parts:
        blocks += [
            Heading(f"stages-method-{part}", words(f"stages-method-{part}-heading"), 3),
            Paragraph(words(f"stages-method-{part}")),
            Formula(f"eq-{part}", _LATEX[part], words(f"stages-formula-{part}")),
        ]
    blocks.append(Paragraph(words("stages-method-rest")))
    return Section(tuple(blocks))


def limits_heading(tell: Telling) -> list[Block]:
    """Heading and general limits; the study's own notes follow it."""
    key = "stages-limits" if tell.calendar else "stages-limits-tenure"
    return open_section(tell.report, "limits", tell.report.words(key, kind=tell.kind))


def glossary_section(tell: Telling) -> Section:
    """The terms used, and what they mean."""
    words = tell.report.words
    entries = tuple(
        (words(f"stages-name-{term}"), words(f"stages-meaning-{term}")) for term in _GLOSSARY
    )
    return Section((*open_section(tell.report, "glossary"), Glossary(entries)))
