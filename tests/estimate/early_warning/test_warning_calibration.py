"""Calibration of past predictions: true risks pass, wrong ones are as wrong as they are said."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from past_predictions import by_hand, pick, simulate_past

from analysis.errors import EstimationError
from analysis.estimate.early_warning.calibration_curve import estimate_calibration_curve
from analysis.estimate.early_warning.calibration_measures import (
    estimate_calibration_measures,
    judge_calibration,
)
from analysis.estimate.early_warning.judged import number_values

LEVEL = 0.95
INF = float("inf")
EXPECTED = "expected_calibration_error"


def measure(predictions: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    return estimate_calibration_measures(
        predictions, confidence_level=LEVEL, rng=np.random.default_rng(seed)
    )


def stretch(predictions: pd.DataFrame, slope: float, level: float = 0.0) -> pd.DataFrame:
    """Risks moved on the complementary log-log scale."""
    moved = level + slope * np.log(-np.log1p(-predictions["risk"]))
    return predictions.assign(risk=-np.expm1(-np.exp(moved)))


def test_true_risks_are_covered_at_the_stated_rate() -> None:
    rng = np.random.default_rng(20261123)
    covered, rejected, apart = [], [], []
    for _ in range(100):
        table = measure(simulate_past(rng, 400)).set_index("term")
        inside = (table["conf_low"] <= table["ideal"]) & (table["ideal"] <= table["conf_high"])
        covered.append(inside)
        rejected.append(table.loc[EXPECTED, "p_value"] < 0.05)
        apart.append(table.loc[EXPECTED, ["estimate", "statistic"]].astype(float))
    rates = pd.concat(covered, axis=1).mean(axis=1)
    # 100 draws of 95 % lie between 89 and 100 % in all but one of a hundred cases
    assert rates.between(0.89, 1.0).all(), rates
    assert rates[["calibration_slope", "observed_to_expected"]].between(0.89, 0.995).all(), rates
    assert np.mean(rejected) < 0.10
    corrected, plain = pd.concat(apart, axis=1).mean(axis=1)
    assert corrected < 0.6 * plain  # all of the plain error is chance here


def test_a_stretched_scale_and_a_wrong_level_are_recovered() -> None:
    predictions = simulate_past(np.random.default_rng(5), 8000)
    wide = measure(stretch(predictions, 2.0))
    slope = pick(wide, "calibration_slope")
    assert slope["estimate"] == pytest.approx(0.5, abs=3 * slope["std_error"])
    high = measure(stretch(predictions, 1.0, level=0.7))
    level = pick(high, "calibration_intercept")
    assert level["estimate"] == pytest.approx(-0.7, abs=3 * level["std_error"])
    assert pick(high, "observed_to_expected")["conf_high"] < 0.75


def test_the_expected_error_is_recovered_when_risks_are_off() -> None:
    rng = np.random.default_rng(7)
    everyone = simulate_past(rng, 40_000)
    wrong = stretch(everyone, 1.0, level=0.5)
    truth = float((wrong["risk"] - everyone["risk"]).mean())  # off one way in every bin
    covered = []
    for _ in range(40):
        row = pick(measure(stretch(simulate_past(rng, 600), 1.0, level=0.5)), EXPECTED)
        covered.append(row["conf_low"] <= truth <= row["conf_high"])
    assert np.mean(covered) > 0.85


def test_errors_by_customer_are_those_of_a_generalised_estimating_equation() -> None:
    predictions = simulate_past(np.random.default_rng(3), 300)
    x = np.log(-np.log1p(-predictions["risk"]))
    fit = sm.GEE(
        predictions["left"].astype(float).to_numpy(),
        sm.add_constant(x.to_numpy()),
        groups=number_values(predictions["customer_id"]),
        family=sm.families.Binomial(sm.families.links.CLogLog()),
    ).fit(ctol=1e-12, maxiter=200)
    slope = pick(measure(predictions), "calibration_slope")
    assert slope["estimate"] == pytest.approx(fit.params[1], rel=1e-4)
    assert slope["std_error"] == pytest.approx(fit.bse[1], rel=1e-3)


def test_a_weight_of_two_is_two_rows_of_the_customer() -> None:
    predictions = simulate_past(np.random.default_rng(4), 200)
    twice = predictions["day"] == 0
    weighted = measure(predictions.assign(weight=np.where(twice, 2.0, 1.0)))
    doubled = measure(pd.concat([predictions, predictions[twice]], ignore_index=True))
    exact = weighted["term"] != EXPECTED  # whose bins hold equally many rows
    for column in ("estimate", "std_error", "conf_low"):
        np.testing.assert_allclose(weighted.loc[exact, column], doubled.loc[exact, column])


def test_rows_of_unknown_outcome_change_nothing() -> None:
    predictions = simulate_past(np.random.default_rng(4), 200)
    unknown = predictions.assign(left=pd.NA, weight=0.0, risk=0.999).astype({"left": "boolean"})
    both = pd.concat([predictions, unknown], ignore_index=True)
    pd.testing.assert_frame_equal(measure(predictions), measure(both))


def test_the_curve_puts_what_happened_beside_what_was_said() -> None:
    rows = [(f"a{k}", 0, 0.1, 10.0 if k < 2 else INF) for k in range(20)]
    rows += [(f"b{k}", 0, 0.7, 10.0 if k < 15 else INF) for k in range(20)]
    curve = estimate_calibration_curve(by_hand(rows), confidence_level=LEVEL)
    assert curve["predicted"].tolist() == pytest.approx([0.1, 0.7])
    assert curve["estimate"].tolist() == pytest.approx([0.1, 0.75])
    assert curve["n"].tolist() == [20, 20]
    assert curve["n_events"].tolist() == [2, 15]
    # Wilson's interval of 2 of 20, and of 15 of 20
    assert curve["conf_low"].tolist() == pytest.approx([0.0279, 0.5313], abs=1e-4)
    assert curve["conf_high"].tolist() == pytest.approx([0.3010, 0.8881], abs=1e-4)


def test_the_curve_counts_customers_not_months() -> None:
    once = [(f"a{k}", 0, 0.1 + k / 100, 5.0 if k % 3 else INF) for k in range(30)]
    thrice = [(name, 30 * m, risk, ahead) for name, _, risk, ahead in once for m in range(3)]
    curves = [
        estimate_calibration_curve(by_hand(r), confidence_level=LEVEL) for r in (once, thrice)
    ]
    for column in ("predicted", "estimate", "conf_low", "conf_high", "n"):
        np.testing.assert_allclose(curves[0][column], curves[1][column], rtol=1e-6)


@pytest.mark.parametrize(
    ("slope", "ratio", "passed"),
    [
        ((1.0, 0.9, 1.1), (1.0, 0.95, 1.05), True),
        ((0.95, 0.92, 0.98), (1.0, 0.95, 1.05), True),  # off beyond chance, by little
        ((0.7, 0.6, 0.8), (1.0, 0.95, 1.05), False),
        ((1.0, 0.9, 1.1), (1.4, 1.3, 1.5), False),
        ((1.0, 0.4, 1.6), (1.0, 0.95, 1.05), None),  # too wide to tell
        ((0.7, 0.3, 1.1), (1.0, 0.95, 1.05), None),  # off, perhaps by chance
    ],
)
def test_the_verdict_weighs_size_and_chance(
    slope: tuple[float, ...], ratio: tuple[float, ...], passed: bool | None
) -> None:
    table = pd.DataFrame(
        [slope, ratio, (0.01, 0.0, 0.02)], columns=["estimate", "conf_low", "conf_high"]
    ).assign(term=["calibration_slope", "observed_to_expected", EXPECTED], p_value=0.5)
    assert judge_calibration(table).passed is passed


def test_what_cannot_be_judged_says_so() -> None:
    with pytest.raises(EstimationError, match="nobody was lost"):
        measure(by_hand([("a", 0, 0.1, INF), ("b", 0, 0.2, INF)]))
    with pytest.raises(EstimationError, match="all 2 risks are alike"):
        measure(by_hand([("a", 0, 0.1, INF), ("b", 0, 0.1, 3.0)]))
