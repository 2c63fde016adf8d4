"""How many customers have left for each cause by each tenure: competing risks.

Aalen and Johansen's estimator for causes that exclude each other, with a loss of which nothing was
said counted for each cause by its probability. Its influence function gives the error by customer:
Andersen, Borgan, Gill and Keiding (1993), section IV.4.1; the share that comes from the model of
the causes is added by the delta method.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.causes import OTHER, Causes
from analysis.estimate.early_warning.multinomial import differentiate_shares
from analysis.estimate.transitions import logit_interval
from analysis.results import as_estimates


def estimate_cause_incidence(
    causes: Causes,
    losses: pd.DataFrame,
    landmarks: pd.DataFrame,
    *,
    times: Sequence[float],
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """Probability of having left for each cause by ``times`` (days of tenure), everybody together.

    ``losses`` (customer_id, entry, tenure, event_observed, cause) has one row per customer. Rows in
    the columns of ``ESTIMATE_COLUMNS``: ``term`` is the cause. At every time they add up to the
    probability of having left. Raises EstimationError when nobody is lost or nobody is left.
    """
    rows = losses.reset_index(drop=True)
    lost = rows["event_observed"].to_numpy(bool)
    if not lost.any():
        raise EstimationError("nobody was lost; causes of leaving cannot be told apart")
    ids = landmarks["customer_id"].cat.categories
    customer = ids.get_indexer(pd.Index(rows["customer_id"]))
    values, place = _value_losses(causes, rows, customer, landmarks)
    entry, tenure = rows["entry"].to_numpy(float), rows["tenure"].to_numpy(float)
    curves = _Curves(entry, tenure, lost)
    found = []
    for position, cause in enumerate(causes.model.causes):
        share = np.where(lost, values[:, position], 0.0)
        for time in times:
            level, influence, loads = curves.incidence(share, float(time))
            filled = place >= 0
            design = causes.model.design.encode(landmarks.iloc[place[filled]])
            slope = differentiate_shares(causes.model.fit, design, loads[filled])[position]
            total = causes.model.fit.influence @ slope
            known = customer >= 0
            np.add.at(total, customer[known], influence[known])
            error = np.sqrt((total**2).sum() + (influence[~known] ** 2).sum())
            found.append((cause, time, level, error, share[tenure <= time].sum()))
    table = pd.DataFrame(found, columns=["term", "time", "estimate", "std_error", "n_events"])
    low, high = logit_interval(
        table["estimate"].to_numpy(), table["std_error"].to_numpy(), confidence_level
    )
    return as_estimates(
        table.assign(conf_low=low, conf_high=high, n_events=table["n_events"].round()),
        analysis="warning_cause_incidence",
        stratum="all",
        conf_level=confidence_level,
        n=len(rows),
        unit="probability",
        method="Aalen-Johansen, errors by customer",
    )


class _Curves:
    """Risk sets and the survival function of one population, at its distinct times of loss."""

    def __init__(self, entry: np.ndarray, tenure: np.ndarray, lost: np.ndarray) -> None:
        self.entry, self.tenure, self.lost = entry, tenure, lost
        self.times, self.at = np.unique(tenure[lost], return_inverse=True)
        n_entered = np.searchsorted(np.sort(entry), self.times, side="left")
        n_left = np.searchsorted(np.sort(tenure), self.times, side="left")
        self.at_risk = (n_entered - n_left).astype(float)
        self.steps = np.bincount(self.at) / self.at_risk
        self.survival = np.cumprod(1 - self.steps)
        self.before = np.append(1.0, self.survival[:-1])

    def incidence(self, share: np.ndarray, time: float) -> tuple[float, np.ndarray, np.ndarray]:
        """The incidence by ``time`` of losses that count for ``share`` (n,); each customer's
        influence on it (n,); and what a loss counted in full adds to it (n,), 0 after ``time``."""
        k = int(np.searchsorted(self.times, time, side="right"))
        own = np.bincount(self.at, share[self.lost], minlength=len(self.times))[:k]
        weight = self.before[:k] / self.at_risk[:k]
        curve = np.cumsum(weight * own)
        level = float(curve[-1]) if k else 0.0
        # What one more loss at a time takes from the incidence that would have come after it.
        later = (level - curve) / np.maximum(1 - self.steps[:k], 1e-12) / self.at_risk[:k]
        expected = np.append(
            0.0, np.cumsum(weight * own / self.at_risk[:k] - later * self.steps[:k])
        )
        first = np.minimum(np.searchsorted(self.times, self.entry, side="right"), k)
        last = np.minimum(np.searchsorted(self.times, self.tenure, side="right"), k)
        influence = -(expected[last] - expected[first])
        loads = np.zeros(len(self.tenure))
        counted = np.flatnonzero(self.lost)[self.at < k]
        at = self.at[self.at < k]
        loads[counted] = weight[at]
        influence[counted] += weight[at] * share[counted] - later[at]
        return level, influence, loads


def _value_losses(
    causes: Causes, rows: pd.DataFrame, customer: np.ndarray, landmarks: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """What every loss counts for each cause (n, k), and the row of the landmarks that a loss of
    which nothing was said is explained from (-1: the cause is stated, or the usual shares hold)."""
    names = causes.model.causes
    values = np.tile(causes.values.mean(axis=0), (len(rows), 1))
    first = causes.rows.losses.assign(row=np.arange(len(causes.values)))
    first = first.drop_duplicates("customer").set_index("customer").reindex(customer)
    at = first["place"].fillna(-1).to_numpy(np.int64)
    # Landmarks begin later than the records, so the first loss they see may be a later one.
    seen = landmarks["tenure_days"].to_numpy(float)[at] + first["days_to_loss"].to_numpy(float)
    same = (at >= 0) & (seen == rows["tenure"].to_numpy(float))
    row = first["row"].fillna(-1).to_numpy(np.int64)
    values[same] = causes.values[row[same]]
    pooled = rows["cause"].where(rows["cause"].isin(names) | rows["cause"].isna(), OTHER)
    stated = pooled.isin(names).to_numpy()
    values[stated] = np.eye(len(names))[[names.index(cause) for cause in pooled[stated]]]
    counted = causes.rows.losses["cause"].notna().to_numpy()[row]
    return values, np.where(same & ~stated & ~counted, at, -1)
