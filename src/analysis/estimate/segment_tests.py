"""Do the groups of each segment differ: log-rank tests for several segments at once."""

import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.log_rank import adjust_by_holm, log_rank_test, pairwise_log_rank_tests

_TEST_COLUMNS = ["segment", "statistic", "degrees_of_freedom", "p_value", "p_adjusted"]
_PAIR_COLUMNS = ["segment", "stratum_a", "stratum_b", "statistic", "p_value", "p_adjusted"]


def compare_segments(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Log-rank tests within every segment of ``counts``, whose strata are ``segment=group``.

    Returns the tests, one row per segment (``segment, statistic, degrees_of_freedom, p_value,
    p_adjusted``: Holm over the segments), and the pairwise tests (``segment, stratum_a,
    stratum_b, statistic, p_value, p_adjusted``: Holm over the pairs of a segment). Strata without
    ``=`` are left alone; a segment whose groups were never at risk together is left out.
    """
    named = counts[counts["stratum"].str.contains("=")]
    tests, pairs = [], []
    segments = named["stratum"].map(lambda stratum: str(stratum).partition("=")[0])
    for name, rows in named.groupby(segments.to_numpy(), sort=False):
        try:
            test = log_rank_test(rows)
        except EstimationError:
            continue
        tests.append((str(name), test.statistic, test.degrees_of_freedom, test.p_value))
        pairs.append(pairwise_log_rank_tests(rows).assign(segment=str(name)))
    frame = pd.DataFrame(tests, columns=_TEST_COLUMNS[:-1])
    frame["p_adjusted"] = adjust_by_holm(frame["p_value"].to_numpy(dtype=float))
    every = pd.concat(pairs, ignore_index=True) if pairs else pd.DataFrame(columns=_PAIR_COLUMNS)
    return frame, every[_PAIR_COLUMNS]
