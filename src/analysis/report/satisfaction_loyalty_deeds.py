"""The bridge: what satisfaction, trust and loyalty at the survey go with afterwards."""

from collections.abc import Sequence

import pandas as pd

from analysis.report.blocks import Column, Figure, KeyFigure, Notice, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import Telling, open_section, withhold
from analysis.report.time_to_churn import Check, Claim, Section, only

# Rows of the chart, for every construct: stratum and method of the estimate, and how it is called.
_VIEWS = (("alone", "corrected"), ("alone", "sum_scores"), ("together", "corrected"))
_WAYS_BY = "MacKinnon, Lockwood and Williams 2004; Imai, Keele and Tingley 2010; Pieters 2017"
_PER = 1_000


def deeds_section(
    tell: Telling,
    *,
    leaving: pd.DataFrame,
    lost: pd.DataFrame,
    spend: pd.DataFrame,
    mediation: pd.DataFrame,
    adjustments: Sequence[str],
    horizon: int,
    reason: str = "",
) -> Section:
    """``leaving``: hazard ratios per standard deviation, by construct, stratum and method;
    ``lost`` and ``spend``: what one standard deviation more goes with by ``horizon`` days;
    ``mediation``: by which way. Withheld with the ``reason`` where there are no deeds."""
    report, words = tell.report, tell.report.words
    heading = words("loyalty-heading-deeds")
    if reason:
        text = words(f"loyalty-withheld-deeds-{reason.replace('_', '-')}")
        return withhold(report, "deeds", heading, words("loyalty-withheld-title"), text)
    first = lost.iloc[0]
    lead = words(
        "loyalty-deeds-lead",
        n=words.number(first["n"]),
        customers=words.number(first["n_customers"]),
        adjustments=words.list([tell.known(name) for name in adjustments]),
        base=words.percent(first["base"], 0),
        time=words.duration(horizon, "day", 0),
    )
    claim = _leaving_claim(tell, leaving, lost, horizon)
    money = _spend_claim(tell, spend, horizon)
    check = _naive_check(tell, leaving)
    blocks = [
        *open_section(report, "deeds", heading, lead),
        *claim.blocks(),
        _chart(tell, leaving),
        _table(tell, leaving, lost, spend, horizon),
        *money.blocks(),
        Paragraph(words("loyalty-deeds-naive", result=check.result)),
        *_mediation_blocks(tell, mediation),
        Notice(words("loyalty-deeds-reading-title"), words("loyalty-deeds-reading"), "watch"),
    ]
    return Section(tuple(blocks), (claim, money), (check,))


def deeds_key_figure(tell: Telling, *, lost: pd.DataFrame, horizon: int) -> list[KeyFigure]:
    """Customers kept per 1,000 by one standard deviation more of the first construct, for the
    cover; none where there are no deeds."""
    if lost.empty:
        return []
    words, row = tell.report.words, lost.iloc[0]
    return [
        KeyFigure(
            words("loyalty-key-lost", construct=tell.name(row["term"])),
            _signed(tell, row["estimate"]),
            words.interval(row["conf_low"], row["conf_high"], "number"),
            words("loyalty-key-lost-note", time=words.duration(horizon, "day", 0)),
        )
    ]


def _signed(tell: Telling, value: float) -> str:
    text = tell.report.words.number(value)
    return f"+{text}" if value > 0 else text


def _leaving_claim(tell: Telling, leaving: pd.DataFrame, lost: pd.DataFrame, horizon: int) -> Claim:
    words, row = tell.report.words, lost.iloc[0]
    ratio = only(leaving, term=row["term"], stratum="alone", method="corrected").iloc[0]
    told = "unclear"
    if ratio["conf_high"] < 1:
        told = "fewer"
    elif ratio["conf_low"] > 1:
        told = "more"
    least, most = sorted((abs(row["conf_low"]), abs(row["conf_high"])))
    size = pd.Series({"estimate": abs(row["estimate"]), "conf_low": least, "conf_high": most})
    return Claim(
        "loyalty-leaving",
        words(
            f"loyalty-leaving-claim-{told}",
            construct=tell.name(row["term"]),
            size=tell.number_range(size),
            change=tell.number_range(row),
            time=words.duration(horizon, "day", 0),
        ),
        words(
            "loyalty-leaving-meaning",
            ratio=tell.number_range(ratio, 2),
            base=words.number(_PER * row["base"]),
            time=words.duration(horizon, "day", 0),
        ),
        "neutral" if told != "unclear" else "watch",
    )


def _spend_claim(tell: Telling, spend: pd.DataFrame, horizon: int) -> Claim:
    words = tell.report.words
    row = only(spend, method="corrected").iloc[0]
    clear = row["conf_low"] > 0 or row["conf_high"] < 0
    return Claim(
        "loyalty-spend",
        words(
            "loyalty-spend-claim" if clear else "loyalty-spend-claim-unclear",
            construct=tell.name(row["term"]),
            money=tell.money_range(row),
            time=words.duration(horizon, "day", 0),
        ),
        words(
            "loyalty-spend-meaning", mean=tell.money(row["mean_spend"]), n=words.number(row["n"])
        ),
        headline=bool(clear),
    )


def _chart(tell: Telling, leaving: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    rows = []
    for construct in dict.fromkeys(leaving["term"]):
        for stratum, method in _VIEWS:
            found = only(leaving, term=construct, stratum=stratum, method=method)
            label = words(f"loyalty-view-{stratum}-{method.replace('_', '-')}")
            rows.append(found.assign(label=label, group=tell.name(construct)))
    frame = pd.concat(rows, ignore_index=True)
    headings = frame["group"].nunique()
    fig, ax = new_chart(words, height=height_for_rows(len(frame) + headings))
    plot_points_with_intervals(
        ax, frame, reference=1.0, write=lambda row: tell.number_range(row, 2)
    )
    ax.set_xlabel(words("loyalty-axis-ratio"))
    points = [
        f"{row['group']}, {row['label']}: {words.number(row['estimate'], 2)}"
        for _, row in frame.iterrows()
    ]
    first = frame.iloc[0]
    return finish_chart(
        fig,
        id="fig-loyalty-leaving",
        claim=words(
            "loyalty-leaving-title",
            construct=first["group"],
            ratio=words.number(first["estimate"], 2),
        ),
        subtitle=words(
            "loyalty-leaving-subtitle", level=tell.level(), n=words.number(first["n_events"])
        ),
        alt=words("loyalty-leaving-alt", points=words.list(points)),
        source=report.source_line,
        note=words("loyalty-leaving-note"),
    )


def _table(
    tell: Telling, leaving: pd.DataFrame, lost: pd.DataFrame, spend: pd.DataFrame, horizon: int
) -> Table:
    words = tell.report.words
    rows = []
    for _, row in lost.iterrows():
        mended = only(leaving, term=row["term"], stratum="alone", method="corrected").iloc[0]
        naive = only(leaving, term=row["term"], stratum="alone", method="sum_scores").iloc[0]
        money = only(spend, term=row["term"], method="corrected").iloc[0]
        rows.append(
            (
                tell.name(row["term"]),
                tell.number_range(row),
                tell.money_range(money, 2),
                tell.number_range(mended, 2),
                tell.number_range(naive, 2),
            )
        )
    return Table(
        id="tbl-loyalty-deeds",
        caption=words("loyalty-deeds-caption", time=words.duration(horizon, "day", 0)),
        columns=(
            Column(words("loyalty-head-construct"), "left"),
            Column(words("loyalty-head-lost", level=tell.level())),
            Column(words("loyalty-head-spend", level=tell.level())),
            Column(words("loyalty-head-ratio", level=tell.level())),
            Column(words("loyalty-head-naive", level=tell.level())),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("loyalty-deeds-note"),
    )


def _naive_check(tell: Telling, leaving: pd.DataFrame) -> Check:
    """Whether correcting for measurement error changes the direction of any finding."""
    words = tell.report.words
    alone = leaving[leaving["stratum"] == "alone"].set_index(["term", "method"])["coefficient"]
    pairs = [
        (alone[term, "corrected"], alone[term, "sum_scores"]) for term in leaving["term"].unique()
    ]
    same = all((mended > 0) == (naive > 0) for mended, naive in pairs)
    mended, naive = pairs[0]
    shrunk = 1 - naive / mended if mended else 0.0
    return Check(
        words("loyalty-check-naive"),
        words(
            "loyalty-naive-result-weaker" if shrunk >= 0 else "loyalty-naive-result-stronger",
            construct=tell.name(str(leaving["term"].iloc[0])),
            share=words.percent(abs(shrunk), 0),
        ),
        same,
        words("loyalty-done-naive"),
    )


def _mediation_blocks(tell: Telling, mediation: pd.DataFrame) -> list[Paragraph | Table]:
    if mediation.empty:
        return []
    words = tell.report.words
    rows = tuple(
        (
            _way(tell, row),
            words(
                "common-with-range",
                value=words.number(row["hazard_ratio"], 2),
                interval=words.interval(
                    row["hazard_ratio_low"], row["hazard_ratio_high"], "number", digits=2
                ),
            ),
        )
        for _, row in mediation.iterrows()
    )
    table = Table(
        id="tbl-loyalty-ways",
        caption=words("loyalty-ways-caption"),
        columns=(
            Column(words("loyalty-head-way"), "left"),
            Column(words("loyalty-head-ratio", level=tell.level())),
        ),
        rows=rows,
        source=tell.report.source_line,
        note=words("loyalty-ways-note", source=tell.cite(_WAYS_BY)),
    )
    return [Paragraph(words("loyalty-ways-lead")), table]


def _way(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    if row["effect"] in ("total_indirect", "total"):
        return words(f"loyalty-way-{row['effect'].replace('_', '-')}")
    *nodes, _ = str(row["term"]).split(" -> ")
    return tell.chain(tuple(nodes)) + " → " + words("loyalty-leaving")
