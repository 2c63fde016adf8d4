"""Lead time: how many days before a loss did the first alert come?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import EstimationError
from analysis.estimate.early_warning.capacity import mark_listed
from analysis.estimate.early_warning.judged import is_dated, number_values
from analysis.estimate.proportions import wilson_interval

NEVER, ALERTED, MEDIAN = "never_alerted", "alerted", "median_days"
FIRST_QUARTILE, THIRD_QUARTILE = "first_quartile_days", "third_quartile_days"
LEAST_LOSSES = 50  # fewer cannot tell quartiles
PERIOD_DAYS = 30  # of the distribution, where the horizon has three to twelve of them


@dataclass(frozen=True)
class LeadTime:
    """How early losses were announced.

    ``summary``: terms alerted and never_alerted (shares of the customers lost), median_days and
    the quartiles of the days from the first alert to the loss, of those alerted. ``notice``: for
    each ``days``, the share alerted at least so many days before, of the losses for which a list
    was made so long before. ``spread``: customers by days of lead time, more than ``days_from``
    and at most ``days_to``. ``complete``: whether lists were made all through the horizon before
    each of these losses; where not, lead times are, if anything, too short.
    """

    summary: pd.DataFrame
    notice: pd.DataFrame
    spread: pd.DataFrame
    complete: bool


def estimate_lead_time(
    predictions: pd.DataFrame, *, share: float, confidence_level: float
) -> LeadTime:
    """Lead times of customers lost within the horizon of a landmark, with lists of ``share``.

    Each customer counts once, with the first loss; alerts earlier than the horizon before it were
    for another time and do not count. Only losses before which lists were made all through the
    horizon, where there are enough of them. Intervals: Wilson; of quartiles by the ranks that
    bound their shares. Raises EstimationError when nobody was lost.
    """
    rows, complete = _choose_losses(predictions, share)
    horizon = int(predictions["horizon"].iloc[0])
    n_periods = int(np.clip(round(horizon / PERIOD_DAYS), 3, 12))
    edges = np.unique(np.round(np.linspace(0, horizon, n_periods + 1)).astype(int))
    constants = {"time": float(horizon), "conf_level": confidence_level}
    return LeadTime(
        _summarise(rows, confidence_level).assign(**constants),
        _measure_notice(rows, edges[1:-1].tolist(), confidence_level).assign(**constants),
        _spread(rows, edges),
        complete,
    )


def estimate_notice(
    predictions: pd.DataFrame,
    *,
    shares: Sequence[float],
    days: Sequence[int],
    confidence_level: float,
) -> pd.DataFrame:
    """What a longer list buys: share of the customers lost alerted at least ``days`` ahead.

    One row per share listed and number of days (0: alerted at all); losses and intervals as in
    ``estimate_lead_time``. Columns ``share, days, estimate, conf_low, conf_high, n, term, unit``.
    """
    told = []
    for share in shares:
        rows, _ = _choose_losses(predictions, share)
        told.append(_measure_notice(rows, days, confidence_level).assign(share=share))
    constants = {"time": float(predictions["horizon"].iloc[0]), "conf_level": confidence_level}
    return pd.concat(told, ignore_index=True).assign(**constants)


def _choose_losses(predictions: pd.DataFrame, share: float) -> tuple[pd.DataFrame, bool]:
    """Alerts before the losses that tell most: those with all their lists, where enough do."""
    rows = find_alerts(predictions, mark_listed(predictions, share))
    if rows.empty:
        raise EstimationError("no lead time: no customer was lost within the horizon")
    whole = rows[rows["complete"]]
    enough = bool(whole["customer"].nunique() >= LEAST_LOSSES)
    return (whole, True) if enough else (rows, False)


def find_alerts(predictions: pd.DataFrame, listed: np.ndarray) -> pd.DataFrame:
    """Landmarks within the horizon before the first loss of each customer lost, earliest first.

    Columns ``customer``, ``lead`` (days to the loss), ``first_alert`` (chance that the first alert
    came at this landmark; ``listed`` are the chances of being on its list) and ``complete``: the
    lists cover the horizon before this loss.
    """
    ahead = predictions["days_to_loss"].to_numpy(dtype=float, na_value=np.inf)
    own = np.flatnonzero(ahead <= predictions["horizon"].to_numpy())
    day = predictions["day"].to_numpy(dtype=float)
    rows = pd.DataFrame(
        {
            "customer": number_values(predictions["customer_id"])[own],
            "lost_on": (day[own] + ahead[own]),
            "lead": ahead[own],
            "listed": listed[own],
        }
    ).sort_values(["customer", "lost_on", "lead"], ascending=[True, True, False])
    rows = rows[rows["lost_on"] == rows.groupby("customer")["lost_on"].transform("min")]
    spared = (1 - rows["listed"]).groupby(rows["customer"]).cumprod()
    before = spared.groupby(rows["customer"]).shift(fill_value=1.0)
    return rows.assign(
        first_alert=before * rows["listed"], complete=_is_covered(rows["lost_on"], predictions)
    ).drop(columns=["listed", "lost_on"])


def _is_covered(lost_on: pd.Series, predictions: pd.DataFrame) -> np.ndarray:
    """Whether no list is missing in the horizon before a loss. On the clock of tenure all are."""
    if not is_dated(predictions):
        return np.full(len(lost_on), True)
    days = np.unique(predictions["day"].to_numpy())
    step = float(np.diff(days).max()) if len(days) > 1 else 0.0
    horizon = int(predictions["horizon"].iloc[0])
    return ((lost_on - horizon >= days[0] - step) & (lost_on <= days[-1] + step)).to_numpy()


def _summarise(rows: pd.DataFrame, confidence_level: float) -> pd.DataFrame:
    n = rows["customer"].nunique()
    alerted = float(rows["first_alert"].sum())
    low, high = wilson_interval(alerted, n, confidence_level=confidence_level)
    share = {"n": n, "unit": "probability"}
    told: list[dict[str, Any]] = [
        {"term": ALERTED, "estimate": alerted / n, "conf_low": low, "conf_high": high, **share},
        {
            "term": NEVER,
            "estimate": 1 - alerted / n,
            "conf_low": 1 - high,
            "conf_high": 1 - low,
            **share,
        },
    ]
    if alerted > 0:
        told += _list_quartiles(rows, alerted, confidence_level)
    return pd.DataFrame(told).assign(n_events=round(alerted))


def _list_quartiles(
    rows: pd.DataFrame, alerted: float, confidence_level: float
) -> list[dict[str, Any]]:
    ordered = rows[rows["first_alert"] > 0].sort_values("lead")
    reached = ordered["first_alert"].cumsum().to_numpy() / alerted
    lead = ordered["lead"].to_numpy()
    told = []
    for term, level in ((FIRST_QUARTILE, 0.25), (MEDIAN, 0.5), (THIRD_QUARTILE, 0.75)):
        low, high = wilson_interval(level * alerted, alerted, confidence_level=confidence_level)
        place = np.searchsorted(reached, np.array([low, level, high]) - 1e-12)
        low_days, days, high_days = lead[np.minimum(place, len(lead) - 1)]
        limits = {"conf_low": low_days, "conf_high": high_days}
        told.append({"term": term, "estimate": days, "n": round(alerted), "unit": "days", **limits})
    return told


def _measure_notice(
    rows: pd.DataFrame, notices: Sequence[int], confidence_level: float
) -> pd.DataFrame:
    """Share alerted at least so many days ahead, of those who could have been."""
    told = []
    for days in notices:
        early = rows[rows["lead"] >= days]
        n, alerted = early["customer"].nunique(), float(early["first_alert"].sum())
        if not n:
            continue
        low, high = wilson_interval(alerted, n, confidence_level=confidence_level)
        limits = {"conf_low": float(low), "conf_high": float(high)}
        told.append({"days": int(days), "estimate": alerted / n, "n": n, **limits})
    return pd.DataFrame(told, columns=["days", "estimate", "n", "conf_low", "conf_high"]).assign(
        term="notice_" + pd.Series([str(row["days"]) for row in told], dtype=object),
        unit="probability",
    )


def _spread(rows: pd.DataFrame, edges: np.ndarray) -> pd.DataFrame:
    """Expected number of customers first alerted so many days before their loss."""
    period = np.searchsorted(edges, rows["lead"].to_numpy(), side="left")
    counts = np.bincount(period, rows["first_alert"], minlength=len(edges))[1:]
    return pd.DataFrame({"days_from": edges[:-1], "days_to": edges[1:], "n": counts})
