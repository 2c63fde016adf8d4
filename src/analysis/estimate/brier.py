"""The Brier score: how far predicted probabilities of having left are from what happened."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.censoring import weigh_known
from analysis.estimate.survival import normal_quantile

MODEL, NULL_MODEL, DIFFERENCE, SKILL = "model", "null_model", "difference", "skill"


@dataclass(frozen=True)
class Predictions:
    """What was predicted for customers not used in the fitting, and what happened to them.

    ``model`` and ``null_model`` are probabilities of having left by ``times`` given presence at
    ``entry`` (customers x times). ``group`` numbers customers of like risk, within whom censoring
    tells nothing more about leaving.
    """

    entry: np.ndarray
    tenure: np.ndarray
    event: np.ndarray
    times: np.ndarray
    model: np.ndarray
    null_model: np.ndarray
    group: np.ndarray


def estimate_brier_scores(
    predictions: Predictions, *, confidence_level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The score at each time, and integrated from 0 to the last of them.

    First table, per time: ``term`` (model, null_model, difference: null minus model), ``time,
    estimate, std_error, conf_low, conf_high, conf_level, n, unit``. Second: the same terms and
    "skill" (1 - model / null model), integrated by trapezoids and divided by the last time.
    Standard errors take the censoring weights as known. Graf, Schmoor, Sauerbrei and Schumacher
    (1999).
    """
    weights = weigh_known(
        predictions.entry,
        predictions.tenure,
        predictions.event,
        times=predictions.times,
        group=predictions.group,
    )
    left = predictions.event[:, None] & (predictions.tenure[:, None] <= predictions.times)
    n_present = (predictions.entry[:, None] < predictions.times).sum(axis=0)
    share = weights / n_present
    model = share * (left - predictions.model) ** 2
    null = share * (left - predictions.null_model) ** 2
    scored = {MODEL: model, NULL_MODEL: null, DIFFERENCE: null - model}
    by_time = _sum_up(scored, predictions.times, n_present)
    areas = _trapezoid_weights(predictions.times) / predictions.times[-1]
    whole = {term: (terms @ areas)[:, None] for term, terms in scored.items()}
    last, n = predictions.times[-1:], np.array([len(predictions.entry)])
    integrated = pd.concat(
        [_sum_up(whole, last, n), _measure_skill(whole, last, n)], ignore_index=True
    )
    return _add_intervals(by_time, confidence_level), _add_intervals(integrated, confidence_level)


def _sum_up(scored: dict[str, np.ndarray], times: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    """Sums over customers (rows of each array), and standard errors of such sums."""
    parts = [
        pd.DataFrame(
            {
                "term": term,
                "time": times,
                "estimate": contributions.sum(axis=0),
                "std_error": _error_of_sum(contributions),
                "n": n,
                "unit": "squared probability",
            }
        )
        for term, contributions in scored.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _measure_skill(whole: dict[str, np.ndarray], times: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    """1 - model / null model, with the delta method's standard error."""
    total, reference = whole[MODEL].sum(), whole[NULL_MODEL].sum()
    influence = whole[NULL_MODEL] * total / reference**2 - whole[MODEL] / reference
    row = {"term": SKILL, "time": times, "estimate": 1 - total / reference}
    return pd.DataFrame(row | {"std_error": _error_of_sum(influence), "n": n, "unit": "share"})


def _error_of_sum(contributions: np.ndarray) -> np.ndarray:
    return np.sqrt(((contributions - contributions.mean(axis=0)) ** 2).sum(axis=0))


def _add_intervals(scores: pd.DataFrame, confidence_level: float) -> pd.DataFrame:
    margin = normal_quantile(confidence_level) * scores["std_error"]
    return scores.assign(
        conf_low=scores["estimate"] - margin,
        conf_high=scores["estimate"] + margin,
        conf_level=confidence_level,
    )


def _trapezoid_weights(times: np.ndarray) -> np.ndarray:
    """Weights of values at ``times`` in the area from 0, where the value is 0."""
    widths = np.diff(np.append(0.0, times))
    return (widths + np.append(widths[1:], 0.0)) / 2
