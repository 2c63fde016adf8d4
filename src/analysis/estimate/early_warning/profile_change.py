"""Whether the customers scored now are distributed as those of an earlier run were.

Of the earlier run only its profile is left: counts by bin. Both runs are taken for independent
samples; most customers are in both, so that what is called moved has moved all the more surely.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.early_warning.drift import MATERIAL
from analysis.estimate.early_warning.profile import MISSING, OTHER
from analysis.estimate.log_rank import adjust_by_holm

COLUMNS = ["feature", "as_of", "n_bins", "psi", "by_chance", "p_value", "p_adjusted", "moved"]
_ADDED = 0.5  # customers added to every bin, so that an empty one has a share


def compare_profile(
    profile: pd.DataFrame,
    scored: pd.DataFrame,
    *,
    moving: Collection[str] = (),
    confidence_level: float = 0.95,
) -> pd.DataFrame:
    """The population stability index of every feature of ``profile`` that ``scored`` has too.

    ``profile``: of ``count_profile``, with ``as_of``; ``scored``: the landmark rows scored now;
    ``moving``: features that move with time by their nature, left out. Columns ``COLUMNS``, the
    largest index first. ``by_chance``: its mean without any change, (bins - 1)(1/n + 1/m);
    ``p_value`` from the chi-squared with bins - 1 degrees of freedom times (1/n + 1/m) (Yurdakul
    and Naranjo 2020, Journal of Risk Model Validation 14(4)); ``moved``: beyond chance (Holm over
    the features) and by ``MATERIAL`` more than by chance.
    """
    names = [name for name in profile["feature"].unique() if name in scored and name not in moving]
    rows = [_compare(profile[profile["feature"] == name], scored[name]) for name in names]
    frame = pd.DataFrame(rows, columns=COLUMNS[:6])
    if not len(frame):
        return frame.reindex(columns=COLUMNS)
    adjusted = adjust_by_holm(frame["p_value"].to_numpy(float))
    material = frame["psi"] - frame["by_chance"] >= MATERIAL
    told = frame.assign(p_adjusted=adjusted, moved=(adjusted < 1 - confidence_level) & material)
    return told.sort_values("psi", ascending=False, kind="stable", ignore_index=True)


def _compare(bins: pd.DataFrame, values: pd.Series) -> dict[str, object]:
    then, now = bins["count"].to_numpy(float), _count_like(bins, values)
    n_missing = len(values) - now.sum()
    if n_missing:  # what was never seen missing, or to be another value, before
        then, now = np.append(then, 0.0), np.append(now, n_missing)
    p, q = ((side + _ADDED) / (side + _ADDED).sum() for side in (then, now))
    psi, free = float(((p - q) * np.log(p / q)).sum()), len(then) - 1
    scale = 1 / max(then.sum(), 1) + 1 / max(now.sum(), 1)
    return {
        "feature": bins["feature"].iloc[0],
        "as_of": bins["as_of"].iloc[0],
        "n_bins": len(then),
        "psi": psi,
        "by_chance": free * scale,
        "p_value": float(stats.chi2.sf(psi / scale, free)) if free else 1.0,
    }


def _count_like(bins: pd.DataFrame, values: pd.Series) -> np.ndarray:
    """``values`` counted in the bins of an earlier run; those that fit in none are left out."""
    numeric = bins["upper"].notna().to_numpy()
    if numeric.any():
        return _count_numbers(bins, numeric, values.to_numpy(dtype=float, na_value=np.nan))
    known = values.dropna().astype(str)
    counts = known.value_counts().reindex(bins["bin"]).fillna(0.0).to_numpy()
    own = bins["bin"].to_numpy()
    counts = np.where(own == OTHER, (~known.isin(bins["bin"])).sum(), counts)
    return np.where(own == MISSING, values.isna().sum(), counts).astype(float)


def _count_numbers(bins: pd.DataFrame, numeric: np.ndarray, values: np.ndarray) -> np.ndarray:
    counts = np.zeros(len(bins))
    known = values[np.isfinite(values)]
    place = np.searchsorted(bins["upper"].to_numpy()[numeric][:-1], known, side="left")
    counts[numeric] = np.bincount(place, minlength=int(numeric.sum()))
    counts[(bins["bin"] == MISSING).to_numpy()] = len(values) - len(known)
    return counts
