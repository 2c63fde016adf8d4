"""Do the groups of a segment differ: tests over probabilities and over lengths of visits."""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.log_rank import adjust_by_holm, log_rank_test
from analysis.estimate.sojourn import count_visits

_TEST_COLUMNS = [
    "column", "analysis", "from_state", "statistic", "degrees_of_freedom", "p_value", "p_adjusted",
]  # fmt: skip
_PAIR_COLUMNS = ["column", "segment_a", "segment_b", "statistic", "p_value", "p_adjusted"]


def compare_probabilities(groups: pd.DataFrame) -> tuple[float, int, float]:
    """Statistic, degrees of freedom and p of the hypothesis that all groups have one probability.

    ``groups`` rows (estimate, std_error, n), of independent groups; missing estimates are left out.
    Cochran's Q on the logit scale, chi-squared with one degree of freedom less than groups. A
    probability of 0 or 1 has no standard error: it counts as half a customer in n + 1. Two groups
    at least, else all is missing.
    """
    known = groups[groups["estimate"].notna()]
    if len(known) < 2:
        return float("nan"), 0, float("nan")
    centre, spread = _logits(known)
    weight = spread**-2
    statistic = float(weight @ (centre - (weight @ centre) / weight.sum()) ** 2)
    return statistic, len(known) - 1, float(stats.chi2.sf(statistic, len(known) - 1))


def _logits(groups: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    share, error, n = (groups[name].to_numpy(float) for name in ("estimate", "std_error", "n"))
    none = (share <= 0) | (share >= 1) | (error <= 0)
    least = 0.5 / (n + 1)
    share = np.where(none, np.clip(share, least, 1 - least), share)
    error = np.where(none, np.sqrt(share * (1 - share) / (n + 1)), error)
    return np.log(share / (1 - share)), error / (share * (1 - share))


def compare_segment_groups(estimates: pd.DataFrame, sojourns: pd.DataFrame) -> pd.DataFrame:
    """Tests of every probability and of every stage's visits, over the groups of each segment.

    ``estimates`` rows (column, segment, analysis, from_state, estimate, std_error, n) without
    everyone; ``sojourns`` rows (column, segment, from_state, to_state, time, n). Rows (column,
    analysis, from_state, statistic, degrees_of_freedom, p_value, p_adjusted). Two families are
    adjusted for their number apart (Holm 1979): ``leaving`` of all stages together and
    ``returning``, over all segments; and everything else. Lengths of visits by log-rank.
    """
    rows = []
    keys = ["column", "analysis", "from_state"]
    for key, groups in estimates.groupby(keys, sort=False):
        rows.append((*key, *compare_probabilities(groups)))
    for (column, stage), visits in sojourns.groupby(["column", "from_state"], sort=False):
        strata = count_visits(visits.assign(from_state=visits["segment"]))
        try:
            test = log_rank_test(strata)
        except EstimationError:
            continue
        found = (test.statistic, test.degrees_of_freedom, test.p_value)
        rows.append((column, "dwell", stage, *found))
    tests = pd.DataFrame(rows, columns=_TEST_COLUMNS[:-1]).dropna(subset=["p_value"])
    leaving = (tests["analysis"] == "leaving") & (tests["from_state"] == "")
    whole = (leaving | (tests["analysis"] == "returning")).to_numpy()
    adjusted = np.empty(len(tests))
    for family in (whole, ~whole):
        adjusted[family] = adjust_by_holm(tests.loc[family, "p_value"].to_numpy(float))
    return tests.assign(p_adjusted=adjusted).reset_index(drop=True)


def compare_segment_pairs(groups: pd.DataFrame) -> pd.DataFrame:
    """Rows (column, segment_a, segment_b, statistic, p_value, p_adjusted): every two groups of a
    segment, Holm within the segment. ``groups`` rows (column, segment, estimate, std_error, n)."""
    rows = []
    for column, there in groups.groupby("column", sort=False):
        found = [
            (column, a["segment"], b["segment"], *compare_probabilities(pd.DataFrame([a, b]))[::2])
            for (_, a), (_, b) in combinations(there.iterrows(), 2)
        ]
        pairs = pd.DataFrame(found, columns=_PAIR_COLUMNS[:-1])
        rows.append(pairs.assign(p_adjusted=adjust_by_holm(pairs["p_value"].to_numpy(float))))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=_PAIR_COLUMNS)
