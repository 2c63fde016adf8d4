"""True spells are histories, and their intensities are the ones that were asked for."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import expm
from simulated_company import Written, split_exposures

from analysis.simulate.parameters import ARMS, SEGMENTS, STATES, CompanyParameters
from analysis.simulate.rates import transition_matrix, true_intensities

Z = 4.0  # Monte Carlo bound in standard errors; about 60 comparisons are made


def test_spells_partition_each_customers_time(company: Written) -> None:
    spells = company.truth["true_spells"].copy()
    customers = company.truth["customers"].set_index("customer_id")
    assert (spells["stop_day"] > spells["start_day"]).all()
    first = spells.groupby("customer_id").head(1).set_index("customer_id")
    assert (first["start_day"] == customers["entry_day"][first.index]).all()
    assert (first["from_state"] == "prospect").all()
    assert len(first) == len(customers)
    last = spells.groupby("customer_id").tail(1)
    assert (last["stop_day"] == company.end).all()
    assert last["to_state"].isna().all()
    inner = spells["customer_id"] == spells["customer_id"].shift(-1)
    assert (spells["stop_day"] == spells["start_day"].shift(-1))[inner].all()
    assert (spells["to_state"] == spells["from_state"].shift(-1))[inner].all()
    assert spells.loc[~inner, "to_state"].isna().all()


def test_only_allowed_transitions_happen_and_all_of_them_do(company: Written) -> None:
    spells = company.truth["true_spells"].dropna(subset="to_state")
    made = set(zip(spells["from_state"], spells["to_state"], strict=True))
    assert made == set(company.parameters.stages.intensities)


def test_customers_lapse_and_return_many_times(company: Written) -> None:
    spells = company.truth["true_spells"]
    returns = (spells["to_state"] == "won_back").groupby(spells["customer_id"]).sum()
    assert returns.max() >= 3
    assert (returns >= 2).sum() > 50


def expected_rates(pieces: pd.DataFrame, parameters: CompanyParameters) -> np.ndarray:
    """The true matrix of every piece, by the published function alone."""
    rates = np.zeros((len(pieces), len(STATES), len(STATES)))
    arms = pieces["arm"].replace("none", "holdout")
    for shock in (False, True):
        for arm in ARMS:
            rows = np.flatnonzero((pieces["shock"] == shock) & (arms == arm))
            part = pieces.iloc[rows]
            rates[rows] = true_intensities(
                part,
                parameters,
                satisfaction=part["satisfaction"].to_numpy(),
                in_shock=shock,
                arm=arm,
            )
    return rates


def z_score(events: float, expected: float) -> float:
    return (events - expected) / np.sqrt(expected)


def test_events_are_those_the_true_intensities_expect(
    company: Written, exposures: pd.DataFrame
) -> None:
    """Overall and within every level of every segment, transition by transition."""
    matrices = expected_rates(exposures, company.parameters)
    assert np.abs(matrices.sum(axis=2)).max() < 1e-12
    codes = pd.Categorical(exposures["from_state"], STATES).codes
    for source, target in company.parameters.stages.intensities:
        rate = matrices[np.arange(len(exposures)), codes, STATES.index(target)]
        at_risk = exposures["from_state"] == source
        expected = (rate * exposures["exposure"]).where(at_risk, 0.0)
        event = at_risk & (exposures["to_state"] == target)
        assert event.sum() > 100
        assert abs(z_score(event.sum(), expected.sum())) < Z
        for column in SEGMENTS:
            counted = pd.DataFrame({"event": event, "expected": expected})
            for level, sums in counted.groupby(exposures[column]).sum().iterrows():
                assert abs(z_score(sums["event"], sums["expected"])) < Z, (source, target, level)


def fit_poisson(design: np.ndarray, events: np.ndarray, exposure: np.ndarray) -> tuple:
    """Log rate ratios and standard errors by Newton's method."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(events.sum() / exposure.sum())
    for _ in range(30):
        mean = exposure * np.exp(design @ beta)
        information = design.T @ (mean[:, None] * design)
        beta = beta + np.linalg.solve(information, design.T @ (events - mean))
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))


@pytest.mark.parametrize("transition", [("declining", "churned"), ("mature", "declining")])
def test_satisfaction_works_on_moves_towards_leaving(
    company: Written, exposures: pd.DataFrame, transition: tuple[str, str]
) -> None:
    part = exposures[(exposures["from_state"] == transition[0])]
    part = part[(part["arm"] == "none") | (part["arm"] == "holdout")]
    events = (part["to_state"] == transition[1]).to_numpy(float)
    design = np.column_stack(
        [
            np.ones(len(part)),
            part["satisfaction"],
            part["shock"],
            part["region"] == "west",
            part["home_channel"] == "app",
        ]
    ).astype(float)
    beta, error = fit_poisson(design, events, part["exposure"].to_numpy())
    stages = company.parameters.stages
    shock, west, app = (1.4, 1.25, 1.0) if transition[1] == "churned" else (1.0, 1.0, 0.8)
    truth = [
        np.log(stages.intensities[transition]),
        stages.satisfaction_effects[transition],
        *np.log([shock, west, app]),
    ]
    assert np.abs((beta - truth) / error).max() < Z
    assert error[1] < 0.05
    assert beta[1] + 5 * error[1] < 0


def test_satisfaction_has_no_effect_elsewhere(exposures: pd.DataFrame) -> None:
    part = exposures[exposures["from_state"] == "churned"]
    design = np.column_stack(
        [
            np.ones(len(part)),
            part["satisfaction"],
            part["region"] == "south",
            part["home_channel"] == "app",
        ]
    ).astype(float)
    events = (part["to_state"] == "won_back").to_numpy(float)
    beta, error = fit_poisson(design, events, part["exposure"].to_numpy())
    assert abs(beta[1] / error[1]) < Z


def test_offers_work_by_arm_and_age_while_they_last(
    company: Written, exposures: pd.DataFrame
) -> None:
    part = exposures[exposures["from_state"] == "declining"]
    rates = expected_rates(part.assign(arm="holdout"), company.parameters)
    untreated = rates[:, STATES.index("declining"), STATES.index("churned")] * part["exposure"]
    churned = part["to_state"] == "churned"
    for arm in (*ARMS, "none"):
        for age in SEGMENTS["age_band"]:
            rows = (part["arm"] == arm) & (part["age_band"] == age)
            ratio = churned[rows].sum() / untreated[rows].sum()
            factor = company.parameters.offers.factors.get((arm, age), 1.0)
            assert abs(ratio - factor) < Z * np.sqrt(factor / untreated[rows].sum())


def test_the_shock_raises_churn_in_its_window_only(
    company: Written, exposures: pd.DataFrame
) -> None:
    part = exposures[(exposures["from_state"] == "declining") & (exposures["arm"] == "none")]
    rates = expected_rates(part.assign(shock=False), company.parameters)
    calm = rates[:, STATES.index("declining"), STATES.index("churned")] * part["exposure"]
    churned = part["to_state"] == "churned"
    for shock, factor in ((True, 1.4), (False, 1.0)):
        rows = part["shock"] == shock
        ratio = churned[rows].sum() / calm[rows].sum()
        assert abs(ratio - factor) < Z * np.sqrt(factor / calm[rows].sum())


def test_arms_are_randomised_and_nobody_is_contacted_against_their_wish(company: Written) -> None:
    treatments = company.raw["treatments"].merge(company.raw["customers"], on="customer_no")
    assert not treatments["do_not_contact"].any()
    shares = company.parameters.offers.arm_shares
    n = len(treatments)
    for arm, share in zip(ARMS, shares, strict=True):
        hits = (treatments["arm"] == arm).sum()
        assert abs(hits - n * share) < Z * np.sqrt(n * share * (1 - share))
    held = treatments["arm"] == "holdout"
    assert (treatments.loc[held, "cost"].astype(float) == 0).all()
    assert not treatments.loc[held, "accepted"].any()
    constructs = company.truth["customers"].set_index("customer_id")["satisfaction"]
    by_arm = constructs[treatments["customer_no"]].groupby(treatments["arm"].to_numpy())
    assert by_arm.mean().max() - by_arm.mean().min() < Z * np.sqrt(2 / by_arm.size().min())


def test_a_homogeneous_company_is_the_markov_process_of_its_matrix(
    simulate: Callable[[CompanyParameters], Written],
) -> None:
    parameters = CompanyParameters(n_customers=4_000, seed=7).homogeneous()
    company = simulate(parameters)
    spells = company.truth["true_spells"]
    entry = company.truth["customers"].set_index("customer_id")["entry_day"]
    horizon = 300.0
    early = entry[entry < company.end - horizon]
    moment = early + horizon
    at = moment.reindex(spells["customer_id"]).to_numpy()
    inside = (spells["start_day"] < at) & (at <= spells["stop_day"])
    found = spells.loc[inside, "from_state"].value_counts().reindex(STATES).fillna(0)
    assert found.sum() == len(early)
    matrix = transition_matrix(parameters.stages.intensities)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    expected = expm(matrix * horizon)[0] * len(early)
    spread = np.sqrt(expected * (1 - expected / len(early)))
    assert (np.abs(found - expected) < Z * spread + 1e-9).all()
    assert split_exposures(company)["arm"].isin(["none", *ARMS]).all()


def test_some_prospects_never_buy(company: Written) -> None:
    never = ~company.truth["customers"]["buys"]
    assert never.mean() == pytest.approx(company.parameters.stages.never_share, abs=0.02)
    bought = company.raw["transactions"]["customer_no"].unique()
    assert not company.truth["customers"].loc[never, "customer_id"].isin(bought).any()
