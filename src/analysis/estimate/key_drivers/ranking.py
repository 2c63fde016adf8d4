"""What to improve first, and how sure that is."""

import numpy as np
import pandas as pd

from analysis.estimate.key_drivers.gains import Gains

CLEAR_SHARE = 0.95


def rank_levers(gains: Gains) -> pd.DataFrame:
    """Levers of every target, best first, by the gain of one step.

    ``term, target, rank, estimate, conf_low, conf_high, best_share`` (of the draws in which this
    lever helps the target most), ``first_two_share``, ``helps_share`` (of draws with any gain),
    ``mean_rank``, ``clear`` (best in at least 95 percent of the draws), ``unit, n, n_draws``.
    Gains are per point of the lever: what a point costs is not in them.
    """
    tables = []
    for target, draws in gains.draws.items():
        table = gains.table[gains.table["target"] == target].reset_index(drop=True)
        places = (-draws).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
        table = table.assign(
            best_share=(places == 1).mean(axis=0),
            first_two_share=(places <= 2).mean(axis=0),
            helps_share=(draws > 0).mean(axis=0),
            mean_rank=places.mean(axis=0),
        )
        better = np.where(target == "leaving", -1.0, 1.0) * table["estimate"]
        table = table.assign(
            rank=better.rank(ascending=False, method="first").astype(int),
            clear=table["best_share"] >= CLEAR_SHARE,
        )
        tables.append(table.sort_values("rank"))
    return pd.concat(tables, ignore_index=True)
