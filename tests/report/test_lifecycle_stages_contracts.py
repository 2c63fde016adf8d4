"""What the report on lifecycle stages says of contracts with dates: contracts, never purchases."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from test_lifecycle_stages import (
    HOSTILE,
    LANGUAGES,
    Analysed,
    analyse,
    make_study,
    make_tables,
    make_telling,
    tell_all,
    texts_of,
)

from analysis.prepare.stage_history import build_stage_history
from analysis.prepare.stage_landmarks import count_spend_after, count_stages_today
from analysis.report import open_report
from analysis.report.blocks import Figure, Table
from analysis.report.lifecycle_stages_leaks import leaks_section
from analysis.report.lifecycle_stages_map import map_section
from analysis.report.lifecycle_stages_trust import limits_heading
from analysis.report.time_to_churn import Section
from analysis.store import Tables
from analysis.study import Study

# The stages of other companies' taxonomies have names of their own.
OF_PURCHASES = {
    "en": r"\b(purchas\w*|bought|buy\w*|spen[dt]|silen\w*)\b",
    "zh": "购买|消费额|沉默",
}
ALLOWED = (
    "a contract counts as a purchase",
    "一份合同视为一次购买",
    "Time spent in one visit",
    "are spent, on average",
    "The time to be spent in stage k",
)
Sections = dict[str, Section]
END = 911  # 30 June 1972, the as-of date


def simulate_dated(folder: Path, n: int = 500, *, charged: bool = True) -> Tables:
    """Customers known before they sign; contracts that overlap, are renewed, end and come back."""
    rng = np.random.default_rng(9)
    rows, customers = [], []
    for i in range(n):
        joined = int(rng.integers(0, 800))
        region = str(rng.choice(["north", "south", HOSTILE], p=[0.5, 0.45, 0.05]))
        customers.append((f"c{i}", joined, region))
        begin = joined + int(rng.exponential(50))
        while begin < END:
            end = begin + 1 + int(rng.exponential(220 if region == "north" else 110))
            rows.append((f"c{i}", begin, end if end <= END else None))
            if rng.random() < 0.2:
                break
            begin = end + int(rng.integers(-20, 5) if rng.random() < 0.4 else rng.exponential(150))
            begin = max(begin, rows[-1][1] + 1)
    contracts = pd.DataFrame(rows, columns=["customer_id", "start_day", "end_day"])
    contracts = contracts.astype({"start_day": "int32", "end_day": "Int32"})
    contracts = contracts.assign(ended=contracts["end_day"].notna(), tenure=1)
    if charged:
        contracts["amount_cents"] = rng.integers(1000, 5000, len(contracts))
    frame = pd.DataFrame(customers, columns=["customer_id", "joined_day", "region"])
    return make_tables(folder, customers=frame.astype({"joined_day": "int32"}), contracts=contracts)


def make_dated_study() -> Study:
    return make_study(
        "contracts",
        time_unit="day",
        horizons=[120],
        tables={"contracts": {"file": "x", "columns": {"start_date": "start"}}},
    )


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    study, tables = make_dated_study(), simulate_dated(tmp_path_factory.mktemp("dated"))
    return study, tables, analyse(study, tables)


@pytest.fixture(scope="module", params=LANGUAGES)
def told(dated: Analysed, request: pytest.FixtureRequest) -> tuple[str, Sections, str]:
    """The language, every section, and what is said in the limits."""
    study, tables, found = dated
    report = open_report("02_lifecycle_stages", study, tables, language=request.param)
    return request.param, tell_all(report, found), str(limits_heading(make_telling(report, found)))


def test_no_sentence_speaks_of_purchases(told: tuple[str, Sections, str]) -> None:
    language, sections, limits = told
    said = " ".join(texts_of(section) for section in sections.values()) + limits
    taxonomies = next(b for b in sections["map"].blocks if getattr(b, "id", "") == "tbl-taxonomies")
    assert isinstance(taxonomies, Table)
    for name in (cell for row in taxonomies.rows for cell in row):
        said = said.replace(name, "")
    for phrase in ALLOWED:
        said = said.replace(phrase, "")
    assert re.findall(OF_PURCHASES[language], said, re.IGNORECASE) == []
    assert "nan" not in re.findall(r"\b[a-z]+\b", said.lower())
    assert all(
        figure.claim and figure.subtitle and figure.alt
        for section in sections.values()
        for figure in section.blocks
        if isinstance(figure, Figure)
    )


def test_contracts_with_dates_show_what_purchases_show(told: tuple[str, Sections, str]) -> None:
    language, sections, _ = told
    expected = ("map", "rules", "flows", "dwell", "passage", "forecast", "leaks", "conversion")
    for name in (*expected, "change", "sensitivity"):
        assert sections[name].claims, name
        assert "Not shown" not in texts_of(sections[name]), name
    if language == "en":
        assert "no contract has run for 7 days" in sections["rules"].claims[0].text
        assert "what was charged in the last 365 days" in sections["map"].claims[0].meaning
        conversion = [claim.text for claim in sections["conversion"].claims]
        assert "of prospects sign a contract within" in conversion[0]
        assert "whose first contract ended have no other" in conversion[1]
        assert "Contracts have no rhythm that could rise." in texts_of(sections["map"])


def test_without_charges_customers_are_counted(tmp_path: Path) -> None:
    study, tables = make_dated_study(), simulate_dated(tmp_path, 100, charged=False)
    history = build_stage_history(tables, study, pd.DataFrame())
    report = open_report("02_lifecycle_stages", study, tables, language="en")
    tell = make_telling(report, SimpleNamespace(history=history))
    today, none = count_stages_today(tables, history), pd.DataFrame()
    mapped = map_section(
        tell, today=today, missing=none.assign(reason="", state=""), taxonomies=none
    )
    assert "The contracts carry no charges" in mapped.claims[0].meaning
    assert "on 30 June 1972" in texts_of(mapped)
    spend = count_spend_after(tables, history)
    assert "told from charges" in texts_of(leaks_section(tell, leaks=none, worth=spend))
