"""Solutions that must not be read as numbers, and why: named, with the remedy."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.estimate.structural.identification import (
    find_flat_directions,
    list_names,
    name_flat,
)
from analysis.estimate.structural.optimise import complex_jacobian
from analysis.estimate.structural.ram import RamModel
from analysis.estimate.structural.specification import LOADING

NEGLIGIBLE = 1e-8  # of the total variance
COLLAPSE_CORRELATION = 0.98
CERTAIN_COLLAPSE = 0.995
RESPONDENTS_PER_PARAMETER = 5


@dataclass(frozen=True)
class ModelProblem:
    """Something wrong with a solution. ``kind``: not_converged, under_identified,
    negative_variance, impossible_correlation, collapsed_constructs or small_sample; ``where``:
    the constructs, items or parameters; ``text``: what it means and what to do.

    A disqualifying problem takes the numbers away.
    """

    kind: str
    where: str
    text: str
    disqualifying: bool = True


def find_problems(
    model: RamModel,
    theta: np.ndarray,
    vcov: np.ndarray,
    *,
    n: int,
    converged: bool,
    confidence_level: float,
) -> tuple[ModelProblem, ...]:
    """Everything that forbids, or cautions against, reading the solution ``theta`` (q,)."""
    found = [] if converged else [_not_converged(model)]
    found += _negative_variances(model, theta)
    found += _impossible_correlations(model, theta)
    if np.isfinite(vcov).all():
        found += _collapsed_constructs(model, theta, vcov, confidence_level)
    else:  # often because constructs have collapsed: said of those that surely have
        found += [_no_precision(model), *_surely_collapsed(model, theta)]
    if n < RESPONDENTS_PER_PARAMETER * model.n_parameters:
        found.append(_small_sample(n, model.n_parameters))
    return tuple(found)


def find_flat_likelihood(model: RamModel, information: np.ndarray) -> tuple[ModelProblem, ...]:
    """Under-identification by these data: parameters the ``information`` (q, q) cannot separate."""
    flat = find_flat_directions(information)
    if not len(flat):
        return ()
    names = name_flat(model, flat)
    text = (
        f"these data cannot tell the parameters {names} apart (the information matrix is "
        "singular): fix one of them or simplify the model"
    )
    return (ModelProblem("under_identified", names, text),)


def _not_converged(model: RamModel) -> ModelProblem:
    names = list_names(model.latent) or list_names(model.observed)
    text = (
        f"the search for the best values did not settle (constructs {names}): simplify the model, "
        "check for items that do not belong together, or collect more answers"
    )
    return ModelProblem("not_converged", names, text)


def _no_precision(model: RamModel) -> ModelProblem:
    names = list_names(model.parameter_names)
    text = "standard errors cannot be computed: the information matrix is singular"
    return ModelProblem("under_identified", names, text)


def _small_sample(n: int, n_parameters: int) -> ModelProblem:
    text = (
        f"{n} respondents for {n_parameters} parameters: fewer than "
        f"{RESPONDENTS_PER_PARAMETER} each; read intervals and fit with caution"
    )
    return ModelProblem("small_sample", "n", text, disqualifying=False)


def _kind_of(model: RamModel, name: str) -> str:
    return "construct" if name in model.latent else "item"


def _negative_variances(model: RamModel, theta: np.ndarray) -> list[ModelProblem]:
    own = np.diag(model.matrices(theta)[1])
    total = np.abs(np.diag(model.total_covariance(theta)))
    found = []
    for i in np.flatnonzero(~(own >= -NEGLIGIBLE * np.maximum(total, 1e-300))):
        name = model.names[i]
        text = (
            f"the unexplained variance of {_kind_of(model, name)} {name} is negative (a Heywood "
            "case): too few items or respondents, or a wrong model; do not read this solution"
        )
        found.append(ModelProblem("negative_variance", name, text))
    return found


def _impossible_correlations(model: RamModel, theta: np.ndarray) -> list[ModelProblem]:
    spread = model.matrices(theta)[1]
    row, column, kind = model.cells
    found = []
    for i, j in zip(row[kind == "S"], column[kind == "S"], strict=True):
        bound = spread[i, i] * spread[j, j]
        if i != j and bound > 0 and spread[i, j] ** 2 > bound * (1 + NEGLIGIBLE):
            pair = f"{model.names[i]} and {model.names[j]}"
            text = (
                f"the estimated correlation of what is unexplained in {pair} is beyond 1: the "
                "two measure the same thing, or the model is wrong; merge them or drop one"
            )
            found.append(ModelProblem("impossible_correlation", pair, text))
    return found


def _collapsed_constructs(
    model: RamModel, theta: np.ndarray, vcov: np.ndarray, confidence_level: float
) -> list[ModelProblem]:
    """Constructs that the data cannot keep apart: an interval that holds a correlation of 1."""
    if len(model.latent) < 2:
        return []
    correlation = construct_correlations(model, theta)
    change = complex_jacobian(lambda at: construct_correlations(model, at), theta)
    error = np.sqrt(np.maximum(np.einsum("ijq,qr,ijr->ij", change, vcov, change), 0))
    reach = np.abs(correlation) + stats.norm.ppf((1 + confidence_level) / 2) * error
    near = np.abs(correlation) >= COLLAPSE_CORRELATION
    collapsed = (near & ~(reach < 1)) | (np.abs(correlation) >= CERTAIN_COLLAPSE)
    found = _name_collapsed(model, collapsed)
    finite = np.isfinite(correlation).all()
    if not found and not (finite and np.linalg.eigvalsh(correlation)[0] > -NEGLIGIBLE):
        names = list_names(model.latent)
        text = (
            f"the covariance matrix of the constructs {names} is not positive definite: at "
            "least one of them is a mixture of the others; merge or drop constructs"
        )
        found.append(ModelProblem("collapsed_constructs", names, text))
    return found


def _surely_collapsed(model: RamModel, theta: np.ndarray) -> list[ModelProblem]:
    """Constructs collapsed whatever the precision, which is not known."""
    return _name_collapsed(model, np.abs(construct_correlations(model, theta)) >= CERTAIN_COLLAPSE)


def _name_collapsed(model: RamModel, collapsed: np.ndarray) -> list[ModelProblem]:
    return [
        _collapsed_pair(model, i, j)
        for i, j in np.argwhere(np.triu(collapsed, 1))
        if not _same_ladder(model, model.latent[i], model.latent[j])
    ]


def _collapsed_pair(model: RamModel, i: int, j: int) -> ModelProblem:
    pair = f"{model.latent[i]} and {model.latent[j]}"
    text = (
        f"constructs {pair} have collapsed into one: their correlation cannot be told from 1, so "
        "no effect of one beside the other can be estimated; merge them or drop one"
    )
    return ModelProblem("collapsed_constructs", pair, text)


def _same_ladder(model: RamModel, one: str, other: str) -> bool:
    """Whether one construct is an indicator of the other: then a high correlation is no fault."""
    relations = model.relations
    return (one, LOADING, other) in relations or (other, LOADING, one) in relations


def construct_correlations(model: RamModel, theta: np.ndarray) -> np.ndarray:
    """Correlations of the constructs (..., constructs, constructs) that ``theta`` implies."""
    p = len(model.observed)
    total = model.total_covariance(theta)[..., p:, p:]
    variance = np.einsum("...ii->...i", total)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.sqrt(np.where(np.real(variance) > 0, variance, np.nan))
        return np.asarray(total / (size[..., :, None] * size[..., None, :]))
