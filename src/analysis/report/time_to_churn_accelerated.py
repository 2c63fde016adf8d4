"""Time instead of risk: accelerated failure time models beside the hazard ratios."""

import pandas as pd

from analysis.report.blocks import Block, Column, Notice, Table, Tone
from analysis.report.report import Report
from analysis.report.time_to_churn import Check, Claim, Section, Telling, only, open_section
from analysis.report.time_to_churn_ratios import comparison as compared

# A family whose mean curve misses Kaplan-Meier by more than this does not describe the data.
_LARGEST_GAP = 0.05


def accelerated_section(
    report: Report,
    *,
    comparison: pd.DataFrame,
    ratios: pd.DataFrame,
    effects: pd.DataFrame,
    last: float,
) -> Section:
    """Which family describes the time to leaving best, and whether it says the same.

    ``comparison``: ``family, log_likelihood, aic, aic_difference, largest_gap``, best first.
    ``ratios``: time ratios of the best, ``driver, level, reference, estimate, conf_low,
    conf_high``. ``effects`` as for ``drivers_section``. Empty where no family could be fitted.
    """
    if comparison.empty:
        return Section(())
    words = report.words
    tell = Telling(report, last)
    best = comparison.iloc[0]
    gap = float(best["largest_gap"])
    fits = None if pd.isna(gap) else gap <= _LARGEST_GAP
    agreement = _agreement(ratios, only(effects, measure="stay"))
    claim = _claim(tell, comparison, gap, fits, agreement)
    blocks: list[Block] = [*open_section(report, "accelerated"), *claim.blocks()]
    blocks.append(_families_table(tell, comparison))
    if fits is False:
        blocks.append(Notice(words("churn-withheld-title"), words("churn-accelerated-withheld")))
    else:
        blocks.append(_ratios_table(tell, ratios))
    result = words("churn-check-accelerated-result", gap=words.number(100 * gap, 1))
    check = Check(
        words("churn-check-accelerated"),
        result,
        fits,
        words("churn-done-no-time-ratio" if fits is False else "churn-done-used"),
    )
    return Section(tuple(blocks), (claim,), (check,))


def _agreement(ratios: pd.DataFrame, stay: pd.DataFrame) -> pd.DataFrame:
    """Comparisons told from none in both models, with ``agrees``: longer in both, or shorter."""
    keys = ["driver", "level"]
    flags = {"True": "Yes", "False": "No"}
    named = stay.assign(level=stay["level"].replace(flags))
    both = ratios.merge(named, on=keys, suffixes=("", "_stay"))
    told = ((both["conf_low"] > 1) | (both["conf_high"] < 1)) & (
        (both["conf_low_stay"] > 0) | (both["conf_high_stay"] < 0)
    )
    both = both[told]
    same_reference = both["reference"] == both["reference_stay"].replace(flags)
    longer = (both["estimate_stay"] > 0) == same_reference
    return both.assign(agrees=(both["estimate"] > 1) == longer)


def _claim(
    tell: Telling,
    comparison: pd.DataFrame,
    gap: float,
    fits: bool | None,
    agreement: pd.DataFrame,
) -> Claim:
    words = tell.report.words
    text = words(
        "churn-accelerated-claim" if fits is not False else "churn-accelerated-claim-poor",
        n=words.number(len(comparison)),
        family=_family(tell, comparison["family"].iloc[0]),
        gap=words.number(100 * gap, 1),
    )
    differ = only(agreement, agrees=False)
    values = {"agree": words.number(agreement["agrees"].sum()), "n": words.number(len(agreement))}
    meaning = words("churn-accelerated-meaning-agree", **values)
    if len(differ):
        terms = words.list(
            words(
                "churn-topic-driver",
                driver=tell.segment(row["driver"]),
                comparison=compared(tell, row),
            )
            for _, row in differ.iterrows()
        )
        meaning = words("churn-accelerated-meaning-differ", terms=terms, **values)
    tone: Tone = "watch" if len(differ) else "neutral"
    return Claim("accelerated", text, meaning, tone, headline=False)


def _family(tell: Telling, family: str) -> str:
    return tell.report.words(f"churn-family-{family.replace('_', '-')}")


def _families_table(tell: Telling, comparison: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    heads = ("family", "log-likelihood", "aic", "aic-difference", "gap")
    return Table(
        id="tbl-families",
        caption=words("churn-accelerated-caption"),
        columns=tuple(
            Column(words(f"churn-head-{head}"), "left" if head == "family" else "right")
            for head in heads
        ),
        rows=tuple(
            (
                _family(tell, row["family"]),
                words.number(row["log_likelihood"], 1),
                words.number(row["aic"], 1),
                words.number(row["aic_difference"], 1),
                words.number(100 * row["largest_gap"], 1),
            )
            for _, row in comparison.iterrows()
        ),
        source=report.source_line,
        note=words("churn-accelerated-note"),
    )


def _ratios_table(tell: Telling, ratios: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    return Table(
        id="tbl-time-ratios",
        caption=words("churn-ratios-caption"),
        columns=(
            Column(words("churn-head-driver"), "left"),
            Column(words("churn-head-comparison"), "left"),
            Column(words("churn-head-time-ratio", level=tell.level())),
        ),
        rows=tuple(
            (
                tell.segment(row["driver"]),
                compared(tell, row),
                tell.with_range(
                    words.number(row["estimate"], 2),
                    words.interval(row["conf_low"], row["conf_high"], "number", digits=2),
                ),
            )
            for _, row in ratios.iterrows()
        ),
        source=report.source_line,
        note=words("churn-ratios-note"),
    )
