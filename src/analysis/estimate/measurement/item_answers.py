"""The answers to survey items as arrays: which respondents count, and what is missing."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError

Missing = Literal["pairwise", "mean", "complete"]
MISSING_CHOICES: tuple[Missing, ...] = ("pairwise", "mean", "complete")
LEAST_ROWS = 3


@dataclass(frozen=True)
class ItemAnswers:
    """Answers of the respondents who count: ``values`` (n, p), centred, 0 where missing;
    ``given`` (n, p), whether answered; and what is done about missing answers."""

    names: tuple[str, ...]
    values: np.ndarray
    given: np.ndarray
    missing: Missing

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def complete(self) -> bool:
        return bool(self.given.all())


def read_item_answers(
    frame: pd.DataFrame, items: Sequence[str], *, missing: Missing = "pairwise"
) -> ItemAnswers:
    """The answers to ``items``, one row per respondent who answered any (with ``complete``: all).

    EstimationError names an item that is not a column (and the nearest that is), is not a number,
    that nobody or everybody answered alike, or two items nobody answered together.
    """
    if missing not in MISSING_CHOICES:
        raise ParameterError(f"missing {missing!r} is none of {', '.join(MISSING_CHOICES)}")
    _check_columns(frame, items)
    answers = frame[list(items)].to_numpy(dtype=float, na_value=np.nan)
    given = np.isfinite(answers)
    rows = given.all(axis=1) if missing == "complete" else given.any(axis=1)
    answers, given = answers[rows], given[rows]
    if len(answers) < LEAST_ROWS:
        raise EstimationError(
            f"{len(answers)} of {len(frame)} respondents answered "
            f"{'all' if missing == 'complete' else 'any'} of the items "
            f"{', '.join(items)}; at least {LEAST_ROWS} are needed"
        )
    counts = given.sum(axis=0)
    centre = np.where(given, answers, 0.0).sum(axis=0) / np.maximum(counts, 1)
    values = np.where(given, answers - centre, 0.0)
    for name, column, seen in zip(items, values.T, given.T, strict=True):
        if not seen.any() or np.ptp(column[seen]) == 0:
            raise EstimationError(
                f"item {name!r} has no variance: its {int(seen.sum())} answers are all the same; "
                "leave it out of its construct"
            )
    if missing != "complete":
        _check_pairs(given, items)
    return ItemAnswers(tuple(items), values, given, missing)


def suggest_name(given: str, known: Sequence[str]) -> str:
    """`` Did you mean 'x'?`` when a known name is close to ``given``, else nothing."""
    close = difflib.get_close_matches(given, [str(name) for name in known], n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def _check_columns(frame: pd.DataFrame, items: Sequence[str]) -> None:
    for item in items:
        if item not in frame.columns:
            raise EstimationError(
                f"item {item!r} is not among the {len(frame.columns)} columns of the answers."
                f"{suggest_name(item, list(frame.columns))}"
            )
        if not pd.api.types.is_numeric_dtype(frame[item]):
            raise EstimationError(
                f"item {item!r} holds text ({frame[item].dtype}), not numbers; declare its scale"
            )


def _check_pairs(given: np.ndarray, items: Sequence[str]) -> None:
    together = given.T.astype(float) @ given
    if together.min() < LEAST_ROWS:
        i, j = divmod(int(together.argmin()), len(items))
        raise EstimationError(
            f"items {items[i]!r} and {items[j]!r} were answered together by "
            f"{int(together.min())} respondents; at least {LEAST_ROWS} are needed"
        )
