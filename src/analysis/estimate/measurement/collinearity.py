"""Constructs so alike that a shared way of answering may be what they share."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.estimate.measurement.block_statistics import variance_inflation
from analysis.estimate.measurement.discriminant import lay_out_blocks
from analysis.estimate.measurement.item_answers import read_item_answers
from analysis.estimate.measurement.item_moments import correlate_items, smooth_correlations
from analysis.estimate.measurement.limits import FULL_COLLINEARITY_LIMIT


def estimate_full_collinearity(
    frame: pd.DataFrame, constructs: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Variance inflation factor of each construct's score on all the others, outcomes included.

    Scores are sums of standardised items. Kock (2015), International Journal of e-Collaboration 11,
    1-10: above 3.3 a model may be contaminated by common method. Tidy rows, term
    ``full_collinearity: construct``, with ``limit, passed, source``.
    """
    names, items, blocks = lay_out_blocks(constructs)
    answers = read_item_answers(frame, items)
    matrix = smooth_correlations(correlate_items(answers).to_numpy())
    between = blocks.T.astype(float) @ matrix @ blocks
    size = np.sqrt(np.diag(between))
    factors = variance_inflation(between / np.outer(size, size))
    return pd.DataFrame(
        {
            "term": [f"full_collinearity: {name}" for name in names],
            "construct": names,
            "stratum": "all",
            "estimate": factors,
            "n": answers.n,
            "unit": "ratio",
            "limit": FULL_COLLINEARITY_LIMIT.high,
            "passed": FULL_COLLINEARITY_LIMIT.holds(factors),
            "source": FULL_COLLINEARITY_LIMIT.source,
            "method": "variance_inflation",
        }
    )
