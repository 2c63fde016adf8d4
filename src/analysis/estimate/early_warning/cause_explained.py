"""All that is told of the causes of leaving beside their shares: by tenure, and by driver."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.estimate.early_warning.cause_incidence import estimate_cause_incidence
from analysis.estimate.early_warning.cause_odds import estimate_cause_odds
from analysis.estimate.early_warning.causes import Causes
from analysis.results import as_estimates

_YEARS = (1, 2, 3, 4, 5)
_YEAR_DAYS = 365
_FEWEST_FOLLOWED = 50


@dataclass(frozen=True)
class CausesExplained:
    """``incidence`` by cause and tenure, and ``odds`` by driver and cause; see the functions."""

    incidence: pd.DataFrame
    odds: pd.DataFrame

    @property
    def estimates(self) -> pd.DataFrame:
        """Both."""
        return pd.concat([self.incidence, self.odds], ignore_index=True)


def explain_causes(
    causes: Causes | None,
    landmarks: pd.DataFrame,
    losses: pd.DataFrame,
    *,
    features: Sequence[str],
    horizon: int,
    confidence_level: float = 0.95,
) -> CausesExplained | None:
    """None without ``causes``. The incidence at the ends of the first five years of tenure, as far
    as 50 customers were followed; the odds within ``horizon`` days."""
    if causes is None:
        return None
    ends = [year * _YEAR_DAYS for year in _YEARS]
    times = [end for end in ends if (losses["tenure"] >= end).sum() >= _FEWEST_FOLLOWED]
    return CausesExplained(
        estimate_cause_incidence(
            causes,
            losses,
            landmarks,
            times=times or [_YEAR_DAYS],
            confidence_level=confidence_level,
        ),
        estimate_cause_odds(
            landmarks,
            causes,
            features=features,
            horizon=horizon,
            confidence_level=confidence_level,
        ),
    )


def list_cause_estimates(
    causes: Causes | None, explained: CausesExplained | None, analysis: str
) -> pd.DataFrame:
    """The estimates of one ``analysis`` of causes (``warning_causes``, ``_cause_effects``,
    ``_cause_matching``, ``_cause_incidence`` or ``_cause_odds``) in the columns of
    ``ESTIMATE_COLUMNS``; no rows without causes."""
    if causes is None or explained is None:
        return as_estimates(pd.DataFrame({"term": []}), analysis=analysis)
    every = pd.concat([causes.estimates, explained.estimates], ignore_index=True)
    return every[every["analysis"] == analysis].reset_index(drop=True)
