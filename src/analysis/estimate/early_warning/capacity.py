"""Precision, recall and lift of a list as long as the call centre can work through.

The list of a month-end (on the clock of tenure, of a fold) holds the customers with the highest
risks. Customers
with equal risks at its end are on it by lot: each counts with the chance of being drawn, so no
result depends on the order of rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.early_warning.judged import (
    Judged,
    estimate_mean,
    locate_rows,
    number_batches,
    read_judged,
    tell_estimate,
    tell_share,
)

PRECISION, RECALL, LIFT = "precision", "recall", "lift"
PRECISION_GAIN, RECALL_GAIN = "precision_difference", "recall_difference"
# Rows on either side of the list's end that tell how many are lost there.
_LEAST_NEIGHBOURS, _NEIGHBOURS_SHARE = 25, 0.02


@dataclass(frozen=True)
class Caught:
    """Sums over judged rows behind precision and recall, and the influence of each row on them."""

    precision: float
    recall: float
    of_precision: np.ndarray
    of_recall: np.ndarray


def mark_listed(predictions: pd.DataFrame, share: float) -> np.ndarray:
    """Chance of each row of being on its batch's list of ``share`` (0 to 1) of the batch's rows.

    1 above the list's end, 0 below, between them for rows whose equal risk the end cuts through.
    All rows take part, whether or not their outcome is known. Raises ParameterError for a share
    outside (0, 1].
    """
    if not 0 < share <= 1:
        raise ParameterError(
            f"a list of {share:g} of the customers cannot be made; give a share above 0, at most 1"
        )
    risk = predictions["risk"].to_numpy(dtype=float)
    batch = number_batches(predictions)
    listed = np.zeros(len(risk))
    for number in range(int(batch.max(initial=-1)) + 1):
        rows = np.flatnonzero(batch == number)
        listed[rows] = _list_highest(risk[rows], share * len(rows))
    return listed


def _list_highest(risk: np.ndarray, places: float) -> np.ndarray:
    """Chances of being among the ``places`` highest; equal risks share what is left."""
    _, code, count = np.unique(-risk, return_inverse=True, return_counts=True)
    before = np.cumsum(count) - count
    return np.asarray(np.clip((places - before) / count, 0, 1)[code])


def estimate_at_capacity(
    predictions: pd.DataFrame, *, shares: Sequence[float], confidence_level: float
) -> pd.DataFrame:
    """Precision, recall and lift of lists of ``shares`` of each month-end's customers.

    precision: share lost among those listed; recall: share listed among those lost; lift:
    precision over the share lost among all. Rows per share and term with ``share``; intervals
    for customers allow for the list's end moving with the customers (see ``measure_caught``).
    Raises EstimationError when nothing can be judged.
    """
    judged = read_judged(predictions)
    base, of_base = estimate_mean(judged.left, judged.weight)
    rows = []
    for share in shares:
        caught = measure_caught(judged, mark_listed(predictions, share)[judged.row])
        lift = caught.precision / base
        of_lift = (caught.of_precision - lift * of_base) / base
        told = [
            tell_share(
                judged, PRECISION, caught.precision, caught.of_precision,
                confidence_level=confidence_level,
            ),
            tell_share(
                judged, RECALL, caught.recall, caught.of_recall, confidence_level=confidence_level
            ),
            tell_estimate(
                judged, LIFT, lift, of_lift, confidence_level=confidence_level, unit="ratio"
            ),
        ]  # fmt: skip
        rows += [row | {"share": share} for row in told]
    return pd.DataFrame(rows)


def compare_at_capacity(
    predictions: pd.DataFrame, reference: pd.DataFrame, *, share: float, confidence_level: float
) -> pd.DataFrame:
    """Precision and recall of a model's list less those of ``reference``'s, equally long.

    Both frames hold the same customers on the same days. Terms precision_difference and
    recall_difference (model - reference), paired by customer; columns ``model, reference`` too.
    Raises EstimationError when the customers differ.
    """
    other = match_rows(predictions, reference)
    judged = read_judged(predictions)
    own = measure_caught(judged, mark_listed(predictions, share)[judged.row])
    beside = read_judged(other)
    rival = measure_caught(beside, mark_listed(other, share)[judged.row])
    told = [
        (PRECISION_GAIN, own.precision, rival.precision, own.of_precision - rival.of_precision),
        (RECALL_GAIN, own.recall, rival.recall, own.of_recall - rival.of_recall),
    ]
    return pd.DataFrame(
        [
            tell_estimate(
                judged, term, a - b, influence,
                confidence_level=confidence_level, unit="probability",
            )
            | {"share": share, "model": a, "reference": b}
            for term, a, b, influence in told
        ]
    )  # fmt: skip


def match_rows(predictions: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """``other`` in the order of ``predictions``; both have each customer and day once."""
    place = locate_rows(predictions, other)
    if (place < 0).any():
        raise EstimationError(
            f"{int((place < 0).sum())} of {len(predictions)} predictions have none of the other"
            " model beside them; judge both on the same customers and days"
        )
    return other.iloc[place]


def measure_caught(judged: Judged, listed: np.ndarray) -> Caught:
    """Precision and recall of the chances ``listed`` of the judged rows, and their influences.

    A customer more among those judged takes a place on the list, or makes the list longer and
    lets in the next: what counts is the share lost at the list's end, taken from the rows around
    it. (The influence function of a mean beyond a quantile.)
    """
    weighted = judged.weight * listed
    caught, places = float((weighted * judged.left).sum()), float(weighted.sum())
    lost = float((judged.weight * judged.left).sum())
    at_end, share = _describe_ends(judged, listed)
    moves = judged.weight * (listed * judged.left + at_end * (share - listed))
    precision, recall = caught / places, caught / lost
    return Caught(
        precision,
        recall,
        (moves - precision * judged.weight * share) / places,
        (moves - recall * judged.weight * judged.left) / lost,
    )


def _describe_ends(judged: Judged, listed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row, of its batch: the share lost around the list's end, and the share listed."""
    at_end, share = np.zeros(len(listed)), np.zeros(len(listed))
    for number in np.unique(judged.batch):
        rows = np.flatnonzero(judged.batch == number)
        weight = judged.weight[rows]
        share[rows] = (weight * listed[rows]).sum() / weight.sum()
        order = rows[np.lexsort((-judged.risk[rows], -listed[rows]))]
        end = round(float(listed[rows].sum()))
        reach = max(_LEAST_NEIGHBOURS, round(_NEIGHBOURS_SHARE * len(rows)))
        around = order[max(end - reach, 0) : end + reach]
        at_end[rows] = np.average(judged.left[around], weights=judged.weight[around])
    return at_end, share
