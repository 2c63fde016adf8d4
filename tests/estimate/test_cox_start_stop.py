"""Drivers that change with time: start-stop rows, weights and errors by cluster, against R."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxTimeVaryingFitter
from lifelines.datasets import load_stanford_heart_transplants

from analysis.errors import EstimationError
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.influence import (
    estimate_dfbetas,
    estimate_martingale_residuals,
    find_influential,
)
from analysis.study import Driver

VALUES = Path(__file__).parents[1] / "reference" / "values"
INFO = [
    Driver(column="spend", kind="number"),
    Driver(column="visits", kind="number"),
    Driver(column="plan", kind="category", reference="Plus"),
    Driver(column="region", kind="category"),
]
DRIVERS = ("spend", "visits", "plan")


@pytest.fixture(scope="module")
def histories() -> pd.DataFrame:
    """250 customers in stretches during which spend and visits stay the same."""
    rows = pd.read_csv(VALUES / "cox_start_stop.csv").astype({"event_observed": bool})
    return rows.assign(area=rows["customer_id"].str[1:].astype(int) % 20)


@pytest.fixture(scope="module")
def of_r() -> dict[str, Any]:
    """What R's survival package says (tests/reference/scripts/cox_start_stop.R)."""
    return json.loads((VALUES / "cox_start_stop.json").read_text(encoding="utf-8"))


def fit(frame: pd.DataFrame, **parts: Any) -> CoxFit:
    specification = CoxSpecification(DRIVERS, **parts)
    return estimate_cox(frame, specification, drivers_info=INFO, confidence_level=0.95)


def last_rows(histories: pd.DataFrame) -> pd.DataFrame:
    return histories.drop_duplicates("customer_id", keep="last").assign(entry=0)


def assert_equals_r(model: CoxFit, expected: dict[str, Any]) -> None:
    np.testing.assert_allclose(model.beta, expected["coefficient"], rtol=1e-8)
    std_error = model.coefficients["coefficient_std_error"]
    np.testing.assert_allclose(std_error, expected["std_error"], rtol=1e-8)
    model_std_error = np.sqrt(np.diag(model.model_covariance))
    np.testing.assert_allclose(model_std_error, expected["model_std_error"], rtol=1e-8)
    values = [model.log_likelihood_null, model.log_likelihood]
    np.testing.assert_allclose(values, expected["log_likelihood"], rtol=1e-10)
    assert (model.n, model.n_events) == (expected["n"], expected["n_events"])
    assert model.concordance == pytest.approx(expected["concordance"], rel=1e-9)
    wald = model.beta @ np.linalg.solve(model.covariance, model.beta)
    assert wald == pytest.approx(expected["wald"], rel=1e-7)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("plain", {}),
        ("clustered", {"cluster": "customer_id"}),
        ("stratified", {"strata": ("region",), "cluster": "customer_id"}),
        ("weighted", {"weight": "weight"}),
        ("weighted_clustered", {"weight": "weight", "cluster": "customer_id"}),
        (
            "everything",
            {"strata": ("region",), "weight": "weight", "cluster": "customer_id"},
        ),
        ("by_area", {"cluster": "area"}),
    ],
)
def test_equals_r(
    histories: pd.DataFrame, of_r: dict[str, Any], name: str, parts: dict[str, Any]
) -> None:
    assert_equals_r(fit(histories, **parts), of_r[name])


def test_one_row_a_customer_equals_r_with_weights(
    histories: pd.DataFrame, of_r: dict[str, Any]
) -> None:
    last = last_rows(histories)
    assert_equals_r(fit(last, weight="weight"), of_r["weighted_right_censored"])
    own = fit(last, weight="weight", cluster="customer_id")
    assert_equals_r(own, of_r["each_row_its_own"])
    assert own.n_clusters == len(last)


def test_weighted_residuals_and_baseline_equal_r(
    histories: pd.DataFrame, of_r: dict[str, Any]
) -> None:
    model = fit(histories, weight="weight", cluster="customer_id")
    np.testing.assert_allclose(estimate_dfbetas(model), of_r["dfbetas"], rtol=1e-6, atol=1e-9)
    residuals = estimate_martingale_residuals(model)
    np.testing.assert_allclose(residuals, of_r["martingale"], rtol=1e-7, atol=1e-9)
    nobody = pd.DataFrame({"spend": [0.0], "visits": [0.0], "plan": ["Plus"]})
    survival = model.predict_survival(nobody, of_r["baseline"]["time"])
    np.testing.assert_allclose(-np.log(survival[0]), of_r["baseline"]["hazard"], rtol=1e-7)


def test_heart_transplants_equal_r(of_r: dict[str, Any]) -> None:
    heart = load_stanford_heart_transplants().rename(
        columns={"start": "entry", "stop": "tenure", "event": "event_observed", "id": "customer_id"}
    )
    names = ("age", "year", "surgery", "transplant")
    model = estimate_cox(
        heart,
        CoxSpecification(names, cluster="customer_id"),
        drivers_info=[Driver(column=name, kind="number") for name in names],
        confidence_level=0.95,
    )
    assert_equals_r(model, of_r["heart"])


def test_equals_lifelines(histories: pd.DataFrame) -> None:
    frame = histories.assign(basic=histories["plan"] == "Basic").astype({"basic": float})
    peer = CoxTimeVaryingFitter().fit(
        frame[["customer_id", "entry", "tenure", "event_observed", "spend", "visits", "basic"]],
        id_col="customer_id",
        event_col="event_observed",
        start_col="entry",
        stop_col="tenure",
    )
    model = fit(histories)
    np.testing.assert_allclose(model.beta, peer.params_, rtol=1e-5)
    std_error = model.coefficients["coefficient_std_error"]
    np.testing.assert_allclose(std_error, peer.standard_errors_, rtol=1e-5)
    assert model.log_likelihood == pytest.approx(peer.log_likelihood_, rel=1e-9)


def test_weighted_concordance_equals_r(histories: pd.DataFrame, of_r: dict[str, Any]) -> None:
    last = last_rows(histories)
    pairs = compare_pairs(
        last["spend"].to_numpy().round(1),
        start=np.zeros(len(last)),
        stop=last["tenure"].to_numpy(float),
        event=last["event_observed"].to_numpy(),
        group=np.zeros(len(last), int),
        weight=last["weight"].to_numpy(),
    )
    assert pairs.estimate() == pytest.approx(of_r["weighted_pairs"]["estimate"], rel=1e-9)
    assert pairs.std_error() == pytest.approx(of_r["weighted_pairs"]["std_error"], rel=1e-9)


def test_cutting_rows_changes_nothing_but_the_number_of_rows(histories: pd.DataFrame) -> None:
    whole = fit(histories, weight="weight", cluster="customer_id")
    middle = ((histories["entry"] + histories["tenure"]) / 2).round()
    cut = (middle > histories["entry"]) & (middle < histories["tenure"])
    first = histories[cut].assign(tenure=middle, event_observed=False)
    parts = pd.concat([histories[~cut], first, histories[cut].assign(entry=middle)])
    again = fit(parts, weight="weight", cluster="customer_id")
    assert again.n > whole.n
    np.testing.assert_allclose(again.beta, whole.beta, rtol=1e-8)
    np.testing.assert_allclose(again.covariance, whole.covariance, rtol=1e-7)
    assert again.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)


def test_a_customer_copied_whole_does_not_look_like_more_evidence(
    histories: pd.DataFrame,
) -> None:
    copies = pd.concat([histories, histories])
    single, double = (fit(frame, cluster="area") for frame in (histories, copies))
    ratio = np.diag(double.covariance) / np.diag(single.covariance)
    np.testing.assert_allclose(ratio, 1, atol=0.05)  # Efron's share of the new ties is the rest
    model_ratio = np.diag(double.model_covariance) / np.diag(single.model_covariance)
    np.testing.assert_allclose(model_ratio, 0.5, atol=0.05)


def test_weights_scale_the_information_but_not_errors_by_cluster(histories: pd.DataFrame) -> None:
    one = fit(histories, weight="weight", cluster="customer_id")
    ten = fit(
        histories.assign(weight=10 * histories["weight"]), weight="weight", cluster="customer_id"
    )
    np.testing.assert_allclose(ten.beta, one.beta, rtol=1e-8)
    np.testing.assert_allclose(ten.covariance, one.covariance, rtol=1e-7)
    np.testing.assert_allclose(10 * ten.model_covariance, one.model_covariance, rtol=1e-7)


def test_errors_by_cluster_cover_where_the_others_do_not() -> None:
    """Customers of one branch share a frailty and a driver: errors that take rows for independent
    are too small, errors by branch are not."""
    rng = np.random.default_rng(11)
    robust, naive = [], []
    for _ in range(60):
        branch = np.repeat(np.arange(50), 8)
        offer = rng.normal(size=50)[branch]
        frailty = rng.normal(scale=0.7, size=50)[branch]
        loss = rng.exponential(1 / (0.05 * np.exp(frailty)))  # the offer does nothing
        frame = pd.DataFrame(
            {"entry": 0.0, "tenure": np.minimum(loss, 20), "event_observed": loss <= 20}
        ).assign(offer=offer, branch=branch)
        model = estimate_cox(
            frame,
            CoxSpecification(("offer",), cluster="branch"),
            drivers_info=[Driver(column="offer", kind="number")],
            confidence_level=0.95,
        )
        robust.append(abs(model.beta[0]) < 1.96 * np.sqrt(model.covariance[0, 0]))
        naive.append(abs(model.beta[0]) < 1.96 * np.sqrt(model.model_covariance[0, 0]))
    assert np.mean(robust) > 0.85
    assert np.mean(naive) < np.mean(robust) - 0.1


def test_influence_counts_customers_not_rows(histories: pd.DataFrame) -> None:
    model = fit(histories, cluster="customer_id")
    found = find_influential(model, histories, drivers_info=INFO, n_customers=5)
    assert found.customers["customer_id"].is_unique
    gone = histories["customer_id"].isin(found.customers["customer_id"])
    assert (found.without["n_left_out"] == gone.sum()).all()
    again = fit(histories[~gone], cluster="customer_id")
    np.testing.assert_allclose(found.without["coefficient_without"], again.beta, rtol=1e-8)


def test_a_late_far_outlier_does_not_spoil_the_others(
    histories: pd.DataFrame, of_r: dict[str, Any]
) -> None:
    """Risk sets are differences of sums: one enormous risk must not drown those it is not in."""
    last = histories["customer_id"].ne(histories["customer_id"].shift(-1))
    quiet = last & ~histories["event_observed"] & (histories["entry"] > 30)
    far = histories["spend"].mask(histories.index == quiet.idxmax(), 60.0)
    assert_equals_r(fit(histories.assign(spend=far), cluster="customer_id"), of_r["outlier"])


def test_a_driver_that_foretells_the_loss_is_named(histories: pd.DataFrame) -> None:
    leak = histories.assign(spend=histories["event_observed"].astype(float))
    with pytest.raises(EstimationError, match="'spend' separates"):
        fit(leak, weight="weight", cluster="customer_id")


def test_faulty_rows_are_named(histories: pd.DataFrame) -> None:
    bad = histories["weight"].where(histories.index > 1, -1.0)
    with pytest.raises(EstimationError, match=r"weight 'weight' is not a positive .* in 2 rows"):
        fit(histories.assign(weight=bad), weight="weight")
    overlapping = histories.assign(entry=np.maximum(histories["entry"] - 1, 0))
    with pytest.raises(EstimationError, match="at risk twice at once"):
        fit(overlapping, cluster="customer_id")
    with pytest.raises(EstimationError, match="'region' has 3 values for 3 coefficients"):
        fit(histories, cluster="region")
    with pytest.raises(EstimationError, match="'shop'"):
        fit(histories, cluster="shop")
