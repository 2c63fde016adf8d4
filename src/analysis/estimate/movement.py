"""What moved between two runs: the estimates of both, matched, and which differ beyond chance.

Both runs are taken for samples of their own. They are not: most customers are in both, so that
their errors go up and down together and the error of a change is smaller than is said here. What
is called moved has moved all the more surely; a small movement may go unseen.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

KEYS = ("analysis", "term", "stratum", "time", "unit")
RATIO_UNITS = ("hazard ratio", "rate ratio", "odds ratio", "ratio")
METHOD = "MOVER, Benjamini-Hochberg"
_SIDES = ("estimate", "conf_low", "conf_high")


@dataclass(frozen=True)
class Movement:
    """``changes`` has one row per estimate that both runs give once; see ``estimate_movement``.

    ``n_gone`` estimates are in the earlier run only, ``n_new`` in this one only, ``n_unclear``
    occur several times under one name and cannot be matched.
    """

    changes: pd.DataFrame
    n_gone: int = 0
    n_new: int = 0
    n_unclear: int = 0

    @property
    def moved(self) -> pd.DataFrame:
        """Changes beyond chance, the surest first."""
        found = self.changes[self.changes["moved"].fillna(False).astype(bool)]
        return found.sort_values("p_value", kind="stable")

    @property
    def n_unmatched(self) -> int:
        """Estimates that only one of the runs has."""
        return self.n_gone + self.n_new

    @property
    def records(self) -> pd.DataFrame:
        """``changes`` as they are kept among the estimates: the analysis is part of the term."""
        term = self.changes["analysis"] + ": " + self.changes["term"]
        return self.changes.assign(term=term.astype("string"))


def estimate_movement(
    before: pd.DataFrame,
    now: pd.DataFrame,
    *,
    analyses: Collection[str],
    confidence_level: float,
) -> Movement:
    """The change of every estimate of ``analyses`` from one run to the next.

    Both frames have the columns of ``results.ESTIMATE_COLUMNS``; rows are matched by ``KEYS``.
    ``changes``: ``KEYS``; ``before, before_low, before_high, now, now_low, now_high`` at
    ``confidence_level``; ``estimate, conf_low, conf_high``: the difference, or the ratio where
    ``scale`` says so; ``statistic, p_value``; ``p_adjusted`` over all that have one; ``moved``,
    missing where no error is known; ``same``: value and limits are as before, and no test is made.

    The interval joins those of the two estimates, whatever their shape: Zou and Donner (2008),
    Construction of confidence limits about effect measures, with the runs as if independent; the
    test is its inversion on the side of zero. Adjusted so that of the estimates said to have moved
    at most 1 - ``confidence_level`` are false alarms on average (Benjamini and Hochberg, 1995).
    """
    early, late = (_choose(frame, analyses) for frame in (before, now))
    once = [frame[~frame.duplicated(list(KEYS), keep=False)] for frame in (early, late)]
    both = once[0].merge(once[1], on=list(KEYS), suffixes=("_before", "_now"))
    return Movement(
        changes=_compare(both, confidence_level),
        n_gone=len(once[0]) - len(both),
        n_new=len(once[1]) - len(both),
        n_unclear=len(late) - len(once[1]),
    )


def _choose(frame: pd.DataFrame, analyses: Collection[str]) -> pd.DataFrame:
    chosen = frame[(frame["kind"] == "estimate") & frame["analysis"].isin(list(analyses))]
    chosen = chosen[chosen["estimate"].notna()]
    # a time is a number that was computed: the twelfth digit is no difference
    keys = {name: chosen[name].fillna("") for name in KEYS if name != "time"}
    return chosen.assign(**keys, time=chosen["time"].astype(float).round(6).fillna(-1.0))


def _compare(both: pd.DataFrame, confidence_level: float) -> pd.DataFrame:
    ratio = both["unit"].isin(RATIO_UNITS).to_numpy()
    sides = {when: _limits(both, when, confidence_level) for when in ("before", "now")}
    same = np.all(
        [_equal(sides["before"][:, side], sides["now"][:, side]) for side in range(3)], axis=0
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = {when: np.where(ratio[:, None], np.log(x), x) for when, x in sides.items()}
    change, low, high = _join(scaled["before"], scaled["now"])
    z = stats.norm.ppf((1 + confidence_level) / 2)
    statistic = _invert(change, low, high, z)
    p_value = np.where(same, np.nan, 2 * stats.norm.sf(np.abs(statistic)))
    frame = both[list(KEYS)].assign(
        **{
            f"{when}{side.removeprefix('conf').replace('estimate', '')}": x[:, place]
            for when, x in sides.items()
            for place, side in enumerate(_SIDES)
        },
        **dict(zip(_SIDES, _unscale(np.stack([change, low, high], axis=1), ratio).T, strict=True)),
        conf_level=confidence_level,
        scale=np.where(ratio, "ratio", "difference"),
        statistic=statistic,
        p_value=p_value,
        p_adjusted=_adjust(p_value),
        same=same,
        n=both["n_now"],
        method=METHOD,
    )
    moved = pd.Series(frame["p_adjusted"] < 1 - confidence_level, dtype="boolean")
    frame["moved"] = moved.mask(frame["p_adjusted"].isna() & ~frame["same"])
    frame["time"] = frame["time"].replace(-1.0, np.nan)
    return frame


def _limits(both: pd.DataFrame, when: str, confidence_level: float) -> np.ndarray:
    """Estimate and limits at ``confidence_level``, shape (n, 3); limits from the standard error
    where no interval was recorded."""
    value, low, high, error, level = (
        both[f"{name}_{when}"].to_numpy(float, na_value=np.nan)
        for name in (*_SIDES, "std_error", "conf_level")
    )
    z = stats.norm.ppf((1 + confidence_level) / 2)
    scale = z / stats.norm.ppf((1 + np.where(np.isnan(level), confidence_level, level)) / 2)
    unstated = np.isnan(low) & np.isnan(high)
    value = np.where(np.isfinite(value), value, np.nan)  # a median that was not reached
    below = np.where(unstated, z * error, scale * (value - low))
    above = np.where(unstated, z * error, scale * (high - value))
    return np.stack([value, value - below, value + above], axis=1)


def _join(before: np.ndarray, now: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    change = now[:, 0] - before[:, 0]
    low = change - np.hypot(now[:, 0] - now[:, 1], before[:, 2] - before[:, 0])
    high = change + np.hypot(now[:, 2] - now[:, 0], before[:, 0] - before[:, 1])
    return change, low, high


def _invert(change: np.ndarray, low: np.ndarray, high: np.ndarray, z: float) -> np.ndarray:
    """The change in standard errors of its side of zero; missing where that side is unknown."""
    width = np.where(change > 0, change - low, high - change)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = change / (width / z)
    return np.where(np.isfinite(width) & (width > 0), statistic, np.nan)


def _unscale(values: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    return np.where(ratio[:, None], np.exp(np.where(ratio[:, None], values, 0.0)), values)


def _equal(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.isclose(one, other, rtol=1e-9, atol=0, equal_nan=True)


def _adjust(p_value: np.ndarray) -> np.ndarray:
    adjusted = np.full(len(p_value), np.nan)
    known = ~np.isnan(p_value)
    if known.any():
        adjusted[known] = stats.false_discovery_control(p_value[known])
    return adjusted
