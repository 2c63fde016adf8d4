"""How well a Cox model predicts customers it has not seen: cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.brier import Predictions, estimate_brier_scores
from analysis.estimate.calibration import estimate_calibration, estimate_calibration_line
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.cox import CoxFit, CoxSpecification, estimate_cox
from analysis.estimate.design_matrix import DriverInfo, complete_cases
from analysis.estimate.risk_sets import count_times
from analysis.estimate.survival import estimate_survival_function, normal_quantile

MOST_TIMES = 50
MINIMUM_FOLLOWED = 5
N_RISK_GROUPS = 5


@dataclass(frozen=True)
class Validation:
    """Out-of-sample performance; every table is tidy.

    ``concordance``: one row. ``brier``: per time and term (model, null_model, difference).
    ``integrated_brier``: terms model, null_model, difference, skill. ``calibration``: by tenths of
    predicted risk at ``horizon``. ``calibration_line``: slope and intercept. ``horizon`` is the
    time used, the asked one or the last to which every stratum and five customers of every
    fifth of risk are followed (``restricted``).
    """

    concordance: pd.DataFrame
    brier: pd.DataFrame
    integrated_brier: pd.DataFrame
    calibration: pd.DataFrame
    calibration_line: pd.DataFrame
    horizon: float
    restricted: bool
    n_folds: int


def cross_validate(
    durations: pd.DataFrame,
    specification: CoxSpecification,
    *,
    drivers_info: Sequence[DriverInfo],
    horizon: float,
    n_folds: int,
    rng: np.random.Generator,
    confidence_level: float,
) -> Validation:
    """Predict each of ``n_folds`` parts from a model fitted to the others, and judge the whole.

    Folds are drawn with ``rng``, with equal shares of losses; rows of one cluster, where the
    specification names one, are in one fold. Pairs are compared within folds;
    Brier scores and calibration pool all predictions, weighted for censoring within fifths of
    predicted risk. The null model is Kaplan-Meier of the other folds. With left truncation, scores
    are about staying from entry on. Raises EstimationError when a model cannot be fitted without
    one of the folds (named), or losses (clusters with a
    loss) are fewer than folds.
    """
    if not horizon > 0:
        raise EstimationError(f"horizon {horizon:g} is not above 0; choose a positive time")
    frame = complete_cases(durations, specification.columns)[0].reset_index(drop=True)
    fold = _draw_folds(frame, specification.cluster, n_folds, rng)
    whole = estimate_cox(
        frame, specification, drivers_info=drivers_info, confidence_level=confidence_level
    )
    fits = [_fit_without(number, frame, fold, whole, drivers_info) for number in range(n_folds)]
    return _judge(frame, fold, fits, horizon, confidence_level)


def _judge(
    frame: pd.DataFrame,
    fold: np.ndarray,
    fits: list[CoxFit],
    horizon: float,
    confidence_level: float,
) -> Validation:
    reached = min(float(horizon), *(float(fit.baseline.last_time.min()) for fit in fits))
    group = _group_by_risk(_predict_risk(frame, fold, fits, reached))
    used = _usable_horizon(frame, group, reached)
    predictions = _predict(frame, fold, fits, _choose_times(frame, used), group)
    risk = _predict_risk(frame, fold, fits, used)
    brier, integrated = estimate_brier_scores(predictions, confidence_level=confidence_level)
    facts = {"horizon": used, "confidence_level": confidence_level}
    return Validation(
        concordance=_judge_order(predictions, risk, fold, confidence_level),
        brier=brier,
        integrated_brier=integrated,
        calibration=estimate_calibration(frame, risk, **facts),
        calibration_line=estimate_calibration_line(frame, predictions.model[:, -1], group, **facts),
        horizon=used,
        restricted=used < horizon,
        n_folds=len(fits),
    )


def _draw_folds(
    frame: pd.DataFrame, cluster: str | None, n_folds: int, rng: np.random.Generator
) -> np.ndarray:
    """The fold of each row; customers (clusters) lost and others are dealt out separately."""
    member = np.arange(len(frame)) if cluster is None else pd.factorize(frame[cluster])[0]
    lost = np.zeros(member.max(initial=-1) + 1, dtype=bool)
    lost[member[frame["event_observed"].to_numpy(bool)]] = True
    if lost.sum() < n_folds:
        raise EstimationError(
            f"{int(lost.sum())} losses cannot be dealt to {n_folds} folds; lower n_folds"
        )
    fold = np.empty(len(lost), dtype=int)
    for kind in (True, False):
        members = rng.permutation(np.flatnonzero(lost == kind))
        fold[members] = np.arange(len(members)) % n_folds
    return fold[member]


def _fit_without(
    number: int,
    frame: pd.DataFrame,
    fold: np.ndarray,
    whole: CoxFit,
    drivers_info: Sequence[DriverInfo],
) -> CoxFit:
    try:
        return estimate_cox(
            frame[fold != number],
            whole.specification,
            drivers_info=drivers_info,
            confidence_level=whole.confidence_level,
            design=whole.design,
        )
    except EstimationError as error:
        raise EstimationError(
            f"cross-validation, without fold {number + 1} of {fold.max() + 1}: {error}"
        ) from error


def _group_by_risk(risk: np.ndarray) -> np.ndarray:
    """Fifths of predicted risk; equal risks stay together."""
    edges = np.quantile(risk, np.linspace(0, 1, N_RISK_GROUPS + 1)[1:-1])
    return np.unique(np.searchsorted(np.unique(edges), risk), return_inverse=True)[1]


def _usable_horizon(frame: pd.DataFrame, group: np.ndarray, reached: float) -> float:
    """``reached``, or the last time to which five customers of every risk group are followed."""
    followed = [
        np.sort(frame["tenure"].to_numpy(float)[group == code])[-MINIMUM_FOLLOWED:][0]
        for code in np.unique(group)
    ]
    return float(min(reached, *followed))


def _choose_times(frame: pd.DataFrame, last: float) -> np.ndarray:
    """Times of losses up to ``last``, thinned to fifty, and ``last`` itself."""
    lost = frame.loc[frame["event_observed"].astype(bool), "tenure"].to_numpy(float)
    times = np.unique(np.append(lost[lost <= last], last))
    if len(times) > MOST_TIMES:
        times = times[np.unique(np.linspace(0, len(times) - 1, MOST_TIMES).round().astype(int))]
    return times


def _predict_risk(
    frame: pd.DataFrame, fold: np.ndarray, fits: list[CoxFit], horizon: float
) -> np.ndarray:
    """Probability of leaving by ``horizon`` from tenure 0, from the fit without the customer."""
    risk = np.empty(len(frame))
    for number, fit in enumerate(fits):
        own = fold == number
        risk[own] = 1 - fit.predict_survival(frame[own], [horizon])[:, 0]
    return risk


def _predict(
    frame: pd.DataFrame,
    fold: np.ndarray,
    fits: list[CoxFit],
    times: np.ndarray,
    group: np.ndarray,
) -> Predictions:
    """Predictions given presence at entry; 0 before, where they count for nothing."""
    entry = frame["entry"].to_numpy(float)
    absent = entry[:, None] >= times
    model, null = np.empty(absent.shape), np.empty(absent.shape)
    moments, position = np.unique(entry, return_inverse=True)
    for number, fit in enumerate(fits):
        own = np.flatnonzero(fold == number)
        part = frame.iloc[own]
        at_entry = fit.predict_survival(part, moments.tolist())
        present = at_entry[np.arange(len(own)), position[own]]
        model[own] = 1 - fit.predict_survival(part, times.tolist()) / present[:, None]
        curve = estimate_survival_function(
            count_times(frame[fold != number]), confidence_level=fit.confidence_level
        )
        moment, steps = curve["time"].to_numpy(), curve["estimate"].to_numpy()
        at = steps[np.searchsorted(moment, times, side="right") - 1]
        before = steps[np.searchsorted(moment, entry[own], side="right") - 1]
        null[own] = 1 - at / before[:, None]
    return Predictions(
        entry=entry,
        tenure=frame["tenure"].to_numpy(float),
        event=frame["event_observed"].to_numpy(bool),
        times=times,
        model=np.where(absent, 0.0, model),
        null_model=np.where(absent, 0.0, null),
        group=group,
    )


def _judge_order(
    predictions: Predictions, risk: np.ndarray, fold: np.ndarray, confidence_level: float
) -> pd.DataFrame:
    pairs = compare_pairs(
        risk,
        start=predictions.entry,
        stop=predictions.tenure,
        event=predictions.event,
        group=fold,
    )
    estimate, std_error = pairs.estimate(), pairs.std_error()
    margin = normal_quantile(confidence_level) * std_error
    return pd.DataFrame(
        {
            "term": ["concordance_index"],
            "estimate": estimate,
            "std_error": std_error,
            "conf_low": max(estimate - margin, 0.0),
            "conf_high": min(estimate + margin, 1.0),
            "conf_level": confidence_level,
            "n": len(risk),
            "n_events": int(predictions.event.sum()),
            "unit": "share of pairs",
            "method": "Harrell's concordance index, cross-validated",
        }
    )
