"""Follow-up after a survey: who is watched from when, and in which bands of time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.scores import ConstructPosteriors

N_BANDS = 10
MOMENT = 1e-7  # of a time: an event known to the instant


def follow_respondents(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Survey outcomes as ``estimate_leaving`` reads them: those still customers at the survey, with
    ``tenure`` (days followed), ``event_observed`` and ``delay`` (days until the silence known at
    the survey could count as leaving; nobody can be seen to leave sooner)."""
    kept = outcomes[outcomes["at_risk"].astype(bool)]
    silence = kept.get("silence_left")
    delay = np.zeros(len(kept)) if silence is None else silence.fillna(0).clip(lower=1) - 1
    return kept.assign(
        tenure=kept["days_followed"].astype(float),
        event_observed=kept["left"].astype(bool),
        delay=np.asarray(delay, dtype=float),
    )


def spend_time(times: np.ndarray, band_stops: np.ndarray) -> np.ndarray:
    """Time (n, bands) spent in each band by ``times`` (n,); the last band is open."""
    starts = np.concatenate([[0.0], band_stops])
    stops = np.concatenate([band_stops, [np.inf]])
    return np.asarray(np.clip(times[:, None], starts, stops) - starts)


def place_bands(event_times: np.ndarray) -> np.ndarray:
    """Ends of up to ten bands that share the losses about equally; each holds some."""
    if len(np.unique(event_times)) < 2:
        return np.empty(0)
    n_bands = int(np.clip(len(event_times) // 10, 1, N_BANDS))
    inner = np.arange(1, n_bands) / n_bands
    stops = np.unique(np.quantile(event_times, inner, method="inverted_cdf"))
    return np.asarray(stops[stops < event_times.max()])


def event_intervals(time: np.ndarray) -> np.ndarray:
    """Length (n,) of the interval an event at ``time`` is known to fall in: one unit where all
    times are whole, next to nothing where they are measured finely."""
    whole = bool((time == np.round(time)).all())
    return np.ones(len(time)) if whole else MOMENT * time


def delays(frame: pd.DataFrame) -> np.ndarray:
    """Time after each survey before which nobody could leave; 0 where nothing is said."""
    return frame["delay"].to_numpy(float) if "delay" in frame else np.zeros(len(frame))


def usable_rows(
    outcomes: pd.DataFrame, adjustments: Sequence[str], scores: ConstructPosteriors
) -> np.ndarray:
    """Rows (mask) that were at risk and have every adjustment.

    Raises EstimationError for an absent column, or scores of other rows.
    """
    if len(outcomes) != len(scores):
        raise EstimationError(
            f"{len(outcomes):,} rows of outcomes but scores of {len(scores):,} respondents; give "
            "both for the same surveys in the same order"
        )
    absent = [name for name in adjustments if name not in outcomes]
    if absent:
        raise EstimationError(f"outcomes lack the adjustment column {absent[0]!r}")
    followed = outcomes["tenure"].to_numpy(float) > delays(outcomes)
    return np.asarray(followed & ~outcomes[list(adjustments)].isna().any(axis=1).to_numpy())
