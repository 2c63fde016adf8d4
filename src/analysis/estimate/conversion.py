"""From knowing to buying, from the first purchase to the second, and back after a loss."""

from dataclasses import dataclass

import pandas as pd

from analysis.estimate.hazard import estimate_hazard
from analysis.estimate.sojourn import count_visits
from analysis.estimate.survival import estimate_survival_function
from analysis.estimate.survival_summaries import estimate_survival_time_quantile


@dataclass(frozen=True)
class Conversion:
    """``prospects``: survival function of not yet having bought; ``again``: of not yet having
    bought again after the first purchase; ``quantiles``: times by which a quarter and a half had
    (rows stratum, share, estimate, conf_low, conf_high); ``returns``: intensity of leaving the
    stage of loss, by time since lapse. Empty where the data have nothing of the kind."""

    prospects: pd.DataFrame
    again: pd.DataFrame
    quantiles: pd.DataFrame
    returns: pd.DataFrame


def estimate_conversion(
    sojourns: pd.DataFrame,
    first_gaps: pd.DataFrame,
    *,
    prospect: str,
    loss: str,
    width: int,
    confidence_level: float,
) -> Conversion:
    """``sojourns`` as of ``count_sojourns``, ``first_gaps`` counts of the time from the first
    purchase to the second; ``width`` of the bins of time since lapse."""
    prospects = _survival(_visits_of(sojourns, prospect, prospect != loss), confidence_level)
    again = _survival(first_gaps, confidence_level)
    lapses = _visits_of(sojourns, loss, wanted=True)
    returns = (
        estimate_hazard(lapses, width=width, confidence_level=confidence_level)
        if len(lapses)
        else pd.DataFrame()
    )
    curves = [frame for frame in (prospects, again) if len(frame)]
    quantiles = [
        estimate_survival_time_quantile(curve, share_lost=share).assign(share=share)
        for curve in curves
        for share in (0.25, 0.5)
    ]
    return Conversion(
        prospects, again, pd.concat(quantiles) if quantiles else pd.DataFrame(), returns
    )


def _visits_of(sojourns: pd.DataFrame, stage: str, wanted: bool) -> pd.DataFrame:
    visits = sojourns[sojourns["from_state"] == stage]
    if not wanted or visits.empty or not visits["to_state"].notna().any():
        return pd.DataFrame()
    return count_visits(visits)


def _survival(counts: pd.DataFrame, confidence_level: float) -> pd.DataFrame:
    if counts.empty or not counts["n_events"].any():
        return pd.DataFrame()
    return estimate_survival_function(counts, confidence_level=confidence_level)
