"""The fourfold table of loyalty: counts, intervals, cuts, measurement error."""

import numpy as np
import pytest
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.loyalty.fourfold import (
    CELLS,
    check_cut_points,
    correct_fourfold,
    estimate_fourfold,
    weighted_quantile,
)

CORRELATION, RELIABILITY = 0.6, 0.7


def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, ConstructPosteriors]:
    """True attitude, behaviour, and what a survey of some reliability tells of attitude."""
    attitude = rng.standard_normal(n)
    behaviour = CORRELATION * attitude + np.sqrt(1 - CORRELATION**2) * rng.standard_normal(n)
    seen = np.sqrt(RELIABILITY) * attitude + np.sqrt(1 - RELIABILITY) * rng.standard_normal(n)
    posteriors = ConstructPosteriors(
        ("loyalty",),
        np.sqrt(RELIABILITY) * seen[:, None],
        np.full((n, 1, 1), 1 - RELIABILITY),
        np.eye(1),
    )
    return attitude, behaviour, posteriors


def true_share() -> float:
    """Both above their medians, by Sheppard's formula."""
    return 0.25 + np.arcsin(CORRELATION) / (2 * np.pi)


def test_cells_and_cuts_by_hand() -> None:
    attitude = np.tile([1.0, 2.0, 3.0, 4.0], 10)
    behaviour = np.tile([1.0, 4.0, 2.0, 3.0], 10)
    result = estimate_fourfold(
        attitude, behaviour, attitude_cut=3, behaviour_cut=3, confidence_level=0.95
    )
    assert result.cells[:4].tolist() == ["none", "spurious", "latent", "true"]
    assert result.table["estimate"].tolist() == [0.25] * 4
    assert result.cut_rule == ("stated", "stated")
    assert result.table["expected"].tolist() == pytest.approx([0.25] * 4)


def test_medians_are_the_cuts_unless_stated() -> None:
    attitude, behaviour, _ = draw(np.random.default_rng(1), 501)
    result = estimate_fourfold(attitude, behaviour, confidence_level=0.95)
    assert result.cuts == (np.median(attitude), np.median(behaviour))
    assert result.cut_rule == ("median", "median")
    table = result.table.set_index("term")
    assert table["estimate"].sum() == pytest.approx(1)
    assert table.loc["true", "conf_low"] < true_share() < table.loc["true", "conf_high"]


def test_simultaneous_intervals_hold_all_four_shares() -> None:
    truth = np.array([0.4, 0.3, 0.2, 0.1])
    rng, held = np.random.default_rng(2), 0
    for _ in range(300):
        cells = rng.choice(4, 200, p=truth)
        table = estimate_fourfold(
            np.isin(cells, [0, 1]) * 1.0,
            np.isin(cells, [0, 2]) * 1.0,
            attitude_cut=1,
            behaviour_cut=1,
            confidence_level=0.9,
        ).table
        inside = (table["conf_low"] < truth) & (truth < table["conf_high"])
        held += bool(inside.all())
    assert 0.87 <= held / 300 <= 0.98


def test_segments_share_the_cuts_and_weights_count() -> None:
    attitude, behaviour, _ = draw(np.random.default_rng(3), 400)
    region = np.where(np.arange(400) < 100, "north", "south")
    result = estimate_fourfold(attitude, behaviour, by=region, confidence_level=0.95)
    counts = result.table.groupby("stratum")["n_events"].sum()
    assert counts.to_dict() == {"all": 400, "north": 100, "south": 300}
    assert result.table["attitude_cut"].nunique() == 1
    weights = np.where(attitude > 0, 3.0, 1.0)
    heavy = estimate_fourfold(
        attitude, behaviour, weights=weights, attitude_cut=0, behaviour_cut=0, confidence_level=0.95
    ).table
    above = heavy[heavy["term"].isin(["true", "latent"])]["estimate"].sum()
    assert above == pytest.approx(weights[attitude >= 0].sum() / weights.sum())
    assert (heavy["n_effective"] < 400).all()


def test_many_ties_at_the_lowest_value_are_low() -> None:
    values = np.array([0.0] * 60 + [1.0] * 25 + [2.0] * 15)
    assert weighted_quantile(values, np.ones(100), 0.5) == 1.0
    assert weighted_quantile(values, np.where(values == 2, 100.0, 1.0), 0.5) == 2.0


def test_shares_follow_the_cuts_but_the_surplus_stays() -> None:
    attitude, behaviour, _ = draw(np.random.default_rng(4), 4_000)
    table = check_cut_points(attitude, behaviour)
    true = table[table["term"] == "true"]
    assert true["estimate"].max() - true["estimate"].min() > 0.1
    assert true["surplus"].max() - true["surplus"].min() < 0.02
    middle = true[(true["attitude_quantile"] == 0.5) & (true["behaviour_quantile"] == 0.5)]
    assert middle["estimate"].iloc[0] == pytest.approx(true_share(), abs=0.02)
    assert set(table["term"]) == set(CELLS)


def test_measurement_error_is_taken_out_of_the_shares() -> None:
    inside, naive = 0, []
    for seed in range(25):
        _, behaviour, posteriors = draw(np.random.default_rng(100 + seed), 800)
        table = correct_fourfold(
            posteriors,
            behaviour,
            confidence_level=0.95,
            rng=np.random.default_rng(seed),
            n_draws=40,
        ).set_index("term")
        inside += table.loc["true", "conf_low"] < true_share() < table.loc["true", "conf_high"]
        naive.append(table.loc["true", "uncorrected"])
    expected = 0.25 + np.arcsin(CORRELATION * np.sqrt(RELIABILITY)) / (2 * np.pi)
    assert np.mean(naive) == pytest.approx(expected, abs=0.01)
    assert inside >= 21
    agreement = 0.5 + np.arcsin(np.sqrt(RELIABILITY)) / np.pi  # of a median split with the truth
    assert table["same_kind"].iloc[0] == pytest.approx(agreement, abs=0.03)
    assert (table["fraction_missing"] > 0).all()


def test_faults_are_named() -> None:
    attitude, behaviour = stats.norm.ppf(np.linspace(0.01, 0.99, 50)), np.arange(50.0)
    with pytest.raises(EstimationError, match="behaviour is missing for 1 of 50"):
        estimate_fourfold(
            attitude, np.where(behaviour > 0, behaviour, np.nan), confidence_level=0.9
        )
    with pytest.raises(EstimationError, match="at or above the cut 99"):
        estimate_fourfold(attitude, behaviour, behaviour_cut=99, confidence_level=0.9)
    with pytest.raises(EstimationError, match="at least 20"):
        estimate_fourfold(attitude[:5], behaviour[:5], confidence_level=0.9)
