"""Direct, indirect and total effects, and their intervals by delta method and bootstrap."""

import numpy as np
import pytest
from structural_values import answers_like, fit_case, lavaan

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.bootstrap import (
    bootstrap_fit,
    bucket_rows,
    draw_parameters,
    percentile_interval,
)
from analysis.estimate.structural.effects import estimate_effects, list_effects
from analysis.estimate.structural.estimate import (
    estimate_from_moments,
    estimate_structural_model,
)
from analysis.estimate.structural.maximum_likelihood import maximise_likelihood
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.syntax import read_model_syntax

MOBI = lavaan()["mobi_reduced"]["model"]
DEMOCRACY = lavaan()["democracy"]["model"]


def fit_answers(case: str, *, n: int, seed: int = 5):
    frame = answers_like(case, n=n, seed=seed)
    specification = read_model_syntax(lavaan()[case]["model"])
    return estimate_structural_model(frame, specification, confidence_level=0.95, estimator="ML")


def test_every_chain_is_listed_once() -> None:
    effects = list_effects(read_model_syntax("m ~ x\n k ~ x + m\n y ~ x + m + k"))
    chains = {effect.term for effect in effects if effect.kind == "indirect_effect"}
    assert chains == {
        "x -> m -> k",
        "x -> m -> y",
        "x -> k -> y",
        "x -> m -> k -> y",
        "m -> k -> y",
    }
    total = next(e for e in effects if e.kind == "total_effect" and e.term == "x -> y")
    assert len(total.chains) == 4


def test_total_effects_are_those_of_the_matrix_inverse() -> None:
    fit = fit_case("mobi_reduced")
    table = estimate_effects(fit, confidence_level=0.95)
    total = table[table["kind"] == "total_effect"]
    paths, _, inverse = fit.model.matrices(fit.theta)
    at = {name: i for i, name in enumerate(fit.model.names)}
    for row in total.itertuples():
        assert row.estimate == pytest.approx(inverse[at[row.outcome], at[row.cause]])
    direct = table[table["kind"] == "direct_effect"].set_index("term")["estimate"]
    assert direct["SAT -> LOY"] == paths[at["LOY"], at["SAT"]]
    parts = table[table["outcome"].eq("LOY") & table["cause"].eq("IMAG")]
    chains = parts[parts["kind"] == "indirect_effect"]["estimate"].sum()
    assert chains == pytest.approx(parts[parts["kind"] == "total_effect"]["estimate"].item())


def test_effects_equal_the_quantities_lavaan_defines() -> None:
    fit = fit_case("democracy")
    table = estimate_effects(fit, confidence_level=0.95)
    defined = table[table["kind"] == "defined"].set_index("term")
    chain = table[table["term"] == "ind60 -> dem60 -> dem65"].iloc[0]
    total = table[(table["kind"] == "total_effect") & (table["term"] == "ind60 -> dem65")].iloc[0]
    stored = lavaan()["democracy"]["parameters"]
    for name, ours in (("indirect", chain), ("total", total), ("ratio", defined.loc["ratio"])):
        k = stored["left"].index(name)
        assert stored["operator"][k] == ":="
        assert ours["estimate"] == pytest.approx(stored["estimate"][k], rel=1e-4)
        assert ours["std_error"] == pytest.approx(stored["std_error"][k], rel=1e-4)
        assert ours["standardised"] == pytest.approx(stored["standardised"][k], rel=1e-4)
    assert defined.loc["indirect", "std_error"] == pytest.approx(chain["std_error"])


def test_bootstrap_refits_equal_fits_one_by_one() -> None:
    fit = fit_answers("mobi_pair", n=120)
    draws = bootstrap_fit(fit, draws=8, rng=np.random.default_rng(9))
    assert draws.theta.shape == (8, fit.model.n_parameters) and draws.n_failed == 0
    rows = fit.moments.rows
    drawn = np.random.default_rng(9).integers(len(rows), size=(8, len(rows)))
    for theta, chosen in zip(draws.theta, drawn, strict=True):
        covariance = np.cov(rows[chosen].T, bias=True)
        single, _, _ = maximise_likelihood(fit.model, covariance)
        np.testing.assert_allclose(theta, single, rtol=1e-3, atol=1e-4)


def test_bootstrap_spread_is_the_standard_error_of_normal_answers() -> None:
    fit = fit_answers("mobi_pair", n=800)
    draws = bootstrap_fit(fit, draws=600, rng=np.random.default_rng(1))
    ratio = draws.theta.std(axis=0) / np.sqrt(np.diag(fit.vcov))
    np.testing.assert_allclose(ratio, 1, atol=0.25)
    table = estimate_effects(fit, confidence_level=0.95, draws=draws)
    assert table["method"].iloc[0] == "bootstrap, 600 draws"
    assert (table["conf_low"] < table["estimate"]).all()
    assert (table["conf_high"] > table["estimate"]).all()
    assert (table["standardised_conf_low"] < table["standardised"]).all()


def test_buckets_stand_for_respondents() -> None:
    fit = fit_answers("mobi_pair", n=3_000)
    moments = fit.moments
    assert moments is not None and moments.rows is not None
    rng = np.random.default_rng(2)
    # shuffled columns and a fit from moments alone: nothing of the rows is used
    order = np.array([3, 1, 0, 5, 4, 2])
    names = tuple(moments.observed[k] for k in order)
    buckets = bucket_rows(names, moments.rows[:, order], 500, rng)
    assert buckets.n.sum() == 3_000
    bare = SampleMoments(moments.observed, moments.n, moments.means, moments.covariance)
    fit = estimate_from_moments(bare, fit.specification, confidence_level=0.95)
    draws = bootstrap_fit(fit, draws=400, rng=rng, buckets=buckets)
    ratio = draws.theta.std(axis=0) / np.sqrt(np.diag(fit.vcov))
    np.testing.assert_allclose(ratio, 1, atol=0.25)
    assert np.abs(draws.theta.mean(axis=0) - fit.theta).max() < 0.2
    with pytest.raises(EstimationError, match="needs complete answers"):
        bootstrap_fit(fit, draws=10, rng=rng)
    with pytest.raises(ParameterError, match="at least 1"):
        bootstrap_fit(fit, draws=0, rng=rng, buckets=buckets)


def test_many_respondents_are_put_in_buckets_by_themselves(monkeypatch) -> None:
    monkeypatch.setattr("analysis.estimate.structural.bootstrap.MOST_ROWS", 1_000)
    fit = fit_answers("mobi_pair", n=4_000)
    draws = bootstrap_fit(fit, draws=400, rng=np.random.default_rng(3))
    ratio = draws.theta.std(axis=0) / np.sqrt(np.diag(fit.vcov))
    np.testing.assert_allclose(ratio, 1, atol=0.25)


def test_drawn_parameters_agree_with_the_delta_method_where_effects_are_straight() -> None:
    fit = fit_case("mobi_reduced")
    draws = draw_parameters(fit, draws=20_000, rng=np.random.default_rng(6))
    delta = estimate_effects(fit, confidence_level=0.9)
    drawn = estimate_effects(fit, confidence_level=0.9, draws=draws)
    direct = delta["kind"] == "direct_effect"
    np.testing.assert_allclose(drawn[direct]["conf_low"], delta[direct]["conf_low"], atol=0.02)
    np.testing.assert_allclose(drawn[direct]["std_error"], delta[direct]["std_error"], rtol=0.03)
    assert set(drawn["method"]) == {"Monte Carlo, 20000 draws"}


def test_percentiles() -> None:
    low, high = percentile_interval(np.arange(101.0)[:, None], 0.9)
    assert (low.item(), high.item()) == pytest.approx((5.0, 95.0))


def test_a_measurement_model_has_no_effects() -> None:
    assert estimate_effects(fit_case("holzinger"), confidence_level=0.95).empty
