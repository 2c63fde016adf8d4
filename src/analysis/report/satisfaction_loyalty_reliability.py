"""Section: how well the items measure their constructs: loadings, reliability, variance."""

import numpy as np
import pandas as pd

from analysis.report.blocks import Column, Figure, Notice, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    label_axes,
    new_chart,
    plot_points_with_intervals,
)
from analysis.report.satisfaction_loyalty import (
    Telling,
    highest,
    lowest,
    open_section,
    split_rows,
    withhold_unmeasured,
)
from analysis.report.time_to_churn import Check, Claim, Section

_MOST_ROWS = 26
_MEASURES = ("alpha", "omega", "average_variance_extracted")
# Hu and Bentler (1999); a robust version of an index goes before the plain one.
_KINDS = ("robust_", "scaled_", "")
_FIT_LIMITS = {"cfi": 0.95, "rmsea": 0.06, "srmr": 0.08}


def reliability_section(
    tell: Telling,
    *,
    quality: pd.DataFrame,
    loadings: pd.DataFrame,
    item_rest: pd.DataFrame,
    fit_indices: pd.DataFrame,
    problems: pd.DataFrame,
) -> Section:
    """The frames of ``assess_measurement``; where the model cannot be read, only alpha is told."""
    report, words = tell.report, tell.report.words
    heading = words("measure-reliability-heading")
    if not tell.measures:
        return withhold_unmeasured(report, "reliability", heading)
    lead = words("measure-reliability-lead", level=tell.level())
    blocks = open_section(report, "reliability", heading, lead)
    readable = bool(loadings["estimate"].notna().any())
    if not readable:
        where = problems.loc[problems["disqualifying"].astype(bool), "where"]
        reason = words("measure-unreadable", where=words.list(map(tell.name, where.unique())))
        blocks.append(Notice(words("measure-unreadable-title"), reason, "bad"))
    claims = [_claim_reliability(tell, quality)]
    blocks += [*claims[0].blocks(), _tabulate_quality(tell, quality)]
    checks = [_check_quality(tell, quality, measure) for measure in _MEASURES]
    if readable:
        claims.append(_claim_loadings(tell, loadings))
        blocks += [*claims[1].blocks(), *_draw_loadings(tell, loadings)]
        checks += [_check_loadings(tell, loadings), _check_fit(tell, fit_indices)]
    blocks.append(_tabulate_items(tell, loadings, item_rest))
    return Section(tuple(blocks), tuple(claims), tuple(checks))


def _of(quality: pd.DataFrame, measure: str) -> pd.DataFrame:
    rows = quality[quality["measure"] == measure]
    return rows[rows["estimate"].notna()]


def _claim_reliability(tell: Telling, quality: pd.DataFrame) -> Claim:
    words = tell.report.words
    measure = "omega" if len(_of(quality, "omega")) else "alpha"
    rows, extracted = _of(quality, measure), _of(quality, "average_variance_extracted")
    worst = lowest(rows)
    reached = rows["estimate"] >= rows["limit"]
    text = words(
        "measure-reliability-claim",
        reached=words.number(int(reached.sum())),
        n=words.number(len(rows)),
        limit=words.number(worst["limit"], 2),
        measure=words(f"measure-name-{measure}"),
        worst=tell.name(worst["construct"]),
        least=tell.number_range(worst, 2),
    )
    weak = extracted.loc[~extracted["passed"].astype(bool), "construct"]
    if extracted.empty:
        meaning = words("measure-reliability-meaning")
    elif len(weak):
        meaning = words("measure-extracted-weak", constructs=tell.names(tuple(weak)))
    else:
        meaning = words("measure-extracted-enough")
    return Claim("reliability", text, meaning, "neutral" if reached.all() else "watch")


def _tabulate_quality(tell: Telling, quality: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    by_measure = {name: quality[quality["measure"] == name] for name in _MEASURES}
    rows = []
    for construct in quality["construct"].unique():
        cells, faults = [], []
        for measure, table in by_measure.items():
            row = table[table["construct"] == construct]
            if row.empty or pd.isna(row["estimate"].iloc[0]):
                cells.append(words.number(None))
                continue
            cells.append(tell.number_range(row.iloc[0], 2))
            faults += _fault(tell, measure, row.iloc[0])
        verdict = words.list(faults) if faults else words("measure-verdict-all")
        rows.append((tell.name(construct), *cells, verdict))
    sources = [tell.cite(table["source"].iloc[0]) for table in by_measure.values() if len(table)]
    return Table(
        id="tbl-reliability",
        caption=words("measure-quality-caption"),
        columns=(
            Column(words("measure-head-construct"), "left"),
            *(Column(words(f"measure-name-{measure}-head")) for measure in _MEASURES),
            Column(words("measure-head-verdict"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "measure-quality-note",
            reliability=sources[0],
            extracted=sources[-1],
            low=words.number(0.7, 2),
            high=words.number(0.95, 2),
            half=words.number(0.5, 2),
            level=tell.level(),
        ),
    )


def _fault(tell: Telling, measure: str, row: pd.Series) -> list[str]:
    """What is wrong with one number, in words; nothing where it keeps its limit."""
    if pd.isna(row["passed"]) or row["passed"]:
        return []
    side = "low" if row["estimate"] < row["limit"] else "high"
    return [tell.report.words(f"measure-fault-{measure}-{side}")]


def _claim_loadings(tell: Telling, loadings: pd.DataFrame) -> Claim:
    words = tell.report.words
    below = loadings[loadings["estimate"] < loadings["limit"]]
    worst = lowest(loadings)
    text = words(
        "measure-loadings-claim",
        below=words.number(len(below)),
        n=words.number(len(loadings)),
        limit=words.number(worst["limit"], 3),
        item=tell.name(worst["item"]),
        least=tell.number_range(worst, 2),
    )
    weak = loadings["estimate"].min() < 0.4
    meaning = words("measure-loadings-weak" if weak else "measure-loadings-meaning")
    return Claim("loadings", text, meaning, "watch" if weak else "neutral", headline=False)


def _draw_loadings(tell: Telling, loadings: pd.DataFrame) -> list[Figure]:
    groups = list(loadings.groupby("construct", sort=False))
    charts = split_rows([len(members) for _, members in groups], _MOST_ROWS)
    return [
        _draw(tell, pd.concat([groups[place][1] for place in places]), number, len(charts))
        for number, places in enumerate(charts, start=1)
    ]


def _draw(tell: Telling, loadings: pd.DataFrame, number: int, of: int) -> Figure:
    report, words = tell.report, tell.report.words
    frame = loadings.assign(
        label=[tell.name(item) for item in loadings["item"]],
        group=[tell.name(construct) for construct in loadings["construct"]],
    )
    rows = len(frame) + frame["group"].nunique()
    fig, ax = new_chart(words, height=height_for_rows(rows))
    limit = float(frame["limit"].iloc[0])
    plot_points_with_intervals(
        ax, frame, reference=limit, write=lambda row: tell.number_range(row, 2)
    )
    label_axes(ax, x=words("measure-axis-loading"))
    best, worst = highest(frame), lowest(frame)
    told = {
        "best": best["label"],
        "most": words.number(best["estimate"], 2),
        "worst": worst["label"],
        "least": words.number(worst["estimate"], 2),
    }
    return finish_chart(
        fig,
        id=f"fig-loadings-{number}",
        claim=words("measure-loadings-title", **told),
        subtitle=words(
            "measure-loadings-subtitle" if of == 1 else "measure-loadings-subtitle-part",
            level=tell.level(),
            part=words.number(number),
            of=words.number(of),
        ),
        alt=words("measure-loadings-alt", n=words.number(len(frame)), **told),
        source=report.source_line,
        note=words(
            "measure-loadings-note",
            limit=words.number(limit, 3),
            source=tell.cite(frame["source"].iloc[0]),
        ),
    )


def _tabulate_items(tell: Telling, loadings: pd.DataFrame, item_rest: pd.DataFrame) -> Table:
    """Loading and item-rest correlation of every item, with the verdict on each in words."""
    report, words = tell.report, tell.report.words
    rest = item_rest.set_index("item")
    rows = []
    for _, row in loadings.iterrows():
        known = row["item"] in rest.index
        beside = rest.loc[row["item"]] if known else None
        rows.append(
            (
                tell.name(row["item"]),
                tell.name(row["construct"]),
                tell.number_range(row, 2),
                tell.outcome(row["passed"]),
                words.number(None) if beside is None else tell.number_range(beside, 2),
                words.number(None) if beside is None else tell.outcome(beside["passed"]),
            )
        )
    limits = {
        "loading": words.number(loadings["limit"].iloc[0], 3),
        "rest": words.number(item_rest["limit"].iloc[0] if len(item_rest) else None, 2),
    }
    return Table(
        id="tbl-loadings",
        caption=words("measure-loadings-caption"),
        columns=(
            Column(words("measure-head-item"), "left"),
            Column(words("measure-head-construct"), "left"),
            Column(words("measure-head-loading", level=tell.level())),
            Column(words("measure-head-reached", limit=limits["loading"]), "left"),
            Column(words("measure-head-rest", level=tell.level())),
            Column(words("measure-head-reached", limit=limits["rest"]), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "measure-loadings-table-note",
            loading=tell.cite(loadings["source"].iloc[0]),
            rest=tell.cite(item_rest["source"].iloc[0]) if len(item_rest) else words.number(None),
        ),
    )


def _check_quality(tell: Telling, quality: pd.DataFrame, measure: str) -> Check:
    words = tell.report.words
    rows = _of(quality, measure)
    name = words(f"measure-name-{measure}")
    if rows.empty:
        return Check(name, words("measure-check-unreadable"), None, words("measure-done-unread"))
    passed = rows["passed"].astype(bool)
    result = words(
        "measure-check-quality-result",
        n=words.number(int(passed.sum())),
        of=words.number(len(rows)),
        low=words.number(rows["estimate"].min(), 2),
        high=words.number(rows["estimate"].max(), 2),
    )
    return Check(name, result, bool(passed.all()), words(f"measure-done-{measure}"))


def _check_loadings(tell: Telling, loadings: pd.DataFrame) -> Check:
    words = tell.report.words
    passed = loadings["passed"].astype(bool)
    result = words(
        "measure-check-loadings-result",
        n=words.number(int(passed.sum())),
        of=words.number(len(loadings)),
        limit=words.number(loadings["limit"].iloc[0], 3),
    )
    return Check(
        words("measure-check-loadings"), result, bool(passed.all()), words("measure-done-loadings")
    )


def _check_fit(tell: Telling, fit_indices: pd.DataFrame) -> Check:
    words = tell.report.words
    values = dict(zip(fit_indices["term"], fit_indices["estimate"], strict=True))
    found = {
        name: next(values[f"{kind}{name}"] for kind in _KINDS if f"{kind}{name}" in values)
        for name in _FIT_LIMITS
    }
    result = words(
        "measure-check-fit-result", **{name: words.number(found[name], 3) for name in found}
    )
    holds = (
        found["cfi"] >= _FIT_LIMITS["cfi"]
        and found["rmsea"] <= _FIT_LIMITS["rmsea"]
        and found["srmr"] <= _FIT_LIMITS["srmr"]
    )
    passed = None if np.isnan(list(found.values())).any() else bool(holds)
    return Check(words("measure-check-fit"), result, passed, words("measure-done-fit"))
