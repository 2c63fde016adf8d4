"""Landmarks of customers whose hazard of leaving, or of buying, is known."""

import numpy as np
import pandas as pd

from analysis.estimate.early_warning.plan import WarningPlan

MONTH = 30
HORIZONS = (30, 60, 90)
FEATURES = ("tenure_days", "signal", "moving", "region", "noise")
SHOP_FEATURES = ("signal", "n_purchases", "days_since_purchase", "silence_left", "tenure_days")
GONE = 10**5  # days until the next purchase of somebody who makes none
ALLOWED = 90  # days of silence that are a loss in the shop
EFFECTS = {"signal": 0.8, "moving": 0.5, "north": 0.7}


def plan_for(clock: str, horizon: int = 60, **changes: object) -> WarningPlan:
    """A plan over the simulated features."""
    given: dict = {"features": FEATURES, "horizons": HORIZONS, "n_tests": 6, "n_refits": 2}
    return WarningPlan(horizon=horizon, clock=clock, **(given | changes))  # type: ignore[arg-type]


def simulate_contracts(
    rng: np.random.Generator, n_customers: int, *, n_months: int = 24, base: float = 0.03
) -> pd.DataFrame:
    """Contracts that can end once a month, with the true risk of each horizon: ``true_H``.

    The hazard of a month is 1 - exp(-base * exp(effects)), of a trait, of a number that moves, and
    of the region; customers join throughout.
    """
    joined = rng.integers(0, n_months - 4, n_customers)
    signal, north = rng.normal(size=n_customers), rng.random(n_customers) < 0.3
    moving = np.cumsum(rng.normal(0, 0.15, (n_customers, n_months + 3)), axis=1)
    rate = base * np.exp(0.8 * signal[:, None] + 0.5 * moving + 0.7 * north[:, None])
    ends = rng.random(rate.shape) < -np.expm1(-rate)
    month = np.arange(n_months + 3)
    ends &= month >= joined[:, None]
    lost = np.where(ends.any(axis=1), ends.argmax(axis=1) + 1, 10**6)  # by the end of that month
    seen = (month[:n_months] >= joined[:, None]) & (month[:n_months] < lost[:, None])
    customer, at = np.nonzero(seen)
    frame = pd.DataFrame(
        {
            "tenure_days": (at - joined[customer]) * MONTH + 1,
            "signal": signal[customer],
            "moving": moving[customer, at],
            "region": pd.Categorical(np.where(north[customer], "north", "south")),
            "noise": np.where(rng.random(len(at)) < 0.2, np.nan, rng.normal(size=len(at))),
        }
    )
    for horizon in HORIZONS:
        ahead = sum(rate[customer, at + k] for k in range(horizon // MONTH))
        frame[f"true_{horizon}"] = -np.expm1(-ahead)
    return _shape(frame, customer, at * MONTH, (lost[customer] - at) * MONTH, n_months * MONTH)


def on_tenure(landmarks: pd.DataFrame) -> pd.DataFrame:
    """The same customers without dates: landmarks on the clock of tenure. Losses are known, others
    are followed to the end of the records."""
    frame = landmarks.assign(day=landmarks["tenure_days"].astype("int32") - 1)
    lost = frame["days_to_loss"].notna()
    for horizon in HORIZONS:
        known = lost | (frame["days_followed"] >= horizon)
        left = frame["days_to_loss"].fillna(10**6) <= horizon
        frame[f"left_{horizon}"] = left.astype("boolean").where(known)
    frame.attrs["clock"] = "tenure"
    return frame


def simulate_shop(
    rng: np.random.Generator, n_customers: int, *, n_months: int = 20, leaving: bool = False
) -> pd.DataFrame:
    """Customers who buy at a rate of their own, 1 in 45 days times exp(0.6 * signal), and are
    lost after 90 days of silence; ``true_90`` is the probability of no purchase until then.

    Purchases are at whole days. A customer who is lost may come back, unless they dropped out, as
    some do after a purchase where they are ``leaving``.
    """
    end = n_months * MONTH
    dropout = rng.beta(0.7, 4, n_customers) if leaving else np.zeros(n_customers)
    frames = []
    signal = rng.normal(size=n_customers)
    rate = np.exp(0.6 * signal) / 45
    for number in range(n_customers):
        gaps = np.maximum(np.ceil(rng.exponential(1 / rate[number], 400)), 1)
        alive = np.cumprod(rng.random(400) >= dropout[number]).astype(bool)
        gaps = np.where(alive, gaps, GONE)
        days = rng.integers(0, end // 2) + np.append(0, np.cumsum(gaps))
        last = np.minimum.accumulate(np.where(gaps > ALLOWED, np.arange(400), 400)[::-1])[::-1]
        at = np.arange(0, end + 1, MONTH)
        at = at[at >= days[0]]
        count = np.searchsorted(days, at, side="right")
        there = at < days[count - 1] + ALLOWED
        at, count = at[there], count[there]
        lost_day = days[last[count - 1]] + ALLOWED
        whose, gone = np.full(len(at), number), gaps[count - 1] == GONE
        frames.append(
            np.column_stack([whose, at, count, days[count - 1], lost_day, at - days[0], gone])
        )
    number, day, count, last, lost_day, tenure, gone = np.concatenate(frames).T.astype(int)
    left = ALLOWED - (day - last)
    frame = pd.DataFrame(
        {
            "signal": signal[number],
            "n_purchases": count,
            "days_since_purchase": day - last,
            "silence_left": left,
            "tenure_days": tenure,
            "true_90": np.where(gone == 1, 1.0, np.exp(-rate[number] * left)),
        }
    )
    return _shape(frame, number, day, lost_day - day, end)


def _shape(
    frame: pd.DataFrame, customer: np.ndarray, day: np.ndarray, ahead: np.ndarray, end: int
) -> pd.DataFrame:
    """``frame`` with keys and outcomes, as ``build_landmarks`` gives them."""
    names = np.array([f"c_{number:05d}" for number in range(customer.max() + 1)])
    frame.insert(0, "customer_id", pd.Categorical(names[customer]))
    frame.insert(1, "day", np.asarray(day, np.int32))
    lost = day + ahead <= end
    frame["days_to_loss"] = pd.arrays.IntegerArray(np.where(lost, ahead, 0).astype(np.int32), ~lost)
    frame["days_followed"] = np.minimum(ahead, end - day).astype(np.int32)
    for horizon in HORIZONS:
        known = day + horizon <= end
        frame[f"left_{horizon}"] = pd.arrays.BooleanArray(known & (ahead <= horizon), ~known)
    frame.attrs["clock"] = "calendar"
    return frame
