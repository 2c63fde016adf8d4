"""The frame of the report on satisfaction and loyalty: summary, trust, methods, glossary."""

from types import SimpleNamespace

import pytest
from satisfaction_survey import open_telling

from analysis.report.blocks import Finding, Formula, Glossary, Table
from analysis.report.satisfaction_loyalty_trust import (
    glossary_section,
    limits_heading,
    methods_section,
    summary_section,
    trust_section,
)
from analysis.report.time_to_churn import Check, Claim, Section

LANGUAGES = ("en", "zh")
SECTIONS = [
    Section(
        (),
        (Claim("a", "Found.", "Means."), Claim("b", "Aside.", "Means.", headline=False)),
        (
            Check("one", "r", True, "d"),
            Check("two", "r", False, "d"),
            Check("three", "r", None, "d"),
        ),
    )
]


def test_the_summary_begins_with_what_to_do_and_ends_with_warnings() -> None:
    claims = (
        Claim("reliability", "Reliable.", "Means."),
        Claim("invariance", "Groups differ.", "Means.", "watch"),
        Claim("items", "At the top.", "Means.", "watch", headline=False),
        Claim("model-fit", "Fits badly.", "Means.", "bad"),
        Claim("loyalty-leaving", "They stay.", "Means."),
        Claim("loyalty-improve", "Improve this.", "Means."),
    )
    table = summary_section(open_telling("en"), [Section((), claims)]).blocks[-1]
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [
        "Improve this.", "They stay.", "Fits badly.", "Groups differ.",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_counts(language: str) -> None:
    section = trust_section(open_telling(language), SECTIONS)
    verdict, table = section.blocks[1], section.blocks[-1]
    assert isinstance(table, Table) and len(table.rows) == 4  # and the data gate
    assert isinstance(verdict, Finding) and verdict.tone == "watch"


def test_the_verdict_counts_in_words() -> None:
    (verdict,) = (
        block
        for block in trust_section(open_telling("en"), SECTIONS).blocks
        if isinstance(block, Finding)
    )
    assert verdict.text == "2 of 4 checks hold; one does not; one cannot be told."


def test_red_data_are_a_check_that_fails() -> None:
    tell = open_telling("en")
    tell.report.tables = SimpleNamespace(verdict="red", as_of=tell.report.as_of)  # type: ignore[assignment]
    table = trust_section(tell, []).blocks[-1]
    assert isinstance(table, Table) and table.rows[0][2] == "does not hold"


@pytest.mark.parametrize("language", LANGUAGES)
def test_methods_and_terms_of_deeds_come_with_deeds(language: str) -> None:
    tell = open_telling(language)
    counts, terms = [], []
    for with_deeds in (False, True):
        methods = methods_section(tell, with_deeds=with_deeds)
        counts.append(sum(isinstance(block, Formula) for block in methods.blocks))
        glossary = glossary_section(tell, with_deeds=with_deeds).blocks[-1]
        assert isinstance(glossary, Glossary)
        terms.append(len(glossary.entries))
        assert len(limits_heading(tell, with_deeds=with_deeds)) == 3
    assert counts == [7, 9] and terms == [13, 16]
