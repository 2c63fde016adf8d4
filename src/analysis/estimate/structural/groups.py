"""One structural model in several groups of respondents, wholly or partly equal between them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError, ParameterError, list_faults
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.structural.group_likelihood import (
    GroupLikelihood,
    Maximum,
    search_maximum,
)
from analysis.estimate.structural.group_measures import measure_groups
from analysis.estimate.structural.group_model import GroupModel, build_group_model
from analysis.estimate.structural.identification import check_identification, find_flat_directions
from analysis.estimate.structural.item_checks import check_items, check_respondents
from analysis.estimate.structural.missing_baseline import Baseline, fit_missing_baseline
from analysis.estimate.structural.missing_moments import (
    SaturatedMoments,
    estimate_saturated_moments,
)
from analysis.estimate.structural.missing_patterns import MissingPatterns, collect_patterns
from analysis.estimate.structural.problems import ModelProblem, find_problems
from analysis.estimate.structural.ram import build_ram_model
from analysis.estimate.structural.specification import Specification

NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")


@dataclass(frozen=True, eq=False)
class GroupSample:
    """The answers of each of ``groups``, ready for any model of the items of ``specification``."""

    specification: Specification
    groups: tuple[str, ...]
    patterns: tuple[MissingPatterns, ...]
    saturated: tuple[SaturatedMoments, ...]
    baselines: tuple[Baseline, ...]

    @property
    def complete(self) -> bool:
        """Whether no answer is missing."""
        return all(part.seen.all() for part in self.patterns)


@dataclass(frozen=True, eq=False)
class GroupFit:
    """A model fitted to several groups.

    ``parameters``: a row per group and term, ``group, left, operator, right, label, kind, shared,
    estimate, std_error, statistic, p_value, conf_low, conf_high``. ``fit_indices`` as those of one
    group. Both are missing where ``problems`` holds a disqualifying one.
    """

    sample: GroupSample
    likelihood: GroupLikelihood
    maximum: Maximum
    vcov: np.ndarray
    problems: tuple[ModelProblem, ...]
    parameters: pd.DataFrame
    fit_indices: dict[str, float]

    @property
    def model(self) -> GroupModel:
        return self.likelihood.model

    @property
    def theta(self) -> np.ndarray:
        return self.maximum.theta

    @property
    def groups(self) -> tuple[str, ...]:
        return self.sample.groups

    @property
    def n(self) -> dict[str, int]:
        """Respondents of each group."""
        sizes = (part.n for part in self.sample.patterns)
        return dict(zip(self.groups, sizes, strict=True))

    @property
    def converged(self) -> bool:
        return self.maximum.converged

    @property
    def usable(self) -> bool:
        """Whether the numbers may be read."""
        return not any(problem.disqualifying for problem in self.problems)

    def require_usable(self) -> None:
        """Raises EstimationError with the disqualifying problems, when there are any."""
        faults = [problem.text for problem in self.problems if problem.disqualifying]
        if faults:
            raise EstimationError(list_faults("the model of the groups cannot be read:", faults))


def estimate_group_models(
    frame: pd.DataFrame,
    specification: Specification,
    *,
    group: str,
    confidence_level: float,
    equal: Collection[str] = (),
    released: Collection[str] = (),
) -> GroupFit:
    """Fit ``specification`` to the rows of each value of the column ``group``, in alphabetical
    order (for another, see ``collect_groups``).

    Parameters of the kinds ``equal`` (``group_model.KINDS``) are the same in all groups, save those
    ``released`` by name, such as ``x3 ~1``; equal intercepts free the means of constructs in all
    groups but the first. Missing answers count by full information. Errors come from the expected
    information when nothing is missing, else from the observed, as in lavaan.

    Raises ParameterError for an unknown column, kind or name, and EstimationError as
    ``estimate_full_information``, with the group.
    """
    sample = collect_groups(frame, specification, group=group)
    return fit_groups(sample, confidence_level=confidence_level, equal=equal, released=released)


def collect_groups(
    frame: pd.DataFrame,
    specification: Specification,
    *,
    group: str,
    groups: Sequence[object] | None = None,
) -> GroupSample:
    """Moments by pattern of the rows of each value of the column ``group``: of ``groups`` in
    their order, or of all values; rows without a group are left out. Raises as
    ``estimate_group_models``."""
    if group not in frame.columns:
        raise ParameterError(f"the answers have no column {group} to group by")
    names = list(groups or sorted(frame[group].dropna().unique(), key=str))
    if len(names) < 2:
        raise EstimationError(
            f"{group} has {len(names)} value(s) with answers: groups cannot be compared"
        )
    check_identification(build_ram_model(specification, mean_structure=True))
    with one_blas_thread():
        parts = [
            _collect_group(frame[frame[group] == name], specification, f"{group} {name}")
            for name in names
        ]
    patterns, saturated, baselines = zip(*parts, strict=True)
    return GroupSample(specification, tuple(map(str, names)), patterns, saturated, baselines)


def _collect_group(
    rows: pd.DataFrame, specification: Specification, name: str
) -> tuple[MissingPatterns, SaturatedMoments, Baseline]:
    ram = build_ram_model(specification, mean_structure=True)
    try:
        patterns = collect_patterns(check_items(rows, specification), ram.observed)
        check_respondents(patterns.n, ram.n_parameters, len(ram.observed))
        return patterns, estimate_saturated_moments(patterns), fit_missing_baseline(ram, patterns)
    except EstimationError as error:
        raise EstimationError(f"{name}: {error}") from None


def sample_of_patterns(
    specification: Specification, patterns: dict[str, MissingPatterns]
) -> GroupSample:
    """A sample from the moments of each group's patterns alone."""
    ram = build_ram_model(specification, mean_structure=True)
    parts = tuple(patterns.values())
    return GroupSample(
        specification,
        tuple(patterns),
        parts,
        tuple(estimate_saturated_moments(part) for part in parts),
        tuple(fit_missing_baseline(ram, part) for part in parts),
    )


def fit_groups(
    sample: GroupSample,
    *,
    confidence_level: float,
    equal: Collection[str] = (),
    released: Collection[str] = (),
    standardised: bool = False,
) -> GroupFit:
    """As ``estimate_group_models``, of answers already collected; ``standardised`` gives constructs
    a variance of 1 in the first group instead of a first loading of 1."""
    model = build_group_model(
        sample.specification,
        sample.groups,
        equal=equal,
        released=released,
        standardised=standardised,
    )
    likelihood = GroupLikelihood(model, sample.patterns)
    with one_blas_thread():
        maximum = search_maximum(likelihood, sample.saturated)
        information = maximum.information
        if sample.complete:
            information = likelihood.information(maximum.theta, maximum.scores, expected=True)
        flat = find_flat_directions(information)
        vcov = np.full_like(information, np.nan) if len(flat) else np.linalg.inv(information)
        problems = _find_problems(likelihood, maximum, vcov, confidence_level)
        fit_indices = measure_groups(likelihood, maximum, sample.saturated, sample.baselines)
    usable = not any(problem.disqualifying for problem in problems)
    parameters = _tabulate(model, maximum.theta, vcov, confidence_level)
    if not usable:
        parameters[list(NUMBERS)] = np.nan
        fit_indices = dict.fromkeys(fit_indices, np.nan)
    return GroupFit(sample, likelihood, maximum, vcov, problems, parameters, fit_indices)


def _find_problems(
    likelihood: GroupLikelihood, maximum: Maximum, vcov: np.ndarray, confidence_level: float
) -> tuple[ModelProblem, ...]:
    """Each group's problems, with its name; what concerns all groups only once."""
    found: dict[str, ModelProblem] = {}
    model = likelihood.model
    for g, (name, patterns) in enumerate(zip(model.groups, likelihood.patterns, strict=True)):
        spread = model.spread(g)
        for problem in find_problems(
            model.ram,
            model.of_group(maximum.theta, g),
            spread @ vcov @ spread.T,
            n=patterns.n,
            converged=maximum.converged,
            confidence_level=confidence_level,
        ):
            common = problem.kind in ("not_converged", "under_identified")
            text = problem.text if common else f"{name}: {problem.text}"
            found.setdefault(
                text, ModelProblem(problem.kind, problem.where, text, problem.disqualifying)
            )
    return tuple(found.values())


def _tabulate(
    model: GroupModel, theta: np.ndarray, vcov: np.ndarray, confidence_level: float
) -> pd.DataFrame:
    free = model.ram.free
    error = np.sqrt(np.maximum(np.diag(vcov), 0))
    times = np.bincount(model.index[model.index >= 0], minlength=model.n_parameters)
    z = stats.norm.ppf((1 + confidence_level) / 2)
    tables = []
    for group, name in enumerate(model.groups):
        at = np.where(free >= 0, model.index[group][free], -1)
        table = model.ram.table[["left", "operator", "right", "label"]].assign(
            kind=_kind_by_row(model.kinds, free),
            shared=(at >= 0) & (times[at] > 1),
            estimate=model.ram.values(model.of_group(theta, group)),
            std_error=np.where(at >= 0, error[at], 0.0),
        )
        table.insert(0, "group", name)
        tables.append(table)
    whole = pd.concat(tables, ignore_index=True)
    statistic = whole["estimate"] / whole["std_error"].where(whole["std_error"] > 0)
    return whole.assign(
        statistic=statistic,
        p_value=2 * stats.norm.sf(statistic.abs()),
        conf_low=whole["estimate"] - z * whole["std_error"],
        conf_high=whole["estimate"] + z * whole["std_error"],
    )


def _kind_by_row(kinds: Sequence[str], free: np.ndarray) -> np.ndarray:
    """Of each term the kind of its parameter; missing where it is fixed."""
    return np.array([kinds[k] if k >= 0 else None for k in free], dtype=object)
