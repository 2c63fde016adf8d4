"""Who is at risk when: the counts from which every non-parametric estimate follows.

A customer is at risk at time ``t`` when ``entry < t <= tenure``; an event and a censoring at the
same time are ordered event first.
"""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError

DURATION_COLUMNS = ("entry", "tenure", "event_observed")
COUNT_COLUMNS = ("stratum", "time", "n_entered", "n_events", "n_censored")
MINIMUM_AT_RISK = 10


def check_durations(durations: pd.DataFrame) -> None:
    """Raise EstimationError when ``durations`` cannot carry a survival model.

    Wants the columns ``entry``, ``tenure`` and ``event_observed`` without missing values,
    ``tenure > entry >= 0``, at least two customers and at least one observed event.
    """
    absent = [name for name in DURATION_COLUMNS if name not in durations]
    if absent:
        raise EstimationError(f"durations lack the column {', '.join(absent)}")
    if len(durations) < 2:
        raise EstimationError(
            f"durations hold {len(durations)} customer; survival needs at least two: "
            "widen the study or the filter"
        )
    for name in DURATION_COLUMNS:
        n_missing = int(durations[name].isna().sum())
        if n_missing:
            raise EstimationError(f"column {name!r} is missing in {n_missing:,} rows of durations")
    _check_order(durations)
    if not durations["event_observed"].astype(bool).any():
        raise EstimationError(
            f"column 'event_observed' is false in all {len(durations):,} rows: nobody left, so "
            "nothing about leaving can be estimated; check the churn definition or wait longer"
        )


def _check_order(durations: pd.DataFrame) -> None:
    backwards = (durations["tenure"] <= durations["entry"]) | (durations["entry"] < 0)
    if backwards.any():
        raise EstimationError(
            f"column 'tenure' is not after 'entry', or 'entry' is negative, in "
            f"{int(backwards.sum()):,} rows of durations; drop or mend them in preparation"
        )


def count_times(durations: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Rows of customers to counts: one row per stratum and time at which anything happens.

    Returns ``stratum`` (text, "all" when ``by`` is None), ``time``, ``n_entered``, ``n_events``,
    ``n_censored``; nothing is lost for estimators that need risk sets only.
    """
    event = durations["event_observed"].astype(bool)
    stratum = pd.Series("all", index=durations.index) if by is None else durations[by].astype(str)
    entered = pd.DataFrame({"stratum": stratum, "time": durations["entry"], "n_entered": 1})
    exits = pd.DataFrame(
        {
            "stratum": stratum,
            "time": durations["tenure"],
            "n_events": event.astype(int),
            "n_censored": (~event).astype(int),
        }
    )
    stacked = pd.concat([entered, exits], ignore_index=True).fillna(0)
    counts = stacked.groupby(["stratum", "time"], sort=True, as_index=False).sum()
    whole = dict.fromkeys(COUNT_COLUMNS[2:], np.int64)
    return counts.astype(whole)[list(COUNT_COLUMNS)]


def build_risk_sets(counts: pd.DataFrame, *, start: float = 0) -> pd.DataFrame:
    """``counts`` with ``n_at_risk``, the customers at risk just before each time.

    ``counts`` has the columns of :func:`count_times`. With ``start`` above 0 the risk sets are
    those of customers still there at ``start``: what is estimated is conditional on that.
    Strata keep the order of their first row; times ascend within each. Raises EstimationError
    for missing columns, negative or missing counts, fewer than two customers or no event.
    """
    _check_counts(counts)
    order = pd.Index(counts["stratum"].unique())
    frame = counts[list(COUNT_COLUMNS)].copy()
    frame["stratum"] = pd.Categorical(frame["stratum"], categories=order)
    frame = frame.groupby(["stratum", "time"], observed=True, as_index=False).sum()
    frame["stratum"] = frame["stratum"].astype(str)
    if start > 0:
        frame = _condition_on_start(frame, start)
    n_exits = frame["n_events"] + frame["n_censored"]
    net = frame["n_entered"] - n_exits
    frame["n_at_risk"] = net.groupby(frame["stratum"], sort=False).cumsum() - net
    if (frame["n_at_risk"] < n_exits).any():
        row = frame[frame["n_at_risk"] < n_exits].iloc[0]
        raise EstimationError(
            f"counts: more customers leave stratum {row['stratum']!r} at time {row['time']} than "
            "are at risk; column 'n_entered' must count every customer at the entry time"
        )
    return frame


def _check_counts(counts: pd.DataFrame) -> None:
    absent = [name for name in COUNT_COLUMNS if name not in counts]
    if absent:
        raise EstimationError(f"counts lack the column {', '.join(absent)}")
    numbers = counts[list(COUNT_COLUMNS[1:])].astype(float)
    faulty = (numbers.isna() | (numbers < 0)).any()
    if faulty.any():
        raise EstimationError(f"counts: column {faulty.idxmax()!r} is negative or missing")
    if counts["n_entered"].sum() < 2:
        raise EstimationError(
            f"counts hold {int(counts['n_entered'].sum())} customer; survival needs at least two"
        )
    if counts["n_events"].sum() == 0:
        raise EstimationError(
            "column 'n_events' is 0 in every row of counts: nobody left, so nothing about "
            "leaving can be estimated; check the churn definition or wait longer"
        )


def _condition_on_start(frame: pd.DataFrame, start: float) -> pd.DataFrame:
    """Customers present at ``start`` enter there; what happened up to ``start`` is forgotten."""
    early = frame["time"] <= start
    net = frame["n_entered"] - frame["n_events"] - frame["n_censored"]
    present = net[early].groupby(frame["stratum"][early], sort=False).sum()
    entering = pd.DataFrame(
        {
            "stratum": present.index,
            "time": start,
            "n_entered": present.to_numpy(),
            "n_events": 0,
            "n_censored": 0,
        }
    )
    kept = pd.concat([entering, frame[~early]], ignore_index=True)
    rank = {name: i for i, name in enumerate(frame["stratum"].unique())}
    kept = kept.assign(rank=kept["stratum"].map(rank)).sort_values(["rank", "time"])
    return kept.drop(columns="rank").reset_index(drop=True)


def find_safe_start(counts: pd.DataFrame, *, minimum_at_risk: int = MINIMUM_AT_RISK) -> float:
    """The earliest time from which no risk set is thin merely because customers enter later.

    With left truncation the first risk sets can hold one or two customers, and one loss among
    them sends a survival function to zero for ever. 0 when nobody enters late.
    """
    sets = build_risk_sets(counts)
    to_come = sets.groupby("stratum", sort=False)["n_entered"].transform(
        lambda n: n[::-1].cumsum()[::-1] - n
    )
    entered_late = sets.groupby("stratum", sort=False)["time"].transform("min")
    thin = (sets["n_events"] > 0) & (to_come > 0) & (sets["n_at_risk"] < minimum_at_risk)
    starts = sets["time"].where(thin, entered_late.where(entered_late > 0, 0))
    return float(starts.max())


def numbers_at_risk(counts: pd.DataFrame, times: list[float]) -> pd.DataFrame:
    """Customers at risk at ``times``, for the table under a survival chart.

    Returns ``stratum``, ``time``, ``n_at_risk`` and ``n_events`` (so far). At time 0 those
    present from the beginning are counted.
    """
    sets = build_risk_sets(counts)
    rows = []
    for stratum, group in sets.groupby("stratum", sort=False):
        moments = group["time"].to_numpy(float)
        entered = np.append(0, group["n_entered"].cumsum())
        left = np.append(0, (group["n_events"] + group["n_censored"]).cumsum())
        lost = np.append(0, group["n_events"].cumsum())
        for time in times:
            # entry < t is counted, save at 0 itself, where entry == 0 is "from the beginning"
            before = np.searchsorted(moments, time, side="right" if time <= 0 else "left")
            until = np.searchsorted(moments, time, side="right")
            at_risk = int(entered[before] - left[before])
            rows.append((stratum, time, at_risk, int(lost[until])))
    return pd.DataFrame(rows, columns=["stratum", "time", "n_at_risk", "n_events"])
