"""What must not be read as numbers is named; what cannot be estimated is a clear message."""

import numpy as np
import pandas as pd
import pytest
from structural_values import answers_like, fit_case, lavaan, moments_of, specification_of

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.structural.effects import estimate_effects
from analysis.estimate.structural.estimate import (
    estimate_from_moments,
    estimate_structural_model,
)
from analysis.estimate.structural.factor_scores import score_constructs
from analysis.estimate.structural.fit import NUMBERS
from analysis.estimate.structural.modification_indices import modification_indices
from analysis.estimate.structural.moments import SampleMoments, moments_of_sums
from analysis.estimate.structural.syntax import read_model_syntax

THREE = "f =~ x1 + x2 + x3"


def fit_covariance(covariance: np.ndarray, text: str, n: int = 500):
    specification = read_model_syntax(text)
    zeros = np.zeros(len(covariance))
    moments = SampleMoments(specification.observed, n, zeros, np.array(covariance))
    return estimate_from_moments(moments, specification, confidence_level=0.95)


def test_collapsed_constructs_are_named_and_come_without_numbers() -> None:
    fit = fit_case("mobi_full")
    assert fit.converged and not fit.usable
    named = {p.where for p in fit.problems if p.kind == "collapsed_constructs"}
    assert {"EXPE and QUAL", "IMAG and EXPE"} <= named
    assert "IMAG and LOY" not in named
    assert fit.parameters[list(NUMBERS)].isna().all().all()
    assert fit.r_squared["estimate"].isna().all()
    assert all(np.isnan(value) for value in fit.fit_indices.values())
    for use in (
        lambda: estimate_effects(fit, confidence_level=0.95),
        lambda: modification_indices(fit),
        lambda: score_constructs(fit, answers_like("mobi_full", n=30, seed=1)),
    ):
        with pytest.raises(EstimationError, match="EXPE and QUAL have collapsed into one"):
            use()


def test_close_constructs_in_a_small_sample_are_not_collapsed() -> None:
    fit = fit_case("democracy")  # 75 countries, correlation .97
    assert [problem.kind for problem in fit.problems] == ["small_sample"]
    assert fit.usable


def test_a_negative_variance_is_named() -> None:
    # correlations that ask x1 for more shared variance than it has: .8 x .8 / .3 > 1
    correlation = np.array([[1, 0.8, 0.8], [0.8, 1, 0.3], [0.8, 0.3, 1]])
    fit = fit_covariance(correlation, THREE)
    assert not fit.usable
    assert ("negative_variance", "x1") in {(p.kind, p.where) for p in fit.problems}
    assert fit.parameters["estimate"].isna().all()


HEYWOOD = np.array([[1, 0.8, 0.8], [0.8, 1, 0.3], [0.8, 0.3, 1]])
FLAT = np.kron(np.eye(2), np.array([[1, 0.5], [0.5, 1]]))  # no correlation to identify two items by


@pytest.mark.parametrize("estimator", ["MLR", "MLM", "ML"])
@pytest.mark.parametrize(
    "correlation, text, kind",
    [
        (HEYWOOD, THREE, "negative_variance"),
        (FLAT, "f =~ x1 + x2\n g =~ x3 + x4", "under_identified"),
    ],
)
def test_robust_corrections_of_impossible_solutions_are_missing_not_a_crash(
    correlation: np.ndarray, text: str, kind: str, estimator: str
) -> None:
    rows = np.random.default_rng(7).standard_t(6, size=(100, len(correlation)))
    rows -= rows.mean(axis=0)
    rows = rows @ np.linalg.inv(np.linalg.cholesky(np.cov(rows.T, bias=True))).T
    names = [f"x{k + 1}" for k in range(len(correlation))]
    frame = pd.DataFrame(rows @ np.linalg.cholesky(correlation).T, columns=names)
    fit = estimate(frame, text, estimator=estimator)
    assert not fit.usable
    assert kind in {problem.kind for problem in fit.problems}
    assert fit.parameters[list(NUMBERS)].isna().all().all()
    assert np.isnan(list(fit.fit_indices.values())).all()
    with pytest.raises(EstimationError, match="cannot be read"):
        fit.require_usable()


def test_an_impossible_correlation_is_named() -> None:
    rows = np.kron(np.eye(2), 0.4 * np.ones((3, 3))) + 0.6 * np.eye(6)
    rows[:3, 3:] = rows[3:, :3] = 0.48  # between constructs more than within
    fit = fit_covariance(rows, THREE + "\n g =~ y1 + y2 + y3")
    assert not fit.usable
    kinds = {p.kind for p in fit.problems}
    assert kinds & {"impossible_correlation", "collapsed_constructs"}
    assert any("f and g" in p.where for p in fit.problems)


def test_under_identification_by_these_data_names_the_parameters() -> None:
    # two items each: identified only through the correlation of the constructs, which is zero
    block = np.array([[1, 0.5], [0.5, 1]])
    covariance = np.kron(np.eye(2), block)
    fit = fit_covariance(covariance, "f =~ x1 + x2\n g =~ y1 + y2")
    assert not fit.usable
    named = " ".join(p.where for p in fit.problems if p.kind == "under_identified")
    assert "x1 ~~ x1" in named or "f =~ x2" in named or "y1 ~~ y1" in named


def test_more_parameters_than_moments() -> None:
    with pytest.raises(EstimationError, match="4 parameters but 2 items give only 3"):
        fit_covariance(np.eye(2) + 0.5, "f =~ x1 + x2")


def test_a_model_no_data_identify_names_the_parameters() -> None:
    text = "f =~ NA*x1 + x2 + x3 + x4\n g =~ y1 + y2 + y3"  # f has no scale
    with pytest.raises(EstimationError, match="not identified") as error:
        fit_covariance(np.eye(7) + 0.5, text)
    assert "f =~ x1" in str(error.value) and "g =~ y2" not in str(error.value)


def answers(n: int = 200) -> pd.DataFrame:
    return answers_like("holzinger", n=n, seed=2)


def estimate(frame: pd.DataFrame, text: str = "", **options: object):
    specification = read_model_syntax(text or lavaan()["holzinger"]["model"])
    return estimate_structural_model(frame, specification, confidence_level=0.95, **options)


def test_a_misspelt_item_is_met_with_the_nearest_name() -> None:
    frame = answers().rename(columns={"x1": "waiting_time"})
    with pytest.raises(EstimationError, match=r"waiting_tmie: no such column; did you mean wait"):
        estimate(frame, "f =~ waiting_tmie + x2 + x3")
    with pytest.raises(EstimationError, match=r"speeed: no such column; did you mean speed"):
        estimate(answers(), lavaan()["holzinger"]["model"] + "\n x1 ~ speeed")
    with pytest.raises(EstimationError, match=r"zzz: no such column$"):
        estimate(answers(), "f =~ zzz + x2 + x3")


def test_an_item_without_variance_is_named() -> None:
    with pytest.raises(EstimationError, match=r"x4: every respondent gave the same answer"):
        estimate(answers().assign(x4=3.0))


def test_collinear_items_are_named_with_what_determines_them() -> None:
    frame = answers()
    with pytest.raises(EstimationError, match=r"(x1: wholly.* x2|x2: wholly.* x1)"):
        estimate(frame.assign(x2=2 * frame["x1"] - 1))
    with pytest.raises(EstimationError, match="perfectly collinear"):
        estimate(frame.assign(x9=frame["x1"] + frame["x5"]))


def test_too_few_respondents() -> None:
    with pytest.raises(EstimationError, match="20 respondents for 21 parameters"):
        estimate(answers(20), estimator="MLR")
    cautious = estimate(answers(60), estimator="MLR")
    assert [p.kind for p in cautious.problems if not p.disqualifying] == ["small_sample"]


def test_thirty_respondents_for_sixty_parameters() -> None:
    frame = answers_like("mobi_full", n=30, seed=3)
    with pytest.raises(EstimationError, match="30 respondents for 59 parameters"):
        estimate(frame, lavaan()["mobi_full"]["model"], estimator="MLR")


def test_answers_that_are_no_numbers_or_infinite() -> None:
    frame = answers()
    with pytest.raises(EstimationError, match="x3: answers are not numbers"):
        estimate(frame.assign(x3="often"))
    with pytest.raises(EstimationError, match="x3: 1 infinite answers"):
        estimate(frame.assign(x3=[np.inf, *frame["x3"][1:]]))
    with pytest.raises(EstimationError, match="no respondent answered"):
        estimate(frame * np.nan)


def test_moments_are_checked_like_answers() -> None:
    specification, moments = specification_of("holzinger"), moments_of("holzinger")
    flat = moments.covariance.copy()
    flat[3], flat[:, 3] = 0, 0
    bad = SampleMoments(moments.observed, 300, moments.means, flat)
    with pytest.raises(EstimationError, match="x4: every respondent"):
        estimate_from_moments(bad, specification, confidence_level=0.95)
    with pytest.raises(EstimationError, match="the moments lack the items x9"):
        fewer = moments_of_sums(moments.observed[:8], 300, np.zeros(8), 300 * np.eye(8))
        estimate_from_moments(fewer, specification, confidence_level=0.95)
    for estimator, message in (("MLM", "needs the answers"), ("GLS", "none of ML")):
        plain = SampleMoments(moments.observed, 300, moments.means, moments.covariance)
        with pytest.raises(ParameterError, match=message):
            estimate_from_moments(plain, specification, confidence_level=0.95, estimator=estimator)
