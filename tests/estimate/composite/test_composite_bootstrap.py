"""Intervals of PLS: truth covered, signs kept, gaps and failures handled."""

import numpy as np
import pandas as pd
import pytest
from ecsi import CHAIN, CHAIN_PATHS, SMALL, SMALL_PATHS, simulate_chain, simulated_rows

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.bootstrap import bootstrap_composite_model
from analysis.estimate.composite.estimate import (
    estimate_composite_from_correlations,
    estimate_composite_model,
)
from analysis.estimate.composite.model import specify_composite_model

MODEL = specify_composite_model(SMALL, SMALL_PATHS)


def bootstrap(frame: pd.DataFrame, n_draws: int = 400, **options: object) -> pd.DataFrame:
    fit = estimate_composite_model(frame, MODEL, **options)
    return bootstrap_composite_model(
        frame, fit, n_draws=n_draws, confidence_level=0.95, rng=np.random.default_rng(1)
    )


def test_a_draw_is_the_model_of_the_drawn_respondents() -> None:
    """Two draws, done by hand with the same random numbers."""
    frame = simulated_rows("gaps")
    fit = estimate_composite_model(frame, MODEL)
    found = bootstrap_composite_model(
        frame, fit, n_draws=2, confidence_level=0.95, rng=np.random.default_rng(7)
    )
    drawn = np.random.default_rng(7).integers(0, len(frame), size=(2, len(frame)))
    values = [
        estimate_composite_model(frame.iloc[rows], MODEL).estimates["estimate"] for rows in drawn
    ]
    assert found["std_error"].to_numpy() == pytest.approx(np.std(values, axis=0, ddof=1), abs=1e-9)


def test_draws_are_reported_and_intervals_hold_the_estimate() -> None:
    frame, seen = simulated_rows("rows"), []
    fit = estimate_composite_model(frame, MODEL)
    found = bootstrap_composite_model(
        frame,
        fit,
        n_draws=600,
        confidence_level=0.95,
        rng=np.random.default_rng(1),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (600, 600)
    assert (found["n_draws"] == 600).all()
    paths = found[found["quantity"] == "path"]
    assert paths["estimate"].between(paths["conf_low"], paths["conf_high"]).all()
    assert (paths["std_error"] > 0).all()


def test_signs_of_draws_follow_the_estimate() -> None:
    """A block whose items point half this way and half that: its composite may flip in a draw."""
    frame = simulated_rows("rows").assign(d2=lambda f: 6 - f["d2"])
    found = bootstrap(frame)
    loadings = found[(found["quantity"] == "loading") & (found["left"] == "d")]
    assert (loadings["std_error"] < 0.2).all()


def test_gaps_widen_intervals() -> None:
    whole = bootstrap(simulated_rows("rows")).query("quantity == 'path'")
    gaps = bootstrap(simulated_rows("rows").mask(np.random.default_rng(3).random((150, 8)) < 0.4))
    gaps = gaps.query("quantity == 'path'")
    assert gaps["std_error"].mean() > 1.2 * whole["std_error"].mean()


def test_what_cannot_be_bootstrapped() -> None:
    frame, rng = simulated_rows("rows"), np.random.default_rng(1)
    fit = estimate_composite_from_correlations(frame.corr(), MODEL, n=150)
    with pytest.raises(ParameterError, match="correlation matrix alone"):
        bootstrap_composite_model(frame, fit, n_draws=10, confidence_level=0.95, rng=rng)
    rare = frame.assign(a1=(np.arange(150) == 0).astype(float))  # a third of samples miss it
    fit = estimate_composite_model(rare, MODEL)
    with pytest.raises(EstimationError, match="bootstrap samples of 150 respondents"):
        bootstrap_composite_model(rare, fit, n_draws=100, confidence_level=0.95, rng=rng)


@pytest.mark.slow
def test_intervals_cover_the_attenuated_truth() -> None:
    model = specify_composite_model(CHAIN, CHAIN_PATHS)
    population = estimate_composite_model(
        simulate_chain(2_000_000, np.random.default_rng(1)), model
    ).matrix("path")
    truth = population.loc["loyalty", "satisfaction"]
    hits = 0
    for seed in range(200):
        frame = simulate_chain(250, np.random.default_rng([9, seed]))
        found = bootstrap_composite_model(
            frame,
            estimate_composite_model(frame, model),
            n_draws=400,
            confidence_level=0.95,
            rng=np.random.default_rng([10, seed]),
        ).set_index(["quantity", "left", "right"])
        row = found.loc["path", "loyalty", "satisfaction"]
        hits += row["conf_low"] <= truth <= row["conf_high"]
    assert 0.90 <= hits / 200 <= 0.985
