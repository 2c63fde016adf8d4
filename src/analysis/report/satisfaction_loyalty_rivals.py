"""Rival models, and what the answers would have changed in the stated one."""

import pandas as pd

from analysis.report.blocks import Block, Column, Notice, Table, Tone
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.time_to_churn import Check, Claim, Section

STATED = "stated"
COMPARED = ("better", "as_well", "worse")
NOTHING = "–"
SHOWN = 5  # modification indices
LOADING, PATH = "=~", "~"


def rivals_section(tell: Telling, *, rivals: pd.DataFrame, modifications: pd.DataFrame) -> Section:
    """``rivals``: name, chi_square, degrees_of_freedom, cfi, rmsea, srmr, delta_aic,
    delta_p_value, verdict; ``modifications``: left, operator, right, index, standardised_change.
    Nothing for a fit that may not be read."""
    report, words = tell.report, tell.report.words
    if rivals.empty:
        return Section(())
    blocks: list[Block] = open_section(
        report, "rivals", words("model-heading-rivals"), words("model-rivals-lead")
    )
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()
    if (rivals["verdict"] != STATED).any():
        claim = _claim(tell, rivals)
        claims, checks = (claim,), (_check(tell, rivals, claim),)
        blocks += [*claim.blocks(), _rival_table(tell, rivals)]
    else:
        blocks.append(Notice(words("model-rivals-none-title"), words("model-rivals-none")))
    if len(modifications):
        blocks.append(_modification_table(tell, modifications))
    return Section(tuple(blocks), claims, checks)


def rival_name(tell: Telling, name: str) -> str:
    """What the study calls a rival model."""
    words = tell.report.words
    if name == STATED:
        return words("model-rival-stated")
    labels = {rival.name: rival.label[tell.report.language] for rival in tell.survey.rivals}
    return words.from_data(labels.get(name, name))


def _claim(tell: Telling, rivals: pd.DataFrame) -> Claim:
    words = tell.report.words
    compared = rivals[rivals["verdict"].isin(COMPARED)]
    better = compared[compared["verdict"] == "better"].sort_values("delta_aic")
    equal = compared[compared["verdict"] == "as_well"]
    kind = (
        "none" if compared.empty else "better" if len(better) else "equal" if len(equal) else "best"
    )
    named = better if len(better) else equal
    names = [words("model-quoted", text=rival_name(tell, str(name))) for name in named["name"]]
    tones: dict[str, Tone] = {"best": "good", "none": "neutral"}
    return Claim(
        "model-rivals",
        words(
            f"model-rivals-claim-{kind}",
            names=words.list(names),
            n=len(named),
            all=words.number(len(compared)),
        ),
        words(f"model-rivals-meaning-{kind}"),
        tones.get(kind, "watch"),
        headline=kind == "better",
    )


def _check(tell: Telling, rivals: pd.DataFrame, claim: Claim) -> Check:
    words = tell.report.words
    verdicts = set(rivals["verdict"])
    known = bool(verdicts & set(COMPARED))
    passed = not verdicts & {"better", "as_well"} if known else None
    return Check(words("model-check-rivals"), claim.text, passed, words("model-check-rivals-done"))


def _rival_table(tell: Telling, rivals: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words

    def number(row: pd.Series, name: str, digits: int) -> str:
        return words.number(row.get(name), digits)

    def change(row: pd.Series) -> str:
        return NOTHING if pd.isna(row.get("delta_aic")) else number(row, "delta_aic", 1)

    return Table(
        id="tbl-model-rivals",
        caption=words("model-rivals-caption"),
        columns=(
            Column(words("model-head-model"), "left"),
            Column(words("model-head-chi-square")),
            *(Column(name) for name in ("CFI", "RMSEA", "SRMR")),
            Column(words("model-head-aic")),
            Column(words("model-head-p")),
            Column(words("model-head-verdict"), "left"),
        ),
        rows=tuple(
            (
                rival_name(tell, str(row["name"])),
                words(
                    "model-chi-square-of",
                    value=number(row, "chi_square", 1),
                    spare=number(row, "degrees_of_freedom", 0),
                ),
                *(number(row, name, 3) for name in ("cfi", "rmsea", "srmr")),
                change(row),
                words.p_value(row.get("delta_p_value")),
                words(f"model-rival-{row['verdict']}"),
            )
            for _, row in rivals.iterrows()
        ),
        source=report.source_line,
        note=words("model-rivals-note"),
    )


def _modification_table(tell: Telling, modifications: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    saturated = "saturated" in str(modifications["method"].iloc[0])
    return Table(
        id="tbl-model-modifications",
        caption=words("model-modifications-caption"),
        columns=(
            Column(words("model-head-relation"), "left"),
            Column(words("model-head-gain")),
            Column(words("model-head-change")),
        ),
        rows=tuple(
            (
                _relation(tell, row),
                words.number(row["index"], 1),
                words.number(row["standardised_change"], 2),
            )
            for _, row in modifications.head(SHOWN).iterrows()
        ),
        source=report.source_line,
        note=words(
            "model-modifications-note",
            basis=words("model-basis-saturated" if saturated else "model-basis-complete"),
        ),
    )


def _relation(tell: Telling, row: pd.Series) -> str:
    left, right = tell.name(str(row["left"])), tell.name(str(row["right"]))
    kinds = {LOADING: "loading", PATH: "path"}
    kind = kinds.get(str(row["operator"]), "covariance")
    return tell.report.words(f"model-relation-{kind}", left=left, right=right)
