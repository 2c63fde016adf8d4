"""Which model the risks come from, and what it earned over the rule a manager would use."""

from collections.abc import Mapping

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.early_warning import Telling, open_section, withhold
from analysis.report.time_to_churn import Check, Claim, Section

RULE, ENSEMBLE = "recency", "ensemble"
_DIGITS = 4  # of Brier scores: models differ in the third and fourth place


def models_section(
    tell: Telling,
    *,
    comparison: pd.DataFrame,
    months: pd.DataFrame,
    rule: str,
    left_out: Mapping[str, str] | None = None,
) -> Section:
    """The models side by side: claims, differences from the rule, table.

    ``comparison`` from ``compare_models``, ``months`` and ``left_out`` from the backtest; ``rule``
    is the column the manager's rule goes by. Withheld when fewer customers were lost than may be
    shown.
    """
    words = tell.report.words
    heading = words("warning-models-heading")
    table = comparison.set_index("model", drop=False)
    if table["n_lost"].min() < tell.minimum:
        return withhold(tell.report, "models", heading, words("warning-models-too-few"))
    claims = [_claim_choice(tell, table)]
    if ENSEMBLE in table.index:
        claims.append(_claim_ensemble(tell, table))
    blocks: list[Block] = [
        *open_section(tell.report, "models", heading, _tell_basis(tell, table, months, rule)),
        *claims[0].blocks(),
        _draw_differences(tell, table),
        *(block for claim in claims[1:] for block in claim.blocks()),
        _tabulate(tell, table, rule),
        Paragraph(words("warning-models-note")),
    ]
    if left_out:
        names = words.list([tell.model(name) for name in left_out])
        blocks.append(Paragraph(words("warning-models-left-out", models=names)))
    return Section(tuple(blocks), tuple(claims), (_check(tell, table),))


def _tell_basis(tell: Telling, table: pd.DataFrame, months: pd.DataFrame, rule: str) -> str:
    """What the models were compared on, and what the rule is."""
    words = tell.report.words
    judged = months[months["judged"]]
    said = {
        "rows": words.number(table["n"].iloc[0]),
        "customers": words.number(table["n_customers"].iloc[0]),
        "rule": tell.feature(rule),
    }
    if not tell.calendar:
        return words("warning-models-basis-tenure", folds=len(judged), **said)
    return words(
        "warning-models-basis",
        first=tell.when(int(judged["day"].min())),
        last=tell.when(int(judged["day"].max())),
        fits=int(judged["split"].nunique()),
        ahead=tell.ahead,
        **said,
    )


def _claim_choice(tell: Telling, table: pd.DataFrame) -> Claim:
    words = tell.report.words
    chosen = table[table["chosen"]].iloc[0]
    rule = table[table["model"] == RULE].iloc[0]
    kind = "rule" if chosen["model"] == RULE else "model"
    text = words(
        f"warning-models-claim-{kind}",
        model=tell.model(str(chosen["model"])),
        skill=words.percent(chosen["skill"], 1),
        rule=words.percent(rule["skill"], 1),
    )
    meaning = words(
        f"warning-models-meaning-{kind}",
        auc=tell.share(_range_of(chosen, "auc")),
        rule=tell.share(_range_of(rule, "auc")),
    )
    return Claim("models-choice", text, meaning, "good" if kind == "model" else "watch")


def _claim_ensemble(tell: Telling, table: pd.DataFrame) -> Claim:
    """Whether averaging all models earned its place."""
    words = tell.report.words
    ensemble = table[table["model"] == ENSEMBLE].iloc[0]
    singles = table[table["model"] != ENSEMBLE]
    best = singles.sort_values("brier").iloc[0]
    kind = "used" if ensemble["chosen"] else "left"
    text = words(
        f"warning-models-ensemble-{kind}",
        model=tell.model(str(best["model"])),
        ensemble=words.number(float(ensemble["brier"]), _DIGITS),
        best=words.number(float(best["brier"]), _DIGITS),
    )
    meaning = words(f"warning-models-ensemble-{kind}-meaning")
    return Claim("models-ensemble", text, meaning, headline=False)


def _range_of(row: pd.Series, name: str) -> pd.Series:
    """``name`` of a row with its limits, as the wording reads them."""
    return pd.Series(
        {
            "estimate": row[name],
            "conf_low": row[f"{name}_low"],
            "conf_high": row[f"{name}_high"],
        }
    )


def _draw_differences(tell: Telling, table: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    others = table.drop(index=RULE)
    rows = pd.DataFrame([_range_of(row, "difference") for _, row in others.iterrows()])
    rows.insert(0, "label", [tell.model(name) for name in others["model"]])
    better = int((others["difference_high"] < 0).sum())
    chart, ax = new_chart(words, height=height_for_rows(len(rows)) + 0.3)
    plot_points_with_intervals(
        ax, rows, reference=0.0, write=lambda row: words.number(row["estimate"], _DIGITS)
    )
    label_axes(ax, x=words("warning-models-axis"))
    points = [
        words(
            "warning-models-alt-point",
            model=row["label"],
            value=tell.number_range(row, _DIGITS),
        )
        for _, row in rows.iterrows()
    ]
    return finish_chart(
        chart,
        id="fig-models-difference",
        claim=words("warning-models-figure-title", better=better, n=len(rows)),
        subtitle=words("warning-models-figure-subtitle", level=tell.level()),
        alt=words("warning-models-figure-alt", points=words.list(points)),
        source=report.source_line,
    )


def _tabulate(tell: Telling, table: pd.DataFrame, rule: str) -> Table:
    words = tell.report.words
    rows = []
    for name, row in table.iterrows():
        used = words("warning-models-used") if row["chosen"] else ""
        difference = tell.number_range(_range_of(row, "difference"), _DIGITS)
        rows.append(
            (
                _name(tell, str(name), rule),
                words.number(row["brier"], _DIGITS),
                words("warning-models-reference") if name == RULE else difference,
                words.percent(row["skill"], 1),
                tell.share(_range_of(row, "auc")),
                used,
            )
        )
    heads = ("error", "difference", "skill", "auc")
    return Table(
        id="tbl-models",
        caption=words("warning-models-caption"),
        columns=(
            Column(words("warning-models-head-model"), "left"),
            *(Column(words(f"warning-models-head-{head}", level=tell.level())) for head in heads),
            Column(words("warning-models-head-used"), "left"),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("warning-models-table-note"),
    )


def _name(tell: Telling, name: str, rule: str) -> str:
    """A model's name; that of the rule says what it goes by."""
    if name != RULE:
        return tell.model(name)
    return tell.report.words("warning-models-rule", rule=tell.feature(rule))


def _check(tell: Telling, table: pd.DataFrame) -> Check:
    """Whether the model in use errs less than the rule."""
    words, chosen = tell.report.words, table[table["chosen"]].iloc[0]
    is_rule = chosen["model"] == RULE
    passed = None if is_rule else bool(chosen["difference_high"] < 0)
    return Check(
        words("warning-models-check"),
        words(
            "warning-models-check-result",
            difference=tell.number_range(_range_of(chosen, "difference"), _DIGITS),
        ),
        passed,
        words("warning-models-done-rule" if is_rule else "warning-models-done-model"),
    )
