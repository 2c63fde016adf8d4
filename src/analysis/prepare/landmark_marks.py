"""Who is still a customer at each landmark, and when each is lost after it.

A loss is what the study calls one, as in ``durations``: a silence that has lasted, the end of the
contracts, the end of a tenure. Somebody who has come back after a loss is a customer again.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.prepare.contract_stays import list_stays
from analysis.prepare.landmark_days import TENURE_SCALE
from analysis.prepare.landmark_timeline import (
    NEVER,
    Marks,
    Timeline,
    order_events,
    query_events,
)
from analysis.prepare.silence import day_number
from analysis.store import Tables
from analysis.study import Study

_TENURES = """
SELECT customer, max(tenure)::INTEGER AS tenure, bool_and(ended) AS ended
FROM contracts
JOIN numbered USING (customer_id)
GROUP BY customer
ORDER BY customer
"""


def mark_silences(visits: Timeline, days: np.ndarray, end: int) -> Marks:
    """Customers not yet silent for too long. ``visits`` as of ``landmark_purchases``; a customer's
    clock began with the first of them."""
    events = visits.events
    until = events["day"].to_numpy(np.int64) + events["threshold"].to_numpy(np.int64)
    lost_day = _find_next_losses(visits, until, end)
    place, day = _stand_at(visits, until, days)
    first = events["first_day"].to_numpy(np.int32)
    return _put_in_order(visits.customer[place], day, first[place], lost_day[place], end)


def _find_next_losses(visits: Timeline, until: np.ndarray, end: int) -> np.ndarray:
    """For every visit the first day, from it on, on which its customer is lost."""
    following = visits.events["next_day"].to_numpy(np.float64, na_value=np.nan)
    # A purchase on the very day breaks the silence.
    is_lost = (until <= end) & ~(following <= until)
    n = len(is_lost)
    place = np.minimum.accumulate(np.where(is_lost, np.arange(n), n)[::-1])[::-1]
    customer = np.append(visits.customer, -1)
    return np.where(customer[place] == visits.customer, np.append(until, NEVER)[place], NEVER)


def mark_stays(tables: Tables, study: Study, days: np.ndarray) -> Marks:
    """Customers with a contract, or within the time allowed for its renewal. The clock began with
    the first contract of all."""
    stays = list_stays(tables, renewal_days=study.stages.renewal_days)
    end = day_number(tables.as_of)
    timeline = Timeline(stays.rename(columns={"first_day": "day"}))
    lost = stays["lost_day"].fillna(NEVER).to_numpy(np.int64)
    place, day = _stand_at(timeline, lost, days)
    first = stays.groupby("customer")["first_day"].transform("min").to_numpy(np.int32)
    lost = np.where(lost <= end, lost, NEVER)
    return _put_in_order(timeline.customer[place], day, first[place], lost[place], end)


def mark_tenures(tables: Tables, study: Study, days: np.ndarray) -> Marks:
    """Customers whose tenure had not ended: on their own clock, in days of tenure.

    The end of a tenure is where the records of a customer who is still there stop; those who left
    are known to have left, whatever would have been seen of them.
    """
    rows = query_events(tables, _TENURES)
    tenure = rows["tenure"].to_numpy(np.int64) * TENURE_SCALE[study.time_unit]
    ended = rows["ended"].to_numpy(bool)
    reached = [np.flatnonzero((tenure > day) | ((tenure == day) & ~ended)) for day in days]
    place = np.concatenate(reached)
    return _put_in_order(
        rows["customer"].to_numpy()[place],
        np.repeat(np.asarray(days, np.int32), [len(found) for found in reached]),
        np.zeros(len(place), np.int32),
        np.where(ended, tenure, NEVER)[place],
        np.where(ended, NEVER, tenure)[place],
    )


def _stand_at(
    timeline: Timeline, until: np.ndarray, days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Places of the last events by each of ``days`` of customers still there (day < ``until``),
    and those days."""
    customers = np.unique(timeline.customer)
    places = []
    for day in days:
        key = order_events(customers, np.int64(day))
        place = np.searchsorted(timeline.keys, key, side="right") - 1
        there = place >= 0
        there[there] = timeline.customer[place[there]] == customers[there]
        there[there] = until[place[there]] > day
        places.append(place[there])
    counts = [len(place) for place in places]
    return np.concatenate(places), np.repeat(np.asarray(days, np.int32), counts)


def _put_in_order(
    customer: np.ndarray,
    day: np.ndarray,
    first_day: np.ndarray,
    lost_day: np.ndarray,
    end: np.ndarray | int,
) -> Marks:
    order = np.argsort(order_events(customer, day), kind="stable")
    ends = np.broadcast_to(np.asarray(end, np.int32), day.shape)
    return Marks(
        customer=customer[order].astype(np.int32),
        day=day[order],
        first_day=first_day[order],
        lost_day=lost_day[order].astype(np.int32),
        end=ends[order],
    )


def tell_outcomes(marks: Marks, horizons_days: tuple[int, ...]) -> dict[str, Any]:
    """``days_to_loss`` (missing while not lost), ``days_followed`` (to the loss or the end of the
    records) and, for every horizon H, ``left_H``: lost within H days, missing where the records end
    before them."""
    waited = marks.lost_day - marks.day
    followed = np.minimum(marks.lost_day, marks.end) - marks.day
    lost = marks.lost_day < NEVER
    outcomes = {
        "days_to_loss": pd.arrays.IntegerArray(np.where(lost, waited, 0), ~lost),
        "days_followed": followed,
    }
    for horizon in horizons_days:
        seen = marks.day + np.int64(horizon) <= marks.end
        outcomes[f"left_{horizon}"] = pd.arrays.BooleanArray((waited <= horizon) & seen, ~seen)
    return outcomes
