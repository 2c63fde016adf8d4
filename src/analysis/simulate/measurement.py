"""The true measurement and structural model of the surveys.

Constructs are standard normal: SERVQUAL's five dimensions (Parasuraman, Zeithaml and Berry 1988)
and those of the customer satisfaction indices (ECSI; Tenenhaus et al. 2005).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
EXOGENOUS = ("image", *DIMENSIONS)
ENDOGENOUS = ("value", "satisfaction", "trust", "loyalty")
CONSTRUCTS = (*EXOGENOUS, *ENDOGENOUS)  # causes before effects


@dataclass(frozen=True)
class Item:
    """One question: the answer rises with ``loading * construct + error`` of unit variance.

    ``cuts`` are the points of that scale where the answer steps up by one from ``low``; with
    ``reversed`` the answer is turned round (1 for 5).
    """

    construct: str
    loading: float
    cuts: tuple[float, ...]
    low: int = 1
    reversed: bool = False

    @property
    def high(self) -> int:
        """The highest answer."""
        return self.low + len(self.cuts)


_FIVE = (-1.9, -1.2, -0.4, 0.7)
_ELEVEN = (-2.5, -2.2, -1.95, -1.7, -1.5, -1.15, -0.85, -0.4, 0.25, 0.9)
_LOADINGS: dict[str, tuple[float, ...]] = {
    "reliability": (0.82, 0.78, 0.74, 0.70),
    "responsiveness": (0.80, 0.76, 0.72, 0.68),
    "assurance": (0.80, 0.75, 0.70),
    "empathy": (0.82, 0.76, 0.68),
    "tangibles": (0.78, 0.74, 0.70),
    "image": (0.80, 0.75, 0.70),
    "value": (0.84, 0.78, 0.74),
    "satisfaction": (0.88, 0.82, 0.76),
    "trust": (0.84, 0.80, 0.72),
}
_REVERSED = ("reliability_4", "responsiveness_4", "assurance_3", "empathy_3", "tangibles_3")


def _items() -> dict[str, Item]:
    items = {}
    for construct, loadings in _LOADINGS.items():
        for number, loading in enumerate(loadings, start=1):
            name = f"{construct}_{number}"
            cuts = tuple(round(cut + 0.15 * (number - 2), 2) for cut in _FIVE)
            items[name] = Item(construct, loading, cuts, reversed=name in _REVERSED)
    items["repurchase"] = Item("loyalty", 0.80, _FIVE)
    items["recommend"] = Item("loyalty", 0.85, _ELEVEN, low=0)
    items["prefer"] = Item("loyalty", 0.72, _FIVE)
    return items


def _paths() -> dict[str, dict[str, float]]:
    return {
        "value": {
            "reliability": 0.30,
            "responsiveness": 0.10,
            "assurance": 0.10,
            "empathy": 0.0,
            "tangibles": 0.15,
            "image": 0.15,
        },
        "satisfaction": {
            "reliability": 0.25,
            "responsiveness": 0.20,
            "assurance": 0.05,
            "empathy": 0.10,
            "tangibles": 0.0,
            "image": 0.10,
            "value": 0.30,
        },
        "trust": {"satisfaction": 0.65},
        "loyalty": {"satisfaction": 0.40, "trust": 0.25, "image": 0.15},
    }


@dataclass(frozen=True, kw_only=True)
class SurveyParameters:
    """Constructs, items, waves, and who answers.

    ``exogenous_loadings`` are the loadings of the exogenous constructs on one general impression,
    so that two of them correlate by the product. Residual variances make every construct's
    variance 1. A wave invites a share ``invited_share`` of those who bought within
    ``invited_after_days``; an invitation is answered with probability
    1 / (1 + exp(-(``answer_intercept`` + ``answer_satisfaction`` * satisfaction))). Share of
    wallet is 100 / (1 + exp(-y)), y with mean ``wallet_mean`` + ``wallet_slope`` * loyalty and
    standard deviation ``wallet_sd``. Answers to ``shifted_item`` are lower by ``item_shift`` (on
    the scale of the cuts) in ``shifted_channel``, at the same construct: not scalar invariant.
    """

    exogenous_loadings: Mapping[str, float] = field(
        default_factory=lambda: {"image": 0.55} | dict.fromkeys(DIMENSIONS, 0.7)
    )
    paths: Mapping[str, Mapping[str, float]] = field(default_factory=_paths)
    items: Mapping[str, Item] = field(default_factory=_items)
    shifted_item: str = "tangibles_2"
    shifted_channel: str = "online"
    item_shift: float = 0.5
    wallet_mean: float = -0.2
    wallet_slope: float = 0.7
    wallet_sd: float = 0.9
    first_day: int = 150
    every_days: int = 182
    invited_share: float = 0.5
    invited_after_days: int = 365
    answer_intercept: float = -0.5
    answer_satisfaction: float = 0.6
    answer_days: int = 14
    item_missing_share: float = 0.04


def implied_correlations(survey: SurveyParameters) -> np.ndarray:
    """Correlations of ``CONSTRUCTS`` (10, 10) that loadings and paths imply."""
    general = np.array([survey.exogenous_loadings[name] for name in EXOGENOUS])
    correlations = np.eye(len(CONSTRUCTS))
    n = len(EXOGENOUS)
    correlations[:n, :n] = np.outer(general, general)
    np.fill_diagonal(correlations, 1.0)
    for row in range(n, len(CONSTRUCTS)):
        weights = path_weights(survey, CONSTRUCTS[row])[:row]
        covariances = correlations[:row, :row] @ weights
        correlations[row, :row] = correlations[:row, row] = covariances
    return correlations


def path_weights(survey: SurveyParameters, construct: str) -> np.ndarray:
    """The paths into ``construct`` from each of ``CONSTRUCTS`` (10,)."""
    paths = survey.paths[construct]
    return np.array([paths.get(name, 0.0) for name in CONSTRUCTS])


def residual_variance(survey: SurveyParameters, construct: str) -> float:
    """What the paths leave of the unit variance of an endogenous ``construct``."""
    weights = path_weights(survey, construct)
    return float(1.0 - weights @ implied_correlations(survey) @ weights)


def draw_constructs(rng: np.random.Generator, survey: SurveyParameters, n: int) -> np.ndarray:
    """Constructs of ``n`` customers (n, 10), in the order of ``CONSTRUCTS``."""
    values = np.zeros((n, len(CONSTRUCTS)))
    general = rng.standard_normal(n)
    for column, name in enumerate(CONSTRUCTS):
        own = rng.standard_normal(n)
        if name in EXOGENOUS:
            loading = survey.exogenous_loadings[name]
            values[:, column] = loading * general + np.sqrt(1 - loading**2) * own
            continue
        for cause, weight in survey.paths[name].items():
            values[:, column] += weight * values[:, CONSTRUCTS.index(cause)]
        values[:, column] += np.sqrt(residual_variance(survey, name)) * own
    return values
