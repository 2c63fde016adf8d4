"""The true risk of customers at landmarks, where the company is simulated.

A customer is lost when nothing is bought until the silence is complete. How likely that was follows
from what the simulation hides: the true stage, satisfaction and pace, and the rates of everything
that could still happen.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.prepare.pseudonyms import load_key, make_pseudonyms
from analysis.prepare.survey_context import find_rule
from analysis.simulate.parameters import ARMS, SEGMENTS, STATES, CompanyParameters
from analysis.simulate.silent_futures import NO_ARM, Latent, find_silent_chances
from analysis.study import Study

_FILES = ("true_spells", "customers", "satisfaction")


@dataclass(frozen=True)
class _Hidden:
    """What the simulation hides of ``customers``; histories carry ``customer``, their row there,
    and are in order of it and of time."""

    customers: pd.DataFrame
    spells: pd.DataFrame
    satisfaction: pd.DataFrame
    offers: pd.DataFrame


def has_warning_truth(study: Study) -> bool:
    """Whether the company is simulated, its truth on file, and a loss a silence."""
    if study.simulate is None or find_rule(study) is None:
        return False
    return all((_truth_folder(study) / f"{name}.parquet").exists() for name in _FILES)


def find_true_risks(landmarks: pd.DataFrame, study: Study, *, horizon: int) -> pd.Series:
    """The true probability, for every row, of being lost within ``horizon`` days.

    ``landmarks`` has customer_id, day and silence_left. 0 where the silence cannot be complete by
    then. Exact but for one thing, named in ``analysis.simulate.silent_futures``. Missing in a study
    without ``has_warning_truth``.
    """
    risks = pd.Series(np.nan, index=landmarks.index, name="true_risk")
    if not has_warning_truth(study):
        return risks
    parameters = simulated_parameters(study)
    hidden = _read_hidden(study)
    place = hidden.customers.index.get_indexer(pd.Index(landmarks["customer_id"].astype(str)))
    days = np.ceil(landmarks["silence_left"].to_numpy(float))
    values = np.zeros(len(landmarks))
    is_open = days <= horizon
    for day in np.unique(landmarks["day"]):
        rows = np.flatnonzero((landmarks["day"] == day).to_numpy() & is_open)
        # what is dated on the day is known, so the future begins with the next
        time = int(day) + 1 - parameters.start_day
        latent = _find_latent(hidden, place[rows], time, parameters)
        values[rows] = find_silent_chances(
            latent, days[rows].astype(int), time=time, parameters=parameters
        )
    risks[:] = values
    return risks


def simulated_parameters(study: Study) -> CompanyParameters:
    """The true values of a simulated study."""
    assert study.simulate is not None
    return CompanyParameters(**study.simulate.model_dump())


def _truth_folder(study: Study) -> Path:
    return study.folder / "raw" / "truth"


def _read_hidden(study: Study) -> _Hidden:
    folder = _truth_folder(study)
    spells, customers, satisfaction = (
        pd.read_parquet(folder / f"{name}.parquet") for name in _FILES
    )
    given = pd.read_parquet(folder.parent / "customers.parquet").set_index("customer_no")
    offers = pd.read_parquet(folder.parent / "treatments.parquet").rename(
        columns={"customer_no": "customer_id"}
    )
    offers["day"] = (offers["offer_date"].astype("datetime64[s]")).astype("int64") // 86_400
    customers["reachable"] = ~given["do_not_contact"].reindex(customers["customer_id"]).to_numpy()
    order = pd.Index(customers["customer_id"])
    for frame in (spells, satisfaction, offers):
        frame["customer"] = order.get_indexer(frame["customer_id"])
    pseudonyms = make_pseudonyms(list(order), load_key(), "customer", study.name)
    named = customers.set_index(pd.Index(pseudonyms))
    return _Hidden(named, spells, satisfaction, offers)


def _find_latent(
    hidden: _Hidden, place: np.ndarray, time: int, parameters: CompanyParameters
) -> Latent:
    """Customers at rows ``place``, as they were at ``time`` (days from the company's first)."""
    now = time + parameters.start_day
    people = hidden.customers.iloc[place]
    stage = _last_before(hidden.spells, "start_day", place, now)
    mood = _last_before(hidden.satisfaction, "day", place, now)
    moods = hidden.satisfaction
    following = np.minimum(mood + 1, len(moods) - 1)
    own = (moods["customer"].to_numpy()[following] == place) & (following > mood)
    wait = moods["day"].to_numpy()[following] - now
    complaining = own & (wait <= parameters.contacts.promised_days)
    offer = _last_before(hidden.offers, "day", place, now)
    offered = np.append(hidden.offers["day"].to_numpy(float), -np.inf)[offer]
    lasts = offered + parameters.offers.effect_days > now
    arms = np.append(pd.Categorical(hidden.offers["arm"], ARMS).codes, NO_ARM)[offer]
    return Latent(
        state=pd.Categorical(hidden.spells["from_state"], STATES).codes[stage],
        satisfaction=moods["satisfaction"].to_numpy()[mood],
        pace=people["pace"].to_numpy(),
        segments={
            column: pd.Categorical(people[column], levels).codes.astype(int)
            for column, levels in SEGMENTS.items()
        },
        reachable=people["reachable"].to_numpy(bool),
        arm=np.where(lasts, arms, NO_ARM).astype(int),
        offer_end=np.where(
            lasts, offered + parameters.offers.effect_days - parameters.start_day, np.inf
        ),
        lowered_in=np.where(complaining, wait, np.nan),
    )


def _last_before(events: pd.DataFrame, column: str, place: np.ndarray, now: float) -> np.ndarray:
    """The row of each customer's last event before ``now``; -1 where there is none."""
    span = 1e6
    keys = events["customer"].to_numpy() * span + events[column].to_numpy(float)
    row = np.searchsorted(keys, place * span + now, side="left") - 1
    own = row >= 0
    own[own] = events["customer"].to_numpy()[row[own]] == place[own]
    return np.where(own, row, -1)
