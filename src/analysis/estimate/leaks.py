"""Where money is lost between stages, as arithmetic.

A move from a stage to one whose customers spend less is a leak. Its size is the number of such
moves in a year times the difference in what customers of the two stages spent in the same days
afterwards. That is a comparison of groups: closing a leak need not bring the difference back.
"""

import numpy as np
import pandas as pd
from scipy import stats

_DAYS_PER_YEAR = 365.25


def estimate_spend_after(spend: pd.DataFrame, *, confidence_level: float) -> pd.DataFrame:
    """Mean spend per customer by stage, from rows (state, n, amount_cents, amount_squared).

    Rows (stratum, estimate, std_error, conf_low, conf_high, n, unit), in cents.
    """
    n = spend["n"].to_numpy(float)
    mean = spend["amount_cents"].to_numpy(float) / n
    variance = np.maximum(spend["amount_squared"].to_numpy(float) / n - mean**2, 0.0)
    std_error = np.sqrt(variance / np.maximum(n - 1, 1))
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    return pd.DataFrame(
        {
            "stratum": spend["state"],
            "estimate": mean,
            "std_error": std_error,
            "conf_low": np.maximum(mean - z * std_error, 0.0),
            "conf_high": mean + z * std_error,
            "n": spend["n"],
            "unit": "cents",
        }
    ).reset_index(drop=True)


def estimate_leaks(
    moves: pd.DataFrame, worth: pd.DataFrame, *, period: int, minimum: int, confidence_level: float
) -> pd.DataFrame:
    """Leaks, the largest first: rows (from_state, to_state, n_events, per_year, difference,
    estimate, std_error, conf_low, conf_high, unit), money in cents per year.

    ``moves`` rows (from_state, to_state, n) counted over ``period`` days; ``worth`` as of
    ``estimate_spend_after``. Interval: delta method, the number of moves Poisson. Stages of fewer
    than ``minimum`` customers and rarer moves are left out.
    """
    known = worth[worth["n"] >= minimum].set_index("stratum")
    rows = moves[
        moves["from_state"].isin(known.index)
        & moves["to_state"].isin(known.index)
        & (moves["n"] >= minimum)
    ]
    source, target = known.loc[rows["from_state"]], known.loc[rows["to_state"]]
    difference = source["estimate"].to_numpy() - target["estimate"].to_numpy()
    noise = source["std_error"].to_numpy() ** 2 + target["std_error"].to_numpy() ** 2
    n, scale = rows["n"].to_numpy(float), _DAYS_PER_YEAR / period
    estimate = n * scale * difference
    std_error = scale * np.sqrt(n * difference**2 + n**2 * noise)
    z = stats.norm.ppf(0.5 + confidence_level / 2)
    leaks = rows[["from_state", "to_state"]].assign(
        n_events=rows["n"],
        per_year=n * scale,
        difference=difference,
        estimate=estimate,
        std_error=std_error,
        conf_low=estimate - z * std_error,
        conf_high=estimate + z * std_error,
        unit="cents per year",
    )
    return leaks[difference > 0].sort_values("estimate", ascending=False, ignore_index=True)
