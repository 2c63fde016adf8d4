"""Risks are put right, and their interval covers the share lost in a month not yet seen."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimate.early_warning.recalibration import (
    Recalibration,
    cloglog,
    fit_recalibration,
)


def make_months(
    rng: np.random.Generator, *, n: int = 600, n_months: int = 6, between: float = 0.0
) -> pd.DataFrame:
    """Customers whose true cumulative hazard is exp(0.3 + 0.8 cloglog(risk) + a month's shift);
    every month is of other customers."""
    risk = rng.uniform(0.05, 0.6, n * n_months)
    shift = np.repeat(rng.normal(0, between, n_months), n)
    true = -np.expm1(-np.exp(0.3 + 0.8 * cloglog(risk) + shift))
    return pd.DataFrame(
        {
            "risk": risk,
            "true": true,
            "left": pd.array(rng.random(len(risk)) < true, dtype="boolean"),
            "weight": 1.0,
            "customer_id": np.arange(len(risk)),
            "day": np.repeat(100 * np.arange(n_months), n),
            "horizon": 90,
        }
    )


def repeat_rows(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    return pd.concat([frame] * times, ignore_index=True)


def test_the_map_that_made_the_data_is_recovered() -> None:
    fit = fit_recalibration(make_months(np.random.default_rng(1), n=8000), clock="calendar")
    assert fit.fitted and fit.n == 48_000
    error = np.sqrt(np.diag(fit.covariance))
    assert abs(fit.intercept - 0.3) < 3 * error[0]
    assert abs(fit.slope - 0.8) < 3 * error[1]
    assert fit.between_months < 0.002
    risk = np.array([0.1, 0.5])
    assert fit.apply(risk) == pytest.approx(-np.expm1(-np.exp(0.3 + 0.8 * cloglog(risk))), abs=0.02)


def test_rows_said_twice_are_not_twice_the_evidence() -> None:
    months = make_months(np.random.default_rng(2))
    once = fit_recalibration(months, clock="tenure")
    twice = fit_recalibration(repeat_rows(months, 2), clock="tenure")
    assert twice.slope == pytest.approx(once.slope)
    assert twice.covariance == pytest.approx(once.covariance, rel=1e-6)
    heavy = fit_recalibration(months.assign(weight=2.0), clock="tenure")
    assert heavy.covariance == pytest.approx(once.covariance, rel=1e-6)


def test_unknown_outcomes_count_for_nothing() -> None:
    months = make_months(np.random.default_rng(3))
    hidden = months.assign(left=pd.array([pd.NA] * len(months), dtype="boolean"), weight=0.0)
    both = pd.concat([months, hidden], ignore_index=True)
    assert fit_recalibration(both, clock="tenure") is not None
    assert (
        fit_recalibration(both, clock="tenure").slope
        == fit_recalibration(months, clock="tenure").slope
    )


def test_too_few_losses_leave_risks_as_they_are() -> None:
    few = make_months(np.random.default_rng(4), n=10, n_months=2)
    fit = fit_recalibration(few, clock="calendar")
    risk = np.array([0.0, 0.3, 1.0])
    assert not fit.fitted
    assert fit.apply(risk) == pytest.approx(risk, abs=1e-5)
    assert np.isnan(fit.interval(risk, 0.95)[0]).all()


def test_alike_risks_keep_their_slope() -> None:
    months = make_months(np.random.default_rng(5)).assign(risk=0.2)
    fit = fit_recalibration(months, clock="tenure")
    assert fit.apply(np.array([0.2]))[0] == pytest.approx(months["left"].mean(), abs=1e-3)
    assert np.isfinite(fit.covariance).all()


@pytest.mark.parametrize(("between", "least"), [(0.0, 0.92), (0.3, 0.85)])
def test_the_interval_covers_the_share_lost_in_a_new_month(between: float, least: float) -> None:
    """95 % intervals from six months; with six months the variance between them is itself
    uncertain, so the interval is wide where months are alike. Without it hardly half would be."""
    rng = np.random.default_rng(6)
    risk = np.array([0.15, 0.45])
    covered, naive, n_rounds = np.zeros(2), np.zeros(2), 250
    for _ in range(n_rounds):
        fit = fit_recalibration(make_months(rng, n=400, between=between), clock="calendar")
        true = -np.expm1(-np.exp(0.3 + 0.8 * cloglog(risk) + rng.normal(0, between)))
        covered += _holds(fit, risk, true)
        blind = Recalibration(fit.intercept, fit.slope, fit.covariance, 0.0, 0.0, fit.n, True)
        naive += _holds(blind, risk, true)
    assert (covered / n_rounds >= least).all()
    assert (covered / n_rounds <= (0.99 if between else 1.0)).all()
    if between:
        assert (naive / n_rounds < 0.6).all()


def _holds(fit: Recalibration, risk: np.ndarray, true: np.ndarray) -> np.ndarray:
    low, high = fit.interval(risk, 0.95)
    return (low <= true) & (true <= high)


def test_months_that_share_losses_are_no_evidence_of_their_own() -> None:
    """Month-ends a third of the horizon apart: their levels are sums of three stretches, two of
    them shared. Eight of them tell about as much of how months differ as three or four."""
    rng = np.random.default_rng(7)
    risk, between, n_months, n_rounds = np.array([0.15, 0.45]), 0.3, 8, 200
    covered, apart = np.zeros(2), 0.0
    for _ in range(n_rounds):
        stretches = rng.normal(0, between / np.sqrt(3), n_months + 2)
        levels = np.convolve(stretches, np.ones(3), "valid")
        months = make_months(rng, n=400, n_months=n_months)
        months["day"] = months["day"] // 100 * 30
        true = -np.expm1(
            -np.exp(0.3 + 0.8 * cloglog(months["risk"].to_numpy()) + np.repeat(levels, 400))
        )
        months["left"] = pd.array(rng.random(len(true)) < true, dtype="boolean")
        fit = fit_recalibration(months, clock="calendar")
        apart = fit.n_months
        new = -np.expm1(-np.exp(0.3 + 0.8 * cloglog(risk) + rng.normal(0, between)))
        covered += _holds(fit, risk, new)
    assert apart == pytest.approx(3)
    assert (covered / n_rounds >= 0.85).all()
