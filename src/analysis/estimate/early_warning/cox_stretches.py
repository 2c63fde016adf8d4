"""Landmark rows as stretches of time at risk, each with the drivers known at its beginning."""

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.plan import SILENCE

STRETCH = ("entry", "tenure", "event_observed")


def lay_tenures(rows: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """``entry, tenure, event_observed`` by tenure, the event a loss; index of ``rows``.

    From each landmark to ``horizon`` days later, the loss or the end of the records: stacked
    landmark data (van Houwelingen and Putter 2012, section 7). Rows followed for no time are left
    out.
    """
    entry = rows["tenure_days"].to_numpy(float)
    wait = rows["days_to_loss"].to_numpy(dtype=float, na_value=np.inf)
    followed = np.minimum(rows["days_followed"].to_numpy(float), horizon)
    stretches = pd.DataFrame(
        {
            "entry": entry,
            "tenure": entry + np.minimum(followed, wait),
            "event_observed": wait <= followed,
        },
        index=rows.index,
    )
    return stretches[stretches["tenure"] > stretches["entry"]]


def lay_silences(rows: pd.DataFrame, known_by: int) -> pd.DataFrame:
    """``entry, tenure, event_observed`` by the silence so far, the event a purchase; index
    of ``rows``, which are in the order of customers, then days.

    From each landmark before the day ``known_by`` to the customer's next purchase, the next
    landmark or the end of the silence that is a loss. Of several purchases between two landmarks
    only the last has a day; the first is put where it is on average.
    """
    past = rows[rows["day"].to_numpy() <= known_by]
    day = past["day"].to_numpy(float)
    silence = past["days_since_purchase"].to_numpy(float)
    count = past["n_purchases"].to_numpy(float)
    days = np.unique(day)
    following = np.append(days[1:], np.nan)[np.searchsorted(days, day)]
    after = np.minimum(np.arange(len(past)) + 1, max(len(past) - 1, 0))
    customer = pd.factorize(past["customer_id"])[0]
    stays = (customer[after] == customer) & (day[after] == following)
    bought = np.where(stays, count[after] - count, 0.0)
    last = day[after] - silence[after] - day
    left = past[SILENCE].to_numpy(float)
    wait = np.where(bought > 0, last / np.maximum(bought, 1), np.minimum(left, following - day))
    stretches = pd.DataFrame(
        {
            "entry": silence,
            "tenure": silence + np.minimum(wait, left),
            "event_observed": (bought > 0) & (wait <= left),
        },
        index=past.index,
    )
    return stretches[stretches["tenure"] > stretches["entry"]]
