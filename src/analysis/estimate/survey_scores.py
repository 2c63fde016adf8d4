"""The scores of a survey that managers know, in one go: CSAT, net promoter, constructs, gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.estimate.net_promoter import estimate_net_promoter
from analysis.estimate.satisfaction_scores import (
    LEAST_POINTS,
    estimate_score_mean,
    estimate_top_box,
)
from analysis.estimate.service_quality import (
    compare_dimensions,
    estimate_dimensions,
    estimate_gaps,
)
from analysis.estimate.weighted_means import Respondents
from analysis.study.survey import SurveyModel

WEIGHT = "nonresponse_weight"
POINTS = "points of 100"
PERCENT_SCALE = (0, 100)
Blocks = Mapping[str, Sequence[str]]
Estimator = Callable[[Respondents], pd.DataFrame]


@dataclass(frozen=True)
class SurveyScores:
    """Tidy frames with ``stratum`` "all" or "segment=value", ``weighting`` (weighted, unweighted)
    and ``suppressed``.

    ``scores``: also ``role`` (csat, recommend, repurchase, share_of_wallet) and ``item``.
    ``constructs``: mean of the items of each construct, term the construct. ``differences``: of
    pairs of levers, answered by the same respondents. ``gaps``: perception less expectation. The
    last three in points of 100: 0 is the lowest answer to all items, 100 the highest.
    """

    scores: pd.DataFrame
    constructs: pd.DataFrame
    differences: pd.DataFrame
    gaps: pd.DataFrame


def estimate_survey_scores(
    frame: pd.DataFrame,
    items: pd.DataFrame,
    survey: SurveyModel,
    constructs: Blocks,
    *,
    segments: Sequence[str] = (),
    weights: np.ndarray | None = None,
    confidence_level: float,
    minimum_cell: int = 1,
) -> SurveyScores:
    """Every score that the roles ``survey`` names and ``constructs`` (items by name) allow.

    ``items`` has ``item, low, high`` of the columns of ``frame``. ``weights`` (n,), such as those
    for nonresponse, give every number a second time, beside the unweighted one. Raises
    EstimationError for an item that is not among the columns.
    """
    scales = {
        item: (float(low), float(high))
        for item, low, high in items[["item", "low", "high"]].itertuples(index=False)
    }
    kept = [column for column in segments if column in frame.columns]
    weighed = frame if weights is None else frame.assign(**{WEIGHT: weights})
    everywhere = partial(
        _by_weighting_and_segment,
        segments=kept,
        confidence_level=confidence_level,
        minimum_cell=minimum_cell,
    )
    points = _as_points(weighed, scales)

    def in_points(estimate: Estimator) -> pd.DataFrame:
        return everywhere(points, estimate).assign(unit=POINTS)

    levers = {name: constructs[name] for name in survey.roles.levers if name in constructs}
    scores = [
        everywhere(weighed, _score_of(role, item, *scales[item])).assign(role=role)
        for role, item in _scored_items(survey, constructs).items()
        if item in scales
    ]
    return SurveyScores(
        scores=pd.concat(scores, ignore_index=True) if scores else pd.DataFrame(),
        constructs=in_points(lambda given: estimate_dimensions(given, constructs)),
        differences=in_points(lambda given: compare_dimensions(given, levers)),
        gaps=in_points(lambda given: estimate_gaps(given, constructs, survey.expectations)),
    )


def _scored_items(survey: SurveyModel, constructs: Blocks) -> dict[str, str]:
    """The item of every role that has one; a single item of satisfaction is the CSAT question."""
    roles = survey.roles
    single = None if roles.satisfaction in constructs else roles.satisfaction
    named = {
        "csat": roles.csat or single,
        "recommend": roles.recommend,
        "repurchase": roles.repurchase,
        "share_of_wallet": roles.share_of_wallet,
    }
    return {role: item for role, item in named.items() if item is not None}


def _score_of(role: str, item: str, low: float, high: float) -> Estimator:
    """How the item of a role is scored: by its definition where the scale allows it."""
    if role == "recommend" and high - low + 1 >= LEAST_POINTS:
        return lambda given: estimate_net_promoter(given, item, low=low, high=high)
    if role == "share_of_wallet" or high - low + 1 < LEAST_POINTS:
        unit = "percent" if (low, high) == PERCENT_SCALE else "scale points"
        return lambda given: estimate_score_mean(given, item, term=role, unit=unit)
    return lambda given: estimate_top_box(given, item, low=low, high=high, term=role)


def _by_weighting_and_segment(
    frame: pd.DataFrame,
    estimate: Estimator,
    *,
    segments: Sequence[str],
    confidence_level: float,
    minimum_cell: int,
) -> pd.DataFrame:
    tables = []
    for weighting in ("weighted", "unweighted") if WEIGHT in frame else ("unweighted",):
        for segment in segments or (None,):
            given = Respondents(
                frame,
                confidence_level,
                minimum_cell=minimum_cell,
                weights=WEIGHT if weighting == "weighted" else None,
                segment=segment,
            )
            tables.append(estimate(given).assign(weighting=weighting))
    keys = ["term", "stratum", "weighting"]
    return pd.concat(tables, ignore_index=True).drop_duplicates(keys, ignore_index=True)


def _as_points(frame: pd.DataFrame, scales: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """``frame`` with every item from 0 (lowest answer) to 100 (highest)."""
    columns = [item for item in scales if item in frame.columns]
    low, high = np.array([scales[item] for item in columns]).reshape(-1, 2).T
    points = 100 * (frame[columns] - low) / (high - low)
    return pd.concat([frame.drop(columns=columns), points], axis=1)
