"""Validate histories as histories: what a table of spells must not contain."""

import pandas as pd

SPELL_CHECKS = ("overlap", "gap", "jump", "teleport", "zero_length", "after_end")


def check_spells(
    spells: pd.DataFrame, *, observation_end: int, allowed: set[tuple[str, str]] | None = None
) -> pd.DataFrame:
    """One row per kind of fault found: ``check``, ``n_rows``, ``n_customers``, ``example``
    (customer).

    overlap: a visit begins before the one before it ended; gap: it begins later than that; jump: a
    move that ``allowed`` (pairs of stages; None allows all) does not list; teleport: the visit's
    stage is not the one the visit before announced; zero_length: it does not last; after_end: it
    ends after ``observation_end``. The rows may come in any order.
    """
    rows = spells.sort_values(["customer", "start", "stop"], kind="stable")
    same = rows["customer"] == rows["customer"].shift()
    # The furthest any earlier visit reached: one visit may lie within another.
    last_stop = rows.groupby("customer", sort=False)["stop"].cummax().shift()
    announced = rows["to_state"].shift()
    moves = pd.Series(list(zip(rows["from_state"], rows["to_state"], strict=True)), rows.index)
    moved = rows["to_state"].notna()
    found = {
        "overlap": same & (rows["start"] < last_stop),
        "gap": same & (rows["start"] > last_stop),
        "jump": moved & ~moves.isin(allowed) if allowed is not None else moved & False,
        "teleport": same & (announced != rows["from_state"]),
        "zero_length": rows["stop"] <= rows["start"],
        "after_end": rows["stop"] > observation_end,
    }
    faults = [
        {
            "check": check,
            "n_rows": int(wrong.sum()),
            "n_customers": int(rows.loc[wrong, "customer"].nunique()),
            "example": rows.loc[wrong, "customer"].iloc[0],
        }
        for check, wrong in found.items()
        if wrong.any()
    ]
    return pd.DataFrame(faults, columns=["check", "n_rows", "n_customers", "example"])
