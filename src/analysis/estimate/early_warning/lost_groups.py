"""Groups of rows by one threshold or value of a feature, in which most are lost."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

_RARE = 0.01  # of the rows: rarer words are pooled, or each would tell its few customers apart


@dataclass(frozen=True)
class Outcomes:
    """``lost`` and the ``customer`` (a number) of every row, shapes (n,). Where the outcome is ever
    being lost, ``waited``: days until then or until the records end, and ``followable``: days a
    customer could have been followed, missing where not known."""

    lost: np.ndarray
    customer: np.ndarray
    waited: np.ndarray | None = None
    followable: np.ndarray | None = None

    def count(self, rows: np.ndarray) -> int:
        """Customers in ``rows``, a boolean array."""
        return int(np.count_nonzero(np.bincount(self.customer[rows])))


@dataclass(frozen=True)
class Group:
    """The rows ``inside`` (shape (n,)), by a ``rule`` (below, above, value, missing, recorded) and
    its ``value``; ``n_tried`` groups were looked at to find it."""

    rule: str
    value: float | str | None
    inside: np.ndarray
    n_tried: int


def is_wordy(values: pd.Series) -> bool:
    """Whether values are words or flags, without an order."""
    kinds = pd.CategoricalDtype | pd.BooleanDtype
    return isinstance(values.dtype, kinds) or values.dtype in (object, bool)


def list_groups(values: pd.Series, outcomes: Outcomes, least: float) -> Iterator[Group]:
    """Missing, recorded, every value of words, and the purest from below and from above with
    ``least`` customers lost in it."""
    missing = values.isna().to_numpy()
    if missing.any() and not missing.all():
        yield Group("missing", None, missing, 2)
        yield Group("recorded", None, ~missing, 2)
    if is_wordy(values):
        codes, levels = _number_words(values)
        for code, level in enumerate(levels):
            yield Group("value", level, codes == code, len(levels))
    else:
        numbers = values.to_numpy(np.float64, na_value=np.nan)
        for rule in ("below", "above"):
            yield from _find_threshold(numbers, outcomes, least, rule)


def _number_words(values: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Codes of the words that are not rare, and those; -1 for all else."""
    codes, levels = pd.factorize(values.astype(object))
    counts = np.bincount(codes + 1, minlength=len(levels) + 1)[1:]
    kept = counts >= _RARE * len(codes)
    places = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
    return places[codes], [
        str(level) for level, is_kept in zip(levels, kept, strict=True) if is_kept
    ]


def _find_threshold(
    values: np.ndarray, outcomes: Outcomes, least: float, rule: str
) -> Iterator[Group]:
    """The group of the highest share lost; where several are practically pure, the largest."""
    sign = 1.0 if rule == "below" else -1.0
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(sign * values[known], kind="stable")]
    if not len(order):
        return
    lost = outcomes.lost[order]
    share = np.cumsum(lost) / np.arange(1, len(order) + 1)
    last = np.append(np.diff(values[order]) != 0, True)  # where a value ends
    allowed = last & (_count_customers(outcomes.customer[order], lost) >= least)
    if not allowed.any():
        return
    enough = allowed & (share >= min(share[allowed].max(), 0.99))
    limit = float(values[order[np.flatnonzero(enough)[-1]]])
    inside = np.nan_to_num(sign * values, nan=np.inf) <= sign * limit
    yield Group(rule, limit, inside, int(last.sum()))


def _count_customers(customer: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """Different customers lost among the rows so far."""
    place = np.flatnonzero(lost)
    first = np.zeros(len(lost), np.int64)
    first[place[np.unique(customer[place], return_index=True)[1]]] = 1
    return np.cumsum(first)


def measure_auc(values: pd.Series, lost: np.ndarray) -> float:
    """Share of pairs of a lost and a kept row told apart by ``values`` alone, from 0.5 to 1: of
    words by their shares lost, of numbers either way round, missing ones at either end."""
    if is_wordy(values):
        codes = _number_words(values)[0] + 1
        shares = np.bincount(codes, lost) / np.maximum(np.bincount(codes), 1)
        return _tell_apart(shares[codes], lost)
    numbers = values.to_numpy(np.float64, na_value=np.nan)
    edges = (-np.inf, np.inf) if np.isnan(numbers).any() else (0.0,)
    aucs = [_tell_apart(np.nan_to_num(numbers, nan=edge), lost) for edge in edges]
    return max(max(auc, 1 - auc) for auc in aucs)


def _tell_apart(values: np.ndarray, lost: np.ndarray) -> float:
    """Mann and Whitney's statistic as a share."""
    n_lost = int(lost.sum())
    above = rankdata(values)[lost].sum() - n_lost * (n_lost + 1) / 2
    return float(above / (n_lost * (len(lost) - n_lost)))
