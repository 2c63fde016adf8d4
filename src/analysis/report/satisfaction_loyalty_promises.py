"""Words against deeds: of those who said they would buy again, how many did."""

import pandas as pd

from analysis.report.blocks import Column, Figure, Table
from analysis.report.charts import finish_chart, height_for_rows, new_chart, plot_bars
from analysis.report.satisfaction_loyalty import Telling, open_section
from analysis.report.time_to_churn import Claim, Section, one

_BY = "Somers 1962; DeLong, DeLong and Clarke-Pearson 1988; Newcombe 1998"
_CHANCE = 0.5
_WEAK, _FAIR = 0.6, 0.7  # concordance: Hosmer and Lemeshow call below 0.7 poor
_CELLS = ("said_and_did", "said_did_not", "did_not_say_but_did", "neither")


def promises_section(
    tell: Telling, *, intentions: pd.DataFrame, words_and_deeds: pd.DataFrame, horizon: int
) -> Section:
    """``intentions``: share that bought within ``horizon`` days, by answer; ``words_and_deeds``:
    the four cells, promises kept, the difference and the concordance. Nothing without them."""
    report, words = tell.report, tell.report.words
    if intentions.empty or words_and_deeds.empty:
        return Section(())
    item = tell.survey.roles.repurchase or ""
    time = words.duration(horizon, "day", 0)
    everyone = one(intentions, term="all")
    cut = words.number(float(words_and_deeds["promised_from"].iloc[0]))
    lead = words(
        "loyalty-promises-lead",
        item=tell.name(item),
        cut=cut,
        n=words.number(everyone["n"]),
        time=time,
    )
    claim = _claim(tell, words_and_deeds, time)
    blocks = (
        *open_section(report, "promises", words("loyalty-heading-promises"), lead),
        *claim.blocks(),
        _chart(tell, intentions, item, time),
        _table(tell, words_and_deeds, time),
    )
    return Section(blocks, (claim,))


def _claim(tell: Telling, table: pd.DataFrame, time: str) -> Claim:
    words = tell.report.words
    kept, rank = one(table, term="kept_promises"), one(table, term="concordance")
    gap = one(table, term="difference")
    told = "unclear" if gap["conf_low"] <= 0 <= gap["conf_high"] else "clear"
    strength = "weak" if rank["estimate"] < _WEAK else "fair"
    if rank["estimate"] >= _FAIR:
        strength = "good"
    if rank["conf_low"] <= _CHANCE:
        strength = "none"
    return Claim(
        "loyalty-promises",
        words(
            f"loyalty-promises-claim-{told}",
            kept=tell.share(kept),
            others=words.percent(kept["estimate"] - gap["estimate"]),
            time=time,
        ),
        words(f"loyalty-promises-meaning-{strength}", rank=tell.number_range(rank, 2)),
        "watch" if strength in ("none", "weak") else "neutral",
    )


def _chart(tell: Telling, intentions: pd.DataFrame, item: str, time: str) -> Figure:
    report, words = tell.report, tell.report.words
    shown = intentions[(intentions["term"] != "all") & (intentions["n"] >= tell.minimum)]
    frame = shown.sort_values("answer", ascending=False).assign(
        label=[
            words("loyalty-answer", answer=words.number(row["answer"]), n=words.number(row["n"]))
            for _, row in shown.sort_values("answer", ascending=False).iterrows()
        ]
    )
    fig, ax = new_chart(words, height=height_for_rows(len(frame)))
    plot_bars(ax, frame, write=lambda share: words.percent(share, 0))
    ends = frame.iloc[[0, -1]]
    points = [f"{row['label']}: {words.percent(row['estimate'])}" for _, row in frame.iterrows()]
    return finish_chart(
        fig,
        id="fig-loyalty-promises",
        claim=words(
            "loyalty-promises-title",
            high=words.percent(ends["estimate"].iloc[0], 0),
            low=words.percent(ends["estimate"].iloc[1], 0),
        ),
        subtitle=words(
            "loyalty-promises-subtitle", item=tell.name(item), time=time, level=tell.level()
        ),
        alt=words("loyalty-promises-alt", points=words.list(points)),
        source=report.source_line,
        note=words("loyalty-promises-note"),
    )


def _table(tell: Telling, table: pd.DataFrame, time: str) -> Table:
    words = tell.report.words
    rows = []
    for term in (*_CELLS, "kept_promises"):
        row = one(table, term=term)
        shown = row["n_events"] >= tell.minimum
        name = words(f"loyalty-promise-{term.replace('_', '-')}")
        rows.append((name, tell.share(row) if shown else "–"))
    gap = one(table, term="difference")
    scaled = gap[["estimate", "conf_low", "conf_high"]].astype(float) * 100
    rows.append((words("loyalty-promise-difference"), tell.number_range(scaled, 1)))
    rank = one(table, term="concordance")
    rows.append((words("loyalty-promise-concordance"), tell.number_range(rank, 2)))
    return Table(
        id="tbl-loyalty-promises",
        caption=words("loyalty-promises-caption", time=time),
        columns=(
            Column(words("loyalty-head-group"), "left"),
            Column(words("loyalty-head-share", level=tell.level())),
        ),
        rows=tuple(rows),
        source=tell.report.source_line,
        note=words("loyalty-promises-table-note", source=tell.cite(_BY)),
    )
