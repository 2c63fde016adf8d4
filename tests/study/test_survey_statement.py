"""What a study says of its survey: what it means, and every fault with its line."""

from pathlib import Path

import pytest

from analysis.errors import StudyError
from analysis.study import SurveyModel, load_study

BASE = """\
title: {en: Shop, zh: 商店}
organisation: {en: Shop, zh: 商店}
currency: EUR
time_zone: UTC
as_of: 2024-12-31
tables:
  surveys:
    file: raw/survey.csv
    columns: {customer_id: id}
    items:
      - {scale: [1, 5], names: [service_1, service_2, price_1, price_2, overall, again, tell]}
"""
SURVEY = """\
survey:
  constructs:
    service: [service_1, service_2]
    price: [price_1, price_2]
  paths:
    overall: [service, price]
    again: [overall]
  reversed: [price_2]
  roles: {satisfaction: overall, loyalty: again, levers: [service, price]}
"""


def load(folder: Path, text: str) -> SurveyModel:
    (folder / "shop").mkdir()
    (folder / "shop" / "study.yml").write_text(BASE + text, encoding="utf-8")
    survey = load_study(str(folder / "shop")).survey
    assert survey is not None
    return survey


def faults_of(folder: Path, text: str) -> list[str]:
    """``line: message`` of every fault, lines counted from ``survey:`` as 1."""
    with pytest.raises(StudyError) as caught:
        load(folder, text)
    lines = str(caught.value).splitlines()[1:]
    told = [line.partition("study.yml:")[2].split(": ", 1) for line in lines]
    return [f"{int(line) - BASE.count(chr(10))}: {message}" for line, message in told]


def test_a_survey_is_read_in_its_own_order(tmp_path: Path) -> None:
    survey = load(tmp_path, SURVEY)
    assert survey.construct_items == {
        "service": ("service_1", "service_2"),
        "price": ("price_1", "price_2"),
    }
    assert survey.path_map == {"overall": ("service", "price"), "again": ("overall",)}
    assert survey.reversed_items == ("price_2",)
    assert survey.roles.satisfaction == "overall" and survey.roles.trust is None
    assert survey.items == ("service_1", "service_2", "price_1", "price_2", "overall", "again")
    assert survey.construct_of("price_2") == "price" and survey.construct_of("tell") is None
    assert survey.is_construct("price") and not survey.is_construct("overall")


def test_a_cause_alone_needs_no_brackets(tmp_path: Path) -> None:
    assert load(tmp_path, SURVEY.replace("[overall]", "overall")).path_map["again"] == ("overall",)


def test_a_model_may_be_pasted(tmp_path: Path) -> None:
    text = """\
survey:
  model: |
    service =~ service_1 + service_2
    overall ~ service
  roles: {satisfaction: overall, loyalty: again}
"""
    survey = load(tmp_path, text)
    assert survey.model is not None and survey.model.startswith("service =~")
    assert survey.constructs == () and survey.paths == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "service: [service_1, service_2]",
            "service: [service_1, servise_2]",
            "3: survey.constructs.service: servise_2 is not an item of tables.surveys.items. Did "
            "you mean 'service_2'?",
        ),
        (
            "price: [price_1, price_2]",
            "price: [price_1, service_2]",
            "4: survey.constructs.price: service_2 is already an item of service",
        ),
        (
            "price: [price_1, price_2]",
            "price: [price_1]",
            "4: survey.constructs.price has one item, price_1, which cannot show its own"
            " measurement error: name the item itself under roles and paths",
        ),
        (
            "again: [overall]",
            "again: [overal]",
            "7: survey.paths.again: overal is neither a construct nor an item. Did you mean"
            " 'overall'? Constructs: service, price",
        ),
        (
            "again: [overall]",
            "again: [overall]\n    service: [again]",
            "7: survey.paths goes in a circle: overall -> again -> service -> overall; what comes"
            " first must be decided",
        ),
        (
            "again: [overall]",
            "again: [again]",
            "7: survey.paths goes in a circle: again -> again; what comes first must be decided",
        ),
        (
            "again: [overall]",
            "again: [overall, service_1]",
            "7: survey.paths.again: service_1 is an item of service: name the construct",
        ),
        (
            "again: [overall]",
            "again: [overall, overall]",
            "7: survey.paths.again lists overall twice",
        ),
        (
            "[price_2]\n",
            "[price_3]\n",
            "8: survey.reversed: price_3 is not an item of tables.surveys.items. Did you mean"
            " 'price_2'?",
        ),
        (
            "loyalty: again",
            "loyalty: loyal",
            "9: survey.roles.loyalty: loyal is neither a construct nor an item. Constructs:"
            " service, price",
        ),
        (
            "loyalty: again",
            "loyalty: again, csat: service",
            "9: survey.roles.csat: service is not an item of tables.surveys.items. Did you mean"
            " 'service_2'?",
        ),
        ("loyalty: again, ", "", "9: survey.roles.loyalty is missing"),
        ("roles:", "rolls:", "1: survey.roles is missing"),
        (
            "  reversed: [price_2]",
            "  mediation: [{cause: service, through: [price], outcome: overall}]",
            "8: survey.mediation: there is no path from service to price under paths",
        ),
        (
            "  reversed: [price_2]",
            "  expectations: {service_1: hoped}",
            "8: survey.expectations.service_1: hoped is not an item of tables.surveys.items.",
        ),
        ("service: [service_1, service_2]", "service:", "service needs a list of names"),
        ("  paths:", "  model: x\n  paths:", "give either model, or constructs and paths"),
        (
            "  reversed: [price_2]",
            "  rivals: [{name: a, label: {en: A, zh: 甲}, paths: {again: [priced]}}]",
            "survey.rivals.0.paths.again: priced is neither a construct nor an item.",
        ),
        ("    service: [", "    tell: [", "3: survey.constructs: tell is the name of an item"),
        ("    price: [", "    my price: [", "'my price' is no name: letters, digits, _ and ."),
        ("reversed:", "reverse:", "survey.reverse is not a field. Did you mean 'reversed'?"),
    ],
)
def test_faults(old: str, new: str, fault: str, tmp_path: Path) -> None:
    assert old in SURVEY
    told = faults_of(tmp_path, SURVEY.replace(old, new, 1))
    assert any(fault in line for line in told), told


def test_every_fault_comes_at_once(tmp_path: Path) -> None:
    text = SURVEY.replace("service_2]", "servise_2]").replace("[price_2]", "[price_3]")
    told = faults_of(tmp_path, text.replace("[overall]", "[overal]"))
    assert [line.split(":")[0] for line in told] == ["3", "7", "8"]


def test_a_survey_needs_answers(tmp_path: Path) -> None:
    text = BASE[: BASE.index("tables:")] + (
        "tables:\n  customers: {file: raw/c.csv, columns: {customer_id: id}}\n" + SURVEY
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "study.yml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="survey needs a table surveys with its items"):
        load_study(str(tmp_path / "shop"))


@pytest.mark.parametrize("name", ["abc", "demo_retail"])
def test_the_bundled_models_are_labelled(name: str) -> None:
    study = load_study(name)
    assert study.survey is not None
    for construct in study.survey.construct_items:
        for language in ("en", "zh"):
            assert study.label(construct, language) != construct
    assert len(study.survey.rivals) == 3
    assert study.survey.mediation
