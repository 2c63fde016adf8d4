"""The whole chain on a simulated company: how much of what can be known the warnings find."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.against_truth import TruthComparison, compare_with_truth
from analysis.estimate.early_warning.backtest import Backtest, run_backtest
from analysis.estimate.early_warning.design import leave_out_signs
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.scoring import score_customers
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmark_signs import list_sign_reasons
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.warning_limits import build_warning_truth
from analysis.study import load_study

pytestmark = pytest.mark.slow
HORIZON = 180


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Backtest, TruthComparison]:
    demo = load_study("demo_retail")
    assert demo.simulate is not None
    size = demo.simulate.model_copy(update={"n_customers": 8_000, "seed": 77})
    study = demo.model_copy(update={"folder": tmp_path_factory.mktemp("shop"), "simulate": size})
    tables = prepare_tables(study)
    landmarks = build_landmarks(tables, study)
    features = leave_out_signs(list_landmark_features(landmarks, study), list_sign_reasons(study))
    plan = WarningPlan(HORIZON, "calendar", tuple(features), n_tests=6, n_refits=2)
    rng = np.random.default_rng(20261123)
    backtest = run_backtest(landmarks, plan, rng=rng)
    scoring = score_customers(landmarks, backtest, "hazard", confidence_level=0.95, rng=rng)
    days = [*np.unique(backtest.predictions["day"]), landmarks["day"].max()]
    truth = build_warning_truth(tables, study, landmarks, horizon=HORIZON, days=days)
    compared = compare_with_truth(
        backtest.predictions, truth, warnings=scoring.warnings, confidence_level=0.95
    )
    assert compared is not None
    return backtest, compared


def value(frame: pd.DataFrame, stratum: str, term: str) -> pd.Series:
    return frame[(frame["stratum"] == stratum) & (frame["term"] == term)].iloc[0]


def test_ranking_is_close_to_the_best_possible(found: tuple[Backtest, TruthComparison]) -> None:
    ranking = found[1].ranking
    share = {name: value(ranking, name, "share_of_attainable") for name in found[0].models}
    assert min(share["hazard"]["estimate"], share["boosting"]["estimate"]) > 0.92
    assert share["recency"]["conf_high"] < share["hazard"]["conf_low"]
    # nobody who learns from the same records outranks somebody who knows the rates
    best = value(ranking, "attainable", "auc")["estimate"]
    assert all(value(ranking, name, "auc")["estimate"] < best for name in found[0].models)


def test_risks_rise_as_the_true_ones_do(found: tuple[Backtest, TruthComparison]) -> None:
    for name in ("hazard", "boosting", "ensemble"):
        slope = value(found[1].calibration, name, "slope")
        assert slope["conf_low"] < 1.1 and slope["conf_high"] > 0.9
        assert abs(value(found[1].calibration, name, "mean_difference")["estimate"]) < 0.06


def test_intervals_hold_the_true_risk_of_most_groups(
    found: tuple[Backtest, TruthComparison],
) -> None:
    # all groups share one month: nine or ten of ten, or, when it is unusual, rather fewer
    assert found[1].coverage["covered"].mean() >= 0.7
