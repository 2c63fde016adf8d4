"""What the answers of a survey say, and what they can carry: missing, piled up, all alike.

The usual warnings: an item with 15 percent or more of its answers at one end of the scale has a
floor or ceiling (Terwee et al. 2007); a respondent who gave the same answer almost everywhere did
not weigh the questions (straight-lining; Krosnick 1991).
"""

import numpy as np
import pandas as pd

from analysis.estimate.proportions import estimate_proportions

ALIKE_SHARE = 0.9
ALIKE_MINIMUM_ANSWERS = 10
END_SHARE = 0.15
MISSING_SHARE = 0.20
ITEM_COLUMNS = (
    "item", "label_en", "label_zh", "low", "high", "n_asked", "n_answered", "share_missing", "mean",
    "std_dev", "share_floor", "share_ceiling", "rating",
)  # fmt: skip
RATING_POINTS = (3, 11)  # scales with that many whole steps are ratings; shorter ones are yes or no


def summarise_items(counts: pd.DataFrame) -> pd.DataFrame:
    """One row per item, in the given order: how it was answered.

    ``counts`` has ``item, low, high, label_en, label_zh, answer, n_respondents``. Columns
    ``item, label_en, label_zh, low, high, n_asked, n_answered, share_missing, mean, std_dev``
    (scale points), ``share_floor, share_ceiling`` (of those who answered), ``rating`` (whether the
    scale is one of ratings rather than a yes or no or a code), ``many_missing`` and ``piled_up``
    (of ratings: beyond ``missing_limit``, or ``end_limit`` at either end); and, for the record,
    ``term`` (the item), ``estimate`` (the mean), ``n`` (answers), ``unit``.
    """
    rows = [_summarise_item(str(item), group) for item, group in counts.groupby("item", sort=False)]
    items = pd.DataFrame(rows, columns=list(ITEM_COLUMNS))
    at_an_end = items[["share_floor", "share_ceiling"]].max(axis=1)
    return items.assign(
        many_missing=items["share_missing"] >= MISSING_SHARE,
        missing_limit=MISSING_SHARE,
        piled_up=items["rating"].astype(bool) & (at_an_end >= END_SHARE),
        end_limit=END_SHARE,
        term=items["item"],
        stratum="all",
        estimate=items["mean"],
        n=items["n_answered"],
        unit="scale points",
    )


def estimate_top_two(
    items: pd.DataFrame, counts: pd.DataFrame, *, confidence_level: float, n_items: int
) -> pd.DataFrame:
    """Share of respondents in the top two and bottom two answers of the first rating items.

    Tidy: term ``top_two`` or ``bottom_two``, stratum the item, of those who answered it.
    """
    headline = items[items["rating"].astype(bool) & (items["n_answered"] > 0)].head(n_items)
    rows = []
    for _, item in headline.iterrows():
        answers = counts[(counts["item"] == item["item"]) & counts["answer"].notna()]
        ends = {
            "top_two": answers["answer"] >= item["high"] - 1,
            "bottom_two": answers["answer"] <= item["low"] + 1,
        }
        for term, at_end in ends.items():
            events = int(answers.loc[at_end, "n_respondents"].sum())
            rows.append(
                {
                    "term": term,
                    "stratum": item["item"],
                    "events": events,
                    "size": item["n_answered"],
                }
            )
    frame = pd.DataFrame(rows, columns=["term", "stratum", "events", "size"])
    return estimate_proportions(
        frame, n_events="events", n="size", confidence_level=confidence_level
    )


def estimate_straight_lining(patterns: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Share of respondents who gave one answer to 9 in 10 items or more; one tidy row.

    ``patterns`` has ``n_answered, n_alike, n_respondents``. Only respondents with at least 10
    answers are judged; ``n`` is how many those are. No row when there are none.
    """
    judged = patterns[patterns["n_answered"] >= ALIKE_MINIMUM_ANSWERS]
    alike = judged["n_alike"] >= ALIKE_SHARE * judged["n_answered"]
    row = pd.DataFrame(
        {
            "term": ["straight_lining"],
            "stratum": ["all"],
            "events": [int(judged.loc[alike, "n_respondents"].sum())],
            "size": [int(judged["n_respondents"].sum())],
            "limit": [ALIKE_SHARE],
            "minimum_answers": [ALIKE_MINIMUM_ANSWERS],
        }
    )
    return estimate_proportions(
        row[row["size"] > 0], n_events="events", n="size", confidence_level=confidence_level
    )


def _summarise_item(item: str, group: pd.DataFrame) -> dict[str, object]:
    given = group[group["answer"].notna()]
    answers = given["answer"].to_numpy(dtype=float)
    weights = given["n_respondents"].to_numpy(dtype=float)
    asked, answered = int(group["n_respondents"].sum()), int(weights.sum())
    first = group.iloc[0]
    low, high = float(first["low"]), float(first["high"])
    mean = float(np.sum(weights * answers) / answered) if answered else float("nan")
    squares = float(np.sum(weights * (answers - mean) ** 2))
    return {
        "item": item,
        "label_en": first["label_en"],
        "label_zh": first["label_zh"],
        "low": low,
        "high": high,
        "n_asked": asked,
        "n_answered": answered,
        "share_missing": 1 - answered / asked,
        "mean": mean,
        "std_dev": float(np.sqrt(squares / (answered - 1))) if answered > 1 else float("nan"),
        "share_floor": float(weights[answers == low].sum() / answered) if answered else np.nan,
        "share_ceiling": float(weights[answers == high].sum() / answered) if answered else np.nan,
        "rating": RATING_POINTS[0] <= high - low + 1 <= RATING_POINTS[1],
    }
