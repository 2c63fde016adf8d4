"""True transition intensities, per day, for any customer at any moment."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.simulate.parameters import (
    ARMS,
    SEGMENTS,
    STATE_CODES,
    STATES,
    CompanyParameters,
    OfferParameters,
    StageParameters,
    Transition,
)


def transition_matrix(values: Mapping[Transition, float], fill: float = 0.0) -> np.ndarray:
    """A 7 x 7 matrix with ``values`` at their transitions and ``fill`` elsewhere."""
    matrix = np.full((len(STATES), len(STATES)), fill)
    for (source, target), value in values.items():
        matrix[STATE_CODES[source], STATE_CODES[target]] = value
    return matrix


def segment_intensities(
    segments: Mapping[str, np.ndarray], buys: np.ndarray, stages: StageParameters
) -> np.ndarray:
    """Rates per day (n, 7, 7) by customer, from state and to state, with segment effects only.

    ``segments`` are codes into ``SEGMENTS`` by column. The diagonal is zero. Customers who never
    buy stay prospects.
    """
    rates = np.repeat(transition_matrix(stages.intensities)[None], len(buys), axis=0)
    for effect in stages.segment_effects:
        level = SEGMENTS[effect.column].index(effect.level)
        source, target = (STATE_CODES[state] for state in effect.transition)
        rates[segments[effect.column] == level, source, target] *= effect.factor
    rates[~buys, STATE_CODES["prospect"]] = 0.0
    return rates


def arm_factors(offers: OfferParameters) -> np.ndarray:
    """Factors on declining -> churned while an offer lasts, by arm (row) and age band (column)."""
    ages = SEGMENTS["age_band"]
    return np.array([[offers.factors.get((arm, age), 1.0) for age in ages] for arm in ARMS])


def true_intensities(
    customers: pd.DataFrame,
    parameters: CompanyParameters,
    *,
    satisfaction: np.ndarray,
    in_shock: bool = False,
    arm: str = "holdout",
) -> np.ndarray:
    """Intensity matrices (n, 7, 7) in the order of ``STATES``; rows sum to zero.

    ``customers`` has the columns of ``truth/customers.parquet`` that name segments and ``buys``;
    ``satisfaction`` (n,) is that of the moment, ``in_shock`` whether the shock is on, ``arm`` the
    arm of an offer that still lasts. Constant until one of these changes.
    """
    stages = parameters.stages
    codes = {
        column: pd.Categorical(customers[column], levels).codes
        for column, levels in SEGMENTS.items()
    }
    rates = segment_intensities(codes, customers["buys"].to_numpy(bool), stages)
    slopes = transition_matrix(stages.satisfaction_effects)
    rates *= np.exp(slopes * np.asarray(satisfaction)[:, None, None])
    if in_shock:
        rates *= transition_matrix(stages.shock_factors, fill=1.0)
    offered = arm_factors(parameters.offers)[ARMS.index(arm), codes["age_band"]]
    rates[:, STATE_CODES["declining"], STATE_CODES["churned"]] *= offered
    diagonal = np.arange(len(STATES))
    rates[:, diagonal, diagonal] = -rates.sum(axis=2)
    return rates
