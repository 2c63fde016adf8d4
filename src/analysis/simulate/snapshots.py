"""The stage of every customer at month ends: what a CRM without a history of moves would keep."""

from dataclasses import dataclass

import numpy as np

from analysis.simulate.parameters import CompanyParameters
from analysis.simulate.spells import Spells


@dataclass(frozen=True)
class Snapshots:
    """By customer and time: ``customer`` row in the chunk, ``day`` from the company's first day,
    ``state`` at the end of that day."""

    customer: np.ndarray
    day: np.ndarray
    state: np.ndarray


def month_ends(parameters: CompanyParameters) -> np.ndarray:
    """The last days of the months on record, counted from the company's first day."""
    days = np.datetime64("1970-01-01", "D") + parameters.start_day + np.arange(parameters.n_days)
    following = (days + 1).astype("datetime64[M]")
    return np.flatnonzero(following != days.astype("datetime64[M]"))


def take_snapshots(spells: Spells, parameters: CompanyParameters) -> Snapshots:
    """The stage at the end of every month since the first contact; exact, nothing is drawn."""
    days = month_ends(parameters)
    ends = days + 1.0
    first = np.searchsorted(ends, spells.start, side="right")
    count = np.searchsorted(ends, spells.stop, side="right") - first
    row = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + first[row]
    return Snapshots(spells.customer[row], days[place], spells.state[row])
