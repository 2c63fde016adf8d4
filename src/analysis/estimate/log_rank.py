"""Log-rank tests: do the strata share one survival function?"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.errors import EstimationError
from analysis.estimate.risk_sets import build_risk_sets
from analysis.results import Diagnostic


def log_rank_test(counts: pd.DataFrame) -> Diagnostic:
    """The k-sample log-rank test over the strata of ``counts`` (columns of ``count_times``).

    Ties by the hypergeometric variance, left truncation through the risk sets. ``passed`` is
    None: a test of difference is neither good nor bad news. Strata that are never at risk when
    somebody leaves are left out. Raises EstimationError with fewer than two strata.
    Mantel (1966); Peto and Peto (1972); equals R's survdiff.
    """
    at_risk, events = _tabulate(counts)
    statistic, degrees = _compare(at_risk, events)
    return Diagnostic(
        name="log_rank",
        passed=None,
        statistic=statistic,
        p_value=float(stats.chi2.sf(statistic, degrees)),
        degrees_of_freedom=degrees,
        method="log-rank",
    )


def pairwise_log_rank_tests(counts: pd.DataFrame) -> pd.DataFrame:
    """The log-rank test between every two strata, p-values adjusted by Holm's method.

    Columns ``stratum_a, stratum_b, statistic, p_value, p_adjusted``. A pair that cannot be
    compared (nobody leaves while both are at risk) has missing values.
    """
    at_risk, events = _tabulate(counts)
    rows = []
    for a, b in combinations(at_risk.columns, 2):
        try:
            statistic, _ = _compare(at_risk[[a, b]], events[[a, b]])
        except EstimationError:
            statistic = float("nan")
        rows.append((a, b, statistic, float(stats.chi2.sf(statistic, 1))))
    frame = pd.DataFrame(rows, columns=["stratum_a", "stratum_b", "statistic", "p_value"])
    return frame.assign(p_adjusted=adjust_by_holm(frame["p_value"].to_numpy()))


def adjust_by_holm(p_values: np.ndarray) -> np.ndarray:
    """Holm's step-down adjusted p-values; missing ones stay missing and do not count."""
    adjusted = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted


def _tabulate(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numbers at risk and events, event times x strata, at every time somebody leaves."""
    sets = build_risk_sets(counts)
    names = sets["stratum"].unique()
    if len(names) < 2:
        raise EstimationError(
            f"column 'stratum' holds one value ({names[0]!r}); a log-rank test needs two"
        )
    event_times = np.sort(sets.loc[sets["n_events"] > 0, "time"].unique())
    at_risk, events = {}, {}
    for name, group in sets.groupby("stratum", sort=False):
        moments = group["time"].to_numpy()
        net = group["n_entered"] - group["n_events"] - group["n_censored"]
        present = np.append(0, net.cumsum())
        at_risk[name] = present[np.searchsorted(moments, event_times, side="left")]
        lost = group.set_index("time")["n_events"]
        events[name] = lost.reindex(event_times, fill_value=0).to_numpy()
    return pd.DataFrame(at_risk), pd.DataFrame(events)


def _compare(at_risk: pd.DataFrame, events: pd.DataFrame) -> tuple[float, int]:
    n_k, d_k = at_risk.to_numpy(float), events.to_numpy(float)
    n, d = n_k.sum(axis=1), d_k.sum(axis=1)
    informative = (n > 1) & (d > 0)
    n_k, d_k, n, d = n_k[informative], d_k[informative], n[informative], d[informative]
    share = n_k / n[:, None]
    expected = (share * d[:, None]).sum(axis=0)
    spread = d * (n - d) / (n - 1)
    covariance = np.diag(share.T @ spread) - (share * spread[:, None]).T @ share
    # a stratum whose customers are alone at risk, or never at risk, carries no information
    used = np.diag(covariance) > 1e-12 * max(len(n), 1)
    if used.sum() < 2:
        raise EstimationError(
            "log-rank test: at no time somebody left were two strata at risk together; "
            "compare strata whose times overlap"
        )
    difference = (d_k.sum(axis=0) - expected)[used][:-1]
    matrix = covariance[np.ix_(used, used)][:-1, :-1]
    statistic = float(difference @ np.linalg.pinv(matrix, hermitian=True) @ difference)
    return statistic, int(np.linalg.matrix_rank(matrix, hermitian=True))
