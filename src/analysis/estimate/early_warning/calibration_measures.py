"""Calibration in four numbers: slope, intercept, observed to expected, expected error."""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.calibration import INTERCEPT, SLOPE, fit_cloglog
from analysis.estimate.early_warning.calibration_curve import N_BINS, bin_risks
from analysis.estimate.early_warning.judged import (
    Judged,
    clustered_error,
    covary,
    read_judged,
)
from analysis.estimate.survival import normal_quantile
from analysis.results import Diagnostic

OBSERVED_TO_EXPECTED, EXPECTED_ERROR = "observed_to_expected", "expected_calibration_error"
N_DRAWS = 2000
MULTIPLES = np.linspace(0, 4, 41)
# A slope or a ratio this far from 1 makes a decision wrong: a fifth of the customers it is about.
MATERIAL = (0.8, 1.25)
# An interval that reaches beyond these cannot tell good from bad.
TOO_WIDE = (2 / 3, 3 / 2)


def estimate_calibration_measures(
    predictions: pd.DataFrame,
    *,
    confidence_level: float,
    rng: np.random.Generator,
    n_bins: int = N_BINS,
) -> pd.DataFrame:
    """How far risks are from what happened; one row per measure, errors clustered by customer.

    calibration_slope: of having left on log(-log(1 - risk)), complementary log-log link; 1 when
    risks spread as they should, below 1 when too far apart. calibration_intercept: at slope 1; 0
    when the level is right. Cox (1958). observed_to_expected: customers lost per customer
    predicted; interval on the log scale. expected_calibration_error: mean distance of the bins of
    the calibration curve, less what chance adds to it: the multiples of the distances seen that
    would show as much as was seen with chance 0.5, and with those of the interval (2,000 draws).
    In simulations of errors all over the scale 90 to 99 % of 95 % intervals cover; where one bin
    of ten alone is off, estimate and interval are too high. ``statistic`` is the plain mean
    distance, ``p_value`` against perfect calibration. On the bias: Kumar, Liang and Ma (2019).
    Columns of the tidy rows and ``ideal, statistic, p_value``. Raises EstimationError when
    the risks are all alike.
    """
    judged = read_judged(predictions)
    rows = [
        *_fit_lines(judged, confidence_level),
        compare_levels(judged, confidence_level),
        _measure_error(judged, confidence_level, rng, n_bins),
    ]
    return pd.DataFrame(rows)


def judge_calibration(measures: pd.DataFrame) -> Diagnostic:
    """Whether risks may be read as probabilities.

    ``measures``: of ``estimate_calibration_measures``. False when the slope, or observed to
    expected, is off beyond chance and by more than a fifth; None when an interval is too wide to
    tell; true otherwise. ``statistic`` and ``p_value``: the expected calibration error.
    """
    verdicts = [_judge_row(_pick(measures, term)) for term in (SLOPE, OBSERVED_TO_EXPECTED)]
    passed: bool | None = all(verdict is True for verdict in verdicts) or None
    if any(verdict is False for verdict in verdicts):
        passed = False
    error = _pick(measures, EXPECTED_ERROR)
    return Diagnostic(
        name="calibration",
        passed=passed,
        statistic=float(error["estimate"]),
        p_value=float(error["p_value"]),
        method="slope and observed to expected within 0.8 to 1.25",
    )


def _judge_row(row: pd.Series) -> bool | None:
    off = not MATERIAL[0] <= row["estimate"] <= MATERIAL[1]
    beyond_chance = not row["conf_low"] <= 1 <= row["conf_high"]
    if off and beyond_chance:
        return False
    wide = row["conf_low"] < TOO_WIDE[0] or row["conf_high"] > TOO_WIDE[1]
    return None if off or wide else True


def _pick(measures: pd.DataFrame, term: str) -> pd.Series:
    return measures[measures["term"] == term].iloc[0]


def _fit_lines(judged: Judged, confidence_level: float) -> list[dict[str, Any]]:
    """Slope with a free intercept; intercept at slope 1."""
    least = 1 / (2 * len(judged.risk))  # a risk of 0 or 1 claims more than so many rows can show
    predictor = np.log(-np.log1p(-np.clip(judged.risk, least, 1 - least)))
    if np.ptp(predictor) == 0:
        raise EstimationError(
            f"no calibration slope: all {len(judged.risk)} risks are alike; the model needs a"
            " feature that tells customers apart"
        )
    both = np.column_stack([np.ones(len(predictor)), predictor])
    rows = (judged.left, judged.weight)
    free, free_covariance = fit_cloglog(both, *rows, 0 * predictor, judged.customer)
    level, level_covariance = fit_cloglog(both[:, :1], *rows, predictor, judged.customer)
    slope = (float(free[1]), float(np.sqrt(free_covariance[1, 1])))
    intercept = (float(level[0]), float(np.sqrt(level_covariance[0, 0])))
    return [
        _tell_normal(judged, SLOPE, slope, 1.0, confidence_level),
        _tell_normal(judged, INTERCEPT, intercept, 0.0, confidence_level),
    ]


def _tell_normal(
    judged: Judged, term: str, told: tuple[float, float], ideal: float, confidence_level: float
) -> dict[str, Any]:
    """A row with a normal interval and its distance from ``ideal`` in standard errors."""
    estimate, error = told
    margin = normal_quantile(confidence_level) * error
    return _describe(judged, term, confidence_level) | {
        "estimate": estimate,
        "std_error": error,
        "conf_low": estimate - margin,
        "conf_high": estimate + margin,
        "unit": "complementary log-log",
        **_compare(estimate, error, ideal),
    }


def _describe(judged: Judged, term: str, confidence_level: float) -> dict[str, Any]:
    return {
        "term": term,
        "time": float(judged.horizon),
        "conf_level": confidence_level,
        "n": judged.n_customers,
        "n_events": judged.n_lost,
    }


def _compare(estimate: float, error: float, ideal: float) -> dict[str, float]:
    statistic = (estimate - ideal) / error
    return {
        "ideal": ideal,
        "statistic": statistic,
        "p_value": float(2 * stats.norm.sf(abs(statistic))),
    }


def compare_levels(judged: Judged, confidence_level: float) -> dict[str, Any]:
    """Customers lost per customer predicted, as a tidy row."""
    ratio, influence = measure_level(judged)
    error = clustered_error(influence, judged.customer)
    reach = np.exp(normal_quantile(confidence_level) * error / ratio)
    return _describe(judged, OBSERVED_TO_EXPECTED, confidence_level) | {
        "estimate": ratio,
        "std_error": error,
        "conf_low": ratio / reach,
        "conf_high": ratio * reach,
        "unit": "ratio",
        **_compare(float(np.log(ratio)), error / ratio, 0.0),
        "ideal": 1.0,
    }


def measure_level(judged: Judged) -> tuple[float, np.ndarray]:
    """Customers lost per customer predicted, and the influence of each row."""
    expected = float((judged.weight * judged.risk).sum())
    ratio = float((judged.weight * judged.left).sum()) / expected
    return ratio, judged.weight * (judged.left - ratio * judged.risk) / expected


def _measure_error(
    judged: Judged, confidence_level: float, rng: np.random.Generator, n_bins: int
) -> dict[str, Any]:
    """Mean distance of observed from predicted over the bins, each as heavy as its rows."""
    group = bin_risks(judged, n_bins)
    influences = np.zeros((len(group), int(group.max()) + 1))
    distance = judged.weight * (judged.left - judged.risk) / judged.weight.sum()
    influences[np.arange(len(group)), group] = distance
    gaps = influences.sum(axis=0)
    covariance = covary(influences, judged.customer)
    noise = rng.multivariate_normal(np.zeros(len(gaps)), covariance, size=N_DRAWS, method="eigh")
    plain = float(np.abs(gaps).sum())
    tail = (1 - confidence_level) / 2
    low, middle, high = _invert(gaps, noise, (tail, 0.5, 1 - tail)) * plain
    by_chance = np.abs(noise).sum(axis=1)
    return _describe(judged, EXPECTED_ERROR, confidence_level) | {
        "estimate": middle,
        "std_error": float(np.abs(gaps + noise).sum(axis=1).std()),
        "conf_low": low,
        "conf_high": high,
        "unit": "probability",
        "ideal": 0.0,
        "statistic": plain,
        "p_value": float((1 + (by_chance >= plain).sum()) / (1 + N_DRAWS)),
    }


def _invert(gaps: np.ndarray, noise: np.ndarray, levels: tuple[float, ...]) -> np.ndarray:
    """Multiples of ``gaps`` which, true, would show so large an error or more with chances
    ``levels``; 0 where no error at all would do so more often."""
    larger = [
        (np.abs(multiple * gaps + noise).sum(axis=1) >= np.abs(gaps).sum()).mean()
        for multiple in MULTIPLES
    ]
    return np.interp(levels, np.maximum.accumulate(larger), MULTIPLES, left=0.0)
