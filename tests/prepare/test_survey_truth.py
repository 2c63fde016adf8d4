"""The truth on file is that of the simulation, in the terms of the estimates."""

from pathlib import Path

import pytest

from analysis.prepare.survey_truth import TRUTH_COLUMNS, read_survey_truth
from analysis.simulate.company import simulate_company
from analysis.simulate.measurement import SurveyParameters, residual_variance
from analysis.simulate.parameters import CompanyParameters
from analysis.study import Study, load_study


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("company")
    simulate_company(folder / "raw", CompanyParameters(n_customers=40, n_days=200))
    return load_study("demo_retail").model_copy(update={"folder": folder})


def test_the_truth_has_the_terms_of_the_stated_model(simulated: Study) -> None:
    truth = read_survey_truth(simulated)
    assert list(truth.columns) == list(TRUTH_COLUMNS)
    assert simulated.survey is not None
    terms = set(truth["term"])
    stated = {
        f"{name} =~ {item}"
        for name, items in simulated.survey.construct_items.items()
        for item in items
    }
    stated |= {f"{y} ~ {x}" for y, causes in simulated.survey.path_map.items() for x in causes}
    assert stated <= terms
    assert (truth.groupby("kind").size()["correlation"], truth["term"].is_unique) == (15, True)


def test_values_by_hand(simulated: Study) -> None:
    truth = read_survey_truth(simulated).set_index("term")["estimate"]
    assert truth["trust ~ satisfaction"] == 0.65
    assert truth["loyalty =~ recommend"] == 0.85
    assert truth["image ~~ reliability"] == pytest.approx(0.55 * 0.7)
    assert truth["trust"] == pytest.approx(0.65**2)
    assert truth["loyalty"] == pytest.approx(1 - residual_variance(SurveyParameters(), "loyalty"))
    assert truth["declining -> churned ~ satisfaction"] == -0.5
    assert truth["answered ~ satisfaction"] == 0.6


def test_a_real_company_has_no_truth_on_file(tmp_path: Path) -> None:
    real = load_study("abc").model_copy(update={"folder": tmp_path})
    assert read_survey_truth(real).empty
