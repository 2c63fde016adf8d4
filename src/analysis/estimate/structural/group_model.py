"""One structural model in several groups, with parameters that are equal between them.

The mean structure is that of lavaan: intercepts of items free, means of constructs zero, except
that equal intercepts free the means of all groups but the first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.errors import ParameterError
from analysis.estimate.structural.ram import RamModel, build_ram_model
from analysis.estimate.structural.specification import (
    COVARIANCE,
    INTERCEPT,
    LOADING,
    PATH,
    Specification,
    Term,
)

KINDS = (
    "loadings",
    "intercepts",
    "residuals",
    "residual_covariances",
    "regressions",
    "means",
    "construct_variances",
    "construct_covariances",
)


@dataclass(frozen=True, eq=False)
class GroupModel:
    """``ram`` holds one group's parameters; ``index`` (groups, parameters of one group) is the
    position of each in the common ``theta``, or -1 where it is fixed at ``fixed``."""

    ram: RamModel
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    index: np.ndarray
    fixed: np.ndarray

    @property
    def n_parameters(self) -> int:
        """Length of ``theta``."""
        return int(self.index.max()) + 1

    def of_group(self, theta: np.ndarray, group: int) -> np.ndarray:
        """The group's own parameters (..., parameters of one group) within ``theta``."""
        index = self.index[group]
        return np.where(index >= 0, np.asarray(theta)[..., index], self.fixed[group])

    def spread(self, group: int) -> np.ndarray:
        """Derivative of the group's parameters in ``theta`` (parameters of one group, theta)."""
        return (self.index[group][:, None] == np.arange(self.n_parameters)).astype(float)

    def start(self, covariances: Sequence[np.ndarray], means: Sequence[np.ndarray]) -> np.ndarray:
        """Where the search begins, from each group's moments; what is equal starts at the first
        group's value."""
        theta = np.full(self.n_parameters, np.nan)
        for group in range(len(self.groups)):
            own = self.ram.start(covariances[group], means[group])
            fresh = self.index[group] >= 0
            fresh[fresh] &= np.isnan(theta[self.index[group][fresh]])
            theta[self.index[group][fresh]] = own[fresh]
        return theta


def one_group(ram: RamModel) -> GroupModel:
    """``ram`` as it is, for all respondents together."""
    index = np.arange(ram.n_parameters)[None]
    return GroupModel(ram, ("all",), _parameter_kinds(ram), index, np.zeros(index.shape))


def build_group_model(
    specification: Specification,
    groups: Sequence[str],
    *,
    equal: Collection[str] = (),
    released: Collection[str] = (),
    standardised: bool = False,
) -> GroupModel:
    """``specification`` in each of ``groups``, parameters of the kinds ``equal`` shared.

    ``released`` are names of parameters (``RamModel.parameter_names``) that differ all the same:
    partial invariance. Labelled parameters are shared by all groups, as in lavaan. A construct's
    scale is its first loading of 1; with ``standardised`` (for measurement models) it is a
    variance of 1 in the first group, and in all when loadings differ, so that each loading can be
    compared. Raises ParameterError for an unknown kind or name.
    """
    unknown = sorted(set(equal) - set(KINDS))
    if unknown:
        raise ParameterError(f"{', '.join(unknown)} is none of {', '.join(KINDS)}")
    ram = build_ram_model(_open_up(specification, standardised), mean_structure=True)
    lost = sorted(set(released) - set(ram.parameter_names))
    if lost:
        raise ParameterError(f"the model has no parameter {', '.join(lost)} to release")
    kinds = _parameter_kinds(ram)
    levels = _own_means(specification)
    fixed = np.zeros((len(groups), len(kinds)))
    index = np.full(fixed.shape, -1)
    count = 0
    for group, k in np.ndindex(*index.shape):
        kind, name = kinds[k], ram.parameter_names[k]
        if kind == "means" and name not in levels and not (group and "intercepts" in equal):
            continue
        unit = standardised and kind == "construct_variances"
        if unit and not (group and "loadings" in equal):
            fixed[group, k] = 1.0
            continue
        shared = (kind in equal and name not in released) or k in ram.labels.values()
        earlier = index[:group, k][index[:group, k] >= 0]
        if shared and len(earlier):
            index[group, k] = earlier[0]
        else:
            index[group, k], count = count, count + 1
    return GroupModel(ram, tuple(groups), kinds, index, fixed)


def _open_up(specification: Specification, standardised: bool) -> Specification:
    """``specification`` with a free mean for each construct and, if ``standardised``, every
    first loading free: which of them are estimated is decided group by group."""
    terms = list(specification.terms)
    if standardised:
        terms = [
            replace(term, freed=True) if term.operator == LOADING and term.value is None else term
            for term in terms
        ]
    given = {term.left for term in terms if term.operator == INTERCEPT}
    terms += [
        Term(construct, INTERCEPT, "", freed=True)
        for construct in specification.constructs
        if construct not in given
    ]
    return replace(specification, terms=tuple(terms))


def _own_means(specification: Specification) -> set[str]:
    """Means of constructs that the specification itself frees."""
    return {
        f"{term.left} {INTERCEPT}" for term in specification.terms if term.operator == INTERCEPT
    }


def _parameter_kinds(ram: RamModel) -> tuple[str, ...]:
    rows = ram.table[ram.free >= 0].drop_duplicates("free").sort_values("free")
    return tuple(
        _kind(ram, *map(str, row)) for row in rows[["left", "operator", "right"]].to_numpy()
    )


def _kind(ram: RamModel, left: str, operator: str, right: str) -> str:
    latent = left in ram.latent
    if operator == COVARIANCE:
        if left == right:
            return "construct_variances" if latent else "residuals"
        return "construct_covariances" if latent else "residual_covariances"
    if operator == INTERCEPT:
        return "means" if latent else "intercepts"
    return {LOADING: "loadings", PATH: "regressions"}[operator]
