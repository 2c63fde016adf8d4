"""What the report says of loyalty in words and in deeds, from results made by hand."""

import re

import pandas as pd
import pytest
from satisfaction_loyalty_results import (
    NOTHING,
    make_corrected,
    make_cut_points,
    make_fourfold,
    make_index,
    make_parts,
    tell_about,
)
from satisfaction_survey import HOSTILE

from analysis.report.blocks import Figure, Notice, Table
from analysis.report.satisfaction_loyalty import Telling
from analysis.report.satisfaction_loyalty_loyalty import loyalty_key_figure, loyalty_section
from analysis.report.time_to_churn import Section

LANGUAGES = ("en", "zh")


def tell_loyalty(tell: Telling, fourfold: pd.DataFrame, cuts: pd.DataFrame) -> Section:
    return loyalty_section(
        tell,
        index=make_index(),
        parts=make_parts(),
        fourfold=fourfold,
        cut_points=cuts,
        corrected=make_corrected(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_loyalty_is_told_with_its_intervals(language: str) -> None:
    section = tell_loyalty(tell_about(language), make_fourfold(), make_cut_points())
    index, kinds = section.claims
    assert "60.0" in index.text and "58.0" in index.text and "62.0" in index.text
    assert "40.0%" in kinds.text and "10.0%" in kinds.text and "20.0%" in kinds.text
    assert section.checks[0].passed is True


def test_words_and_deeds_that_hardly_go_together_are_said_to() -> None:
    tell = tell_about("en")
    together = tell_loyalty(tell, make_fourfold(0.4), make_cut_points()).claims[1]
    apart = tell_loyalty(tell, make_fourfold(0.31), make_cut_points()).claims[1]
    assert "go together, by 10.0 percentage points" in together.meaning
    assert "tells little" in apart.meaning and apart.tone == "watch"


def test_a_conclusion_that_hangs_on_the_cut_is_no_conclusion() -> None:
    section = tell_loyalty(tell_about("en"), make_fourfold(), make_cut_points(least=-0.01))
    assert section.checks[0].passed is False


def test_small_groups_and_small_kinds_are_not_shown() -> None:
    section = tell_loyalty(tell_about("en"), make_fourfold(n_latent=3), make_cut_points())
    chart, square = (block for block in section.blocks if isinstance(block, Figure))
    assert "tiny" not in chart.svg + chart.alt and "11" not in chart.alt
    assert "Latent" not in square.alt
    table = next(
        block
        for block in section.blocks
        if isinstance(block, Table) and block.id == "tbl-loyalty-fourfold"
    )
    latent = next(row for row in table.rows if row[0] == "Latent loyalty")
    assert latent[1:] == ("<10", "–", "–", "–")


def test_a_hostile_group_stays_text() -> None:
    section = tell_loyalty(tell_about("en"), make_fourfold(), make_cut_points())
    chart = next(block for block in section.blocks if isinstance(block, Figure))
    assert HOSTILE in chart.alt and not re.search("<script", chart.svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_deeds_there_is_an_index_of_words_only(language: str) -> None:
    parts = make_parts().query("kind == 'words'")
    section = loyalty_section(
        tell_about(language),
        index=make_index(),
        parts=parts,
        fourfold=NOTHING,
        cut_points=NOTHING,
        corrected=NOTHING,
        reason="no_deeds",
    )
    assert len(section.claims) == 1 and not section.checks
    assert not any(isinstance(block, Notice) for block in section.blocks)


def test_too_few_customers_are_given_as_the_reason() -> None:
    section = loyalty_section(
        tell_about("en"),
        index=make_index(),
        parts=make_parts(),
        fourfold=NOTHING,
        cut_points=NOTHING,
        corrected=NOTHING,
        reason="too_few",
    )
    notice = section.blocks[-1]
    assert isinstance(notice, Notice) and "too few" in notice.text


def test_the_cover_shows_the_index_of_enough_customers() -> None:
    tell = tell_about("en")
    (figure,) = loyalty_key_figure(tell, index=make_index())
    assert (figure.value, figure.interval) == ("60.0", "58.0 to 62.0")
    assert loyalty_key_figure(tell, index=make_index().assign(n=4)) == []
