"""The report's frame: how far to trust it, how it was done, what limits it, the words it uses."""

from collections.abc import Sequence

from analysis.report.blocks import Block, Finding, Formula, Glossary, Heading, Paragraph
from analysis.report.early_warning import Telling, open_section
from analysis.report.time_to_churn import Section
from analysis.report.trust import (
    CHECK_HEADS,
    check_data,
    tabulate_checks,
    tally_checks,
)

_LATEX = {
    "risk": r"r_i(t) = P \left( T_i \le t + H \mid T_i > t, x_i(t) \right)",
    "cox": r"\lambda_i(t) = \lambda_0(t) \exp \left( \beta^{\top} x_i(t) \right)",
    "recalibration": r"\log(-\log(1 - r)) = a + b \log(-\log(1 - s))",
    "brier": r"B = \frac{\sum_i w_i (y_i - r_i)^2}{\sum_i w_i}",
    "auc": r"A = P \left( r_i > r_j \mid y_i = 1, y_j = 0 \right)",
    "reasons": r"c_{i g} = r(x_i) - r(x_i^{(g)})",
    "drift": r"D = \sum_b (q_b - p_b) \log \frac{q_b}{p_b}",
    "life": r"S_i(u \mid t) = P \left( T_i > t + u \mid T_i > t \right)",
}
_LATEX_ALIVE = r"p_i(t) = P \left( \tau_i > t \mid n_i, t_i, t \right)"
_LATEX_MONEY = r"r_i \, s \, v_i > c"
_LATEX_CAUSES = r"F_k(u) = \int_0^u S(w^-) \, d H_k(w)"
_SOURCES = {
    "risk": "Prentice and Gloeckler 1978; van Houwelingen 2007",
    "cox": "Andersen and Gill 1982; Lin and Wei 1989",
    "alive": "Fader, Hardie and Lee 2005",
    "recalibration": "Cox 1958; Steyerberg 2019",
    "brier": "Brier 1950; Gerds and Schumacher 2006; Kumar, Liang and Ma 2019",
    "auc": "Uno et al. 2007; Hung and Chiang 2010",
    "decision": "Vickers and Elkin 2006",
    "reasons": "Friedman 2001; Fisher, Rudin and Dominici 2019",
    "causes": "Aalen and Johansen 1978; Fine and Gray 1999",
    "life": "van Houwelingen 2007",
    "drift": "Yurdakul 2018",
}
_GLOSSARY = (
    "risk",
    "horizon",
    "landmark",
    "alert",
    "sign",
    "backtest",
    "precision",
    "recall",
    "lift",
    "calibration",
    "auc",
    "brier",
    "lead-time",
    "drift",
    "leak",
    "remaining-life",
    "holdout",
    "confidence",
)
_GLOSSARY_MONEY = ("value-at-stake", "decision-curve")
_GLOSSARY_CAUSES = ("cause", "remedy")


def trust_section(tell: Telling, sections: Sequence[Section]) -> Section:
    """The verdict over all checks of ``sections``, then the table of checks."""
    report, words = tell.report, tell.report.words
    gate = check_data(report, name=words("warning-check-data"), done=words("warning-done-data"))
    checks = [gate, *(check for section in sections for check in section.checks)]
    tally = tally_checks(checks)
    verdict = Finding(
        "finding-trust",
        words(
            "warning-trust-verdict",
            passed=tally.passed,
            n=len(checks),
            failed=tally.failed,
            unknown=tally.unknown,
        ),
        tally.tone,
    )
    table = tabulate_checks(
        checks,
        caption=words("warning-trust-caption"),
        heads=[words(f"warning-head-{head}") for head in CHECK_HEADS],
        tell_outcome=lambda outcome: words(f"warning-outcome-{outcome}"),
        source=report.source_line,
    )
    opening = open_section(report, "trust", words("warning-heading-trust"))
    return Section((*opening, verdict, Paragraph(words("warning-trust-use")), table))


def methods_section(
    tell: Telling, *, models: Sequence[str], with_money: bool, with_causes: bool
) -> Section:
    """The methods in plain words, with their formulas and sources; ``models`` were compared."""
    words = tell.report.words
    lead = words("warning-method-lead")
    blocks = open_section(tell.report, "methods", words("warning-heading-methods"), lead)
    formulas = _choose_formulas(models, with_money, with_causes)
    if tell.calendar:  # without dates nothing can drift
        formulas["drift"] = _LATEX["drift"]
    for part, latex in formulas.items():
        clock = "dated" if tell.calendar else "tenure"
        key = f"warning-method-{clock}" if part == "risk" else f"warning-method-{part}"
        blocks += [
            Heading(f"warning-method-{part}", words(f"warning-method-{part}-heading"), 3),
            Paragraph(words(key, horizon=tell.ahead)),
            Formula(f"eq-{part}", latex, words(f"warning-formula-{part}")),
            Paragraph(words("warning-method-sources", source=_cite(tell, _SOURCES[part]))),
        ]
    blocks.append(Paragraph(words("warning-method-errors", level=tell.level())))
    return Section(tuple(blocks))


def _choose_formulas(models: Sequence[str], with_money: bool, with_causes: bool) -> dict[str, str]:
    """The formulas of what was done, in the order in which it is done."""
    formulas = {"risk": _LATEX["risk"], "cox": _LATEX["cox"]}
    if "alive" in models:
        formulas["alive"] = _LATEX_ALIVE
    formulas |= {part: _LATEX[part] for part in ("recalibration", "brier", "auc")}
    if with_money:
        formulas["decision"] = _LATEX_MONEY
    formulas["reasons"] = _LATEX["reasons"]
    if with_causes:
        formulas["causes"] = _LATEX_CAUSES
    return formulas | {"life": _LATEX["life"]}


def _cite(tell: Telling, source: str) -> str:
    words = tell.report.words
    others = source.replace(" et al. ", words("measure-cite-others"))
    return others.replace(" and ", words("measure-cite-and"))


def limits_heading(tell: Telling) -> list[Block]:
    """Heading and general limits; the study's own notes follow it."""
    report, words = tell.report, tell.report.words
    churn = report.study.churn
    silence = churn is not None and churn.kind == "silence"
    kind = "tenure" if not tell.calendar else "silence" if silence else "dated"
    return [
        *open_section(
            report, "limits", words("warning-heading-limits"), words("warning-limits-general")
        ),
        Paragraph(words(f"warning-limits-{kind}", horizon=tell.ahead)),
        Paragraph(words("warning-limits-effect")),
    ]


def glossary_section(tell: Telling, *, with_money: bool, with_causes: bool) -> Section:
    """The terms used, and what they mean."""
    words = tell.report.words
    terms = (
        *_GLOSSARY,
        *(_GLOSSARY_MONEY if with_money else ()),
        *(_GLOSSARY_CAUSES if with_causes else ()),
    )
    entries = tuple(
        (words(f"warning-term-{term}"), words(f"warning-meaning-{term}")) for term in terms
    )
    heading = words("warning-heading-glossary")
    return Section((*open_section(tell.report, "glossary", heading), Glossary(entries)))
