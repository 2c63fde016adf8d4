"""Alpha, omega, variance extracted and loadings against R's lavaan and plain formulas."""

import numpy as np
import pytest
from survey_samples import (
    BLOCKS,
    THREE,
    THREE_PATHS,
    load_reference,
    simulate_three,
    simulated_rows,
)

from analysis.estimate.measurement.reliability import (
    estimate_alpha,
    estimate_extracted_variance,
    estimate_omega,
    judge_loadings,
)
from analysis.estimate.structural.estimate import (
    estimate_from_moments,
    estimate_structural_model,
)
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.specification import specify_model


@pytest.fixture(scope="module")
def mobi_fit() -> StructuralFit:
    mobi = load_reference()["mobi"]
    n = mobi["n"]
    items = [f"IMAG{i}" for i in range(1, 6)] + [f"CUSA{i}" for i in range(1, 4)]
    at = np.array([mobi["items"].index(item) for item in items])
    covariance = np.array(mobi["covariance"])[np.ix_(at, at)] * (n - 1) / n
    moments = SampleMoments(tuple(items), n, np.array(mobi["means"])[at], covariance, None, None)
    model = specify_model({"Image": items[:5], "Satisfaction": items[5:]}, {})
    return estimate_from_moments(moments, model, confidence_level=0.95)


def test_omega_and_extracted_variance_are_lavaans(mobi_fit: StructuralFit) -> None:
    lavaan = load_reference()["lavaan"]
    expected = dict(
        zip(lavaan["name"], zip(lavaan["estimate"], lavaan["std_error"], strict=True), strict=True)
    )
    tables = {"omega": estimate_omega(mobi_fit), "ave": estimate_extracted_variance(mobi_fit)}
    for short, table in tables.items():
        for row in table.itertuples():
            estimate, error = expected[f"{short}_{row.construct.lower()}"]
            assert row.estimate == pytest.approx(estimate, rel=1e-6)
            assert row.std_error == pytest.approx(error, rel=1e-5)
            assert 0 < row.conf_low < row.estimate < row.conf_high < 1
    assert tables["omega"]["passed"].tolist() == [True, True]
    assert tables["ave"]["passed"].tolist() == [False, True]
    assert (tables["ave"]["limit"] == 0.5).all()
    assert tables["ave"]["source"].str.contains("Fornell").all()


def test_loadings_are_held_to_half_the_variance(mobi_fit: StructuralFit) -> None:
    loadings = judge_loadings(mobi_fit)
    assert loadings["term"].iloc[0] == "Image =~ IMAG1"
    assert (loadings["passed"] == (loadings["estimate"] >= 0.708)).all()
    assert 0 < loadings["passed"].sum() < len(loadings)
    assert (loadings["estimate"] ** 2).head(5).mean() == pytest.approx(
        load_reference()["lavaan"]["estimate"][2], rel=1e-6
    )


def test_alpha_of_complete_answers_has_feldts_interval() -> None:
    reference = load_reference()["simulated"]
    row = estimate_alpha(simulated_rows("rows"), BLOCKS, confidence_level=0.95).iloc[0]
    assert row["estimate"] == pytest.approx(reference["alpha"], abs=1e-12)
    assert [row["conf_low"], row["conf_high"]] == pytest.approx(reference["feldt"], abs=1e-12)
    assert row["method"] == "feldt"


def test_alpha_of_gaps_is_that_of_full_information() -> None:
    reference = load_reference()["simulated"]["gap_alpha"]
    row = estimate_alpha(simulated_rows("gaps"), BLOCKS, confidence_level=0.95).iloc[0]
    assert row["estimate"] == pytest.approx(reference["estimate"], rel=1e-5)
    assert row["std_error"] == pytest.approx(reference["std_error"], rel=1e-3)
    assert row["conf_low"] < row["estimate"] < row["conf_high"] < 1


def test_single_items_have_no_alpha() -> None:
    table = estimate_alpha(simulated_rows("rows"), {"one": ["a1"]}, confidence_level=0.95)
    assert table.empty
    assert "passed" in table


def test_omega_holds_the_truth_and_survives_paths() -> None:
    """Of a structural model too: y and z have causes, so their variance is not a parameter."""
    frame = simulate_three(4000, np.random.default_rng(5))
    fit = estimate_structural_model(frame, specify_model(THREE, THREE_PATHS), confidence_level=0.99)
    omega = estimate_omega(fit).set_index("construct")
    total = sum((0.8, 0.7, 0.5)) ** 2
    truth = total / (total + 3 - 0.8**2 - 0.7**2 - 0.5**2)
    assert omega.loc["y", "conf_low"] < truth < omega.loc["y", "conf_high"]


def test_an_unreadable_model_gives_no_numbers() -> None:
    frame = simulate_three(300, np.random.default_rng(6))
    twin = frame.assign(**{f"w{i}": frame[f"x{i}"] for i in (1, 2, 3)})
    noise = np.random.default_rng(7).normal(0, 0.3, (300, 3))
    twin[["w1", "w2", "w3"]] += noise
    model = specify_model({"x": ["x1", "x2", "x3"], "w": ["w1", "w2", "w3"]}, {})
    fit = estimate_structural_model(twin, model, confidence_level=0.95)
    assert not fit.usable
    omega = estimate_omega(fit)
    assert omega[["estimate", "conf_low", "passed"]].isna().all(axis=None)
    assert judge_loadings(fit)["passed"].isna().all()
