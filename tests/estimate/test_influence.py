from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.cox import CoxSpecification, estimate_cox
from analysis.estimate.influence import (
    estimate_dfbetas,
    estimate_martingale_residuals,
    find_influential,
)
from analysis.study import Driver


def test_residuals_equal_r_with_ties_and_late_entry(
    lung_months: pd.DataFrame, numbers: Any, r_survival: dict[str, Any]
) -> None:
    model = estimate_cox(
        lung_months,
        CoxSpecification(("age", "sex", "ecog")),
        drivers_info=numbers("age", "sex", "ecog"),
        confidence_level=0.95,
    )
    expected = np.reshape(r_survival["dfbetas_tied"], (3, -1)).T
    np.testing.assert_allclose(estimate_dfbetas(model), expected, atol=1e-8)
    residuals = estimate_martingale_residuals(model)
    np.testing.assert_allclose(residuals, r_survival["martingale_tied"], atol=1e-8)
    assert residuals.sum() == pytest.approx(0, abs=1e-8)


def test_residuals_of_split_customers_are_added_up(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    few = simulated.head(300)
    names = ("plan", "spend", "autopay")
    split = estimate_cox(
        few,
        CoxSpecification(names, time_varying=("spend",)),
        drivers_info=simulated_drivers,
        confidence_level=0.95,
    )
    dfbetas = estimate_dfbetas(split)
    assert dfbetas.shape == (300, 4)
    without_first = estimate_cox(
        few.iloc[1:], split.specification, drivers_info=simulated_drivers, confidence_level=0.95
    )
    exact = (split.beta - without_first.beta) / np.sqrt(np.diag(split.covariance))
    np.testing.assert_allclose(dfbetas[0], exact, atol=0.01)


def test_the_planted_customer_is_found_and_the_fit_without_it_told(
    simulated: pd.DataFrame, simulated_drivers: list[Driver]
) -> None:
    odd = simulated.head(400).copy()
    odd.loc[7, ["spend", "tenure", "event_observed"]] = [25.0, 39.9, False]
    model = estimate_cox(
        odd,
        CoxSpecification(("plan", "spend", "autopay")),
        drivers_info=simulated_drivers,
        confidence_level=0.95,
    )
    influence = find_influential(model, odd, drivers_info=simulated_drivers, n_customers=1)
    top = influence.customers.iloc[0]
    assert (top["customer_id"], top["term"]) == ("c7", "spend")
    assert top["dfbeta"] < -1
    clean = estimate_cox(
        odd.drop(index=7),
        CoxSpecification(("plan", "spend", "autopay")),
        drivers_info=simulated_drivers,
        confidence_level=0.95,
    )
    np.testing.assert_allclose(influence.without["coefficient_without"], clean.beta, rtol=1e-7)
    assert influence.without.set_index("term").loc["spend", "change"] > 2


def test_a_model_that_needs_its_influential_rows_says_so(simulated: pd.DataFrame) -> None:
    few = simulated.head(60).assign(rare=np.arange(60) < 3)
    few.loc[:2, "event_observed"] = [True, False, False]
    info = [Driver(column="rare", kind="flag")]
    model = estimate_cox(few, CoxSpecification(("rare",)), drivers_info=info, confidence_level=0.95)
    influence = find_influential(model, few, drivers_info=info, n_customers=3)
    assert influence.without["coefficient_without"].isna().all()
    assert not influence.without["sign_kept"].any()
