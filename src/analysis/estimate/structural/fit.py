"""A fitted structural model: estimates, their precision, and whether they may be read at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError, list_faults
from analysis.estimate.structural.defined import evaluate_defined
from analysis.estimate.structural.moments import SampleMoments
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.problems import ModelProblem, find_problems
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import Specification
from analysis.estimate.structural.standardise import explained_variance, standardise

DEFINITION = ":="
NUMBERS = (
    "estimate",
    "std_error",
    "statistic",
    "p_value",
    "conf_low",
    "conf_high",
    "standardised",
    "standardised_std_error",
    "standardised_conf_low",
    "standardised_conf_high",
)


@dataclass(frozen=True, eq=False)
class Solution:
    """Where an estimator ended. ``vcov`` (q, q) is the covariance of ``theta`` (already divided by
    ``n``), missing when the information is singular."""

    model: RamModel
    theta: np.ndarray
    vcov: np.ndarray
    n: int
    estimator: str
    converged: bool
    moments: SampleMoments | None = None


@dataclass(frozen=True, eq=False)
class StructuralFit:
    """A structural model fitted to ``n`` respondents.

    ``parameters``: one row per term and per defined quantity, ``left, operator, right, label,
    estimate, std_error, statistic, p_value, conf_low, conf_high, standardised,
    standardised_std_error, standardised_conf_low, standardised_conf_high``. ``fit_indices`` as
    ``fit_measures``. ``r_squared``: ``term, estimate``. Where ``problems`` holds a disqualifying
    one, all of these are missing; ``theta`` is then only where the search stopped.
    """

    solution: Solution
    confidence_level: float
    problems: tuple[ModelProblem, ...]
    parameters: pd.DataFrame
    fit_indices: dict[str, float]
    r_squared: pd.DataFrame

    @property
    def specification(self) -> Specification:
        return self.solution.model.specification

    @property
    def model(self) -> RamModel:
        return self.solution.model

    @property
    def theta(self) -> np.ndarray:
        return self.solution.theta

    @property
    def vcov(self) -> np.ndarray:
        return self.solution.vcov

    @property
    def n(self) -> int:
        return self.solution.n

    @property
    def estimator(self) -> str:
        return self.solution.estimator

    @property
    def converged(self) -> bool:
        return self.solution.converged

    @property
    def moments(self) -> SampleMoments | None:
        return self.solution.moments

    @property
    def implied_covariance(self) -> np.ndarray:
        """Of the observed items (p, p), at ``theta``."""
        return self.model.implied_covariance(self.theta)

    @property
    def usable(self) -> bool:
        """Whether the numbers may be read."""
        return not any(problem.disqualifying for problem in self.problems)

    def require_usable(self) -> None:
        """Raises EstimationError with the disqualifying problems, when there are any."""
        faults = [problem.text for problem in self.problems if problem.disqualifying]
        if faults:
            raise EstimationError(list_faults("the structural model cannot be read:", faults))


def assemble_fit(
    solution: Solution,
    *,
    confidence_level: float,
    fit_indices: Mapping[str, float],
    problems: Sequence[ModelProblem] = (),
) -> StructuralFit:
    """Tabulate ``solution``, find its problems beside those given, and take the numbers away when
    one of them disqualifies it."""
    found = find_problems(
        solution.model,
        solution.theta,
        solution.vcov,
        n=solution.n,
        converged=solution.converged,
        confidence_level=confidence_level,
    )
    everything = (*problems, *(one for one in found if one.kind not in _kinds(problems)))
    usable = not any(problem.disqualifying for problem in everything)
    explained = explained_variance(solution.model, solution.theta)
    r_squared = pd.DataFrame({"term": list(explained), "estimate": list(explained.values())})
    return StructuralFit(
        solution=solution,
        confidence_level=confidence_level,
        problems=everything,
        parameters=_tabulate(solution, confidence_level) if usable else _blank(solution),
        fit_indices={name: float(v) if usable else np.nan for name, v in fit_indices.items()},
        r_squared=r_squared if usable else r_squared.assign(estimate=np.nan),
    )


def _kinds(problems: Sequence[ModelProblem]) -> set[str]:
    return {problem.kind for problem in problems}


def all_values(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """The estimate in every row of the parameter table: terms, then defined (..., rows)."""
    return _with_defined(model, model.values(theta))


def all_standardised(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """As ``all_values``, standardised; defined quantities are computed from standardised ones."""
    return _with_defined(model, standardise(model, theta))


def delta_errors(jacobian: np.ndarray, vcov: np.ndarray) -> np.ndarray:
    """Standard errors (k,) of functions with derivatives ``jacobian`` (k, q)."""
    variance = np.einsum("kq,qr,kr->k", jacobian, vcov, jacobian)
    return np.sqrt(np.maximum(variance, 0))


def _with_defined(model: RamModel, values: np.ndarray) -> np.ndarray:
    defined = {part.name: part.expression for part in model.specification.defined}
    first = model.table["label"].notna() & ~model.table["label"].duplicated()
    names = {str(model.table["label"].iloc[k]): values[..., k] for k in np.flatnonzero(first)}
    extra = [
        np.broadcast_to(value, values.shape[:-1])
        for value in evaluate_defined(defined, names).values()
    ]
    return np.concatenate([values, np.stack(extra, axis=-1)], axis=-1) if extra else values


def _rows(solution: Solution) -> pd.DataFrame:
    table = solution.model.table[["left", "operator", "right", "label"]]
    defined = [
        (part.name, DEFINITION, part.expression, part.name)
        for part in solution.model.specification.defined
    ]
    extra = pd.DataFrame(defined, columns=table.columns)
    return pd.concat([table, extra], ignore_index=True) if defined else table.copy()


def _blank(solution: Solution) -> pd.DataFrame:
    return _rows(solution).assign(**dict.fromkeys(NUMBERS, np.nan))


def _tabulate(solution: Solution, confidence_level: float) -> pd.DataFrame:
    model, theta, vcov = solution.model, solution.theta, solution.vcov
    table = _rows(solution)
    estimate, standardised = all_values(model, theta), all_standardised(model, theta)
    error = delta_errors(complex_jacobian(lambda at: all_values(model, at), theta), vcov)
    change = complex_jacobian(lambda at: all_standardised(model, at), theta)
    standardised_error = delta_errors(change, vcov)
    z = stats.norm.ppf((1 + confidence_level) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(error > 0, estimate / error, np.nan)
    return table.assign(
        estimate=estimate,
        std_error=error,
        statistic=statistic,
        p_value=2 * stats.norm.sf(np.abs(statistic)),
        conf_low=estimate - z * error,
        conf_high=estimate + z * error,
        standardised=standardised,
        standardised_std_error=standardised_error,
        standardised_conf_low=standardised - z * standardised_error,
        standardised_conf_high=standardised + z * standardised_error,
    )
