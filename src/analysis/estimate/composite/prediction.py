"""Does a PLS model predict people it has not seen? Items out of sample, by folds (PLSpredict).

Shmueli, Ray, Velasquez Estrada and Chatla (2016), Journal of Business Research 69, 4552-4564;
Shmueli et al. (2019), European Journal of Marketing 53, 2322-2347.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import EstimationError, ParameterError
from analysis.estimate.composite.model import CompositeModel
from analysis.estimate.composite.quality import total_effects
from analysis.estimate.composite.weighting import Scheme, solve_composites
from analysis.estimate.linear_algebra import one_blas_thread
from analysis.estimate.measurement.item_answers import ItemAnswers, read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items, smooth_correlations

SOURCE = "Shmueli et al. 2019"
LEAST_PER_FOLD = 5


@dataclass(frozen=True)
class CompositePrediction:
    """``items`` has a row per item of a construct with causes: ``term`` (item), ``construct,
    estimate`` (Q2predict: 1 less squared error over that of the training mean), ``rmse, mae``
    (units of the item), ``rmse_linear, mae_linear`` (of a linear model), ``n, unit, limit,
    passed`` (Q2predict above 0 and RMSE below the linear model's), ``source``.

    ``power`` is ``high`` when every item is predicted better than by the linear model, ``medium``
    the majority, ``low`` a minority, ``none`` not one, or when no Q2predict is above 0.
    """

    items: pd.DataFrame
    power: str


def predict_out_of_sample(
    frame: pd.DataFrame,
    model: CompositeModel,
    *,
    folds: np.ndarray | None = None,
    n_folds: int = 10,
    n_repeats: int = 10,
    scheme: Scheme = "path",
    rng: np.random.Generator,
) -> CompositePrediction:
    """Predict the items of every outcome from those of the constructs without causes.

    The model is fitted without a fold of respondents; composites without causes are scored in the
    fold, carried along the total effects and turned into items by their loadings. The linear model
    regresses each item on all items of the constructs without causes. Errors are averaged over
    ``n_repeats`` random divisions into ``n_folds``; ``folds`` (repeats, respondents who answered
    any item) gives them instead. A missing answer counts as the training mean when it predicts and
    is left out when it is predicted. Raises EstimationError for too few respondents.
    """
    answers = read_item_answers(frame, model.items)
    divided = _divide(answers.n, n_folds, n_repeats, rng) if folds is None else np.asarray(folds)
    if divided.ndim != 2 or divided.shape[1] != answers.n:
        raise ParameterError(
            f"folds have shape {divided.shape}; (repeats, {answers.n}) is expected"
        )
    targets = np.flatnonzero(model.blocks[:, list(model.outcomes)].any(axis=1))
    errors = np.zeros((3, *answers.values.shape))
    squares, sizes = np.zeros((2, 3, len(model.items)))
    with one_blas_thread():
        for fold in divided:
            for held in np.unique(fold):
                errors[:, fold == held] = _predict_fold(answers, fold == held, model, scheme)
            seen = np.where(answers.given, errors, 0.0)
            squares += (seen**2).sum(axis=1)
            sizes += np.abs(seen).sum(axis=1)
    count = answers.given.sum(axis=0) * len(divided)
    return _judge(model, targets, squares / count, sizes / count, answers)


def _divide(n: int, n_folds: int, n_repeats: int, rng: np.random.Generator) -> np.ndarray:
    if n < LEAST_PER_FOLD * n_folds:
        raise EstimationError(
            f"{n} respondents are too few for {n_folds} folds of at least {LEAST_PER_FOLD}"
        )
    return np.stack([rng.permutation(np.arange(n) % n_folds) for _ in range(n_repeats)])


def _predict_fold(
    answers: ItemAnswers, held: np.ndarray, model: CompositeModel, scheme: Scheme
) -> np.ndarray:
    """Errors (model, linear, mean; respondents held, items) of what the others predict."""
    values, given = answers.values[~held], answers.given[~held]
    counts = np.maximum(given.sum(axis=0), 1)
    centre = values.sum(axis=0) / counts
    training = np.where(given, values - centre, 0.0)
    spread = np.sqrt((training**2).sum(axis=0) / np.maximum(counts - 1, 1))
    if not (spread > 0).all():
        item = model.items[int(np.argmin(spread))]
        raise EstimationError(
            f"item {item!r} has no variance once a fold is left out; too few respondents differ"
        )
    new = np.where(answers.given[held], answers.values[held] - centre, 0.0)
    sample = ItemAnswers(answers.names, training, given, answers.missing)
    matrix = smooth_correlations(correlate_items(sample).to_numpy())
    found = solve_composites(matrix[None], model, scheme=scheme)
    first = ~model.paths.any(axis=1)
    effects = total_effects(found.paths[0]) * first
    scores = (new / spread) @ found.weights[0]
    predicted = scores @ effects.T @ (found.loadings[0] * model.blocks).T * spread
    causes = model.blocks[:, first].any(axis=1)
    slopes = np.linalg.lstsq(training[:, causes], training, rcond=None)[0]
    return np.stack([new - predicted, new - new[:, causes] @ slopes, new])


def _judge(
    model: CompositeModel,
    targets: np.ndarray,
    squares: np.ndarray,
    sizes: np.ndarray,
    answers: ItemAnswers,
) -> CompositePrediction:
    roots = np.sqrt(squares)
    q_squared = 1 - squares[0] / squares[2]
    better = (roots[0] < roots[1]) & (q_squared > 0)
    owner = model.blocks.argmax(axis=1)
    items = pd.DataFrame(
        {
            "term": [model.items[i] for i in targets],
            "construct": [model.constructs[owner[i]] for i in targets],
            "stratum": "all",
            "estimate": q_squared[targets],
            "rmse": roots[0, targets],
            "rmse_linear": roots[1, targets],
            "mae": sizes[0, targets],
            "mae_linear": sizes[1, targets],
            "n": answers.given.sum(axis=0)[targets],
            "unit": "share",
            "limit": 0.0,
            "passed": better[targets],
            "source": SOURCE,
        }
    )
    share = float(items["passed"].mean())
    no_use = not (items["estimate"] > 0).any()
    power = "none" if no_use or share == 0 else "low" if share < 0.5 else "medium"
    return CompositePrediction(items, "high" if share == 1 else power)
