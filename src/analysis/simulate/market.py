"""The market the company trades in: a daily index, holidays, and the shock."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from analysis.simulate.parameters import CompanyParameters

# (month, day) of fixed holidays.
HOLIDAYS = {
    (1, 1): "new_year",
    (5, 1): "labour_day",
    (10, 1): "national_day",
    (12, 25): "christmas",
}
ORDINARY = "ordinary_day"
SHOCK_INDEX = 0.88


def build_market(rng: np.random.Generator, parameters: CompanyParameters) -> pa.Table:
    """One row per day: ``date``, ``market_index`` (about 100, lower in the shock), ``holiday``,
    ``competitor_campaign`` (true in the shock)."""
    days = np.arange(parameters.n_days)
    dates = [parameters.start_date + timedelta(days=int(day)) for day in days]
    shock = (days >= parameters.stages.shock_start) & (days < parameters.stages.shock_end)
    level = 100 * np.exp(0.00005 * days + np.cumsum(0.002 * rng.standard_normal(len(days))))
    return pa.table(
        {
            "date": pa.array(dates, pa.date32()),
            "market_index": np.round(level * np.where(shock, SHOCK_INDEX, 1.0), 2),
            "holiday": pa.array([_holiday(day) for day in dates], pa.string()),
            "competitor_campaign": shock,
        }
    )


def _holiday(day: date) -> str:
    return HOLIDAYS.get((day.month, day.day), ORDINARY)
