"""Templates of surveys: sound by themselves, and fitted to what a study asks."""

import pytest
from pydantic import ValidationError

from analysis.errors import StudyError
from analysis.study import SurveyModel
from analysis.study.parts import Words
from analysis.study.survey_checks import find_survey_faults
from analysis.study.survey_template import list_survey_templates, load_survey_template


def model(template: str, items: list[str], **own: object) -> SurveyModel:
    """The template for a study whose items have the template's names and an ``x_`` before."""
    given = {"template": template, "items": {item: f"x_{item}" for item in items}}
    return SurveyModel.model_validate({**given, **own})


@pytest.mark.parametrize("name", list_survey_templates())
def test_a_template_is_whole(name: str) -> None:
    template = load_survey_template(name)
    items = [*template["items"], *template.get("expectations", {}).values()]
    given = {"template": name, "items": {item: item for item in items}}
    assert find_survey_faults(given, items, set()) == []
    survey = SurveyModel.model_validate(given)
    assert set(survey.items) == set(items)
    for words in template["items"].values():
        Words.model_validate(words)
    assert template["source"] and Words.model_validate(template["title"])


def test_the_index_has_the_paths_of_its_source() -> None:
    template = load_survey_template("ecsi")
    assert sum(len(items) for items in template["constructs"].values()) + 1 == 24
    assert sum(len(causes) for causes in template["paths"].values()) == 12
    servqual = load_survey_template("servqual")
    assert len(servqual["expectations"]) == 22 and len(servqual["paths"]["satisfaction"]) == 5


def test_what_is_not_asked_falls_away() -> None:
    asked = ["image_1", "image_2", "complaints", "satisfaction_1", "loyalty_1", "loyalty_3"]
    survey = model("ecsi", asked)
    assert survey.construct_items == {
        "image": ("x_image_1", "x_image_2"),
        "loyalty": ("x_loyalty_1", "x_loyalty_3"),
    }
    assert survey.path_map == {
        "x_satisfaction_1": ("image",),
        "x_complaints": ("x_satisfaction_1",),
        "loyalty": ("image", "x_satisfaction_1", "x_complaints"),
    }
    assert survey.roles.satisfaction == "x_satisfaction_1"
    assert survey.roles.levers == ("image",)
    assert survey.mediation == ()
    assert [rival.name for rival in survey.rivals] == ["satisfaction_only"]


def test_what_a_study_states_goes_before() -> None:
    items = list(load_survey_template("servqual")["items"])
    survey = model(
        "servqual",
        items,
        paths={"loyalty": ["satisfaction", "assurance"]},
        reversed=["x_empathy_5"],
        roles={"recommend": "x_loyalty_3"},
    )
    assert survey.path_map["loyalty"] == ("satisfaction", "assurance")
    assert len(survey.path_map["satisfaction"]) == 5
    assert survey.reversed_items == ("x_empathy_5",)
    assert (survey.roles.recommend, survey.roles.repurchase) == ("x_loyalty_3", "x_loyalty_1")


def test_three_questions_are_a_model() -> None:
    survey = model("csat_nps", ["csat", "recommend", "repurchase"])
    assert survey.constructs == ()
    assert survey.items == ("x_recommend", "x_csat", "x_repurchase")


def test_gaps_need_both_questions() -> None:
    items = [*load_survey_template("servqual")["items"], "tangibles_1_expected"]
    assert model("servqual", items).expectations == {"x_tangibles_1": "x_tangibles_1_expected"}


def test_what_is_no_template_is_told() -> None:
    with pytest.raises(StudyError, match="there are csat_nps, ecsi, servqual"):
        load_survey_template("acsi")
    with pytest.raises(ValidationError, match="there is no survey template 'acsi'"):
        model("acsi", [])
    with pytest.raises(ValidationError, match="give it"):
        SurveyModel.model_validate({"items": {}, "roles": {"satisfaction": "a", "loyalty": "b"}})


def test_an_item_that_the_template_lacks_is_told() -> None:
    given = {"template": "csat_nps", "items": {"csatt": "a", "recommend": "b", "repurchase": "c"}}
    messages = [fault.message for fault in find_survey_faults(given, ["a", "b", "c"], set())]
    assert any("has no item csatt. Did you mean 'csat'?" in message for message in messages)
