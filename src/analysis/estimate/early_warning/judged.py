"""Predictions whose outcome is known, and errors of sums over them that hold for customers.

One customer is judged at several month-ends, and is lost in all of them or in none: the rows of a
customer say little more than one row. Every standard error here therefore adds up the influence of
a customer's rows before it is squared.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.proportions import wilson_interval
from analysis.estimate.survival import normal_quantile


@dataclass(frozen=True)
class Judged:
    """Customers at landmarks (rows) with the risk they were given and what then happened.

    ``left`` is 0 or 1; ``weight`` the inverse probability of the outcome being known; ``customer``
    and ``batch`` number, from 0, customers and those who compete for a place on one list (see
    ``number_batches``); ``row`` is each row's place in the frame it came from; ``horizon`` in days.
    """

    risk: np.ndarray
    left: np.ndarray
    weight: np.ndarray
    customer: np.ndarray
    batch: np.ndarray
    row: np.ndarray
    horizon: int

    @property
    def n_customers(self) -> int:
        """Different customers, however often they were judged."""
        return len(np.unique(self.customer))

    @property
    def n_lost(self) -> int:
        """Different customers lost."""
        return len(np.unique(self.customer[self.left == 1]))

    def take(self, kept: np.ndarray) -> "Judged":
        """The rows where ``kept`` (boolean) is true; customers keep their numbers."""
        return Judged(
            self.risk[kept],
            self.left[kept],
            self.weight[kept],
            self.customer[kept],
            self.batch[kept],
            self.row[kept],
            self.horizon,
        )


def read_judged(predictions: pd.DataFrame) -> Judged:
    """The rows of ``predictions`` whose outcome is known and stands for somebody (``weight`` > 0).

    Raises EstimationError when nobody, or everybody, among them was lost: nothing can be judged.
    """
    weight = predictions["weight"].to_numpy(dtype=float)
    known = predictions["left"].notna().to_numpy() & (weight > 0)
    row = np.flatnonzero(known)
    own = predictions.iloc[row]
    left = own["left"].to_numpy(dtype=float)
    if not 0 < left.sum() < len(left):
        happened = "everybody was lost" if left.sum() else "nobody was lost"
        raise EstimationError(
            f"the predictions cannot be judged: of {len(left)} customer-months whose outcome is"
            f" known {happened}; choose another horizon (warning.horizons_days in study.yml)"
        )
    return Judged(
        risk=own["risk"].to_numpy(dtype=float),
        left=left,
        weight=weight[row],
        customer=number_values(own["customer_id"]),
        batch=number_batches(predictions)[row],
        row=row,
        horizon=int(own["horizon"].iloc[0]),
    )


def number_values(values: pd.Series) -> np.ndarray:
    """The different ``values``, numbered from 0 in order of appearance."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.cat.codes
    return np.asarray(pd.factorize(values)[0])


def is_dated(predictions: pd.DataFrame) -> bool:
    """Whether landmarks are month-ends: each of them was predicted in one split. Landmarks on the
    clock of tenure, which no calendar orders, are spread over the folds."""
    return bool(predictions.groupby("day")["split"].nunique().max() == 1)


def number_batches(predictions: pd.DataFrame) -> np.ndarray:
    """Numbers, from 0, of the rows among which one list is drawn up: a month-end's customers, or,
    on the clock of tenure, a fold's."""
    return number_values(predictions["day" if is_dated(predictions) else "split"])


def locate_rows(wanted: pd.DataFrame, among: pd.DataFrame) -> np.ndarray:
    """Place in ``among`` of each row of ``wanted`` by ``customer_id`` and ``day``; -1 if absent."""
    known, code = np.unique(among["customer_id"].astype(str).to_numpy(), return_inverse=True)
    customer = pd.Index(known).get_indexer(pd.Index(wanted["customer_id"].astype(str)))
    span = 1 + max(int(frame["day"].max()) for frame in (wanted, among))
    keys = pd.Index(code.astype(np.int64) * span + among["day"].to_numpy())
    places = keys.get_indexer(customer.astype(np.int64) * span + wanted["day"].to_numpy())
    return np.asarray(np.where(customer < 0, -1, places))


def clustered_error(influence: np.ndarray, customer: np.ndarray) -> float:
    """Standard error of an estimate, from the influence of each row on it, added up by customer."""
    totals = np.bincount(customer, influence)
    return float(np.sqrt((totals**2).sum()))


def covary(influences: np.ndarray, customer: np.ndarray) -> np.ndarray:
    """Covariance of estimates, from the influence of each row (rows x estimates)."""
    totals = np.column_stack([np.bincount(customer, column) for column in influences.T])
    return np.asarray(totals.T @ totals)


def estimate_mean(values: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    """Weighted mean of ``values``, and the influence of each row on it."""
    total = float(weight.sum())
    mean = float((weight * values).sum()) / total
    return mean, weight * (values - mean) / total


def tell_estimate(
    judged: Judged,
    term: str,
    estimate: float,
    influence: np.ndarray,
    *,
    confidence_level: float,
    unit: str,
) -> dict[str, Any]:
    """One tidy row: ``estimate`` with a normal interval, errors clustered by customer."""
    error = clustered_error(influence, judged.customer)
    margin = normal_quantile(confidence_level) * error
    return {
        "term": term,
        "time": float(judged.horizon),
        "estimate": estimate,
        "std_error": error,
        "conf_low": estimate - margin,
        "conf_high": estimate + margin,
        "conf_level": confidence_level,
        "n": judged.n_customers,
        "n_events": judged.n_lost,
        "unit": unit,
    }


def tell_share(
    judged: Judged, term: str, estimate: float, influence: np.ndarray, *, confidence_level: float
) -> dict[str, Any]:
    """As ``tell_estimate`` for a probability, with a Wilson interval.

    The interval is that of as many independent customers as would give the same standard error;
    where the error is 0 (none or all), that of all customers. Korn and Graubard (1998).
    """
    row = tell_estimate(
        judged, term, estimate, influence, confidence_level=confidence_level, unit="probability"
    )
    spread = estimate * (1 - estimate)
    size = spread / row["std_error"] ** 2 if spread > 0 and row["std_error"] > 0 else row["n"]
    low, high = wilson_limits(estimate, size, confidence_level)
    return row | {"conf_low": low, "conf_high": high}


def wilson_limits(share: float, size: float, confidence_level: float) -> tuple[float, float]:
    """Wilson interval of ``share`` among ``size`` customers, which need not be a whole number."""
    low, high = wilson_interval(share * size, size, confidence_level=confidence_level)
    return float(low), float(high)
