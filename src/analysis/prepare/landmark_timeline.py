"""Events in order of customer and day, and what had happened by the days of landmarks.

The engine makes and sorts the events once; everything asked of them is then a search for a place
and a difference of running totals, so a million customers at a dozen landmarks fit in memory.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.prepare.silence import day_number
from analysis.store import Tables

NEVER = 2**30  # a day that does not come

_NUMBERED = """
numbered AS (
    SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS customer FROM customers
)"""


def order_events(customer: np.ndarray, day: np.ndarray | np.int64) -> np.ndarray:
    """One whole number per event, in the order of customer and day."""
    return customer.astype(np.int64) * 2**32 + day


@dataclass(frozen=True)
class Marks:
    """Customers at landmarks, in order of customer and day; shapes (n,).

    ``customer`` is the row in the customers table; ``first_day`` when the customer's clock began;
    ``lost_day`` the first day after ``day`` on which the customer is lost, ``NEVER`` if not by
    ``end``, the last day on which that would be seen.
    """

    customer: np.ndarray
    day: np.ndarray
    first_day: np.ndarray
    lost_day: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.customer)


@dataclass(frozen=True)
class Timeline:
    """``events`` with columns customer and day, sorted by both, whatever else they hold."""

    events: pd.DataFrame

    @cached_property
    def keys(self) -> np.ndarray:
        """One whole number per event, ascending."""
        return order_events(self.customer, self.events["day"].to_numpy(np.int64))

    @cached_property
    def customer(self) -> np.ndarray:
        return self.events["customer"].to_numpy(np.int64)

    @cached_property
    def first_day(self) -> int:
        """The first day on record; ``NEVER`` without events."""
        return int(self.events["day"].min()) if len(self.events) else NEVER

    def column(self, name: str) -> np.ndarray:
        return self.events[name].to_numpy()

    def count_by(self, marks: Marks, ago: int = 0) -> np.ndarray:
        """Events, of all customers in order, that come before the end of the mark's day less
        ``ago`` days: their number is the place after the last of them."""
        return np.searchsorted(
            self.keys, order_events(marks.customer, marks.day - np.int64(ago)), side="right"
        )

    def find_last(self, marks: Marks) -> np.ndarray:
        """The place of the customer's last event by the mark's day; -1 where there is none."""
        place = self.count_by(marks) - 1
        if not len(self.events):
            return place
        return np.where(self.customer[place] == marks.customer, place, -1)

    def take(self, name: str, place: np.ndarray) -> np.ndarray:
        """The column ``name`` at ``place`` as float32, missing at -1."""
        values = np.append(self.events[name].to_numpy(np.float64, na_value=np.nan), np.nan)
        return values[place].astype(np.float32)

    def days_since(self, marks: Marks, place: np.ndarray) -> np.ndarray:
        """Days from the events at ``place`` to the marks as float32, missing at -1."""
        days = np.append(self.events["day"].to_numpy(np.float64), np.nan)
        return (marks.day - days[place]).astype(np.float32)

    def sum_between(self, name: str, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
        """Sums of the whole numbers in ``name`` over the places from ``start`` up to ``stop``."""
        running = np.append(0, np.cumsum(self.events[name].to_numpy(np.int64)))
        return running[stop] - running[start]


def query_events(
    tables: Tables, select: str, parameters: dict[str, object] | None = None
) -> pd.DataFrame:
    """The result of ``select``, which may read ``numbered`` (customer_id, customer) and
    ``$as_of`` (days since 1970-01-01)."""
    dated = {"as_of": day_number(tables.as_of)} if "$as_of" in select else {}
    bound = {**dated, **(parameters or {})}
    return tables.query(f"WITH {_NUMBERED}{select}", bound)


def number_steps(steps: list[str]) -> str:
    """``steps`` after a WITH that also makes ``numbered``."""
    return f"WITH {','.join([_NUMBERED, *steps])}"


def has_both_windows(marks: Marks, timeline: Timeline, window_days: int) -> np.ndarray:
    """Whether the customer, and the records of such events, go back two windows."""
    begun = np.maximum(marks.first_day, timeline.first_day)
    return marks.day - begun >= 2 * window_days - 1  # a window holds its last day, not its first
