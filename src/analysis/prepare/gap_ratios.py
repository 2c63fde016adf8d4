"""Silences measured in the customer's own rhythm: what the thresholds of decline and churn are
chosen from."""

import numpy as np
import pandas as pd

_HUNDREDTHS = 100
_LONGEST = 100 * _HUNDREDTHS  # a silence of a hundred rhythms is as good as for ever


def count_gap_ratios(
    purchases: pd.DataFrame, *, shrinkage: float, minimum_days: int, maximum_days: int, end: int
) -> pd.DataFrame:
    """Gaps as multiples of the rhythm known when they began.

    ``purchases`` as of ``build_purchase_days``; ``end`` is the as-of day, at which the last gap of
    each customer is still open. The rhythm is that of the stage machine: shrunk to the base's, and
    never shorter than ``minimum_days``. After ``maximum_days`` of silence everybody is churned, so
    a gap counts as open from then on: what ends it is a win-back. Rows (stratum ``all``, time in
    hundredths of the rhythm, n_entered, n_events for gaps that a purchase ended, n_censored for
    open ones).
    """
    customer, day = purchases["customer"], purchases["day"].astype("int64")
    gap = day.groupby(customer, sort=False).diff()
    own_days = gap.fillna(0).groupby(customer, sort=False).cumsum()
    own_gaps = gap.notna().groupby(customer, sort=False).cumsum()
    base = purchases["base_days"] / purchases["base_gaps"].where(purchases["base_gaps"] > 0)
    prior = np.where(base.notna(), shrinkage, 0.0)
    weight = own_gaps + prior
    known = (own_days + prior * base.fillna(0.0)) / weight.where(weight > 0)
    rhythm = known.fillna(minimum_days).clip(lower=minimum_days)
    next_day = day.groupby(customer, sort=False).shift(-1)
    waited = next_day.fillna(end) - day
    silence = waited.clip(upper=maximum_days)
    returned = next_day.notna() & (waited <= maximum_days)
    ratio = np.minimum(np.ceil(_HUNDREDTHS * silence / rhythm), _LONGEST)
    lasted = silence > 0
    gaps = pd.DataFrame({"time": ratio[lasted].astype("int64"), "ended": returned[lasted]})
    counts = gaps.groupby("time")["ended"].agg(n_events="sum", n_gaps="count").reset_index()
    begin = pd.DataFrame({"time": [0], "n_entered": [len(gaps)]})
    frame = pd.concat([begin, counts.assign(n_censored=counts["n_gaps"] - counts["n_events"])])
    columns = ["time", "n_entered", "n_events", "n_censored"]
    return frame[columns].fillna(0).astype("int64").assign(stratum="all")
