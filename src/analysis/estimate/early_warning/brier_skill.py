"""Brier score of the risks given at landmarks, and what it gains on knowing only the share lost."""

import numpy as np
import pandas as pd

from analysis.estimate.brier import DIFFERENCE, MODEL, NULL_MODEL, SKILL
from analysis.estimate.early_warning.judged import estimate_mean, read_judged, tell_estimate


def estimate_brier(predictions: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Terms model, null_model (everyone is given the share that was lost), difference (null minus
    model) and skill (1 - model / null model), each with an interval for customers.

    The null model knows the share lost in the very months it is judged by: no forecast that gives
    everyone the same risk does better. Weights for censoring: Graf et al. (1999). Raises
    EstimationError when nothing can be judged.
    """
    judged = read_judged(predictions)
    share, moves = estimate_mean(judged.left, judged.weight)
    model, of_model = estimate_mean((judged.left - judged.risk) ** 2, judged.weight)
    null = share * (1 - share)
    of_null = (1 - 2 * share) * moves
    told: list[tuple[str, float, np.ndarray, str]] = [
        (MODEL, model, of_model, "squared probability"),
        (NULL_MODEL, null, of_null, "squared probability"),
        (DIFFERENCE, null - model, of_null - of_model, "squared probability"),
        (SKILL, 1 - model / null, of_null * model / null**2 - of_model / null, "share"),
    ]
    return pd.DataFrame(
        [
            tell_estimate(
                judged, term, value, influence, confidence_level=confidence_level, unit=unit
            )
            for term, value, influence, unit in told
        ]
    )
