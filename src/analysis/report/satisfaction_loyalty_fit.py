"""How well the structural model describes the answers, against the usual limits."""

import pandas as pd

from analysis.report.blocks import Column, Table, Tone
from analysis.report.satisfaction_loyalty import Telling, open_section, withhold
from analysis.report.time_to_churn import Check, Claim, Section

EXACT = "chi_square"
GRADES = ("poor", "acceptable", "good")  # worst first
TONES: dict[str, Tone] = {"good": "good", "acceptable": "neutral", "poor": "bad"}
HIGH_IS_GOOD = ("cfi", "tli")


def fit_section(tell: Telling, *, fit_indices: pd.DataFrame) -> Section:
    """``fit_indices``: term, estimate, conf_low, conf_high, limit, lenient, grade, source,
    degrees_of_freedom, p_value; nothing for a fit that may not be read."""
    report, words = tell.report, tell.report.words
    if fit_indices.empty:
        return Section(())
    graded = fit_indices[fit_indices["grade"] != ""]
    if graded.empty:
        title, text = words("model-fit-saturated-title"), words("model-fit-saturated")
        return withhold(report, "fit", words("model-heading-fit"), title, text)
    grade = next(name for name in GRADES if name in set(graded["grade"]))
    missed = [str(row["term"]).upper() for _, row in graded.iterrows() if row["grade"] == "poor"]
    claim = Claim(
        "model-fit",
        words(
            f"model-fit-claim-{grade}",
            missed=words.list(missed),
            all=words.number(len(graded)),
            n_missed=words.number(len(missed)),
        ),
        words(f"model-fit-meaning-{grade}"),
        TONES[grade],
        headline=grade == "poor",
    )
    check = Check(
        words("model-check-fit"),
        words.list([_short(tell, row) for row in _rows(graded)]),
        {"good": True, "acceptable": True, "poor": False}[grade],
        words(f"model-check-fit-done-{grade}"),
    )
    blocks = (
        *open_section(report, "fit", words("model-heading-fit"), words("model-fit-lead")),
        *claim.blocks(),
        _table(tell, fit_indices),
    )
    return Section(blocks, (claim,), (check,))


def _rows(frame: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in frame.iterrows()]


def _short(tell: Telling, row: pd.Series) -> str:
    return f"{str(row['term']).upper()} {tell.report.words.number(row['estimate'], 3)}"


def _table(tell: Telling, fit_indices: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    return Table(
        id="tbl-model-fit",
        caption=words("model-fit-caption"),
        columns=(
            Column(words("model-head-index"), "left"),
            Column(words("model-head-value")),
            Column(words("model-head-asked"), "left"),
            Column(words("model-head-verdict"), "left"),
            Column(words("model-head-source"), "left"),
        ),
        rows=tuple(
            _exact_row(tell, row) if row["term"] == EXACT else _index_row(tell, row)
            for row in _rows(fit_indices)
        ),
        source=report.source_line,
        note=words("model-fit-note"),
    )


def _exact_row(tell: Telling, row: pd.Series) -> tuple[str, ...]:
    words = tell.report.words
    value = words(
        "model-fit-exact",
        value=words.number(row["estimate"], 1),
        spare=words.number(row["degrees_of_freedom"]),
        p=words.p_value(row["p_value"], named=True),
    )
    verdict = words("model-exact-holds" if row["passed"] else "model-exact-rejected")
    return (words("model-index-chi_square"), value, words("model-fit-exact-asked"), verdict, "–")


def _index_row(tell: Telling, row: pd.Series) -> tuple[str, ...]:
    words = tell.report.words
    value = words.number(row["estimate"], 3)
    if pd.notna(row["conf_low"]):
        interval = words.interval(row["conf_low"], row["conf_high"], "number", digits=3)
        value = tell.with_range(value, interval)
    side = "least" if row["term"] in HIGH_IS_GOOD else "most"
    strict, lenient = words.number(row["limit"], 2), words.number(row["lenient"], 2)
    asked = (
        words(f"model-asked-{side}-one", good=strict)
        if strict == lenient
        else words(f"model-asked-{side}", good=strict, lenient=lenient)
    )
    code = str(row["term"])
    name = words(f"model-index-{code}", code=code.upper())
    return (name, value, asked, words(f"model-grade-{row['grade']}"), str(row["source"]))
