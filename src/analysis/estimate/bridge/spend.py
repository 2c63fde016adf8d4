"""Do constructs measured in a survey foretell what customers spend after it?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.ratios import CORRECTED, REGRESSION, SUMS, describe_ratio
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.design_matrix import DriverInfo, build_design
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.survival import normal_quantile

MAXIMUM_STEPS = 100
LEAST_BUYERS_PER_TERM = 5


@dataclass(frozen=True)
class SpendData:
    """``amount`` (n,), ``design`` (n, 1 + p) with the intercept, ``means`` (n, k), ``covariances``
    (n, k, k), ``weights`` (n,)."""

    amount: np.ndarray
    design: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class SpendFit:
    """Spend on constructs; see ``estimate_spend_after``. ``theta`` and ``covariance`` are of the
    corrected model: intercept, covariates, constructs."""

    constructs: tuple[str, ...]
    coefficients: pd.DataFrame
    differences: pd.DataFrame
    theta: np.ndarray
    covariance: np.ndarray
    data: SpendData
    confidence_level: float
    unit: str

    @property
    def beta(self) -> np.ndarray:
        """Log money ratio per standard deviation of each construct (k,)."""
        return self.theta[len(self.theta) - len(self.constructs) :]

    def mean_spend(self) -> tuple[float, np.ndarray]:
        """Weighted mean the model expects, and its gradient by ``theta``."""
        return _average(self.data, self.theta)


def estimate_spend_after(
    outcomes: pd.DataFrame,
    scores: ConstructPosteriors,
    *,
    spend: str,
    unit: str,
    adjustments: Sequence[str],
    drivers_info: Sequence[DriverInfo],
    confidence_level: float,
    weights: np.ndarray | None = None,
    sum_scores: pd.DataFrame | None = None,
) -> SpendFit:
    """Money spent after the survey per standard deviation of each construct, zeros included.

    ``outcomes[spend]``: money in ``unit`` in the horizon, missing where it is not wholly seen; such
    rows, and those missing an adjustment, are left out. The mean is log linear; given the items the
    constructs are normal, so the mean of exp(beta'eta) is exp(beta'm + beta'V beta / 2) and the
    quasi-Poisson equations need no distribution of money. ``coefficients``: as ``estimate_leaving``
    with ``estimate`` a money ratio, by method. ``differences``: ``term, method, estimate`` (money
    per customer if everyone's construct were one standard deviation higher, less as it is; delta
    method), ``std_error, conf_low, conf_high, conf_level, mean_spend, n, n_customers, unit``.

    An association. Raises EstimationError when too few spent anything.
    Wedderburn (1974); Carroll et al. (2006), chapter 4; clustered by customer, robust to weights.
    """
    kept = _usable_rows(outcomes, spend, adjustments, scores)
    frame = outcomes[kept]
    design = build_design(frame, list(adjustments), drivers_info) if adjustments else None
    columns = design.encode(frame) if design else np.zeros((len(frame), 0))
    own = np.ones(len(outcomes)) if weights is None else np.asarray(weights, dtype=float)
    cluster = pd.factorize(frame["customer_id"])[0]
    with one_blas_thread():
        informed = scores.take(kept).condition_on(columns)
        data = _assemble(frame[spend].to_numpy(float), columns, informed, own[kept])
        _check_buyers(data.amount, columns.shape[1] + len(scores.constructs), spend)
        naive = None if sum_scores is None else sum_scores.loc[:, list(scores.constructs)][kept]
        fits = _fit_all(data, cluster, naive, spend)
    terms = ("(mean)", *(design.terms if design else ()), *scores.constructs)
    facts = {"conf_level": confidence_level, "n": len(frame), "n_customers": int(cluster.max()) + 1}
    theta, covariance, _ = fits[CORRECTED]
    return SpendFit(
        constructs=scores.constructs,
        coefficients=_tabulate(fits, terms, len(scores.constructs), facts),
        differences=_difference(fits, scores.constructs, unit, facts),
        theta=theta,
        covariance=covariance,
        data=data,
        confidence_level=confidence_level,
        unit=unit,
    )


def _usable_rows(
    outcomes: pd.DataFrame, spend: str, adjustments: Sequence[str], scores: ConstructPosteriors
) -> np.ndarray:
    if len(outcomes) != len(scores):
        raise EstimationError(
            f"{len(outcomes):,} rows of outcomes but scores of {len(scores):,} respondents; give "
            "both for the same surveys in the same order"
        )
    absent = [name for name in (spend, *adjustments) if name not in outcomes]
    if absent:
        raise EstimationError(f"outcomes lack the column {absent[0]!r}")
    return ~outcomes[[spend, *adjustments]].isna().any(axis=1).to_numpy()


def _assemble(
    amount: np.ndarray, columns: np.ndarray, scores: ConstructPosteriors, weights: np.ndarray
) -> SpendData:
    design = np.column_stack([np.ones(len(amount)), columns])
    return SpendData(amount, design, scores.means, scores.covariances, weights / weights.mean())


def _check_buyers(amount: np.ndarray, n_terms: int, spend: str) -> None:
    buyers = int((amount > 0).sum())
    if buyers < LEAST_BUYERS_PER_TERM * (n_terms + 1):
        raise EstimationError(
            f"column {spend!r}: {buyers} of {len(amount):,} customers spent anything after their "
            f"survey, too few for {n_terms} terms; leave adjustments out or choose a longer horizon"
        )


def _expect(data: SpendData, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected money (n,) and the gradient of its logarithm (n, q)."""
    first = data.design.shape[1]
    gamma, beta = theta[:first], theta[first:]
    toward = np.einsum("nij,j->ni", data.covariances, beta)
    linear = data.design @ gamma + data.means @ beta + toward @ beta / 2
    return np.exp(linear), np.hstack([data.design, data.means + toward])


def _average(data: SpendData, theta: np.ndarray) -> tuple[float, np.ndarray]:
    mean, slopes = _expect(data, theta)
    shares = data.weights / data.weights.sum()
    return float(shares @ mean), np.asarray((shares * mean) @ slopes)


def _solve(data: SpendData, spend: str) -> np.ndarray:
    """Roots of the quasi-Poisson equations, by Fisher scoring with halved steps."""
    theta = np.zeros(data.design.shape[1] + data.means.shape[1])
    theta[0] = np.log(np.average(data.amount, weights=data.weights))
    for _ in range(MAXIMUM_STEPS):
        mean, slopes = _expect(data, theta)
        score = (data.weights * (data.amount - mean)) @ slopes
        information = (slopes * (data.weights * mean)[:, None]).T @ slopes
        step = np.linalg.lstsq(information, score, rcond=None)[0]
        largest = np.abs(step).max()
        theta = theta + step * min(1.0, 1.0 / largest)
        if largest < 1e-9:
            return theta
    raise EstimationError(
        f"column {spend!r}: no coefficients fit the money spent after the survey; look for a few "
        "enormous amounts, or leave adjustments out"
    )


def _sandwich(data: SpendData, theta: np.ndarray, cluster: np.ndarray) -> np.ndarray:
    mean, slopes = _expect(data, theta)
    scores = (data.weights * (data.amount - mean))[:, None] * slopes
    groups = int(cluster.max()) + 1
    sums = np.zeros((groups, len(theta)))
    np.add.at(sums, cluster, scores)
    bread = np.linalg.pinv((slopes * (data.weights * mean)[:, None]).T @ slopes)
    return np.asarray(bread @ (sums.T @ sums) @ bread * groups / (groups - 1))


_Fits = dict[str, tuple[np.ndarray, np.ndarray, SpendData]]


def _fit_all(data: SpendData, cluster: np.ndarray, naive: pd.DataFrame | None, spend: str) -> _Fits:
    none = np.zeros_like(data.covariances)
    versions = {
        CORRECTED: data,
        REGRESSION: SpendData(data.amount, data.design, data.means, none, data.weights),
    }
    if naive is not None:
        sums = naive.fillna(0.0).to_numpy(float)
        versions[SUMS] = SpendData(data.amount, data.design, sums, none, data.weights)
    fits: _Fits = {}
    for method, version in versions.items():
        theta = _solve(version, spend)
        fits[method] = theta, _sandwich(version, theta, cluster), version
    return fits


def _tabulate(
    fits: _Fits, terms: tuple[str, ...], n_constructs: int, facts: dict[str, float]
) -> pd.DataFrame:
    z = normal_quantile(float(facts["conf_level"]))
    rows = []
    for method, (theta, covariance, _) in fits.items():
        first = 1 if method == CORRECTED else len(terms) - n_constructs
        for at in range(first, len(terms)):
            value, error = float(theta[at]), float(np.sqrt(covariance[at, at]))
            of_construct = at >= len(terms) - n_constructs
            rows.append(
                {
                    "term": terms[at],
                    "stratum": "all",
                    "method": method,
                    **describe_ratio(value, error, z),
                    "unit": "money ratio per standard deviation" if of_construct else "money ratio",
                }
            )
    return pd.DataFrame(rows).assign(**facts)


def _difference(
    fits: _Fits, constructs: tuple[str, ...], unit: str, facts: dict[str, float]
) -> pd.DataFrame:
    z = normal_quantile(float(facts["conf_level"]))
    rows = []
    for method, (theta, covariance, data) in fits.items():
        mean, gradient = _average(data, theta)
        for number, construct in enumerate(constructs):
            at = len(theta) - len(constructs) + number
            growth = np.exp(theta[at])
            slope = gradient * (growth - 1)
            slope[at] += mean * growth
            value, error = mean * (growth - 1), float(np.sqrt(slope @ covariance @ slope))
            rows.append(
                {
                    "term": construct,
                    "stratum": "all",
                    "method": method,
                    "estimate": value,
                    "std_error": error,
                    "conf_low": value - z * error,
                    "conf_high": value + z * error,
                    "mean_spend": mean,
                    "unit": f"{unit} per customer",
                }
            )
    return pd.DataFrame(rows).assign(**facts)
