"""Conclusions under several definitions: which hold, how they are named, and their table."""

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.time_to_churn import Telling
from analysis.report.time_to_churn_ratios import comparison

_DIRECTIONS = ("up", "down")


def judge_conclusions(conclusions: pd.DataFrame) -> pd.DataFrame:
    """One row per conclusion: ``topic, subject, level, reference, verdict``.

    ``holds``: the same direction under every definition; ``absent``: none under all; ``differs``:
    found under some only; ``reversed``: opposite directions.
    """
    keys = ["topic", "subject", "level", "reference"]
    rows = []
    for key, group in conclusions.fillna({"level": "", "reference": ""}).groupby(keys, sort=False):
        found = set(group["direction"])
        if len(found) == 1:
            verdict = "absent" if found == {"none"} else "holds"
        else:
            verdict = "reversed" if found.issuperset(_DIRECTIONS) else "differs"
        rows.append((*key, verdict))
    return pd.DataFrame(rows, columns=[*keys, "verdict"])


def say_conclusion(tell: Telling, row: pd.Series) -> str:
    """A conclusion named in words."""
    words = tell.report.words
    if row["topic"] == "ranking":
        return words("churn-topic-ranking")
    if row["topic"] == "group":
        return words(
            "churn-topic-group",
            segment=tell.segment(row["subject"]),
            level=tell.group(row["subject"], row["level"]),
            reference=tell.group(row["subject"], row["reference"]),
        )
    driver = row.rename({"subject": "driver"})
    return words(
        "churn-topic-driver",
        driver=tell.segment(row["subject"]),
        comparison=comparison(tell, driver),
    )


def conclusions_table(
    tell: Telling, names: dict[str, str], conclusions: pd.DataFrame, held: pd.DataFrame
) -> Table:
    """Every conclusion under every definition, and whether it holds under all."""
    report, words = tell.report, tell.report.words
    keys = ["topic", "subject", "level", "reference"]
    cells = conclusions.fillna({"level": "", "reference": ""}).set_index([*keys, "definition"])
    rows = []
    for _, row in held.iterrows():
        key = tuple(row[keys])
        rows.append(
            (
                say_conclusion(tell, row),
                *(
                    _cell(tell, row["topic"], cells.loc[(*key, name)])
                    if (*key, name) in cells.index
                    else "–"
                    for name in names
                ),
                words(f"churn-verdict-{row['verdict']}"),
            )
        )
    return Table(
        id="tbl-conclusions",
        caption=words("churn-conclusions-caption"),
        columns=(
            Column(words("churn-head-conclusion"), "left"),
            *(Column(name) for name in names.values()),
            Column(words("churn-head-holds"), "left"),
        ),
        rows=tuple(rows),
        source=report.source_line,
        note=words("churn-conclusions-note", level=tell.level()),
    )


def _cell(tell: Telling, topic: str, row: pd.Series) -> str:
    words = tell.report.words
    if topic == "group":
        plus = "+" if row["estimate"] > 0 else ""
        return tell.with_range(plus + tell.length(row["estimate"]), tell.length_range(row))
    factor, digits = (1000, 0) if topic == "driver" else (1, 2)
    plus = "+" if topic == "driver" and row["estimate"] > 0 else ""
    low, high = factor * row["conf_low"], factor * row["conf_high"]
    return tell.with_range(
        plus + words.number(factor * row["estimate"], digits),
        words.interval(low, high, "number", digits=digits),
    )
