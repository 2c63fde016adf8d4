"""PLS against SmartPLS and plain R, on the answers of a published study."""

import numpy as np
import pandas as pd
import pytest
from ecsi import (
    CHAIN,
    CHAIN_PATHS,
    CONSTRUCTS,
    PATHS,
    SMALL,
    SMALL_PATHS,
    load_reference,
    mobi_correlations,
    simulate_chain,
    simulated_rows,
)

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.estimate import (
    CompositeFit,
    estimate_composite_from_correlations,
    estimate_composite_model,
)
from analysis.estimate.composite.model import specify_composite_model

ECSI = specify_composite_model(CONSTRUCTS, PATHS)


def fit_ecsi(scheme: str = "path", formative: tuple[str, ...] = ()) -> CompositeFit:
    model = specify_composite_model(CONSTRUCTS, PATHS, formative=formative)
    return estimate_composite_from_correlations(mobi_correlations(), model, n=250, scheme=scheme)


@pytest.fixture(scope="module")
def ecsi_fit() -> CompositeFit:
    return fit_ecsi()


def numbers(fit: CompositeFit, quantity: str) -> pd.Series:
    return fit.table(quantity).set_index(["left", "right"])["estimate"]


@pytest.mark.parametrize("scheme", ["path", "factorial", "centroid"])
def test_paths_are_those_of_smartpls(scheme: str) -> None:
    found = numbers(fit_ecsi(scheme), "path")
    published = load_reference()[f"ecsi_mobi_pls_standardised_{scheme}"]
    assert len(published) == len(found) == 12
    for row in published:
        assert found[row["to"], row["from"]] == pytest.approx(row["value"], abs=2e-8)


def test_weights_and_total_effects_are_those_of_smartpls(ecsi_fit: CompositeFit) -> None:
    weights, totals = numbers(ecsi_fit, "weight"), numbers(ecsi_fit, "total_effect")
    for row in load_reference()["ecsi_mobi_pls_weights"]:
        assert weights[row["to"], row["from"]] == pytest.approx(row["value"], abs=2e-8)
    published = load_reference()["ecsi_mobi_pls_total_effects"]
    assert len(published) == len(totals)
    for row in published:
        assert totals[row["to"], row["from"]] == pytest.approx(row["value"], abs=2e-8)


@pytest.mark.parametrize("quantity", ["alpha", "rho_a", "rho_c", "ave", "r_squared"])
def test_quality_of_constructs_is_that_of_plain_formulas(
    ecsi_fit: CompositeFit, quantity: str
) -> None:
    found = ecsi_fit.table(quantity).set_index("left")["estimate"].to_dict()
    assert found == pytest.approx(load_reference()["ecsi"][quantity], abs=1e-9)


def test_htmt_effect_sizes_and_inflation(ecsi_fit: CompositeFit) -> None:
    htmt = numbers(ecsi_fit, "htmt")
    for row in load_reference()["ecsi"]["htmt"]:
        assert htmt[row["left"], row["right"]] == pytest.approx(row["value"], abs=1e-12)
    effect, inflation = numbers(ecsi_fit, "f_squared"), numbers(ecsi_fit, "vif")
    for row in load_reference()["ecsi"]["f2"]:
        assert effect[row["to"], row["from"]] == pytest.approx(row["value"], abs=1e-9)
        assert inflation[row["to"], row["from"]] == pytest.approx(row["vif"], abs=1e-9)


def test_formative_constructs_as_plain_regressions() -> None:
    reference = load_reference()["formative"]
    fit = fit_ecsi(formative=("Image", "Quality"))
    names = reference["constructs"]
    paths = pd.DataFrame(reference["paths"], index=names, columns=names)
    weights = pd.DataFrame(
        reference["weights"], index=load_reference()["mobi"]["items"], columns=names
    )
    for (outcome, cause), value in numbers(fit, "path").items():
        assert value == pytest.approx(paths.loc[outcome, cause], abs=1e-8)
    for (construct, item), value in numbers(fit, "weight").items():
        assert value == pytest.approx(weights.loc[item, construct], abs=1e-8)


def test_consistent_paths_are_corrected_for_measurement_error() -> None:
    constructs = {name: CONSTRUCTS[name] for name in ("Image", "Value", "Satisfaction")}
    paths = {"Value": ["Image"], "Satisfaction": ["Image", "Value"], "Complaints": ["Satisfaction"]}
    model = specify_composite_model({**constructs, "Complaints": ["CUSCO"]}, paths)
    fit = estimate_composite_from_correlations(mobi_correlations(), model, n=250, consistent=True)
    found, loadings = numbers(fit, "path"), numbers(fit, "loading")
    for row in load_reference()["consistent"]["paths"]:
        for cause, value in zip(row["from"], row["value"], strict=True):
            assert found[row["to"], cause] == pytest.approx(value, abs=1e-9)
    for row in load_reference()["consistent"]["loadings"]:
        items = constructs[row["construct"]]
        assert loadings[row["construct"]][items].tolist() == pytest.approx(row["value"], abs=1e-9)


def test_correction_recovers_the_truth_that_composites_attenuate() -> None:
    answers = simulate_chain(40_000, np.random.default_rng(20261123))
    model = specify_composite_model(CHAIN, CHAIN_PATHS)
    plain = numbers(estimate_composite_model(answers, model), "path")
    consistent = numbers(estimate_composite_model(answers, model, consistent=True), "path")
    assert consistent["satisfaction", "quality"] == pytest.approx(0.6, abs=0.015)
    assert consistent["loyalty", "satisfaction"] == pytest.approx(0.7, abs=0.015)
    assert plain["loyalty", "satisfaction"] < 0.62


def test_overshooting_correction_is_named_and_not_returned() -> None:
    correlations = mobi_correlations()
    fit = estimate_composite_from_correlations(correlations, ECSI, n=250, consistent=True)
    assert not fit.usable or (fit.table("r_squared")["estimate"] <= 1).all()
    twins = correlations.loc[["CUSA1", "CUSA2", "CUSL1", "CUSL3"]].copy()
    twins = twins[twins.index]
    twins.loc[["CUSA1", "CUSA2"], ["CUSL1", "CUSL3"]] = 0.6
    twins.loc[["CUSL1", "CUSL3"], ["CUSA1", "CUSA2"]] = 0.6
    model = specify_composite_model(
        {"s": ["CUSA1", "CUSA2"], "l": ["CUSL1", "CUSL3"]}, {"l": ["s"]}
    )
    fit = estimate_composite_from_correlations(twins, model, n=250, consistent=True)
    assert {problem.kind for problem in fit.problems} == {"beyond_one"}
    assert fit.estimates["estimate"].isna().all()


def test_frame_and_matrix_agree_and_the_tables_are_complete() -> None:
    answers = simulated_rows("rows")
    model = specify_composite_model(SMALL, SMALL_PATHS)
    fit = estimate_composite_model(answers, model)
    other = estimate_composite_from_correlations(answers.corr(), model, n=150)
    assert fit.estimates["estimate"].to_numpy() == pytest.approx(
        other.estimates["estimate"].to_numpy(), abs=1e-12
    )
    assert fit.problems == ()
    assert fit.estimates["estimate"].notna().all()
    assert not fit.estimates.duplicated(["quantity", "left", "right"]).any()
    wide = fit.matrix("loading")
    assert wide.shape == (3, 8)
    assert wide.loc["a", "b1"] == 0
    with pytest.raises(ParameterError, match="it has path"):
        fit.table("loadings")


def test_missing_answers_are_told_and_the_estimate_stays() -> None:
    model = specify_composite_model(SMALL, SMALL_PATHS)
    gaps = simulated_rows("gaps")
    fits = {
        missing: estimate_composite_model(gaps, model, missing=missing)
        for missing in ("pairwise", "mean", "complete")
    }
    assert fits["complete"].n == int(gaps.notna().all(axis=1).sum())
    assert all(fit.problems[0].kind == "missing_answers" for fit in fits.values())
    assert fits["mean"].matrix("path").loc["b", "a"] < fits["pairwise"].matrix("path").loc["b", "a"]


def test_items_may_stand_for_themselves() -> None:
    model = specify_composite_model(
        {"a": SMALL["a"]}, {"b1": ["a"], "d1": ["a", "b1"]}, single_items=["b1", "d1"]
    )
    fit = estimate_composite_model(simulated_rows("rows"), model)
    assert fit.matrix("loading").loc["b1", "b1"] == 1
    assert set(fit.table("ave")["left"]) == {"a"}


def answers_with(**columns: object) -> pd.DataFrame:
    return simulated_rows("rows").assign(**columns)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (answers_with(a2=3.0), "'a2' has no variance"),
        (simulated_rows("rows").rename(columns={"a2": "a22"}), "'a2'.*Did you mean"),
        (answers_with(a2="much"), "'a2' holds text"),
        (simulated_rows("rows").head(2), "2 of 2 respondents"),
    ],
)
def test_answers_that_cannot_be_used(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(EstimationError, match=message):
        estimate_composite_model(frame, specify_composite_model(SMALL, SMALL_PATHS))


def test_items_never_answered_together() -> None:
    frame = simulated_rows("rows")
    odd = np.arange(150) % 2 == 1
    frame = frame.assign(a1=frame["a1"].mask(odd), b1=frame["b1"].mask(~odd))
    with pytest.raises(EstimationError, match="'a1' and 'b1' were answered together by 0"):
        estimate_composite_model(frame, specify_composite_model(SMALL, SMALL_PATHS))


def test_collinear_causes_few_respondents_and_reversed_items_are_named() -> None:
    frame = answers_with(twin=lambda f: f["a1"])
    model = specify_composite_model(
        {"one": ["a1"], "two": ["twin"], "d": SMALL["d"]}, {"d": ["one", "two"]}
    )
    fit = estimate_composite_model(frame, model)
    assert [(p.kind, p.where) for p in fit.problems] == [("collinear", "d")]
    assert fit.table("path")["estimate"].isna().all()
    model = specify_composite_model(SMALL, SMALL_PATHS)
    fit = estimate_composite_model(answers_with(a2=lambda f: 6 - f["a2"]).head(15), model)
    assert {"small_sample", "negative_loading"} <= {problem.kind for problem in fit.problems}
    assert "'a2'" in next(p.text for p in fit.problems if p.kind == "negative_loading")


def test_a_matrix_that_is_not_one_of_correlations() -> None:
    covariance = simulated_rows("rows").cov()
    model = specify_composite_model(SMALL, SMALL_PATHS)
    with pytest.raises(EstimationError, match="not one of correlations"):
        estimate_composite_from_correlations(covariance, model, n=150)
    with pytest.raises(EstimationError, match="'a1' is not in the correlation matrix"):
        estimate_composite_from_correlations(
            simulated_rows("rows").drop(columns="a1").corr(), model, n=150
        )
    with pytest.raises(ParameterError, match=r"'centroids'.*Did you mean 'centroid'"):
        estimate_composite_from_correlations(
            simulated_rows("rows").corr(), model, n=150, scheme="centroids"
        )
