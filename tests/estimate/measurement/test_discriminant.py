"""Discriminant validity: against R, against truth, and gaps in the answers."""

import numpy as np
import pandas as pd
import pytest
from survey_samples import BLOCKS, THREE, load_reference, simulate_three, simulated_rows

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.measurement.block_statistics import heterotrait_monotrait
from analysis.estimate.measurement.discriminant import compare_fornell_larcker, estimate_htmt
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.specification import specify_model


def htmt(frame: pd.DataFrame, **options: object) -> pd.DataFrame:
    blocks = options.pop("blocks", THREE)
    return estimate_htmt(
        frame,
        blocks,
        confidence_level=0.95,
        n_draws=300,
        rng=np.random.default_rng(1),
        **options,
    ).set_index("term")


def test_ratio_by_hand() -> None:
    correlations = np.array(
        [[1, 0.6, 0.3, 0.2], [0.6, 1, 0.4, 0.1], [0.3, 0.4, 1, -0.5], [0.2, 0.1, -0.5, 1]]
    )
    blocks = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
    assert heterotrait_monotrait(correlations, blocks)[0, 1] == pytest.approx(
        0.25 / np.sqrt(0.6 * 0.5)
    )


def test_ratio_tends_to_the_correlation_of_the_constructs() -> None:
    equal = {"x": ["x1", "x3"], "y": ["y1", "y2"]}
    row = htmt(simulate_three(20_000, np.random.default_rng(3)), blocks=equal).iloc[0]
    assert row["conf_low"] < 0.5 < row["conf_high"]
    assert row["std_error"] < 0.02
    assert row["passed"]
    assert row["limit"] == 0.85


def test_one_construct_asked_twice_fails_both_ways() -> None:
    frame = simulate_three(200, np.random.default_rng(4))
    found = htmt(frame, blocks={"one": ["x1", "x2"], "other": ["x3", "x4"], "y": THREE["y"]})
    twice = found.loc["one ~~ other"]
    assert (twice["passed"], twice["passed_limit"], twice["passed_interval"]) == (False,) * 3
    assert found.loc["one ~~ y", "passed"]


def test_close_pairs_are_held_to_the_wider_limit() -> None:
    found = htmt(simulate_three(200, np.random.default_rng(4)), close_pairs=[("z", "y")])
    assert found["limit"].to_dict() == {"x ~~ y": 0.85, "x ~~ z": 0.85, "y ~~ z": 0.9}
    with pytest.raises(ParameterError, match="'w' of a close pair"):
        htmt(simulate_three(50, np.random.default_rng(4)), close_pairs=[("w", "y")])


def test_gaps_use_the_pairs_that_are_there() -> None:
    gaps = simulated_rows("gaps")
    found = htmt(gaps, blocks=BLOCKS)
    pairwise = np.array(load_reference()["simulated"]["pairwise"])
    owner = np.array([name for name, block in BLOCKS.items() for _ in block])
    blocks = owner[:, None] == np.array(list(BLOCKS))[None, :]
    expected = heterotrait_monotrait(pairwise, blocks)
    assert found.loc["a ~~ d", "estimate"] == pytest.approx(expected[0, 2], abs=1e-12)
    assert found["estimate"].between(found["conf_low"], found["conf_high"]).all()


def test_an_item_in_two_constructs_or_none() -> None:
    frame = simulate_three(50, np.random.default_rng(4))
    with pytest.raises(ParameterError, match="'x1' is in two constructs"):
        htmt(frame, blocks={"x": ["x1"], "y": ["x1"]})
    with pytest.raises(EstimationError, match="'x9' is not among"):
        htmt(frame, blocks={"x": ["x9"], "y": ["y1"]})


def test_fornell_larcker_compares_correlation_and_variance_extracted() -> None:
    frame = simulate_three(3000, np.random.default_rng(5))
    fit = estimate_structural_model(frame, specify_model(THREE, {}), confidence_level=0.95)
    found = compare_fornell_larcker(fit).set_index("term")
    row = found.loc["x ~~ y"]
    assert row["conf_low"] < 0.5 < row["conf_high"]
    assert row["limit"] == pytest.approx(np.sqrt(np.mean(np.square((0.8, 0.7, 0.5)))), abs=0.03)
    assert row["passed"]
    assert (found["passed"] == (found["estimate"].abs() < found["limit"])).all()
