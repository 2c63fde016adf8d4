"""Stability: how many of those on this month's list are on the next one?"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.capacity import mark_listed
from analysis.estimate.early_warning.judged import (
    clustered_error,
    is_dated,
    number_values,
    wilson_limits,
)

KEPT, KEPT_BY_CHANCE, LOST_SINCE, DROPPED = "kept", "kept_by_chance", "lost_since", "dropped"


def estimate_stability(
    predictions: pd.DataFrame, *, share: float, confidence_level: float
) -> pd.DataFrame:
    """What became, by the next landmark, of customers on a list of ``share``; all landmarks pooled.

    Terms lost_since (lost before the next list was made: the warning came true, they cannot be on
    it), kept (on the next list too) and dropped (still customers, not on it), which add up to 1;
    and kept_by_chance: on it if the next list were drawn by lot from all still there. Who cannot
    be seen at the next landmark for want of follow-up is left out. A customer who has no prediction
    then, safe by the definition of a loss or past warning, has dropped. Errors clustered by
    customer, Wilson intervals. Raises EstimationError when there are no two neighbouring landmarks.
    """
    steps = _pair_landmarks(predictions, mark_listed(predictions, share))
    on_list = steps["listed"].to_numpy()
    if not on_list.sum():
        raise EstimationError(
            "no stability of the list: no two landmarks follow each other; judge more month-ends"
            " (n_tests)"
        )
    lost = steps["lost"].to_numpy(dtype=float)
    again = steps["listed_next"].to_numpy()
    by_lot = steps["listed_among"].to_numpy()
    parts = {
        KEPT: (1 - lost) * again,
        KEPT_BY_CHANCE: (1 - lost) * by_lot,
        LOST_SINCE: lost,
        DROPPED: (1 - lost) * (1 - again),
    }
    rows = [_tell(term, steps, values, confidence_level) for term, values in parts.items()]
    return pd.DataFrame(rows).assign(time=float(predictions["horizon"].iloc[0]))


def _tell(
    term: str, steps: pd.DataFrame, values: np.ndarray, confidence_level: float
) -> dict[str, Any]:
    listed = steps["listed"].to_numpy()
    estimate = float((listed * values).sum() / listed.sum())
    influence = listed * (values - estimate) / listed.sum()
    error = clustered_error(influence, number_values(steps["customer"]))
    n = steps.loc[steps["listed"] > 0, "customer"].nunique()
    size = estimate * (1 - estimate) / error**2 if error > 0 else n
    low, high = wilson_limits(estimate, size, confidence_level)
    return {
        "term": term,
        "estimate": estimate,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
        "conf_level": confidence_level,
        "n": n,
        "unit": "probability",
    }


def _pair_landmarks(predictions: pd.DataFrame, listed: np.ndarray) -> pd.DataFrame:
    """Each customer's landmarks with what was known at the next one.

    ``listed_among``: share listed at the next landmark among all who had been there before.
    """
    days = np.unique(predictions["day"].to_numpy())
    place = np.searchsorted(days, predictions["day"].to_numpy())
    rows = pd.DataFrame(
        {
            "customer": number_values(predictions["customer_id"]),
            "place": place,
            "listed": listed,
            "ahead": predictions["days_to_loss"].to_numpy(dtype=float, na_value=np.inf),
            "followed": predictions["days_followed"].to_numpy(dtype=float),
        }
    )
    rows = rows[place < len(days) - 1]
    gap = np.diff(days)[rows["place"].to_numpy()]
    following = pd.DataFrame(
        {
            "customer": number_values(predictions["customer_id"]),
            "place": place - 1,
            "listed_next": listed,
        }
    )
    rows = rows.assign(lost=rows["ahead"] <= gap)
    rows = rows[rows["lost"] | (rows["followed"] >= gap)]
    rows = rows.merge(following, on=["customer", "place"], how="left").fillna({"listed_next": 0.0})
    batch = rows["place"] if is_dated(predictions) else 0 * rows["place"]
    among = rows["listed_next"].where(~rows["lost"]).groupby(batch).mean()
    return rows.assign(listed_among=batch.map(among).fillna(0.0))
