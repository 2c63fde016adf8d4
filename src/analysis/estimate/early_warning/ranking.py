"""AUC: of a customer who was lost and one who was not, how often had the first the higher risk?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.censoring import weigh_known
from analysis.estimate.concordance import compare_pairs
from analysis.estimate.early_warning.judged import (
    Judged,
    number_batches,
    number_values,
    read_judged,
    tell_estimate,
)

AUC = "auc"


def estimate_auc(predictions: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """AUC of the risk for being lost within the horizon, cumulative and dynamic: one row.

    Those lost by the horizon against those still there then, each pair from one month-end (on the
    clock of tenure, one fold), weighted for censoring; a tie counts half. Uncensored, it is the
    plain AUC. Error: the influence of each customer (DeLong et al. 1988; Obuchowski 1997 for
    clusters). Blanche, Dartigues and Jacqmin-Gadda (2013). Raises EstimationError when no month-end
    holds both customers lost and customers kept.
    """
    judged = read_judged(predictions)
    row = tell_auc(judged, confidence_level)
    if np.isnan(row["estimate"]):
        raise EstimationError(
            f"no AUC: none of {judged.batch.max() + 1} month-end(s) holds both customers lost and"
            " customers kept; judge more month-ends (n_tests)"
        )
    return pd.DataFrame([row])


def estimate_auc_by_time(
    predictions: pd.DataFrame, *, times: Sequence[int], confidence_level: float
) -> pd.DataFrame:
    """AUC of the same risk for being lost within each of ``times`` (days after the landmark).

    One row per time with its own weights for censoring (Kaplan-Meier within a batch); times by
    which nobody of a batch was lost are left out. Columns as ``estimate_auc``.
    """
    rows = []
    for time in times:
        row = tell_auc(_judge_by(predictions, time), confidence_level)
        if not np.isnan(row["estimate"]):
            rows.append(row)
    return pd.DataFrame(rows)


def tell_auc(judged: Judged, confidence_level: float) -> dict[str, Any]:
    """AUC as a tidy row, its interval cut at 0 and 1; missing without a pair to compare."""
    value, influence = measure_auc(judged)
    row = tell_estimate(
        judged, AUC, value, influence, confidence_level=confidence_level, unit="probability"
    )
    low, high = np.clip([row["conf_low"], row["conf_high"]], 0, 1)
    return row | {"conf_low": float(low), "conf_high": float(high)}


def measure_auc(judged: Judged) -> tuple[float, np.ndarray]:
    """AUC over pairs within a batch, and the influence of each row; missing without a pair."""
    left = judged.left == 1
    pairs = compare_pairs(
        judged.risk,
        start=np.zeros(len(left)),
        stop=np.where(left, 1.0, 2.0),  # every customer lost is compared with every one kept
        event=left,
        group=judged.batch,
        weight=judged.weight,
    )
    value, total = pairs.estimate(), float(pairs.n_pairs.sum()) / 2
    if np.isnan(value):
        return value, np.full(len(left), np.nan)
    return value, (pairs.n_right - value * pairs.n_pairs) / total


def _judge_by(predictions: pd.DataFrame, time: int) -> Judged:
    """What was known ``time`` days after each landmark, weighted within each batch."""
    lost_after = predictions["days_to_loss"].to_numpy(dtype=float, na_value=np.inf)
    followed = predictions["days_followed"].to_numpy(dtype=float)
    left = lost_after <= followed
    batch = number_batches(predictions)
    weight = weigh_known(
        np.full(len(predictions), -1.0),  # there on the landmark, if only for that day
        np.where(left, lost_after, followed),
        left,
        times=np.array([float(time)]),
        group=batch,
    )[:, 0]
    judged = Judged(
        risk=predictions["risk"].to_numpy(dtype=float),
        left=(lost_after <= time).astype(float),
        weight=weight,
        customer=number_values(predictions["customer_id"]),
        batch=batch,
        row=np.arange(len(predictions)),
        horizon=time,
    )
    return judged.take(weight > 0)
