"""The importance-performance map: how much a construct matters, and how well it is done.

Martilla and James (1977); Ringle and Sarstedt (2016), Gain more insight from your PLS-SEM results:
the importance-performance map analysis.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.path_draws import PathDraws
from analysis.estimate.nonresponse import effective_sample_size

IMPROVE, KEEP, LOW, EXCESS = "improve_first", "keep_up", "low_priority", "possible_excess"
POINTS = "points (0 to 100)"


@dataclass(frozen=True)
class Performance:
    """Constructs' scores in points; ``table`` is tidy, ``draws`` (b, k) over its uncertainty, and
    ``points_per_sd`` (k,) how many points one standard deviation of the construct is."""

    constructs: tuple[str, ...]
    table: pd.DataFrame
    draws: np.ndarray
    points_per_sd: pd.Series


def estimate_performance(
    frame: pd.DataFrame,
    items: pd.DataFrame,
    *,
    n_draws: int,
    rng: np.random.Generator,
    confidence_level: float,
    weights: np.ndarray | None = None,
) -> Performance:
    """Weighted mean of every construct's items on a scale from 0 to 100.

    ``frame``: one row per respondent, items as columns, reversed ones turned round. ``items``:
    ``construct, item, loading`` (standardised; they weigh the items), ``low, high`` (the scale). A
    respondent's score is over the items answered. ``table``: ``term, stratum, estimate, std_error,
    conf_low, conf_high, conf_level, points_per_sd, n, n_effective, unit``. Draws are from the
    normal that means of this many answers have. Raises EstimationError for an item not in
    ``frame`` or that nobody answered.
    """
    own = np.ones(len(frame)) if weights is None else np.asarray(weights, dtype=float)
    absent = [item for item in items["item"] if item not in frame]
    if absent:
        raise EstimationError(f"the answers lack the item {absent[0]!r}, so it has no performance")
    empty = [item for item in items["item"] if frame[item].isna().all()]
    if empty:
        raise EstimationError(f"nobody answered the item {empty[0]!r}, so it has no performance")
    scores, sizes = {}, {}
    for construct, part in items.groupby("construct", sort=False):
        scores[str(construct)], sizes[str(construct)] = _score(frame, part)
    points = pd.DataFrame(scores)
    mean, covariance = _weighted_means(points.to_numpy(float), own)
    draws = rng.multivariate_normal(mean, covariance, size=n_draws, method="eigh")
    low, high = _percentiles(draws, confidence_level)
    known = points.notna().to_numpy()
    table = pd.DataFrame(
        {
            "term": list(points.columns),
            "stratum": "all",
            "estimate": mean,
            "std_error": np.sqrt(np.diag(covariance)),
            "conf_low": low,
            "conf_high": high,
            "conf_level": confidence_level,
            "points_per_sd": list(sizes.values()),
            "n": known.sum(axis=0),
            "n_effective": [effective_sample_size(own[column]) for column in known.T],
            "unit": POINTS,
        }
    )
    return Performance(tuple(points.columns), table, draws, pd.Series(sizes, dtype=float))


def build_importance_performance_map(
    paths: PathDraws,
    performance: Performance,
    *,
    target: str,
    constructs: tuple[str, ...],
    confidence_level: float,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Importance and performance of ``constructs`` for ``target``, and the quadrant of each.

    Importance: total effect, in points of ``target`` per point of the construct (both 0 to 100).
    The lines that part the quadrants are the means over ``constructs``, in every draw its own.
    Columns ``term, target, estimate`` (importance), ``std_error, conf_low, conf_high,
    standardised`` (total effect in standard deviations), ``performance, performance_low,
    performance_high, importance_line, performance_line, quadrant`` (improve_first: matters much,
    done worse; keep_up; low_priority; possible_excess), ``quadrant_share`` (of draws that agree),
    ``conf_level, n, n_draws, unit``. Raises EstimationError for an unknown construct.
    """
    at = [_position(performance, name) for name in constructs]
    total, importance, importances = _weigh_constructs(paths, performance, target, constructs)
    chosen = rng.integers(0, len(performance.draws), len(importances))
    performances = performance.draws[chosen][:, at]
    table = performance.table.iloc[at].reset_index(drop=True)
    own = table["estimate"].to_numpy(float)
    quadrant = _place(importance[None], own[None])[0]
    low, high = _percentiles(importances, confidence_level)
    return pd.DataFrame(
        {
            "term": constructs,
            "stratum": "all",
            "target": target,
            "estimate": importance,
            "std_error": importances.std(axis=0, ddof=1),
            "conf_low": low,
            "conf_high": high,
            "standardised": total,
            "performance": own,
            "performance_low": table["conf_low"],
            "performance_high": table["conf_high"],
            "importance_line": importance.mean(),
            "performance_line": own.mean(),
            "quadrant": quadrant,
            "quadrant_share": (_place(importances, performances) == quadrant).mean(axis=0),
            "conf_level": confidence_level,
            "n": paths.n,
            "n_draws": len(importances),
            "unit": "points per point",
            "method": paths.method,
        }
    )


def _weigh_constructs(
    paths: PathDraws, performance: Performance, target: str, constructs: tuple[str, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Total effects on ``target`` in standard deviations (k,), in points per point (k,), and the
    latter by draw (b, k)."""
    where = np.array([paths.position(name) for name in constructs])
    scale = performance.points_per_sd
    turn = np.array([scale[target] / scale[name] for name in constructs])
    total, drawn = paths.total_effects(target)
    return total[where], total[where] * turn, drawn[:, where] * turn


def _score(frame: pd.DataFrame, part: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Respondents' points (n,), and points per standard deviation of the construct."""
    answers = frame[part["item"].tolist()].to_numpy(float)
    low, high = part["low"].to_numpy(float), part["high"].to_numpy(float)
    loading = part["loading"].to_numpy(float)
    weight = np.abs(loading) / np.abs(loading).sum()
    points = 100 * (answers - low) / (high - low)
    known = ~np.isnan(points) * weight
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.nansum(points * weight, axis=1) / known.sum(axis=1)
    return score, float(weight @ (loading * np.nanstd(points, axis=0)))


def _weighted_means(points: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means over those who answered (k,), and their covariance (k, k)."""
    known = np.where(np.isnan(points), 0.0, weights[:, None])
    mean = np.nansum(points * known, axis=0) / known.sum(axis=0)
    influence = np.where(known > 0, points - mean, 0.0) * known / known.sum(axis=0)
    n = len(points)
    return mean, influence.T @ influence * n / max(n - 1, 1)


def _percentiles(draws: np.ndarray, confidence_level: float) -> tuple[np.ndarray, np.ndarray]:
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _place(importance: np.ndarray, performance: np.ndarray) -> np.ndarray:
    """Quadrant of each construct in each draw (b, k)."""
    matters = importance >= importance.mean(axis=1, keepdims=True)
    good = performance >= performance.mean(axis=1, keepdims=True)
    return np.asarray(np.select([matters & ~good, matters, ~good], [IMPROVE, KEEP, LOW], EXCESS))


def _position(performance: Performance, name: str) -> int:
    if name not in performance.constructs:
        raise EstimationError(
            f"{name!r} has no performance; there are {', '.join(performance.constructs)}"
        )
    return performance.constructs.index(name)
