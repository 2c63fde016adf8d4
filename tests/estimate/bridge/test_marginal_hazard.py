"""The likelihood of a hazard on constructs known up to their measurement error."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import integrate, stats

from analysis.estimate.bridge.follow_up import place_bands, spend_time
from analysis.estimate.bridge.marginal_hazard import (
    HazardData,
    information,
    maximise,
    sandwich,
    score_rows,
    share_lost,
)


def make_data(n: int, *, error: float, seed: int = 1) -> HazardData:
    rng = np.random.default_rng(seed)
    means, design = rng.standard_normal((n, 2)), rng.standard_normal((n, 1))
    root = np.array([[1.0, 0.0], [0.4, 0.8]])
    log_hazard = means @ [-0.5, 0.2] + 0.3 * design[:, 0]
    leaves, watched = rng.exponential(200 / np.exp(log_hazard)), rng.uniform(50, 400, n)
    event, time = leaves <= watched, np.minimum(leaves, watched)
    stops = place_bands(time[event])
    return HazardData(
        exposure=spend_time(time, stops),
        event=event.astype(float),
        band=np.searchsorted(stops, time, side="left"),
        final=1e-7 * time,
        design=design,
        means=means,
        covariances=np.broadcast_to(error * root @ root.T, (n, 2, 2)).copy(),
        weights=rng.uniform(0.5, 1.5, n),
    )


def theta_of(data: HazardData) -> np.ndarray:
    return np.concatenate([np.full(data.shape[0], np.log(1 / 200)), [0.3, -0.5, 0.2]])


def test_gradient_is_the_derivative_of_the_likelihood() -> None:
    data = make_data(40, error=0.3)
    theta = theta_of(data)
    _, gradient = score_rows(data, theta)
    for column in range(len(theta)):
        step = np.zeros(len(theta))
        step[column] = 1e-6
        rise = score_rows(data, theta + step)[0] - score_rows(data, theta - step)[0]
        np.testing.assert_allclose(gradient[:, column], rise / 2e-6, atol=1e-6)


def test_quadrature_equals_the_integral() -> None:
    data = make_data(6, error=0.4)
    theta = theta_of(data)
    values, _ = score_rows(data, theta)
    beta = theta[-2:]
    for row in range(len(data)):
        centre = data.means[row] @ beta + 0.3 * data.design[row, 0]
        spread = np.sqrt(beta @ data.covariances[row] @ beta)
        time = data.exposure[row].sum()

        def likelihood(x: float, row: int = row, time: float = time) -> float:
            risk = np.exp(x) / 200
            return risk ** data.event[row] * np.exp(-risk * time)

        exact, _ = integrate.quad(
            lambda x, c=centre, s=spread, f=likelihood: f(x) * stats.norm.pdf(x, c, s),
            centre - 10 * spread,
            centre + 10 * spread,
        )
        assert values[row] == pytest.approx(np.log(exact), abs=1e-7)


def test_without_error_it_is_the_piecewise_exponential_model() -> None:
    data = make_data(600, error=0.0)
    terms = tuple(f"t{k}" for k in range(len(theta_of(data))))
    theta = maximise(data, theta_of(data), terms)
    cluster = np.arange(len(data)) // 2
    covariance = sandwich(data, theta, cluster)
    rows, bands = np.nonzero(data.exposure)
    columns = np.zeros((len(rows), len(theta)))
    columns[np.arange(len(rows)), bands] = 1
    columns[:, data.shape[0] :] = np.hstack([data.design, data.means])[rows]
    died = (data.event[rows] > 0) & (data.band[rows] == bands)
    model = sm.GLM(
        died.astype(float),
        columns,
        family=sm.families.Poisson(),
        offset=np.log(data.exposure[rows, bands]),
        freq_weights=data.weights[rows],
    ).fit(cov_type="cluster", cov_kwds={"groups": cluster[rows], "use_correction": False})
    np.testing.assert_allclose(theta, model.params, atol=1e-6)
    groups = cluster.max() + 1
    np.testing.assert_allclose(
        np.sqrt(np.diag(covariance)), model.bse * np.sqrt(groups / (groups - 1)), rtol=1e-5
    )


@pytest.mark.parametrize("error", [0.0, 0.3])
def test_information_is_that_of_the_curvature(error: float) -> None:
    data = make_data(50, error=error)
    data.exposure[:3] = 0.0  # left in the first interval, or never followed
    data.final[:20] = 0.5  # a long interval, in which the hazard is not straight
    theta = theta_of(data)

    def slope(at: np.ndarray) -> np.ndarray:
        return data.weights @ score_rows(data, at)[1]

    steps = 1e-5 * np.eye(len(theta))
    rise = np.stack([(slope(theta + step) - slope(theta - step)) / 2e-5 for step in steps])
    np.testing.assert_allclose(information(data, theta), -rise, rtol=1e-5, atol=2e-6)


def test_grouped_times_give_the_complementary_log_log_model() -> None:
    data = make_data(600, error=0.0)
    day = data.exposure[:, :1] > 0  # everyone once, for one long day, left or not
    whole = replace(
        data,
        exposure=np.where(data.event[:, None] > 0, 0.0, day),
        band=np.zeros(len(data), dtype=int),
        final=np.ones(len(data)),
    )
    start = np.concatenate([[-1.0], np.zeros(3)])
    theta = maximise(whole, start, ("band", "z", "a", "b"))
    columns = np.column_stack([np.ones(len(data)), data.design, data.means])
    link = sm.families.links.CLogLog()
    model = sm.GLM(
        data.event, columns, family=sm.families.Binomial(link), var_weights=data.weights
    ).fit()
    np.testing.assert_allclose(theta, model.params, atol=1e-6)


def test_share_lost_averages_over_the_measurement_error() -> None:
    data = make_data(5, error=0.5)
    theta = theta_of(data)
    exposure = spend_time(np.full(5, 100.0), place_bands(np.empty(0)))
    wide = np.zeros((5, data.shape[0]))
    wide[:, 0] = exposure[:, 0]
    lost = share_lost(data, theta, 0.2, wide)
    rng = np.random.default_rng(3)
    draws = rng.multivariate_normal([0, 0], data.covariances[0], 400_000) + data.means[0]
    risk = np.exp(draws @ theta[-2:] + 0.3 * data.design[0, 0] + 0.2) / 200
    assert lost[0] == pytest.approx(np.mean(1 - np.exp(-100 * risk)), abs=2e-3)
