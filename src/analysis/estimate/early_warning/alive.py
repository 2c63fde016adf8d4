"""Probability of staying silent: purchases at an own rate, until the customer is gone (BG/NBD)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.bgnbd import BgNbdFit, estimate_bgnbd
from analysis.estimate.early_warning.plan import SILENCE

SILENT = "silent_risk"  # the risk as a feature of the other models
COLUMNS = ("n_purchases", "days_since_purchase", "tenure_days", SILENCE)
MOST_CUSTOMERS = 8_000  # more make four numbers no better


@dataclass(frozen=True)
class AliveModel:
    """A loss within the horizon is a silence that lasts until it is complete."""

    fit: BgNbdFit
    horizon: int

    @property
    def name(self) -> str:
        """The model's name."""
        return "alive"

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Probability of no purchase until the silence is complete that the study calls a loss, or
        within the horizon where that is sooner."""
        summary = summarise_purchases(rows)
        left = np.clip(rows[SILENCE].to_numpy(float), 0, self.horizon)
        return self.fit.probability_silent(
            summary["n_repeats"].to_numpy(),
            summary["recency"].to_numpy(),
            summary["age"].to_numpy(),
            left,
        )


def fit_alive(
    rows: pd.DataFrame, *, known_by: int, horizon: int, rng: np.random.Generator
) -> AliveModel:
    """Fit to the last row by the day ``known_by`` of every customer in ``rows`` (of at most 8,000,
    drawn by ``rng``).

    Whoever has no row that day has been silent since the last one: any purchase would have made a
    customer of them again.
    """
    past = rows[rows["day"].to_numpy() <= known_by]
    last = past.drop_duplicates("customer_id", keep="last")
    if len(last) > MOST_CUSTOMERS:
        last = last.iloc[np.sort(rng.choice(len(last), MOST_CUSTOMERS, replace=False))]
    summary = summarise_purchases(last)
    summary["age"] += known_by - last["day"].to_numpy(float)
    return AliveModel(estimate_bgnbd(summary), horizon)


def summarise_purchases(rows: pd.DataFrame) -> pd.DataFrame:
    """``n_repeats`` (purchase days after the first), ``recency`` (days from the first purchase to
    the last) and ``age`` (days since the first) of landmark rows."""
    age = rows["tenure_days"].to_numpy(float)
    repeats = np.maximum(rows["n_purchases"].to_numpy(float) - 1, 0)
    recency = np.where(repeats > 0, age - rows["days_since_purchase"].to_numpy(float), 0.0)
    return pd.DataFrame({"n_repeats": repeats.astype(int), "recency": recency, "age": age})
