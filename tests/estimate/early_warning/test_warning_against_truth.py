"""Predictions beside a truth that is known to the test as well."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.against_truth import compare_with_truth
from analysis.estimate.early_warning.recalibration import Recalibration, cloglog

N, MONTHS = 3_000, 3


def uncloglog(values: np.ndarray) -> np.ndarray:
    return -np.expm1(-np.exp(values))


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    """Customers whose risk is partly hidden: what can be known of it is ``attainable_risk``."""
    rng = np.random.default_rng(7)
    known = rng.normal(-1, 1, N * MONTHS)
    hidden = rng.normal(0, 0.8, N * MONTHS)
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    mean = uncloglog(known[:, None] + 0.8 * nodes) @ (weights / weights.sum())
    return pd.DataFrame(
        {
            "customer_id": np.tile([f"c{i}" for i in range(N)], MONTHS),
            "day": np.repeat(np.arange(MONTHS) * 30, N),
            "true_risk": uncloglog(known + hidden),
            "attainable_risk": mean,
        }
    )


def predict(truth: pd.DataFrame, model: str, risk: np.ndarray) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    return pd.DataFrame(
        {
            "model": model,
            "customer_id": truth["customer_id"].astype("category"),
            "day": truth["day"].astype("int32"),
            "split": truth["day"] // 30,
            "risk": risk,
            "left": pd.array(rng.random(len(truth)) < truth["true_risk"], dtype="boolean"),
            "weight": 1.0,
            "horizon": 30,
        }
    )


def test_the_best_forecast_is_calibrated_and_reaches_all(truth: pd.DataFrame) -> None:
    predictions = predict(truth, "hazard", truth["attainable_risk"].to_numpy())
    found = compare_with_truth(predictions, truth, confidence_level=0.95)
    assert found is not None
    ranking = found.ranking.set_index(["stratum", "term"])
    assert ranking.loc[("hazard", "share_of_attainable"), "estimate"] == pytest.approx(1)
    assert ranking.loc[("hazard", "share_of_attainable"), "std_error"] == pytest.approx(0)
    order = [ranking.loc[(name, "auc"), "estimate"] for name in ("attainable", "truth")]
    assert order[0] < order[1] - 0.05
    line = found.calibration.set_index("term")
    assert line.loc["slope", "conf_low"] < 1 < line.loc["slope", "conf_high"]
    assert line.loc["mean_difference", "conf_low"] < 0 < line.loc["mean_difference", "conf_high"]
    assert found.estimates["analysis"].eq("warning_truth").all() and found.coverage.empty
    np.testing.assert_allclose(found.groups["risk"], found.groups["true_risk"], atol=0.03)


def test_what_is_wrong_with_predictions_is_measured(truth: pd.DataFrame) -> None:
    best = truth["attainable_risk"].to_numpy()
    rng = np.random.default_rng(9)
    wide = predict(truth, "wide", uncloglog(2 * cloglog(best)))
    high = predict(truth, "high", np.clip(best + 0.1, 0, 0.99))
    noisy = predict(truth, "noisy", uncloglog(cloglog(best) + rng.normal(0, 1, len(best))))
    both = pd.concat([wide, high, noisy], ignore_index=True)
    found = compare_with_truth(both, truth, confidence_level=0.95)
    assert found is not None
    line = found.calibration.set_index(["stratum", "term"])["estimate"]
    assert line["wide", "slope"] == pytest.approx(0.5, abs=0.05)
    assert line["high", "mean_difference"] == pytest.approx(0.1, abs=0.02)
    shares = found.ranking.query("term == 'share_of_attainable'").set_index("stratum")
    assert shares.loc["wide", "estimate"] == pytest.approx(1)  # order is all that counts
    assert shares.loc["noisy", "conf_high"] < 1 and shares.loc["noisy", "estimate"] > 0.4


def test_rows_whose_outcome_is_not_known_are_left_out(truth: pd.DataFrame) -> None:
    known = predict(truth, "hazard", truth["attainable_risk"].to_numpy())
    unknown = known.assign(left=pd.array([pd.NA] * len(known), dtype="boolean"), weight=0.0)
    unknown["day"] += 1_000
    both = pd.concat([known, unknown], ignore_index=True)
    found = [compare_with_truth(rows, truth, confidence_level=0.95) for rows in (known, both)]
    assert found[0] is not None and found[1] is not None
    pd.testing.assert_frame_equal(found[0].ranking, found[1].ranking)


def test_intervals_are_held_against_the_mean_true_risk_of_their_group(truth: pd.DataFrame) -> None:
    best = truth["attainable_risk"].to_numpy()
    predictions = predict(truth, "hazard", best)
    line = Recalibration(0.0, 1.0, np.diag([0.002, 0.001]), 0.004, 3.0, N, True)
    low, high = line.interval(best, 0.95)
    warnings = predictions.assign(open=True, conf_low=low, conf_high=high)
    right = compare_with_truth(predictions, truth, warnings=warnings, confidence_level=0.95)
    assert right is not None and right.coverage["covered"].all()
    assert right.coverage["n"].sum() == len(truth)
    shifted = warnings.assign(conf_low=low + 0.2, conf_high=high + 0.2)
    wrong = compare_with_truth(predictions, truth, warnings=shifted, confidence_level=0.95)
    assert wrong is not None and not wrong.coverage["covered"].any()
    closed = compare_with_truth(
        predictions, truth, warnings=warnings.assign(open=False), confidence_level=0.95
    )
    assert closed is not None and closed.coverage.empty


def test_without_truth_there_is_nothing_to_compare(truth: pd.DataFrame) -> None:
    predictions = predict(truth, "hazard", truth["attainable_risk"].to_numpy())
    assert compare_with_truth(predictions, truth.iloc[:0], confidence_level=0.95) is None
