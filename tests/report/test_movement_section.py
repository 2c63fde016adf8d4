"""What moved since the last run, as a reader sees it."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from warning_telling import HOSTILE, open_warning_report

from analysis.archive import Earlier, PublishedRun
from analysis.estimate.movement import estimate_movement
from analysis.report import Report
from analysis.report.blocks import Finding, Paragraph, Table
from analysis.report.movement import COMPARED, movement_section
from analysis.report.time_to_churn import Section
from analysis.results import as_estimates

LANGUAGES = ("en", "zh")


def run_of(day: date) -> PublishedRun:
    started = datetime(2025, 12, 1, tzinfo=UTC)
    return PublishedRun(Path("/secret"), "r1", day, started, "en", "f", "k", "green", {}, {})


def estimates(survival: float, n: int = 400, term: str = "region=south") -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "term": ["survival", "survival", "median_survival_time"],
            "stratum": ["all", term, "all"],
            "time": [90.0, 90.0, np.nan],
            "estimate": [survival, 0.7, 140.0],
            "conf_low": [survival - 0.02, 0.65, 120.0],
            "conf_high": [survival + 0.02, 0.75, np.nan],
            "unit": ["probability", "probability", "time"],
        }
    )
    counted = as_estimates(
        pd.DataFrame({"stratum": ["churned"], "estimate": [float(n)]}),
        analysis="stages_today",
        term="customers",
        unit="customers",
    )
    return pd.concat([as_estimates(rows, analysis="kaplan_meier", conf_level=0.95), counted])


def tell(
    report: Report, before: pd.DataFrame, now: pd.DataFrame, day: date = date(2025, 9, 30)
) -> Section:
    movement = estimate_movement(before, now, analyses=COMPARED, confidence_level=0.95)
    found = Earlier("found", run_of(day), before)
    return movement_section(report, found, movement.changes, n_unmatched=movement.n_unmatched)


def texts(section: Section) -> str:
    return " ".join(
        block.text if isinstance(block, Paragraph | Finding) else str(block)
        for block in section.blocks
    )


def test_what_moved_is_said_with_its_interval_and_shown_first() -> None:
    section = tell(open_warning_report("en"), estimates(0.80), estimates(0.70, n=450))
    assert section.claims[0].text.startswith("1 of the 1 figures that changed have moved")
    assert (
        "Still here after 90 days: all customers, from 80.0% to 70.0%" in section.claims[0].meaning
    )
    assert "−10.0 points (−12.8 to −7.2)" in section.claims[0].meaning
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert table.rows[0][1:3] == ("80.0%", "70.0%") and table.rows[0][4] == "yes"
    assert table.rows[-1][:4] == ("Customers in stage Churned", "400", "450", "+50")
    assert "up to 30 September 2025" in texts(section) and "/secret" not in texts(section)


def test_changes_within_chance_are_no_reason_to_act() -> None:
    section = tell(open_warning_report("en"), estimates(0.80), estimates(0.81))
    assert section.claims[0].text.startswith("None of the 1 figures")
    assert section.claims[0].tone == "neutral"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_plain_line_where_nothing_can_be_compared(language: str) -> None:
    report = open_warning_report(language)
    nothing = estimate_movement(
        estimates(0.8).head(0), estimates(0.8), analyses=COMPARED, confidence_level=0.95
    ).changes
    assert movement_section(report, Earlier("off"), nothing).blocks == ()
    same = Earlier("same_data", run_of(date(2025, 12, 31)))
    for earlier in (Earlier("none"), same, Earlier("found", run_of(date(2025, 9, 30)))):
        section = movement_section(report, earlier, nothing)
        assert [type(block) for block in section.blocks] == [Paragraph] and not section.claims
    unchanged = tell(report, estimates(0.8), estimates(0.8))
    assert [type(block) for block in unchanged.blocks] == [Paragraph]


def test_data_of_the_same_day_are_said_to_be() -> None:
    report = open_warning_report("en")
    section = tell(report, estimates(0.80), estimates(0.70), report.as_of)
    assert "not from the passing of time" in texts(section)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_compared_analysis_has_its_words(language: str) -> None:
    report = open_warning_report(language)
    rows = pd.DataFrame(
        {
            "analysis": COMPARED,
            "term": "value ~ trust",
            "stratum": "region=south",
            "time": 0.5,
            "estimate": 1.0,
            "conf_low": 0.5,
            "conf_high": 1.5,
        }
    )
    before = pd.concat(
        [as_estimates(row.to_frame().T, analysis=row["analysis"]) for _, row in rows.iterrows()]
    )
    section = tell(report, before, before.assign(estimate=4.0, conf_low=3.9, conf_high=4.1))
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert len(table.rows) == 12 and all(all(row) for row in table.rows)


def test_hostile_values_are_characters() -> None:
    now = estimates(0.80, term=f"region={HOSTILE}").assign(
        estimate=lambda frame: frame["estimate"] * 1.5,
        conf_low=lambda frame: frame["conf_low"] * 1.5,
        conf_high=lambda frame: frame["conf_high"] * 1.5,
    )
    section = tell(open_warning_report("en"), estimates(0.80, term=f"region={HOSTILE}"), now)
    assert HOSTILE in texts(section)  # a string among strings; the exporters escape it
