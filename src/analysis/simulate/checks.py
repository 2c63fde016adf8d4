"""Whether the parameters of a company can be meant."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from analysis.errors import ParameterError, list_faults
from analysis.simulate.measurement import (
    CONSTRUCTS,
    ENDOGENOUS,
    EXOGENOUS,
    SurveyParameters,
    residual_variance,
)
from analysis.simulate.parameters import (
    SEGMENTS,
    STATES,
    CompanyParameters,
    StageParameters,
    Transition,
)

MOST_CUSTOMERS = 99_999_999  # ids have eight digits
MOST_DAYS = 36_525
MOST_SEED = 2**32 - 1
_SHARES = ("_share", "_shares")


def check_parameters(parameters: CompanyParameters) -> None:
    """Raises ParameterError with every fault of ``parameters``."""
    faults = [*_size_faults(parameters), *_number_faults("", parameters)]
    faults += [*_stage_faults(parameters.stages), *_share_faults(parameters)]
    faults += _survey_faults(parameters)
    if faults:
        raise ParameterError(list_faults("the company cannot be simulated:", faults))


def _size_faults(parameters: CompanyParameters) -> Iterator[str]:
    for name, low, high in (
        ("n_customers", 1, MOST_CUSTOMERS),
        ("n_days", 1, MOST_DAYS),
        ("seed", 0, MOST_SEED),
    ):
        value = getattr(parameters, name)
        if not isinstance(value, int) or not low <= value <= high:
            yield f"{name} is {value!r}; it must be a whole number from {low:,} to {high:,}"


def _number_faults(path: str, value: Any) -> Iterator[str]:
    """Numbers that are not finite, shares outside 0 to 1, rates below zero."""
    if is_dataclass(value):
        for part in fields(value):
            yield from _number_faults(f"{path}.{part.name}", getattr(value, part.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _number_faults(f"{path}[{key!r}]", item)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _number_faults(f"{path}[{index}]", item)
    elif isinstance(value, float | int):
        name = path.lstrip(".")
        field = name.split("[")[0].rsplit(".", 1)[-1]
        if not math.isfinite(value):
            yield f"{name} is not a finite number"
        elif field.endswith(_SHARES) and not 0 <= value <= 1:
            yield f"{name} is {value}; a share lies between 0 and 1"
        elif field.endswith(("rates", "intensities", "factors", "factor")) and value < 0:
            yield f"{name} is {value}; it cannot be below zero"


def _stage_faults(stages: StageParameters) -> Iterator[str]:
    for transition in stages.intensities:
        if len(transition) != 2 or not set(transition) <= set(STATES):
            yield f"stages.intensities: {transition!r} is not a pair of {', '.join(STATES)}"
    named: list[tuple[str, Transition]] = [
        ("satisfaction_effects", transition) for transition in stages.satisfaction_effects
    ]
    named += [("shock_factors", transition) for transition in stages.shock_factors]
    named += [("segment_effects", effect.transition) for effect in stages.segment_effects]
    for field, transition in named:
        if transition not in stages.intensities:
            yield f"stages.{field}: {transition!r} has no intensity"
    for effect in stages.segment_effects:
        if effect.level not in SEGMENTS.get(effect.column, ()):
            yield f"stages.segment_effects: {effect.column} has no level {effect.level!r}"
    if stages.shock_start > stages.shock_end:
        yield "stages.shock_start is after shock_end"


def _share_faults(parameters: CompanyParameters) -> Iterator[str]:
    named = {
        "region_shares": (parameters.region_shares, len(SEGMENTS["region"])),
        "channel_shares": (parameters.channel_shares, len(SEGMENTS["home_channel"])),
        "age_shares": (parameters.age_shares, len(SEGMENTS["age_band"])),
        "offers.arm_shares": (parameters.offers.arm_shares, 3),
        "contacts.topic_shares": (parameters.contacts.topic_shares, 4),
    }
    for name, (shares, n) in named.items():
        if len(shares) != n or not math.isclose(sum(shares), 1.0, abs_tol=1e-9):
            yield f"{name} must be {n} shares that sum to 1"
    for name, value in (
        ("purchases.rate_shape", parameters.purchases.rate_shape),
        ("purchases.spend_p", parameters.purchases.spend_p),
        ("purchases.spend_q", parameters.purchases.spend_q),
        ("purchases.spend_v", parameters.purchases.spend_v),
        ("offers.every_days", parameters.offers.every_days),
        ("survey.every_days", parameters.survey.every_days),
    ):
        if not value > 0:
            yield f"{name} is {value}; it must be above zero"


def _survey_faults(parameters: CompanyParameters) -> Iterator[str]:
    survey = parameters.survey
    broken = list(_path_faults(survey))
    yield from broken
    for construct in [] if broken else ENDOGENOUS:
        if residual_variance(survey, construct) < 0:
            yield f"survey.paths: the paths into {construct} explain more than all its variance"
    for name, item in survey.items.items():
        if item.construct not in CONSTRUCTS:
            yield f"survey.items: {name} is of {item.construct!r}, which is no construct"
        if not -1 < item.loading < 1:
            yield f"survey.items: the loading of {name} must lie between -1 and 1"
        if list(item.cuts) != sorted(item.cuts):
            yield f"survey.items: the cuts of {name} must rise"


def _path_faults(survey: SurveyParameters) -> Iterator[str]:
    """Every endogenous construct has its causes, each before it in the order of constructs."""
    for construct in ENDOGENOUS:
        if construct not in survey.paths:
            yield f"survey.paths has no {construct}"
        earlier = CONSTRUCTS[: CONSTRUCTS.index(construct)]
        for cause in survey.paths.get(construct, {}):
            if cause not in earlier:
                yield f"survey.paths: {cause!r} cannot be a cause of {construct}"
    for name in EXOGENOUS:
        if not -1 <= survey.exogenous_loadings.get(name, 2.0) <= 1:
            yield f"survey.exogenous_loadings: {name} needs a loading between -1 and 1"
