"""Counts for every group of customers at once: what the estimators of survival start from."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.prepare.durations import count_durations


def count_strata(durations: pd.DataFrame, segments: Sequence[str]) -> pd.DataFrame:
    """``count_durations`` of everyone (stratum ``all``), then of every group of ``segments``.

    The stratum of a group is ``segment=group``. A segment with one group only is left out: it
    compares nothing.
    """
    parts = [count_durations(durations, None)]
    for segment in segments:
        if durations[segment].nunique() > 1:
            counts = count_durations(durations, segment)
            parts.append(counts.assign(stratum=f"{segment}=" + counts["stratum"]))
    return pd.concat(parts, ignore_index=True)


def begin_at(durations: pd.DataFrame, start: float) -> pd.DataFrame:
    """``durations`` of those still customers at ``start``, observed from then on.

    Where customers enter late, the first risk sets can be too thin to carry an estimate; what
    follows is then about customers who were still there at ``start``.
    """
    if start <= 0:
        return durations
    kept = durations[durations["tenure"] > start]
    begun = kept.assign(entry=kept["entry"].clip(lower=int(start)))
    return begun.reset_index(drop=True)


def count_definitions(
    definitions: Mapping[str, pd.DataFrame], segments: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """``count_strata`` under every definition of a loss, by its name."""
    return {name: count_strata(rows, segments) for name, rows in definitions.items()}


def count_everyone(counts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Of counts by definition, those of everyone, with the definition as the stratum."""
    columns = ["stratum", "time", "n_entered", "n_events", "n_censored"]
    everyone = [
        rows[rows["stratum"] == "all"].assign(stratum=name) for name, rows in counts.items()
    ]
    return pd.concat(everyone, ignore_index=True) if everyone else pd.DataFrame(columns=columns)


def describe_allowed_silence(definitions: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Days of silence allowed after the first purchase: ``definition, low, median, high``."""
    rows = [
        (name, allowed.min(), allowed.median(), allowed.max())
        for name, durations in definitions.items()
        for allowed in [durations["silence_allowed"]]
    ]
    return pd.DataFrame(rows, columns=["definition", "low", "median", "high"])
