"""Comparisons of the drivers in words, and the table of their hazard ratios."""

import pandas as pd

from analysis.report.blocks import Column, Table
from analysis.report.time_to_churn import Telling


def comparison(tell: Telling, row: pd.Series) -> str:
    """What is compared: ``Two years (against Month to month)``, ``10 USD more``."""
    words = tell.report.words
    if pd.isna(row["level"]) or row["level"] == "":
        return words("churn-per-step", step=step_of(tell, str(row["driver"])))
    return words(
        "churn-against",
        level=tell.group(row["driver"], str(row["level"])),
        reference=tell.group(row["driver"], str(row["reference"])),
    )


def step_of(tell: Telling, column: str) -> str:
    """The step a number's effect is stated for, with its unit: ``10 USD``."""
    words = tell.report.words
    driver = next(driver for driver in tell.report.study.drivers if driver.column == column)
    step = driver.per or 1.0
    size = words.number(step, 0 if float(step).is_integer() else 2)
    return f"{size} {words.from_data(driver.unit)}" if driver.unit else size


def ratios_table(tell: Telling, coefficients: pd.DataFrame) -> Table:
    """Hazard ratios, one row per comparison and stretch of time."""
    report, words = tell.report, tell.report.words
    rows = tuple(
        (
            tell.segment(row["driver"]),
            _term(tell, row),
            _period(tell, row) if row["period"] else words("churn-period-all"),
            tell.with_range(
                words.number(row["estimate"], 2),
                words.interval(row["conf_low"], row["conf_high"], "number", digits=2),
            ),
            words.p_value(row["p_value"]),
        )
        for _, row in coefficients.iterrows()
    )
    return Table(
        id="tbl-ratios",
        caption=words("churn-hazard-ratios-caption"),
        columns=(
            Column(words("churn-head-driver"), "left"),
            Column(words("churn-head-comparison"), "left"),
            Column(words("churn-head-period"), "left"),
            Column(words("churn-head-ratio", level=tell.level())),
            Column(words("churn-head-p")),
        ),
        rows=rows,
        source=report.source_line,
        note=words("churn-drivers-table-note"),
    )


def _term(tell: Telling, row: pd.Series) -> str:
    """What a coefficient is of; a part of a curve has no meaning by itself."""
    if row["term"].endswith(")") and row["level"] == "" and row["term"] != row["driver"]:
        return tell.report.words("churn-curve-part")
    return comparison(tell, row)


def _period(tell: Telling, row: pd.Series) -> str:
    """The stretch of time a coefficient holds for."""
    words = tell.report.words
    if pd.isna(row["period_to"]):
        return words("churn-period-after", time=tell.at(row["period_from"]))
    if row["period_from"] <= 0:
        return words("churn-period-until", time=tell.at(row["period_to"]))
    return words(
        "churn-period-between",
        low=tell.at(row["period_from"]),
        high=tell.at(row["period_to"]),
    )
