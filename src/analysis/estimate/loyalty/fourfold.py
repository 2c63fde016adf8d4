"""Loyalty in words against loyalty in deeds: true, latent, spurious or none.

Dick and Basu (1994), Customer loyalty: toward an integrated conceptual framework: relative attitude
(high or low) by repeat patronage (high or low).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.bridge.scores import ConstructPosteriors
from analysis.estimate.nonresponse import effective_sample_size
from analysis.estimate.proportions import wilson_interval

TRUE, LATENT, SPURIOUS, NONE = "true", "latent", "spurious", "none"
CELLS = (
    TRUE,
    LATENT,
    SPURIOUS,
    NONE,
)  # high-high, high attitude only, high behaviour only, low-low
LEAST_CUSTOMERS = 20
CUT_QUANTILES = (0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True)
class Fourfold:
    """Shares of the four kinds of loyalty; see ``estimate_fourfold``.

    ``cells`` (n,) is each customer's kind; ``cuts`` are attitude's and behaviour's, a value at or
    above which is high; ``cut_rule`` is "median" or "stated" for each.
    """

    table: pd.DataFrame
    cells: np.ndarray
    cuts: tuple[float, float]
    cut_rule: tuple[str, str]


def estimate_fourfold(
    attitude: np.ndarray,
    behaviour: np.ndarray,
    *,
    confidence_level: float,
    attitude_cut: float | None = None,
    behaviour_cut: float | None = None,
    weights: np.ndarray | None = None,
    by: Sequence[str] | None = None,
) -> Fourfold:
    """Shares of customers with true, latent, spurious and no loyalty.

    One entry per customer, none missing: ``attitude`` and ``behaviour`` on any scale, high meaning
    loyal. A cut left open is the weighted median. ``by``: each customer's segment, for rows by
    segment with the same cuts. ``table``: ``term`` (kind), ``stratum`` ("all" or the segment),
    ``estimate`` (share), ``std_error, conf_low, conf_high`` (simultaneous for the four shares),
    ``conf_level, n, n_events, n_effective, expected`` (share if words and deeds were unrelated),
    ``attitude_cut, behaviour_cut, unit, method``.

    Raises EstimationError with fewer than 20 customers, missing values, or a cut with nobody on one
    side. Goodman (1965), On simultaneous confidence intervals for multinomial proportions.
    """
    own = np.ones(len(attitude)) if weights is None else np.asarray(weights, dtype=float)
    attitude, behaviour = np.asarray(attitude, dtype=float), np.asarray(behaviour, dtype=float)
    _check_values(attitude, behaviour)
    rules = tuple("median" if cut is None else "stated" for cut in (attitude_cut, behaviour_cut))
    cuts = (
        weighted_quantile(attitude, own, 0.5) if attitude_cut is None else attitude_cut,
        weighted_quantile(behaviour, own, 0.5) if behaviour_cut is None else behaviour_cut,
    )
    high = attitude >= cuts[0], behaviour >= cuts[1]
    for name, side, cut in zip(("attitude", "behaviour"), high, cuts, strict=True):
        if side.all() or not side.any():
            where = "below" if side.all() else "at or above"
            raise EstimationError(
                f"{name}: no customer of {len(side):,} is {where} the cut {cut:g}, so loyalty "
                "cannot be told apart; choose another cut"
            )
    cells = name_cells(*high)
    strata = {"all": np.ones(len(cells), dtype=bool)}
    if by is not None:
        groups = np.asarray(by, dtype=object)
        strata |= {str(level): groups == level for level in pd.unique(groups)}
    table = pd.concat(
        [
            _tabulate(cells[rows], own[rows], name, confidence_level)
            for name, rows in strata.items()
        ],
        ignore_index=True,
    )
    table = table.assign(attitude_cut=cuts[0], behaviour_cut=cuts[1])
    return Fourfold(table, cells, cuts, (rules[0], rules[1]))


def name_cells(high_attitude: np.ndarray, high_behaviour: np.ndarray) -> np.ndarray:
    """The kind of loyalty of every customer."""
    words = [high_attitude & high_behaviour, high_attitude, high_behaviour]
    return np.asarray(np.select(words, [TRUE, LATENT, SPURIOUS], default=NONE))


def check_cut_points(
    attitude: np.ndarray,
    behaviour: np.ndarray,
    *,
    weights: np.ndarray | None = None,
    quantiles: Sequence[float] = CUT_QUANTILES,
) -> pd.DataFrame:
    """Shares under every pair of cuts at ``quantiles`` (weighted): ``attitude_quantile,
    behaviour_quantile, attitude_cut, behaviour_cut, term`` (kind), ``estimate, unit``; and
    ``surplus``: the share of true loyalty beyond that of unrelated words and deeds, which, unlike
    the shares, does not follow from where the cuts are put."""
    own = np.ones(len(attitude)) if weights is None else np.asarray(weights, dtype=float)
    rows = []
    for first in quantiles:
        cut = weighted_quantile(attitude, own, first)
        for second in quantiles:
            other = weighted_quantile(behaviour, own, second)
            cells = name_cells(attitude >= cut, behaviour >= other)
            shares = _shares(cells, own)
            words, deeds = shares[0] + shares[1], shares[0] + shares[2]
            rows += [
                {
                    "attitude_quantile": first,
                    "behaviour_quantile": second,
                    "attitude_cut": cut,
                    "behaviour_cut": other,
                    "term": kind,
                    "estimate": share,
                    "surplus": shares[0] - words * deeds,
                }
                for kind, share in zip(CELLS, shares, strict=True)
            ]
    return pd.DataFrame(rows).assign(stratum="all", n=len(own), unit="probability")


def correct_fourfold(
    scores: ConstructPosteriors,
    behaviour: np.ndarray,
    *,
    behaviour_cut: float | None = None,
    confidence_level: float,
    rng: np.random.Generator,
    weights: np.ndarray | None = None,
    n_draws: int = 100,
) -> pd.DataFrame:
    """Shares when attitude is known only up to its measurement error (attitude cut at its median).

    ``scores`` of one construct; plausible values are drawn given items and behaviour, and shares
    combined by Rubin's rules. Per kind: ``term, estimate`` (corrected share), ``std_error,
    conf_low, conf_high, conf_level, uncorrected`` (from scores taken as attitude), ``same_kind``
    (of all customers, the share whose kind is the same by score and by draw), ``n, n_draws,
    fraction_missing`` (of the variance, due to measurement), ``unit, method``.

    Mislevy (1991); Rubin (1987).
    """
    own = np.ones(len(behaviour)) if weights is None else np.asarray(weights, dtype=float)
    behaviour = np.asarray(behaviour, dtype=float)
    _check_values(scores.means[:, 0], behaviour)
    cut = weighted_quantile(behaviour, own, 0.5) if behaviour_cut is None else behaviour_cut
    high = behaviour >= cut
    naive = name_cells(_above_median(scores.means[:, 0], own), high)
    draws = scores.condition_on(_rank_normal(behaviour)[:, None]).draw(n_draws, rng)
    drawn = np.stack([name_cells(_above_median(one[:, 0], own), high) for one in draws])
    combined = _combine_draws(np.stack([_shares(cells, own) for cells in drawn]), own)
    low, high_limit = wilson_interval(
        combined["estimate"] * combined["worth"],
        combined["worth"],
        confidence_level=confidence_level,
    )
    return pd.DataFrame(
        {
            "term": CELLS,
            "stratum": "all",
            "estimate": combined["estimate"],
            "std_error": combined["std_error"],
            "conf_low": low,
            "conf_high": high_limit,
            "conf_level": confidence_level,
            "uncorrected": _shares(naive, own),
            "same_kind": float(np.average((drawn == naive).mean(axis=0), weights=own)),
            "n": len(own),
            "n_draws": n_draws,
            "fraction_missing": combined["fraction_missing"],
            "unit": "probability",
            "method": "plausible values, Rubin's rules",
        }
    )


def _combine_draws(shares: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Rubin's rules over ``shares`` (draws, kinds); ``worth`` is how many customers, asked without
    error, would tell as much."""
    size, n_draws = effective_sample_size(weights), len(shares)
    mean, between = shares.mean(axis=0), shares.var(axis=0, ddof=1) * (1 + 1 / n_draws)
    within = mean * (1 - mean) / size
    error = np.sqrt(within + between)
    some = np.where(error > 0, error, 1) ** 2
    return {
        "estimate": mean,
        "std_error": error,
        "worth": np.where(error > 0, mean * (1 - mean) / some, size),
        "fraction_missing": between / some,
    }


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """The least value with at least ``share`` of the weight at or below it, or, where that leaves
    nobody below it, the next one up."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    cut = values[order][min(int(np.searchsorted(reached, share)), len(values) - 1)]
    higher = values[values > cut]
    return float(higher.min() if cut == values.min() and len(higher) else cut)


def _above_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(values >= weighted_quantile(values, weights, 0.5))


def _rank_normal(values: np.ndarray) -> np.ndarray:
    """Behaviour on a normal scale, so that its relation to attitude is about straight."""
    return np.asarray(stats.norm.ppf((stats.rankdata(values) - 0.5) / len(values)))


def _check_values(attitude: np.ndarray, behaviour: np.ndarray) -> None:
    for name, values in (("attitude", attitude), ("behaviour", behaviour)):
        missing = int((~np.isfinite(values)).sum())
        if missing:
            raise EstimationError(
                f"{name} is missing for {missing:,} of {len(values):,} customers; leave them out"
            )
    if len(attitude) != len(behaviour) or len(attitude) < LEAST_CUSTOMERS:
        raise EstimationError(
            f"{len(attitude):,} attitudes and {len(behaviour):,} behaviours; a fourfold table "
            f"needs one each for at least {LEAST_CUSTOMERS} customers"
        )


def _shares(cells: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.array([weights[cells == kind].sum() for kind in CELLS]) / weights.sum()


def _tabulate(
    cells: np.ndarray, weights: np.ndarray, stratum: str, confidence_level: float
) -> pd.DataFrame:
    shares = _shares(cells, weights)
    size = effective_sample_size(weights)
    # Goodman's intervals are Wilson's at a level shared out among the kinds
    each = 1 - (1 - confidence_level) / len(CELLS)
    low, high = wilson_interval(shares * size, size, confidence_level=each)
    words, deeds = shares[0] + shares[1], shares[0] + shares[2]
    expected = [words * deeds, words * (1 - deeds), (1 - words) * deeds, (1 - words) * (1 - deeds)]
    return pd.DataFrame(
        {
            "term": CELLS,
            "stratum": stratum,
            "estimate": shares,
            "std_error": np.sqrt(shares * (1 - shares) / size),
            "conf_low": low,
            "conf_high": high,
            "conf_level": confidence_level,
            "n": len(cells),
            "n_events": [int((cells == kind).sum()) for kind in CELLS],
            "n_effective": size,
            "expected": expected,
            "unit": "probability",
            "method": "goodman, simultaneous",
        }
    )
