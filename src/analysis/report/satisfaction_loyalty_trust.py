"""The report's frame: what was found in short, how far to trust it, and how it was done."""

from collections.abc import Sequence

from analysis.report.blocks import Block, Finding, Formula, Glossary, Heading, Paragraph
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.time_to_churn import Section
from analysis.report.trust import (
    CHECK_HEADS,
    check_data,
    tabulate_checks,
    tabulate_claims,
    tally_checks,
)

_GLOSSARY = (
    "construct",
    "item",
    "loading",
    "reliability",
    "extracted-variance",
    "discriminant",
    "invariance",
    "path",
    "effect",
    "fit",
    "confidence",
    "common-method",
    "importance",
)
_GLOSSARY_DEEDS = ("hazard-ratio", "fourfold", "nonresponse")
_LATEX = {
    "model": r"\Sigma(\theta) = \Lambda (I - B)^{-1} \Psi (I - B)^{-\top} \Lambda^{\top} + \Theta",
    "likelihood": r"\ell(\theta) = -\frac{1}{2} \sum_i \left( \log |\Sigma_i| "
    r"+ (y_i - \mu_i)^{\top} \Sigma_i^{-1} (y_i - \mu_i) \right)",
    "ordinal": r"F(\theta) = (r - \rho(\theta))^{\top} W^{-1} (r - \rho(\theta))",
    "omega": r"\omega = \frac{(\sum_i \lambda_i)^2}{(\sum_i \lambda_i)^2 + \sum_i \theta_i}",
    "htmt": r"\operatorname{HTMT}_{ij} = \frac{\bar r_{ij}}{\sqrt{\bar r_i \bar r_j}}",
    "effects": r"T = (I - B)^{-1} - I",
    "importance": r"\Delta_{t} = T_{t l} \frac{s_t}{s_l}",
}
_SOURCES = {
    "model": "Jöreskog 1970; Bollen 1989",
    "likelihood": "Arbuckle 1996; Yuan and Bentler 2000; Enders and Bandalos 2001",
    "ordinal": "Muthén 1984; Muthén, du Toit and Spisic 1997",
    "omega": "Feldt 1965; Fornell and Larcker 1981; McDonald 1999",
    "htmt": "Henseler, Ringle and Sarstedt 2015",
    "effects": "Preacher and Hayes 2008",
    "importance": "Ringle and Sarstedt 2016",
    "hazard": "Wedderburn 1974; Prentice 1982; Mislevy 1991; Carroll et al. 2006",
    "weights": "Rosenbaum and Rubin 1983; Little 1986",
}
_REST = "Cheung and Rensvold 2002; Podsakoff et al. 2003; Chen 2007; Kock 2015"
_LATEX_DEEDS = {
    "hazard": r"\lambda(u \mid x, y) = \lambda_0(u) "
    r"E \left( e^{x^{\top} \gamma + \eta^{\top} \beta} \mid T \ge u, y \right)",
    "weights": r"w_i = \frac{\bar p}{\hat p(x_i)}",
}


# What a board reads first: what to do, where things stand, how words and deeds go together, and
# how far all that may be read. The rest is in its section, unless it is a reason to watch out.
_SUMMARY = (
    "loyalty-improve",
    "loyalty-gains",
    "scores-satisfaction",
    "scores-recommend",
    "loyalty-fourfold",
    "loyalty-leaving",
    "loyalty-spend",
    "loyalty-promises",
    "model",
    "model-causal",
)


def summary_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """What was found in short, and what it means: the claims of ``_SUMMARY``, then warnings."""
    words = tell.report.words
    claims = {claim.id: claim for section in sections for claim in section.claims}
    chosen = [claims[key] for key in _SUMMARY if key in claims]
    others = [claim for key, claim in claims.items() if key not in _SUMMARY]
    warnings = [claim for tone in ("bad", "watch") for claim in others if claim.tone == tone]
    table = tabulate_claims(
        [*chosen, *(claim for claim in warnings if claim.headline)],
        caption=words("loyalty-summary-caption"),
        heads=(words("loyalty-summary-found"), words("loyalty-summary-means")),
        note=words("loyalty-summary-note"),
    )
    heading = words("loyalty-heading-summary")
    return Section((*open_section(tell.report, "summary", heading), table))


def trust_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The verdict over all checks of ``sections``, then the table of checks."""
    report, words = tell.report, tell.report.words
    gate = check_data(report, name=words("loyalty-check-data"), done=words("loyalty-done-data"))
    checks = [gate, *(check for section in sections for check in section.checks)]
    tally = tally_checks(checks)
    verdict = Finding(
        "finding-trust",
        words(
            "loyalty-trust-verdict",
            passed=tally.passed,
            n=len(checks),
            failed=tally.failed,
            unknown=tally.unknown,
        ),
        tally.tone,
    )
    table = tabulate_checks(
        checks,
        caption=words("loyalty-checks-caption"),
        heads=[words(f"loyalty-head-{head}") for head in CHECK_HEADS],
        tell_outcome=lambda outcome: words(f"loyalty-outcome-{outcome}"),
        source=report.source_line,
    )
    opening = open_section(report, "trust", words("loyalty-heading-trust"))
    return Section((*opening, verdict, Paragraph(words("loyalty-trust-use")), table))


def methods_section(tell: Telling, *, with_deeds: bool) -> Section:
    """The methods in plain words, with their sources and the formulas behind them."""
    words = tell.report.words
    blocks: list[Block] = open_section(
        tell.report, "methods", words("loyalty-heading-methods"), words("loyalty-methods-lead")
    )
    formulas = _LATEX | (_LATEX_DEEDS if with_deeds else {})
    for part, latex in formulas.items():
        blocks += [
            Heading(f"satisfaction-method-{part}", words(f"loyalty-method-{part}-heading"), 3),
            Paragraph(words(f"loyalty-method-{part}")),
            Formula(f"eq-{part}", latex, words(f"loyalty-formula-{part}")),
            Paragraph(words("loyalty-method-sources", source=tell.cite(_SOURCES[part]))),
        ]
    blocks += [
        Paragraph(words("loyalty-method-rest")),
        Paragraph(words("loyalty-method-sources", source=tell.cite(_REST))),
    ]
    return Section(tuple(blocks))


def limits_heading(tell: Telling, *, with_deeds: bool) -> list[Block]:
    """Heading and general limits; the study's own notes follow it."""
    words = tell.report.words
    key = "loyalty-limits-deeds" if with_deeds else "loyalty-limits-words"
    return [
        *open_section(
            tell.report, "limits", words("loyalty-heading-limits"), words("loyalty-limits")
        ),
        Paragraph(words(key)),
    ]


def glossary_section(tell: Telling, *, with_deeds: bool) -> Section:
    """The terms used, and what they mean."""
    words = tell.report.words
    terms = (*_GLOSSARY, *(_GLOSSARY_DEEDS if with_deeds else ()))
    entries = tuple(
        (words(f"loyalty-term-{term}"), words(f"loyalty-meaning-{term}")) for term in terms
    )
    heading = words("loyalty-heading-glossary")
    return Section((*open_section(tell.report, "glossary", heading), Glossary(entries)))
