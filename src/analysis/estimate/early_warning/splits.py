"""The past and the later months: what a model may learn from, and what it is judged on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.plan import WarningPlan, is_open, read_outcome

FEWEST_BURNT = 3  # months, if there are so many, that the first block is recalibrated by
FEWEST_LOSSES = 20  # fewer losses, or fewer customers kept, teach nothing


@dataclass(frozen=True)
class Split:
    """Rows learnt from and rows predicted, as positions in the landmarks.

    Every outcome in ``train`` was known by the day ``known_by``, on which the first of ``test`` are
    predicted (None where landmarks have no dates: then no customer is in both). A split that is not
    ``judged`` serves the recalibration of later ones only.
    """

    number: int
    known_by: int | None
    train: np.ndarray
    test: np.ndarray
    judged: bool


def split_landmarks(
    landmarks: pd.DataFrame, plan: WarningPlan, *, rng: np.random.Generator
) -> tuple[Split, ...]:
    """Splits in order: by months where landmarks are dates, else by customers, drawn by ``rng``.

    Months: the last ``plan.n_tests`` whose outcome is known are judged in ``plan.n_refits`` blocks.
    A block's model knows outcomes known by the block's first day. A block before them, not judged,
    gives predictions to recalibrate the first by. Only open rows. Raises EstimationError when there
    are too few months or losses to learn from.
    """
    if plan.clock == "tenure":
        return _split_customers(landmarks, plan, rng)
    return _split_months(landmarks, plan)


def _split_months(landmarks: pd.DataFrame, plan: WarningPlan) -> tuple[Split, ...]:
    outcome = read_outcome(landmarks, plan)
    usable = is_open(landmarks, plan.horizon) & ~np.isnan(outcome)
    day = landmarks["day"].to_numpy(np.int64)
    months = np.unique(day[usable])
    taught = [m for m in months if _teaches(outcome[usable & (day + plan.horizon <= m)])]
    if not taught:
        raise EstimationError(
            f"no month-end has {FEWEST_LOSSES} losses and as many customers kept, known"
            f" {plan.horizon} days after landmarks before it, to learn from; choose a shorter"
            " horizon, or add months"
        )
    blocks = _lay_blocks(np.array(taught), plan)
    splits = []
    for number, (block, judged) in enumerate(blocks):
        splits.append(
            Split(
                number=number,
                known_by=int(block[0]),
                train=np.flatnonzero(usable & (day + plan.horizon <= block[0])),
                test=np.flatnonzero(usable & np.isin(day, block)),
                judged=judged,
            )
        )
    return tuple(splits)


def _teaches(outcome: np.ndarray) -> bool:
    lost = int(outcome.sum())
    return lost >= FEWEST_LOSSES and len(outcome) - lost >= FEWEST_LOSSES


def _lay_blocks(months: np.ndarray, plan: WarningPlan) -> list[tuple[np.ndarray, bool]]:
    """Consecutive months of each refit. The first block only where it is known by the second."""
    first = max(len(months) - plan.n_tests, 0)
    known = np.searchsorted(months, months - plan.horizon, side="right")  # months known by each
    while first < len(months) - 1 and known[first] == 0:
        first += 1
    if known[first] == 0:  # nothing to recalibrate by: judged as it comes
        return [(months, True)]
    begin = max(0, int(known[first]) - max(plan.n_tests // plan.n_refits, FEWEST_BURNT))
    burnt = months[begin:first]
    judged = np.array_split(months[first:], min(plan.n_refits, len(months) - first))
    return [(burnt, False), *((block, True) for block in judged)]


def _split_customers(
    landmarks: pd.DataFrame, plan: WarningPlan, rng: np.random.Generator
) -> tuple[Split, ...]:
    """Folds of customers with equal shares of losses; all rows of a customer in one. Customers
    are tested at tenures a horizon apart, so that each loss is predicted once."""
    usable = is_open(landmarks, plan.horizon)
    customer = pd.factorize(landmarks["customer_id"])[0]
    lost = np.zeros(customer.max(initial=-1) + 1, dtype=bool)
    lost[customer[landmarks["days_to_loss"].notna().to_numpy()]] = True
    if lost.sum() < FEWEST_LOSSES or (~lost).sum() < FEWEST_LOSSES:
        raise EstimationError(
            f"{int(lost.sum())} customers were lost and {int((~lost).sum())} kept: early warning"
            f" needs {FEWEST_LOSSES} of each to learn from"
        )
    fold = np.empty(len(lost), dtype=int)
    for kind in (True, False):
        members = rng.permutation(np.flatnonzero(lost == kind))
        fold[members] = np.arange(len(members)) % plan.n_folds
    own = fold[customer]
    spaced = usable & np.isin(landmarks["day"], _space_days(landmarks["day"], plan.horizon))
    return tuple(
        Split(
            number=number,
            known_by=None,
            train=np.flatnonzero(usable & (own != number)),
            test=np.flatnonzero(spaced & (own == number)),
            judged=True,
        )
        for number in range(plan.n_folds)
    )


def _space_days(day: pd.Series, horizon: int) -> list[int]:
    """Landmarks at least ``horizon`` days apart, from the first."""
    spaced: list[int] = []
    for moment in np.unique(day):
        if not spaced or moment >= spaced[-1] + horizon:
            spaced.append(int(moment))
    return spaced
