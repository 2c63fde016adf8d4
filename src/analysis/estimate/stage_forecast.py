"""Where today's customers will be, if the next horizon goes as the last one did; and its backtest.

The forecast is today's mix carried forward by the transition probabilities of the last horizon
(Aalen-Johansen). Its bands hold the sampling error of these probabilities, the chance in who moves,
and the error that past forecasts of the same kind made beyond both.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.transitions import StageCounts, estimate_occupancy

_POINTS = 13
_PATH_COLUMNS = [
    "stratum", "time", "estimate", "std_error", "conf_low", "conf_high", "n", "unit",
]  # fmt: skip
_BACKTEST_COLUMNS = [
    "origin", "lead", "state", "n_before", "estimate", "conf_low", "conf_high", "actual", "inside",
]  # fmt: skip


@dataclass(frozen=True)
class StageForecast:
    """``path``: rows (stratum, time, estimate, std_error, conf_low, conf_high, n), customers by
    stage and time ahead; ``backtest``: rows (origin, lead, state, n_before, estimate, conf_low,
    conf_high, actual, inside), the latest origin first; ``excess``: standard deviation, by stage,
    of past errors beyond chance, as a share of the base."""

    path: pd.DataFrame
    backtest: pd.DataFrame
    excess: pd.Series


def estimate_stage_forecast(
    counts: StageCounts,
    today: pd.DataFrame,
    past: pd.DataFrame,
    *,
    end: int,
    horizon: int,
    dated: bool,
    confidence_level: float,
) -> StageForecast:
    """Forecast and backtest.

    ``today`` rows (state, n); there is a forecast only when
    histories are ``dated``; ``past`` rows (lead, origin,
    from_state, to_state, n) of what became of the base of past days within ``lead``. Each origin is
    forecast from what was known on it; its bands are widened by the errors at origins whose outcome
    was known by then, those of today by the errors at all origins.
    """
    states = counts.states
    backtest, misses = _look_back(counts, past, confidence_level)
    lead = int(past["lead"].iloc[0]) if len(past) else horizon
    excess = _excess(list(misses.values()), len(states))
    if not dated:
        return StageForecast(
            pd.DataFrame(columns=_PATH_COLUMNS), backtest, pd.Series(excess, list(states))
        )
    initial = today.set_index("state")["n"].reindex(states, fill_value=0).to_numpy(float)
    path = _project(
        counts,
        initial,
        start=end - horizon,
        horizon=horizon,
        excess=excess * np.sqrt(horizon / lead),
        confidence_level=confidence_level,
    )
    return StageForecast(path.drop(columns="chance"), backtest, pd.Series(excess, list(states)))


def _look_back(
    counts: StageCounts, past: pd.DataFrame, confidence_level: float
) -> tuple[pd.DataFrame, dict[int, np.ndarray]]:
    """The forecast of every origin beside what came, latest first, and squared errors beyond
    chance."""
    states = counts.states
    if past.empty:
        return pd.DataFrame(columns=_BACKTEST_COLUMNS), {}
    origins = sorted(past["origin"].unique())
    lead = int(past["lead"].iloc[0])
    misses: dict[int, np.ndarray] = {}
    rows = []
    for origin in origins:
        moves = past[past["origin"] == origin]
        before = moves.groupby("from_state")["n"].sum().reindex(states, fill_value=0)
        actual = moves.groupby("to_state")["n"].sum().reindex(states, fill_value=0).to_numpy(float)
        known = [misses[other] for other in misses if other + lead <= origin]
        path = _project(
            counts,
            before.to_numpy(float),
            start=origin - lead,
            horizon=lead,
            excess=_excess(known, len(states)),
            confidence_level=confidence_level,
        )
        last = path[path["time"] == lead].set_index("stratum").loc[list(states)]
        total = float(before.sum())
        chance = last["chance"].to_numpy(float)
        error = (actual - last["estimate"].to_numpy(float)) / total
        misses[origin] = np.maximum(error**2 - (chance / total) ** 2, 0.0)
        rows.append(
            last.reset_index(names="state")[["state", "estimate", "conf_low", "conf_high"]].assign(
                origin=origin,
                lead=lead,
                n_before=before.to_numpy(),
                actual=actual,
                inside=lambda frame: (
                    (frame["conf_low"] <= frame["actual"]) & (frame["actual"] <= frame["conf_high"])
                ),
            )
        )
    return pd.concat(rows[::-1], ignore_index=True), misses


def _excess(misses: list[np.ndarray], n_states: int) -> np.ndarray:
    """Root mean square of past errors beyond chance, by state."""
    return np.sqrt(np.mean(misses, axis=0)) if misses else np.zeros(n_states)


def _project(
    counts: StageCounts,
    initial: np.ndarray,
    *,
    start: int,
    horizon: int,
    excess: np.ndarray,
    confidence_level: float,
) -> pd.DataFrame:
    """Customers by state and time ahead. Variances: of the probabilities (Aalen-Johansen), of the
    chance in who moves (at most binomial), and ``excess`` squared, growing with time."""
    total = float(initial.sum())
    occupancy = estimate_occupancy(counts, initial / total, start=start, stop=start + horizon)
    times = np.unique(np.linspace(0, horizon, _POINTS).round().astype(int))
    at = np.searchsorted(occupancy.times, start + times, side="right") - 1
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    frames = []
    for position, state in enumerate(counts.states):
        share = occupancy.probability[at, position]
        variance = np.maximum(occupancy.covariance[at, position, position], 0.0)
        chance = variance + share * (1 - share) / total * (times > 0)
        spread = np.sqrt(chance + excess[position] ** 2 * times / horizon)
        frames.append(
            pd.DataFrame(
                {
                    "stratum": state,
                    "time": times,
                    "estimate": total * share,
                    "std_error": total * spread,
                    "conf_low": np.maximum(total * (share - z * spread), 0.0),
                    "conf_high": np.minimum(total * (share + z * spread), total),
                    "chance": total * np.sqrt(chance),
                    "n": round(total),
                    "unit": "customers",
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
