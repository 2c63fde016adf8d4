"""Customers in past months whose true risk is known, for tests of decisions."""

import numpy as np
import pandas as pd

from analysis.study.actions import ActionRules

MONTH = 30
RULES = ActionRules.model_validate(
    {
        "capacity": 50,
        "contact_cost": 2,
        "margin_share": 0.5,
        "saved_share": {"estimate": 0.2, "low": 0.1, "high": 0.4},
        "holdout_share": 0.1,
    }
)


def make_months(
    rng: np.random.Generator, *, n_customers: int = 400, n_months: int = 3
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Predictions of a model that knows the true risk (hazard), and of one that guesses (recency);
    landmarks with what each customer spent in the year before.

    A customer has one risk and, as losses come in streaks, one fate in most months.
    """
    risk = rng.beta(1.2, 4, n_customers)
    fate = rng.uniform(size=n_customers) < risk
    again = rng.uniform(size=(n_months, n_customers)) < risk
    same = rng.uniform(size=(n_months, n_customers)) < 0.7
    left = np.where(same, fate, again).ravel()
    names = np.array([f"c_{n:05d}" for n in range(n_customers)])
    rows = pd.DataFrame(
        {
            "customer_id": np.tile(names, n_months),
            "day": np.repeat(MONTH * np.arange(n_months), n_customers).astype(np.int32),
            "split": np.repeat(np.arange(n_months), n_customers),
            "left": pd.array(left, dtype="boolean"),
            "weight": 1.0,
            "horizon": 90,
        }
    )
    known = np.tile(risk, n_months)
    guess = np.clip(known + rng.normal(0, 0.25, len(known)), 0.001, 0.999)
    predictions = pd.concat(
        [rows.assign(model="hazard", risk=known), rows.assign(model="recency", risk=guess)],
        ignore_index=True,
    )
    landmarks = rows[["customer_id", "day"]].assign(
        tenure_days=1000,
        spend_last_year_cents=np.tile(rng.integers(2_000, 40_000, n_customers), n_months),
        n_purchases_last_year=12,
    )
    return predictions, landmarks


def make_warnings(rng: np.random.Generator, n_customers: int = 300) -> pd.DataFrame:
    """Warnings of ``n_customers``, a tenth of whom cannot be lost within the horizon."""
    risk = rng.beta(1.2, 4, n_customers)
    is_open = rng.uniform(size=n_customers) < 0.9
    risk = np.where(is_open, risk, 0.0)
    return pd.DataFrame(
        {
            "customer_id": [f"c_{n:05d}" for n in range(n_customers)],
            "day": 90,
            "risk": risk,
            "conf_low": 0.8 * risk,
            "conf_high": np.minimum(1.2 * risk, 1.0),
            "open": is_open,
        }
    )


def permit_all(names: pd.Series) -> pd.DataFrame:
    """Nobody asked for anything, and nobody agreed."""
    nothing = pd.array([pd.NA] * len(names), dtype="boolean")
    return pd.DataFrame(
        {"customer_id": names.to_numpy(), "do_not_contact": nothing, "consent": nothing}
    )
