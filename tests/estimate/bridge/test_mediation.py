"""Ways from satisfaction to leaving, and draws of the paths they go along."""

import numpy as np
import pandas as pd
import pytest
from survey_respondents import (
    INFORMATION,
    Truth,
    correlations_frame,
    draw_respondents,
    loadings_frame,
)

from analysis.errors import EstimationError
from analysis.estimate.bridge.answer_scores import score_answers, score_with_fit
from analysis.estimate.bridge.leaving import LeavingFit, estimate_leaving
from analysis.estimate.bridge.mediation import (
    estimate_mediated_leaving,
    list_mediation_assumptions,
)
from analysis.estimate.bridge.path_draws import PathDraws, collect_paths
from analysis.estimate.structural.bootstrap import draw_parameters
from analysis.estimate.structural.estimate import estimate_structural_model
from analysis.estimate.structural.specification import specify_model

NAMES = ("satisfaction", "trust", "loyalty")
PATHS = np.array([[0, 0, 0], [0.6, 0, 0], [0.4, 0.25, 0]])
TRUTH = Truth(effects=(-0.3, -0.4))


def make_draws(n_draws: int = 5_000, spread: float = 0.03) -> PathDraws:
    noise = spread * np.random.default_rng(1).standard_normal((n_draws, 3, 3))
    return PathDraws(NAMES, PATHS, PATHS + noise * (PATHS != 0), 1_000, "monte carlo")


@pytest.fixture(scope="module")
def fit() -> LeavingFit:
    frame = draw_respondents(np.random.default_rng(3), 4_000, TRUTH)
    scores = score_answers(frame, loadings_frame(), correlations_frame(TRUTH.correlation))
    return estimate_leaving(
        frame,
        scores,
        adjustments=["tenure_years"],
        drivers_info=INFORMATION,
        confidence_level=0.95,
    )


def mediate(paths: PathDraws, fit: LeavingFit, level: float = 0.95) -> pd.DataFrame:
    return estimate_mediated_leaving(
        paths,
        fit,
        cause="satisfaction",
        confidence_level=level,
        rng=np.random.default_rng(2),
    )


def test_ways_are_products_and_add_up(fit: LeavingFit) -> None:
    table = mediate(make_draws(), fit).set_index("term")
    direct, by_trust = fit.beta[0], 0.6 * fit.beta[1]
    assert table.loc["satisfaction -> leaving", "estimate"] == pytest.approx(direct)
    assert table.loc["satisfaction -> trust -> leaving", "estimate"] == pytest.approx(by_trust)
    assert table.loc["total", "estimate"] == pytest.approx(direct + by_trust)
    assert table.loc["total", "hazard_ratio"] == pytest.approx(np.exp(direct + by_trust))
    assert table["share_of_total"].iloc[:2].sum() == pytest.approx(1)
    assert set(table["reading"]) == {"association"}


def test_the_true_indirect_effect_is_inside(fit: LeavingFit) -> None:
    table = mediate(make_draws(), fit, level=0.99).set_index("effect")
    for effect, truth in {"direct": -0.3, "indirect": -0.24, "total": -0.54}.items():
        assert table.loc[effect, "conf_low"] < truth < table.loc[effect, "conf_high"]


def test_few_draws_and_a_cause_without_a_way_are_refused(fit: LeavingFit) -> None:
    with pytest.raises(EstimationError, match="5,000"):
        mediate(make_draws(200), fit)
    with pytest.raises(EstimationError, match="no path leads from 'loyalty'"):
        estimate_mediated_leaving(
            make_draws(),
            fit,
            cause="loyalty",
            confidence_level=0.95,
            rng=np.random.default_rng(2),
        )


def test_chains_and_total_effects() -> None:
    paths = make_draws()
    assert paths.chains("satisfaction", "loyalty") == [
        ("satisfaction", "loyalty"),
        ("satisfaction", "trust", "loyalty"),
    ]
    total, drawn = paths.total_effects("loyalty")
    assert total.tolist() == pytest.approx([0.4 + 0.6 * 0.25, 0.25, 0])
    by_chain = sum(paths.along(chain)[1] for chain in paths.chains("satisfaction", "loyalty"))
    np.testing.assert_allclose(drawn[:, 0], by_chain)
    with pytest.raises(EstimationError, match="'value' is not in the structural model"):
        paths.position("value")


def test_one_survey_is_a_correlation() -> None:
    checks = {
        check.name: check.passed for check in list_mediation_assumptions(repeated_surveys=False)
    }
    assert checks["cause_before_mediator"] is False
    assert checks["deeds_after_words"] is True
    assert checks["no_common_cause_of_mediator_and_deed"] is None


def test_draws_and_scores_of_a_structural_fit() -> None:
    frame = draw_respondents(np.random.default_rng(4), 1_500, points=False)
    items = {name: [f"{name}_{k}" for k in (1, 2, 3)] for name in ("satisfaction", "trust")}
    specification = specify_model(items, {"trust": ["satisfaction"]})
    fitted = estimate_structural_model(frame, specification, confidence_level=0.95, estimator="MLR")
    drawn = draw_parameters(fitted, draws=4_000, rng=np.random.default_rng(1))
    paths = collect_paths(fitted, drawn)
    rows = fitted.parameters.set_index(["left", "operator", "right"])
    row = rows.loc[("trust", "~", "satisfaction")]
    at = paths.position("trust"), paths.position("satisfaction")
    assert paths.paths[at] == pytest.approx(row["standardised"])
    assert paths.draws[:, at[0], at[1]].std() == pytest.approx(
        row["standardised_std_error"], rel=0.05
    )
    scores = score_with_fit(fitted, frame)
    assert scores.prior[0, 1] == pytest.approx(row["standardised"])
    truth = frame[["true_satisfaction", "true_trust"]].to_numpy()
    for k in range(2):
        squared = np.corrcoef(scores.means[:, k], truth[:, k])[0, 1] ** 2
        assert squared == pytest.approx(scores.reliability()[k], abs=0.03)
