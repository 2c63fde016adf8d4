"""What the predictions go by: how much worse they get when a group of features says nothing.

The features of a group are exchanged together among the customers of one month, in months the model
was not fitted to (Breiman 2001; Fisher, Rudin and Dominici 2019). What another group tells as well
is not missed, so the shares of groups that go together are small and need not add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.backtest import Backtest
from analysis.estimate.early_warning.contributions import (
    Predict,
    group_features,
    keep_possible,
)
from analysis.estimate.early_warning.known_outcomes import weigh_outcomes
from analysis.estimate.robust_errors import sum_by_code
from analysis.estimate.survival import normal_quantile
from analysis.results import as_estimates


@dataclass(frozen=True)
class TestMonths:
    """Landmark rows a model was not fitted to, and what came of them.

    ``rows`` (n), ``left`` (n,) boolean, ``weight`` (n,) for censoring; ``predict`` is the model
    fitted before them.
    """

    __test__ = False  # no test case

    predict: Predict
    rows: pd.DataFrame
    left: np.ndarray
    weight: np.ndarray


def collect_test_months(
    landmarks: pd.DataFrame,
    backtest: Backtest,
    model: str,
    *,
    rng: np.random.Generator,
    most_rows: int = 10_000,
) -> list[TestMonths]:
    """The judged splits of ``backtest`` with the ``model`` fitted before each; of more than
    ``most_rows`` rows as many drawn by ``rng``."""
    splits = [split for split in backtest.splits if split.judged]
    n_rows = sum(len(split.test) for split in splits)
    keep = min(1.0, most_rows / max(n_rows, 1))
    found = []
    for split in splits:
        rows = landmarks.iloc[split.test[rng.random(len(split.test)) < keep]]
        left, weight = weigh_outcomes(rows, backtest.plan)
        known = weight > 0
        fit = backtest.fits[split.number, model]
        found.append(TestMonths(fit.predict, rows[known], left[known] > 0, weight[known]))
    return [months for months in found if len(months.rows)]


def estimate_importance(
    months: Sequence[TestMonths],
    features: Sequence[str],
    *,
    rng: np.random.Generator,
    confidence_level: float = 0.95,
    n_repeats: int = 1,
) -> pd.DataFrame:
    """One row per group of ``features`` in the columns of ``ESTIMATE_COLUMNS``, largest first:
    the share of the model's gain over predicting everybody the mean (in Brier score) that is lost
    without the group. Intervals by customer, for new customers of the months given.

    No rows where the model gains nothing, so that there is nothing to share out.
    """
    customer = pd.factorize(
        np.concatenate([part.rows["customer_id"].astype(str) for part in months])
    )[0]
    left = np.concatenate([part.left for part in months]).astype(float)
    weight = np.concatenate([part.weight for part in months])
    risk = np.concatenate([part.predict(part.rows) for part in months])
    error = (risk - left) ** 2
    mean = weight @ left / weight.sum()
    gained = (mean - left) ** 2 - error
    gain = weight @ gained / weight.sum()
    z, rows = normal_quantile(confidence_level), []
    told = _list_exchangeable(months, features)
    # A model that predicts no better than the mean has nothing to share out.
    for group, names in (group_features(told) if gain > 0 else {}).items():
        worse = np.mean([_predict_without(months, names, rng) for _ in range(n_repeats)], axis=0)
        lost = (worse - left) ** 2 - error
        share = weight @ lost / weight.sum() / gain
        influence = weight * (lost - share * gained) / (weight.sum() * gain)
        spread = float(np.sqrt((sum_by_code(influence[:, None], customer) ** 2).sum()))
        rows.append((group, share, spread, share - z * spread, share + z * spread))
    columns = ["term", "estimate", "std_error", "conf_low", "conf_high"]
    table = pd.DataFrame(rows, columns=columns).sort_values("estimate", ascending=False)
    return as_estimates(
        table,
        analysis="warning_importance",
        stratum="all",
        conf_level=confidence_level,
        n=int(customer.max()) + 1,
        n_events=int(left.sum()),
        unit="share of the gain in Brier score",
        method="permutation within months, out of sample",
    )


def _list_exchangeable(months: Sequence[TestMonths], features: Sequence[str]) -> list[str]:
    """Features of which customers of one month differ: the others, such as the market's, or tenure
    on its own clock, stay what they are whoever takes them."""
    names = list(features)
    differing = [part.rows.groupby("day")[names].nunique().max() > 1 for part in months]
    return [name for name in names if any(found[name] for found in differing)]


def _predict_without(
    months: Sequence[TestMonths], names: list[str], rng: np.random.Generator
) -> np.ndarray:
    return np.concatenate([part.predict(_exchange(part.rows, names, rng)) for part in months])


def _exchange(rows: pd.DataFrame, names: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """``rows`` with ``names`` taken together from another row of the same month."""
    day = rows["day"].to_numpy()
    own = np.argsort(day, kind="stable")
    drawn = np.lexsort((rng.random(len(day)), day))
    source = np.empty(len(day), np.int64)
    source[own] = drawn
    taken = {name: rows[name].iloc[source].set_axis(rows.index) for name in names}
    return keep_possible(rows.assign(**taken))
