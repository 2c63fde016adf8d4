"""Answers that no structural model can be fitted to, each with a message that names the item."""

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, list_faults
from analysis.estimate.linear_algebra import find_dependent_columns
from analysis.estimate.structural.specification import Specification

_SAME_ANSWER = "every respondent gave the same answer"
FLAT = 1e-10  # of an item's mean square: less variance than that is none


def check_items(frame: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """The model's items as numbers, one row per respondent who answered any of them.

    Raises EstimationError for an item that is no column (with the nearest name), is not a number,
    was answered by nobody, does not vary or is determined by others.
    """
    _check_columns(list(frame.columns), specification)
    items = _as_numbers(frame[list(specification.observed)])
    items = items.dropna(how="all")
    if items.empty:
        raise EstimationError(
            f"no respondent answered any item of the model ({len(frame):,} rows): check the items"
        )
    _check_variance(items, specification)
    _check_collinear(items)
    return items


def check_respondents(n: int, n_parameters: int, n_items: int) -> None:
    """Raises EstimationError when ``n`` respondents are too few for the model."""
    if n <= max(n_parameters, n_items):
        raise EstimationError(
            f"{n} respondents for {n_parameters} parameters and {n_items} items: too few to "
            "estimate the model; collect more answers or use a smaller model"
        )


def check_covariance(observed: Sequence[str], covariance: np.ndarray) -> None:
    """Raises EstimationError for moments with an item that does not vary or is determined."""
    variance = np.diag(covariance)
    faults = [
        f"{name}: {_SAME_ANSWER} (no variance); leave it out"
        for name, own in zip(observed, variance, strict=True)
        if not own > 0
    ]
    if not faults:
        faults = _dependent(observed, covariance)
    if faults:
        raise EstimationError(list_faults("items cannot be used as they are:", faults))


def suggest(name: str, known: Sequence[str]) -> str:
    """``; did you mean x?`` when a known name is near."""
    near = get_close_matches(name, [str(other) for other in known], n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _check_columns(columns: Sequence[str], specification: Specification) -> None:
    known = [str(name) for name in columns] + list(specification.constructs)
    faults = [
        f"{name}: no such column{suggest(name, known)}"
        for name in specification.observed
        if name not in columns
    ]
    if faults:
        raise EstimationError(list_faults("the model asks for unknown items:", faults))


def _as_numbers(items: pd.DataFrame) -> pd.DataFrame:
    faults = []
    numbers = {}
    for name in items.columns:
        try:
            numbers[name] = items[name].astype("Float64").to_numpy(float, na_value=np.nan)
        except (TypeError, ValueError):
            faults.append(f"{name}: answers are not numbers; recode them first")
            continue
        n_infinite = int(np.isinf(numbers[name]).sum())
        if n_infinite:
            faults.append(f"{name}: {n_infinite} infinite answers; set them to missing")
    if faults:
        raise EstimationError(list_faults("items cannot be used as they are:", faults))
    return pd.DataFrame(numbers, index=items.index)


def _check_variance(items: pd.DataFrame, specification: Specification) -> None:
    variance, size = items.var(ddof=0), (items**2).mean()
    flat = ~(variance > FLAT * size)
    faults = [_describe_flat(items[name], specification) for name in items.columns[flat]]
    if faults:
        raise EstimationError(list_faults("items cannot be used as they are:", faults))


def _describe_flat(answers: pd.Series, specification: Specification) -> str:
    """Which item it is, of which construct, how many answered what, and what to do."""
    name = str(answers.name)
    owners = [one for one in specification.constructs if name in specification.indicators(one)]
    remedy = f"leave it out of {owners[0] if owners else 'the model'}"
    given = answers.dropna()
    if given.empty:
        return f"{name}: none of {len(answers):,} respondents answered it; {remedy}"
    return f"{name}: {_SAME_ANSWER} ({given.iloc[0]:g}, n = {len(given):,}): no variance; {remedy}"


def _check_collinear(items: pd.DataFrame) -> None:
    complete = items.dropna()
    if len(complete) <= items.shape[1]:
        return  # too few to tell: the likelihood itself will say so
    covariance = np.atleast_2d(np.cov(complete.to_numpy().T, bias=True))
    if (np.diag(covariance) > 0).all():
        faults = [
            f"{fault} (n = {len(complete):,})"
            for fault in _dependent([str(name) for name in items.columns], covariance)
        ]
        if faults:
            raise EstimationError(list_faults("items cannot be used as they are:", faults))


def _dependent(observed: Sequence[str], covariance: np.ndarray) -> list[str]:
    size = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(size, size)
    return [
        f"{observed[j]}: wholly determined by {', '.join(observed[i] for i in others)} "
        "(perfectly collinear); leave one of them out"
        for j, others in find_dependent_columns(correlation, np.ones(len(size)))
    ]
