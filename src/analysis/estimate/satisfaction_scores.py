"""The headline scores of a survey: satisfaction, repurchase intention, share of wallet."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.errors import ParameterError
from analysis.estimate.weighted_means import (
    Respondents,
    estimate_mean,
    estimate_share,
    hide_small_cells,
)

LEAST_POINTS = 4


def estimate_top_box(
    respondents: Respondents, item: str, *, low: float, high: float, term: str
) -> pd.DataFrame:
    """Share of the top two answers to ``item`` on a scale of whole steps from ``low`` to ``high``.

    CSAT and repurchase intention are such shares. Tidy rows, term ``term``, for everybody and every
    segment, with ``item`` and ``n_effective``; unit share. ParameterError for a scale of fewer
    than four points, where the top two are half or more of it.
    """
    if high - low + 1 < LEAST_POINTS:
        raise ParameterError(
            f"item {item!r} has {high - low + 1:.0f} points: the top two would be half or more of "
            "its scale; take its mean"
        )

    def share(values: np.ndarray, weights: np.ndarray, level: float) -> dict[str, object]:
        return estimate_share(values >= high - 1, values, weights, level=level)

    return _by_stratum(respondents, item, share).assign(term=term, unit="share")


def estimate_score_mean(
    respondents: Respondents, item: str, *, term: str, unit: str = "scale points"
) -> pd.DataFrame:
    """Mean answer to ``item``: the mean satisfaction, or the share of wallet in percent.

    Tidy rows as ``estimate_top_box``, with Student's t interval on the linearised variance.
    """

    def mean(values: np.ndarray, weights: np.ndarray, level: float) -> dict[str, object]:
        return estimate_mean(values, weights, level=level)

    return _by_stratum(respondents, item, mean).assign(term=term, unit=unit)


def _by_stratum(
    respondents: Respondents,
    item: str,
    statistic: Callable[[np.ndarray, np.ndarray, float], dict[str, object]],
) -> pd.DataFrame:
    values, weights = respondents.answers(item), respondents.weight
    level = respondents.confidence_level
    rows = [
        {"stratum": stratum, **statistic(values[members], weights[members], level)}
        for stratum, members in respondents.strata()
    ]
    table = pd.DataFrame(rows).assign(item=item, conf_level=level)
    return hide_small_cells(table, minimum_cell=respondents.minimum_cell)
