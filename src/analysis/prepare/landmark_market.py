"""What was known of the market on a day: the mean of the last month of every number it records.

Flags count as shares of days. Words, such as the name of a holiday, are no covariate of a month.
"""

import numpy as np
import pandas as pd

from analysis.prepare.landmark_timeline import Marks
from analysis.prepare.purchase_days import column_names, has_rows
from analysis.store import Tables, quote_name

MARKET_DAYS = 30
_FLAGS = {"true": "1", "false": "0"}


def tell_market(tables: Tables, marks: Marks) -> dict[str, np.ndarray]:
    """``market_NAME`` for every numeric column; missing where nothing was recorded in the month."""
    if not has_rows(tables, "market"):
        return {}
    names = [name for name in column_names(tables, "market") if name != "day"]
    chosen = ", ".join(quote_name(name) for name in ["day", *names])
    market = tables.query(f"SELECT {chosen} FROM market ORDER BY day").set_index("day")
    days, place = np.unique(marks.day, return_inverse=True)
    told = {}
    for name in names:
        values = _as_numbers(market[name])
        if values is not None:
            means = [_mean_of_month(values, int(day)) for day in days]
            told[f"market_{name}"] = np.array(means, np.float32)[place]
    return told


def _as_numbers(values: pd.Series) -> pd.Series | None:
    """Numbers, or None where a value is a word."""
    text = values.dropna().astype(str).str.lower().replace(_FLAGS)
    numbers = pd.to_numeric(text, errors="coerce")
    return numbers if len(numbers) and numbers.notna().all() else None


def _mean_of_month(values: pd.Series, day: int) -> float:
    recent = values[(values.index > day - MARKET_DAYS) & (values.index <= day)]
    return float(recent.mean()) if len(recent) else float("nan")
