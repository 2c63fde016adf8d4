"""Every conclusion under every definition of a loss: which of them hold under all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.cox import estimate_cox
from analysis.estimate.design_matrix import DriverInfo, merge_rare_levels
from analysis.estimate.driver_alternatives import DriverValidation, validate_driver_model
from analysis.estimate.driver_effects import LOST, estimate_driver_effects
from analysis.estimate.driver_model import DriverModel
from analysis.estimate.survival import estimate_survival_function, survival_at
from analysis.estimate.survival_summaries import (
    estimate_restricted_mean_differences,
    estimate_restricted_mean_survival_time,
)

CONCLUSION_COLUMNS = ["definition", "topic", "subject", "level", "reference", "direction"]
_NUMBERS = ["estimate", "conf_low", "conf_high"]


def estimate_definition_survival(
    counts: pd.DataFrame, times: list[float], *, confidence_level: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``estimate_survival_function`` and ``survival_at`` ``times``, a stratum per definition.

    Both empty where ``counts`` are: then there is one definition only.
    """
    if counts.empty:
        return pd.DataFrame(), pd.DataFrame()
    survival = estimate_survival_function(counts, confidence_level=confidence_level)
    return survival, survival_at(survival, times)


def compare_definitions(
    durations: Mapping[str, pd.DataFrame],
    counts: Mapping[str, pd.DataFrame],
    drivers_info: Sequence[DriverInfo],
    *,
    model: DriverModel,
    validation: DriverValidation,
    horizons: Sequence[float],
    n_folds: int,
    rng: np.random.Generator,
    confidence_level: float,
) -> pd.DataFrame:
    """One row per conclusion and definition: ``definition, topic, subject, level, reference,
    direction, estimate, conf_low, conf_high``.

    ``topic`` group: of a segment (``subject``), the group staying longest under the first
    definition against the one staying shortest, as a difference in restricted mean time to the
    last horizon; driver: each comparison's difference in the share lost by the first horizon;
    ranking: the cross-validated concordance of the drivers' model. ``model`` and
    ``validation`` are those of the first definition; its specification serves all.
    ``direction`` is up or down where the interval
    excludes no difference (for ranking, 0.5), else none. Empty without definitions; a conclusion
    that cannot be drawn under a definition has no row there.
    """
    if not durations:
        return pd.DataFrame(columns=[*CONCLUSION_COLUMNS, *_NUMBERS])
    last = horizons[-1]
    extremes = _find_extremes(next(iter(counts.values())), last, confidence_level)
    how: dict[str, Any] = {
        "horizon": last,
        "n_folds": n_folds,
        "rng": rng,
        "confidence_level": confidence_level,
    }
    parts: list[pd.DataFrame] = []
    for name, rows in durations.items():
        if parts:
            model = _refit(rows, model, drivers_info)
            validation = validate_driver_model(model, drivers_info, **how)
        found = (
            _compare_groups(counts[name], extremes, last, confidence_level),
            _compare_drivers(model, drivers_info, horizons[0], confidence_level),
            _judge_ranking(validation),
        )
        parts += [part.assign(definition=name) for part in found if len(part)]
    if not parts:
        return pd.DataFrame(columns=[*CONCLUSION_COLUMNS, *_NUMBERS])
    return _with_direction(pd.concat(parts, ignore_index=True))


def _with_direction(conclusions: pd.DataFrame) -> pd.DataFrame:
    nothing = np.where(conclusions["topic"] == "ranking", 0.5, 0.0)
    up, down = conclusions["conf_low"] > nothing, conclusions["conf_high"] < nothing
    direction = np.select([up, down], ["up", "down"], "none")
    return conclusions.assign(direction=direction)[[*CONCLUSION_COLUMNS, *_NUMBERS]]


def _refit(
    durations: pd.DataFrame, model: DriverModel, drivers_info: Sequence[DriverInfo]
) -> DriverModel:
    """``model`` with the durations of another definition."""
    if model.withheld:
        return model
    merged, _ = merge_rare_levels(durations, drivers_info)
    return replace(model, durations=merged)


def _find_extremes(
    counts: pd.DataFrame, horizon: float, confidence_level: float
) -> dict[str, tuple[str, str]]:
    """Of each segment, the strata that stay longest and shortest."""
    named = counts[counts["stratum"].str.contains("=")]
    if named.empty:
        return {}
    means = estimate_restricted_mean_survival_time(
        named, horizon=horizon, confidence_level=confidence_level
    )
    segment = means["stratum"].str.partition("=")[0]
    return {
        str(name): (
            str(group["stratum"].iloc[int(group["estimate"].to_numpy().argmax())]),
            str(group["stratum"].iloc[int(group["estimate"].to_numpy().argmin())]),
        )
        for name, group in means.groupby(segment, sort=False)
    }


def _compare_groups(
    counts: pd.DataFrame,
    extremes: Mapping[str, tuple[str, str]],
    horizon: float,
    confidence_level: float,
) -> pd.DataFrame:
    rows = []
    for segment, (longest, shortest) in extremes.items():
        pair = counts[counts["stratum"].isin([longest, shortest])]
        try:
            difference = estimate_restricted_mean_differences(
                pair, horizon=horizon, confidence_level=confidence_level
            ).iloc[0]
        except EstimationError:
            continue
        sign = 1.0 if difference["stratum_a"] == longest else -1.0
        ends = sorted((sign * difference["conf_low"], sign * difference["conf_high"]))
        rows.append(
            {
                "topic": "group",
                "subject": segment,
                "level": longest.partition("=")[2],
                "reference": shortest.partition("=")[2],
                "estimate": sign * difference["estimate"],
                "conf_low": ends[0],
                "conf_high": ends[1],
            }
        )
    return pd.DataFrame(rows, columns=["topic", "subject", "level", "reference", *_NUMBERS])


def _compare_drivers(
    model: DriverModel,
    drivers_info: Sequence[DriverInfo],
    horizon: float,
    confidence_level: float,
) -> pd.DataFrame:
    columns = ["topic", "subject", "level", "reference", *_NUMBERS]
    if model.withheld:
        return pd.DataFrame(columns=columns)
    try:
        fit = estimate_cox(
            model.durations,
            model.specification,
            drivers_info=drivers_info,
            confidence_level=confidence_level,
        )
        effects = estimate_driver_effects(
            fit, model.durations, horizon=horizon, confidence_level=confidence_level
        )
    except EstimationError:
        return pd.DataFrame(columns=columns)
    lost = effects[effects["measure"] == LOST].rename(columns={"driver": "subject"})
    return lost.assign(topic="driver")[columns]


def _judge_ranking(validation: DriverValidation) -> pd.DataFrame:
    if validation.withheld:
        return pd.DataFrame()
    row = validation.concordance[_NUMBERS]
    return row.assign(topic="ranking", subject="", level="", reference="")
