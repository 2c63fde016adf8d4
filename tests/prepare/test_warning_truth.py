"""True and attainable risks at landmarks, against what then happened to simulated customers."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.concordance import compare_pairs
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmarks import build_landmarks
from analysis.prepare.warning_limits import COLUMNS, build_warning_truth
from analysis.prepare.warning_truth import find_true_risks, has_warning_truth
from analysis.store import Tables
from analysis.study import Study, load_study

HORIZON = 180
N_DAYS = 1_030


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    demo = load_study("demo_retail")
    assert demo.simulate is not None
    size = demo.simulate.model_copy(update={"n_customers": 4_000, "n_days": N_DAYS, "seed": 5})
    end = pd.Timestamp("2022-01-01") + pd.Timedelta(days=N_DAYS - 1)
    changes = {"folder": tmp_path_factory.mktemp("shop"), "simulate": size, "as_of": end.date()}
    return demo.model_copy(update=changes)


@pytest.fixture(scope="module")
def tables(study: Study) -> Tables:
    return prepare_tables(study)


@pytest.fixture(scope="module")
def landmarks(study: Study, tables: Tables) -> pd.DataFrame:
    last = (pd.Timestamp(tables.as_of) - pd.Timestamp("1970-01-01")).days
    # none of these silences overlap, so that customers' fates at them are independent
    return build_landmarks(tables, study, days=[last - 720, last - 540, last - 360, last - 180])


@pytest.fixture(scope="module")
def joined(study: Study, tables: Tables, landmarks: pd.DataFrame) -> pd.DataFrame:
    truth = build_warning_truth(tables, study, landmarks, horizon=HORIZON)
    rows = landmarks[landmarks["silence_left"] <= HORIZON].reset_index(drop=True)
    assert (rows["customer_id"].astype(str) == truth["customer_id"].astype(str)).all()
    return truth.assign(
        left=rows["left_180"].astype(float), silence_left=rows["silence_left"].to_numpy(float)
    )


def distance(rows: pd.DataFrame, column: str) -> float:
    """How far outcomes are from what was foretold, in standard errors."""
    spread = (rows[column] * (1 - rows[column])).sum()
    return float((rows["left"] - rows[column]).sum() / np.sqrt(spread))


def auc(rows: pd.DataFrame, risk: pd.Series) -> float:
    left = rows["left"].to_numpy(bool)
    pairs = compare_pairs(
        risk.to_numpy(float),
        start=np.zeros(len(left)),
        stop=np.where(left, 1.0, 2.0),
        event=left,
        group=np.zeros(len(left), int),
    )
    return float(pairs.estimate())


def test_customers_are_lost_as_the_truth_says(joined: pd.DataFrame) -> None:
    assert abs(distance(joined, "true_risk")) < 3.5
    tenth = pd.qcut(joined["true_risk"], 10, labels=False)
    far = [distance(rows, "true_risk") for _, rows in joined.groupby(tenth)]
    assert np.abs(far).max() < 3.5 and np.square(far).sum() < 30  # chi-squared of 10: 0.1 %
    months = [distance(rows, "true_risk") for _, rows in joined.groupby("day")]
    assert np.abs(months).max() < 3.5  # in the shock, and out of it


def test_the_best_forecast_is_right_and_ranks_between_rule_and_truth(joined: pd.DataFrame) -> None:
    tenth = pd.qcut(joined["attainable_risk"], 10, labels=False)
    far = [distance(rows, "attainable_risk") for _, rows in joined.groupby(tenth)]
    # offers enter by their average, so it need not be exact
    assert np.abs(far).max() < 4
    rule, best, truth = (
        auc(joined, risk)
        for risk in (-joined["silence_left"], joined["attainable_risk"], joined["true_risk"])
    )
    assert rule + 0.03 < best < truth - 0.03


def test_nothing_recorded_later_changes_the_best_forecast(
    study: Study, tables: Tables, landmarks: pd.DataFrame, joined: pd.DataFrame
) -> None:
    day = landmarks["day"].min()
    early = landmarks[landmarks["day"] == day]
    alone = build_warning_truth(tables, study, early, horizon=HORIZON)
    later = build_warning_truth(tables, study, landmarks, horizon=HORIZON, days=[day])
    pd.testing.assert_frame_equal(alone, later)
    same = joined[joined["day"] == day]
    np.testing.assert_allclose(alone["attainable_risk"], same["attainable_risk"], rtol=1e-9)


def test_a_silence_that_cannot_be_complete_has_no_risk(
    study: Study, landmarks: pd.DataFrame
) -> None:
    risks = find_true_risks(landmarks, study, horizon=60)
    settled = landmarks["silence_left"].to_numpy(float) > 60
    assert (risks[settled] == 0).all() and (risks[~settled] > 0).all()


def test_a_real_company_has_no_truth(tables: Tables, landmarks: pd.DataFrame) -> None:
    real = load_study("cdnow")
    assert not has_warning_truth(real)
    assert find_true_risks(landmarks, real, horizon=HORIZON).isna().all()
    told = build_warning_truth(tables, real, landmarks, horizon=HORIZON)
    assert told.empty and tuple(told.columns) == COLUMNS
