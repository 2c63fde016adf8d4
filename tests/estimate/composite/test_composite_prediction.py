"""Prediction out of sample against plain R, fold by fold."""

import numpy as np
import pytest
from ecsi import SMALL, SMALL_PATHS, load_reference, simulate_chain, simulated_rows

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.model import specify_composite_model
from analysis.estimate.composite.prediction import predict_out_of_sample

MODEL = specify_composite_model(SMALL, SMALL_PATHS)


def test_errors_are_those_of_plain_r() -> None:
    reference = load_reference()["simulated"]["prediction"]
    found = predict_out_of_sample(
        simulated_rows("rows"),
        MODEL,
        folds=(np.arange(150) % 5)[None],
        rng=np.random.default_rng(1),
    )
    items = found.items.set_index("term").loc[reference["item"]]
    assert items["estimate"].tolist() == pytest.approx(reference["q_squared"], abs=1e-9)
    for column in ("rmse", "rmse_linear", "mae", "mae_linear"):
        assert items[column].tolist() == pytest.approx(reference[column], abs=1e-9)
    assert found.power == "medium"  # b3 is predicted better by the linear model
    assert items.index[~items["passed"]].tolist() == ["b3"]


def test_what_nothing_predicts_has_no_power() -> None:
    frame = simulate_chain(400, np.random.default_rng(2), paths=(0.0, 0.0))
    blocks = {"q": ["q1", "q2", "q3"], "s": ["s1", "s2", "s3"]}
    model = specify_composite_model(blocks, {"s": ["q"]})
    found = predict_out_of_sample(frame, model, n_repeats=3, rng=np.random.default_rng(1))
    assert found.power == "none"
    assert (found.items["estimate"] < 0.01).all()


def test_a_true_model_beats_the_linear_one() -> None:
    frame = simulate_chain(400, np.random.default_rng(3))
    blocks = {"q": ["q1", "q2", "q3"], "s": ["s1", "s2", "s3"]}
    model = specify_composite_model(blocks, {"s": ["q"]})
    found = predict_out_of_sample(frame, model, rng=np.random.default_rng(1))
    assert found.power == "high"
    assert (found.items["estimate"] > 0.08).all()


def test_gaps_are_predicted_from_what_is_there() -> None:
    found = predict_out_of_sample(simulated_rows("gaps"), MODEL, rng=np.random.default_rng(1))
    answered = simulated_rows("gaps").notna().sum()
    assert found.items["n"].tolist() == answered[found.items["term"]].tolist()
    assert found.items["estimate"].notna().all()


def test_too_few_respondents_and_folds_of_the_wrong_length() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(EstimationError, match="49 respondents are too few for 10 folds"):
        predict_out_of_sample(simulated_rows("rows").head(49), MODEL, rng=rng)
    with pytest.raises(ParameterError, match=r"\(repeats, 150\) is expected"):
        predict_out_of_sample(simulated_rows("rows"), MODEL, folds=np.zeros((1, 3)), rng=rng)
