"""Surveys come from the stated measurement and structural model, and from its nonresponse."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, ndtr
from simulated_company import Written, epoch_days

from analysis.simulate.customers import satisfaction_consequences
from analysis.simulate.measurement import (
    CONSTRUCTS,
    DIMENSIONS,
    SurveyParameters,
    draw_constructs,
    implied_correlations,
    residual_variance,
)

Z = 4.0


def satisfaction_at(company: Written, customers: pd.Series, days: np.ndarray) -> np.ndarray:
    """True satisfaction of each customer at each day, from the truth files."""
    asked = pd.DataFrame({"customer_id": customers.to_numpy(), "at": days.astype(float)})
    asked["row"] = np.arange(len(asked))
    found = pd.merge_asof(
        asked.sort_values("at", kind="stable"),
        company.truth["satisfaction"].sort_values("day"),
        left_on="at",
        right_on="day",
        by="customer_id",
    )
    return found.sort_values("row")["satisfaction"].to_numpy()


@pytest.fixture(scope="module")
def constructs(company: Written) -> pd.DataFrame:
    """True constructs of every answered survey, on the day of the answer."""
    surveys = company.raw["surveys"]
    traits = company.truth["customers"].set_index("customer_id").loc[surveys["customer_no"]]
    now = satisfaction_at(company, surveys["customer_no"], epoch_days(surveys["answer_date"]))
    change = now - traits["satisfaction"].to_numpy()
    effects = satisfaction_consequences(company.parameters)
    values = traits[list(CONSTRUCTS)].to_numpy() + change[:, None] * effects
    return pd.DataFrame(values, columns=list(CONSTRUCTS))


def test_constructs_have_the_implied_correlations() -> None:
    survey = SurveyParameters()
    values = draw_constructs(np.random.default_rng(3), survey, 50_000)
    implied = implied_correlations(survey)
    assert np.abs(np.corrcoef(values.T) - implied).max() < 0.02
    assert np.abs(values.var(axis=0) - 1).max() < 0.03
    np.testing.assert_allclose(np.diag(implied), 1.0)
    assert np.linalg.eigvalsh(implied).min() > 0.05


def test_paths_are_recovered_by_regression_on_the_constructs() -> None:
    survey = SurveyParameters()
    values = draw_constructs(np.random.default_rng(4), survey, 50_000)
    for construct, paths in survey.paths.items():
        causes = values[:, [CONSTRUCTS.index(name) for name in paths]]
        outcome = values[:, CONSTRUCTS.index(construct)]
        found, rest, *_ = np.linalg.lstsq(causes, outcome, rcond=None)
        np.testing.assert_allclose(found, list(paths.values()), atol=0.03)
        assert rest[0] / len(values) == pytest.approx(
            residual_variance(survey, construct), abs=0.02
        )


def test_every_item_answers_through_its_loading_and_cuts(
    company: Written, constructs: pd.DataFrame
) -> None:
    """Counts above every cut, in the lower and upper half of the construct, against probits."""
    survey, answers = company.parameters.survey, company.raw["surveys"]
    customers = company.raw["customers"].set_index("customer_no")
    shifted = customers.loc[answers["customer_no"], "home_channel"] == survey.shifted_channel
    for name, item in survey.items.items():
        given = answers[name].to_numpy(float)
        given = item.low + item.high - given if item.reversed else given
        construct = constructs[item.construct].to_numpy()
        lower = survey.item_shift * shifted.to_numpy() if name == survey.shifted_item else 0.0
        for step, cut in enumerate(item.cuts):
            chance = ndtr((item.loading * construct - cut - lower) / np.sqrt(1 - item.loading**2))
            for half in (construct < 0, construct >= 0):
                rows = half & ~np.isnan(given)
                variance = (chance * (1 - chance))[rows].sum()
                above = (given[rows] > item.low + step).sum()
                if variance > 5:  # else a count this rare is not near normal
                    assert abs(above - chance[rows].sum()) < 5 * np.sqrt(variance), (name, step)


def test_loadings_show_in_the_correlations_of_items(company: Written) -> None:
    """Five points lose some correlation, so answers correlate a little below the loadings'
    product; reversed items correlate negatively."""
    survey, answers = company.parameters.survey, company.raw["surveys"]
    implied = implied_correlations(survey)
    names = list(survey.items)
    found = answers[names].astype(float).corr().to_numpy()
    for i, first in enumerate(names):
        for j, second in enumerate(names[:i]):
            a, b = survey.items[first], survey.items[second]
            latent = implied[CONSTRUCTS.index(a.construct), CONSTRUCTS.index(b.construct)]
            truth = a.loading * b.loading * latent * (-1) ** (a.reversed + b.reversed)
            # the company's answers are of the more satisfied, whose range is narrower
            assert found[i, j] == pytest.approx(0.88 * truth, abs=0.09), (first, second)


def test_the_items_are_those_of_the_instruments(company: Written) -> None:
    items = company.parameters.survey.items
    for dimension in DIMENSIONS:
        own = [item for item in items.values() if item.construct == dimension]
        assert 3 <= len(own) <= 4
        assert sum(item.reversed for item in own) == 1
    answers = company.raw["surveys"]
    for name, item in items.items():
        assert answers[name].dropna().between(item.low, item.high).all()
        assert set(answers[name].dropna().unique()) == set(range(item.low, item.high + 1))
    assert (items["recommend"].low, items["recommend"].high) == (0, 10)
    assert answers["share_of_wallet"].dropna().between(0, 100).all()
    missing = answers[list(items)].isna().to_numpy().mean()
    assert missing == pytest.approx(company.parameters.survey.item_missing_share, abs=0.005)


def test_share_of_wallet_rises_with_loyalty(company: Written, constructs: pd.DataFrame) -> None:
    survey = company.parameters.survey
    share = company.raw["surveys"]["share_of_wallet"].to_numpy(float)
    inner = (share > 0) & (share < 100)
    index = np.log(share[inner] / (100 - share[inner]))
    slope, intercept = np.polyfit(constructs["loyalty"].to_numpy()[inner], index, 1)
    assert slope == pytest.approx(survey.wallet_slope, abs=0.06)
    assert intercept == pytest.approx(survey.wallet_mean, abs=0.06)


def test_nonresponse_depends_on_satisfaction(company: Written) -> None:
    """Logistic regression of having answered on satisfaction when invited."""
    log = company.raw["interactions"]
    invited = log[log["contact_type"] == "survey_invitation"]
    days = epoch_days(invited["contact_date"])
    kept = days + company.parameters.survey.answer_days < company.end
    invited, days = invited[kept], days[kept]
    satisfaction = satisfaction_at(company, invited["customer_no"], days)
    answered = _answered(company, invited["customer_no"], days)
    beta = np.zeros(2)
    design = np.column_stack([np.ones(len(days)), satisfaction])
    for _ in range(20):
        chance = expit(design @ beta)
        information = design.T @ ((chance * (1 - chance))[:, None] * design)
        beta = beta + np.linalg.solve(information, design.T @ (answered - chance))
    error = np.sqrt(np.diag(np.linalg.inv(information)))
    survey = company.parameters.survey
    truth = [survey.answer_intercept, survey.answer_satisfaction]
    assert (np.abs(beta - truth) < Z * error).all()
    assert error[1] < 0.05


def _answered(company: Written, customers: pd.Series, days: np.ndarray) -> np.ndarray:
    surveys = company.raw["surveys"]
    survey, start = company.parameters.survey, company.parameters.start_day
    answered = epoch_days(surveys["answer_date"]) - start - survey.first_day
    waves = start + survey.first_day + answered // survey.every_days * survey.every_days
    given = pd.MultiIndex.from_arrays([surveys["customer_no"], waves])
    return pd.MultiIndex.from_arrays([customers, days]).isin(given).astype(float)


def test_every_answer_was_invited(company: Written) -> None:
    log = company.raw["interactions"]
    invited = log[log["contact_type"] == "survey_invitation"]
    days = epoch_days(invited["contact_date"])
    assert _answered(company, invited["customer_no"], days).sum() == len(company.raw["surveys"])
    quiet = company.raw["customers"].query("do_not_contact")["customer_no"]
    assert not invited["customer_no"].isin(quiet).any()
