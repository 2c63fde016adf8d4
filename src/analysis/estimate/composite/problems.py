"""What forbids reading a PLS solution, or warns its reader."""

from dataclasses import dataclass

import numpy as np

from analysis.estimate.composite.model import CompositeModel
from analysis.estimate.composite.quantities import Measurement
from analysis.estimate.composite.weighting import MOST_ROUNDS, CompositeSolution

PER_COEFFICIENT = 10
_DETERMINED = 1e5  # variance inflation of a cause that the others determine
_LEAST_EIGENVALUE = -1e-8


@dataclass(frozen=True)
class CompositeProblem:
    """``kind`` in a word, ``where`` (construct or item), ``text`` in a sentence, and whether the
    numbers may not be read at all."""

    kind: str
    where: str
    text: str
    disqualifying: bool


def find_problems(
    correlations: np.ndarray,
    n: int,
    solution: CompositeSolution,
    measurement: Measurement,
    quantities: dict[str, np.ndarray],
) -> tuple[CompositeProblem, ...]:
    """Problems of the solution (batch of one) of ``correlations`` (p, p) of ``n`` respondents."""
    return (
        *_too_few(n, measurement.model),
        *_indefinite(correlations),
        *_unsettled(solution),
        *_determined(measurement, quantities),
        *_beyond_one(measurement, quantities),
        *_against_the_block(solution, measurement),
    )


def _too_few(n: int, model: CompositeModel) -> list[CompositeProblem]:
    """Ten respondents per coefficient of the largest regression (Barclay et al. 1995)."""
    sizes = np.concatenate([model.paths.sum(axis=1), (model.blocks * model.formative).sum(axis=0)])
    largest = int(sizes.max())
    if n >= PER_COEFFICIENT * largest:
        return []
    where = model.constructs[int(sizes.argmax()) % len(model.constructs)]
    text = (
        f"{n} respondents are few for the {largest} coefficients of {where!r}: at least "
        f"{PER_COEFFICIENT * largest} are usual"
    )
    return [CompositeProblem("small_sample", where, text, disqualifying=False)]


def _indefinite(correlations: np.ndarray) -> list[CompositeProblem]:
    smallest = float(np.linalg.eigvalsh(correlations)[0])
    if smallest >= _LEAST_EIGENVALUE:
        return []
    text = (
        f"the correlations of the items are not those of any sample (smallest eigenvalue "
        f"{smallest:.3f}) because different respondents answered different items; they were "
        "smoothed"
    )
    return [CompositeProblem("indefinite_correlations", "items", text, disqualifying=False)]


def _unsettled(solution: CompositeSolution) -> list[CompositeProblem]:
    if bool(solution.converged[0]):
        return []
    text = f"the weights had not settled after {MOST_ROUNDS} rounds; try another scheme"
    return [CompositeProblem("not_converged", "weights", text, disqualifying=True)]


def _determined(
    measurement: Measurement, quantities: dict[str, np.ndarray]
) -> list[CompositeProblem]:
    labels = measurement.labels
    found = []
    for quantity, thing in (("vif", "cause"), ("item_vif", "item")):
        rows = labels[labels["quantity"] == quantity].reset_index(drop=True)
        bad = ~(quantities[quantity][0] < _DETERMINED)
        for left, group in rows[bad].groupby("left", sort=False):
            formative = measurement.model.formative[measurement.model.constructs.index(str(left))]
            if quantity == "item_vif" and not formative:
                continue  # mode A has one regression per item and does not mind
            names = ", ".join(group["right"])
            text = (
                f"each {thing} of {left!r} among {names} is determined by the others: their "
                "coefficients cannot be told apart; leave one out"
            )
            found.append(CompositeProblem("collinear", str(left), text, disqualifying=True))
    return found


def _beyond_one(
    measurement: Measurement, quantities: dict[str, np.ndarray]
) -> list[CompositeProblem]:
    """Corrections for measurement error that overshoot: reliability, correlation or R2 beyond 1."""
    if not measurement.consistent:
        return []
    labels = measurement.labels
    found = []
    for quantity in ("rho_a", "construct_correlation", "r_squared"):
        rows = labels[labels["quantity"] == quantity].reset_index(drop=True)
        values = quantities[quantity][0]
        bad = ~(np.abs(values) <= 1) | ((values <= 0) & (quantity == "rho_a"))
        for term, value in zip(rows["term"][bad], values[bad], strict=True):
            text = (
                f"corrected for measurement error the {quantity} of {term!r} is {value:.3f}, which "
                "cannot be: too little reliability, or one construct measured twice"
            )
            found.append(CompositeProblem("beyond_one", str(term), text, disqualifying=True))
    return found


def _against_the_block(
    solution: CompositeSolution, measurement: Measurement
) -> list[CompositeProblem]:
    """Reflective items that load negatively: most often not turned round."""
    model = measurement.model
    loadings = np.where(model.blocks & ~model.formative, solution.loadings[0], 0.0)
    return [
        CompositeProblem(
            "negative_loading",
            model.items[i],
            f"item {model.items[i]!r} loads {loadings[i, j]:.3f} on {model.constructs[j]!r}: it "
            "looks reversed; declare it under survey.reversed",
            disqualifying=False,
        )
        for i, j in np.argwhere(loadings < 0)
    ]
