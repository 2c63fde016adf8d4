"""How well a model fits: chi-square, comparative and absolute indices, information criteria.

Definitions as in lavaan: CFI and TLI against the model of unrelated items (Bentler 1990, Tucker and
Lewis 1973), RMSEA with its noncentrality interval (Steiger 1990, Browne and Cudeck 1993), SRMR of
correlations (Bentler 1995). Bounds commonly asked for: Hu and Bentler (1999).
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, special, stats

RMSEA_LEVEL = 0.90


@dataclass(frozen=True)
class TestStatistic:
    """A chi-square and its degrees of freedom; ``scaling`` divides out excess kurtosis."""

    chi_square: float
    degrees_of_freedom: int
    scaling: float = 1.0

    @property
    def excess(self) -> float:
        """Noncentrality: what the chi-square exceeds its expectation by, at least zero."""
        return max(self.chi_square - self.scaling * self.degrees_of_freedom, 0.0)

    @property
    def p_value(self) -> float:
        return float(stats.chi2.sf(self.chi_square, self.degrees_of_freedom))


def measure_fit(
    target: TestStatistic,
    baseline: TestStatistic,
    *,
    n: int,
    log_likelihood: float,
    n_parameters: int,
    srmr: float,
) -> dict[str, float]:
    """All indices of ``target`` against ``baseline`` (the model of unrelated items)."""
    low, high = rmsea_interval(target.chi_square, target.degrees_of_freedom, n)
    return {
        "chi_square": target.chi_square,
        "degrees_of_freedom": float(target.degrees_of_freedom),
        "p_value": target.p_value if target.degrees_of_freedom else math.nan,
        "cfi": comparative_fit(target, baseline),
        "tli": tucker_lewis(target, baseline),
        "rmsea": root_mean_square_error(target, n),
        "rmsea_low": low,
        "rmsea_high": high,
        "srmr": srmr,
        "log_likelihood": log_likelihood,
        "aic": 2 * n_parameters - 2 * log_likelihood,
        "bic": math.log(n) * n_parameters - 2 * log_likelihood,
        "n_parameters": float(n_parameters),
        "baseline_chi_square": baseline.chi_square,
        "baseline_degrees_of_freedom": float(baseline.degrees_of_freedom),
    }


def comparative_fit(target: TestStatistic, baseline: TestStatistic) -> float:
    """CFI: 1 less the share of the baseline's misfit that is left; 1 when neither misfits."""
    worst = max(baseline.excess, target.excess)
    return 1 - target.excess / worst if worst > 0 else 1.0


def tucker_lewis(target: TestStatistic, baseline: TestStatistic) -> float:
    """TLI: misfit per degree of freedom against the baseline's; 1 for a saturated model."""
    if not target.degrees_of_freedom or not baseline.degrees_of_freedom:
        return 1.0
    own, other = (
        (test.chi_square - test.scaling * test.degrees_of_freedom) / test.degrees_of_freedom
        for test in (target, baseline)
    )
    return 1 - own / other if other != 0 else math.nan


def root_mean_square_error(target: TestStatistic, n: int) -> float:
    """RMSEA: misfit per degree of freedom and respondent; 0 for a saturated model."""
    if not target.degrees_of_freedom:
        return 0.0
    return math.sqrt(target.excess / target.degrees_of_freedom / n)


def rmsea_interval(
    chi_square: float,
    degrees_of_freedom: float,
    n: int,
    *,
    level: float = RMSEA_LEVEL,
    scaling: float = 1.0,
) -> tuple[float, float]:
    """Interval of the RMSEA: the noncentralities at which ``chi_square`` sits in either tail.

    ``chi_square`` is the scaled one; ``scaling`` brings noncentrality back to the scale of the
    discrepancy (1 for an uncorrected chi-square).
    """
    if not math.isfinite(chi_square):  # a correction that could not be computed
        return math.nan, math.nan
    if not degrees_of_freedom or chi_square <= 0:
        return 0.0, 0.0
    tail = (1 - level) / 2
    low, high = (_noncentrality(chi_square, degrees_of_freedom, at) for at in (1 - tail, tail))
    unit = scaling / (degrees_of_freedom * n)
    return math.sqrt(low * unit), math.sqrt(high * unit)


def _noncentrality(chi_square: float, degrees_of_freedom: float, probability: float) -> float:
    def gap(noncentrality: float) -> float:
        below = special.chndtr(chi_square, degrees_of_freedom, noncentrality)
        return float(below - probability)

    if gap(1e-10) < 0:
        return 0.0
    return float(optimize.brentq(gap, 1e-10, 10 * chi_square + 100, xtol=1e-10))


def standardised_residual(covariance: np.ndarray, implied: np.ndarray) -> float:
    """SRMR: root mean square difference of observed and implied, in correlations."""
    scale = np.sqrt(np.diag(covariance))
    residual = (covariance - implied) / np.outer(scale, scale)
    return float(np.sqrt((residual[np.tril_indices(len(scale))] ** 2).mean()))


def scaled_measures(target: TestStatistic, baseline: TestStatistic, *, n: int) -> dict[str, float]:
    """Indices corrected for kurtosis: of the scaled chi-squares (``scaled_``), and the consistent
    ones of Brosseau-Liard and Savalei (``robust_``), as in lavaan.

    ``target`` and ``baseline`` carry the uncorrected chi-square and the scaling; all is missing
    where one of the scalings is unknown or not positive, as it can be in small samples.
    """
    if not (target.scaling > 0 and baseline.scaling > 0):
        plain = (replace(test, scaling=1.0) for test in (target, baseline))
        return dict.fromkeys(scaled_measures(*plain, n=n), math.nan)
    scaled = TestStatistic(target.chi_square / target.scaling, target.degrees_of_freedom)
    other = TestStatistic(baseline.chi_square / baseline.scaling, baseline.degrees_of_freedom)
    low, high = rmsea_interval(
        scaled.chi_square, scaled.degrees_of_freedom, n, scaling=target.scaling
    )
    # lavaan's form: degrees of freedom are scaled up instead of the chi-square down
    spare = target.scaling * target.degrees_of_freedom
    scaled_low, scaled_high = rmsea_interval(target.chi_square, spare, n)
    return {
        "scaled_chi_square": scaled.chi_square,
        "scaled_p_value": scaled.p_value,
        "scaling_factor": target.scaling,
        "scaled_cfi": comparative_fit(scaled, other),
        "scaled_tli": tucker_lewis(scaled, other),
        "scaled_rmsea": root_mean_square_error(scaled, n),
        "scaled_rmsea_low": scaled_low,
        "scaled_rmsea_high": scaled_high,
        "robust_cfi": comparative_fit(target, baseline),
        "robust_tli": tucker_lewis(target, baseline),
        "robust_rmsea": root_mean_square_error(target, n),
        "robust_rmsea_low": low,
        "robust_rmsea_high": high,
    }
