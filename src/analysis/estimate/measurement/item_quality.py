"""Single items before any model: how answers are spread, and whether each goes with its block."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.answer_quality import (
    END_SHARE,
    MISSING_SHARE,
    estimate_straight_lining,
    summarise_items,
)
from analysis.estimate.measurement.block_statistics import correlate_with_block_sums
from analysis.estimate.measurement.item_answers import ItemAnswers, read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items
from analysis.estimate.measurement.limits import ITEM_REST_LIMIT, SKEW_LIMIT
from analysis.estimate.proportions import wilson_interval

_SHARES = {
    "share_floor": (END_SHARE, "Terwee et al. 2007"),
    "share_ceiling": (END_SHARE, "Terwee et al. 2007"),
    "share_missing": (MISSING_SHARE, "Hair et al. 2019"),
}


def describe_items(frame: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """One row per item of ``items`` (``item, construct, low, high``): its answers in ``frame``.

    Columns of ``answer_quality.summarise_items``, and ``construct, n_points`` (different answers
    given), ``skewness, excess_kurtosis`` (0 for a normal distribution).
    """
    columns = list(items["item"])
    counts = _count_answers(frame, items)
    described = summarise_items(counts).drop(columns=["label_en", "label_zh"])
    answers = frame[columns].to_numpy(dtype=float, na_value=np.nan)
    return described.assign(
        construct=items["construct"].to_numpy(),
        n_points=frame[columns].nunique().to_numpy(),
        skewness=_standardised_moment(answers, 3),
        excess_kurtosis=_standardised_moment(answers, 4) - 3,
    )


def judge_items(
    frame: pd.DataFrame, items: pd.DataFrame, *, confidence_level: float
) -> pd.DataFrame:
    """Floor, ceiling, missing answers and skewness of every item against their limits.

    Tidy rows, term ``measure: item``: ``measure, item, construct, estimate, conf_low, conf_high``
    (Wilson, of shares), ``n, unit, limit, passed, source``. ``items`` as ``describe_items``.
    """
    described = describe_items(frame, items)
    tables = []
    for measure, (limit, source) in _SHARES.items():
        n = described["n_asked" if measure == "share_missing" else "n_answered"]
        share = described[measure].to_numpy(float)
        low, high = wilson_interval(share * n, n.to_numpy(float), confidence_level=confidence_level)
        passed = pd.Series(share < limit, dtype="boolean").mask(np.isnan(share))
        tables.append(
            _rows(described, measure, share, n).assign(
                conf_low=low,
                conf_high=high,
                conf_level=confidence_level,
                unit="share",
                limit=limit,
                passed=passed,
                source=source,
            )
        )
    skewness = described["skewness"].to_numpy(float)
    tables.append(
        _rows(described, "skewness", skewness, described["n_answered"]).assign(
            unit="coefficient",
            limit=SKEW_LIMIT.high,
            passed=SKEW_LIMIT.holds(skewness),
            source=SKEW_LIMIT.source,
        )
    )
    return pd.concat(tables, ignore_index=True)


def estimate_item_rest(
    frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]], *, confidence_level: float
) -> pd.DataFrame:
    """Correlation of every item with the sum of the others of its construct (item-rest).

    Interval by Fisher's z. ``looks_reversed``: the whole interval is below 0 and the item stands
    against the majority of its block; ``text`` then says what to do. Tidy rows, term
    ``item_rest: item``, with ``item, construct, limit, passed, source``; single items are left out.
    """
    rows: list[dict[str, object]] = []
    for construct, items in constructs.items():
        if len(items) > 1:
            answers = read_item_answers(frame, items)
            rows += _rest_rows(answers, construct, confidence_level)
    columns = ["term", "item", "construct", "estimate", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=None if rows else columns)
    return table.assign(
        stratum="all",
        conf_level=confidence_level,
        unit="correlation",
        limit=ITEM_REST_LIMIT.low,
        passed=ITEM_REST_LIMIT.holds(table["estimate"].to_numpy(float)),
        source=ITEM_REST_LIMIT.source,
        method="item_rest",
    )


def estimate_straight_liners(
    frame: pd.DataFrame, items: pd.DataFrame, *, confidence_level: float
) -> pd.DataFrame:
    """Share of respondents who gave nearly all items the same answer; see ``answer_quality``.

    ``items`` has ``item, low, high, reversed``; answers to reversed items are turned back to what
    was ticked first. No row when nobody answered ten items.
    """
    answers = frame[list(items["item"])].to_numpy(dtype=float, na_value=np.nan)
    turned = items["reversed"].to_numpy(bool)
    ends = (items["low"] + items["high"]).to_numpy(float)
    ticked = np.where(turned, ends - answers, answers)
    points = np.unique(ticked[np.isfinite(ticked)])
    alike = np.zeros(len(ticked), dtype=int)
    for point in points:
        alike = np.maximum(alike, (ticked == point).sum(axis=1))
    patterns = pd.DataFrame(
        {
            "n_answered": np.isfinite(ticked).sum(axis=1),
            "n_alike": alike,
            "n_respondents": 1,
        }
    )
    return estimate_straight_lining(patterns, confidence_level=confidence_level)


def _count_answers(frame: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    parts = [
        frame[item]
        .astype(float)
        .value_counts(dropna=False)
        .rename_axis("answer")
        .reset_index(name="n_respondents")
        .assign(item=item, low=float(low), high=float(high), label_en=item, label_zh=item)
        for item, low, high in items[["item", "low", "high"]].itertuples(index=False)
    ]
    return pd.concat(parts, ignore_index=True)


def _standardised_moment(answers: np.ndarray, power: int) -> np.ndarray:
    """Mean power of the standardised answers (items,); missing where they do not vary."""
    given = np.isfinite(answers)
    n = np.where(given.any(axis=0), given.sum(axis=0), np.nan)
    centred = np.where(given, answers - np.where(given, answers, 0.0).sum(axis=0) / n, 0.0)
    variance = (centred**2).sum(axis=0) / n
    spread = np.sqrt(np.where(variance > 0, variance, np.nan))
    return np.asarray((centred**power).sum(axis=0) / n / spread**power)


def _rows(described: pd.DataFrame, measure: str, values: np.ndarray, n: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "term": f"{measure}: " + described["item"],
            "measure": measure,
            "item": described["item"],
            "construct": described["construct"],
            "stratum": "all",
            "estimate": values,
            "n": n,
        }
    )


def _rest_rows(
    answers: ItemAnswers, construct: str, confidence_level: float
) -> list[dict[str, object]]:
    matrix = correlate_items(answers).to_numpy()
    block = np.ones((len(answers.names), 1), dtype=bool)
    found = correlate_with_block_sums(matrix, block)[:, 0]
    opposed = _against_majority(matrix)
    others = answers.given.sum(axis=1)[:, None] - answers.given > 0
    n = (answers.given & others).sum(axis=0)
    reach = stats.norm.ppf((1 + confidence_level) / 2) / np.sqrt(np.maximum(n - 3, 1))
    centre = np.arctanh(np.clip(found, -1 + 1e-12, 1 - 1e-12))
    low, high = np.tanh(centre - reach), np.tanh(centre + reach)
    rows: list[dict[str, object]] = []
    for i, item in enumerate(answers.names):
        reversed_ = bool(opposed[i] and high[i] < 0)
        text = _describe_reversal(item, construct, found[i], int(n[i]), bool(opposed.all()))
        rows.append(
            {
                "term": f"item_rest: {item}",
                "item": item,
                "construct": construct,
                "estimate": found[i],
                "conf_low": low[i],
                "conf_high": high[i],
                "n": n[i],
                "looks_reversed": reversed_,
                "text": text if reversed_ else "",
            }
        )
    return rows


def _describe_reversal(item: str, construct: str, r: float, n: int, even: bool) -> str:
    one = "it or its opposite" if even else "it"
    return (
        f"item {item!r} goes against the other items of {construct!r} (r = {r:.2f}, n = {n}): "
        f"{one} looks reversed; declare it under survey.reversed"
    )


def _against_majority(correlations: np.ndarray) -> np.ndarray:
    """Which items point the other way than most along the block's first principal component; of
    as many on either side, both."""
    direction = np.sign(np.linalg.eigh(correlations)[1][:, -1])
    balance = direction.sum()
    return np.asarray(direction != np.sign(balance))
