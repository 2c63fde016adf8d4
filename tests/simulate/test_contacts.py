"""Contacts and complaints follow the stages, and late complaints cost satisfaction."""

import numpy as np
import pandas as pd
import pytest
from simulated_company import Written, epoch_days

from analysis.simulate.parameters import STATES

Z = 4.0


@pytest.fixture(scope="module")
def log(company: Written) -> pd.DataFrame:
    """The contact log with the stage of the day's middle."""
    contacts = company.raw["interactions"].copy()
    contacts["time"] = epoch_days(contacts["contact_date"]) + 0.5
    spells = company.truth["true_spells"].rename(columns={"customer_id": "customer_no"})
    return pd.merge_asof(
        contacts.sort_values("time", kind="stable"),
        spells.sort_values("start_day")[["customer_no", "start_day", "stop_day", "from_state"]],
        left_on="time",
        right_on="start_day",
        by="customer_no",
    )


def test_contacts_happen_at_the_rates_of_the_stages(
    company: Written, log: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    """Days, not moments, are recorded: a contact near a change of stage may be counted in the
    next one, so the bound is wider than chance alone."""
    time = exposures.groupby("from_state")["exposure"].sum()
    for kind, rates in company.parameters.contacts.rates.items():
        found = log[log["contact_type"] == kind].groupby("from_state").size()
        for state, rate in rates.items():
            if state != "prospect":
                expected = rate * time[state]
                assert abs(found[state] - expected) < Z * np.sqrt(expected) + 0.03 * expected


def test_contacts_fall_and_complaints_rise_in_decline(
    log: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    time = exposures.groupby("from_state")["exposure"].sum()
    counts = log.groupby(["contact_type", "from_state"]).size()
    for kind in ("visit", "service_contact"):
        assert counts[kind, "declining"] / time["declining"] < 0.5 * (
            counts[kind, "mature"] / time["mature"]
        )
    assert counts["complaint", "declining"] / time["declining"] > 2 * (
        counts["complaint", "mature"] / time["mature"]
    )


def test_prospects_enquire_first_and_lose_interest(company: Written, log: pd.DataFrame) -> None:
    enquiries = log[log["contact_type"] == "enquiry"]
    signed = company.raw["customers"].set_index("customer_no")["signup_date"]
    assert len(enquiries) == len(signed)
    assert (
        epoch_days(enquiries["contact_date"]) == epoch_days(signed[enquiries["customer_no"]])
    ).all()
    visits = log[(log["contact_type"] == "visit") & (log["from_state"] == "prospect")]
    visits = visits[visits["stop_day"] > np.ceil(visits["time"])]  # not the day they bought
    waited = epoch_days(visits["contact_date"]) - epoch_days(signed[visits["customer_no"]])
    assert waited.max() <= company.parameters.contacts.prospect_days
    assert waited.max() > 150


def test_complaints_rise_with_dissatisfaction_and_stage(
    company: Written, log: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    settings = company.parameters.contacts
    rates = np.array([settings.complaint_rates.get(state, 0.0) for state in STATES])
    rate = rates[pd.Categorical(exposures["from_state"], STATES).codes]
    rate = rate * np.exp(settings.complaint_satisfaction * exposures["satisfaction"])
    expected = (rate * exposures["exposure"]).sum()
    complaints = log[log["contact_type"] == "complaint"]
    # while one complaint stays open too long no second such complaint begins: a small loss
    assert abs(len(complaints) - expected) < Z * np.sqrt(expected) + 0.02 * expected
    assert complaints["topic"].notna().all()
    share = (complaints["days_to_resolution"] > settings.promised_days).mean()
    never = complaints["days_to_resolution"].isna().mean()
    assert share + never == pytest.approx(settings.late_share, abs=0.04)


def test_satisfaction_falls_on_the_day_a_promise_is_broken(company: Written) -> None:
    settings = company.parameters.contacts
    changes = company.truth["satisfaction"].copy()
    grouped = changes.groupby("customer_id")
    fall = grouped["satisfaction"].diff().dropna()
    np.testing.assert_allclose(fall, -settings.late_drop)
    assert len(fall) > 500
    fallen = changes.loc[fall.index]
    log = company.raw["interactions"]
    late = log[(log["contact_type"] == "complaint")]
    days = late["days_to_resolution"].to_numpy(float)
    late = late[np.isnan(days) | (days > settings.promised_days)]
    complained = epoch_days(late["contact_date"]) + settings.promised_days
    found = pd.MultiIndex.from_arrays([fallen["customer_id"], np.floor(fallen["day"])])
    wanted = pd.MultiIndex.from_arrays([late["customer_no"], complained.astype(float)])
    assert found.isin(wanted).all()
    assert wanted[complained < company.end].isin(found).all()
    promptly = log[log["days_to_resolution"].between(0, settings.promised_days - 1)]
    assert len(promptly) > 1_000
    first = changes.groupby("customer_id").head(1).set_index("customer_id")["satisfaction"]
    traits = company.truth["customers"].set_index("customer_id")["satisfaction"]
    assert (first == traits[first.index]).all()
