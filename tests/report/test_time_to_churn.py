"""What the report on time to churn says, against results whose truth is known."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.definitions import compare_definitions, estimate_definition_survival
from analysis.estimate.driver_alternatives import compare_families, validate_driver_model
from analysis.estimate.driver_model import DriverModel, estimate_driver_model
from analysis.estimate.hazard import estimate_cumulative_hazard, estimate_hazard
from analysis.estimate.risk_sets import find_safe_start
from analysis.estimate.segment_tests import compare_segments
from analysis.estimate.survival import estimate_survival_function, survival_at
from analysis.estimate.survival_summaries import (
    estimate_median_survival_time,
    estimate_restricted_mean_survival_time,
)
from analysis.prepare.durations import build_durations, build_silence_durations
from analysis.prepare.horizons import choose_hazard_width, choose_horizons, list_times
from analysis.prepare.strata import (
    begin_at,
    count_definitions,
    count_everyone,
    count_strata,
    describe_allowed_silence,
)
from analysis.report import Report, open_report
from analysis.report.blocks import Figure, Finding, Notice, Table, block_to_json
from analysis.report.time_to_churn import Claim, Section, Telling
from analysis.report.time_to_churn_accelerated import accelerated_section
from analysis.report.time_to_churn_assumptions import assumptions_section
from analysis.report.time_to_churn_conclusions import judge_conclusions
from analysis.report.time_to_churn_definitions import definitions_section
from analysis.report.time_to_churn_drivers import drivers_section
from analysis.report.time_to_churn_hazard import find_cliff, hazard_key_figure, hazard_section
from analysis.report.time_to_churn_segments import _choose_horizon, segments_section
from analysis.report.time_to_churn_survival import survival_key_figures, survival_section
from analysis.report.time_to_churn_trust import (
    glossary_section,
    methods_section,
    summary_section,
    trust_section,
)
from analysis.report.time_to_churn_validation import judge, validation_section
from analysis.results import Diagnostic
from analysis.schema import CAPABILITIES
from analysis.store import Tables
from analysis.study import Study

LANGUAGES = ("en", "zh")
HOSTILE = "<script>alert(1)</script>"
WORDS = {"en": "Test", "zh": "测试"}
LEVEL = 0.95


def make_study(kind: str, **fields: Any) -> Study:
    shared = {
        "name": "test",
        "folder": Path("."),
        "title": WORDS,
        "organisation": WORDS,
        "currency": "EUR",
        "time_zone": "UTC",
    }
    contract = {
        "tables": {"contracts": {"file": "none.csv"}},
        "churn": {"kind": "contract_end"},
        "time_unit": "month",
        "horizons": [6, 12],
        "segments": ["plan"],
        "drivers": [
            {"column": "plan", "kind": "category", "reference": "basic"},
            {"column": "helpdesk", "kind": "flag"},
        ],
    }
    silence = {
        "tables": {"transactions": {"file": "none.csv"}},
        "churn": {
            "kind": "silence",
            "definition": {"name": "long", "rule": "fixed_days", "days": 60},
        },
        "horizons": [90, 180],
        "segments": ["first_amount_band"],
        "drivers": [{"column": "first_amount", "kind": "number", "unit": "EUR", "per": 10}],
    }
    return Study.model_validate(shared | (contract if kind == "contract" else silence) | fields)


def make_tables(folder: Path, **frames: pd.DataFrame) -> Tables:
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return Tables(
        folder=folder,
        names=tuple(frames),
        faults=pd.DataFrame(),
        verdict="green",
        fingerprint="test",
        as_of=date(1971, 1, 1),
        facts={},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )


def simulate_contracts(folder: Path, n: int = 900) -> Tables:
    """A third of all leave in month 1; after it, plan plus has a fifth of the others' hazard."""
    rng = np.random.default_rng(3)
    plan = rng.choice(["basic", "plus", HOSTILE], n, p=[0.5, 0.45, 0.05])
    hazard = np.where(plan == "plus", 0.01, 0.05)
    time = np.where(rng.random(n) < 0.3, 1, 1 + np.ceil(rng.exponential(1 / hazard)))
    censored_at = rng.integers(10, 25, n)
    ids = [f"c{i}" for i in range(n)]
    contracts = pd.DataFrame(
        {
            "customer_id": ids,
            "tenure": np.minimum(time, censored_at).astype("int32"),
            "ended": time <= censored_at,
            "plan": plan,
            "helpdesk": rng.random(n) < 0.5,
        }
    )
    return make_tables(folder, customers=contracts[["customer_id"]], contracts=contracts)


def simulate_purchases(folder: Path, n: int = 400) -> Tables:
    """Half buy once; the others go on for a while, about every fortnight."""
    rng = np.random.default_rng(4)
    rows = []
    for i in range(n):
        day, amount = int(rng.integers(0, 60)), int(rng.integers(500, 9000))
        visits = 1 if rng.random() < 0.5 else 1 + int(rng.geometric(0.1 if amount > 4000 else 0.3))
        for _ in range(visits):
            rows.append((f"c{i}", day, amount, 1.0))
            day += 1 + int(rng.exponential(14))
    names = ["customer_id", "day", "amount_cents", "quantity"]
    log = pd.DataFrame(rows, columns=names).query("day <= 364").astype({"day": "int32"})
    return make_tables(folder, customers=log[["customer_id"]].drop_duplicates(), transactions=log)


def analyse(study: Study, tables: Tables) -> SimpleNamespace:
    """Every result the notebook makes, in the same order."""
    found = SimpleNamespace(durations=build_durations(tables, study))
    safe = find_safe_start(count_strata(found.durations, ()))
    found.durations = begin_at(found.durations, safe)
    found.last = float(found.durations["tenure"].max())
    found.horizons = choose_horizons(study, found.durations)
    times = list_times(study, found.durations, found.horizons)
    counts = count_strata(found.durations, study.segments)
    found.survival = estimate_survival_function(counts, confidence_level=LEVEL)
    found.at_times = survival_at(found.survival, times)
    found.medians = estimate_median_survival_time(found.survival)
    found.means = estimate_restricted_mean_survival_time(
        counts, horizon=found.horizons[-1], confidence_level=LEVEL
    )
    width = choose_hazard_width(study, found.durations)
    found.hazard = estimate_hazard(counts, width=width, confidence_level=LEVEL)
    found.cumulative = estimate_cumulative_hazard(counts, confidence_level=LEVEL)
    found.tests, found.pairs = compare_segments(counts)
    found.model = estimate_driver_model(
        found.durations, study.drivers, horizons=found.horizons, confidence_level=LEVEL
    )
    found.families = compare_families(found.model, study.drivers, confidence_level=LEVEL)
    how = {"n_folds": 3, "rng": np.random.default_rng(1), "confidence_level": LEVEL}
    found.validation = validate_driver_model(
        found.model, study.drivers, horizon=found.horizons[-1], **how
    )
    definitions = build_silence_durations(tables, study)
    definition_counts = count_definitions(definitions, study.segments)
    found.conclusions = compare_definitions(
        definitions,
        definition_counts,
        study.drivers,
        model=found.model,
        validation=found.validation,
        horizons=found.horizons,
        **how,
    )
    found.definition_survival, found.definition_at_times = estimate_definition_survival(
        count_everyone(definition_counts), times, confidence_level=LEVEL
    )
    found.thresholds = describe_allowed_silence(definitions)
    return found


def tell(report: Report, found: SimpleNamespace) -> dict[str, Section]:
    """Every section, by name."""
    curves = {
        "survival": found.survival,
        "at_times": found.at_times,
        "medians": found.medians,
        "restricted_means": found.means,
        "horizons": found.horizons,
    }
    model, validation = found.model, found.validation
    sections = {
        "survival": survival_section(report, **curves, entries=found.durations["entry"]),
        "hazard": hazard_section(report, hazard=found.hazard, cumulative_hazard=found.cumulative),
        "segments": segments_section(report, **curves, tests=found.tests, pairs=found.pairs),
        "drivers": drivers_section(
            report,
            effects=model.effects,
            coefficients=model.coefficients,
            stratified=model.specification.strata,
            withheld=model.withheld,
            last=found.last,
        ),
        "assumptions": assumptions_section(
            report,
            checks=model.checks,
            remaining=model.remaining,
            change_point=model.change_point,
            n_influential=model.n_influential,
            last=found.last,
        ),
        "accelerated": accelerated_section(
            report,
            comparison=found.families.comparison,
            ratios=found.families.ratios,
            effects=model.effects,
            last=found.last,
        ),
        "validation": validation_section(
            report,
            concordance=validation.concordance,
            brier=validation.brier,
            integrated_brier=validation.integrated_brier,
            calibration=validation.calibration,
            calibration_line=validation.calibration_line,
            horizon=validation.horizon,
            n_folds=3,
            withheld=validation.withheld,
            last=found.last,
        ),
        "definitions": definitions_section(
            report,
            survival=found.definition_survival,
            at_times=found.definition_at_times,
            conclusions=found.conclusions,
            thresholds=found.thresholds,
            horizons=found.horizons,
        ),
    }
    sections["summary"] = summary_section(report, list(sections.values()))
    sections["trust"] = trust_section(
        report,
        list(sections.values()),
        peer=Diagnostic("peer", True, 2e-8, float("nan"), method="lifelines"),
    )
    sections["methods"] = methods_section(report, with_model=not model.withheld)
    sections["glossary"] = glossary_section(report)
    return sections


@pytest.fixture(scope="module", params=["contract", "silence"])
def analysed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Study, Tables, SimpleNamespace]:
    folder = tmp_path_factory.mktemp(request.param)
    simulate = simulate_contracts if request.param == "contract" else simulate_purchases
    study, tables = make_study(request.param), simulate(folder)
    return study, tables, analyse(study, tables)


def texts_of(section: Section) -> str:
    """All the words of a section, figures as their claim, subtitle and alternative text."""
    values = [block_to_json(block) | {"svg": ""} for block in section.blocks]
    return str(values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_told_in_both_languages(
    analysed: tuple[Study, Tables, SimpleNamespace], language: str
) -> None:
    study, tables, found = analysed
    report = open_report("03_time_to_churn", study, tables, language=language)
    sections = tell(report, found)
    blocks = [block for section in sections.values() for block in section.blocks]
    ids = [block.id for block in blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    assert all(texts_of(section) for section in sections.values())
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert all(figure.claim and figure.subtitle and figure.alt for figure in figures)
    said = " ".join(texts_of(section) for section in sections.values())
    assert "nan" not in re.findall(r"\b[a-z]+\b", said.lower())
    assert not re.search(r"churn-[a-z]+-", re.sub(r"'id': '[^']*'", "", said))


def test_the_findings_say_the_estimates(analysed: tuple[Study, Tables, SimpleNamespace]) -> None:
    study, tables, found = analysed
    report = open_report("03_time_to_churn", study, tables, language="en")
    sections = tell(report, found)
    everyone = found.at_times.query("stratum == 'all'").set_index("time")["estimate"]
    kept = round(1000 * everyone[found.horizons[0]])
    assert f"{kept} (" in sections["survival"].claims[0].text
    summary = next(block for block in sections["summary"].blocks if isinstance(block, Table))
    headlines = [c for s in sections.values() for c in s.claims if c.headline]
    assert [row[0] for row in summary.rows] == [claim.text for claim in headlines]
    assert sum(claim.id.startswith("segment") for claim in headlines) == 1
    checks = next(block for block in sections["trust"].blocks if isinstance(block, Table))
    assert len(checks.rows) == 2 + sum(len(section.checks) for section in sections.values())


def test_a_contract_s_cliff_and_its_drivers(tmp_path: Path) -> None:
    study, tables = make_study("contract"), simulate_contracts(tmp_path)
    found = analyse(study, tables)
    report = open_report("03_time_to_churn", study, tables, language="en")
    sections = tell(report, found)
    assert "The riskiest time is month 1" in sections["hazard"].claims[0].text
    plan = sections["drivers"].claims[0].text
    assert plan.startswith("plan, plus rather than basic")
    assert "fewer customers lost per 1,000 within 6 months" in plan
    assert "recorded, not defined" in texts_of(sections["definitions"])
    assert "would" not in " ".join(c.text + c.meaning for s in sections.values() for c in s.claims)
    figures = survival_key_figures(
        report,
        survival=found.survival,
        at_times=found.at_times,
        restricted_means=found.means,
        horizons=found.horizons,
    )
    figures.append(hazard_key_figure(report, hazard=found.hazard, at_times=found.at_times))
    assert len(figures) == 3 and all(figure.value and figure.interval for figure in figures)


def test_a_silence_s_artefact_is_said(tmp_path: Path) -> None:
    study, tables = make_study("silence"), simulate_purchases(tmp_path)
    found = analyse(study, tables)
    report = open_report("03_time_to_churn", study, tables, language="en")
    sections = tell(report, found)
    said = texts_of(sections["survival"])
    assert "Nobody can count as lost before 60 days" in said
    assert "made by the definition" in said
    assert "definition" in texts_of(sections["hazard"])
    table = next(
        b for b in sections["definitions"].blocks if getattr(b, "id", "") == "tbl-conclusions"
    )
    assert isinstance(table, Table)
    assert len(table.columns) == 5  # the conclusion, three definitions, whether it holds
    assert len(table.rows) == found.conclusions.query("definition == 'long'").shape[0]


def test_customers_there_before_records_began_are_said(tmp_path: Path) -> None:
    study = make_study("silence", records_begin=date(1970, 2, 1))
    found = analyse(study, simulate_purchases(tmp_path))
    assert (found.durations["entry"] > 0).any()
    report = open_report("03_time_to_churn", study, simulate_purchases(tmp_path), language="en")
    said = texts_of(tell(report, found)["survival"])
    late = int((found.durations["entry"] > 0).sum())
    assert f"{late} customers" in said
    assert "left truncation" in said


def test_small_groups_are_never_shown(tmp_path: Path) -> None:
    study = make_study("contract", minimum_cell=60)
    tables = simulate_contracts(tmp_path)
    found = analyse(study, tables)
    report = open_report("03_time_to_churn", study, tables, language="en")
    sections = tell(report, found)
    said = " ".join(texts_of(section) for section in sections.values())
    assert HOSTILE not in said  # 45 customers: pooled with others
    risk = found.at_times.query("stratum == 'all' and 0 < n_at_risk < 60")
    table = next(block for block in sections["survival"].blocks if isinstance(block, Table))
    shown = {row[0] for row in table.rows}
    assert not shown & {f"{time:.0f} months" for time in risk["time"]}


def test_a_model_that_cannot_be_told_is_a_notice(tmp_path: Path) -> None:
    study = make_study("contract", drivers=[], segments=[])
    tables = simulate_contracts(tmp_path)
    found = analyse(study, tables)
    report = open_report("03_time_to_churn", study, tables, language="zh")
    sections = tell(report, found)
    for name in ("segments", "drivers", "validation"):
        assert any(isinstance(block, Notice) for block in sections[name].blocks)
    assert sections["assumptions"].blocks == sections["accelerated"].blocks == ()
    assert isinstance(DriverModel().effects, pd.DataFrame)


@pytest.mark.parametrize(
    ("actions", "words", "tone"),
    [
        (("", ""), "All assumptions of the model that could be tested hold", "good"),
        (("kept", ""), "too small to matter", "neutral"),
        (("stratify", "kept"), "the model was changed accordingly", "watch"),
        (("none", "kept"), "could not be changed to meet them", "bad"),
    ],
)
def test_failed_assumptions_and_what_was_done(
    tmp_path: Path, actions: tuple[str, ...], words: str, tone: str
) -> None:
    study, tables = make_study("contract"), simulate_contracts(tmp_path, n=50)
    report = open_report("03_time_to_churn", study, tables, language="en")
    checks = pd.DataFrame(
        {
            "assumption": "proportional",
            "term": ["plan", "helpdesk"],
            "statistic": 1.0,
            "p_value": 0.5,
            "size": 1.0,
            "passed": [action == "" for action in actions],
            "action": actions,
        }
    )
    section = assumptions_section(
        report, checks=checks, remaining=(), change_point=6.0, n_influential=10, last=24.0
    )
    assert words in section.claims[0].text
    assert section.claims[0].tone == tone


def test_the_cliff_needs_losses_and_a_clear_lead() -> None:
    hazard = pd.DataFrame(
        {
            "n_events": [30, 10, 10, 3],
            "exposure": [100.0, 100.0, 100.0, 5.0],
            "estimate": [0.3, 0.1, 0.1, 0.6],
            "conf_low": [0.2, 0.05, 0.05, 0.12],
        }
    )
    cliff = find_cliff(hazard)
    assert cliff is not None
    assert cliff.row.name == 0  # the last bin is higher, on three losses
    assert cliff.stands_out
    assert cliff.rest == pytest.approx(23 / 205)
    level = find_cliff(hazard.assign(conf_low=0.01))
    assert level is not None and not level.stands_out
    assert find_cliff(hazard.assign(n_events=3)) is None


def conclusion(definition: str, direction: str) -> dict[str, str]:
    return {
        "topic": "driver",
        "subject": "plan",
        "level": "plus",
        "reference": "basic",
        "definition": definition,
        "direction": direction,
    }


@pytest.mark.parametrize(
    ("directions", "verdict"),
    [
        (("up", "up", "up"), "holds"),
        (("none", "none", "none"), "absent"),
        (("up", "none", "up"), "differs"),
        (("up", "none", "down"), "reversed"),
    ],
)
def test_a_conclusion_holds_under_all_or_not(directions: tuple[str, ...], verdict: str) -> None:
    rows = [conclusion(f"d{i}", direction) for i, direction in enumerate(directions)]
    assert judge_conclusions(pd.DataFrame(rows))["verdict"].tolist() == [verdict]


def test_a_prediction_far_off_is_withheld(
    analysed: tuple[Study, Tables, SimpleNamespace],
) -> None:
    study, tables, found = analysed
    report = open_report("03_time_to_churn", study, tables, language="en")
    off = found.validation.calibration.assign(predicted=lambda rows: rows["predicted"] / 3)
    found_off = SimpleNamespace(**vars(found))
    found_off.validation = replace(found.validation, calibration=off)
    verdict = judge(found.validation.concordance, found.validation.integrated_brier, off)
    assert verdict.calibrated is False
    section = tell(report, found_off)["validation"]
    assert any(isinstance(block, Notice) for block in section.blocks)
    assert section.checks[-1].passed is False
    assert section.checks[-1].done == "Probabilities for single customers withheld"


def test_days_become_months_when_they_are_many(tmp_path: Path) -> None:
    study, tables = make_study("silence"), simulate_purchases(tmp_path, n=20)
    report = open_report("03_time_to_churn", study, tables, language="en")
    days, months = Telling(report, 545.0), Telling(report, 3000.0)
    assert (days.at(180), months.at(365.25)) == ("180 days", "12 months")
    assert (days.length(3.24), days.length(221.6), months.length(100)) == (
        "3.2 days",
        "222 days",
        "3.3 months",
    )


def test_a_claim_is_a_finding_and_its_meaning() -> None:
    blocks = Claim("x", "Found.", "Means.").blocks()
    assert isinstance(blocks[0], Finding)
    assert blocks[0].id == "finding-x"


def test_groups_are_compared_where_somebody_had_left() -> None:
    """Before the first silence is complete nobody can be lost, and all groups are alike."""
    at_times = pd.DataFrame(
        {"stratum": "all", "time": [90.0, 180.0, 365.0], "estimate": [1.0, 0.4, 0.2]}
    )
    assert _choose_horizon(at_times, (90, 180, 365)) == 180
    assert _choose_horizon(at_times, (90,)) == 90
