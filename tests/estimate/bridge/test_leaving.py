"""Does the bridge find a true log hazard ratio of -0.50 per standard deviation of satisfaction?"""

import numpy as np
import pandas as pd
import pytest
from survey_respondents import (
    HAZARD_PER_SD,
    INFORMATION,
    Truth,
    correlations_frame,
    draw_respondents,
    loadings_frame,
)

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers
from analysis.estimate.bridge.follow_up import follow_respondents
from analysis.estimate.bridge.leaving import (
    LeavingFit,
    compare_alone_and_together,
    estimate_leaving,
)
from analysis.estimate.bridge.scores import ConstructPosteriors, average_items

ITEMS = {name: [f"{name}_{k}" for k in (1, 2, 3)] for name in ("satisfaction", "trust")}
METHODS = ["corrected", "regression_scores", "sum_scores"]


def score(frame: pd.DataFrame, truth: Truth) -> ConstructPosteriors:
    return score_answers(frame, loadings_frame(), correlations_frame(truth.correlation))


def fit_leaving(frame: pd.DataFrame, scores: ConstructPosteriors, **given: object) -> LeavingFit:
    settings: dict[str, object] = {
        "adjustments": ["tenure_years"],
        "drivers_info": INFORMATION,
        "confidence_level": 0.95,
        "sum_scores": average_items(frame, ITEMS),
    }
    return estimate_leaving(frame, scores, **(settings | given))  # type: ignore[arg-type]


def repeat(n: int, size: int) -> pd.DataFrame:
    """Coefficient of satisfaction by method, one row per replication and method."""
    tables = []
    for seed in range(n):
        frame = draw_respondents(np.random.default_rng(1_000 + seed), size)
        fit = fit_leaving(frame, score(frame, Truth()).alone("satisfaction"))
        rows = fit.coefficients[fit.coefficients["term"] == "satisfaction"]
        tables.append(rows.assign(seed=seed))
    table = pd.concat(tables)
    inside = (np.log(table["conf_low"]) < HAZARD_PER_SD) & (
        np.log(table["conf_high"]) > HAZARD_PER_SD
    )
    return table.assign(covered=inside)


def test_the_truth_is_recovered_and_the_naive_score_falls_short() -> None:
    table = repeat(8, 1_500)
    means = table.groupby("method")["coefficient"].mean()
    error = table[table["method"] == "corrected"]["coefficient"].std() / np.sqrt(8)
    assert means["corrected"] == pytest.approx(HAZARD_PER_SD, abs=3 * error)
    assert means["sum_scores"] > HAZARD_PER_SD + 0.05
    assert means["corrected"] < means["regression_scores"] < means["sum_scores"]
    assert table[table["method"] == "corrected"]["covered"].sum() >= 6


@pytest.mark.slow
def test_coverage_over_two_hundred_companies() -> None:
    table = repeat(200, 2_000)
    by_method = table.groupby("method")
    bias = by_method["coefficient"].mean() - HAZARD_PER_SD
    covered = by_method["covered"].mean()
    assert abs(bias["corrected"]) < 0.01
    assert bias["sum_scores"] > 0.06
    assert 0.91 <= covered["corrected"] <= 0.985
    assert covered["sum_scores"] < 0.6


@pytest.fixture(scope="module")
def both() -> tuple[pd.DataFrame, ConstructPosteriors]:
    truth = Truth(effects=(-0.5, 0.0))
    frame = draw_respondents(np.random.default_rng(11), 4_000, truth)
    return frame, score(frame, truth)


def test_alone_trust_borrows_and_together_it_does_not(
    both: tuple[pd.DataFrame, ConstructPosteriors],
) -> None:
    frame, scores = both
    table = compare_alone_and_together(
        frame,
        scores,
        adjustments=["tenure_years"],
        drivers_info=INFORMATION,
        confidence_level=0.99,
    )
    rows = table[table["method"] == "corrected"].set_index(["term", "stratum"])
    alone, together = rows.loc[("trust", "alone")], rows.loc[("trust", "together")]
    # beside tenure, trust stands for what of satisfaction it shares: -.5 * .6 * .91 / (1 - .18^2)
    assert alone["conf_low"] < np.exp(-0.282) < alone["conf_high"]
    assert alone["conf_high"] < 1
    assert together["conf_low"] < 1 < together["conf_high"]
    satisfied = rows.loc[("satisfaction", "together")]
    assert satisfied["conf_low"] < np.exp(HAZARD_PER_SD) < satisfied["conf_high"]


def test_share_lost_equals_what_happened(both: tuple[pd.DataFrame, ConstructPosteriors]) -> None:
    frame, scores = both
    fit = fit_leaving(frame, scores.alone("satisfaction"))
    log_hazard = -0.5 * frame["true_satisfaction"] + 0.3 * frame["tenure_years"]
    risk = 0.002 * np.exp(log_hazard.to_numpy())
    for shift in (0.0, -0.25):
        truth = np.mean(1 - np.exp(-90 * risk * np.exp(shift)))
        assert fit.lost(90.0, shift) == pytest.approx(truth, abs=0.01)


def test_repeated_surveys_of_a_customer_widen_the_interval() -> None:
    frame = draw_respondents(np.random.default_rng(5), 800)
    twice = pd.concat([frame, frame], ignore_index=True)
    one = fit_leaving(frame, score(frame, Truth()).alone("satisfaction"))
    two = fit_leaving(twice, score(twice, Truth()).alone("satisfaction"))
    single, double = one.coefficients.iloc[1], two.coefficients.iloc[1]
    assert double["coefficient"] == pytest.approx(single["coefficient"], abs=1e-3)
    ratio = double["coefficient_std_error"] / single["coefficient_std_error"]
    assert ratio == pytest.approx(1, abs=0.01)
    assert (double["n"], double["n_customers"]) == (1_600, 800)


def test_weights_count_as_copies() -> None:
    frame = draw_respondents(np.random.default_rng(6), 700)
    scores = score(frame, Truth()).alone("satisfaction")
    weights = np.where(np.arange(700) < 300, 2.0, 1.0)
    copies = np.concatenate([np.arange(700), np.arange(300)])
    weighted = fit_leaving(frame, scores, adjustments=[], weights=weights)
    copied = fit_leaving(frame.iloc[copies], scores.take(copies), adjustments=[])
    assert weighted.beta[0] == pytest.approx(copied.beta[0], abs=0.01)


def test_nobody_is_at_risk_before_the_silence_can_count() -> None:
    outcomes = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "at_risk": [True, True, False],
            "left": pd.array([True, False, None], dtype="boolean"),
            "days_followed": pd.array([40, 20, None], dtype="Int64"),
            "silence_left": pd.array([31, 30, -4], dtype="Int64"),
        }
    )
    followed = follow_respondents(outcomes)
    assert followed["customer_id"].tolist() == ["a", "b"]
    assert followed["delay"].tolist() == [30.0, 29.0]
    assert followed["tenure"].tolist() == [40.0, 20.0]
    assert followed["event_observed"].tolist() == [True, False]


def test_a_delay_shifts_the_clock_and_nothing_else() -> None:
    frame = draw_respondents(np.random.default_rng(7), 900)
    scores = score(frame, Truth()).alone("satisfaction")
    plain = fit_leaving(frame, scores)
    later = frame.assign(delay=50.0, tenure=frame["tenure"] + 50.0)
    delayed = fit_leaving(later, scores)
    assert delayed.beta[0] == pytest.approx(plain.beta[0], abs=1e-8)
    assert delayed.lost(50.0) == pytest.approx(0, abs=1e-12)
    assert delayed.lost(140.0) == pytest.approx(plain.lost(90.0), abs=1e-8)


def test_many_leaving_on_one_day_do_not_hide_the_effect() -> None:
    rng = np.random.default_rng(12)
    frame = draw_respondents(rng, 5_000, points=False)
    hazard = np.exp(HAZARD_PER_SD * frame["true_satisfaction"] + 0.3 * frame["tenure_years"])
    at_once = rng.random(5_000) < 1 - np.exp(-0.8 * hazard)  # half of them, on the first day
    later = 1 + np.ceil(rng.exponential(1 / (0.004 * hazard)))
    time = np.where(at_once, 1.0, later)
    frame = frame.assign(tenure=np.minimum(time, 300.0), event_observed=time <= 300)
    fit = fit_leaving(frame, score(frame, Truth()).alone("satisfaction"))
    row = fit.coefficients.set_index(["term", "method"]).loc[("satisfaction", "corrected")]
    assert row["conf_low"] < np.exp(HAZARD_PER_SD) < row["conf_high"]
    assert fit.lost(1.0) == pytest.approx(at_once.mean(), abs=0.02)


def test_faults_are_named() -> None:
    frame = draw_respondents(np.random.default_rng(9), 300)
    scores = score(frame, Truth()).alone("satisfaction")
    with pytest.raises(EstimationError, match="same surveys in the same order"):
        fit_leaving(frame.head(100), scores)
    with pytest.raises(EstimationError, match="adjustment column 'age'"):
        fit_leaving(frame, scores, adjustments=["age"])
    with pytest.raises(EstimationError, match="too few for 2 terms"):
        few = frame.assign(event_observed=np.arange(300) < 6)
        fit_leaving(few, scores)
    with pytest.raises(EstimationError, match="tenure_years"):
        leak = frame.assign(tenure_years=frame["event_observed"] * 1.0)
        fit_leaving(leak, scores)


def test_table_says_method_unit_and_size() -> None:
    frame = draw_respondents(np.random.default_rng(10), 600)
    fit = fit_leaving(frame, score(frame, Truth()).alone("satisfaction"))
    table = fit.coefficients
    rows = table[table["term"] == "satisfaction"]
    assert rows["method"].tolist() == METHODS
    assert set(rows["unit"]) == {"hazard ratio per standard deviation"}
    assert (table["conf_low"] < table["estimate"]).all()
    assert (table["n"] == 600).all()
    assert table.loc[table["term"] == "tenure_years", "unit"].tolist() == ["hazard ratio"]
