"""What the panel model says over a horizon, against R's msm and against simulated truth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import linalg

from analysis.estimate.panel import (
    PanelFit,
    build_panel_data,
    estimate_panel_markov,
    summarise_intensities,
)
from analysis.estimate.panel_check import check_panel_fit, try_on_the_past
from analysis.estimate.panel_summary import (
    estimate_panel_next_moves,
    estimate_panel_probabilities,
    estimate_panel_stays,
    forecast_panel_base,
)

VALUES = Path(__file__).parents[1] / "reference" / "values"
STATES = ("1", "2", "3", "4")
MOVES = [("1", "2"), ("1", "4"), ("2", "1"), ("2", "3"), ("2", "4"), ("3", "2"), ("3", "4")]
TRUTH = np.array([[-0.012, 0.010, 0.002], [0.006, -0.018, 0.012], [0.0, 0.004, -0.004]])
TRUE_MOVES = [("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "b")]


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((VALUES / "panel_summary.json").read_text())


@pytest.fixture(scope="module")
def fit() -> PanelFit:
    visits = pd.read_csv(VALUES / "panel_snapshots.csv").sort_values(["subject", "time"])
    people = visits.groupby("subject")
    pairs = visits.assign(
        from_state=visits["state"].astype(str),
        to_state=people["state"].shift(-1),
        gap=people["time"].shift(-1) - visits["time"],
    ).dropna()
    pairs["to_state"] = pairs["to_state"].astype(int).astype(str)
    data = build_panel_data(pairs, STATES, exact_states=("4",))
    return estimate_panel_markov(data, MOVES)


def simulate_pairs(
    rng: np.random.Generator, matrices: list[np.ndarray], n: int = 1500, n_visits: int = 12
) -> pd.DataFrame:
    """Snapshots every 28 to 31 days; the rates of ``matrices``, one for each year."""
    rows = []
    state = rng.integers(0, 3, n)
    for year, matrix in enumerate(matrices):
        for visit in range(n_visits):
            gap = (31, 28, 31, 30)[visit % 4]
            ladder = linalg.expm(matrix * gap).cumsum(axis=1)[state]
            after = (rng.random((n, 1)) > ladder[:, :2]).sum(axis=1)
            frame = {"from_state": state, "to_state": after, "gap": gap, "period": 2020 + year}
            rows.append(pd.DataFrame(frame))
            state = after
    names = {0: "a", 1: "b", 2: "c"}
    return pd.concat(rows, ignore_index=True).replace({"from_state": names, "to_state": names})


def fit_pairs(pairs: pd.DataFrame) -> PanelFit:
    return estimate_panel_markov(build_panel_data(pairs, ("a", "b", "c")), TRUE_MOVES)


def test_probabilities_equal_those_of_msm(fit: PanelFit, reference: dict) -> None:
    table = estimate_panel_probabilities(fit, horizon=180, confidence_level=0.95)
    estimate = table["estimate"].to_numpy().reshape(4, 4)
    np.testing.assert_allclose(estimate, reference["p180"], atol=1e-5)
    # msm has no delta method here: the spread of 40,000 draws, which curvature moves by some %.
    spread = table["std_error"].to_numpy().reshape(4, 4)
    np.testing.assert_allclose(spread, reference["p180_sd"], rtol=0.04, atol=1e-12)
    assert table["conf_low"].between(0, table["estimate"]).all()
    assert table["conf_high"].between(table["estimate"], 1).all()


def test_mean_stays_equal_those_of_msm(fit: PanelFit, reference: dict) -> None:
    stays = estimate_panel_stays(fit, confidence_level=0.95)
    assert stays["stratum"].tolist() == ["1", "2", "3"]
    for ours, theirs in (
        ("estimate", "estimate"),
        ("std_error", "std_error"),
        ("conf_low", "low"),
        ("conf_high", "high"),
    ):
        np.testing.assert_allclose(stays[ours], reference["sojourn"][theirs], rtol=2e-4)


def test_next_moves_add_to_leaving_and_their_error_is_the_slope(fit: PanelFit) -> None:
    table = estimate_panel_next_moves(fit, horizon=30, confidence_level=0.95)
    left = table.groupby("from_state")["estimate"].sum()
    stayed = np.exp(30 * np.diag(fit.intensity_matrix)[:3])
    np.testing.assert_allclose(left, 1 - stayed, rtol=1e-12)

    def first_move(log_rates: np.ndarray) -> float:
        one, two = np.exp(log_rates)
        return one / (one + two) * (1 - np.exp(-30 * (one + two)))

    slope = [
        (first_move(fit.log_intensity[:2] + h) - first_move(fit.log_intensity[:2] - h)) / 2e-5
        for h in np.eye(2) * 1e-5
    ]
    variance = slope @ fit.covariance[:2, :2] @ slope
    assert table["std_error"].iloc[0] == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_a_move_at_the_boundary_gets_no_interval_and_spoils_no_other() -> None:
    pairs = simulate_pairs(np.random.default_rng(1), [TRUTH])
    data = build_panel_data(pairs, ("a", "b", "c"))
    fit = estimate_panel_markov(data, [*TRUE_MOVES, ("c", "a")])
    table = estimate_panel_next_moves(fit, horizon=30, confidence_level=0.95)
    assert not table.loc[~table["at_boundary"], "conf_low"].isna().any()
    assert table.loc[table["at_boundary"], "conf_low"].isna().all()
    probabilities = estimate_panel_probabilities(fit, horizon=90, confidence_level=0.95)
    assert not probabilities.isna().any().any()


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20261123)
    inside = []
    for _ in range(60):
        fit = fit_pairs(simulate_pairs(rng, [TRUTH], n=300))
        table = estimate_panel_probabilities(fit, horizon=90, confidence_level=0.9)
        truth = linalg.expm(TRUTH * 90).ravel()
        inside.append((table["conf_low"] < truth) & (truth < table["conf_high"]))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.05)


def test_the_base_is_carried_forward_whole() -> None:
    fit = fit_pairs(simulate_pairs(np.random.default_rng(2), [TRUTH]))
    today = pd.DataFrame({"state": ["a", "c"], "n": [600, 400]})
    table = forecast_panel_base(fit, today, horizon=90, confidence_level=0.95)
    assert table["estimate"].sum() == pytest.approx(1000)
    expected = np.array([600, 0, 400]) @ linalg.expm(fit.intensity_matrix * 90)
    np.testing.assert_allclose(table["estimate"], expected, rtol=1e-10)
    assert (table["conf_low"] < table["estimate"]).all()
    past = pd.DataFrame(
        {"to_state": ["a", "b", "c"], "observed": [40, 30, 30], "expected": [60.0, 20, 20]}
    )
    wider = forecast_panel_base(fit, today, horizon=90, confidence_level=0.95, past=past)
    assert wider["std_error"].iloc[0] == pytest.approx(200, rel=0.01)
    np.testing.assert_array_equal(wider["estimate"], table["estimate"])


def test_forecasts_cover_what_happens_when_the_model_is_true() -> None:
    rng = np.random.default_rng(3)
    probability = linalg.expm(TRUTH * 90)
    today = pd.DataFrame({"state": ["a", "b", "c"], "n": [300, 200, 100]})
    inside = []
    for _ in range(60):
        fit = fit_pairs(simulate_pairs(rng, [TRUTH], n=300))
        table = forecast_panel_base(fit, today, horizon=90, confidence_level=0.9)
        happened = sum(
            rng.multinomial(n, chances) for n, chances in zip(today["n"], probability, strict=True)
        )
        inside.append(table["conf_low"].le(happened) & table["conf_high"].ge(happened))
    assert np.mean(inside) == pytest.approx(0.9, abs=0.06)


def test_the_fit_check_passes_when_the_model_is_true_and_not_when_rates_change() -> None:
    rng = np.random.default_rng(4)
    same = [
        check_panel_fit(fit_pairs(pairs), pairs, group="period")[1]
        for pairs in (simulate_pairs(rng, [TRUTH, TRUTH], n=400) for _ in range(40))
    ]
    assert np.mean([check.p_value < 0.1 for check in same]) == pytest.approx(0.1, abs=0.1)
    assert np.mean([check.statistic / check.degrees_of_freedom for check in same]) == pytest.approx(
        1, abs=0.15
    )
    changed = simulate_pairs(rng, [TRUTH, 1.4 * TRUTH], n=400)
    cells, verdict = check_panel_fit(fit_pairs(changed), changed, group="period")
    assert verdict.passed is False
    assert cells["observed"].sum() == len(changed)
    assert cells["expected"].sum() == pytest.approx(len(changed))


def test_too_few_pairs_cannot_be_judged() -> None:
    fit = fit_pairs(simulate_pairs(np.random.default_rng(5), [TRUTH]))
    few = pd.DataFrame({"from_state": ["a", "b"], "to_state": ["b", "b"], "gap": [30, 30]})
    assert check_panel_fit(fit, few)[1].passed is None


def test_a_trial_on_the_past_needs_a_past() -> None:
    pairs = simulate_pairs(np.random.default_rng(6), [TRUTH])
    stages = ("a", "b", "c")
    assert try_on_the_past(pairs, pairs.iloc[:0], stages, TRUE_MOVES) is None
    assert try_on_the_past(pairs.iloc[:0], pairs, stages, []) is None
    trial = try_on_the_past(pairs, pairs[pairs["gap"] == 28], stages, TRUE_MOVES)
    assert trial is not None
    assert trial[1].passed is True


def test_intensities_of_the_truth_are_found() -> None:
    fit = fit_pairs(simulate_pairs(np.random.default_rng(7), [TRUTH], n=6000))
    table = summarise_intensities(fit, confidence_level=0.999)
    truth = [TRUTH["abc".index(a), "abc".index(b)] for a, b in TRUE_MOVES]
    assert (table["conf_low"] < truth).all()
    assert (table["conf_high"] > truth).all()
