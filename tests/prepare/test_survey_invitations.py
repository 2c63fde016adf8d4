"""Who was asked, who answered, and why it cannot be told where nobody wrote it down."""

from pathlib import Path

import pandas as pd
import pytest
from small_tables import day
from survey_shop import (
    make_answers,
    make_contacts,
    make_survey_study,
    make_survey_tables,
    row_of,
)

from analysis.prepare.intake import prepare_tables
from analysis.prepare.survey_invitations import build_invitations
from analysis.prepare.survey_responses import build_survey_responses
from analysis.store import Tables
from analysis.study import Study, load_study

FULL = (4, 4, 2, 4)
PURCHASES = [(who, "2024-01-10", 1000) for who in "abcd"]
ANSWERS = make_answers(
    ("a", "2024-03-01", FULL),  # on the day of the invitation
    ("b", "2024-03-31", FULL),  # on its last day
    ("c", "2024-04-01", FULL),  # a day too late
    ("d", "2024-03-20", FULL),  # after being asked again
)


def ask(who: str, when: str) -> tuple[str, str, str, None, None]:
    return who, when, "survey_invitation", None, None


CONTACTS = make_contacts(
    *(ask(who, "2024-03-01") for who in "abcd"),
    ask("d", "2024-03-15"),
    ask("a", "2024-12-20"),
    ("a", "2024-02-01", "complaint", "price", 3.0),
)


def test_an_answer_belongs_to_the_last_invitation(tmp_path: Path) -> None:
    tables = make_survey_tables(tmp_path / "t", PURCHASES, ANSWERS, CONTACTS)
    invitations = build_invitations(tables, make_survey_study(tmp_path / "s"))
    assert invitations.reason == "" and len(invitations.frame) == 6
    answered = {
        (row["customer_id"], row["day"])
        for _, row in invitations.frame.iterrows()
        if row["answered"]
    }
    assert answered == {
        ("a", day("2024-03-01")),
        ("b", day("2024-03-01")),
        ("d", day("2024-03-15")),
    }
    late = row_of(invitations.frame, "a", "2024-12-20")
    assert not late["observed"] and not late["answered"]
    first = row_of(invitations.frame, "a", "2024-03-01")
    assert first["observed"] and first["n_complaints_last_year"] == 1
    assert first["days_since_purchase"] == 51 and first["silence_left"] == 39


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"contacts": None}, "no invitation is recorded"),
        ({"contacts": CONTACTS[CONTACTS["type"] == "complaint"]}, "no invitation is recorded"),
        ({"answers": ANSWERS.drop(columns="day")}, "the survey has no dates"),
        ({"answers": ANSWERS.iloc[:0]}, "no answers"),
    ],
)
def test_why_nonresponse_cannot_be_told(
    change: dict[str, pd.DataFrame | None], reason: str, tmp_path: Path
) -> None:
    given = {"answers": ANSWERS, "contacts": CONTACTS, **change}
    assert given["answers"] is not None
    tables = make_survey_tables(tmp_path / "t", PURCHASES, given["answers"], given["contacts"])
    invitations = build_invitations(tables, make_survey_study(tmp_path / "s"))
    assert reason in invitations.reason
    assert invitations.frame.empty and "answered" in invitations.frame


@pytest.fixture(scope="module")
def retail() -> tuple[Tables, Study]:
    """The simulated company."""
    study = load_study("demo_retail")
    return prepare_tables(study), study


def test_every_answer_of_the_simulated_company_was_asked_for(retail: tuple[Tables, Study]) -> None:
    tables, study = retail
    assert tables.capabilities["survey_model"] == tables.capabilities["survey_outcomes"] == ""
    frame = build_invitations(tables, study).frame
    responses = build_survey_responses(tables, study, every=True).frame
    assert frame["answered"].sum() == len(responses)
    assert frame["observed"].all()
    assert (frame["days_since_purchase"] <= 365).all()  # those who bought in the last year
    assert {"region", "home_channel", "age_band"} <= set(frame.columns)


def test_the_reversed_items_of_the_simulated_company(retail: tuple[Tables, Study]) -> None:
    tables, study = retail
    assert study.survey is not None
    assert build_survey_responses(tables, study).items["reversed"].sum() == 5
    undeclared = study.model_copy(
        update={"survey": study.survey.model_copy(update={"reversed_items": ()})}
    )
    with pytest.raises(Exception, match="tangibles_3 of construct tangibles goes against") as told:
        build_survey_responses(tables, undeclared)
    assert str(told.value).count("declare it under survey: reversed") == 5
