"""Partial least squares path models: from answers, or from their correlation matrix."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.model import CompositeModel
from analysis.estimate.composite.problems import CompositeProblem, find_problems
from analysis.estimate.composite.quantities import Measurement
from analysis.estimate.composite.weighting import CompositeSolution, Scheme
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.measurement.item_answers import Missing, read_item_answers, suggest_name
from analysis.estimate.measurement.item_moments import correlate_items, smooth_correlations

MUCH_MISSING = 0.05  # mean replacement is harmless below (Hair et al. 2017)


@dataclass(frozen=True, eq=False)
class CompositeFit:
    """A PLS path model and its numbers.

    ``estimates`` is tidy: ``quantity`` (path, total_effect, r_squared, f_squared, vif, weight,
    loading, cross_loading, item_vif, alpha, rho_a, rho_c, ave, construct_correlation, htmt),
    ``left`` (outcome or construct), ``right`` (cause, item, other construct), ``term, stratum,
    estimate, n, unit, method``. Everything is standardised. Numbers are missing when a problem
    disqualifies them.
    """

    measurement: Measurement
    correlations: pd.DataFrame
    n: int
    missing: Missing | None
    solution: CompositeSolution
    problems: tuple[CompositeProblem, ...]
    estimates: pd.DataFrame

    @property
    def model(self) -> CompositeModel:
        return self.measurement.model

    @property
    def usable(self) -> bool:
        """Whether no problem forbids reading the numbers."""
        return not any(problem.disqualifying for problem in self.problems)

    def table(self, quantity: str) -> pd.DataFrame:
        """The rows of one quantity."""
        chosen = self.estimates[self.estimates["quantity"] == quantity]
        if chosen.empty:
            known = ", ".join(self.estimates["quantity"].unique())
            raise ParameterError(f"{quantity!r} is not a quantity of this model; it has {known}")
        return chosen.reset_index(drop=True)

    def matrix(self, quantity: str) -> pd.DataFrame:
        """One quantity with ``left`` as rows and ``right`` as columns; 0 where it is not free."""
        wide = self.table(quantity).pivot(index="left", columns="right", values="estimate")
        rows = [name for name in self.model.constructs if name in wide.index]
        order = (*self.model.constructs, *self.model.items)
        # A single-item construct may bear its item's name.
        columns = list(dict.fromkeys(name for name in order if name in wide.columns))
        return wide.reindex(index=rows, columns=columns).fillna(0.0)


def estimate_composite_model(
    frame: pd.DataFrame,
    model: CompositeModel,
    *,
    scheme: Scheme = "path",
    missing: Missing = "pairwise",
    consistent: bool = False,
) -> CompositeFit:
    """``model`` fitted to the answers in ``frame``: one row per respondent, a column per item.

    ``missing``: ``pairwise`` uses for each correlation whoever answered both items, ``mean``
    replaces by the item's mean (usual, but pulls everything towards zero), ``complete`` drops
    respondents with gaps; each is unbiased only when answers are missing at random, and a problem
    on the fit says how many are. ``consistent`` corrects for measurement error (PLSc).
    EstimationError: see ``read_item_answers``; also causes that determine each other.
    """
    answers = read_item_answers(frame, model.items, missing=missing)
    correlations = correlate_items(answers)
    fit = estimate_composite_from_correlations(
        correlations, model, n=answers.n, scheme=scheme, consistent=consistent
    )
    note = _describe_missing(frame, model, answers.n, missing)
    problems = (*note, *fit.problems)
    return CompositeFit(
        fit.measurement, fit.correlations, fit.n, missing, fit.solution, problems, fit.estimates
    )


def estimate_composite_from_correlations(
    correlations: pd.DataFrame,
    model: CompositeModel,
    *,
    n: int,
    scheme: Scheme = "path",
    consistent: bool = False,
) -> CompositeFit:
    """``model`` fitted to the correlation matrix of its items from ``n`` respondents.

    Raises EstimationError for an item that is not in the matrix, or a matrix that is not one of
    correlations.
    """
    if scheme not in get_args(Scheme):
        raise ParameterError(
            f"scheme {scheme!r} is none of {', '.join(get_args(Scheme))}."
            f"{suggest_name(scheme, get_args(Scheme))}"
        )
    matrix = _select(correlations, model)
    smoothed = smooth_correlations(matrix)
    measurement = Measurement(model, scheme, consistent)
    with one_blas_thread():
        solution, quantities = measurement.solve(smoothed[None])
    values = np.concatenate([part[0] for part in quantities.values()])
    problems = find_problems(matrix, n, solution, measurement, quantities)
    if any(problem.disqualifying for problem in problems):
        values = np.full(len(values), np.nan)
    estimates = measurement.labels.assign(
        stratum="all", estimate=values, n=n, method=f"pls_{scheme}{'_consistent' * consistent}"
    )
    items = list(model.items)
    kept = pd.DataFrame(smoothed, index=items, columns=items)
    return CompositeFit(measurement, kept, n, None, solution, problems, estimates)


def _select(correlations: pd.DataFrame, model: CompositeModel) -> np.ndarray:
    for item in model.items:
        if item not in correlations.index or item not in correlations.columns:
            raise EstimationError(
                f"item {item!r} is not in the correlation matrix."
                f"{suggest_name(item, list(correlations.columns))}"
            )
    matrix = correlations.loc[list(model.items), list(model.items)].to_numpy(dtype=float)
    fits = np.allclose(np.diag(matrix), 1, atol=1e-8) and np.allclose(matrix, matrix.T, atol=1e-8)
    if not (np.isfinite(matrix).all() and fits and np.abs(matrix).max() <= 1 + 1e-8):
        raise EstimationError(
            "the matrix is not one of correlations: it needs ones on the diagonal, symmetry and "
            "numbers between -1 and 1"
        )
    return matrix


def _describe_missing(
    frame: pd.DataFrame, model: CompositeModel, n: int, missing: Missing
) -> tuple[CompositeProblem, ...]:
    answers = frame[list(model.items)]
    shares = answers.isna().mean()
    if not shares.max() > 0:
        return ()
    worst = str(shares.idxmax())
    whole = int(answers.notna().all(axis=1).sum())
    done = {
        "pairwise": "each correlation uses the respondents who answered both items",
        "mean": "missing answers were replaced by the item's mean, which weakens every relation",
        "complete": f"{len(frame) - n} respondents with a gap were left out",
    }[missing]
    much = bool(shares.max() > MUCH_MISSING)
    strong = " Beyond 5 percent, compare with full-information estimates." if much else ""
    text = (
        f"{whole} of {len(frame)} respondents answered every item; {worst!r} is missing most "
        f"({shares.max():.0%}); {done}.{strong}"
    )
    return (CompositeProblem("missing_answers", worst, text, disqualifying=False),)
