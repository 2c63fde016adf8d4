"""The manager's rule: who has been silent longest leaves first."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression

from analysis.errors import EstimationError

RECENCIES = ("days_since_purchase", "days_since_contact", "tenure_days")  # the first one recorded


def find_recency(rows: pd.DataFrame) -> str:
    """The column the rule reads: the silence since the last purchase, else since the last contact;
    of contracts without either, how long the customer has been there (the newest leave first)."""
    for name in RECENCIES:
        if name in rows and rows[name].notna().any():
            return name
    raise EstimationError(
        f"landmarks have none of the columns {', '.join(RECENCIES)}, so the manager's rule has"
        " nothing to go by"
    )


@dataclass(frozen=True)
class RecencyRule:
    """Share lost among training rows of the same recency, in the order of recency.

    Rises (or falls) throughout: isotonic regression, straight between the means of its blocks, so
    that customers keep the rule's order (centred isotonic regression, Oron and Flournoy 2017).
    """

    column: str
    recency: np.ndarray
    share: np.ndarray
    typical: float

    @property
    def name(self) -> str:
        """The model's name."""
        return "recency"

    @classmethod
    def fit(cls, rows: pd.DataFrame, outcome: np.ndarray, weight: np.ndarray) -> "RecencyRule":
        """From training rows, their outcomes (1 lost, 0 not) and weights."""
        column = find_recency(rows)
        recency = rows[column].to_numpy(dtype=float, na_value=np.nan)
        known = ~np.isnan(recency)
        typical = float(np.average(outcome, weights=weight))
        isotonic = IsotonicRegression(increasing=column != "tenure_days")  # the rule, right or not
        fitted = isotonic.fit_transform(recency[known], outcome[known], sample_weight=weight[known])
        blocks = pd.DataFrame({"share": fitted, "recency": recency[known], "weight": weight[known]})
        blocks["total"] = blocks["recency"] * blocks["weight"]
        sums = blocks.groupby("share")[["total", "weight"]].sum()
        centre = (sums["total"] / sums["weight"]).to_numpy()
        order = np.argsort(centre)
        return cls(column, centre[order], sums.index.to_numpy(float)[order], typical)

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row; where the recency is missing, the share lost of all."""
        recency = rows[self.column].to_numpy(dtype=float, na_value=np.nan)
        risk = np.interp(recency, self.recency, self.share)
        return np.where(np.isnan(recency), self.typical, risk)
