"""``truth.yml`` says every parameter, and ``study.yml`` fits the tables."""

from dataclasses import fields
from pathlib import Path
from shutil import copy

import pandas as pd
import pytest
from ruamel.yaml import YAML
from simulated_company import RAW, Written

from analysis.simulate.parameters import CompanyParameters
from analysis.study import PROJECT_ROOT, load_study

STUDY = PROJECT_ROOT / "data" / "demo_retail" / "study.yml"


@pytest.fixture(scope="module")
def truth(company: Written) -> dict:
    return YAML(typ="safe").load((company.folder / "truth" / "truth.yml").read_text("utf-8"))


def test_every_parameter_is_there_with_its_meaning(truth: dict) -> None:
    parameters = truth["parameters"]
    default = CompanyParameters()
    assert list(parameters) == ["meaning", *(part.name for part in fields(default))]
    assert parameters["stages"]["intensities"]["declining -> churned"] == pytest.approx(1 / 65)
    assert parameters["stages"]["satisfaction_effects"]["mature -> declining"] == -0.5
    assert parameters["offers"]["factors"]["voucher, 18-34"] == 0.45
    assert parameters["survey"]["items"]["recommend"]["loading"] == 0.85
    assert parameters["purchases"]["spend_v"] == 15.44
    assert parameters["start_date"] == default.start_date
    for group in ("stages", "offers", "purchases", "contacts", "voice", "survey"):
        assert len(parameters[group]["meaning"]) > 80
    assert len(truth["model"]) >= 8


def test_what_was_reached_is_what_the_files_hold(company: Written, truth: dict) -> None:
    reached = truth["reached"]
    spells = company.truth["true_spells"]
    assert reached["customers"] == len(company.raw["customers"])
    assert reached["survey_answers"] == len(company.raw["surveys"])
    orders = company.raw["transactions"]["order_no"]
    assert reached["purchases"] == orders.str.startswith("B").sum()
    made = spells.dropna(subset="to_state")
    counted = (made["from_state"] + " -> " + made["to_state"]).value_counts().to_dict()
    assert reached["transitions"] == counted
    length = spells["stop_day"] - spells["start_day"]
    shares = length.groupby(spells["from_state"]).sum() / length.sum()
    assert reached["share_of_time_by_stage"] == pytest.approx(shares.to_dict(), abs=1e-4)


def test_the_study_maps_columns_that_are_there(company: Written, tmp_path: Path) -> None:
    copy(STUDY, tmp_path / "study.yml")
    study = load_study(str(tmp_path / "study.yml"))
    assert set(study.tables) == set(RAW)
    for name, source in study.tables.items():
        columns = set(company.raw[name].columns)
        assert {*source.columns.values(), *source.attributes.values()} <= columns
        assert source.file == f"raw/{name}.parquet"
    items = company.parameters.survey.items
    for group in study.tables["surveys"].items:
        for item in group.names:
            assert item in company.raw["surveys"].columns
            assert item in study.labels
            if item in items:
                assert (group.low, group.high) == (items[item].low, items[item].high)
    assert study.as_of == CompanyParameters().last_date


def test_every_value_of_the_tables_has_its_name_in_both_languages(company: Written) -> None:
    study = load_study(str(STUDY))
    columns = [
        ("customers", "region"),
        ("customers", "home_channel"),
        ("customers", "age_band"),
        ("transactions", "category"),
        ("transactions", "sales_channel"),
        ("interactions", "contact_type"),
        ("interactions", "contact_channel"),
        ("interactions", "topic"),
        ("treatments", "arm"),
        ("feedback", "source"),
        ("market", "holiday"),
    ]
    for table, column in columns:
        values: pd.Series = company.raw[table][column]
        for value in values.dropna().unique():
            assert value in study.labels, (table, value)
