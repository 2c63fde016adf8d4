"""The active base of a group of customers after a horizon, and what such forecasts missed before.

As ``stage_forecast``, for one number: how many will be in an active stage. It is linear in the
occupancy of the stages, so the covariance of the Aalen-Johansen estimate carries over.
"""

import numpy as np
import pandas as pd

from analysis.estimate.survival import normal_quantile
from analysis.estimate.transitions import StageCounts, estimate_occupancy


def estimate_active_forecast(
    counts: StageCounts,
    today: np.ndarray,
    past: pd.DataFrame,
    *,
    active: np.ndarray,
    end: int,
    horizon: int,
    confidence_level: float,
) -> pd.DataFrame:
    """Customers in an active stage ``horizon`` after ``end``, of those known ``today``.

    ``today`` (m,) customers by stage, ``active`` (m,) 1 for the stages that count; ``past`` rows
    (lead, origin, from_state, to_state, n). Rows (analysis, estimate, std_error, conf_low,
    conf_high, before, actual, inside, n): ``forecast``, where ``before`` are those active today,
    then ``backtest``, the same made at the latest origin with what was known then. The variance
    adds that of the probabilities, the chance in who moves, and the mean squared error of past
    forecasts beyond both.
    """
    # from the earliest: what one forecast missed widens those made after its outcome was known
    misses: dict[int, float] = {}
    rows = []
    for origin, moves in past.groupby("origin", sort=True):
        day, lead = int(str(origin)), int(moves["lead"].iloc[0])
        base = moves.groupby("from_state")["n"].sum()
        before = base.reindex(counts.states, fill_value=0).to_numpy(float)
        ended = moves["to_state"].map(dict(zip(counts.states, active, strict=True)))
        actual = float((moves["n"] * ended).sum())
        known = [misses[other] for other in misses if other + lead <= day]
        share, chance = _project(counts, before, active, start=day - lead, length=lead)
        total = before.sum()
        misses[day] = max((actual / total - share) ** 2 - chance, 0.0)
        row = _row(share, chance + _mean(known), total, confidence_level)
        inside = row["conf_low"] <= actual <= row["conf_high"]
        found = {"before": before @ active, "actual": actual, "inside": inside}
        rows = [{"analysis": "backtest", **row, **found}]
    scale = horizon / int(past["lead"].iloc[0]) if len(past) else 1.0
    share, chance = _project(counts, today, active, start=end - horizon, length=horizon)
    variance = chance + scale * _mean(list(misses.values()))
    forecast = _row(share, variance, today.sum(), confidence_level)
    made = {"before": today @ active, "actual": float("nan"), "inside": None}
    return pd.DataFrame([{"analysis": "forecast", **forecast, **made}, *rows])


def _project(
    counts: StageCounts, initial: np.ndarray, active: np.ndarray, *, start: int, length: int
) -> tuple[float, float]:
    """Share that will be active, and its variance: of the probabilities, and of who moves."""
    total = float(initial.sum())
    occupancy = estimate_occupancy(counts, initial / total, start=start, stop=start + length)
    share = float(occupancy.probability[-1] @ active)
    variance = max(float(active @ occupancy.covariance[-1] @ active), 0.0)
    return share, variance + max(share * (1 - share), 0.0) / total


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _row(share: float, variance: float, total: float, level: float) -> dict[str, float]:
    spread = float(np.sqrt(variance))
    reach = normal_quantile(level) * spread
    return {
        "estimate": total * share,
        "std_error": total * spread,
        "conf_low": total * max(share - reach, 0.0),
        "conf_high": total * min(share + reach, 1.0),
        "n": round(total),
    }
