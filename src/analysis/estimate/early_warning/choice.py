"""Which model warns best on months it had not seen, and whether the simpler would do."""

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.judged import (
    Judged,
    clustered_error,
    estimate_mean,
    read_judged,
)
from analysis.estimate.early_warning.ranking import estimate_auc
from analysis.estimate.survival import normal_quantile

REFERENCE = "recency"


def compare_models(predictions: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """One row per model of a backtest, the simplest first.

    ``brier`` (mean squared distance of risk and outcome, smaller is better); ``difference``: its
    own less that of the manager's rule; ``gap``: its own less the smallest; ``auc``; each with
    ``_low`` and ``_high``, paired and clustered by customer. ``skill``: share of the Brier score of
    one risk for all that the model takes away. ``n`` (customer-months), ``n_customers``,
    ``n_lost`` (customers), ``chosen``, ``conf_level``. Chosen is the simplest whose gap's interval
    holds 0. Brier (1950). Raises EstimationError when nobody, or everybody, was lost.
    """
    models = list(predictions["model"].cat.categories)
    own = {name: predictions[predictions["model"].to_numpy() == name] for name in models}
    judged = {name: read_judged(part) for name, part in own.items()}
    errors = {name: (part.risk - part.left) ** 2 for name, part in judged.items()}
    if len({len(error) for error in errors.values()}) != 1:
        raise EstimationError(
            "the models were not judged on the same customer-months; take the predictions of one"
            " backtest whole"
        )
    means = {name: estimate_mean(errors[name], judged[name].weight)[0] for name in models}
    best = min(models, key=means.__getitem__)
    rows = [
        {"model": name}
        | _tell("brier", errors[name], judged[name], confidence_level)
        | _tell("difference", errors[name] - errors[REFERENCE], judged[name], confidence_level)
        | _tell("gap", errors[name] - errors[best], judged[name], confidence_level)
        | _tell_facts(means[name], judged[name])
        | _tell_auc(own[name], confidence_level)
        for name in models
    ]
    table = pd.DataFrame(rows).assign(conf_level=confidence_level)
    as_good = (table["gap_low"] <= 0) | (table["model"] == best)
    return table.assign(chosen=np.arange(len(table)) == int(as_good.to_numpy().argmax()))


def choose_model(comparison: pd.DataFrame) -> str:
    """The model marked as chosen by ``compare_models``."""
    return str(comparison.loc[comparison["chosen"], "model"].iloc[0])


def _tell(
    name: str, values: np.ndarray, judged: Judged, confidence_level: float
) -> dict[str, float]:
    mean, influence = estimate_mean(values, judged.weight)
    margin = normal_quantile(confidence_level) * clustered_error(influence, judged.customer)
    return {name: mean, f"{name}_low": mean - margin, f"{name}_high": mean + margin}


def _tell_facts(brier: float, judged: Judged) -> dict[str, float]:
    share = float(np.average(judged.left, weights=judged.weight))
    return {
        "skill": 1 - brier / (share * (1 - share)),
        "n": len(judged.left),
        "n_customers": judged.n_customers,
        "n_lost": judged.n_lost,
    }


def _tell_auc(predictions: pd.DataFrame, confidence_level: float) -> dict[str, float]:
    row = estimate_auc(predictions, confidence_level=confidence_level).iloc[0]
    return {"auc": row["estimate"], "auc_low": row["conf_low"], "auc_high": row["conf_high"]}
