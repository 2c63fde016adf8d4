"""The parameters a specification implies beside those it states: lavaan's ``sem()`` defaults."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pandas as pd

from analysis.errors import ParameterError
from analysis.estimate.structural.specification import (
    COVARIANCE,
    INTERCEPT,
    LOADING,
    PATH,
    Specification,
    Term,
)


def build_parameter_table(specification: Specification, *, mean_structure: bool) -> pd.DataFrame:
    """One row per term: ``left, operator, right, label, value`` (missing when free) and ``free``
    (position of the parameter, -1 when fixed). Terms with one label share a position; if one of
    them is fixed, all are.

    Raises ParameterError when nothing is free, or one label is fixed at two values.
    """
    given = [t for t in specification.terms if mean_structure or t.operator != INTERCEPT]
    terms = [*_fix_markers(given), *_default_covariances(specification)]
    if mean_structure:
        terms += _default_intercepts(specification)
    table = pd.DataFrame(
        [(t.left, t.operator, t.right, t.label, t.value) for t in terms],
        columns=["left", "operator", "right", "label", "value"],
    ).astype({"value": float, "label": object})
    table["value"] = table["value"].fillna(table["label"].map(_fixed_labels(table)))
    key = table["label"].where(table["label"].notna(), table.index.map(str))
    is_free = table["value"].isna()
    if not is_free.any():
        raise ParameterError("nothing is left to estimate: every parameter of the model is fixed")
    table["free"] = -1
    table.loc[is_free, "free"] = pd.factorize(key[is_free])[0]
    return table


def _fixed_labels(table: pd.DataFrame) -> dict[str, float]:
    fixed = table[table["value"].notna() & table["label"].notna()]
    values = fixed.groupby("label")["value"].agg(["min", "max"])
    for label, (low, high) in zip(values.index, values.to_numpy(), strict=True):
        if low != high:
            raise ParameterError(f"label {label} is fixed at both {low:g} and {high:g}")
    return {str(label): float(value) for label, value in values["min"].items()}


def _fix_markers(terms: Sequence[Term]) -> Iterator[Term]:
    """A construct takes its scale from its first item, unless the model says otherwise."""
    scaled = set()
    for term in terms:
        first = term.operator == LOADING and term.left not in scaled
        scaled |= {term.left} if term.operator == LOADING else set()
        value = 1.0 if first and term.value is None and not term.freed else term.value
        yield Term(term.left, term.operator, term.right, term.label, value)


def _default_covariances(specification: Specification) -> Iterator[Term]:
    names = [*specification.observed, *specification.constructs]
    stated = {
        frozenset((term.left, term.right))
        for term in specification.terms
        if term.operator == COVARIANCE
    }
    pairs = [(name, name) for name in names]
    for group in _covarying_groups(specification):
        pairs += combinations(group, 2)
    for left, right in pairs:
        if frozenset((left, right)) not in stated:
            yield Term(left, COVARIANCE, right)


def _covarying_groups(specification: Specification) -> tuple[list[str], list[str], list[str]]:
    """Items that are causes only, constructs that are causes only, and final outcomes."""
    outcomes = {t.left for t in specification.terms if t.operator == PATH}
    causes = {t.right for t in specification.terms if t.operator == PATH}
    loaded = {t.right for t in specification.terms if t.operator == LOADING}
    latent = specification.constructs
    return (
        [x for x in specification.observed if x in causes - outcomes - loaded],
        [x for x in latent if x not in outcomes | loaded],
        [x for x in (*specification.observed, *latent) if x in outcomes - causes - loaded],
    )


def _default_intercepts(specification: Specification) -> Iterator[Term]:
    stated = {term.left for term in specification.terms if term.operator == INTERCEPT}
    for name in specification.observed:
        if name not in stated:
            yield Term(name, INTERCEPT, "")
    for name in specification.constructs:
        if name not in stated:
            yield Term(name, INTERCEPT, "", value=0.0)
