"""What a manager can act on, from one call: importance, performance, gains and their ranking."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.bridge.path_draws import PathDraws, collect_paths
from analysis.estimate.key_drivers.gains import estimate_gains
from analysis.estimate.key_drivers.importance_performance import (
    build_importance_performance_map,
    estimate_performance,
)
from analysis.estimate.key_drivers.ranking import rank_levers
from analysis.estimate.survey_deeds import SurveyDeeds
from analysis.estimate.survey_model.estimate import SurveyModelResults

GAIN = 1.0  # point of 0 to 100
NO_MODEL, NO_LEVERS = "no_model", "no_levers"


@dataclass(frozen=True, eq=False)
class SurveyDrivers:
    """``performance``, ``map`` (``target`` satisfaction), ``gains`` and ``ranking`` as in
    ``key_drivers``; empty where ``reason`` ("no_model", "no_levers") says why."""

    reason: str = ""
    performance: pd.DataFrame = field(default_factory=pd.DataFrame)
    map: pd.DataFrame = field(default_factory=pd.DataFrame)
    gains: pd.DataFrame = field(default_factory=pd.DataFrame)
    ranking: pd.DataFrame = field(default_factory=pd.DataFrame)


def estimate_survey_drivers(
    frame: pd.DataFrame,
    items: pd.DataFrame,
    model: SurveyModelResults,
    deeds: SurveyDeeds,
    *,
    weights: np.ndarray,
    confidence_level: float,
    rng: np.random.Generator,
) -> SurveyDrivers:
    """What one point more of each lever goes with, as far as the stated model holds.

    ``frame``: one row per respondent; ``items``: ``item, low, high``; ``weights`` (n,) of
    nonresponse. Leaving and revenue are there when ``deeds`` holds their fits.
    """
    if not model.usable or model.draws is None:
        return SurveyDrivers(NO_MODEL)
    paths = collect_paths(model.fit, model.draws)
    target = model.plan.satisfaction
    levers = [lever for lever in model.plan.levers if _leads_to(paths, lever, target)]
    if not levers:
        return SurveyDrivers(NO_LEVERS)
    attitudes = list(dict.fromkeys((target, model.plan.loyalty)))
    performance = estimate_performance(
        frame,
        list_scored_items(model, items, [*levers, *attitudes]),
        n_draws=len(paths.draws),
        rng=rng,
        confidence_level=confidence_level,
        weights=weights,
    )
    gains = estimate_gains(
        paths,
        levers=levers,
        attitudes=attitudes,
        points_per_sd={str(name): float(size) for name, size in performance.points_per_sd.items()},
        gain=GAIN,
        horizon=deeds.horizon,
        confidence_level=confidence_level,
        rng=rng,
        leaving=deeds.fit,
        spend=deeds.spend_fit,
    )
    located = build_importance_performance_map(
        paths,
        performance,
        target=target,
        constructs=tuple(levers),
        confidence_level=confidence_level,
        rng=rng,
    )
    return SurveyDrivers("", performance.table, located, gains.table, rank_levers(gains))


def list_scored_items(
    model: SurveyModelResults, items: pd.DataFrame, names: Sequence[str]
) -> pd.DataFrame:
    """``construct, item, loading, low, high`` of ``names``; an item that stands for itself is a
    construct of its own, with loading 1."""
    loadings = model.loadings.rename(columns={"estimate": "loading"})
    own = [name for name in dict.fromkeys(names) if name not in model.plan.constructs]
    single = pd.DataFrame({"construct": own, "item": own, "loading": 1.0})
    rows = pd.concat([loadings[["construct", "item", "loading"]], single], ignore_index=True)
    return rows[rows["construct"].isin(names)].merge(items[["item", "low", "high"]], on="item")


def _leads_to(paths: PathDraws, lever: str, target: str) -> bool:
    try:
        return bool(paths.chains(lever, target)) and lever != target
    except EstimationError:  # the model holds no such name
        return False
