"""The true causes of leaving on file are those of the simulation."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.prepare.cause_truth import COLUMNS, read_cause_truth
from analysis.simulate.company import simulate_company
from analysis.simulate.parameters import REASONS, CompanyParameters
from analysis.study import Study, load_study

FIRST, LAST = 18993, 18993 + 1000  # 2022-01-01 and on


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("company")
    simulate_company(folder / "raw", CompanyParameters(n_customers=600, n_days=1000))
    return load_study("demo_retail").model_copy(update={"folder": folder})


def test_shares_are_those_of_all_who_left(simulated: Study) -> None:
    truth = read_cause_truth(simulated, since=FIRST, until=LAST)
    assert list(truth.columns) == list(COLUMNS)
    shares = truth[truth["kind"] == "share"].set_index("term")["estimate"]
    churns = pd.read_parquet(simulated.folder / "raw" / "truth" / "churns.parquet")
    assert shares["price"] == pytest.approx((churns["reason"] == "price").mean())
    assert shares.sum() == pytest.approx(1) and set(shares.index) == set(REASONS)


def test_effects_have_the_signs_of_the_parameters(simulated: Study) -> None:
    truth = read_cause_truth(simulated, since=FIRST, until=LAST)
    effects = truth[truth["kind"] == "effect"].set_index(["term", "stratum"])["estimate"]
    assert effects["satisfaction", "service"] < -0.1 < 0 < effects["satisfaction", "price"]
    assert effects["campaign", "price"] > 0.1
    for term in ("satisfaction", "campaign"):
        assert effects[term].sum() == pytest.approx(0, abs=1e-12)


def test_the_best_guess_beats_the_commonest_cause(simulated: Study) -> None:
    truth = read_cause_truth(simulated, since=FIRST, until=LAST)
    matching = truth[truth["kind"] == "matching"].set_index("term")["estimate"]
    assert matching["commonest"] < matching["best"] < 0.6


def test_no_truth_no_rows(tmp_path: Path) -> None:
    assert read_cause_truth(load_study("cdnow"), since=FIRST, until=LAST).empty
    study = load_study("demo_retail").model_copy(update={"folder": tmp_path})
    assert read_cause_truth(study, since=FIRST, until=LAST).empty
