"""Who is at risk: expected losses and value at risk by stage and by third of value."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Heading, Table
from analysis.report.charts import finish_chart, new_chart, plot_heatmap_table
from analysis.report.early_warning import Telling, in_order
from analysis.report.early_warning_alert_words import ALL, UNKNOWN, tell_money
from analysis.report.time_to_churn import Claim, Section, one, only
from analysis.schema import CANONICAL_STATES

BANDS = ("low", "middle", "high", UNKNOWN)


def at_risk_section(tell: Telling, *, at_risk: pd.DataFrame, withheld: bool = False) -> Section:
    """Customers, mean risk, expected losses and value at risk; ``at_risk`` from
    ``estimate_at_risk``. Groups below the study's smallest are not shown. Nothing when
    ``withheld``: the list's section says why.
    """
    if withheld:
        return Section(())
    claim = _claim_at_risk(tell, at_risk)
    heading = tell.report.words("warning-alerts-risk-heading")
    blocks: list[Block] = [
        Heading("warning-alerts-at-risk", heading, level=3),
        *claim.blocks(),
        *_chart_risk(tell, at_risk),
        _tabulate_at_risk(tell, at_risk),
    ]
    return Section(tuple(blocks), (claim,))


def _claim_at_risk(tell: Telling, at_risk: pd.DataFrame) -> Claim:
    words = tell.report.words
    everyone = one(at_risk, stage=ALL, value=ALL)
    stages = _shown(tell, at_risk[(at_risk["stage"] != ALL) & (at_risk["value"] == ALL)])
    by_money = pd.notna(everyone["value_at_risk"])
    said = {"ahead": tell.ahead, "total": words.number(everyone["estimate"])}
    if by_money:
        said["total"] = tell_money(tell, everyone["value_at_risk"])
    kind = ("-in-time" if tell.lead_days else "") if by_money else "-plain"
    meaning = words(f"warning-alerts-risk-meaning{kind}")
    if len(stages) > 1:
        most = _highest(stages, "value_at_risk" if by_money else "estimate")
        said |= {"group": _stage(tell, most["stage"]), "lost": words.number(most["estimate"])}
        if by_money:
            said["money"] = tell_money(tell, most["value_at_risk"])
        key = "warning-alerts-risk-claim-money" if by_money else "warning-alerts-risk-claim"
        return Claim("alerts-at-risk", words(key, **said), meaning, headline=False)
    upper = only(at_risk, stage=ALL, value="high")
    if by_money and len(upper):
        said["money"] = tell_money(tell, upper.iloc[0]["value_at_risk"])
        text = words("warning-alerts-risk-claim-value", **said)
        return Claim("alerts-at-risk", text, meaning, headline=False)
    said |= {"n": words.number(everyone["n"]), "total": words.number(everyone["estimate"])}
    text = words("warning-alerts-risk-claim-plain", **said)
    return Claim("alerts-at-risk", text, meaning, headline=False)


def _shown(tell: Telling, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["n"] >= tell.minimum]


def _highest(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows.sort_values(column, ascending=False, kind="stable").iloc[0]


def _stage(tell: Telling, stage: str) -> str:
    if stage == UNKNOWN:
        return tell.report.words("warning-alerts-stage-unknown")
    return tell.stage(stage)


def _chart_risk(tell: Telling, at_risk: pd.DataFrame) -> list[Figure]:
    """Mean risk by stage and third of value; nothing where there is one stage only."""
    words = tell.report.words
    cells = _shown(tell, at_risk[(at_risk["stage"] != ALL) & (at_risk["value"] != ALL)])
    stages = _shown(tell, at_risk[(at_risk["stage"] != ALL) & (at_risk["value"] == ALL)])
    if len(stages) < 2 or set(cells["value"]) <= {UNKNOWN}:
        return []
    grid = cells.pivot(index="stage", columns="value", values="share").astype(float)
    grid = grid.reindex(in_order(grid.index, CANONICAL_STATES))
    grid = grid[[band for band in BANDS if band in grid.columns]]
    named = grid.set_axis([_stage(tell, stage) for stage in grid.index])
    named = named.set_axis([words(f"warning-alerts-band-{band}") for band in grid], axis=1)
    fig, ax = new_chart(words, height=0.9 + 0.34 * len(named))
    plot_heatmap_table(ax, named, write=lambda share: words.percent(share, 0), low=0.0)
    top = _highest(stages, "share")
    return [
        finish_chart(
            fig,
            id="fig-alerts-risk",
            claim=words(
                "warning-alerts-risk-title",
                group=_stage(tell, top["stage"]),
                risk=words.percent(top["share"], 0),
            ),
            subtitle=words(
                "warning-alerts-risk-subtitle",
                ahead=tell.ahead,
                minimum=words.number(tell.minimum),
            ),
            alt=words(
                "warning-alerts-risk-alt",
                ahead=tell.ahead,
                cells=tell.join(
                    words(
                        "warning-alerts-risk-cell",
                        stage=str(stage),
                        value=str(value),
                        risk=words.percent(share, 0),
                    )
                    for stage, row in named.iterrows()
                    for value, share in row.dropna().items()
                ),
            ),
            source=tell.report.source_line,
        )
    ]


def _tabulate_at_risk(tell: Telling, at_risk: pd.DataFrame) -> Table:
    words = tell.report.words
    divided = (at_risk["stage"] == ALL) | (at_risk["value"] == ALL)
    known = (at_risk["stage"] != UNKNOWN) & (at_risk["value"] != UNKNOWN)
    rows = _shown(tell, at_risk[divided & known])
    by_stage = in_order(sorted(set(rows["stage"]) - {ALL}), CANONICAL_STATES)
    by_value = in_order(set(rows["value"]) - {ALL}, BANDS)
    wanted = [(ALL, ALL), *((stage, ALL) for stage in by_stage), *((ALL, b) for b in by_value)]
    told = [only(rows, stage=stage, value=value) for stage, value in wanted]
    currency = tell.report.study.currency
    heads = ["group", "customers", "mean-risk", "losses", "listed"]
    if rows["value_at_risk"].notna().any():
        heads.append("value-at-risk")
    return Table(
        id="tbl-alerts-at-risk",
        caption=words("warning-alerts-risk-caption"),
        columns=tuple(
            Column(
                words(f"warning-alerts-head-{head}", currency=currency),
                "right" if position else "left",
            )
            for position, head in enumerate(heads)
        ),
        rows=tuple(_tell_group(tell, found.iloc[0]) for found in told if len(found)),
        note=words(
            "warning-alerts-risk-note", level=tell.level(), minimum=words.number(tell.minimum)
        ),
        source=tell.report.source_line,
    )


def _tell_group(tell: Telling, row: pd.Series) -> tuple[str, ...]:
    words = tell.report.words
    stage, value = row["stage"], row["value"]
    name = words("warning-alerts-group-all")
    if stage != ALL:
        name = words("warning-alerts-group-stage", name=_stage(tell, stage))
    elif value != ALL:
        name = words("warning-alerts-group-value", name=words(f"warning-alerts-band-{value}"))
    cells = (
        name,
        words.number(row["n"]),
        words.percent(row["share"], 1),
        tell.number_range(row),
        words.count_or_suppressed(row["n_listed"], tell.minimum),
    )
    money = row["value_at_risk"]
    return cells if pd.isna(money) else (*cells, words.number(money))
