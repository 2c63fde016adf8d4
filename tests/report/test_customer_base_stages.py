"""The stage mix of the report on the customer base: all customers once, few of them never shown."""

import pandas as pd
import pytest

from analysis.estimate.sojourn import estimate_returns
from analysis.prepare.stage_history import count_silences
from analysis.prepare.stage_mix import MIX_COLUMNS, count_stage_mix
from analysis.report import open_report
from analysis.report.blocks import Table
from analysis.report.customer_base_stages import stage_section
from analysis.store import Tables
from analysis.study import load_study


def test_every_customer_is_in_one_stage(cdnow_tables: Tables) -> None:
    study = load_study("cdnow")
    returns = estimate_returns(count_silences(cdnow_tables, study), confidence_level=0.95)
    mix = count_stage_mix(cdnow_tables, study, returns)
    assert mix["n"].sum() == 23_570
    stages = study.stages.taxonomy.stage_ids
    assert mix["state"].tolist() == [stage for stage in stages if stage in set(mix["state"])]


def test_without_purchases_there_is_no_mix(telco_tables: Tables) -> None:
    mix = count_stage_mix(telco_tables, load_study("telco"), pd.DataFrame())
    assert mix.empty
    assert tuple(mix.columns) == MIX_COLUMNS


@pytest.mark.parametrize("language", ["en", "zh"])
def test_small_stages_are_not_shown(cdnow_tables: Tables, language: str) -> None:
    report = open_report("01_customer_base", load_study("cdnow"), cdnow_tables, language=language)
    mix = pd.DataFrame(
        {
            "state": ["new", "mature"],
            "n": [9, 91],
            "amount_cents": [1000.0, 3000.0],
            "money_days": 365,
        }
    )
    section = stage_section(report, mix)
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert table.rows[0][1:] == ("<10", "–", "–")
    assert table.rows[1][1:] == ("91", "91.0%", "75.0%")
    assert "91.0%" in section.findings[0].text
    assert stage_section(report, mix.head(0)).missing
