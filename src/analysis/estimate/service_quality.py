"""SERVQUAL: scores of the dimensions, differences between them, and gaps to what was expected.

Parasuraman, Zeithaml and Berry (1988), Journal of Retailing 64, 12-40.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.errors import ParameterError
from analysis.estimate.measurement.item_answers import suggest_name
from analysis.estimate.weighted_means import Respondents, estimate_mean, hide_small_cells

LEAST_ANSWERED = 0.5


def score_dimensions(
    respondents: Respondents, dimensions: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Each respondent's mean answer to the items of each dimension (rows as the respondents).

    Missing for those who answered fewer than half of its items.
    """
    scores = {}
    for name, items in dimensions.items():
        answers = np.column_stack([respondents.answers(item) for item in items])
        given = np.isfinite(answers)
        count = given.sum(axis=1)
        total = np.where(given, answers, 0.0).sum(axis=1)
        enough = count >= np.maximum(LEAST_ANSWERED * len(items), 1)
        scores[name] = np.where(enough, total / np.maximum(count, 1), np.nan)
    return pd.DataFrame(scores, index=respondents.frame.index)


def estimate_dimensions(
    respondents: Respondents, dimensions: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Mean score of every dimension, for everybody and every segment.

    Tidy rows, term the dimension, in scale points; Student's t interval on the linearised variance.
    """
    scores = score_dimensions(respondents, dimensions)
    columns = {name: scores[name].to_numpy(float) for name in dimensions}
    return _estimate(respondents, columns)


def compare_dimensions(
    respondents: Respondents, dimensions: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Mean difference of every pair of dimensions among those who answered both.

    Tidy rows, term ``a - b`` with ``left, right``: paired, so that what a respondent gives to all
    dimensions alike cancels. Intervals hold one at a time.
    """
    scores = score_dimensions(respondents, dimensions)
    pairs = {f"{a} - {b}": (a, b) for a, b in combinations(dimensions, 2)}
    columns = {term: (scores[a] - scores[b]).to_numpy(float) for term, (a, b) in pairs.items()}
    found = _estimate(respondents, columns)
    return found.assign(
        left=[pairs[term][0] for term in found["term"]],
        right=[pairs[term][1] for term in found["term"]],
    )


def estimate_gaps(
    respondents: Respondents,
    dimensions: Mapping[str, Sequence[str]],
    expectations: Mapping[str, str],
) -> pd.DataFrame:
    """Perception less expectation, of every dimension and item where both were asked.

    ``expectations`` gives the expectation item of a perception item. Paired: only respondents who
    answered both count for an item, and at least half of the pairs for a dimension. Tidy rows, term
    the dimension or item, ``level`` dimension or item; below zero service falls short. No row where
    nothing was asked twice; ParameterError for a perception item of no dimension.
    """
    known = [item for items in dimensions.values() for item in items]
    for item in expectations:
        if item not in known:
            raise ParameterError(
                f"expectations: {item!r} is an item of no dimension.{suggest_name(item, known)}"
            )
    gaps = {
        item: respondents.answers(item) - respondents.answers(expected)
        for item, expected in expectations.items()
    }
    asked = {name: [item for item in items if item in gaps] for name, items in dimensions.items()}
    asked = {name: items for name, items in asked.items() if items}
    paired = Respondents(
        pd.DataFrame(gaps, index=respondents.frame.index), respondents.confidence_level
    )
    scores = score_dimensions(paired, asked)
    by_dimension = _estimate(respondents, {name: scores[name].to_numpy(float) for name in asked})
    by_item = _estimate(respondents, gaps)
    tables = [by_dimension.assign(level="dimension"), by_item.assign(level="item")]
    return pd.concat(tables, ignore_index=True)


def _estimate(respondents: Respondents, columns: Mapping[str, np.ndarray]) -> pd.DataFrame:
    weights, level = respondents.weight, respondents.confidence_level
    rows = [
        {
            "term": term,
            "stratum": stratum,
            **estimate_mean(values[members], weights[members], level=level),
        }
        for term, values in columns.items()
        for stratum, members in respondents.strata()
    ]
    empty = ["term", "stratum", "estimate", "std_error", "conf_low", "conf_high", "n"]
    table = pd.DataFrame(rows, columns=None if rows else [*empty, "n_effective"])
    table = table.assign(conf_level=level, unit="scale points")
    return hide_small_cells(table, minimum_cell=respondents.minimum_cell)
