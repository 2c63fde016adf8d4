import numpy as np
import pytest
from scipy import optimize

from analysis.estimate.partial_likelihood import PartialLikelihood


def direct_log_likelihood(
    beta: np.ndarray,
    design: np.ndarray,
    start: np.ndarray,
    stop: np.ndarray,
    event: np.ndarray,
    stratum: np.ndarray,
) -> float:
    """Efron's partial likelihood, straight from its definition, one event time at a time."""
    total, risk = 0.0, np.exp(design @ beta)
    for code in np.unique(stratum):
        for time in np.unique(stop[event & (stratum == code)]):
            at_risk = (stratum == code) & (start < time) & (stop >= time)
            lost = event & (stop == time) & (stratum == code)
            total += (design[lost] @ beta).sum()
            for k in range(lost.sum()):
                total -= np.log(risk[at_risk].sum() - k / lost.sum() * risk[lost].sum())
    return total


@pytest.fixture(scope="module")
def rows() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    stop = rng.integers(2, 12, 150).astype(float)
    start = np.where(rng.random(150) < 0.5, np.minimum(rng.integers(0, 4, 150), stop - 1), 0.0)
    return {
        "design": rng.normal(size=(150, 3)),
        "start": start,
        "stop": stop,
        "event": rng.random(150) < 0.6,
        "stratum": rng.integers(0, 3, 150),
    }


def test_value_is_the_definition_with_ties_late_entry_and_strata(
    rows: dict[str, np.ndarray],
) -> None:
    beta = np.array([0.5, -0.3, 0.8])
    keywords = {name: value for name, value in rows.items() if name != "design"}
    likelihood = PartialLikelihood(rows["design"], **keywords)
    expected = direct_log_likelihood(beta, **rows)
    assert likelihood.evaluate(beta).log_likelihood == pytest.approx(expected, rel=1e-12)


def test_score_and_information_are_its_derivatives(rows: dict[str, np.ndarray]) -> None:
    beta = np.array([0.5, -0.3, 0.8])
    keywords = {name: value for name, value in rows.items() if name != "design"}
    likelihood = PartialLikelihood(rows["design"], **keywords)
    at = likelihood.evaluate(beta)

    def value(b: np.ndarray) -> float:
        return likelihood.evaluate(b).log_likelihood

    def score(b: np.ndarray) -> np.ndarray:
        return likelihood.evaluate(b).score

    np.testing.assert_allclose(at.score, optimize.approx_fprime(beta, value, 1e-6), atol=1e-4)
    np.testing.assert_allclose(
        at.information, -optimize.approx_fprime(beta, score, 1e-6), atol=1e-4
    )
    np.testing.assert_allclose(likelihood.score_steps(at).sum(axis=0), at.score, atol=1e-10)

    def hazard(b: np.ndarray) -> np.ndarray:
        there = likelihood.evaluate(b)
        return np.exp(-there.offset) * there.sums.inverse

    np.testing.assert_allclose(
        likelihood.hazard_gradient(at), optimize.approx_fprime(beta, hazard, 1e-7), atol=1e-5
    )


def test_a_far_outlier_is_fitted_like_any_other_row(rows: dict[str, np.ndarray]) -> None:
    keywords = {name: value for name, value in rows.items() if name != "design"}
    design = rows["design"].copy()
    design[3, 0] = 400.0
    likelihood = PartialLikelihood(design, **keywords)
    beta = likelihood.maximise(("a", "b", "c")).beta
    np.testing.assert_allclose(likelihood.evaluate(beta).score, 0, atol=1e-6)
    far = likelihood.evaluate(beta + np.array([0.3, 0, 0]))
    assert far.log_likelihood < likelihood.evaluate(beta).log_likelihood
