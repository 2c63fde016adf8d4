"""Section: whether constructs are distinct, and whether a shared way of answering fakes them."""

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Paragraph, Table
from analysis.report.charts import (
    finish_chart,
    height_for_rows,
    new_chart,
    plot_heatmap_table,
    wrap_label,
)
from analysis.report.satisfaction_loyalty import (
    Telling,
    highest,
    open_section,
    withhold,
    withhold_unmeasured,
)
from analysis.report.time_to_churn import Check, Claim, Section

_MOST_PAIRS = 12
_UPRIGHT = 5  # names of columns that fit beside each other
_SHARES = ("method_variance", "harman_single_factor")


def discriminant_section(
    tell: Telling,
    *,
    htmt: pd.DataFrame,
    fornell_larcker: pd.DataFrame,
    cross_loadings: pd.DataFrame,
    common_method: pd.DataFrame,
) -> Section:
    """The frames of ``assess_measurement``; ``common_method`` holds its checks."""
    report, words = tell.report, tell.report.words
    heading = words("measure-discriminant-heading")
    if not tell.measures:
        return withhold_unmeasured(report, "discriminant", heading)
    if htmt.empty:
        title, reason = words("measure-withheld-title"), words("measure-discriminant-one")
        return withhold(report, "discriminant", heading, title, reason)
    claim = _claim(tell, htmt, fornell_larcker)
    method = _claim_method(tell, common_method)
    blocks: list[Block] = [
        *open_section(report, "discriminant", heading, words("measure-discriminant-lead")),
        *claim.blocks(),
        _draw(tell, htmt),
        _tabulate(tell, htmt, fornell_larcker),
        Paragraph(_tell_cross(tell, cross_loadings)),
        *method.blocks(),
        _tabulate_method(tell, common_method),
    ]
    checks = (
        _check_pairs(tell, "htmt", htmt),
        _check_pairs(tell, "fornell", fornell_larcker),
        _check_cross(tell, cross_loadings),
        _check_method(tell, common_method),
    )
    return Section(tuple(blocks), (claim, method), checks)


def _pair(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    return words("measure-pair", left=tell.name(row["left"]), right=tell.name(row["right"]))


def _claim(tell: Telling, htmt: pd.DataFrame, fornell_larcker: pd.DataFrame) -> Claim:
    words = tell.report.words
    worst = highest(htmt)
    failing = htmt[~htmt["passed"].astype(bool)]
    told = {
        "pair": _pair(tell, worst),
        "most": tell.number_range(worst, 2),
        "limit": words.number(worst["limit"], 2),
        "n": words.number(len(htmt)),
    }
    if failing.empty:
        text = words("measure-htmt-passed", **told)
        close = fornell_larcker[fornell_larcker["passed"].eq(False)]
        if close.empty:
            return Claim("discriminant", text, words("measure-htmt-meaning-passed"))
        pairs = words.list(_pair(tell, row) for _, row in close.head(5).iterrows())
        return Claim("discriminant", text, words("measure-htmt-meaning-close", pairs=pairs))
    text = words("measure-htmt-failed", failing=words.number(len(failing)), **told)
    pairs = words.list(_pair(tell, row) for _, row in failing.head(5).iterrows())
    return Claim("discriminant", text, words("measure-htmt-meaning-failed", pairs=pairs), "watch")


def _draw(tell: Telling, htmt: pd.DataFrame) -> Figure:
    report, words = tell.report, tell.report.words
    names = list(dict.fromkeys([*htmt["left"], *htmt["right"]]))
    matrix = htmt.pivot(index="right", columns="left", values="estimate")
    matrix = matrix.reindex(index=names[1:], columns=names[:-1])
    many = len(names) > _UPRIGHT
    shown = matrix.set_axis([wrap_label(tell.name(name), 24) for name in matrix.index], axis=0)
    shown = shown.set_axis(
        [wrap_label(tell.name(name), 24 if many else 14) for name in matrix.columns], axis=1
    )
    fig, ax = new_chart(words, height=height_for_rows(len(shown)) + 0.35)
    plot_heatmap_table(ax, shown, write=lambda value: words.number(value, 2), low=0.0, high=1.0)
    if many:
        for label in ax.get_xticklabels():
            label.set(rotation=30, rotation_mode="anchor", ha="left")
    worst = highest(htmt)
    told = {"pair": _pair(tell, worst), "most": words.number(worst["estimate"], 2)}
    limit = words.number(worst["limit"], 2)
    return finish_chart(
        fig,
        id="fig-discriminant",
        claim=words("measure-htmt-title", **told),
        subtitle=words("measure-htmt-subtitle"),
        alt=words("measure-htmt-alt", n=words.number(len(htmt)), **told),
        source=report.source_line,
        note=words("measure-htmt-note", limit=limit, source=tell.cite(worst["source"])),
    )


def _tabulate(tell: Telling, htmt: pd.DataFrame, fornell_larcker: pd.DataFrame) -> Table:
    """The pairs that come closest, or fail either criterion, side by side."""
    report, words = tell.report, tell.report.words
    both = htmt.merge(fornell_larcker, on="term", how="left", suffixes=("", "_fornell"))
    fails = both["passed"].eq(False) | both["passed_fornell"].eq(False)
    order = both.assign(fails=fails).sort_values(["fails", "estimate"], ascending=False)
    rows = []
    for _, row in order.head(_MOST_PAIRS).iterrows():
        own = {name: row[f"{name}_fornell"] for name in ("estimate", "conf_low", "conf_high")}
        rows.append(
            (
                _pair(tell, row),
                tell.number_range(row, 2),
                tell.outcome(row["passed"]),
                tell.number_range(pd.Series(own), 2),
                words.number(row["limit_fornell"], 2),
                tell.outcome(row["passed_fornell"]),
            )
        )
    return Table(
        id="tbl-discriminant",
        caption=words("measure-discriminant-caption", n=words.number(len(rows))),
        columns=(
            Column(words("measure-head-pair"), "left"),
            Column(words("measure-head-htmt", level=tell.level())),
            Column(words("measure-head-verdict"), "left"),
            Column(words("measure-head-correlation", level=tell.level())),
            Column(words("measure-head-root")),
            Column(words("measure-head-verdict"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "measure-discriminant-note",
            htmt=tell.cite(htmt["source"].iloc[0]),
            fornell=tell.cite(fornell_larcker["source"].iloc[0]),
            limit=words.number(htmt["limit"].iloc[0], 2),
        ),
    )


def _tell_cross(tell: Telling, cross_loadings: pd.DataFrame) -> str:
    words = tell.report.words
    own = cross_loadings[cross_loadings["own"].astype(bool)]
    strays = own.loc[own["passed"].eq(False), "item"]
    key = "measure-cross-strays" if len(strays) else "measure-cross-none"
    return words(key, items=tell.names(tuple(strays)), n=words.number(len(own)))


def _claim_method(tell: Telling, common_method: pd.DataFrame) -> Claim:
    words = tell.report.words
    by_term = common_method.set_index("term")
    row = by_term.loc["method_variance"]
    if pd.isna(row["estimate"]):
        text = words("measure-method-unknown")
    else:
        text = words("measure-method-claim", share=_share(tell, row))
    failed = bool(common_method["passed"].eq(False).any())
    meaning = words("measure-method-failed" if failed else "measure-method-passed")
    tone = "watch" if failed else "neutral"
    return Claim("common-method", text, meaning, tone, headline=failed)


def _share(tell: Telling, row: pd.Series) -> str:
    words = tell.report.words
    if pd.isna(row["conf_low"]):
        return words.percent(row["estimate"])
    return tell.share(row)


def _tabulate_method(tell: Telling, common_method: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    rows = []
    for _, row in common_method.iterrows():
        if pd.isna(row["estimate"]):
            value = words.number(None)
        else:
            value = (
                _share(tell, row) if row["term"] in _SHARES else words.number(row["estimate"], 2)
            )
        percent = row["term"] in _SHARES
        limit = words.percent(row["limit"], 0) if percent else words.number(row["limit"], 2)
        rows.append(
            (
                words(f"measure-method-{row['term']}"),
                value,
                _where(tell, row),
                words("measure-at-most", limit=limit),
                tell.outcome(row["passed"]),
                _source(tell, row),
            )
        )
    return Table(
        id="tbl-common-method",
        caption=words("measure-method-caption"),
        columns=(
            Column(words("measure-head-check"), "left"),
            Column(words("measure-head-value")),
            Column(words("measure-head-where"), "left"),
            Column(words("measure-head-limit")),
            Column(words("measure-head-verdict"), "left"),
            Column(words("measure-head-source"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-method-note"),
    )


def _where(tell: Telling, row: pd.Series) -> str:
    """Whose value the largest is: a path or a construct."""
    words, text = tell.report.words, str(row["text"])
    if row["term"] == "largest_path_change" and " ~ " in text:
        outcome, _, cause = text.partition(" ~ ")
        return tell.path(cause, outcome)
    if row["term"] == "largest_full_collinearity" and ": " in text:
        return tell.name(text.partition(": ")[2])
    return words.number(None)


def _source(tell: Telling, row: pd.Series) -> str:
    if row["term"] == "harman_single_factor":
        return tell.report.words("measure-method-harman-source")
    return tell.cite(str(row["source"]))


def _check_pairs(tell: Telling, kind: str, table: pd.DataFrame) -> Check:
    words = tell.report.words
    known = table["passed"].notna()
    passed = int(table.loc[known, "passed"].astype(bool).sum())
    result = words(
        "measure-check-pairs-result", n=words.number(passed), of=words.number(int(known.sum()))
    )
    verdict = bool(passed == len(table)) if known.all() else None
    return Check(words(f"measure-check-{kind}"), result, verdict, words(f"measure-done-{kind}"))


def _check_cross(tell: Telling, cross_loadings: pd.DataFrame) -> Check:
    words = tell.report.words
    own = cross_loadings[cross_loadings["own"].astype(bool)]
    strays = int(own["passed"].eq(False).sum())
    result = words("measure-check-cross-result", n=words.number(strays), of=words.number(len(own)))
    return Check(words("measure-check-cross"), result, strays == 0, words("measure-done-cross"))


def _check_method(tell: Telling, common_method: pd.DataFrame) -> Check:
    words = tell.report.words
    judged = common_method[common_method["term"] != "harman_single_factor"]
    failed = int(judged["passed"].eq(False).sum())
    passed: bool | None = failed == 0
    if failed == 0 and judged["passed"].isna().any():
        passed = None
    result = words(
        "measure-check-method-result",
        n=words.number(int(judged["passed"].eq(True).sum())),
        of=words.number(len(judged)),
    )
    return Check(words("measure-check-method"), result, passed, words("measure-done-method"))
