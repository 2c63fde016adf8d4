"""Predictions of past months for customers whose true risk is known."""

import numpy as np
import pandas as pd

HORIZON = 90
STEP = 30


def simulate_past(
    rng: np.random.Generator,
    n_customers: int,
    *,
    n_months: int = 6,
    spread: float = 1.0,
    base_days: float = 300.0,
) -> pd.DataFrame:
    """Customers who leave at a constant hazard of their own, seen at month-ends until they leave.

    ``risk`` is the true probability of being lost within the horizon, so every month's risks are
    calibrated, and a customer's months are as dependent as can be. ``signal`` is the customer's
    log hazard less its mean.
    """
    signal = spread * rng.normal(size=n_customers)
    hazard = np.exp(signal) / base_days
    lost_on = np.ceil(rng.exponential(1 / hazard))
    day, customer = np.meshgrid(STEP * np.arange(n_months), np.arange(n_customers))
    rows = pd.DataFrame({"number": customer.ravel(), "day": day.ravel()})
    own = rows["number"].to_numpy()
    rows = rows.assign(ahead=lost_on[own] - rows["day"], signal=signal[own])
    rows["risk"] = -np.expm1(-HORIZON * hazard[own])
    return shape_predictions(rows[rows["ahead"] > 0])


def shape_predictions(rows: pd.DataFrame, *, horizon: int = HORIZON) -> pd.DataFrame:
    """``rows`` (number, day, ahead: days to the loss, risk) as the backtest would hand them."""
    ahead = rows["ahead"].astype(float).where(np.isfinite(rows["ahead"].astype(float)))
    return (
        rows.reset_index(drop=True)
        .assign(
            customer_id=pd.Categorical([f"c{number}" for number in rows["number"]]),
            day=rows["day"].to_numpy("int32"),
            model="hazard",
            split=0,
            left=(rows["ahead"].to_numpy(float) <= horizon),
            weight=1.0,
            days_to_loss=ahead.astype("Int32").array,
            days_followed=np.int32(10_000),
            horizon=np.int32(horizon),
        )
        .astype({"left": "boolean"})
    )


def by_hand(rows: list[tuple[str, int, float, float]], *, horizon: int = HORIZON) -> pd.DataFrame:
    """Predictions from (customer, day, risk, days to the loss or infinity)."""
    frame = pd.DataFrame(rows, columns=["number", "day", "risk", "ahead"])
    return shape_predictions(frame, horizon=horizon)


def pick(table: pd.DataFrame, term: str, **values: object) -> pd.Series:
    """The row of ``term``."""
    kept = table["term"] == term
    for column, value in values.items():
        kept &= table[column] == value
    return table[kept].iloc[0]
