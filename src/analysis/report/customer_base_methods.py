"""Section: how the numbers were made, in plain words, and what the terms mean."""

from collections.abc import Mapping

from analysis.report.blocks import Block, Formula, Glossary, Paragraph
from analysis.report.customer_base import open_section, tell_level
from analysis.report.report import Report

WILSON = (
    r"\frac{\hat{p} + \frac{z^2}{2n} \pm z \sqrt{\frac{\hat{p}(1-\hat{p})}{n} + \frac{z^2}{4n^2}}}"
    r"{1 + \frac{z^2}{n}}"
)
KAPLAN_MEIER = r"\hat{S}(t) = \prod_{t_i \le t} \left(1 - \frac{d_i}{n_i}\right)"
GINI = r"G = 1 - 2 \int_0^1 L(p) \, dp"

# Terms explained at the end, by what the study must have for them to occur.
_TERMS = {
    "n_customers": ("confidence-interval",),
    "n_purchases": (
        "purchase-day", "cohort", "retention", "gap", "kaplan-meier", "churn", "recency",
        "frequency", "money",
    ),
    "n_active": ("active",),
    "cents": ("gini",),
    "monthly_cents": ("gini",),
    "n_respondents": ("item", "top-two", "ceiling", "alike"),
}  # fmt: skip


def methods_section(report: Report, base: Mapping[str, int]) -> tuple[Block, ...]:
    """Methods with their formulas, then the glossary; only what the report uses.

    ``base`` as of summarise_base: what the study's tables hold.
    """
    words = report.words
    blocks: list[Block] = [
        open_section(report, "methods"),
        Paragraph(words("base-methods-wilson", level=tell_level(report))),
        Formula("formula-base-wilson", WILSON, words("base-formula-wilson")),
    ]
    if "n_purchases" in base:
        blocks += [
            Paragraph(words("base-methods-purchases")),
            Paragraph(words("base-methods-gaps")),
            Formula("formula-base-kaplan-meier", KAPLAN_MEIER, words("base-formula-kaplan-meier")),
            Paragraph(words("base-methods-returns")),
        ]
    if "n_purchases" in base or "monthly_cents" in base:
        blocks += [
            Paragraph(words("base-methods-concentration")),
            Formula("formula-base-gini", GINI, words("base-formula-gini")),
        ]
    if "n_respondents" in base:
        blocks.append(Paragraph(words("base-methods-survey")))
    minimum = words.number(report.study.minimum_cell)
    blocks.append(Paragraph(words("base-methods-privacy", minimum=minimum)))
    terms = dict.fromkeys(term for need, names in _TERMS.items() if need in base for term in names)
    entries = tuple(
        (words(f"base-term-{term}"), words(f"base-meaning-of-{term}")) for term in terms
    )
    return (*blocks, open_section(report, "glossary"), Glossary(entries))
