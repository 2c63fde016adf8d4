"""The decision curve: what warnings are worth at every price of a needless contact.

Vickers and Elkin (2006), Decision curve analysis, Medical Decision Making 26. Net benefit at
threshold t: caught - needless x t / (1 - t), both as shares of all customers looked at; t is the
risk from which a contact pays, cost / (saved share x value at stake).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.judged import (
    Judged,
    clustered_error,
    estimate_mean,
    read_judged,
)
from analysis.estimate.survival import normal_quantile

PER = 1000  # customers looked at
_N_THRESHOLDS = 40
_HIGHEST = 0.95
ALERT_ALL, ALERT_NONE = "alert_all", "alert_none"


def choose_thresholds(risk: np.ndarray) -> np.ndarray:
    """Thresholds from 1 % to where hardly any customer's risk lies above."""
    highest = min(max(float(np.quantile(risk, 0.995)), 0.05), _HIGHEST)
    return np.linspace(0.01, highest, _N_THRESHOLDS)


def estimate_decision_curve(
    predictions: pd.DataFrame,
    *,
    chosen: str,
    reference: str = "recency",
    thresholds: Sequence[float] | None = None,
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Net benefit per 1,000 customers of contacting all, none, or those above a threshold.

    ``predictions`` of the models ``chosen`` and ``reference`` on the same customer-months. One row
    per ``strategy`` (a model, alert_all, alert_none) and ``threshold``: the columns of an estimate
    and, for ``chosen``, ``gain`` over the best of the other strategies at that threshold, with
    ``gain_low`` and ``gain_high`` (the smallest of the paired differences and its interval). Errors
    clustered by customer. Raises EstimationError when the two were not judged on the same rows.
    """
    own = read_judged(predictions[predictions["model"] == chosen])
    other = own if chosen == reference else _match(predictions, reference, own)
    grid = choose_thresholds(own.risk) if thresholds is None else np.asarray(thresholds)
    shared = {
        "term": "net_benefit",
        "time": float(own.horizon),
        "conf_level": confidence_level,
        "n": own.n_customers,
        "n_events": own.n_lost,
        "unit": "losses caught per 1,000 customers",
    }
    rows = []
    for threshold in grid:
        rows += _tell_threshold(own, other.risk, float(threshold), shared)
    names = {"chosen": chosen, "reference": reference}
    frame = pd.DataFrame(rows)
    frame = frame[(frame["strategy"] != "reference") | (chosen != reference)]
    return frame.replace({"strategy": names}).reset_index(drop=True)


def _match(predictions: pd.DataFrame, reference: str, own: Judged) -> Judged:
    other = read_judged(predictions[predictions["model"] == reference])
    if len(other.left) != len(own.left) or (other.left != own.left).any():
        raise EstimationError(
            "the decision curve needs both models on the same rows:"
            f" {len(own.left)} customer-months were judged for one and {len(other.left)} for"
            f" {reference}; predict both at the same landmarks"
        )
    return other


def _tell_threshold(
    own: Judged, other_risk: np.ndarray, threshold: float, shared: dict[str, Any]
) -> list[dict[str, Any]]:
    odds = threshold / (1 - threshold)
    worth = PER * (own.left - (1 - own.left) * odds)
    benefit = {
        "chosen": np.where(own.risk >= threshold, worth, 0.0),
        "reference": np.where(other_risk >= threshold, worth, 0.0),
        ALERT_ALL: worth,
        ALERT_NONE: np.zeros(len(worth)),
    }
    rows = {
        name: {"strategy": name, "threshold": threshold} | _tell(own, each, shared)
        for name, each in benefit.items()
    }
    rivals = [
        _tell(own, benefit["chosen"] - each, shared)
        for name, each in benefit.items()
        if name != "chosen" and not (name == "reference" and other_risk is own.risk)
    ]
    least = min(rivals, key=lambda row: float(row["estimate"]))
    rows["chosen"] |= {
        "gain": least["estimate"],
        "gain_low": min(float(row["conf_low"]) for row in rivals),
        "gain_high": least["conf_high"],
    }
    return list(rows.values())


def _tell(own: Judged, each: np.ndarray, shared: dict[str, Any]) -> dict[str, Any]:
    mean, influence = estimate_mean(each, own.weight)
    error = clustered_error(influence, own.customer)
    margin = normal_quantile(shared["conf_level"]) * error
    return {
        "estimate": mean,
        "std_error": error,
        "conf_low": mean - margin,
        "conf_high": mean + margin,
    } | shared
