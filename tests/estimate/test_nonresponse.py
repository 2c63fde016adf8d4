"""Response propensities, weights, balance."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import EstimationError
from analysis.estimate.nonresponse import (
    effective_sample_size,
    estimate_response,
    match_weights,
    without_invitations,
)
from analysis.study import Driver

DRIVERS = (
    Driver(column="recent", kind="number"),
    Driver(column="channel", kind="category", reference="store"),
)


def invite(rng: np.random.Generator, n: int) -> pd.DataFrame:
    recent, channel = rng.standard_normal(n), rng.choice(["store", "app"], n)
    index = -0.5 + 0.8 * recent - 0.6 * (channel == "app")
    return pd.DataFrame(
        {
            "customer_id": [f"c{k}" for k in range(n)],
            "day": 100,
            "recent": recent,
            "channel": channel,
            "answered": rng.random(n) < 1 / (1 + np.exp(-index)),
            "mood": recent + rng.standard_normal(n),  # only seen of those who answered
        }
    )


@pytest.fixture(scope="module")
def invitations() -> pd.DataFrame:
    return invite(np.random.default_rng(4), 6_000)


def test_weights_bring_the_mean_of_all_back(invitations: pd.DataFrame) -> None:
    model = estimate_response(
        invitations, ["recent", "channel"], drivers_info=DRIVERS, confidence_level=0.95
    )
    answered = invitations["answered"].to_numpy()
    weights = model.weights["weight"].to_numpy()[answered]
    mood = invitations["mood"].to_numpy()
    naive = mood[answered].mean() - mood.mean()
    weighted = np.average(mood[answered], weights=weights) - mood.mean()
    assert naive > 0.3
    assert abs(weighted) < 0.06
    assert weights.mean() == pytest.approx(1)
    assert model.weights["weight"].isna().to_numpy().tolist() == (~answered).tolist()


def test_coefficients_hold_the_truth_and_balance_is_judged(invitations: pd.DataFrame) -> None:
    model = estimate_response(
        invitations, ["recent", "channel"], drivers_info=DRIVERS, confidence_level=0.99
    )
    rows = model.coefficients.set_index("term")
    assert rows.loc["recent", "conf_low"] < np.exp(0.8) < rows.loc["recent", "conf_high"]
    app = rows.loc["channel=app"]
    assert app["conf_low"] < np.exp(-0.6) < app["conf_high"]
    assert (model.balance["before"].abs() > 0.10).any()
    assert model.balance["passed"].all()
    assert model.diagnostics[0].passed is True
    summary = model.summary.set_index("term")["estimate"]
    assert summary["effective_sample_size"] < summary["n_answered"]


def test_one_flag_gives_the_rates_of_its_groups() -> None:
    frame = pd.DataFrame(
        {"told": [True] * 100 + [False] * 100, "answered": [True] * 60 + [False] * 40 + [True] * 30
         + [False] * 70}
    )  # fmt: skip
    model = estimate_response(
        frame,
        ["told"],
        drivers_info=[Driver(column="told", kind="flag")],
        confidence_level=0.95,
        trim=1.0,
    )
    by_told = model.weights.groupby("told")["propensity"].first()
    assert by_told.to_dict() == pytest.approx({True: 0.6, False: 0.3})
    row = model.coefficients.iloc[0]
    assert row["estimate"] == pytest.approx((60 / 40) / (30 / 70), rel=1e-6)
    assert row["coefficient_std_error"] == pytest.approx(
        np.sqrt(1 / 60 + 1 / 40 + 1 / 30 + 1 / 70), rel=1e-5
    )
    assert model.balance["after"].iloc[0] == pytest.approx(0, abs=1e-8)


def test_trimming_cuts_the_largest_weights(invitations: pd.DataFrame) -> None:
    def largest(trim: float) -> float:
        model = estimate_response(
            invitations, ["recent"], drivers_info=DRIVERS, confidence_level=0.95, trim=trim
        )
        return float(model.weights["weight"].max())

    assert largest(0.9) < largest(0.99) < largest(1.0)


def test_effective_sample_size_by_hand() -> None:
    assert effective_sample_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)


def test_without_a_record_of_invitations_nothing_is_claimed() -> None:
    model = without_invitations(pd.DataFrame({"customer_id": ["a", "b"]}))
    assert not model.known
    assert model.diagnostics[0].passed is None
    assert model.weights["weight"].tolist() == [1.0, 1.0]
    summary = model.summary.set_index("term")["estimate"]
    assert np.isnan(summary["response_rate"])
    outcomes = pd.DataFrame({"customer_id": ["a", "x"], "day": [1, 2]})
    assert match_weights(outcomes, model).tolist() == [1.0, 1.0]


def test_an_answer_gets_the_weight_of_its_invitation(invitations: pd.DataFrame) -> None:
    later = invitations.assign(day=300, recent=-invitations["recent"])
    model = estimate_response(
        pd.concat([invitations, later], ignore_index=True),
        ["recent"],
        drivers_info=DRIVERS,
        confidence_level=0.95,
    )
    given = model.weights[model.weights["answered"]]
    first = given[given["day"] == 100].iloc[5]
    second = given[(given["customer_id"] == first["customer_id"]) & (given["day"] == 300)].iloc[0]
    outcomes = pd.DataFrame(
        {
            "customer_id": [first["customer_id"]] * 3 + ["new"],
            "day": [305, 100, 131, 102],
        }
    )
    weights = match_weights(outcomes, model, within_days=30)
    assert weights.tolist() == [second["weight"], first["weight"], 1.0, 1.0]


def test_too_few_silent_customers_are_named(invitations: pd.DataFrame) -> None:
    everybody = invitations.assign(answered=True)
    with pytest.raises(EstimationError, match="did not answer"):
        estimate_response(everybody, ["recent"], drivers_info=DRIVERS, confidence_level=0.95)


def test_a_driver_that_knows_the_answer_is_named(invitations: pd.DataFrame) -> None:
    leaking = invitations.assign(recent=invitations["answered"] * 1.0)
    with pytest.raises(EstimationError, match="recent"):
        estimate_response(leaking, ["recent"], drivers_info=DRIVERS, confidence_level=0.95)
