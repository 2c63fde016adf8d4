"""A chain of three states with known probabilities per day, as counts."""

from itertools import pairwise

import numpy as np
import pandas as pd

STATES = ("a", "b", "lost")
STEP = np.array([[0.97, 0.02, 0.01], [0.015, 0.965, 0.02], [0.0, 0.01, 0.99]])


def simulate_chain(n: int, days: int, seed: int = 1) -> pd.DataFrame:
    """Spells (customer, start, stop, from_state, to_state) of ``n`` customers from day 0."""
    rng = np.random.default_rng(seed)
    path = np.zeros((days + 1, n), int)
    path[0] = rng.integers(0, 3, n)
    for day in range(1, days + 1):
        ranks = np.cumsum(STEP[path[day - 1]], axis=1)
        path[day] = (rng.random(n)[:, None] > ranks).sum(axis=1)
    rows = []
    for customer in range(n):
        visits = path[:, customer]
        cuts = [0, *(np.flatnonzero(np.diff(visits)) + 1).tolist(), days]
        for start, stop in pairwise(cuts):
            if stop > start:
                onward = STATES[visits[stop]] if stop < days else None
                rows.append((customer, start, stop, STATES[visits[start]], onward))
    columns = ["customer", "start", "stop", "from_state", "to_state"]
    return pd.DataFrame(rows, columns=columns)


def count_chain(spells: pd.DataFrame) -> pd.DataFrame:
    """Rows (from_state, to_state, time, n) of spells."""
    begin = spells.assign(to_state=None, time=spells["start"])
    end = spells.assign(to_state=spells["to_state"].fillna("censored"), time=spells["stop"])
    keys = ["from_state", "to_state", "time"]
    both = pd.concat([begin, end], ignore_index=True)
    return both.groupby(keys, dropna=False).size().rename("n").reset_index()


def stand_on(spells: pd.DataFrame, day: int) -> pd.Series:
    """Each customer's state at the end of ``day``."""
    there = spells[(spells["start"] <= day) & (spells["stop"] > day)]
    last = spells[spells["to_state"].isna() & (spells["stop"] <= day)]
    return pd.concat([there, last]).set_index("customer")["from_state"]
