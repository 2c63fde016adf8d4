"""The net promoter score, where the question was asked as it is defined."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.satisfaction_scores import estimate_top_box
from analysis.estimate.weighted_means import (
    Respondents,
    estimate_share,
    hide_small_cells,
    weigh,
)

SCALE = (0, 10)
PROMOTERS, DETRACTORS = 9, 6


def estimate_net_promoter(
    respondents: Respondents, item: str, *, low: float, high: float
) -> pd.DataFrame:
    """Promoters (9 and 10) less detractors (0 to 6) of an item asked from 0 to 10, in points.

    Reichheld (2003). The variance is that of a difference of multinomial shares,
    (p + d - (p - d)^2) / n; the interval solves (estimate - score)^2 = z^2 (p + d - score^2) / n,
    so that it stays within -100 to 100 (May and Johnson 1997, Statistics in Medicine 16,
    2127-2136); with weights n is the size of an unweighted sample as precise. Tidy rows, terms
    ``net_promoter_score, promoters, passives, detractors``.

    On any other scale the cut points mean nothing: then the share of the top two answers, term
    ``recommend_top_two``, and ``reason`` says why.
    """
    if (low, high) != SCALE:
        reason = (
            f"asked from {low:g} to {high:g}: promoters and detractors are defined on 0 to 10 only"
        )
        top = estimate_top_box(respondents, item, low=low, high=high, term="recommend_top_two")
        return top.assign(reason=reason)
    values, weights = respondents.answers(item), respondents.weight
    level = respondents.confidence_level
    groups = {
        "promoters": values >= PROMOTERS,
        "passives": (values > DETRACTORS) & (values < PROMOTERS),
        "detractors": values <= DETRACTORS,
    }
    rows: list[dict[str, object]] = []
    for stratum, members in respondents.strata():
        shared = {"stratum": stratum, "item": item, "conf_level": level, "reason": ""}
        y, w = values[members], weights[members]
        score = {"term": "net_promoter_score", "unit": "points", **shared}
        rows.append(score | _score(y, w, level))
        for term, hits in groups.items():
            found = estimate_share(hits[members], y, w, level=level)
            rows.append({"term": term, "unit": "share", **shared, **found})
    return hide_small_cells(pd.DataFrame(rows), minimum_cell=respondents.minimum_cell)


def _score(values: np.ndarray, weights: np.ndarray, level: float) -> dict[str, object]:
    sides = (values >= PROMOTERS).astype(float) - (values <= DETRACTORS)
    sides = np.where(np.isfinite(values), sides, np.nan)
    found, either = weigh(sides, weights), weigh(sides**2, weights).mean
    multinomial = either - found.mean**2
    n = found.n_effective
    if multinomial > 0 and found.n > 1:
        n = multinomial / (found.variance * (found.n - 1) / found.n)
    if not n > 0:
        low = high = error = np.nan
    else:
        error = float(np.sqrt(multinomial / n))
        squared = float(stats.norm.ppf((1 + level) / 2)) ** 2 / n
        centre = found.mean / (1 + squared)
        reach = np.sqrt(max(squared * (either * (1 + squared) - found.mean**2), 0)) / (1 + squared)
        low, high = centre - reach, centre + reach
    return {
        "estimate": 100 * found.mean,
        "std_error": 100 * error,
        "conf_low": 100 * low,
        "conf_high": 100 * high,
        "n": found.n,
        "n_effective": n,
        "method": "quasi_score",
    }
