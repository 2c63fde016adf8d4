"""Direct, indirect and total effects, and whether what lies between carries them."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.satisfaction_loyalty_model import DIGITS, is_told, strongest
from analysis.report.time_to_churn import Claim, Section

NOTHING = "–"
ARROW = " -> "


def effects_section(
    tell: Telling,
    *,
    effects: pd.DataFrame,
    mediation: pd.DataFrame,
    loyalty: str,
    levers: tuple[str, ...] = (),
) -> Section:
    """``effects``: effect (direct_effect, total_indirect_effect, total_effect …), cause, outcome
    and a standardised estimate; ``mediation``: effect (indirect, direct), cause, through, outcome,
    pattern, share, freed. Nothing for a fit that may not be read."""
    report, words = tell.report, tell.report.words
    if effects.empty:
        return Section(())
    own = effects[effects["outcome"] == loyalty]
    total = own[own["effect"] == "total_effect"]
    if total.empty:
        return Section(())
    total = total.iloc[total["estimate"].abs().argsort()[::-1].to_numpy()]
    claim = _claim(tell, total, loyalty, levers)
    claims = [claim]
    blocks: list[Block] = [
        *open_section(
            report,
            "effects",
            words("model-heading-effects"),
            words("model-effects-lead", loyalty=tell.name(loyalty)),
        ),
        *claim.blocks(),
        _forest(tell, total, loyalty, claim.text),
        _effect_table(tell, own, total),
    ]
    if len(mediation):
        carried = _mediation_claim(tell, mediation)
        claims.append(carried)
        blocks += [*carried.blocks(), _mediation_table(tell, mediation)]
        if mediation["freed"].any():
            blocks.append(Paragraph(words("model-mediation-freed")))
        blocks.append(Paragraph(words("model-mediation-assumes")))
    return Section(tuple(blocks), tuple(claims))


def _claim(tell: Telling, total: pd.DataFrame, loyalty: str, levers: tuple[str, ...]) -> Claim:
    words = tell.report.words
    row = strongest(total)
    text = words(
        "model-effects-claim",
        loyalty=tell.name(loyalty),
        cause=tell.name(str(row["cause"])),
        value=tell.number_range(row, DIGITS),
    )
    acting = total[total["cause"].isin(levers)]
    if acting.empty:
        return Claim("model-effects", text, words("model-effects-meaning"))
    lever = strongest(acting)
    clear = acting[is_told(acting)]
    meaning = words(
        "model-effects-levers",
        lever=tell.name(str(lever["cause"])),
        value=tell.number_range(lever, DIGITS),
        clear=words.list([tell.name(str(name)) for name in clear["cause"]]),
        n=len(clear),
    )
    return Claim("model-effects", text, meaning)


def _forest(tell: Telling, total: pd.DataFrame, loyalty: str, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    rows = total.assign(label=[tell.name(str(cause)) for cause in total["cause"]])
    fig, ax = new_chart(words, height=height_for_rows(len(rows)))
    plot_points_with_intervals(
        ax, rows, reference=0.0, write=lambda row: tell.number_range(row, DIGITS)
    )
    label_axes(ax, x=words("model-axis-total", loyalty=tell.name(loyalty)))
    points = [f"{row['label']} {tell.number_range(row, DIGITS)}" for _, row in rows.iterrows()]
    return finish_chart(
        fig,
        id="fig-model-effects",
        claim=claim,
        subtitle=words("model-effects-subtitle", loyalty=tell.name(loyalty), level=tell.level()),
        alt=words("model-effects-alt", points=words.list(points)),
        source=report.source_line,
        note=words("model-effects-note"),
    )


def _effect_table(tell: Telling, own: pd.DataFrame, total: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    kinds = ("direct_effect", "total_indirect_effect", "total_effect")

    def cell(cause: str, kind: str) -> str:
        found = own[(own["cause"] == cause) & (own["effect"] == kind)]
        return tell.number_range(found.iloc[0], DIGITS) if len(found) else NOTHING

    return Table(
        id="tbl-model-effects",
        caption=words(
            "model-effects-caption",
            loyalty=tell.name(str(total["outcome"].iloc[0])),
            level=tell.level(),
        ),
        columns=(
            Column(words("model-head-cause"), "left"),
            Column(words("model-head-direct")),
            Column(words("model-head-indirect")),
            Column(words("model-head-total")),
        ),
        rows=tuple(
            (tell.name(str(cause)), *(cell(str(cause), kind) for kind in kinds))
            for cause in total["cause"]
        ),
        source=report.source_line,
        note=words("model-effects-table-note"),
    )


def _mediation_claim(tell: Telling, mediation: pd.DataFrame) -> Claim:
    words = tell.report.words
    indirect = mediation[mediation["effect"] == "indirect"]
    clear = indirect[is_told(indirect)]
    row = strongest(indirect)
    text = words(
        "model-mediation-claim",
        clear=words.number(len(clear)),
        all=words.number(len(indirect)),
        chain=_chain(tell, row),
        value=tell.number_range(row, DIGITS),
        n=len(indirect),
        found=len(clear),
    )
    return Claim("model-mediation", text, words("model-mediation-meaning"), headline=False)


def _chain(tell: Telling, row: pd.Series) -> str:
    between = str(row["through"]).split(ARROW)
    return tell.chain((str(row["cause"]), *between, str(row["outcome"])))


def _mediation_table(tell: Telling, mediation: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    keys = ["cause", "through", "outcome"]

    def cells(group: pd.DataFrame) -> tuple[str, ...]:
        by_effect = {str(row["effect"]): row for _, row in group.iterrows()}
        row = by_effect["indirect"]
        both = row["pattern"] == "complementary"
        direct = by_effect.get("direct")
        return (
            _chain(tell, row),
            tell.number_range(row, DIGITS),
            NOTHING if direct is None else tell.number_range(direct, DIGITS),
            words.percent(row["share"], 0) if both else NOTHING,
            words(f"model-pattern-{row['pattern']}"),
        )

    return Table(
        id="tbl-model-mediation",
        caption=words("model-mediation-caption", level=tell.level()),
        columns=(
            Column(words("model-head-chain"), "left"),
            Column(words("model-head-indirect")),
            Column(words("model-head-direct")),
            Column(words("model-head-share")),
            Column(words("model-head-pattern"), "left"),
        ),
        rows=tuple(cells(group) for _, group in mediation.groupby(keys, sort=False)),
        source=report.source_line,
        note=words("model-mediation-note", method=_method(tell, mediation)),
    )


def _method(tell: Telling, mediation: pd.DataFrame) -> str:
    """How the intervals were made; the estimates say it as ``bootstrap, 5000 draws``."""
    words = tell.report.words
    name, _, rest = str(mediation["method"].iloc[0]).partition(", ")
    draws = words.number(float(rest.split()[0]))
    key = "model-draws-bootstrap" if name == "bootstrap" else "model-draws-parameters"
    return words(key, draws=draws)
