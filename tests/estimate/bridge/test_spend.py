"""Spend after the survey on constructs."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from survey_respondents import (
    INFORMATION,
    Truth,
    correlations_frame,
    draw_respondents,
    loadings_frame,
)

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers
from analysis.estimate.bridge.scores import ConstructPosteriors, average_items
from analysis.estimate.bridge.spend import SpendFit, estimate_spend_after

TRUE_SLOPE = 0.4


def score(frame: pd.DataFrame) -> ConstructPosteriors:
    correlations = correlations_frame(Truth().correlation)
    return score_answers(frame, loadings_frame(), correlations).alone("satisfaction")


def fit_spend(frame: pd.DataFrame, scores: ConstructPosteriors) -> SpendFit:
    return estimate_spend_after(
        frame,
        scores,
        spend="spend_180",
        unit="USD",
        adjustments=["tenure_years"],
        drivers_info=INFORMATION,
        confidence_level=0.95,
        sum_scores=average_items(frame, {"satisfaction": ["satisfaction_1", "satisfaction_2"]}),
    )


def test_the_true_slope_is_recovered_and_the_naive_one_falls_short() -> None:
    rows = []
    for seed in range(20):
        frame = draw_respondents(np.random.default_rng(seed), 1_500)
        table = fit_spend(frame, score(frame)).coefficients
        rows.append(table[table["term"] == "satisfaction"].set_index("method"))
    values = pd.concat(rows)
    means = values.groupby("method")["coefficient"].mean()
    corrected = values.loc["corrected"]
    error = corrected["coefficient"].std() / np.sqrt(20)
    assert means["corrected"] == pytest.approx(TRUE_SLOPE, abs=3 * error)
    assert means["sum_scores"] < means["corrected"] - 0.015
    low, high = np.log(corrected["conf_low"]), np.log(corrected["conf_high"])
    assert ((low < TRUE_SLOPE) & (high > TRUE_SLOPE)).sum() >= 17


def test_the_difference_is_what_one_standard_deviation_brings() -> None:
    frame = draw_respondents(np.random.default_rng(30), 20_000)
    fit = fit_spend(frame, score(frame))
    row = fit.differences.set_index("method").loc["corrected"]
    expected = 20 * np.exp(TRUE_SLOPE**2 / 2)  # mean of exp(.4 s), 20 USD a purchase
    assert row["mean_spend"] == pytest.approx(expected, rel=0.04)
    truth = expected * (np.exp(TRUE_SLOPE) - 1)
    assert row["conf_low"] < truth < row["conf_high"]
    assert row["unit"] == "USD per customer"


def test_sum_scores_give_the_quasi_poisson_regression() -> None:
    frame = draw_respondents(np.random.default_rng(31), 800)
    frame["customer_id"] = [f"c{k // 2}" for k in range(800)]
    fit = fit_spend(frame, score(frame))
    naive = average_items(frame, {"s": ["satisfaction_1", "satisfaction_2"]})["s"]
    known = frame["tenure_years"] - frame["tenure_years"].mean()
    columns = np.column_stack([np.ones(800), known, naive])
    model = sm.GLM(frame["spend_180"], columns, family=sm.families.Poisson()).fit(
        cov_type="cluster",
        cov_kwds={"groups": np.arange(800) // 2, "use_correction": False},
    )
    row = fit.coefficients[fit.coefficients["method"] == "sum_scores"].iloc[0]
    assert row["coefficient"] == pytest.approx(model.params.iloc[2], abs=1e-7)
    expected = model.bse.iloc[2] * np.sqrt(400 / 399)
    assert row["coefficient_std_error"] == pytest.approx(expected, rel=1e-6)


def test_unseen_horizons_are_left_out_and_few_buyers_named() -> None:
    frame = draw_respondents(np.random.default_rng(32), 500)
    scores = score(frame)
    part = frame.assign(spend_180=frame["spend_180"].where(np.arange(500) < 300))
    assert (fit_spend(part, scores).coefficients["n"] == 300).all()
    with pytest.raises(EstimationError, match="too few for 2 terms"):
        fit_spend(frame.assign(spend_180=(np.arange(500) < 5) * 1.0), scores)
    with pytest.raises(EstimationError, match="'spend_180'"):
        fit_spend(frame.drop(columns="spend_180"), scores)
