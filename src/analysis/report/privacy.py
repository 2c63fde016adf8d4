"""No number about so few customers that it could be one of them."""

import pandas as pd

from analysis.results import ESTIMATE_COLUMNS

_NUMBERS = (
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "statistic",
    "p_value",
    "n",
    "n_events",
)


def suppress_small_cells(estimates: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """``estimates`` (columns of ``ESTIMATE_COLUMNS``) without numbers about few customers.

    A row about 1 to ``minimum`` - 1 customers (``n``) keeps its names and loses its numbers; a row
    without ``n`` is taken to be about no cell. Of 1 to ``minimum`` - 1 events only the count goes.
    """
    frame = estimates.astype(ESTIMATE_COLUMNS)
    few_customers = frame["n"].between(1, minimum - 1).fillna(False)
    few_events = frame["n_events"].between(1, minimum - 1).fillna(False)
    frame.loc[few_customers, list(_NUMBERS)] = pd.NA
    frame.loc[few_events, "n_events"] = pd.NA
    return frame
