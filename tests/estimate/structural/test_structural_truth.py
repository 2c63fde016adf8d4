"""Bias and coverage of the simulated company's measurement and structural model."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimate.structural.missing import estimate_full_information
from analysis.estimate.structural.specification import LOADING, Specification, specify_model
from analysis.simulate.measurement import CONSTRUCTS, SurveyParameters, draw_constructs

SURVEY = SurveyParameters()
LEVEL = 0.95
OUTCOMES = ("value", "satisfaction", "trust", "loyalty")
ITEMS = {
    construct: [name for name, item in SURVEY.items.items() if item.construct == construct]
    for construct in CONSTRUCTS
}
WHOLE = specify_model(ITEMS, {outcome: list(SURVEY.paths[outcome]) for outcome in OUTCOMES})
LOYALTY_PART = specify_model(
    {name: ITEMS[name] for name in ("image", "satisfaction", "trust", "loyalty")},
    {outcome: list(SURVEY.paths[outcome]) for outcome in ("trust", "loyalty")},
)


def true_values() -> pd.Series:
    """Standardised loadings and paths by ``left operator right``."""
    truth = {
        f"{item.construct} {LOADING} {name}": item.loading for name, item in SURVEY.items.items()
    }
    for outcome, causes in SURVEY.paths.items():
        truth |= {f"{outcome} ~ {cause}": weight for cause, weight in causes.items()}
    return pd.Series(truth)


def draw_answers(rng: np.random.Generator, *, n: int, nonresponse: bool) -> pd.DataFrame:
    """Continuous answers, some items skipped. With ``nonresponse`` the less satisfied skip the
    questions on trust and loyalty more often, by what they answered on satisfaction before."""
    constructs = draw_constructs(rng, SURVEY, n)
    columns = {}
    for name, item in SURVEY.items.items():
        error = np.sqrt(1 - item.loading**2) * rng.standard_normal(n)
        columns[name] = item.loading * constructs[:, CONSTRUCTS.index(item.construct)] + error
    rows = pd.DataFrame(columns)
    skipped = rng.random(rows.shape) < SURVEY.item_missing_share
    if nonresponse:
        felt = rows["satisfaction_1"].to_numpy()
        leaves = rng.random(n) < 1 / (1 + np.exp(0.5 + 1.2 * felt))
        later = [rows.columns.get_loc(name) for name in (*ITEMS["trust"], *ITEMS["loyalty"])]
        skipped[np.ix_(leaves, later)] = True
        skipped[:, rows.columns.get_loc("satisfaction_1")] = False
    return rows.mask(skipped)


def replicate(
    specification: Specification, n_replications: int, *, n: int, nonresponse: bool
) -> Iterator[pd.DataFrame]:
    """Per replication: error of each standardised estimate and whether its interval covers."""
    truth = true_values()
    for seed in range(n_replications):
        rows = draw_answers(np.random.default_rng(1000 + seed), n=n, nonresponse=nonresponse)
        fit = estimate_full_information(rows, specification, confidence_level=LEVEL)
        fit.require_usable()
        table = fit.parameters[fit.parameters["operator"].isin(["=~", "~"])]
        table = table.set_index(table["left"] + " " + table["operator"] + " " + table["right"])
        value = truth[table.index]
        yield pd.DataFrame(
            {
                "error": table["standardised"] - value,
                "std_error": table["standardised_std_error"],
                "covered": table["standardised_conf_low"].le(value)
                & table["standardised_conf_high"].ge(value),
                "is_path": table["operator"].eq("~"),
            }
        )


def check_recovery(
    specification: Specification, n_replications: int, *, n: int, nonresponse: bool
) -> None:
    """Mean errors within Monte Carlo error, coverage within that of the stated level."""
    found = pd.concat(replicate(specification, n_replications, n=n, nonresponse=nonresponse))
    by_name = found.groupby(level=0)
    bias = by_name["error"].mean()
    noise = by_name["error"].std() / np.sqrt(n_replications)
    widest = stats.norm.ppf(1 - 0.005 / len(bias))
    # a maximum likelihood estimate is off by some 1 / n: a tenth of a standard error is allowed
    assert (bias.abs() <= widest * noise + 0.1 * by_name["std_error"].mean()).all()
    ratio = by_name["error"].std() / by_name["std_error"].mean()
    spread = 1 / np.sqrt(2 * n_replications)
    assert (ratio - 1).abs().max() < (widest + 1) * spread
    for is_path, part in found.groupby("is_path"):
        covered, count = part["covered"].mean(), part.groupby(level=0).ngroups
        # estimates of one replication are correlated: as if a third of them were independent
        margin = 4 * np.sqrt(LEVEL * (1 - LEVEL) / (n_replications * count / 3))
        print(f"n={n} nonresponse={nonresponse} paths={is_path} coverage={covered:.4f}")
        assert covered == pytest.approx(LEVEL, abs=margin + 0.005)
    each = by_name["covered"].sum()
    assert each.min() >= stats.binom.ppf(0.001 / len(each), n_replications, LEVEL) - 1


@pytest.mark.parametrize("nonresponse", [False, True])
def test_recovers_the_company(nonresponse: bool) -> None:
    check_recovery(LOYALTY_PART, 12, n=500, nonresponse=nonresponse)


@pytest.mark.slow
@pytest.mark.parametrize("nonresponse", [False, True])
def test_bias_and_coverage(nonresponse: bool) -> None:
    check_recovery(WHOLE, 200, n=1000, nonresponse=nonresponse)
