"""Gradient boosting: many small trees, each mending what those before it missed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from analysis.estimate.early_warning.design import Coding

LEAVES = 8  # interactions of a few features at most
ROUNDS = 100
LEARNING_RATE = 0.05
LEAF_SHARE = 0.003  # of the rows: a month of a customer is no fresh evidence
LEAF_LEAST = 20


@dataclass(frozen=True)
class BoostingModel:
    """scikit-learn's histogram gradient boosting, with its own missing values and categories.

    Nothing is tuned to the data: no part of the past is spent on choosing settings, so that all of
    it is learnt from.
    """

    coding: Coding
    trees: HistGradientBoostingClassifier

    @property
    def name(self) -> str:
        """The model's name."""
        return "boosting"

    @classmethod
    def fit(
        cls, rows: pd.DataFrame, outcome: np.ndarray, weight: np.ndarray, features: tuple[str, ...]
    ) -> "BoostingModel":
        """From training rows, their outcomes (1 lost, 0 not) and weights."""
        coding = Coding.learn(rows, features)
        trees = HistGradientBoostingClassifier(
            learning_rate=LEARNING_RATE,
            max_iter=ROUNDS,
            max_leaf_nodes=LEAVES,
            min_samples_leaf=max(LEAF_LEAST, int(LEAF_SHARE * len(rows))),
            categorical_features=coding.categories,
            early_stopping=False,
            random_state=0,  # decides nothing without early stopping and sampling
        )
        matrix = coding.encode(rows)
        alike = weight.min() == weight.max()  # equal weights are slow, and say nothing
        with threadpool_limits(1):  # threads that wait for each other on a busy machine are slow
            trees.fit(matrix, outcome, sample_weight=None if alike else weight)
        return cls(coding, trees)

    def predict(self, rows: pd.DataFrame) -> np.ndarray:
        """Risk of each row."""
        matrix = self.coding.encode(rows)
        with threadpool_limits(1):
            return np.asarray(self.trees.predict_proba(matrix)[:, 1])
