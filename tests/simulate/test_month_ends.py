"""Month-end snapshots against the true histories they are taken from."""

import numpy as np
import pandas as pd
from simulated_company import Written, epoch_days


def test_snapshots_are_the_true_stage_at_the_end_of_every_month(company: Written) -> None:
    snapshots = company.raw["snapshots"]
    days = epoch_days(snapshots["month_end"])
    dates = pd.to_datetime(snapshots["month_end"])
    assert dates.dt.is_month_end.all()
    spells = company.truth["true_spells"].rename(columns={"customer_id": "customer_no"})
    moments = snapshots.assign(moment=days + 1.0).sort_values("moment", kind="stable")
    spells = spells.sort_values("start_day", kind="stable")
    found = pd.merge_asof(
        moments,
        spells,
        left_on="moment",
        right_on="start_day",
        by="customer_no",
        allow_exact_matches=False,
    )
    assert (found["stage"] == found["from_state"]).all()
    assert (found["moment"] <= found["stop_day"]).all()


def test_every_customer_is_stored_at_every_month_end_since_the_first_contact(
    company: Written,
) -> None:
    entry = company.truth["customers"].set_index("customer_id")["entry_day"]
    last = pd.Timestamp("1970-01-01") + pd.Timedelta(days=company.end)
    first = pd.Timestamp("1970-01-01") + pd.to_timedelta(entry, unit="D")
    # A month end counts when the day after it has begun by the end of the records.
    expected = (last.year - first.dt.year) * 12 + last.month - first.dt.month
    counted = company.raw["snapshots"]["customer_no"].value_counts().reindex(entry.index)
    np.testing.assert_array_equal(counted.fillna(0), expected)
