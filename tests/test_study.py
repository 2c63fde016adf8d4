"""study.yml as one object: what it means, and every fault with its line."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from analysis import study as study_module
from analysis.errors import StudyError
from analysis.study import list_studies, load_study

SHOP = """\
title: {en: Shop, zh: 商店}
organisation: {en: Shop, zh: 商店}
currency: EUR
time_zone: Europe/Berlin
tables:
  transactions:
    file: raw/purchases.csv
    columns: {customer_id: id, date: when, amount: paid}
churn:
  kind: silence
  definition: {name: silent, rule: fixed_days, days: 90}
"""


def write(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "study.yml").write_text(text, encoding="utf-8")
    return str(folder)


def faults_of(folder: Path, text: str) -> list[str]:
    """The lines of the message of StudyError, from `line: message` on."""
    with pytest.raises(StudyError) as caught:
        load_study(write(folder / "shop", text))
    assert caught.value.exit_code == 2
    lines = str(caught.value).splitlines()[1:]
    prefix = f"  - {(folder / 'shop' / 'study.yml').resolve()}:"
    assert all(line.startswith(prefix) for line in lines), lines
    return [line.removeprefix(prefix) for line in lines]


def test_a_small_study_is_complete(tmp_path: Path) -> None:
    study = load_study(write(tmp_path / "shop", SHOP))
    assert study.name == "shop"
    assert study.title["zh"] == "商店"
    assert study.as_of is None
    assert study.time_unit == "day"
    assert study.minimum_cell == 10
    assert study.churn is not None and study.churn.definition is not None
    assert [rule.rule for rule in study.churn.alternatives] == ["fixed_days", "own_rhythm"]
    assert study.churn.alternatives[0].days == 45


def test_a_study_never_changes(tmp_path: Path) -> None:
    study = load_study(write(tmp_path / "shop", SHOP))
    with pytest.raises(ValidationError):
        study.currency = "USD"


def test_the_bundled_studies_are_sound() -> None:
    assert {"abc", "cdnow", "telco"} <= set(list_studies())
    telco, cdnow, abc = load_study("telco"), load_study("cdnow"), load_study("abc")
    assert telco.churn is not None and telco.churn.kind == "contract_end"
    assert "total_charges" not in str(telco.tables["contracts"].attributes)
    assert cdnow.as_of == date(1998, 6, 30)
    assert cdnow.churn is not None and len(cdnow.churn.alternatives) == 2
    assert sum(len(group.names) for group in abc.tables["surveys"].items) == 66
    for study in (telco, cdnow, abc):
        assert study.fetch is not None and study.notes
        for column in [*study.segments, *(driver.column for driver in study.drivers)]:
            assert study.label(column, "zh") != column


def test_labels_fall_back_and_can_be_of_one_column() -> None:
    telco = load_study("telco")
    assert telco.label("No", "en") == "No"
    assert telco.label("No", "en", column="internet_service") == "No internet"
    assert telco.label("No", "zh", column="partner") == "否"
    assert telco.label("<b>", "en") == "<b>"


def test_a_study_is_found_by_name_path_and_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "shop", SHOP)
    assert load_study(folder + "/study.yml").folder == Path(folder).resolve()
    assert load_study("telco").folder == study_module.PROJECT_ROOT / "data" / "telco"


def test_an_unknown_study_lists_those_there_are() -> None:
    with pytest.raises(StudyError, match="Did you mean 'telco'") as caught:
        load_study("telcoo")
    assert "abc, cdnow" in str(caught.value)
    for name in ("", "..", "../..", "/nowhere"):
        with pytest.raises(StudyError, match="there is no study"):
            load_study(name)


def test_every_fault_comes_at_once_with_its_line(tmp_path: Path) -> None:
    text = """\
title: {en: Shop}
organisation: {en: Shop, zh: 商店}
currency: EURO
time_zone: Berlin
as_of: someday
curency: EUR
tables:
  transactions:
    file: raw/purchases.csv
    encoding: utf-9
    columns: {customer_id: id, dat: when}
  visits:
    file: raw/visits.csv
segments: [region]
drivers:
  - {column: first_amount, kind: numeric}
churn:
  kind: silence
minimum_cell: 1
"""
    found = faults_of(tmp_path, text)
    expected = {
        "1": ["title.zh is missing"],
        "3": ["currency: is not a currency code"],
        "4": ["time_zone: is not a time zone"],
        "5": ["as_of"],
        "6": ["curency is not a field. Did you mean 'currency'?"],
        "10": ["encoding: is not an encoding"],
        "11": ["columns.date is missing", "dat is not a column", "needs amount or unit_price"],
        "12": ["tables.visits is not a table"],
        "14": ["region is not an attribute"],
        "16": ["drivers.0.kind"],
        "17": ["silence needs a definition"],
        "19": ["minimum_cell"],
    }
    for line, fragments in expected.items():
        told = [fault for fault in found if fault.startswith(f"{line}:")]
        for fragment in fragments:
            assert any(fragment in fault for fault in told), (line, fragment, found)
    assert len(found) == sum(map(len, expected.values()))


@pytest.mark.parametrize(
    ("old", "new", "fragment"),
    [
        ("file: raw/purchases.csv", "query: SELECT 1", "give either file, or database"),
        ("churn:\n  kind: silence", "churn:\n  kind: contract_end", "needs a table contracts"),
        ("days: 90", "multiple: 3", "rule fixed_days needs days"),
        ("days: 90", "days: 90, minimum_days: 9, maximum_days: 3", "minimum_days is above"),
        ("name: silent", "name: Silent 90", "churn.definition.name"),
        ("churn:", "time_unit: month\nchurn:", "time_unit must be day"),
        (
            "currency: EUR",
            "currency: EUR\nrecords_begin: 2024-01-01\nas_of: 2023-01-01",
            "before as_of",
        ),
        ("amount: paid}", "amount: paid}\n    attributes: {region: r}", "takes no attributes"),
        ("amount: paid}", "amount: paid}\n    items: [{scale: [1, 5], names: [q]}]", "no items"),
        ("amount: paid}", "amount: paid}\n    values: {region: {1: N}}", "neither mapped"),
        ("churn:", "segments: [joined_month, joined_month]\nchurn:", "lists joined_month twice"),
    ],
)
def test_faults_between_fields(old: str, new: str, fragment: str, tmp_path: Path) -> None:
    assert old in SHOP
    assert fragment in "\n".join(faults_of(tmp_path, SHOP.replace(old, new, 1)))


def test_an_id_cannot_be_an_attribute(tmp_path: Path) -> None:
    text = SHOP.replace(
        "tables:",
        "tables:\n  customers:\n    file: a.csv\n    columns: {customer_id: id}\n"
        "    attributes: {email: id, day: d}",
    )
    found = "\n".join(faults_of(tmp_path, text))
    assert "attributes.email is an id, which no later file may hold" in found
    assert "attributes.day is a name of the project" in found


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("title: [unclosed", ":1: not valid YAML"),
        ("a: 1\na: 2\n", "not valid YAML"),
        ("", "expected fields"),
        ("- a\n- b\n", "expected fields"),
        ("a: !!python/object:os.system x", "study.yml"),
    ],
)
def test_what_is_no_study_file_is_told(text: str, fragment: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        load_study(write(tmp_path / "shop", text))
    assert fragment in str(caught.value)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "shop", SHOP)
    (tmp_path / "shop" / "study.yml").write_bytes(SHOP.encode("gb18030"))
    with pytest.raises(StudyError, match="not written in UTF-8"):
        load_study(folder)


def test_a_folder_that_cannot_name_a_study_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="cannot name a study"):
        load_study(write(tmp_path / "<b>", SHOP))


def test_a_copied_study_is_a_study_of_its_own(tmp_path: Path) -> None:
    source = study_module.PROJECT_ROOT / "data" / "cdnow" / "study.yml"
    (tmp_path / "copy").mkdir()
    shutil.copy(source, tmp_path / "copy" / "study.yml")
    assert load_study(str(tmp_path / "copy")).name == "copy"
