"""Where in the landmarks each stated cause and each loss is explained from.

Both are explained by what was known at the month-end before the customer turned away: for a stated
cause the last one before the interview; for a loss of which nothing was said one as long before it
as the interviews were held before theirs.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

_LONGEST_BACK_DAYS = 62


@dataclass(frozen=True)
class CauseRows:
    """Rows of the landmarks by place; ``customer`` are codes of their categories.

    ``stated`` (place, customer, cause); ``losses`` (place, customer, days_to_loss, cause): one row
    per loss, ``cause`` missing where none was stated.
    """

    stated: pd.DataFrame
    losses: pd.DataFrame
    lag_days: float


def place_causes(landmarks: pd.DataFrame, stated: pd.DataFrame) -> CauseRows:
    """``landmarks`` as ``build_landmarks`` gives them; ``stated`` (customer_id, day, cause).

    Interviews without a month-end within 62 days before them, on which their customer was one, are
    left out: nothing is known of those customers from before.
    """
    told = _place_stated(landmarks, stated)
    known = landmarks["days_to_loss"].notna().to_numpy()
    place = np.flatnonzero(known)
    waited = landmarks["days_to_loss"].to_numpy("float64", na_value=np.nan)
    day, customer = landmarks["day"].to_numpy(np.int64), landmarks["customer_id"].cat.codes
    at_loss = day + np.nan_to_num(waited)
    told["loss_day"] = np.where(known[told["place"]], at_loss[told["place"]], np.nan)
    lag = float(np.nanmedian(told["loss_day"] - told["day"])) if len(told) else 0.0
    lag = 0.0 if np.isnan(lag) else lag
    rows = pd.DataFrame(
        {
            "place": place,
            "customer": customer.to_numpy()[place],
            "loss_day": at_loss[place],
            "days_to_loss": waited[place],
            "distance": np.abs(waited[place] - lag),
        }
    )
    nearest = rows.sort_values(["customer", "loss_day", "distance"], kind="stable")
    losses = nearest.drop_duplicates(["customer", "loss_day"])
    last = told.drop_duplicates(["customer", "loss_day"], keep="last")
    losses = losses.merge(
        last[["customer", "loss_day", "cause"]], on=["customer", "loss_day"], how="left"
    )
    columns = ["place", "customer", "days_to_loss", "cause"]
    return CauseRows(told[["place", "customer", "cause"]], losses[columns], lag)


def _place_stated(landmarks: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    ids = landmarks["customer_id"].cat.categories
    known = stated[stated["customer_id"].isin(ids)]
    asked = pd.DataFrame(
        {
            "customer": ids.get_indexer(pd.Index(known["customer_id"])),
            "day": known["day"].to_numpy("int64"),
            "cause": known["cause"].to_numpy(),
        }
    ).sort_values("day", kind="stable")
    seen = pd.DataFrame(
        {
            "customer": landmarks["customer_id"].cat.codes.to_numpy("int64"),
            "day": landmarks["day"].to_numpy("int64"),
            "place": np.arange(len(landmarks)),
        }
    ).sort_values("day", kind="stable")
    found = pd.merge_asof(
        asked.astype({"customer": "int64"}),
        seen,
        on="day",
        by="customer",
        tolerance=_LONGEST_BACK_DAYS,
        allow_exact_matches=False,
    ).dropna(subset=["place"])
    return found.astype({"place": "int64"}).sort_values("place", ignore_index=True)
