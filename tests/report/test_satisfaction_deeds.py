"""What the report says of words and deeds, of complaints and of the true hazard."""

import pandas as pd
import pytest
from satisfaction_loyalty_results import (
    HORIZON,
    NOTHING,
    make_attitude,
    make_experience,
    make_leaving,
    make_lost,
    make_mediation,
    make_promises,
    make_spend,
    tell_about,
)
from satisfaction_survey import HOSTILE

from analysis.report.blocks import Figure, Notice, Table
from analysis.report.satisfaction_loyalty import Telling
from analysis.report.satisfaction_loyalty_deeds import deeds_key_figure, deeds_section
from analysis.report.satisfaction_loyalty_experience import experience_section
from analysis.report.satisfaction_loyalty_hazard import hazard_section
from analysis.report.satisfaction_loyalty_promises import promises_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")


def tell_deeds(
    tell: Telling, leaving: pd.DataFrame, lost: pd.DataFrame, spend: pd.DataFrame
) -> Section:
    return deeds_section(
        tell,
        leaving=leaving,
        lost=lost,
        spend=spend,
        mediation=make_mediation(),
        adjustments=("tenure_days", "region"),
        horizon=HORIZON,
    )


def table_of(section: Section, name: str) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.id == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_leaving_is_told_in_customers_and_as_a_ratio(language: str) -> None:
    section = tell_deeds(tell_about(language), make_leaving(), make_lost(), make_spend())
    first, money = section.claims
    assert "54" in first.text and "44" in first.text and "64" in first.text
    assert "0.80" in first.meaning and "450" in first.meaning
    assert "20" in money.text
    assert len(table_of(section, "tbl-loyalty-ways").rows) == 4


def test_the_direction_of_leaving_is_in_the_words() -> None:
    tell = tell_about("en")
    fewer = tell_deeds(tell, make_leaving(0.8), make_lost(), make_spend()).claims[0]
    more = tell_deeds(tell, make_leaving(1.2), make_lost(30.0), make_spend()).claims[0]
    unclear = tell_deeds(tell, make_leaving(1.0), make_lost(2.0), make_spend()).claims[0]
    assert "fewer" in fewer.text and "more customers" in more.text
    assert "nothing certain" in unclear.text and unclear.tone == "watch"


def test_spend_within_chance_is_not_a_headline() -> None:
    section = tell_deeds(tell_about("en"), make_leaving(), make_lost(), make_spend(100.0))
    assert "nothing certain" in section.claims[1].text and not section.claims[1].headline


def test_nothing_is_said_to_be_caused() -> None:
    section = tell_deeds(tell_about("en"), make_leaving(), make_lost(), make_spend())
    notice = section.blocks[-1]
    assert isinstance(notice, Notice) and "at random" in notice.text
    said = " ".join(claim.text for claim in section.claims)
    assert not any(word in said for word in ("drives", "raises", "because", "causes"))


@pytest.mark.parametrize("reason", ["no_deeds", "no_model", "too_few"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_deeds_one_notice_says_why(language: str, reason: str) -> None:
    section = deeds_section(
        tell_about(language),
        leaving=NOTHING,
        lost=NOTHING,
        spend=NOTHING,
        mediation=NOTHING,
        adjustments=(),
        horizon=HORIZON,
        reason=reason,
    )
    assert len([block for block in section.blocks if isinstance(block, Notice)]) == 1
    assert not section.claims and not section.checks


def test_the_cover_shows_customers_lost_only_where_they_are_known() -> None:
    tell = tell_about("en")
    (figure,) = deeds_key_figure(tell, lost=make_lost(), horizon=HORIZON)
    assert figure.value == "−54"
    assert deeds_key_figure(tell, lost=NOTHING, horizon=HORIZON) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rank", [0.52, 0.58, 0.65, 0.8])
def test_promises_are_held_against_deeds(language: str, rank: float) -> None:
    answers, table = make_promises(rank=rank)
    section = promises_section(
        tell_about(language), intentions=answers, words_and_deeds=table, horizon=HORIZON
    )
    claim = section.claims[0]
    assert "57.0%" in claim.text and "37.0%" in claim.text
    assert (claim.tone == "watch") == (rank < 0.6)
    chart = next(block for block in section.blocks if isinstance(block, Figure))
    assert chart.alt.count("%") == 3  # the answer of four customers is not shown


def test_a_difference_within_chance_is_called_one() -> None:
    answers, table = make_promises(gap=0.01)
    section = promises_section(
        tell_about("en"), intentions=answers, words_and_deeds=table, horizon=HORIZON
    )
    assert "may be chance" in section.claims[0].text


def test_without_intentions_there_is_no_section() -> None:
    section = promises_section(
        tell_about("en"), intentions=NOTHING, words_and_deeds=NOTHING, horizon=HORIZON
    )
    assert section.blocks == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_are_told_in_points(language: str) -> None:
    performance = pd.DataFrame({"term": ["service"], "points_per_sd": [20.0]})
    section = experience_section(
        tell_about(language),
        attitude=make_attitude(),
        leaving=make_experience(),
        performance=performance,
        adjustments=("tenure_days",),
    )
    assert "−10.0" in section.claims[0].text  # half a standard deviation of 20 points
    assert HOSTILE in section.claims[0].text
    assert len(table_of(section, "tbl-loyalty-experience").rows) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_true_hazard_stands_beside_the_bridge(language: str) -> None:
    truth = pd.DataFrame(
        {
            "kind": ["hazard", "hazard", "path"],
            "term": [
                "declining -> churned ~ service",
                "mature -> declining ~ service",
                "q1 ~ service",
            ],
            "estimate": [-0.5, -0.5, 0.4],
        }
    )
    section = hazard_section(tell_about(language), truth=truth, leaving=make_leaving())
    rows = table_of(section, "tbl-loyalty-hazard").rows
    assert [row[2] for row in rows[:2]] == ["0.61", "0.61"]  # exp(-.5)
    assert "0.80" in rows[2][2] and not section.claims[0].headline


def test_without_a_truth_nothing_stands_beside() -> None:
    tell = tell_about("en")
    assert hazard_section(tell, truth=NOTHING, leaving=make_leaving()).blocks == ()
    truth = pd.DataFrame({"kind": ["hazard"], "term": ["a -> b ~ c"], "estimate": [-0.5]})
    assert hazard_section(tell, truth=truth, leaving=make_leaving()).blocks == ()
    assert hazard_section(tell, truth=truth, leaving=NOTHING).blocks == ()
