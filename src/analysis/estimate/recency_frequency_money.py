"""Segments by recency, frequency and money, from rules that are written down here.

Frequency and money are scored by fifths of customers (1 to 5; equal customers score alike). Recency
is scored by the company's own rhythm: 5 when the silence is not longer than the gap half of all
repeat purchases needed, 4 up to three quarters, 3 up to nine tenths, 2 up to 97.5 percent, 1
beyond. So a segment's name says the same in a young base and in one where most have long gone.
After Hughes (1994), Strategic Database Marketing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

_SEGMENT_COLUMNS = ("segment", "n_customers", "cents", "median_recency", "mean_purchase_days")


@dataclass(frozen=True)
class SegmentRule:
    """A named block of the grid of recency score by value score; both ends belong to it."""

    name: str
    recency: tuple[int, int]
    value: tuple[int, int]  # mean of frequency and money score, halves rounded up


# Every cell of the 5 x 5 grid is in exactly one rule. In the order a table shows them.
SEGMENT_RULES = (
    SegmentRule("champions", (4, 5), (4, 5)),
    SegmentRule("promising", (4, 5), (2, 3)),
    SegmentRule("newcomers", (4, 5), (1, 1)),
    SegmentRule("loyal_slipping", (3, 3), (4, 5)),
    SegmentRule("attention", (3, 3), (1, 3)),
    SegmentRule("cannot_lose", (1, 2), (5, 5)),
    SegmentRule("at_risk", (2, 2), (1, 4)),
    SegmentRule("former_regulars", (1, 1), (3, 4)),
    SegmentRule("dormant", (1, 1), (1, 2)),
)


def score_recency(recency_days: np.ndarray, cuts: Sequence[float]) -> np.ndarray:
    """5 for a silence up to the first of four rising ``cuts`` (days), down to 1 beyond the last."""
    return 5 - np.searchsorted(np.asarray(cuts, dtype=float), recency_days, side="left")


def summarise_segments(counts: pd.DataFrame, *, cuts: Sequence[float]) -> pd.DataFrame:
    """One row per segment that has customers, in the order of ``SEGMENT_RULES``; none without cuts.

    ``counts`` has ``recency_days, frequency_score, money_score, n_customers, n_purchase_days,
    cents``. Columns ``segment``, ``n_customers``, ``share_customers``, ``cents``, ``share_money``
    (missing when there is no money), ``median_recency`` (days), ``mean_purchase_days``; and, for
    the record, ``term`` (the segment), ``estimate`` (its share of customers), ``n``, ``unit``,
    ``method``.
    """
    if counts.empty or not cuts:
        return pd.DataFrame(columns=list(_SEGMENT_COLUMNS))
    placed = counts.assign(segment=_place(counts, cuts))
    rows = [_summarise(rule.name, placed[placed["segment"] == rule.name]) for rule in SEGMENT_RULES]
    segments = pd.DataFrame([row for row in rows if row["n_customers"]])
    money = segments["cents"].sum()
    share = segments["n_customers"] / segments["n_customers"].sum()
    return segments.assign(
        share_customers=share,
        share_money=segments["cents"] / money if money > 0 else np.nan,
        term=segments["segment"],
        stratum="all",
        estimate=share,
        n=segments["n_customers"],
        unit="share",
        method="rules",
    )


def _place(counts: pd.DataFrame, cuts: Sequence[float]) -> list[str]:
    recency = score_recency(counts["recency_days"].to_numpy(), cuts)
    value = (counts["frequency_score"].to_numpy() + counts["money_score"].to_numpy() + 1) // 2
    return [_find_rule(r, v) for r, v in zip(recency, value, strict=True)]


def _find_rule(recency: int, value: int) -> str:
    return next(
        rule.name
        for rule in SEGMENT_RULES
        if rule.recency[0] <= recency <= rule.recency[1] and rule.value[0] <= value <= rule.value[1]
    )


def _summarise(name: str, rows: pd.DataFrame) -> dict[str, object]:
    customers = int(rows["n_customers"].sum())
    return {
        "segment": name,
        "n_customers": customers,
        "cents": int(rows["cents"].sum()),
        "median_recency": _weighted_median(rows["recency_days"], rows["n_customers"]),
        "mean_purchase_days": rows["n_purchase_days"].sum() / max(customers, 1),
    }


def _weighted_median(values: pd.Series, weights: pd.Series) -> float:
    if values.empty:
        return float("nan")
    order = np.argsort(values.to_numpy(), kind="stable")
    reached = np.cumsum(weights.to_numpy()[order])
    return float(values.to_numpy()[order][np.searchsorted(reached, reached[-1] / 2)])
