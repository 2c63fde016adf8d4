"""What the report says of a survey's answers and its measurement, against a survey whose truth is
known: an item that is answered lower in the south, groups that are small, expectations unmet."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from satisfaction_survey import (
    HOSTILE,
    SECTIONS,
    analyse_survey,
    open_telling,
    simulate_survey,
    tell_everything,
    tell_section,
)

from analysis.estimate.measurement.assess import assess_measurement
from analysis.report.blocks import Figure, Notice, Table, block_to_json
from analysis.report.satisfaction_loyalty import furthest, highest, lowest, split_rows
from analysis.report.satisfaction_loyalty_items import items_section
from analysis.report.satisfaction_loyalty_respondents import respondents_section
from analysis.report.satisfaction_loyalty_scores import headline_key_figure, scores_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")


def texts_of(section: Section) -> str:
    return str([block_to_json(block) | {"svg": ""} for block in section.blocks])


def table_of(section: Section, id: str) -> Table:
    return next(b for b in section.blocks if isinstance(b, Table) and b.id == id)


@pytest.fixture(scope="module")
def english() -> dict[str, Section]:
    return tell_everything(open_telling("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_told_in_both_languages(
    language: str, english: dict[str, Section]
) -> None:
    sections = english if language == "en" else tell_everything(open_telling(language))
    blocks = [block for section in sections.values() for block in section.blocks]
    ids = [block.id for block in blocks if hasattr(block, "id")]
    assert len(ids) == len(set(ids))
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert len(figures) >= 8
    assert all(figure.claim and figure.subtitle and figure.alt for figure in figures)
    for block in blocks:
        if isinstance(block, Table):
            assert all(len(row) == len(block.columns) for row in block.rows), block.id
    said = " ".join(texts_of(section) for section in sections.values())
    assert "nan" not in re.findall(r"\b[a-z]+\b", said.lower())
    assert not re.search(r"measure-[a-z]+-", re.sub(r"'id': '[^']*'", "", said))
    if language == "zh":
        for section in sections.values():
            for text in [*(c.text + c.meaning for c in section.claims)]:
                assert not re.search(r"\b(the|and|of|is)\b", text), text


def test_the_findings_say_the_estimates(english: dict[str, Section]) -> None:
    measured, scored, response = analyse_survey()
    words = open_telling("en").report.words
    rate = response.summary.set_index("term").loc["response_rate", "estimate"]
    assert words.percent(rate) in english["respondents"].claims[0].text
    weighted = scored.scores.query("weighting == 'weighted' and stratum == 'all'")
    csat = weighted.set_index("term").loc["csat", "estimate"]
    assert words.percent(csat) in english["scores"].claims[0].text
    omega = measured.quality.query("measure == 'omega'")["estimate"].min()
    assert words.number(omega, 2) in english["reliability"].claims[0].text
    ratio = measured.htmt["estimate"].max()
    assert words.number(ratio, 2) in english["discriminant"].claims[0].text


def test_weighted_and_unweighted_scores_stand_side_by_side(english: dict[str, Section]) -> None:
    _, scored, _ = analyse_survey()
    words = open_telling("en").report.words
    table = table_of(english["scores"], "tbl-scores")
    both = scored.scores.query("stratum == 'all' and term == 'csat'").set_index("weighting")
    row = next(row for row in table.rows if row[0].startswith("Satisfied"))
    assert words.percent(both.loc["weighted", "estimate"]) in row[2]
    assert row[3] == words.percent(both.loc["unweighted", "estimate"])


def test_without_invitations_nonresponse_is_said_to_be_unknown() -> None:
    measured, scored, _ = analyse_survey()
    respondents = tell_section("respondents", open_telling("en"), measured, scored, None)
    assert "not on record" in texts_of(respondents)
    assert respondents.checks[0].passed is None
    assert not any(isinstance(block, Figure) for block in respondents.blocks)


def test_groups_too_small_are_never_shown(english: dict[str, Section]) -> None:
    frame, _ = simulate_survey()
    assert 0 < (frame["region"] == HOSTILE).sum() < 20
    tell = open_telling("en", minimum_cell=20)
    measured, scored, response = analyse_survey()
    respondents = tell_section("respondents", tell, measured, scored, response)
    rows = table_of(respondents, "tbl-respondents-groups").rows
    small = next(row for row in rows if row[1] == HOSTILE)
    assert small[2:] == ("<20", "–")
    assert HOSTILE not in texts_of(english["invariance"]).partition("tbl-invariance-models")[2]


def test_a_few_straight_liners_are_not_counted_out() -> None:
    measured, _, _ = analyse_survey()
    frame, _ = simulate_survey()
    alike = pd.DataFrame(
        [[3, 900, 3 / 900, 0.001, 0.01, 0.9, 10]],
        columns=["n_events", "n", "estimate", "conf_low", "conf_high", "limit", "minimum_answers"],
    )
    section = respondents_section(
        open_telling("en"),
        respondents=frame,
        items=measured.items,
        straight_liners=alike,
        response=pd.DataFrame(),
        balance=pd.DataFrame(),
    )
    said = texts_of(section)
    assert "<10 of 900" in said and "0.3%" not in said


def test_the_deviating_question_is_named_and_means_are_told(english: dict[str, Section]) -> None:
    section = english["invariance"]
    items = table_of(section, "tbl-invariance-items")
    assert [(row[0], row[3]) for row in items.rows] == [("p3", "south")]
    verdicts = {row[0]: row for row in table_of(section, "tbl-invariance").rows}
    assert verdicts["region"][2:4] == ("yes", "yes, in part") and "p3" in verdicts["region"][4]
    assert verdicts["size"][2:4] == ("cannot be told", "cannot be told")
    assert "Means of constructs are not compared by size" in texts_of(section)
    means = table_of(section, "tbl-invariance-means-1")
    assert [column.label for column in means.columns[1:]] == ["south"]
    assert {check.passed for check in section.checks} == {True, None}


def test_means_are_withheld_where_invariance_fails() -> None:
    measured, scored, response = analyse_survey()
    tables = measured.invariance
    verdicts = tables.verdicts.assign(allowed=False, reason="scalar invariance fails")
    refused = replace(tables, verdicts=verdicts, means=tables.means.head(0))
    tell = open_telling("en")
    changed = replace(measured, invariance=refused)
    section = tell_section("invariance", tell, changed, scored, response)
    assert "may not be compared" in section.claims[0].text and len(section.claims) == 1
    assert not any(isinstance(block, Figure) for block in section.blocks)
    assert section.checks[0].passed is False
    assert "tbl-invariance-means" not in texts_of(section)


def test_an_unreadable_model_shows_alpha_only() -> None:
    measured, scored, response = analyse_survey()
    numbers = ["estimate", "std_error", "conf_low", "conf_high"]
    quality = measured.quality.copy()
    other = quality["measure"] != "alpha"
    quality.loc[other, numbers] = float("nan")
    quality["passed"] = quality["passed"].mask(other)
    loadings = measured.loadings.assign(**dict.fromkeys(numbers, float("nan")), passed=pd.NA)
    problem = pd.DataFrame(
        [["negative_variance", "s1", "a negative variance", True]],
        columns=["kind", "where", "text", "disqualifying"],
    )
    broken = replace(measured, quality=quality, loadings=loadings, problems=problem)
    section = tell_section("reliability", open_telling("en"), broken, scored, response)
    said = texts_of(section)
    assert "not admissible at: s1" in said and "Cronbach’s alpha of 0.70" in said
    assert not any(isinstance(block, Figure) for block in section.blocks)
    assert [check.passed for check in section.checks] == [True, None, None]


def test_reliability_verdicts_are_words(english: dict[str, Section]) -> None:
    rows = table_of(english["reliability"], "tbl-reliability").rows
    assert {row[-1] for row in rows} <= {"all reached", "AVE too low"}
    loadings = table_of(english["reliability"], "tbl-loadings")
    assert {row[3] for row in loadings.rows} <= {"reached", "not reached"}
    assert "Hair et al. 2019" in loadings.note


def test_references_are_cited_as_the_language_does() -> None:
    source = "Nunnally and Bernstein 1994; Hair et al. 2019"
    assert open_telling("en").cite(source) == source
    assert open_telling("zh").cite(source) == "Nunnally 和 Bernstein 1994; Hair 等 2019"


def test_gaps_are_perception_less_expectation(english: dict[str, Section]) -> None:
    claim = next(c for c in english["scores"].claims if c.id == "scores-gaps")
    assert claim.text.startswith("Service falls short of what was expected in 1 of 1 dimensions")


def test_the_key_figure_is_the_net_promoter_score() -> None:
    _, scored, _ = analyse_survey()
    (figure,) = headline_key_figure(open_telling("en"), scores=scored.scores)
    assert figure.label == "Net promoter score" and figure.value and "to" in figure.interval
    shares = scored.scores[scored.scores["role"] == "repurchase"]
    (other,) = headline_key_figure(open_telling("en"), scores=shares)
    assert other.label == "Would buy again" and other.value.endswith("%")


def test_without_scores_the_cover_has_no_score() -> None:
    assert headline_key_figure(open_telling("en"), scores=pd.DataFrame()) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_single_questions_are_shown_and_their_measurement_is_withheld_with_the_reason(
    language: str,
) -> None:
    survey = {
        "paths": {"again": ["q1"]},
        "roles": {"satisfaction": "q1", "loyalty": "again", "csat": "q1"},
    }
    tell = open_telling(language, survey=survey)
    _, scored, response = analyse_survey()
    frame, items = simulate_survey()
    single = assess_measurement(
        frame,
        items,
        {},
        tell.survey.path_map,
        segments=["region"],
        confidence_level=0.95,
        n_draws=10,
        rng=np.random.default_rng(1),
    )
    told = {name: tell_section(name, tell, single, scored, response) for name in SECTIONS}
    reason = tell.report.words("measure-single")
    for name in ("items", "reliability", "discriminant", "invariance"):
        (notice,) = [block for block in told[name].blocks if isinstance(block, Notice)]
        assert notice.text == reason
    assert [row[0] for row in table_of(told["items"], "tbl-items").rows] == ["again", "q1"]
    assert not any(told[name].claims for name in ("reliability", "discriminant", "invariance"))
    assert told["scores"].claims and told["respondents"].claims


def test_without_scores_the_section_says_so() -> None:
    empty = pd.DataFrame()
    section = scores_section(
        open_telling("en"), scores=empty, constructs=empty, differences=empty, gaps=empty
    )
    assert not section.claims and "names no question" in texts_of(section)


def test_question_flags_name_both_ends() -> None:
    measured, _, _ = analyse_survey()
    items = measured.items.assign(share_floor=0.2, share_ceiling=0.3, share_missing=0.5)
    section = items_section(open_telling("en"), answers=measured.answers, items=items)
    table = table_of(section, "tbl-items")
    assert all(
        row[-1].startswith("many at the top, many at the bottom and many missing")
        for row in table.rows
    )
    assert section.checks[0].passed is False


@pytest.mark.parametrize(
    ("sizes", "most", "charts"),
    [
        ([4, 5, 7, 7, 2], 26, [[0, 1, 2], [3, 4]]),
        ([3], 26, [[0]]),
        ([40, 2], 26, [[0], [1]]),
        ([3, 3, 3], 26, [[0, 1, 2]]),
    ],
)
def test_charts_are_split_evenly(sizes: list[int], most: int, charts: list[list[int]]) -> None:
    assert split_rows(sizes, most) == charts


def test_rows_are_found_by_their_numbers() -> None:
    frame = pd.DataFrame({"term": list("abcd"), "estimate": [1.0, -3.0, float("nan"), 2.0]})
    found = [find(frame)["term"] for find in (highest, lowest, furthest)]
    assert found == ["d", "b", "b"]


def test_known_columns_have_names() -> None:
    tell = open_telling("en", labels={"south": {"en": "South", "zh": "南"}})
    assert tell.known("open_complaint=Yes") == "Open complaint"
    assert tell.known("region=south") == "region: South"
    assert tell.known("tenure_days") == "Days since the first purchase"


def test_pairs_that_fail_one_criterion_only_are_named() -> None:
    measured, scored, response = analyse_survey()
    close = measured.fornell_larcker.copy()
    close["passed"] = close["term"].ne("service ~~ product")
    changed = replace(measured, fornell_larcker=close)
    section = tell_section("discriminant", open_telling("en"), changed, scored, response)
    claim = section.claims[0]
    assert claim.text.startswith("All 3 pairs") and "service – product" in claim.meaning
    assert [check.passed for check in section.checks[:2]] == [True, False]
    alike = measured.htmt.assign(passed=False)
    failed = tell_section(
        "discriminant", open_telling("en"), replace(measured, htmt=alike), scored, response
    )
    assert failed.claims[0].text.startswith("3 of 3 pairs") and failed.claims[0].tone == "watch"
