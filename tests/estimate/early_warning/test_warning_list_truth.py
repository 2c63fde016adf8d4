"""The list of a simulated company against the risks its customers truly have."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.alert_list import Decisions, decide_alerts, expect_margin
from analysis.estimate.early_warning.backtest import run_backtest
from analysis.estimate.early_warning.choice import choose_model, compare_models
from analysis.estimate.early_warning.design import leave_out_signs
from analysis.estimate.early_warning.plan import WarningPlan
from analysis.estimate.early_warning.scoring import score_customers
from analysis.estimate.early_warning.threshold import estimate_list_margin
from analysis.estimate.early_warning.value_at_stake import estimate_value_at_stake
from analysis.prepare.contact_permissions import load_permissions
from analysis.prepare.intake import prepare_tables
from analysis.prepare.landmark_signs import list_sign_reasons
from analysis.prepare.landmarks import build_landmarks, list_landmark_features
from analysis.prepare.warning_limits import build_warning_truth
from analysis.study import Study, load_study

N_DAYS = 1_300
HORIZON = 180


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Study:
    demo = load_study("demo_retail")
    assert demo.simulate is not None
    size = demo.simulate.model_copy(update={"n_customers": 10_000, "n_days": N_DAYS, "seed": 11})
    end = pd.Timestamp("2022-01-01") + pd.Timedelta(days=N_DAYS - 1)
    changes = {"folder": tmp_path_factory.mktemp("shop"), "simulate": size, "as_of": end.date()}
    return demo.model_copy(update=changes)


@pytest.mark.slow
def test_the_list_brings_what_it_promises_and_most_of_what_can_be_had(company: Study) -> None:
    """Within 15 % of the saved margin by the true risks, and above 75 % of the margin of the list
    by all that purchases and contacts can tell."""
    tables = prepare_tables(company)
    landmarks = build_landmarks(tables, company)
    features = list_landmark_features(landmarks, company)
    kept = leave_out_signs(features, list_sign_reasons(company))
    plan = WarningPlan(horizon=HORIZON, clock="calendar", features=tuple(kept), n_tests=4)
    backtest = run_backtest(landmarks, plan, rng=np.random.default_rng(1))
    model = choose_model(compare_models(backtest.predictions, confidence_level=0.95))
    scoring = score_customers(
        landmarks, backtest, model, confidence_level=0.95, rng=np.random.default_rng(2)
    )
    rules = company.warning.actions
    names = scoring.rows["customer_id"].astype(str)
    value = estimate_value_at_stake(scoring.rows, rules).set_axis(names)
    permissions = load_permissions(tables, company)

    def decide(risk: np.ndarray) -> Decisions:
        return decide_alerts(
            scoring.warnings.assign(risk=risk),
            value=value,
            permissions=permissions,
            rules=rules,
            study_name=company.name,
        )

    day = int(scoring.warnings["day"].max())
    truth = build_warning_truth(tables, company, landmarks, horizon=HORIZON, days=[day])
    columns = ["true_risk", "attainable_risk"]
    by_name = truth.set_index(truth["customer_id"].astype(str))[columns]
    known = by_name.reindex(names).fillna(0.0)
    made = decide(scoring.warnings["risk"].to_numpy())
    best = decide(known["attainable_risk"].to_numpy())
    gain = expect_margin(known["true_risk"].to_numpy(), value.to_numpy(), rules)
    contacted = made.frame["contacted"].to_numpy(dtype=bool)
    promised = estimate_list_margin(made, rules, currency="USD").set_index(["term", "stratum"])
    true_losses = known["true_risk"].to_numpy()[contacted].sum()
    assert promised["estimate"]["expected_losses", "all"] == pytest.approx(true_losses, rel=0.1)
    brought = gain[contacted].sum()
    cost = promised["estimate"]["list_cost", "all"]
    gross = promised["estimate"]["list_net_margin", "all"] + cost
    assert gross == pytest.approx(brought + cost, rel=0.15)
    assert brought > 0.75 * gain[best.frame["contacted"].to_numpy(dtype=bool)].sum()
