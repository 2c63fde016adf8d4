"""The stretches of time that remaining life is learnt from: who was followed from when to when.

Where landmarks are dates the clock starts at each of them. Where a loss is a silence, none can
come before the silence is complete: ``deadline`` says when, and a customer who buys by then
outlives it. Else the clock is tenure itself, and a customer is at risk from the first landmark.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.study.feature_groups import find_feature_group

SILENCE = "silence_left"
SPACING_DAYS = 180
_PREFERRED = (
    "tenure_days",
    "days_since_purchase",
    "rhythm_days",
    "recency_ratio",
    "n_purchases_last_year",
    "spend_last_year_cents",
    "contract_days",
    "charge_cents",
    "n_contacts_recent",
    "n_complaints_last_year",
    "n_open_complaints",
    "n_active_days_recent",
    "last_rating",
    "stage",
)


@dataclass(frozen=True)
class Stretches:
    """Rows of the landmarks with their clocks in days; shapes (n,).

    ``origin`` is the clock at the landmark (0, or the tenure), ``deadline`` the days after it
    before which nobody can be lost, ``at_deadline`` whether the customer was lost right then. Those
    who were not are at risk over ``(origin + deadline, stop]``, and ``lost`` at its end or not.
    """

    rows: pd.DataFrame
    origin: np.ndarray
    deadline: np.ndarray
    at_deadline: np.ndarray
    stop: np.ndarray
    lost: np.ndarray

    @property
    def goes_on(self) -> np.ndarray:
        """Who was followed beyond the deadline."""
        return np.asarray(~self.at_deadline & (self.stop > self.origin + self.deadline))


def choose_life_features(features: Sequence[str], clock: str) -> list[str]:
    """Of ``features`` a few of each kind, and all of the study's own segments, drivers and survey
    score of satisfaction: remaining life is one number, and every column costs certainty."""
    own = [name for name in features if _is_own(name)]
    wanted = [name for name in _PREFERRED if name in features] + own
    return [name for name in wanted if clock != "tenure" or name != "tenure_days"]


def _is_own(name: str) -> bool:
    return name == "score_satisfaction" or find_feature_group(name) == "profile"


def read_clocks(rows: pd.DataFrame, clock: str) -> tuple[np.ndarray, np.ndarray]:
    """``origin`` and ``deadline`` of landmark rows."""
    n = len(rows)
    origin = rows["day"].to_numpy(float) if clock == "tenure" else np.zeros(n)
    deadline = rows[SILENCE].to_numpy(float) if SILENCE in rows else np.zeros(n)
    return origin, np.nan_to_num(deadline)


def lay_stretches(landmarks: pd.DataFrame, clock: str, *, known_by: int | None = None) -> Stretches:
    """Landmarks half a year apart, backwards from the last; on tenure each customer's first.

    ``known_by`` is a day (on the calendar): nothing later is used, as if it were the as-of date.
    Raises EstimationError when nobody was lost, or nobody outlived a landmark.
    """
    chosen = _choose_rows(landmarks, clock, known_by)
    origin, deadline = read_clocks(chosen, clock)
    wait = chosen["days_to_loss"].to_numpy("float64", na_value=np.inf)
    followed = np.minimum(wait, chosen["days_followed"].to_numpy(float))
    if known_by is not None:
        followed = np.minimum(followed, known_by - chosen["day"].to_numpy(float))
    lost = wait <= followed
    settled = lost | (followed >= deadline)  # else not even the deadline was reached
    chosen, origin, deadline = chosen[settled], origin[settled], deadline[settled]
    lost, followed = lost[settled], followed[settled]
    at_deadline = lost & (followed <= deadline)
    stretches = Stretches(chosen, origin, deadline, at_deadline, origin + followed, lost)
    if not lost.any() or not (stretches.goes_on & lost).any():
        raise EstimationError(
            f"of {len(chosen):,} customers at landmarks none was lost later, so how long customers"
            " stay cannot be told; give the data more time"
        )
    return stretches


def _choose_rows(landmarks: pd.DataFrame, clock: str, known_by: int | None) -> pd.DataFrame:
    if clock == "tenure":
        # In the order of customers, then days: the first row is the first landmark.
        return landmarks[landmarks["days_followed"] > 0].drop_duplicates("customer_id")
    end = int(landmarks["day"].max()) if known_by is None else known_by
    longest = landmarks[SILENCE].max() if SILENCE in landmarks and len(landmarks) else 0
    days = np.sort(landmarks["day"].unique())[::-1]
    kept: list[int] = []
    for day in days[days < end - longest]:
        if not kept or kept[-1] - day >= SPACING_DAYS:
            kept.append(int(day))
    return landmarks[landmarks["day"].isin(kept)]
