"""The purchase rhythm: how long until the next purchase, and who still returns after a silence.

Two distributions of the time to the next purchase are kept apart. Completed gaps alone are too
short: long gaps are seen only when there was time to complete them, and customers who never came
back have none. Kaplan-Meier counts the open gaps too, as longer than what has been seen of them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.proportions import estimate_proportions, wilson_interval

N_DRAWS = 1000
GAP_PROBABILITIES = (0.5, 0.75, 0.9, 0.975)
_CURVE_COLUMNS = ("stratum", "time", "estimate", "conf_low", "conf_high")
_QUANTILE_COLUMNS = (*_CURVE_COLUMNS, "term", "conf_level", "n", "n_events", "unit", "method")
UNLIKELY = 0.10  # a return is called unlikely when fewer than 1 in 10 come back


@dataclass(frozen=True)
class GapDistributions:
    """Time in days to the next purchase.

    ``quantiles`` is tidy: term ``quantile``, ``time`` the probability, stratum ``completed`` or
    ``all``, infinite where the curve does not reach the probability; ``n`` gaps, ``n_events`` of
    them completed. ``curves`` has, for both strata, the share who bought by ``time`` (days), with
    its interval. Both are empty when nobody bought on a second day: there is no rhythm then.
    """

    quantiles: pd.DataFrame
    curves: pd.DataFrame

    @property
    def recency_cuts(self) -> tuple[float, ...]:
        """Quantiles of the completed gaps, in days; none when there are no such gaps."""
        rows = self.quantiles[self.quantiles["stratum"] == "completed"]
        return tuple(float(days) for days in rows["estimate"])


def estimate_gap_distributions(
    counts: pd.DataFrame, *, confidence_level: float, rng: np.random.Generator
) -> GapDistributions:
    """Distributions of the gap to the next purchase, with and without the open gaps.

    ``counts`` has ``bucket, gap, n_completed, n_open`` (gap in days). Intervals are percentiles of
    a bootstrap that draws whole buckets of customers again, because one customer's gaps are alike.

    Kaplan and Meier (1958); Davison and Hinkley (1997), 3.8 and 5.3.
    """
    if not counts["n_completed"].sum():
        return GapDistributions(
            pd.DataFrame(columns=list(_QUANTILE_COLUMNS)),
            pd.DataFrame(columns=list(_CURVE_COLUMNS)),
        )
    completed, open_, times = _tabulate(counts)
    weights = _draw_weights(len(completed), rng)
    events, leaving = weights @ completed, weights @ (completed + open_)
    by_then = {"completed": _distribution(events), "all": _kaplan_meier(events, leaving)}
    tail = (1 - confidence_level) / 2
    quantiles = [
        _quantile_row(name, share, times, probability, tail)
        for name, share in by_then.items()
        for probability in GAP_PROBABILITIES
    ]
    sizes = {"completed": int(completed.sum()), "all": int((completed + open_).sum())}
    tidy = pd.DataFrame(quantiles, columns=list(_CURVE_COLUMNS))
    return GapDistributions(
        quantiles=tidy.assign(
            term="quantile",
            conf_level=confidence_level,
            n=tidy["stratum"].map(sizes),
            n_events=sizes["completed"],
            unit="day",
            method=tidy["stratum"].map({"completed": "empirical", "all": "kaplan_meier"}),
        ),
        curves=pd.concat([_curve(name, share, times, tail) for name, share in by_then.items()]),
    )


def estimate_returns_by_silence(counts: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """The chance of a purchase within the watch period, by the silence so far.

    ``counts`` has ``watch_days, silence_from, silence_to, n_watched, n_returned, n_now``. One tidy
    row for every band in which somebody was watched; ``time`` is where the band begins (days).
    """
    watched = counts[counts["n_watched"] > 0].reset_index(drop=True)
    rows = estimate_proportions(
        watched, n_events="n_returned", n="n_watched", confidence_level=confidence_level
    )
    return rows.assign(
        term="return_after_silence", stratum="all", time=rows["silence_from"].astype(float)
    )


def find_unlikely_silence(returns: pd.DataFrame, *, minimum_cell: int) -> pd.DataFrame:
    """The silence from which on a return is unlikely; one tidy row, or none.

    ``estimate`` (days) is the start of the first band, of those with ``minimum_cell`` customers or
    more, whose upper limit is below ``limit`` (1 in 10), if that holds for all longer silences
    together as well and no later band lies above the limit with its whole interval. No row when no
    silence on record is like that.
    """
    enough = returns[returns["n"] >= minimum_cell].sort_values("time", ascending=False)
    if enough.empty:
        return pd.DataFrame(columns=["time", "conf_level", "watch_days", "n", "estimate", "limit"])
    _, longer_high = wilson_interval(
        enough["n_events"].cumsum().to_numpy(),
        enough["n"].cumsum().to_numpy(),
        confidence_level=float(enough["conf_level"].iloc[0]),
    )
    never_above = np.logical_and.accumulate((enough["conf_low"] < UNLIKELY).to_numpy())
    unlikely = (enough["conf_high"] < UNLIKELY).to_numpy() & (longer_high < UNLIKELY) & never_above
    return (
        enough[unlikely]
        .tail(1)[["time", "conf_level", "watch_days", "n"]]
        .assign(estimate=lambda row: row["time"], term="unlikely_silence", stratum="all")
        .assign(unit="day", limit=UNLIKELY)
    )


def estimate_returns_of_lost(counts: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """For every definition of churn, the share of customers called lost who bought again.

    ``counts`` has ``rule, watch_days, n_lost, n_back, n_watched, n_returned``. Tidy, one row a
    rule: ``estimate`` is the share within the watch period, among those watched for all of it;
    ``expected``, ``expected_low`` and ``expected_high`` the same in customers, of all called lost.
    """
    rows = estimate_proportions(
        counts, n_events="n_returned", n="n_watched", confidence_level=confidence_level
    )
    lost = rows["n_lost"].astype(float)
    return rows.assign(
        term="return_of_lost",
        stratum=rows["rule"],
        time=rows["watch_days"].astype(float),
        expected=lost * rows["estimate"],
        expected_low=lost * rows["conf_low"],
        expected_high=lost * rows["conf_high"],
    )


def estimate_second_purchase(counts: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """The share of new customers who buy again on a later day within the watch period."""
    rows = estimate_proportions(
        counts, n_events="n_returned", n="n_watched", confidence_level=confidence_level
    )
    return rows.assign(term="second_purchase", stratum="all", time=rows["watch_days"].astype(float))


def _tabulate(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Completed and open gaps as matrices of bucket by gap, and the gaps from 1 day on."""
    buckets = counts["bucket"].to_numpy(dtype=int)
    gaps = counts["gap"].to_numpy(dtype=int)
    shape = (buckets.max(initial=-1) + 1, gaps.max(initial=0) + 1)
    completed, open_ = np.zeros(shape), np.zeros(shape)
    completed[buckets, gaps] = counts["n_completed"].to_numpy(dtype=float)
    open_[buckets, gaps] = counts["n_open"].to_numpy(dtype=float)
    return completed[:, 1:], open_[:, 1:], np.arange(1, shape[1])


def _draw_weights(n_buckets: int, rng: np.random.Generator) -> np.ndarray:
    """How often each bucket counts: once in row 0, the data; as drawn in the rows after it."""
    drawn = rng.multinomial(n_buckets, np.full(n_buckets, 1 / n_buckets), size=N_DRAWS)
    return np.vstack([np.ones(n_buckets), drawn])


def _distribution(events: np.ndarray) -> np.ndarray:
    total = events.sum(axis=1, keepdims=True)
    return np.cumsum(events, axis=1) / np.where(total > 0, total, np.nan)


def _kaplan_meier(events: np.ndarray, leaving: np.ndarray) -> np.ndarray:
    at_risk = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1]
    hazard = np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0)
    return 1 - np.cumprod(1 - hazard, axis=1)


def _quantile_row(
    stratum: str, share: np.ndarray, times: np.ndarray, probability: float, tail: float
) -> dict[str, object]:
    """First time at which the share reaches ``probability``; row 0 is the data, the rest draws."""
    reached = share >= probability - 1e-12
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), len(times))
    values = np.append(times.astype(float), np.inf)[first]
    draws = np.sort(values[1:])
    low, high = (draws[round(p * (len(draws) - 1))] for p in (tail, 1 - tail))
    return {
        "stratum": stratum,
        "time": probability,
        "estimate": values[0],
        "conf_low": low,
        "conf_high": high,
    }


def _curve(stratum: str, share: np.ndarray, times: np.ndarray, tail: float) -> pd.DataFrame:
    low, high = np.quantile(share[1:], [tail, 1 - tail], axis=0)
    return pd.DataFrame(
        {
            "stratum": stratum,
            "time": times.astype(float),
            "estimate": share[0],
            "conf_low": low,
            "conf_high": high,
        }
    )
