"""The tables about measurement invariance: verdicts, models, deviating items, means."""

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.satisfaction_loyalty import Telling

_ENOUGH = 100  # respondents a group needs to be compared


def tabulate_verdicts(tell: Telling, verdicts: pd.DataFrame, groups: pd.DataFrame) -> Table:
    """Per segment: the groups, and whether paths and means may be compared between them."""
    report, words = tell.report, tell.report.words
    rows = []
    for segment, part in verdicts.groupby("segment", sort=False):
        own = groups[groups["segment"] == segment]
        by_comparison = part.set_index("comparison")
        rows.append(
            (
                tell.name(str(segment)),
                _tell_groups(tell, own),
                *(_tell_verdict(tell, by_comparison, name) for name in ("paths", "means")),
                _tell_reason(tell, part, own),
            )
        )
    return Table(
        id="tbl-invariance",
        caption=words("measure-invariance-caption"),
        columns=(
            Column(words("measure-head-segment"), "left"),
            Column(words("measure-head-groups"), "left"),
            Column(words("measure-head-paths"), "left"),
            Column(words("measure-head-means"), "left"),
            Column(words("measure-head-why"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-invariance-note"),
    )


def _tell_groups(tell: Telling, groups: pd.DataFrame) -> str:
    words = tell.report.words
    return words.list(
        words(
            "measure-group-size",
            group=tell.group(row["segment"], row["group"]),
            n=words.count_or_suppressed(row["n"], tell.minimum),
        )
        for _, row in groups.iterrows()
    )


def _tell_verdict(tell: Telling, verdicts: pd.DataFrame, comparison: str) -> str:
    words = tell.report.words
    if comparison not in verdicts.index:
        return words("measure-compare-unknown")
    row = verdicts.loc[comparison]
    if not row["allowed"]:
        return words("measure-compare-no")
    return words("measure-compare-partly" if row["partial"] else "measure-compare-yes")


def _tell_reason(tell: Telling, verdicts: pd.DataFrame, groups: pd.DataFrame) -> str:
    words = tell.report.words
    if (verdicts["comparison"] == "").all():
        few = (groups["n"] >= _ENOUGH).sum() < 2
        key = "measure-why-few" if few else "measure-why-untested"
        return words(key, n=words.number(_ENOUGH))
    failed = verdicts[~verdicts["allowed"].astype(bool)]
    if len(failed):
        level = str(failed["level"].iloc[0])
        return words("measure-why-failed", level=words(f"measure-level-{level}"))
    names = [name for items in verdicts["items"] for name in str(items).split(", ") if name]
    if names:
        items = tell.names(tuple(dict.fromkeys(names)))
        return words("measure-why-partly", items=items)
    return words("measure-why-all")


def tabulate_levels(tell: Telling, levels: pd.DataFrame) -> Table:
    """The nested models of each segment, with the worsening of fit that decides."""
    report, words = tell.report, tell.report.words
    rows = []
    for _, row in levels.iterrows():
        name = words(f"measure-level-{row['level']}")
        passed = pd.NA if pd.isna(row["delta_cfi"]) and row["passed"] is None else row["passed"]
        rows.append(
            (
                tell.name(row["segment"]),
                words("measure-level-partial", level=name) if row["partial"] else name,
                words.number(row["chi_square"], 1),
                words.number(row["degrees_of_freedom"]),
                words.number(row["cfi"], 3),
                words.number(row["rmsea"], 3),
                words.number(row["srmr"], 3),
                words.number(row["delta_cfi"], 3),
                words.number(row["delta_rmsea"], 3),
                words.number(row["delta_srmr"], 3),
                tell.outcome(passed),
            )
        )
    heads = ("chi", "df", "cfi", "rmsea", "srmr", "delta-cfi", "delta-rmsea", "delta-srmr")
    return Table(
        id="tbl-invariance-models",
        caption=words("measure-levels-caption"),
        columns=(
            Column(words("measure-head-segment"), "left"),
            Column(words("measure-head-model"), "left"),
            *(Column(words(f"measure-head-{head}")) for head in heads),
            Column(words("measure-head-verdict"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words(
            "measure-levels-note",
            sources=tell.cite("Cheung and Rensvold 2002; Chen 2007"),
            start=tell.cite("Hu and Bentler 1999"),
        ),
    )


def tabulate_deviations(tell: Telling, broken: pd.DataFrame) -> Table:
    """The items whose loading or intercept differs between groups."""
    report, words = tell.report, tell.report.words
    rows = [
        (
            tell.name(row["item"]),
            tell.name(row["construct"]),
            tell.name(row["segment"]),
            tell.group(row["segment"], row["group"]),
            words(f"measure-kind-{row['kind']}"),
            words.number(row["change"], 2),
            words.p_value(row["p_value"]),
        )
        for _, row in broken.iterrows()
    ]
    return Table(
        id="tbl-invariance-items",
        caption=words("measure-deviations-caption"),
        columns=(
            Column(words("measure-head-item"), "left"),
            Column(words("measure-head-construct"), "left"),
            Column(words("measure-head-segment"), "left"),
            Column(words("measure-head-deviating"), "left"),
            Column(words("measure-head-kind"), "left"),
            Column(words("measure-head-change")),
            Column(words("measure-head-p")),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-deviations-note"),
    )


def tabulate_means(tell: Telling, means: pd.DataFrame, number: int) -> Table:
    """Constructs by groups of one segment: differences from its largest group."""
    report, words = tell.report, tell.report.words
    segment, reference = str(means["segment"].iloc[0]), str(means["reference"].iloc[0])
    groups = list(means["stratum"].unique())
    rows = []
    for construct, part in means.groupby("term", sort=False):
        by_group = part.set_index("stratum")
        cells = [tell.number_range(by_group.loc[group], 2) for group in groups]
        rows.append((tell.name(str(construct)), *cells))
    return Table(
        id=f"tbl-invariance-means-{number}",
        caption=words(
            "measure-means-caption",
            segment=tell.name(segment),
            reference=tell.group(segment, reference),
        ),
        columns=(
            Column(words("measure-head-construct"), "left"),
            *(Column(tell.group(segment, group)) for group in groups),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("measure-means-table-note", level=tell.level()),
    )
