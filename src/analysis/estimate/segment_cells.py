"""Which cells of a table of counts must not be shown, so that no small count can be worked out."""

import numpy as np
import pandas as pd

EVERYONE = ""
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high"]


def hide_small_cells(counts: np.ndarray, *, minimum: int) -> np.ndarray:
    """True where a cell of ``counts`` (rows, columns) must be hidden, when all totals are known.

    Cells of 1 to ``minimum`` - 1 are hidden; then, in every row and column with hidden cells, the
    next smallest, until they are at least two and add to ``minimum`` (complementary suppression):
    what is left of a total is then no small count. Cells without anybody stay.
    """
    hidden = (counts > 0) & (counts < minimum)
    changed = True
    while changed:
        changed = False
        for row in range(counts.shape[0]):
            changed |= _hide_one_more(counts[row], hidden[row], minimum)
        for column in range(counts.shape[1]):
            changed |= _hide_one_more(counts[:, column], hidden[:, column], minimum)
    return hidden


def _hide_one_more(counts: np.ndarray, hidden: np.ndarray, minimum: int) -> bool:
    """Hide one more cell of the line (``hidden`` is a view), if it needs one and has one."""
    n_hidden, total = int(hidden.sum()), counts[hidden].sum()
    if n_hidden == 0 or (n_hidden > 1 and total >= minimum):
        return False
    left = np.flatnonzero(~hidden & (counts > 0))
    if not len(left):
        return False
    hidden[left[np.argmin(counts[left])]] = True
    return True


def hide_small_groups(found: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """Estimates of one segment without numbers about few customers, nor those that tell them.

    ``found`` rows (segment, analysis, from_state, to_state, n, ...) as of ``segment_flows``.
    Numbers about fewer than ``minimum`` customers become missing. Counts of customers by group and
    stage are known in total, so some more are hidden (``hide_small_cells``): for ``mix`` with their
    share, otherwise without, as a probability does not tell them. The same holds for those active
    ``before`` a forecast and for what ``actual`` became of them. Of a group's and stage's
    transition probabilities those of few customers go too.
    """
    kept = found.copy()
    for name in ("mix", "leaving", "returning"):
        rows = kept[(kept["analysis"] == name) & (kept["from_state"] != "")]
        groups = rows[rows["segment"] != EVERYONE]
        table = groups.pivot(index="segment", columns="from_state", values="n").fillna(0)
        hidden = hide_small_cells(table.to_numpy(float), minimum=minimum)
        lines = table.index.get_indexer(pd.Index(groups["segment"]))
        places = table.columns.get_indexer(pd.Index(groups["from_state"]))
        told = groups.index[hidden[lines, places]]
        kept.loc[told, ["n", "estimate"] if name == "mix" else ["n"]] = np.nan
    whole = kept[(kept["segment"] != EVERYONE) & (kept["from_state"] == "")]
    for kind, rows in whole.groupby("analysis"):
        counted = ["before", "actual"] if kind in ("forecast", "backtest") else ["n"]
        for column in counted:
            sizes = rows[column].fillna(0).to_numpy(float)
            told = rows.index[hide_small_cells(sizes[None, :], minimum=minimum)[0]]
            kept.loc[told, column] = np.nan
            if column == "actual":
                kept.loc[told, "inside"] = None
    for _, row in found[found["analysis"] == "matrix"].groupby(["segment", "from_state"]):
        moved = (row["estimate"] * row["n"]).to_numpy(float).round()
        hidden = hide_small_cells(moved[None, :], minimum=minimum)[0]
        kept.loc[row.index[hidden], NUMBERS] = np.nan
    few = found["n"].between(0, minimum - 1)
    kept.loc[few, [*NUMBERS, "n"]] = np.nan
    return kept
