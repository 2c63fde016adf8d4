"""Whether anything a warning is learnt from was known only once a customer had left.

Three ways to cheat unawares: a feature recorded after the landmark, a feature that is the outcome
under another name, and an answer given at the exit interview. Any of them makes the past look
foretold and the future a disappointment, so each stops the run.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binom

from analysis.errors import EstimationError, list_faults
from analysis.estimate.early_warning.separation import find_separation
from analysis.results import Diagnostic

USUAL_RATIO = 3  # times the usual: records that gather at exit interviews
LEAST_SHARE = 0.01  # of the interviews: fewer cannot move a risk
_CHANCE = 1e-6
_REMEDIES = {
    "replay": "leave it out of segments and drivers in study.yml, or out of the features, until its"
    " records carry the day on which they were made",
    "separation": "find out when it is recorded; if only once a customer leaves, take it out of"
    " segments, drivers or survey in study.yml",
    "exit": "name its source under warning.leaving_sources in study.yml, or take the item out of"
    " survey; it is asked of those who leave",
}


@dataclass(frozen=True)
class LeakChecks:
    """What was looked at and what was found.

    ``checked``: one row per ``check`` (replay, separation, exit) with ``n_features`` looked at,
    ``n_rows``, ``n_leaks`` and ``days`` (replay). ``leaks``: one row per leak with ``check``,
    ``feature``, ``n_rows`` and ``told``, an English sentence for the log. ``separation``: as
    ``find_separation``. ``unchecked``: features that could not be rebuilt, so not be replayed.
    ``excused``: features that are part of the definition of a loss, and why.
    """

    checked: pd.DataFrame
    leaks: pd.DataFrame
    separation: pd.DataFrame
    unchecked: tuple[str, ...] = ()
    excused: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether nothing leaks."""
        return self.leaks.empty

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """One per check; nothing to look at cannot be told."""
        return [
            Diagnostic(
                name=f"leak_{row['check']}",
                passed=row["n_leaks"] == 0 if row["n_features"] else None,
                statistic=float(row["n_leaks"]),
                p_value=float("nan"),
                method=_METHODS[str(row["check"])],
            )
            for row in self.checked.to_dict("records")
        ]

    def stop(self) -> None:
        """Raise EstimationError naming every leak, its rows and the remedy; nothing without any."""
        if self.passed:
            return
        raise EstimationError(
            list_faults(
                "early warning would learn from what is known only once a customer has left:",
                [
                    f"{row['told']}; {_REMEDIES[row['check']]}"
                    for row in self.leaks.to_dict("records")
                ],
            )
        )


_METHODS = {
    "replay": "landmarks rebuilt from tables cut at their day, compared exactly",
    "separation": "share lost behind one threshold or value; AUC of one feature",
    "exit": "records within a day of an exit interview against earlier windows, binomial",
}
_LEAK_COLUMNS = ["check", "feature", "n_rows", "told"]


def check_leaks(
    landmarks: pd.DataFrame,
    features: Sequence[str],
    *,
    horizon: int,
    replay: pd.DataFrame | None = None,
    exit_records: pd.DataFrame | None = None,
    by_definition: Mapping[str, str] | None = None,
    minimum: int = 10,
) -> LeakChecks:
    """All three checks of ``features`` of ``landmarks`` (rows of customers at landmarks).

    ``replay``: landmarks of some days rebuilt from tables cut at each, keys customer_id and day;
    ``exit_records``: source, item, n_rows, n_interviews, n_beside (interviews with such a record
    within a day), n_earlier (as many in n_windows earlier windows); ``by_definition``: features
    that partly define the loss, which are allowed to separate, and why; ``horizon`` in days. A
    check without its input looks at nothing and says so.
    """
    excused = {name: why for name, why in (by_definition or {}).items() if name in features}
    separation = find_separation(landmarks, features, horizon=horizon, minimum=minimum)
    found = separation[separation["leaks"] & ~separation["feature"].isin(excused)]
    replayed, unchecked = _compare(landmarks, features, replay)
    beside = _find_beside(exit_records, minimum)
    leaks = [
        *_name_changes(replayed),
        *_name_separations(found, horizon),
        *_name_exits(beside[beside["leaks"]]),
    ]
    n_rows = int(separation["n_judged"].max()) if len(separation) else 0
    checked = [
        ("replay", len(replayed), int(replayed["n_rows"].max() or 0) if len(replayed) else 0),
        ("separation", separation["feature"][separation["auc"].notna()].nunique(), n_rows),
        ("exit", len(beside), int(beside["n_rows"].sum())),
    ]
    return LeakChecks(
        checked=_count_checks(checked, leaks, replay),
        leaks=pd.DataFrame(leaks, columns=_LEAK_COLUMNS),
        separation=separation,
        unchecked=unchecked,
        excused=excused,
    )


def _count_checks(
    checked: list[tuple[str, int, int]],
    leaks: list[tuple[str, str, int, str]],
    replay: pd.DataFrame | None,
) -> pd.DataFrame:
    found = pd.Series([leak[0] for leak in leaks], dtype=object).value_counts()
    frame = pd.DataFrame(checked, columns=["check", "n_features", "n_rows"])
    n_days = 0 if replay is None else replay["day"].nunique()
    return frame.assign(
        n_leaks=[int(found.get(check, 0)) for check in frame["check"]],
        n_days=np.where(frame["check"] == "replay", n_days, 0),
    )


def _compare(
    landmarks: pd.DataFrame, features: Sequence[str], replay: pd.DataFrame | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Of every replayed feature how many rows there are (``n_rows``) and how many differ, rows that
    are in one of the two only included (``n_changed``)."""
    columns = ["feature", "n_rows", "n_changed"]
    if replay is None or replay.empty:
        return pd.DataFrame(columns=columns), ()
    later = landmarks[landmarks["day"].isin(replay["day"].unique())]
    known = [name for name in features if name in replay]
    keys = [later.set_index(_key(later)).index, replay.set_index(_key(replay)).index]
    together = keys[0].union(keys[1])
    n_alone = len(together) - len(keys[0].intersection(keys[1]))
    sides = [
        frame.set_index(key).reindex(together)
        for frame, key in ((later[known], keys[0]), (replay[known], keys[1]))
    ]
    alone = together.isin(keys[0]) != together.isin(keys[1])
    rows = [("customer_id", len(together), n_alone)]
    rows += [
        (name, len(together), int((_differ(sides[0][name], sides[1][name]) & ~alone).sum()))
        for name in known
    ]
    return pd.DataFrame(rows, columns=columns), tuple(n for n in features if n not in replay)


def _key(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([frame["customer_id"].astype(str), frame["day"]])


def _differ(a: pd.Series, b: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(a) and pd.api.types.is_numeric_dtype(b):
        x, y = (side.to_numpy(np.float64, na_value=np.nan) for side in (a, b))
        return ~((x == y) | (np.isnan(x) & np.isnan(y)))
    words = [side.astype(object).where(side.notna(), "").astype(str) for side in (a, b)]
    return np.asarray(words[0] != words[1])


def _find_beside(exit_records: pd.DataFrame | None, minimum: int) -> pd.DataFrame:
    """Records that gather at exit interviews: at least three times as many as in earlier windows of
    the same customers, at 1 % of the interviews or more, and not by chance (binomial)."""
    if exit_records is None or exit_records.empty:
        columns = ["source", "item", "n_rows", "n_interviews", "n_beside", "n_usual", "leaks"]
        return pd.DataFrame(columns=columns).astype({"leaks": bool, "n_rows": "int64"})
    beside, earlier = exit_records["n_beside"], exit_records["n_earlier"]
    windows = exit_records["n_windows"]
    usual = earlier / windows
    p_value = binom.sf(beside - 1, beside + earlier, 1 / (1 + windows)) * len(exit_records)
    many = beside >= np.maximum(minimum, LEAST_SHARE * exit_records["n_interviews"])
    leaks = many & (beside >= USUAL_RATIO * usual) & (p_value < _CHANCE)
    return exit_records.assign(n_usual=usual, leaks=leaks)


def _name_changes(replayed: pd.DataFrame) -> list[tuple[str, str, int, str]]:
    return [
        (
            "replay",
            str(row["feature"]),
            int(row["n_changed"]),
            f"{row['feature']}: {row['n_changed']} of {row['n_rows']} rows are not what the tables"
            " held on the landmark's day: it was recorded later",
        )
        for row in replayed.to_dict("records")
        if row["n_changed"]
    ]


def _name_separations(found: pd.DataFrame, horizon: int) -> list[tuple[str, str, int, str]]:
    return [
        (
            "separation",
            str(row["feature"]),
            int(row["n_rows"]),
            f"{row['feature']} predicts perfectly: of {row['n_rows']} rows {_tell_group(row)}"
            f" {100 * row['share_lost']:.1f} % were lost"
            + (f" within {horizon} days" if row["outcome"] == "horizon" else "")
            + f"; by itself it tells {100 * row['auc']:.1f} of 100 pairs apart",
        )
        for row in found.to_dict("records")
    ]


def _tell_group(row: Mapping[Hashable, Any]) -> str:
    value = row["value"]
    shown = f"{value:g}" if isinstance(value, float) else repr(value)[:60]
    return {
        "below": f"with a value up to {shown}",
        "above": f"with a value from {shown}",
        "value": f"with the value {shown}",
        "missing": "without a value",
        "recorded": "with a value",
    }[str(row["rule"])]


def _name_exits(beside: pd.DataFrame) -> list[tuple[str, str, int, str]]:
    return [
        (
            "exit",
            str(row["item"]),
            int(row["n_beside"]),
            f"{str(row['item'])[:60]!r} in {row['source']}: recorded at {row['n_beside']} of"
            f" {row['n_interviews']} exit interviews ({row['n_usual']:.0f} would be usual): the"
            " outcome made it",
        )
        for row in beside.to_dict("records")
    ]
