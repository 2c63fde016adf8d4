"""What is at stake in a customer: the margin of the days ahead, at the pace known at the landmark.

The pace of somebody with a short record is drawn towards everybody's by credibility: Bühlmann and
Straub (1970), Glaubwürdigkeit für Schadensätze.
"""

import numpy as np
import pandas as pd

from analysis.schema import DAYS_PER_MONTH
from analysis.study.actions import ActionRules

_YEAR = 365
_CENTS = 100
_PURCHASES = {"spend_last_year_cents", "n_purchases_last_year", "tenure_days"}


def estimate_value_at_stake(landmarks: pd.DataFrame, rules: ActionRules) -> pd.Series:
    """Margin of ``rules.value_days`` at each row's own pace, in the currency's unit.

    ``landmarks``: rows of the landmark frame. The pace is the charge of the running contracts
    (``charge_cents``, a month), else the spend of the last year. Nothing below 0; missing
    everywhere when no margin is stated, or the records hold no money. Index of ``landmarks``.
    """
    pace = _find_pace(landmarks)
    if pace is None or rules.margin_share is None:
        return pd.Series(np.nan, index=landmarks.index)
    value = pace * rules.value_days * rules.margin_share / _CENTS
    return pd.Series(np.maximum(value, 0.0), index=landmarks.index)


def _find_pace(landmarks: pd.DataFrame) -> np.ndarray | None:
    """Cents a day; None without money."""
    if "charge_cents" in landmarks:
        charge = landmarks["charge_cents"].to_numpy(dtype=float, na_value=np.nan)
        known = ~np.isnan(charge)
        typical = charge[known].mean() if known.any() else 0.0
        return np.where(known, charge, typical) / DAYS_PER_MONTH
    if not set(landmarks.columns) >= _PURCHASES:
        return None
    spend, n_purchases, exposure = _read_year(landmarks)
    day = landmarks["day"].to_numpy()
    pace = np.empty(len(landmarks))
    for each in np.unique(day):  # nothing of a later day enters
        rows = np.flatnonzero(day == each)
        pace[rows] = shrink_pace(spend[rows], n_purchases[rows], exposure[rows])
    return pace


def _read_year(landmarks: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Spend (cents) and purchases of the last year, and the days in which they could be seen.

    The purchase that made somebody a customer opens the record: counted as one of a short time it
    would make everybody who is new a buyer of every week.
    """
    spend = landmarks["spend_last_year_cents"].to_numpy(dtype=float)
    n_purchases = landmarks["n_purchases_last_year"].to_numpy(dtype=float)
    tenure = landmarks["tenure_days"].to_numpy(dtype=float)
    first = (tenure < _YEAR) & (n_purchases > 0)
    kept = np.where(first, (n_purchases - 1) / np.maximum(n_purchases, 1), 1.0)
    return spend * kept, n_purchases * kept, np.clip(tenure, 0, _YEAR)


def shrink_pace(spend: np.ndarray, n_purchases: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Money a day that each customer will spend: own record and everybody's, as each is worth.

    (spend + k m) / (exposure + k) with m everybody's pace and k, in days, the variance of a day's
    spend around the own pace over the variance of paces between customers. Purchases are taken to
    come at random (Poisson), each of the customer's mean amount.
    """
    days = exposure.sum()
    if days <= 0 or spend.sum() <= 0:
        return np.zeros(len(spend))
    mean = spend.sum() / days
    within = (spend**2 / np.maximum(n_purchases, 1)).sum() / days
    own = spend / np.maximum(exposure, 1)
    spread = (exposure * (own - mean) ** 2).sum() - (len(spend) - 1) * within
    between = spread / (days - (exposure**2).sum() / days) if len(spend) > 1 else 0.0
    if between <= 0:
        return np.full(len(spend), mean)
    days_of_everybody = within / between
    return np.asarray((spend + days_of_everybody * mean) / (exposure + days_of_everybody))
