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
from analysis.report.report import Report
from analysis.report.time_to_churn import Check, Section, open_section
from analysis.report.trust import (
    CHECK_HEADS,
    check_data,
    tabulate_checks,
    tabulate_claims,
    tally_checks,
)
from analysis.results import Diagnostic

_TINY = 0.005  # standard errors: what two decimals would show as zero

_GLOSSARY = (
    "survival",
    "censoring",
    "median",
    "mean",
    "hazard",
    "hazard-ratio",
    "proportional",
    "log-rank",
    "confidence",
    "concordance",
    "brier",
    "calibration",
)
_LATEX = {
    "kaplan-meier": r"\hat S(t) = \prod_{t_i \le t} \left(1 - \frac{d_i}{n_i}\right)",
    "restricted-mean": r"\operatorname{RMST}(h) = \int_0^h S(t)\, d t",
    "cox": r"\lambda(t \mid x) = \lambda_0(t) \exp(\beta_1 x_1 + \dots + \beta_p x_p)",
}


def summary_section(report: Report, sections: Sequence[Section]) -> Section:
    """The headline claims of ``sections``: what was found, and what it means."""
    words = report.words
    table = tabulate_claims(
        [claim for section in sections for claim in section.claims],
        caption=words("churn-summary-caption"),
        heads=(words("churn-summary-found"), words("churn-summary-means")),
        note=words("churn-summary-note"),
    )
    return Section((*open_section(report, "summary"), table))


def trust_section(report: Report, sections: Sequence[Section], *, peer: Diagnostic) -> Section:
    """The verdict over all checks of ``sections``, then the table of checks.

    ``peer``: whether another implementation gives the same model.
    """
    words = report.words
    gate = check_data(report, name=words("churn-check-data"), done=words("churn-done-data"))
    checks = [gate, *(check for section in sections for check in section.checks)]
    if peer.passed is not None:
        checks.append(_peer_check(report, peer))
    tally = tally_checks(checks)
    verdict = Finding(
        "finding-trust",
        words(
            "churn-trust-verdict",
            passed=tally.passed,
            n=len(checks),
            failed=tally.failed,
            unknown=tally.unknown,
        ),
        tally.tone,
    )
    table = tabulate_checks(
        checks,
        caption=words("churn-checks-caption"),
        heads=[words(f"churn-head-{head}") for head in CHECK_HEADS],
        tell_outcome=lambda outcome: words(f"churn-outcome-{outcome}"),
        source=report.source_line,
    )
    return Section((*open_section(report, "trust"), verdict, table))


def _peer_check(report: Report, peer: Diagnostic) -> Check:
    words = report.words
    tiny = peer.statistic < _TINY
    gap = words("churn-peer-tiny") if tiny else words.number(peer.statistic, 2)
    return Check(
        words("churn-check-peer"),
        words("churn-peer-gap", gap=gap),
        peer.passed,
        words("churn-done-peer" if peer.passed else "churn-done-peer-failed"),
    )


def _clock(report: Report) -> str:
    """When a customer's clock starts and stops."""
    words, study = report.words, report.study
    if study.churn is not None and study.churn.kind == "silence":
        return words("churn-methods-silence")
    contracts = study.tables.get("contracts")
    if contracts is None or "start_date" not in contracts.columns:
        return words("churn-methods-contract")
    return words("churn-methods-dated", time=words.duration(study.stages.renewal_days, "day"))


def methods_section(report: Report, *, with_model: bool) -> Section:
    """The methods in plain words, with the formulas behind them."""
    words = report.words
    blocks: list[Block] = open_section(report, "methods", _clock(report))
    parts = ("kaplan-meier", "restricted-mean", "cox") if with_model else tuple(_LATEX)[:2]
    for part in parts:
        blocks += [
            Heading(f"churn-method-{part}", words(f"churn-method-{part}-heading"), 3),
            Paragraph(words(f"churn-method-{part}")),
            Formula(f"eq-{part}", _LATEX[part], words(f"churn-formula-{part}")),
        ]
    blocks.append(Paragraph(words("churn-method-tests")))
    if with_model:
        blocks += [
            Paragraph(words("churn-method-effects")),
            Paragraph(words("churn-method-validation")),
        ]
    return Section(tuple(blocks))


def limits_heading(report: Report) -> list[Block]:
    """Heading and general limits; the study's own notes follow it."""
    return open_section(report, "limits", report.words("churn-limits"))


def glossary_section(report: Report) -> Section:
    """The terms used, and what they mean."""
    words = report.words
    entries = tuple(
        (words(f"churn-term-{term}"), words(f"churn-meaning-{term}")) for term in _GLOSSARY
    )
    return Section((*open_section(report, "glossary"), Glossary(entries)))
