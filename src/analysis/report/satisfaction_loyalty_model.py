"""The structural model: its diagram, its coefficients, and what they explain."""

import re

import pandas as pd

from analysis.report.blocks import Block, Column, Figure, Notice, Table
from analysis.report.charts import finish_chart
from analysis.report.path_diagram import Node, plot_path_diagram
from analysis.report.satisfaction_loyalty import Telling, open_section, withhold
from analysis.report.time_to_churn import Check, Claim, Section

DIGITS = 2
_MORE = re.compile(r"(\d+) more")


def model_section(
    tell: Telling,
    *,
    nodes: pd.DataFrame,
    paths: pd.DataFrame,
    problems: pd.DataFrame,
    estimators: pd.DataFrame,
    satisfaction: str,
    loyalty: str,
) -> Section:
    """The path diagram. ``nodes``: name, latent, estimate (R squared); ``paths``: cause, outcome
    and a standardised coefficient; ``problems``: kind, where, disqualifying. A fit that may not be
    read gives no numbers but the reason why."""
    report, words = tell.report, tell.report.words
    heading = words("model-heading-model")
    if paths.empty:
        return _withheld(tell, heading, problems)
    main = estimators[estimators["main"]].iloc[0]
    lead = words(
        "model-lead",
        n=words.number(main["n"]),
        estimator=estimator_name(tell, str(main["estimator"])),
    )
    claim = _claim(tell, nodes, paths, satisfaction, loyalty)
    blocks: list[Block] = [
        *open_section(report, "model", heading, lead),
        *claim.blocks(),
        _diagram(tell, nodes, paths, claim.text),
    ]
    small = problems["kind"].eq("small_sample").any()
    if small:
        blocks.append(
            Notice(words("model-small-title"), words("model-small-text", n=words.number(main["n"])))
        )
    size = words("model-check-size-small" if small else "model-check-size-enough")
    check = Check(words("model-check-size"), size, not small, words("model-check-size-done"))
    return Section(tuple(blocks), (claim,), (check,))


def coefficients_section(tell: Telling, *, nodes: pd.DataFrame, paths: pd.DataFrame) -> Section:
    """Every coefficient with its interval, and how much of each outcome is explained."""
    report, words = tell.report, tell.report.words
    if paths.empty:
        return Section(())
    told = is_told(paths)
    count = int(told.sum())
    claim = Claim(
        "model-coefficients",
        words(
            "model-coefficients-claim",
            told=words.number(count),
            all=words.number(len(paths)),
        ),
        _meaning(tell, paths[~told]),
        headline=False,
    )
    blocks: list[Block] = [
        *open_section(report, "coefficients", words("model-heading-coefficients")),
        *claim.blocks(),
        _coefficient_table(tell, paths),
        _explained_table(tell, nodes, paths),
    ]
    return Section(tuple(blocks), (claim,))


def is_told(rows: pd.DataFrame) -> pd.Series:
    """Which intervals leave zero outside."""
    return (rows["conf_low"] > 0) | (rows["conf_high"] < 0)


def strongest(rows: pd.DataFrame) -> pd.Series:
    """The row with the largest estimate, whatever its sign."""
    return rows.iloc[int(rows["estimate"].abs().to_numpy().argmax())]


def estimator_name(tell: Telling, code: str) -> str:
    """An estimator in words, with its usual letters."""
    known = code if code in ("FIML", "WLSMV", "MLR", "PLS") else "MLR"
    return tell.report.words(f"model-estimator-{known.lower()}", code=code)


def tell_where(tell: Telling, where: str) -> str:
    """Constructs and items that a problem names, in the report's language."""
    words = tell.report.words
    return words.list(
        [
            words("model-and-more", n=more[1])
            if (more := _MORE.fullmatch(name))
            else tell.name(name)
            for name in re.split(r", | and ", where)
            if name
        ]
    )


def _withheld(tell: Telling, heading: str, problems: pd.DataFrame) -> Section:
    words = tell.report.words
    wrong = problems[problems["disqualifying"]]
    reasons = [
        words(
            f"model-problem-{row.kind}",
            where=tell_where(tell, str(row.where)),
        )
        for row in wrong.itertuples()
    ]
    text = words("model-withheld-text", reasons=words("model-separator").join(reasons))
    check = Check(
        words("model-check-readable"),
        words("model-check-readable-no"),
        False,
        words("model-check-readable-done"),
    )
    section = withhold(tell.report, "model", heading, words("model-withheld-title"), text)
    return Section(section.blocks, (), (check,))


def _claim(
    tell: Telling, nodes: pd.DataFrame, paths: pd.DataFrame, satisfaction: str, loyalty: str
) -> Claim:
    """The strongest path on satisfaction and on loyalty; of all, where neither has a cause."""
    words = tell.report.words
    outcomes = [name for name in (satisfaction, loyalty) if name in set(paths["outcome"])]
    groups = [paths[paths["outcome"] == name] for name in dict.fromkeys(outcomes)] or [paths]
    parts = [_tell_strongest(tell, strongest(group)) for group in groups]
    explained = [
        words(
            "model-explained-part",
            outcome=tell.name(str(row["name"])),
            share=words.percent(row["estimate"], 0),
        )
        for _, row in nodes[nodes["estimate"].notna()].iterrows()
        if row["name"] in outcomes or not outcomes
    ]
    meaning = [words("model-meaning", explained=words.list(explained))]
    meaning += [text for group in groups if (text := _tell_overlap(tell, group))]
    separator = "" if words.language == "zh" else " "
    return Claim(
        "model",
        words("model-claim", parts=words("model-separator").join(parts)),
        separator.join(meaning),
    )


def _tell_strongest(tell: Telling, row: pd.Series) -> str:
    return tell.report.words(
        "model-claim-part",
        outcome=tell.name(str(row["outcome"])),
        cause=tell.name(str(row["cause"])),
        value=tell.number_range(row, DIGITS),
    )


def _tell_overlap(tell: Telling, group: pd.DataFrame) -> str:
    """Whether the second strongest cause may as well be the strongest; nothing when it may not."""
    first = strongest(group)
    rest = group[group["cause"] != first["cause"]]
    if rest.empty:
        return ""
    second = strongest(rest)
    if second["conf_high"] < first["conf_low"] or second["conf_low"] > first["conf_high"]:
        return ""
    return tell.report.words(
        "model-overlap",
        first=tell.name(str(first["cause"])),
        second=tell.name(str(second["cause"])),
        value=tell.number_range(second, DIGITS),
    )


def _diagram(tell: Telling, nodes: pd.DataFrame, paths: pd.DataFrame, claim: str) -> Figure:
    report, words = tell.report, tell.report.words
    drawn = [
        Node(
            str(row["name"]),
            tell.name(str(row["name"])),
            ""
            if pd.isna(row["estimate"])
            else words("model-node-explained", share=words.percent(row["estimate"], 0)),
            bool(row["latent"]),
        )
        for _, row in nodes.iterrows()
        if row["name"] in set(paths["cause"]) | set(paths["outcome"])
    ]
    chart = plot_path_diagram(words, drawn, paths, write=lambda value: words.number(value, DIGITS))
    points = [
        f"{tell.path(str(row['cause']), str(row['outcome']))} {words.number(row['estimate'], 2)}"
        for _, row in paths.iterrows()
    ]
    return finish_chart(
        chart,
        id="fig-model-paths",
        claim=claim,
        subtitle=words("model-diagram-subtitle", level=tell.level()),
        alt=words("model-diagram-alt", paths=words.list(points)),
        source=report.source_line,
        note=words("model-diagram-note"),
    )


def _meaning(tell: Telling, unclear: pd.DataFrame) -> str:
    words = tell.report.words
    if unclear.empty:
        return words("model-coefficients-all")
    names = [tell.path(str(row["cause"]), str(row["outcome"])) for _, row in unclear.iterrows()]
    return words("model-coefficients-unclear", paths=words.list(names))


def _coefficient_table(tell: Telling, paths: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    return Table(
        id="tbl-model-paths",
        caption=words("model-coefficients-caption"),
        columns=(
            Column(words("model-head-outcome"), "left"),
            Column(words("model-head-cause"), "left"),
            Column(words("model-head-coefficient", level=tell.level())),
            Column(words("model-head-p")),
        ),
        rows=tuple(
            (
                tell.name(str(row["outcome"])),
                tell.name(str(row["cause"])),
                tell.number_range(row, DIGITS),
                words.p_value(row["p_value"]),
            )
            for _, row in paths.iterrows()
        ),
        source=report.source_line,
        note=words("model-coefficients-note", n=words.number(paths["n"].iloc[0])),
    )


def _explained_table(tell: Telling, nodes: pd.DataFrame, paths: pd.DataFrame) -> Table:
    report, words = tell.report, tell.report.words
    return Table(
        id="tbl-model-explained",
        caption=words("model-explained-caption"),
        columns=(
            Column(words("model-head-outcome"), "left"),
            Column(words("model-head-causes")),
            Column(words("model-head-explained")),
        ),
        rows=tuple(
            (
                tell.name(str(row["name"])),
                words.number(int((paths["outcome"] == row["name"]).sum())),
                words.percent(row["estimate"], 0),
            )
            for _, row in nodes[nodes["estimate"].notna()].iterrows()
        ),
        source=report.source_line,
        note=words("model-explained-note"),
    )
