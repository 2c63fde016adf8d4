"""Who gets worse predictions: calibration, ranking and the list's success by group of customers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.early_warning.calibration_measures import compare_levels, measure_level
from analysis.estimate.early_warning.capacity import PRECISION, RECALL, mark_listed
from analysis.estimate.early_warning.judged import (
    Judged,
    clustered_error,
    estimate_mean,
    locate_rows,
    read_judged,
    tell_share,
)
from analysis.estimate.early_warning.ranking import measure_auc, tell_auc
from analysis.estimate.log_rank import adjust_by_holm
from analysis.estimate.survival import normal_quantile

OBSERVED, PREDICTED = "observed", "predicted"
UNKNOWN = "(unknown)"  # the group of those whose trait is missing, as in prepare.durations


@dataclass(frozen=True)
class _Share:
    """A weighted mean of ``values`` over one group and over the others of its segment."""

    term: str
    values: np.ndarray
    weight: np.ndarray


def estimate_by_segment(
    predictions: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    share: float,
    minimum: int,
    confidence_level: float,
) -> pd.DataFrame:
    """How good the risks are within each group of each of ``segments``.

    ``segments``: ``customer_id``, ``day`` and one column per segment, such as a slice of the
    landmarks; ``share``: of the customers that can be listed, from all groups together. Terms
    observed, predicted, observed_to_expected, auc, precision, recall, with ``segment, group,
    stratum``; ``difference`` and its limits: from the other groups of the segment; ``p_value`` of
    no difference (of shares: score tests), ``p_adjusted`` (Holm over all groups of all segments,
    for each term). The lost of a group at low risk are found less often by any list that takes the
    highest risks: recall differs between groups without any fault. Left out are groups of
    fewer than ``minimum`` customers, and what rests on fewer than ``minimum`` customers lost (auc,
    recall, observed_to_expected) or listed (precision). Raises EstimationError when nothing can be
    judged.
    """
    judged = read_judged(predictions)
    listed = mark_listed(predictions, share)[judged.row]
    values = _join_segments(predictions.iloc[judged.row], segments)
    rows = []
    for segment in values:
        codes, names = pd.factorize(values[segment], sort=True)
        for code, name in enumerate(names):
            own = codes == code
            if len(np.unique(judged.customer[own])) >= minimum:
                told = _judge_group(judged, own, listed, minimum, confidence_level)
                named = {"segment": segment, "group": name, "stratum": f"{segment}={name}"}
                rows += [row | named for row in told]
    return _adjust(pd.DataFrame(rows))


def _join_segments(judged: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The group of each judged row, as text, one column per segment."""
    columns = [str(name) for name in segments if name not in ("customer_id", "day")]
    place = locate_rows(judged, segments)
    found: dict[str, np.ndarray] = {}
    for name in columns:
        values = segments[name].astype(object).iloc[place].to_numpy()
        missing = pd.isna(values) | (place < 0)
        found[name] = np.where(missing, UNKNOWN, values.astype(str))
    return pd.DataFrame(found)


def _judge_group(
    judged: Judged, own: np.ndarray, listed: np.ndarray, minimum: int, confidence_level: float
) -> list[dict[str, Any]]:
    group, others = judged.take(own), judged.take(~own)
    rows = [_tell_level(group, term, confidence_level) for term in (OBSERVED, PREDICTED)]
    if group.n_lost >= minimum:
        rows.append(_compare_level(group, others, confidence_level))
        rows.append(_compare_ranking(group, others, confidence_level))
        lost = _Share(RECALL, listed, judged.weight * judged.left)
        rows.append(_compare_share(judged, own, lost, confidence_level))
    if len(np.unique(judged.customer[own & (listed > 0)])) >= minimum:
        on_list = _Share(PRECISION, judged.left, judged.weight * listed)
        rows.append(_compare_share(judged, own, on_list, confidence_level))
    return rows


def _tell_level(group: Judged, term: str, confidence_level: float) -> dict[str, Any]:
    values = group.left if term == OBSERVED else group.risk
    mean, influence = estimate_mean(values, group.weight)
    return tell_share(group, term, mean, influence, confidence_level=confidence_level)


def _compare_level(group: Judged, others: Judged, confidence_level: float) -> dict[str, Any]:
    row = compare_levels(group, confidence_level)
    if not others.left.sum():
        return row | _differ(np.nan, np.nan, confidence_level)
    error = _error_of_difference(group, others, measure_level)
    difference = row["estimate"] - measure_level(others)[0]
    return row | _differ(difference, error, confidence_level)


def _compare_ranking(group: Judged, others: Judged, confidence_level: float) -> dict[str, Any]:
    row = tell_auc(group, confidence_level)
    if not 0 < others.left.sum() < len(others.left):
        return row | _differ(np.nan, np.nan, confidence_level)
    error = _error_of_difference(group, others, measure_auc)
    difference = row["estimate"] - measure_auc(others)[0]
    return row | _differ(difference, error, confidence_level)


def _error_of_difference(
    group: Judged, others: Judged, measure: Callable[[Judged], tuple[float, np.ndarray]]
) -> float:
    """A customer may be in both at different times: influences add up over both."""
    moves = np.concatenate([measure(group)[1], -measure(others)[1]])
    return clustered_error(moves, np.concatenate([group.customer, others.customer]))


def _compare_share(
    judged: Judged, own: np.ndarray, told: _Share, confidence_level: float
) -> dict[str, Any]:
    group = judged.take(own)
    mean, influence = estimate_mean(told.values[own], told.weight[own])
    row = tell_share(group, told.term, mean, influence, confidence_level=confidence_level)
    if not told.weight[~own].sum():
        return row | _differ(np.nan, np.nan, confidence_level)
    beside, pull = estimate_mean(told.values[~own], told.weight[~own])
    moves = np.zeros(len(own))
    moves[own], moves[~own] = influence, -pull
    error = clustered_error(moves, judged.customer)
    # The test centres both on their common mean: a group of which all were lost has an error, too.
    common, _ = estimate_mean(told.values, told.weight)
    totals = np.where(own, told.weight[own].sum(), -told.weight[~own].sum())
    null = clustered_error(told.weight * (told.values - common) / totals, judged.customer)
    return row | _differ(mean - beside, error, confidence_level, null)


def _differ(
    difference: float, error: float, confidence_level: float, null_error: float | None = None
) -> dict[str, Any]:
    """A difference, its interval, and the test of none (by ``null_error`` where it is another)."""
    margin = normal_quantile(confidence_level) * error
    scale = error if null_error is None else null_error
    statistic = difference / scale if scale > 0 else np.nan
    return {
        "difference": difference,
        "difference_low": difference - margin,
        "difference_high": difference + margin,
        "statistic": statistic,
        "p_value": float(2 * stats.norm.sf(abs(statistic))),
    }


def _adjust(rows: pd.DataFrame) -> pd.DataFrame:
    """With ``p_adjusted``: Holm's, for each term over all groups of all segments."""
    columns = ["segment", "group", "stratum", "term", "difference", "difference_low"]
    columns += ["difference_high", "statistic", "p_value"]
    told = rows.reindex(columns=[*rows.columns, *(c for c in columns if c not in rows)])
    told["p_adjusted"] = np.nan
    for _, family in told.dropna(subset=["p_value"]).groupby("term"):
        told.loc[family.index, "p_adjusted"] = adjust_by_holm(family["p_value"].to_numpy(float))
    return told
