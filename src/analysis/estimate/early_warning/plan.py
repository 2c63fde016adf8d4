"""What is predicted, from what, and on which clock: the choices every model shares."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import EstimationError

SILENCE = "silence_left"  # days until the silence is complete that the study calls a loss
MODELS = ("recency", "alive", "hazard", "cox", "boosting", "ensemble")  # the simplest first


@dataclass(frozen=True)
class WarningPlan:
    """A loss within ``horizon`` days of a landmark, predicted from ``features``.

    ``clock``: "calendar" where landmarks are dates, "tenure" where contracts have none;
    ``horizons`` are all horizons, in days, that customers are scored for. The last ``n_tests``
    months whose outcome is known are judged, with ``n_refits`` refits on the way, at most one a
    month; without dates ``n_folds`` parts of the customers are.
    """

    horizon: int
    clock: Literal["calendar", "tenure"]
    features: tuple[str, ...]
    horizons: tuple[int, ...] = ()
    n_tests: int = 12
    n_refits: int = 3
    n_folds: int = 5

    def __post_init__(self) -> None:
        """Raises EstimationError for numbers that make no plan."""
        if self.horizon < 1:
            raise EstimationError(f"horizon {self.horizon} is not a positive number of days")
        if not self.features:
            raise EstimationError("early warning has no feature to learn from; name one at least")
        if min(self.n_tests, self.n_refits) < 1:
            raise EstimationError(
                f"n_tests {self.n_tests} and n_refits {self.n_refits} must be 1 at least"
            )
        if self.n_folds < 2:
            raise EstimationError(f"n_folds {self.n_folds} is below 2; nothing would be left")

    @property
    def outcome(self) -> str:
        """The column that tells who was lost within the horizon."""
        return f"left_{self.horizon}"


def is_open(rows: pd.DataFrame, horizon: int) -> np.ndarray:
    """Whether the definition leaves each row's outcome within ``horizon`` days open.

    Where a loss is a silence, nobody can be lost sooner than the silence can be complete: such
    rows have risk 0 and are neither learnt from nor judged.
    """
    if SILENCE not in rows:
        return np.ones(len(rows), dtype=bool)
    return np.asarray(rows[SILENCE].to_numpy(float) <= horizon)


def read_outcome(rows: pd.DataFrame, plan: WarningPlan) -> np.ndarray:
    """1 lost, 0 not, missing where it is not known. Raises EstimationError without the column."""
    if plan.outcome not in rows:
        raise EstimationError(
            f"landmarks have no column {plan.outcome!r}; name {plan.horizon} among"
            " warning.horizons_days in study.yml"
        )
    return rows[plan.outcome].to_numpy(dtype=float, na_value=np.nan)
