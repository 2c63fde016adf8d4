"""One way in: the right estimator by the answers, and results that do not hang on accidents."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structural_values import answers_like, fit_case, lavaan, moments_of, specification_of

from analysis.errors import ParameterError
from analysis.estimate.structural.estimate import (
    choose_estimator,
    estimate_from_moments,
    estimate_structural_model,
)
from analysis.estimate.structural.maximum_likelihood import (
    CovarianceObjective,
    expected_information,
)
from analysis.estimate.structural.moments import (
    SampleMoments,
    moments_of_frame,
    moments_of_sums,
)
from analysis.estimate.structural.optimise import minimise
from analysis.estimate.structural.ram import build_ram_model
from analysis.estimate.structural.specification import specify_model
from analysis.estimate.structural.syntax import read_model_syntax

HOLZINGER = specification_of("holzinger")
STRUCTURE = {"textual": ["visual"], "speed": ["visual", "textual"]}


def answers(n: int = 400) -> pd.DataFrame:
    return answers_like("holzinger", n=n, seed=21)


def cut(frame: pd.DataFrame, points: int) -> pd.DataFrame:
    return (frame.rank(pct=True) * points).apply(np.ceil)


def test_the_estimator_follows_the_answers() -> None:
    frame = answers()
    assert choose_estimator(frame, HOLZINGER) == "MLR"
    assert choose_estimator(cut(frame, 5), HOLZINGER) == "WLSMV"
    assert choose_estimator(cut(frame, 7), HOLZINGER) == "MLR"
    skewed = cut(frame, 49).apply(np.sqrt).apply(np.ceil) ** 4 // 400  # 0 to 6, most at 0 and 1
    assert skewed.nunique().max() <= 7 and skewed.skew().min() > 0
    assert choose_estimator(frame.mask(frame < frame.quantile(0.02)), HOLZINGER) == "FIML"
    assert choose_estimator(cut(frame, 5).mask(frame < 1), HOLZINGER) == "FIML"
    ten = cut(frame, 10)
    assert choose_estimator(ten, HOLZINGER) == "MLR"
    assert choose_estimator(ten, HOLZINGER, ordinal_items=list(ten)) == "WLSMV"
    assert choose_estimator(ten, HOLZINGER, ordinal_items=["x1"]) == "MLR"
    with_means = read_model_syntax(lavaan()["holzinger"]["model"] + "\n x1 ~ 1")
    assert choose_estimator(frame, with_means) == "FIML"


@pytest.mark.parametrize("estimator", ["ML", "MLM", "MLR", "FIML"])
def test_every_way_gives_the_same_estimates_on_complete_answers(estimator: str) -> None:
    fit = estimate_structural_model(
        answers(), HOLZINGER, confidence_level=0.95, estimator=estimator
    )
    stored = fit_case("holzinger")  # the same moments
    ours = fit.parameters[fit.parameters["operator"] != "~1"]
    np.testing.assert_allclose(ours["estimate"], stored.parameters["estimate"], atol=1e-6)
    assert fit.n == 400


def test_rows_with_gaps_are_left_out_only_when_asked() -> None:
    frame = answers()
    frame.iloc[:50, 0] = np.nan
    everyone = estimate_structural_model(frame, HOLZINGER, confidence_level=0.95)
    assert (everyone.estimator, everyone.n) == ("FIML", 400)
    complete = estimate_structural_model(frame, HOLZINGER, confidence_level=0.95, estimator="ML")
    assert complete.n == 350
    with pytest.raises(ParameterError, match="none of"):
        estimate_structural_model(frame, HOLZINGER, confidence_level=0.95, estimator="OLS")


def test_moments_of_sums_are_those_of_answers() -> None:
    frame = answers(50)
    rows = frame.to_numpy()
    summed = moments_of_sums(list(frame), 50, rows.sum(axis=0), rows.T @ rows)
    counted = moments_of_frame(frame, list(frame))
    np.testing.assert_allclose(summed.covariance, counted.covariance, atol=1e-10)
    np.testing.assert_allclose(summed.means, counted.means)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=9, max_size=9), st.integers(0, 511))
def test_units_of_items_do_not_matter(powers: list[float], flips: int) -> None:
    sign = np.array([-1.0 if flips >> k & 1 else 1.0 for k in range(9)])
    scale = sign * 10.0 ** np.array(powers)
    moments = moments_of("holzinger")
    covariance = moments.covariance * np.outer(scale, scale)
    low = np.tril_indices(9)
    pairs = scale[low[0]] * scale[low[1]]
    gamma = moments.gamma * np.outer(pairs, pairs)
    scaled = SampleMoments(moments.observed, moments.n, moments.means * scale, covariance, gamma)
    specification = specify_model(
        {c: HOLZINGER.indicators(c) for c in HOLZINGER.constructs}, STRUCTURE
    )
    fits = [
        estimate_from_moments(m, specification, confidence_level=0.95, estimator="MLR")
        for m in (moments, scaled)
    ]
    for name in ("chi_square", "scaled_chi_square", "cfi", "rmsea", "srmr", "robust_tli"):
        first, second = (fit.fit_indices[name] for fit in fits)
        assert first == pytest.approx(second, rel=1e-6, abs=1e-8), name
    first, second = (fit.parameters["standardised"].abs() for fit in fits)
    np.testing.assert_allclose(first, second, rtol=1e-5, atol=1e-7)
    first, second = (fit.parameters["standardised_std_error"] for fit in fits)
    np.testing.assert_allclose(first, second, rtol=1e-4, atol=1e-7)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(9)), st.permutations(range(3)))
def test_the_order_of_items_and_constructs_does_not_matter(
    columns: list[int], constructs: list[int]
) -> None:
    moments = moments_of("holzinger")
    at = np.array(columns)
    low = np.tril_indices(9)
    place = np.zeros((9, 9), dtype=int)
    place[low] = place.T[low] = np.arange(45)
    kept = place[np.ix_(at, at)][low]
    shuffled = SampleMoments(
        tuple(moments.observed[k] for k in columns),
        moments.n,
        moments.means[at],
        moments.covariance[np.ix_(at, at)],
        moments.gamma[np.ix_(kept, kept)],
    )
    names = [HOLZINGER.constructs[k] for k in constructs]
    turned = specify_model({c: HOLZINGER.indicators(c) for c in names}, {})
    fit = estimate_from_moments(shuffled, turned, confidence_level=0.95, estimator="MLM")
    reference = fit_case("holzinger", "MLM")
    for name, value in reference.fit_indices.items():
        assert fit.fit_indices[name] == pytest.approx(value, rel=1e-7, abs=1e-9), name
    keys = ["left", "operator", "right"]
    measured = reference.parameters[reference.parameters["operator"] == "=~"]
    both = measured.merge(fit.parameters, on=keys, suffixes=("", "_turned"))
    assert len(both) == 9
    np.testing.assert_allclose(both["std_error"], both["std_error_turned"], rtol=1e-6)


def test_estimates_recover_the_truth_with_errors_of_the_right_size() -> None:
    rng = np.random.default_rng(30)
    specification = specify_model({"s": ["s1", "s2", "s3"], "l": ["l1", "l2", "l3"]}, {"l": ["s"]})
    model = build_ram_model(specification)
    n, samples = 300, 500
    satisfied = rng.normal(size=(samples, n))
    loyal = 0.6 * satisfied + 0.8 * rng.normal(size=(samples, n))
    rows = np.stack([satisfied] * 3 + [loyal] * 3, axis=-1)
    rows = rows + rng.normal(0, 0.7, rows.shape)
    rows -= rows.mean(axis=1, keepdims=True)
    covariances = np.swapaxes(rows, 1, 2) @ rows / n
    start = np.broadcast_to(model.start(covariances[0]), (samples, model.n_parameters))
    search = minimise(CovarianceObjective(model, covariances), start, tolerance=1e-6)
    assert search.converged.all()
    path = model.parameter_names.index("l ~ s")
    error = np.sqrt(np.linalg.inv(expected_information(model, search.theta))[:, path, path] / n)
    found = search.theta[:, path]
    assert found.mean() == pytest.approx(0.6, abs=0.01)
    assert found.std() == pytest.approx(error.mean(), rel=0.1)
    covered = np.abs(found - 0.6) < 1.96 * error
    assert 0.92 < covered.mean() < 0.98
