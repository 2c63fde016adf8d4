"""Who can still be warned: customers whom the definition leaves time for a contact to work.

Where a loss is a silence, those silent for longest have the highest risk, and are lost within days
whatever is done: a warning that comes so late is none.
"""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.early_warning.plan import SILENCE


def tell_in_time(rows: pd.DataFrame, lead_days: int) -> pd.Series:
    """Whether each customer of ``rows`` can still be warned: a boolean indexed by customer.

    False where the silence that the study calls a loss could be complete in fewer than
    ``lead_days`` days; true wherever a loss is no silence. ``rows`` are landmarks, one of each
    customer.
    """
    return pd.Series(_is_in_time(rows, lead_days), index=rows["customer_id"].astype(str).array)


def keep_in_time(
    predictions: pd.DataFrame, landmarks: pd.DataFrame, lead_days: int
) -> pd.DataFrame:
    """The rows of ``predictions`` about customers who could still be warned on that day.

    ``predictions`` has ``customer_id, day`` and may have ``horizon``; ``landmarks`` are those they
    were made at. Unchanged where a loss is no silence. Raises ParameterError when ``lead_days``
    leaves nobody to warn, EstimationError for a prediction without a landmark.
    """
    if lead_days == 0 or SILENCE not in landmarks or landmarks[SILENCE].isna().all():
        return predictions
    horizon = int(predictions["horizon"].min()) if len(predictions.get("horizon", [])) else None
    kept = _look_up(predictions, landmarks, lead_days)
    if (horizon is not None and horizon <= lead_days) or (len(kept) and not kept.any()):
        within = "" if horizon is None else f" within the horizon of {horizon} days"
        raise ParameterError(
            f"lead_days {lead_days} leaves nobody to warn of a loss{within}; lower"
            " warning.actions.lead_days in study.yml or choose a longer horizon"
        )
    return predictions[kept]


def _is_in_time(rows: pd.DataFrame, lead_days: int) -> np.ndarray:
    if SILENCE not in rows:
        return np.ones(len(rows), dtype=bool)
    return np.asarray(~(rows[SILENCE].to_numpy(float) < lead_days))  # missing: no silence


def _look_up(predictions: pd.DataFrame, landmarks: pd.DataFrame, lead_days: int) -> np.ndarray:
    wanted = landmarks["day"].isin(predictions["day"].unique()).to_numpy()
    known = _keys(landmarks[wanted]).assign(kept=_is_in_time(landmarks[wanted], lead_days))
    kept = _keys(predictions).merge(known, on=["name", "day"], how="left")["kept"]
    if kept.isna().any():
        raise EstimationError(
            f"{int(kept.isna().sum())} predictions have no landmark; give the landmarks that they"
            " were made at"
        )
    return kept.to_numpy(dtype=bool)


def _keys(rows: pd.DataFrame) -> pd.DataFrame:
    """The customer and day of each row, as two frames can be joined by them."""
    names = rows["customer_id"].astype(str).to_numpy()
    return pd.DataFrame({"name": names, "day": rows["day"].to_numpy(np.int64)})
