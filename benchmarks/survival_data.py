"""Customers for the Cox benchmark: tenure in days, five drivers, right-censored or start-stop."""

import numpy as np
import pandas as pd

DRIVERS = ("spend", "visits", "age", "online", "complained")
EFFECTS = np.array([0.5, -0.3, 0.1, 0.4, -0.6])
DAILY_HAZARD = 0.001
FOLLOW_UP = 1000.0  # days between the first and the last customer who is censored
ROWS_PER_CUSTOMER = 2.8


def make_customers(n: int, *, seed: int = 1) -> pd.DataFrame:
    """``n`` rows: ``customer_id, entry`` (0), ``tenure, event_observed`` and the drivers."""
    rng = np.random.default_rng(seed)
    drivers = rng.normal(size=(n, len(DRIVERS)))
    drivers[:, 3:] = drivers[:, 3:] > 0.5
    loss = np.ceil(rng.exponential(1 / (DAILY_HAZARD * np.exp(drivers @ EFFECTS))))
    end = np.ceil(rng.uniform(0, FOLLOW_UP, n))
    return _frame(drivers, np.arange(n), (np.zeros(n), np.minimum(loss, end), loss <= end))


def make_histories(n: int, *, seed: int = 2) -> pd.DataFrame:
    """``n`` rows, about 2.8 a customer: drivers that change, customers seen from late on."""
    rng = np.random.default_rng(seed)
    customer = np.sort(rng.integers(0, int(n / ROWS_PER_CUSTOMER), n))
    first = np.append(True, np.diff(customer) > 0)
    row_of_first = np.flatnonzero(first)[np.cumsum(first) - 1]
    steady = rng.normal(size=(n, len(DRIVERS)))[row_of_first]
    drivers = steady + 0.5 * rng.normal(size=(n, len(DRIVERS)))
    drivers[:, 3:] = drivers[:, 3:] > 0.5
    lengths = np.ceil(rng.uniform(10, 2 * FOLLOW_UP / ROWS_PER_CUSTOMER, n))
    late = np.floor(rng.uniform(0, FOLLOW_UP / 4, n))[row_of_first]
    before = np.cumsum(lengths) - lengths
    entry = late + before - before[row_of_first]
    loss = np.ceil(rng.exponential(1 / (DAILY_HAZARD * np.exp(drivers @ EFFECTS))))
    lost = loss <= lengths
    # who is lost starts again as another customer, so that every row stays
    restarted = np.cumsum(first | np.append(False, lost[:-1]))
    return _frame(drivers, restarted, (entry, entry + np.minimum(loss, lengths), lost))


def _frame(
    drivers: np.ndarray, customer: np.ndarray, times: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> pd.DataFrame:
    entry, tenure, event = times
    frame = pd.DataFrame(drivers, columns=list(DRIVERS))
    return frame.assign(customer_id=customer, entry=entry, tenure=tenure, event_observed=event)
