"""Discrete-time hazard: logistic regression on one row per customer and month."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from analysis.estimate.early_warning.design import Coding, LinearDesign
from analysis.estimate.linear_algebra import one_blas_thread


@dataclass(frozen=True)
class HazardModel:
    """The hazard of being lost within the horizon, given that one is there at the landmark.

    Logistic regression of the outcome on the features of each month (Singer and Willett 1993, with
    a period as long as the horizon), with a slight ridge penalty on columns of like scale.
    """

    design: LinearDesign
    coefficients: np.ndarray
    intercept: float

    @property
    def name(self) -> str:
        """The model's name."""
        return "hazard"

    @classmethod
    def fit(
        cls, rows: pd.DataFrame, outcome: np.ndarray, weight: np.ndarray, features: tuple[str, ...]
    ) -> "HazardModel":
        """From training rows, their outcomes (1 lost, 0 not) and weights."""
        coding = Coding.learn(rows, features)
        matrix = coding.encode(rows)
        design = LinearDesign.learn(coding, matrix)
        with one_blas_thread():
            fitted = LogisticRegression(solver="newton-cholesky", tol=1e-6).fit(
                design.transform(matrix), outcome, sample_weight=weight
            )
        return cls(design, fitted.coef_[0], float(fitted.intercept_[0]))

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row."""
        columns = self.design.transform(self.design.coding.encode(rows))
        return np.asarray(1 / (1 + np.exp(-(columns @ self.coefficients + self.intercept))))

    def odds_ratios(self) -> pd.DataFrame:
        """``feature``, ``detail`` (see ``LinearDesign``) and ``odds_ratio``, of a standard
        deviation of a number, or of a level against the most frequent."""
        return pd.DataFrame(
            {
                "feature": self.design.terms,
                "detail": self.design.details,
                "odds_ratio": np.exp(self.coefficients),
            }
        )
