"""What the report on lifecycle stages says, against a shop whose purchases are simulated."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.conversion import estimate_conversion
from analysis.estimate.intensities import check_markov
from analysis.estimate.leaks import estimate_leaks, estimate_spend_after
from analysis.estimate.markov_size import measure_markov
from analysis.estimate.period_change import estimate_change_of_periods
from analysis.estimate.segment_flows import StageWindow, estimate_segment_flows
from analysis.estimate.segment_ratios import choose_main_moves, estimate_segment_ratios
from analysis.estimate.sojourn import estimate_dwell_times, estimate_next_stage, estimate_returns
from analysis.estimate.stage_definitions import compare_stage_definitions, judge_definitions
from analysis.estimate.stage_flows import estimate_stage_flows
from analysis.estimate.stage_forecast import estimate_stage_forecast
from analysis.estimate.stage_truth import estimate_true_passage
from analysis.estimate.transitions import build_stage_counts
from analysis.prepare.first_purchases import count_first_gaps
from analysis.prepare.spell_checks import check_spells
from analysis.prepare.stage_alternatives import (
    count_definitions,
    count_taxonomies,
    find_missing_stages,
)
from analysis.prepare.stage_counts import count_sojourns, count_stage_moves
from analysis.prepare.stage_history import build_stage_history, count_silences
from analysis.prepare.stage_landmarks import (
    count_moves_in_period,
    count_past_bases,
    count_period_flows,
    count_recent_exposure,
    count_spend_after,
    count_stages_today,
)
from analysis.prepare.stage_segments import (
    count_segment_exposure,
    count_segments,
    list_active_stages,
)
from analysis.report import Report, open_report
from analysis.report.blocks import Figure, Table, block_to_json
from analysis.report.lifecycle_stages import Telling
from analysis.report.lifecycle_stages_change import change_section
from analysis.report.lifecycle_stages_checks import checks_section
from analysis.report.lifecycle_stages_conversion import conversion_section
from analysis.report.lifecycle_stages_dwell import dwell_section
from analysis.report.lifecycle_stages_flows import flows_section
from analysis.report.lifecycle_stages_forecast import active_key_figure, forecast_section
from analysis.report.lifecycle_stages_leaks import leaks_section
from analysis.report.lifecycle_stages_map import map_section
from analysis.report.lifecycle_stages_passage import (
    passage_key_figure,
    passage_section,
    return_key_figure,
)
from analysis.report.lifecycle_stages_rules import rules_section
from analysis.report.lifecycle_stages_segments import segments_section
from analysis.report.lifecycle_stages_sensitivity import sensitivity_section
from analysis.report.lifecycle_stages_trust import (
    glossary_section,
    methods_section,
    summary_section,
    trust_section,
)
from analysis.report.lifecycle_stages_truth import truth_section
from analysis.report.time_to_churn import Section
from analysis.schema import CAPABILITIES
from analysis.store import Tables
from analysis.study import Study

LANGUAGES = ("en", "zh")
LEVEL = 0.95
HOSTILE = "<script>alert(1)</script>"
WORDS = {"en": "Test", "zh": "测试"}


def make_study(kind: str, **fields: Any) -> Study:
    shared = {
        "name": "test",
        "folder": Path("."),
        "title": WORDS,
        "organisation": WORDS,
        "currency": "EUR",
        "time_zone": "UTC",
        "segments": ["region"],
    }
    purchases = {"tables": {"transactions": {"file": "none.csv"}}, "horizons": [90]}
    contracts = {
        "tables": {"contracts": {"file": "none.csv"}},
        "churn": {"kind": "contract_end"},
        "time_unit": "month",
        "horizons": [6],
    }
    return Study.model_validate(shared | (purchases if kind == "shop" else contracts) | fields)


def make_tables(folder: Path, **frames: pd.DataFrame) -> Tables:
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return Tables(
        folder=folder,
        names=tuple(frames),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="test",
        as_of=date(1972, 6, 30),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


def simulate_shop(folder: Path, n: int = 500) -> Tables:
    """Customers known before they buy, who buy every month or so for a while, and some again."""
    rng = np.random.default_rng(7)
    rows, customers, end = [], [], 911
    for i in range(n):
        joined = int(rng.integers(0, 600))
        region = str(rng.choice(["north", "south", HOSTILE], p=[0.5, 0.45, 0.05]))
        customers.append((f"c{i}", joined, region))
        day = joined + int(rng.exponential(60))
        for _ in range(int(rng.geometric(0.15))):
            rows.append((f"c{i}", day, int(rng.integers(500, 9000))))
            day += 1 + int(rng.exponential(200 if rng.random() < 0.1 else 25))
    log = pd.DataFrame(rows, columns=["customer_id", "day", "amount_cents"])
    log = log[log["day"] <= end].astype({"day": "int32"})
    frame = pd.DataFrame(customers, columns=["customer_id", "joined_day", "region"])
    return make_tables(folder, customers=frame.astype({"joined_day": "int32"}), transactions=log)


def simulate_contracts(folder: Path, n: int = 600) -> Tables:
    rng = np.random.default_rng(8)
    region = rng.choice(["north", "south"], n)
    time = 1 + rng.exponential(np.where(region == "north", 40, 12))
    watched = rng.integers(3, 36, n)
    contracts = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(n)],
            "tenure": np.minimum(np.ceil(time), watched).astype("int32"),
            "ended": np.ceil(time) <= watched,
            "region": region,
        }
    )
    return make_tables(folder, customers=contracts[["customer_id"]], contracts=contracts)


def analyse(study: Study, tables: Tables) -> SimpleNamespace:
    """Every result the notebook makes, in the same order."""
    found = SimpleNamespace()
    how = {"confidence_level": LEVEL}
    found.returns = estimate_returns(count_silences(tables, study), **how)
    history = found.history = build_stage_history(tables, study, found.returns)
    loss = history.roles["churned"]
    found.faults = check_spells(history.spells, observation_end=history.end)
    found.today = count_stages_today(tables, history)
    counts = build_stage_counts(count_stage_moves(history.spells), history.stages)
    found.period = count_period_flows(history)
    found.flows = estimate_stage_flows(
        counts,
        starts=history.starts,
        period=history.period,
        horizon=history.horizon,
        end=history.end,
        loss=loss,
        **how,
    )
    sojourns = count_sojourns(history.spells, entered_after=history.begin - 1)
    found.dwell = estimate_dwell_times(sojourns, **how)
    found.following = estimate_next_stage(sojourns, history.stages, times=[history.horizon], **how)
    found.forecast = estimate_stage_forecast(
        counts,
        found.today,
        count_past_bases(history, minimum=study.minimum_cell),
        end=history.end,
        horizon=history.horizon,
        dated=history.dated,
        **how,
    )
    earlier = count_period_flows(history, periods_ago=1)
    found.change = estimate_change_of_periods(earlier, found.period, history.stages, **how)
    found.worth = estimate_spend_after(count_spend_after(tables, history), **how)
    size = {"minimum": study.minimum_cell, **how}
    found.leaks = estimate_leaks(
        count_moves_in_period(history), found.worth, period=history.period, **size
    )
    found.conversion = estimate_conversion(
        sojourns,
        count_first_gaps(tables, history),
        prospect=history.roles["prospect"],
        loss=loss,
        width=history.period,
        **how,
    )
    window = StageWindow(
        states=history.stages,
        active=list_active_stages(study, history),
        loss=loss,
        starts=history.starts,
        end=history.end,
        horizon=history.horizon,
        dated=history.dated,
    )
    grouped = count_segments(tables, study, history, found.forecast.backtest)
    found.active = window.active
    found.segments = estimate_segment_flows(
        grouped.moves, grouped.sojourns, grouped.today, grouped.past, window=window, **size
    )
    exposure = count_segment_exposure(tables, study, history)
    found.ratios = choose_main_moves(estimate_segment_ratios(exposure, **size), most=4)
    defined = count_definitions(tables, study, history)
    found.comparison = compare_stage_definitions(
        defined.counts,
        defined.today,
        defined.moves,
        defined.spend,
        states=history.stages,
        end=history.end,
        horizon=history.horizon,
        period=history.period,
        loss=loss,
        **size,
    )
    recent = count_recent_exposure(history)
    found.markov = measure_markov(recent, check_markov(recent))
    found.missing = find_missing_stages(tables, study, history)
    found.taxonomies = count_taxonomies(tables, study, history)
    return found


def make_telling(report: Report, found: SimpleNamespace) -> Telling:
    history = found.history
    return Telling(
        report,
        stages=history.stages,
        calendar=history.dated,
        horizon=history.horizon,
        period=history.period,
        roles=history.roles,
        source=history.source,
    )


def tell_all(report: Report, found: SimpleNamespace) -> dict[str, Section]:
    """Every section, by name."""
    tell = make_telling(report, found)
    flows, conversion = found.flows, found.conversion
    nothing = pd.DataFrame()
    sections = {
        "map": map_section(
            tell, today=found.today, missing=found.missing, taxonomies=found.taxonomies
        ),
        "rules": rules_section(tell, returns=found.returns, rules=found.history.rules),
        "flows": flows_section(tell, flows=found.period, matrix=flows.matrix),
        "dwell": dwell_section(tell, dwell=found.dwell, following=found.following),
        "passage": passage_section(tell, churn=flows.churn, back=flows.back, stays=flows.stays),
        "forecast": forecast_section(
            tell, path=found.forecast.path, backtest=found.forecast.backtest
        ),
        "leaks": leaks_section(tell, leaks=found.leaks, worth=found.worth),
        "conversion": conversion_section(
            tell,
            prospects=conversion.prospects,
            again=conversion.again,
            quantiles=conversion.quantiles,
            returns=conversion.returns,
            width=found.history.period,
        ),
        "segments": segments_section(
            tell,
            estimates=found.segments.estimates,
            tests=found.segments.tests,
            pairs=found.segments.pairs,
            active=found.active,
            ratios=found.ratios,
        ),
        "change": change_section(tell, change=found.change),
        "sensitivity": sensitivity_section(
            tell, comparison=found.comparison, verdicts=judge_definitions(found.comparison)
        ),
        "checks": checks_section(tell, faults=found.faults, markov=found.markov),
        "truth": truth_section(tell, true_days=nothing, true_passage=nothing, churn=flows.churn),
    }
    sections["summary"] = summary_section(tell, list(sections.values()))
    sections["trust"] = trust_section(tell, list(sections.values()))
    sections["methods"] = methods_section(tell)
    sections["glossary"] = glossary_section(tell)
    return sections


def texts_of(section: Section) -> str:
    """All the words of a section, figures as their claim, subtitle and alternative text."""
    return str([block_to_json(block) | {"svg": ""} for block in section.blocks])


Analysed = tuple[Study, Tables, SimpleNamespace]


@pytest.fixture(scope="module", params=["shop", "contracts"])
def analysed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    folder = tmp_path_factory.mktemp(request.param)
    simulate = simulate_shop if request.param == "shop" else simulate_contracts
    study, tables = make_study(request.param), simulate(folder)
    return study, tables, analyse(study, tables)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_told_in_both_languages(analysed: Analysed, language: str) -> None:
    study, tables, found = analysed
    report = open_report("02_lifecycle_stages", study, tables, language=language)
    sections = tell_all(report, found)
    blocks = [block for section in sections.values() for block in section.blocks]
    ids = [block.id for block in blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert figures and all(figure.claim and figure.subtitle and figure.alt for figure in figures)
    said = " ".join(texts_of(section) for section in sections.values())
    assert "nan" not in re.findall(r"\b[a-z]+\b", said.lower())
    assert not re.search(r"stages-[a-z]+-", re.sub(r"'id': '[^']*'", "", said))


def test_three_key_figures_have_values_and_ranges(analysed: Analysed) -> None:
    study, tables, found = analysed
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    tell, flows = make_telling(report, found), found.flows
    figures = [
        active_key_figure(tell, path=found.forecast.path, today=found.today),
        passage_key_figure(tell, churn=flows.churn),
        return_key_figure(tell, back=flows.back, stays=flows.stays),
    ]
    assert all(figure.value and figure.interval and figure.label for figure in figures)


def test_the_findings_say_the_estimates(analysed: Analysed) -> None:
    study, tables, found = analysed
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    sections = tell_all(report, found)
    summary = next(b for b in sections["summary"].blocks if isinstance(b, Table))
    claims = [c for s in sections.values() for c in s.claims if c.headline]
    assert [row[0] for row in summary.rows] == [claim.text for claim in claims]
    churn = found.flows.churn
    last = churn[(churn["time"] == churn["time"].max()) & (churn["n"] >= 10)]
    assert report.words.percent(last["estimate"].max()) in sections["passage"].claims[0].text
    checks = next(b for b in sections["trust"].blocks if isinstance(b, Table))
    assert len(checks.rows) == 1 + sum(len(section.checks) for section in sections.values())


def test_contracts_say_what_they_cannot_show(tmp_path: Path) -> None:
    study, tables = make_study("contracts"), simulate_contracts(tmp_path)
    found = analyse(study, tables)
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    sections = tell_all(report, found)
    for name in ("rules", "forecast", "leaks", "conversion", "change", "sensitivity"):
        assert not sections[name].claims, name
        assert "Not shown" in texts_of(sections[name]), name
    assert "Won back" in texts_of(sections["map"])
    assert "South" not in texts_of(sections["segments"])  # values without a label stay as they are
    first, *_, rates = sections["segments"].claims
    assert "times as frequent in" in rates.text and not rates.headline
    assert "south loses customers fastest" in first.text  # north stays three times as long
    assert "north keeps them longest" in first.text and first.headline
    assert "there is no forecast of a base by group" in texts_of(sections["segments"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_groups_are_told_apart_only_where_the_tests_do(analysed: Analysed, language: str) -> None:
    study, tables, found = analysed
    report = open_report("02_lifecycle_stages", study, tables, language=language)
    section = tell_all(report, found)["segments"]
    tables_by_id = {block.id: block for block in section.blocks if isinstance(block, Table)}
    estimates = found.segments.estimates
    overall = estimates[(estimates["analysis"] == "leaving") & (estimates["from_state"] == "")]
    rows = tables_by_id["tbl-segment-1"].rows
    assert len(rows) == len(overall)  # every group, and everyone
    for row, expected in zip(rows[:-1], overall["estimate"].iloc[1:], strict=True):
        assert report.words.percent(expected) in row[2]
    p = found.segments.tests.query("analysis == 'leaving' and from_state == ''")["p_adjusted"]
    said = report.words.p_value(p.iloc[0], named=True)
    assert (said in section.claims[0].text) == (p.iloc[0] >= 0.05)
    if report.study.time_unit == "day":
        everyone, *groups = tables_by_id["tbl-segment-forecast"].rows
        active = [int(row[2].replace(",", "")) for row in groups if row[2] != "–"]
        whole = int(everyone[2].replace(",", ""))
        assert len(active) < len(groups) or sum(active) == whole
    by_stage = found.segments.tests.query("analysis in ('leaving', 'dwell') and from_state != ''")
    apart = tables_by_id.get("tbl-segment-stages")
    assert len(apart.rows if apart else ()) <= (by_stage["p_adjusted"] < 0.05).sum()
    for block in tables_by_id.values():
        assert all(len(row) == len(block.columns) for row in block.rows), block.id


def test_small_cells_are_never_shown(tmp_path: Path) -> None:
    study, tables = make_study("shop", minimum_cell=40), simulate_shop(tmp_path)
    found = analyse(study, tables)
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    sections = tell_all(report, found)
    rare = found.today[(found.today["n"] > 0) & (found.today["n"] < 40)]
    table = next(b for b in sections["map"].blocks if getattr(b, "id", "") == "tbl-map")
    assert isinstance(table, Table)
    for row in table.rows:
        assert row[1].startswith("<") or int(row[1].replace(",", "")) >= 40
    assert sum(row[1].startswith("<") for row in table.rows) == len(rare)
    flows = next(b for b in sections["flows"].blocks if getattr(b, "id", "") == "tbl-matrix")
    assert isinstance(flows, Table)
    assert all(int(row[3].replace(",", "")) >= 40 for row in flows.rows)
    shown = found.segments.estimates.query("analysis not in ('forecast', 'backtest')")
    assert not shown["n"].between(1, 39).any()
    assert HOSTILE not in set(shown["segment"])  # too few: put together with the next smallest


def test_truth_is_compared_day_by_day(analysed: Analysed) -> None:
    study, tables, found = analysed
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    tell = make_telling(report, found)
    stages = [stage for stage in found.history.stages if stage != tell.loss][:2]
    first, second, loss = *stages, tell.loss
    rows = [(first, first, 60.0), (loss, loss, 20.0), (second, loss, 20.0)]
    days = pd.DataFrame(rows, columns=["assigned", "truth", "days"])
    moves = pd.DataFrame(
        [
            (first, None, 0, 100),
            (first, loss, 5, 30),
            (first, "censored", 9, 70),
            (loss, None, 5, 30),
            (loss, "censored", 9, 30),
        ],
        columns=["from_state", "to_state", "time", "n"],
    )
    passage = estimate_true_passage(
        moves, found.history.stages, start=0, stop=9, loss=tell.loss, confidence_level=LEVEL
    )
    assert passage.set_index("from_state").loc[first, "estimate"] == pytest.approx(0.3)
    section = truth_section(tell, true_days=days, true_passage=passage, churn=found.flows.churn)
    assert "80.0% of customer-days" in section.claims[0].text
    assert "50.0%" in section.claims[0].meaning
    assert section.checks[0].passed is True
