"""The panel Markov model against R's msm, and against what must hold."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import linalg

from analysis.errors import EstimationError
from analysis.estimate.panel import (
    PanelData,
    build_panel_data,
    estimate_panel_markov,
    summarise_intensities,
)

VALUES = Path(__file__).parents[1] / "reference" / "values"
STATES = ("1", "2", "3", "4")
MOVES = [("1", "2"), ("1", "4"), ("2", "1"), ("2", "3"), ("2", "4"), ("3", "2"), ("3", "4")]


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    visits = pd.read_csv(VALUES / "panel_snapshots.csv").sort_values(["subject", "time"])
    people = visits.groupby("subject")
    pairs = visits.assign(
        from_state=visits["state"].astype(str),
        to_state=people["state"].shift(-1),
        gap=people["time"].shift(-1) - visits["time"],
    ).dropna()
    return pairs.assign(to_state=pairs["to_state"].astype(int).astype(str))


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((VALUES / "transitions.json").read_text())["panel"]


def panel(pairs: pd.DataFrame, *covariates: str) -> PanelData:
    return build_panel_data(pairs, STATES, covariates=covariates, exact_states=("4",))


def test_intensities_equal_those_of_msm(pairs: pd.DataFrame, reference: dict) -> None:
    fit = estimate_panel_markov(panel(pairs), MOVES)
    assert -2 * fit.log_likelihood == pytest.approx(reference["plain"]["minus2loglik"], abs=1e-6)
    np.testing.assert_allclose(fit.intensity_matrix, reference["plain"]["q"], atol=1e-7)
    spread = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_allclose(spread, reference["plain"]["log_se"], rtol=1e-4)
    half_a_year = linalg.expm(180 * fit.intensity_matrix)
    np.testing.assert_allclose(half_a_year, reference["p180"], atol=1e-5)


def test_covariate_effects_equal_those_of_msm(pairs: pd.DataFrame, reference: dict) -> None:
    fit = estimate_panel_markov(panel(pairs, "x"), MOVES)
    assert -2 * fit.log_likelihood == pytest.approx(reference["with_x"]["minus2loglik"], abs=1e-6)
    effects = np.array(reference["with_x"]["effect"])
    origin, target = np.array([[int(a) - 1, int(b) - 1] for a, b in MOVES]).T
    np.testing.assert_allclose(fit.effects[0], effects[origin, target], atol=1e-5)
    spread = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_allclose(spread, reference["with_x"]["log_se"], rtol=1e-3)


def test_rows_of_the_intensity_matrix_sum_to_zero(pairs: pd.DataFrame) -> None:
    fit = estimate_panel_markov(panel(pairs), MOVES)
    np.testing.assert_allclose(fit.intensity_matrix.sum(axis=1), 0.0, atol=1e-15)
    table = summarise_intensities(fit, confidence_level=0.95)
    assert (table["conf_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["conf_high"]).all()


def test_a_move_that_never_happens_is_flagged_at_the_boundary(pairs: pd.DataFrame) -> None:
    """From 3 nobody is ever seen in 1 again without time to pass through 2: 3 to 1 runs to zero."""
    kept = pairs[~((pairs["from_state"] == "3") & (pairs["to_state"].isin(["1", "2"])))]
    fit = estimate_panel_markov(panel(kept), [*MOVES, ("3", "1")])
    table = summarise_intensities(fit, confidence_level=0.95).set_index(["from_state", "to_state"])
    assert table.loc[("3", "1"), "at_boundary"]
    assert np.isnan(table.loc[("3", "1"), "std_error"])
    assert not table.loc[("1", "2"), "at_boundary"]


def test_a_move_that_one_group_never_makes_is_flagged(pairs: pd.DataFrame) -> None:
    """With x = 1 nobody ever goes to 4 from 2 or 3: the effect of x runs to minus infinity."""
    gone = (pairs["x"] == 1) & pairs["from_state"].isin(["2", "3"]) & (pairs["to_state"] == "4")
    fit = estimate_panel_markov(panel(pairs[~gone], "x"), MOVES)
    flagged = {move for move, at in zip(MOVES, fit.at_boundary, strict=True) if at}
    assert flagged == {("2", "4"), ("3", "4")}
    spread = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_array_equal(np.isnan(spread), np.tile(fit.at_boundary, 2))
    table = summarise_intensities(fit, confidence_level=0.95)
    assert table.loc[~table["at_boundary"], "std_error"].between(0, 0.01).all()


def test_snapshots_out_of_order_and_unknown_states_are_refused(pairs: pd.DataFrame) -> None:
    with pytest.raises(EstimationError, match=r"1 pairs of snapshots are not in ascending"):
        panel(pairs.assign(gap=np.where(np.arange(len(pairs)) == 0, -1.0, pairs["gap"])))
    with pytest.raises(EstimationError, match="undeclared states: 9"):
        panel(pairs.replace({"to_state": {"4": "9"}}))
