"""How long before the loss the first alert came."""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimate.proportions import wilson_interval

QUANTILES = {"first_quartile_days": 0.25, "median_days": 0.5, "third_quartile_days": 0.75}


def estimate_time_ahead(rows: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Days from the first alert to the loss, counted once per loss in the horizon of a run.

    ``rows``: customer_id, day, days_to_loss (Int32), left, alerted, of all runs judged. An alert
    belongs to the loss that followed it. Terms: alerted (share of losses that were alerted before
    them), and the quartiles of the days ahead among those alerted, with order-statistic intervals
    (Hahn and Meeker, 1991, section 5.2). Empty when nobody was lost.
    """
    lost = rows[rows["left"].fillna(False).astype(bool)]
    if not len(lost):
        return pd.DataFrame()
    loss_day = lost["day"].to_numpy(np.int64) + lost["days_to_loss"].to_numpy(np.int64)
    ahead = lost["days_to_loss"].to_numpy(float)
    own = pd.DataFrame(
        {
            "customer_id": lost["customer_id"].to_numpy(),
            "loss_day": loss_day,
            "ahead": np.where(lost["alerted"].to_numpy(bool), ahead, np.nan),
        }
    )
    longest = own.groupby(["customer_id", "loss_day"])["ahead"].max()
    days = np.sort(longest.dropna().to_numpy())
    told = [_tell_alerted(len(days), len(longest), confidence_level)]
    if len(days):
        told += [_tell_quantile(term, days, p, confidence_level) for term, p in QUANTILES.items()]
    return pd.DataFrame(told).assign(stratum="all", conf_level=confidence_level)


def _tell_alerted(n_alerted: int, n: int, level: float) -> dict[str, Any]:
    low, high = wilson_interval(n_alerted, n, confidence_level=level)
    return {
        "term": "alerted",
        "estimate": n_alerted / n,
        "conf_low": float(low),
        "conf_high": float(high),
        "n": n,
        "n_events": n_alerted,
        "unit": "probability",
    }


def _tell_quantile(term: str, days: np.ndarray, share: float, level: float) -> dict[str, Any]:
    """The quantile of sorted ``days``; a limit no order statistic can give is missing."""
    n = len(days)
    tail = (1 - level) / 2
    below = int(stats.binom.ppf(tail, n, share)) - 1
    above = int(stats.binom.ppf(1 - tail, n, share))
    return {
        "term": term,
        "estimate": float(np.quantile(days, share, method="inverted_cdf")),
        "conf_low": float(days[below]) if below >= 0 else np.nan,
        "conf_high": float(days[above]) if above < n else np.nan,
        "n": n,
        "unit": "day",
    }
