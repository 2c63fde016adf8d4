"""How well a model with means fits one or several groups, with or without missing answers."""

import math
from collections.abc import Sequence

import numpy as np

from analysis.estimate.structural.fit_measures import TestStatistic, measure_fit
from analysis.estimate.structural.group_likelihood import GroupLikelihood, Maximum
from analysis.estimate.structural.missing_baseline import Baseline
from analysis.estimate.structural.missing_moments import SaturatedMoments


def compare_with_saturated(
    likelihood: GroupLikelihood,
    maximum: Maximum,
    saturated: Sequence[SaturatedMoments],
    baselines: Sequence[Baseline],
) -> tuple[TestStatistic, TestStatistic]:
    """The likelihood-ratio chi-squares of the model and of the baseline."""
    p = len(likelihood.model.ram.observed)
    n_moments = (p + p * (p + 1) // 2) * len(saturated)
    best = sum(moments.log_likelihood for moments in saturated)
    target = TestStatistic(
        max(2 * (best - maximum.log_likelihood), 0.0), n_moments - likelihood.model.n_parameters
    )
    baseline = TestStatistic(
        max(2 * (best - sum(one.log_likelihood for one in baselines)), 0.0),
        n_moments - sum(one.n_parameters for one in baselines),
    )
    return target, baseline


def measure_groups(
    likelihood: GroupLikelihood,
    maximum: Maximum,
    saturated: Sequence[SaturatedMoments],
    baselines: Sequence[Baseline],
) -> dict[str, float]:
    """The indices of ``measure_fit``; means count in the SRMR, and the RMSEA of several groups is
    that of one multiplied by the root of their number (Steiger 1998), as in lavaan."""
    target, baseline = compare_with_saturated(likelihood, maximum, saturated, baselines)
    found = measure_fit(
        target,
        baseline,
        n=likelihood.n,
        log_likelihood=maximum.log_likelihood,
        n_parameters=likelihood.model.n_parameters,
        srmr=_residual(likelihood, maximum, saturated),
    )
    root = math.sqrt(len(saturated))
    return found | {name: found[name] * root for name in ("rmsea", "rmsea_low", "rmsea_high")}


def _residual(
    likelihood: GroupLikelihood, maximum: Maximum, saturated: Sequence[SaturatedMoments]
) -> float:
    """Mean over respondents of their group's SRMR."""
    total = 0.0
    pairs = zip(likelihood.patterns, likelihood.moments(maximum.theta), saturated, strict=True)
    for patterns, (mean, covariance), moments in pairs:
        scale = np.sqrt(np.diag(moments.covariance))
        misfit = (moments.covariance - covariance) / np.outer(scale, scale)
        lower = misfit[np.tril_indices(len(scale))]
        level = (moments.mean - mean) / scale
        total += patterns.n * math.sqrt(
            np.concatenate([lower, level]) @ [*lower, *level] / (len(lower) + len(level))
        )
    return total / likelihood.n
