"""What the report says of drivers, of gains and of what to improve first."""

import pandas as pd
import pytest
from satisfaction_loyalty_results import (
    HORIZON,
    NOTHING,
    make_gains,
    make_map,
    make_ranking,
    tell_about,
)

from analysis.report.blocks import Figure, Notice, Table
from analysis.report.satisfaction_loyalty_drivers import drivers_section
from analysis.report.satisfaction_loyalty_improve import improve_section, lever_key_figure

LANGUAGES = ("en", "zh")
CAUSAL = pd.DataFrame({"reason": ["fit"], "passed": [True], "verdict": ["association"]})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("with_deeds", [True, False])
def test_gains_are_told_for_every_target(language: str, with_deeds: bool) -> None:
    tell = tell_about(language)
    gains = make_gains(with_deeds=with_deeds)
    section = drivers_section(tell, located=make_map(), gains=gains, horizon=HORIZON)
    table = section.blocks[-1]
    assert isinstance(table, Table) and len(table.columns) == (5 if with_deeds else 3)
    claim = section.claims[1]
    assert "0.50" in claim.text and "0.30" in claim.text
    assert ("330" in claim.text) == with_deeds  # cents are told in euros


def test_fewer_lost_are_a_gain() -> None:
    section = drivers_section(
        tell_about("en"), located=make_map(), gains=make_gains(), horizon=HORIZON
    )
    assert "0.8 (0.6 to 1.0) fewer customers lost" in section.claims[1].text


def test_the_map_names_what_matters_and_is_done_worse() -> None:
    tell = tell_about("en")
    section = drivers_section(tell, located=make_map(), gains=make_gains(), horizon=HORIZON)
    assert section.claims[0].text.startswith("service goes more than the others")
    chart = next(block for block in section.blocks if isinstance(block, Figure))
    assert "service: importance 0.50, performance 40.0" in chart.alt


def test_when_nothing_important_is_done_badly_that_is_said() -> None:
    located = make_map(("keep_up", "low_priority"))
    section = drivers_section(
        tell_about("en"), located=located, gains=make_gains(), horizon=HORIZON
    )
    assert "no lever is both important and done badly" in section.claims[0].text


def test_an_unsure_quadrant_is_named() -> None:
    located = make_map().assign(quadrant_share=[0.6, 0.9])
    section = drivers_section(
        tell_about("en"), located=located, gains=make_gains(), horizon=HORIZON
    )
    texts = " ".join(getattr(block, "text", "") for block in section.blocks)
    assert "service (60%)" in texts


@pytest.mark.parametrize("reason", ["no_model", "no_levers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_levers_a_notice_says_why(language: str, reason: str) -> None:
    section = drivers_section(
        tell_about(language), located=NOTHING, gains=NOTHING, horizon=HORIZON, reason=reason
    )
    assert isinstance(section.blocks[-1], Notice) and not section.claims


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("best", [0.97, 0.7])
def test_the_first_lever_is_only_recommended_when_it_is_sure(language: str, best: float) -> None:
    section = improve_section(
        tell_about(language),
        ranking=make_ranking(best),
        located=make_map(),
        causal=CAUSAL,
        horizon=HORIZON,
    )
    sure = best >= 0.95
    assert section.claims[0].tone == ("neutral" if sure else "watch")
    assert section.checks[0].passed is (True if sure else None)


def test_what_is_not_known_of_costs_is_said() -> None:
    section = improve_section(
        tell_about("en"),
        ranking=make_ranking(),
        located=make_map(),
        causal=CAUSAL,
        horizon=HORIZON,
    )
    texts = " ".join(getattr(block, "text", "") for block in section.blocks)
    assert "What a point costs is not in the data" in texts
    assert "customers kept" in section.claims[0].text


def test_without_deeds_levers_are_ranked_by_loyalty() -> None:
    tell = tell_about("en")
    ranking = make_ranking(with_deeds=False)
    section = improve_section(
        tell, ranking=ranking, located=make_map(), causal=NOTHING, horizon=HORIZON
    )
    assert "“loyalty”" in section.claims[0].text
    (figure,) = lever_key_figure(tell, ranking=ranking)
    assert figure.value == "0.30"


def test_without_levers_nothing_is_recommended() -> None:
    tell = tell_about("en")
    section = improve_section(
        tell, ranking=NOTHING, located=NOTHING, causal=CAUSAL, horizon=HORIZON
    )
    assert section.blocks == () and lever_key_figure(tell, ranking=NOTHING) == []
