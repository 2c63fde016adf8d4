"""Which relation, left out of a model, the data ask for most.

The index is the score test of the parameter now fixed at zero: about how much the chi-square would
fall if it were free (Sorbom 1989). Use it to find items that do not behave, not to improve a fit
until it passes: a model changed by its own data must be tested on others.
"""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.structural.covariance_change import Cells, locate_cells
from analysis.estimate.structural.fit import StructuralFit
from analysis.estimate.structural.maximum_likelihood import expected_information
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import COVARIANCE, LOADING, PATH

Candidate = tuple[str, str, str]  # left, operator, right
UNIDENTIFIED = 1e-8  # share of a candidate's information that the model leaves it


def modification_indices(fit: StructuralFit) -> pd.DataFrame:
    """One row per relation the model leaves out, the largest ``index`` first: ``left, operator,
    right, index`` (chi-square, 1 df), ``p_value, expected_change`` (the value it would take),
    ``standardised_change``.

    Loadings on other constructs, covariances of what is unexplained, and paths that make no
    circle. Raises EstimationError for a fit that may not be read, or was not made from moments.
    """
    fit.require_usable()
    if fit.moments is None or fit.model.mean_structure:
        raise EstimationError(
            f"modification indices need complete answers: not available for {fit.estimator}"
        )
    candidates = list_candidates(fit.model)
    index, change = _score_tests(fit, candidates)
    table = pd.DataFrame(candidates, columns=["left", "operator", "right"]).assign(
        index=index,
        p_value=stats.chi2.sf(index, 1),
        expected_change=change,
        standardised_change=change * _scales(fit, candidates),
    )
    known = table[table["index"].notna()]
    return known.sort_values("index", ascending=False, kind="stable", ignore_index=True)


def list_candidates(model: RamModel) -> list[Candidate]:
    """Relations that could be freed, none of them in the model already."""
    relations = model.relations
    led = {(b, a) if op == LOADING else (a, b) for a, op, b in relations if op in (LOADING, PATH)}
    shared = {frozenset((a, b)) for a, op, b in relations if op == COVARIANCE}
    measured = dict.fromkeys(b for _, op, b in relations if op == LOADING)
    items = [name for name in measured if name in model.observed]
    found = [(c, LOADING, x) for c in model.latent for x in items if (x, c) not in led]
    for group in (model.observed, model.latent):
        found += [
            (a, COVARIANCE, b)
            for a, b in combinations(group, 2)
            if frozenset((a, b)) not in shared and not {(a, b), (b, a)} & led
        ]
    return found + _open_paths(relations, led, shared)


def _open_paths(
    relations: tuple[Candidate, ...], led: set[tuple[str, str]], shared: set[frozenset[str]]
) -> list[Candidate]:
    nodes = dict.fromkeys(name for a, op, b in relations if op == PATH for name in (a, b))
    reached = _reachable(led)
    return [
        (outcome, PATH, cause)
        for outcome, cause in permutations(nodes, 2)
        if (outcome, cause) not in led
        and frozenset((outcome, cause)) not in shared
        and cause not in reached.get(outcome, set())  # or they would go round
    ]


def _reachable(led: set[tuple[str, str]]) -> dict[str, set[str]]:
    """What each name leads to, directly or through others; ``led`` holds (outcome, cause)."""
    following: dict[str, set[str]] = {}
    for outcome, cause in led:
        following.setdefault(cause, set()).add(outcome)
    found: dict[str, set[str]] = {}
    for start in following:
        reach: set[str] = set()
        edge = {start}
        while edge:
            edge = set().union(*(following.get(name, set()) for name in edge)) - reach
            reach |= edge
        found[start] = reach
    return found


def _cells(
    model: RamModel, candidates: list[Candidate]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    at = {name: i for i, name in enumerate(model.names)}
    pairs = [(b, a) if op == LOADING else (a, b) for a, op, b in candidates]
    row = np.array([at[outcome] for outcome, _ in pairs], dtype=int)
    column = np.array([at[cause] for _, cause in pairs], dtype=int)
    kind = np.array(["S" if op == COVARIANCE else "A" for _, op, _ in candidates], dtype=str)
    return row, column, kind


def _locate(model: RamModel, candidates: list[Candidate]) -> Cells:
    return Cells(*locate_cells(*_cells(model, candidates), len(model.names)))


def _score_tests(fit: StructuralFit, candidates: list[Candidate]) -> tuple[np.ndarray, np.ndarray]:
    """Chi-square and expected value of each candidate, the others being re-estimated."""
    model, theta, moments = fit.model, fit.theta, fit.moments
    assert moments is not None
    if not candidates:
        return np.empty(0), np.empty(0)
    extra = model.change_covariance(theta, _locate(model, candidates))
    weight = np.linalg.inv(extra.sigma)
    slope = extra.traces(weight @ (moments.covariance - extra.sigma) @ weight) / 2
    alone = np.diag(extra.products(weight)) / 2
    cross = extra.products(weight, model.free_cells) / 2
    bread = np.linalg.inv(expected_information(model, theta))
    left = alone - np.einsum("kl,lm,km->k", cross, bread, cross)
    left = np.where(left > UNIDENTIFIED * alone, left, np.nan)
    return fit.n * slope**2 / left, slope / left


def _scales(fit: StructuralFit, candidates: list[Candidate]) -> np.ndarray:
    """What turns a change into standard deviations, or a covariance into a correlation."""
    row, column, kind = _cells(fit.model, candidates)
    total = np.sqrt(np.diag(fit.model.total_covariance(fit.theta)))
    own = np.sqrt(np.maximum(np.diag(fit.model.matrices(fit.theta)[1]), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = 1 / (own[row] * own[column])
        return np.asarray(np.where(kind == "S", shared, total[column] / total[row]))
