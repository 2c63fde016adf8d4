"""The customer base report: every part, for every kind of study, in both languages."""

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.answer_quality import (
    estimate_straight_lining,
    estimate_top_two,
    summarise_items,
)
from analysis.estimate.base_mix import estimate_base_mix
from analysis.estimate.concentration import estimate_concentration
from analysis.estimate.purchase_rhythm import (
    estimate_gap_distributions,
    estimate_returns_by_silence,
    estimate_returns_of_lost,
    estimate_second_purchase,
    find_unlikely_silence,
)
from analysis.estimate.recency_frequency_money import SEGMENT_RULES, summarise_segments
from analysis.estimate.retention import (
    check_cohorts_alike,
    estimate_pooled_retention,
    estimate_retention,
)
from analysis.prepare.cohorts import count_cohorts
from analysis.prepare.customer_base import count_segments, summarise_base
from analysis.prepare.purchase_gaps import (
    choose_watch_days,
    count_purchase_gaps,
    count_second_purchases,
    count_silences,
)
from analysis.prepare.returns import count_returns
from analysis.prepare.spending import count_recency_frequency_money, count_spending
from analysis.prepare.survey_answers import count_answer_patterns, count_answers
from analysis.report import open_report
from analysis.report.blocks import Block, Figure, Finding, KeyFigure, Table
from analysis.report.customer_base import (
    Section,
    choose_key_figures,
    missing_section,
    summary_section,
)
from analysis.report.customer_base_cohorts import cohort_section
from analysis.report.customer_base_data import data_section, name_check
from analysis.report.customer_base_methods import methods_section
from analysis.report.customer_base_mix import mix_section
from analysis.report.customer_base_money import concentration_section, segment_section
from analysis.report.customer_base_overview import overview_section
from analysis.report.customer_base_returns import return_section
from analysis.report.customer_base_rhythm import rhythm_section
from analysis.report.customer_base_survey import answer_quality_section, answer_section
from analysis.report.words import load_words
from analysis.schema import CAPABILITIES, CHECKS, FAULT_COLUMNS, GIVEN_TABLES, TABLES
from analysis.store import Tables
from analysis.study import Study, load_study

LANGUAGES = ("en", "zh")


@dataclasses.dataclass(frozen=True)
class Reported:
    """A whole report: its sections by name, and all its blocks in order."""

    sections: dict[str, Section]
    blocks: list[Block]
    key_figures: tuple[KeyFigure, ...]

    def findings(self) -> dict[str, str]:
        return {block.id: block.text for block in self.blocks if isinstance(block, Finding)}

    def figure(self, id: str) -> Figure:
        return next(block for block in self.blocks if isinstance(block, Figure) and block.id == id)

    def table(self, id: str) -> Table:
        return next(block for block in self.blocks if isinstance(block, Table) and block.id == id)


def compose(study: Study, tables: Tables, language: str) -> Reported:
    """The report as the notebook makes it."""
    level = {"confidence_level": 0.95}
    cell = {"minimum_cell": study.minimum_cell}
    rng = np.random.default_rng(1)
    report = open_report("01_customer_base", study, tables, language=language)
    base = summarise_base(tables)
    mix = estimate_base_mix(count_segments(tables, study.segments), **cell, **level)
    watch = {share: choose_watch_days(tables, share_of_span=share) for share in (0.7, 1 / 3, 1 / 6)}
    second = estimate_second_purchase(
        count_second_purchases(tables, watch_days=watch[0.7]), **level
    )
    cohorts = count_cohorts(tables)
    gaps = estimate_gap_distributions(count_purchase_gaps(tables), rng=rng, **level)
    returns = estimate_returns_by_silence(count_silences(tables, watch_days=watch[1 / 6]), **level)
    lost = estimate_returns_of_lost(count_returns(tables, study, watch_days=watch[1 / 3]), **level)
    money = estimate_concentration(count_spending(tables), rng=rng, **level)
    segments = summarise_segments(count_recency_frequency_money(tables), cuts=gaps.recency_cuts)
    answers = count_answers(tables)
    items = summarise_items(answers)
    alike = estimate_straight_lining(count_answer_patterns(tables), **level)
    sections = {
        "overview": overview_section(report, base, second=second, mix=mix),
        "mix": mix_section(report, mix, base),
        "cohorts": cohort_section(
            report,
            estimate_retention(cohorts, **cell, **level),
            estimate_pooled_retention(cohorts, **cell, **level),
            check_cohorts_alike(cohorts),
        ),
        "rhythm": rhythm_section(report, gaps.quantiles, gaps.curves),
        "returns": return_section(report, returns, find_unlikely_silence(returns, **cell), lost),
        "concentration": concentration_section(report, money.measures, money.lorenz),
        "segments": segment_section(report, segments, gaps.recency_cuts),
        "answers": answer_section(
            report, items, answers, estimate_top_two(items, answers, n_items=3, **level)
        ),
        "quality": answer_quality_section(report, items, alike),
        "data": data_section(report, tables),
    }
    order = list(sections.values())
    blocks = [
        *summary_section(report, order),
        *(block for section in order for block in section.blocks),
        *missing_section(report, order),
        *methods_section(report, base),
    ]
    return Reported(sections, blocks, choose_key_figures(order))


def texts_of(value: object) -> list[str]:
    """Every text in a block, however deep, except a picture's source."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, dict):
        return [text for name, item in value.items() if name not in {"svg", "latex", "id"}
                for text in texts_of(item)]  # fmt: skip
    return texts_of(dataclasses.asdict(value)) if dataclasses.is_dataclass(value) else []


def make_study(**fields: Any) -> Study:
    words = {"en": "Test", "zh": "测试"}
    values = {
        "name": "test",
        "folder": Path("."),
        "title": words,
        "organisation": words,
        "currency": "EUR",
        "time_zone": "UTC",
        "tables": {"transactions": {"file": "none.csv"}},
        "minimum_cell": 2,
        **fields,
    }
    return Study.model_validate(values)


def make_tables(folder: Path, as_of: date, **frames: pd.DataFrame) -> Tables:
    given = next(iter(frames.values()))
    frames["customers"] = given[["customer_id"]].drop_duplicates()
    if "transactions" in frames:
        frames["refunds"] = frames["transactions"].iloc[:0]
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    return Tables(
        folder=folder,
        names=tuple(frames),
        faults=pd.DataFrame(columns=list(FAULT_COLUMNS)),
        verdict="green",
        fingerprint="test",
        as_of=as_of,
        facts={"tables": {name: {"rows_read": len(frame), "rows_kept": len(frame),
                                 "rows_quarantined": 0} for name, frame in frames.items()}},
        capabilities=dict.fromkeys(CAPABILITIES, ""),
    )  # fmt: skip


def make_purchases(days_by_customer: dict[str, list[int]], cents: int = 100) -> pd.DataFrame:
    rows = [(who, day) for who, days in days_by_customer.items() for day in days]
    frame = pd.DataFrame(rows, columns=["customer_id", "day"])
    return frame.astype({"day": "int32"}).assign(amount_cents=cents)


@pytest.fixture(scope="module")
def reported(
    cdnow_tables: Tables, telco_tables: Tables, abc_tables: Tables
) -> Callable[[str, str], Reported]:
    tables = {"cdnow": cdnow_tables, "telco": telco_tables, "abc": abc_tables}
    made: dict[tuple[str, str], Reported] = {}

    def report_on(study: str, language: str) -> Reported:
        key = (study, language)
        if key not in made:
            made[key] = compose(load_study(study), tables[study], language)
        return made[key]

    return report_on


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("study", ["cdnow", "telco", "abc"])
def test_every_text_is_finished(
    study: str, language: str, reported: Callable[[str, str], Reported]
) -> None:
    report = reported(study, language)
    ids = [block.id for block in report.blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    everything = texts_of(report.blocks) + texts_of(report.key_figures)
    spoilt = [text for text in everything if re.search(r"\bnan\b|None|[{}]|  |base-", text)
              and not re.search(r"@(fig|tbl)-base-", text)]  # fmt: skip
    assert spoilt == []
    targets = {f"@{id}" for id in ids}
    assert set(re.findall(r"@(?:fig|tbl)-[a-z-]+", " ".join(everything))) <= targets
    assert len(report.key_figures) == 3
    assert all(figure.interval for figure in report.key_figures)


def test_the_shop_in_sentences(reported: Callable[[str, str], Reported]) -> None:
    findings = reported("cdnow", "en").findings()
    assert findings["finding-base-size"] == (
        "23,570 customers made 69,659 purchases between 1 January 1997 and 30 June 1998, "
        "worth US$2,500,316 after refunds."
    )
    assert findings["finding-base-retention"] == (
        "In the month after the one they first bought in, 14.9% (14.4% to 15.3%) of customers buy "
        "again; after 17 months it is 6.3% (5.8% to 6.9%)."
    )
    assert "half were followed within 34 days (" in findings["finding-base-gaps"]
    assert "nine in ten within 200 days (" in findings["finding-base-gaps"]
    assert findings["finding-base-silence"].startswith("After 360 days of silence a return is")
    assert "17.3% (16.8% to 17.9%) bought again" in findings["finding-base-false-alarms"]


def test_the_operator_in_sentences(
    reported: Callable[[str, str], Reported], telco_tables: Tables
) -> None:
    report = reported("telco", "en")
    assert report.findings()["finding-base-size-contracts"] == (
        f"Of 7,032 customers on record up to {load_words('en').date(telco_tables.as_of)}, "
        "5,163 are still active, 73.4% (72.4% to 74.4%); 1,869 have left."
    )
    parts = [row[0] for row in report.table("tbl-base-missing").rows]
    assert parts[0] == "Who stays: cohorts and retention"
    assert len(parts) == 5
    assert "start dates" in report.table("tbl-base-missing").rows[0][1]


def test_the_survey_in_sentences(reported: Callable[[str, str], Reported]) -> None:
    report = reported("abc", "en")
    assert [figure.value for figure in report.key_figures] == ["59.5%", "63.2%", "64.9%"]
    assert report.findings()["finding-base-answers"].startswith("Overall satisfaction: 59.5% (")
    assert len(report.table("tbl-base-missing").rows) == 5


def test_claims_and_alternative_texts_say_the_same_numbers(
    reported: Callable[[str, str], Reported],
) -> None:
    report = reported("cdnow", "en")
    for id in ("fig-base-retention", "fig-base-lorenz", "fig-base-segments", "fig-base-returns"):
        figure = report.figure(id)
        assert set(re.findall(r"\d+(?:\.\d+)?%", figure.claim)) <= set(
            re.findall(r"\d+(?:\.\d+)?%", figure.alt)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_comes_from_data_has_a_name(language: str, cdnow_tables: Tables) -> None:
    words = load_words(language)
    report = open_report("01_customer_base", load_study("cdnow"), cdnow_tables, language=language)
    other = name_check(report, "a_new_check")
    assert "a new check" in other
    assert not any(name_check(report, check) in {other, check} for check in CHECKS)
    assert all(words(f"base-table-{name}") for name in TABLES)
    given = {name for table in GIVEN_TABLES for name in TABLES[table].source_names}
    assert all(words(f"base-field-{name}") for name in given)
    for rule in SEGMENT_RULES:
        assert all(words(f"base-segment-{part}{rule.name}") for part in ("", "who-", "do-"))


def test_the_verdict_counts_what_was_set_aside(cdnow_tables: Tables) -> None:
    study = load_study("cdnow")
    for aside, said in [(0, "all 100 rows were used"), (1, "1 of 100 rows (1.0%) was set aside"),
                        (30, "30 of 100 rows (30.0%) were set aside")]:  # fmt: skip
        facts = {"tables": {"transactions": {"rows_read": 100, "rows_quarantined": aside}}}
        tables = dataclasses.replace(cdnow_tables, facts=facts, verdict="red")
        report = open_report("01_customer_base", study, tables, language="en")
        finding = data_section(report, tables).findings[0]
        assert said in finding.text
        assert finding.tone == "bad"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("purchases", "missing"),
    [
        ({"a": [10]}, {"cohorts", "rhythm", "returns", "concentration", "segments"}),
        ({"a": [10], "b": [12], "c": [300]}, {"rhythm", "segments"}),
        ({"a": [1, 5], "b": [2, 400], "c": [300, 310, 395]}, set()),
    ],
)
def test_small_bases(
    tmp_path: Path, language: str, purchases: dict[str, list[int]], missing: set[str]
) -> None:
    study = make_study(
        churn={"kind": "silence", "definition": {"name": "s", "rule": "fixed_days", "days": 30}}
    )
    tables = make_tables(tmp_path, date(1971, 3, 1), transactions=make_purchases(purchases))
    report = compose(study, tables, language)
    assert {name for name, section in report.sections.items() if section.missing} - missing <= {
        "mix", "answers", "returns", "cohorts",
    }  # fmt: skip
    assert missing <= {name for name, section in report.sections.items() if section.missing}
    assert not [text for text in texts_of(report.blocks) if re.search(r"\bnan\b|[{}]", text)]


def test_small_groups_have_a_name(tmp_path: Path) -> None:
    plans = ["big"] * 20 + [f"tiny {n}" for n in range(12)] + [None] * 12
    contracts = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(len(plans))],
            "tenure": 5,
            "ended": [n % 2 == 0 for n in range(len(plans))],
            "plan": plans,
        }
    )
    tables = make_tables(tmp_path, date(1971, 1, 1), contracts=contracts)
    study = make_study(churn={"kind": "contract_end"}, segments=["plan"], minimum_cell=10)
    rows = compose(study, tables, "en").table("tbl-base-mix").rows
    assert [row[0] for row in rows] == ["plan: big", "plan: not given", "plan: other, small groups"]


def test_one_customer_is_one_customer(tmp_path: Path) -> None:
    tables = make_tables(tmp_path, date(1971, 1, 1), transactions=make_purchases({"a": [10]}))
    finding = compose(make_study(), tables, "en").findings()["finding-base-size"]
    assert finding.startswith("1 customer made 1 purchase")


def test_contracts_with_dates_have_cohorts(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    start = rng.integers(0, 300, 400)
    end = start + rng.integers(1, 400, 400)
    contracts = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(400)],
            "start_day": start,
            "end_day": pd.array(np.where(end <= 365, end, -1), dtype="Int32"),
            "tenure": np.minimum(end, 365) - start,
            "ended": end <= 365,
            "amount_cents": 1000,
            "plan": np.where(start < 150, "<script>", "=1+1"),
        }
    )
    contracts["end_day"] = contracts["end_day"].where(contracts["end_day"] >= 0)
    tables = make_tables(tmp_path, date(1971, 1, 1), contracts=contracts)
    report = compose(make_study(churn={"kind": "contract_end"}, segments=["plan"]), tables, "en")
    assert "retention" in report.findings()["finding-base-cohorts"]
    assert "are still there" in report.figure("fig-base-retention").claim
    assert any("<script>" in row[0] for row in report.table("tbl-base-mix").rows)
