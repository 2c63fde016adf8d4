from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines.utils import concordance_index

from analysis.errors import EstimationError
from analysis.estimate.brier import Predictions, estimate_brier_scores
from analysis.estimate.calibration import estimate_calibration, estimate_calibration_line
from analysis.estimate.censoring import weigh_known
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.cox import CoxSpecification
from analysis.estimate.risk_sets import count_times
from analysis.estimate.survival import estimate_survival_function, survival_at
from analysis.estimate.validation import Validation, _draw_folds, cross_validate
from analysis.study import Driver

NAMES = ("plan", "spend", "autopay")


def validate(
    durations: pd.DataFrame, info: list[Driver], seed: int = 1, **parts: Any
) -> Validation:
    settings: dict[str, Any] = {"horizon": 12, "n_folds": 5, "confidence_level": 0.95} | parts
    return cross_validate(
        durations,
        CoxSpecification(tuple(driver.column for driver in info)),
        drivers_info=info,
        rng=np.random.default_rng(seed),
        **settings,
    )


def test_concordance_equals_r_and_lifelines(lung: pd.DataFrame, r_survival: dict[str, Any]) -> None:
    age, sex = r_survival["cox"]["coefficient"]
    risk = (age * lung["age"] + sex * lung["sex"]).to_numpy()
    event = lung["event_observed"].to_numpy()
    tenure = lung["tenure"].to_numpy(float)
    none = np.zeros(len(lung))
    pairs = compare_pairs(risk, start=none, stop=tenure, event=event, group=none)
    assert pairs.estimate() == pytest.approx(r_survival["cox"]["concordance"][0], rel=1e-12)
    assert pairs.std_error() == pytest.approx(r_survival["cox"]["concordance_error"], rel=1e-9)
    assert pairs.estimate() == pytest.approx(concordance_index(tenure, -risk, event))


def test_pairs_by_brute_force_with_late_entry_ties_and_groups() -> None:
    rng = np.random.default_rng(2)
    n = 80
    stop = rng.integers(2, 9, n).astype(float)
    start = np.minimum(rng.integers(0, 4, n), stop - 1).astype(float)
    event, risk, group = rng.random(n) < 0.6, rng.integers(0, 5, n) / 5, rng.integers(0, 2, n)
    right, total = 0.0, 0
    for i in np.flatnonzero(event):
        for j in range(n):
            stays = stop[j] > stop[i] or (stop[j] == stop[i] and not event[j])
            if group[i] == group[j] and start[j] < stop[i] and stays:
                total += 1
                right += float(risk[i] > risk[j]) + 0.5 * float(risk[i] == risk[j])
    pairs = compare_pairs(risk, start=start, stop=stop, event=event, group=group)
    assert pairs.n_pairs.sum() / 2 == total
    assert pairs.estimate() == pytest.approx(right / total)


def test_weights_stand_for_those_lost_to_view() -> None:
    """Everyone censored is replaced: the weights of those known add up to everyone."""
    rng = np.random.default_rng(3)
    tenure, event = np.ceil(rng.exponential(8, 4000)), rng.random(4000) < 0.6
    weights = weigh_known(
        np.zeros(4000), tenure, event, times=np.array([1.0, 4.0, 9.0]), group=np.arange(4000) % 3
    )
    np.testing.assert_allclose(weights.sum(axis=0), 4000, rtol=1e-10)


def test_weighted_share_lost_is_kaplan_meier() -> None:
    rng = np.random.default_rng(3)
    tenure, event = np.ceil(rng.exponential(8, 500)), rng.random(500) < 0.6
    times = [2.0, 5.0, 9.0]
    weights = weigh_known(np.zeros(500), tenure, event, times=np.array(times), group=np.zeros(500))
    lost = event[:, None] & (tenure[:, None] <= np.array(times))
    durations = pd.DataFrame({"entry": 0, "tenure": tenure, "event_observed": event})
    curve = estimate_survival_function(count_times(durations), confidence_level=0.95)
    expected = 1 - survival_at(curve, times)["estimate"]
    np.testing.assert_allclose((weights * lost).mean(axis=0), expected, rtol=1e-10)


def predict_truly(
    customers: pd.DataFrame, times: np.ndarray, *, factor: float = 1.0
) -> Predictions:
    """The probabilities customers were simulated with, hazards times ``factor``."""
    entry = customers["entry"].to_numpy(float)
    waits = np.maximum(times - entry[:, None], 0)
    model = 1 - np.exp(-factor * customers["hazard"].to_numpy()[:, None] * waits)
    null = np.full_like(model, 0.5)
    tenure, event = customers["tenure"].to_numpy(float), customers["event_observed"].to_numpy()
    group = np.zeros(len(entry))
    return Predictions(entry, tenure, event, times, model, null, group)


@pytest.mark.parametrize("late", [False, True])
def test_brier_score_of_the_truth_is_its_variance(simulate: Any, late: bool) -> None:
    """Unbiased under censoring, and left truncation: the score of p is the mean of p(1 - p)."""
    customers = simulate(np.random.default_rng(40), 6000)
    if late:
        entry = np.random.default_rng(41).uniform(0, 6, 6000)
        customers = customers.assign(entry=entry)[customers["tenure"] > entry]
    times = np.array([3.0, 8.0, 14.0])
    predictions = predict_truly(customers, times)
    by_time, integrated = estimate_brier_scores(predictions, confidence_level=0.99)
    scores = by_time.set_index(["term", "time"])
    for k, time in enumerate(times):
        present = customers["entry"].to_numpy() < time
        p = predictions.model[present, k]
        row = scores.loc[("model", time)]
        assert row["conf_low"] <= (p * (1 - p)).mean() <= row["conf_high"]
        assert scores.loc[("null_model", time), "estimate"] == pytest.approx(0.25, abs=0.01)
        assert row["n"] == present.sum()
    worse, _ = estimate_brier_scores(
        predict_truly(customers, times, factor=2.5), confidence_level=0.99
    )
    assert (worse["estimate"].iloc[:3].to_numpy() > by_time["estimate"].iloc[:3].to_numpy()).all()
    whole = integrated.set_index("term")["estimate"]
    assert whole["difference"] == pytest.approx(whole["null_model"] - whole["model"])
    assert whole["skill"] == pytest.approx(1 - whole["model"] / whole["null_model"])


def test_censoring_that_goes_with_risk_is_corrected_within_risk_groups(simulate: Any) -> None:
    """Riskier customers are newer, so lost from view sooner: one weight for all would mislead."""
    rng = np.random.default_rng(45)
    customers = simulate(rng, 12000)
    time = rng.exponential(1 / customers["hazard"])
    risky = customers["hazard"] > customers["hazard"].median()
    end = np.where(risky, rng.uniform(1, 16, 12000), rng.uniform(10, 40, 12000))
    seen = customers.assign(tenure=np.minimum(time, end), event_observed=time <= end)
    risk = predict_truly(seen, np.array([12.0])).model[:, 0]
    fifths = np.searchsorted(np.quantile(risk, [0.2, 0.4, 0.6, 0.8]), risk)
    facts = {"horizon": 12, "confidence_level": 0.99}
    level = {}
    for name, group in (("one", np.zeros(12000)), ("fifths", fifths)):
        line = estimate_calibration_line(seen, risk, group, **facts).set_index("term")
        level[name] = line.loc["calibration_intercept"]
    assert level["fifths"]["conf_low"] <= 0 <= level["fifths"]["conf_high"]
    assert abs(level["one"]["estimate"]) > abs(level["fifths"]["estimate"])


def test_perfect_foresight_scores_zero() -> None:
    tenure = np.array([1.0, 2, 3, 4, 5, 6])
    times = np.array([2.5, 4.5])
    model = (tenure[:, None] <= times).astype(float)
    ones = np.ones(6, bool)
    predictions = Predictions(np.zeros(6), tenure, ones, times, model, 1 - model, np.zeros(6))
    by_time, _ = estimate_brier_scores(predictions, confidence_level=0.95)
    scores = by_time.set_index("term")["estimate"]
    np.testing.assert_allclose(scores["model"], 0)
    np.testing.assert_allclose(scores["null_model"], 1)


def test_calibration_of_the_truth_and_of_hazards_doubled(simulate: Any) -> None:
    customers = simulate(np.random.default_rng(44), 6000)
    risk = predict_truly(customers, np.array([12.0])).model[:, 0]
    facts = {"horizon": 12, "confidence_level": 0.99}
    alike = np.zeros(len(customers))
    groups = estimate_calibration(customers, risk, **facts)
    assert groups["group"].tolist() == list(range(1, 11))
    inside = (groups["conf_low"] <= groups["predicted"]) & (
        groups["predicted"] <= groups["conf_high"]
    )
    assert inside.sum() >= 9
    line = estimate_calibration_line(customers, risk, alike, **facts).set_index("term")
    for term, ideal in (("calibration_slope", 1), ("calibration_intercept", 0)):
        assert line.loc[term, "conf_low"] <= ideal <= line.loc[term, "conf_high"]
    doubled = predict_truly(customers, np.array([12.0]), factor=2).model[:, 0]
    line = estimate_calibration_line(customers, doubled, alike, **facts).set_index("term")
    low, high = line.loc["calibration_intercept", ["conf_low", "conf_high"]]
    assert low <= -np.log(2) <= high
    squared = 1 - np.exp(-((customers["hazard"].to_numpy() * 12) ** 2))
    line = estimate_calibration_line(customers, squared, alike, **facts).set_index("term")
    assert line.loc["calibration_slope", "estimate"] == pytest.approx(0.5, abs=0.06)


def test_a_group_nobody_left_has_an_exact_limit() -> None:
    durations = pd.DataFrame(
        {"entry": 0, "tenure": [12.0] * 40, "event_observed": [False] * 20 + [True] * 20}
    )
    risk = np.repeat([0.1, 0.9], 20)
    groups = estimate_calibration(durations, risk, horizon=12, confidence_level=0.95)
    assert len(groups) == 2  # equal risks stay together
    first = groups.iloc[0]
    assert (first["estimate"], first["conf_low"]) == (0, 0)
    assert first["conf_high"] == pytest.approx(1 - 0.025 ** (1 / 20))


def test_cross_validation_of_a_true_model(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    result = validate(simulated, simulated_drivers)
    none = np.zeros(len(simulated))
    best = compare_pairs(
        simulated["hazard"].to_numpy(),
        start=none,
        stop=simulated["tenure"].to_numpy(),
        event=simulated["event_observed"].to_numpy(),
        group=none,
    ).estimate()
    found = result.concordance.iloc[0]
    assert found["conf_low"] <= best <= found["conf_high"]
    line = result.calibration_line.set_index("term")
    assert (
        line.loc["calibration_slope", "conf_low"] < 1 < line.loc["calibration_slope", "conf_high"]
    )
    skill = result.integrated_brier.set_index("term").loc["skill"]
    assert 0 < skill["conf_low"] < skill["conf_high"] < 1
    assert (result.horizon, result.restricted) == (12, False)
    assert len(result.calibration) == 10
    assert result.brier["time"].max() == 12


def test_the_same_rng_gives_the_same_numbers_and_another_similar_ones(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(800)
    first, again = validate(few, simulated_drivers), validate(few, simulated_drivers)
    pd.testing.assert_frame_equal(first.brier, again.brier)
    other = validate(few, simulated_drivers, seed=2)
    assert not first.brier.equals(other.brier)
    np.testing.assert_allclose(
        first.integrated_brier["estimate"], other.integrated_brier["estimate"], atol=0.01
    )


def test_a_useless_driver_has_no_skill(simulated: pd.DataFrame) -> None:
    few = simulated.head(1000).assign(noise=np.random.default_rng(9).normal(size=1000))
    result = validate(few, [Driver(column="noise", kind="number")])
    concordance = result.concordance.iloc[0]
    assert concordance["conf_low"] < 0.5
    skill = result.integrated_brier.set_index("term").loc["skill"]
    assert skill["conf_low"] < 0.005


def test_left_truncation_and_a_far_horizon(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    entry = np.random.default_rng(5).uniform(0, 5, len(simulated))
    late = simulated.assign(entry=entry)[simulated["tenure"] > entry]
    result = validate(late, simulated_drivers, horizon=1000)
    assert result.restricted and result.horizon < late["tenure"].max()
    line = result.calibration_line.set_index("term")
    slope = line.loc["calibration_slope"]
    assert slope["conf_low"] < 1 < slope["conf_high"]
    early = validate(late, simulated_drivers, horizon=2)  # before most have entered
    assert early.brier["n"].max() == (entry[late.index] < 2).sum()
    assert early.brier["estimate"].notna().all()


def test_folds_that_cannot_be_fitted_are_named(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(200).assign(rare=np.arange(200) == 0)
    few.loc[0, "event_observed"] = True
    with pytest.raises(EstimationError, match=r"without fold \d of 5: driver 'rare'"):
        validate(few, [Driver(column="rare", kind="flag")])
    one = few[few["event_observed"]].head(3)
    with pytest.raises(EstimationError, match="3 losses cannot be dealt to 5 folds"):
        validate(one, simulated_drivers)


def test_rows_of_a_customer_stay_in_one_fold() -> None:
    """Cut into stretches, a history must not be learnt from and judged: a driver that tells
    customers apart, and nothing else, then looks as if it predicted."""
    rng = np.random.default_rng(4)
    n, parts = 300, 6
    tenure = np.ceil(rng.exponential(20, n)) + parts
    number = np.repeat(np.arange(n), parts)
    cut = np.floor(np.outer(tenure, np.linspace(0, 1, parts + 1)))
    frame = pd.DataFrame(
        {
            "customer_id": number,
            "entry": cut[:, :-1].ravel(),
            "tenure": cut[:, 1:].ravel(),
            "event_observed": np.tile(np.arange(parts) == parts - 1, n),
            "noise": rng.normal(size=n)[number],
        }
    )
    seen: list[np.ndarray] = []
    for cluster in (None, "customer_id"):
        fold = _draw_folds(frame, cluster, 5, np.random.default_rng(1))
        seen.append(frame.assign(fold=fold).groupby("customer_id")["fold"].nunique().to_numpy())
        lost = np.bincount(fold[frame["event_observed"]])
        assert lost.tolist() == [60] * 5
    assert seen[0].max() > 1 and seen[1].max() == 1
    validation = cross_validate(
        frame,
        CoxSpecification(("noise",), cluster="customer_id"),
        drivers_info=[Driver(column="noise", kind="number")],
        horizon=15,
        n_folds=5,
        rng=rng,
        confidence_level=0.95,
    )
    assert validation.n_folds == 5
    row = validation.concordance.iloc[0]
    assert row["conf_low"] < 0.5 < row["conf_high"]
    few = frame[frame["customer_id"] < 3]
    with pytest.raises(EstimationError, match="3 losses cannot be dealt to 5 folds"):
        _draw_folds(few, "customer_id", 5, rng)
