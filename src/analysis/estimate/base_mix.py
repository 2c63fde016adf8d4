"""The mix of a base with contracts: who is still active, and what they pay, by segment."""

import pandas as pd

from analysis.estimate.proportions import estimate_proportions


def estimate_base_mix(
    counts: pd.DataFrame, *, minimum_cell: int, confidence_level: float
) -> pd.DataFrame:
    """Share of customers still active, by segment level; the first row is everyone.

    ``counts`` has ``column, level, n_customers, n_active, cents``. Tidy: ``term`` is
    ``column=level`` (``active`` for everyone), Wilson interval, and ``share_customers``,
    ``share_money`` (of the monthly charge), ``cents``. Levels with fewer customers than
    ``minimum_cell`` are put together as level ``…``, and left out when they still are too few.
    """
    merged = _merge_small(counts, minimum_cell)
    rows = estimate_proportions(
        merged, n_events="n_active", n="n_customers", confidence_level=confidence_level
    )
    everyone = rows.iloc[0]
    names = [
        f"{column}={level}" if column else "active"
        for column, level in zip(rows["column"], rows["level"], strict=True)
    ]
    return rows.assign(
        term=names,
        stratum="all",
        share_customers=rows["n"] / everyone["n"],
        share_money=rows["cents"] / everyone["cents"] if everyone["cents"] > 0 else float("nan"),
    )


REST = "…"


def _merge_small(counts: pd.DataFrame, minimum_cell: int) -> pd.DataFrame:
    small = (counts["n_customers"] < minimum_cell) & (counts["column"] != "")
    rest = counts[small].groupby("column", as_index=False, sort=False).sum(numeric_only=True)
    rest = rest[rest["n_customers"] >= minimum_cell].assign(level=REST)
    kept = pd.concat([counts[~small], rest[counts.columns]], ignore_index=True)
    order = {column: place for place, column in enumerate(dict.fromkeys(counts["column"]))}
    return kept.sort_values(
        "column", key=lambda names: names.map(order), kind="stable", ignore_index=True
    )
