"""Month-end stages as pairs of successive snapshots: what happened in between was not seen."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.store import Tables
from analysis.study import Study

_LATE = 1.5  # a snapshot later than so many usual gaps has missed one

_PAIRS = """
SELECT from_state, to_state, gap, day, year(DATE '1970-01-01' + day) AS period, customer
FROM (
    SELECT stage AS from_state, day,
        dense_rank() OVER (ORDER BY customer_id) AS customer,
        lead(stage) OVER each_customer AS to_state,
        lead(day) OVER each_customer - day AS gap
    FROM snapshots
    WINDOW each_customer AS (PARTITION BY customer_id ORDER BY day)
)
WHERE to_state IS NOT NULL
ORDER BY day, gap, from_state, to_state
"""

_LATEST = """
SELECT arg_max(stage, day) AS state, max(day) AS day
FROM snapshots
GROUP BY customer_id
"""

_ENDS = """
SELECT first.stage AS from_state, last.stage AS to_state, last.day - first.day AS gap, first.day
FROM (
    SELECT customer_id, arg_max(stage, day) AS stage, max(day) AS day
    FROM snapshots
    WHERE day <= $origin
    GROUP BY customer_id
) AS first
JOIN (
    SELECT customer_id, arg_max(stage, day) AS stage, max(day) AS day
    FROM snapshots
    GROUP BY customer_id
) AS last USING (customer_id)
WHERE first.day > $origin - $reach AND last.day > $today - $reach
ORDER BY gap, from_state, to_state
"""


@dataclass(frozen=True)
class SnapshotBase:
    """How much was stored, and who is where now.

    ``stages``: those of the taxonomy that were ever stored, in its order. ``today`` has one row per
    stage (state, n): customers whose latest snapshot is no older than ``_LATE`` usual gaps;
    ``n_gone`` are the others. ``usual_gap`` in days; ``n_late`` pairs lie further apart than
    ``_LATE`` times that. ``last_day`` since 1970-01-01.
    """

    stages: tuple[str, ...]
    today: pd.DataFrame
    n_customers: int
    n_snapshots: int
    n_once: int
    n_gone: int
    n_late: int
    n_pairs: int
    usual_gap: float
    first_day: int
    last_day: int

    def counts(self) -> dict[str, float]:
        """Everything but the stages, by name."""
        left_out = {"stages", "today"}
        return {name: value for name, value in vars(self).items() if name not in left_out}


def build_snapshot_pairs(tables: Tables) -> pd.DataFrame:
    """One row per pair of successive snapshots of a customer: ``from_state``, ``to_state``,
    ``gap`` (days between the two), ``day`` of the first, ``period`` (its calendar year),
    ``customer`` (a number, so that those behind a figure can be counted).

    A snapshot that is missing makes a longer gap and nothing else: nothing is filled in.
    """
    return tables.query(_PAIRS)


def summarise_snapshots(tables: Tables, study: Study, pairs: pd.DataFrame) -> SnapshotBase:
    """Counts of the table of snapshots, and the customers of each stage today."""
    latest = tables.query(_LATEST)
    extent = tables.query(
        "SELECT count(*) AS n, min(day) AS first_day, max(day) AS last_day FROM snapshots"
    ).iloc[0]
    stored = set(tables.query("SELECT DISTINCT stage FROM snapshots")["stage"])
    stages = tuple(stage for stage in study.stages.taxonomy.stage_ids if stage in stored)
    usual_gap = float(pairs["gap"].median()) if len(pairs) else np.nan
    present = latest[latest["day"] > extent["last_day"] - _reach(usual_gap)]
    counts = present["state"].value_counts().reindex(list(stages), fill_value=0)
    per_customer = tables.query("SELECT count(*) AS n FROM snapshots GROUP BY customer_id")["n"]
    return SnapshotBase(
        stages,
        pd.DataFrame({"state": list(stages), "n": counts.to_numpy(int)}),
        n_customers=len(latest),
        n_snapshots=int(extent["n"]),
        n_once=int((per_customer == 1).sum()),
        n_gone=len(latest) - len(present),
        n_late=int((pairs["gap"] > _LATE * usual_gap).sum()),
        n_pairs=len(pairs),
        usual_gap=usual_gap,
        first_day=int(extent["first_day"]),
        last_day=int(extent["last_day"]),
    )


def _reach(usual_gap: float) -> float:
    """Days that the latest snapshot of a customer who is still kept may lie back."""
    return max(_LATE * usual_gap, 1.0) if np.isfinite(usual_gap) else 1.0


def count_moves(pairs: pd.DataFrame) -> pd.DataFrame:
    """How many pairs of snapshots show each change: ``from_state``, ``to_state``, ``n_events`` and
    ``n``, the customers who made it."""
    moved = pairs[pairs["from_state"] != pairs["to_state"]]
    changes = moved.groupby(["from_state", "to_state"], as_index=False)
    return changes.agg(n_events=("customer", "size"), n=("customer", "nunique"))


def count_starters(pairs: pd.DataFrame) -> pd.Series:
    """Customers with a pair of snapshots that begins in each stage, by stage."""
    return pairs.groupby("from_state")["customer"].nunique()


def build_horizon_pairs(tables: Tables, base: SnapshotBase, *, horizon: int) -> pd.DataFrame:
    """One row per customer present ``horizon`` days ago and today: ``from_state``, ``to_state``,
    ``gap``, ``day`` of the first; no rows where the records do not reach back so far."""
    values = {
        "origin": base.last_day - horizon,
        "today": base.last_day,
        "reach": _reach(base.usual_gap),
    }
    return tables.query(_ENDS, values)


def choose_moves(
    pairs: pd.DataFrame, stages: tuple[str, ...], *, minimum: int
) -> list[tuple[str, str]]:
    """The moves a panel model is allowed, in the order of ``stages``.

    A move is allowed when at least ``minimum`` pairs of snapshots show it. A rarer one is allowed
    only where no chain of allowed moves leads there: otherwise it is explained as several moves
    between two snapshots.
    """
    moved = pairs[pairs["from_state"] != pairs["to_state"]]
    seen = moved.groupby(["from_state", "to_state"]).size().reset_index(name="n")
    seen = seen.sort_values("n", ascending=False, kind="stable")
    place = {stage: number for number, stage in enumerate(stages)}
    reachable = np.eye(len(stages), dtype=bool)
    chosen: list[tuple[str, str]] = []
    for source, target, n in seen.itertuples(index=False, name=None):
        origin, goal = place[source], place[target]
        if n >= minimum or not reachable[origin, goal]:
            chosen.append((source, target))
            reachable |= np.outer(reachable[:, origin], reachable[goal])
    return sorted(chosen, key=lambda move: (place[move[0]], place[move[1]]))
