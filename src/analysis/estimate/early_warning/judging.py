"""All that is asked of a model's predictions of past months, in one call."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.brier_skill import estimate_brier
from analysis.estimate.early_warning.by_segment import estimate_by_segment
from analysis.estimate.early_warning.calibration_curve import N_BINS, estimate_calibration_curve
from analysis.estimate.early_warning.calibration_measures import (
    estimate_calibration_measures,
    judge_calibration,
)
from analysis.estimate.early_warning.capacity import compare_at_capacity, estimate_at_capacity
from analysis.estimate.early_warning.judged import is_dated, read_judged
from analysis.estimate.early_warning.lead_time import LeadTime, estimate_lead_time, estimate_notice
from analysis.estimate.early_warning.ranking import estimate_auc, estimate_auc_by_time
from analysis.estimate.early_warning.stability import estimate_stability
from analysis.results import Diagnostic

SHARES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
LONGER = (0.1, 0.2, 0.3, 0.5)  # of the customers: lists that might be afforded
N_TIMES = 3  # parts of the horizon by which ranking is judged, too


@dataclass(frozen=True)
class Judgement:
    """What predictions of past months were worth; every table tidy, errors by customer.

    ``share`` of each month-end's customers could be listed. ``by_month`` is missing on the clock
    of tenure, ``against_reference`` without a reference, ``by_segment`` without segments,
    ``stability`` where no two landmarks follow each other. ``n_rows`` customer-months of
    ``n_customers``, of whom ``n_lost`` were lost; ``days`` are the landmarks judged.
    """

    horizon: int
    share: float
    n_customers: int
    n_rows: int
    n_lost: int
    days: tuple[int, ...]
    dated: bool
    curve: pd.DataFrame
    measures: pd.DataFrame
    calibrated: Diagnostic
    brier: pd.DataFrame
    auc: pd.DataFrame
    auc_by_time: pd.DataFrame
    at_capacity: pd.DataFrame
    against_reference: pd.DataFrame | None
    lead_time: LeadTime
    notice: pd.DataFrame
    stability: pd.DataFrame | None
    by_month: pd.DataFrame | None
    by_segment: pd.DataFrame | None


def judge_predictions(
    predictions: pd.DataFrame,
    *,
    share: float,
    rng: np.random.Generator,
    segments: pd.DataFrame | None = None,
    reference: pd.DataFrame | None = None,
    minimum: int = 10,
    confidence_level: float = 0.95,
) -> Judgement:
    """Judge the predictions of one model (columns as of ``run_backtest``) by what happened.

    ``share``: of a month-end's customers that can be listed; ``segments`` as in
    ``estimate_by_segment``; ``reference``: predictions of another model for the same customers and
    days, such as the manager's rule. Raises EstimationError when nothing can be judged.
    """
    judged, level = read_judged(predictions), confidence_level
    n_bins = int(np.clip(judged.n_customers // (2 * minimum), 2, N_BINS))
    measures = estimate_calibration_measures(
        predictions, confidence_level=level, rng=rng, n_bins=n_bins
    )
    shares = {part for part in SHARES if part * judged.n_customers >= minimum} | {share, 1.0}
    listing = _Listing(share, minimum, level)
    return Judgement(
        horizon=judged.horizon,
        share=share,
        n_customers=judged.n_customers,
        n_rows=len(judged.risk),
        n_lost=judged.n_lost,
        days=tuple(np.unique(predictions["day"].to_numpy()[judged.row]).tolist()),
        dated=is_dated(predictions),
        curve=estimate_calibration_curve(predictions, confidence_level=level, n_bins=n_bins),
        measures=measures,
        calibrated=judge_calibration(measures),
        brier=estimate_brier(predictions, confidence_level=level),
        auc=estimate_auc(predictions, confidence_level=level),
        auc_by_time=_judge_times(predictions, judged.horizon, level),
        at_capacity=estimate_at_capacity(
            predictions, shares=sorted(shares), confidence_level=level
        ),
        against_reference=_compare(predictions, reference, share, level),
        lead_time=estimate_lead_time(predictions, share=share, confidence_level=level),
        notice=_measure_notice(predictions, share, judged.horizon, level),
        stability=_follow_list(predictions, share, level),
        by_month=_judge_groups(predictions, _list_months(predictions), listing),
        by_segment=_judge_groups(predictions, segments, listing),
    )


@dataclass(frozen=True)
class _Listing:
    """How many are listed, how few may be shown, and the level of intervals."""

    share: float
    minimum: int
    level: float


def _list_months(predictions: pd.DataFrame) -> pd.DataFrame | None:
    """Month-ends as a segment; on the clock of tenure there are none."""
    if not is_dated(predictions):
        return None
    return predictions[["customer_id", "day"]].assign(month=predictions["day"])


def _judge_groups(
    predictions: pd.DataFrame, segments: pd.DataFrame | None, listing: _Listing
) -> pd.DataFrame | None:
    if segments is None:
        return None
    return estimate_by_segment(
        predictions,
        segments,
        share=listing.share,
        minimum=listing.minimum,
        confidence_level=listing.level,
    )


def _judge_times(predictions: pd.DataFrame, horizon: int, level: float) -> pd.DataFrame:
    times = {round(horizon * part / N_TIMES) for part in range(1, N_TIMES + 1)} - {0}
    return estimate_auc_by_time(predictions, times=sorted(times), confidence_level=level)


def _compare(
    predictions: pd.DataFrame, reference: pd.DataFrame | None, share: float, level: float
) -> pd.DataFrame | None:
    if reference is None:
        return None
    return compare_at_capacity(predictions, reference, share=share, confidence_level=level)


def _measure_notice(
    predictions: pd.DataFrame, share: float, horizon: int, level: float
) -> pd.DataFrame:
    """Longer lists: alerted at all, and a third or two thirds of the horizon ahead."""
    days = [0, round(horizon / 3), round(2 * horizon / 3)]
    return estimate_notice(
        predictions, shares=sorted({*LONGER, share}), days=days, confidence_level=level
    )


def _follow_list(predictions: pd.DataFrame, share: float, level: float) -> pd.DataFrame | None:
    try:
        return estimate_stability(predictions, share=share, confidence_level=level)
    except EstimationError:
        return None
