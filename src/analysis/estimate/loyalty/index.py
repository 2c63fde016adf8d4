"""A loyalty index of stated parts and weights, from 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.nonresponse import effective_sample_size
from analysis.estimate.survival import normal_quantile

LEAST_WEIGHT_KNOWN = 0.5


@dataclass(frozen=True)
class IndexPart:
    """One part: ``column`` at ``low`` counts 0, at ``high`` 100, straight between, cut beyond."""

    column: str
    weight: float
    low: float
    high: float


@dataclass(frozen=True)
class LoyaltyIndex:
    """``values`` (n,): points of every customer, missing where under half the weight is known;
    ``estimates`` and ``parts`` as ``estimate_loyalty_index`` says."""

    values: np.ndarray
    estimates: pd.DataFrame
    parts: pd.DataFrame


def score_parts(frame: pd.DataFrame, parts: Sequence[IndexPart]) -> pd.DataFrame:
    """Each part in points from 0 to 100 (customers x parts). Raises EstimationError for an absent
    column, weights that are not positive, or limits that do not rise."""
    points = {}
    for part in parts:
        if part.column not in frame:
            raise EstimationError(f"the loyalty index lacks its column {part.column!r}")
        if not part.weight > 0 or not part.high > part.low:
            raise EstimationError(
                f"loyalty index, part {part.column!r}: weight {part.weight:g} must be above 0 and "
                f"limit {part.high:g} above {part.low:g}"
            )
        share = (frame[part.column].astype(float) - part.low) / (part.high - part.low)
        points[part.column] = 100 * share.clip(0, 1)
    return pd.DataFrame(points, index=frame.index)


def estimate_loyalty_index(
    frame: pd.DataFrame,
    parts: Sequence[IndexPart],
    *,
    confidence_level: float,
    segments: Sequence[str] = (),
    weights: np.ndarray | None = None,
) -> LoyaltyIndex:
    """The mean of the index, of everyone and by segment, and of its parts.

    ``frame``: one row per customer. The weights of missing parts go to the known ones. In
    ``estimates``: ``term`` "loyalty_index", ``stratum`` ("all" or "region=north"), ``estimate``
    (weighted mean, points), ``std_error, conf_low, conf_high, conf_level, n, n_effective, unit``;
    in ``parts`` the same for each part, with ``weight`` (shares adding up to 1), ``low, high``
    and ``without``: the index mean if that part were left out. Raises EstimationError when nobody
    has an index.
    """
    points = score_parts(frame, parts)
    own = np.ones(len(frame)) if weights is None else np.asarray(weights, dtype=float)
    shares = np.array([part.weight for part in parts]) / sum(part.weight for part in parts)
    values = _combine(points.to_numpy(float), shares)
    if np.isnan(values).all():
        raise EstimationError("no customer has half of the loyalty index's parts known")
    rows = [_mean("loyalty_index", "all", values, own, confidence_level)]
    for segment in segments:
        for level, at in frame.groupby(segment, sort=True).indices.items():
            stratum = f"{segment}={level}"
            rows.append(_mean("loyalty_index", stratum, values[at], own[at], confidence_level))
    return LoyaltyIndex(
        values, pd.DataFrame(rows), _summarise_parts(points, parts, shares, (own, confidence_level))
    )


def _combine(points: np.ndarray, shares: np.ndarray) -> np.ndarray:
    known = ~np.isnan(points) * shares
    total = known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(points * shares, axis=1) / total
    return np.where(total >= LEAST_WEIGHT_KNOWN - 1e-12, mean, np.nan)


def _summarise_parts(
    points: pd.DataFrame,
    parts: Sequence[IndexPart],
    shares: np.ndarray,
    facts: tuple[np.ndarray, float],
) -> pd.DataFrame:
    weights, confidence_level = facts
    rows = []
    for number, part in enumerate(parts):
        own = points[part.column].to_numpy(float)
        rest = np.delete(np.arange(len(parts)), number)
        without = np.nan
        if len(rest):
            others = _combine(points.to_numpy(float)[:, rest], shares[rest] / shares[rest].sum())
            seen = ~np.isnan(others)
            without = (
                float(np.average(others[seen], weights=weights[seen])) if seen.any() else np.nan
            )
        row = _mean(part.column, "all", own, weights, confidence_level)
        extra = {"weight": shares[number], "low": part.low, "high": part.high, "without": without}
        rows.append(row | extra)
    return pd.DataFrame(rows)


def _mean(
    term: str, stratum: str, values: np.ndarray, weights: np.ndarray, confidence_level: float
) -> dict[str, object]:
    """Weighted mean and its standard error by linearisation."""
    seen = ~np.isnan(values)
    own, known = weights[seen], values[seen]
    n = len(known)
    mean = float(np.average(known, weights=own)) if n else np.nan
    error = np.nan
    if n > 1:
        rest = own * (known - mean)
        error = float(np.sqrt(rest @ rest * n / (n - 1)) / own.sum())
    margin = normal_quantile(confidence_level) * error
    return {
        "term": term,
        "stratum": stratum,
        "estimate": mean,
        "std_error": error,
        "conf_low": max(mean - margin, 0.0) if n > 1 else np.nan,
        "conf_high": min(mean + margin, 100.0) if n > 1 else np.nan,
        "conf_level": confidence_level,
        "n": n,
        "n_effective": effective_sample_size(own) if n else 0.0,
        "unit": "points (0 to 100)",
    }
